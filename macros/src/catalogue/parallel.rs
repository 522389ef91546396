//! What waits for other threads: rayon, and the condition variable of parking_lot.

use super::{Row, always, function, hands, method};

const RAYON: &str = "rayon";
const WAITS: &str = "the worker thread waits until rayon's threads have done all of it, and every task on it waits too";
const INSTEAD: &str = "`rayon::spawn` with a `tokio::sync::oneshot` for the result, or `tokio::task::spawn_blocking(move || …).await` around it";
const POOL: &[&str] = &["rayon::ThreadPool"];

const PARKING_LOT: &str = "parking_lot";
const NOTIFIED: &str = "the worker thread waits for a notification; if the task that notifies needs this thread to run, it is a deadlock";
const NOTIFY: &str = "`tokio::sync::Notify`, and `notify.notified().await`";
const CONDVAR: &[&str] = &["parking_lot::Condvar"];

const SCOPE: &str = "::<for<'a> fn(&'a rayon::Scope<'static>), ()>";
const SCOPE_FIFO: &str = "::<for<'a> fn(&'a rayon::ScopeFifo<'static>), ()>";

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    always(function("rayon::join", "::<fn(), fn(), (), ()>"), WAITS, INSTEAD).of(RAYON),
    always(hands("rayon::join_context", "::<fn(rayon::FnContext), fn(rayon::FnContext), (), ()>", &["rayon::FnContext"]), WAITS, INSTEAD).of(RAYON),
    always(hands("rayon::scope", SCOPE, &["rayon::Scope<'_>"]), WAITS, INSTEAD).of(RAYON),
    always(hands("rayon::scope_fifo", SCOPE_FIFO, &["rayon::ScopeFifo<'_>"]), WAITS, INSTEAD).of(RAYON),
    always(hands("rayon::in_place_scope", SCOPE, &["rayon::Scope<'_>"]), WAITS, INSTEAD).of(RAYON),
    always(hands("rayon::in_place_scope_fifo", SCOPE_FIFO, &["rayon::ScopeFifo<'_>"]), WAITS, INSTEAD).of(RAYON),
    always(hands("rayon::broadcast", "::<for<'a> fn(rayon::BroadcastContext<'a>), ()>", &["rayon::BroadcastContext<'_>"]), WAITS, INSTEAD).of(RAYON),
    always(method("broadcast", 1, POOL), WAITS, INSTEAD).of(RAYON),
    always(method("in_place_scope", 1, POOL), WAITS, INSTEAD).of(RAYON),
    always(method("in_place_scope_fifo", 1, POOL), WAITS, INSTEAD).of(RAYON),
    always(method("install", 1, POOL), WAITS, INSTEAD).of(RAYON),
    always(method("join", 2, POOL), WAITS, INSTEAD).of(RAYON),
    always(method("scope", 1, POOL), WAITS, INSTEAD).of(RAYON),
    always(method("scope_fifo", 1, POOL), WAITS, INSTEAD).of(RAYON),
    //
    always(method("wait", 1, CONDVAR), NOTIFIED, NOTIFY).of(PARKING_LOT),
    always(method("wait_for", 2, CONDVAR), NOTIFIED, NOTIFY).of(PARKING_LOT),
    always(method("wait_until", 2, CONDVAR), NOTIFIED, NOTIFY).of(PARKING_LOT),
    always(method("wait_while", 2, CONDVAR), NOTIFIED, NOTIFY).of(PARKING_LOT),
    always(method("wait_while_for", 3, CONDVAR), NOTIFIED, NOTIFY).of(PARKING_LOT),
    always(method("wait_while_until", 3, CONDVAR), NOTIFIED, NOTIFY).of(PARKING_LOT),
];
