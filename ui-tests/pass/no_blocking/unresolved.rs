#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;
use somewhere::Provider;

mod somewhere {
    pub(crate) struct Provider(u8);

    impl Provider {
        pub(crate) fn new(number: u8) -> Provider {
            Provider(number)
        }

        pub(crate) fn recv(&self) -> u8 {
            self.0
        }

        pub(crate) fn open(_: &str) {}
    }

    pub(crate) fn read(_: &str) {}
}

#[no_blocking]
async fn resolved() {
    let provider = Provider::new(3);
    provider.recv();
    Provider::open("a");
}

#[no_blocking]
async fn spelled() {
    let _ = tokio::fs::read("a").await;
    let _ = ["a"].map(somewhere::read);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    resolved().await;
    spelled().await;
}
