//! Help for tests of code that can be cancelled.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::Poll;

use crate::__private::Site as StaticSite;
use crate::cancel::context::{self, Interrupt, Node};
use crate::{Cause, Site};

/// One run of a [`cancel_sweep`].
#[derive(Debug)]
pub struct Run<T> {
    /// The checkpoint at which the run was interrupted, from 1. For the last two runs, which were
    /// not, one more than the future passes.
    pub checkpoint: u32,
    /// The await at that checkpoint; none for [`checkpoint()`](crate::checkpoint()) and for a run
    /// that was not interrupted.
    pub site: Option<Site>,
    /// How it ended.
    pub outcome: Outcome<T>,
}

/// How a run of a [`cancel_sweep`] ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It was cancelled at the checkpoint, and returned this.
    Cancelled(T),
    /// It was dropped at the checkpoint.
    Dropped,
    /// It was left alone and returned this.
    Completed(T),
}

/// Runs a future again and again: cancels it at its first checkpoint, then at its second, and so
/// on until it completes; and does the same once more, dropping it there instead. After each run
/// it calls `check`, which is to assert what must hold whatever happened. Returns how many
/// checkpoints a run that is left alone passes.
///
/// A checkpoint is an await of a `#[cancellable]` function (counted before its first poll and
/// after each poll that stayed pending) or a call of [`checkpoint()`](crate::checkpoint()). Those
/// in a shield are not counted. The future `make` gives must be the same each time, and end by
/// itself; one with a `select!` that is not `biased` passes its checkpoints in varying order. With
/// `#[tokio::test(start_paused = true)]` no time is lost in it.
///
/// # Cancel safety
///
/// Cancel safe; the run under way is dropped.
///
/// # Example
///
/// ```
/// use std::cell::Cell;
/// use asyncward::testing::{Outcome, cancel_sweep};
/// use asyncward::{Cancelled, cancellable};
///
/// #[cancellable]
/// async fn transfer(from: &Cell<i32>, to: &Cell<i32>) -> Result<(), Cancelled> {
///     tokio::task::yield_now().await;
///     from.set(from.get() - 10);
///     to.set(to.get() + 10); // an await between the two would be found
///     tokio::task::yield_now().await;
///     Ok(())
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let (from, to) = (Cell::new(0), Cell::new(0));
/// let passed = cancel_sweep(
///     || transfer(&from, &to),
///     |run| assert_eq!(from.get() + to.get(), 0, "money lost: {run:?}"),
/// )
/// .await;
/// assert_eq!(passed, 4);
/// # }
/// ```
pub async fn cancel_sweep<F, M, C>(mut make: M, mut check: C) -> u32
where
    F: Future,
    M: FnMut() -> F,
    C: FnMut(Run<F::Output>),
{
    let mut passed = 0;
    for how in [How::Cancel, How::Drop] {
        for checkpoint in 1.. {
            let run = run_to(make(), checkpoint, how).await;
            let completed = matches!(run.outcome, Outcome::Completed(_));
            check(run);
            if completed {
                passed = checkpoint - 1;
                break;
            }
        }
    }
    passed
}

async fn run_to<F: Future>(future: F, checkpoint: u32, how: How) -> Run<F::Output> {
    let sweep = SweepState {
        left: AtomicU32::new(checkpoint),
        how,
        hit: AtomicBool::new(false),
        site: OnceLock::new(),
    };
    let mut future = pin!(future);
    let mut node = Some(Arc::new(Node::sweep(context::current(), sweep)));
    let output = poll_fn(|cx| {
        if let Some(node) = &node {
            node.signal.register(cx.waker());
        }
        let polled = poll_in(&mut node, future.as_mut(), cx);
        match node.as_ref().and_then(|node| node.sweep_state()) {
            Some(SweepState { how: How::Drop, hit, .. }) if hit.load(Ordering::Relaxed) => {
                Poll::Ready(None)
            }
            _ => polled.map(Some),
        }
    })
    .await;
    let sweep = node.as_ref().and_then(|node| node.sweep_state());
    let hit = sweep.is_some_and(|sweep| sweep.hit.load(Ordering::Relaxed));
    Run {
        checkpoint,
        site: sweep.and_then(|sweep| *sweep.site.get()?).map(Site::of_await),
        outcome: match output {
            Some(output) if hit => Outcome::Cancelled(output),
            Some(output) => Outcome::Completed(output),
            None => Outcome::Dropped,
        },
    }
}

fn poll_in<F: Future>(
    node: &mut Option<Arc<Node>>,
    future: Pin<&mut F>,
    cx: &mut std::task::Context<'_>,
) -> Poll<F::Output> {
    let _entered = context::enter(node, context::stillborn());
    future.poll(cx)
}

#[derive(Clone, Copy)]
enum How {
    Cancel,
    Drop,
}

/// The counter a sweep's node carries.
pub(crate) struct SweepState {
    left: AtomicU32,
    how: How,
    hit: AtomicBool,
    site: OnceLock<Option<&'static StaticSite>>,
}

impl SweepState {
    /// Counts a checkpoint, and says what to do if it is the one.
    pub(crate) fn visit(&self, site: Option<&'static StaticSite>) -> Option<Interrupt> {
        let left = self.left.load(Ordering::Relaxed);
        if self.hit.load(Ordering::Relaxed) {
            return match self.how {
                How::Cancel => None,
                How::Drop => Some(Interrupt::Abandon),
            };
        }
        self.left.store(left - 1, Ordering::Relaxed);
        if left > 1 {
            return None;
        }
        self.hit.store(true, Ordering::Relaxed);
        self.site.get_or_init(|| site);
        Some(match self.how {
            How::Cancel => Interrupt::Cancelled(Cause::Requested),
            How::Drop => Interrupt::Abandon,
        })
    }
}
