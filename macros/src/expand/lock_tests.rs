//! Whole expansions of `#[no_lock_across_await]`.

use super::{errors_of, snapshot_of};
use crate::rule::Rule;

#[track_caller]
fn snapshot(name: &str, args: &str, item: &str) {
    snapshot_of(Rule::Lock, &format!("lock/{name}"), args, item);
}

#[track_caller]
fn errors(args: &str, item: &str) -> Vec<String> {
    errors_of(Rule::Lock, args, item)
}

#[test]
fn bindings() {
    snapshot("binding", "", "async fn f() { let g = m.lock(); a.await; }");
    snapshot("nothing", "", "async fn f() { let g = m.lock(); drop(g); a.await; }");
    snapshot("no_await", "", "fn f() { let g = m.lock(); }");
    snapshot("parameter", "", "async fn f(self, g: G, n: u32) { a.await }");
    snapshot("pattern", "", "async fn f() { if let Some(g) = b && c { a.await } }");
    snapshot("arm", "", "async fn f() { match b { A(g) | B(g) => a.await, _ => {} } }");
    snapshot("repeated", "", "async fn f() { for g in b { while let Some(h) = c { a.await } } }");
    snapshot("conditional", "", "async fn f(#[cfg(a)] g: G) { #[cfg(b)] let h = b(); a.await }");
    snapshot("select", "", "async fn f() { select! { g = a => b.await, _ = c => {} } }");
}

#[test]
fn temporaries() {
    snapshot("scrutinee", "", "async fn f() { match m.lock().unwrap().n { _ => a.await } }");
    snapshot("operand", "", "async fn f() { a(&m.lock().unwrap()).await }");
}

#[test]
fn nested() {
    snapshot("block", "", "fn f() -> impl Future { async { let g = m.lock(); a.await } }");
    snapshot("moving", "", "fn f() -> impl Future { async move { let g = b(); a.await } }");
    snapshot("closure", "", "async fn f() { b(async |g: G| a.await) }");
}

#[test]
fn options() {
    let item = "async fn f() { let g = m.lock(); a.await; }";
    snapshot("strict", "strict, crate = b::c", item);
    snapshot("also", "also(a::G<'_, _>, H<impl I>)", item);
    snapshot(
        "allowed",
        "",
        "async fn f() { #[asyncward::allow(lock, reason = \"r\")] let g = b(); a.await; }",
    );
    assert_eq!(errors("strikt", item), ["`strikt` is not an option of `#[no_lock_across_await]`"]);
    assert_eq!(errors("strict, strict", item), ["`strict` is given twice"]);
    assert_eq!(errors("also", item), ["this is no option of `#[no_lock_across_await]`"]);
    assert_eq!(errors("also = G", item), ["this is no option of `#[no_lock_across_await]`"; 2]);
    assert_eq!(errors("crate", item), ["`crate` has no value"]);
    assert_eq!(errors("crate = \"a\"", item), ["`crate` is not a path"]);
    assert_eq!(errors("2, strict", item), ["this is no option of `#[no_lock_across_await]`"]);
    assert!(errors("also(a b)", item)[0].starts_with("a type in `also` cannot be read"));
}

#[test]
fn allowances() {
    let of = |statement| errors("", &format!("async fn f() {{ {statement} a.await; }}"));
    let no_reason = "`allow(lock)` has no reason";
    assert_eq!(of("#[asyncward::allow(lock)] let g = b();"), [no_reason]);
    assert_eq!(of("#[asyncward::allow(lock, reason = \" \")] let g = b();"), [no_reason]);
    assert_eq!(of("#[a::allow(lock, because = \"c\")] let g = b();"), [no_reason]);
    let idle = "`allow(lock)` silences nothing";
    assert_eq!(of("#[asyncward::allow(lock, reason = \"c\")] let n = 1;"), [idle]);
    assert!(of("let g = b(); #[asyncward::allow(lock, reason = \"c\")] a.await;").is_empty());
}

#[test]
fn together() {
    let item = "async fn f() -> R { let g = m.lock(); a(&b()).await }";
    let below = |attribute: &str| format!("#[{attribute}] {item}");
    snapshot(
        "above_cancellable",
        "",
        &below("asyncward::cancellable(blocking = allow, timeout = \"1s\")"),
    );
    snapshot_of(
        Rule::Cancellable,
        "lock/below_cancellable",
        "blocking = allow, timeout = \"1s\"",
        &below("asyncward::no_lock_across_await"),
    );
    let twice = ["`#[no_lock_across_await]` stands here twice"];
    assert_eq!(errors("", &below("no_lock_across_await")), twice);
    snapshot(
        "above_cancellable_future",
        "",
        "#[cancellable(blocking = allow)] fn f() -> impl Future<Output = R> { async move { let g = b(); a.await } }",
    );
}

#[test]
fn misplaced() {
    let of = |item| errors("", item);
    assert_eq!(of("async fn f();"), ["`f` has no body for `#[no_lock_across_await]` to work on"]);
    assert_eq!(of("struct S;"), ["`#[no_lock_across_await]` stands on a struct"]);
    assert_eq!(of("impl S {}"), ["`#[no_lock_across_await]` stands on an impl"]);
    assert_eq!(of("|x| x.await"), ["`#[no_lock_across_await]` stands on a closure"]);
}
