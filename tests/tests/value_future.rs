//! `#[value_future]`: what runs at the call, what is boxed, and how each of it ends (v01 to v07, v11,
//! v12, v15).

use std::panic::catch_unwind;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use asyncward::{ValueFuture, value_future};
use asyncward_tests::{Log, on_both, paused};
use tokio::task::yield_now;

fn allocations(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

/// Whether a call is complete at once, without an allocation, with this value.
#[track_caller]
fn at_once<'a, T: PartialEq + std::fmt::Debug>(
    call: impl FnOnce() -> ValueFuture<'a, T>,
    value: T,
) {
    let mut future = None;
    assert_eq!(allocations(|| future = Some(call())), 0);
    let future = future.unwrap();
    assert!(future.is_ready());
    assert_eq!(future.try_now().unwrap(), value);
}

#[derive(Debug, PartialEq)]
struct Wrong(u8);

impl From<u8> for Wrong {
    fn from(code: u8) -> Self {
        Wrong(code)
    }
}

macro_rules! give_up {
    ($condition:expr, $value:expr) => {
        if $condition {
            return $value;
        }
    };
}

#[value_future]
async fn returns(n: u32) -> u32 {
    if n == 0 {
        return 10;
    }
    for m in 0..n {
        if m == 4 {
            match n {
                5 => return 11,
                _ => break,
            }
        }
    }
    give_up!(n == 7, 12);
    let mut m = n;
    let _ = loop {
        if m == 8 {
            return 13;
        }
        if m >= n + 2 {
            break m;
        }
        m += 1;
    };
    let 9 = n else { return 14 };
    yield_now().await;
    15
}

#[test]
fn v01_return_in_the_first_part() {
    for (n, value) in [(0, 10), (5, 11), (7, 12), (8, 13), (6, 13), (12, 14)] {
        at_once(|| returns(n), value);
    }
    assert!(!returns(9).is_ready());
    on_both(|| async { assert_eq!(returns(9).await, 15) });
}

#[value_future]
async fn question_mark(input: Result<Option<u32>, u8>) -> Result<u32, Wrong> {
    let found = input?;
    let found = found.ok_or(0)?;
    yield_now().await;
    if found == 0 { Err(1)? } else { Ok(found) }
}

#[value_future]
async fn question_mark_of_option(input: Option<u32>) -> Option<u32> {
    let n = input?.checked_sub(1)?;
    yield_now().await;
    n.checked_sub(1)
}

#[test]
fn v02_question_mark() {
    at_once(|| question_mark(Err(3)), Err(Wrong(3)));
    at_once(|| question_mark(Ok(None)), Err(Wrong(0)));
    at_once(|| question_mark_of_option(None), None);
    at_once(|| question_mark_of_option(Some(0)), None);
    on_both(|| async {
        assert_eq!(question_mark(Ok(Some(0))).await, Err(Wrong(1)));
        assert_eq!(question_mark(Ok(Some(2))).await, Ok(2));
        assert_eq!(question_mark_of_option(Some(1)).await, None);
        assert_eq!(question_mark_of_option(Some(3)).await, Some(1));
    });
}

#[value_future]
async fn breaks(n: u32) -> u32 {
    let small = 'found: {
        if n < 3 {
            break 'found true;
        }
        for m in 3..n {
            if n.is_multiple_of(m) {
                break 'found false;
            }
        }
        true
    };
    let mut last = n;
    let last = loop {
        if last >= n + u32::from(small) {
            break last;
        }
        last += 1;
    };
    if small {
        return last;
    }
    yield_now().await;
    last
}

#[test]
fn v03_break_with_a_value() {
    at_once(|| breaks(2), 3);
    at_once(|| breaks(7), 8);
    on_both(|| async { assert_eq!(breaks(9).await, 9) });
}

#[value_future]
async fn panics(early: bool) -> u32 {
    assert!(!early, "early");
    yield_now().await;
    panic!("late");
}

#[test]
fn v04_a_panic_of_the_first_part_is_one_of_the_call() {
    let panic = catch_unwind(|| drop(panics(true))).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"early"));
    let future = panics(false);
    paused(async move {
        let task = tokio::spawn(future).await.unwrap_err();
        assert_eq!(task.into_panic().downcast_ref(), Some(&"late"));
    });
}

#[value_future]
async fn never_waits(n: u32) -> u32 {
    n + 1
}

#[test]
fn v05_without_an_await() {
    at_once(|| never_waits(1), 2);
}

#[value_future]
async fn in_order(log: Log) -> u32 {
    log.push("first");
    let n = {
        log.push("still first");
        1
    };
    log.push("last of first");
    {
        log.push("rest");
        yield_now()
    }
    .await;
    log.push("end");
    n
}

#[value_future(lazy)]
async fn in_order_lazy(log: Log) -> u32 {
    log.push("first");
    yield_now().await;
    1
}

#[test]
fn v06_the_first_part_runs_at_the_call() {
    on_both(|| async {
        let log = Log::default();
        let future = in_order(log.clone());
        let first = ["first", "still first", "last of first"];
        assert_eq!(log.entries(), first);
        yield_now().await;
        assert_eq!(log.entries(), first);
        assert_eq!(future.await, 1);
        assert_eq!(log.entries()[3..], ["rest", "end"]);

        let log = Log::default();
        let future = in_order_lazy(log.clone());
        assert!(log.entries().is_empty());
        assert_eq!(future.await, 1);
        assert_eq!(log.entries(), ["first"]);
    });
}

#[value_future]
async fn branches(n: u32) -> Result<u32, Wrong> {
    if n == 0 {
        yield_now().await;
        return Ok(100);
    } else if n == 1 {
        return Ok(101);
    }
    let Some(n) = n.checked_sub(2) else { return returns(9).await.checked_sub(16).ok_or(Wrong(1)) };
    let n = match n {
        0 => return Ok(returns(9).await),
        1 => 1,
        n => n,
    };
    match (n, n > 4) {
        (1, _) => Ok(102),
        (n, false) => {
            let twice = n * 2;
            if twice == 4 {
                return Ok(103);
            }
            yield_now().await;
            Ok(twice)
        }
        (n, true) if n == 5 => {
            if n > 5 {
                Ok(104)
            } else {
                yield_now().await;
                Ok(105)
            }
        }
        _ => Ok(106),
    }
}

#[test]
fn v07_branches_that_end_the_function_are_cut_inside() {
    for (n, value) in [(1, 101), (3, 102), (4, 103), (8, 106)] {
        at_once(|| branches(n), Ok(value));
    }
    on_both(|| async {
        for (n, value) in [(0, 100), (2, 15), (5, 6), (6, 8), (7, 105)] {
            assert!(!branches(n).is_ready(), "{n}");
            assert_eq!(branches(n).await, Ok(value), "{n}");
        }
    });
}

trait Store: Send + Sync {
    /// Documented.
    #[value_future]
    async fn get(&self, key: &str) -> Option<u32>;

    #[value_future]
    async fn set(&mut self, key: &str, value: u32);

    #[value_future]
    async fn shared(self: Arc<Self>, key: String) -> Option<u32>;

    #[value_future]
    async fn owned(self: Box<Self>) -> usize;

    #[value_future]
    async fn named<'k>(&self, key: &'k str) -> &'k str;

    #[value_future]
    async fn longest<'s>(&'s self, left: &'s str, right: &str) -> &'s str;

    #[value_future]
    async fn pinned(self: Pin<&mut Self>) -> usize;

    #[value_future]
    async fn get_or(&self, key: &str, or: u32) -> u32 {
        if let Some(value) = self.get(key).await {
            return value;
        }
        self.get("default").await.unwrap_or(or)
    }
}

#[derive(Default)]
struct Table(Mutex<Vec<(String, u32)>>);

impl Table {
    fn look(&self, key: &str) -> Option<u32> {
        let rows = self.0.lock().unwrap();
        rows.iter().find(|(name, _)| name == key).map(|(_, value)| *value)
    }
}

impl Store for Table {
    #[value_future]
    async fn get(&self, key: &str) -> Option<u32> {
        if let Some(value) = self.look(key) {
            return Some(value);
        }
        yield_now().await;
        self.look(key)
    }

    #[value_future]
    async fn set(&mut self, key: &str, value: u32) {
        if value == 0 {
            return;
        }
        yield_now().await;
        self.0.get_mut().unwrap().push((key.to_owned(), value));
    }

    #[value_future]
    async fn shared(self: Arc<Self>, key: String) -> Option<u32> {
        let found = self.look(&key);
        if found.is_some() {
            return found;
        }
        yield_now().await;
        self.look(&key)
    }

    #[value_future]
    async fn owned(self: Box<Self>) -> usize {
        yield_now().await;
        self.0.lock().unwrap().len()
    }

    #[value_future]
    async fn named<'k>(&self, key: &'k str) -> &'k str {
        yield_now().await;
        key.trim_end_matches(|c| self.look(&String::from(c)).is_some())
    }

    #[value_future]
    async fn longest<'s>(&'s self, left: &'s str, right: &str) -> &'s str {
        yield_now().await;
        if right.len() > left.len() { "right" } else { left }
    }

    #[value_future]
    async fn pinned(self: Pin<&mut Self>) -> usize {
        yield_now().await;
        self.0.lock().unwrap().len()
    }
}

#[test]
fn v11_receivers_and_lifetimes_behind_dyn() {
    on_both(|| async {
        let mut table = Table::default();
        let store: &mut dyn Store = &mut table;
        at_once(|| store.set("a", 0), ());
        store.set("a", 1).await;
        at_once(|| store.get("a"), Some(1));
        assert_eq!(store.get("b").await, None);
        assert_eq!(store.get_or("b", 3).await, 3);
        assert_eq!(store.named("ba").await, "b");
        assert_eq!(store.longest("ab", "a").await, "ab");
        assert_eq!(Pin::new(&mut table).pinned().await, 1);
        let shared: Arc<dyn Store> = Arc::new(table);
        let key = String::from("a");
        at_once(|| Arc::clone(&shared).shared(key), Some(1));
        let boxed: Box<dyn Store> = Box::new(Table::default());
        assert_eq!(boxed.owned().await, 0);
    });
}

#[value_future]
async fn generic<T, const N: usize>(items: &[T; N], or: T, f: impl Fn(&T) -> T + Send) -> T
where
    T: Clone + Send + Sync,
{
    let Some(item) = items.first() else { return or };
    yield_now().await;
    f(item)
}

#[test]
fn v12_generics() {
    at_once(|| generic(&[], 1, Clone::clone), 1);
    on_both(|| async { assert_eq!(generic(&[1, 2], 0, |n| n + 1).await, 2) });
}

#[test]
fn v15_a_rest_is_one_allocation() {
    let future = &mut None;
    assert_eq!(allocations(|| *future = Some(returns(9))), 1);
}
