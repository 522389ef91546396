#![deny(warnings)]
use asyncward::value_future;

#[value_future]
pub async fn size(name: &str) -> usize {
    name.len()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(size("abc").try_now().unwrap(), 3);
}
