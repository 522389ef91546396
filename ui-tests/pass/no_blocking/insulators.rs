#![deny(warnings)]
#![allow(dead_code)]

use std::thread;
use std::time::Duration;

use asyncward::no_blocking;
use tokio::task;


#[no_blocking]
async fn spawn_blocking() {
    let _ = task::spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
}

#[no_blocking]
async fn of_handle(handle: &tokio::runtime::Handle) {
    let _ = handle.spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
}

#[no_blocking]
async fn of_runtime(runtime: &tokio::runtime::Runtime) {
    let _ = runtime.spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
}

#[no_blocking]
async fn of_join_set(set: &mut task::JoinSet<()>) {
    set.spawn_blocking(|| thread::sleep(Duration::ZERO));
}

#[no_blocking]
async fn of_tracker(tracker: &tokio_util::task::TaskTracker) {
    let _ = tracker.spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
}

#[no_blocking]
async fn block_in_place() {
    task::block_in_place(|| thread::sleep(Duration::ZERO));
}

#[no_blocking]
async fn spawn() {
    drop(thread::spawn(|| thread::sleep(Duration::ZERO)));
}

#[no_blocking]
async fn builder() {
    drop(thread::Builder::new().spawn(|| thread::sleep(Duration::ZERO)));
}

#[no_blocking]
async fn rayon_spawn() {
    rayon::spawn(|| thread::sleep(Duration::ZERO));
}

#[no_blocking]
async fn moved(path: String) {
    let _ = task::spawn_blocking(move || std::fs::read(path)).await;
}

/// By the names they have in actix, deadpool, smol and tokio-rusqlite.
struct Pool;

impl Pool {
    async fn block(&self, work: impl FnOnce() + Send + 'static) {
        task::spawn_blocking(work).await.unwrap();
    }

    async fn call(&self, work: impl FnOnce() + Send + 'static) {
        self.block(work).await;
    }

    async fn interact(&self, work: impl FnOnce() + Send + 'static) {
        self.block(work).await;
    }

    async fn unblock(&self, work: impl FnOnce() + Send + 'static) {
        self.block(work).await;
    }

    async fn on_disk(&self, work: impl FnOnce() + Send + 'static) {
        self.block(work).await;
    }

    async fn maybe_spawn_blocking(&self, work: impl FnOnce() + Send + 'static) {
        self.block(work).await;
    }
}

#[no_blocking]
async fn of_pools(pool: &Pool) {
    pool.block(|| thread::sleep(Duration::ZERO)).await;
    pool.call(|| thread::sleep(Duration::ZERO)).await;
    pool.interact(|| thread::sleep(Duration::ZERO)).await;
    pool.unblock(|| thread::sleep(Duration::ZERO)).await;
    pool.maybe_spawn_blocking(|| thread::sleep(Duration::ZERO)).await;
    pool.on_disk(move || thread::sleep(Duration::ZERO)).await;
}

#[no_blocking(insulators(Pool::on_disk))]
async fn listed(pool: &Pool) {
    pool.on_disk(|| thread::sleep(Duration::ZERO)).await;
    let work = || thread::sleep(Duration::ZERO);
    pool.on_disk(work).await;
    pool.on_disk(move || work()).await;
}

#[no_blocking]
async fn in_branches(longer: bool) {
    let work: fn() = || thread::sleep(Duration::ZERO);
    let _ = task::spawn_blocking(move || work()).await;
    let _ = task::spawn_blocking(if longer {
        Box::new(|| thread::sleep(Duration::ZERO)) as Box<dyn FnOnce() + Send>
    } else {
        Box::new(|| thread::yield_now())
    })
    .await;
}

/// Bound first, and handed over in a branch or called in what is handed over.
#[no_blocking]
async fn bound_first(pool: &Pool, longer: bool) {
    let long = || thread::sleep(Duration::ZERO);
    let short = || thread::sleep(Duration::ZERO);
    let _ = task::spawn_blocking(if longer { long } else { long }).await;
    let _ = task::spawn_blocking(match longer {
        true => short,
        false => { short }
    })
    .await;
    let work = |pause| thread::sleep(pause);
    pool.on_disk(move || work(Duration::ZERO)).await;
    let other = |pause| thread::sleep(pause);
    let _ = tokio::join!(
        task::spawn_blocking(move || other(Duration::ZERO)),
        task::spawn_blocking(move || other(Duration::ZERO)),
    );
    let last = |pause| thread::sleep(pause);
    tokio::select! {
        () = pool.on_disk(move || last(Duration::ZERO)) => {}
        () = std::future::pending() => {}
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    of_pools(&Pool).await;
    listed(&Pool).await;
    in_branches(true).await;
    bound_first(&Pool, true).await;
}
