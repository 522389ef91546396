//! Pools that poll only the futures whose own waker was called. Nothing around them carries the
//! attribute, so the cancel has to reach the futures inside by itself (c16, c17, d01).
#![forbid(unsafe_code)]

use std::future::pending;
use std::time::Duration;

use asyncward::{CancellationToken, Cancelled, Cause, cancellable, with_timeout, with_token};
use asyncward_tests::{elsewhere, on_both, paused};
use futures::StreamExt;
use futures::future::join_all;
use futures::stream::{self, FuturesUnordered};

const LIMIT: Duration = Duration::from_millis(100);

#[cancellable]
async fn parked(_: u32) -> Result<(), Cancelled> {
    pending().await
}

/// The second await is under the same registration as the first.
#[cancellable]
async fn parked_later(n: u32) -> Result<(), Cancelled> {
    tokio::task::yield_now().await;
    parked(n).await
}

#[cancellable]
async fn in_select(_: u32) -> Result<(), Cancelled> {
    tokio::select! {
        () = pending() => Ok(()),
        () = pending() => Ok(()),
    }
}

fn all_stopped(results: &[Result<(), Cancelled>], cause: Cause) {
    assert!(!results.is_empty());
    for result in results {
        assert_eq!(result.unwrap_err().cause(), cause);
    }
}

#[test]
fn d01_deadline_reaches_every_future_of_a_pool() {
    let cause = Cause::Deadline { limit: LIMIT };
    paused(async move {
        all_stopped(&with_timeout(LIMIT, join_all((0..40).map(parked))).await, cause);
        all_stopped(&with_timeout(LIMIT, join_all((0..40).map(parked_later))).await, cause);
        all_stopped(&with_timeout(LIMIT, join_all((0..40).map(in_select))).await, cause);
        let buffered = stream::iter(0..3).map(parked).buffer_unordered(2).collect::<Vec<_>>();
        all_stopped(&with_timeout(LIMIT, buffered).await, cause);
        let nested = join_all((0..40).map(|_| join_all((0..40).map(parked))));
        for results in with_timeout(LIMIT, nested).await {
            all_stopped(&results, cause);
        }
    });
}

#[test]
fn d04_shorter_outer_timeout_reaches_roots_in_a_pool() {
    paused(async {
        let inner = (0..40).map(|n| with_timeout(10 * LIMIT, parked(n)));
        let results = with_timeout(LIMIT, join_all(inner)).await;
        all_stopped(&results, Cause::Deadline { limit: LIMIT });
    });
}

#[test]
fn c17_cancel_reaches_every_future_of_a_pool() {
    on_both(|| async {
        let token = CancellationToken::new();
        let pool = with_token(token.clone(), join_all((0..40).map(parked)));
        let (results, ()) = tokio::join!(pool, elsewhere(move || token.cancel()));
        all_stopped(&results, Cause::Requested);
    });
}

#[test]
fn c17_cancel_reaches_roots_of_the_same_token_in_a_pool() {
    on_both(|| async {
        let token = CancellationToken::new();
        let roots = (0..40).map(|n| with_token(token.clone(), parked(n)));
        let pool = with_token(token.clone(), roots.collect::<FuturesUnordered<_>>().collect());
        let (results, ()): (Vec<_>, ()) = tokio::join!(pool, elsewhere(move || token.cancel()));
        assert_eq!(results.len(), 40);
        all_stopped(&results, Cause::Requested);
    });
}

#[test]
fn c10_budget_running_out_does_not_change_the_order_of_a_biased_select() {
    #[cancellable]
    async fn first_only() -> Result<(u32, u32), Cancelled> {
        tokio::task::consume_budget().await;
        let (mut first, mut second) = (0, 0);
        for _ in 0..20_000 {
            tokio::select! {
                biased;
                () = std::future::ready(()) => first += 1,
                () = std::future::ready(()) => second += 1,
            }
        }
        Ok((first, second))
    }
    paused(async { assert_eq!(first_only().await, Ok((20_000, 0))) });
}
