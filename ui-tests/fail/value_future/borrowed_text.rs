//! What a method lends of a local, taken by the rest.

use asyncward::value_future;

pub async fn find(_: &str) -> Option<u32> {
    None
}

#[value_future]
pub async fn look(name: &str) -> Option<u32> {
    let lower = name.to_lowercase();
    let key = lower.trim();
    if key.is_empty() {
        return None;
    }
    find(key).await //~ ERROR
}

fn main() {}
