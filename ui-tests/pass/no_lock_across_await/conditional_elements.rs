//! What `#[cfg]` takes out of a list of arguments or elements.

use std::sync::Mutex;

use asyncward::no_lock_across_await;

struct Sender;

impl Sender {
    async fn both(&self, _one: u32, _other: u32) {}
}

async fn both(_one: u32, _other: u32) {}

fn one(number: u32) -> u32 {
    number
}

#[no_lock_across_await]
async fn arguments(sender: &Sender) {
    both(one(1), #[cfg(all())] one(2), #[cfg(any())] nothing(one(3))).await;
    sender.both(one(1), #[cfg(all())] one(2), #[cfg(any())] nothing(one(3))).await;
}

#[no_lock_across_await]
async fn elements(number: &Mutex<u32>) {
    let array = [one(1), #[cfg(any())] nothing(*number.lock().unwrap())];
    let tuple = (array, one(*number.lock().unwrap()), #[cfg(any())] nothing(one(1)));
    both(tuple.0[0], tuple.1).await;
}

fn main() {
    drop((arguments(&Sender), elements(&Mutex::new(1))));
}
