//! `#[value_future]`: what is not `Send`, the type itself, and the types of the trait or impl around
//! (v13, v14, v17).

use std::future::{Future, poll_fn, ready};
use std::marker::PhantomPinned;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::Rc;

use asyncward::{LocalValueFuture, ValueFuture, await_value, value_future};
use asyncward_tests::{on_both, paused};
use tokio::task::yield_now;

#[value_future(?Send)]
async fn local(n: u32) -> usize {
    let shared = Rc::new(n);
    if n == 0 {
        return 0;
    }
    yield_now().await;
    Rc::strong_count(&shared)
}

/// What is not `Send` may stand in the first part anyway.
#[value_future]
async fn not_sent(n: u32) -> u32 {
    let shared = Rc::new(n);
    let n = *shared;
    yield_now().await;
    n
}

#[test]
fn v13_not_send() {
    paused(async {
        assert_eq!(local(0).try_now().unwrap(), 0);
        let tasks = tokio::task::LocalSet::new();
        let task = tasks.spawn_local(local(1));
        assert_eq!(tasks.run_until(task).await.unwrap(), 1);
    });
    on_both(|| async { assert_eq!(tokio::spawn(not_sent(2)).await.unwrap(), 2) });
}

#[test]
fn v14_the_type() {
    fn is_send<T: Send>(_: &T) {}
    fn is_unpin<T: Unpin>(_: &T) {}
    let mut future = ValueFuture::ready(1);
    is_send(&future);
    is_unpin(&ValueFuture::ready(PhantomPinned));
    assert_eq!(format!("{future:?}"), "ValueFuture(1)");
    let boxed: Pin<Box<dyn Future<Output = u32> + Send>> = Box::pin(async {
        yield_now().await;
        2
    });
    let boxed: ValueFuture<'_, u32> = boxed.into();
    assert_eq!(format!("{boxed:?}"), "ValueFuture(pending)");
    let boxed = boxed.try_now().unwrap_err().map(|n| n + 1);
    assert!(!boxed.is_ready());
    let local: LocalValueFuture<'_, _> = Rc::new(3).into();
    paused(async move {
        assert_eq!((&mut future).await, 1);
        assert_eq!(format!("{future:?}"), "ValueFuture(complete)");
        let again = poll_fn(|cx| {
            let polled = catch_unwind(AssertUnwindSafe(|| Pin::new(&mut future).poll(cx)));
            std::task::Poll::Ready(polled.is_err())
        });
        assert!(again.await);
        assert_eq!(boxed.await, 3);
        assert_eq!(*local.map(|n| n).await, 3);
        assert_eq!(await_value!(ValueFuture::ready(4)), 4);
        assert_eq!(await_value!(ValueFuture::boxed(ready(5))), 5);
    });
    let mapped = || drop(ValueFuture::ready(1).map(|n| n + 1));
    assert_eq!(allocation_counter::measure(mapped).count_total, 0);
}

/// What refers to a local stays with it, though an early way out names it.
#[value_future]
async fn stays_with_its_local(n: usize) -> usize {
    let all = [n];
    let some = all.iter();
    if n == 0 {
        return some.count();
    }
    yield_now().await;
    n
}

trait KeyStore<Key, Value> {
    #[value_future]
    async fn put(&mut self, key: Key, value: Option<Value>) -> usize;

    #[value_future]
    async fn with(first: Key, value: Value) -> Self
    where
        Self: Sized;
}

struct Pairs<Key, Value>(Vec<(Key, Value)>);

impl<Key: Send + Sync, Value: Send + Sync> KeyStore<Key, Value> for Pairs<Key, Value> {
    #[value_future]
    async fn put(&mut self, key: Key, value: Option<Value>) -> usize {
        let Some(value) = value else { return 0 };
        yield_now().await;
        self.0.push((key, value));
        self.0.len()
    }

    #[value_future]
    async fn with(first: Key, value: Value) -> Self {
        yield_now().await;
        Pairs(vec![(first, value)])
    }
}

struct Words<'s>(Vec<&'s str>);

impl<'s> Words<'s> {
    #[value_future]
    async fn of(text: &'s str, separator: &str) -> Words<'s> {
        let words = text.split(separator).collect();
        yield_now().await;
        Words(words)
    }
}

impl<'s> KeyStore<&'s str, u64> for Words<'s> {
    #[value_future]
    async fn put(&mut self, key: &'s str, value: Option<u64>) -> usize {
        if value.is_none() {
            return 0;
        }
        yield_now().await;
        self.0.push(key);
        self.0.len()
    }

    #[value_future]
    async fn with(first: &'s str, _: u64) -> Self {
        Words(vec![first])
    }
}

#[test]
fn v17_parameters_of_the_trait_or_impl_around() {
    on_both(|| async {
        assert_eq!(stays_with_its_local(0).await, 1);
        assert_eq!(stays_with_its_local(3).await, 3);
        let pairs: &mut dyn KeyStore<String, u8> = &mut Pairs::with("a".to_owned(), 1).await;
        assert_eq!(pairs.put("b".to_owned(), None).try_now().unwrap(), 0);
        assert_eq!(pairs.put("b".to_owned(), Some(1)).await, 2);
        let text = String::from("a b");
        let mut words = Words::of(&text, &String::from(" ")).await;
        assert_eq!(words.put(&text, Some(1)).await, 3);
        assert_eq!(Words::with(&text, 1).await.0, ["a b"]);
    });
}
