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
