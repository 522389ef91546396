#![deny(warnings)]
use asyncward::value_future;

pub async fn save(_: &[u8]) {}

#[value_future]
pub async fn store(data: Vec<u8>) {
    if data.is_empty() {
        return;
    }
    let bytes = &data;
    save(bytes).await;
    save(bytes).await;
}

#[value_future(lazy)]
pub async fn store_lazy(data: Vec<u8>) {
    let bytes = &data;
    save(bytes).await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    store(Vec::new()).await;
    store(vec![1]).await;
    store_lazy(vec![1]).await;
}
