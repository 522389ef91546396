#![deny(warnings)]
use std::sync::Mutex;

use asyncward::no_lock_across_await;

async fn send(_: &str) {}

#[no_lock_across_await]
async fn flush(buffer: &Mutex<String>) {
    let text = std::mem::take(&mut *buffer.lock().unwrap());
    send(&text).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    flush(&Mutex::new(String::new())).await;
}
