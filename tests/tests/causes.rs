//! Which cause is reported where several contexts are cancelled (c08, c15).

use std::future::pending;
use std::pin::pin;
use std::time::Duration;

use asyncward::{
    CancellationToken, Cancelled, Cause, cancellable, is_cancelled, shield, with_timeout,
    with_token,
};
use asyncward_tests::{Counts, WAIT_FOR, assert_stopped, on_both, paused, wait_for};
use futures::poll;
use tokio::time::sleep;

#[test]
fn c08_first_cause_stays_and_descendants_see_it() {
    const LIMIT: Duration = Duration::from_secs(5);

    #[cancellable(timeout = LIMIT)]
    async fn both(token: CancellationToken, causes: &mut Vec<Cause>) -> Result<(), Cancelled> {
        let here_and_below = async {
            let here = wait_for(Counts::default().probe()).await.unwrap_err();
            let own = CancellationToken::new();
            let below = with_token(own, wait_for(Counts::default().probe())).await.unwrap_err();
            [here.cause(), below.cause()]
        };
        causes.extend(here_and_below.await);
        shield(sleep(Duration::from_secs(10))).await;
        pending().await
    }

    paused(async {
        for (cancel_at, cause) in [(1, Cause::Requested), (9, Cause::Deadline { limit: LIMIT })] {
            let (token, mut causes) = (CancellationToken::new(), Vec::new());
            let cancel = async {
                sleep(Duration::from_secs(cancel_at)).await;
                token.cancel();
            };
            let (result, ()) = tokio::join!(both(token.clone(), &mut causes), cancel);
            causes.push(result.unwrap_err().cause());
            assert_eq!(causes, [cause; 3]);
        }
    });
}

#[test]
fn c15_the_outer_cause_is_reported() {
    const LIMIT: Duration = Duration::from_secs(5);
    const EXPIRED: Cause = Cause::Deadline { limit: LIMIT };

    paused(async {
        // Whichever came first; told apart by one of them being a deadline.
        for cancel_first in [true, false] {
            let token = CancellationToken::new();
            let counts = Counts::default();
            let mut outer_expired =
                pin!(with_timeout(LIMIT, with_token(token.clone(), wait_for(counts.probe()))));
            let mut outer_cancelled =
                pin!(with_token(token.clone(), with_timeout(LIMIT, wait_for(counts.probe()))));
            assert!(poll!(outer_expired.as_mut()).is_pending());
            assert!(poll!(outer_cancelled.as_mut()).is_pending());
            if cancel_first {
                token.cancel();
            }
            tokio::time::advance(LIMIT * 2).await;
            token.cancel();
            assert_stopped(outer_expired.await.unwrap_err(), EXPIRED, WAIT_FOR);
            assert_stopped(outer_cancelled.await.unwrap_err(), Cause::Requested, WAIT_FOR);
        }
    });
}

#[test]
fn c15_inner_token_alone_leaves_the_outer_context() {
    on_both(|| async {
        // A child token of the outer one, so that only the levels keep the two apart.
        let outer = CancellationToken::new();
        let inner = outer.child_token();
        let counts = Counts::default();
        let mut run = pin!(with_token(outer, async {
            let below = with_token(inner.clone(), wait_for(counts.probe())).await;
            assert!(!is_cancelled());
            tokio::task::yield_now().await;
            below
        }));
        assert!(poll!(run.as_mut()).is_pending());
        inner.cancel();
        assert_stopped(run.await.unwrap_err(), Cause::Requested, WAIT_FOR);
    });
}
