//! Scopes where things go wrong at the worst moment.
#![allow(missing_docs)]

use std::future::{Future, pending};
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asyncward::{
    Builder, Cancelled, Cause, OnFailure, Scope, ScopeError, SpawnErrorKind, Task, cancellable,
    shield,
};
use asyncward_tests::{Log, elsewhere, everywhere, on_both, paused};
use futures::FutureExt;
use tokio::task::{LocalSet, yield_now};
use tokio::time::{Instant, sleep};

fn scope(limit: usize, on_failure: OnFailure) -> Builder<usize, Option<Duration>, OnFailure> {
    Scope::builder().limit(limit).timeout(None).on_failure(on_failure)
}

fn cancel_siblings() -> Builder<usize, Option<Duration>, OnFailure> {
    scope(64, OnFailure::CancelSiblings)
}

const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

#[cancellable]
async fn park() -> Result<(), Cancelled> {
    pending().await
}

#[derive(Debug)]
struct Broken(&'static str);

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Broken {}

/// Panics when dropped.
struct Grenade;

impl Drop for Grenade {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            panic!("in drop");
        }
    }
}

/// A child fails while the body waits for the slot that child has: the body is woken, and the
/// failure is what the scope returns.
#[test]
fn e02_a_failure_ends_a_wait_for_a_slot() {
    everywhere(|| async {
        let polled = Arc::new(AtomicBool::new(false));
        let seen = polled.clone();
        let ran: anyhow::Result<()> = scope(1, OnFailure::CancelSiblings)
            .run(async |scope| {
                scope
                    .spawn(async {
                        yield_now().await;
                        Err::<(), _>(Broken("first"))
                    })
                    .await?;
                scope.spawn(async move { seen.store(true, Ordering::SeqCst) }).await?;
                Ok(())
            })
            .await;
        let error = ran.unwrap_err().downcast::<ScopeError>().unwrap();
        assert_eq!(error.failures().len(), 1, "{error}");
        assert!(error.to_string().ends_with("failed: first"), "{error}");
        assert!(!polled.load(Ordering::SeqCst));
    });
}

/// The future panics and so does its destructor; the scope ends all the same, with the first panic.
#[test]
fn e07_a_panic_while_a_panic_is_cleaned_up() {
    struct Both(Grenade);
    impl Future for Both {
        type Output = ();
        fn poll(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<()> {
            let _ = &self.0;
            panic!("in poll");
        }
    }
    everywhere(|| async {
        let ran = cancel_siblings().run(async |scope| {
            scope.spawn(Both(Grenade)).await?;
            scope.spawn(park()).await?;
            anyhow::Ok(())
        });
        let payload = AssertUnwindSafe(ran).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"in poll"));
    });
}

/// A child completes, but a destructor of what it ran panics afterwards.
#[test]
fn e07_a_panic_in_the_drop_of_a_completed_child() {
    struct Done(#[allow(dead_code)] Grenade);
    impl Future for Done {
        type Output = ();
        fn poll(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<()> {
            std::task::Poll::Ready(())
        }
    }
    everywhere(|| async {
        let ran = cancel_siblings().run(async |scope| {
            scope.spawn(Done(Grenade)).await?;
            anyhow::Ok(())
        });
        let payload = AssertUnwindSafe(ran).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"in drop"));
    });
}

/// The output that nobody takes panics in its destructor: the runtime contains that, the scope ends.
#[test]
fn e08_a_panic_in_the_drop_of_an_output() {
    struct Output(#[allow(dead_code)] Grenade);
    impl asyncward::Outcome for Output {}
    everywhere(|| async {
        let ran: anyhow::Result<()> = scope(1, OnFailure::CancelSiblings)
            .run(async |scope| {
                drop(scope.spawn(async { Output(Grenade) }).await?);
                scope.spawn(async {}).await?;
                Ok(())
            })
            .await;
        ran.unwrap();
    });
}

/// An aborted child whose destructor panics has failed, and leaves its slot.
#[test]
fn e08_a_panic_in_the_drop_of_an_aborted_child() {
    everywhere(|| async {
        let ran = scope(1, OnFailure::CancelSiblings).run(async |scope| {
            let task = scope
                .spawn(async {
                    let _grenade = Grenade;
                    pending::<()>().await;
                })
                .await?;
            yield_now().await;
            task.abort();
            assert!(task.await.is_err());
            scope.spawn(async {}).await?.await?;
            anyhow::Ok(())
        });
        let _ = tokio::time::timeout(Duration::from_secs(5), AssertUnwindSafe(ran).catch_unwind())
            .await
            .expect("the scope ends");
    });
}

/// A child of the inner scope spawns into the outer one; that child outlives the inner scope.
#[test]
fn s06_a_child_of_the_inner_scope_spawns_into_the_outer_one() {
    everywhere(|| async {
        let log = Log::default();
        let (inner_log, outer_log) = (log.clone(), log.clone());
        let ran: anyhow::Result<()> = cancel_siblings()
            .run(async move |outer| {
                let handle = outer.clone();
                let inner: anyhow::Result<()> = cancel_siblings()
                    .run(async move |inner| {
                        inner
                            .spawn(async move {
                                let long = async move {
                                    for _ in 0..50 {
                                        yield_now().await;
                                    }
                                    outer_log.push("outer child");
                                };
                                handle.spawn(long).await.map(drop)
                            })
                            .await?;
                        Ok(())
                    })
                    .await;
                inner_log.push("inner scope");
                inner
            })
            .await;
        ran.unwrap();
        assert_eq!(log.entries(), ["inner scope", "outer child"]);
    });
}

/// The handle of a child can be awaited after its scope has ended, failed or not.
#[test]
fn a_task_is_awaited_after_the_scope() {
    everywhere(|| async {
        let tasks = Mutex::new(None);
        let ran: anyhow::Result<()> = scope(4, OnFailure::WaitAll)
            .run(async |scope| {
                let good = scope.spawn(async { 7 }).await?;
                let bad = scope.spawn(async { Err::<(), _>(Broken("late")) }).await?;
                let panics: Task<()> = scope.spawn(async { panic!("awaited later") }).await?;
                *tasks.lock().unwrap() = Some((good, bad, panics));
                Ok(())
            })
            .await;
        let error = ran.unwrap_err().downcast::<ScopeError>().unwrap();
        assert_eq!(error.failures().len(), 2, "{error}");
        let (good, bad, panics) = tasks.into_inner().unwrap().unwrap();
        assert_eq!(good.await.unwrap(), 7);
        assert_eq!(bad.await.unwrap().unwrap_err().0, "late");
        let panic = panics.await.unwrap_err().into_panic();
        assert_eq!(panic.downcast_ref(), Some(&"awaited later"));
    });
}

/// A cancel during the grace changes neither cause nor the length of the grace.
#[test]
fn e10_a_cancel_during_the_grace() {
    paused(async {
        let begin = Instant::now();
        let ran: Result<(), ScopeError> = Scope::builder()
            .limit(4)
            .timeout(millis(100))
            .on_failure(OnFailure::CancelSiblings)
            .grace(millis(50))
            .run(async |scope| {
                scope.spawn(pending::<()>()).await.unwrap();
                let handle = scope.clone();
                scope
                    .spawn(shield(async move {
                        sleep(millis(120)).await;
                        handle.cancel();
                        let refused = handle.spawn(async {}).await.unwrap_err();
                        assert!(matches!(
                            refused.kind(),
                            SpawnErrorKind::Cancelled(Cause::Deadline { .. })
                        ));
                    }))
                    .await
                    .unwrap();
                Ok(())
            })
            .await;
        let error = ran.unwrap_err();
        assert!(error.is_timeout() && error.failures().is_empty(), "{error}");
        assert_eq!(error.stragglers().len(), 1, "{error}");
        assert_eq!(begin.elapsed(), millis(150));
    });
}

/// The timeout passes while the body is in a shield that ends within the grace: it is not dropped.
#[test]
fn e10_a_timeout_while_the_body_is_in_a_shield() {
    paused(async {
        let committed = AtomicBool::new(false);
        let ran: anyhow::Result<()> = Scope::builder()
            .limit(1)
            .timeout(millis(100))
            .on_failure(OnFailure::CancelSiblings)
            .run(async |_| {
                shield(async {
                    sleep(millis(300)).await;
                    committed.store(true, Ordering::SeqCst);
                })
                .await;
                Ok(())
            })
            .await;
        assert!(committed.load(Ordering::SeqCst));
        ran.expect("the body's own result wins");
    });
}

/// What a scope promises of a child that fails holds in a runtime of its own on a blocking thread.
#[test]
fn a_scope_in_another_runtime_inside_a_child() {
    on_both(|| async {
        let ran: anyhow::Result<u32> = cancel_siblings()
            .run(async |outer| {
                let inner = outer
                    .spawn_blocking(|| {
                        let runtime =
                            tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                        runtime.block_on(async {
                            let sum: anyhow::Result<u32> = cancel_siblings()
                                .run(async |scope| {
                                    let task = scope.spawn(async { 3 }).await?;
                                    // The ambient scope is the inner one.
                                    let other = asyncward::spawn(async { 4 }).await?;
                                    Ok(task.await? + other.await?)
                                })
                                .await;
                            sum
                        })
                    })
                    .await?;
                inner.await?
            })
            .await;
        assert_eq!(ran.unwrap(), 7);
    });
}

/// Wherever the scope's future is dropped, everything in it is dropped and nothing is left.
#[test]
fn s15_the_future_is_dropped_in_each_phase() {
    for polls in 0..12 {
        everywhere(move || async move {
            let alive = Arc::new(());
            let token = alive.clone();
            let mut run = Box::pin(async move {
                let ran: anyhow::Result<()> = Scope::builder()
                    .limit(2)
                    .timeout(millis(10_000))
                    .on_failure(OnFailure::CancelSiblings)
                    .run(async |scope| {
                        let tasks = scope
                            .spawn_all(0..2, |_| {
                                let token = token.clone();
                                async move {
                                    let _token = token;
                                    park().await
                                }
                            })
                            .await?;
                        let (first, second) = (token.clone(), scope.clone());
                        let waits = scope.spawn(async move { drop(first) });
                        let ends = async {
                            yield_now().await;
                            yield_now().await;
                            second.cancel();
                        };
                        let _ = tokio::join!(waits, ends);
                        drop(tasks);
                        Ok(())
                    })
                    .await;
                ran
            });
            for _ in 0..polls {
                if futures::poll!(&mut run).is_ready() {
                    break;
                }
                yield_now().await;
            }
            drop(run);
            for _ in 0..1000 {
                if Arc::strong_count(&alive) == 1 {
                    break;
                }
                yield_now().await;
                elsewhere(|| {}).await;
            }
            assert_eq!(Arc::strong_count(&alive), 1, "after {polls} polls");
        });
    }
}

#[test]
fn ten_thousand_scopes_in_one_task() {
    on_both(|| async {
        let mut sum = 0;
        for n in 0..10_000_u32 {
            let ran: anyhow::Result<u32> = scope(1, OnFailure::CancelSiblings)
                .run(async |scope| Ok(scope.spawn(async move { n % 2 }).await?.await?))
                .await;
            sum += ran.unwrap();
        }
        assert_eq!(sum, 5_000);
    });
}

/// And one inside the other.
#[test]
fn s06_scopes_nested_a_hundred_deep() {
    fn nested(depth: u32) -> futures::future::BoxFuture<'static, anyhow::Result<u32>> {
        Box::pin(async move {
            if depth == 0 {
                return Err(anyhow::anyhow!("the deepest"));
            }
            scope(1, OnFailure::CancelSiblings)
                .run(async |scope| {
                    let inner = scope.spawn(nested(depth - 1)).await?;
                    inner.await?
                })
                .await
        })
    }
    everywhere(|| async {
        assert_eq!(nested(100).await.unwrap_err().to_string(), "the deepest");
    });
}

/// A blocking child cannot be dropped: the scope with a timeout waits for it, and then says so.
#[test]
fn e10_a_blocking_child_is_waited_for_after_the_grace() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let sets = done.clone();
    let ran: anyhow::Result<()> = runtime.block_on(async {
        Scope::builder()
            .limit(1)
            .timeout(millis(5))
            .on_failure(OnFailure::CancelSiblings)
            .grace(millis(5))
            .run(async |scope| {
                let work = move || {
                    std::thread::sleep(millis(60));
                    sets.store(true, Ordering::SeqCst);
                };
                scope.spawn_blocking(work).await?;
                Ok(())
            })
            .await
    });
    assert!(done.load(Ordering::SeqCst));
    ran.expect("it completed, if late: a value that is ready counts");
}

/// Slots go to those that wait, in the order in which they came, whoever gives up between them.
#[test]
fn s10_the_order_of_slots_after_cancels() {
    everywhere(|| async {
        let order = Arc::new(Mutex::new(Vec::new()));
        let ran: anyhow::Result<()> = scope(1, OnFailure::CancelSiblings)
            .run(async |scope| {
                let open = Arc::new(tokio::sync::Notify::new());
                let opened = open.clone();
                scope.spawn(async move { opened.notified().await }).await?;
                let mut waits: Vec<_> = (0..10)
                    .map(|n| {
                        let order = order.clone();
                        Some(Box::pin(scope.spawn(async move { order.lock().unwrap().push(n) })))
                    })
                    .collect();
                for wait in waits.iter_mut().flatten() {
                    assert!(futures::poll!(wait).is_pending());
                }
                for n in [0, 3, 4, 9] {
                    waits[n] = None;
                }
                open.notify_one();
                for task in futures::future::join_all(waits.into_iter().flatten()).await {
                    task?.await?;
                }
                Ok(())
            })
            .await;
        ran.unwrap();
        assert_eq!(*order.lock().unwrap(), [1, 2, 5, 6, 7, 8]);
    });
}

/// A scope of local children on a `LocalSet`: a failure stops the others.
#[test]
fn e01_local_children_are_stopped_by_a_failure() {
    let set = LocalSet::new();
    paused(set.run_until(async {
        let log = Log::default();
        let guard = log.on_drop("sibling");
        let ran: anyhow::Result<()> = cancel_siblings()
            .run(async |scope| {
                scope
                    .spawn_local(async move {
                        let _guard = (guard, std::rc::Rc::new(()));
                        park().await
                    })
                    .await?;
                scope.spawn_local(async { Err::<(), _>(Broken("local")) }).await?;
                park().await?;
                Ok(())
            })
            .await;
        assert!(ran.unwrap_err().to_string().ends_with("failed: local"));
        assert_eq!(log.entries(), ["sibling"]);
    }));
}

/// `Task`s of failing and panicking children are dropped just while those end: nothing is lost.
#[test]
fn e07_no_panic_is_lost_when_its_task_is_dropped_meanwhile() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    for round in 0..3_000_u32 {
        // Not on a worker: one that spins would keep the child that it spawned last.
        let run = AssertUnwindSafe(scope(1, OnFailure::WaitAll).run(async |scope| {
            let task: Task<()> =
                scope.spawn(async { std::panic::resume_unwind(Box::new(42_u32)) }).await?;
            if round % 3 == 0 {
                while !scope.is_empty() {
                    std::hint::spin_loop();
                }
            }
            drop(task);
            anyhow::Ok(())
        }));
        let payload = runtime.block_on(run.catch_unwind()).expect_err("a panic was lost");
        assert_eq!(payload.downcast_ref(), Some(&42_u32));
    }
}

/// The same of errors: each is there as it was.
#[test]
fn e01_no_error_is_lost_when_its_task_is_dropped_meanwhile() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let without = AtomicU32::new(0);
    for round in 0..3_000_u32 {
        let ran: Result<(), ScopeError> =
            runtime.block_on(scope(1, OnFailure::WaitAll).run(async |scope| {
                let task = scope.spawn(async { Err::<(), _>(Broken("b")) }).await.unwrap();
                if round % 2 == 0 {
                    while !scope.is_empty() {
                        std::hint::spin_loop();
                    }
                }
                drop(task);
                Ok(())
            }));
        let error = ran.unwrap_err();
        if error.failures()[0].error().is_none() {
            without.fetch_add(1, Ordering::SeqCst);
        }
    }
    assert_eq!(without.into_inner(), 0, "errors without their value");
}
