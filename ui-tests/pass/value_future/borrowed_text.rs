#![deny(warnings)]
use asyncward::value_future;

pub async fn find(_: &str) -> Option<u32> {
    None
}

#[value_future]
pub async fn look(name: &str) -> Option<u32> {
    let key = name.to_lowercase().trim().to_owned();
    if key.is_empty() {
        return None;
    }
    find(&key).await
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert!(look("").is_ready());
    assert_eq!(look("a").await, None);
}
