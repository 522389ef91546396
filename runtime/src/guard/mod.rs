//! What counts as a guard: [`SyncGuard`], and which types of std and of other crates are one.
//!
//! The question is asked by type, at compile time only: nothing in here runs. `verdict` asks it,
//! `reason` words the error, and the other files answer it, one for each origin of guard types.

mod containers;
mod foreign;
pub mod reason;
mod std;
mod tokio;
pub(crate) mod verdict;

/// A type whose values must not be alive over an `.await`: a lock guard, a borrow, an entered
/// context.
///
/// [`#[no_lock_across_await]`](macro@crate::no_lock_across_await) rejects a value of such a type
/// that is alive while its task is suspended. An `Option`, `Result`, `Box`, `Vec`, array, slice,
/// tuple, `Pin`, `&mut`, `Arc` or `Rc` of a guard counts as a guard; a shared reference to one does
/// not, because what it points to is judged where it is owned.
///
/// # Built in
///
/// | from | types |
/// |---|---|
/// | std | `MutexGuard`, `RwLockReadGuard`, `RwLockWriteGuard` and their `PoisonError` and `TryLockError`; `StdinLock`, `StdoutLock`, `StderrLock`; `Ref`, `RefMut` of `RefCell` |
/// | tokio | `watch::Ref`, `runtime::EnterGuard`, `task::LocalEnterGuard`; its async mutex guards only with `strict`, semaphore permits never |
/// | feature `lock_api` | all guards of lock_api 0.4, which are those of parking_lot 0.12 too |
/// | feature `dashmap` | references, entries and iterators of dashmap 6 |
/// | feature `spin` | the guards of spin 0.9 |
/// | feature `tracing` | `Entered`, `EnteredSpan`, `subscriber::DefaultGuard` of tracing 0.1 |
/// | feature `atomic_refcell` | `AtomicRef`, `AtomicRefMut` |
/// | feature `crossbeam-utils` | `ShardedLockReadGuard`, `ShardedLockWriteGuard` |
/// | feature `arc-swap` | `arc_swap::Guard` |
/// | feature `async-lock`, `futures-util` | their async mutex guards, with `strict` only |
///
/// # Your own types
///
/// Derive it for a guard type or for a struct that holds a guard, with the reason to show:
///
/// ```
/// use std::sync::MutexGuard;
/// use asyncward::SyncGuard;
///
/// #[derive(SyncGuard)]
/// #[sync_guard(reason = "the ledger cannot be read by anyone else meanwhile")]
/// struct Transaction<'a> {
///     rows: MutexGuard<'a, Vec<u64>>,
///     dirty: bool,
/// }
/// ```
///
/// Or implement it with one of the reasons of [`reason`]:
///
/// ```
/// use asyncward::{SyncGuard, reason};
///
/// struct Lease<'a>(&'a std::cell::Cell<bool>);
///
/// impl SyncGuard for Lease<'_> {
///     type Reason = reason::Lock;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not known as a guard",
    label = "not an `asyncward::SyncGuard`",
    note = "write: `#[derive(asyncward::SyncGuard)]` on it, if a value of it must not be alive over an `.await`"
)]
pub trait SyncGuard {
    /// Why it hurts and what to write instead: one of [`reason`], which words the error.
    type Reason;
}

/// An async mutex guard: a guard for `strict` only.
pub trait AsyncGuard {
    type Reason;
}

/// A guard that has neither fields nor methods that take it by value: what looks like one belongs to
/// what it guards.
pub trait Transparent: SyncGuard {}

/// A guard of which the methods that change something mostly take it by value.
pub trait TakenByMethods {}

/// A guard of which all methods that take it by value are known by name.
pub trait Known {}

/// Says of each type that it is a guard, and why.
macro_rules! guards {
    ($Trait:ident + $Marker:ident: $($Reason:ident { $([$($generics:tt)*] $Guard:ty),+ $(,)? })+) => {
        $($(
            impl<$($generics)*> $crate::guard::$Marker for $Guard {}
        )+)+
        $crate::guard::guards! { $Trait: $($Reason { $([$($generics)*] $Guard),+ })+ }
    };
    ($Trait:ident: $($Reason:ident { $([$($generics:tt)*] $Guard:ty),+ $(,)? })+) => {
        $($(
            impl<$($generics)*> $crate::guard::Known for $Guard {}

            impl<$($generics)*> $crate::guard::$Trait for $Guard {
                type Reason = $crate::guard::reason::$Reason;
            }
        )+)+
    };
}
use guards;
