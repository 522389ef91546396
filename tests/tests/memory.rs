//! Memory of roots, awaits and scopes (c12, d07, s07), counted by an allocator of the test's own. Its counters
//! are of the whole process, so what is counted runs under a lock.
#![allow(unsafe_code, reason = "a global allocator cannot be written without")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::future::{Future, pending, ready};
use std::pin::pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;

use asyncward::{
    CancellationToken, Cancelled, Cause, OnFailure, Scope, ScopeError, cancellable, shield,
    with_timeout, with_token,
};

static LIVE_BYTES: AtomicIsize = AtomicIsize::new(0);
static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: passes everything on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        LIVE_BYTES.fetch_add(layout.size() as isize, Ordering::Relaxed);
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE_BYTES.fetch_sub(layout.size() as isize, Ordering::Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// One test at a time. The harness itself allocates a little when a test begins or ends, hence the
/// margins below, far from anything that grows with a million.
static ALONE: Mutex<()> = Mutex::new(());
const MARGIN: isize = 64 * 1024;
const MILLION: usize = 1_000_000;

#[cancellable]
async fn parked() -> Result<(), Cancelled> {
    pending().await
}

#[test]
fn c12_a_million_roots_under_one_token_keep_memory_flat() {
    let _alone = ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let token = CancellationToken::new();
    let mut cx = Context::from_waker(Waker::noop());
    let mut high = 0;
    let mut before = 0;
    for round in 0..MILLION {
        let mut run = pin!(with_token(token.clone(), parked()));
        assert!(run.as_mut().poll(&mut cx).is_pending());
        if round == 1_000 {
            before = LIVE_BYTES.load(Ordering::Relaxed);
        }
        high = high.max(LIVE_BYTES.load(Ordering::Relaxed));
    }
    let after = LIVE_BYTES.load(Ordering::Relaxed);
    assert!((after - before).abs() < MARGIN, "before {before}, after {after}");
    assert!(high - before < MARGIN, "before {before}, high water {high}");
}

/// A fn remembers the shields it holds, and forgets those that have ended.
#[test]
fn shields_in_a_loop_keep_memory_flat() {
    #[cancellable]
    async fn commits(rounds: usize) -> Result<(), Cancelled> {
        for _ in 0..rounds {
            shield(tokio::task::yield_now()).await;
        }
        Ok(())
    }

    let _alone = ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let mut cx = Context::from_waker(Waker::noop());
    let mut run = pin!(with_token(CancellationToken::new(), commits(100_000)));
    let mut before = None;
    let mut high = 0;
    while run.as_mut().poll(&mut cx).is_pending() {
        let now = LIVE_BYTES.load(Ordering::Relaxed);
        before.get_or_insert(now);
        high = high.max(now);
    }
    let before = before.unwrap();
    assert!(high - before < MARGIN, "before {before}, high water {high}");
}

#[test]
fn d07_a_million_awaits_under_one_deadline_make_one_timer() {
    const LIMIT: Duration = Duration::from_secs(60);

    #[cancellable]
    async fn awaits() -> Result<(), Cancelled> {
        for _ in 0..MILLION {
            ready(()).await;
        }
        tokio::task::yield_now().await;
        for _ in 0..MILLION {
            ready(()).await;
        }
        parked().await
    }

    let _alone = ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    let mut cx = Context::from_waker(Waker::noop());
    let mut run = Box::pin(with_timeout(LIMIT, awaits()));
    {
        let _runtime = runtime.enter();
        assert!(run.as_mut().poll(&mut cx).is_pending());
    }
    // Outside the runtime nobody can make a timer: tokio would panic.
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    assert!(run.as_mut().poll(&mut cx).is_pending());
    let allocated = ALLOCATIONS.load(Ordering::Relaxed) - before;
    assert!(allocated < 100, "{allocated} allocations in a million awaits");
    // And the one there is has not been lost: an idle runtime advances to it.
    let stopped = runtime.block_on(run).unwrap_err();
    assert_eq!(stopped.cause(), Cause::Deadline { limit: LIMIT });
}

#[test]
fn s07_a_million_finished_children_keep_memory_flat() {
    let _alone = ALONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    let current = tokio::runtime::Builder::new_current_thread().build().unwrap();
    current.block_on(a_million_children());
    let multi = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    multi.block_on(multi.spawn(a_million_children())).unwrap();
}

async fn a_million_children() {
    let run = Scope::builder().limit(64).timeout(None).on_failure(OnFailure::WaitAll).run(
        async |scope| {
            let (mut before, mut high) = (0, 0);
            for n in 0..MILLION {
                let child = async move {
                    if n % 2 == 0 {
                        tokio::task::yield_now().await
                    }
                };
                scope.spawn(child).await.unwrap();
                let now = LIVE_BYTES.load(Ordering::Relaxed);
                if n == 10_000 {
                    before = now;
                }
                high = high.max(now);
            }
            assert!(high - before < MARGIN, "before {before}, high water {high}");
            Ok::<_, ScopeError>(())
        },
    );
    run.await.unwrap();
}
