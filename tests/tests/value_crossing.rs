//! `#[value_future]`: what of the first part the rest takes, and in which order it is dropped.

#![allow(
    unused_assignments,
    clippy::needless_pass_by_value,
    reason = "the shapes are what is tested"
)]

use std::sync::Mutex;
use std::time::Duration;

use asyncward::{ValueFuture, value_future};
use asyncward_tests::{Log, OnDrop, on_both, paused};
use tokio::task::yield_now;

/// The same body as an async fn and with the attribute.
macro_rules! both {
    ($plain:ident, $ours:ident, ($($arg:ident: $Arg:ty),*) $(-> $Out:ty)? $body:block) => {
        async fn $plain($($arg: $Arg),*) $(-> $Out)? $body
        #[value_future]
        async fn $ours($($arg: $Arg),*) $(-> $Out)? $body
    };
}

struct Row {
    name: String,
    rows: usize,
}

fn consume<T>(_: T) {}

both!(names_anew, names_anew_ours, (table: &Mutex<u32>, later: &tokio::sync::Mutex<u32>) -> String {
    let lock = String::from("moved");
    consume(lock);
    let n = *table.lock().unwrap();
    let name = String::from("moved");
    consume(name);
    let row = String::from("moved");
    consume(row);
    let rows = vec![row_of(n)];
    let size = rows.len();
    consume(rows);
    let guard = row_of(n);
    consume(guard);
    let n = n + *later.lock().await;
    let name = format!("{n}");
    let row = Row { name, rows: size };
    let sizes = [row].iter().map(|row| row.name.len() + row.rows).sum::<usize>();
    let mut guard = table.lock().unwrap();
    *guard += 1;
    match Some(sizes) {
        Some(name) => format!("{name} {guard}"),
        None => String::new(),
    }
});

fn row_of(n: u32) -> Row {
    Row { name: n.to_string(), rows: 1 }
}

#[test]
fn v30_a_name_that_the_rest_only_spells_is_not_taken() {
    paused(async {
        let (table, later) = (Mutex::new(7), tokio::sync::Mutex::new(8));
        let plain = names_anew(&table, &later).await;
        *table.lock().unwrap() = 7;
        assert_eq!(names_anew_ours(&table, &later).await, plain);
    });
}

#[value_future]
async fn pinned(n: u32) -> u32 {
    if n == 0 {
        return 0;
    }
    let sleep = tokio::time::sleep(Duration::from_millis(1));
    tokio::pin!(sleep);
    let mut turns = std::pin::pin!(async {
        for _ in 0..n {
            yield_now().await;
        }
        n
    });
    loop {
        tokio::select! {
            biased;
            n = &mut turns => return n,
            () = &mut sleep => {}
        }
    }
}

#[test]
fn v31_what_is_pinned_is_pinned_in_the_rest() {
    assert_eq!(pinned(0).try_now().unwrap(), 0);
    on_both(|| async { assert_eq!(pinned(3).await, 3) });
}

async fn length(text: &str) -> usize {
    yield_now().await;
    text.len()
}

#[value_future]
#[allow(clippy::match_ref_pats)]
async fn by_ref(text: Option<String>, way: u32) -> usize {
    match way {
        0 => match text {
            Some(ref text) => length(text).await,
            None => 0,
        },
        1 => {
            let text = &text;
            match text {
                Some(text) => length(text).await,
                None => 0,
            }
        }
        2 => {
            let text = text.unwrap_or_default();
            match text.as_str() {
                "x" => 1,
                other if other.len() > 3 => length("abcd").await,
                _ => 0,
            }
        }
        _ => {
            let extra = 1;
            let longer = |n| n + extra;
            let counted = async { length(text.as_deref().unwrap_or("")).await };
            longer(counted.await)
        }
    }
}

#[test]
fn v32_what_refers_to_a_local_goes_where_it_is_used() {
    on_both(|| async {
        for (way, length) in [(0, 5), (1, 5), (2, 4), (3, 6)] {
            assert_eq!(by_ref(Some("hello".to_owned()), way).await, length, "{way}");
        }
    });
}

both!(parts, parts_ours, (row: Row, other: Row) -> usize {
    let name = &row.name;
    let rows = &other.rows;
    let all = row.rows + name.len();
    let twice = |n: usize| 2 * n + all;
    yield_now().await;
    twice(*rows)
});

/// Its names are shadowed by the time at which the rest would make it.
#[value_future(lazy)]
async fn made_of_shadowed(x: u32) -> u32 {
    let r = &x;
    let x = 2;
    yield_now().await;
    *r + 10 * x
}

both!(given_again, given_again_ours, (name: String, _other: String) -> String {
    let mut name = name;
    let first = || name;
    let (rows, more) = &(1, 2);
    name = first() + "b";
    if name.len() > 9 {
        return name;
    }
    yield_now().await;
    format!("{name}{rows}{more}")
});

both!(deep, deep_ours, (name: String, other: String) -> String {
    let both = (name, other);
    let (first, second) = &both;
    let is_empty = both.1.is_empty();
    let known = &both.1;
    let size = |n: usize| n + both.0.len();
    if is_empty {
        yield_now().await;
        return format!("{known}{first}");
    }
    yield_now().await;
    format!("{known}{second}{}", size(1))
});

both!(kept_as_it_was, kept_as_it_was_ours, (name: String, _other: String) -> String {
    let mut other = name;
    let first = async { other };
    other = "b".to_owned();
    if other.len() > 9 {
        return other;
    }
    first.await
});

#[test]
fn v36_what_goes_to_the_rest_means_there_what_it_meant() {
    on_both(|| async {
        let rows = || (row_of(7), row_of(8));
        let ((a, b), (c, d)) = (rows(), rows());
        assert_eq!(parts_ours(a, b).await, parts(c, d).await);
        assert_eq!(made_of_shadowed(1).await, 21);
        let a = || "a".to_owned();
        assert_eq!(deep_ours(a(), a()).await, deep(a(), a()).await);
        assert_eq!(deep_ours(a(), String::new()).await, deep(a(), String::new()).await);
        assert_eq!(given_again_ours(a(), a()).await, given_again(a(), a()).await);
        assert_eq!(kept_as_it_was_ours(a(), a()).await, kept_as_it_was(a(), a()).await);
    });
}

both!(late, late_ours, (log: Log, _a: OnDrop) {
    let x;
    let _y = log.on_drop("y");
    x = log.on_drop("x");
    yield_now().await;
    let _ = (&x, &log);
});

fn dropped(log: Log, name: &'static str) -> OnDrop {
    log.on_drop(name)
}

both!(given_anew, given_anew_ours, (log: Log, _a: OnDrop) {
    let mut x = dropped(log.clone(), "x1");
    let _y = log.on_drop("y");
    if log.entries().len() > 9 {
        return;
    }
    x = dropped(log.clone(), "x2");
    yield_now().await;
    x = dropped(log.clone(), "x3");
    let _ = &x;
});

both!(shadowed, shadowed_ours, (log: Log, _a: OnDrop) {
    let _guard = log.on_drop("first");
    let kept = log.on_drop("kept");
    let _guard = log.on_drop("second");
    let _guard: OnDrop = log.on_drop("third");
    log.push("cut");
    yield_now().await;
    log.push("end");
    let _ = &kept;
});

both!(shadowed_in_a_branch, shadowed_in_a_branch_ours, (log: Log, _a: OnDrop) {
    let _guard = log.on_drop("first");
    if log.entries().is_empty() {
        let _guard = log.on_drop("second");
        let _guard = log.on_drop("third");
        log.push("cut");
        yield_now().await;
        log.push("end");
        return;
    }
    log.push("not there");
});

#[test]
fn v33_drop_order_of_late_and_shadowed_locals_is_that_of_an_async_fn() {
    on_both(|| async {
        macro_rules! same {
            ($($plain:ident $ours:ident,)*) => {$(
                let (plain, ours) = (Log::default(), Log::default());
                $plain(plain.clone(), plain.on_drop("a")).await;
                $ours(ours.clone(), ours.on_drop("a")).await;
                assert_eq!(ours.entries(), plain.entries(), stringify!($plain));
            )*};
        }
        same! {
            late late_ours,
            given_anew given_anew_ours,
            shadowed shadowed_ours,
            shadowed_in_a_branch shadowed_in_a_branch_ours,
        }
    });
}

trait Cache: Send {
    #[value_future]
    async fn get(&self, key: &str, n: u32) -> Option<u32>;

    #[value_future]
    fn put(&mut self, key: String) -> ValueFuture<'_, usize>;

    #[value_future]
    async fn fixed(n: u32) -> Self
    where
        Self: Sized;
}

struct Fixed(u32);

impl Cache for Fixed {
    #[value_future]
    fn get(&self, key: &str, n: u32) -> ValueFuture<'_, Option<u32>> {
        if n == self.0 {
            return ValueFuture::ready(Some(n));
        }
        ValueFuture::boxed(async move { Some(u32::try_from(length(key).await).ok()? + self.0) })
    }

    #[value_future]
    async fn put(&mut self, key: String) -> usize {
        yield_now().await;
        self.0 += 1;
        key.len()
    }

    #[value_future]
    fn fixed(n: u32) -> ValueFuture<'static, Fixed> {
        ValueFuture::ready(Fixed(n))
    }
}

#[test]
fn v34_by_hand() {
    let cache: &mut dyn Cache = &mut Fixed(3);
    assert_eq!(cache.get("a", 3).try_now().unwrap(), Some(3));
    on_both(|| async {
        let cache: &mut dyn Cache = &mut Fixed(3);
        assert_eq!(cache.get("ab", 1).await, Some(5));
        assert_eq!(cache.put("abc".to_owned()).await, 3);
        assert_eq!(cache.get("", 4).try_now().unwrap(), Some(4));
        assert_eq!(Fixed::fixed(5).await.0, 5);
    });
}

trait Make: Sized {
    #[value_future]
    async fn make() -> Self;

    #[value_future]
    async fn made_of(n: u32) -> Option<Self>;
}

impl<T: Send> Make for Vec<T> {
    #[value_future]
    async fn make() -> Vec<T> {
        yield_now().await;
        Vec::new()
    }

    #[value_future]
    async fn made_of(n: u32) -> Option<Vec<T>> {
        yield_now().await;
        Some(Vec::with_capacity(usize::try_from(n).ok()?))
    }
}

#[test]
fn v35_self_of_a_trait_is_a_name_in_an_impl() {
    on_both(|| async {
        assert_eq!(Vec::<u8>::make().await.len(), 0);
        assert!(Vec::<u8>::made_of(3).await.unwrap().capacity() >= 3);
    });
}

#[value_future]
async fn with_a_macro(n: u32) -> Vec<u32> {
    let mut out = Vec::new();
    macro_rules! push {
        ($n:expr) => {
            out.push($n)
        };
    }
    push!(n);
    yield_now().await;
    push!(n + 1);
    out.push(n + 2);
    out
}

#[test]
fn v37_a_macro_of_the_body_means_the_local_it_named() {
    on_both(|| async { assert_eq!(with_a_macro(1).await, [1, 2, 3]) });
}
