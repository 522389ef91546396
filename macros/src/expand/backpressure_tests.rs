//! Whole expansions of `#[explicit_backpressure]`.

use super::{errors_of, snapshot_of};
use crate::rule::Rule;

#[track_caller]
fn snapshot(name: &str, item: &str) {
    snapshot_of(Rule::Backpressure, &format!("backpressure/{name}"), "", item);
}

#[track_caller]
fn errors(args: &str, item: &str) -> Vec<String> {
    errors_of(Rule::Backpressure, args, item)
}

#[test]
fn waits() {
    snapshot("argument", "async fn f() { tx.send(a).await; }");
    snapshot("result", "async fn f() { self.tx.send(a()).await?; }");
    snapshot("value", "async fn f() { tx().reserve().await; }");
    snapshot("arm", "async fn f() { select! { _ = tx.send(a) => {}, _ = b() => {}, } }");
    snapshot("join", "async fn f() { join!(tx.send(a), b); }");
}

#[test]
fn bounded_waits_are_left() {
    for body in [
        "timeout(a, tx.reserve()).await;",
        "b(a, async { tx.reserve().await }).await;",
        "select! { _ = tx.reserve() => {}, _ = sleep(a) => {} }",
    ] {
        let item = format!("async fn f() {{ {body} }}");
        let expanded = super::expand(Rule::Backpressure, Default::default(), item.parse().unwrap());
        let unchanged: proc_macro2::TokenStream = item.parse().unwrap();
        assert_eq!(expanded.to_string(), unchanged.to_string());
    }
}

#[test]
fn queues_and_outcomes() {
    snapshot("constructor", "async fn f() { let (tx, rx) = unbounded_channel(); }");
    snapshot("ignored", "async fn f() { let _ = tx.try_send(a); }");
    snapshot(
        "allowed",
        "async fn f() { #[asyncward::allow(backpressure, reason = \"r\")] let _ = tx.try_send(a); }",
    );
}

#[test]
fn options() {
    let item = "async fn f() {}";
    assert_eq!(
        errors("limit = 1", item),
        ["`limit` is not an option of `#[explicit_backpressure]`"]
    );
    assert_eq!(errors("crate", item), ["`crate` has no value"]);
    assert_eq!(errors("crate = \"a\"", item), ["`crate` is not a path"]);
}
