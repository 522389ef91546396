//! The attribute on something that is no function.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

struct Queue;

#[tokio::main(flavor = "current_thread")]
async fn main() {}
