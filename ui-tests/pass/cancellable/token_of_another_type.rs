#![deny(warnings)]
use std::sync::Arc;

use asyncward::{CancellationToken, Cancelled, cancellable};

struct Server {
    shutdown: Arc<CancellationToken>,
}

impl Server {
    #[cancellable(token = &self.shutdown)]
    async fn serve(&self) -> Result<(), Cancelled> {
        std::future::pending().await
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let server = Server { shutdown: Arc::new(CancellationToken::new()) };
    server.shutdown.cancel();
    assert!(server.serve().await.is_err());
}
