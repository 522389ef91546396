#![deny(warnings)]
use asyncward::value_future;

#[value_future]
pub async fn save() {
    tokio::task::yield_now().await;
}

pub async fn all() {
    save().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    all().await;
}
