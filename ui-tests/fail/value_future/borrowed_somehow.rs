//! A borrow that only the compiler sees.

use asyncward::value_future;

pub async fn find(_: &str) -> Option<u32> {
    None
}

pub fn first(text: &str) -> &str {
    text
}

#[value_future]
pub async fn look(name: &str) -> Option<u32> {
    let lower = name.to_lowercase();
    let key = first(&lower); //~ ERROR
    find(key).await
}

fn main() {}
