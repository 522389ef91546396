//! `#[no_blocking]` changes nothing of what runs: the same results, the same values at the same time
//! dropped, the same auto traits, in release no bigger.

use std::cell::RefCell;
use std::future::Future;
use std::sync::Arc;

use asyncward::no_blocking;
use tokio::task::yield_now;

thread_local! {
    static DROPPED: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

fn note(what: &'static str) {
    DROPPED.with_borrow_mut(|dropped| dropped.push(what));
}

#[derive(Debug)]
struct Noted(&'static str);

impl Drop for Noted {
    fn drop(&mut self) {
        note(self.0);
    }
}

/// Methods and functions with names of the catalogue.
impl Noted {
    fn recv(&self) -> Option<Noted> {
        note("recv");
        Some(Noted("received"))
    }

    fn join(self) -> Result<&'static str, ()> {
        note("join");
        Ok(self.0)
    }

    fn wait(&mut self) -> &mut Noted {
        note("wait");
        self
    }

    fn lock(&self) -> Guard<'_> {
        Guard(self.0)
    }

    fn run(&self) -> ! {
        panic!("run")
    }
}

struct Guard<'a>(&'a str);

impl Guard<'_> {
    fn read(&self) -> &str {
        self.0
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        note("unlocked");
    }
}

fn read(from: &Noted) -> &str {
    note("read");
    from.0
}

fn copy<T, E>(value: T) -> Result<T, E> {
    Ok(value)
}

fn sleep(value: impl FnOnce() -> usize) -> usize {
    value()
}

/// The same function twice, with the attribute and without.
macro_rules! twice {
    ($(async fn $name:ident($($arg:ident: $ty:ty),*) -> $out:ty $body:block)*) => {
        mod plain {
            use super::*;
            $(pub(super) async fn $name($($arg: $ty),*) -> $out $body)*
        }

        mod checked {
            use super::*;
            $(
                #[no_blocking(also(cpu, contention))]
                pub(super) async fn $name($($arg: $ty),*) -> $out $body
            )*
        }
    };
}

twice! {
    async fn receivers(first: Noted, second: Noted) -> usize {
        let shared = Arc::new(first);
        let received = shared.recv();
        yield_now().await;
        let length = shared.recv().map_or(0, |noted| noted.0.len()) + second.recv().unwrap().0.len();
        second.recv();
        let joined = second.join().unwrap();
        length + joined.len() + received.map_or(0, |noted| noted.0.len())
    }

    async fn temporaries(held: Noted) -> usize {
        let length = read(&Noted("operand")).len() + held.lock().read().len();
        yield_now().await;
        match Noted("scrutinee").recv() {
            Some(received) => length + read(&received).len(),
            None => length,
        }
    }

    async fn places(held: Noted) -> usize {
        let mut pair = (held, [Noted("first"), Noted("second")]);
        pair.0.wait().0 = "renamed";
        pair.1[1].wait().wait().0 = "again";
        let extended = &pair.1[0].recv();
        yield_now().await;
        extended.as_ref().map_or(0, |noted| noted.0.len()) + read(&pair.0).len()
    }

    async fn generics(held: Noted) -> usize {
        let value: Result<u8, String> = copy(1);
        let text: Result<Box<dyn std::fmt::Debug>, ()> = copy(Box::new(2));
        let closure = || sleep(|| held.recv().map_or(0, |noted| noted.0.len()));
        let sum = closure() + usize::from(value.unwrap()) + format!("{:?}", text.unwrap()).len();
        yield_now().await;
        if sum == 0 { held.run() } else { sum }
    }

    async fn macros(held: Noted) -> usize {
        assert!(held.recv().is_some(), "{:?}", held.recv());
        let text = format!("{:?}", held.recv());
        tokio::select! {
            biased;
            () = yield_now() => vec![read(&held).len(), held.recv().unwrap().0.len()].len(),
            () = std::future::pending() => text.len(),
        }
    }

    async fn nested(held: Noted) -> usize {
        let block = async move {
            let received = held.recv();
            yield_now().await;
            read(&held).len() + received.map_or(0, |noted| noted.0.len())
        };
        let background = tokio::task::spawn_blocking(|| std::fs::read("Cargo.toml").unwrap().len());
        block.await + background.await.unwrap()
    }
}

#[no_blocking]
async fn allowed(held: Noted) -> usize {
    #[asyncward::allow(blocking, reason = "it is small")]
    let length = std::fs::read("Cargo.toml").unwrap().len() + held.recv().unwrap().0.len();
    #[asyncward::allow(blocking, reason = "it is small")]
    {
        let path = Noted("path");
        yield_now().await;
        assert_eq!(length, std::fs::read("Cargo.toml").unwrap().len() + read(&path).len() + 4);
    };
    length
}

async fn told<T>(future: impl Future<Output = T>) -> (T, Vec<&'static str>) {
    DROPPED.take();
    let value = future.await;
    (value, DROPPED.take())
}

/// Both behave the same, and the checked one is no bigger where it counts.
macro_rules! same {
    ($($name:ident($($arg:expr),*))*) => {$({
        let (plain, checked) = (plain::$name($($arg),*), checked::$name($($arg),*));
        let sizes = (size_of_val(&plain), size_of_val(&checked));
        assert_eq!(told(plain).await, told(checked).await, stringify!($name));
        if cfg!(not(debug_assertions)) {
            assert!(sizes.1 <= sizes.0, "size of {}: {sizes:?}", stringify!($name));
        }
    })*};
}

#[tokio::test]
async fn what_runs_is_the_same() {
    same! {
        receivers(Noted("first"), Noted("second"))
        temporaries(Noted("held"))
        places(Noted("held"))
        generics(Noted("held"))
        macros(Noted("held"))
        nested(Noted("held"))
    }
    assert!(allowed(Noted("held")).await > 0);
}

#[test]
fn what_was_send_is_send() {
    fn is_send<T: Send + 'static>(_: T) {}

    is_send(checked::receivers(Noted("first"), Noted("second")));
    is_send(checked::temporaries(Noted("held")));
    is_send(checked::places(Noted("held")));
    is_send(checked::macros(Noted("held")));
    is_send(checked::nested(Noted("held")));
    is_send(allowed(Noted("held")));
}
