//! On a whole `impl`.
#![allow(dead_code)]

use asyncward::no_blocking;

struct Job;

#[no_blocking]
impl Job { //~ ERROR
    async fn run(&self) {}
}

fn main() {}
