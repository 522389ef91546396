//! Channels: the spill. Order is kept and nothing is lost, whatever the store does.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use asyncward::channel::{
    self, Loss, MemoryStore, Published, Publisher, Receiver, SpillError, SpillStore, Stats,
};
use asyncward_tests::Log;

/// What a test lets its store do.
#[derive(Default)]
struct Orders {
    fail_append: bool,
    fail_read: bool,
    panic: bool,
    /// `append` waits as long as this is set.
    hold: bool,
    stored: Vec<u32>,
}

impl Orders {
    /// What waits, and all that comes.
    fn fail_append(&mut self) {
        self.fail_append = true;
        self.hold = false;
    }
}

/// A store in memory that follows orders.
#[derive(Clone, Default)]
struct Store {
    orders: Arc<(Mutex<Orders>, Condvar)>,
    items: Arc<Mutex<VecDeque<u32>>>,
    hand_over: usize,
}

impl Store {
    fn new(hand_over: usize) -> Self {
        Store { hand_over, ..Store::default() }
    }

    fn order(&self, order: impl FnOnce(&mut Orders)) {
        order(&mut self.orders.0.lock().unwrap());
        self.orders.1.notify_all();
    }
}

impl SpillStore<u32> for Store {
    fn append(&mut self, items: &mut VecDeque<u32>) -> Result<(), SpillError> {
        let mut orders = self.orders.0.lock().unwrap();
        while orders.hold {
            orders = self.orders.1.wait(orders).unwrap();
        }
        let panics = orders.panic;
        if orders.fail_append {
            return Err(SpillError::failed("no disk"));
        }
        orders.stored.extend(items.iter());
        drop(orders);
        assert!(!panics, "the store");
        self.items.lock().unwrap().extend(items.drain(..));
        Ok(())
    }

    fn read(&mut self, max: usize) -> Result<Vec<u32>, SpillError> {
        if self.orders.0.lock().unwrap().fail_read {
            return Err(SpillError::failed("cannot read"));
        }
        let mut items = self.items.lock().unwrap();
        let count = max.min(items.len());
        Ok(items.drain(..count).collect())
    }

    fn len(&self) -> u64 {
        self.items.lock().unwrap().len() as u64
    }

    fn hand_over(&self) -> usize {
        self.hand_over
    }
}

/// Real threads and real time: a test that hangs fails.
fn run(body: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let hang = Duration::from_secs(30);
    runtime.block_on(async { tokio::time::timeout(hang, body).await.expect("hangs") });
}

async fn until(mut holds: impl FnMut() -> bool) {
    while !holds() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

async fn rest(receiver: &mut Receiver<u32>) -> Vec<u32> {
    let mut items = Vec::new();
    while let Some(item) = receiver.recv().await {
        items.push(item);
    }
    items
}

#[track_caller]
fn balanced(stats: Stats) -> Stats {
    assert!(stats.balances(), "{stats:?}");
    stats
}

fn publish(publisher: &Publisher<u32>, items: impl IntoIterator<Item = u32>) {
    for item in items {
        assert!(publisher.publish(item).is_taken(), "{item}");
    }
}

#[test]
fn nothing_overtakes_what_is_spilled() {
    run(async {
        let (publisher, mut receiver) = channel::bounded(3).spill(MemoryStore::new(1_000));
        publish(&publisher, 0..3);
        assert_eq!(publisher.publish(3), Published::Spilled);
        // There is room, but 3 goes first.
        assert_eq!(receiver.try_recv(), Ok(0));
        let mut next = 4;
        let mut got = vec![0];
        for _ in 0..200 {
            publish(&publisher, next..next + 2);
            next += 2;
            got.push(receiver.recv().await.unwrap());
            balanced(receiver.stats());
        }
        publisher.close();
        got.extend(rest(&mut receiver).await);
        assert_eq!(got, (0..next).collect::<Vec<_>>());
        let stats = balanced(receiver.stats());
        assert_eq!((stats.spilled, stats.delivered), (0, u64::from(next)));
        // Empty again: straight into the buffer.
        assert_eq!(stats.depth, 0);
    });
}

#[test]
fn once_the_spill_is_empty_the_buffer_is_used_again() {
    run(async {
        let (publisher, mut receiver) = channel::bounded(2).spill(MemoryStore::new(1_000));
        publish(&publisher, 0..4);
        for n in 0..4 {
            assert_eq!(receiver.recv().await, Some(n));
        }
        assert_eq!(publisher.publish(4), Published::Accepted);
        assert_eq!(receiver.try_recv(), Ok(4));
    });
}

/// The store hangs: publishing goes on until the hand-over is full, and then says so.
#[test]
fn a_slow_store_does_not_hold_publish_up() {
    run(async {
        let store = Store::new(4);
        store.order(|orders| orders.hold = true);
        let (publisher, mut receiver) = channel::bounded(1).spill(store.clone());
        publish(&publisher, 0..5);
        assert_eq!(publisher.publish(5), Published::SpillFull(5));
        let stats = balanced(publisher.stats());
        assert_eq!((stats.spilled, stats.handed_over, stats.rejected), (4, 4, 1));
        store.order(|orders| orders.hold = false);
        publisher.flush_spill().await.unwrap();
        publisher.close();
        assert_eq!(rest(&mut receiver).await, [0, 1, 2, 3, 4]);
    });
}

#[test]
fn a_full_store_is_told_of_and_goes_on_when_it_has_room() {
    run(async {
        let (publisher, mut receiver) = channel::bounded(1).spill(MemoryStore::new(2));
        let mut taken = Vec::new();
        for n in 0..5_000 {
            match publisher.publish(n) {
                Published::SpillFull(back) => assert_eq!(back, n),
                published => {
                    assert!(published.is_taken());
                    taken.push(n);
                }
            }
        }
        let stats = balanced(publisher.stats());
        assert!(stats.rejected > 0);
        publisher.close();
        assert_eq!(rest(&mut receiver).await, taken);
        balanced(receiver.stats());
    });
}

#[test]
#[should_panic = "a spill of at most 0 items takes none"]
fn a_store_for_no_items() {
    let _store = MemoryStore::<u32>::new(0);
}

/// One that takes nothing holds nothing up, though nothing ever leaves it to make room.
#[test]
fn a_store_that_is_full_from_the_start() {
    struct Full;

    impl SpillStore<u32> for Full {
        fn append(&mut self, _: &mut VecDeque<u32>) -> Result<(), SpillError> {
            Err(SpillError::Full)
        }

        fn read(&mut self, _: usize) -> Result<Vec<u32>, SpillError> {
            unreachable!("it has none")
        }

        fn len(&self) -> u64 {
            0
        }
    }

    run(async {
        let (publisher, mut receiver) = channel::bounded(1).spill(Full);
        publish(&publisher, 0..5);
        for n in 0..5 {
            assert_eq!(receiver.recv().await, Some(n));
        }
        publish(&publisher, 5..9);
        drop(publisher);
        assert_eq!(rest(&mut receiver).await, [5, 6, 7, 8]);
        balanced(receiver.stats());
    });
}

/// What it was not given goes past it, in order, and publishers are told.
#[test]
fn a_store_that_fails() {
    run(async {
        let store = Store::new(10);
        store.order(|orders| orders.hold = true);
        let (publisher, mut receiver) = channel::bounded(2).spill(store.clone());
        publish(&publisher, 0..4);
        store.order(Orders::fail_append);
        until(|| publisher.spill_error().is_some()).await;
        assert_eq!(publisher.spill_error().unwrap().to_string(), "the spill fails: no disk");
        assert!(publisher.flush_spill().await.is_err());
        assert_eq!(publisher.publish(9), Published::SpillFailed(9));
        for n in 0..4 {
            assert_eq!(receiver.recv().await, Some(n));
        }
        assert_eq!(publisher.publish(4), Published::Accepted);
        let stats = balanced(publisher.stats());
        assert_eq!((stats.rejected, stats.spilled), (1, 0));
        // It works again: found out within a moment.
        store.order(|orders| orders.fail_append = false);
        until(|| publisher.spill_error().is_none()).await;
        publish(&publisher, 5..10);
        publisher.close();
        assert_eq!(rest(&mut receiver).await, [4, 5, 6, 7, 8, 9]);
    });
}

/// A fault in the middle: what is stored comes first.
#[test]
fn a_store_that_fails_with_items_in_it() {
    run(async {
        let store = Store::new(10);
        let (publisher, mut receiver) = channel::bounded(1).spill(store.clone());
        publish(&publisher, 0..4);
        publisher.flush_spill().await.unwrap();
        store.order(|orders| orders.hold = true);
        publish(&publisher, 4..6);
        store.order(Orders::fail_append);
        until(|| publisher.spill_error().is_some()).await;
        publisher.close();
        assert_eq!(rest(&mut receiver).await, [0, 1, 2, 3, 4, 5]);
        balanced(receiver.stats());
    });
}

/// `recv` waits for the store as long as someone publishes, and says `None` for an end.
#[test]
fn a_store_that_cannot_be_read() {
    run(async {
        let store = Store::new(10);
        store.order(|orders| orders.fail_read = true);
        let (publisher, mut receiver) = channel::bounded(1).spill(store.clone());
        publish(&publisher, 0..3);
        assert_eq!(receiver.recv().await, Some(0));
        until(|| publisher.spill_error().is_some()).await;
        assert!(receiver.try_recv().is_err());
        store.order(|orders| orders.fail_read = false);
        assert_eq!(receiver.recv().await, Some(1));
        assert_eq!(receiver.recv().await, Some(2));
        store.order(|orders| orders.fail_read = true);
        publish(&publisher, 3..6);
        assert_eq!(receiver.recv().await, Some(3));
        publisher.close();
        assert!(rest(&mut receiver).await.is_empty());
        assert!(receiver.spill_error().is_some());
        let stats = balanced(receiver.stats());
        assert_eq!(stats.spilled, 2);
    });
}

#[test]
fn a_store_that_panics_fails() {
    run(async {
        let store = Store::new(10);
        store.order(|orders| orders.hold = true);
        let (publisher, mut receiver) = channel::bounded(1).spill(store.clone());
        publish(&publisher, 0..3);
        store.order(|orders| {
            orders.panic = true;
            orders.hold = false;
        });
        until(|| publisher.spill_error().is_some()).await;
        publisher.close();
        assert_eq!(rest(&mut receiver).await, [0, 1, 2]);
    });
}

/// `publish_within` waits for the hand-over, not for the store.
#[test]
fn publish_within_spills_and_waits_for_room_in_the_hand_over() {
    run(async {
        let store = Store::new(2);
        store.order(|orders| orders.hold = true);
        let (publisher, mut receiver) = channel::bounded(1).spill(store.clone());
        let limit = Duration::from_secs(20);
        for n in 0..3 {
            publisher.publish_within(n, limit).await.unwrap();
        }
        let waits = publisher.publish_within(3, limit);
        let frees = async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            store.order(|orders| orders.hold = false);
        };
        let (published, ()) = tokio::join!(waits, frees);
        assert_eq!(published, Ok(()));
        publisher.close();
        assert_eq!(rest(&mut receiver).await, [0, 1, 2, 3]);
        assert_eq!(*store.orders.0.lock().unwrap().stored, [1, 2, 3]);
    });
}

#[test]
fn what_is_left_in_memory_is_dropped_with_the_receiver() {
    run(async {
        let log = Log::default();
        let seen: Arc<Mutex<Vec<Loss>>> = Arc::default();
        let hook = Arc::clone(&seen);
        let (publisher, receiver) = channel::bounded(1)
            .on_loss(move |_, why| hook.lock().unwrap().push(why))
            .spill(MemoryStore::new(10));
        for name in ["first", "second", "third"] {
            assert!(publisher.publish(log.on_drop(name)).is_taken());
        }
        receiver.shutdown().await;
        assert_eq!(log.entries(), ["first", "second", "third"]);
        assert_eq!(*seen.lock().unwrap(), [Loss::Closed; 3]);
        let stats = publisher.stats();
        assert!(stats.balances());
        assert_eq!((stats.dropped, stats.spilled), (3, 0));
        assert!(matches!(publisher.publish(log.on_drop("late")), Published::Closed(_)));
    });
}

/// Items of a batch are read back while it lingers.
#[test]
fn recv_batch_from_the_spill() {
    run(async {
        let (publisher, mut receiver) = channel::bounded(4).spill(MemoryStore::new(1_000));
        publish(&publisher, 0..100);
        publisher.close();
        let mut got = Vec::new();
        while let Some(batch) = receiver.recv_batch(10, Duration::from_millis(1)).await {
            assert!(!batch.is_empty() && batch.len() <= 4);
            got.extend(batch);
        }
        assert_eq!(got, (0..100).collect::<Vec<_>>());
    });
}

/// What is in the spill comes in time for the batch, also where there is little room for it.
#[test]
fn recv_batch_does_not_linger_for_what_is_in_the_spill() {
    run(async {
        let (publisher, mut receiver) = channel::bounded(10).spill(MemoryStore::new(1_000));
        publish(&publisher, 0..12);
        for n in 0..3 {
            assert_eq!(receiver.recv().await, Some(n));
        }
        let batch = receiver.recv_batch(9, Duration::from_secs(1_000)).await.unwrap();
        assert_eq!(batch, (3..12).collect::<Vec<_>>());
    });
}

#[test]
fn shutdown_without_a_spill_is_at_once() {
    run(async {
        let (_publisher, receiver) = channel::bounded::<u32>(4).reject();
        receiver.shutdown().await;
    });
}
