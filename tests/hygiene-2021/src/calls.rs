//! `#[no_blocking]`, `#[blocking]` and `#[explicit_backpressure]` where nothing is in scope: calls with
//! names of the catalogue, and functions with the mark, none of which is called where it may not.

use ::std::convert::From;
use ::std::option::Option::{self, Some};
use ::std::result::Result::{self, Ok};
use ::std::string::String;
use ::std::vec::Vec;

/// Not the one of std.
#[must_use]
pub fn read(path: &str) -> usize {
    path.len()
}

/// Marked, of a type with hidden lifetimes.
#[::ward::blocking(crate = ::ward)]
#[must_use]
pub fn load(words: ::std::str::Chars<'_>, more: &str) -> usize {
    ::std::iter::Iterator::count(words) + more.len()
}

/// Marked, with parameters of its own.
#[::ward::blocking(crate = ::ward)]
pub fn convert<T: ::std::convert::AsRef<str>, const N: usize>(text: &T, numbers: [u8; N]) -> usize {
    text.as_ref().len() + numbers.len()
}

/// Has marked methods.
#[derive(::std::clone::Clone, ::std::fmt::Debug)]
pub struct Store {
    /// What it has.
    pub rows: Vec<String>,
}

impl Store {
    /// Marked.
    #[::ward::blocking(crate = ::ward)]
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Not marked.
    #[must_use]
    pub fn recv(&self) -> Option<&String> {
        self.rows.first()
    }

    /// Methods, places and values.
    ///
    /// # Errors
    ///
    /// What `other` has for an error.
    #[::ward::no_blocking(crate = ::ward)]
    pub async fn methods(&mut self, other: Result<u32, String>) -> Result<u32, String> {
        let first = self.recv().cloned();
        let count = ::std::clone::Clone::clone(self).recv().map_or(0, String::len);
        if let Some(first) = first {
            self.rows.push(first);
        }
        let row = &mut self.rows[0];
        row.truncate(count);
        ::tokio::task::yield_now().await;
        let add = |n: u32| -> u32 { n.saturating_add(read(row).leading_zeros()) };
        let sum = add(other?);
        Ok(sum)
    }
}

/// Functions, and all the attributes together.
///
/// # Errors
///
/// Those of the disk.
#[::ward::no_blocking(crate = ::ward, also(cpu, contention, load))]
#[::ward::cancellable(crate = ::ward)]
#[::ward::no_lock_across_await(crate = ::ward)]
pub async fn functions(path: &str) -> Result<usize, ::std::io::Error> {
    let sleep = |n: usize| n + 1;
    let here = read(path) + sleep(1) + self::read("x");
    let (sender, mut receiver) = ::tokio::sync::mpsc::channel(1);
    let sent = sender.send(here).await.is_ok();
    let got = receiver.recv().await.map_or(0, |n| n + usize::from(sent));
    let marked = ::tokio::task::spawn_blocking(|| convert(&"x", [0; 2]) + load("ab".chars(), "c"));
    let marked = marked.await.map_or(0, |n| n);
    #[::ward::allow(blocking, reason = "it is there at once")]
    let waited = ::std::fs::exists(path)?;
    match ::tokio::fs::try_exists(path).await {
        Ok(there) if there == waited => Ok(got + marked),
        other => Ok(usize::from(other?)),
    }
}

/// Bounded waits, outcomes that are looked at, and what only looks like a channel.
///
/// # Errors
///
/// Where it is cancelled.
#[::ward::explicit_backpressure(crate = ::ward)]
#[::ward::no_blocking(crate = ::ward)]
#[::ward::cancellable(crate = ::ward)]
pub async fn queues(limit: ::std::time::Duration) -> Result<bool, ::ward::Cancelled> {
    struct Post(u32);
    impl Post {
        async fn send(&self, more: u32) -> u32 {
            ::tokio::task::yield_now().await;
            self.0 + more
        }
        fn try_send(&self, more: u32) -> Option<u32> {
            self.0.checked_add(more)
        }
    }
    let (sender, mut receiver) = ::tokio::sync::mpsc::channel(1);
    let sent = ::tokio::time::timeout(limit, sender.send(1_u32)).await.is_ok();
    let post = Post(u32::from(sender.try_send(2).is_err()));
    let _ = post.try_send(3);
    let sum = post.send(4).await;
    let read = receiver.recv().await;
    #[::ward::allow(backpressure, reason = "there is room again")]
    let sends = sender.send(sum).await;
    Ok(sent && sends.is_ok() && read == Some(1))
}
