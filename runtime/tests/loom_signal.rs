//! c06: no lost wake-up when registration races with a cancel. Every interleaving of `signal.rs`
//! with loom's types in place of the standard library's.
#![allow(missing_docs)]

#[path = "../src/cancel/signal.rs"]
mod signal;

mod sync {
    pub(crate) use loom::sync::Mutex;
    pub(crate) use loom::sync::atomic::{AtomicU8, Ordering};
}

use std::sync::Arc;
use std::task::{Wake, Waker};

use loom::sync::atomic::{AtomicBool, AtomicU32};
use loom::thread::{self, JoinHandle};
use signal::Signal;
use sync::Ordering;

struct Wakes(AtomicU32);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn counting_waker() -> (Arc<Wakes>, Waker) {
    let wakes = Arc::new(Wakes(AtomicU32::new(0)));
    (Arc::clone(&wakes), Waker::from(wakes))
}

/// A token or a timer: set first, then it fires the signal of the root that listens.
struct Source {
    set: AtomicBool,
    signal: Arc<Signal>,
}

impl Source {
    fn new(signal: &Arc<Signal>) -> Arc<Self> {
        Arc::new(Source { set: AtomicBool::new(false), signal: signal.clone() })
    }

    fn fires(self: &Arc<Self>) -> JoinHandle<()> {
        let source = self.clone();
        thread::spawn(move || {
            source.set.store(true, Ordering::Release);
            fire(&source.signal);
        })
    }

    fn is_set(&self) -> bool {
        self.set.load(Ordering::Acquire)
    }
}

/// What the waker of a root's node does.
fn fire(signal: &Signal) {
    signal.raise();
    signal.wake_task();
}

/// At most three involuntary switches of thread a run: enough for any two of these races at once,
/// and seconds instead of minutes.
fn model(run: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(run);
}

/// One poll of a root, as `Root::poll` does it: it registers only a waker that has changed. True
/// once a source was seen.
fn poll(signal: &Signal, changed: Option<&Waker>, sources: &[&Source]) -> bool {
    if let Some(waker) = changed {
        signal.register(waker);
    }
    if signal.take_fired() && sources.iter().any(|source| source.is_set()) {
        signal.settle();
    }
    signal.raised()
}

#[test]
fn c06_register_races_with_fire() {
    model(|| {
        let signal = Arc::new(Signal::new());
        let source = Source::new(&signal);
        let (wakes, waker) = counting_waker();
        let fires = source.fires();
        signal.register(&waker);
        let seen = signal.raised();
        fires.join().unwrap();
        assert!(signal.raised());
        assert!(seen || wakes.0.load(Ordering::SeqCst) == 1);
    });
}

#[test]
fn c06_changed_waker_races_with_fire() {
    model(|| {
        let signal = Arc::new(Signal::new());
        let source = Source::new(&signal);
        let ((_, old), (new_wakes, new)) = (counting_waker(), counting_waker());
        assert!(!poll(&signal, Some(&old), &[&source]));
        let fires = source.fires();
        let seen = poll(&signal, Some(&new), &[&source]);
        fires.join().unwrap();
        assert!(seen || new_wakes.0.load(Ordering::SeqCst) == 1);
        assert!(poll(&signal, None, &[&source]));
    });
}

#[test]
fn c06_two_sources_race_with_a_poll() {
    model(|| {
        let signal = Arc::new(Signal::new());
        let (token, timer) = (Source::new(&signal), Source::new(&signal));
        let (wakes, waker) = counting_waker();
        let threads = [token.fires(), timer.fires()];
        let seen = poll(&signal, Some(&waker), &[&token, &timer]);
        for thread in threads {
            thread.join().unwrap();
        }
        assert!(seen || wakes.0.load(Ordering::SeqCst) >= 1);
        assert!(poll(&signal, None, &[&token, &timer]));
    });
}

/// Taking `FIRED` for a wake-up that was not a cancel must not swallow the cancel behind it.
#[test]
fn c06_cancel_races_with_taking_an_earlier_wake() {
    model(|| {
        let signal = Arc::new(Signal::new());
        let source = Source::new(&signal);
        let (wakes, waker) = counting_waker();
        signal.register(&waker);
        fire(&signal);
        assert_eq!(wakes.0.load(Ordering::SeqCst), 1);
        let fires = source.fires();
        let seen = poll(&signal, None, &[&source]);
        fires.join().unwrap();
        assert!(seen || wakes.0.load(Ordering::SeqCst) == 2);
        assert!(poll(&signal, None, &[&source]));
    });
}

/// What was settled stays raised, and is not asked for again, whatever fires.
#[test]
fn c06_settled_stays_raised_whatever_fires() {
    model(|| {
        let signal = Arc::new(Signal::new());
        let source = Source::new(&signal);
        let (_, waker) = counting_waker();
        let fires = [source.fires(), source.fires()];
        signal.register(&waker);
        signal.settle();
        assert!(!signal.take_fired());
        assert!(signal.raised());
        for thread in fires {
            thread.join().unwrap();
        }
        assert!(signal.raised());
    });
}
