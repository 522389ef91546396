//! `#[bounded_spawn]` where nothing is in scope: children of all kinds, their handles where others ask
//! for tokio's, and functions of the user's own by the names of tokio's.

// Tokio's `try_join!` takes it for granted.
use ::std::default::Default;
use ::std::io::Error;
use ::std::option::Option::{self, Some};
use ::std::result::Result::{self, Ok};
use ::std::sync::{Mutex, PoisonError};
use ::std::vec::Vec;
use ::tokio::task::{AbortHandle, JoinHandle};
use ::tokio::{spawn, task};

/// Not tokio's.
pub mod own {
    /// Spawns nothing.
    #[must_use]
    pub fn spawn(number: u32) -> u32 {
        number
    }
}

/// Holds handles of tokio's.
#[derive(::std::fmt::Debug)]
pub struct Workers {
    /// One.
    pub first: JoinHandle<u32>,
    /// Perhaps one more.
    pub second: Option<JoinHandle<u32>>,
}

impl Workers {
    /// Adds one.
    pub fn add(&mut self, worker: JoinHandle<u32>) {
        self.second = Some(worker);
    }
}

async fn flatten<T>(handle: JoinHandle<Result<T, Error>>) -> Result<T, Error> {
    handle.await?
}

async fn number(number: u32) -> Result<u32, Error> {
    task::yield_now().await;
    Ok(number)
}

/// Children and their handles.
///
/// # Errors
///
/// That of the scope.
#[::ward::bounded_spawn(
    limit = 8,
    timeout = "30s",
    on_failure = cancel_siblings,
    grace = "1s",
    name = "joined",
    crate = ::ward
)]
pub async fn joined(aborts: &Mutex<Vec<AbortHandle>>) -> Result<u32, Error> {
    let handle: JoinHandle<u32> = ::tokio::spawn(async { 1 });
    let named = spawn(number(2));
    let mut list = ::std::vec![task::spawn(number(3))];
    list.push(spawn(number(4)));
    let mut workers =
        Workers { first: task::spawn_blocking(|| 5), second: Some(spawn(async { own::spawn(6) })) };
    if let Some(second) = workers.second.take() {
        workers.first.await?;
        workers.first = second;
    }
    workers.add(::tokio::spawn(async { 7 }));
    aborts
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(::tokio::task::spawn(async {}).abort_handle());
    let nested = async { spawn(number(8)).await };
    let (nested, named) = ::tokio::try_join!(async { nested.await? }, flatten(named))?;
    let mut sum = handle.await? + named + nested + workers.first.await?;
    for handle in list {
        sum += flatten(handle).await?;
    }
    if let Some(second) = workers.second {
        sum += second.await?;
    }
    Ok(sum)
}

/// A function that returns nothing.
#[::ward::bounded_spawn(limit = 8, timeout = none, on_failure = supervise, crate = ::ward)]
pub async fn supervised() {
    ::tokio::spawn(number(1));
    spawn(async {
        ::tokio::spawn(number(2));
    });
}

/// Together with the others.
///
/// # Errors
///
/// That of the scope.
#[::ward::cancellable(crate = ::ward)]
#[::ward::no_lock_across_await(crate = ::ward)]
#[::ward::bounded_spawn(limit = 8, timeout = "30s", on_failure = wait_all, crate = ::ward)]
pub async fn together() -> Result<u32, Error> {
    let first = ::tokio::spawn(number(1));
    let second = spawn(number(2));
    Ok(first.await?? + flatten(second).await?)
}
