//! An option that is none.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure(crate = asyncward)]
async fn start() {}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
