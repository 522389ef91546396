//! One function, two of the attribute.

use asyncward::{CancellationToken, Cancelled, cancellable};

struct Server {
    shutdown: CancellationToken,
}

impl Server {
    #[cancellable(timeout = "2s")]
    #[cancellable(token = self.shutdown)] //~ ERROR
    async fn load(&self) -> Result<(), Cancelled> {
        tokio::task::yield_now().await;
        Ok(())
    }
}

#[tokio::main]
async fn main() {
    let server = Server { shutdown: CancellationToken::new() };
    let _done = server.load().await;
}
