//! An error type of somebody else, to which no conversion can be added.

use asyncward::cancellable;

async fn name() -> Result<String, String> {
    Ok("a".to_owned())
}

#[cancellable]
async fn greet() -> Result<String, String> { //~ ERROR
    Ok(format!("hello {}", name().await?))
}

#[tokio::main]
async fn main() {
    let _greeting = greet().await;
}
