//! What may be spawned into a scope, from where, and what the child has of it (s03, s04, s14, s17, s18).
#![forbid(unsafe_code)]

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use asyncward::{
    CancellationToken, Cause, OnFailure, SpawnErrorKind, is_cancelled, shield, with_timeout,
    with_token,
};
use asyncward_tests::scope::{limited, scope};
use asyncward_tests::{Counts, cancelled_token, everywhere, on_both, paused};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

#[test]
fn s03_a_child_spawns_while_the_parent_waits() {
    everywhere(|| async {
        let done = Arc::new(AtomicU32::new(0));
        let count = done.clone();
        scope()
            .run(async |scope| {
                let inner = scope.clone();
                scope
                    .spawn(async move {
                        for _ in 0..20 {
                            // The body has ended long ago.
                            yield_now().await;
                            let count = count.clone();
                            let grandchild = async move {
                                yield_now().await;
                                count.fetch_add(1, Ordering::SeqCst);
                            };
                            inner.spawn(grandchild).await?;
                        }
                        anyhow::Ok(())
                    })
                    .await?;
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(done.load(Ordering::SeqCst), 20);
    });
}

#[test]
fn s04_spawning_into_a_closed_scope_is_an_error() {
    everywhere(|| async {
        let handle = scope().run(async |scope| anyhow::Ok(scope)).await.unwrap();
        let counts = Counts::default();
        let error = handle.spawn(counts.probe()).await.unwrap_err();
        assert_eq!(error.kind(), SpawnErrorKind::Closed);
        assert_eq!((error.site().file(), error.site().line()), (file!(), line!() - 2));
        assert_eq!(handle.try_spawn(counts.probe()).unwrap_err().kind(), SpawnErrorKind::Closed);
        assert_eq!((counts.polls(), counts.drops()), (0, 2));
        assert!(handle.is_empty());
    });
}

#[test]
fn s14_spawning_outside_a_scope_is_an_error_with_the_line() {
    everywhere(|| async {
        let counts = Counts::default();
        let error = asyncward::spawn(counts.probe()).await.unwrap_err();
        assert_eq!(error.kind(), SpawnErrorKind::NoScope);
        let line = line!() - 2;
        assert_eq!((error.site().file(), error.site().line()), (file!(), line));
        assert!(error.to_string().contains(&format!("{}:{line}:", file!())), "{error}");
        assert_eq!((counts.polls(), counts.drops()), (0, 1));
    });
}

#[test]
fn s14_spawning_outside_a_runtime_is_an_error_with_the_line() {
    let run = scope().run(async |scope| {
        let error = scope.spawn(ready(())).await.unwrap_err();
        assert_eq!(error.kind(), SpawnErrorKind::NoRuntime);
        assert_eq!((error.site().file(), error.site().line()), (file!(), line!() - 2));
        anyhow::Ok(())
    });
    futures::executor::block_on(run).unwrap();
}

#[test]
fn s14_the_ambient_scope_is_found_through_callees_roots_and_shields() {
    async fn deep_down(done: Arc<AtomicU32>) -> anyhow::Result<()> {
        let count = async move {
            done.fetch_add(1, Ordering::SeqCst);
        };
        asyncward::spawn(count).await?;
        Ok(())
    }

    everywhere(|| async {
        let done = Arc::new(AtomicU32::new(0));
        scope()
            .run(async |_| {
                deep_down(done.clone()).await?;
                shield(deep_down(done.clone())).await?;
                with_token(CancellationToken::new(), deep_down(done.clone())).await?;
                with_timeout(Duration::from_secs(1), shield(deep_down(done.clone()))).await?;
                // In a child too.
                asyncward::spawn(deep_down(done.clone())).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(done.load(Ordering::SeqCst), 5);
    });
}

#[test]
fn s17_a_child_of_a_cancelled_scope_never_runs() {
    everywhere(|| async {
        let counts = Counts::default();
        let probes = counts.clone();
        scope()
            .run(async |scope| {
                // Spawned first, and never polled.
                let early = scope.spawn(probes.probe()).await?;
                scope.cancel();
                let late = scope.spawn(probes.probe()).await.unwrap_err();
                assert_eq!(late.kind(), SpawnErrorKind::Cancelled(Cause::ScopeClosed));
                if tokio::runtime::Handle::current().metrics().num_workers() == 1 {
                    assert!(early.await.unwrap_err().is_cancelled());
                    assert_eq!(probes.polls(), 0);
                }
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(counts.drops(), 2);
    });
    paused(async {
        let counts = Counts::default();
        let ended = with_token(
            cancelled_token(),
            scope().run(async |scope| {
                assert!(is_cancelled());
                let error = scope.spawn(counts.probe()).await.unwrap_err();
                assert_eq!(error.kind(), SpawnErrorKind::Cancelled(Cause::Requested));
                Err::<(), _>(anyhow::Error::from(error))
            }),
        );
        assert!(ended.await.is_err());
        assert_eq!(counts.polls(), 0);
    });
}

/// A tree of what runs, to show them in as well, there is not yet.
#[test]
fn s18_names_are_in_debug_errors_and_panics() {
    on_both(|| async {
        let error = limited(4, OnFailure::WaitAll)
            .name("uploads")
            .run(async |scope| {
                let task = scope.named("part 7").spawn(async { Err::<(), _>("no space") }).await?;
                assert!(format!("{task:?}").contains("part 7"), "{task:?}");
                assert_eq!(task.name(), Some("part 7"));
                assert!(format!("{scope:?}").contains("uploads"), "{scope:?}");
                let panics = scope.named("part 8").spawn(async { panic!("bug") }).await?;
                let _: Result<(), _> = panics.await;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("scope `uploads` failed: "), "{text}");
        assert!(text.contains("`part 7` failed: no space"), "{text}");
        assert!(text.contains("`part 8` panicked: bug"), "{text}");
    });
}

#[test]
fn a_deadline_reaches_the_children() {
    paused(async {
        scope()
            .run(async |_| {
                asyncward::spawn(async { assert!(asyncward::deadline().is_none()) }).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap();
        let limit = Duration::from_secs(5);
        let timed = limited(1, OnFailure::WaitAll).timeout(limit);
        timed
            .run(async |scope| {
                let child = async {
                    assert_eq!(
                        asyncward::deadline().unwrap() - Instant::now(),
                        Duration::from_secs(5)
                    );
                };
                scope.spawn(child).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap();
    });
}

#[test]
fn detached_tasks_are_counted_and_left_alone() {
    paused(async {
        let before = asyncward::detached();
        let detached = scope()
            .run(async |_| {
                anyhow::Ok(asyncward::detach("outlives the scope", async {
                    sleep(Duration::from_secs(1)).await;
                    is_cancelled()
                }))
            })
            .await
            .unwrap();
        assert!(!detached.is_finished());
        assert!(asyncward::detached() > before);
        assert!(!detached.await.unwrap());
    });
}
