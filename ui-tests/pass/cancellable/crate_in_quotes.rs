#![deny(warnings)]
mod reexport {
    pub use asyncward as ward;
}

#[reexport::ward::cancellable(crate = reexport::ward)]
async fn load() -> Result<(), reexport::ward::Cancelled> {
    tokio::task::yield_now().await;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(load().await, Ok(()));
}
