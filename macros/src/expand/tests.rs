//! Whole expansions.

use crate::expand::cancellable;

#[track_caller]
fn expand(args: &str, item: &str) -> String {
    let tokens = cancellable(args.parse().unwrap(), item.parse().unwrap());
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(error) => panic!("{error}: {tokens}"),
    }
}

#[test]
fn show() {
    for (args, item) in [
        ("", "async fn f(a: A) -> R { use x::Y; a(b().await).await? + 1; (c).await; Ok(()) }"),
        ("timeout = \"2s\"", "async fn f(a: A, _: CancellationToken) -> R { a.await }"),
        (
            "",
            "async fn f(a: A) -> R { a.await + b.await; select! { biased; Some(x) = a => x.await, y = &mut b, if c => {} else => 1 } }",
        ),
        (
            "",
            "async fn f(a: A) -> R { join!(a, b); tokio::try_join!(biased; a)?; info!(x = %a.await, \"{}\", b); assert!(a.await == 1,); Ok(()) }",
        ),
        ("tokn = 1, timeout = 3, timeout = \"4s\", on_cancel, crate = \"x\", , 3", "fn f() {}"),
    ] {
        println!("{}", expand(args, item));
    }
}
