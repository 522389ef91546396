//! Channels: `publish_within`, the publish that waits: always within its limit, never losing its item.

use std::cell::RefCell;
use std::time::Duration;

use asyncward::channel::{self, Publisher, Unpublished};
use asyncward::testing::{Outcome, cancel_sweep};
use asyncward::{
    CancellationToken, Cancelled, Cause, cancellable, shield, with_timeout, with_token,
};
use asyncward_tests::{assert_stopped, cancelled_token, on_both, paused};
use futures::stream::{FuturesUnordered, StreamExt as _};
use tokio::time::{Instant, sleep};

const MS: Duration = Duration::from_millis(1);
const LIMIT: Duration = Duration::from_secs(1);

fn full() -> (Publisher<u32>, channel::Receiver<u32>) {
    let (publisher, receiver) = channel::bounded(1).evict_oldest();
    assert!(publisher.publish(0).is_taken());
    (publisher, receiver)
}

#[test]
fn waits_for_room_and_evicts_nothing() {
    paused(async {
        let (publisher, mut receiver) = full();
        let begin = Instant::now();
        let receives = async {
            sleep(5 * MS).await;
            receiver.recv().await
        };
        let (published, received) = tokio::join!(publisher.publish_within(1, LIMIT), receives);
        assert_eq!((published, received), (Ok(()), Some(0)));
        assert_eq!(begin.elapsed(), 5 * MS);
        assert_eq!(receiver.drain(), [1]);
        assert_eq!(receiver.stats().evicted, 0);
    });
}

#[test]
fn hands_the_item_back_at_the_limit() {
    paused(async {
        let (publisher, receiver) = full();
        let begin = Instant::now();
        let unpublished = publisher.publish_within(7, LIMIT).await.unwrap_err();
        assert_eq!(unpublished.to_string(), "the channel stayed full for 1s");
        assert_eq!(unpublished, Unpublished::TimedOut { item: 7, limit: LIMIT });
        assert_eq!(begin.elapsed(), LIMIT);
        let stats = receiver.stats();
        assert!(stats.balances());
        assert_eq!((stats.published, stats.rejected), (2, 1));
    });
}

#[test]
fn a_limit_of_zero_does_not_wait() {
    paused(async {
        let (publisher, mut receiver) = full();
        assert!(publisher.publish_within(1, Duration::ZERO).await.is_err());
        receiver.drain();
        assert_eq!(publisher.publish_within(2, Duration::ZERO).await, Ok(()));
    });
}

#[test]
fn a_limit_without_end() {
    on_both(|| async {
        let (publisher, mut receiver) = full();
        let publishes =
            tokio::spawn(async move { publisher.publish_within(1, Duration::MAX).await });
        tokio::task::yield_now().await;
        assert_eq!(receiver.recv().await, Some(0));
        assert_eq!(receiver.recv().await, Some(1));
        assert_eq!(publishes.await.unwrap(), Ok(()));
    });
}

#[test]
fn is_told_of_the_close() {
    paused(async {
        let (publisher, receiver) = full();
        let closes = async {
            sleep(MS).await;
            drop(receiver);
        };
        let (published, ()) = tokio::join!(publisher.publish_within(1, LIMIT), closes);
        assert_eq!(published, Err(Unpublished::Closed { item: 1 }));
        assert_eq!(publisher.publish_within(2, LIMIT).await, Err(Unpublished::Closed { item: 2 }));
        assert!(publisher.stats().balances());
    });
}

/// Each place that is freed wakes one, the longest waiting first; one that has gone passes it on.
#[test]
fn room_goes_to_who_waits_longest() {
    paused(async {
        let (publisher, mut receiver) = full();
        let wait = |item| {
            let publisher = publisher.clone();
            tokio::spawn(async move { publisher.publish_within(item, LIMIT).await })
        };
        let tasks = [1, 2, 3].map(wait);
        tokio::task::yield_now().await;
        // The first is woken for the place and never runs again.
        receiver.recv().await;
        tasks[0].abort();
        for expected in [2, 3] {
            assert_eq!(receiver.recv().await, Some(expected));
        }
        let [first, second, third] = tasks;
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!((second.await.unwrap(), third.await.unwrap()), (Ok(()), Ok(())));
    });
}

/// Who comes later does not take the room away, however often who waits is not in time for it.
#[test]
fn newcomers_stand_in_line() {
    paused(async {
        let (publisher, mut receiver) = full();
        let waits = tokio::spawn({
            let publisher = publisher.clone();
            async move { publisher.publish_within(999, LIMIT).await }
        });
        tokio::task::yield_now().await;
        assert_eq!(receiver.try_recv(), Ok(0));
        // It is woken, and had no turn yet.
        let newcomer = publisher.publish_within(1, Duration::ZERO).await;
        assert_eq!(newcomer.unwrap_err().into_item(), 1);
        // Only `publish`, which never waits, does not stand in line: who was woken in vain keeps its place.
        assert!(publisher.publish(2).is_taken());
        let second = publisher.publish_within(3, LIMIT);
        tokio::pin!(second);
        assert!(futures::future::poll_immediate(&mut second).await.is_none());
        tokio::task::yield_now().await;
        assert_eq!(receiver.try_recv(), Ok(2));
        assert!(futures::future::poll_immediate(&mut second).await.is_none());
        assert_eq!(waits.await.unwrap(), Ok(()));
        assert_eq!(receiver.try_recv(), Ok(999));
        assert_eq!(second.await, Ok(()));
        assert_eq!(receiver.drain(), [3]);
        assert!(publisher.stats().balances());
    });
}

/// All at once when there is room for all.
#[test]
fn drain_wakes_as_many_as_there_is_room_for() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(3).reject();
        for n in 0..3 {
            assert!(publisher.publish(n).is_taken());
        }
        let mut waiting: FuturesUnordered<_> =
            (3..7).map(|n| publisher.publish_within(n, LIMIT)).collect();
        assert!(futures::future::poll_immediate(waiting.next()).await.is_none());
        assert_eq!(receiver.drain(), [0, 1, 2]);
        for _ in 0..3 {
            assert_eq!(waiting.next().await, Some(Ok(())));
        }
        assert_eq!(receiver.drain(), [3, 4, 5]);
        assert_eq!(waiting.next().await, Some(Ok(())));
    });
}

#[test]
fn a_dropped_future_has_published_nothing() {
    paused(async {
        let (publisher, mut receiver) = full();
        drop(publisher.publish_within(1, LIMIT));
        let waits = publisher.publish_within(2, LIMIT);
        assert!(futures::future::poll_immediate(waits).await.is_none());
        assert_eq!(receiver.drain(), [0]);
        assert_eq!(receiver.stats().published, 1);
    });
}

#[cancellable]
async fn send(publisher: &Publisher<u32>, item: u32) -> Result<Result<(), u32>, Cancelled> {
    let sent = publisher.publish_within(item, LIMIT).await;
    Ok(sent.map_err(Unpublished::into_item))
}

/// What a caller that passes the cancel on would write.
#[cancellable]
async fn pass_on(publisher: &Publisher<u32>) -> Result<(), Cancelled> {
    match publisher.publish_within(7, LIMIT).await {
        Ok(()) => Ok(()),
        Err(Unpublished::Cancelled { item: 7, cancelled }) => Err(cancelled),
        Err(other) => panic!("{other:?}"),
    }
}
const PASS_ON: u32 = line!() - 6;

#[test]
fn cancelled_while_it_waits() {
    on_both(|| async {
        let (publisher, _receiver) = full();
        let token = CancellationToken::new();
        let waits = with_token(token.clone(), pass_on(&publisher));
        let cancels = async {
            tokio::task::yield_now().await;
            token.cancel();
        };
        let (stopped, ()) = tokio::join!(waits, cancels);
        let site = ("pass_on", "publisher.publish_within(7, LIMIT)", file!(), PASS_ON);
        assert_stopped(stopped.unwrap_err(), Cause::Requested, site);
        let stats = publisher.stats();
        assert!(stats.balances());
        assert_eq!(stats.rejected, 1);
    });
}

/// Where an ordinary checkpoint would not begin, and drop the item.
#[test]
fn cancelled_before_it_begins() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(1).reject();
        let sent = with_token(cancelled_token(), send(&publisher, 1)).await;
        assert_eq!(sent, Ok(Err(1)));
        assert_eq!(receiver.drain(), [0_u32; 0]);
    });
}

#[test]
fn stopped_by_a_deadline_around() {
    paused(async {
        let (publisher, _receiver) = full();
        let begin = Instant::now();
        let stopped = with_timeout(5 * MS, pass_on(&publisher)).await.unwrap_err();
        assert_eq!(stopped.cause(), Cause::Deadline { limit: 5 * MS });
        assert_eq!(begin.elapsed(), 5 * MS);
    });
}

/// In code without the attribute too, also where each future has a waker of its own.
#[test]
fn cancelled_without_the_attribute() {
    paused(async {
        let (publisher, _receiver) = full();
        let token = CancellationToken::new();
        let waits = with_token(token.clone(), async {
            let mut set: FuturesUnordered<_> =
                (1..4).map(|n| publisher.publish_within(n, LIMIT)).collect();
            let mut back = Vec::new();
            while let Some(unpublished) = set.next().await {
                let unpublished = unpublished.unwrap_err();
                assert!(unpublished.cancelled().is_some());
                back.push(unpublished.into_item());
            }
            back.sort_unstable();
            back
        });
        let cancels = async {
            sleep(MS).await;
            token.cancel();
        };
        let (back, ()) = tokio::join!(waits, cancels);
        assert_eq!(back, [1, 2, 3]);
    });
}

#[test]
fn not_cancelled_in_a_shield() {
    paused(async {
        let (publisher, mut receiver) = full();
        let sends = with_token(cancelled_token(), async {
            shield(publisher.publish_within(1, LIMIT)).await
        });
        let receives = async {
            sleep(MS).await;
            receiver.recv().await
        };
        assert_eq!(tokio::join!(sends, receives), (Ok(()), Some(0)));
    });
}

#[test]
fn in_join_and_try_join_and_select() {
    #[cancellable]
    async fn joins(publisher: &Publisher<u32>) -> Result<Vec<u32>, Cancelled> {
        let (a, b) =
            tokio::join!(publisher.publish_within(1, LIMIT), publisher.publish_within(2, LIMIT));
        Ok([a, b].map(|sent| sent.unwrap_err().into_item()).to_vec())
    }

    #[cancellable]
    async fn try_joins(publisher: &Publisher<u32>) -> Result<Vec<u32>, Cancelled> {
        let both = tokio::try_join!(
            publisher.publish_within(1, LIMIT),
            publisher.publish_within(2, LIMIT)
        );
        Ok(vec![both.unwrap_err().into_item()])
    }

    #[cancellable]
    async fn selects(publisher: &Publisher<u32>) -> Result<Vec<u32>, Cancelled> {
        tokio::select! {
            sent = publisher.publish_within(1, LIMIT) => Ok(vec![sent.unwrap_err().into_item()]),
            () = std::future::pending() => Ok(vec![]),
        }
    }

    paused(async {
        let (publisher, _receiver) = full();
        let token = CancellationToken::new();
        let all = with_token(token.clone(), async {
            tokio::join!(joins(&publisher), try_joins(&publisher), selects(&publisher))
        });
        let cancels = async {
            sleep(MS).await;
            token.cancel();
        };
        let (back, ()) = tokio::join!(all, cancels);
        // `try_join!` gives that which it polls first.
        assert!(matches!(back.1.as_deref(), Ok([1 | 2])));
        assert_eq!((back.0, back.2), (Ok(vec![1, 2]), Ok(vec![1])));
        assert!(publisher.stats().balances());
    });
}

/// Whichever checkpoint it is stopped at, an item is published or comes back; one whose future is
/// dropped was not published.
#[test]
fn publish_within_is_swept() {
    #[cancellable]
    async fn sends(publisher: &Publisher<u32>, back: &RefCell<Vec<u32>>) -> Result<(), Cancelled> {
        for n in 1..4 {
            if let Err(unpublished) = publisher.publish_within(n, LIMIT).await {
                back.borrow_mut().push(unpublished.into_item());
            }
        }
        Ok(())
    }

    paused(async {
        let (slot, back) = (RefCell::new(None), RefCell::new(Vec::new()));
        let passed = cancel_sweep(
            || {
                back.borrow_mut().clear();
                let (publisher, mut receiver) = full();
                *slot.borrow_mut() = Some(publisher.clone());
                let back = &back;
                async move {
                    let receives = async {
                        let mut received = Vec::new();
                        loop {
                            sleep(MS).await;
                            match receiver.try_recv() {
                                Ok(item) => received.push(item),
                                Err(_) => return received,
                            }
                        }
                    };
                    let (sent, received) = tokio::join!(sends(&publisher, back), receives);
                    (sent, received)
                }
            },
            |run| {
                let stats = slot.borrow_mut().take().unwrap().stats();
                assert!(stats.balances(), "{stats:?}");
                if let Outcome::Cancelled((sent, mut received)) = run.outcome {
                    received.extend(back.borrow().iter());
                    received.sort_unstable();
                    assert_eq!((sent, received), (Ok(()), vec![0, 1, 2, 3]));
                    assert!(!back.borrow().is_empty());
                }
            },
        )
        .await;
        assert!(passed >= 6, "{passed}");
    });
}
