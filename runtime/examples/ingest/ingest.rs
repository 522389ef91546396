//! The job: walks, and reads at most so many files at a time, each in a child of the scope.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use asyncward::{CancellationToken, Cancelled, bounded_spawn, cancellable};

use crate::args::Args;
use crate::digest::{Digest, digest};
use crate::error::Error;
use crate::progress::Progress;
use crate::tally::{Capped, Tally};
use crate::walk::{Found, Walk};

pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    pub(crate) stopped: Option<Stopped>,
}

impl From<Cancelled> for Outcome {
    /// A run that was stopped before it began.
    fn from(by: Cancelled) -> Self {
        let stopped = Stopped { by, under_way: Capped::default() };
        Outcome { tally: Tally::default(), stopped: Some(stopped) }
    }
}

pub(crate) struct Stopped {
    /// Why, and where the loop over the tree was.
    pub(crate) by: Cancelled,
    pub(crate) under_way: Capped<(PathBuf, Cancelled)>,
}

/// Fails if the directory itself cannot be read.
#[cancellable]
pub(crate) async fn ingest(
    args: &Args,
    token: &CancellationToken,
    progress: &Progress,
) -> Result<Outcome, Error> {
    let seen = Seen::default();
    // A count that fails leaves the bar without its length, nothing else.
    let (read, _) = tokio::join!(read_all(args, progress, &seen), progress.count(&args.dir));
    let Files { tally, under_way } = std::mem::take(&mut *seen.files());
    let by = match read {
        // The children may hear of a Ctrl-C first: if they were the last, the loop has then ended by
        // itself.
        Ok(()) => under_way.named.first().map(|(_, cancelled)| *cancelled),
        Err(Error::Cancelled(cancelled)) => Some(cancelled),
        Err(error) => return Err(error),
    };
    let stopped = by.map(|by| Stopped { by, under_way });
    Ok(Outcome { tally, stopped })
}

/// Ends when the last file has been read, or has been stopped and is known as under way.
#[bounded_spawn(limit = args.jobs.into(), timeout = none, on_failure = cancel_siblings)]
#[cancellable]
async fn read_all(args: &Args, progress: &Progress, seen: &Seen) -> Result<(), Error> {
    let mut walk = Walk::start(&args.dir).await?;
    while let Some(found) = walk.next().await? {
        match found {
            Found::File(path) => {
                tokio::spawn(read(path, progress.clone(), seen.clone()));
            }
            Found::Symlink => seen.files().tally.symlinks += 1,
            Found::Special => seen.files().tally.special += 1,
            Found::Unreadable(path, error) => {
                seen.files().tally.unreadable.push((path, error));
            }
        }
    }
    Ok(())
}

/// A file that is stopped is no failure of the run: it is noted.
async fn read(path: PathBuf, progress: Progress, seen: Seen) {
    let result = digest(&path, &progress).await;
    let is_stopped = matches!(result, Err(Error::Cancelled(_)));
    seen.files().record(path, result);
    if !is_stopped {
        progress.file_done();
    }
}

/// What is known of the files so far.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Files>>);

impl Seen {
    fn files(&self) -> MutexGuard<'_, Files> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Default)]
struct Files {
    tally: Tally,
    under_way: Capped<(PathBuf, Cancelled)>,
}

impl Files {
    fn record(&mut self, path: PathBuf, result: Result<Digest, Error>) {
        match result {
            Ok(digest) => self.tally.add(&path, &digest),
            Err(Error::Io(error)) => self.tally.unreadable.push((path, error)),
            Err(Error::Cancelled(cancelled)) => self.under_way.push((path, cancelled)),
            Err(Error::Scope(error)) => {
                self.tally.unreadable.push((path, std::io::Error::other(error)));
            }
        }
    }
}
