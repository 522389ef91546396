//! The attribute on one function twice.
#![allow(dead_code, unused)]

use asyncward::explicit_backpressure;

#[explicit_backpressure]
async fn start() {}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
