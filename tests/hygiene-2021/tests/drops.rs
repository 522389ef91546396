//! In edition 2021 the temporaries of the last expression are dropped behind the locals, whatever edition
//! the macros are of.

use std::cell::RefCell;
use std::future::Future;

use ward::{
    bounded_spawn, cancellable, explicit_backpressure, no_blocking, no_lock_across_await,
    value_future,
};

type Log = RefCell<Vec<&'static str>>;

struct Noted<'a>(&'a Log, &'static str);

impl Noted<'_> {
    fn read(&self, length: usize) -> usize {
        length + self.1.len()
    }

    fn send(&self, length: usize) -> usize {
        self.read(length)
    }
}

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        self.0.borrow_mut().push(self.1);
    }
}

macro_rules! functions {
    ($($name:ident $(#[$attribute:meta])*;)*) => {$(
        $(#[$attribute])*
        async fn $name(log: &Log) -> usize {
            let local = Noted(log, "local");
            std::future::ready(()).await;
            let length = || local.read(1) + Noted(log, "closure").read(2);
            length() + local.send(3) + Noted(log, "tail").read(4)
        }
    )*};
}

functions! {
    plain;
    blocking #[no_blocking(crate = ward)];
    lock #[no_lock_across_await(crate = ward)];
    backpressure #[explicit_backpressure(crate = ward)];
    root #[cancellable(crate = ward, timeout = "1h", on_cancel = 0)];
    scope #[bounded_spawn(crate = ward, limit = 1, timeout = none, on_failure = supervise)];
    value #[value_future(crate = ward, ?Send)];
    lazy #[value_future(crate = ward, ?Send, lazy)];
}

macro_rules! choices {
    ($($name:ident $(#[$attribute:meta])*;)*) => {$(
        $(#[$attribute])*
        async fn $name(log: &Log) -> usize {
            if let Some(5..) = Some(Noted(log, "if").read(0)) {
                1
            } else {
                std::future::ready(()).await;
                log.borrow_mut().push("else");
                2
            }
        }
    )*};
}

choices! {
    chosen;
    chosen_locked #[no_lock_across_await(crate = ward)];
    chosen_cancelled #[cancellable(crate = ward, on_cancel = 0)];
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

fn told(run: impl FnOnce(&Log) -> usize) -> (usize, Vec<&'static str>) {
    let log = Log::default();
    let length = run(&log);
    (length, log.into_inner())
}

#[test]
fn temporaries_are_dropped_behind_the_locals() {
    let expected = told(|log| block_on(plain(log)));
    assert_eq!(expected.1, ["closure", "local", "tail"]);
    assert_eq!(told(|log| block_on(blocking(log))), expected);
    assert_eq!(told(|log| block_on(lock(log))), expected);
    assert_eq!(told(|log| block_on(backpressure(log))), expected);
    assert_eq!(told(|log| block_on(root(log))), expected);
    assert_eq!(told(|log| block_on(scope(log))), expected);
    assert_eq!(told(|log| block_on(value(log))), expected);
    assert_eq!(told(|log| block_on(lazy(log))), expected);
}

#[test]
fn what_is_matched_is_dropped_behind_the_else() {
    let expected = told(|log| block_on(chosen(log)));
    assert_eq!(expected, (2, vec!["else", "if"]));
    assert_eq!(told(|log| block_on(chosen_locked(log))), expected);
    assert_eq!(told(|log| block_on(chosen_cancelled(log))), expected);
}
