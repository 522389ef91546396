//! `#[value_future]`: what becomes of the locals and parameters of a body that is cut, and when each is
//! dropped (v08 to v10, v16).

use asyncward::value_future;
use asyncward_tests::{Log, on_both};
use tokio::task::yield_now;

/// The same body as an async fn and with the attribute.
macro_rules! both {
    ($plain:ident, $ours:ident, ($($arg:ident: $Arg:ty),*) $body:block) => {
        async fn $plain($($arg: $Arg),*) $body
        #[value_future]
        async fn $ours($($arg: $Arg),*) $body
    };
}

both!(drops, drops_ours, (log: Log, _a: asyncward_tests::OnDrop, b: asyncward_tests::OnDrop) {
    let _guard = log.on_drop("guard");
    let c = log.on_drop("c");
    let mut d = Some(log.on_drop("d"));
    yield_now().await;
    log.push("awaited");
    let _e = log.on_drop("e");
    let _ = (&b, &c, &mut d);
});

both!(drops_at_once, drops_at_once_ours, (log: Log, _a: asyncward_tests::OnDrop, b: asyncward_tests::OnDrop) {
    let _guard = log.on_drop("guard");
    let c = log.on_drop("c");
    if log.entries().is_empty() {
        drop((b, c));
        return;
    }
    yield_now().await;
});

#[test]
fn v08_drop_order_is_that_of_an_async_fn() {
    on_both(|| async {
        let (plain, ours) = (Log::default(), Log::default());
        let args = |log: &Log| (log.on_drop("a"), log.on_drop("b"));
        let (a, b) = args(&plain);
        drops(plain.clone(), a, b).await;
        let (a, b) = args(&ours);
        drops_ours(ours.clone(), a, b).await;
        assert_eq!(ours.entries(), plain.entries());
        assert_eq!(ours.entries(), ["awaited", "e", "d", "c", "guard", "b", "a"]);

        let (plain, ours) = (Log::default(), Log::default());
        let (a, b) = args(&plain);
        drops_at_once(plain.clone(), a, b).await;
        let (a, b) = args(&ours);
        drops_at_once_ours(ours.clone(), a, b).await;
        assert_eq!(ours.entries(), plain.entries());
    });
}

#[value_future]
async fn ends_with_the_first_part(log: Log) {
    let used = log.on_drop("used only in front");
    let _ = &used;
    let kept = log.on_drop("named behind");
    let _guard = log.on_drop("guard");
    log.push("cut");
    yield_now().await;
    let _ = &kept;
    log.push("end");
}

#[test]
fn v09_what_the_rest_does_not_name_ends_with_the_call() {
    on_both(|| async {
        let log = Log::default();
        let future = ends_with_the_first_part(log.clone());
        assert_eq!(log.entries(), ["cut", "used only in front"]);
        future.await;
        assert_eq!(log.entries()[2..], ["end", "guard", "named behind"]);

        // Dropped without a poll.
        let log = Log::default();
        drop(ends_with_the_first_part(log.clone()));
        let mut dropped = log.entries();
        dropped.sort_unstable();
        assert_eq!(dropped, ["cut", "guard", "named behind", "used only in front"]);
    });
}

struct Pair {
    left: String,
    right: String,
}

#[value_future]
#[allow(clippy::needless_late_init)]
async fn crossings(
    text: String,
    slice: &[u32],
    mut number: u32,
    (x, mut y): (u32, String),
    Pair { left, .. }: Pair,
    all: Pair,
) -> String {
    let copied = slice.len();
    let first = &slice[0];
    let text = text + "!";
    let moved = all.left;
    let late;
    number += 1;
    let mut counter = 0;
    let mut count = move || {
        counter += 1;
        counter
    };
    let by_reference = &text;
    assert_eq!(by_reference, "t!");
    const ONE: u32 = 1;
    yield_now().await;
    late = count() + count() + helper();
    number += first + ONE;
    y.push('y');
    fn helper() -> u32 {
        1
    }
    format!("{text} {copied} {number} {x} {y} {left} {} {moved} {late}", all.right)
}

#[test]
fn v10_locals_that_cross_the_cut() {
    on_both(|| async {
        let pair = || Pair { left: "l".into(), right: "r".into() };
        let found = crossings("t".into(), &[7, 8], 1, (3, "x".into()), pair(), pair()).await;
        assert_eq!(found, "t! 2 10 3 xy l r l 4");
    });
}

#[value_future]
async fn early_ways_out(log: &Log, n: u32, _: impl Sized + Send) -> u32 {
    let guard = log.on_drop("guard");
    if n == 0 {
        drop(guard);
        return 0;
    }
    let n = match n {
        1 => {
            let _last = &guard;
            return 1;
        }
        n => n,
    };
    log.push("cut");
    yield_now().await;
    log.push("end");
    n
}

#[test]
fn v16_what_only_early_ways_out_name_goes_along() {
    on_both(|| async {
        for n in [0, 1] {
            let log = Log::default();
            assert_eq!(early_ways_out(&log, n, log.on_drop("ignored")).await, n);
            assert_eq!(log.entries(), ["guard", "ignored"]);
        }
        let log = Log::default();
        assert_eq!(early_ways_out(&log, 2, log.on_drop("ignored")).await, 2);
        assert_eq!(log.entries(), ["cut", "end", "guard", "ignored"]);
    });
}
