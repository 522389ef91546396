//! The future of a `#[cancellable]` fn is `Send` and `'static` where the plain one is, and not where
//! it is not.

use std::cell::Cell;
use std::future::pending;
use std::marker::PhantomData;
use std::rc::Rc;
use std::time::Duration;

use asyncward::{CancelExt as _, CancellationToken, Cancelled, cancellable};
use futures::Future;

type Stopped = Result<(), Cancelled>;

/// What a future is asked for, without running it. An inherent method beats a trait's of the same
/// name, so `is_send` of the impl answers where its bound holds, and that of the trait elsewhere.
struct Asked<F>(PhantomData<F>);

impl<F: Send> Asked<F> {
    fn is_send(&self) -> bool {
        true
    }
}

trait NotSend {
    fn is_send(&self) -> bool {
        false
    }
}

impl<F> NotSend for Asked<F> {}

fn asked<F: Future>(_: &F) -> Asked<F> {
    Asked(PhantomData)
}

macro_rules! is_send {
    ($future:expr) => {{
        let future = $future;
        asked(&future).is_send()
    }};
}

fn assert_static<F: 'static>(_: &F) {}

/// The plain twin of each annotated fn is generated from the same text.
macro_rules! twins {
    ($plain:ident, $annotated:ident, $own_root:ident:
     ($($argument:ident: $ty:ty),*) $body:block) => {
        #[allow(unused_variables)]
        async fn $plain($($argument: $ty),*) -> Stopped { $body }

        #[cancellable]
        #[allow(unused_variables)]
        async fn $annotated($($argument: $ty),*) -> Stopped { $body }

        #[cancellable(timeout = "1s")]
        #[allow(unused_variables)]
        async fn $own_root($($argument: $ty),*) -> Stopped { $body }
    };
}

twins!(plain_sends, sends, sends_own: (text: String) {
    pending::<()>().await;
    drop(text);
    Ok(())
});
twins!(plain_holds_rc, holds_rc, holds_rc_own: () {
    let held = Rc::new(1);
    pending::<()>().await;
    drop(held);
    Ok(())
});
twins!(plain_drops_rc, drops_rc, drops_rc_own: () {
    {
        let held = Rc::new(1);
        drop(held);
    }
    pending::<()>().await;
    Ok(())
});
// A parameter lives to the end of the call, used or not.
twins!(plain_unused_rc, unused_rc, unused_rc_own: (held: Rc<u32>) {
    pending::<()>().await;
    Ok(())
});
twins!(plain_cell, cell, cell_own: (held: &Cell<u32>) {
    pending::<()>().await;
    Ok(())
});
twins!(plain_awaits_rc, awaits_rc, awaits_rc_own: (held: Rc<u32>) {
    async move { *held }.await;
    Ok(())
});
twins!(plain_select, in_select, in_select_own: (held: String) {
    tokio::select! {
        () = pending() => {}
        () = async { drop(held.clone()) }, if held.is_empty() => {}
        else => {}
    }
    tokio::join!(pending::<()>(), async { held.len() });
    Ok(())
});
twins!(plain_select_rc, in_select_rc, in_select_rc_own: (held: Rc<u32>) {
    tokio::select! {
        () = pending() => {}
        () = async { drop(held.clone()) } => {}
    }
    Ok(())
});

#[test]
fn send_where_the_plain_future_is() {
    assert!(is_send!(plain_sends(String::new())));
    assert!(is_send!(sends(String::new())));
    assert!(is_send!(sends_own(String::new())));
    assert!(is_send!(plain_drops_rc()));
    assert!(is_send!(drops_rc()));
    assert!(is_send!(drops_rc_own()));
    assert!(is_send!(plain_select(String::new())));
    assert!(is_send!(in_select(String::new())));
    assert!(is_send!(in_select_own(String::new())));
}

#[test]
fn not_send_where_the_plain_future_is_not() {
    assert!(!is_send!(plain_holds_rc()));
    assert!(!is_send!(holds_rc()));
    assert!(!is_send!(holds_rc_own()));
    assert!(!is_send!(plain_unused_rc(Rc::new(1))));
    assert!(!is_send!(unused_rc(Rc::new(1))));
    assert!(!is_send!(unused_rc_own(Rc::new(1))));
    let cell_ = Cell::new(1);
    assert!(!is_send!(plain_cell(&cell_)));
    assert!(!is_send!(cell(&cell_)));
    assert!(!is_send!(cell_own(&cell_)));
    assert!(!is_send!(plain_awaits_rc(Rc::new(1))));
    assert!(!is_send!(awaits_rc(Rc::new(1))));
    assert!(!is_send!(awaits_rc_own(Rc::new(1))));
    assert!(!is_send!(plain_select_rc(Rc::new(1))));
    assert!(!is_send!(in_select_rc(Rc::new(1))));
    assert!(!is_send!(in_select_rc_own(Rc::new(1))));
}

#[test]
fn static_where_the_plain_future_is() {
    assert_static(&sends(String::new()));
    assert_static(&sends_own(String::new()));
    assert_static(&unused_rc(Rc::new(1)));
    assert_static(&token_parameter(CancellationToken::new(), String::new()));
    assert_static(&asyncward::with_token(CancellationToken::new(), sends(String::new())));
    assert_static(&asyncward::with_timeout(Duration::ZERO, sends(String::new())));
    assert_static(&asyncward::shield(sends(String::new())));
    assert_static(&sends(String::new()).or_cancelled(&CancellationToken::new()));
}

#[cancellable]
async fn token_parameter(_: CancellationToken, text: String) -> Stopped {
    pending::<()>().await;
    drop(text);
    Ok(())
}

struct Service(String);

impl Service {
    #[cancellable]
    async fn borrows(&self, text: &str) -> Result<usize, Cancelled> {
        pending::<()>().await;
        Ok(self.0.len() + text.len())
    }

    #[cancellable]
    async fn borrows_with_token(
        &mut self,
        token: &CancellationToken,
    ) -> Result<&mut String, Cancelled> {
        pending::<()>().await;
        Ok(&mut self.0)
    }

    #[cancellable]
    async fn generic<T: Clone>(self, value: T) -> Result<T, Cancelled> {
        pending::<()>().await;
        Ok(value.clone())
    }
}

#[test]
fn methods_and_generics() {
    let (mut service, token) = (Service(String::new()), CancellationToken::new());
    assert!(is_send!(service.borrows("text")));
    assert!(is_send!(service.borrows_with_token(&token)));
    assert!(is_send!(Service(String::new()).generic(1)));
    assert!(!is_send!(Service(String::new()).generic(Rc::new(1))));
    assert_static(&service.generic(String::new()));
    assert!(is_send!(token_parameter(token, String::new())));
}

trait Loads {
    async fn native(&self) -> Stopped;
    fn promised(&self) -> impl Future<Output = Stopped> + Send;
}

#[async_trait::async_trait]
trait BoxedLoads {
    async fn above(&self, text: &str) -> Stopped;
    async fn below(&self, token: CancellationToken) -> Stopped;
}

impl Loads for Service {
    #[cancellable]
    async fn native(&self) -> Stopped {
        pending::<()>().await;
        drop(self.0.clone());
        Ok(())
    }

    #[cancellable]
    #[allow(clippy::manual_async_fn, reason = "the shape under test")]
    fn promised(&self) -> impl Future<Output = Stopped> + Send {
        async move {
            pending::<()>().await;
            drop(self.0.clone());
            Ok(())
        }
    }
}

#[async_trait::async_trait]
impl BoxedLoads for Service {
    #[cancellable]
    async fn above(&self, text: &str) -> Stopped {
        pending::<()>().await;
        drop((self.0.clone(), text.to_owned()));
        Ok(())
    }

    #[cancellable]
    async fn below(&self, token: CancellationToken) -> Stopped {
        pending::<()>().await;
        Ok(())
    }
}

#[async_trait::async_trait(?Send)]
trait LocalLoads {
    async fn local(&self) -> Stopped;
}

#[async_trait::async_trait(?Send)]
impl LocalLoads for Service {
    #[cancellable]
    async fn local(&self) -> Stopped {
        let held = Rc::new(1);
        pending::<()>().await;
        drop(held);
        Ok(())
    }
}

#[test]
fn trait_methods() {
    let service = Service(String::new());
    assert!(is_send!(service.native()));
    assert!(is_send!(service.promised()));
    let object: &(dyn BoxedLoads + Sync) = &service;
    assert!(is_send!(object.above("text")));
    assert!(is_send!(object.below(CancellationToken::new())));
    assert!(!is_send!(service.local()));
}
