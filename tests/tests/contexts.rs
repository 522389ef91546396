//! Contexts beside, below and after one another, on several threads and runtimes (c10, c11, c18 to
//! c21).

use std::future::{Future, pending, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;

use asyncward::{
    CancellationToken, Cancelled, Cause, cancellable, checkpoint, deadline, is_cancelled,
    with_timeout, with_token,
};
use asyncward_tests::{Log, assert_stopped, elsewhere, on_both, paused};
use futures::future::BoxFuture;
use futures::poll;
use tokio::task::LocalSet;

type Stopped = Result<(), Cancelled>;

#[cancellable]
async fn parked() -> Stopped {
    pending().await
}
const PARKED: (&str, &str, &str, u32) = ("parked", "pending()", file!(), line!() - 2);

#[test]
fn c10_loop_of_ready_awaits_sees_a_cancel_within_64_checkpoints() {
    #[cancellable]
    async fn busy(token: CancellationToken, passed: &AtomicU32) -> Stopped {
        loop {
            ready(()).await;
            if passed.fetch_add(1, Ordering::SeqCst) == 10_000 {
                // Joined, so that from here on the cancel has certainly happened.
                let token = token.clone();
                #[asyncward::allow(blocking, reason = "it only cancels")]
                std::thread::spawn(move || token.cancel()).join().unwrap();
            }
        }
    }

    async fn by_hand(passed: &AtomicU32) -> Stopped {
        loop {
            checkpoint().await?;
            passed.fetch_add(1, Ordering::SeqCst);
        }
    }

    on_both(|| async {
        let passed = AtomicU32::new(0);
        assert!(busy(CancellationToken::new(), &passed).await.is_err());
        assert!(passed.load(Ordering::SeqCst) <= 10_001 + 64, "{passed:?}");

        // The same with a cancel in the middle of a poll, from another thread.
        let (token, passed) = (CancellationToken::new(), Arc::new(AtomicU32::new(0)));
        let (other, seen) = (token.clone(), Arc::clone(&passed));
        let cancels = std::thread::spawn(move || {
            while seen.load(Ordering::SeqCst) < 10_000 {
                std::hint::spin_loop();
            }
            other.cancel();
            seen.load(Ordering::SeqCst)
        });
        assert!(with_token(token, by_hand(&passed)).await.is_err());
        // What was passed between the cancel and that reading is not counted against it.
        let at_most = cancels.join().unwrap() + 64;
        assert!(passed.load(Ordering::SeqCst) <= at_most, "{passed:?}, {at_most}");
    });
}

/// Far more rounds than the other task needs to be let run; without a bound a failure would hang.
const ROUNDS: u32 = 200_000;

#[test]
fn c10_loop_of_ready_awaits_lets_other_tasks_run() {
    #[cancellable]
    async fn busy() -> Stopped {
        for _ in 0..ROUNDS {
            ready(()).await;
        }
        Ok(())
    }

    #[cancellable]
    async fn busy_in_join() -> Stopped {
        for _ in 0..ROUNDS {
            tokio::join!(ready(()), ready(()));
        }
        Ok(())
    }

    #[cancellable]
    async fn busy_in_select() -> Stopped {
        for _ in 0..ROUNDS {
            tokio::select! {
                () = ready(()) => {}
                () = pending() => {}
            }
        }
        Ok(())
    }

    async fn by_hand() -> Stopped {
        for _ in 0..ROUNDS {
            checkpoint().await?;
        }
        Ok(())
    }

    /// On a current_thread runtime the other task runs only where `busy` yields, and cancels it.
    async fn is_stopped(busy: impl Future<Output = Stopped> + Send + 'static) -> bool {
        let token = CancellationToken::new();
        let other = token.clone();
        let task = tokio::spawn(with_token(token, busy));
        tokio::spawn(async move {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            other.cancel();
        });
        task.await.unwrap().is_err()
    }

    paused(async {
        assert!(is_stopped(by_hand()).await);
        assert!(is_stopped(busy()).await);
        assert!(is_stopped(busy_in_join()).await);
        assert!(is_stopped(busy_in_select()).await);
    });
}

fn nested(levels: u32, token: &CancellationToken) -> BoxFuture<'static, Stopped> {
    if levels == 0 {
        return Box::pin(parked());
    }
    // Every other level under the same token, the rest under one each.
    let own = if levels.is_multiple_of(2) { token.clone() } else { CancellationToken::new() };
    Box::pin(with_token(own, nested(levels - 1, token)))
}

#[test]
fn c11_1000_nested_roots_cancel_without_overflow() {
    on_both(|| async {
        let token = CancellationToken::new();
        let mut run = pin!(with_token(token.clone(), nested(1_000, &token)));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        assert_stopped(run.await.unwrap_err(), Cause::Requested, PARKED);
    });
}

#[test]
fn c11_1000_nested_roots_are_dropped_without_overflow() {
    on_both(|| async {
        let mut run = nested(1_000, &CancellationToken::new());
        assert!(poll!(run.as_mut()).is_pending());
        drop(run);
    });
}

/// Fewer, because in a debug build a level with a fn of its own takes 3 to 4 kB of stack.
#[test]
fn c11_250_nested_calls_with_a_root_each_cancel_without_overflow() {
    #[cancellable]
    async fn recurses(levels: u32, token: CancellationToken) -> Stopped {
        if levels == 0 {
            return parked().await;
        }
        boxed(levels - 1, token.child_token()).await
    }

    fn boxed(levels: u32, token: CancellationToken) -> BoxFuture<'static, Stopped> {
        Box::pin(recurses(levels, token))
    }

    on_both(|| async {
        let token = CancellationToken::new();
        let mut run = pin!(recurses(250, token.clone()));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        assert_stopped(run.await.unwrap_err(), Cause::Requested, PARKED);
    });
}

#[test]
fn c18_context_is_restored_after_a_panic() {
    async fn panics() {
        assert!(is_cancelled() && deadline().is_some());
        panic!("in a poll");
    }

    paused(async {
        let cancelled = CancellationToken::new();
        cancelled.cancel();
        let mut bad = pin!(with_timeout(Duration::from_secs(9), with_token(cancelled, panics())));
        let outer = CancellationToken::new();
        let mut run = pin!(with_token(outer.clone(), async {
            let mut cx = Context::from_waker(Waker::noop());
            let poll = AssertUnwindSafe(|| bad.as_mut().poll(&mut cx));
            assert!(catch_unwind(poll).is_err());
            assert!(!is_cancelled() && deadline().is_none());
            parked().await
        }));
        assert!(poll!(run.as_mut()).is_pending());
        assert!(!is_cancelled() && deadline().is_none());
        outer.cancel();
        assert_stopped(run.await.unwrap_err(), Cause::Requested, PARKED);
        assert!(!is_cancelled());
    });
}

#[test]
fn c18_context_is_restored_after_a_panic_in_an_annotated_fn() {
    #[cancellable]
    async fn panics(log: Log) -> Stopped {
        let _guard = log.on_drop("dropped");
        ready(()).await;
        panic!("after a checkpoint")
    }

    on_both(|| async {
        let (token, log) = (CancellationToken::new(), Log::default());
        let task = tokio::spawn(with_token(token.clone(), panics(log.clone())));
        assert!(task.await.unwrap_err().is_panic());
        assert_eq!(log.entries(), ["dropped"]);
        token.cancel();
        assert!(!is_cancelled());
        tokio::task::yield_now().await;
        assert_eq!(checkpoint().await, Ok(()));
    });
}

#[test]
fn c19_two_roots_polled_in_turn_see_their_own_context() {
    async fn looks() -> bool {
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        is_cancelled()
    }

    on_both(|| async {
        let (a, b) = (CancellationToken::new(), CancellationToken::new());
        let mut run_a = pin!(with_token(a.clone(), looks()));
        let mut run_b = pin!(with_token(b, looks()));
        assert!(poll!(run_a.as_mut()).is_pending());
        assert!(poll!(run_b.as_mut()).is_pending());
        a.cancel();
        assert!(!is_cancelled());
        assert!(poll!(run_a.as_mut()).is_pending());
        assert!(poll!(run_b.as_mut()).is_pending());
        assert!(!is_cancelled());
        assert!(!run_b.await);
        assert!(run_a.await);
        assert!(!is_cancelled());
    });
}

#[test]
fn c19_spawned_task_does_not_see_the_context_of_its_spawner() {
    on_both(|| async {
        let token = CancellationToken::new();
        token.cancel();
        let seen = with_token(token, async {
            let spawned = tokio::spawn(async { is_cancelled() });
            (is_cancelled(), spawned.await.unwrap())
        });
        assert_eq!(seen.await, (true, false));
    });
}

#[test]
fn c19_roots_in_join_see_their_own_cause() {
    paused(async {
        let token = CancellationToken::new();
        let limit = Duration::from_secs(1);
        let cancels = async {
            tokio::time::sleep(limit * 2).await;
            token.cancel();
        };
        let (requested, expired, ()) = tokio::join!(
            with_token(token.clone(), parked()),
            with_timeout(limit, parked()),
            cancels,
        );
        assert_stopped(requested.unwrap_err(), Cause::Requested, PARKED);
        assert_stopped(expired.unwrap_err(), Cause::Deadline { limit }, PARKED);
    });
}

#[test]
fn c20_future_moved_to_another_thread_keeps_its_context() {
    on_both(|| async {
        let token = CancellationToken::new();
        let mut run = Box::pin(with_timeout(
            Duration::from_secs(60),
            with_token(token.clone(), async {
                let before = deadline();
                let _ = poll!(pin!(parked()));
                tokio::task::yield_now().await;
                assert!(before.is_some() && deadline() == before);
                let here = std::thread::current().id();
                (here, parked().await)
            }),
        ));
        assert!(poll!(run.as_mut()).is_pending());
        let (tx, rx) = tokio::sync::oneshot::channel();
        // No runtime over there.
        let thread = std::thread::spawn(move || {
            let mut cx = Context::from_waker(Waker::noop());
            assert!(run.as_mut().poll(&mut cx).is_pending());
            tx.send(run).unwrap_or_else(|_| unreachable!());
            std::thread::current().id()
        });
        let there = thread.join().unwrap();
        let run = rx.await.unwrap_or_else(|_| unreachable!());
        let moved_back = tokio::spawn(run);
        elsewhere(move || token.cancel()).await;
        let (polled_on, result) = moved_back.await.unwrap();
        assert_eq!(polled_on, there);
        assert_stopped(result.unwrap_err(), Cause::Requested, PARKED);
    });
}

/// The context of a root is that of its first poll; what it was polled in then may end before it.
#[test]
fn c20_root_outlives_the_root_it_was_first_polled_in() {
    let limit = Duration::from_secs(2);
    paused(async move {
        let token = CancellationToken::new();
        let mut requested = Box::pin(with_token(token.clone(), parked()));
        let mut expires = Box::pin(with_timeout(limit, parked()));
        with_timeout(limit / 2, async {
            with_token(token.clone(), async {
                assert!(poll!(requested.as_mut()).is_pending());
                assert!(poll!(expires.as_mut()).is_pending());
            })
            .await;
        })
        .await;
        assert_stopped(expires.await.unwrap_err(), Cause::Deadline { limit }, PARKED);
        let task = tokio::spawn(requested);
        tokio::task::yield_now().await;
        token.cancel();
        assert_stopped(task.await.unwrap().unwrap_err(), Cause::Requested, PARKED);
    });
}

#[test]
fn c21_works_in_a_local_set() {
    paused(async {
        let local = LocalSet::new();
        local
            .run_until(async {
                let token = CancellationToken::new();
                // Not `Send`: an `Rc` is held over the await.
                let task = tokio::task::spawn_local(with_token(token.clone(), async {
                    let held = std::rc::Rc::new(1);
                    (parked().await, *held)
                }));
                tokio::task::yield_now().await;
                let limit = Duration::from_secs(1);
                let timed = tokio::task::spawn_local(with_timeout(limit, parked()));
                let expired = timed.await.unwrap().unwrap_err();
                assert_stopped(expired, Cause::Deadline { limit }, PARKED);
                elsewhere(move || token.cancel()).await;
                let (result, 1) = task.await.unwrap() else { unreachable!() };
                assert_stopped(result.unwrap_err(), Cause::Requested, PARKED);
            })
            .await;
    });
}

#[test]
fn c21_works_as_the_task_of_each_runtime() {
    // As the main future here, and as a task in `c05_task_parked_in_a_runtime_…`.
    let builders = [
        tokio::runtime::Builder::new_current_thread(),
        tokio::runtime::Builder::new_multi_thread(),
    ];
    for mut builder in builders {
        let runtime = builder.enable_all().build().unwrap();
        let token = CancellationToken::new();
        let other = token.clone();
        let thread = std::thread::spawn(move || other.cancel());
        let stopped = runtime.block_on(with_token(token, parked())).unwrap_err();
        assert_stopped(stopped, Cause::Requested, PARKED);
        thread.join().unwrap();
        let limit = Duration::from_millis(1);
        let stopped = runtime.block_on(with_timeout(limit, parked())).unwrap_err();
        assert_stopped(stopped, Cause::Deadline { limit }, PARKED);
    }
}
