//! `#[no_lock_across_await]` changes nothing of what runs: the same values at the same time dropped,
//! the same auto traits, in release no bigger.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Mutex;

use asyncward::no_lock_across_await;
use tokio::task::yield_now;

thread_local! {
    static DROPPED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

fn note(what: &'static str) {
    DROPPED.with_borrow_mut(|dropped| dropped.push(what));
}

struct Noted(&'static str);

impl Noted {
    fn text(&self) -> &str {
        self.0
    }

    fn inner(&self) -> Option<Noted> {
        Some(Noted("inner"))
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        note(self.0);
    }
}

async fn text(text: &str) -> usize {
    yield_now().await;
    note("awaited");
    text.len()
}

/// The same function twice, with the attribute and without.
macro_rules! twice {
    ($($(#[$meta:meta])* async fn $name:ident($($arg:ident: $ty:ty),*) $(-> $out:ty)? $body:block)*) => {
        mod plain {
            use super::*;
            $($(#[$meta])* pub(super) async fn $name($($arg: $ty),*) $(-> $out)? $body)*
        }

        mod checked {
            use super::*;
            $(
                #[no_lock_across_await]
                $(#[$meta])*
                pub(super) async fn $name($($arg: $ty),*) $(-> $out)? $body
            )*
        }
    };
}

twice! {
    async fn bindings(first: Noted, second: Noted) -> usize {
        let third = Noted("third");
        let first = (first, Noted("fourth"));
        let _ = Noted("fifth");
        text(third.text()).await + text(first.0.text()).await + text(second.text()).await
    }

    async fn temporaries() -> usize {
        let extended = &Noted("extended");
        let length = text(Noted("operand").text()).await + text(extended.text()).await;
        match Noted("scrutinee").inner() {
            Some(inner) => length + text(inner.text()).await,
            None => length,
        }
    }

    async fn conditions() -> usize {
        let mut length = 0;
        if let Some(inner) = Noted("if").inner() {
            length += text(inner.text()).await;
        }
        #[allow(clippy::never_loop)]
        while let Some(inner) = Noted("while").inner() {
            length += text(inner.text()).await;
            break;
        }
        for letter in Noted("for").text().chars() {
            length += letter.len_utf8();
            yield_now().await;
        }
        length
    }

    async fn nested(value: Noted) -> usize {
        let moved = async move {
            let second = Noted("second");
            text(second.text()).await + text(value.text()).await
        };
        let borrowed = Noted("borrowed");
        let length = async { text(borrowed.text()).await }.await;
        length + moved.await
    }

    async fn guarded(count: &Mutex<usize>, add: usize) -> usize {
        let before = { *count.lock().unwrap() };
        yield_now().await;
        let mut count = count.lock().unwrap();
        *count += add;
        before + *count
    }

    async fn selected() -> usize {
        let one = Noted("one");
        tokio::select! {
            biased;
            length = text(one.text()) => {
                let two = Noted("two");
                length + text(two.text()).await
            }
            () = std::future::pending() => 0,
        }
    }

    async fn closures() -> usize {
        let lengths = ["a", "bc"].map(|word| async move {
            let word = Noted(word);
            text(word.text()).await
        });
        let mut sum = 0;
        for length in lengths {
            sum += length.await;
        }
        sum
    }
}

fn arguments() -> (Noted, Noted) {
    (Noted("first"), Noted("second"))
}

async fn told<T>(future: impl Future<Output = T>) -> (T, Vec<&'static str>) {
    DROPPED.take();
    let value = future.await;
    (value, DROPPED.take())
}

/// Both behave the same, and the checked one is no bigger where it counts.
macro_rules! same {
    ($name:ident($($arg:expr),*)) => {{
        let (plain, checked) = (plain::$name($($arg),*), checked::$name($($arg),*));
        let sizes = (size_of_val(&plain), size_of_val(&checked));
        assert_eq!(told(plain).await, told(checked).await, stringify!($name));
        if cfg!(not(debug_assertions)) {
            // A temporary that moved once may need less room than one that did not.
            assert!(sizes.1 <= sizes.0, "size of {}: {sizes:?}", stringify!($name));
        }
    }};
}

#[tokio::test]
async fn what_runs_is_the_same() {
    same!(bindings(arguments().0, arguments().1));
    same!(temporaries());
    same!(conditions());
    same!(nested(Noted("captured")));
    same!(selected());
    same!(closures());
    let counts = [Mutex::new(1), Mutex::new(1)];
    let plain = told(plain::guarded(&counts[0], 2)).await;
    assert_eq!(plain, told(checked::guarded(&counts[1], 2)).await);
}

#[test]
fn what_was_send_is_send() {
    fn is_send<T: Send + 'static>(_: T) {}

    is_send(checked::bindings(arguments().0, arguments().1));
    is_send(checked::temporaries());
    is_send(checked::nested(Noted("captured")));
    is_send(checked::selected());
    is_send(checked::closures());
    static COUNT: Mutex<usize> = Mutex::new(0);
    is_send(checked::guarded(&COUNT, 1));
}
