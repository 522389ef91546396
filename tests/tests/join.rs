//! `join!`, `try_join!` and awaits in the arguments of other macros, in a `#[cancellable]` fn.

use std::fmt::Write as _;
use std::future::{pending, ready};
use std::panic::AssertUnwindSafe;
use std::pin::pin;

use asyncward::{CancellationToken, Cancelled, Cause, cancellable, with_token};
use asyncward_tests::{Counts, assert_stopped, on_both};
use futures::future::FutureExt as _;
use futures::{Future, poll};
use tokio::sync::oneshot;

/// Parks `run`, cancels, and gives what it returned.
async fn cancel<T>(run: impl Future<Output = T>) -> T {
    let token = CancellationToken::new();
    let mut run = pin!(with_token(token.clone(), run));
    assert!(poll!(run.as_mut()).is_pending());
    token.cancel();
    run.await
}

#[derive(Debug, PartialEq)]
enum AppError {
    Own(u32),
    Cancelled(Cancelled),
}

impl From<Cancelled> for AppError {
    fn from(cancelled: Cancelled) -> Self {
        AppError::Cancelled(cancelled)
    }
}

#[test]
fn join_gives_the_values() {
    #[cancellable]
    async fn joins() -> Result<(), Cancelled> {
        let (a, b, c) = tokio::join!(ready(1), async { 2 }, async {
            tokio::task::yield_now().await;
            3
        });
        assert_eq!((a, b, c), (1, 2, 3));
        let (a, b) = futures::join!(ready(1), async {
            tokio::task::yield_now().await;
            2
        },);
        assert_eq!((a, b), (1, 2));
        let (a, b) = tokio::join!(biased; ready(1), ready(2),);
        assert_eq!((a, b), (1, 2));
        let (one,) = tokio::join!(ready("one"));
        assert_eq!(one, "one");
        let (one,) = futures::join!(ready("one"));
        assert_eq!(one, "one");
        // Tuples are not flattened, and results are not unwrapped.
        let nested = tokio::join!(ready((1, 2)), ready(Err::<(), _>("kept")));
        assert_eq!(nested, ((1, 2), Err("kept")));
        Ok(())
    }

    on_both(|| async {
        assert_eq!(joins().await, Ok(()));
        assert_eq!(with_token(CancellationToken::new(), joins()).await, Ok(()));
    });
}

#[test]
fn join_is_raced_by_the_cancel() {
    #[cancellable]
    async fn joins(counts: Counts) -> Result<(), Cancelled> {
        tokio::join!(counts.probe(), ready(()), counts.probe());
        Ok(())
    }
    // The argument it was stopped at, with its line, as with other awaits.
    const JOINS: (&str, &str, &str, u32) = ("joins", "counts.probe()", file!(), line!() - 4);

    on_both(|| async {
        let counts = Counts::default();
        let stopped = cancel(joins(counts.clone())).await.unwrap_err();
        assert_stopped(stopped, Cause::Requested, JOINS);
        assert_eq!((counts.polls(), counts.drops()), (4, 2));
    });
}

#[test]
fn join_drops_what_it_need_not_finish_only_after_its_poll() {
    #[cancellable]
    async fn joins(counts: Counts, gate: oneshot::Receiver<u32>) -> Result<(), Cancelled> {
        tokio::join!(counts.probe(), gate).1.unwrap();
        Ok(())
    }

    on_both(|| async {
        let (token, counts) = (CancellationToken::new(), Counts::default());
        let (_tx, gate) = oneshot::channel();
        let mut run = pin!(with_token(token.clone(), joins(counts.clone(), gate)));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        assert!(poll!(run.as_mut()).is_ready());
        assert_eq!((counts.polls(), counts.drops()), (2, 1));
    });
}

#[test]
fn try_join_gives_values_own_errors_and_stops() {
    #[cancellable]
    async fn of_tokio(fails: bool) -> Result<(u32, u32), AppError> {
        let last = async move { if fails { Err(AppError::Own(5)) } else { Ok(2) } };
        let both = tokio::try_join!(ready(Ok::<_, AppError>(1)), last);
        assert_eq!(both.is_err(), fails);
        both
    }

    #[cancellable]
    async fn of_futures(fails: bool) -> Result<(u32, u32), AppError> {
        let last = async move { if fails { Err(AppError::Own(5)) } else { Ok(2) } };
        let both = futures::try_join!(ready(Ok::<_, AppError>(1)), last,)?;
        Ok(both)
    }

    /// Not stopped by an error that is not taken up.
    #[cancellable]
    async fn swallows() -> Result<u32, Cancelled> {
        let failed = tokio::try_join!(ready(Err::<(), _>("own")), pending());
        assert_eq!(failed, Err::<((), ()), _>("own"));
        Ok(3)
    }

    #[cancellable]
    async fn parks(counts: Counts) -> Result<(), AppError> {
        let (one,) = tokio::try_join!(ready(Ok::<_, AppError>(1)))?;
        assert_eq!(one, 1);
        tokio::try_join!(counts.probe().map(Ok::<_, AppError>), ready(Ok(())))?;
        Ok(())
    }
    const PARKS: (&str, &str, &str, u32) =
        ("parks", "counts.probe().map(Ok::<_, AppError>)", file!(), line!() - 4);

    on_both(|| async {
        assert_eq!(of_tokio(false).await, Ok((1, 2)));
        assert_eq!(of_tokio(true).await, Err(AppError::Own(5)));
        assert_eq!(of_futures(false).await, Ok((1, 2)));
        assert_eq!(of_futures(true).await, Err(AppError::Own(5)));
        assert_eq!(swallows().await, Ok(3));
        let Err(AppError::Cancelled(stopped)) = cancel(parks(Counts::default())).await else {
            unreachable!()
        };
        assert_stopped(stopped, Cause::Requested, PARKS);
    });
}

#[test]
fn awaits_in_arguments_of_known_macros_give_their_values() {
    #[cancellable]
    async fn says(name: &str) -> Result<(), Cancelled> {
        assert_eq!(format!("{}-{}", ready(1).await, ready(name).await), "1-x");
        assert_eq!(format!("{a:?} {b}", a = ready("a").await, b = name), "\"a\" x");
        assert_eq!(vec![ready(1).await, 2, ready(3).await], [1, 2, 3]);
        assert_eq!(vec![ready(7).await; 2], [7, 7]);
        assert!(ready(true).await);
        assert!(ready(true).await, "with {}", ready("text").await);
        assert_ne!(ready(1).await, ready(2).await, "and {}", ready("text").await);
        debug_assert!(ready(true).await);
        assert!(matches!(ready(Some(3)).await, Some(n) if n == 3));
        println!("{}", ready("printed").await);
        let mut text = String::new();
        write!(text, "{}", ready("written").await).unwrap();
        assert_eq!(text, "written");
        let pinned = pin!(ready(5).await);
        assert_eq!(*pinned, 5);
        Ok(())
    }

    on_both(|| async {
        assert_eq!(says("x").await, Ok(()));
        assert_eq!(with_token(CancellationToken::new(), says("x")).await, Ok(()));
    });
}

#[test]
fn awaits_in_arguments_of_known_macros_are_checkpoints() {
    async fn waits(counts: &Counts) -> bool {
        counts.probe().await;
        true
    }

    #[cancellable]
    async fn stops(which: &str, counts: &Counts) -> Result<(), Cancelled> {
        match which {
            "format" => drop(format!("{}", waits(counts).await)),
            "vec" => drop(vec![waits(counts).await]),
            "vec repeated" => drop(vec![waits(counts).await; 2]),
            "assert" => assert!(waits(counts).await),
            "assert_eq" => assert_eq!(waits(counts).await.then_some(1), Some(1)),
            "matches" => drop(matches!(waits(counts).await.then_some(1), Some(1))),
            "println" => println!("{}", waits(counts).await),
            _ => unreachable!(),
        }
        Ok(())
    }

    on_both(|| async {
        for which in ["format", "vec", "vec repeated", "assert", "assert_eq", "matches", "println"]
        {
            let counts = Counts::default();
            let stopped = cancel(stops(which, &counts)).await.unwrap_err();
            assert_eq!(stopped.site().expression(), Some("waits(counts)"), "{which}");
            // Once before and once after the cancel.
            assert_eq!((counts.polls(), counts.drops()), (2, 1), "{which}");
        }
    });
}

#[test]
fn assert_keeps_its_panic_text() {
    #[cancellable]
    async fn bare(value: u32) -> Result<(), Cancelled> {
        assert!(ready(value).await == 1);
        Ok(())
    }

    #[cancellable]
    async fn equal(value: u32) -> Result<(), Cancelled> {
        assert_eq!(ready(value).await, 1);
        Ok(())
    }

    #[cancellable]
    async fn worded(value: u32) -> Result<(), Cancelled> {
        assert!(ready(value).await == 1, "value was {value}");
        Ok(())
    }

    async fn panic_text(run: impl Future) -> String {
        let panic = AssertUnwindSafe(run).catch_unwind().await.err().expect("did not panic");
        match panic.downcast::<String>() {
            Ok(text) => *text,
            Err(panic) => (*panic.downcast::<&str>().unwrap()).to_owned(),
        }
    }

    on_both(|| async {
        assert_eq!(panic_text(bare(2)).await, "assertion failed: ready(value).await == 1");
        let equal_text = "assertion `left == right` failed\n  left: 2\n right: 1";
        assert_eq!(panic_text(equal(2)).await, equal_text);
        assert_eq!(panic_text(worded(2)).await, "value was 2");
        assert_eq!(bare(1).await, Ok(()));
    });
}
