//! The guards of std.

use std::cell::{Ref, RefMut};
use std::io::{StderrLock, StdinLock, StdoutLock};
use std::sync::{MutexGuard, PoisonError, RwLockReadGuard, RwLockWriteGuard, TryLockError};

use super::{Known, SyncGuard, TakenByMethods, guards};

guards! { SyncGuard + Transparent:
    Lock {
        [T: ?Sized] MutexGuard<'_, T>,
        [T: ?Sized] RwLockReadGuard<'_, T>,
        [T: ?Sized] RwLockWriteGuard<'_, T>,
    }
    Borrow {
        [T: ?Sized] Ref<'_, T>,
        [T: ?Sized] RefMut<'_, T>,
    }
}

guards! { SyncGuard:
    Stdio {
        [] StdinLock<'_>,
        [] StdoutLock<'_>,
        [] StderrLock<'_>,
    }
}

impl TakenByMethods for StdinLock<'_> {}

impl<G: Known> Known for PoisonError<G> {}

impl<G: Known> Known for TryLockError<G> {}

impl<G: SyncGuard> SyncGuard for PoisonError<G> {
    type Reason = G::Reason;
}

impl<G: SyncGuard> SyncGuard for TryLockError<G> {
    type Reason = G::Reason;
}
