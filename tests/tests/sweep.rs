//! `cancel_sweep` itself: it finds what is torn, passes what is right, and counts exactly.

use std::cell::{Cell, RefCell};
use std::future::ready;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use asyncward::testing::{Outcome, cancel_sweep};
use asyncward::{
    CancellationToken, Cancelled, Cause, cancellable, checkpoint, is_cancelled, shield,
    with_timeout, with_token,
};
use asyncward_tests::{Log, paused};
use futures::future::FutureExt as _;
use tokio::task::yield_now;

/// Two accounts; money is neither made nor lost.
#[derive(Default)]
struct Bank {
    from: Cell<i32>,
    to: Cell<i32>,
}

impl Bank {
    fn lost(&self) -> i32 {
        -(self.from.get() + self.to.get())
    }

    fn take(&self) {
        self.from.set(self.from.get() - 10);
    }

    fn give(&self) {
        self.to.set(self.to.get() + 10);
    }
}

#[cancellable]
async fn right(bank: &Bank) -> Result<(), Cancelled> {
    yield_now().await;
    bank.take();
    bank.give();
    ready(()).await;
    Ok(())
}

#[cancellable]
async fn torn(bank: &Bank) -> Result<(), Cancelled> {
    ready(()).await;
    bank.take();
    yield_now().await;
    bank.give();
    Ok(())
}

#[test]
fn passes_a_right_transfer_and_counts_its_checkpoints() {
    paused(async {
        let (bank, mut runs) = (Bank::default(), Vec::new());
        let passed = cancel_sweep(
            || right(&bank),
            |run| {
                assert_eq!(bank.lost(), 0, "{run:?}");
                let line = run.site.map(|site| site.expression().unwrap());
                runs.push((run.checkpoint, line, run.outcome.ended()));
            },
        )
        .await;
        // Before and after the first poll of what is pending; before that of what is ready.
        assert_eq!(passed, 3);
        let (yields, is_ready) = (Some("yield_now()"), Some("ready(())"));
        let swept = |stopped: Ended| {
            [
                (1, yields, stopped),
                (2, yields, stopped),
                (3, is_ready, stopped),
                (4, None, Ended::Ok),
            ]
        };
        assert_eq!(runs[..4], swept(Ended::Err));
        assert_eq!(runs[4..], swept(Ended::Dropped));
    });
}

/// An outcome without its error, to compare.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Ended {
    Ok,
    Err,
    Dropped,
}

trait HowEnded {
    fn ended(&self) -> Ended;
}

impl HowEnded for Outcome<Result<(), Cancelled>> {
    fn ended(&self) -> Ended {
        match self {
            Outcome::Completed(Ok(())) => Ended::Ok,
            Outcome::Cancelled(Err(stopped)) => {
                assert_eq!(stopped.cause(), Cause::Requested);
                Ended::Err
            }
            Outcome::Dropped => Ended::Dropped,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn finds_a_torn_transfer() {
    paused(async {
        let (bank, found) = (Bank::default(), Cell::new(0));
        let sweep = cancel_sweep(
            || torn(&bank),
            |run| {
                found.set(run.checkpoint);
                assert_eq!(bank.lost(), 0, "{run:?}");
            },
        );
        let panic = AssertUnwindSafe(sweep).catch_unwind().await.unwrap_err();
        assert!(panic.downcast::<String>().unwrap().contains("yield_now()"));
        // 1: before `ready`; 2: before `yield_now` is polled, with the money taken.
        assert_eq!(found.get(), 2);
    });
}

/// Clean-up behind an await runs when that is cancelled, and is lost when it is dropped: the second
/// half of the sweep finds it.
#[test]
fn drop_mode_finds_what_only_a_drop_breaks() {
    async fn undoes(bank: &Bank) -> Result<(), Cancelled> {
        bank.take();
        let result = checkpoint().await;
        bank.give();
        result
    }

    paused(async {
        let (bank, runs) = (Bank::default(), RefCell::new(Vec::new()));
        let sweep = cancel_sweep(
            || undoes(&bank),
            |run| {
                runs.borrow_mut().push((run.checkpoint, run.outcome.ended()));
                assert_eq!(bank.lost(), 0);
            },
        );
        assert!(AssertUnwindSafe(sweep).catch_unwind().await.is_err());
        assert_eq!(*runs.borrow(), [(1, Ended::Err), (2, Ended::Ok), (1, Ended::Dropped)]);
    });
}

#[test]
fn shields_are_not_counted() {
    #[cancellable]
    async fn inside() -> Result<(), Cancelled> {
        for _ in 0..5 {
            yield_now().await;
        }
        Ok(())
    }

    #[cancellable]
    async fn shields(log: &Log) -> Result<(), Cancelled> {
        yield_now().await;
        shield(inside()).await?;
        log.push("committed");
        Ok(())
    }

    paused(async {
        let log = Log::default();
        let passed = cancel_sweep(
            || shields(&log),
            |run| {
                let at = run.site.and_then(|site| site.function());
                assert_ne!(at, Some("inside"));
            },
        )
        .await;
        // `yield_now` twice, and the shield's own await after each poll that stayed pending.
        assert_eq!(passed, 2 + 5);
    });
}

#[test]
fn nested_roots_are_swept_through() {
    #[cancellable]
    async fn leaf() -> Result<(), Cancelled> {
        yield_now().await;
        Ok(())
    }

    #[cancellable]
    async fn own(token: CancellationToken) -> Result<(), Cancelled> {
        leaf().await?;
        assert!(!is_cancelled());
        with_timeout(Duration::from_secs(1), leaf()).await
    }

    paused(async {
        let sites = RefCell::new(Vec::new());
        let passed = cancel_sweep(
            || with_token(CancellationToken::new(), own(CancellationToken::new())),
            |run| {
                assert!(!is_cancelled());
                sites.borrow_mut().extend(run.site.and_then(|site| site.function()));
            },
        )
        .await;
        // Each call: before `leaf` is polled, twice inside, and after it stayed pending.
        assert_eq!(passed, 8);
        let one_call = ["own", "leaf", "leaf", "own"];
        assert_eq!(*sites.borrow(), one_call.repeat(4));
    });
}

#[test]
fn sweep_of_select_and_join() {
    #[cancellable]
    async fn waits(log: &Log) -> Result<(), Cancelled> {
        log.push("started");
        tokio::select! {
            biased;
            () = async { log.push("polled"); yield_now().await } => {}
            () = std::future::pending() => {}
        }
        tokio::join!(yield_now(), yield_now());
        Ok(())
    }

    paused(async {
        let log = Log::default();
        let passed = cancel_sweep(
            || waits(&log),
            |run| match run.outcome {
                Outcome::Cancelled(result) => assert!(result.is_err()),
                Outcome::Completed(result) => assert!(result.is_ok()),
                Outcome::Dropped => {}
            },
        )
        .await;
        // `select!` before its arms and in its cancel arm; each argument of `join!` twice.
        assert_eq!(passed, 6);
    });
}

/// A run that was dropped at a `select!` has not gone beyond it.
#[test]
fn drop_mode_suspends_at_a_select_before_its_arms() {
    #[cancellable]
    async fn selects(log: &Log) -> Result<(), Cancelled> {
        tokio::select! {
            biased;
            () = async { log.push("arm") } => log.push("handler"),
            () = std::future::pending() => {}
        }
        Ok(())
    }

    paused(async {
        let log = Log::default();
        let runs = RefCell::new(Vec::new());
        cancel_sweep(
            || selects(&log),
            |run| runs.borrow_mut().push((run.outcome.ended(), log.entries().len())),
        )
        .await;
        // Each run that completed adds two entries, and no other adds any.
        let expected = [(Ended::Err, 0), (Ended::Ok, 2), (Ended::Dropped, 2), (Ended::Ok, 4)];
        assert_eq!(*runs.borrow(), expected);
    });
}

#[test]
fn checkpoint_by_hand_is_counted() {
    paused(async {
        let passed = cancel_sweep(
            || async {
                checkpoint().await?;
                checkpoint().await
            },
            |run| assert_eq!(run.site, None),
        )
        .await;
        assert_eq!(passed, 2);
    });
}
