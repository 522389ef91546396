#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;

mod thread {
    pub(crate) struct Scope;

    impl Scope {
        pub(crate) fn spawn(&self, work: impl FnOnce()) {
            work();
        }
    }

    pub(crate) fn scope<T>(work: impl for<'a> FnOnce(&'a Scope) -> T) -> T {
        work(&Scope)
    }

    pub(crate) fn in_place_scope<A: Default, T>(work: impl FnOnce(A) -> T + 'static) -> T {
        work(A::default())
    }
}

use thread::scope;

#[no_blocking]
async fn own() {
    let name = String::new();
    scope(|s| s.spawn(|| ()));
    assert_eq!(scope(|_| name), "");
    assert_eq!(thread::in_place_scope(|n: u8| n + 1), 1);
    assert_eq!(thread::in_place_scope::<u8, _>(|n| n + 1), 1);
}

#[no_blocking]
async fn allowed() {
    #[asyncward::allow(blocking, reason = "it is over at once")]
    std::thread::scope(|s| {
        s.spawn(|| ());
    });
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    own().await;
    allowed().await;
}
