//! No item and no wake-up of a channel is lost. Every interleaving of `shared.rs`, `receive.rs` and what
//! they stand on, with loom's types in place of the standard library's.
#![allow(missing_docs, dead_code, unreachable_pub)]

#[path = "../src/channel/line.rs"]
mod line;
#[path = "../src/channel/loss.rs"]
mod loss;
#[path = "../src/channel/policy.rs"]
mod policy;
#[path = "../src/channel/published.rs"]
mod published;
#[path = "../src/channel/receive.rs"]
mod receive;
#[path = "../src/channel/shared.rs"]
mod shared;
#[path = "../src/channel/state.rs"]
mod state;
#[path = "../src/channel/stats.rs"]
mod stats;

#[path = "../src/channel/spill/queue.rs"]
mod queue;

mod spill {
    pub(crate) use super::queue;
}

mod sync {
    pub(crate) use loom::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
    pub(crate) use loom::sync::{Condvar, Mutex, MutexGuard};
}

use std::collections::VecDeque;
use std::panic::Location;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use asyncward::Cancelled;
use asyncward::channel::SpillError;
use loom::sync::atomic::AtomicU32;
use loom::thread;
use loss::Losses;
use policy::Policy;
use published::Published;
use queue::SpillQueue;
use receive::Popped;
use shared::Shared;
use state::{Refused, State};
use sync::Ordering;

struct Wakes(AtomicU32);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Wakes {
    fn new() -> (Arc<Self>, Waker) {
        let wakes = Arc::new(Wakes(AtomicU32::new(0)));
        (Arc::clone(&wakes), Waker::from(wakes))
    }

    fn any(&self) -> bool {
        self.0.load(Ordering::SeqCst) > 0
    }
}

/// At most three involuntary switches of thread a run: enough for any two of these races at once,
/// and seconds instead of minutes.
fn model(run: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(run);
}

fn channel(capacity: usize, policy: Policy<u32>) -> Arc<Shared<u32>> {
    let losses = Losses::new(None, policy.name(), Location::caller());
    Arc::new(Shared::new(State::new(capacity, None), policy, losses))
}

fn pop(shared: &Shared<u32>) -> Option<u32> {
    match shared.pop() {
        Popped::Item(item) => Some(item),
        Popped::Nothing | Popped::Finished => None,
    }
}

fn poll(shared: &Shared<u32>, waker: &Waker) -> Poll<Option<u32>> {
    shared.poll_pop(&mut Context::from_waker(waker))
}

#[test]
fn publish_races_with_a_receiver_that_goes_to_sleep() {
    model(|| {
        let shared = channel(1, Policy::Reject);
        let (wakes, waker) = Wakes::new();
        let publisher = Arc::clone(&shared);
        let publishes = thread::spawn(move || assert!(publisher.publish(1).is_taken()));
        let polled = poll(&shared, &waker);
        publishes.join().unwrap();
        if polled.is_pending() {
            assert!(wakes.any());
            assert_eq!(poll(&shared, &waker), Poll::Ready(Some(1)));
        } else {
            assert_eq!(polled, Poll::Ready(Some(1)));
        }
    });
}

/// The second waker is the one that counts.
#[test]
fn publish_races_with_a_receiver_that_moves() {
    model(|| {
        let shared = channel(2, Policy::Reject);
        let ((_, old), (wakes, new)) = (Wakes::new(), Wakes::new());
        assert!(poll(&shared, &old).is_pending());
        let publisher = Arc::clone(&shared);
        let publishes = thread::spawn(move || assert!(publisher.publish(1).is_taken()));
        let polled = poll(&shared, &new);
        publishes.join().unwrap();
        assert!(polled.is_ready() || wakes.any());
    });
}

#[test]
fn close_races_with_a_receiver_that_goes_to_sleep() {
    model(|| {
        let shared = channel(1, Policy::Reject);
        let (wakes, waker) = Wakes::new();
        let publisher = Arc::clone(&shared);
        let closes = thread::spawn(move || publisher.remove_publisher());
        let polled = poll(&shared, &waker);
        closes.join().unwrap();
        assert!(polled == Poll::Ready(None) || wakes.any());
        assert_eq!(poll(&shared, &waker), Poll::Ready(None));
    });
}

#[test]
fn two_publishers_evict_and_all_is_accounted_for() {
    model(|| {
        let shared = channel(1, Policy::EvictOldest);
        let publishes = [1, 2].map(|item| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || match shared.publish(item) {
                Published::Evicted(item) => item,
                published => {
                    assert!(published.is_taken());
                    0
                }
            })
        });
        let mut sum = pop(&shared).unwrap_or(0);
        for publish in publishes {
            sum += publish.join().unwrap();
        }
        sum += pop(&shared).unwrap_or(0);
        assert_eq!(sum, 3);
        assert!(shared.stats().balances());
    });
}

/// An item is turned away without the lock only while the buffer is full.
#[test]
fn turning_away_races_with_room() {
    model(|| {
        let shared = channel(1, Policy::Reject);
        assert!(shared.publish(1).is_taken());
        let receiver = Arc::clone(&shared);
        let receives = thread::spawn(move || pop(&receiver));
        let published = shared.publish(2);
        assert_eq!(receives.join().unwrap(), Some(1));
        let expected = if published.is_taken() { Some(2) } else { None };
        assert_eq!(pop(&shared), expected);
        assert!(shared.publish(3).is_taken());
        let stats = shared.stats();
        assert!(stats.balances());
        assert_eq!(stats.published, 3);
    });
}

#[test]
fn turning_away_races_with_close() {
    model(|| {
        let shared = channel(1, Policy::Reject);
        assert!(shared.publish(1).is_taken());
        let receiver = Arc::clone(&shared);
        let goes = thread::spawn(move || receiver.receiver_goes());
        assert!(!shared.publish(2).is_taken());
        goes.join().unwrap();
        assert_eq!(shared.publish(3), Published::Closed(3));
        let stats = shared.stats();
        assert!(stats.balances());
        assert_eq!((stats.published, stats.dropped, stats.rejected), (3, 1, 2));
    });
}

#[test]
fn room_races_with_a_publisher_that_goes_to_sleep() {
    model(|| {
        let shared = channel(1, Policy::Reject);
        assert!(shared.publish(1).is_taken());
        let (wakes, waker) = Wakes::new();
        let receiver = Arc::clone(&shared);
        let receives = thread::spawn(move || pop(&receiver));
        let mut ticket = None;
        let offered = shared.offer(2, &mut ticket, &waker);
        receives.join().unwrap();
        if let Err(Refused::Full(item)) = offered {
            assert!(wakes.any());
            assert!(shared.offer(item, &mut ticket, &waker).is_ok());
        }
        assert_eq!(pop(&shared), Some(2));
    });
}

#[test]
fn close_races_with_a_publisher_that_goes_to_sleep() {
    model(|| {
        let shared = channel(1, Policy::Reject);
        assert!(shared.publish(1).is_taken());
        let (wakes, waker) = Wakes::new();
        let receiver = Arc::clone(&shared);
        let goes = thread::spawn(move || receiver.receiver_goes());
        let offered = shared.offer(2, &mut None, &waker);
        goes.join().unwrap();
        match offered {
            Ok(()) => panic!("there was no room, or nobody to have it"),
            Err(Refused::Full(_)) => assert!(wakes.any()),
            Err(Refused::Closed(_)) => {}
        }
    });
}

/// The first in the line gives up while there is room for it: the second is told.
#[test]
fn room_races_with_a_publisher_that_gives_up() {
    model(|| {
        let shared = channel(1, Policy::Reject);
        assert!(shared.publish(1).is_taken());
        let ((_, first), (wakes, second)) = (Wakes::new(), Wakes::new());
        let (mut left, mut stays) = (None, None);
        assert!(shared.offer(2, &mut left, &first).is_err());
        assert!(shared.offer(3, &mut stays, &second).is_err());
        let receiver = Arc::clone(&shared);
        let receives = thread::spawn(move || pop(&receiver));
        shared.leave_line(left.unwrap());
        assert_eq!(receives.join().unwrap(), Some(1));
        assert!(wakes.any());
        assert!(shared.offer(3, &mut stays, &second).is_ok());
    });
}

/// `publish` takes the room away from who was woken for it: who was is told of the next.
#[test]
fn room_that_is_taken_away_comes_again() {
    model(|| {
        let shared = channel(1, Policy::Reject);
        assert!(shared.publish(1).is_taken());
        let ((_, first), (wakes, second)) = (Wakes::new(), Wakes::new());
        let mut ticket = None;
        assert!(shared.offer(2, &mut ticket, &first).is_err());
        let other = Arc::clone(&shared);
        let takes = thread::spawn(move || {
            assert_eq!(pop(&other), Some(1));
            other.publish(3).is_taken()
        });
        let offered = shared.offer(2, &mut ticket, &first);
        let taken = takes.join().unwrap();
        assert!(offered.is_err() || !taken);
        if taken {
            assert!(shared.offer(2, &mut ticket, &second).is_err());
            assert_eq!(pop(&shared), Some(3));
            assert!(wakes.any());
        }
        if offered.is_err() {
            assert!(shared.offer(2, &mut ticket, &second).is_ok());
        }
        assert_eq!(pop(&shared), Some(2));
    });
}

/// The worker is not left asleep with items handed over, nor the receiver with items read.
#[test]
fn handing_over_races_with_the_worker() {
    model(|| {
        let losses = Losses::new(None, "spill", Location::caller());
        let state = State::new(1, Some(SpillQueue::new(4, 0, false)));
        let shared = Arc::new(Shared::new(state, Policy::Spill, losses));
        assert!(shared.publish(1).is_taken());
        let worker = Arc::clone(&shared);
        // As `worker.rs` does it, with a store that is a queue.
        let works = thread::spawn(move || {
            let mut store = VecDeque::new();
            let mut delivered = false;
            while !delivered {
                let mut state = worker.lock();
                let job = loop {
                    if state.is_work_due() {
                        let room = state.room();
                        break state.spill.as_mut().unwrap().begin(room);
                    }
                    state = worker.wait_for_bell(state, false);
                };
                drop(state);
                store.extend(job.batch);
                let mut state = worker.lock();
                state.spill.as_mut().unwrap().stored(VecDeque::new(), Ok(()));
                if job.wanted > 0 && !store.is_empty() {
                    let item = store.pop_front().unwrap();
                    state.spill.as_mut().unwrap().delivers(0);
                    state.push(item);
                    delivered = true;
                }
                worker.moved_on(state);
            }
        });
        assert_eq!(shared.publish(2), Published::Spilled);
        assert_eq!(pop(&shared), Some(1));
        let (wakes, waker) = Wakes::new();
        let polled = poll(&shared, &waker);
        works.join().unwrap();
        if polled.is_pending() {
            assert!(wakes.any());
            assert_eq!(poll(&shared, &waker), Poll::Ready(Some(2)));
        } else {
            assert_eq!(polled, Poll::Ready(Some(2)));
        }
        assert!(shared.stats().balances());
    });
}
