//! Several attributes on one function: the first does the work of all, and each import counts as used.
#![deny(unused_imports)]

use std::sync::Mutex;

use asyncward::{Cancelled, cancellable, no_lock_across_await, value_future};
use asyncward_tests::cancelled_token;

#[cancellable]
#[no_lock_across_await]
async fn add(sum: &Mutex<u32>, n: u32) -> Result<u32, Cancelled> {
    let sum = {
        let mut sum = sum.lock().unwrap();
        *sum += n;
        *sum
    };
    tokio::task::yield_now().await;
    Ok(sum)
}

mod other_order {
    use asyncward::{Cancelled, cancellable, no_lock_across_await};

    #[no_lock_across_await]
    #[cancellable]
    pub(super) async fn add(n: u32) -> Result<u32, Cancelled> {
        tokio::task::yield_now().await;
        Ok(n)
    }
}

mod value {
    use super::{Cancelled, value_future};
    use asyncward::cancellable;

    #[value_future]
    #[cancellable]
    pub(super) async fn add(n: u32) -> Result<u32, Cancelled> {
        tokio::task::yield_now().await;
        Ok(n)
    }
}

#[tokio::test]
async fn all_of_them_work() {
    let sum = Mutex::new(1);
    assert_eq!(add(&sum, 2).await.unwrap(), 3);
    assert_eq!(other_order::add(3).await.unwrap(), 3);
    assert_eq!(value::add(3).await.unwrap(), 3);
    asyncward::with_token(cancelled_token(), async {
        assert!(add(&sum, 2).await.is_err());
        assert!(other_order::add(2).await.is_err());
        assert!(value::add(2).await.is_err());
    })
    .await;
}
