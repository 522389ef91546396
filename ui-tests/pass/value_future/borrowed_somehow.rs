#![deny(warnings)]
use asyncward::value_future;

pub async fn find(_: &str) -> Option<u32> {
    None
}

pub fn first(text: &str) -> &str {
    text
}

#[value_future(lazy)]
pub async fn look(name: &str) -> Option<u32> {
    let lower = name.to_lowercase();
    let key = first(&lower);
    find(key).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(look("a").await, None);
}
