//! What tokio itself offers for code outside of a runtime. All of it panics on a worker thread.

use super::{Call, Row, always, method};

const WHY: &str = "it panics on a worker thread of a runtime, each time it is called";
const ENDS: &str =
    "the worker thread waits for the other runtime's tasks; in an async context it panics";
const STARTS: &str = "it starts threads of its own, and to drop it in async code panics";

const MUTEX: &[&str] = &["tokio::sync::Mutex<_>"];
const RWLOCK: &[&str] = &["tokio::sync::RwLock<_>"];
const SEMAPHORE: &[&str] = &["tokio::sync::Semaphore"];
const RECEIVER: &[&str] =
    &["tokio::sync::mpsc::Receiver<_>", "tokio::sync::mpsc::UnboundedReceiver<_>"];
const ANSWER: &[&str] =
    &["tokio::sync::oneshot::Receiver<_>", "tokio::sync::broadcast::Receiver<_>"];
const RUNTIMES: &[&str] = &["tokio::runtime::Runtime", "tokio::runtime::LocalRuntime"];

const HANDLE: &str =
    "`tokio::runtime::Handle::current()`, or a runtime built in `main`, outside of async code";

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    always(method("blocking_lock", 0, MUTEX), WHY, "`mutex.lock().await`"),
    always(method("blocking_lock_owned", 0, MUTEX), WHY, "`mutex.lock_owned().await`"),
    always(method("blocking_read", 0, RWLOCK), WHY, "`lock.read().await`"),
    always(method("blocking_write", 0, RWLOCK), WHY, "`lock.write().await`"),
    always(method("blocking_acquire", 0, SEMAPHORE), WHY, "`semaphore.acquire().await`"),
    always(method("blocking_acquire_many", 1, SEMAPHORE), WHY, "`semaphore.acquire_many(n).await`"),
    always(method("blocking_acquire_owned", 0, SEMAPHORE), WHY, "`semaphore.acquire_owned().await`"),
    always(method("blocking_acquire_many_owned", 1, SEMAPHORE), WHY, "`semaphore.acquire_many_owned(n).await`"),
    always(method("blocking_send", 1, &["tokio::sync::mpsc::Sender<_>"]), WHY, "`tx.send(message).await`"),
    always(method("blocking_recv", 0, RECEIVER), WHY, "`rx.recv().await`"),
    always(method("blocking_recv", 0, ANSWER), WHY, "`rx.await`, or `rx.recv().await` for a broadcast"),
    always(method("blocking_recv_many", 2, RECEIVER), WHY, "`rx.recv_many(&mut buffer, limit).await`"),
    //
    always(method("shutdown_timeout", 1, RUNTIMES), ENDS, "`runtime.shutdown_background()`"),
    always(method("build", 0, &["tokio::runtime::Builder"]), STARTS, HANDLE),
    // It is there only with tokio's `rt-multi-thread`, so it cannot be named.
    always(Call::Written { path: "tokio::runtime::Runtime::new" }, STARTS, HANDLE),
];
