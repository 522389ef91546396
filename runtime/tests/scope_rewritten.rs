//! The code that `#[bounded_spawn]` writes, written by hand: what it may refer to, for all kinds of
//! outputs.
#![forbid(unsafe_code)]
#![allow(missing_docs, clippy::needless_borrow)]

use asyncward::__private as P;
use asyncward::ScopeError;

const SITE: &P::Site = &P::Site {
    function: "f",
    expression: "tokio::spawn(work())",
    file: "f.rs",
    line: 7,
    column: 9,
};

const fn options(on_failure: P::OnFailure) -> P::ScopeOptions {
    P::ScopeOptions { limit: 2, timeout: P::None, grace: P::None, on_failure, name: P::None }
}

macro_rules! spawn {
    ($future:expr) => {{
        #[allow(unused_imports)]
        use P::{HowAny as _, HowDebug as _, HowDisplay as _, HowError as _, HowResult as _};
        let future = $future;
        let how = (&&&&&P::probe(&future)).how();
        P::spawn(future, how, SITE, P::None)
    }
    .await};
}

macro_rules! scope {
    ($policy:ident, $ending:ident, $body:expr) => {{
        #[allow(unused_imports)]
        use P::{
            EndingAny as _, EndingResult as _, HowAny as _, HowDebug as _, HowDisplay as _,
            HowError as _, HowResult as _,
        };
        let body = $body;
        let how = (&&&&&P::probe(&body)).how();
        let ending = (&&P::probe(&body)).$ending();
        P::scope(options(P::OnFailure::$policy), body, how, ending, SITE).await
    }};
}

struct Opaque;

#[derive(Debug)]
struct OnlyDebug;

#[tokio::test]
async fn errors_of_all_kinds_are_failures() {
    let error: anyhow::Error = scope!(WaitAll, ending, async {
        spawn!(async { Err::<(), _>(std::io::Error::other("io")) });
        spawn!(async { Err::<(), _>(anyhow::anyhow!("any")) });
        spawn!(async { Err::<(), _>("text") });
        spawn!(async { Err::<(), _>(OnlyDebug) });
        spawn!(async { Err::<(), _>(Opaque) });
        spawn!(async { Opaque });
        spawn!(async { Ok::<_, Opaque>(Opaque) });
        anyhow::Ok(())
    })
    .unwrap_err();
    let error: ScopeError = error.downcast().unwrap();
    let mut texts: Vec<_> = error.failures().iter().map(|failure| failure.text()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["OnlyDebug", "any", "io", "scope_rewritten::Opaque", "text"]);
    assert_eq!(error.scope(), Some("f"));
    assert!(
        error
            .to_string()
            .contains("the child spawned at `tokio::spawn(work())` in `f`, f.rs:7:9 failed: io")
    );
}

#[tokio::test]
async fn a_function_without_result_is_supervised() {
    let n: u32 = scope!(Supervise, ending_supervised, async {
        let task: P::Task<Result<(), &str>> = spawn!(async { Err::<(), _>("text") });
        assert_eq!(task.await.unwrap(), Err("text"));
        7
    });
    assert_eq!(n, 7);
}

#[tokio::test]
async fn a_borrowed_error_is_awaited_with_its_type() {
    let text = String::from("by reference");
    let result: Result<u32, anyhow::Error> = scope!(CancelSiblings, ending, async {
        let task = spawn!(async { Err::<u32, _>(std::io::Error::other("mine")) });
        assert_eq!(text.len(), 12);
        Ok(task.await??)
    });
    assert_eq!(result.unwrap_err().downcast::<std::io::Error>().unwrap().to_string(), "mine");
}

#[tokio::test]
async fn nested_blocks_spawn_into_the_same_scope() {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(8);
    let result: Result<(), ScopeErrorOnly> = scope!(CancelSiblings, ending, async {
        spawn!(async move {
            let inner = sender.clone();
            spawn!(async move { inner.send(1).await });
            sender.send(2).await
        });
        Ok::<_, ScopeErrorOnly>(())
    });
    result.unwrap();
    let mut got = vec![receiver.try_recv().unwrap(), receiver.try_recv().unwrap()];
    got.sort_unstable();
    assert_eq!(got, [1, 2]);
}

#[derive(Debug)]
struct ScopeErrorOnly;

impl From<ScopeError> for ScopeErrorOnly {
    fn from(_: ScopeError) -> Self {
        ScopeErrorOnly
    }
}
