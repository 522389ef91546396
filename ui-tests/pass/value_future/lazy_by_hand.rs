#![deny(warnings)]
use asyncward::{ValueFuture, value_future};

pub trait Get {
    #[value_future]
    async fn get(&self, key: u32) -> u32;
}

pub struct Same;

impl Get for Same {
    #[value_future]
    fn get(&self, key: u32) -> ValueFuture<'_, u32> {
        ValueFuture::ready(key)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let get: &dyn Get = &Same;
    assert_eq!(get.get(1).await, 1);
}
