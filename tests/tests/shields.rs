//! Section h of the behaviours, but for h04, which is in `held_shields.rs`.

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use asyncward::{
    CancellationToken, Cancelled, Cause, cancellable, checkpoint, is_cancelled, shield, shield_for,
    with_timeout, with_token,
};
use asyncward_tests::{
    Counts, Log, Probe, WAIT_FOR, assert_stopped, cancelled_token, on_both, paused, wait_for,
};
use futures::poll;
use futures::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn h01_shield_hides_the_outer_cancel() {
    #[cancellable]
    async fn works(log: Log) -> Result<u32, Cancelled> {
        for _ in 0..3 {
            tokio::task::yield_now().await;
            checkpoint().await?;
            assert!(!is_cancelled());
        }
        log.push("worked");
        Ok(3)
    }

    #[cancellable]
    async fn commits(log: Log) -> Result<(), Cancelled> {
        assert!(is_cancelled());
        // Started although all is cancelled already.
        assert_eq!(shield(works(log.clone())).await, Ok(3));
        assert!(is_cancelled());
        pending().await
    }

    on_both(|| async {
        let log = Log::default();
        let stopped = with_token(cancelled_token(), commits(log.clone())).await.unwrap_err();
        assert_eq!(stopped.site().function(), Some("commits"));
        assert_eq!(log.entries(), ["worked"]);
    });
}

#[test]
fn h01_shield_among_the_arguments_of_join_is_started_all_the_same() {
    #[cancellable]
    async fn commits(log: Log, counts: Counts) -> Result<(), Cancelled> {
        let committed = shield(async {
            tokio::task::yield_now().await;
            log.push("committed");
        });
        tokio::join!(counts.probe(), committed);
        Ok(())
    }

    on_both(|| async {
        let (log, counts) = (Log::default(), Counts::default());
        let run = with_token(cancelled_token(), commits(log.clone(), counts.clone()));
        assert_eq!(run.await.unwrap_err().site().expression(), Some("counts.probe()"));
        assert_eq!((log.entries(), counts.polls()), (vec!["committed"], 0));
    });
}

#[test]
fn h01_root_inside_a_shield_still_cancels() {
    #[cancellable]
    async fn own_root(token: CancellationToken, probe: Probe) -> Result<(), Cancelled> {
        probe.await;
        Ok(())
    }

    on_both(|| async {
        let (outer, own, counts) =
            (CancellationToken::new(), CancellationToken::new(), Counts::default());
        let mut run = pin!(with_token(
            outer.clone(),
            shield(async {
                let here = with_token(own.clone(), wait_for(counts.probe())).await.unwrap_err();
                let there = own_root(own.clone(), counts.probe()).await.unwrap_err();
                (here, there)
            })
        ));
        assert!(poll!(run.as_mut()).is_pending());
        outer.cancel();
        assert!(poll!(run.as_mut()).is_pending());
        own.cancel();
        let (here, there) = run.await;
        assert_stopped(here, Cause::Requested, WAIT_FOR);
        assert_eq!(there.site().function(), Some("own_root"));

        // The outer token again, inside: what is asked for explicitly is heard.
        let run = with_token(outer.clone(), shield(with_token(outer, wait_for(counts.probe()))));
        assert_stopped(run.await.unwrap_err(), Cause::Requested, WAIT_FOR);
    });
}

#[test]
fn h02_clean_up_runs_to_its_end_and_then_the_cancel_goes_on() {
    #[cancellable]
    async fn transaction(counts: Counts, log: Log) -> Result<(), Cancelled> {
        let result = wait_for(counts.probe()).await;
        shield(async {
            sleep(SECOND).await;
            log.push("rolled back");
        })
        .await;
        log.push("goes on to its next checkpoint");
        tokio::task::yield_now().await;
        log.push("not here");
        result
    }

    paused(async {
        let (token, counts, log) = (CancellationToken::new(), Counts::default(), Log::default());
        let start = Instant::now();
        let mut run = pin!(with_token(token.clone(), transaction(counts, log.clone())));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        let stopped = run.await.unwrap_err();
        assert_eq!(stopped.site().expression(), Some("tokio::task::yield_now()"));
        assert_eq!(log.entries(), ["rolled back", "goes on to its next checkpoint"]);
        assert_eq!(start.elapsed(), SECOND);
    });
}

#[test]
fn h02_shield_under_way_when_the_cancel_comes() {
    #[cancellable]
    async fn commits(gate: oneshot::Receiver<u32>) -> Result<u32, Cancelled> {
        let value = shield(gate).await.unwrap();
        Ok(value)
    }

    #[cancellable]
    async fn calls(gate: oneshot::Receiver<u32>) -> Result<u32, Cancelled> {
        let value = commits(gate).await?;
        Ok(value + 1)
    }

    on_both(|| async {
        let token = CancellationToken::new();
        let (tx, gate) = oneshot::channel();
        let mut run = pin!(with_token(token.clone(), calls(gate)));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        // Neither its own fn's checkpoint nor the caller's drops it.
        assert!(poll!(run.as_mut()).is_pending());
        assert!(poll!(run.as_mut()).is_pending());
        tx.send(7).unwrap();
        assert_eq!(run.await, Ok(8));
    });
}

#[test]
fn h03_nested_shields_end_in_order() {
    #[cancellable]
    async fn nests(log: Log) -> Result<(), Cancelled> {
        shield(async {
            shield(async {
                sleep(SECOND).await;
                log.push("inner");
            })
            .await;
            // The outer one still holds.
            assert!(!is_cancelled());
            sleep(SECOND).await;
            log.push("outer");
        })
        .await;
        assert!(is_cancelled());
        tokio::task::yield_now().await;
        log.push("not here");
        Ok(())
    }

    paused(async {
        let (token, log, start) = (CancellationToken::new(), Log::default(), Instant::now());
        let mut run = pin!(with_token(token.clone(), nests(log.clone())));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        assert!(run.await.is_err());
        assert_eq!(log.entries(), ["inner", "outer"]);
        assert_eq!(start.elapsed(), 2 * SECOND);
    });
}

#[test]
fn h05_overrun_reports_the_site_it_was_stuck_at() {
    #[cancellable]
    async fn outer(counts: Counts) -> Result<(), Cancelled> {
        tokio::task::yield_now().await;
        wait_for(counts.probe()).await
    }

    paused(async {
        let (counts, start) = (Counts::default(), Instant::now());
        let overrun = shield_for(SECOND, outer(counts.clone())).await.unwrap_err();
        assert_eq!((overrun.limit(), start.elapsed()), (SECOND, SECOND));
        let site = overrun.site().unwrap();
        let (function, expression, file, line) = WAIT_FOR;
        assert_eq!((site.function(), site.expression()), (Some(function), Some(expression)));
        assert_eq!((site.file(), site.line()), (file, line));
        assert_eq!(counts.drops(), 1);
        let text = format!("shielded work was dropped after 1s, stuck at {site}");
        assert_eq!(overrun.to_string(), text);

        // Through a root inside.
        let inside = with_token(CancellationToken::new(), outer(counts.clone()));
        let overrun = shield_for(SECOND, inside).await.unwrap_err();
        assert_eq!(overrun.site(), Some(site));

        // No `#[cancellable]` fn was waiting: nothing to name.
        let overrun = shield_for(SECOND, counts.probe()).await.unwrap_err();
        assert_eq!(overrun.site(), None);
        assert_eq!(overrun.to_string(), "shielded work was dropped after 1s");
        // In time.
        assert_eq!(shield_for(SECOND, async { 5 }).await, Ok(5));
    });
}

#[test]
fn h05_site_behind_a_pool_that_polls_only_woken_children() {
    paused(async {
        let counts = Counts::default();
        let pool: FuturesUnordered<_> = [wait_for(counts.probe())].into_iter().collect();
        let overrun = shield_for(SECOND, pool.collect::<Vec<_>>()).await.unwrap_err();
        let site = overrun.site().expect("was stuck in `wait_for`");
        assert_eq!(site.function(), Some("wait_for"));
    });
}

#[test]
fn h06_deadline_of_its_own_still_fires() {
    #[cancellable]
    async fn cleans_up(counts: Counts) -> Result<(), Cancelled> {
        let overrun = shield_for(SECOND, wait_for(counts.probe())).await.unwrap_err();
        assert_eq!(overrun.limit(), SECOND);
        let inside = shield(with_timeout(2 * SECOND, wait_for(counts.probe()))).await;
        let expired = Cause::Deadline { limit: 2 * SECOND };
        assert_stopped(inside.unwrap_err(), expired, WAIT_FOR);
        pending().await
    }

    paused(async {
        let (counts, start) = (Counts::default(), Instant::now());
        let stopped = with_token(cancelled_token(), cleans_up(counts.clone())).await.unwrap_err();
        assert_eq!(stopped.cause(), Cause::Requested);
        assert_eq!(start.elapsed(), 3 * SECOND);
        assert_eq!(counts.drops(), 2);
    });
}
