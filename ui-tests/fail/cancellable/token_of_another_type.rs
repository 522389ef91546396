//! `token = ..` is something that is no token.

use asyncward::{Cancelled, cancellable};

struct Server {
    name: String,
}

impl Server {
    #[cancellable(token = self.name)] //~ ERROR
    async fn serve(&self) -> Result<(), Cancelled> {
        std::future::pending().await
    }
}

#[tokio::main]
async fn main() {
    let server = Server { name: "a".to_owned() };
    let _end = server.serve().await;
}
