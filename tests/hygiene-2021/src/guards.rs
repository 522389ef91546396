//! `#[derive(SyncGuard)]` where nothing is in scope. Without a reason: `#[diagnostic::…]`, which shows
//! it, is itself out of scope without the prelude.

/// With lifetimes, bounds, constants and a `where` clause.
#[derive(::ward::SyncGuard)]
#[sync_guard(crate = ::ward)]
pub struct Guard<'a, T: ?::core::marker::Sized, const N: usize>
where
    T: ::core::fmt::Debug,
{
    /// What it guards.
    pub guarded: ::std::sync::MutexGuard<'a, T>,
    /// Something else.
    pub numbers: [u8; N],
}

/// An enum.
#[derive(::ward::SyncGuard)]
#[sync_guard(crate = ::ward)]
pub enum Either<T> {
    /// Holds it.
    Held(T),
    /// Does not.
    Free,
}

/// Each of them is a guard.
pub fn are_guards() {
    fn guard<T: ::ward::SyncGuard + ?::core::marker::Sized>() {}
    guard::<Guard<'_, str, 1>>();
    guard::<Either<u8>>();
}
