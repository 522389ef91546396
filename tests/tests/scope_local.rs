//! What scopes promise, for children that are not `Send`, on a `LocalSet`. The children that are run there in
//! the other suites too, by `everywhere`.
#![forbid(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::future::pending;
use std::panic::AssertUnwindSafe;
use std::rc::Rc;
use std::time::Duration;

use asyncward::{Cancelled, Cause, OnFailure, ScopeError, SpawnErrorKind, Task};
use asyncward_tests::scope::{limited, park, scope, scope_with};
use asyncward_tests::{Log, paused};
use futures::FutureExt;
use tokio::task::{LocalSet, yield_now};
use tokio::time::{Instant, sleep};

fn on_local_set(body: impl Future<Output = ()>) {
    paused(LocalSet::new().run_until(body));
}

#[test]
fn s02_a_scope_completes_after_the_last_local_destructor() {
    on_local_set(async {
        let log = Log::default();
        scope()
            .run(async |scope| {
                for stopped in [false, true] {
                    for _ in 0..20 {
                        let owned = Rc::new(log.on_drop("gone"));
                        scope
                            .spawn_local(async move {
                                let _owned = owned;
                                if stopped {
                                    park().await?;
                                }
                                yield_now().await;
                                Ok::<(), Cancelled>(())
                            })
                            .await?;
                    }
                }
                yield_now().await;
                scope.cancel();
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(log.entries().len(), 40);
    });
}

#[test]
fn s03_a_local_child_spawns_while_the_parent_waits() {
    on_local_set(async {
        let done = Rc::new(Cell::new(0));
        limited(8, OnFailure::CancelSiblings)
            .run(async |scope| {
                let (inner, count) = (scope.clone(), done.clone());
                let child = async move {
                    for _ in 0..20 {
                        yield_now().await;
                        let count = count.clone();
                        inner.spawn_local(async move { count.set(count.get() + 1) }).await?;
                    }
                    anyhow::Ok(())
                };
                scope.spawn_local(child).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(done.get(), 20);
    });
}

#[test]
fn s04_s17_local_spawns_into_closed_and_cancelled_scopes_run_nothing() {
    on_local_set(async {
        let ran = Rc::new(Cell::new(false));
        let child = || {
            let ran = ran.clone();
            async move { ran.set(true) }
        };
        let handle = scope()
            .run(async |scope| {
                // Never polled before the cancel, and never after.
                let early = scope.spawn_local(child()).await?;
                scope.cancel();
                let late = scope.spawn_local(child()).await.unwrap_err();
                assert_eq!(late.kind(), SpawnErrorKind::Cancelled(Cause::ScopeClosed));
                assert!(early.await.unwrap_err().is_cancelled());
                anyhow::Ok(scope)
            })
            .await
            .unwrap();
        let closed = handle.spawn_local(child()).await.unwrap_err();
        assert_eq!(closed.kind(), SpawnErrorKind::Cancelled(Cause::ScopeClosed));
        assert!(!ran.get());
    });
}

#[test]
fn s09_never_more_local_children_than_the_limit() {
    on_local_set(async {
        let (now, most) = (Rc::new(Cell::new(0)), Rc::new(Cell::new(0)));
        limited(8, OnFailure::CancelSiblings)
            .run(async |scope| {
                for n in 0..1_024_u32 {
                    let (now, most) = (now.clone(), most.clone());
                    let child = async move {
                        now.set(now.get() + 1);
                        most.set(most.get().max(now.get()));
                        for _ in 0..n.wrapping_mul(2_654_435_761) >> 29 {
                            yield_now().await;
                        }
                        now.set(now.get() - 1);
                    };
                    scope.spawn_local(child).await?;
                }
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!((now.get(), most.get()), (0, 8));
    });
}

#[test]
fn s11_a_slot_comes_back_after_a_local_panic_and_abort() {
    on_local_set(async {
        limited(1, OnFailure::Supervise)
            .run(async |scope| {
                let panics = scope.spawn_local(async { panic!("bug") }).await?;
                let panics: Result<(), _> = panics.await;
                assert!(panics.unwrap_err().is_panic());
                let aborted = scope.spawn_local(pending::<()>()).await?;
                aborted.abort();
                let last = Rc::new(7);
                let last = scope.spawn_local(async move { *last }).await?;
                assert_eq!(last.await?, 7);
                assert!(aborted.await.unwrap_err().is_cancelled());
                anyhow::Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn s15_dropping_the_scope_drops_its_local_children() {
    on_local_set(async {
        let log = Log::default();
        let run = scope().run(async |scope| {
            for _ in 0..4 {
                let owned = Rc::new(log.on_drop("gone"));
                scope
                    .spawn_local(async move {
                        let _owned = owned;
                        pending::<()>().await;
                    })
                    .await?;
            }
            pending::<anyhow::Result<()>>().await
        });
        assert!(tokio::time::timeout(Duration::from_millis(20), run).await.is_err());
        while log.entries().len() < 4 {
            yield_now().await;
        }
    });
}

#[test]
fn e01_a_local_failure_stops_the_siblings_first() {
    on_local_set(async {
        let log = Rc::new(RefCell::new(Vec::new()));
        let error = scope()
            .run(async |scope| {
                let cleans_up = log.clone();
                scope
                    .spawn_local(async move {
                        let stopped = park().await;
                        cleans_up.borrow_mut().push("cleaned up");
                        stopped
                    })
                    .await?;
                scope.named("local").spawn_local(async { Err::<(), _>("broken") }).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(*log.borrow(), ["cleaned up"]);
        assert!(error.to_string().ends_with("`local` failed: broken"), "{error}");
    });
}

#[test]
fn e07_a_local_panic_is_raised_again_after_all_ended() {
    on_local_set(async {
        let log = Log::default();
        let run = scope_with(OnFailure::WaitAll).run(async |scope| {
            let owned = Rc::new(log.on_drop("gone"));
            scope
                .spawn_local(async move {
                    let _owned = owned;
                    sleep(Duration::from_secs(1)).await;
                })
                .await?;
            let panics: Task<()> =
                scope.spawn_local(async { std::panic::panic_any(42_u32) }).await?;
            drop(panics);
            anyhow::Ok(())
        });
        let payload = AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&42_u32));
        assert_eq!(log.entries(), ["gone"]);
    });
}

#[test]
fn e10_a_local_child_that_does_not_stop_is_dropped_and_named() {
    on_local_set(async {
        let begun = Instant::now();
        let error = limited(1, OnFailure::CancelSiblings)
            .timeout(Duration::from_secs(5))
            .run(async |scope| {
                let owned = Rc::new(());
                let deaf = async move {
                    pending::<()>().await;
                    drop(owned);
                };
                scope.named("deaf").spawn_local(deaf).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(begun.elapsed(), Duration::from_secs(6));
        let error: ScopeError = error.downcast().unwrap();
        assert!(error.is_timeout());
        assert_eq!(error.stragglers()[0].name(), Some("deaf"));
    });
}
