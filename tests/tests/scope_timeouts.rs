//! What a scope does when its time is up, and within the grace (e10, d06).
#![forbid(unsafe_code)]

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use asyncward::{
    Cancelled, Cause, OnFailure, ScopeError, SpawnErrorKind, bounded_spawn, cancellable, shield,
};
use asyncward_tests::scope::{Broken, limited, millis, park, scope, scope_error, scope_with};
use asyncward_tests::{Log, everywhere, paused};
use tokio::time::{Instant, sleep};

#[cancellable]
async fn cleans_up_for_ever(log: Log) -> Result<(), Cancelled> {
    let _gone = log.on_drop("dropped");
    let stopped = park().await;
    let _ = shield(hang()).await;
    stopped
}

#[cancellable]
async fn hang() -> Result<(), Cancelled> {
    pending().await
}

#[test]
fn e10_a_timeout_joins_who_stops_and_names_who_does_not() {
    paused(async {
        let log = Log::default();
        let in_child = log.clone();
        let begin = Instant::now();
        let error = scope()
            .timeout(Duration::from_secs(5))
            .grace(Duration::from_secs(2))
            .name("sync")
            .run(async |scope| {
                let log = in_child;
                let stops = log.clone();
                scope
                    .named("stops")
                    .spawn(async move {
                        let stopped = park().await;
                        shield(sleep(Duration::from_secs(1))).await;
                        stops.push("stopped");
                        stopped
                    })
                    .await?;
                scope.named("hangs").spawn(cleans_up_for_ever(log)).await?;
                scope.named("deaf").spawn(pending::<()>()).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(begin.elapsed(), Duration::from_secs(7));
        assert_eq!(log.entries(), ["stopped", "dropped"]);
        let error = scope_error(error);
        assert!(error.is_timeout());
        assert_eq!(error.cause(), Some(Cause::Deadline { limit: Duration::from_secs(5) }));
        let mut names: Vec<_> = error.stragglers().iter().map(|one| one.name().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["deaf", "hangs"]);
        let hangs = error.stragglers().iter().find(|one| one.name() == Some("hangs")).unwrap();
        assert_eq!(hangs.stuck_at().unwrap().function(), Some("hang"));
        assert_eq!(hangs.stuck_at().unwrap().expression(), Some("pending()"));
        let text = error.to_string();
        assert!(text.starts_with("scope `sync` timed out after 5s: "), "{text}");
        assert!(
            text.contains("`hangs` was dropped in a `shield`, stuck at `pending()` in `hang`, "),
            "{text}"
        );
        assert!(text.contains("`deaf` was dropped, stuck in code without `#[canc"), "{text}");
        assert!(hangs.in_shield());
        assert!(error.waiting_spawns().is_empty());
        let io = io::Error::from(error);
        assert_eq!(io.kind(), io::ErrorKind::TimedOut);
    });
}

#[test]
fn e10_a_timeout_in_which_all_stop_is_an_error_all_the_same() {
    paused(async {
        let error = scope_with(OnFailure::WaitAll)
            .timeout(Duration::from_secs(5))
            .run(async |scope| {
                scope.spawn(park()).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        let error = scope_error(error);
        assert!(error.is_timeout());
        assert_eq!((error.failures().len(), error.stragglers().len()), (0, 0));
    });
}

/// The same where time cannot be paused.
#[test]
fn e10_a_timeout_names_who_does_not_stop_on_all_runtimes() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        let error = scope()
            .timeout(Duration::from_millis(50))
            .grace(Duration::from_millis(500))
            .run(async |scope| {
                let (stops, hangs) = (in_child.clone(), in_child);
                scope
                    .spawn(async move {
                        let stopped = park().await;
                        stops.push("stopped");
                        stopped
                    })
                    .await?;
                scope.named("hangs").spawn(cleans_up_for_ever(hangs)).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(log.entries(), ["stopped", "dropped"]);
        let error = scope_error(error);
        assert!(error.is_timeout() && error.failures().is_empty(), "{error}");
        let [hangs] = error.stragglers() else { panic!("{error}") };
        assert_eq!(hangs.name(), Some("hangs"));
        assert_eq!(hangs.stuck_at().unwrap().function(), Some("hang"));
    });
}

/// The end of the grace cuts a shield, in a child and in the body; what ends earlier is finished.
#[test]
fn e10_a_shield_ends_within_the_grace_or_is_named() {
    async fn commit(seconds: u64, log: Log, done: &'static str) {
        shield(sleep(Duration::from_secs(seconds))).await;
        log.push(done);
    }

    paused(async {
        let log = Log::default();
        let in_scope = log.clone();
        let error = scope()
            .timeout(Duration::from_secs(5))
            .grace(Duration::from_secs(2))
            .run(async |scope| {
                scope.spawn(commit(6, in_scope.clone(), "in time")).await?;
                scope.named("late").spawn(commit(8, in_scope.clone(), "late")).await?;
                commit(8, in_scope, "body").await;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(log.entries(), ["in time"]);
        let error = scope_error(error);
        let mut texts: Vec<_> = error.stragglers().iter().map(ToString::to_string).collect();
        texts.sort();
        assert_eq!(
            texts,
            ["`body` was dropped in a `shield`", "`late` was dropped in a `shield`"],
            "{error}"
        );
    });
}

/// A scope inside that takes its time is no shield.
#[test]
fn e10_a_scope_in_a_child_is_dropped_at_the_end_of_the_outer_grace() {
    paused(async {
        let log = Log::default();
        let in_child = log.clone();
        let error = limited(1, OnFailure::CancelSiblings)
            .timeout(Duration::from_secs(5))
            .grace(Duration::from_secs(2))
            .run(async |outer| {
                let inner = async move {
                    scope()
                        .grace(Duration::from_secs(60))
                        .run(async |inner| {
                            let _gone = in_child.on_drop("inner body");
                            inner.spawn(pending::<()>()).await?;
                            pending::<anyhow::Result<()>>().await
                        })
                        .await
                };
                outer.named("nests").spawn(inner).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(log.entries(), ["inner body"]);
        let error = scope_error(error);
        assert!(!error.stragglers()[0].in_shield(), "{error}");
    });
}

/// A child that spawns into its own full scope waits for a slot that its own end would free.
#[test]
fn e10_a_timeout_names_the_spawns_that_wait_for_a_slot() {
    everywhere(|| async {
        let error = limited(1, OnFailure::CancelSiblings)
            .timeout(Duration::from_millis(50))
            .name("full")
            .run(async |scope| {
                let inner = async {
                    asyncward::spawn(async {}).await?.await?;
                    anyhow::Ok(())
                };
                scope.spawn(inner).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        let line = line!() - 8;
        let error = scope_error(error);
        let [site] = error.waiting_spawns() else { panic!("{error}") };
        assert_eq!((site.file(), site.line()), (file!(), line));
        let text = format!(
            "scope `full` timed out after 50ms: a spawn waited for a slot (limit 1) at {}:{line}:",
            file!()
        );
        assert!(error.to_string().starts_with(&text), "{error}");
    });
}

#[bounded_spawn(limit = 1, timeout = "50ms", on_failure = cancel_siblings)]
async fn three(log: &Log) -> anyhow::Result<()> {
    for _ in 0..3 {
        let log = log.clone();
        tokio::spawn(async move {
            sleep(Duration::from_millis(100)).await;
            log.push("done");
        });
    }
    Ok(())
}

/// Work that was never begun because time was up is no success, though all that was begun is done.
#[test]
fn e10_spawns_after_the_timeout_are_an_error_of_the_function() {
    everywhere(|| async {
        let log = Log::default();
        let error = scope_error(three(&log).await.unwrap_err());
        assert!(error.is_timeout(), "{error}");
        assert_eq!(error.waiting_spawns().len(), 1, "{error}");
        assert_eq!(log.entries(), ["done"]);
    });
}

/// A value that is there when the timeout has passed wins, as everywhere.
#[test]
fn d06_children_that_complete_after_the_timeout_count() {
    paused(async {
        let sum = scope_with(OnFailure::WaitAll)
            .timeout(Duration::from_secs(5))
            .grace(Duration::from_secs(5))
            .run(async |scope| {
                let task = scope
                    .spawn(async {
                        sleep(Duration::from_secs(6)).await;
                        Ok::<_, Broken>(7)
                    })
                    .await?;
                anyhow::Ok(task.await??)
            })
            .await
            .unwrap();
        assert_eq!(sum, 7);
    });
}

/// A cancel during the grace changes neither cause nor the length of the grace.
#[test]
fn e10_a_cancel_during_the_grace() {
    paused(async {
        let begin = Instant::now();
        let ran: Result<(), ScopeError> = limited(4, OnFailure::CancelSiblings)
            .timeout(millis(100))
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
        let ran: anyhow::Result<()> = limited(1, OnFailure::CancelSiblings)
            .timeout(millis(100))
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

/// A blocking child cannot be dropped: the scope with a timeout waits for it, and then says so.
#[test]
fn e10_a_blocking_child_is_waited_for_after_the_grace() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let sets = done.clone();
    let ran: anyhow::Result<()> = runtime.block_on(async {
        limited(1, OnFailure::CancelSiblings)
            .timeout(millis(5))
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
