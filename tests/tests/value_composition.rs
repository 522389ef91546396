//! `#[value_future]` together with `#[cancellable]` and `#[no_lock_across_await]`, in any order.

use std::future::{Future as _, pending};
use std::pin::Pin;
use std::sync::Mutex;
use std::task::Poll;
use std::time::Duration;

use asyncward::{
    CancellationToken, Cancelled, Cause, await_value, cancellable, no_lock_across_await,
    value_future, with_token,
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

#[cancellable]
async fn awaits_values(counts: Counts, n: u32) -> Result<u32, Cancelled> {
    let first = await_value!(asyncward::ValueFuture::ready(n));
    if n == 0 {
        return Ok(first);
    }
    Ok(first + await_value!(waits(counts, n))?)
}

#[test]
fn v23_await_value_is_a_checkpoint_unless_the_value_is_there() {
    paused(async {
        let counts = Counts::default();
        assert_eq!(awaits_values(counts.clone(), 0).await, Ok(0));
        let limit = Duration::from_secs(1);
        let stopped = asyncward::with_timeout(limit, awaits_values(counts.clone(), 1)).await;
        let stopped = stopped.unwrap_err();
        assert_eq!(stopped.cause(), Cause::Deadline { limit });
    });
}

#[cancellable]
async fn waits_for_ever() -> Result<u32, Cancelled> {
    Ok(await_value!(asyncward::ValueFuture::boxed(pending::<u32>())))
}

#[test]
fn v24_a_box_of_await_value_is_stopped_where_it_is_awaited() {
    paused(async {
        let limit = Duration::from_secs(1);
        let stopped = asyncward::with_timeout(limit, waits_for_ever()).await.unwrap_err();
        assert!(stopped.site().to_string().contains("ValueFuture::boxed("), "{stopped:?}");
    });
}

#[cancellable]
#[value_future]
async fn never_suspends(n: u32) -> Result<u32, Cancelled> {
    if n == 0 {
        return Ok(0);
    }
    let mut sum = 0;
    for n in 0..n {
        sum += std::future::ready(n).await;
    }
    Ok(sum)
}

#[test]
fn v25_a_checkpoint_that_does_not_suspend_allocates_nothing() {
    paused(with_token(CancellationToken::new(), async {
        let mut future = None;
        let allocated = |work: &mut dyn FnMut()| allocation_counter::measure(work).count_total;
        assert_eq!(allocated(&mut || future = Some(never_suspends(0))), 0);
        // The box, and nothing for its checkpoints.
        assert_eq!(allocated(&mut || future = Some(never_suspends(10))), 1);
        let mut future = future.unwrap();
        let mut sum = None;
        std::future::poll_fn(|cx| {
            let polled = allocated(&mut || sum = Some(Pin::new(&mut future).poll(cx)));
            assert_eq!(polled, 0);
            Poll::Ready(())
        })
        .await;
        assert!(matches!(sum, Some(Poll::Ready(Ok(45)))));
    }));
}
