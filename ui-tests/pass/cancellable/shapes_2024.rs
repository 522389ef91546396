//! What only edition 2024 has.
#![deny(warnings)]

use asyncward::{Cancelled, cancellable};

async fn maybe(id: u32) -> Option<u32> {
    tokio::task::yield_now().await;
    (id > 0).then_some(id)
}

#[cancellable]
async fn chains(id: u32) -> Result<u32, Cancelled> {
    let mut sum = 0;
    if let Some(first) = maybe(id).await
        && first > 0
        && let Some(second) = maybe(first + maybe(1).await.unwrap_or(0)).await
    {
        sum += first + second;
    }
    let mut left = 3;
    while left > 0
        && let Some(value) = maybe(left).await
    {
        left -= 1;
        sum += value;
    }
    Ok(sum)
}

#[cancellable]
async fn captures(ids: &[u32]) -> Result<impl Iterator<Item = u32>, Cancelled> {
    let count = maybe(ids.len() as u32).await;
    Ok(ids.iter().copied().chain(count))
}

#[cancellable]
async fn if_let_temporaries(lock: &tokio::sync::Mutex<u32>) -> Result<u32, Cancelled> {
    if let 0 = *lock.lock().await {
        Ok(0)
    } else {
        // The guard of the condition is gone.
        Ok(*lock.lock().await)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    assert_eq!(chains(1).await, Ok(1 + 2 + 3 + 2 + 1));
    assert_eq!(captures(&[1, 2]).await.unwrap().sum::<u32>(), 5);
    assert_eq!(if_let_temporaries(&tokio::sync::Mutex::new(1)).await, Ok(1));
}
