//! On what is no function.
#![allow(dead_code)]

use asyncward::no_blocking;

#[no_blocking]
struct Job; //~ ERROR

fn main() {}
