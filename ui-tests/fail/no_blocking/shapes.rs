//! On methods, under `#[async_trait]`, beside `#[instrument]`, and on functions that return a future.
#![allow(dead_code)]

use std::fs;

use asyncward::no_blocking;
use async_trait::async_trait;

struct Disk;

impl Disk {
    #[no_blocking]
    async fn inherent(&self) {
        let _ = fs::read("a"); //~ ERROR
    }
}

trait Provided {
    #[no_blocking]
    async fn provided(&self) {
        let _ = fs::read("a"); //~ ERROR
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
        let _ = fs::read("a"); //~ ERROR
    }
}

#[no_blocking]
#[tracing::instrument]
async fn instrumented() {
    let _ = fs::read("a"); //~ ERROR
}

#[tracing::instrument]
#[no_blocking]
async fn instrumented_above() {
    let _ = fs::read("a"); //~ ERROR
}

#[no_blocking]
fn future() -> impl Future<Output = ()> {
    async {
        let _ = fs::read("a"); //~ ERROR
    }
}

#[no_blocking]
fn boxed() -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        let _ = fs::read("a"); //~ ERROR
    })
}

fn main() {}
