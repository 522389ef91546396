//! The hand-written parts of a scope: no child enters a scope that has ended, the last child is never
//! missed, and a child's outcome goes to one of its `Task` and its scope. Every interleaving of
//! `children.rs` and `link.rs` with loom's types in place of the standard library's.
#![allow(missing_docs, dead_code)]

#[path = "../src/scope/children.rs"]
mod children;
#[path = "../src/scope/link.rs"]
mod link;
#[path = "../src/cancel/signal.rs"]
mod signal;

mod sync {
    pub(crate) use loom::sync::Mutex;
    pub(crate) use loom::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
}

use std::sync::Arc;
use std::task::{Wake, Waker};

use children::{Children, Left};
use link::{Ending, Link};
use loom::sync::atomic::AtomicU32;
use loom::thread;
use signal::Signal;
use sync::Ordering;

struct Wakes(AtomicU32);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn leave(children: &Children, signal: &Signal) -> bool {
    let left = children.leave();
    if left == Left::Scope {
        signal.wake_task();
    }
    left == Left::Outer
}

/// The scope sees that the last child is gone, or is woken for it.
#[test]
fn s02_last_child_races_with_the_wait() {
    loom::model(|| {
        let (children, signal) = (Arc::new(Children::new()), Arc::new(Signal::new()));
        assert!(children.enter() && children.enter());
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let (children, signal) = (children.clone(), signal.clone());
                thread::spawn(move || assert!(!leave(&children, &signal)))
            })
            .collect();
        let wakes = Arc::new(Wakes(AtomicU32::new(0)));
        signal.register(&Waker::from(wakes.clone()));
        let closed = children.close_if_empty();
        for thread in threads {
            thread.join().unwrap();
        }
        assert!(closed || wakes.0.load(Ordering::SeqCst) == 1);
        assert!(children.close_if_empty());
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
        let closed = children.close_if_empty();
        let entered = entered.join().unwrap();
        assert_ne!(closed, entered);
        assert_eq!(children.len(), usize::from(entered));
        assert!(!closed || !children.enter());
    });
}

/// The scope outside hears once that all of an abandoned scope is gone.
#[test]
fn s15_last_child_races_with_the_drop() {
    loom::model(|| {
        let (children, signal) = (Arc::new(Children::new()), Arc::new(Signal::new()));
        assert!(children.enter() && children.enter());
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let (children, signal) = (children.clone(), signal.clone());
                thread::spawn(move || leave(&children, &signal))
            })
            .collect();
        let empty = children.abandon();
        let told = threads.into_iter().map(|t| t.join().unwrap());
        assert_eq!(told.filter(|told| *told).count() + usize::from(empty), 1);
    });
}

/// The error of a failed child is handled by exactly one: by the `Task` in its drop, or by the child.
#[test]
fn e01_outcome_races_with_the_drop_of_its_task() {
    loom::model(|| {
        let link = Arc::new(Link::new());
        let kept = thread::spawn({
            let link = link.clone();
            move || link.deliver(Ending::Failed)
        });
        let lost = link.drop_task();
        assert_eq!(kept.join().unwrap(), lost);
        assert_eq!(link.ending(), Ending::Failed);
    });
}
