//! On a module.
#![allow(dead_code)]

use asyncward::no_blocking;

#[no_blocking]
mod jobs { //~ ERROR
    async fn run() {}
}

fn main() {}
