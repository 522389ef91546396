//! What compiled under all that also does what it says.

use asyncward_hygiene_2021::calls::{functions, Store};
use asyncward_hygiene_2021::scopes;
use asyncward_hygiene_2021::shadowed;
use asyncward_hygiene_2021::shapes::*;
use asyncward_hygiene_2021::values::{crosses, ends_a_guard, ByHand, Table};
use futures::executor::block_on;
use ward::{CancellationToken, Cancelled};

#[test]
fn runs() {
    assert_eq!(block_on(plain(10)), Ok(26));
    assert_eq!(block_on(shapes("text", true)).unwrap(), "text");
    assert_eq!(block_on(shapes("text", false)).unwrap(), "text");
    let both: Result<_, Cancelled> = block_on(generic(&1, &0, || 2));
    assert_eq!(both, Ok((&1, 2)));
    assert_eq!(block_on(shadowed::sum()), 3);
    let mut store = Store { rows: vec!["row".to_owned()] };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    assert_eq!(runtime.block_on(store.methods(Ok(4))), Ok(66));
    assert_eq!(runtime.block_on(functions("Cargo.toml")).unwrap(), 10 + 1 + 2 + 1 + 3 + 3);
    assert_eq!(runtime.block_on(concurrent(10)), Ok(10 + 26 + 8 + 10));
}

#[test]
fn stops() {
    let token = CancellationToken::new();
    token.cancel();
    let service = Service { token: token.clone() };
    assert!(block_on(parks(token.clone())).is_err());
    assert!(block_on(unnamed(&token, 1)).is_err());
    assert!(block_on(on_cancel(&token)).is_none());
    assert!(block_on(service.call()).is_err());
    assert!(block_on(service.call_boxed(token.clone())).is_err());
    assert!(block_on(shadowed::stops(token.clone())).is_err());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    assert!(!runtime.block_on(shadowed::gives(&token)));
}

#[test]
fn values() {
    let table = std::sync::Mutex::new(1);
    assert_eq!(ends_a_guard(&table).try_now().unwrap(), 1);
    assert!(!ByHand.get_or("abc", 1).is_ready());
    assert_eq!(ByHand.get("abc").try_now().unwrap(), Some(3));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    assert_eq!(runtime.block_on(crosses(&table, 1, "four")), 7);
}

#[test]
fn children_are_joined() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        assert_eq!(scopes::joined(&std::sync::Mutex::default()).await.unwrap(), 31);
        assert_eq!(scopes::together().await.unwrap(), 3);
        scopes::supervised().await;
    });
}
