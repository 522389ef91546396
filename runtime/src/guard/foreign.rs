//! The guards of other crates, each behind the feature that is named after the crate.

#[cfg(feature = "lock_api")]
mod lock_api {
    use lock_api::{
        ArcMutexGuard, ArcReentrantMutexGuard, ArcRwLockReadGuard, ArcRwLockUpgradableReadGuard,
        ArcRwLockWriteGuard, GetThreadId, MappedMutexGuard, MappedReentrantMutexGuard,
        MappedRwLockReadGuard, MappedRwLockWriteGuard, MutexGuard, RawMutex, RawRwLock,
        RawRwLockUpgrade, ReentrantMutexGuard, RwLockReadGuard, RwLockUpgradableReadGuard,
        RwLockWriteGuard,
    };

    crate::guard::guards! { SyncGuard + Transparent:
        Lock {
            [R: RawMutex, T: ?Sized] MutexGuard<'_, R, T>,
            [R: RawMutex, T: ?Sized] MappedMutexGuard<'_, R, T>,
            [R: RawMutex, T: ?Sized] ArcMutexGuard<R, T>,
            [R: RawMutex, G: GetThreadId, T: ?Sized] ReentrantMutexGuard<'_, R, G, T>,
            [R: RawMutex, G: GetThreadId, T: ?Sized] MappedReentrantMutexGuard<'_, R, G, T>,
            [R: RawMutex, G: GetThreadId, T: ?Sized] ArcReentrantMutexGuard<R, G, T>,
            [R: RawRwLock, T: ?Sized] RwLockReadGuard<'_, R, T>,
            [R: RawRwLock, T: ?Sized] RwLockWriteGuard<'_, R, T>,
            [R: RawRwLock, T: ?Sized] MappedRwLockReadGuard<'_, R, T>,
            [R: RawRwLock, T: ?Sized] MappedRwLockWriteGuard<'_, R, T>,
            [R: RawRwLock, T: ?Sized] ArcRwLockReadGuard<R, T>,
            [R: RawRwLock, T: ?Sized] ArcRwLockWriteGuard<R, T>,
            [R: RawRwLockUpgrade, T: ?Sized] RwLockUpgradableReadGuard<'_, R, T>,
            [R: RawRwLockUpgrade, T: ?Sized] ArcRwLockUpgradableReadGuard<R, T>,
        }
    }
}

#[cfg(feature = "dashmap")]
mod dashmap {
    use dashmap::iter::{Iter, IterMut};
    use dashmap::mapref::entry::{Entry, OccupiedEntry, VacantEntry};
    use dashmap::mapref::multiple::{RefMulti, RefMutMulti};
    use dashmap::mapref::one::{MappedRef, MappedRefMut, Ref, RefMut};
    use dashmap::try_result::TryResult;
    use dashmap::{iter_set, setref};

    use crate::guard::{Known, SyncGuard};

    crate::guard::guards! { SyncGuard:
        Shard {
            [K, V] Ref<'_, K, V>,
            [K, V] RefMut<'_, K, V>,
            [K, V, T] MappedRef<'_, K, V, T>,
            [K, V, T] MappedRefMut<'_, K, V, T>,
            [K, V] RefMulti<'_, K, V>,
            [K, V] RefMutMulti<'_, K, V>,
            [K] setref::one::Ref<'_, K>,
            [K] setref::multiple::RefMulti<'_, K>,
        }
    }

    crate::guard::guards! { SyncGuard + TakenByMethods:
        Shard {
            [K, V] Entry<'_, K, V>,
            [K, V] OccupiedEntry<'_, K, V>,
            [K, V] VacantEntry<'_, K, V>,
            [K, V, S, M] Iter<'_, K, V, S, M>,
            [K, V, S, M] IterMut<'_, K, V, S, M>,
            [K, S, M] iter_set::Iter<'_, K, S, M>,
        }
    }

    impl<G: Known> Known for TryResult<G> {}

    impl<G: SyncGuard> SyncGuard for TryResult<G> {
        type Reason = G::Reason;
    }
}

#[cfg(feature = "spin")]
mod spin {
    use spin::mutex::{FairMutexGuard, MutexGuard, SpinMutexGuard, TicketMutexGuard};
    use spin::rwlock::{RwLockReadGuard, RwLockUpgradableGuard, RwLockWriteGuard};

    crate::guard::guards! { SyncGuard + Transparent:
        Spin {
            [T: ?Sized] MutexGuard<'_, T>,
            [T: ?Sized] SpinMutexGuard<'_, T>,
            [T: ?Sized] TicketMutexGuard<'_, T>,
            [T: ?Sized] FairMutexGuard<'_, T>,
            [T: ?Sized] RwLockReadGuard<'_, T>,
        }
    }

    crate::guard::guards! { SyncGuard:
        Spin {
            [T: ?Sized, R] RwLockWriteGuard<'_, T, R>,
            [T: ?Sized, R] RwLockUpgradableGuard<'_, T, R>,
        }
    }
}

#[cfg(feature = "tracing")]
mod tracing {
    use tracing::span::{Entered, EnteredSpan};
    use tracing::subscriber::DefaultGuard;

    crate::guard::guards! { SyncGuard + Transparent:
        Span { [] Entered<'_> }
    }

    crate::guard::guards! { SyncGuard:
        Span { [] EnteredSpan }
        Subscriber { [] DefaultGuard }
    }
}

#[cfg(feature = "atomic_refcell")]
mod atomic_refcell {
    use atomic_refcell::{AtomicRef, AtomicRefMut};

    crate::guard::guards! { SyncGuard + Transparent:
        Borrow {
            [T: ?Sized] AtomicRef<'_, T>,
            [T: ?Sized] AtomicRefMut<'_, T>,
        }
    }
}

#[cfg(feature = "crossbeam-utils")]
mod crossbeam_utils {
    use crossbeam_utils::sync::{ShardedLockReadGuard, ShardedLockWriteGuard};

    crate::guard::guards! { SyncGuard + Transparent:
        Lock {
            [T: ?Sized] ShardedLockReadGuard<'_, T>,
            [T: ?Sized] ShardedLockWriteGuard<'_, T>,
        }
    }
}

#[cfg(feature = "arc-swap")]
mod arc_swap {
    use arc_swap::strategy::Strategy;
    use arc_swap::{Guard, RefCnt};

    crate::guard::guards! { SyncGuard + Transparent:
        Swap { [T: RefCnt, S: Strategy<T>] Guard<T, S> }
    }
}

#[cfg(feature = "async-lock")]
mod async_lock {
    use async_lock::{
        MutexGuard, MutexGuardArc, RwLockReadGuard, RwLockReadGuardArc, RwLockUpgradableReadGuard,
        RwLockUpgradableReadGuardArc, RwLockWriteGuard, RwLockWriteGuardArc,
    };

    crate::guard::guards! { AsyncGuard:
        AsyncLock {
            [T: ?Sized] MutexGuard<'_, T>,
            [T: ?Sized] MutexGuardArc<T>,
            [T: ?Sized] RwLockReadGuard<'_, T>,
            [T] RwLockReadGuardArc<T>,
            [T: ?Sized] RwLockUpgradableReadGuard<'_, T>,
            [T: ?Sized] RwLockUpgradableReadGuardArc<T>,
            [T: ?Sized] RwLockWriteGuard<'_, T>,
            [T: ?Sized] RwLockWriteGuardArc<T>,
        }
    }
}

#[cfg(feature = "futures-util")]
mod futures_util {
    use futures_util::lock::{MappedMutexGuard, MutexGuard, OwnedMutexGuard};

    crate::guard::guards! { AsyncGuard:
        AsyncLock {
            [T: ?Sized] MutexGuard<'_, T>,
            [T: ?Sized] OwnedMutexGuard<T>,
            [T: ?Sized, U: ?Sized] MappedMutexGuard<'_, T, U>,
        }
    }
}
