#![deny(warnings)]
use asyncward::{CancellationToken, Cancelled, cancellable, checkpoint, with_token};

#[cancellable]
async fn sum(numbers: &[u32]) -> Result<u32, Cancelled> {
    let mut sum = 0;
    for number in numbers {
        checkpoint().await?;
        sum += number;
    }
    Ok(sum)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(sum(&[1, 2]).await, Ok(3));
    let token = CancellationToken::new();
    token.cancel();
    assert!(with_token(token, sum(&[1, 2])).await.is_err());
}
