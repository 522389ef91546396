//! The locks of other crates: mostly free, sometimes not. The group `contention`.

use super::{Row, contention, method};

const LOCK: &str =
    "while another thread holds the lock the worker thread waits, and every task on it waits too";
const SPIN: &str = "while another thread holds the lock the worker thread spins at full load, and every task on it waits";
const INIT: &str =
    "while another thread initialises it the worker thread waits, and every task on it waits too";

const MUTEX: &str = "`try_lock`, or `tokio::sync::Mutex` and `.lock().await`";
const RWLOCK: &str = "`try_read` and `try_write`, or `tokio::sync::RwLock` and `.await`";
const ONCE: &str = "`tokio::sync::OnceCell`, and `.get_or_init(…).await`";

const PARKING_LOT: &str = "parking_lot";
const MUTEXES: &[&str] =
    &["parking_lot::Mutex<_>", "parking_lot::FairMutex<_>", "parking_lot::ReentrantMutex<_>"];
const RWLOCKS: &[&str] = &["parking_lot::RwLock<_>"];
const ONCES: &[&str] = &["parking_lot::Once"];

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    contention(method("lock", 0, MUTEXES), LOCK, MUTEX).of(PARKING_LOT),
    contention(method("lock_arc", 0, MUTEXES), LOCK, MUTEX).of(PARKING_LOT),
    contention(method("try_lock_for", 1, MUTEXES), LOCK, MUTEX).of(PARKING_LOT),
    contention(method("try_lock_until", 1, MUTEXES), LOCK, MUTEX).of(PARKING_LOT),
    contention(method("read", 0, RWLOCKS), LOCK, RWLOCK).of(PARKING_LOT),
    contention(method("read_recursive", 0, RWLOCKS), LOCK, RWLOCK).of(PARKING_LOT),
    contention(method("try_read_for", 1, RWLOCKS), LOCK, RWLOCK).of(PARKING_LOT),
    contention(method("try_read_until", 1, RWLOCKS), LOCK, RWLOCK).of(PARKING_LOT),
    contention(method("try_write_for", 1, RWLOCKS), LOCK, RWLOCK).of(PARKING_LOT),
    contention(method("try_write_until", 1, RWLOCKS), LOCK, RWLOCK).of(PARKING_LOT),
    contention(method("upgradable_read", 0, RWLOCKS), LOCK, RWLOCK).of(PARKING_LOT),
    contention(method("write", 0, RWLOCKS), LOCK, RWLOCK).of(PARKING_LOT),
    contention(method("call_once", 1, ONCES), INIT, ONCE).of(PARKING_LOT),
    contention(method("call_once_force", 1, ONCES), INIT, ONCE).of(PARKING_LOT),
    //
    contention(method("lock", 0, &["spin::mutex::Mutex<_>"]), SPIN, MUTEX).of("spin"),
    contention(method("read", 0, &["spin::rwlock::RwLock<_>"]), SPIN, RWLOCK).of("spin"),
    contention(method("write", 0, &["spin::rwlock::RwLock<_>"]), SPIN, RWLOCK).of("spin"),
];
