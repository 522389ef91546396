//! What is counted, in memory that grows with the number of extensions and not of files.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use blake3::Hash;

use crate::digest::Digest;

/// How many paths are kept for the report; the rest are counted.
const NAMED: usize = 20;

#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) by_extension: BTreeMap<Option<OsString>, Counts>,
    pub(crate) content: ContentHash,
    pub(crate) unreadable: Capped<(PathBuf, io::Error)>,
    pub(crate) symlinks: u64,
    pub(crate) special: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, path: &Path, digest: &Digest) {
        let extension = path.extension().map(OsString::from);
        let counts = Counts { files: 1, lines: digest.lines, bytes: digest.bytes };
        self.by_extension.entry(extension).or_default().add(counts);
        self.content.add(digest.hash);
    }

    /// What another one has counted.
    pub(crate) fn merge(&mut self, other: Tally) {
        for (extension, counts) in other.by_extension {
            self.by_extension.entry(extension).or_default().add(counts);
        }
        self.content.merge(&other.content);
        self.unreadable.append(other.unreadable);
        self.symlinks += other.symlinks;
        self.special += other.special;
    }

    /// Files that were read, or could not be.
    pub(crate) fn files(&self) -> u64 {
        self.total().files + self.unreadable.count
    }

    pub(crate) fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in self.by_extension.values() {
            total.add(*counts);
        }
        total
    }
}

#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) files: u64,
    pub(crate) lines: u64,
    pub(crate) bytes: u64,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.files += other.files;
        self.lines += other.lines;
        self.bytes += other.bytes;
    }
}

/// One hash for many files that end in any order: the sum of theirs. Sorting would need all of them
/// in memory, and under xor two equal files would cancel out. It tells trees apart by accident, not
/// against somebody who builds files to collide.
#[derive(Default)]
pub(crate) struct ContentHash([u64; 4]);

impl ContentHash {
    fn add(&mut self, hash: Hash) {
        let (words, _) = hash.as_bytes().as_chunks::<8>();
        for (sum, word) in self.0.iter_mut().zip(words) {
            *sum = sum.wrapping_add(u64::from_le_bytes(*word));
        }
    }

    fn merge(&mut self, other: &ContentHash) {
        for (sum, word) in self.0.iter_mut().zip(other.0) {
            *sum = sum.wrapping_add(word);
        }
    }

    pub(crate) fn hash(&self) -> Hash {
        blake3::hash(self.0.map(u64::to_le_bytes).as_flattened())
    }
}

/// The first few of many, and how many there were.
pub(crate) struct Capped<T> {
    pub(crate) named: Vec<T>,
    pub(crate) count: u64,
}

impl<T> Capped<T> {
    pub(crate) fn push(&mut self, item: T) {
        self.count += 1;
        if self.named.len() < NAMED {
            self.named.push(item);
        }
    }

    fn append(&mut self, other: Capped<T>) {
        self.count += other.count;
        let room = NAMED - self.named.len();
        self.named.extend(other.named.into_iter().take(room));
    }
}

impl<T> Default for Capped<T> {
    fn default() -> Self {
        Capped { named: Vec::new(), count: 0 }
    }
}
