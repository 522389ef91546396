//! What the checks must leave alone: closures that borrow, expected types, loans, names that are bound.

use std::fs::File;
use std::ops::Deref;
use std::pin::Pin;

use asyncward::no_blocking;

async fn later() {}

struct Inner(u32);

impl Inner {
    fn thing(&self, more: u32) -> u32 {
        self.0 + more
    }
}

fn trimmed<F: Fn(&str) -> &str>(trim: F) -> usize {
    trim(" a ").len()
}

#[no_blocking]
async fn borrows<'a>(inner: &'a Inner) -> impl Iterator<Item = u32> + 'a {
    later().await;
    (0..3).map(|more| inner.thing(more))
}

#[no_blocking]
async fn boxes<'a>(inner: &'a Inner) -> Pin<Box<dyn Future<Output = u32> + 'a>> {
    Box::pin(async {
        later().await;
        inner.thing(2)
    })
}

#[no_blocking]
async fn expected() -> usize {
    later().await;
    let squares: [u32; 3] = std::array::from_fn(|index| (index as u32).pow(2));
    trimmed(|text| text.trim_start()) + squares.len()
}

struct Guard<'a>(&'a u32);

impl Drop for Guard<'_> {
    fn drop(&mut self) {}
}

struct Tried {
    attempts: u32,
    servers: u32,
}

impl Tried {
    fn guard(&mut self) -> Guard<'_> {
        Guard(&self.servers)
    }

    #[no_blocking]
    async fn again(&mut self) {
        later().await;
        match by_guard(self.guard()) {
            0 => self.attempts = 1,
            _ => self.attempts = 0,
        }
    }
}

fn by_guard(guard: Guard<'_>) -> u32 {
    *guard.0
}

trait Ext: Fn() + Sized {
    #[no_blocking]
    async fn go(&self) {
        later().await;
        self();
        self();
    }
}

impl<F: Fn()> Ext for F {}

async fn get() -> Box<dyn Fn()> {
    Box::new(|| ())
}

#[no_blocking]
async fn arms() {
    tokio::select! {
        job = get() => {
            job();
            job();
        }
    }
}

#[no_blocking]
async fn handed(path: &'static str) {
    let work = move || std::fs::read(path);
    _ = tokio::task::spawn_blocking(work).await;
    _ = tokio::task::spawn_blocking({
        let path = path.to_owned();
        move || std::fs::read(path)
    })
    .await;
}

struct Wrapper(File);

impl Deref for Wrapper {
    type Target = File;

    fn deref(&self) -> &File {
        &self.0
    }
}

impl Wrapper {
    fn sync_all(&self) -> u32 {
        1
    }
}

#[no_blocking]
async fn wraps(wrapper: &Wrapper) -> u32 {
    later().await;
    wrapper.sync_all()
}

mod first {
    #[asyncward::blocking]
    pub fn fetch(_: &str) -> u32 {
        1
    }
}

mod second {
    #[asyncward::blocking]
    pub fn fetch(_: &str) -> u32 {
        2
    }
}

mod third {
    pub fn fetch(_: &str) -> u32 {
        3
    }
}

#[no_blocking]
async fn namesake() -> u32 {
    later().await;
    third::fetch("a")
}

fn main() {
    drop((borrows(&Inner(1)), boxes(&Inner(1)), expected(), arms(), handed("a"), namesake()));
    drop(Tried { attempts: 0, servers: 0 }.again());
    drop((|| ()).go());
    drop(wraps as fn(_) -> _);
    _ = (first::fetch("a"), second::fetch("a"));
}
