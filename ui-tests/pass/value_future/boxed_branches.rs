#![deny(warnings)]
use asyncward::value_future;
use futures::future::{BoxFuture, ok};

fn called(with: impl Fn(u32) -> BoxFuture<'static, u32>) -> BoxFuture<'static, u32> {
    with(1)
}

/// The type asks for a box where another branch needs one, and where a callback returns one.
#[value_future]
pub async fn one(early: bool) -> u32 {
    if early {
        return ok::<u32, ()>(1).await.unwrap_or(0);
    }
    let one: BoxFuture<'static, u32> = if early {
        Box::pin(std::future::ready(2))
    } else {
        Box::pin(async {
            tokio::task::yield_now().await;
            3
        })
    };
    one.await + called(|n| Box::pin(async move { n })).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(one(true).await, 1);
    assert_eq!(one(false).await, 4);
}
