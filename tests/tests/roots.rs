//! A function that is a root of its own does what the same function without the attribute does.
#![forbid(unsafe_code)]

use std::time::Duration;

use asyncward::{CancellationToken, Cancelled, cancellable, deadline};
use asyncward_tests::{Log, OnDrop, paused};

type Stopped = Result<(), Cancelled>;

struct Pair {
    left: OnDrop,
    right: OnDrop,
}

fn touch(_: &OnDrop) {}

/// The same body plain, as a root with a timeout and as one with a token parameter.
macro_rules! thrice {
    ($name:ident ($($arg:ident: $ty:ty),*) $body:block) => {
        mod $name {
            use super::*;

            pub(super) async fn plain($($arg: $ty,)* _: CancellationToken) -> Stopped $body

            #[cancellable(timeout = "1h")]
            pub(super) async fn timeout($($arg: $ty),*) -> Stopped $body

            #[cancellable]
            pub(super) async fn token($($arg: $ty,)* token: CancellationToken) -> Stopped $body
        }
    };
}

thrice!(used_in_reverse(a: OnDrop, b: OnDrop) {
    touch(&b);
    touch(&a);
    tokio::task::yield_now().await;
    Ok(())
});

thrice!(unused(a: OnDrop, b: OnDrop, _c: OnDrop) {
    let _local = b;
    touch(&a);
    tokio::task::yield_now().await;
    Ok(())
});

thrice!(by_field(p: Pair, b: OnDrop) {
    touch(&p.right);
    touch(&b);
    tokio::task::yield_now().await;
    touch(&p.left);
    Ok(())
});

macro_rules! same_order {
    ($name:ident ($log:ident) $($arg:expr),*) => {{
        let run = async |which: u8| {
            let $log = Log::default();
            let token = CancellationToken::new();
            match which {
                0 => $name::plain($($arg,)* token).await.unwrap(),
                1 => $name::timeout($($arg),*).await.unwrap(),
                _ => $name::token($($arg,)* token).await.unwrap(),
            }
            $log.entries()
        };
        let plain = run(0).await;
        assert!(plain.len() > 1);
        assert_eq!(run(1).await, plain);
        assert_eq!(run(2).await, plain);
    }};
}

#[test]
fn parameters_are_dropped_in_the_same_order() {
    paused(async {
        same_order!(used_in_reverse(log) log.on_drop("a"), log.on_drop("b"));
        same_order!(unused(log) log.on_drop("a"), log.on_drop("b"), log.on_drop("c"));
        same_order!(by_field(log)
            Pair { left: log.on_drop("left"), right: log.on_drop("right") }, log.on_drop("b"));
    });
}

#[cancellable(timeout = "1h")]
async fn first_statement(given: Option<u32>) -> Result<Option<Duration>, Cancelled> {
    let Some(_) = given else {
        tokio::task::yield_now().await;
        return Ok(deadline().map(|at| at - tokio::time::Instant::now()));
    };
    tokio::task::yield_now().await;
    Ok(None)
}

#[test]
fn first_statement_stands_in_the_root() {
    paused(async {
        assert_eq!(first_statement(None).await, Ok(Some(Duration::from_secs(3600))));
        assert_eq!(first_statement(Some(1)).await, Ok(None));
    });
}

#[cancellable(timeout = "1s", on_cancel = panic!("stopped"))]
async fn for_ever() -> ! {
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

#[test]
#[should_panic(expected = "stopped")]
fn never_type_as_the_output_of_a_root() {
    paused(async { for_ever().await });
}

#[allow(clippy::toplevel_ref_arg)]
#[cancellable(timeout = "1s")]
async fn mutable((mut a, b): (u32, u32), mut c: Vec<u32>, ref d: String) -> Result<u32, Cancelled> {
    tokio::task::yield_now().await;
    a += b;
    c.push(a);
    Ok(c.iter().sum::<u32>() + d.len() as u32)
}

#[test]
fn patterns_as_parameters_of_a_root() {
    paused(async { assert_eq!(mutable((1, 2), vec![3], "abc".to_owned()).await, Ok(9)) });
}
