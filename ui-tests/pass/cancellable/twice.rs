#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, Cause, cancellable};

struct Server {
    shutdown: CancellationToken,
}

impl Server {
    #[cancellable(timeout = "2s", token = self.shutdown)]
    async fn load(&self) -> Result<(), Cancelled> {
        std::future::pending().await
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() {
    let server = Server { shutdown: CancellationToken::new() };
    let limit = std::time::Duration::from_secs(2);
    assert_eq!(server.load().await.unwrap_err().cause(), Cause::Deadline { limit });
    server.shutdown.cancel();
    assert_eq!(server.load().await.unwrap_err().cause(), Cause::Requested);
}
