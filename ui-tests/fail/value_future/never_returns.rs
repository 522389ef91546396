//! A function without a value has none at once.

use asyncward::value_future;

#[value_future]
pub async fn serve() -> ! { //~ ERROR
    loop {
        tokio::task::yield_now().await;
    }
}

fn main() {}
