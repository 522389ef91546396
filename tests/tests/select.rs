//! `select!` in a `#[cancellable]` fn: all that it does without the attribute, and a cancel arm.

use std::future::{Future, pending, ready};
use std::panic::AssertUnwindSafe;
use std::pin::pin;

use asyncward::{CancellationToken, Cancelled, Cause, cancellable, with_token};
use asyncward_tests::{Counts, Log, assert_stopped, on_both};
use futures::future::FutureExt as _;
use futures::poll;
use tokio::select;
use tokio::sync::{mpsc, oneshot};

/// Enough for each order in which arms may be polled.
const RUNS: u32 = 32;

/// Parks `run` in its `select!`, cancels, and gives what it returned.
async fn cancel<T>(run: impl Future<Output = T>) -> T {
    let token = CancellationToken::new();
    let mut run = pin!(with_token(token.clone(), run));
    assert!(poll!(run.as_mut()).is_pending());
    token.cancel();
    run.await
}

#[test]
fn select_stops_at_its_own_site() {
    #[cancellable]
    async fn random(counts: Counts) -> Result<(), Cancelled> {
        tokio::select! {
            () = counts.probe() => {}
            () = counts.probe() => {}
        }
        Ok(())
    }
    const RANDOM: u32 = line!() - 6;

    #[cancellable]
    async fn biased(counts: Counts) -> Result<(), Cancelled> {
        select! {
            biased;
            () = counts.probe() => {}
            () = counts.probe() => {}
            else => {}
        }
        Ok(())
    }
    const BIASED: u32 = line!() - 8;

    on_both(|| async {
        for _ in 0..RUNS {
            let counts = Counts::default();
            let stopped = cancel(random(counts.clone())).await.unwrap_err();
            let site = stopped.site();
            assert_eq!(stopped.cause(), Cause::Requested);
            assert_eq!(site.function(), Some("random"));
            assert!(site.expression().unwrap().contains("select!"), "{stopped}");
            assert_eq!((site.file(), site.line()), (file!(), RANDOM));
            // One poll each, and one more after the cancel in which they could stop by themselves;
            // up to one more each, by where the cancel arm comes in the order.
            assert!((4..=6).contains(&counts.polls()), "{counts:?}");
            assert_eq!(counts.drops(), 2);

            let stopped = cancel(biased(Counts::default())).await.unwrap_err();
            assert_eq!((stopped.site().file(), stopped.site().line()), (file!(), BIASED));
        }
    });
}

#[test]
fn select_lets_inner_functions_stop_first() {
    #[cancellable]
    async fn inner(log: Log, name: &'static str) -> Result<(), Cancelled> {
        let _guard = log.on_drop(name);
        pending().await
    }
    const INNER: (&str, &str, &str, u32) = ("inner", "pending()", file!(), line!() - 2);

    #[cancellable]
    async fn selects(log: Log) -> Result<(), Cancelled> {
        select! {
            result = inner(log.clone(), "a") => { log.push("handler"); result }
            result = inner(log.clone(), "b") => { log.push("handler"); result }
            () = pending() => Ok(()),
        }
    }

    on_both(|| async {
        for _ in 0..RUNS {
            let log = Log::default();
            let stopped = cancel(selects(log.clone())).await.unwrap_err();
            assert_stopped(stopped, Cause::Requested, INNER);
            // One of the two returned, which drops the other before the handler runs.
            let order = log.entries();
            assert_eq!(order.len(), 3, "{order:?}");
            assert_eq!(order[2], "handler");
        }
    });
}

#[test]
fn select_runs_else_when_no_pattern_matches() {
    #[cancellable]
    async fn drains(
        mut a: mpsc::Receiver<u32>,
        mut b: mpsc::Receiver<u32>,
    ) -> Result<u32, Cancelled> {
        let mut sum = 0;
        loop {
            select! {
                Some(x) = a.recv() => sum += x,
                Some(x) = b.recv() => sum += x,
                else => break,
            }
        }
        Ok(sum)
    }

    on_both(|| async {
        for _ in 0..RUNS {
            let ((tx_a, a), (tx_b, b)) = (mpsc::channel(4), mpsc::channel(4));
            let mut run = pin!(with_token(CancellationToken::new(), drains(a, b)));
            assert!(poll!(run.as_mut()).is_pending());
            tx_a.send(1).await.unwrap();
            assert!(poll!(run.as_mut()).is_pending());
            tx_b.send(2).await.unwrap();
            drop(tx_a);
            assert!(poll!(run.as_mut()).is_pending());
            drop(tx_b);
            assert_eq!(run.await, Ok(3));
        }
        // The same outside any root, and cancelled while it waits.
        let ((tx_a, a), (_tx_b, b)) = (mpsc::channel(4), mpsc::channel(4));
        drop(tx_a);
        assert!(cancel(drains(a, b)).await.is_err());
        let ((_, a), (_, b)) = (mpsc::channel(4), mpsc::channel(4));
        assert_eq!(drains(a, b).await, Ok(0));
    });
}

#[test]
fn select_guards_disable_arms() {
    #[cancellable]
    async fn guarded(first: bool, second: bool) -> Result<&'static str, Cancelled> {
        let name = select! {
            () = ready(()), if first => "first",
            () = ready(()), if second => "second",
            else => "else",
        };
        Ok(name)
    }

    /// Guards are evaluated once each, before any arm is polled.
    #[cancellable]
    async fn counted(log: Log) -> Result<(), Cancelled> {
        let says = |entry: &'static str, enabled: bool| {
            log.push(entry);
            enabled
        };
        select! {
            biased;
            () = async { log.push("polled") }, if says("guard 1", true) => {}
            () = pending(), if says("guard 2", false) => {}
        }
        Ok(())
    }

    on_both(|| async {
        for _ in 0..RUNS {
            assert_eq!(guarded(true, false).await, Ok("first"));
            assert_eq!(guarded(false, true).await, Ok("second"));
            assert_eq!(guarded(false, false).await, Ok("else"));
        }
        let log = Log::default();
        assert_eq!(counted(log.clone()).await, Ok(()));
        assert_eq!(log.entries(), ["guard 1", "guard 2", "polled"]);
    });
}

#[test]
fn select_without_else_panics_when_all_are_disabled() {
    #[cancellable]
    async fn guarded() -> Result<(), Cancelled> {
        select! {
            () = ready(()), if false => {}
            () = ready(()), if false => {}
        }
        Ok(())
    }

    #[cancellable]
    async fn refuted() -> Result<(), Cancelled> {
        select! {
            Some(()) = ready(None::<()>) => {}
        }
        Ok(())
    }

    async fn plain() {
        select! {
            Some(()) = ready(None::<()>) => {}
        }
    }

    async fn panic_text(run: impl Future<Output: Sized>) -> String {
        let panic = AssertUnwindSafe(run).catch_unwind().await.err().expect("did not panic");
        panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap()
            .to_owned()
    }

    on_both(|| async {
        let expected = panic_text(plain()).await;
        assert!(expected.contains("all branches are disabled"));
        assert_eq!(panic_text(guarded()).await, expected);
        assert_eq!(panic_text(refuted()).await, expected);
        assert_eq!(panic_text(with_token(CancellationToken::new(), refuted())).await, expected);
    });
}

#[test]
fn select_handlers_await_return_break_and_continue() {
    #[cancellable]
    async fn handles(mut rx: mpsc::Receiver<u32>) -> Result<Vec<u32>, Cancelled> {
        let mut seen = Vec::new();
        'outer: loop {
            loop {
                select! {
                    message = rx.recv() => match message {
                        None => return Ok(seen),
                        Some(0) => continue,
                        Some(1) => break,
                        Some(2) => break 'outer,
                        Some(3) => {
                            tokio::task::yield_now().await;
                            seen.push(ready(3).await);
                        }
                        Some(_) => failing().await?,
                    },
                    () = pending() => {}
                }
                seen.push(100);
            }
            seen.push(200);
        }
        seen.push(300);
        Ok(seen)
    }

    #[cancellable]
    async fn failing() -> Result<(), Cancelled> {
        pending().await
    }

    on_both(|| async {
        let send = async |messages: &[u32]| {
            let (tx, rx) = mpsc::channel(8);
            for message in messages {
                tx.send(*message).await.unwrap();
            }
            rx
        };
        assert_eq!(handles(send(&[0, 3, 1]).await).await, Ok(vec![3, 100, 200]));
        assert_eq!(handles(send(&[1, 0, 2]).await).await, Ok(vec![200, 300]));
        // Stopped in a handler, by its `?`.
        let stopped = cancel(handles(send(&[0, 1, 4]).await)).await.unwrap_err();
        assert_eq!(stopped.site().function(), Some("failing"));
    });
}

#[test]
fn select_arm_by_reference_goes_on_in_the_next_round() {
    #[cancellable]
    async fn twice(rx: oneshot::Receiver<u32>) -> Result<(u32, u32), Cancelled> {
        let mut rx = rx;
        let mut rounds = 0;
        let value = loop {
            select! {
                biased;
                value = &mut rx => break value.unwrap(),
                () = tokio::task::yield_now() => rounds += 1,
            }
        };
        Ok((rounds, value))
    }

    on_both(|| async {
        let (tx, rx) = oneshot::channel();
        let mut run = pin!(with_token(CancellationToken::new(), twice(rx)));
        for _ in 0..3 {
            assert!(poll!(run.as_mut()).is_pending());
        }
        tx.send(7).unwrap();
        let (rounds, 7) = run.await.unwrap() else { unreachable!() };
        assert_eq!(rounds, 2);
    });
}

#[test]
fn select_of_futures_is_left_as_it_is() {
    #[cancellable]
    async fn of_futures(rx: oneshot::Receiver<u32>) -> Result<u32, Cancelled> {
        let mut rx = rx.fuse();
        let mut never = pending::<()>().fuse();
        let value = futures::select! {
            value = rx => value.unwrap(),
            () = never => 0,
            complete => 1,
        };
        let chosen = futures::select_biased! {
            () = never => 0,
            chosen = futures::future::ready(2) => chosen,
        };
        Ok(value + chosen)
    }

    #[cancellable]
    async fn ambiguous(rx: oneshot::Receiver<u32>) -> Result<u32, Cancelled> {
        use futures::select;
        let mut rx = rx.fuse();
        let mut never = pending::<()>().fuse();
        select! {
            value = rx => Ok(value.unwrap()),
            () = never => Ok(0),
        }
    }

    on_both(|| async {
        let (tx, rx) = oneshot::channel();
        tx.send(7).unwrap();
        assert_eq!(of_futures(rx).await, Ok(9));
        let (tx, rx) = oneshot::channel();
        tx.send(7).unwrap();
        assert_eq!(ambiguous(rx).await, Ok(7));
        let (_tx, rx) = oneshot::channel();
        assert_eq!(cancel(ambiguous(rx)).await.unwrap_err().site().function(), Some("ambiguous"));
    });
}
