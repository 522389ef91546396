//! Why a guard must not be held over an `.await`, and what to write instead.
//!
//! Each type stands for one wording of the error that
//! [`#[no_lock_across_await]`](macro@crate::no_lock_across_await) gives; an implementation of
//! [`SyncGuard`](trait@crate::SyncGuard) names one of them. For a wording of your own, derive
//! `SyncGuard` with `#[sync_guard(reason = "…")]`.

use super::verdict::{Slot, Worded};

/// The one type that may be held, so that the compiler does not propose to implement the traits.
#[doc(hidden)]
#[derive(Debug)]
pub struct Nothing;

macro_rules! reasons {
    ($(
        $(#[doc = $doc:literal])+
        $Reason:ident, unless $Allowed:tt:
        $label:literal
        why $why:literal
        $(write $write:literal)+
    )+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug)]
            pub struct $Reason;

            #[doc(hidden)]
            #[diagnostic::on_unimplemented(
                message = "`{Self}` is held across an `.await`",
                label = $label,
                note = $why,
                $(note = $write,)+
            )]
            pub trait $Allowed {}

            #[diagnostic::do_not_recommend]
            impl $Allowed for Nothing {}

            impl Worded for $Reason {}

            #[doc(hidden)]
            impl $Reason {
                pub fn across<T: $Allowed + ?Sized>(self, _slot: Slot<T>) {}
            }
        )+
    };
}

reasons! {
    /// A mutex or read-write lock that blocks the thread.
    Lock, unless LockAcrossAwait:
    "this lock is still held at the `.await`"
    why "why: every task that needs the lock blocks its whole worker thread until this task goes on; if this task needs that thread to go on, it is a deadlock"
    write "write: a block around the lock region, `let value = {{ let guard = …; guard.value.clone() }};`, or `drop(guard)` before the `.await`"
    write "or, if the `.await` must be inside: `tokio::sync::Mutex`, or a `tokio::sync::Semaphore` to limit how many run at once"

    /// A lock that spins.
    Spin, unless SpinLockAcrossAwait:
    "this spin lock is still held at the `.await`"
    why "why: every task that needs the lock spins on its worker thread until this task goes on; if this task needs that thread to go on, it spins for ever"
    write "write: a block around the lock region, `let value = {{ let guard = …; guard.value.clone() }};`, or `drop(guard)` before the `.await`"
    write "or, if the `.await` must be inside: `tokio::sync::Mutex`"

    /// A reference into a concurrent map, which locks a shard of it.
    Shard, unless MapShardAcrossAwait:
    "a shard of the map is still locked at the `.await`"
    why "why: every access to a key of the same shard blocks its whole worker thread until this task goes on; one by the awaited code itself is a deadlock"
    write "write: clone the value out, `let value = map.get(&key).map(|entry| entry.value().clone());`, and write it back after the `.await`"
    write "or store `Arc` values in the map, with a `tokio::sync::Mutex` in them if the `.await` must be inside"

    /// A borrow that is checked at run time.
    Borrow, unless BorrowAcrossAwait:
    "this borrow is still alive at the `.await`"
    why "why: while this task is suspended, another task on the thread may borrow the same cell, and then panics"
    write "write: a block around the borrow, `let value = {{ cell.borrow().clone() }};`, or `drop(borrow)` before the `.await`"
    write "or, if the `.await` must be inside: `tokio::sync::Mutex`"

    /// A lock of a standard stream.
    Stdio, unless StdioLockAcrossAwait:
    "this standard stream is still locked at the `.await`"
    why "why: while this task is suspended, every thread that prints to or reads from the stream blocks, loggers included"
    write "write: put the text together first, then lock, write and let go with no `.await` in between"
    write "or, if the `.await` must be inside: `tokio::io::stdout()` and its like behind a `tokio::sync::Mutex`"

    /// A borrowed value of a watch channel.
    Watch, unless WatchRefAcrossAwait:
    "the channel's value is still borrowed at the `.await`"
    why "why: the next `send` blocks the sender's worker thread, and all readers behind it, until this task goes on"
    write "write: clone the value out, `let value = rx.borrow_and_update().clone();`, with an `Arc` in the channel if that is costly"

    /// An entered tokio runtime.
    Runtime, unless EnteredRuntimeAcrossAwait:
    "the runtime is still entered at the `.await`"
    why "why: it is entered on this thread only: other tasks of the thread see the wrong runtime, and this one may wake on another thread, without it"
    write "write: `handle.spawn(future).await`, or a block around what needs the runtime, with no `.await` in it"

    /// An entered tracing span.
    Span, unless EnteredSpanAcrossAwait:
    "the span is still entered at the `.await`"
    why "why: it is entered on this thread only: what other tasks of the thread log meanwhile lands in this span, and what this one logs after it moved does not"
    write "write: `future.instrument(span).await` (`tracing::Instrument`), or `#[tracing::instrument]` on the function"
    write "or `span.in_scope(|| …)` around code with no `.await` in it"

    /// A subscriber that is the thread's default for a while.
    Subscriber, unless DefaultSubscriberAcrossAwait:
    "the subscriber is still the thread's default at the `.await`"
    why "why: it is set on this thread only: other tasks of the thread log to it meanwhile, and this one does not after it moved"
    write "write: `future.with_subscriber(subscriber).await` (`tracing::instrument::WithSubscriber`)"

    /// A borrowed value of an `ArcSwap`.
    Swap, unless SwapGuardAcrossAwait:
    "the value is still borrowed at the `.await`"
    why "why: each thread has few slots for such borrows; with all of them taken by suspended tasks, every load is slow and contended"
    write "write: `load_full()`, which gives an `Arc` that may be held as long as needed"

    /// An async mutex or read-write lock.
    AsyncLock, unless AsyncLockAcrossAwait:
    "this async lock is still held at the `.await`"
    why "why: every task that needs the lock waits for what this one awaits, which adds up under load; and `strict` forbids it"
    write "write: a block around the lock region, or `drop(guard)` before the `.await`"
    write "or, if the `.await` must be inside: `#[asyncward::allow(lock, reason = \"…\")]` on the statement"

    /// What holds a guard, or one of a kind of its own.
    Guard, unless GuardAcrossAwait:
    "the guard in it is still held at the `.await`"
    why "why: while this task is suspended, nobody else gets at what it guards: they block their worker thread, deadlock or panic"
    write "write: a block around the region that needs the guard, or `drop(…)` before the `.await`"
    write "or, if the `.await` must be inside: an async lock, such as `tokio::sync::Mutex`"

    /// A type that `also(…)` lists.
    Listed, unless ListedAcrossAwait:
    "still alive at the `.await`, and listed in `also(…)`"
    why "why: while this task is suspended, nobody else gets at what it guards: they block their worker thread, deadlock or panic"
    write "write: a block around the region that needs it, or `drop(…)` before the `.await`"
}
