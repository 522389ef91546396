//! Async Rust that is safe under load, checked at compile time.
//!
//! Put attributes on async functions; mistakes that stall production become errors of an ordinary
//! `cargo build` on stable Rust, and the right construct is there to use instead.
//!
//! | attribute | what it does |
//! |---|---|
//! | [`#[cancellable]`](macro@cancellable) | threads cancellation and deadlines through every `.await` |
//! | [`#[bounded_spawn]`](macro@bounded_spawn) | makes the tasks a function spawns children that end with it: with a limit, a timeout and a failure policy |
//! | [`#[no_lock_across_await]`](macro@no_lock_across_await) | makes a lock guard that is alive over an `.await` an error |
//! | [`#[no_blocking]`](macro@no_blocking) | makes a call that blocks the worker thread an error |
//! | [`#[blocking]`](macro@blocking) | says of a function of yours that it blocks |
//! | [`#[explicit_backpressure]`](macro@explicit_backpressure) | makes a send that waits, or a channel without a bound, an error |
//! | [`#[value_future]`](macro@value_future) | async methods behind `dyn` that allocate nothing when they complete at once |
//!
//! [`channel`] has bounded channels that say what happens when they are full.
#![forbid(unsafe_code)]

#[doc(hidden)]
#[allow(missing_docs)]
pub mod __private;
#[allow(missing_docs)]
mod blocking;
mod cancel;
pub mod channel;
mod guard;
mod scope;
pub mod testing;
mod value;

pub use tokio_util::sync::CancellationToken;

pub use cancel::{
    CancelExt, Cancelled, Cause, OrCancelled, Overrun, Root, Shield, ShieldFor, Site, checkpoint,
    deadline, is_cancelled, shield, shield_for, with_timeout, with_token,
};
pub use guard::{SyncGuard, reason};
pub use scope::{
    Builder, Failure, NoLimit, NoPolicy, NoTimeout, OnFailure, Outcome, Scope, ScopeError,
    SpawnError, SpawnErrorKind, Straggler, Task, TrySpawnError, detach, detached, spawn,
};
pub use value::{LocalValueFuture, ValueFuture};

#[doc = include_str!("../docs/bounded_spawn.md")]
pub use asyncward_macros::bounded_spawn;

#[doc = include_str!("../docs/cancellable.md")]
pub use asyncward_macros::cancellable;

#[doc = include_str!("../docs/no_lock_across_await.md")]
pub use asyncward_macros::no_lock_across_await;

#[doc = include_str!("../docs/explicit_backpressure.md")]
pub use asyncward_macros::explicit_backpressure;

#[doc = include_str!("../docs/value_future.md")]
pub use asyncward_macros::value_future;

#[doc = include_str!("../docs/no_blocking.md")]
pub use asyncward_macros::no_blocking;

#[doc = include_str!("../docs/blocking.md")]
pub use asyncward_macros::blocking;

#[doc = include_str!("../docs/derive_sync_guard.md")]
pub use asyncward_macros::SyncGuard;
