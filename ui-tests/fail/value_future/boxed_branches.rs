//! All branches are boxes, and each for nothing.

use asyncward::value_future;
use futures::future::ok;

#[value_future]
pub async fn one(early: bool) -> u32 {
    if early {
        return Box::pin(ok::<u32, ()>(1)).await.unwrap_or(0); //~ ERROR
    }
    let one = match early {
        true => Box::pin(std::future::ready(2)), //~ ERROR
        false => Box::pin(std::future::ready(3)), //~ ERROR
    };
    one.await
}

fn main() {}
