//! Whom to wake when a scope is asked to end, or is over: the wakers of its suspended children.
//!
//! `tokio::sync::Notify` is not used because it has one lock for all: every child takes it when it
//! is first suspended and when it ends. Here a thread mostly has a lock to itself, and a child
//! keeps a key in place of an entry of its own. `runtime/tests/loom_scope.rs` includes this file and
//! checks it with loom.

use std::cell::Cell;
use std::mem;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Waker;

use super::sync::Mutex;

/// A list that has become empty keeps room for this many.
const ROOM: usize = 1024;

pub(crate) struct Wakers(Box<[Shard]>);

/// Apart from the others in memory.
#[repr(align(128))]
struct Shard(Mutex<List>);

#[derive(Default)]
struct List {
    /// The last stage whose beginning these are not woken for any more.
    stage: u8,
    slots: Vec<Slot>,
    /// The first of the free slots, one past the end if there is none.
    free: usize,
    taken: usize,
}

enum Slot {
    Taken(Waker),
    /// And the next free one.
    Free(usize),
}

/// Where a waker is kept.
pub(crate) struct Key {
    shard: u32,
    slot: u32,
    stage: u8,
}

impl Key {
    /// The stage after which the child waits for the next.
    #[inline]
    pub(crate) fn stage(&self) -> u8 {
        self.stage
    }
}

impl Wakers {
    /// For children on that many threads.
    pub(crate) fn new(threads: usize) -> Self {
        let shards = threads.clamp(1, 16);
        Wakers((0..shards).map(|_| Shard(Mutex::new(List::default()))).collect())
    }

    /// Keeps a waker until a stage after `stage` begins. None if one has begun.
    #[inline]
    pub(crate) fn insert(&self, stage: u8, waker: Waker) -> Option<Key> {
        let shard = thread() % self.0.len();
        let (slot, woken) = self.list(shard, |list| {
            // Who begins a stage may not have come to this list yet.
            let woken = list.begin(stage);
            (list.insert(stage, waker), woken)
        });
        wake_all(woken);
        Some(Key {
            shard: u32::try_from(shard).ok()?,
            slot: u32::try_from(slot.ok()?).ok()?,
            stage,
        })
    }

    /// Forgets a waker. It may have been woken and forgotten already.
    #[inline]
    pub(crate) fn remove(&self, key: &Key) {
        // The destructors of wakers and of the list run outside the lock.
        let gone = self.list(key.shard as usize, |list| {
            if list.stage != key.stage {
                return (None, Vec::new());
            }
            list.remove(key.slot as usize)
        });
        drop(gone);
    }

    /// Wakes all that wait for `stage` or one before it.
    pub(crate) fn wake(&self, stage: u8) {
        for shard in 0..self.0.len() {
            wake_all(self.list(shard, |list| list.begin(stage)));
        }
    }

    fn list<R>(&self, shard: usize, f: impl FnOnce(&mut List) -> R) -> R {
        f(&mut self.0[shard].0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }
}

impl List {
    /// Takes out whom to wake for the beginning of `stage`.
    #[inline]
    fn begin(&mut self, stage: u8) -> Vec<Slot> {
        if self.stage >= stage {
            return Vec::new();
        }
        mem::replace(self, List { stage, ..List::default() }).slots
    }

    /// The slot, or the waker back.
    fn insert(&mut self, stage: u8, waker: Waker) -> Result<usize, Waker> {
        if self.stage > stage {
            return Err(waker);
        }
        let slot = self.free;
        match self.slots.get_mut(slot) {
            Some(free) => {
                if let Slot::Free(next) = mem::replace(free, Slot::Taken(waker)) {
                    self.free = next;
                }
            }
            None => {
                self.slots.push(Slot::Taken(waker));
                self.free = slot + 1;
            }
        }
        self.taken += 1;
        Ok(slot)
    }

    fn remove(&mut self, slot: usize) -> (Option<Slot>, Vec<Slot>) {
        let Some(taken) = self.slots.get_mut(slot) else { return (None, Vec::new()) };
        let waker = mem::replace(taken, Slot::Free(self.free));
        self.free = slot;
        self.taken -= 1;
        if self.taken == 0 && self.slots.capacity() > ROOM {
            self.free = 0;
            return (Some(waker), mem::take(&mut self.slots));
        }
        (Some(waker), Vec::new())
    }
}

fn wake_all(slots: Vec<Slot>) {
    for slot in slots {
        if let Slot::Taken(waker) = slot {
            waker.wake();
        }
    }
}

/// A number for this thread.
fn thread() -> usize {
    static THREADS: AtomicUsize = AtomicUsize::new(0);
    thread_local!(static THREAD: Cell<usize> = const { Cell::new(usize::MAX) });
    THREAD.with(|thread| {
        if thread.get() == usize::MAX {
            thread.set(THREADS.fetch_add(1, Ordering::Relaxed));
        }
        thread.get()
    })
}
