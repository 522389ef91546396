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

    /// For the `Task` of a child that is to be spawned, as long as it has an outcome to take.
    #[inline]
    pub(crate) fn token(&self) -> Token<K> {
        self.0.count.fetch_add(1, Ordering::AcqRel);
        Token { held: Arc::clone(&self.0), key: None }
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
    /// Of the child, once it is spawned.
    key: Option<K>,
}

impl<K: Hash + Eq + Copy> Token<K> {
    #[inline]
    pub(crate) fn of(mut self, key: K) -> Self {
        self.key = Some(key);
        self
    }

    /// To be called before anybody can abort the child.
    pub(crate) fn can_be_aborted(&self) {
        if let Some(key) = self.key {
            self.held.abortable().entry(key).or_insert(false);
            self.held.listed.store(true, Ordering::Release);
        }
    }
}

impl<K: Hash + Eq> Drop for Token<K> {
    #[inline]
    fn drop(&mut self) {
        let left_nothing = self.held.listed.load(Ordering::Acquire)
            && self.key.as_ref().is_some_and(|key| self.held.abortable().remove(key) == Some(true));
        if !left_nothing {
            self.held.count.fetch_sub(1, Ordering::AcqRel);
        }
    }
}
