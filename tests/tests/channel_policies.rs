//! Channels: what each policy does with an item too many, what comes back, and closing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asyncward::channel::{self, Bounded, Published, Publisher, Receiver, Stats, TryRecvError};
use asyncward_tests::{Log, OnDrop, paused};

fn filled<T>(
    make: impl FnOnce(Bounded<T>) -> (Publisher<T>, Receiver<T>),
    items: impl IntoIterator<Item = T>,
) -> (Publisher<T>, Receiver<T>) {
    let mut items = items.into_iter().peekable();
    let (publisher, receiver) = make(channel::bounded(3));
    while items.peek().is_some() {
        assert!(matches!(publisher.publish(items.next().unwrap()), Published::Accepted));
    }
    (publisher, receiver)
}

#[track_caller]
fn counts(stats: Stats) -> [u64; 6] {
    assert!(stats.balances(), "{stats:?}");
    assert_eq!(stats.spilled, 0);
    let Stats { accepted, delivered, evicted, dropped, rejected, merged, .. } = stats;
    [accepted, delivered, evicted, dropped, rejected, merged]
}

#[test]
fn reject_hands_the_item_back() {
    let (publisher, mut receiver) = filled(Bounded::reject, [1, 2, 3]);
    assert_eq!(publisher.publish(4), Published::Rejected(4));
    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!(publisher.publish(5), Published::Accepted);
    assert_eq!(receiver.drain(), [2, 3, 5]);
    assert_eq!(counts(receiver.stats()), [4, 4, 0, 0, 1, 0]);
}

#[test]
fn drop_incoming_gives_the_item_up() {
    let (publisher, mut receiver) = filled(Bounded::drop_incoming, [1, 2, 3]);
    assert_eq!(publisher.publish(4), Published::Dropped(4));
    assert_eq!(receiver.drain(), [1, 2, 3]);
    assert_eq!(counts(receiver.stats()), [3, 3, 0, 1, 0, 0]);
}

#[test]
fn evict_oldest_takes_the_first() {
    let (publisher, mut receiver) = filled(Bounded::evict_oldest, [1, 2, 3]);
    assert_eq!(publisher.publish(4), Published::Evicted(1));
    assert_eq!(publisher.publish(5), Published::Evicted(2));
    assert_eq!(receiver.drain(), [3, 4, 5]);
    assert_eq!(counts(receiver.stats()), [5, 3, 2, 0, 0, 0]);
}

#[test]
fn evict_newest_takes_the_last() {
    let (publisher, mut receiver) = filled(Bounded::evict_newest, [1, 2, 3]);
    assert_eq!(publisher.publish(4), Published::Evicted(3));
    assert_eq!(publisher.publish(5), Published::Evicted(4));
    assert_eq!(receiver.drain(), [1, 2, 5]);
    assert_eq!(counts(receiver.stats()), [5, 3, 2, 0, 0, 0]);
}

#[test]
fn keep_latest_takes_all() {
    let (publisher, mut receiver) = filled(Bounded::keep_latest, [1, 2, 3]);
    assert_eq!(publisher.publish(4), Published::EvictedAll(vec![1, 2, 3]));
    assert_eq!(publisher.publish(5), Published::Accepted);
    assert_eq!(receiver.drain(), [4, 5]);
    assert_eq!(counts(receiver.stats()), [5, 2, 3, 0, 0, 0]);
}

#[test]
fn keep_latest_of_one_takes_the_one() {
    let (publisher, mut receiver) = channel::bounded(1).keep_latest();
    assert_eq!(publisher.publish(1), Published::Accepted);
    assert_eq!(publisher.publish(2), Published::Evicted(1));
    assert_eq!(receiver.drain(), [2]);
}

#[test]
fn merge_folds_into_the_last() {
    let merge = |bounded: Bounded<String>| bounded.merge(|last, next| last.push_str(&next));
    let (publisher, mut receiver) = filled(merge, ["a", "b", "c"].map(str::to_owned));
    assert_eq!(publisher.publish("d".to_owned()), Published::Merged);
    assert_eq!(receiver.try_recv().unwrap(), "a");
    assert_eq!(publisher.publish("e".to_owned()), Published::Accepted);
    assert_eq!(publisher.publish("f".to_owned()), Published::Merged);
    assert_eq!(receiver.drain(), ["b", "cd", "ef"]);
    assert_eq!(counts(receiver.stats()), [4, 4, 0, 0, 0, 2]);
}

#[test]
fn a_panicking_merge_loses_only_the_incoming_item() {
    let merge = |bounded: Bounded<u32>| {
        bounded.merge(|last, next| {
            *last += 10;
            assert!(next != 13, "unlucky");
        })
    };
    let (publisher, mut receiver) = filled(merge, [1, 2, 3]);
    let panic = catch_unwind(AssertUnwindSafe(|| publisher.publish(13))).unwrap_err();
    assert_eq!(*panic.downcast::<&str>().unwrap(), "unlucky");
    assert_eq!(counts(publisher.stats()), [3, 0, 0, 1, 0, 0]);
    assert_eq!(publisher.publish(4), Published::Merged);
    assert_eq!(receiver.drain(), [1, 2, 23]);
    assert_eq!(counts(receiver.stats()), [3, 3, 0, 1, 0, 1]);
}

/// It would be a deadlock.
#[test]
fn a_merge_that_uses_its_channel_panics() {
    let slot: Arc<Mutex<Option<Publisher<u32>>>> = Arc::default();
    let seen = Arc::clone(&slot);
    let (publisher, receiver) = channel::bounded(1).merge(move |_, next| {
        if let Some(publisher) = &*seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) {
            let _ = publisher.publish(next);
        }
    });
    *slot.lock().unwrap() = Some(publisher.clone());
    assert_eq!(publisher.publish(1), Published::Accepted);
    let panic = catch_unwind(AssertUnwindSafe(|| publisher.publish(2))).unwrap_err();
    let text = panic.downcast::<&str>().unwrap();
    assert_eq!(*text, "the merge function of a channel must not use that channel");
    assert_eq!(counts(receiver.stats()), [1, 0, 0, 1, 0, 0]);
    slot.clear_poison();
    slot.lock().unwrap().take();
}

#[test]
fn capacity_0_is_told_where_it_is_written() {
    let panic = catch_unwind(|| drop(channel::bounded::<u8>(0))).unwrap_err();
    assert!(panic.downcast::<&str>().unwrap().starts_with("a channel of capacity 0"));
}

#[test]
fn a_huge_capacity_takes_no_memory() {
    let (publisher, mut receiver) = channel::bounded(usize::MAX).reject();
    assert_eq!(publisher.publish([0_u64; 16]), Published::Accepted);
    assert!(receiver.try_recv().is_ok());
}

#[test]
fn items_without_size() {
    let (publisher, mut receiver) = channel::bounded(2).evict_oldest();
    for _ in 0..5 {
        assert!(publisher.publish(()).is_taken());
    }
    assert_eq!(receiver.drain(), [(), ()]);
}

#[test]
fn into_lost_gives_each_lost_item() {
    let lost = |published: Published<u32>| published.into_lost().collect::<Vec<_>>();
    assert_eq!(lost(Published::Accepted), [0_u32; 0]);
    assert_eq!(lost(Published::Evicted(1)), [1]);
    assert_eq!(lost(Published::EvictedAll(vec![1, 2])), [1, 2]);
    assert_eq!(lost(Published::Closed(1)), [1]);
}

#[test]
fn closing_from_the_publishing_end() {
    let (publisher, mut receiver) = filled(Bounded::reject, [1, 2]);
    let other = publisher.clone();
    drop(publisher);
    assert!(!receiver.is_closed());
    drop(other);
    assert!(receiver.is_closed());
    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!(receiver.drain(), [2]);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Closed));
}

#[test]
fn one_publisher_closes_for_all() {
    let (publisher, mut receiver) = filled(Bounded::evict_oldest, [1]);
    let other = publisher.clone();
    publisher.close();
    assert_eq!(other.publish(2), Published::Closed(2));
    assert_eq!(receiver.try_recv(), Ok(1));
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Closed));
    assert_eq!(counts(receiver.stats()), [1, 1, 0, 0, 1, 0]);
}

/// Also when it is full, where the policy would turn items away.
#[test]
fn closing_from_the_receiving_end() {
    for make in [Bounded::reject, Bounded::drop_incoming, Bounded::evict_oldest] {
        let (publisher, mut receiver) = filled(make, [1, 2, 3]);
        receiver.close();
        assert_eq!(publisher.publish(4), Published::Closed(4));
        assert_eq!(receiver.drain(), [1, 2, 3]);
        assert!(publisher.is_closed());
        assert_eq!(counts(publisher.stats()), [3, 3, 0, 0, 1, 0]);
    }
}

#[test]
fn items_left_are_dropped_with_the_receiver_oldest_first() {
    let log = Log::default();
    let items = ["first", "second", "third"].map(|name| log.on_drop(name));
    let (publisher, receiver) = filled::<OnDrop>(Bounded::reject, items);
    drop(receiver);
    assert_eq!(log.entries(), ["first", "second", "third"]);
    assert_eq!(counts(publisher.stats()), [3, 0, 0, 3, 0, 0]);
    drop(publisher.publish(log.on_drop("late")));
    assert_eq!(log.entries().len(), 4);
}

/// The destructor of an item may use the channel: no lock is held.
#[test]
fn an_item_that_publishes_when_dropped() {
    struct Echo(Option<Publisher<Echo>>);

    impl Drop for Echo {
        fn drop(&mut self) {
            if let Some(publisher) = self.0.take() {
                let _ = publisher.publish(Echo(None));
            }
        }
    }

    let (publisher, receiver) = channel::bounded(2).evict_oldest();
    for _ in 0..5 {
        drop(publisher.publish(Echo(Some(publisher.clone()))));
    }
    drop(receiver);
    assert!(publisher.stats().balances());
}

#[test]
fn the_oldest_age_is_that_of_the_oldest() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(100).reject();
        let age = || publisher.stats().oldest_age;
        let second = Duration::from_secs(1);
        assert_eq!(age(), None);
        for n in 0..3 {
            assert!(publisher.publish(n).is_taken());
            assert_eq!(age(), Some(second * n));
            tokio::time::advance(second).await;
        }
        assert_eq!(age(), Some(second * 3));
        assert_eq!(receiver.try_recv(), Ok(0));
        assert_eq!(age(), Some(second * 2));
        assert_eq!(receiver.try_recv(), Ok(1));
        assert_eq!(age(), Some(second));
        assert_eq!(receiver.try_recv(), Ok(2));
        assert_eq!(age(), None);
        assert!(publisher.publish(9).is_taken());
        assert_eq!(age(), Some(Duration::ZERO));
    });
}

/// Nobody asks while they come.
#[test]
fn the_oldest_age_of_many() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(100).evict_oldest();
        for n in 0..150_u64 {
            assert!(publisher.publish(n).is_taken());
            tokio::time::advance(Duration::from_millis(2)).await;
        }
        for received in 50..150_u64 {
            let age = u32::try_from(150 - received).unwrap() * Duration::from_millis(2);
            assert_eq!(receiver.stats().oldest_age, Some(age));
            assert_eq!(receiver.try_recv(), Ok(received));
        }
    });
}

/// Those that come at once share a time now and then, four of them at most.
#[test]
fn the_oldest_age_of_a_burst() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(1000).reject();
        let step = Duration::from_micros(20);
        for n in 0..1000_u32 {
            assert!(publisher.publish(n).is_taken());
            tokio::time::advance(step).await;
        }
        for received in 0..1000 {
            let (age, exact) = (receiver.stats().oldest_age.unwrap(), step * (1000 - received));
            assert!(age >= exact && age < exact + step * 4, "{age:?} for {exact:?}");
            assert_eq!(receiver.try_recv(), Ok(received));
        }
    });
}

/// What comes slowly after a burst is not as old as that.
#[test]
fn the_oldest_age_after_a_burst() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(1000).reject();
        let second = Duration::from_secs(1);
        for n in 0..65 {
            assert!(publisher.publish(n).is_taken());
        }
        tokio::time::advance(10 * second).await;
        for n in 65..85 {
            assert!(publisher.publish(n).is_taken());
            tokio::time::advance(second).await;
        }
        for n in 0..85 {
            let age = receiver.stats().oldest_age;
            match n {
                0..65 => assert_eq!(age, Some(30 * second)),
                // These may share the time of the burst.
                65..68 => {}
                _ => assert_eq!(age, Some(second * (85 - n))),
            }
            assert_eq!(receiver.try_recv(), Ok(n));
        }
    });
}

#[test]
fn the_oldest_age_after_a_short_burst() {
    paused(async {
        let second = Duration::from_secs(1);
        for burst in 1..32 {
            let (publisher, mut receiver) = channel::bounded(100).reject();
            for n in 0..burst {
                assert!(publisher.publish(n).is_taken());
            }
            tokio::time::advance(5 * second).await;
            assert!(publisher.publish(burst).is_taken());
            assert_eq!(receiver.stats().oldest_age, Some(5 * second));
            for n in 0..burst {
                assert_eq!(receiver.try_recv(), Ok(n));
            }
            assert_eq!(receiver.stats().oldest_age, Some(Duration::ZERO));
        }
    });
}

#[test]
fn the_oldest_age_while_a_burst_is_received() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(1000).reject();
        let second = Duration::from_secs(1);
        for n in 0..64 {
            assert!(publisher.publish(n).is_taken());
        }
        tokio::time::advance(10 * second).await;
        assert_eq!(receiver.try_recv(), Ok(0));
        for n in 64..70 {
            assert!(publisher.publish(n).is_taken());
            tokio::time::advance(second).await;
        }
        for n in 1..64 {
            assert_eq!(receiver.stats().oldest_age, Some(16 * second));
            assert_eq!(receiver.try_recv(), Ok(n));
        }
        for n in 64..70_u32 {
            assert_eq!(receiver.stats().oldest_age, Some(second * (70 - n)));
            assert_eq!(receiver.try_recv(), Ok(n));
        }
    });
}

/// The last place is always fresh, so it must not look old.
#[test]
fn the_age_of_an_item_that_takes_the_place_of_another() {
    paused(async {
        let (publisher, mut receiver) = channel::bounded(2).evict_newest();
        for n in 0..50 {
            assert!(publisher.publish(n).is_taken());
            tokio::time::advance(Duration::from_secs(1)).await;
        }
        assert_eq!(publisher.stats().oldest_age, Some(Duration::from_secs(50)));
        assert_eq!(receiver.try_recv(), Ok(0));
        assert_eq!(publisher.stats().oldest_age, Some(Duration::from_secs(1)));
    });
}

#[test]
fn high_water_is_the_greatest_depth() {
    let (publisher, mut receiver) = filled(Bounded::evict_oldest, [1, 2]);
    assert_eq!(receiver.drain().len(), 2);
    assert!(publisher.publish(3).is_taken());
    let stats = publisher.stats();
    assert_eq!((stats.depth, stats.high_water, stats.capacity), (1, 2, 3));
}

mod auto_traits {
    use std::cell::Cell;
    use std::panic::UnwindSafe;

    use super::*;
    use asyncward::channel::PublishWithin;
    use static_assertions::{assert_impl_all, assert_not_impl_any};

    assert_impl_all!(Publisher<Cell<u8>>: Send, Sync, Unpin, Clone);
    assert_impl_all!(Receiver<Cell<u8>>: Send, Sync, Unpin);
    assert_impl_all!(PublishWithin<'static, Cell<u8>>: Send, Unpin);
    assert_not_impl_any!(Publisher<*const u8>: Send, Sync);
    assert_not_impl_any!(Receiver<*const u8>: Send, Sync);
    assert_not_impl_any!(Receiver<u8>: Clone);
    assert_impl_all!(Published<u8>: Send, Sync, UnwindSafe, Clone);

    #[test]
    fn receiving_futures_are_send() {
        fn is_send<F: Send>(_: F) {}
        let (_publisher, mut receiver) = channel::bounded::<Cell<u8>>(1).reject();
        is_send(receiver.recv());
        is_send(receiver.recv_batch(1, Duration::ZERO));
    }
}
