//! The attribute on something that is no function.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure]
struct Queue; //~ ERROR

#[tokio::main(flavor = "current_thread")]
async fn main() {}
