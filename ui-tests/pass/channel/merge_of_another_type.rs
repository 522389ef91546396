//! A merge function for items of another type.
#![allow(dead_code, unused)]

use asyncward::channel;

fn add(sum: &mut u64, n: u64) {
    *sum += n;
}

fn make() {
    let (publisher, receiver) = channel::bounded::<u64>(8).merge(add);
}

fn main() {}
