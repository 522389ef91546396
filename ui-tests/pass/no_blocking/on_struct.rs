#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;

struct Job;

impl Job {
    #[no_blocking]
    async fn run(&self) {}
}

fn main() {}
