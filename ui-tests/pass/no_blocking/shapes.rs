#![deny(warnings)]
#![allow(dead_code)]

use asyncward::no_blocking;
use async_trait::async_trait;
use tokio::fs;

struct Disk;

impl Disk {
    #[no_blocking]
    async fn inherent(&self) {
        let _ = fs::read("a").await;
    }
}

trait Provided {
    #[no_blocking]
    async fn provided(&self) {
        let _ = fs::read("a").await;
    }
}

#[async_trait]
trait Above {
    async fn above(&self);
}

#[async_trait]
impl Above for Disk {
    #[no_blocking]
    async fn above(&self) {
        let _ = fs::read("a").await;
    }
}

#[no_blocking]
#[tracing::instrument]
async fn instrumented() {
    let _ = fs::read("a").await;
}

#[tracing::instrument]
#[no_blocking]
async fn instrumented_above() {
    let _ = fs::read("a").await;
}

#[no_blocking]
fn future() -> impl Future<Output = ()> {
    async {
        let _ = fs::read("a").await;
    }
}

#[no_blocking]
fn boxed() -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        let _ = fs::read("a").await;
    })
}

fn main() {}
