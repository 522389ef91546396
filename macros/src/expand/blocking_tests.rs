//! Whole expansions of `#[no_blocking]` and `#[blocking]`.

use quote::ToTokens as _;

use super::{errors_of, snapshot_of};
use crate::rule::Rule;

#[track_caller]
fn snapshot(name: &str, args: &str, item: &str) {
    snapshot_of(Rule::Blocking, &format!("blocking/{name}"), args, item);
}

#[track_caller]
fn unchanged(item: &str) {
    let out = crate::expand::expand(Rule::Blocking, "".parse().unwrap(), item.parse().unwrap());
    let item: syn::ItemFn = syn::parse_str(item).unwrap();
    assert_eq!(out.to_string(), item.to_token_stream().to_string());
}

#[track_caller]
fn errors(args: &str, item: &str) -> Vec<String> {
    errors_of(Rule::Blocking, args, item)
}

#[test]
fn calls() {
    snapshot("function", "", "async fn f() { fs::canonicalize(p).len() }");
    snapshot("method", "", "async fn f() { a.rx.recv(); a.rx.recv() }");
    snapshot("value", "", "async fn f() { channel().await.1.recv() }");
    snapshot("by_path", "", "async fn f() { Receiver::recv(&rx) }");
    snapshot("named", "", "async fn f() { E::block_on(b) }");
    snapshot("also", "also(a::E::b), crate = c::d", "async fn f() { E::b(1) }");
}

#[test]
fn marks() {
    crate::marked::add(&syn::parse_str("query").unwrap());
    snapshot("marked_function", "", "async fn f() { a::query(&b, 1) }");
    snapshot("marked_method", "", "async fn f() { a.query(&b) }");
}

#[test]
fn what_is_not_looked_at() {
    unchanged("async fn f() { rx.recv().await; fs::read(p).await; step(n).await }");
    unchanged("async fn f() { let v = Vec::new(); v.push(Some(E::of(1))); v.len() }");
    unchanged("async fn f() { let canonicalize = 1; [0; { fs::read(p) }]; const { fs::read(p) } }");
    unchanged("async fn f() { fn g() { fs::read(p); } E::spawn_blocking(|| fs::read(p)).await }");
    unchanged("async fn f() { join!(biased; a, b); let (a,) = join!(c); a }");
    unchanged("const fn f() { fs::read(p) }");
    unchanged("fn main() { let body = async { g().await }; Builder::of().block_on(body) }");
}

#[test]
fn allowances() {
    let allow = "#[asyncward::allow(blocking, reason = \"r\")]";
    snapshot("allowed", "", &format!("async fn f() {{ {allow} let a = E::block_on(b); }}"));
    let of = |statement| errors("", &format!("async fn f() {{ {statement} }}"));
    let no_reason = "`allow(blocking)` has no reason";
    assert_eq!(of("#[asyncward::allow(blocking)] thread::sleep(d);"), [no_reason]);
    assert_eq!(of("#[a::allow(blocking, reason = \" \")] thread::sleep(d);"), [no_reason]);
    let idle = "`allow(blocking)` silences nothing";
    assert_eq!(of("#[asyncward::allow(blocking, reason = \"r\")] let n = 1;"), [idle]);
    assert!(of("#[asyncward::allow(blocking, reason = \"r\")] { thread::sleep(d) }").is_empty());
}

#[test]
fn on_functions() {
    let of = |args: &str, item: &str| {
        let out = crate::mark::blocking(args.parse().unwrap(), item.parse().unwrap());
        let _file: syn::File = syn::parse2(out.clone()).expect("output is not Rust");
        out.to_string().replace(' ', "")
    };
    let plain = of("", "fn query(db: &Db, key: &str) -> Row { db.row(key) }");
    assert!(plain.contains("(for<>fn(&Db,&str)->Row):::core::ops::Fn(__A0,__A1)->__R"), "{plain}");
    let generic = of("", "fn query<T: A>(key: &T, db: &Db) -> Row { db.row(key) }");
    assert!(generic.contains("let_:fn(&'__a0T,_)->_=item;"), "{generic}");
    let told = of("write = \"`b {x}`\"", "fn query() {}");
    assert!(told.contains("note=\"write:`b{{x}}`\""), "{told}");
    let wrong = |args: &str, item: &str| of(args, item).contains("compile_error!");
    assert!(wrong("", "async fn query() {}"));
    assert!(wrong("", "struct S;"));
    assert!(wrong("", "unsafe fn query() {}"));
    assert!(wrong("", "fn query<T>() -> T { todo!() }"));
    assert!(wrong("what = 1", "fn query() {}"));
}
