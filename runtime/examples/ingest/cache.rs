//! A file that hard links show under several names is read once.

use std::collections::HashMap;
use std::fs::Metadata;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use asyncward::{cancellable, value_future};
use tokio::fs;
use tokio::sync::OnceCell;

use crate::digest::{self, Digest};
use crate::error::Error;
use crate::progress::Progress;

/// The device and the number of the file on it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Id(u64, u64);

impl Id {
    /// Of a file that has more than one name. Others are not kept, so that the memory does not grow
    /// with them.
    #[cfg(unix)]
    fn of_linked(file: &Metadata) -> Option<Id> {
        use std::os::unix::fs::MetadataExt;
        (file.nlink() > 1).then(|| Id(file.dev(), file.ino()))
    }

    #[cfg(not(unix))]
    fn of_linked(_: &Metadata) -> Option<Id> {
        None
    }
}

pub(crate) trait Cache: Send + Sync {
    /// At once if the file was read before; else it is read, or whoever reads it is waited for.
    #[value_future]
    async fn digest(&self, file: Id, path: &Path, progress: &Progress) -> Result<Digest, Error>;
}

#[derive(Default)]
pub(crate) struct HardLinks(Mutex<HashMap<Id, Arc<OnceCell<Digest>>>>);

impl Cache for HardLinks {
    #[value_future]
    #[cancellable]
    async fn digest(&self, file: Id, path: &Path, progress: &Progress) -> Result<Digest, Error> {
        let cell = {
            let mut files = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(files.entry(file).or_default())
        };
        if let Some(digest) = cell.get() {
            return Ok(*digest);
        }
        // If the one who reads is stopped or fails, the next one reads.
        cell.get_or_try_init(|| digest::digest(path, progress)).await.copied()
    }
}

#[cancellable]
pub(crate) async fn digest(
    cache: &dyn Cache,
    path: &Path,
    progress: &Progress,
) -> Result<Digest, Error> {
    match Id::of_linked(&fs::metadata(path).await?) {
        Some(file) => cache.digest(file, path, progress).await,
        None => digest::digest(path, progress).await,
    }
}
