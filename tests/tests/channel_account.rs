//! Channels: every item is accounted for, whatever happens in whatever order, on one thread and on many.

use std::collections::VecDeque;
use std::thread;
use std::time::Duration;

use asyncward::channel::{
    self, Bounded, MemoryStore, Published, Publisher, Receiver, SpillError, SpillStore,
};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Policy {
    Reject,
    DropIncoming,
    EvictOldest,
    EvictNewest,
    KeepLatest,
    Merge,
}

use Policy::{DropIncoming, EvictNewest, EvictOldest, KeepLatest, Merge, Reject};

const POLICIES: [Policy; 6] = [Reject, DropIncoming, EvictOldest, EvictNewest, KeepLatest, Merge];

/// What was published under one number, or several merged.
type Item = Vec<u32>;

fn make(policy: Policy, bounded: Bounded<Item>) -> (Publisher<Item>, Receiver<Item>) {
    match policy {
        Reject => bounded.reject(),
        DropIncoming => bounded.drop_incoming(),
        EvictOldest => bounded.evict_oldest(),
        EvictNewest => bounded.evict_newest(),
        KeepLatest => bounded.keep_latest(),
        Merge => bounded.merge(|last, next| last.extend(next)),
    }
}

/// The same in the plainest form.
fn expected(
    policy: Policy,
    capacity: usize,
    queue: &mut VecDeque<Item>,
    item: Item,
) -> Published<Item> {
    if queue.len() < capacity {
        queue.push_back(item);
        return Published::Accepted;
    }
    match policy {
        Reject => Published::Rejected(item),
        DropIncoming => Published::Dropped(item),
        EvictOldest => {
            queue.push_back(item);
            Published::Evicted(queue.pop_front().unwrap())
        }
        EvictNewest => {
            let newest = queue.pop_back().unwrap();
            queue.push_back(item);
            Published::Evicted(newest)
        }
        KeepLatest => {
            let mut all: Vec<_> = queue.drain(..).collect();
            queue.push_back(item);
            if all.len() == 1 {
                Published::Evicted(all.remove(0))
            } else {
                Published::EvictedAll(all)
            }
        }
        Merge => {
            queue.back_mut().unwrap().extend(item);
            Published::Merged
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Publish,
    PublishWithin,
    TryRecv,
    RecvBatch(usize),
    Drain,
    Close,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => Just(Step::Publish),
        3 => Just(Step::PublishWithin),
        5 => Just(Step::TryRecv),
        2 => (1..5_usize).prop_map(Step::RecvBatch),
        1 => Just(Step::Drain),
        1 => prop_oneof![9 => Just(Step::Publish), 1 => Just(Step::Close)],
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..Default::default() })]

    /// Outcomes, order and account are those of the plainest form.
    #[test]
    fn the_account_balances_after_each_step(
        policy in proptest::sample::select(&POLICIES),
        capacity in 1..6_usize,
        steps in proptest::collection::vec(step(), 0..200),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all().start_paused(true).build().unwrap();
        let _entered = runtime.enter();
        let (publisher, mut receiver) = make(policy, channel::bounded(capacity));
        let (mut queue, mut published, mut closed) = (VecDeque::new(), 0, false);
        let (mut delivered, mut lost, mut merged) = (0, 0, 0);
        for step in steps {
            match step {
                Step::Publish => {
                    let item = vec![published];
                    published += 1;
                    let is = publisher.publish(item.clone());
                    let should = if closed {
                        Published::Closed(item)
                    } else {
                        expected(policy, capacity, &mut queue, item)
                    };
                    prop_assert_eq!(&is, &should);
                    merged += u64::from(is == Published::Merged);
                    lost += is.into_lost().count() as u64;
                }
                Step::PublishWithin => {
                    let item = vec![published];
                    published += 1;
                    let is = runtime.block_on(publisher.publish_within(item.clone(), Duration::ZERO));
                    if !closed && queue.len() < capacity {
                        prop_assert!(is.is_ok());
                        queue.push_back(item);
                    } else {
                        prop_assert_eq!(is.unwrap_err().into_item(), item);
                        lost += 1;
                    }
                }
                Step::TryRecv => {
                    let is = receiver.try_recv().ok();
                    delivered += is.iter().len() as u64;
                    prop_assert_eq!(is, queue.pop_front());
                }
                Step::RecvBatch(max) => {
                    if !queue.is_empty() || closed {
                        let is = runtime.block_on(receiver.recv_batch(max, Duration::ZERO));
                        let is = is.unwrap_or_default();
                        delivered += is.len() as u64;
                        let count = max.min(queue.len());
                        prop_assert_eq!(is, queue.drain(..count).collect::<Vec<_>>());
                    }
                }
                Step::Drain => {
                    let is = receiver.drain();
                    delivered += is.len() as u64;
                    prop_assert_eq!(is, queue.drain(..).collect::<Vec<_>>());
                }
                Step::Close => {
                    closed = true;
                    receiver.close();
                }
            }
            let stats = receiver.stats();
            prop_assert!(stats.balances(), "{:?}", stats);
            prop_assert_eq!(stats.published, u64::from(published));
            prop_assert_eq!(stats.delivered, delivered);
            prop_assert_eq!(stats.depth, queue.len());
            prop_assert_eq!(stats.merged, merged);
            prop_assert_eq!(stats.evicted + stats.dropped + stats.rejected, lost);
            prop_assert_eq!(stats.oldest_age.is_some(), stats.depth > 0);
            prop_assert!(stats.high_water >= stats.depth && stats.high_water <= capacity);
        }
        let waiting = receiver.stats().depth as u64;
        let dropped = receiver.stats().dropped;
        drop(receiver);
        prop_assert_eq!(publisher.stats().dropped, dropped + waiting);
        prop_assert!(publisher.stats().balances());
    }
}

/// A spill with a short hand-over, which is full again and again.
struct Small(MemoryStore<u32>, usize);

impl SpillStore<u32> for Small {
    fn append(&mut self, items: &mut VecDeque<u32>) -> Result<(), SpillError> {
        self.0.append(items)
    }

    fn read(&mut self, max: usize) -> Result<Vec<u32>, SpillError> {
        self.0.read(max)
    }

    fn len(&self) -> u64 {
        self.0.len()
    }

    fn hand_over(&self) -> usize {
        self.1
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    /// Whatever its thread does meanwhile: what was taken comes out, once and in order, and the account
    /// balances after each step.
    #[test]
    fn the_account_of_a_spill_balances(
        capacity in 1..6_usize,
        limit in 1..20_usize,
        hand_over in 1..5_usize,
        steps in proptest::collection::vec(step(), 0..200),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let _entered = runtime.enter();
        let store = Small(MemoryStore::new(limit), hand_over);
        let (publisher, mut receiver) = channel::bounded(capacity).spill(store);
        let (mut taken, mut got, mut back) = (Vec::new(), Vec::new(), 0);
        for (n, step) in (0..).zip(steps) {
            match step {
                Step::Publish => match publisher.publish(n).is_taken() {
                    true => taken.push(n),
                    false => back += 1,
                },
                Step::PublishWithin => {
                    let limit = Duration::from_micros(50);
                    match runtime.block_on(publisher.publish_within(n, limit)) {
                        Ok(()) => taken.push(n),
                        Err(_) => back += 1,
                    }
                }
                Step::TryRecv if n % 2 == 0 => got.extend(receiver.try_recv().ok()),
                Step::TryRecv if got.len() < taken.len() => {
                    got.extend(runtime.block_on(receiver.recv()));
                }
                Step::RecvBatch(max) if got.len() < taken.len() => {
                    let linger = Duration::from_micros(50);
                    got.extend(runtime.block_on(receiver.recv_batch(max, linger)).unwrap());
                }
                Step::Drain => got.extend(receiver.drain()),
                Step::TryRecv | Step::RecvBatch(_) => {}
                Step::Close => receiver.close(),
            }
            let stats = receiver.stats();
            prop_assert!(stats.balances(), "{:?}", stats);
            prop_assert_eq!(stats.delivered, got.len() as u64);
            prop_assert_eq!(stats.rejected, back);
        }
        publisher.close();
        while let Some(n) = runtime.block_on(receiver.recv()) {
            got.push(n);
        }
        prop_assert_eq!(got, taken);
        prop_assert!(receiver.stats().balances());
    }
}

/// A number of items, and the sum of what is in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Lot {
    items: u64,
    sum: u64,
    /// Who published the last of them.
    from: u64,
}

impl Lot {
    fn add(&mut self, other: Lot) {
        self.items += other.items;
        self.sum += other.sum;
    }
}

const PUBLISHERS: u64 = 4;

/// Four publishers as fast as they can, and a receiver that is slower, by all its ways.
fn many_threads(
    make: impl FnOnce(Bounded<Lot>) -> (Publisher<Lot>, Receiver<Lot>),
    total: u64,
    in_order: bool,
) {
    let each = total / PUBLISHERS;
    let (publisher, mut receiver) = make(channel::bounded(256));
    let account = publisher.clone();
    let publishes = |from: u64| {
        let publisher = publisher.clone();
        thread::spawn(move || {
            let mut lost = Lot::default();
            for n in 0..each {
                let published = publisher.publish(Lot { items: 1, sum: n, from });
                published.into_lost().for_each(|item| lost.add(item));
                if n % 1024 == 0 {
                    thread::yield_now();
                }
            }
            lost
        })
    };
    let publishers: Vec<_> = (0..PUBLISHERS).map(publishes).collect();
    drop(publisher);
    let receives = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (mut got, mut last) = (Lot::default(), [None; PUBLISHERS as usize]);
            let mut take = |item: Lot| {
                let last = &mut last[item.from as usize];
                assert!(!in_order || last.is_none_or(|last| item.sum > last));
                *last = Some(item.sum);
                got.add(item);
            };
            for round in 0_u64.. {
                match round % 4 {
                    0 => match receiver.recv().await {
                        Some(item) => take(item),
                        None => break,
                    },
                    1 => receiver.try_recv().into_iter().for_each(&mut take),
                    2 => match receiver.recv_batch(100, Duration::from_micros(50)).await {
                        Some(items) => items.into_iter().for_each(&mut take),
                        None => break,
                    },
                    _ => receiver.drain().into_iter().for_each(&mut take),
                }
                if round % 64 == 0 {
                    thread::yield_now();
                }
                // While it is still alive, before the account is closed.
                if round % 512 == 0 {
                    assert!(receiver.stats().balances());
                }
            }
            got
        })
    });
    let mut lost = Lot::default();
    for publisher in publishers {
        lost.add(publisher.join().unwrap());
    }
    // Or the channel would stay open for the one that is kept for its account.
    account.close();
    let got = receives.join().unwrap();
    let mut all = lost;
    all.add(got);
    assert_eq!(all.items, PUBLISHERS * each);
    assert_eq!(all.sum, PUBLISHERS * (each * (each - 1) / 2));
    let stats = account.stats();
    assert!(stats.balances(), "{stats:?}");
    assert_eq!(stats.published, PUBLISHERS * each);
    assert_eq!(stats.delivered + stats.merged, got.items);
    assert_eq!(stats.evicted + stats.dropped + stats.rejected, lost.items);
    assert_eq!((stats.depth, stats.spilled, stats.handed_over), (0, 0, 0));
}

fn merged(bounded: Bounded<Lot>) -> (Publisher<Lot>, Receiver<Lot>) {
    bounded.merge(|last, next| last.add(next))
}

fn spilled(bounded: Bounded<Lot>) -> (Publisher<Lot>, Receiver<Lot>) {
    bounded.spill(MemoryStore::new(5_000))
}

macro_rules! none_lost_or_doubled {
    ($($test:ident: $make:expr, $in_order:expr;)*) => {$(
        #[test]
        fn $test() {
            many_threads($make, 10_000_000, $in_order);
        }
    )*};
}

none_lost_or_doubled! {
    reject_10_000_000: Bounded::reject, true;
    drop_incoming_10_000_000: Bounded::drop_incoming, true;
    evict_oldest_10_000_000: Bounded::evict_oldest, true;
    evict_newest_10_000_000: Bounded::evict_newest, true;
    keep_latest_10_000_000: Bounded::keep_latest, true;
    merge_10_000_000: merged, false;
    spill_10_000_000: spilled, true;
}
