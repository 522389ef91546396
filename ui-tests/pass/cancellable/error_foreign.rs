#![deny(warnings)]
use asyncward::{CancellationToken, cancellable, with_token};

async fn name() -> Result<String, String> {
    Ok("a".to_owned())
}

#[cancellable(on_cancel = Err("stopped".to_owned()))]
async fn greet() -> Result<String, String> {
    Ok(format!("hello {}", name().await?))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(greet().await.unwrap(), "hello a");
    let token = CancellationToken::new();
    token.cancel();
    assert_eq!(with_token(token, greet()).await.unwrap_err(), "stopped");
}
