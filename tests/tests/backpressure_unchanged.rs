//! `#[explicit_backpressure]` changes nothing of what runs: the same results, the same drops, the same
//! auto traits, in release no bigger.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::time::Duration;

use asyncward::explicit_backpressure;
use tokio::sync::mpsc::error::SendError;
use tokio::sync::mpsc::{self, Sender};
use tokio::time::timeout;

thread_local! {
    static DROPPED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

struct Noted(&'static str);

impl Noted {
    fn number(&self) -> u32 {
        7
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
    }
}

macro_rules! twins {
    ($($(#[$attribute:meta])* mod $name:ident;)*) => {
        $(mod $name {
            use super::*;

            $(#[$attribute])*
            pub(crate) async fn send(tx: &Sender<u32>) -> Result<u32, SendError<u32>> {
                timeout(Duration::from_secs(1), tx.send(1)).await.expect("there is room")?;
                let looked_at = tx.try_send(Noted("argument").number());
                DROPPED.with_borrow_mut(|dropped| dropped.push("sent"));
                Ok(u32::from(looked_at.is_ok()))
            }
        })*
    };
}

twins! {
    mod plain;
    #[explicit_backpressure] mod annotated;
}

#[explicit_backpressure]
async fn allowed(tx: &Sender<u32>) -> Result<(), SendError<u32>> {
    #[asyncward::allow(backpressure, reason = "the test reads it")]
    tx.send(Noted("temporary").number()).await?;
    DROPPED.with_borrow_mut(|dropped| dropped.push("sent"));
    Ok(())
}

fn dropped() -> Vec<&'static str> {
    DROPPED.take()
}

#[tokio::test]
async fn results_and_drops_are_the_same() {
    for capacity in [1, 2] {
        let (tx, mut rx) = mpsc::channel(capacity);
        let plain = plain::send(&tx).await;
        let drops = dropped();
        let (other, mut others) = mpsc::channel(capacity);
        assert_eq!(annotated::send(&other).await, plain);
        assert_eq!(dropped(), drops);
        drop((tx, other));
        loop {
            let next = rx.recv().await;
            assert_eq!(others.recv().await, next);
            if next.is_none() {
                break;
            }
        }
    }
}

#[tokio::test]
async fn an_allowed_send_sends() {
    let (tx, mut rx) = mpsc::channel(1);
    assert_eq!(allowed(&tx).await, Ok(()));
    assert_eq!(dropped(), ["temporary", "sent"]);
    assert_eq!(rx.recv().await, Some(7));
    drop(rx);
    assert_eq!(allowed(&tx).await, Err(SendError(7)));
    assert_eq!(dropped(), ["temporary"]);
}

#[test]
fn futures_stay_send() {
    fn is_send<T: Send>(_: &T) {}
    let (tx, _rx) = mpsc::channel(1);
    is_send(&annotated::send(&tx));
    is_send(&allowed(&tx));
}

#[cfg(not(debug_assertions))]
#[test]
fn futures_are_no_bigger() {
    let (tx, _rx) = mpsc::channel(1);
    assert!(size_of_val(&annotated::send(&tx)) <= size_of_val(&plain::send(&tx)));
}
