//! Arguments and elements that may not be there.
#![deny(warnings)]

use asyncward::{explicit_backpressure, no_blocking};

fn read(number: u32) -> u32 {
    number
}

struct Own;

impl Own {
    fn recv(&self) -> u32 {
        1
    }

    fn send(&self, number: u32) -> u32 {
        number
    }
}

fn two(first: u32, second: u32) -> u32 {
    first + second
}

#[no_blocking]
#[explicit_backpressure]
async fn elements(own: &Own) -> u32 {
    let array = [read(0), #[cfg(any())] read(1), #[cfg(all())] own.recv()];
    let tuple = (read(1), #[cfg(any())] own.recv(), #[cfg(all())] read(3));
    let sum = two(#[cfg(any())] nothing(1), #[cfg(all())] read(2), own.send(1));
    let inner = two(read(1), #[cfg(all())] two(read(1), own.recv()), #[cfg(any())] own.send(1));
    sum + inner + array[1] + tuple.1
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(elements(&Own).await, 10);
}
