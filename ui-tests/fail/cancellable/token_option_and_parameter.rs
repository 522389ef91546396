//! A token parameter is the function's token by itself.

use asyncward::{Cancelled, CancellationToken, cancellable};

struct Server {
    shutdown: CancellationToken,
}

impl Server {
    #[cancellable(token = self.shutdown)] //~ ERROR
    async fn serve(&self, request: CancellationToken) -> Result<(), Cancelled> {
        request.cancelled().await;
        Ok(())
    }
}

#[tokio::main]
async fn main() {
    let server = Server { shutdown: CancellationToken::new() };
    let _end = server.serve(CancellationToken::new()).await;
}
