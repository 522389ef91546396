//! On a method without a body.
#![allow(dead_code)]

use asyncward::no_blocking;

trait Job {
    #[no_blocking]
    async fn run(&self); //~ ERROR
}

fn main() {}
