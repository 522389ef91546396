//! h04: a shield that is under way is not dropped by a checkpoint around it, wherever it sits and
//! whether it was woken or not; and what is beside it stops all the same.

use std::future::{pending, poll_fn, ready};
use std::pin::pin;

use asyncward::{CancelExt as _, CancellationToken, Cancelled, cancellable, shield, with_token};
use asyncward_tests::{Counts, Log, on_both};
use futures::future::FutureExt as _;
use futures::stream::{FuturesUnordered, StreamExt as _};
use futures::{Future, poll};
use tokio::sync::{mpsc, oneshot};

type Stopped = Result<(), Cancelled>;

/// What the fns under test are given.
struct Work {
    log: Log,
    beside: Counts,
    gate: oneshot::Receiver<()>,
}

impl Work {
    /// Shielded work that ends when the gate is opened.
    fn shielded(gate: oneshot::Receiver<()>, log: &Log) -> impl Future<Output = ()> + use<> {
        let log = log.clone();
        shield(async move {
            let _dropped = log.on_drop("shield left");
            gate.await.unwrap();
            log.push("shielded work done");
        })
    }
}

/// Parks `run`, cancels, and sees that the shielded work goes on until its gate is opened. Gives
/// what `run` returned, and whether what was beside the shield was dropped before that.
async fn holds<F: Future>(run: impl Fn(Work) -> F) -> (F::Output, bool) {
    holds_polled(&run, true).await;
    holds_polled(&run, false).await
}

/// Polls it also when it was not woken, or only then: a lost wake-up hangs.
async fn holds_polled<F: Future>(run: impl Fn(Work) -> F, unwoken: bool) -> (F::Output, bool) {
    let (token, log, beside) = (CancellationToken::new(), Log::default(), Counts::default());
    let (open, gate) = oneshot::channel();
    let run = run(Work { log: log.clone(), beside: beside.clone(), gate });
    let mut run = Box::pin(with_token(token.clone(), run));
    // A `FuturesUnordered` polls only what was woken.
    let mut woken: FuturesUnordered<_> = [poll_fn(|cx| {
        if unwoken {
            cx.waker().wake_by_ref();
        }
        run.as_mut().poll(cx)
    })]
    .into_iter()
    .collect();
    assert!(poll!(woken.next()).is_pending());
    token.cancel();
    for _ in 0..3 {
        assert!(poll!(woken.next()).is_pending(), "{:?}", log.entries());
    }
    let stopped_at_once = beside.drops() > 0;
    assert_eq!(log.entries(), [""; 0]);
    open.send(()).unwrap();
    let output = woken.next().await.unwrap();
    assert_eq!(log.entries(), ["shielded work done", "shield left"]);
    (output, stopped_at_once)
}

#[test]
fn h04_join() {
    #[cancellable]
    async fn of_tokio(work: Work) -> Stopped {
        let shielded = Work::shielded(work.gate, &work.log);
        tokio::join!(shielded, work.beside.probe());
        Ok(())
    }

    #[cancellable]
    async fn of_futures(work: Work) -> Stopped {
        let shielded = Work::shielded(work.gate, &work.log);
        futures::join!(work.beside.probe(), shielded);
        Ok(())
    }

    #[cancellable]
    async fn calls(work: Work) -> Stopped {
        of_tokio(work).await
    }

    on_both(|| async {
        for (result, stopped_at_once) in
            [holds(of_tokio).await, holds(of_futures).await, holds(calls).await]
        {
            assert!(result.is_err());
            assert!(stopped_at_once);
        }
    });
}

#[test]
fn h04_try_join() {
    #[cancellable]
    async fn of_tokio(work: Work) -> Stopped {
        let shielded = Work::shielded(work.gate, &work.log).map(Ok::<(), Cancelled>);
        tokio::try_join!(work.beside.probe().map(Ok), shielded)?;
        Ok(())
    }

    #[cancellable]
    async fn of_futures(work: Work) -> Stopped {
        let shielded = Work::shielded(work.gate, &work.log).map(Ok::<(), Cancelled>);
        futures::try_join!(work.beside.probe().map(Ok), shielded)?;
        Ok(())
    }

    on_both(|| async {
        assert!(holds(of_tokio).await.0.is_err());
        assert!(holds(of_futures).await.0.is_err());
    });
}

#[test]
fn h04_select() {
    #[cancellable]
    async fn random(work: Work) -> Stopped {
        tokio::select! {
            () = work.beside.probe() => unreachable!(),
            () = Work::shielded(work.gate, &work.log) => Ok(()),
        }
    }

    #[cancellable]
    async fn biased(work: Work) -> Stopped {
        tokio::select! {
            biased;
            () = Work::shielded(work.gate, &work.log) => Ok(()),
            () = work.beside.probe() => unreachable!(),
        }
    }

    on_both(|| async {
        for _ in 0..16 {
            // The shield's arm completes and wins, as any arm that is ready does.
            assert_eq!(holds(random).await.0, Ok(()));
            assert_eq!(holds(biased).await.0, Ok(()));
        }
    });
}

/// The shield ends, but its arm does not: then the cancel goes on, without another wake-up.
#[test]
fn h04_cancel_goes_on_after_the_shield_in_an_arm_ended() {
    #[cancellable]
    async fn selects(work: Work) -> Stopped {
        let arm = async {
            Work::shielded(work.gate, &work.log).await;
            pending::<()>().await;
        };
        tokio::select! {
            () = arm => unreachable!(),
            () = work.beside.probe() => unreachable!(),
        }
    }

    #[cancellable]
    async fn joins(work: Work) -> Stopped {
        let mut shielded = pin!(Work::shielded(work.gate, &work.log));
        tokio::select! {
            biased;
            () = &mut shielded => unreachable!(),
            () = ready(()) => {}
        }
        // Held in a local, so that it keeps both arguments.
        tokio::join!(work.beside.probe(), shielded);
        Ok(())
    }

    on_both(|| async {
        // Enough runs for every order in which the arms may be polled.
        for _ in 0..32 {
            assert!(holds(selects).await.0.is_err());
            assert!(holds(joins).await.0.is_err());
        }
    });
}

#[test]
fn h04_futures_unordered_whose_child_was_not_woken() {
    #[cancellable]
    async fn pool(work: Work) -> Stopped {
        let pool = FuturesUnordered::new();
        pool.push(Work::shielded(work.gate, &work.log).boxed());
        pool.push(work.beside.probe().boxed());
        let mut pool = pool;
        while let Some(()) = pool.next().await {}
        Ok(())
    }

    #[cancellable]
    async fn calls(work: Work) -> Stopped {
        pool(work).await
    }

    /// Without the attribute around the pool.
    async fn plain(work: Work) -> Stopped {
        let mut pool = FuturesUnordered::new();
        pool.push(Work::shielded(work.gate, &work.log).boxed());
        while let Some(()) = pool.next().await {}
        pending().await
    }

    #[cancellable]
    async fn calls_plain(work: Work) -> Stopped {
        plain(work).await
    }

    on_both(|| async {
        assert!(holds(pool).await.0.is_err());
        assert!(holds(calls).await.0.is_err());
        assert!(holds(calls_plain).await.0.is_err());
    });
}

#[test]
fn h04_boxed_and_behind_or_cancelled() {
    #[cancellable]
    async fn boxed(work: Work) -> Stopped {
        let boxed = Work::shielded(work.gate, &work.log).boxed();
        boxed.await;
        pending().await
    }

    on_both(|| async {
        assert!(holds(boxed).await.0.is_err());
        assert!(holds(|work| async { tokio::join!(boxed(work)).0 }).await.0.is_err());
    });

    on_both(|| async {
        let (token, log) = (CancellationToken::new(), Log::default());
        let (open, gate) = oneshot::channel();
        let plain = async {
            Work::shielded(gate, &log).await;
            pending::<()>().await;
        };
        let mut run = pin!(plain.or_cancelled(&token));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        assert!(poll!(run.as_mut()).is_pending());
        open.send(()).unwrap();
        assert!(run.await.is_err());
        assert_eq!(log.entries(), ["shielded work done", "shield left"]);
    });
}

#[test]
fn h04_held_in_a_local_over_a_loop_of_select() {
    #[cancellable]
    async fn saves(work: Work, mut ticks: mpsc::Receiver<()>) -> Result<u32, Cancelled> {
        let mut save = pin!(Work::shielded(work.gate, &work.log));
        let mut seen = 0;
        loop {
            tokio::select! {
                () = &mut save => break,
                Some(()) = ticks.recv() => seen += 1,
            }
            tokio::task::yield_now().await;
        }
        Ok(seen)
    }

    on_both(|| async {
        let (token, log) = (CancellationToken::new(), Log::default());
        let (open, gate) = oneshot::channel();
        let (tick, ticks) = mpsc::channel(8);
        let work = Work { log: log.clone(), beside: Counts::default(), gate };
        let mut run = pin!(with_token(token.clone(), saves(work, ticks)));
        assert!(poll!(run.as_mut()).is_pending());
        tick.send(()).await.unwrap();
        for _ in 0..3 {
            assert!(poll!(run.as_mut()).is_pending());
        }
        token.cancel();
        tick.send(()).await.unwrap();
        // Held: the loop goes on, over its other awaits too.
        for _ in 0..4 {
            assert!(poll!(run.as_mut()).is_pending());
        }
        open.send(()).unwrap();
        // Its arm is ready; what follows the loop has no checkpoint.
        assert_eq!(run.await, Ok(2));
        assert_eq!(log.entries(), ["shielded work done", "shield left"]);
    });
}

#[test]
fn h04_pool_polled_through_next_in_a_loop() {
    #[cancellable]
    async fn polls(work: Work) -> Stopped {
        let (tick, mut ticks) = mpsc::channel(8);
        tick.send(()).await.unwrap();
        let mut pool = FuturesUnordered::new();
        pool.push(Work::shielded(work.gate, &work.log).boxed());
        loop {
            tokio::select! {
                Some(()) = pool.next() => {}
                Some(()) = ticks.recv() => pool.push(work.beside.probe().boxed()),
                else => return Ok(()),
            }
        }
    }

    on_both(|| async {
        assert!(holds(polls).await.0.is_err());
    });
}

/// What ended the hold need not be an end: dropping the shield ends it as well.
#[test]
fn h04_shield_dropped_by_its_owner_holds_no_longer() {
    #[cancellable]
    async fn drops(log: Log, tick: oneshot::Receiver<()>) -> Stopped {
        let (_open, gate) = oneshot::channel();
        let mut save = Work::shielded(gate, &log).boxed();
        tokio::select! {
            () = &mut save => unreachable!(),
            _ = tick => drop(save),
        }
        pending().await
    }

    on_both(|| async {
        let (token, log) = (CancellationToken::new(), Log::default());
        let (tick, ticks) = oneshot::channel();
        let mut run = pin!(with_token(token.clone(), drops(log.clone(), ticks)));
        assert!(poll!(run.as_mut()).is_pending());
        token.cancel();
        assert!(poll!(run.as_mut()).is_pending());
        tick.send(()).unwrap();
        assert!(run.await.is_err());
        assert_eq!(log.entries(), ["shield left"]);
    });
}

/// Handed to another task, where it ends: the fn it came from is woken then.
#[test]
fn h04_shield_moved_to_another_task_holds_until_it_ended_there() {
    #[cancellable]
    async fn hands_over(work: Work) -> Stopped {
        let mut save = Work::shielded(work.gate, &work.log).boxed();
        tokio::select! {
            biased;
            () = &mut save => unreachable!(),
            () = ready(()) => {}
        }
        tokio::spawn(save);
        pending().await
    }

    on_both(|| async {
        let (token, log) = (CancellationToken::new(), Log::default());
        let (open, gate) = oneshot::channel();
        let work = Work { log: log.clone(), beside: Counts::default(), gate };
        let task = tokio::spawn(with_token(token.clone(), hands_over(work)));
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        token.cancel();
        tokio::task::yield_now().await;
        open.send(()).unwrap();
        assert!(task.await.unwrap().is_err());
    });
}
