//! Whole expansions of `#[value_future]`.

use super::{errors_of, snapshot_of};
use crate::rule::Rule;

#[track_caller]
fn snapshot(name: &str, args: &str, item: &str) {
    snapshot_of(Rule::Value, &format!("value/{name}"), args, item);
}

#[track_caller]
fn errors(args: &str, item: &str) -> Vec<String> {
    errors_of(Rule::Value, args, item)
}

#[test]
fn bodies() {
    snapshot("cut", "", "async fn f(&self, a: &A) -> R { let b = a.b()?; c(b).await; d }");
    snapshot("no_await", "", "async fn f(&self) -> R { a }");
    snapshot("unit", "", "async fn f(&self) { a.await }");
    snapshot("lazy", "lazy", "async fn f(mut a: A) -> R { a.await }");
    snapshot("local", "?Send, crate = b::c", "async fn f(a: A) -> R { a.await }");
    snapshot("unknown_macro", "", "async fn f() -> R { mine!(); a.await }");
    snapshot("items", "", "async fn f() -> R { a.await; fn b() {} b() }");
}

#[test]
fn branches() {
    snapshot("arm", "", "async fn f(&self) -> R { match self.a() { A(b) => b, C => d().await } }");
    snapshot("returning", "", "async fn f() -> R { if a { return b.await; } c }");
    snapshot("let_else", "", "async fn f() -> R { let A(b) = c else { return d.await }; b }");
    snapshot("falls_through", "", "async fn f() -> R { if a { b.await; } c }");
    snapshot("lent", "", "async fn f(a: A) -> R { match a.lock().b { _ => a.c().await } }");
}

#[test]
fn what_is_taken() {
    snapshot("guard", "", "async fn f(_p: P) { let _g = a(); let b = c(); b.d(); e.await }");
    snapshot("late", "", "async fn f() { let a; b(); a = c.await; d(a) }");
    snapshot("later", "", "async fn f(a: A) { let b = &a; let c = d(); e(b).await; c }");
    snapshot("spelled", "", "async fn f() -> R { let a = b(); c(a); let a = d.await; e.a(a) }");
    snapshot("shadowed", "", "async fn f() { let _a = b(); let _a = c(); d.await }");
    snapshot("pinned", "", "async fn f() { let a = b(); if c { return } pin!(a); d(); a.await }");
    snapshot("partial", "", "async fn f() { let a = b(); c(a.d); e.await; f(a.g) }");
    snapshot(
        "conditional",
        "",
        "async fn f(#[cfg(a)] b: B) { #[cfg(c)] let d = e(); g.await; h(b, d) }",
    );
}

#[test]
fn signatures() {
    snapshot("static", "", "async fn f(n: u32) {}");
    snapshot("elided", "", "async fn f(&self, n: u32) -> Option<&R> { a }");
    snapshot("named", "", "async fn f<'a>(&'a self, n: u32) -> &'a R { a }");
    snapshot(
        "explicit",
        "",
        "async fn f<T: B>(&mut self, a: &[Cow<'_, str>], g: &dyn Fn(&u32) -> &u32, i: impl I, t: T, k: K)
         -> &R where T: C { a }",
    );
    snapshot("by_value", "", "async fn f(self: Arc<Self>) {}");
    snapshot("by_hand", "", "fn f(&self, a: &A, n: u32) -> ValueFuture<'_, R> { a }");
    snapshot("cfg_of_a_type", "", "async fn f<#[cfg(a)] T>(#[cfg(a)] t: T) {}");
}

#[test]
fn together() {
    snapshot("cancellable", "", "#[cancellable] async fn f(n: u32) -> R { a(n)?; b.await }");
    let item = "#[value_future] async fn f(t: CancellationToken) -> R { a()?; b.await }";
    snapshot_of(Rule::Cancellable, "value/root", "timeout = \"2s\"", item);
    snapshot(
        "lock",
        "",
        "#[no_lock_across_await] async fn f() -> R { let g = a.lock(); g.b().await }",
    );
    snapshot("boxing", "", "async fn f() -> R { Box::pin(ready(a)) }");
}

#[test]
fn errors_of_arguments() {
    let item = "async fn f() { a.await }";
    assert_eq!(errors("lasy", item), ["`lasy` is not an option of `#[value_future]`"]);
    assert_eq!(errors("lazy, lazy", item), ["`lazy` is given twice"]);
    assert_eq!(errors("local, ?Send", item), ["`local` is given twice"]);
    assert_eq!(errors("?Sync", item), ["this is no option of `#[value_future]`"]);
    assert_eq!(errors("lazy = 1", item), ["this is no option of `#[value_future]`"]);
    assert_eq!(errors("crate", item), ["`crate` has no value"]);
    assert_eq!(errors("2", item), ["this is no option of `#[value_future]`"]);
    assert!(errors("lazy, ?Send, crate = a", item).is_empty());
}

#[test]
fn errors_of_items() {
    let of = |item| errors("", item);
    assert_eq!(of("fn f() -> R {}"), ["`f` is not async"]);
    assert_eq!(of("fn f();"), ["`f` is not async"]);
    assert_eq!(of("const fn f() {}"), ["`f` is a `const fn`"]);
    assert_eq!(
        of("pub fn f() -> ValueFuture<'_, R> { a }"),
        ["`f` returns a `ValueFuture` already"]
    );
    assert!(of("fn f(&self) -> ValueFuture<'_, R>;").is_empty());
    assert_eq!(of("async fn f() -> ! { a.await }"), ["`f` never returns"]);
    assert_eq!(
        of("fn f<'async_trait>() -> Pin<Box<dyn Future<Output = R> + 'async_trait>> { a }"),
        ["`#[value_future]` stands inside `#[async_trait]`"]
    );
    assert_eq!(of("impl S {}"), ["`#[value_future]` stands on an impl"]);
    assert_eq!(of("trait T {}"), ["`#[value_future]` stands on a trait"]);
    assert_eq!(of("struct S;"), ["`#[value_future]` stands on a struct"]);
    assert_eq!(of("|x| x.await"), ["`#[value_future]` stands on a closure"]);
    assert_eq!(of("async fn f() { a b c }").len(), 1);
    assert_eq!(of("#[value_future] async fn f() {}"), ["`#[value_future]` stands here twice"]);
    assert_eq!(of("#[instrument] async fn f() {}").len(), 1);
    assert_eq!(of("#[tokio::test] async fn f() {}").len(), 1);
    assert_eq!(errors("lazy", "async fn f();"), ["`lazy` stands on `f`, which has no body"]);
}

#[test]
fn errors_of_bodies() {
    let of = |item| errors("", item);
    let borrow = ["`b` refers to `a`, a local of the part that runs at the call"];
    assert_eq!(of("async fn f(a: A) { let b = &a; e(b); c.await; d(b) }"), borrow);
    assert_eq!(
        of("async fn f() { let a = format!(); let b = a.trim(); e(b); c.await; d(b) }"),
        borrow
    );
    for fine in [
        "async fn f(a: A) { let b = &a; d(b); c.await }",
        "async fn f(a: A) { let b = &a; c.await; d(b) }",
        "async fn f(a: &A) { let b: &[u8] = &a; c.await; d(b) }",
        "async fn f(a: A) { let b = &a; c.await; let b = 1; d(b) }",
        "async fn f(a: A) { let b = a.trim(); c.await; d(b) }",
        "async fn f(&self) { let b = &self.a; c.await; d(b) }",
    ] {
        assert!(of(fine).is_empty(), "{fine}");
    }
    let what = "`Box::pin` boxes an `async` block without an `.await`";
    assert_eq!(errors("", "async fn f() { Box::pin(async { 1 }).await }"), [what]);
    let what = "`.boxed()` boxes an `async` block without an `.await`";
    assert_eq!(errors("", "async fn f() { async move { a }.boxed().await }"), [what]);
    assert!(errors("", "async fn f() { Box::pin(async { a.await }).await }").is_empty());
    assert!(errors("", "async fn f() { Box::pin(async { mine!() }).await }").is_empty());
    let allowed = |reason: &str| {
        format!(
            "async fn f() {{ #[asyncward::allow(boxing{reason})] let a = Box::pin(async {{ 1 }}); a.await }}"
        )
    };
    assert!(errors("", &allowed(", reason = \"r\"")).is_empty());
    assert_eq!(errors("", &allowed("")), ["`allow(boxing)` has no reason"]);
}

#[test]
fn references_to_impl_traits() {
    snapshot(
        "reference_to_impl",
        "",
        "async fn f(a: &impl A, b: &mut impl B) -> R { a.c(b).await }",
    );
}
