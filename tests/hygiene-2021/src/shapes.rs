//! Every shape of use. Both hygiene crates compile this file.

// The first two are for tokio's `select!` and `#[async_trait]`, which take them for granted.
use ::std::boxed::Box;
use ::std::default::Default;
use ::std::future::{pending, ready};
use ::std::iter::Iterator;
use ::std::option::Option::{self, None, Some};
use ::std::result::Result::{self, Err, Ok};
use ::std::string::String;
use ::ward::{CancellationToken, Cancelled};

/// A plain fn, and locals named like those of the expansion.
///
/// # Errors
///
/// [`Cancelled`].
///
/// # Panics
///
/// Never.
#[::ward::cancellable(crate = ::ward)]
pub async fn plain(value: u32) -> Result<u32, Cancelled> {
    let frame = ready(value).await;
    let (cancelled, site, select) = (1, 2, 3);
    let sum = ready(frame + cancelled + site + select).await;
    ::std::assert!(ready(true).await);
    Ok(sum + value)
}

/// The token in a parameter that nothing else uses.
///
/// # Errors
///
/// [`Cancelled`].
#[::ward::cancellable(crate = ::ward)]
pub async fn parks(token: CancellationToken) -> Result<(), Cancelled> {
    pending::<()>().await;
    Ok(())
}

/// The same with a name that says so, or none.
///
/// # Errors
///
/// [`Cancelled`].
#[::ward::cancellable(crate = ::ward)]
pub async fn unnamed(_: &CancellationToken, _unused: u32) -> Result<(), Cancelled> {
    pending::<()>().await;
    Ok(())
}

/// `select!`, `join!` and `try_join!`.
///
/// # Errors
///
/// [`Cancelled`].
#[::ward::cancellable(crate = ::ward, timeout = "1h")]
pub async fn concurrent(value: u32) -> Result<u32, Cancelled> {
    let (a, b) = ::tokio::join!(ready(value), plain(value));
    let (c, _) = ::tokio::try_join!(plain(1), plain(2))?;
    let chosen = ::tokio::select! {
        biased;
        Some(chosen) = ready(None::<u32>) => chosen,
        chosen = ready(a), if a > 0 => chosen,
        else => 0,
    };
    ::tokio::select! {
        () = ready(()) => {}
        () = pending() => {}
    }
    Ok(a + b? + c + chosen)
}

/// Not a `Result`.
#[::ward::cancellable(crate = ::ward, on_cancel = None)]
pub async fn on_cancel(token: &CancellationToken) -> Option<()> {
    pending::<()>().await;
    Some(())
}

/// Statements, tails, returns and nested awaits, none of which may offend a lint.
///
/// # Errors
///
/// [`Cancelled`].
#[::ward::cancellable(crate = ::ward)]
pub async fn shapes(text: &str, flag: bool) -> Result<String, Cancelled> {
    ready(()).await;
    let mut owned = String::new();
    owned.push_str(ready(ready(text).await).await);
    if ready(flag).await {
        return ready(Ok(owned)).await;
    }
    let Some(letter) = ready(owned.chars().next()).await else {
        return Err(plain(0).await.unwrap_err());
    };
    match ready(letter).await {
        'a' if ready(flag).await => {}
        _ => while ready(false).await {},
    }
    let inner = async { ready(owned).await };
    Ok(inner.await)
}

/// Generics named like those of the run time.
///
/// # Errors
///
/// `E`.
#[::ward::cancellable(crate = ::ward)]
pub async fn generic<'f, F, R, T, E>(frame: &'f F, other: &F, make: T) -> Result<(&'f F, R), E>
where
    F: ::std::marker::Sync,
    T: ::std::ops::FnOnce() -> R,
    E: ::std::convert::From<Cancelled>,
{
    ready(other).await;
    Ok((frame, make()))
}

/// Methods.
#[derive(::std::clone::Clone, ::std::fmt::Debug, Default)]
pub struct Service {
    /// The token of all its calls.
    pub token: CancellationToken,
}

impl Service {
    /// By the service's own token.
    ///
    /// # Errors
    ///
    /// [`Cancelled`].
    #[::ward::cancellable(crate = ::ward, token = self.token)]
    #[must_use = "to see the attribute kept"]
    pub async fn call(&self) -> Result<(), Cancelled> {
        pending::<()>().await;
        Ok(())
    }
}

/// A trait whose impl `#[async_trait]` rewrites.
#[::async_trait::async_trait]
pub trait Calls {
    /// The token is for the attribute alone.
    async fn call_boxed(&self, token: CancellationToken) -> Result<(), Cancelled>;
}

#[::async_trait::async_trait]
impl Calls for Service {
    #[::ward::cancellable(crate = ::ward)]
    async fn call_boxed(&self, token: CancellationToken) -> Result<(), Cancelled> {
        pending::<()>().await;
        Ok(())
    }
}
