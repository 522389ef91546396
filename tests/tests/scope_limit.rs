//! The slots of a scope (s09 to s13).
#![forbid(unsafe_code)]

use std::future::{pending, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use asyncward::{
    Cause, OnFailure, Scope, ScopeError, SpawnError, SpawnErrorKind, with_timeout, with_token,
};
use asyncward_tests::scope::limited;
use asyncward_tests::{Counts, Log, cancelled_token, everywhere, paused};
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use tokio::task::yield_now;
use tokio::time::sleep;

/// Counts those alive, and keeps the most.
#[derive(Default)]
struct Alive {
    now: AtomicUsize,
    most: AtomicUsize,
}

struct One(Arc<Alive>);

impl One {
    fn new(alive: &Arc<Alive>) -> Self {
        let now = alive.now.fetch_add(1, Ordering::SeqCst) + 1;
        alive.most.fetch_max(now, Ordering::SeqCst);
        One(alive.clone())
    }
}

impl Drop for One {
    fn drop(&mut self) {
        self.0.now.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn s09_never_more_than_the_limit_run() {
    everywhere(|| async {
        let alive = Arc::new(Alive::default());
        let in_children = alive.clone();
        limited(8, OnFailure::WaitAll)
            .run(async |scope| {
                let mut random = 12_345_u32;
                for _ in 0..1_024 {
                    random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let (alive, turns) = (in_children.clone(), random >> 29);
                    scope
                        .spawn(async move {
                            let _one = One::new(&alive);
                            for _ in 0..turns {
                                yield_now().await;
                            }
                        })
                        .await?;
                    assert!(scope.len() <= 8);
                }
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(alive.now.load(Ordering::SeqCst), 0);
        assert_eq!(alive.most.load(Ordering::SeqCst), 8);
    });
}

#[test]
fn s10_a_cancel_while_waiting_for_a_slot_spawns_nothing() {
    everywhere(|| async {
        let counts = Counts::default();
        let probes = counts.clone();
        limited(1, OnFailure::WaitAll)
            .run(async |scope| {
                scope.spawn(async { sleep(Duration::from_millis(20)).await }).await?;
                let (waits, ()) = tokio::join!(scope.spawn(probes.probe()), async {
                    yield_now().await;
                    scope.cancel();
                });
                assert_eq!(
                    waits.unwrap_err().kind(),
                    SpawnErrorKind::Cancelled(Cause::ScopeClosed)
                );
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!((counts.polls(), counts.drops()), (0, 1));
    });
}

/// A spawn is a checkpoint of the code that it stands in, which may have less time than the scope.
#[test]
fn s10_a_cancel_of_the_code_that_spawns_ends_the_wait() {
    everywhere(|| async {
        let counts = Counts::default();
        let probes = counts.clone();
        limited(1, OnFailure::WaitAll)
            .run(async |scope| {
                let cause = |kind| match kind {
                    SpawnErrorKind::Cancelled(cause) => cause,
                    other => panic!("{other:?}"),
                };
                let full = scope.spawn(pending::<()>()).await?;
                let limit = Duration::from_millis(20);
                let late = with_timeout(limit, scope.spawn(probes.probe())).await;
                assert_eq!(cause(late.unwrap_err().kind()), Cause::Deadline { limit });
                // Behind a pool that polls only what was woken.
                let pool = FuturesUnordered::from_iter([asyncward::spawn(probes.probe())]);
                let late = with_timeout(limit, pool.collect::<Vec<_>>()).await.remove(0);
                assert_eq!(cause(late.unwrap_err().kind()), Cause::Deadline { limit });
                full.abort();
                // With a slot that is free, too.
                let late = with_token(cancelled_token(), scope.spawn(probes.probe())).await;
                assert_eq!(cause(late.unwrap_err().kind()), Cause::Requested);
                assert!(scope.spawn(ready(())).await.is_ok());
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!((counts.polls(), counts.drops()), (0, 3));
    });
}

#[test]
fn s10_a_dropped_wait_leaks_no_slot_and_keeps_the_order() {
    everywhere(|| async {
        let log = Log::default();
        let in_children = log.clone();
        limited(1, OnFailure::WaitAll)
            .run(async |scope| {
                let first = scope.spawn(pending::<()>()).await?;
                let entry = |name| {
                    let log = in_children.clone();
                    async move { log.push(name) }
                };
                let mut second = Box::pin(scope.spawn(entry("second")));
                let mut dropped = Box::pin(scope.spawn(entry("dropped")));
                let mut third = Box::pin(scope.spawn(entry("third")));
                assert!((&mut second).now_or_never().is_none());
                assert!((&mut dropped).now_or_never().is_none());
                assert!((&mut third).now_or_never().is_none());
                drop(dropped);
                first.abort();
                second.await?.await?;
                third.await?.await?;
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(log.entries(), ["second", "third"]);
    });
}

/// Many threads' worth of waits, half of them given up at some point: no slot is lost, none is given twice.
#[test]
fn s10_slots_survive_a_storm_of_dropped_waits() {
    const LIMIT: usize = 3;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_time()
        .build()
        .unwrap();
    let alive = Arc::new(Alive::default());
    let in_children = alive.clone();
    let run = limited(LIMIT, OnFailure::WaitAll).run(async move |scope| {
        let spawners = (0..8_u32).map(|seed| {
            let (scope, alive) = (scope.clone(), in_children.clone());
            tokio::spawn(async move {
                let mut random = seed;
                for _ in 0..1_000 {
                    random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let (turns, patience) = (random >> 30, (random >> 28) & 3);
                    let alive = alive.clone();
                    let child = async move {
                        let _one = One::new(&alive);
                        for _ in 0..turns {
                            yield_now().await;
                        }
                    };
                    let give_up = async {
                        for _ in 0..patience {
                            yield_now().await;
                        }
                    };
                    tokio::select! {
                        spawned = scope.spawn(child) => drop(spawned.unwrap()),
                        () = give_up => {}
                    }
                }
            })
        });
        futures::future::try_join_all(spawners).await?;
        while !scope.is_empty() {
            yield_now().await;
        }
        for _ in 0..LIMIT {
            scope.try_spawn(pending::<()>())?;
        }
        assert_eq!(scope.try_spawn(pending::<()>()).unwrap_err().kind(), SpawnErrorKind::Full);
        scope.cancel();
        anyhow::Ok(())
    });
    runtime.block_on(run).unwrap();
    assert_eq!(alive.most.load(Ordering::SeqCst), LIMIT);
}

#[test]
fn s11_a_slot_comes_back_after_a_panic_and_an_abort() {
    everywhere(|| async {
        let error: anyhow::Error = limited(1, OnFailure::WaitAll)
            .run(async |scope| {
                let panics = scope.spawn(async { panic!("bug") }).await?;
                let _: Result<(), _> = panics.await;
                let aborted = scope.spawn(pending::<()>()).await?;
                aborted.abort();
                assert!(scope.spawn(ready(())).await?.await.is_ok());
                assert!(aborted.await.unwrap_err().is_cancelled());
                assert!(scope.try_spawn(ready(())).is_ok());
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        // The panic was awaited: it is told, and not raised again. The abort is no failure.
        let error: ScopeError = error.downcast().unwrap();
        assert_eq!(error.failures().len(), 1);
        assert!(error.failures()[0].is_panic());
    });
}

#[test]
fn s12_try_spawn_fails_exactly_when_full() {
    everywhere(|| async {
        limited(2, OnFailure::WaitAll)
            .run(async |scope| {
                let first = scope.try_spawn(pending::<()>())?;
                let second = scope.try_spawn(pending::<()>())?;
                let counts = Counts::default();
                let full = scope.try_spawn(counts.probe()).unwrap_err();
                assert_eq!(full.kind(), SpawnErrorKind::Full);
                assert_eq!((full.site().file(), full.site().line()), (file!(), line!() - 2));
                // The future is there still.
                assert_eq!((counts.polls(), counts.drops()), (0, 0));
                drop(full.into_inner());
                assert_eq!((counts.polls(), counts.drops()), (0, 1));
                first.abort();
                assert!(first.await.unwrap_err().is_cancelled());
                assert!(scope.try_spawn(ready(())).is_ok());
                second.abort();
                anyhow::Ok(())
            })
            .await
            .unwrap();
    });
}

/// Whatever the future is, the error is one that `?` takes.
#[test]
fn s12_the_error_of_try_spawn_converts() {
    fn not_sync() -> impl Future<Output = ()> + Send {
        let cell = std::cell::Cell::new(0);
        async move {
            yield_now().await;
            cell.set(1);
        }
    }

    async fn full<E>(scope: &Scope) -> Result<(), E>
    where
        E: From<SpawnError>,
    {
        scope.try_spawn(not_sync()).map_err(SpawnError::from)?;
        Ok(())
    }

    paused(async {
        limited(1, OnFailure::WaitAll)
            .run(async |scope| {
                scope.try_spawn(not_sync())?;
                let any = || anyhow::Ok(scope.try_spawn(not_sync())?);
                let boxed = || -> Result<_, Box<dyn std::error::Error + Send + Sync>> {
                    Ok(scope.try_spawn(not_sync())?)
                };
                let io = || std::io::Result::Ok(scope.try_spawn(not_sync())?);
                assert!(any().unwrap_err().to_string().contains("all slots of the scope"));
                assert!(boxed().unwrap_err().to_string().contains("all slots of the scope"));
                assert_eq!(io().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
                let own: SpawnError = full(&scope).await.unwrap_err();
                assert_eq!(own.kind(), SpawnErrorKind::Full);
                anyhow::Ok(())
            })
            .await
            .unwrap();
    });
}

/// Literal zeros are for the macro's own tests.
#[test]
fn s13_a_limit_of_zero_is_an_error_and_nothing_runs() {
    everywhere(|| async {
        let mut ran = false;
        let error = limited(0, OnFailure::WaitAll)
            .run(async |_| {
                ran = true;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert!(!ran);
        assert!(error.to_string().contains("has a limit of 0"), "{error}");
    });
}

#[test]
fn d05_a_timeout_of_zero_is_an_error_and_nothing_runs() {
    paused(async {
        let builder = Scope::builder().limit(1).timeout(Duration::ZERO);
        let error = builder
            .on_failure(OnFailure::WaitAll)
            .run(async |_| -> anyhow::Result<()> { panic!("ran") })
            .await
            .unwrap_err();
        assert!(error.downcast::<ScopeError>().unwrap().is_timeout());
    });
}

#[test]
fn spawn_all_keeps_the_order_of_items_and_the_limit() {
    everywhere(|| async {
        let alive = Arc::new(Alive::default());
        let in_children = alive.clone();
        let squares = limited(3, OnFailure::WaitAll)
            .run(async |scope| {
                let make = |n: u64| {
                    let alive = in_children.clone();
                    async move {
                        let _one = One::new(&alive);
                        yield_now().await;
                        n * n
                    }
                };
                let mut squares = Vec::new();
                for task in scope.spawn_all(0..10, make).await? {
                    squares.push(task.await?);
                }
                anyhow::Ok(squares)
            })
            .await
            .unwrap();
        assert_eq!(squares, [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
        assert!(alive.most.load(Ordering::SeqCst) <= 3);
    });
}

#[test]
fn children_may_be_blocking() {
    everywhere(|| async {
        let sum = limited(2, OnFailure::WaitAll)
            .run(async |scope| {
                let task = scope.spawn_blocking(|| (1..=10).sum::<u32>()).await?;
                anyhow::Ok(task.await?)
            })
            .await
            .unwrap();
        assert_eq!(sum, 55);
    });
}

/// A blocking child is asked like any other, and has the ambient scope.
#[test]
fn blocking_children_see_the_cancel() {
    paused(async {
        let ended = limited(2, OnFailure::WaitAll)
            .run(async |scope| {
                scope
                    .spawn_blocking(|| {
                        while !asyncward::is_cancelled() {
                            std::thread::yield_now();
                        }
                    })
                    .await?;
                yield_now().await;
                scope.cancel();
                anyhow::Ok(())
            })
            .await;
        ended.unwrap();
    });
}

#[test]
fn children_may_be_local() {
    let set = tokio::task::LocalSet::new();
    paused(set.run_until(async {
        let shared = std::rc::Rc::new(std::cell::Cell::new(0));
        let in_child = shared.clone();
        let error = limited(2, OnFailure::WaitAll)
            .run(async |scope| {
                let scope = scope.named("local");
                let child = scope.spawn_local(async move {
                    yield_now().await;
                    in_child.set(7);
                    Err::<(), _>("from a local child")
                });
                child.await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert!(error.to_string().contains("`local` failed: from a local child"), "{error}");
        assert_eq!(shared.get(), 7);
    }));
}
