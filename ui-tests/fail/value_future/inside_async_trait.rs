//! `#[async_trait]` has boxed the method before.

use asyncward::value_future;

#[async_trait::async_trait]
pub trait Store {
    #[value_future]
    async fn count(&self) -> usize { //~ ERROR
        0
    }
}

fn main() {}
