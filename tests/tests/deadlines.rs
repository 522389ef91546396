//! Section d of the behaviours. d07 is in `memory.rs`. Time can be paused on a current_thread
//! runtime only, so these run there; that a timer stops a task of a multi_thread runtime is in
//! `c21_works_as_the_task_of_each_runtime`.

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use asyncward::{
    CancellationToken, Cancelled, Cause, cancellable, deadline, is_cancelled, shield, shield_for,
    with_timeout, with_token,
};
use asyncward_tests::{Counts, Log, Probe, assert_stopped, paused};
use futures::poll;
use tokio::sync::oneshot;
use tokio::time::{Instant, advance, sleep};

const SECOND: Duration = Duration::from_secs(1);

fn expired(limit: Duration) -> Cause {
    Cause::Deadline { limit }
}

#[cancellable]
async fn parked() -> Result<(), Cancelled> {
    pending().await
}
const PARKED: (&str, &str, &str, u32) = ("parked", "pending()", file!(), line!() - 2);

#[test]
fn d01_expired_deadline_cancels_the_body_and_waits_for_it() {
    #[cancellable]
    async fn cleans_up(log: Log) -> Result<(), Cancelled> {
        let result = parked().await;
        shield(sleep(SECOND)).await;
        log.push("cleaned up");
        result
    }

    paused(async {
        let (log, start) = (Log::default(), Instant::now());
        let stopped = with_timeout(2 * SECOND, cleans_up(log.clone())).await.unwrap_err();
        assert_stopped(stopped, expired(2 * SECOND), PARKED);
        assert_eq!(log.entries(), ["cleaned up"]);
        assert_eq!(start.elapsed(), 3 * SECOND);
        assert_eq!(stopped.to_string().split(" at ").next(), Some("timed out after 2s"));
    });
}

#[test]
fn d01_timeout_option() {
    #[cancellable(timeout = "1500ms")]
    async fn literal() -> Result<(), Cancelled> {
        pending().await
    }

    #[cancellable(timeout = limit)]
    async fn expression(limit: Duration) -> Result<(), Cancelled> {
        pending().await
    }

    paused(async {
        let start = Instant::now();
        let limit = Duration::from_millis(1500);
        assert_eq!(literal().await.unwrap_err().cause(), expired(limit));
        assert_eq!(start.elapsed(), limit);
        assert_eq!(expression(SECOND).await.unwrap_err().cause(), expired(SECOND));
        assert_eq!(start.elapsed(), limit + SECOND);
    });
}

#[test]
fn d02_effective_deadline_is_the_minimum_and_a_shield_cuts_it() {
    paused(async {
        let start = Instant::now();
        assert_eq!(deadline(), None);
        with_timeout(2 * SECOND, async {
            assert_eq!(deadline(), Some(start + 2 * SECOND));
            with_timeout(5 * SECOND, async {
                assert_eq!(deadline(), Some(start + 2 * SECOND));
                shield(async {
                    assert_eq!(deadline(), None);
                    with_timeout(7 * SECOND, async {
                        assert_eq!(deadline(), Some(start + 7 * SECOND));
                    })
                    .await;
                })
                .await;
                shield_for(3 * SECOND, async {
                    assert_eq!(deadline(), Some(start + 3 * SECOND));
                })
                .await
                .unwrap();
            })
            .await;
            with_timeout(
                SECOND,
                with_token(CancellationToken::new(), async {
                    assert_eq!(deadline(), Some(start + SECOND));
                }),
            )
            .await;
            assert_eq!(deadline(), Some(start + 2 * SECOND));
        })
        .await;
        assert_eq!(deadline(), None);
    });
}

#[test]
fn d02_a_shield_outlives_the_deadline_around_it() {
    paused(async {
        let start = Instant::now();
        let slept = with_timeout(SECOND, async {
            shield(sleep(5 * SECOND)).await;
            is_cancelled()
        });
        assert!(slept.await);
        assert_eq!(start.elapsed(), 5 * SECOND);
    });
}

#[test]
fn d03_timeout_starts_at_the_first_poll() {
    #[cancellable(timeout = "1s")]
    async fn own() -> Result<(), Cancelled> {
        pending().await
    }

    paused(async {
        let (with, own) = (with_timeout(SECOND, parked()), own());
        advance(10 * SECOND).await;
        for run in [futures::future::Either::Left(with), futures::future::Either::Right(own)] {
            let start = Instant::now();
            assert_eq!(run.await.unwrap_err().cause(), expired(SECOND));
            assert_eq!(start.elapsed(), SECOND);
        }
    });
}

#[test]
fn d03_timeout_beyond_the_range_of_the_clock_never_ends() {
    paused(async {
        let run = with_timeout(Duration::MAX, async {
            assert_eq!(deadline(), None);
            sleep(1_000 * SECOND).await;
            shield_for(Duration::MAX, sleep(1_000 * SECOND)).await
        });
        assert_eq!(run.await, Ok(()));
    });
}

#[test]
fn d04_the_timeout_that_expired_reports() {
    paused(async {
        for (outer, inner, reported) in [(5, 2, 2), (2, 5, 2), (3, 3, 3)] {
            let start = Instant::now();
            let run = with_timeout(outer * SECOND, with_timeout(inner * SECOND, parked()));
            assert_stopped(run.await.unwrap_err(), expired(reported * SECOND), PARKED);
            assert_eq!(start.elapsed(), reported * SECOND);
        }
        // The inner one began later, and ends later although it is shorter.
        let run = with_timeout(5 * SECOND, async {
            sleep(4 * SECOND).await;
            with_timeout(2 * SECOND, parked()).await
        });
        assert_stopped(run.await.unwrap_err(), expired(5 * SECOND), PARKED);
    });
}

#[test]
fn d04_the_caller_goes_on_after_an_inner_timeout() {
    #[cancellable]
    async fn retries() -> Result<u32, Cancelled> {
        let mut times = 0;
        while with_timeout(SECOND, parked()).await.is_err() {
            times += 1;
        }
        Ok(times)
    }

    paused(async {
        let start = Instant::now();
        let stopped = with_timeout(SECOND * 7 / 2, retries()).await.unwrap_err();
        // The fourth try was cut by the outer deadline, seen by the caller's next checkpoint.
        assert_eq!(stopped.cause(), expired(SECOND * 7 / 2));
        assert_eq!(stopped.site().function(), Some("retries"));
        assert_eq!(start.elapsed(), SECOND * 7 / 2);
    });
}

#[cancellable]
async fn begins(log: Log, probe: Probe) -> Result<(), Cancelled> {
    log.push("began");
    probe.await;
    Ok(())
}
const BEGINS: u32 = line!() - 5;

#[test]
fn d05_zero_timeout_does_not_start_the_body() {
    paused(async {
        let (log, counts) = (Log::default(), Counts::default());
        let run = with_timeout(Duration::ZERO, begins(log.clone(), counts.probe()));
        let stopped = run.await.unwrap_err();
        assert_eq!(stopped.cause(), expired(Duration::ZERO));
        let site = stopped.site();
        assert_eq!((site.function(), site.expression()), (Some("begins"), None));
        assert_eq!((site.file(), site.line()), (file!(), BEGINS));
        assert_eq!((log.entries(), counts.polls()), (vec![], 0));
    });
}

#[test]
fn d05_zero_timeout_of_a_fn_and_around_other_roots() {
    #[cancellable(timeout = limit)]
    async fn own(limit: Duration, log: Log) -> Result<(), Cancelled> {
        log.push("began");
        pending().await
    }

    paused(async {
        let (log, counts) = (Log::default(), Counts::default());
        let stopped = own(Duration::ZERO, log.clone()).await.unwrap_err();
        assert_eq!(stopped.cause(), expired(Duration::ZERO));
        let inside = with_token(CancellationToken::new(), begins(log.clone(), counts.probe()));
        assert!(with_timeout(Duration::ZERO, inside).await.is_err());
        let inside = own(SECOND, log.clone());
        let stopped = with_timeout(Duration::ZERO, inside).await.unwrap_err();
        assert_eq!(stopped.cause(), expired(Duration::ZERO));
        assert_eq!((log.entries(), counts.polls()), (vec![], 0));
    });
}

#[test]
fn d06_value_returned_after_expiry_wins() {
    #[cancellable]
    async fn receives(rx: oneshot::Receiver<u32>) -> Result<u32, Cancelled> {
        Ok(rx.await.unwrap())
    }

    paused(async {
        // Ready in the poll in which the deadline is seen.
        let (tx, rx) = oneshot::channel();
        let mut run = pin!(with_timeout(SECOND, receives(rx)));
        assert!(poll!(run.as_mut()).is_pending());
        advance(2 * SECOND).await;
        tx.send(7).unwrap();
        assert_eq!(run.await, Ok(7));

        // The body swallows the error and gives a value of its own.
        let start = Instant::now();
        let run = with_timeout(SECOND, async {
            let result = parked().await;
            sleep(SECOND).await;
            result.map_or(9, |()| 0)
        });
        assert_eq!(run.await, 9);
        assert_eq!(start.elapsed(), 2 * SECOND);
    });
}
