//! How scopes begin and end (s01, s02, s05, s06, s08, s15, s16).
#![forbid(unsafe_code)]

use std::future::{pending, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use asyncward::{CancellationToken, Cancelled, Cause, OnFailure, shield, with_timeout, with_token};
use asyncward_tests::scope::{limited, park, scope, scope_error};
use asyncward_tests::{Log, elsewhere, everywhere, paused};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

#[test]
fn s01_an_empty_scope_completes_at_once() {
    everywhere(|| async {
        let ended = scope().run(async |scope| anyhow::Ok(scope.len())).await;
        assert_eq!(ended.unwrap(), 0);
    });
    // In one poll.
    paused(async {
        let run = scope().run(|_| ready(anyhow::Ok(7)));
        assert_eq!(futures::FutureExt::now_or_never(run).unwrap().unwrap(), 7);
    });
}

#[test]
fn s02_a_scope_completes_after_the_last_childs_destructor() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        scope()
            .run(async move |scope| {
                for _ in 0..50 {
                    let log = in_child.clone();
                    // What it owns, and what it returns to nobody.
                    scope
                        .spawn(async move {
                            let _local = log.on_drop("local");
                            yield_now().await;
                            Some(log.on_drop("output"))
                        })
                        .await?;
                }
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(log.entries().len(), 100);
    });
}

/// What is held outside of the scope keeps it from nothing, and still gives the outcome.
#[test]
fn s02_a_task_that_is_held_elsewhere_does_not_keep_the_scope() {
    everywhere(|| async {
        for _ in 0..50 {
            let log = Log::default();
            let in_child = log.clone();
            let (mut kept, mut never_taken) = (None, None);
            scope()
                .run(async |scope| {
                    let child = |n| {
                        let log = in_child.clone();
                        async move {
                            yield_now().await;
                            (n, log.on_drop("output"))
                        }
                    };
                    kept = Some(scope.spawn(child(1)).await?);
                    never_taken = Some(scope.spawn(child(2)).await?);
                    scope.spawn(child(3)).await?;
                    anyhow::Ok(())
                })
                .await
                .unwrap();
            assert_eq!(log.entries().len(), 1);
            let (n, output) = kept.unwrap().await.unwrap();
            assert_eq!(n, 1);
            drop(output);
            drop(never_taken);
            assert_eq!(log.entries().len(), 3);
        }
    });
}

/// Also where the outer scope waits for one whose future was dropped.
#[test]
fn s06_nor_the_one_around_a_dropped_scope() {
    everywhere(|| async {
        let mut kept = None;
        scope()
            .run(async |_| {
                let inner = scope().run(async |scope| {
                    kept = Some(scope.spawn(ready(7)).await?);
                    yield_now().await;
                    pending::<anyhow::Result<()>>().await
                });
                let dropped = with_timeout(Duration::from_millis(5), async {
                    tokio::select! {
                        ended = inner => ended,
                        () = sleep(Duration::from_millis(1)) => Ok(()),
                    }
                });
                dropped.await
            })
            .await
            .unwrap();
        assert_eq!(kept.unwrap().await.unwrap(), 7);
    });
}

#[test]
fn s02_and_after_the_destructors_of_children_that_are_stopped() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        scope()
            .run(async move |scope| {
                for _ in 0..50 {
                    let log = in_child.clone();
                    scope
                        .spawn(async move {
                            let _local = log.on_drop("local");
                            park().await
                        })
                        .await?;
                }
                yield_now().await;
                scope.cancel();
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(log.entries().len(), 50);
    });
}

#[test]
fn s05_the_bodys_error_waits_for_children_that_stop() {
    for policy in [OnFailure::CancelSiblings, OnFailure::WaitAll, OnFailure::Supervise] {
        everywhere(move || async move {
            let log = Log::default();
            let in_child = log.clone();
            let ended: anyhow::Result<()> = limited(4, policy)
                .run(async |scope| {
                    let child = async move {
                        let _gone = in_child.on_drop("child");
                        let _ = tokio::time::timeout(Duration::from_millis(20), park()).await;
                    };
                    scope.spawn(child).await?;
                    yield_now().await;
                    anyhow::bail!("the body's own")
                })
                .await;
            assert_eq!(log.entries(), ["child"]);
            assert_eq!(ended.unwrap_err().to_string(), "the body's own");
        });
    }
}

#[test]
fn s05_the_bodys_error_waits_for_the_children() {
    for policy in [OnFailure::CancelSiblings, OnFailure::WaitAll, OnFailure::Supervise] {
        paused(async {
            let log = Log::default();
            let in_child = log.clone();
            let begin = Instant::now();
            let ended: anyhow::Result<()> = limited(4, policy)
                .run(async |scope| {
                    scope
                        .spawn(async move {
                            let _gone = in_child.on_drop("child");
                            sleep(Duration::from_millis(300)).await;
                        })
                        .await?;
                    yield_now().await;
                    anyhow::bail!("the body's own")
                })
                .await;
            // The child does not look at the context, and ends within the grace.
            assert_eq!(begin.elapsed(), Duration::from_millis(300));
            assert_eq!(ended.unwrap_err().to_string(), "the body's own");
            assert_eq!(log.entries(), ["child"]);
        });
    }
}

#[test]
fn s06_nested_scopes_end_from_the_inside_out() {
    everywhere(|| async {
        let log = Log::default();
        let token = CancellationToken::new();
        let (outer_log, cancel) = (log.clone(), token.clone());
        let run = scope().run(async |outer| {
            let log = outer_log;
            let _outer_body = log.on_drop("outer body");
            let child_log = log.clone();
            outer
                .spawn(async move {
                    let _child = child_log.on_drop("child");
                    scope()
                        .run(async |inner| {
                            let log = child_log.clone();
                            inner
                                .spawn(async move {
                                    let _grandchild = log.on_drop("grandchild");
                                    park().await
                                })
                                .await?;
                            yield_now().await;
                            anyhow::Ok(())
                        })
                        .await
                })
                .await?;
            for _ in 0..10 {
                yield_now().await;
            }
            cancel.cancel();
            park().await?;
            anyhow::Ok(())
        });
        let error = with_token(token, run).await.unwrap_err();
        assert_eq!(error.downcast::<Cancelled>().unwrap().cause(), Cause::Requested);
        let entries = log.entries();
        let at = |what| entries.iter().position(|entry| *entry == what).unwrap();
        assert!(at("grandchild") < at("child"), "{entries:?}");
    });
}

/// Also where the inner one is dropped: the outer waits for what is left of it.
#[test]
fn s06_a_dropped_inner_scope_is_waited_for() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        scope()
            .run(async |_| {
                let inner = scope().run(async |inner| {
                    let log = in_child.clone();
                    inner
                        .spawn(async move {
                            let _grandchild = log.on_drop("grandchild");
                            pending::<()>().await;
                        })
                        .await?;
                    pending::<anyhow::Result<()>>().await
                });
                let short = tokio::time::timeout(Duration::from_millis(20), inner).await;
                assert!(short.is_err());
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(log.entries(), ["grandchild"]);
    });
}

/// `scripts/thread-sanitizer` runs it under that.
#[test]
fn s08_many_parents_with_many_children() {
    let (parents, children) = if cfg!(miri) { (2, 8) } else { (256, 1_024) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).build().unwrap();
    let done = Arc::new(AtomicUsize::new(0));
    runtime.block_on(async {
        let parents: Vec<_> = (0..parents)
            .map(|_| {
                let done = done.clone();
                tokio::spawn(async move {
                    scope()
                        .run(async |scope| {
                            for n in 0..children {
                                let done = done.clone();
                                let child = async move {
                                    if n % 3 == 0 {
                                        yield_now().await;
                                    }
                                    done.fetch_add(1, Ordering::Relaxed);
                                };
                                drop(scope.spawn(child).await?);
                            }
                            anyhow::Ok(())
                        })
                        .await
                        .unwrap();
                })
            })
            .collect();
        for parent in parents {
            parent.await.unwrap();
        }
    });
    assert_eq!(done.load(Ordering::Relaxed), parents * children);
}

#[test]
fn s15_dropping_the_scope_drops_its_children() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        let (gone, when_gone) = oneshot::channel::<()>();
        let run = scope().run(async |scope| {
            for _ in 0..10 {
                let log = in_child.clone();
                scope
                    .spawn(async move {
                        let _gone = log.on_drop("child");
                        pending::<()>().await;
                    })
                    .await?;
            }
            scope
                .spawn(async move {
                    let _gone = gone;
                    pending::<()>().await;
                })
                .await?;
            pending::<anyhow::Result<()>>().await
        });
        assert!(tokio::time::timeout(Duration::from_millis(20), run).await.is_err());
        let _ = when_gone.await;
        while log.entries().len() < 10 {
            yield_now().await;
        }
    });
}

#[test]
fn s16_a_cancel_from_outside_stops_the_children_and_waits_for_them() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        let token = CancellationToken::new();
        let run = scope().run(async |scope| {
            for _ in 0..3 {
                let log = in_child.clone();
                scope
                    .spawn(async move {
                        let stopped = park().await.unwrap_err();
                        assert_eq!(stopped.cause(), Cause::Requested);
                        shield(sleep(Duration::from_millis(10))).await;
                        log.push("cleaned up");
                        Err::<(), _>(stopped)
                    })
                    .await?;
            }
            // The body knows nothing of cancellation, and returns meanwhile.
            sleep(Duration::from_millis(1)).await;
            anyhow::Ok(())
        });
        let cancel = token.clone();
        let (ended, ()) = tokio::join!(with_token(token, run), async {
            sleep(Duration::from_millis(30)).await;
            elsewhere(move || cancel.cancel()).await;
        });
        // Work was cut short: that is no `Ok`.
        let error = scope_error(ended.unwrap_err());
        assert_eq!(error.cause(), Some(Cause::Requested));
        assert_eq!((error.failures().len(), error.stragglers().len()), (0, 0));
        assert_eq!(log.entries(), ["cleaned up"; 3]);
    });
}

/// Also where the scope is polled by a pool, with a waker of its own.
#[test]
fn s16_a_cancel_reaches_a_scope_in_a_pool() {
    use futures::stream::{FuturesUnordered, StreamExt};
    everywhere(|| async {
        let token = CancellationToken::new();
        let cancel = token.clone();
        let pool = async {
            let run = scope().run(async |scope| {
                scope.spawn(park()).await?;
                anyhow::Ok(())
            });
            let mut pool = FuturesUnordered::from_iter([run]);
            pool.next().await.unwrap()
        };
        let (ended, ()) = tokio::join!(with_token(token, pool), async {
            sleep(Duration::from_millis(10)).await;
            cancel.cancel();
        });
        assert!(ended.is_err());
    });
}
