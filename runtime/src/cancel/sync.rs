//! The synchronisation types that the hand-written parts are built on. A loom test supplies loom's
//! under the same names.

pub(crate) use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, AtomicUsize, Ordering};
pub(crate) use std::sync::{Mutex, MutexGuard};
