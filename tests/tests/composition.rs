//! c17: cancel reaches the innermost annotated fn through whatever polls it.

use std::future::{pending, ready};
use std::pin::pin;

use asyncward::{CancellationToken, Cancelled, Cause, cancellable, with_token};
use asyncward_tests::{Log, assert_stopped, on_both};
use futures::future::{BoxFuture, FutureExt as _, LocalBoxFuture};
use futures::stream::{FuturesUnordered, StreamExt as _};
use futures::{Future, poll};

type Stopped = Result<(), Cancelled>;

/// Leaves a trace of its own stop: the guard goes, and the caller sees its `Err`.
#[cancellable]
async fn inner(log: Log) -> Stopped {
    let _guard = log.on_drop("stopped");
    pending::<()>().await;
    Ok(())
}
const INNER: (&str, &str, &str, u32) = ("inner", "pending::<()>()", file!(), line!() - 3);

/// Takes note that the `Err` arrived in the arm, so that the arm was not just dropped.
async fn arm(log: Log) -> Stopped {
    let result = inner(log.clone()).await;
    log.push("returned");
    result
}

/// Parks `run`, cancels it, and gives what it returned and the order of events.
async fn cancel<F: Future<Output = T>, T>(run: impl FnOnce(Log) -> F) -> (T, Vec<&'static str>) {
    let (token, log) = (CancellationToken::new(), Log::default());
    let mut run = pin!(with_token(token.clone(), run(log.clone())));
    assert!(poll!(run.as_mut()).is_pending());
    token.cancel();
    (run.await, log.entries())
}

fn assert_inner(result: Stopped) {
    assert_stopped(result.unwrap_err(), Cause::Requested, INNER);
}

#[test]
fn c17_join_of_tokio() {
    async fn plain(log: Log) -> (Stopped, Stopped) {
        tokio::join!(arm(log.clone()), arm(log.clone()))
    }

    #[cancellable]
    async fn annotated(log: Log) -> Result<(Stopped, Stopped), Cancelled> {
        Ok(tokio::join!(arm(log.clone()), arm(log.clone())))
    }

    const BOTH: [&str; 4] = ["stopped", "returned", "stopped", "returned"];
    on_both(|| async {
        let ((a, b), order) = cancel(plain).await;
        [a, b].into_iter().for_each(assert_inner);
        assert_eq!(order, BOTH);
        // Both arms are ready in the same poll: their values win over a stop at the `join!`.
        let (result, order) = cancel(annotated).await;
        let (a, b) = result.unwrap();
        [a, b].into_iter().for_each(assert_inner);
        assert_eq!(order, BOTH);
    });
}

#[test]
fn c17_join_of_futures() {
    async fn plain(log: Log) -> (Stopped, Stopped) {
        futures::join!(arm(log.clone()), arm(log.clone()))
    }

    #[cancellable]
    async fn annotated(log: Log) -> Result<(Stopped, Stopped), Cancelled> {
        Ok(futures::join!(arm(log.clone()), arm(log.clone())))
    }

    on_both(|| async {
        let ((a, b), order) = cancel(plain).await;
        [a, b].into_iter().for_each(assert_inner);
        assert_eq!(order.len(), 4);
        let (result, order) = cancel(annotated).await;
        let (a, b) = result.unwrap();
        [a, b].into_iter().for_each(assert_inner);
        assert_eq!(order.len(), 4);
    });
}

#[test]
fn c17_try_join() {
    #[cancellable]
    async fn of_tokio(log: Log) -> Result<((), ()), Cancelled> {
        tokio::try_join!(arm(log.clone()), arm(log.clone()))
    }

    #[cancellable]
    async fn of_futures(log: Log) -> Result<((), ()), Cancelled> {
        futures::try_join!(arm(log.clone()), arm(log.clone()))
    }

    on_both(|| async {
        // The first arm that stops ends it, as any error does; the second is dropped.
        for (result, order) in [cancel(of_tokio).await, cancel(of_futures).await] {
            assert_inner(result.map(|((), ())| ()));
            assert_eq!(order, ["stopped", "returned", "stopped"]);
        }
    });
}

#[test]
fn c17_select() {
    async fn plain(log: Log) -> Stopped {
        tokio::select! {
            result = arm(log) => result,
            () = pending() => unreachable!(),
        }
    }

    #[cancellable]
    async fn annotated(log: Log) -> Stopped {
        tokio::select! {
            result = arm(log) => result,
            () = pending() => unreachable!(),
        }
    }

    #[cancellable]
    async fn biased(log: Log) -> Stopped {
        tokio::select! {
            biased;
            () = pending() => unreachable!(),
            result = arm(log) => result,
        }
    }

    #[cancellable]
    async fn of_futures(log: Log) -> Stopped {
        futures::select! {
            result = arm(log).boxed().fuse() => result,
            () = pending().fuse() => unreachable!(),
        }
    }

    on_both(|| async {
        // Enough runs for every order in which the arms may be polled.
        for _ in 0..32 {
            for (result, order) in [
                cancel(plain).await,
                cancel(annotated).await,
                cancel(biased).await,
                cancel(of_futures).await,
            ] {
                assert_inner(result);
                assert_eq!(order, ["stopped", "returned"]);
            }
        }
    });
}

#[test]
fn c17_futures_unordered() {
    async fn plain(log: Log) -> Vec<Stopped> {
        (0..3).map(|_| arm(log.clone())).collect::<FuturesUnordered<_>>().collect().await
    }

    /// Each with a root of its own, whose waker wakes it in the pool.
    #[cancellable]
    async fn own_roots(log: Log, token: CancellationToken) -> Result<Vec<Stopped>, Cancelled> {
        let pool: FuturesUnordered<_> =
            (0..3).map(|_| with_token(token.child_token(), arm(log.clone()))).collect();
        Ok(pool.collect().await)
    }

    on_both(|| async {
        // Under one root only that is woken, and `FuturesUnordered` polls only children that were
        // woken themselves: "that is polled" in c17. The pool is dropped by the checkpoint around.
        #[cancellable]
        async fn around(log: Log) -> Result<Vec<Stopped>, Cancelled> {
            Ok(plain(log).await)
        }
        let (result, order) = cancel(around).await;
        assert_eq!(result.unwrap_err().site().function(), Some("around"));
        assert_eq!(order, ["stopped"; 3]);

        let (token, log) = (CancellationToken::new(), Log::default());
        let mut run = pin!(own_roots(log.clone(), token.clone()));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        let results = run.await.unwrap();
        assert_eq!(results.len(), 3);
        results.into_iter().for_each(assert_inner);
        assert_eq!(log.entries(), ["stopped", "returned"].repeat(3));
    });
}

#[test]
fn c17_child_that_is_woken_in_a_pool() {
    on_both(|| async {
        let (token, log) = (CancellationToken::new(), Log::default());
        let (tx, rx) = tokio::sync::oneshot::channel::<()>();
        let pool_log = log.clone();
        let mut run = pin!(with_token(token.clone(), async move {
            let mut pool = FuturesUnordered::new();
            let waits = arm(pool_log.clone());
            // Woken by the channel: polled, and so stopped by itself.
            pool.push(async move { tokio::join!(rx, waits).1 }.boxed());
            pool.next().await.unwrap()
        }));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        assert!(poll!(run.as_mut()).is_pending());
        tx.send(()).unwrap();
        assert_inner(run.await);
        assert_eq!(log.entries(), ["stopped", "returned"]);
    });
}

#[test]
fn c17_boxed() {
    #[cancellable]
    async fn annotated(log: Log) -> Stopped {
        let boxed: BoxFuture<'static, Stopped> = arm(log).boxed();
        boxed.await
    }

    #[cancellable]
    async fn local(log: Log) -> Stopped {
        let boxed: LocalBoxFuture<'static, Stopped> = arm(log).boxed_local();
        boxed.await
    }

    #[cancellable]
    async fn pinned(log: Log) -> Stopped {
        let mut pinned = pin!(arm(log));
        tokio::select! {
            biased;
            _ = &mut pinned => unreachable!(),
            () = ready(()) => {}
        }
        pinned.await
    }

    on_both(|| async {
        for (result, order) in [cancel(annotated).await, cancel(pinned).await] {
            assert_inner(result);
            assert_eq!(order, ["stopped", "returned"]);
        }
    });
    asyncward_tests::paused(async {
        let (result, order) = cancel(local).await;
        assert_inner(result);
        assert_eq!(order, ["stopped", "returned"]);
    });
}
