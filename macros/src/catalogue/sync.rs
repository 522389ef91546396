//! `std::thread` and `std::sync`.

use super::{Row, always, contention, function, hands, method};

const SLEEP: &str = "the worker thread sleeps, and every task on it with it";
const PARK: &str =
    "the worker thread stops until another thread wakes it, and every task on it with it";
const JOIN: &str = "the worker thread waits until the other thread ends, however long that runs; every task on it waits too";
const NOTIFIED: &str = "the worker thread waits for a notification; if the task that notifies needs this thread to run, it is a deadlock";
const BARRIER: &str = "the worker thread waits for the others; if one of them needs this thread to run, it is a deadlock";
const RECEIVE: &str = "the worker thread waits for a message; if the task that sends needs this thread to run, it is a deadlock";
const SEND: &str = "while the channel is full the worker thread waits; if the task that receives needs this thread to run, it is a deadlock";
const LOCK: &str =
    "while another thread holds the lock the worker thread waits, and every task on it waits too";
const INIT: &str =
    "while another thread initialises it the worker thread waits, and every task on it waits too";
const SPIN: &str = "it gives the processor to other threads, not to the tasks of this one";

const SLEEPS: &str = "`tokio::time::sleep(duration).await`";
const NOTIFY: &str = "`tokio::sync::Notify`, and `notify.notified().await`";
const JOINS: &str =
    "`tokio::task::spawn_blocking` in place of `std::thread::spawn`, and `handle.await`";
const CHANNEL: &str = "`tokio::sync::mpsc::channel` in its place, and `rx.recv().await`";
const ROOM: &str =
    "`tokio::sync::mpsc::channel` in its place, and `tx.send(message).await`, or `try_send`";
const MUTEX: &str = "`try_lock`, or `tokio::sync::Mutex` and `.lock().await`";
const RWLOCK: &str = "`try_read` and `try_write`, or `tokio::sync::RwLock` and `.await`";
const ONCE: &str = "`tokio::sync::OnceCell`, and `.get_or_init(…).await`";

const CONDVAR: &[&str] = &["std::sync::Condvar"];
const RECEIVER: &[&str] = &["std::sync::mpsc::Receiver<_>"];

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    always(function("std::thread::sleep", ""), SLEEP, SLEEPS),
    always(function("std::thread::sleep_ms", ""), SLEEP, SLEEPS),
    always(function("std::thread::park", ""), PARK, NOTIFY),
    always(function("std::thread::park_timeout", ""), PARK, "`tokio::time::timeout(duration, notify.notified()).await`, with a `tokio::sync::Notify`"),
    always(hands("std::thread::scope", "::<for<'a, 'b> fn(&'a std::thread::Scope<'b, 'static>), ()>", &["std::thread::Scope<'_, '_>"]), JOIN, "`tokio::task::spawn_blocking` for each thread, and `.await` on each handle"),
    always(method("join", 0, &["std::thread::JoinHandle<_>", "std::thread::ScopedJoinHandle<'_, _>"]), JOIN, JOINS),
    contention(function("std::thread::yield_now", ""), SPIN, "`tokio::task::yield_now().await`"),
    contention(function("std::hint::spin_loop", ""), SPIN, "`tokio::sync::Notify`, and `notify.notified().await`"),
    //
    always(method("wait", 1, CONDVAR), NOTIFIED, NOTIFY),
    always(method("wait_while", 2, CONDVAR), NOTIFIED, NOTIFY),
    always(method("wait_timeout", 2, CONDVAR), NOTIFIED, NOTIFY),
    always(method("wait_timeout_ms", 2, CONDVAR), NOTIFIED, NOTIFY),
    always(method("wait_timeout_while", 3, CONDVAR), NOTIFIED, NOTIFY),
    always(method("wait", 0, &["std::sync::Barrier"]), BARRIER, "`tokio::sync::Barrier`, and `barrier.wait().await`"),
    always(method("recv", 0, RECEIVER), RECEIVE, CHANNEL),
    always(method("recv_timeout", 1, RECEIVER), RECEIVE, "`tokio::sync::mpsc::channel` in its place, and `tokio::time::timeout(duration, rx.recv()).await`"),
    always(method("iter", 0, RECEIVER), RECEIVE, CHANNEL),
    always(method("into_iter", 0, RECEIVER), RECEIVE, CHANNEL),
    always(method("send", 1, &["std::sync::mpsc::SyncSender<_>"]), SEND, ROOM),
    //
    contention(method("lock", 0, &["std::sync::Mutex<_>"]), LOCK, MUTEX),
    contention(method("read", 0, &["std::sync::RwLock<_>"]), LOCK, RWLOCK),
    contention(method("write", 0, &["std::sync::RwLock<_>"]), LOCK, RWLOCK),
    contention(method("call_once", 1, &["std::sync::Once"]), INIT, ONCE),
    contention(method("call_once_force", 1, &["std::sync::Once"]), INIT, ONCE),
    contention(method("wait", 0, &["std::sync::Once", "std::sync::OnceLock<_>"]), INIT, ONCE),
    contention(method("get_or_init", 1, &["std::sync::OnceLock<_>"]), INIT, ONCE),
];
