//! Macros that await, and awaits in the arguments of macros.
#![deny(warnings)]

use std::fmt::Write as _;
use std::time::Duration;

use asyncward::{cancellable, with_token, CancellationToken, Cancelled};
use futures::{FutureExt as _, StreamExt as _};
use tokio::sync::{mpsc, oneshot};

type Error = Box<dyn std::error::Error + Send + Sync>;

async fn row(id: u32) -> Result<u32, Cancelled> {
    tokio::task::yield_now().await;
    Ok(id)
}

async fn plain(id: u32) -> u32 {
    id
}

#[cancellable]
async fn arguments(id: u32) -> Result<String, Error> {
    let name = "a";
    let mut text =
        format!("{} {name} {:>width$}", row(id).await?, 1, width = plain(2).await as usize);
    write!(text, "{}", row(id).await?)?;
    writeln!(text, "{x}", x = plain(1).await)?;
    if id == 99 {
        print!("{}", plain(id).await);
        println!("{}", plain(id).await);
        eprintln!("{:?}", (plain(id).await, row(id).await));
        dbg!(plain(0).await);
    }
    let listed = vec![plain(1).await, plain(2).await];
    let repeated = vec![plain(1).await; 2];
    assert!(plain(1).await == 1);
    assert!(row(1).await.is_ok(), "it is {}", plain(1).await);
    assert_eq!(plain(1).await, 1);
    assert_ne!(plain(1).await, plain(2).await, "equal");
    debug_assert!(plain(1).await == 1,);
    debug_assert_eq!(plain(1).await, row(1).await?);
    if matches!(row(id).await, Ok(n) if n == 1) {
        text.push('m');
    }
    let mut pinned = std::pin::pin!(plain(plain(1).await));
    let pinned = pinned.as_mut().await;
    tracing::info!(id = plain(id).await, %name, ?listed, "loaded {}", plain(id).await);
    tracing::debug!(target: "rows", row = ?row(id).await?, "row");
    tracing::event!(tracing::Level::INFO, rows.count = plain(1).await);
    tracing::warn!("{}", plain(id).await);
    let _span = tracing::info_span!("load", id = plain(id).await).entered();
    drop(_span);
    if id == 100 {
        panic!("{}", plain(id).await);
    }
    if id == 101 {
        unreachable!("{}", plain(id).await);
    }
    text.push_str(&(listed.len() + repeated.len() + pinned as usize).to_string());
    Ok(text)
}

macro_rules! twice {
    ($call:expr) => {
        $call.await? + $call.await?
    };
}

#[cancellable]
async fn unknown(id: u32) -> Result<u32, Error> {
    let sum = twice!(row(id));
    Ok(sum)
}

#[cancellable]
async fn joins(id: u32) -> Result<u32, Error> {
    let (a, b) = tokio::join!(row(id), plain(row(2).await?));
    let (c,) = tokio::join!(row(3));
    let (d, e, f) = tokio::join!(biased; row(4), async { 5 }, plain(6),);
    let (g, h) = futures::join!(row(7), plain(8));
    use tokio::join;
    let (i, j) = join!(row(9), row(10));
    tokio::join!(row(1), row(2)).0?;
    let (mut first, mut second) = (Box::pin(row(1)), std::pin::pin!(row(2)));
    let (k, l) = tokio::join!(&mut first, second.as_mut());
    let () = tokio::join!();
    Ok(a? + b + c? + d? + e + f + g? + h + i? + j? + k? + l?)
}

#[cancellable]
async fn try_joins(id: u32) -> Result<u32, Error> {
    let (a, b) = tokio::try_join!(row(id), row(2))?;
    let (c,) = tokio::try_join!(row(3))?;
    let (d, e) = tokio::try_join!(biased; row(4), async { Ok(5) })?;
    let (f, g) = futures::try_join!(row(6), row(7))?;
    let error =
        tokio::try_join!(row(1), async { Err::<u32, _>("no".to_owned()) }.map(|_| row_error()));
    assert!(error.is_err());
    let boxed: Result<(u32, u32), Error> =
        tokio::try_join!(async { Ok::<u32, Error>(1) }, async { "2".parse().map_err(Error::from) });
    boxed?;
    use tokio::try_join;
    match try_join!(row(8), row(9)) {
        Ok((h, i)) => Ok(a + b + c + d + e + f + g + h + i),
        Err(cancelled) => Err(cancelled.into()),
    }
}

fn row_error() -> Result<u32, Cancelled> {
    let stopped = CancellationToken::new();
    stopped.cancel();
    with_token(stopped, stopped_row()).now_or_never().expect("it is stopped at once")
}

#[cancellable]
async fn stopped_row() -> Result<u32, Cancelled> {
    plain(1).await;
    Ok(1)
}

#[cancellable]
async fn selects(id: u32) -> Result<u32, Error> {
    let mut sum = 0;
    tokio::select! {
        a = row(id) => sum += a?,
        _ = std::future::pending::<()>() => {}
    }
    tokio::select! {
        biased;
        Ok(b) = row(2) => { sum += b; }
        else => return Err("none".into()),
    };
    let closed = false;
    sum += tokio::select! {
        c = row(3), if !closed => c?,
        d = row(4), if closed && row(4).await? == 4 => d?,
        _ = tokio::time::sleep(Duration::from_secs(1)) => row(0).await?,
    };
    let (sender, mut receiver) = mpsc::channel::<u32>(4);
    let (once, mut answer) = oneshot::channel::<u32>();
    sender.send(5).await?;
    drop(sender);
    let mut once = Some(once);
    let mut ended = false;
    let sleep = tokio::time::sleep(Duration::from_millis(10));
    tokio::pin!(sleep);
    loop {
        tokio::select! {
            received = receiver.recv(), if !ended => match received {
                Some(value) => sum += value,
                None => ended = true,
            },
            () = &mut sleep, if once.is_some() => {
                once.take().expect("it is there").send(6).ok();
                continue;
            }
            got = &mut answer => {
                sum += got?;
                break;
            }
        }
    }
    let nested = tokio::select! {
        value = async {
            tokio::select! {
                a = plain(7) => a,
                b = plain(7) => b,
            }
        } => value,
    };
    let labelled = 'outer: loop {
        loop {
            tokio::select! {
                Some(value) = futures::future::ready(Some(8)) => break 'outer value,
                else => continue 'outer,
            }
        }
    };
    let result: Result<u32, Cancelled> = tokio::select! {
        result = row(9) => result,
        result = Box::pin(row(9)) => { result },
    };
    Ok(sum + nested + labelled + result?)
}

#[cancellable]
async fn select_as_tail(id: u32) -> Result<u32, Cancelled> {
    tokio::select! {
        a = row(id) => a,
        b = row(id) => b,
    }
}

#[cancellable(on_cancel = None)]
async fn select_on_cancel(mut receiver: mpsc::Receiver<u32>) -> Option<u32> {
    use tokio::select;
    select! {
        value = receiver.recv() => value,
        () = std::future::pending() => None,
    }
}

#[cancellable]
async fn futures_select(id: u32) -> Result<u32, Error> {
    let mut first = Box::pin(row(id).fuse());
    let second = row(2).fuse();
    futures::pin_mut!(second);
    let mut sum = 0;
    loop {
        futures::select! {
            a = first => sum += a?,
            b = second => sum += b?,
            complete => break,
        }
    }
    let mut stream = futures::stream::iter([3, 4]).fuse();
    while sum < 10 {
        futures::select_biased! {
            value = stream.next() => sum += value.unwrap_or(0),
            default => break,
        }
    }
    Ok(sum)
}

#[cancellable]
async fn futures_select_by_name(id: u32) -> Result<u32, Error> {
    use futures::select;
    let mut first = Box::pin(row(id).fuse());
    let mut second = Box::pin(row(2).fuse());
    select! {
        a = first => Ok(a?),
        b = second => Ok(b?),
    }
}

#[cancellable]
async fn cfg_in_bodies(id: u32) -> Result<u32, Error> {
    let (sender, mut receiver) = mpsc::channel::<u32>(1);
    #[cfg(any())]
    missing!(sender.await);
    sender.send(id).await?;
    #[cfg(not(any()))]
    assert_eq!(row(id).await?, id);
    let row = tokio::select! {
        received = receiver.recv() => received.ok_or("closed")?,
    };
    Ok(row)
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub(crate) async fn main() {
    assert_eq!(arguments(1).await.unwrap(), "1 a  111\nm5");
    assert_eq!(unknown(1).await.unwrap(), 2);
    assert_eq!(joins(1).await.unwrap(), 58);
    assert_eq!(try_joins(1).await.unwrap(), 45);
    assert_eq!(selects(1).await.unwrap(), 41);
    assert_eq!(select_as_tail(1).await, Ok(1));
    assert_eq!(futures_select(1).await.unwrap(), 10);
    assert!(futures_select_by_name(1).await.is_ok());
    assert_eq!(cfg_in_bodies(1).await.unwrap(), 1);

    let (_sender, receiver) = mpsc::channel(1);
    let stopped = CancellationToken::new();
    stopped.cancel();
    assert_eq!(with_token(stopped.clone(), select_on_cancel(receiver)).await, None);
    assert!(with_token(stopped.clone(), select_as_tail(1)).await.is_err());
    assert!(with_token(stopped.clone(), joins(1)).await.is_err());
    assert!(with_token(stopped.clone(), try_joins(1)).await.is_err());
    assert!(with_token(stopped, arguments(1)).await.is_err());
}
