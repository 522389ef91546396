//! Section c of the behaviours, one context at a time. The rest of the section: c05 and c07 in
//! `wakers.rs`, c06 in `runtime/tests/loom_signal.rs`, c08 and c15 in `causes.rs`, c10, c11 and c18
//! to c21 in `contexts.rs`, c12 in `memory.rs`, c17 in `composition.rs`.

use std::future::{pending, ready};
use std::pin::pin;

use asyncward::{CancellationToken, Cancelled, Cause, cancellable, with_token};
use asyncward_tests::{
    Counts, Log, Probe, WAIT_FOR, assert_stopped, cancelled_token, on_both, wait_for,
};
use futures::poll;
use tokio::sync::{mpsc, oneshot};

#[test]
fn c01_awaited_future_is_never_polled() {
    on_both(|| async {
        let counts = Counts::default();
        let stopped = with_token(cancelled_token(), wait_for(counts.probe())).await.unwrap_err();
        assert_stopped(stopped, Cause::Requested, WAIT_FOR);
        assert_eq!((counts.polls(), counts.drops()), (0, 1));
    });
}

#[test]
fn c01_own_token_cancelled_before_the_call() {
    #[cancellable]
    async fn own(token: &CancellationToken, probe: Probe) -> Result<(), Cancelled> {
        probe.await;
        Ok(())
    }
    const OWN: (&str, &str, &str, u32) = ("own", "probe", file!(), line!() - 3);

    on_both(|| async {
        let counts = Counts::default();
        let stopped = own(&cancelled_token(), counts.probe()).await.unwrap_err();
        assert_stopped(stopped, Cause::Requested, OWN);
        assert_eq!((counts.polls(), counts.drops()), (0, 1));
    });
}

#[test]
fn c01_no_arm_of_join_or_select_is_polled() {
    #[cancellable]
    async fn joins(counts: Counts) -> Result<(), Cancelled> {
        tokio::join!(counts.probe(), counts.probe());
        Ok(())
    }

    #[cancellable]
    async fn selects(counts: Counts) -> Result<(), Cancelled> {
        tokio::select! {
            () = counts.probe() => {}
            () = counts.probe() => {}
        }
        Ok(())
    }

    on_both(|| async {
        let counts = Counts::default();
        let joined = with_token(cancelled_token(), joins(counts.clone())).await;
        assert_eq!(joined.unwrap_err().site().function(), Some("joins"));
        let selected = with_token(cancelled_token(), selects(counts.clone())).await;
        assert_eq!(selected.unwrap_err().site().function(), Some("selects"));
        assert_eq!(counts.polls(), 0);
    });
}

#[cancellable]
async fn receive(rx: oneshot::Receiver<u32>) -> Result<u32, Cancelled> {
    Ok(rx.await.unwrap())
}

#[test]
fn c02_ready_value_wins() {
    #[cancellable]
    async fn outer(rx: oneshot::Receiver<u32>) -> Result<u32, Cancelled> {
        Ok(receive(rx).await? + 1)
    }

    on_both(|| async {
        let token = CancellationToken::new();
        let (tx, rx) = oneshot::channel();
        let mut run = pin!(with_token(token.clone(), outer(rx)));
        assert!(poll!(run.as_mut()).is_pending());
        tx.send(7).unwrap();
        token.cancel();
        assert_eq!(run.await, Ok(8));
    });
}

#[test]
fn c02_message_stays_in_the_channel_or_is_returned() {
    #[cancellable]
    async fn next(rx: &mut mpsc::Receiver<u32>) -> Result<u32, Cancelled> {
        Ok(rx.recv().await.unwrap())
    }

    on_both(|| async {
        let token = CancellationToken::new();
        let (tx, mut rx) = mpsc::channel(2);
        let mut run = Box::pin(with_token(token.clone(), next(&mut rx)));
        assert!(poll!(run.as_mut()).is_pending());
        tx.try_send(1).unwrap();
        tx.try_send(2).unwrap();
        token.cancel();
        assert_eq!(run.as_mut().await, Ok(1));
        drop(run);
        assert!(with_token(token, next(&mut rx)).await.is_err());
        assert_eq!(rx.try_recv(), Ok(2));
    });
}

#[test]
fn c02_ready_select_arm_and_join_arguments_win() {
    #[cancellable]
    async fn selects(a: oneshot::Receiver<u32>) -> Result<u32, Cancelled> {
        tokio::select! {
            value = a => Ok(value.unwrap()),
            () = pending() => unreachable!(),
        }
    }

    #[cancellable]
    async fn joins(a: oneshot::Receiver<u32>, b: oneshot::Receiver<u32>) -> Result<u32, Cancelled> {
        let (a, b) = tokio::join!(a, b);
        Ok(a.unwrap() + b.unwrap())
    }

    on_both(|| async {
        // `select!` polls its arms in random order: enough runs to meet each.
        for _ in 0..64 {
            let token = CancellationToken::new();
            let (tx, rx) = oneshot::channel();
            let mut run = pin!(with_token(token.clone(), selects(rx)));
            assert!(poll!(run.as_mut()).is_pending());
            tx.send(7).unwrap();
            token.cancel();
            assert_eq!(run.await, Ok(7));
        }
        let token = CancellationToken::new();
        let ((tx_a, a), (tx_b, b)) = (oneshot::channel(), oneshot::channel());
        let mut run = pin!(with_token(token.clone(), joins(a, b)));
        assert!(poll!(run.as_mut()).is_pending());
        tx_a.send(3).unwrap();
        assert!(poll!(run.as_mut()).is_pending());
        tx_b.send(4).unwrap();
        token.cancel();
        assert_eq!(run.await, Ok(7));
    });
}

#[derive(Debug)]
struct AppError(Cancelled);

impl From<Cancelled> for AppError {
    fn from(cancelled: Cancelled) -> Self {
        AppError(cancelled)
    }
}

#[cancellable]
async fn inner(log: Log) -> Result<(), Cancelled> {
    let _guard = log.on_drop("inner");
    pending::<()>().await;
    log.push("inner went on");
    Ok(())
}
const INNER: (&str, &str, &str, u32) = ("inner", "pending::<()>()", file!(), line!() - 4);

#[cancellable]
async fn middle(log: Log) -> Result<(), AppError> {
    let _guard = log.on_drop("middle");
    inner(log.clone()).await?;
    log.push("middle went on");
    Ok(())
}

#[cancellable]
async fn outer(log: Log) -> Result<(), AppError> {
    let result = middle(log.clone()).await;
    log.push("outer");
    result
}

#[test]
fn c03_innermost_returns_first_and_callers_clean_up() {
    on_both(|| async {
        let (token, log) = (CancellationToken::new(), Log::default());
        let mut run = pin!(with_token(token.clone(), outer(log.clone())));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        let AppError(stopped) = run.await.unwrap_err();
        assert_stopped(stopped, Cause::Requested, INNER);
        assert_eq!(log.entries(), ["inner", "middle", "outer"]);
    });
}

#[test]
fn c04_fires_again_after_it_was_swallowed() {
    #[cancellable]
    async fn stubborn(counts: Counts) -> Result<(), Cancelled> {
        for _ in 0..3 {
            let _swallowed = wait_for(counts.probe()).await;
        }
        counts.probe().await;
        Ok(())
    }
    const STUBBORN: (&str, &str, &str, u32) =
        ("stubborn", "wait_for(counts.probe())", file!(), line!() - 6);

    /// Swallows all it is told, without the attribute, until its caller's checkpoint looks.
    async fn swallows(counts: Counts) -> u32 {
        let mut times = 0;
        for _ in 0..3 {
            times += u32::from(wait_for(counts.probe()).await.is_err());
        }
        times
    }

    on_both(|| async {
        let (token, counts) = (CancellationToken::new(), Counts::default());
        let mut run = pin!(with_token(token.clone(), stubborn(counts.clone())));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        let stopped = run.await.unwrap_err();
        assert_stopped(stopped, Cause::Requested, STUBBORN);
        // Waited for the first, polled it once more on the cancel, and never began another.
        assert_eq!((counts.polls(), counts.drops()), (2, 2));

        assert_eq!(with_token(cancelled_token(), swallows(counts.clone())).await, 3);
        assert_eq!((counts.polls(), counts.drops()), (2, 5));
    });
}

#[test]
fn c09_site_is_the_interrupted_await() {
    #[cancellable]
    #[rustfmt::skip]
    async fn second(ready_first: bool) -> Result<(), Cancelled> {
        if ready_first { ready(()).await; } else { pending::<()>().await; } /* not this one: */ pending::<()>().await; // here
        Ok(())
    }
    const LINE: u32 = line!() - 3;

    on_both(|| async {
        let token = CancellationToken::new();
        let mut run = pin!(with_token(token.clone(), second(true)));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        let stopped = run.await.unwrap_err();
        assert_stopped(stopped, Cause::Requested, ("second", "pending::<()>()", file!(), LINE));
        // Three awaits stand on the line; the column tells them apart. It counts from 1.
        let line = include_str!("cancellation.rs").lines().nth(LINE as usize - 1).unwrap();
        let column = line.rfind("await").unwrap() + 1;
        assert_eq!(stopped.site().column() as usize, column);
    });
}

#[test]
fn c13_cancel_after_the_end_is_not_delivered() {
    #[cancellable]
    async fn earlier_then_later(token: CancellationToken) -> Result<u32, Cancelled> {
        tokio::task::yield_now().await;
        token.cancel();
        Ok(1)
    }

    #[cancellable]
    async fn later() -> Result<u32, Cancelled> {
        tokio::task::yield_now().await;
        Ok(2)
    }

    on_both(|| async {
        assert_eq!(earlier_then_later(CancellationToken::new()).await, Ok(1));
        assert_eq!(later().await, Ok(2));
        let other = CancellationToken::new();
        let both = with_token(other, async {
            (earlier_then_later(CancellationToken::new()).await, later().await)
        });
        assert_eq!(both.await, (Ok(1), Ok(2)));
    });
}

#[test]
fn c14_no_checkpoint_reached_is_ok() {
    #[cancellable]
    async fn cached(token: CancellationToken, hit: bool) -> Result<u32, Cancelled> {
        if hit {
            return Ok(1);
        }
        ready(2).await;
        token.cancel();
        Ok(3)
    }

    on_both(|| async {
        assert_eq!(cached(cancelled_token(), true).await, Ok(1));
        assert_eq!(cached(CancellationToken::new(), false).await, Ok(3));
        assert!(cached(cancelled_token(), false).await.is_err());
    });
}

#[test]
fn c16_code_without_the_attribute_changes_nothing() {
    async fn plain(log: Log) -> Result<(), Cancelled> {
        let _guard = log.on_drop("plain");
        tokio::task::yield_now().await;
        let boxed: futures::future::BoxFuture<'_, _> = Box::pin(inner(log.clone()));
        let result = boxed.await;
        log.push("plain went on");
        result
    }

    #[cancellable]
    async fn around(log: Log) -> Result<(), Cancelled> {
        let _guard = log.on_drop("around");
        plain(log.clone()).await?;
        log.push("around went on");
        Ok(())
    }

    on_both(|| async {
        let (token, log) = (CancellationToken::new(), Log::default());
        let mut run = pin!(with_token(token.clone(), around(log.clone())));
        // Twice: `plain` yields once before it calls `inner`.
        assert!(poll!(run.as_mut()).is_pending());
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        assert_stopped(run.await.unwrap_err(), Cause::Requested, INNER);
        assert_eq!(log.entries(), ["inner", "plain went on", "plain", "around"]);
    });
}
