//! Nobody looks at what became of an item.
#![deny(unused_must_use)]
#![allow(dead_code)]

use asyncward::channel;

fn run(publisher: channel::Publisher<u32>) {
    publisher.publish(1); //~ ERROR
    channel::bounded::<u32>(8).on_loss(|_, _| {}); //~ ERROR
}

fn main() {}
