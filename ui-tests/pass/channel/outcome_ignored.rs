//! Somebody looks at what became of an item.
#![deny(unused_must_use)]
#![allow(dead_code)]

use asyncward::channel;

fn run(publisher: channel::Publisher<u32>) {
    if !publisher.publish(1).is_taken() {
        println!("nobody has it");
    }
    let _ = channel::bounded::<u32>(8).on_loss(|_, _| {}).reject();
}

fn main() {}
