//! Whole expansions: the shape of each rewrite against the files in `snapshots/` beside this one,
//! and the first line of each error. `BLESS=1 cargo test -p asyncward-macros` writes the snapshots
//! anew; read the difference before you keep it.

use std::path::Path;

use crate::expand::expand;
use crate::rule::Rule;

#[path = "backpressure_tests.rs"]
mod backpressure;
#[path = "blocking_tests.rs"]
mod blocking;
#[path = "lock_tests.rs"]
mod lock;
#[path = "registry_tests.rs"]
mod registry;
#[path = "scope_tests.rs"]
mod scope;
#[path = "value_tests.rs"]
mod value;

#[track_caller]
fn snapshot(name: &str, args: &str, item: &str) {
    // Its own work only.
    let args = format!("blocking = allow, {args}");
    snapshot_of(Rule::Cancellable, name, &args, item);
}

/// The expansion is as in the file of that name. `P` stands for `::asyncward::__private`.
#[track_caller]
fn snapshot_of(rule: Rule, name: &str, args: &str, item: &str) {
    let expanded = expand(rule, args.parse().unwrap(), item.parse().unwrap());
    let file: syn::File = syn::parse2(expanded).unwrap();
    let pretty = prettyplease::unparse(&file).replace(":: asyncward :: __private", "P");
    let found = pretty.replace("::asyncward::__private", "P");
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/expand/snapshots")
        .join(name)
        .with_extension("rs.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(&path).unwrap_or_default(), "{}", path.display());
}

#[track_caller]
fn errors(args: &str, item: &str) -> Vec<String> {
    errors_of(Rule::Cancellable, args, item)
}

/// The first lines of all errors, each item being there still.
#[track_caller]
fn errors_of(rule: Rule, args: &str, item: &str) -> Vec<String> {
    let out = expand(rule, args.parse().unwrap(), item.parse().unwrap()).to_string();
    let mut parts = out.split("compile_error ! {").map(str::to_owned);
    assert!(!parts.next().unwrap().trim().is_empty());
    let first =
        |error: String| error.split('"').nth(1).unwrap().split("\\n").next().unwrap().into();
    parts.map(first).collect()
}

#[test]
fn awaits() {
    snapshot("await", "", "async fn f(a: A) -> R { use x::Y; a.await }");
    snapshot("await_nested", "", "async fn f() -> R { (a(b().await)).await? + 1; Ok(()) }");
    snapshot("await_in_statement", "", "async fn f() -> R { a.await + b.await; c.await; d }");
    snapshot("not_own", "", "async fn f() -> R { let b = async { b.await }; || c.await; a.await }");
    snapshot("on_cancel", "on_cancel = None", "async fn f() -> R { a.await }");
    snapshot("on_cancel_unit", "on_cancel = ()", "async fn f() { a.await }");
    snapshot("crate_path", "crate = b::c", "async fn f() -> R { a.await }");
}

#[test]
fn roots() {
    snapshot("root_token", "", "async fn f(t: CancellationToken) -> R { struct S; a.await }");
    snapshot("root_unnamed", "", "async fn f(_: &x::CancellationToken) -> R { a.await }");
    snapshot(
        "root_options",
        "token = self.t, timeout = \"2s\"",
        "async fn f(&self) -> R { a.await }",
    );
    snapshot("root_expression", "timeout = L", "async fn f() -> Result<impl X, E> { a.await }");
    snapshot("root_cfg", "", "async fn f(#[cfg(a)] t: CancellationToken) -> R { a.await }");
}

#[test]
fn futures() {
    snapshot(
        "impl_future",
        "",
        "fn f() -> impl Future<Output = R> { g(); async move { a.await } }",
    );
    snapshot(
        "async_trait",
        "",
        "fn f(t: CancellationToken) -> Pin<Box<dyn Future<Output = R> + Send>> {
            Box::pin(async move { let t = t; let __ret: R = { a.await }; __ret })
        }",
    );
    snapshot(
        "instrument",
        "timeout = \"2s\"",
        "async fn f() -> R {
            let __tracing_instrument_future = async move { a.await };
            __tracing_instrument_future.await
        }",
    );
    snapshot(
        "instrument_err",
        "",
        "async fn f() -> R {
            let __tracing_instrument_future = async move {
                match async move { a.await }.await { x => x }
            };
            __tracing_instrument_future.await
        }",
    );
}

#[test]
fn macros() {
    snapshot(
        "select",
        "",
        "async fn f() -> R { tokio::select! { x = a => b.await, y = &mut c => {} } }",
    );
    snapshot(
        "select_disabled",
        "",
        "async fn f() -> R { select! { biased; Some(x) = a, if (c) => x, y = b => y, else => z } }",
    );
    snapshot("select_ambiguous", "", "async fn f() -> R { select! { x = a => x, y = b() => y } }");
    snapshot(
        "select_temporary",
        "",
        "async fn f() -> R { select! { x = &mut a() => x, y = pin!(b) => y } }",
    );
    snapshot("select_of_futures", "", "async fn f() -> R { futures::select! { x = a => x } }");
    snapshot("join", "", "async fn f() -> R { tokio::join!(biased; a, b()) }");
    snapshot("try_join", "", "async fn f() -> R { try_join!(a) }");
    snapshot("join_empty", "", "async fn f() -> R { join!() }");
    snapshot(
        "format",
        "",
        "async fn f() -> R { println!(\"{}{x}\", g::<A, B>(1).await, x = a.await) }",
    );
    snapshot(
        "tracing",
        "",
        "async fn f() -> R { info!(target: \"t\", a.b = %a.await, ?c, \"{}\", d) }",
    );
    snapshot(
        "assert",
        "",
        "async fn f() -> R { assert!(a(b).await == 1); matches!(a.await, P | Q) }",
    );
    snapshot("vec", "", "async fn f() -> R { vec![a.await; n] }");
    snapshot("unknown", "", "async fn f() -> R { mine!(a.await); dbg!(b.await) }");
}

#[test]
fn errors_of_arguments() {
    let item = "async fn f() -> R { a.await }";
    assert_eq!(errors("tokn = 1", item), ["`tokn` is not an option of `#[cancellable]`"]);
    assert_eq!(errors("timeout", item), ["`timeout` has no value"]);
    assert_eq!(errors("timeout = ", item), ["`timeout` has no value"]);
    assert_eq!(errors("timeout(2)", item), ["`timeout` has no value"]);
    assert_eq!(errors("token = a, token = b", item), ["`token` is given twice"]);
    assert_eq!(errors("2", item), ["`2` is not an option of `#[cancellable]`"]);
    assert_eq!(errors(",", item), ["`,` is not an option of `#[cancellable]`"]);
    assert_eq!(errors("timeout = 2", item), ["the timeout `2` has no unit"]);
    assert_eq!(errors("timeout = -2", item), ["the timeout is negative"]);
    assert_eq!(errors("timeout = \"0s\"", item), ["the timeout is zero"]);
    assert_eq!(errors("timeout = \"soon\"", item), ["the timeout `soon` is not a duration"]);
    assert_eq!(errors("timeout = 2s", item), ["the timeout `2s` is not in quotes"]);
    assert_eq!(errors("crate = \"a\"", item), ["`crate` is not a path"]);
    assert_eq!(errors("tokn = 1, timeout = 2,", item).len(), 2);
    assert!(errors("", item).is_empty());
}

#[test]
fn errors_of_items() {
    let of = |item| errors("", item);
    assert_eq!(of("fn f() -> R {}"), ["`f` is not async"]);
    assert_eq!(of("const fn f() -> R {}"), ["`f` is a `const fn`"]);
    assert_eq!(of("async fn f() { a.await }"), ["`f` returns nothing"]);
    assert_eq!(of("async fn f() -> R { a }"), ["`f` has no `.await`"]);
    let nested = "`f` has no `.await` but in `async` blocks or closures";
    assert_eq!(of("async fn f() -> R { async { a.await } }"), [nested]);
    assert!(of("async fn f() -> R { mine!(a) }").is_empty());
    assert_eq!(of("async fn f() -> R { println!() }"), ["`f` has no `.await`"]);
    let tokens = "async fn f(a: CancellationToken, b: &CancellationToken) -> R { a.await }";
    assert_eq!(of(tokens), ["a second parameter is a `CancellationToken`"]);
    let exclusive =
        "async fn f(#[cfg(a)] a: CancellationToken, #[cfg(b)] b: CancellationToken) -> R
        { a.await }";
    assert!(of(exclusive).is_empty());
    assert_eq!(of("#[x::cancellable] async fn f() -> R { a.await }").len(), 1);
    assert_eq!(of("async fn f();"), ["`f` has no body for `#[cancellable]` to work on"]);
    assert_eq!(of("pub struct S;"), ["`#[cancellable]` stands on a struct"]);
    assert_eq!(of("impl S { fn f() {} }"), ["`#[cancellable]` stands on an impl"]);
    assert_eq!(of("mod m {}"), ["`#[cancellable]` stands on a module"]);
    assert_eq!(of("use a::b;"), ["`#[cancellable]` stands on a `use`"]);
    assert_eq!(of("|x| x.await"), ["`#[cancellable]` stands on a closure"]);
    assert_eq!(of("let f = async || x.await;"), ["`#[cancellable]` stands on a closure"]);
    assert_eq!(of("async fn f() -> R { a b c }").len(), 1);
}

#[test]
fn errors_beside_each_other() {
    let beside = errors("token = a", "async fn f(b: CancellationToken) {}");
    assert_eq!(beside.len(), 3, "{beside:?}");
    let tokio = "fn main() { let body = async { a.await }; { return rt().block_on(body); } }";
    assert_eq!(errors("", tokio), ["`#[cancellable]` stands below `#[tokio::main]`"]);
}
