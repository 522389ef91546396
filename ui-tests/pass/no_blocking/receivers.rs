#![deny(warnings)]
#![allow(dead_code)]

use std::sync::mpsc::Receiver;

use asyncward::no_blocking;


struct Owner {
    rx: tokio::sync::mpsc::Receiver<u32>,
}

#[no_blocking]
async fn field(owner: &mut Owner) {
    let _ = owner.rx.recv().await;
}

struct Own(Receiver<u32>);

impl Own {
    fn recv(&self) -> Option<u32> {
        self.0.try_recv().ok()
    }
}

impl std::ops::Deref for Own {
    type Target = Receiver<u32>;

    fn deref(&self) -> &Receiver<u32> {
        &self.0
    }
}

#[no_blocking]
async fn inner(own: &Own) {
    let _ = own.0.try_recv();
}

#[tokio::main(flavor = "current_thread")]
async fn main() {}
