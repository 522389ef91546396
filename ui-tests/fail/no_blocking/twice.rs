//! Twice on one function.
#![allow(dead_code)]

use asyncward::no_blocking;

#[no_blocking]
#[no_blocking(also(cpu))] //~ ERROR
async fn run() {}

fn main() {}
