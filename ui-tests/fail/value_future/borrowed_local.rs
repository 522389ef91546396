//! A reference to a local of the first part, taken by the rest.

use asyncward::value_future;

pub async fn save(_: &[u8]) {}

#[value_future]
pub async fn store(data: Vec<u8>) {
    let bytes = &data;
    if bytes.is_empty() {
        return;
    }
    save(bytes).await; //~ ERROR
}

fn main() {}
