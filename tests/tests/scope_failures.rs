//! What a scope does when something in it fails (e01 to e10).
#![forbid(unsafe_code)]

use std::fmt;
use std::future::pending;
use std::io;
use std::panic::{AssertUnwindSafe, panic_any};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use asyncward::{
    Builder, CancelExt, CancellationToken, Cancelled, Cause, OnFailure, Scope, ScopeError,
    bounded_spawn, cancellable, shield, with_token,
};
use asyncward_tests::{Log, everywhere, paused};
use futures::FutureExt;
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

#[track_caller]
fn scope(on_failure: OnFailure) -> Builder<usize, Option<Duration>, OnFailure> {
    Scope::builder().limit(64).timeout(None).on_failure(on_failure)
}

#[derive(Debug, PartialEq)]
struct Broken(&'static str);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "broken: {}", self.0)
    }
}

impl std::error::Error for Broken {}

fn scope_error(error: anyhow::Error) -> ScopeError {
    error.downcast().expect("a ScopeError")
}

/// The errors in it, as they were thrown.
fn broken(error: &ScopeError) -> Vec<&'static str> {
    let errors = error.failures().iter();
    errors.map(|failure| failure.error().unwrap().downcast_ref::<Broken>().unwrap().0).collect()
}

#[cancellable]
async fn park() -> Result<(), Cancelled> {
    pending().await
}

async fn fail_after(millis: u64, what: &'static str) -> Result<(), Broken> {
    sleep(Duration::from_millis(millis)).await;
    Err(Broken(what))
}

#[test]
fn e01_the_first_error_is_returned_after_the_siblings_cleaned_up() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        let error = scope(OnFailure::CancelSiblings)
            .run(async |scope| {
                scope
                    .spawn(async move {
                        let stopped = park().await;
                        shield(sleep(Duration::from_millis(30))).await;
                        in_child.push("cleaned up");
                        stopped
                    })
                    .await?;
                // Spawned later, and the first to fail.
                scope.spawn(fail_after(20_000, "late")).await?;
                scope.spawn(fail_after(10, "first")).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(log.entries(), ["cleaned up"]);
        assert_eq!(broken(&scope_error(error)), ["first"]);
    });
}

#[test]
fn e01_an_error_that_the_body_awaits_is_returned_as_it_is() {
    everywhere(|| async {
        let error = scope(OnFailure::CancelSiblings)
            .run(async |scope| {
                scope.spawn(park()).await?;
                let task = scope.spawn(fail_after(10, "mine")).await?;
                task.await??;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(error.downcast::<Broken>().unwrap(), Broken("mine"));
    });
}

#[test]
fn e01_an_error_that_the_body_did_not_get_to_await_is_there_as_it_was() {
    everywhere(|| async {
        let error = scope(OnFailure::CancelSiblings)
            .run(async |scope| {
                let waits = scope.spawn(park()).await?;
                let fails = scope.spawn(fail_after(10, "behind")).await?;
                // Stopped by the failure of the one that would be awaited next.
                waits.await??;
                fails.await??;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(broken(&scope_error(error)), ["behind"]);
    });
}

#[test]
fn e02_a_failure_wakes_a_parked_body() {
    everywhere(|| async {
        let error = scope(OnFailure::CancelSiblings)
            .run(async |scope| {
                scope.spawn(fail_after(10, "wakes")).await?;
                let stopped = park().await.unwrap_err();
                assert_eq!(stopped.cause(), Cause::SiblingFailed);
                Err::<(), _>(anyhow::Error::from(stopped))
            })
            .await
            .unwrap_err();
        assert_eq!(broken(&scope_error(error)), ["wakes"]);
    });
}

/// One that knows nothing of cancellation is dropped at the end of the grace.
#[test]
fn e02_a_body_that_does_not_look_is_dropped_after_the_grace() {
    paused(async {
        let begin = Instant::now();
        let error = scope(OnFailure::CancelSiblings)
            .grace(Duration::from_secs(3))
            .run(async |scope| {
                scope.spawn(fail_after(1_000, "first")).await?;
                pending::<anyhow::Result<()>>().await
            })
            .await
            .unwrap_err();
        let error = scope_error(error);
        assert_eq!(begin.elapsed(), Duration::from_secs(4));
        assert_eq!(broken(&error), ["first"]);
        assert_eq!(error.stragglers()[0].name(), Some("body"));
    });
}

#[test]
fn e03_wait_all_keeps_both_errors() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        let error = scope(OnFailure::WaitAll)
            .run(async |scope| {
                scope.spawn(fail_after(20, "second")).await?;
                scope.spawn(fail_after(10, "first")).await?;
                scope
                    .spawn(async move {
                        sleep(Duration::from_millis(40)).await;
                        in_child.push("not cancelled");
                    })
                    .await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(broken(&scope_error(error)), ["first", "second"]);
        assert_eq!(log.entries(), ["not cancelled"]);
    });
}

#[test]
fn e03_wait_all_keeps_the_errors_of_body_and_child() {
    for body_first in [true, false] {
        everywhere(move || async move {
            let error = scope(OnFailure::WaitAll)
                .run(async |scope| {
                    let (go, told) = oneshot::channel::<()>();
                    let child = async move {
                        if body_first {
                            sleep(Duration::from_millis(20)).await;
                        }
                        drop(go);
                        Err::<(), _>(Broken("child"))
                    };
                    scope.spawn(child).await?;
                    if !body_first {
                        let _ = told.await;
                        while !scope.is_empty() {
                            yield_now().await;
                        }
                    }
                    Err::<(), _>(anyhow::Error::from(Broken("body")))
                })
                .await
                .unwrap_err();
            let error = scope_error(error);
            let texts: Vec<_> = error.failures().iter().map(|failure| failure.text()).collect();
            let mut expected = ["broken: body", "broken: child"];
            if !body_first {
                expected.reverse();
            }
            assert_eq!(texts, expected);
        });
    }
}

/// What the body returns of a child that it awaited is that child's error, not another one.
#[test]
fn e03_an_error_that_the_body_passes_on_is_listed_once() {
    everywhere(|| async {
        let error = scope(OnFailure::WaitAll)
            .run(async |scope| {
                let first = scope.named("first").spawn(fail_after(1, "one")).await?;
                let second = scope.named("second").spawn(fail_after(20, "two")).await?;
                let (first, second) = tokio::join!(first, second);
                first??;
                second??;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        let error = scope_error(error);
        let names: Vec<_> = error.failures().iter().map(|one| one.name().unwrap()).collect();
        assert_eq!(names, ["first", "second"], "{error}");
        // The one that was passed on is there as it was, the one that was swallowed by its text.
        assert_eq!(error.failures()[0].error().unwrap().to_string(), "broken: one");
        assert!(error.failures()[1].error().is_none());
        assert_eq!(error.failures()[1].text(), "broken: two");
    });
}

#[test]
fn e04_a_stopped_sibling_is_no_failure() {
    everywhere(|| async {
        let error = scope(OnFailure::CancelSiblings)
            .run(async |scope| {
                for _ in 0..5 {
                    // Whatever it makes of the stop, it comes from that.
                    scope.spawn(async { park().await.map_err(|_| Broken("stopped")) }).await?;
                }
                scope.spawn(fail_after(10, "cause")).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(broken(&scope_error(error)), ["cause"]);
    });
    // A child that is stopped by a token of its own has failed.
    paused(async {
        let error = scope(OnFailure::WaitAll)
            .run(async |scope| {
                let own = CancellationToken::new();
                own.cancel();
                scope.spawn(async move { with_token(own, park()).await }).await?;
                anyhow::Ok(())
            })
            .await
            .unwrap_err();
        assert_eq!(scope_error(error).failures().len(), 1);
    });
}

/// Where the log of all tests of this file goes.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

static LOG: LazyLock<Sink> = LazyLock::new(|| {
    let sink = Sink::default();
    let writer = sink.clone();
    let subscriber =
        tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    tracing_subscriber::util::SubscriberInitExt::init(subscriber);
    sink
});

/// The lines of the log that speak of the scope of that name.
fn logged(scope: &str) -> Vec<String> {
    let log = String::from_utf8(LOG.0.lock().unwrap().clone()).unwrap();
    let name = format!("scope=\"{scope}\"");
    log.lines().filter(|line| line.contains(&name)).map(str::to_owned).collect()
}

#[test]
fn e05_supervise_logs_a_failing_child_and_goes_on() {
    LazyLock::force(&LOG);
    everywhere(|| async {
        let sibling = scope(OnFailure::Supervise)
            .name("feeds")
            .run(async |scope| {
                let (go, told) = oneshot::channel();
                let sibling = scope.spawn(told).await?;
                scope.named("feed 3").spawn(async { Err::<(), _>(Broken("gone")) }).await?;
                // The failing one has ended, the other has not.
                while scope.len() > 1 {
                    yield_now().await;
                }
                go.send(7).unwrap();
                anyhow::Ok(sibling.await??)
            })
            .await
            .unwrap();
        assert_eq!(sibling, 7);
    });
    let lines = logged("feeds");
    assert_eq!(lines.len(), 3, "one for each runtime: {lines:?}");
    for line in lines {
        assert!(line.contains("ERROR") && line.contains("`feed 3` failed: broken: gone"), "{line}");
    }
}

/// A supervisor that awaits a panic and goes on has dealt with it.
#[test]
fn e05_supervise_leaves_an_awaited_panic_to_who_awaits_it() {
    everywhere(|| async {
        let respawned = scope(OnFailure::Supervise)
            .run(async |scope| {
                let worker = scope.spawn(async { panic!("a bug in the worker") }).await?;
                let worker: Result<(), _> = worker.await;
                assert!(worker.unwrap_err().is_panic());
                anyhow::Ok(scope.spawn(async { 7 }).await?.await?)
            })
            .await;
        assert_eq!(respawned.unwrap(), 7);
    });
}

#[test]
fn e06_supervise_a_failing_body_cancels_and_waits() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        let error = scope(OnFailure::Supervise)
            .run(async |scope| {
                scope
                    .spawn(async move {
                        let _gone = in_child.on_drop("gone");
                        let stopped = park().await;
                        assert_eq!(stopped.unwrap_err().cause(), Cause::ScopeClosed);
                        in_child.push("stopped");
                    })
                    .await?;
                sleep(Duration::from_millis(5)).await;
                Err::<(), _>(anyhow::Error::from(Broken("body")))
            })
            .await
            .unwrap_err();
        assert_eq!(error.downcast::<Broken>().unwrap(), Broken("body"));
        assert_eq!(log.entries(), ["stopped", "gone"]);
    });
}

#[test]
fn e07_a_panic_is_raised_again_after_all_children_ended() {
    #[derive(Debug, PartialEq)]
    struct Payload(u32);

    for policy in [OnFailure::CancelSiblings, OnFailure::WaitAll, OnFailure::Supervise] {
        for held in [false, true] {
            everywhere(move || async move {
                let log = Log::default();
                let in_child = log.clone();
                let run = scope(policy).run(async |scope| {
                    let gone = in_child.on_drop("gone");
                    scope
                        .spawn(async move {
                            let _gone = gone;
                            let _ = tokio::time::timeout(Duration::from_millis(20), park()).await;
                        })
                        .await?;
                    let task = scope.spawn(async { panic_any(Payload(42)) }).await?;
                    let held: Option<asyncward::Task<()>> = held.then_some(task);
                    sleep(Duration::from_millis(5)).await;
                    drop(held);
                    anyhow::Ok(())
                });
                let payload = AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
                assert_eq!(payload.downcast_ref(), Some(&Payload(42)));
                assert_eq!(log.entries(), ["gone"]);
            });
        }
    }
}

#[test]
fn e07_the_bodys_panic_waits_for_the_children() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        let run = scope(OnFailure::WaitAll).run(async |scope| -> anyhow::Result<()> {
            scope
                .spawn(async move {
                    let _gone = in_child.on_drop("gone");
                    park().await
                })
                .await?;
            yield_now().await;
            panic!("the body's")
        });
        let payload = AssertUnwindSafe(run).catch_unwind().await.unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&"the body's"));
        assert_eq!(log.entries().len(), 1);
    });
}

#[test]
fn e08_a_panic_in_a_destructor_at_the_end_of_the_grace_is_contained() {
    struct Bomb(Log);

    impl Drop for Bomb {
        fn drop(&mut self) {
            self.0.push("bomb");
            panic!("in drop");
        }
    }

    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        scope(OnFailure::CancelSiblings)
            .grace(Duration::from_millis(10))
            .run(async |scope| {
                for _ in 0..2 {
                    let bomb = Bomb(in_child.clone());
                    scope
                        .spawn(async move {
                            let _bomb = bomb;
                            pending::<()>().await;
                        })
                        .await?;
                }
                sleep(Duration::from_millis(5)).await;
                scope.cancel();
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(log.entries(), ["bomb", "bomb"]);
    });
    // The same where the user aborts.
    everywhere(|| async {
        let log = Log::default();
        let bomb = Bomb(log.clone());
        scope(OnFailure::CancelSiblings)
            .run(async |scope| {
                let task = scope
                    .spawn(async move {
                        let _bomb = bomb;
                        pending::<()>().await;
                    })
                    .await?;
                yield_now().await;
                task.abort();
                anyhow::Ok(())
            })
            .await
            .unwrap();
        assert_eq!(log.entries(), ["bomb"]);
    });
}

#[test]
fn e09_the_bodys_own_error_beats_a_cancel() {
    everywhere(|| async {
        let token = CancellationToken::new();
        let cancel = token.clone();
        let run = scope(OnFailure::CancelSiblings).run(async |scope| {
            scope.spawn(park()).await?;
            cancel.cancel();
            Err::<(), _>(anyhow::Error::from(Broken("own")))
        });
        let error = with_token(token, run).await.unwrap_err();
        assert_eq!(error.downcast::<Broken>().unwrap(), Broken("own"));
    });
}

#[cancellable]
async fn cleans_up_for_ever() -> Result<(), Cancelled> {
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
        let error = Scope::builder()
            .limit(64)
            .timeout(Duration::from_secs(5))
            .grace(Duration::from_secs(2))
            .on_failure(OnFailure::CancelSiblings)
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
                scope
                    .named("hangs")
                    .spawn(async move {
                        let _gone = log.on_drop("dropped");
                        cleans_up_for_ever().await
                    })
                    .await?;
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
        let error = Scope::builder()
            .limit(64)
            .timeout(Duration::from_secs(5))
            .on_failure(OnFailure::WaitAll)
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
        let error = Scope::builder()
            .limit(64)
            .timeout(Duration::from_millis(50))
            .grace(Duration::from_millis(500))
            .on_failure(OnFailure::CancelSiblings)
            .run(async |scope| {
                let (stops, hangs) = (in_child.clone(), in_child);
                scope
                    .spawn(async move {
                        let stopped = park().await;
                        stops.push("stopped");
                        stopped
                    })
                    .await?;
                scope
                    .named("hangs")
                    .spawn(async move {
                        let _gone = hangs.on_drop("dropped");
                        cleans_up_for_ever().await
                    })
                    .await?;
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
        let error = Scope::builder()
            .limit(64)
            .timeout(Duration::from_secs(5))
            .grace(Duration::from_secs(2))
            .on_failure(OnFailure::CancelSiblings)
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
        let error = Scope::builder()
            .limit(1)
            .timeout(Duration::from_secs(5))
            .grace(Duration::from_secs(2))
            .on_failure(OnFailure::CancelSiblings)
            .run(async |outer| {
                let inner = async move {
                    scope(OnFailure::CancelSiblings)
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
        let error = Scope::builder()
            .limit(1)
            .timeout(Duration::from_millis(50))
            .on_failure(OnFailure::CancelSiblings)
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

/// A function that returns neither a `Result` nor `()` has nothing to return but what its body gives.
#[test]
fn e10_a_body_that_cannot_be_dropped_is_in_the_log() {
    #[bounded_spawn(limit = 1, timeout = "1s", on_failure = supervise, name = "number")]
    async fn number() -> u32 {
        sleep(Duration::from_secs(9)).await;
        9
    }

    LazyLock::force(&LOG);
    paused(async {
        let begun = Instant::now();
        assert_eq!(number().await, 9);
        assert_eq!(begun.elapsed(), Duration::from_secs(9));
    });
    let lines = logged("number");
    assert!(lines[0].contains("ERROR") && lines[0].contains("its body goes on"), "{lines:?}");
}

/// A value that is there when the timeout has passed wins, as everywhere.
#[test]
fn d06_children_that_complete_after_the_timeout_count() {
    paused(async {
        let sum = Scope::builder()
            .limit(64)
            .timeout(Duration::from_secs(5))
            .grace(Duration::from_secs(5))
            .on_failure(OnFailure::WaitAll)
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

#[test]
fn scope_errors_convert() {
    paused(async {
        async fn failing<E>() -> Result<(), E>
        where
            E: From<ScopeError> + fmt::Display + Into<Box<dyn std::error::Error + Send + Sync>>,
        {
            scope(OnFailure::WaitAll)
                .run(async |scope| {
                    scope.spawn(fail_after(1, "inside")).await.unwrap();
                    Ok::<(), E>(())
                })
                .await
        }

        let boxed = failing::<Box<dyn std::error::Error + Send + Sync>>().await.unwrap_err();
        assert!(boxed.downcast_ref::<ScopeError>().is_some());
        let io = failing::<io::Error>().await.unwrap_err();
        assert_eq!(io.kind(), io::ErrorKind::Other);
        assert!(io.to_string().contains("broken: inside"), "{io}");
        let any = failing::<anyhow::Error>().await.unwrap_err();
        assert_eq!(any.chain().nth(1).unwrap().downcast_ref(), Some(&Broken("inside")));
        let own = failing::<ScopeError>().await.unwrap_err();
        assert_eq!(
            own.into_failures().remove(0).into_error().unwrap().to_string(),
            "broken: inside"
        );
    });
}

/// A `Task` can be waited for with a token, and in `select!`.
#[test]
fn a_task_can_be_given_up_and_awaited_again() {
    everywhere(|| async {
        let n = scope(OnFailure::CancelSiblings)
            .run(async |scope| {
                let mut task = scope
                    .spawn(async {
                        sleep(Duration::from_millis(20)).await;
                        7
                    })
                    .await?;
                let token = CancellationToken::new();
                token.cancel();
                assert!((&mut task).or_cancelled(&token).await.is_err());
                tokio::select! {
                    biased;
                    () = yield_now() => {}
                    _ = &mut task => panic!("too early"),
                }
                assert!(!task.is_finished());
                anyhow::Ok(task.await?)
            })
            .await
            .unwrap();
        assert_eq!(n, 7);
    });
}
