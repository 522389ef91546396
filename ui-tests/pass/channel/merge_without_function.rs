//! A policy that needs a function.
#![allow(dead_code, unused)]

use asyncward::channel;

fn make() {
    let (publisher, receiver) = channel::bounded::<u32>(8).merge(|sum, n| *sum += n);
}

fn main() {}
