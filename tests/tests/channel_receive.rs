//! Channels: the ways to receive, who is woken when, and that a receive that is given up loses nothing.

use std::cell::RefCell;
use std::time::Duration;

use asyncward::channel::{self, Publisher, Receiver};
use asyncward::testing::{Outcome, cancel_sweep};
use asyncward::{Cancelled, cancellable};
use asyncward_tests::{on_both, paused};
use futures::StreamExt as _;
use futures::future::{FutureExt as _, poll_immediate};
use tokio::time::{Instant, sleep};

const MS: Duration = Duration::from_millis(1);

#[track_caller]
fn publish(publisher: &Publisher<u32>, items: impl IntoIterator<Item = u32>) {
    for item in items {
        assert!(publisher.publish(item).is_taken());
    }
}

#[test]
fn recv_waits_for_an_item_and_for_the_end() {
    on_both(|| async {
        let (publisher, mut receiver) = channel::bounded(2).reject();
        let received = tokio::spawn(async move {
            let mut received = Vec::new();
            while let Some(item) = receiver.recv().await {
                received.push(item);
            }
            received
        });
        for n in 0..10 {
            let mut item = n;
            while let channel::Published::Rejected(back) = publisher.publish(item) {
                item = back;
                tokio::task::yield_now().await;
            }
        }
        drop(publisher);
        assert_eq!(received.await.unwrap(), (0..10).collect::<Vec<_>>());
    });
}

#[test]
fn recv_is_woken_by_close() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded::<u32>(2).reject();
        let (received, ()) = tokio::join!(receiver.recv(), async { publisher.close() });
        assert_eq!(received, None);
    });
}

/// A loop over items that are there gives others their turn.
#[test]
fn recv_takes_part_in_the_budget() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(10_000).reject();
        publish(&publisher, 0..10_000);
        let other = tokio::spawn(async {});
        for _ in 0..1_000 {
            receiver.recv().await.unwrap();
        }
        assert!(other.is_finished());
    });
}

/// A receive that moved to another task is woken there.
#[test]
fn the_last_waker_counts() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(2).reject();
        assert!(receiver.recv().now_or_never().is_none());
        let received = tokio::spawn(async move { receiver.recv().await });
        tokio::task::yield_now().await;
        publish(&publisher, [1]);
        assert_eq!(received.await.unwrap(), Some(1));
    });
}

#[test]
fn recv_batch_is_complete_at_max() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(10).reject();
        publish(&publisher, 0..5);
        let begin = Instant::now();
        assert_eq!(receiver.recv_batch(3, 10 * MS).await.unwrap(), [0, 1, 2]);
        assert_eq!(begin.elapsed(), Duration::ZERO);
    });
}

#[test]
fn recv_batch_lingers_from_the_first_item_on() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(10).reject();
        let begin = Instant::now();
        let publishes = async {
            for n in 0..5 {
                sleep(4 * MS).await;
                publish(&publisher, [n]);
            }
        };
        let (batch, ()) = tokio::join!(receiver.recv_batch(100, 10 * MS), publishes);
        // At 4, 8 and 12 ms; 16 is over the 4 + 10.
        assert_eq!(batch.unwrap(), [0, 1, 2]);
        assert_eq!(receiver.drain(), [3, 4]);
        assert_eq!(begin.elapsed(), 20 * MS);
    });
}

/// There is no room for more, so there is nothing to linger for.
#[test]
fn recv_batch_is_complete_when_full() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(3).evict_oldest();
        let publishes = async {
            for n in 0..3 {
                tokio::task::yield_now().await;
                publish(&publisher, [n]);
            }
        };
        let begin = Instant::now();
        let (batch, ()) = tokio::join!(receiver.recv_batch(100, 10 * MS), publishes);
        assert_eq!(batch.unwrap(), [0, 1, 2]);
        assert_eq!(begin.elapsed(), Duration::ZERO);
    });
}

#[test]
fn recv_batch_does_not_linger_for_a_closed_channel() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(10).reject();
        publish(&publisher, [1]);
        let begin = Instant::now();
        let closes = async {
            sleep(MS).await;
            drop(publisher);
        };
        let (batch, ()) = tokio::join!(receiver.recv_batch(100, 10 * MS), closes);
        assert_eq!(batch.unwrap(), [1]);
        assert_eq!(receiver.recv_batch(100, 10 * MS).await, None);
        assert_eq!(begin.elapsed(), MS);
    });
}

#[test]
fn recv_batch_without_linger_takes_what_is_there() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(10).reject();
        publish(&publisher, 0..4);
        assert_eq!(receiver.recv_batch(100, Duration::ZERO).await.unwrap(), [0, 1, 2, 3]);
    });
}

#[test]
#[should_panic = "`recv_batch` of at most 0 items would never give one"]
fn recv_batch_of_nothing() {
    let (_publisher, mut receiver) = channel::bounded::<u32>(10).reject();
    drop(receiver.recv_batch(0, MS));
}

/// Once for the first item and once for the whole batch, however many come.
#[test]
fn recv_batch_is_not_woken_for_each_item() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(100).reject();
        let mut polls = 0;
        let mut batch = Box::pin(receiver.recv_batch(50, 10 * MS));
        let counted = std::future::poll_fn(|cx| {
            polls += 1;
            batch.as_mut().poll(cx)
        });
        let task = async {
            for n in 0..50 {
                publish(&publisher, [n]);
                tokio::task::yield_now().await;
            }
        };
        // `join!` would poll both for each: so from a set that polls what was woken.
        let mut both = futures::stream::FuturesUnordered::new();
        both.push(async { assert_eq!(counted.await.unwrap().len(), 50) }.boxed_local());
        both.push(task.boxed_local());
        while both.next().await.is_some() {}
        drop(both);
        assert_eq!(polls, 3);
    });
}

#[test]
fn a_receiver_is_a_stream() {
    paused(async {
        let (publisher, receiver) = channel::bounded(10).reject();
        publish(&publisher, 0..4);
        drop(publisher);
        assert_eq!(receiver.map(|n| n * 2).collect::<Vec<_>>().await, [0, 2, 4, 6]);
    });
}

#[cancellable]
async fn by_recv(receiver: &mut Receiver<u32>, got: &RefCell<Vec<u32>>) -> Result<(), Cancelled> {
    while let Some(item) = receiver.recv().await {
        got.borrow_mut().push(item);
    }
    Ok(())
}

#[cancellable]
async fn by_stream(receiver: &mut Receiver<u32>, got: &RefCell<Vec<u32>>) -> Result<(), Cancelled> {
    while let Some(item) = receiver.next().await {
        got.borrow_mut().push(item);
    }
    Ok(())
}

#[cancellable]
async fn by_batch(receiver: &mut Receiver<u32>, got: &RefCell<Vec<u32>>) -> Result<(), Cancelled> {
    while let Some(items) = receiver.recv_batch(3, 10 * MS).await {
        got.borrow_mut().extend(items);
    }
    Ok(())
}

#[cancellable]
async fn by_try_recv(
    receiver: &mut Receiver<u32>,
    got: &RefCell<Vec<u32>>,
) -> Result<(), Cancelled> {
    loop {
        match receiver.try_recv() {
            Ok(item) => got.borrow_mut().push(item),
            Err(channel::TryRecvError::Empty) => sleep(MS).await,
            Err(channel::TryRecvError::Closed) => return Ok(()),
        }
    }
}

#[cancellable]
async fn by_drain(receiver: &mut Receiver<u32>, got: &RefCell<Vec<u32>>) -> Result<(), Cancelled> {
    while !receiver.is_closed() || receiver.stats().depth > 0 {
        got.borrow_mut().extend(receiver.drain());
        sleep(MS).await;
    }
    Ok(())
}

/// Receives while items come and the channel closes, cancelled and dropped at each checkpoint in turn:
/// what was published was received or still waits, in order.
macro_rules! loses_nothing {
    ($($test:ident: $receive:ident, $checkpoints:expr;)*) => {$(
        #[test]
        #[expect(clippy::await_holding_refcell_ref, reason = "nobody else borrows it meanwhile")]
        fn $test() {
            paused(async {
                let (slot, got) = (RefCell::new(None), RefCell::new(Vec::new()));
                let passed = cancel_sweep(
                    || {
                        got.borrow_mut().clear();
                        let (publisher, receiver) = channel::bounded(10).reject();
                        *slot.borrow_mut() = Some(receiver);
                        tokio::spawn(async move {
                            for n in 0..8 {
                                sleep(4 * MS).await;
                                let _ = publisher.publish(n);
                            }
                        });
                        async { $receive(slot.borrow_mut().as_mut().unwrap(), &got).await }
                    },
                    |run| {
                        let mut receiver = slot.borrow_mut().take().unwrap();
                        let mut all = got.borrow().clone();
                        all.extend(receiver.drain());
                        let stats = receiver.stats();
                        assert!(stats.balances(), "{stats:?}");
                        assert_eq!(all.len() as u64, stats.accepted, "{run:?}");
                        assert_eq!(all, (0..all.len() as u32).collect::<Vec<_>>(), "{run:?}");
                        if let Outcome::Completed(result) = run.outcome {
                            assert_eq!((result, all.len()), (Ok(()), 8));
                        }
                    },
                )
                .await;
                assert!(passed >= $checkpoints, "{passed}");
            });
        }
    )*};
}

loses_nothing! {
    recv_is_cancel_safe: by_recv, 8;
    stream_is_cancel_safe: by_stream, 8;
    recv_batch_is_cancel_safe: by_batch, 4;
    try_recv_is_cancel_safe: by_try_recv, 8;
    drain_is_cancel_safe: by_drain, 8;
}

/// The same with the receiving future dropped after each of its polls.
#[test]
fn a_dropped_receive_loses_nothing() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(10).reject();
        let mut got = Vec::new();
        for n in 0..8 {
            assert!(poll_immediate(receiver.recv()).await.is_none());
            assert!(poll_immediate(receiver.recv_batch(5, 10 * MS)).await.is_none());
            publish(&publisher, [2 * n, 2 * n + 1]);
            // Lingers.
            assert!(poll_immediate(receiver.recv_batch(5, 10 * MS)).await.is_none());
            got.extend(receiver.recv().await);
            got.extend(receiver.recv_batch(5, 10 * MS).await.unwrap());
        }
        assert_eq!(got, (0..16).collect::<Vec<_>>());
    });
}

/// The waker of a batch that was given up does not keep the next receive asleep.
#[test]
fn recv_after_a_batch_that_was_given_up() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(100).reject();
        publish(&publisher, [1]);
        assert!(poll_immediate(receiver.recv_batch(50, 10 * MS)).await.is_none());
        assert_eq!(receiver.recv().await, Some(1));
        let received = tokio::spawn(async move { receiver.recv().await });
        tokio::task::yield_now().await;
        publish(&publisher, [2]);
        assert_eq!(received.await.unwrap(), Some(2));
    });
}

/// Outside a runtime nothing but a wait for time is missed.
#[test]
fn without_a_runtime() {
    let (publisher, mut receiver) = channel::bounded(1).reject();
    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let mut receiving = Box::pin(receiver.recv());
    assert!(receiving.as_mut().poll(&mut cx).is_pending());
    publish(&publisher, [1]);
    assert!(receiving.as_mut().poll(&mut cx).is_ready());
}
