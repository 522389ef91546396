//! Shared helpers of the behaviour suites.
#![forbid(unsafe_code)]

pub mod scope;

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use asyncward::{CancellationToken, Cancelled, Cause, cancellable};
use tokio::runtime::Builder;

/// Turns a hang into a failure. Under paused time it costs nothing: an idle runtime advances to it.
const HANG: Duration = Duration::from_secs(3600);
/// The same where time is real; reached only by a test that fails.
const REAL_HANG: Duration = Duration::from_secs(30);

/// Runs a test body on a current_thread runtime with paused time.
pub fn paused(body: impl Future<Output = ()>) {
    let runtime = Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async { tokio::time::timeout(HANG, body).await.expect("hangs") });
}

/// Runs a test body on both runtimes: as [`paused`] does, and as a task on a worker of a
/// multi_thread runtime. Time cannot be paused there, so bodies that need it use `paused` alone.
pub fn on_both<F>(body: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    paused(body());
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let body = body();
    let task = runtime.spawn(async { tokio::time::timeout(REAL_HANG, body).await });
    match runtime.block_on(task) {
        Ok(ended) => ended.expect("hangs"),
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Runs a test body on both runtimes and in a `LocalSet`.
pub fn everywhere<F>(body: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    on_both(&body);
    let set = tokio::task::LocalSet::new();
    paused(set.run_until(body()));
}

/// Cancels or sends from another thread. Not `std::thread`, so that paused time waits for it.
pub async fn elsewhere(work: impl FnOnce() + Send + 'static) {
    tokio::task::spawn_blocking(work).await.unwrap();
}

/// A token that was cancelled before.
#[must_use]
pub fn cancelled_token() -> CancellationToken {
    let token = CancellationToken::new();
    token.cancel();
    token
}

/// Asserts the whole of an error: why, and which await in which function on which line.
#[track_caller]
pub fn assert_stopped(
    stopped: Cancelled,
    cause: Cause,
    (function, expression, file, line): (&str, &str, &str, u32),
) {
    let site = stopped.site();
    assert_eq!(stopped.cause(), cause, "{stopped}");
    assert_eq!(site.function(), Some(function), "{stopped}");
    assert_eq!(site.expression(), Some(expression), "{stopped}");
    assert_eq!((site.file(), site.line()), (file, line), "{stopped}");
}

/// What happened, in order.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Vec<&'static str>>>);

impl Log {
    /// Adds an entry.
    pub fn push(&self, entry: &'static str) {
        self.0.lock().unwrap().push(entry);
    }

    /// Adds an entry when the guard is dropped.
    #[must_use]
    pub fn on_drop(&self, entry: &'static str) -> OnDrop {
        OnDrop { log: self.clone(), entry }
    }

    /// All entries so far.
    #[must_use]
    pub fn entries(&self) -> Vec<&'static str> {
        self.0.lock().unwrap().clone()
    }
}

/// See [`Log::on_drop`].
#[derive(Debug)]
pub struct OnDrop {
    log: Log,
    entry: &'static str,
}

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.log.push(self.entry);
    }
}

/// Counts the polls and drops of its [`Probe`]s.
#[derive(Clone, Debug, Default)]
pub struct Counts(Arc<[AtomicU32; 2]>);

impl Counts {
    /// A future that never ends, and is counted.
    #[must_use]
    pub fn probe(&self) -> Probe {
        Probe(self.clone())
    }

    /// How often probes were polled.
    #[must_use]
    pub fn polls(&self) -> u32 {
        self.0[0].load(Ordering::SeqCst)
    }

    /// How many probes were dropped.
    #[must_use]
    pub fn drops(&self) -> u32 {
        self.0[1].load(Ordering::SeqCst)
    }
}

/// See [`Counts::probe`].
#[derive(Debug)]
pub struct Probe(Counts);

impl Future for Probe {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        self.0.0[0].fetch_add(1, Ordering::SeqCst);
        Poll::Pending
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.0.0[1].fetch_add(1, Ordering::SeqCst);
    }
}

/// Waits for a probe, and is stopped there: at [`WAIT_FOR`].
///
/// # Errors
/// When it is.
#[cancellable]
pub async fn wait_for(probe: Probe) -> Result<(), Cancelled> {
    probe.await;
    Ok(())
}

/// For [`assert_stopped`].
pub const WAIT_FOR: (&str, &str, &str, u32) = ("wait_for", "probe", file!(), line!() - 5);
