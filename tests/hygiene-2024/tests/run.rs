//! What compiled in edition 2024 also does what it says.

use asyncward::CancellationToken;
use asyncward_hygiene_2024::{default_path, scopes, shadowed, shapes};
use futures::executor::block_on;

#[test]
fn runs_and_stops() {
    assert_eq!(block_on(shapes::plain(10)), Ok(26));
    assert_eq!(block_on(shadowed::sum()), 3);
    let token = CancellationToken::new();
    token.cancel();
    assert!(block_on(default_path(token.clone())).is_err());
    assert!(block_on(shapes::parks(token.clone())).is_err());
    assert!(block_on(shadowed::stops(token)).is_err());
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
