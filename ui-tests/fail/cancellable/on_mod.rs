//! A module has the functions, but is none.

use asyncward::cancellable;

#[cancellable]
pub mod store { //~ ERROR
    use asyncward::Cancelled;

    pub async fn count() -> Result<usize, Cancelled> {
        tokio::task::yield_now().await;
        Ok(0)
    }
}

#[tokio::main]
async fn main() {
    let _count = store::count().await;
}
