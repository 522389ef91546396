#![deny(warnings)]
use std::future::Future;
use std::pin::Pin;

use asyncward::value_future;

type Boxed = Pin<Box<dyn Future<Output = u32> + Send>>;

mod mine {
    pub async fn ready(n: u32) -> u32 {
        tokio::task::yield_now().await;
        n
    }
}

#[value_future]
pub async fn one() -> u32 {
    let one: Boxed = Box::pin(mine::ready(1));
    one.await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(one().await, 1);
}
