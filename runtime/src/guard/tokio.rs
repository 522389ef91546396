//! The guards of tokio. Its async mutex guards may be held over an `.await`, that is what they are
//! for; `strict` says otherwise. Semaphore permits are meant to be held and never guards.

use tokio::runtime::EnterGuard;
use tokio::sync::{
    MappedMutexGuard, MutexGuard, OwnedMappedMutexGuard, OwnedMutexGuard,
    OwnedRwLockMappedWriteGuard, OwnedRwLockReadGuard, OwnedRwLockWriteGuard,
    RwLockMappedWriteGuard, RwLockReadGuard, RwLockWriteGuard, watch,
};
use tokio::task::LocalEnterGuard;

use super::guards;

guards! { SyncGuard + Transparent:
    Watch { [T] watch::Ref<'_, T> }
    Runtime {
        [] EnterGuard<'_>,
        [] LocalEnterGuard,
    }
}

guards! { AsyncGuard:
    AsyncLock {
        [T: ?Sized] MutexGuard<'_, T>,
        [T: ?Sized] MappedMutexGuard<'_, T>,
        [T: ?Sized] OwnedMutexGuard<T>,
        [T: ?Sized, U: ?Sized] OwnedMappedMutexGuard<T, U>,
        [T: ?Sized] RwLockReadGuard<'_, T>,
        [T: ?Sized] RwLockWriteGuard<'_, T>,
        [T: ?Sized] RwLockMappedWriteGuard<'_, T>,
        [T: ?Sized, U: ?Sized] OwnedRwLockReadGuard<T, U>,
        [T: ?Sized] OwnedRwLockWriteGuard<T>,
        [T: ?Sized, U: ?Sized] OwnedRwLockMappedWriteGuard<T, U>,
    }
}
