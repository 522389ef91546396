//! A depth-first walk of a directory tree that gives one entry at a time and keeps little: open
//! directories, and the paths of those not yet opened.

use std::io;
use std::path::{Path, PathBuf};

use asyncward::{Cancelled, cancellable};
use tokio::fs::{self, DirEntry, ReadDir};

use crate::error::Error;

/// Each open directory takes a descriptor. Below this depth the walk finishes a directory before
/// it enters those in it, and keeps their paths instead.
const MAX_OPEN: usize = 64;

pub(crate) enum Found {
    File(PathBuf),
    Symlink,
    /// A pipe, a socket or a device: reading one may never end.
    Special,
    Unreadable(PathBuf, io::Error),
}

pub(crate) struct Walk {
    open: Vec<(PathBuf, ReadDir)>,
    waiting: Vec<PathBuf>,
}

impl Walk {
    #[cancellable]
    pub(crate) async fn start(root: &Path) -> Result<Walk, Error> {
        let dir = fs::read_dir(root).await?;
        Ok(Walk { open: vec![(root.to_owned(), dir)], waiting: Vec::new() })
    }

    /// The next entry that is not a directory, or is one that cannot be read.
    #[cancellable]
    pub(crate) async fn next(&mut self) -> Result<Option<Found>, Cancelled> {
        loop {
            if self.open.len() < MAX_OPEN
                && let Some(path) = self.waiting.pop()
            {
                match fs::read_dir(&path).await {
                    Ok(dir) => self.open.push((path, dir)),
                    Err(error) => return Ok(Some(Found::Unreadable(path, error))),
                }
            }
            let Some((path, dir)) = self.open.last_mut() else { return Ok(None) };
            match dir.next_entry().await {
                Ok(Some(entry)) => match kind(&entry).await? {
                    Some(found) => return Ok(Some(found)),
                    None => self.waiting.push(entry.path()),
                },
                Ok(None) => {
                    self.open.pop();
                }
                Err(error) => {
                    let path = std::mem::take(path);
                    self.open.pop();
                    return Ok(Some(Found::Unreadable(path, error)));
                }
            }
        }
    }
}

/// None for a directory.
#[cancellable]
async fn kind(entry: &DirEntry) -> Result<Option<Found>, Cancelled> {
    Ok(match entry.file_type().await {
        Ok(kind) if kind.is_dir() => None,
        Ok(kind) if kind.is_file() => Some(Found::File(entry.path())),
        Ok(kind) if kind.is_symlink() => Some(Found::Symlink),
        Ok(_) => Some(Found::Special),
        Err(error) => Some(Found::Unreadable(entry.path(), error)),
    })
}
