//! What becomes of a child's outcome: who gets it, and that its scope waits for its destructor, whatever is held,
//! aborted or panics meanwhile (s02, s06, e03, e07, e08).
#![forbid(unsafe_code)]

use std::fmt;
use std::future::{Future, pending};
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use asyncward::{OnFailure, Outcome, Scope, ScopeError, Task};
use asyncward_tests::everywhere;
use asyncward_tests::scope::{Broken, scope_error, scope_with};
use futures::FutureExt;
use tokio::task::yield_now;

const POLICIES: [OnFailure; 3] =
    [OnFailure::CancelSiblings, OnFailure::WaitAll, OnFailure::Supervise];

fn raise(what: &'static str) {
    resume_unwind(Box::new(what));
}

async fn aborted(scope: &Scope) -> Task<()> {
    let task = scope.spawn(pending::<()>()).await.unwrap();
    task.abort();
    while !task.is_finished() {
        yield_now().await;
    }
    task
}

/// A destructor that takes its time.
struct Slow(Arc<AtomicBool>);

impl Drop for Slow {
    fn drop(&mut self) {
        thread::sleep(Duration::from_millis(20));
        self.0.store(true, Ordering::SeqCst);
    }
}

/// The `Task` of a child that left nothing stands for no outcome.
#[test]
fn s02_an_aborted_child_whose_task_is_held_hides_no_destructor() {
    everywhere(|| async {
        let gone = Arc::new(AtomicBool::new(false));
        let in_child = Arc::clone(&gone);
        let kept = scope_with(OnFailure::WaitAll)
            .run(async |scope| {
                let kept = aborted(&scope).await;
                let slow = Slow(in_child);
                scope
                    .spawn(async {
                        yield_now().await;
                        Some(slow)
                    })
                    .await?;
                anyhow::Ok(kept)
            })
            .await
            .unwrap();
        assert!(gone.load(Ordering::SeqCst));
        assert!(kept.await.unwrap_err().is_cancelled());
    });
}

#[test]
fn e03_nor_an_error_or_a_panic() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    for round in 0..500 {
        let mut kept = None;
        // Not in a task: the thread that waits is none of the workers.
        let ended = runtime.block_on(
            AssertUnwindSafe(scope_with(OnFailure::WaitAll).run(async |scope| {
                kept = Some(aborted(&scope).await);
                let child = async move {
                    yield_now().await;
                    if round % 2 == 0 {
                        raise("boom");
                    }
                    Err::<(), _>(Broken("outcome"))
                };
                scope.spawn(child).await.map(drop).unwrap();
                Ok::<(), ScopeError>(())
            }))
            .catch_unwind(),
        );
        match ended {
            Err(payload) => assert_eq!(payload.downcast_ref(), Some(&"boom")),
            Ok(ended) => {
                let failures = ended.unwrap_err().into_failures();
                assert!(failures[0].error().unwrap().is::<Broken>(), "{failures:?}");
            }
        }
    }
}

/// An error takes the place of what the body returns, so that goes first, with the `Task`s in it.
#[test]
fn e07_a_panic_whose_task_is_in_the_bodys_value_is_raised() {
    everywhere(|| async {
        for policy in POLICIES {
            let run = scope_with(policy).run(async |scope| {
                let task = scope.spawn(async { raise("boom") }).await?;
                while !task.is_finished() {
                    yield_now().await;
                }
                anyhow::Ok(task)
            });
            let payload = AssertUnwindSafe(run).catch_unwind().await.map(drop).unwrap_err();
            assert_eq!(payload.downcast_ref(), Some(&"boom"), "{policy:?}");
        }
        let run = scope_with(OnFailure::WaitAll).run(async |scope| {
            anyhow::Ok(scope.spawn(async { Err::<(), _>(Broken("outcome")) }).await?)
        });
        let error = scope_error(run.await.map(drop).unwrap_err());
        assert!(error.failures()[0].error().unwrap().is::<Broken>());
    });
}

/// An ended child has its outcome ready, also where that is a `JoinError`.
#[test]
fn a_finished_task_is_ready() {
    everywhere(|| async {
        let ended = scope_with(OnFailure::Supervise)
            .run(async |scope| {
                let panicked = scope.spawn(async { raise("boom") }).await?;
                let aborted = aborted(&scope).await;
                while !panicked.is_finished() {
                    yield_now().await;
                }
                let error = panicked.now_or_never().unwrap().unwrap_err();
                assert_eq!(error.into_panic().downcast_ref(), Some(&"boom"));
                assert!(aborted.now_or_never().unwrap().unwrap_err().is_cancelled());
                anyhow::Ok(())
            })
            .await;
        ended.unwrap();
    });
}

/// Panics in its destructor, unless that runs because of another panic.
struct Bomb(&'static str);

impl Drop for Bomb {
    fn drop(&mut self) {
        if !thread::panicking() {
            raise(self.0);
        }
    }
}

impl Outcome for Bomb {}

struct Bombs(Option<Bomb>, #[expect(dead_code, reason = "for its destructor")] Bomb);

impl Future for Bombs {
    type Output = Bomb;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Bomb> {
        Poll::Ready(self.0.take().unwrap())
    }
}

#[test]
fn e08_a_child_both_of_whose_parts_panic_when_dropped_is_contained() {
    everywhere(|| async {
        let run = scope_with(OnFailure::WaitAll).run(async |scope| {
            scope.spawn(Bombs(Some(Bomb("value")), Bomb("future"))).await?;
            anyhow::Ok(())
        });
        let payload = AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"future"));
    });
}

#[test]
fn e08_blocking_work_that_was_never_begun_may_panic_when_dropped() {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).max_blocking_threads(1).enable_time().build().unwrap();
    let (release, blocked) = mpsc::channel::<()>();
    runtime
        .block_on(scope_with(OnFailure::WaitAll).run(async |scope| {
            scope
                .spawn_blocking(move || {
                    let _ = blocked.recv();
                })
                .await?;
            let bomb = Bomb("work");
            let begun = move || {
                let _bomb = bomb;
                unreachable!("the scope is cancelled before");
            };
            let never_begun: Task<()> = scope.spawn_blocking(begun).await?;
            drop(never_begun);
            scope.cancel();
            drop(release);
            anyhow::Ok(())
        }))
        .unwrap();
}

/// What the body makes of a child's error that it awaited is what is returned, whatever its words are.
#[test]
fn e01_an_error_of_the_body_made_of_one_that_it_awaited_is_returned() {
    everywhere(|| async {
        for policy in [OnFailure::CancelSiblings, OnFailure::WaitAll] {
            let run = scope_with(policy).run(async |scope| {
                let task = scope.spawn(async { Err::<(), _>(Broken("disk")) }).await?;
                task.await?.map_err(|error| anyhow::Error::new(error).context("no page"))
            });
            let error = run.await.unwrap_err();
            assert_eq!(format!("{error:#}"), "no page: broken: disk");
        }
    });
}

/// As a child's would be.
#[test]
fn e08_a_panic_in_the_bodys_destructor_is_raised() {
    everywhere(|| async {
        let run = scope_with(OnFailure::WaitAll).run(|_| {
            let bomb = Bomb("body");
            std::future::poll_fn(move |_| {
                let _held = &bomb;
                Poll::Ready(anyhow::Ok(()))
            })
        });
        let payload = AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"body"));
    });
}

/// Its scope has begun inside the other, and is over.
#[test]
fn s06_a_body_that_panics_before_it_is_a_future_does_not_keep_the_scope_around() {
    everywhere(|| async {
        let run = scope_with(OnFailure::WaitAll).run(async |_| {
            let inner = scope_with(OnFailure::WaitAll).run(|_| {
                raise("early");
                std::future::ready(anyhow::Ok(()))
            });
            inner.await
        });
        let payload = AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"early"));
    });
}

/// What panics while the scope looks at the outcome is a panic of the child.
#[test]
fn e07_an_error_whose_text_panics_is_a_panic() {
    #[derive(Debug)]
    struct Silent;

    impl fmt::Display for Silent {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            raise("no text");
            Ok(())
        }
    }

    impl std::error::Error for Silent {}

    everywhere(|| async {
        for blocking in [false, true] {
            let run = scope_with(OnFailure::WaitAll).run(async |scope| {
                if blocking {
                    scope.spawn_blocking(|| Err::<(), _>(Silent)).await?;
                } else {
                    scope.spawn(async { Err::<(), _>(Silent) }).await?;
                }
                anyhow::Ok(())
            });
            let payload = AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
            assert_eq!(payload.downcast_ref(), Some(&"no text"));
        }
    });
}
