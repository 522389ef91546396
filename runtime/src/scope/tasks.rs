//! How many `Task`s have an outcome yet to take, or one to come. `children.rs` disregards as many outcomes when it
//! decides whether a scope is over.
//!
//! A child that is aborted leaves none. Then its `Task` is not counted any more, which it does not know; so
//! those that can be aborted are listed. `runtime/tests/loom_scope.rs` includes this file and checks it with loom.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use super::sync::{AtomicBool, AtomicUsize, Mutex, MutexGuard, Ordering};

pub(crate) struct Tasks<K: Hash + Eq>(Arc<Held<K>>);

struct Held<K> {
    count: AtomicUsize,
    /// The list is not empty, or was not once.
    listed: AtomicBool,
    /// Those that can be aborted, and whether their child has left nothing.
    abortable: Mutex<HashMap<K, bool>>,
}

impl<K> Held<K> {
    fn abortable(&self) -> MutexGuard<'_, HashMap<K, bool>> {
        self.abortable.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl<K: Hash + Eq> Tasks<K> {
    pub(crate) fn new() -> Self {
        Tasks(Arc::new(Held {
            count: AtomicUsize::new(0),
            listed: AtomicBool::new(false),
            abortable: Mutex::new(HashMap::new()),
        }))
    }

    pub(crate) fn count(&self) -> usize {
        self.0.count.load(Ordering::Acquire)
    }

    /// For the `Task` of the child with that key, as long as it has an outcome to take.
    #[inline]
    pub(crate) fn token(&self, key: K) -> Token<K> {
        self.0.count.fetch_add(1, Ordering::AcqRel);
        Token { held: Arc::clone(&self.0), key }
    }

    /// To be called when a child goes that leaves nothing, before it leaves the scope.
    pub(crate) fn left_nothing(&self, key: &K) {
        if self.0.listed.load(Ordering::Acquire)
            && let Some(left_nothing) = self.0.abortable().get_mut(key)
        {
            *left_nothing = true;
            self.0.count.fetch_sub(1, Ordering::AcqRel);
        }
    }
}

pub(crate) struct Token<K: Hash + Eq> {
    held: Arc<Held<K>>,
    key: K,
}

impl<K: Hash + Eq + Copy> Token<K> {
    /// To be called before anybody can abort the child.
    pub(crate) fn can_be_aborted(&self) {
        self.held.abortable().entry(self.key).or_insert(false);
        self.held.listed.store(true, Ordering::Release);
    }
}

impl<K: Hash + Eq> Drop for Token<K> {
    #[inline]
    fn drop(&mut self) {
        let listed = self.held.listed.load(Ordering::Acquire);
        if !listed || self.held.abortable().remove(&self.key) != Some(true) {
            self.held.count.fetch_sub(1, Ordering::AcqRel);
        }
    }
}
