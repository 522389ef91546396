//! The file as redb sees it: as it is, or with writes kept in memory.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;
use redb::backends::FileBackend;

/// The file itself. Shared, since the lock on it is held from before it is looked through.
#[derive(Debug)]
pub(super) struct Through(pub(super) Arc<FileBackend>);

impl StorageBackend for Through {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.0.read(offset, len)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self, eventual: bool) -> io::Result<()> {
        self.0.sync_data(eventual)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }
}

const BLOCK: u64 = 4096;

/// The file with all writes kept in memory.
#[derive(Debug)]
pub(super) struct Overlay {
    file: Arc<FileBackend>,
    file_length: u64,
    written: Mutex<Written>,
}

#[derive(Debug)]
struct Written {
    length: u64,
    blocks: HashMap<u64, Vec<u8>>,
}

impl Overlay {
    pub(super) fn new(file: Arc<FileBackend>, file_length: u64) -> Self {
        let written = Written { length: file_length, blocks: HashMap::new() };
        Overlay { file, file_length, written: Mutex::new(written) }
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes of the file from `offset` on, with zeroes behind its end.
    fn of_file(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let there = self.file_length.saturating_sub(offset).min(len as u64);
        let there = usize::try_from(there).unwrap_or(len);
        let mut bytes = if there > 0 { self.file.read(offset, there)? } else { Vec::new() };
        bytes.resize(len, 0);
        Ok(bytes)
    }
}

/// The pieces of `offset..offset + len` by block: its number, and where the piece is in the block
/// and in the whole.
fn pieces(offset: u64, len: usize) -> impl Iterator<Item = (u64, usize, std::ops::Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let position = offset + at as u64;
        let in_block = usize::try_from(position % BLOCK).ok()?;
        let piece = at..len.min(at + BLOCK as usize - in_block);
        at = piece.end;
        (!piece.is_empty()).then_some((position / BLOCK, in_block, piece))
    })
}

impl StorageBackend for Overlay {
    fn len(&self) -> io::Result<u64> {
        Ok(self.written().length)
    }

    fn read(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let written = self.written();
        if offset.checked_add(len as u64).is_none_or(|end| end > written.length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = self.of_file(offset, len)?;
        for (block, at, piece) in pieces(offset, len) {
            if let Some(block) = written.blocks.get(&block) {
                let length = piece.len();
                bytes[piece].copy_from_slice(&block[at..at + length]);
            }
        }
        Ok(bytes)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.written().length = len;
        Ok(())
    }

    fn sync_data(&self, _: bool) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut written = self.written();
        for (number, at, piece) in pieces(offset, data.len()) {
            let block = match written.blocks.entry(number) {
                std::collections::hash_map::Entry::Occupied(block) => block.into_mut(),
                std::collections::hash_map::Entry::Vacant(block) => {
                    block.insert(self.of_file(number * BLOCK, BLOCK as usize)?)
                }
            };
            let length = piece.len();
            block[at..at + length].copy_from_slice(&data[piece]);
        }
        Ok(())
    }
}
