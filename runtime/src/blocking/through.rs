//! The pointers and guards that a call is looked through to what it is really on.

use std::ops::Deref;

/// What has no methods of its own that could be meant instead.
pub trait Through: Deref {}

macro_rules! through {
    ($([$($generics:tt)*] $ty:ty,)+) => {
        $(impl<$($generics)*> Through for $ty {})+
    };
}

through! {
    [T: ?Sized] &T,
    [T: ?Sized] &mut T,
    [T: ?Sized] Box<T>,
    [T: ?Sized] std::rc::Rc<T>,
    [T: ?Sized] std::sync::Arc<T>,
    [P: Deref] std::pin::Pin<P>,
    [T: ?Sized] std::mem::ManuallyDrop<T>,
    [T: ?Sized] std::cell::Ref<'_, T>,
    [T: ?Sized] std::cell::RefMut<'_, T>,
    [T: ?Sized] std::sync::MutexGuard<'_, T>,
    [T: ?Sized] std::sync::RwLockReadGuard<'_, T>,
    [T: ?Sized] std::sync::RwLockWriteGuard<'_, T>,
    [T, F: FnOnce() -> T] std::sync::LazyLock<T, F>,
    [B: ?Sized + ToOwned] std::borrow::Cow<'_, B>,
    [T, F: FnOnce() -> T] std::cell::LazyCell<T, F>,
    [] std::path::PathBuf,
    [] String,
    [T] Vec<T>,
    [T: ?Sized] tokio::sync::MutexGuard<'_, T>,
    [T: ?Sized] tokio::sync::OwnedMutexGuard<T>,
    [T: ?Sized] tokio::sync::MappedMutexGuard<'_, T>,
    [T: ?Sized] tokio::sync::RwLockReadGuard<'_, T>,
    [T: ?Sized] tokio::sync::RwLockWriteGuard<'_, T>,
    [T: ?Sized] tokio::sync::OwnedRwLockWriteGuard<T>,
    [T: ?Sized, U: ?Sized] tokio::sync::OwnedRwLockReadGuard<T, U>,
    [T: ?Sized, U: ?Sized] tokio::sync::OwnedMappedMutexGuard<T, U>,
    [T: ?Sized] tokio::sync::RwLockMappedWriteGuard<'_, T>,
    [T: ?Sized, U: ?Sized] tokio::sync::OwnedRwLockMappedWriteGuard<T, U>,
}

#[cfg(feature = "r2d2")]
through! {
    [M: r2d2::ManageConnection] r2d2::PooledConnection<M>,
}

#[cfg(all(feature = "lock_api", not(feature = "parking_lot")))]
use lock_api as locks;
#[cfg(feature = "parking_lot")]
use parking_lot::lock_api as locks;

#[cfg(any(feature = "lock_api", feature = "parking_lot"))]
through! {
    [R: locks::RawMutex, T: ?Sized] locks::MutexGuard<'_, R, T>,
    [R: locks::RawMutex, T: ?Sized] locks::MappedMutexGuard<'_, R, T>,
    [R: locks::RawRwLock, T: ?Sized] locks::RwLockReadGuard<'_, R, T>,
    [R: locks::RawRwLock, T: ?Sized] locks::RwLockWriteGuard<'_, R, T>,
}

#[cfg(feature = "rusqlite")]
through! {
    [] rusqlite::Transaction<'_>,
    [] rusqlite::Savepoint<'_>,
}
