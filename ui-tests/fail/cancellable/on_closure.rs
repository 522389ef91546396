//! A closure cannot carry the attribute.

use asyncward::{Cancelled, cancellable};

#[tokio::main]
async fn main() {
    #[cancellable]
    let load = async |id: u32| { //~ ERROR
        tokio::task::yield_now().await;
        Ok::<u32, Cancelled>(id)
    };
    let _row = load(1).await;
}
