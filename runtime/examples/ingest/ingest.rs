//! The job: walks, and reads at most so many files at a time, each in a child of the scope. Their
//! results go through a channel to a writer.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use asyncward::channel::{self, MemoryStore, Published, Publisher, Receiver, Stats};
use asyncward::{
    CancellationToken, Cancelled, bounded_spawn, cancellable, explicit_backpressure, shield,
};

use crate::args::{Args, Overflow};
use crate::cache::{Cache, HardLinks, digest};
use crate::error::Error;
use crate::progress::Progress;
use crate::tally::{Capped, Tally};
use crate::walk::{Found, Walk};

/// How long a rejected result waits for room.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many results wait outside the channel at most.
const SPILLED: usize = 100_000;

pub(crate) struct Outcome {
    pub(crate) tally: Tally,
    /// Files whose results the channel gave up.
    pub(crate) lost: u64,
    /// The account of the channel.
    pub(crate) channel: Stats,
    pub(crate) stopped: Option<Stopped>,
}

impl From<Cancelled> for Outcome {
    /// A run that was stopped before it began.
    fn from(by: Cancelled) -> Self {
        let stopped = Stopped { by, under_way: Capped::default() };
        Outcome {
            tally: Tally::default(),
            lost: 0,
            channel: Stats::default(),
            stopped: Some(stopped),
        }
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
    let (results, receiver) = open(args);
    // Without the shield a Ctrl-C would end the writer before the results that wait are written.
    let (read, _, channel) = tokio::join!(
        read_all(args, progress, &seen, results),
        progress.count(&args.dir),
        shield(write(receiver, &seen)),
    );
    let Files { tally, lost, under_way } = std::mem::take(&mut *seen.files());
    let by = match read {
        // The children may hear of a Ctrl-C first: if they were the last, the loop has then ended by
        // itself.
        Ok(()) => under_way.named.first().map(|(_, cancelled)| *cancelled),
        Err(Error::Cancelled(cancelled)) => Some(cancelled),
        Err(error) => return Err(error),
    };
    let stopped = by.map(|by| Stopped { by, under_way });
    Ok(Outcome { tally, lost, channel, stopped })
}

fn open(args: &Args) -> (Publisher<Tally>, Receiver<Tally>) {
    let channel = channel::bounded(args.buffer.into());
    match args.overflow {
        Overflow::Merge => channel.merge(Tally::merge),
        Overflow::Spill => channel.spill(MemoryStore::new(SPILLED)),
        Overflow::Reject => channel.reject(),
        Overflow::DropIncoming => channel.drop_incoming(),
        Overflow::EvictOldest => channel.evict_oldest(),
        Overflow::EvictNewest => channel.evict_newest(),
        Overflow::KeepLatest => channel.keep_latest(),
    }
}

/// Adds up what the files' tasks publish, until the last of them has ended.
async fn write(mut results: Receiver<Tally>, seen: &Seen) -> Stats {
    while let Some(tally) = results.recv().await {
        seen.files().tally.merge(tally);
    }
    results.stats()
}

/// Ends when the last file has been read, or has been stopped and is known as under way.
#[bounded_spawn(limit = args.jobs.into(), timeout = none, on_failure = cancel_siblings)]
#[cancellable]
async fn read_all(
    args: &Args,
    progress: &Progress,
    seen: &Seen,
    results: Publisher<Tally>,
) -> Result<(), Error> {
    let cache: Arc<dyn Cache> = Arc::new(HardLinks::default());
    let mut walk = Walk::start(&args.dir).await?;
    while let Some(found) = walk.next().await? {
        match found {
            Found::File(path) => {
                let read =
                    read(path, Arc::clone(&cache), progress.clone(), seen.clone(), results.clone());
                tokio::spawn(read);
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
#[explicit_backpressure]
async fn read(
    path: PathBuf,
    cache: Arc<dyn Cache>,
    progress: Progress,
    seen: Seen,
    results: Publisher<Tally>,
) {
    let mut tally = Tally::default();
    match digest(&*cache, &path, &progress).await {
        Ok(digest) => tally.add(&path, &digest),
        Err(Error::Io(error)) => tally.unreadable.push((path, error)),
        Err(Error::Scope(error)) => tally.unreadable.push((path, io::Error::other(error))),
        Err(Error::Cancelled(cancelled)) => {
            seen.files().under_way.push((path, cancelled));
            return;
        }
    }
    let lost: u64 = match results.publish(tally) {
        Published::Rejected(tally) => match results.publish_within(tally, PATIENCE).await {
            Ok(()) => 0,
            Err(unpublished) => unpublished.into_item().files(),
        },
        published => published.into_lost().map(|tally| tally.files()).sum(),
    };
    if lost > 0 {
        seen.files().lost += lost;
    }
    progress.file_done();
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
    lost: u64,
    under_way: Capped<(PathBuf, Cancelled)>,
}
