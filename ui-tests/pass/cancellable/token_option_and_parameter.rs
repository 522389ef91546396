#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, cancellable};

struct Server {
    shutdown: CancellationToken,
}

impl Server {
    #[cancellable(token = self.shutdown)]
    async fn serve(&self) -> Result<(), Cancelled> {
        std::future::pending().await
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let server = Server { shutdown: CancellationToken::new() };
    server.shutdown.cancel();
    assert!(server.serve().await.is_err());
}
