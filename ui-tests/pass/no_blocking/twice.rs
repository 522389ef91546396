#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;

#[no_blocking(also(cpu))]
async fn run() {}

fn main() {}
