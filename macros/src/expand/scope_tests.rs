//! Whole expansions of `#[bounded_spawn]`.

use super::{errors_of, snapshot_of};
use crate::rule::Rule;

const OPTIONS: &str = "limit = 8, timeout = \"30s\", on_failure = cancel_siblings";

#[track_caller]
fn snapshot(name: &str, item: &str) {
    snapshot_of(Rule::Scope, &format!("scope/{name}"), OPTIONS, item);
}

#[track_caller]
fn errors(args: &str, item: &str) -> Vec<String> {
    errors_of(Rule::Scope, args, item)
}

#[test]
fn spawns() {
    snapshot("spawn", "async fn f(a: A) -> R { use x::Y; tokio::spawn(g(a)); Ok(()) }");
    snapshot("blocking", "async fn f() -> R { tokio::task::spawn_blocking(|| g()).await? }");
    snapshot("imported", "async fn f() -> R { spawn(g(&h())); Ok(()) }");
    snapshot("imported_awaits", "async fn f() -> R { task::spawn(g(h().await)); Ok(()) }");
    snapshot("nested", "async fn f() -> R { async { tokio::spawn(a) }.await; Ok(()) }");
    snapshot("macros", "async fn f() -> R { vec![tokio::spawn(a)]; x!(spawn(b)); Ok(()) }");
    snapshot(
        "macro_statement",
        "async fn f() -> R { loop { tokio::select! { x = y => { tokio::spawn(a); } } } }",
    );
    snapshot("builder", "async fn f() -> R { task::Builder::new().name(n).spawn(a)?; Ok(()) }");
    snapshot("handle", "async fn f() -> R { let h: JoinHandle<T> = tokio::spawn(a); h.await }");
    snapshot("stored", "async fn f(&mut self) -> R { self.h = Some(tokio::spawn(a)); Ok(()) }");
}

#[test]
fn given_away() {
    snapshot("given", "async fn f() -> R { let h = tokio::spawn(a); g(b, h).await; Ok(()) }");
    snapshot("given_to_field", "async fn f() -> R { S { a, h: Some(tokio::spawn(b)) }; Ok(()) }");
    snapshot("given_to_method", "async fn f() -> R { x.y.push(tokio::spawn(a)); Ok(()) }");
    snapshot("given_by_map", "async fn f() -> R { let h = [tokio::spawn(a)]; h.map(g); Ok(()) }");
    snapshot(
        "returned",
        "async fn f() -> Result<JoinHandle<T>, E> { let h = tokio::spawn(a); Ok(h) }",
    );
    snapshot("not_given", "async fn f() -> R { g(Some(h)); Box::new(tokio::spawn(a)); Ok(()) }");
}

#[test]
fn in_front_of_the_statement() {
    snapshot("under_lock", "async fn f() -> R { m.lock().push(tokio::spawn(a)); Ok(()) }");
    snapshot("under_lock_imported", "async fn f() -> R { m.lock().push(spawn(a)); Ok(()) }");
    let item = "async fn f() -> R { match x { _ => m.lock().push(tokio::spawn(a)) } Ok(()) }";
    snapshot("under_lock_in_arm", item);
    assert_eq!(
        errors(
            OPTIONS,
            "async fn f() -> R { m.lock().extend([tokio::spawn(a), tokio::spawn(b)]); x }"
        ),
        ["this spawn waits for a slot while its statement holds a guard"]
    );
}

#[test]
fn left_alone() {
    snapshot(
        "left_alone",
        "async fn f(spawn: F) -> R {
            fn g() { tokio::spawn(a); }
            spawn(a);
            Self::spawn(a);
            asyncward::detach(\"reason\", a);
            own::spawn(|x| x);
            Ok(())
        }",
    );
}

#[test]
fn past_the_scope() {
    snapshot("method", "async fn f() -> R { set.spawn(a); b().spawn(a); Ok(()) }");
    snapshot("thread", "async fn f() -> R { thread::spawn(a); Ok(()) }");
    snapshot("closure", "async fn f() -> R { x.map(|a| spawn(a)); Ok(()) }");
    let of = |call| errors(OPTIONS, &format!("async fn f() -> R {{ {call}; Ok(()) }}"));
    assert_eq!(
        of("std::thread::spawn(a)"),
        ["`std::thread::spawn` starts a thread past the scope of this function"]
    );
    assert_eq!(
        of("x.map(tokio::task::spawn_blocking)"),
        ["`tokio::task::spawn_blocking` as a value spawns past the scope of this function"]
    );
    assert_eq!(
        of("x!(y, tokio::task::spawn_local(a))"),
        ["`tokio::task::spawn_local` inside `x!` spawns past the scope of this function"]
    );
    for tokens in ["quote!(tokio::spawn(a))", "x!(fn f() { tokio::spawn(a) })", "x!(tokio::spawn)"]
    {
        assert!(of(tokens).is_empty(), "{tokens}");
    }
    assert_eq!(
        of("x.map(|a| tokio::spawn(a))"),
        ["a closure that is not async cannot spawn a child"]
    );
}

#[test]
fn kinds_of_functions() {
    let options = "limit = n, timeout = none, on_failure = supervise, grace = g(), name = m";
    let item = "async fn f(a: A, n: usize) { tokio::spawn(a); }";
    snapshot_of(Rule::Scope, "scope/supervised", options, item);
    let item = "fn f() -> impl Future<Output = R> { async move { tokio::spawn(a); b } }";
    snapshot("impl_future", item);
}

#[test]
fn together() {
    let cancellable = "asyncward::cancellable(timeout = \"1s\")";
    let item = "async fn f(a: A) -> R { tokio::spawn(a).await; Ok(()) }";
    let below = format!("#[{cancellable}] {item}");
    snapshot("above_cancellable", &below);
    let below = format!("#[bounded_spawn({OPTIONS})] {item}");
    snapshot_of(Rule::Cancellable, "scope/below_cancellable", "timeout = \"1s\"", &below);
}

#[test]
fn options() {
    let item = "async fn f() -> R { a }";
    let lacks = |args| errors(args, item);
    assert_eq!(lacks(""), ["`#[bounded_spawn]` lacks `limit`, `timeout` and `on_failure`"]);
    assert_eq!(lacks("limit = 1, on_failure = wait_all"), ["`#[bounded_spawn]` lacks `timeout`"]);
    let of = |limit, timeout, policy| {
        let options = format!("limit = {limit}, timeout = {timeout}, on_failure = {policy}");
        errors(&options, item)
    };
    assert_eq!(of("0", "none", "wait_all"), ["the limit is zero"]);
    assert_eq!(of("0x0_usize", "none", "wait_all"), ["the limit is zero"]);
    assert_eq!(of("8u32", "none", "wait_all"), ["the limit is not of type `usize`"]);
    assert_eq!(of("-1", "none", "wait_all"), ["the limit is negative"]);
    assert_eq!(of("none", "none", "wait_all"), ["there is no scope without a limit"]);
    assert_eq!(of("1", "\"0ms\"", "wait_all"), ["the timeout is zero"]);
    assert_eq!(of("1", "30s", "wait_all"), ["the timeout `30s` is not in quotes"]);
    assert_eq!(of("1", "5u64", "wait_all"), ["the timeout `5u64` is a number, not a duration"]);
    assert_eq!(of("1", "1.5f32", "wait_all"), ["the timeout `1.5f32` is a number, not a duration"]);
    assert_eq!(of("1", "5", "wait_all"), ["the timeout `5` has no unit"]);
    assert_eq!(of("1", "None", "wait_all"), ["`None` is not a timeout"]);
    assert_eq!(of("1", "none", "wait"), ["`wait` is not a policy"]);
    assert_eq!(of("1", "none", "1"), ["this is not a policy"]);
    assert_eq!(
        of("0", "\"\"", "all"),
        ["the limit is zero", "the timeout is not a duration", "`all` is not a policy"]
    );
    assert_eq!(errors(OPTIONS, "fn f() -> R { a }"), ["`f` is not async"]);
    let nothing = "`cancel_siblings` returns the failure of a child, but `f` returns nothing";
    assert_eq!(errors(OPTIONS, "async fn f() { a }"), [nothing]);
}
