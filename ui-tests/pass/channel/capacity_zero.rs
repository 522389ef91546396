//! The capacity of a constant channel is looked at when the program is compiled.
#![allow(dead_code)]

use asyncward::channel::{self, Bounded};

const READINGS: Bounded<u32> = channel::bounded(1);

fn make() {
    let _ = READINGS.reject();
}

fn main() {}
