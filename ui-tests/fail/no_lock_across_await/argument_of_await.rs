//! A temporary in an argument of an awaited call.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn send(_: &str) {}

#[no_lock_across_await]
async fn flush(buffer: &Mutex<String>) {
    send(&buffer.lock().unwrap()).await; //~ ERROR
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    flush(&Mutex::new(String::new())).await;
}
