//! Scopes where things go wrong at the worst moment.
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use asyncward::{OnFailure, ScopeError, Task};
use asyncward_tests::scope::{Broken, limited, millis, park, scope, scope_error};
use asyncward_tests::{Log, elsewhere, everywhere, on_both, paused};
use tokio::task::{LocalSet, yield_now};

/// A child fails while the body waits for the slot that child has: the body is woken, and the
/// failure is what the scope returns.
#[test]
fn e02_a_failure_ends_a_wait_for_a_slot() {
    everywhere(|| async {
        let polled = Arc::new(AtomicBool::new(false));
        let seen = polled.clone();
        let ran: anyhow::Result<()> = limited(1, OnFailure::CancelSiblings)
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
        let error = scope_error(ran.unwrap_err());
        assert_eq!(error.failures().len(), 1, "{error}");
        assert!(error.to_string().ends_with("failed: broken: first"), "{error}");
        assert!(!polled.load(Ordering::SeqCst));
    });
}

/// A child of the inner scope spawns into the outer one; that child outlives the inner scope.
#[test]
fn s06_a_child_of_the_inner_scope_spawns_into_the_outer_one() {
    everywhere(|| async {
        let log = Log::default();
        let (inner_log, outer_log) = (log.clone(), log.clone());
        let ran: anyhow::Result<()> = scope()
            .run(async move |outer| {
                let handle = outer.clone();
                let inner: anyhow::Result<()> = scope()
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
        let ran: anyhow::Result<()> = limited(4, OnFailure::WaitAll)
            .run(async |scope| {
                let good = scope.spawn(async { 7 }).await?;
                let bad = scope.spawn(async { Err::<(), _>(Broken("late")) }).await?;
                let panics: Task<()> = scope.spawn(async { panic!("awaited later") }).await?;
                *tasks.lock().unwrap() = Some((good, bad, panics));
                Ok(())
            })
            .await;
        let error = scope_error(ran.unwrap_err());
        assert_eq!(error.failures().len(), 2, "{error}");
        let (good, bad, panics) = tasks.into_inner().unwrap().unwrap();
        assert_eq!(good.await.unwrap(), 7);
        assert_eq!(bad.await.unwrap().unwrap_err().0, "late");
        let panic = panics.await.unwrap_err().into_panic();
        assert_eq!(panic.downcast_ref(), Some(&"awaited later"));
    });
}

/// What a scope promises of a child that fails holds in a runtime of its own on a blocking thread.
#[test]
fn a_scope_in_another_runtime_inside_a_child() {
    on_both(|| async {
        let ran: anyhow::Result<u32> = scope()
            .run(async |outer| {
                let inner = outer
                    .spawn_blocking(|| {
                        let runtime =
                            tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                        runtime.block_on(async {
                            let sum: anyhow::Result<u32> = scope()
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
                let ran: anyhow::Result<()> = limited(2, OnFailure::CancelSiblings)
                    .timeout(millis(10_000))
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
            let ran: anyhow::Result<u32> = limited(1, OnFailure::CancelSiblings)
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
            limited(1, OnFailure::CancelSiblings)
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

/// Slots go to those that wait, in the order in which they came, whoever gives up between them.
#[test]
fn s10_the_order_of_slots_after_cancels() {
    everywhere(|| async {
        let order = Arc::new(Mutex::new(Vec::new()));
        let ran: anyhow::Result<()> = limited(1, OnFailure::CancelSiblings)
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
        let ran: anyhow::Result<()> = scope()
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
        assert!(ran.unwrap_err().to_string().ends_with("failed: broken: local"));
        assert_eq!(log.entries(), ["sibling"]);
    }));
}

/// The same of errors: each is there as it was.
#[test]
fn e01_no_error_is_lost_when_its_task_is_dropped_meanwhile() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let without = AtomicU32::new(0);
    for round in 0..3_000_u32 {
        let ran: Result<(), ScopeError> =
            runtime.block_on(limited(1, OnFailure::WaitAll).run(async |scope| {
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
