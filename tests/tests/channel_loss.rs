//! Channels: losses are told of, to the hook.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use asyncward::channel::{self, Bounded, Loss, Published, Publisher};
use asyncward_tests::paused;

type Seen = Arc<Mutex<Vec<(u32, Loss)>>>;

fn watched(capacity: usize) -> (Bounded<u32>, Seen) {
    let seen = Seen::default();
    let hook = Arc::clone(&seen);
    let bounded = channel::bounded(capacity)
        .on_loss(move |item: &u32, why| hook.lock().unwrap().push((*item, why)));
    (bounded, seen)
}

fn publish(publisher: &Publisher<u32>, items: impl IntoIterator<Item = u32>) {
    for item in items {
        let _ = publisher.publish(item);
    }
}

#[test]
fn the_hook_is_told_of_each_lost_item_and_why() {
    let told = |make: fn(Bounded<u32>) -> _| {
        let (bounded, seen) = watched(2);
        let (publisher, receiver): (Publisher<u32>, channel::Receiver<u32>) = make(bounded);
        publish(&publisher, 1..=4);
        drop(receiver);
        publish(&publisher, [5]);
        let stats = publisher.stats();
        let seen = seen.lock().unwrap().clone();
        assert_eq!(stats.evicted + stats.dropped + stats.rejected, seen.len() as u64);
        seen
    };
    use Loss::{Closed, Dropped, Evicted, Rejected};
    let closed = |items: [u32; 3]| items.map(|item| (item, Closed));
    let with = |first: &[(u32, Loss)], then: &[(u32, Loss)]| [first, then].concat();
    assert_eq!(told(Bounded::reject), with(&[(3, Rejected), (4, Rejected)], &closed([1, 2, 5])));
    assert_eq!(
        told(Bounded::drop_incoming),
        with(&[(3, Dropped), (4, Dropped)], &closed([1, 2, 5]))
    );
    assert_eq!(
        told(Bounded::evict_oldest),
        with(&[(1, Evicted), (2, Evicted)], &closed([3, 4, 5]))
    );
    assert_eq!(
        told(Bounded::evict_newest),
        with(&[(2, Evicted), (3, Evicted)], &closed([1, 4, 5]))
    );
    assert_eq!(told(Bounded::keep_latest), with(&[(1, Evicted), (2, Evicted)], &closed([3, 4, 5])));
}

#[test]
fn the_hook_is_told_of_publish_within() {
    paused(async {
        let (bounded, seen) = watched(1);
        let (publisher, _receiver) = bounded.evict_oldest();
        publish(&publisher, [1]);
        assert!(publisher.publish_within(2, Duration::from_secs(1)).await.is_err());
        let stopped = asyncward_tests::cancelled_token();
        let waits = publisher.publish_within(3, Duration::from_secs(1));
        assert!(asyncward::with_token(stopped, waits).await.is_err());
        assert_eq!(*seen.lock().unwrap(), [(2, Loss::TimedOut), (3, Loss::Cancelled)]);
    });
}

/// No lock is held: it may publish, receive elsewhere, and ask.
#[test]
fn the_hook_may_use_the_channel() {
    let slot: Arc<OnceLock<Publisher<u32>>> = Arc::default();
    let inside = Arc::clone(&slot);
    let (publisher, mut receiver) = channel::bounded(2)
        .on_loss(move |item: &u32, _| {
            let publisher = inside.get().unwrap();
            assert!(publisher.stats().balances());
            if *item < 100 {
                let _ = publisher.publish(item + 100);
            }
        })
        .evict_oldest();
    slot.set(publisher.clone()).unwrap();
    publish(&publisher, 1..=3);
    // 101 takes the place of 2, 102 that of 3, and 103 that of 101.
    assert_eq!(receiver.drain(), [102, 103]);
}

#[test]
fn a_hook_that_panics_costs_nothing() {
    let calls = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&calls);
    let (publisher, receiver) = channel::bounded(2)
        .on_loss(move |_: &u32, _| {
            counted.fetch_add(1, Ordering::Relaxed);
            panic!("the hook");
        })
        .evict_oldest();
    publish(&publisher, 1..=2);
    assert_eq!(publisher.publish(3), Published::Evicted(1));
    assert!(publisher.stats().balances());
    drop(receiver);
    assert_eq!(calls.load(Ordering::Relaxed), 3);
    assert!(publisher.stats().balances());
}

/// A receiver that goes in a panic must not make it an abort.
#[test]
fn a_hook_that_panics_in_a_panic() {
    let (publisher, receiver) =
        channel::bounded(2).on_loss(|_: &u32, _| panic!("the hook")).reject();
    publish(&publisher, [1]);
    let panic = catch_unwind(AssertUnwindSafe(move || {
        let _receiver = receiver;
        panic!("the task");
    }));
    assert_eq!(*panic.unwrap_err().downcast::<&str>().unwrap(), "the task");
    assert_eq!(publisher.stats().dropped, 1);
}
