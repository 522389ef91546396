#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;

trait Job {
    #[no_blocking]
    async fn run(&self) {}
}

fn main() {}
