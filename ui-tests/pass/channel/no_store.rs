//! A spill needs a store.
#![allow(dead_code, unused)]

use asyncward::channel;

fn make() {
    let (publisher, receiver) = channel::bounded::<u32>(8).spill(channel::MemoryStore::new(100));
}

fn main() {}
