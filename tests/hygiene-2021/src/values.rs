//! `#[value_future]`, as `shapes` does it for `#[cancellable]`.

use ::std::option::Option::{self, None, Some};
use ::std::result::Result::{self, Err, Ok};
use ::std::string::String;
use ::ward::value_future;

/// Named like what the expansion uses.
pub struct Rest;

/// A trait that stays dyn-compatible.
pub trait Table: ::std::marker::Send + ::std::marker::Sync {
    /// Looks.
    #[value_future(crate = ::ward)]
    async fn get(&self, key: &str) -> Option<u32>;

    /// With a body.
    #[value_future(crate = ::ward)]
    async fn get_or(&self, key: &str, or: u32) -> u32 {
        match self.get(key).await {
            Some(found) => found,
            None => or,
        }
    }

    /// By value.
    #[value_future(crate = ::ward)]
    async fn take(self: ::std::sync::Arc<Self>, key: String) -> usize;
}

impl Table for Rest {
    #[value_future(crate = ::ward)]
    async fn get(&self, key: &str) -> Option<u32> {
        if key.is_empty() {
            return Some(0);
        }
        let mut length = key.len();
        let _guard = Rest;
        ::tokio::task::yield_now().await;
        length += 1;
        ::std::convert::TryFrom::try_from(length).ok()
    }

    #[value_future(crate = ::ward)]
    async fn take(self: ::std::sync::Arc<Self>, mut key: String) -> usize {
        ::tokio::task::yield_now().await;
        key.push('x');
        key.len()
    }
}

/// With branches that wait and others that do not.
///
/// # Errors
///
/// For zero.
#[value_future(crate = ::ward)]
pub async fn branches(number: u32) -> Result<u32, String> {
    if number == 0 {
        return Err(String::new());
    }
    match number {
        1 => Ok(1),
        2 => {
            ::tokio::task::yield_now().await;
            Ok(2)
        }
        _ => {
            let twice = number.checked_mul(2).ok_or_else(String::new)?;
            ::tokio::task::yield_now().await;
            Ok(twice)
        }
    }
}

/// Without a value, lazy, and on one thread.
#[value_future(lazy, ?Send, crate = ::ward)]
pub async fn nothing(_unused: u32) {
    ::tokio::task::yield_now().await;
}

/// With the other attributes.
///
/// # Errors
///
/// When cancelled.
#[value_future(crate = ::ward)]
#[::ward::cancellable(crate = ::ward)]
#[::ward::no_lock_across_await(crate = ::ward)]
pub async fn together(number: u32) -> Result<u32, ::ward::Cancelled> {
    if number == 0 {
        return Ok(0);
    }
    ::tokio::task::yield_now().await;
    Ok(number)
}

/// With what crosses the cut, and what does not.
#[value_future(crate = ::ward)]
pub async fn crosses<
    Kept,
    #[cfg(not(miri))] Text: ::std::convert::AsRef<str> + ::std::marker::Send + ::std::marker::Sync,
>(
    table: &::std::sync::Mutex<u32>,
    kept: Kept,
    #[cfg(not(miri))] text: Text,
) -> usize
where
    Kept: ::std::marker::Send,
{
    let number = table.lock().map_or(0, |guard| *guard);
    let guard = ::std::sync::Mutex::lock(table);
    if number == 0 {
        return 0;
    }
    ::std::mem::drop(guard);
    let _last = String::new();
    let _last = Rest;
    let owned: String = ::std::borrow::ToOwned::to_owned("moved");
    ::std::mem::drop(owned);
    let length = |more: usize| text.as_ref().len() + more;
    let wait = ::tokio::task::yield_now();
    ::tokio::pin!(wait);
    wait.await;
    let owned: String = ::std::borrow::ToOwned::to_owned("new");
    ::std::mem::drop(kept);
    length(owned.len())
}

/// With a guard that ends at the cut.
#[value_future(crate = ::ward)]
pub async fn ends_a_guard(table: &::std::sync::Mutex<u32>) -> u32 {
    let guard = ::std::sync::Mutex::lock(table);
    if let Ok(1) = guard.as_deref().copied() {
        return 1;
    }
    ::tokio::task::yield_now().await;
    2
}

/// Of another trait, whose future is made by hand.
pub struct ByHand;

impl Table for ByHand {
    #[value_future(crate = ::ward)]
    fn get(&self, key: &str) -> ::ward::ValueFuture<'_, Option<u32>> {
        ::ward::ValueFuture::ready(::std::convert::TryFrom::try_from(key.len()).ok())
    }

    #[value_future(crate = ::ward)]
    fn take(self: ::std::sync::Arc<Self>, key: String) -> ::ward::ValueFuture<'static, usize> {
        ::ward::ValueFuture::ready(key.len())
    }
}
