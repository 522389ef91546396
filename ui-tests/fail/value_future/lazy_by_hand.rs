//! `lazy` on a method that makes its future itself.

use asyncward::{ValueFuture, value_future};

pub trait Get {
    #[value_future]
    async fn get(&self, key: u32) -> u32;
}

pub struct Same;

impl Get for Same {
    #[value_future(lazy)]
    fn get(&self, key: u32) -> ValueFuture<'_, u32> { //~ ERROR
        ValueFuture::ready(key)
    }
}

fn main() {}
