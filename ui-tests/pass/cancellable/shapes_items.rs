//! Every place where a function with the attribute may stand, and everything that a signature may
//! have.
#![deny(warnings)]

use std::fmt::{Debug, Display};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use asyncward::{cancellable, with_token, CancellationToken, Cancelled};
use futures::future::{BoxFuture, LocalBoxFuture};
use futures::FutureExt as _;

type Error = Box<dyn std::error::Error + Send + Sync>;

async fn row(id: u32) -> Result<u32, Cancelled> {
    tokio::task::yield_now().await;
    Ok(id)
}

/// Documented,
///
/// on several lines.
#[cancellable]
/// Below, too.
#[must_use = "it loads"]
#[inline]
#[allow(clippy::unused_async)]
pub(crate) async fn documented(id: u32) -> Result<u32, Error> {
    Ok(row(id).await?)
}

#[doc = "Above."]
#[allow(dead_code)]
#[cfg(not(any()))]
#[asyncward::cancellable()]
#[deprecated = "use `documented`"]
pub(crate) async fn attributed(id: u32) -> Result<u32, Error> {
    Ok(row(id).await?)
}

#[cancellable]
async fn generic<'a, T: Display + ?Sized, U, const N: usize>(
    text: &'a T,
    values: [U; N],
) -> Result<(&'a T, usize), Error>
where
    U: Into<u32> + Copy,
    for<'b> &'b U: Debug,
{
    let mut sum = 0;
    for value in values {
        sum += row(value.into()).await? as usize;
    }
    Ok((text, sum))
}

#[cancellable]
async fn of_impl(
    ids: impl IntoIterator<Item = u32>,
    run: impl AsyncFn(u32) -> Result<u32, Cancelled>,
) -> Result<impl Iterator<Item = u32>, Error> {
    let mut rows = Vec::new();
    for id in ids {
        rows.push(run(id).await?);
    }
    Ok(rows.into_iter())
}

#[cancellable(timeout = "1h")]
async fn impl_in_root(ids: Vec<u32>) -> Result<impl Iterator<Item = u32>, Error> {
    let mut rows = Vec::new();
    for id in ids {
        rows.push(row(id).await?);
    }
    Ok(rows.into_iter())
}

#[cancellable]
async fn elided(text: &str, other: &mut Vec<&'static str>) -> Result<usize, std::io::Error> {
    other.push("x");
    tokio::time::sleep(Duration::from_millis(1)).await;
    Ok(text.len() + other.len())
}

#[cancellable]
async unsafe fn raw(pointer: Send2<*const u32>) -> Result<u32, Cancelled> {
    // SAFETY: the caller's.
    let id = unsafe { *pointer.0 };
    row(id).await
}

struct Send2<T>(T);

#[cancellable]
#[rustfmt::skip]
#[allow(improper_ctypes_definitions)]
async extern "C" fn foreign(id: u32) -> Result<u32, Cancelled> { row(id).await }

#[cancellable(on_cancel = None)]
async fn of_option((first, second): (u32, u32), [third, ..]: [u32; 2]) -> Option<u32> {
    let first = row(first).await.ok()?;
    Some(first + second + third)
}

#[cancellable]
async fn of_patterns(
    mut id: u32,
    Point { x, y: ref why }: Point,
    _: u32,
    _unused: (),
) -> Result<u32, Cancelled> {
    id += row(x).await?;
    Ok(id + why)
}

struct Point {
    x: u32,
    y: u32,
}

#[cancellable]
async fn of_cfg(
    #[cfg(any())] id: String,
    #[cfg(not(any()))] id: u32,
    #[cfg(any())] missing: Missing,
) -> Result<u32, Cancelled> {
    #[cfg(any())]
    let id = missing(id).await?;
    #[cfg(not(any()))]
    let id = row(id).await?;
    #[cfg(any())]
    missing(id).await?;
    #[cfg(any())]
    {
        missing(id).await?;
    }
    let number = match id {
        #[cfg(any())]
        0 => missing(id).await?,
        #[cfg(not(any()))]
        0 => row(0).await?,
        #[allow(unused_variables)]
        other => row(1).await?,
    };
    Ok(number)
}

#[cancellable]
async fn of_cfg_token(
    #[cfg(any())] token: &CancellationToken,
    #[cfg(not(any()))] token: CancellationToken,
) -> Result<(), Cancelled> {
    std::future::pending().await
}

#[cancellable]
async fn of_missing_token(#[cfg(any())] token: CancellationToken) -> Result<u32, Cancelled> {
    row(1).await
}

#[cancellable]
async fn of_hidden_token(_: &CancellationToken) -> Result<(), Cancelled> {
    std::future::pending().await
}

#[cancellable(timeout = Duration::from_millis(20) * 2, crate = ::asyncward)]
async fn of_shared_token(_token: &Arc<u32>, mut stop: CancellationToken) -> Result<(), Cancelled> {
    stop = stop.child_token();
    stop.cancelled().await;
    Ok(())
}

#[cancellable(on_cancel = {
    let stopped = u32::MAX;
    stopped
})]
async fn of_block_on_cancel() -> u32 {
    std::future::pending().await
}

#[cancellable]
async fn r#match(r#type: u32) -> Result<u32, Cancelled> {
    row(r#type).await
}

#[cancellable]
async fn never() -> Result<std::convert::Infallible, Cancelled> {
    std::future::pending().await
}

#[cancellable]
#[allow(clippy::manual_async_fn)]
fn of_future(id: u32) -> impl Future<Output = Result<u32, Cancelled>> + Send {
    let twice = id * 2;
    async move { row(twice).await }
}

#[cancellable]
fn of_borrowing_future<'a>(ids: &'a [u32]) -> impl Future<Output = Result<u32, Error>> + use<'a> {
    async move {
        let mut sum = 0;
        for id in ids {
            sum += row(*id).await?;
        }
        Ok(sum)
    }
}

#[cancellable(timeout = "1h")]
fn of_pinned(ids: &[u32]) -> Pin<Box<dyn Future<Output = Result<u32, Error>> + Send + '_>> {
    Box::pin(async move {
        let mut sum = 0;
        for id in ids {
            sum += row(*id).await?;
        }
        Ok(sum)
    })
}

#[cancellable]
fn of_boxed(id: u32, token: CancellationToken) -> BoxFuture<'static, Result<u32, Error>> {
    async move { Ok(row(id).await?) }.boxed()
}

#[cancellable]
fn of_boxed_local<'a>(id: &'a std::rc::Rc<u32>) -> LocalBoxFuture<'a, Result<u32, Error>> {
    async move { Ok(row(**id).await?) }.boxed_local()
}

#[cancellable]
fn recursive(depth: u32) -> BoxFuture<'static, Result<u32, Error>> {
    Box::pin(async move {
        if depth == 0 {
            return Ok(row(0).await?);
        }
        Ok(1 + recursive(depth - 1).await?)
    })
}

#[cancellable]
async fn recursive_async(depth: u32) -> Result<u32, Error> {
    if depth == 0 {
        return Ok(row(0).await?);
    }
    Ok(1 + Box::pin(recursive_async(depth - 1)).await?)
}

struct Store<T> {
    shutdown: CancellationToken,
    rows: Vec<T>,
}

impl<T: Clone + Send + Sync> Store<T> {
    #[cancellable]
    async fn get(&self, at: usize) -> Result<T, Error> {
        tokio::task::yield_now().await;
        self.rows.get(at).cloned().ok_or_else(|| "no such row".into())
    }

    #[cancellable(token = self.shutdown)]
    async fn push(&mut self, value: T) -> Result<&mut T, Error> {
        tokio::task::yield_now().await;
        self.rows.push(value);
        self.rows.last_mut().ok_or_else(|| "empty".into())
    }

    #[cancellable(token = &self.shutdown.clone(), timeout = "1h")]
    async fn into_rows(self) -> Result<Vec<T>, Error> {
        tokio::task::yield_now().await;
        Ok(self.rows)
    }

    #[cancellable]
    async fn shared(self: Arc<Self>) -> Result<usize, Error> {
        tokio::task::yield_now().await;
        Ok(self.rows.len())
    }

    #[cancellable]
    async fn pinned(self: Pin<&mut Self>) -> Result<usize, Error> {
        tokio::task::yield_now().await;
        Ok(self.rows.len())
    }

    #[cancellable]
    async fn associated(rows: Vec<T>) -> Result<Self, Error> {
        tokio::task::yield_now().await;
        Ok(Self { shutdown: CancellationToken::new(), rows })
    }
}

#[allow(async_fn_in_trait)]
trait Native {
    type Error: From<Cancelled>;

    async fn required(&self, id: u32) -> Result<u32, Self::Error>;

    #[cancellable]
    async fn provided(&self, id: u32) -> Result<u32, Self::Error> {
        self.required(id).await
    }

    #[cancellable(timeout = "1h")]
    async fn provided_in_root(&self, id: u32) -> Result<u32, Self::Error> {
        self.required(id).await
    }
}

impl<T> Native for Store<T> {
    type Error = Cancelled;

    #[cancellable]
    async fn required(&self, id: u32) -> Result<u32, Self::Error> {
        row(id).await
    }
}

#[async_trait]
trait Boxed: Sync {
    #[cancellable]
    async fn provided(&self, ids: &[u32]) -> Result<u32, Error> {
        let mut sum = 0;
        for id in ids {
            sum += self.required(*id).await?;
        }
        Ok(sum)
    }

    async fn required(&self, id: u32) -> Result<u32, Error>;
}

#[async_trait]
impl<T: Send + Sync> Boxed for Store<T> {
    #[cancellable(token = self.shutdown)]
    async fn required(&self, id: u32) -> Result<u32, Error> {
        Ok(row(id).await?)
    }
}

struct Other;

#[async_trait]
impl Boxed for Other {
    #[tracing::instrument(skip(self), err)]
    #[cancellable(timeout = "1h")]
    async fn required(&self, id: u32) -> Result<u32, Error> {
        Ok(row(id).await?)
    }
}

#[async_trait(?Send)]
trait LocalBoxed {
    async fn with(&self, token: CancellationToken, id: u32) -> Result<u32, Error>;
}

#[async_trait(?Send)]
impl LocalBoxed for Other {
    #[cancellable]
    async fn with(&self, token: CancellationToken, id: u32) -> Result<u32, Error> {
        let local = std::rc::Rc::new(id);
        row(*local).await?;
        assert!(!token.is_cancelled());
        Ok(*local)
    }
}

#[tracing::instrument]
#[cancellable]
async fn instrument_above(id: u32) -> Result<u32, Error> {
    Ok(row(id).await?)
}

#[cancellable]
#[tracing::instrument(level = "debug", skip_all, fields(id = id))]
async fn instrument_below(id: u32) -> Result<u32, Error> {
    Ok(row(id).await?)
}

#[tracing::instrument(err, ret)]
#[cancellable(timeout = "1h")]
async fn instrument_above_root(id: u32) -> Result<u32, Error> {
    Ok(row(id).await?)
}

#[cancellable(timeout = "1h")]
#[tracing::instrument(err(Debug), ret)]
async fn instrument_below_root(id: u32) -> Result<u32, Error> {
    Ok(row(id).await?)
}

#[cancellable]
#[tokio::main(flavor = "current_thread")]
async fn tokio_main_below() -> Result<u32, Error> {
    Ok(row(1).await?)
}

#[cancellable]
#[tokio::test]
async fn tokio_test_below() -> Result<(), Error> {
    row(1).await?;
    Ok(())
}

macro_rules! getter {
    ($(#[$meta:meta])* $name:ident, $ty:ty, $value:expr) => {
        $(#[$meta])*
        #[cancellable]
        async fn $name(id: u32) -> Result<$ty, Error> {
            let row = row(id + $value).await?;
            Ok(row)
        }
    };
}

getter!(
    /// From a macro.
    from_macro, u32, 1 + 1
);

fn all_send() {
    fn is_send<T: Send + 'static>(_: T) {}
    is_send(documented(1));
    is_send(impl_in_root(Vec::new()));
    is_send(of_cfg_token(CancellationToken::new()));
    is_send(of_future(1));
    is_send(recursive_async(1));
    is_send(instrument_below_root(1));
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub(crate) async fn main() {
    all_send();
    assert_eq!(documented(1).await.unwrap(), 1);
    #[allow(deprecated)]
    let attributed = attributed(1).await.unwrap();
    assert_eq!(attributed, 1);
    assert_eq!(generic("a", [1u8, 2]).await.unwrap(), ("a", 3));
    assert_eq!(of_impl([1, 2], row).await.unwrap().sum::<u32>(), 3);
    assert_eq!(impl_in_root(vec![1, 2]).await.unwrap().sum::<u32>(), 3);
    assert_eq!(elided("a", &mut Vec::new()).await.unwrap(), 2);
    let number = 7;
    // SAFETY: it points to a local.
    assert_eq!(unsafe { raw(Send2(&number)) }.await, Ok(7));
    assert_eq!(foreign(1).await, Ok(1));
    assert_eq!(of_option((1, 2), [3, 4]).await, Some(6));
    assert_eq!(of_patterns(1, Point { x: 2, y: 3 }, 4, ()).await, Ok(6));
    assert_eq!(of_cfg(0).await, Ok(0));
    assert_eq!(of_missing_token().await, Ok(1));
    assert_eq!(r#match(1).await, Ok(1));
    assert_eq!(of_future(1).await, Ok(2));
    assert_eq!(of_borrowing_future(&[1, 2]).await.unwrap(), 3);
    assert_eq!(of_pinned(&[1, 2]).await.unwrap(), 3);
    assert_eq!(of_boxed_local(&std::rc::Rc::new(1)).await.unwrap(), 1);
    assert_eq!(recursive(3).await.unwrap(), 3);
    assert_eq!(recursive_async(3).await.unwrap(), 3);

    let stopped = CancellationToken::new();
    stopped.cancel();
    assert!(of_cfg_token(stopped.clone()).await.is_err());
    assert!(of_hidden_token(&stopped).await.is_err());
    assert!(of_shared_token(&Arc::new(1), CancellationToken::new()).await.is_err());
    assert!(of_boxed(1, stopped.clone()).await.is_err());
    assert!(with_token(stopped.clone(), never()).await.is_err());
    assert!(with_token(stopped.clone(), recursive(3)).await.is_err());
    assert!(with_token(stopped.clone(), of_future(3)).await.is_err());
    assert!(with_token(stopped.clone(), instrument_above(3)).await.is_err());
    assert!(with_token(stopped.clone(), instrument_below(3)).await.is_err());
    assert_eq!(with_token(stopped.clone(), of_block_on_cancel()).await, u32::MAX);
    assert!(with_token(stopped.clone(), from_macro(3)).await.is_err());

    let mut store = Store::associated(vec![1u32, 2]).await.unwrap();
    assert_eq!(store.get(0).await.unwrap(), 1);
    *store.push(3).await.unwrap() += 1;
    assert_eq!(store.get(2).await.unwrap(), 4);
    assert_eq!(Pin::new(&mut store).pinned().await.unwrap(), 3);
    assert_eq!(Native::provided(&store, 1).await, Ok(1));
    assert_eq!(store.provided_in_root(1).await, Ok(1));
    assert_eq!(Boxed::provided(&store, &[1, 2]).await.unwrap(), 3);
    let shared: Arc<dyn Boxed + Send> = Arc::new(Other);
    assert_eq!(shared.provided(&[1]).await.unwrap(), 1);
    assert!(Other.with(stopped.clone(), 1).await.is_err());
    store.shutdown.cancel();
    assert!(store.push(3).await.is_err());
    assert!(Boxed::required(&store, 1).await.is_err());
    assert!(store.into_rows().await.is_err());
    assert_eq!(Arc::new(Store::associated(vec![1]).await.unwrap()).shared().await.unwrap(), 1);

    assert_eq!(instrument_above_root(1).await.unwrap(), 1);
    assert_eq!(instrument_below_root(1).await.unwrap(), 1);
    let below = std::thread::spawn(tokio_main_below);
    assert_eq!(below.join().unwrap().unwrap(), 1);
}
