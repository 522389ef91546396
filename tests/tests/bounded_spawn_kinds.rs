//! `#[bounded_spawn]` on all kinds of functions, and beside other attributes.
#![forbid(unsafe_code)]

use asyncward::bounded_spawn;
use asyncward_tests::{Log, on_both};

struct Service {
    limit: usize,
    log: Log,
}

impl Service {
    #[bounded_spawn(limit = self.limit, timeout = "1s", on_failure = wait_all)]
    async fn method(&self, names: &[&'static str]) -> anyhow::Result<usize> {
        for &name in names {
            let log = self.log.clone();
            tokio::spawn(async move { log.push(name) });
        }
        Ok(names.len())
    }
}

#[async_trait::async_trait]
trait Serve {
    async fn serve(&self, name: String) -> anyhow::Result<usize>;
}

#[async_trait::async_trait]
impl Serve for Service {
    #[bounded_spawn(limit = self.limit, timeout = "1s", on_failure = wait_all, name = name.clone())]
    async fn serve(&self, name: String) -> anyhow::Result<usize> {
        let log = self.log.clone();
        let task = tokio::spawn(async move {
            log.push("served");
            name.len()
        });
        Ok(task.await?)
    }
}

#[tracing::instrument(skip_all)]
#[bounded_spawn(limit = 2, timeout = "1s", on_failure = wait_all)]
async fn instrumented(log: &Log) -> anyhow::Result<()> {
    let log = log.clone();
    tokio::spawn(async move { log.push("instrumented") });
    Ok(())
}

#[bounded_spawn(limit = 2, timeout = "1s", on_failure = wait_all)]
#[tracing::instrument(skip_all, err)]
async fn instrumented_below(log: &Log) -> anyhow::Result<()> {
    let log = log.clone();
    tokio::spawn(async move { log.push("instrumented") });
    Ok(())
}

#[bounded_spawn(limit = 2, timeout = "1s", on_failure = wait_all)]
#[expect(clippy::manual_async_fn, reason = "the shape is what is tested")]
fn returns_future(log: &Log) -> impl Future<Output = anyhow::Result<()>> + '_ {
    async move {
        let log = log.clone();
        tokio::spawn(async move { log.push("instrumented") });
        Ok(())
    }
}

#[test]
fn kinds_of_functions() {
    on_both(|| async {
        let service = Service { limit: 2, log: Log::default() };
        assert_eq!(service.method(&["a", "b"]).await.unwrap(), 2);
        assert_eq!(service.serve("name".to_owned()).await.unwrap(), 4);
        instrumented(&service.log).await.unwrap();
        instrumented_below(&service.log).await.unwrap();
        returns_future(&service.log).await.unwrap();
        assert_eq!(service.log.entries().len(), 6);
    });
}

#[bounded_spawn(limit = 2, timeout = "1s", on_failure = wait_all)]
#[tokio::test]
async fn below_our_attribute_tokios_test() -> anyhow::Result<()> {
    let task = tokio::spawn(async { 1 });
    assert_eq!(task.await?, 1);
    Ok(())
}
