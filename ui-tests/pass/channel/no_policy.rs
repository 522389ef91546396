//! A channel needs a policy: there is no default.
#![allow(dead_code, unused)]

use asyncward::channel;

fn make() {
    let (publisher, receiver) = channel::bounded::<u32>(8).reject();
}

fn main() {}
