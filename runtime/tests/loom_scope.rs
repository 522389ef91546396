//! The hand-written parts of a scope, every interleaving of each, with loom's types in place of the standard
//! library's:
//!
//! - `children.rs`: no child enters a scope that has ended, the last child is never missed, nor the destructor
//!   of the last outcome; a `Task` that is held elsewhere does not keep the scope;
//! - `slots.rs`: no slot is lost between those who free one and those who come to wait, and none is
//!   given twice. The semaphore in it is tokio's own: to loom, each call of it is one step;
//! - `tasks.rs`: a `Task` is counted as long as it has an outcome to take, and one whose child left none is not;
//! - `wakers.rs`: a suspended child hears of each stage of the end.
//!
//! The waker of the scope's own task, `cancel/signal.rs`, has a file of its own beside this one.
#![allow(missing_docs, dead_code)]

#[path = "../src/scope/children.rs"]
mod children;
#[path = "../src/cancel/signal.rs"]
mod signal;
#[path = "../src/scope/slots.rs"]
mod slots;
#[path = "../src/scope/tasks.rs"]
mod tasks;
#[path = "../src/scope/wakers.rs"]
mod wakers;

mod sync {
    pub(crate) use loom::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
    pub(crate) use loom::sync::{Mutex, MutexGuard};
}

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use children::{Children, Left};
use loom::sync::atomic::AtomicU32;
use loom::thread;
use signal::Signal;
use slots::Slots;
use sync::Ordering;
use tasks::Tasks;
use wakers::Wakers;

struct Wakes(AtomicU32);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Whether the scope outside is to be told.
fn tell(left: &Left, signal: &Signal) -> bool {
    if *left == Left::Scope {
        signal.wake_task();
    }
    *left == Left::Outer
}

fn leave(children: &Children, signal: &Signal) -> bool {
    tell(&children.leave(|| 0), signal)
}

/// A child ends, and its outcome is dropped because there is no `Task`.
fn end(children: &Children, signal: &Signal, destroyed: &AtomicU32) -> bool {
    let ended = tell(&children.end(|| 0), signal);
    destroyed.fetch_add(1, Ordering::SeqCst);
    tell(&children.outcome_gone(|| 0), signal) || ended
}

/// Two children of a scope, each of which ends on a thread of its own, where it says whether the scope outside is
/// to be told; and how many of them are destroyed.
struct Ending {
    children: Arc<Children>,
    signal: Arc<Signal>,
    destroyed: Arc<AtomicU32>,
    threads: Vec<thread::JoinHandle<bool>>,
}

fn two_end(with_outcomes: bool) -> Ending {
    let (children, signal) = (Arc::new(Children::new()), Arc::new(Signal::new()));
    let destroyed = Arc::new(AtomicU32::new(0));
    assert!(children.enter() && children.enter());
    let threads = (0..2).map(|_| {
        let (children, signal) = (children.clone(), signal.clone());
        let destroyed = destroyed.clone();
        thread::spawn(move || {
            if with_outcomes {
                return end(&children, &signal, &destroyed);
            }
            destroyed.fetch_add(1, Ordering::SeqCst);
            leave(&children, &signal)
        })
    });
    let threads = threads.collect();
    Ending { children, signal, destroyed, threads }
}

/// The scope sees that the last child is gone, with the outcome that nobody has, or is woken for it.
#[test]
fn s02_last_child_races_with_the_wait() {
    for with_outcomes in [false, true] {
        loom::model(move || {
            let Ending { children, signal, destroyed, threads } = two_end(with_outcomes);
            let wakes = Arc::new(Wakes(AtomicU32::new(0)));
            signal.register(&Waker::from(wakes.clone()));
            let closed = children.close_if_empty(|| 0);
            assert!(!closed || destroyed.load(Ordering::SeqCst) == 2);
            for thread in threads {
                assert!(!thread.join().unwrap());
            }
            assert!(closed || wakes.0.load(Ordering::SeqCst) == 1);
            assert!(children.close_if_empty(|| 0));
        });
    }
}

/// A `Task` that is held elsewhere, taken or dropped while the scope ends, neither keeps it nor lets
/// it end before the other child's outcome is destroyed.
#[test]
fn s02_a_task_held_elsewhere_races_with_the_wait() {
    loom::model(|| {
        let (children, signal) = (Arc::new(Children::new()), Arc::new(Signal::new()));
        let (destroyed, held) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(1)));
        let count = |held: &AtomicU32| held.load(Ordering::SeqCst) as usize;
        assert!(children.enter() && children.enter());
        // This one's `Task` is held.
        children.end(|| 1);
        let child = thread::spawn({
            let (children, signal) = (children.clone(), signal.clone());
            let (destroyed, held) = (destroyed.clone(), held.clone());
            move || {
                tell(&children.end(|| count(&held)), &signal);
                destroyed.fetch_add(1, Ordering::SeqCst);
                tell(&children.outcome_gone(|| count(&held)), &signal);
            }
        });
        let task = thread::spawn({
            let (children, signal, held) = (children.clone(), signal.clone(), held.clone());
            move || {
                held.fetch_sub(1, Ordering::SeqCst);
                tell(&children.outcome_gone(|| count(&held)), &signal);
            }
        });
        let wakes = Arc::new(Wakes(AtomicU32::new(0)));
        signal.register(&Waker::from(wakes.clone()));
        let closed = children.close_if_empty(|| count(&held));
        assert!(!closed || destroyed.load(Ordering::SeqCst) == 1);
        child.join().unwrap();
        task.join().unwrap();
        assert!(closed || wakes.0.load(Ordering::SeqCst) > 0);
        assert!(children.close_if_empty(|| count(&held)));
    });
}

/// A child is aborted while its `Task` is dropped: the one is counted off once, the other stays.
#[test]
fn s11_an_aborted_child_races_with_the_drop_of_its_task() {
    loom::model(|| {
        let tasks = Arc::new(Tasks::new());
        let (first, second) = (tasks.token().of(1), tasks.token().of(2));
        first.can_be_aborted();
        let child = thread::spawn({
            let tasks = tasks.clone();
            move || tasks.left_nothing(&1)
        });
        let dropped = thread::spawn(move || drop(first));
        assert!((1..=2).contains(&tasks.count()));
        child.join().unwrap();
        dropped.join().unwrap();
        assert_eq!(tasks.count(), 1);
        // Nobody could abort this one: its runtime has ended.
        tasks.left_nothing(&2);
        drop(second);
        assert_eq!(tasks.count(), 0);
    });
}

/// A spawn from outside either comes in, and is waited for, or is refused.
#[test]
fn s04_spawn_races_with_the_end() {
    loom::model(|| {
        let children = Arc::new(Children::new());
        let entered = thread::spawn({
            let children = children.clone();
            move || children.enter()
        });
        let closed = children.close_if_empty(|| 0);
        let entered = entered.join().unwrap();
        assert_ne!(closed, entered);
        assert_eq!(children.len(), usize::from(entered));
        assert!(!closed || !children.enter());
    });
}

/// Whether a wait for a slot is over.
fn is_served<E>(wait: Pin<&mut impl Future<Output = Result<(), E>>>) -> bool {
    let polled = wait.poll(&mut Context::from_waker(Waker::noop()));
    matches!(polled, Poll::Ready(Ok(())))
}

/// How many slots are free, taken one by one.
fn free(slots: &Slots) -> usize {
    std::iter::repeat_with(|| slots.try_take()).take_while(|taken| *taken).count()
}

/// A slot comes back while somebody comes to wait for one: he gets it, or the next look finds it.
#[test]
fn s10_a_wait_for_a_slot_races_with_one_that_comes_back() {
    loom::model(|| {
        let slots = Arc::new(Slots::new(1));
        assert!(slots.try_take());
        let gives = thread::spawn({
            let slots = slots.clone();
            move || slots.give_back()
        });
        {
            let mut wait = pin!(slots.take());
            let at_once = is_served(wait.as_mut());
            gives.join().unwrap();
            assert!(at_once || is_served(wait.as_mut()));
        }
        assert_eq!(free(&slots), 0);
    });
}

/// A wait is given up while the slot comes back that it, or the one behind it, is to get.
#[test]
fn s10_a_dropped_wait_races_with_a_slot_that_comes_back() {
    loom::model(|| {
        let slots = Arc::new(Slots::new(1));
        assert!(slots.try_take());
        let mut first = Box::pin(slots.take());
        assert!(!is_served(first.as_mut()));
        let gives = thread::spawn({
            let slots = slots.clone();
            move || slots.give_back()
        });
        let mut second = pin!(slots.take());
        let second_at_once = is_served(second.as_mut());
        drop(first);
        gives.join().unwrap();
        assert!(second_at_once || is_served(second.as_mut()));
        assert_eq!(free(&slots), 0);
    });
}

/// Two slots come back, and somebody takes one on the way without waiting: none is lost or given twice.
#[test]
fn s12_a_try_races_with_slots_that_come_back() {
    loom::model(|| {
        let slots = Arc::new(Slots::new(2));
        assert!(slots.try_take() && slots.try_take());
        let gives: Vec<_> = (0..2)
            .map(|_| {
                let slots = slots.clone();
                thread::spawn(move || slots.give_back())
            })
            .collect();
        let taken = usize::from(slots.try_take());
        for gives in gives {
            gives.join().unwrap();
        }
        assert_eq!(taken + free(&slots), 2);
    });
}

/// The scope outside hears once that all of an abandoned scope is gone, with the outcomes.
#[test]
fn s15_last_child_races_with_the_drop() {
    for with_outcomes in [false, true] {
        loom::model(move || {
            let Ending { children, destroyed, threads, .. } = two_end(with_outcomes);
            let empty = children.abandon(|| 0);
            assert!(!empty || destroyed.load(Ordering::SeqCst) == 2);
            let told = threads.into_iter().map(|thread| thread.join().unwrap());
            assert_eq!(told.filter(|told| *told).count() + usize::from(empty), 1);
        });
    }
}

/// As a child does: reads the stage, and keeps its waker for the next one. Whether it was told.
fn suspend(wakers: &Wakers, stage: &AtomicU32, wakes: &Arc<Wakes>) -> (u8, Option<wakers::Key>) {
    let seen = u8::try_from(stage.load(Ordering::SeqCst)).unwrap();
    (seen, wakers.insert(seen, Waker::from(wakes.clone())))
}

/// A child that is suspended while the scope is asked to end, and is then over, hears of both, or is
/// refused because it is late; when it has ended nothing of it is left.
#[test]
fn e10_a_suspended_child_races_with_the_stages() {
    loom::model(|| {
        let (wakers, stage) = (Arc::new(Wakers::new(1)), Arc::new(AtomicU32::new(0)));
        let wakes = Arc::new(Wakes(AtomicU32::new(0)));
        let scope = thread::spawn({
            let (wakers, stage) = (wakers.clone(), stage.clone());
            move || {
                for next in 1..=2 {
                    stage.store(next, Ordering::SeqCst);
                    wakers.wake(u8::try_from(next).unwrap());
                }
            }
        });
        let (seen, key) = suspend(&wakers, &stage, &wakes);
        scope.join().unwrap();
        let heard = wakes.0.load(Ordering::SeqCst);
        assert!(seen == 2 || key.is_none() || heard == 1, "{seen} {heard}");
        if let Some(key) = key {
            wakers.remove(&key);
        }
        assert_eq!(Arc::strong_count(&wakes), 1);
    });
}

/// A child that is ahead of the scope wakes the others for it, and takes no one else's place.
#[test]
fn e10_a_child_that_is_ahead_of_the_scope() {
    loom::model(|| {
        let (wakers, stage) = (Arc::new(Wakers::new(1)), Arc::new(AtomicU32::new(0)));
        let (first, second) =
            (Arc::new(Wakes(AtomicU32::new(0))), Arc::new(Wakes(AtomicU32::new(0))));
        let (_, early) = suspend(&wakers, &stage, &first);
        let scope = thread::spawn({
            let (wakers, stage) = (wakers.clone(), stage.clone());
            move || {
                stage.store(1, Ordering::SeqCst);
                wakers.wake(1);
            }
        });
        let (seen, late) = suspend(&wakers, &stage, &second);
        wakers.remove(&early.unwrap());
        scope.join().unwrap();
        let heard = second.0.load(Ordering::SeqCst);
        match late {
            Some(_) if seen == 1 => assert_eq!(heard, 0),
            Some(_) => assert_eq!(heard, 1),
            None => assert_eq!(seen, 0),
        }
        // Whoever has seen the stage is still waiting for the next one.
        wakers.wake(2);
        assert_eq!(second.0.load(Ordering::SeqCst), u32::from(late.is_some()));
        assert_eq!(Arc::strong_count(&first) + Arc::strong_count(&second), 2);
    });
}
