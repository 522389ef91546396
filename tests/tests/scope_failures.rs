//! What a scope does when something in it fails, by its policy (e01 to e06, e09).
#![forbid(unsafe_code)]

use std::fmt;
use std::future::pending;
use std::io;
use std::time::Duration;

use asyncward::{CancelExt, CancellationToken, Cause, OnFailure, ScopeError, shield, with_token};
use asyncward_tests::scope::{Broken, broken, fail_after, park, scope, scope_error, scope_with};
use asyncward_tests::{Log, everywhere, paused};
use tokio::sync::oneshot;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

#[test]
fn e01_the_first_error_is_returned_after_the_siblings_cleaned_up() {
    everywhere(|| async {
        let log = Log::default();
        let in_child = log.clone();
        let error = scope()
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
        let error = scope()
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
        let error = scope()
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
        let error = scope()
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
        let error = scope()
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
        let error = scope_with(OnFailure::WaitAll)
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
            let error = scope_with(OnFailure::WaitAll)
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
        let error = scope_with(OnFailure::WaitAll)
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
        let error = scope()
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
        let error = scope_with(OnFailure::WaitAll)
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

/// A supervisor that awaits a panic and goes on has dealt with it.
#[test]
fn e05_supervise_leaves_an_awaited_panic_to_who_awaits_it() {
    everywhere(|| async {
        let respawned = scope_with(OnFailure::Supervise)
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
        let error = scope_with(OnFailure::Supervise)
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
fn e09_the_bodys_own_error_beats_a_cancel() {
    everywhere(|| async {
        let token = CancellationToken::new();
        let cancel = token.clone();
        let run = scope().run(async |scope| {
            scope.spawn(park()).await?;
            cancel.cancel();
            Err::<(), _>(anyhow::Error::from(Broken("own")))
        });
        let error = with_token(token, run).await.unwrap_err();
        assert_eq!(error.downcast::<Broken>().unwrap(), Broken("own"));
    });
}

#[test]
fn scope_errors_convert() {
    paused(async {
        async fn failing<E>() -> Result<(), E>
        where
            E: From<ScopeError> + fmt::Display + Into<Box<dyn std::error::Error + Send + Sync>>,
        {
            scope_with(OnFailure::WaitAll)
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
        let n = scope()
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
