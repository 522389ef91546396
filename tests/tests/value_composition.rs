//! `#[value_future]` together with `#[cancellable]` and `#[no_lock_across_await]`, in any order.

use std::future::pending;
use std::sync::Mutex;
use std::time::Duration;

use asyncward::{
    CancellationToken, Cancelled, Cause, cancellable, no_lock_across_await, value_future,
    with_token,
};
use asyncward_tests::{Counts, assert_stopped, cancelled_token, on_both, paused};
use tokio::task::yield_now;

macro_rules! in_any_order {
    ($($name:ident: $(#[$attribute:ident])+;)+) => {$(
        $(#[$attribute])+
        async fn $name(table: &Mutex<Vec<u32>>, n: usize) -> Result<u32, Cancelled> {
            {
                let table = table.lock().unwrap();
                if let Some(found) = table.get(n) {
                    return Ok(*found);
                }
            }
            yield_now().await;
            table.lock().unwrap().push(1);
            Ok(0)
        }
    )+};
}

in_any_order! {
    vcl: #[value_future] #[cancellable] #[no_lock_across_await];
    vlc: #[value_future] #[no_lock_across_await] #[cancellable];
    cvl: #[cancellable] #[value_future] #[no_lock_across_await];
    clv: #[cancellable] #[no_lock_across_await] #[value_future];
    lvc: #[no_lock_across_await] #[value_future] #[cancellable];
    lcv: #[no_lock_across_await] #[cancellable] #[value_future];
}

#[test]
fn v20_all_orders_are_one() {
    on_both(|| async {
        let table = Mutex::new(vec![7]);
        for call in [vcl, vlc, cvl, clv, lvc, lcv] {
            let allocated = allocation_counter::measure(|| {
                assert_eq!(call(&table, 0).try_now().unwrap(), Ok(7));
            });
            assert_eq!(allocated.count_total, 0);
            assert!(with_token(cancelled_token(), call(&table, 9)).await.is_err());
            assert_eq!(table.lock().unwrap().len(), 1);
        }
        assert_eq!(vcl(&table, 9).await, Ok(0));
        assert_eq!(table.lock().unwrap().len(), 2);
    });
}

#[value_future]
#[cancellable]
async fn waits(counts: Counts, n: u32) -> Result<u32, Cancelled> {
    if n == 0 {
        return Ok(1);
    }
    counts.probe().await;
    Ok(2)
}

#[test]
fn v21_the_rest_is_cancellable() {
    paused(async {
        let counts = Counts::default();
        let token = CancellationToken::new();
        tokio::spawn({
            let token = token.clone();
            async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                token.cancel();
            }
        });
        let stopped = with_token(token.clone(), waits(counts.clone(), 1)).await.unwrap_err();
        let site = ("waits", "counts.probe()", file!(), line!() - 17);
        assert_stopped(stopped, Cause::Requested, site);
        let polls = counts.polls();
        assert_eq!((polls > 0, counts.drops()), (true, 1));
        // Cancelled before the first poll: the awaited future is never polled.
        with_token(token.clone(), waits(counts.clone(), 1)).await.unwrap_err();
        assert_eq!(counts.polls(), polls);
        // The first part is no checkpoint, as in an async fn.
        assert_eq!(with_token(token, async { waits(counts, 0).await }).await, Ok(1));
    });
}

#[value_future]
#[cancellable(timeout = "1s")]
async fn in_time(n: u32) -> Result<u32, Cancelled> {
    if n == 0 {
        return Ok(0);
    }
    pending::<()>().await;
    Ok(n)
}

#[cancellable]
#[value_future]
async fn of_token(n: u32, token: CancellationToken) -> Result<u32, Cancelled> {
    if n == 0 {
        return Ok(0);
    }
    pending::<()>().await;
    Ok(n)
}

#[value_future(lazy)]
#[cancellable(timeout = "1s")]
async fn lazy_in_time(mut n: u32) -> Result<u32, Cancelled> {
    n += 1;
    pending::<()>().await;
    Ok(n)
}

#[cancellable(on_cancel = None)]
#[value_future(?Send)]
async fn local(n: u32) -> Option<u32> {
    let n = std::rc::Rc::new(n.checked_sub(1)?);
    pending::<()>().await;
    Some(*n)
}

#[test]
fn v22_a_root_begins_with_the_rest() {
    paused(async {
        assert_eq!(in_time(0).try_now().unwrap(), Ok(0));
        let limit = Duration::from_secs(1);
        let later = in_time(1);
        tokio::time::sleep(limit * 3).await;
        let begun = tokio::time::Instant::now();
        assert_eq!(later.await.unwrap_err().cause(), Cause::Deadline { limit });
        assert_eq!(begun.elapsed(), limit);
        assert_eq!(of_token(0, cancelled_token()).try_now().unwrap(), Ok(0));
        let stopped = of_token(1, cancelled_token()).await.unwrap_err();
        assert_eq!(stopped.cause(), Cause::Requested);
        assert_eq!(lazy_in_time(1).await.unwrap_err().cause(), Cause::Deadline { limit });
        assert_eq!(local(0).try_now().unwrap(), None);
        assert_eq!(with_token(cancelled_token(), local(1)).await, None);
    });
}
