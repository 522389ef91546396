//! The job: walks, reads at most so many files at a time, and when stopped collects those under way.

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;

use asyncward::{CancellationToken, Cancelled, cancellable, shield, with_token};
use tokio::task::{JoinError, JoinSet};

use crate::args::Args;
use crate::cache::{Cache, HardLinks, digest};
use crate::digest::Digest;
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
    let mut files = Files {
        jobs: args.jobs.into(),
        token,
        progress,
        cache: Arc::new(HardLinks::default()),
        tasks: JoinSet::new(),
        tally: Tally::default(),
        under_way: Capped::default(),
    };
    // A count that fails leaves the bar without its length, nothing else.
    let (read, _) = tokio::join!(files.read_all(args), progress.count(&args.dir));
    let by = match read {
        // The tasks may hear of a Ctrl-C first: if they were the last, the loop has then ended by
        // itself.
        Ok(()) => files.under_way.named.first().map(|(_, cancelled)| *cancelled),
        Err(Error::Cancelled(cancelled)) => {
            // After a timeout the tasks do not know yet.
            token.cancel();
            shield(files.collect()).await?;
            Some(cancelled)
        }
        Err(error) => return Err(error),
    };
    let stopped = by.map(|by| Stopped { by, under_way: files.under_way });
    Ok(Outcome { tally: files.tally, stopped })
}

/// The files being read, and what is known of those that were.
struct Files<'a> {
    jobs: usize,
    token: &'a CancellationToken,
    progress: &'a Progress,
    cache: Arc<dyn Cache>,
    tasks: JoinSet<(PathBuf, Result<Digest, Error>)>,
    tally: Tally,
    under_way: Capped<(PathBuf, Cancelled)>,
}

impl Files<'_> {
    #[cancellable]
    async fn read_all(&mut self, args: &Args) -> Result<(), Error> {
        let mut walk = Walk::start(&args.dir).await?;
        while let Some(found) = walk.next().await? {
            match found {
                Found::File(path) => {
                    if self.tasks.len() >= self.jobs
                        && let Some(done) = self.tasks.join_next().await
                    {
                        self.record(done);
                    }
                    self.start(path);
                }
                Found::Symlink => self.tally.symlinks += 1,
                Found::Special => self.tally.special += 1,
                Found::Unreadable(path, error) => self.tally.unreadable.push((path, error)),
            }
        }
        Ok(self.collect().await?)
    }

    /// Waits for the files under way.
    #[cancellable]
    async fn collect(&mut self) -> Result<(), Cancelled> {
        while let Some(done) = self.tasks.join_next().await {
            self.record(done);
        }
        Ok(())
    }

    fn start(&mut self, path: PathBuf) {
        let (token, progress) = (self.token.clone(), self.progress.clone());
        let cache = Arc::clone(&self.cache);
        self.tasks.spawn(async move {
            let result = with_token(token, digest(&*cache, &path, &progress)).await;
            (path, result)
        });
    }

    fn record(&mut self, done: Result<(PathBuf, Result<Digest, Error>), JoinError>) {
        // Nobody aborts a task, so it has panicked.
        let (path, result) = done.unwrap_or_else(|error| resume_unwind(error.into_panic()));
        match result {
            Ok(digest) => self.tally.add(&path, &digest),
            Err(Error::Io(error)) => self.tally.unreadable.push((path, error)),
            Err(Error::Cancelled(cancelled)) => {
                self.under_way.push((path, cancelled));
                return;
            }
        }
        self.progress.file_done();
    }
}
