//! `#[explicit_backpressure]` on small functions: what waits or grows without a bound, and what only looks so.
#![allow(clippy::all, unused, deprecated)]

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use asyncward::{cancellable, explicit_backpressure, no_blocking, no_lock_across_await};
use futures::{FutureExt as _, SinkExt as _, StreamExt as _};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, timeout};

type Outbox = mpsc::Sender<u32>;

const SECOND: Duration = Duration::from_secs(1);

mod exported {
    pub use tokio::sync::mpsc::Sender as Tx;
    pub use tokio::sync::mpsc::unbounded_channel;
    pub use tokio::time::timeout as limited;
}

struct App {
    tx: mpsc::Sender<u32>,
    many: Vec<mpsc::Sender<u32>>,
    queue: mpsc::UnboundedSender<u32>,
}

impl App {
    fn tx(&self) -> mpsc::Sender<u32> {
        self.tx.clone()
    }

    fn borrowed(&self) -> &mpsc::Sender<u32> {
        &self.tx
    }
}

/// A sender of the user's own.
#[derive(Clone)]
struct Mail;

impl Mail {
    async fn send(&self, _: u32) -> Result<(), ()> {
        Ok(())
    }

    fn try_send(&self, _: u32) -> Result<(), ()> {
        Ok(())
    }

    async fn reserve(&self) -> Result<(), ()> {
        Ok(())
    }
}

trait Post {
    async fn send(&self, _: u32) -> Result<(), ()>;
}

struct Wrapped(mpsc::Sender<u32>);

impl std::ops::Deref for Wrapped {
    type Target = mpsc::Sender<u32>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

mod mine {
    pub fn unbounded_channel() -> u32 {
        1
    }

    pub fn unbounded<T>() -> Option<T> {
        None
    }

    pub fn channel<T>() -> Option<T> {
        None
    }
}

fn number() -> u32 {
    1
}

async fn later() -> u32 {
    1
}

//= pressure
#[explicit_backpressure]
async fn send_owned(tx: mpsc::Sender<u32>) {
    tx.send(1).await;
}

//= pressure
#[explicit_backpressure]
async fn send_borrowed(tx: &mpsc::Sender<u32>) {
    tx.send(1).await.unwrap();
}

//= pressure
#[explicit_backpressure]
async fn send_let(tx: &mpsc::Sender<u32>) {
    let _ = tx.send(1).await;
}

//= pressure
#[explicit_backpressure]
async fn send_call_argument(tx: &mpsc::Sender<u32>) {
    let sent = tx.send(number()).await;
    assert!(sent.is_ok());
}

//= pressure
#[explicit_backpressure]
async fn send_awaited_argument(tx: &mpsc::Sender<u32>) {
    let _ = tx.send(later().await).await;
}

//= pressure
#[explicit_backpressure]
async fn send_question(tx: &mpsc::Sender<u32>) -> Result<(), mpsc::error::SendError<u32>> {
    tx.send(number() + 1).await?;
    Ok(())
}

//= pressure
#[explicit_backpressure]
async fn send_tail(tx: &mpsc::Sender<u32>) -> Result<(), mpsc::error::SendError<u32>> {
    tx.send(1).await
}

//= pressure
#[explicit_backpressure]
async fn send_condition(tx: &mpsc::Sender<u32>) {
    if tx.send(1).await.is_err() {
        return;
    }
}

//= pressure
#[explicit_backpressure]
async fn send_match(tx: &mpsc::Sender<u32>) {
    match tx.send(number()).await {
        Ok(()) => {}
        Err(error) => drop(error),
    }
}

//= pressure
#[explicit_backpressure]
async fn send_loop(tx: &mpsc::Sender<u32>) {
    for n in 0..3 {
        let _ = tx.send(n).await;
    }
}

//= pressure
#[explicit_backpressure]
async fn send_while_let(tx: &mpsc::Sender<u32>) {
    while let Ok(()) = tx.send(1).await {}
}

//= pressure
#[explicit_backpressure]
async fn send_alias(tx: Outbox) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_renamed(tx: exported::Tx<u32>) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_field(app: &App) {
    app.tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_index(app: &App, n: usize) {
    app.many[n].send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_method_value(app: &App) {
    app.tx().send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_method_borrowed(app: &App) {
    app.borrowed().send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_clone(tx: &mpsc::Sender<u32>) {
    tx.clone().send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_arc(tx: Arc<mpsc::Sender<u32>>) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_mut_reference(tx: &mut mpsc::Sender<u32>) {
    tx.send(1).await.ok();
}

//= missed: a wrapper of the user's own may have a method of that name
#[explicit_backpressure]
async fn send_wrapped(tx: Wrapped) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_option(tx: Option<mpsc::Sender<u32>>) {
    if let Some(tx) = &tx {
        tx.send(1).await.ok();
    }
}

//= pressure
#[explicit_backpressure]
async fn send_ufcs(tx: &mpsc::Sender<u32>) {
    mpsc::Sender::send(tx, 1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_inferred() {
    let (tx, rx) = mpsc::channel(1);
    tx.send(1).await.ok();
    let _: mpsc::Receiver<u32> = rx;
}

//= pressure
#[explicit_backpressure]
async fn send_generic_item<T: Clone>(tx: &mpsc::Sender<T>, item: T) {
    tx.send(item).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_instrumented(tx: &mpsc::Sender<u32>) {
    tx.send(1).boxed().await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_spawned(tx: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        tx.send(1).await.ok();
    });
}

//= pressure
#[explicit_backpressure]
async fn send_async_block(tx: &mpsc::Sender<u32>) {
    async { tx.send(1).await }.await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_join(tx: &mpsc::Sender<u32>) {
    let (a, b) = tokio::join!(tx.send(1), later());
}

//= pressure
#[explicit_backpressure]
async fn send_try_join(tx: &mpsc::Sender<u32>) {
    let _ = tokio::try_join!(tx.send(number()));
}

//= pressure
#[explicit_backpressure]
async fn send_select(tx: &mpsc::Sender<u32>, rx: &mut mpsc::Receiver<u32>) {
    tokio::select! {
        sent = tx.send(1) => drop(sent),
        _ = rx.recv() => {}
    }
}

//= pressure
#[explicit_backpressure]
async fn send_select_handler(tx: &mpsc::Sender<u32>) {
    tokio::select! {
        _ = sleep(SECOND) => {
            tx.send(1).await.ok();
        }
        _ = later() => {}
    }
}

//= pressure
#[explicit_backpressure]
async fn send_format(tx: &mpsc::Sender<u32>) {
    println!("{:?}", tx.send(1).await);
}

//= pressure
#[explicit_backpressure]
async fn send_closure(tx: mpsc::Sender<u32>) {
    let send = async |n: u32| {
        tx.send(n).await.ok();
    };
    send(1).await;
}

//= pressure
#[explicit_backpressure]
async fn send_beside_timeout(tx: &mpsc::Sender<u32>) {
    timeout(SECOND, later()).await.ok();
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_argument_of_timeout(tx: &mpsc::Sender<u32>) {
    timeout(SECOND, std::future::ready(tx.send(1).await)).await.ok();
}

//= pressure
#[explicit_backpressure]
fn send_future_returned(tx: mpsc::Sender<u32>) -> impl Future<Output = ()> {
    async move {
        tx.send(1).await.ok();
    }
}

//= pressure
#[explicit_backpressure]
fn send_boxed_future(tx: mpsc::Sender<u32>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(async move {
        tx.send(1).await.ok();
    })
}

//= pressure
#[explicit_backpressure]
async fn reserve(tx: &mpsc::Sender<u32>) {
    let permit = tx.reserve().await;
    drop(permit);
}

//= pressure
#[explicit_backpressure]
async fn reserve_many(tx: &mpsc::Sender<u32>) {
    let permits = tx.reserve_many(2).await;
    drop(permits);
}

//= pressure
#[explicit_backpressure]
async fn reserve_owned(tx: mpsc::Sender<u32>) {
    let permit = tx.reserve_owned().await;
    drop(permit);
}

//= pressure
#[explicit_backpressure]
async fn async_channel_send(tx: async_channel::Sender<u32>) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn flume_send_async(tx: &flume::Sender<u32>) {
    tx.send_async(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn flume_into_send_async(tx: flume::Sender<u32>) {
    tx.into_send_async(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn kanal_send(tx: &kanal::AsyncSender<u32>) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn futures_send(mut tx: futures::channel::mpsc::Sender<u32>) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn futures_feed(tx: &mut futures::channel::mpsc::Sender<u32>) {
    tx.feed(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn futures_send_all(tx: &mut futures::channel::mpsc::Sender<u32>) {
    let mut items = futures::stream::iter([Ok(1)]);
    tx.send_all(&mut items).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn unbounded_send(tx: &mpsc::UnboundedSender<u32>) {
    tx.send(1).ok();
}

//= pressure
#[explicit_backpressure]
async fn unbounded_let(tx: &mpsc::UnboundedSender<u32>) {
    let _ = tx.send(number());
}

//= pressure
#[explicit_backpressure]
async fn unbounded_field(app: &App) {
    app.queue.send(1).unwrap();
}

//= pressure
#[explicit_backpressure]
async fn unbounded_closure(tx: mpsc::UnboundedSender<u32>) {
    let send = |n| tx.send(n).is_ok();
    send(1);
}

//= pressure
#[explicit_backpressure]
async fn unbounded_in_timeout(tx: mpsc::UnboundedSender<u32>) {
    timeout(SECOND, async { tx.send(1) }).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn unbounded_futures(tx: &futures::channel::mpsc::UnboundedSender<u32>) {
    tx.unbounded_send(1).ok();
}

//= pressure
#[explicit_backpressure]
async fn unbounded_futures_sink(tx: &mut futures::channel::mpsc::UnboundedSender<u32>) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn unbounded_std(tx: std::sync::mpsc::Sender<u32>) {
    tx.send(1).ok();
}

//= pressure
#[explicit_backpressure]
async fn makes_tokio() {
    let (tx, rx) = mpsc::unbounded_channel::<u32>();
}

//= pressure
#[explicit_backpressure]
async fn makes_tokio_inferred() {
    let (tx, rx) = mpsc::unbounded_channel();
    let _: mpsc::UnboundedReceiver<String> = rx;
}

//= pressure
#[explicit_backpressure]
async fn makes_tokio_imported() {
    use tokio::sync::mpsc::unbounded_channel;
    let (tx, rx) = unbounded_channel::<u32>();
}

//= pressure
#[explicit_backpressure]
async fn makes_tokio_exported() {
    let made: (mpsc::UnboundedSender<u32>, _) = exported::unbounded_channel();
}

//= pressure
#[explicit_backpressure]
async fn makes_std() {
    let (tx, rx) = std::sync::mpsc::channel::<u32>();
}

//= pressure
#[explicit_backpressure]
async fn makes_async_channel() {
    let (tx, rx) = async_channel::unbounded::<u32>();
}

//= pressure
#[explicit_backpressure]
async fn makes_crossbeam() {
    let (tx, rx) = crossbeam_channel::unbounded::<u32>();
}

//= pressure
#[explicit_backpressure]
async fn makes_flume() {
    let (tx, rx) = flume::unbounded::<u32>();
}

//= pressure
#[explicit_backpressure]
async fn makes_kanal() {
    let (tx, rx) = kanal::unbounded::<u32>();
}

//= pressure
#[explicit_backpressure]
async fn makes_kanal_async() {
    let (tx, rx) = kanal::unbounded_async::<u32>();
}

//= pressure
#[explicit_backpressure]
async fn makes_futures() {
    let (tx, rx) = futures::channel::mpsc::unbounded::<u32>();
}

//= pressure
#[explicit_backpressure]
async fn ignored_let(tx: &mpsc::Sender<u32>) {
    let _ = tx.try_send(1);
}

//= pressure
#[explicit_backpressure]
async fn ignored_ok(tx: &mpsc::Sender<u32>) {
    tx.try_send(number()).ok();
}

//= pressure
#[explicit_backpressure]
async fn ignored_let_ok(tx: &mpsc::Sender<u32>) {
    let _ = tx.try_send(1).ok();
}

//= pressure
#[explicit_backpressure]
async fn ignored_drop(tx: &mpsc::Sender<u32>) {
    drop(tx.try_send(1));
}

//= pressure
#[explicit_backpressure]
async fn ignored_assign(tx: &mpsc::Sender<u32>) {
    _ = tx.try_send(1);
}

//= pressure
#[explicit_backpressure]
async fn ignored_statement(tx: &mpsc::Sender<u32>) {
    tx.try_send(1);
}

//= pressure
#[explicit_backpressure]
async fn ignored_value(app: &App) {
    app.tx().try_send(1).ok();
}

//= pressure
#[explicit_backpressure]
async fn ignored_async_channel(tx: async_channel::Sender<u32>) {
    tx.try_send(1).ok();
}

//= pressure
#[explicit_backpressure]
async fn ignored_flume(tx: flume::Sender<u32>) {
    let _ = tx.try_send(1);
}

//= pressure
#[explicit_backpressure]
async fn ignored_kanal(tx: kanal::AsyncSender<u32>) {
    let _ = tx.try_send(1);
}

//= pressure
#[explicit_backpressure]
async fn ignored_crossbeam(tx: crossbeam_channel::Sender<u32>) {
    let _ = tx.try_send(1);
}

//= pressure
#[explicit_backpressure]
async fn ignored_futures(tx: &mut futures::channel::mpsc::Sender<u32>) {
    let _ = tx.try_send(1);
}

//= pressure
#[explicit_backpressure]
async fn ignored_std(tx: std::sync::mpsc::SyncSender<u32>) {
    let _ = tx.try_send(1);
}

//= pressure
#[explicit_backpressure]
#[cancellable]
async fn with_cancellable(tx: &mpsc::Sender<u32>) -> Result<(), asyncward::Cancelled> {
    tx.send(1).await.ok();
    Ok(())
}

//= pressure
#[no_lock_across_await]
#[explicit_backpressure]
#[no_blocking]
async fn above_lock(tx: &mpsc::Sender<u32>) {
    tx.send(number()).await.ok();
}

//= pressure
#[no_blocking]
#[explicit_backpressure]
#[no_lock_across_await]
async fn below_lock(tx: &mpsc::Sender<u32>) {
    tx.send(1).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout(tx: &mpsc::Sender<u32>) {
    timeout(SECOND, tx.send(1)).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_path(tx: &mpsc::Sender<u32>) {
    tokio::time::timeout(SECOND, tx.send(1)).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_at(tx: &mpsc::Sender<u32>) {
    tokio::time::timeout_at(Instant::now() + SECOND, tx.send(1)).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_renamed(tx: &mpsc::Sender<u32>) {
    use tokio::time::timeout as patient;
    patient(SECOND, tx.send(1)).await.ok();
    patient(SECOND, async { tx.send(1).await }).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_exported(tx: &mpsc::Sender<u32>) {
    exported::limited(SECOND, async { tx.send(1).await }).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_block(tx: &mpsc::Sender<u32>) {
    timeout(SECOND, async {
        for n in 0..3 {
            tx.send(n).await.ok();
        }
    })
    .await
    .ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_pinned(tx: &mpsc::Sender<u32>) {
    timeout(SECOND, Box::pin(async { tx.send(1).await })).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_bound(tx: &mpsc::Sender<u32>) {
    let sending = async { tx.send(1).await };
    timeout(SECOND, sending).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_variable(tx: &mpsc::Sender<u32>) {
    let sending = tx.send(1);
    timeout(SECOND, sending).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_join(tx: &mpsc::Sender<u32>) {
    timeout(SECOND, async { tokio::join!(tx.send(1), tx.send(2)) }).await.ok();
}

//= fine
#[explicit_backpressure]
async fn in_timeout_spawned(tx: mpsc::Sender<u32>) {
    tokio::spawn(async move { timeout(SECOND, tx.send(1)).await.is_ok() });
}

//= fine
#[explicit_backpressure]
async fn in_with_timeout(tx: &mpsc::Sender<u32>) {
    asyncward::with_timeout(SECOND, async { tx.send(1).await }).await.ok();
}

//= fine
#[explicit_backpressure]
async fn beside_sleep(tx: &mpsc::Sender<u32>) {
    tokio::select! {
        sent = tx.send(1) => drop(sent),
        _ = sleep(SECOND) => {}
    }
}

//= fine
#[explicit_backpressure]
async fn beside_pinned_sleep(tx: &mpsc::Sender<u32>) {
    let end = sleep(SECOND);
    tokio::pin!(end);
    tokio::select! {
        sent = tx.send(1) => drop(sent),
        _ = &mut end => {}
    }
}

//= fine
#[explicit_backpressure]
async fn send_timeout(tx: &mpsc::Sender<u32>) {
    tx.send_timeout(1, SECOND).await.ok();
}

//= fine
#[explicit_backpressure]
async fn try_send_looked_at(tx: &mpsc::Sender<u32>) {
    if tx.try_send(1).is_err() {
        println!("full");
    }
}

//= fine
#[explicit_backpressure]
async fn try_send_kept(tx: &mpsc::Sender<u32>) {
    let sent = tx.try_send(1).ok();
    println!("{sent:?}");
}

//= fine
#[explicit_backpressure]
async fn try_send_unwrapped(tx: &mpsc::Sender<u32>) {
    tx.try_send(1).unwrap();
}

//= fine
#[explicit_backpressure]
async fn try_send_question(tx: &mpsc::Sender<u32>) -> Result<(), mpsc::error::TrySendError<u32>> {
    tx.try_send(1)?;
    Ok(())
}

//= fine
#[explicit_backpressure]
async fn try_send_matched(tx: &mpsc::Sender<u32>) {
    match tx.try_send(1) {
        Ok(()) => {}
        Err(error) => println!("{error}"),
    }
}

//= fine
#[explicit_backpressure]
async fn try_reserve(tx: &mpsc::Sender<u32>) {
    if let Ok(permit) = tx.try_reserve() {
        permit.send(1);
    }
}

//= fine
#[explicit_backpressure]
async fn permit(permit: mpsc::Permit<'_, u32>) {
    permit.send(1);
}

//= fine
#[explicit_backpressure]
async fn bounded() {
    let (tx, rx) = mpsc::channel::<u32>(16);
}

//= fine
#[explicit_backpressure]
async fn bounded_others() {
    let a = async_channel::bounded::<u32>(1);
    let b = flume::bounded::<u32>(1);
    let c = kanal::bounded_async::<u32>(1);
    let d = futures::channel::mpsc::channel::<u32>(1);
    let e = std::sync::mpsc::sync_channel::<u32>(1);
}

//= fine
#[explicit_backpressure]
async fn broadcast_send(tx: broadcast::Sender<u32>) {
    tx.send(1).ok();
}

//= fine
#[explicit_backpressure]
async fn watch_send(tx: watch::Sender<u32>) {
    let _ = tx.send(1);
}

//= fine
#[explicit_backpressure]
async fn oneshot_send(tx: oneshot::Sender<u32>) {
    let _ = tx.send(1);
}

//= fine
#[explicit_backpressure]
async fn own_send(tx: Mail) {
    tx.send(1).await.ok();
    tx.reserve().await.ok();
}

//= fine
#[explicit_backpressure]
async fn own_try_send(tx: Mail) {
    let _ = tx.try_send(1);
    tx.try_send(1).ok();
}

//= fine
#[explicit_backpressure]
async fn own_trait<P: Post>(tx: &P) {
    tx.send(1).await.ok();
}

//= fine
#[explicit_backpressure]
async fn generic_sink<S: futures::Sink<u32> + Unpin>(tx: &mut S) {
    tx.send(1).await.ok();
}

//= fine
#[explicit_backpressure]
async fn own_functions() {
    let a = mine::unbounded_channel();
    let b = mine::unbounded::<u32>();
    let c = mine::channel::<u32>();
}

//= fine
#[explicit_backpressure]
async fn own_function_imported() {
    use mine::unbounded_channel;
    let a = unbounded_channel();
}

//= fine
#[explicit_backpressure]
async fn own_closure() {
    let unbounded = |n: u32| n;
    unbounded(1);
}

//= fine
#[explicit_backpressure]
async fn drain(tx: &mut futures::sink::Drain<u32>) {
    tx.send(1).await.ok();
}

//= fine
#[explicit_backpressure]
async fn receives(rx: &mut mpsc::UnboundedReceiver<u32>) {
    while let Some(n) = rx.recv().await {}
}

//= fine
#[explicit_backpressure]
async fn not_awaited(tx: &mpsc::Sender<u32>) {
    drop(tx.send(1));
}

//= fine
#[explicit_backpressure]
async fn allowed(tx: &mpsc::Sender<u32>) {
    #[asyncward::allow(backpressure, reason = "the receiver is this task's own")]
    tx.send(1).await.ok();
}

//= fine
#[explicit_backpressure]
async fn allowed_constructor() {
    #[asyncward::allow(backpressure, reason = "three messages at most")]
    let (tx, rx) = mpsc::unbounded_channel::<u32>();
}

//= fine
#[explicit_backpressure]
async fn allowed_ignored(tx: &mpsc::Sender<u32>) {
    #[asyncward::allow(backpressure, reason = "a hint only")]
    let _ = tx.try_send(1);
}

//= fine
#[explicit_backpressure]
#[cancellable(timeout = "1s")]
async fn bounded_cancellable(tx: &mpsc::Sender<u32>) -> Result<(), asyncward::Cancelled> {
    tx.send(1).await.ok();
    Ok(())
}

//= pressure
#[explicit_backpressure]
async fn allowed_elsewhere(tx: &mpsc::Sender<u32>) {
    #[asyncward::allow(backpressure, reason = "the receiver is this task's own")]
    tx.send(1).await.ok();
    tx.send(2).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn allows_nothing(tx: Mail) {
    #[asyncward::allow(backpressure, reason = "none")]
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_variable(tx: &mpsc::Sender<u32>) {
    let sending = tx.send(1);
    sending.await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_variable_later(tx: &mpsc::Sender<u32>) {
    let sending = tx.send(number());
    if later().await == 1 {
        let sent = (sending).await;
        assert!(sent.is_ok());
    }
}

//= pressure
#[explicit_backpressure]
async fn send_variable_of_block(tx: mpsc::Sender<u32>) {
    tokio::spawn(async move {
        let sending = tx.send(1).boxed();
        sending.await.ok();
    });
}

//= fine
#[explicit_backpressure]
async fn send_variable_of_bounded_block(tx: mpsc::Sender<u32>) {
    timeout(SECOND, async move {
        let sending = tx.send(1);
        sending.await.ok();
    })
    .await
    .ok();
}

//= fine
#[explicit_backpressure]
async fn variable_of_own_send(tx: Mail) {
    let sending = tx.send(1);
    sending.await.ok();
}

//= fine
#[explicit_backpressure]
async fn variable_into_block(tx: mpsc::Sender<u32>) {
    let sending = tx.send(1);
    timeout(SECOND, async { sending.await }).await.ok();
}

//= fine
#[explicit_backpressure]
async fn variable_is_rebound(tx: mpsc::Sender<u32>) {
    let sending = tx.send(1);
    let sending = timeout(SECOND, sending);
    sending.await.ok();
}

//= fine
#[explicit_backpressure]
async fn variable_beside_sleep(tx: &mpsc::Sender<u32>) {
    let sending = tx.send(1);
    tokio::select! {
        sent = sending => drop(sent),
        _ = sleep(SECOND) => {}
    }
}

//= fine
#[explicit_backpressure]
async fn allowed_variable(tx: &mpsc::Sender<u32>) {
    #[asyncward::allow(backpressure, reason = "the receiver is this task's own")]
    let sending = tx.send(1);
    sending.await.ok();
}

//= missed: it is awaited in one of two places
#[explicit_backpressure]
async fn send_variable_twice(tx: &mpsc::Sender<u32>) {
    let sending = tx.send(1);
    if number() == 1 {
        sending.await.ok();
    } else {
        sending.await.unwrap();
    }
}

//= pressure
#[explicit_backpressure]
async fn send_futures_select(tx: &mpsc::Sender<u32>) {
    futures::select! {
        sent = tx.send(1).boxed().fuse() => drop(sent),
        n = later().boxed().fuse() => drop(n),
    }
}

//= pressure
#[explicit_backpressure]
async fn send_futures_select_complete(tx: &mpsc::Sender<u32>) {
    futures::select_biased! {
        sent = tx.send(number()).boxed().fuse() => drop(sent),
        n = later().boxed().fuse() => drop(n),
        complete => {}
    }
}

//= pressure
#[explicit_backpressure]
async fn send_futures_select_handler(tx: &mpsc::Sender<u32>) {
    futures::select! {
        n = later().boxed().fuse() => { tx.send(n).await.ok(); }
        default => {}
        complete => {}
    }
}

//= fine
#[explicit_backpressure]
async fn send_futures_select_default(tx: &mpsc::Sender<u32>) {
    futures::select! {
        sent = tx.send(1).boxed().fuse() => drop(sent),
        default => {}
    }
}

//= fine
#[explicit_backpressure]
async fn send_futures_select_sleep(tx: &mpsc::Sender<u32>) {
    futures::select! {
        sent = tx.send(1).boxed().fuse() => drop(sent),
        () = sleep(SECOND).boxed().fuse() => {}
        complete => {}
    }
}

//= fine
#[explicit_backpressure]
async fn send_futures_select_named(tx: &mpsc::Sender<u32>, mut end: futures::future::BoxFuture<'_, ()>) {
    let mut end = end.fuse();
    futures::select! {
        sent = tx.send(1).boxed().fuse() => drop(sent),
        () = end => {}
        complete => {}
    }
}

//= pressure
#[explicit_backpressure]
async fn poll_sender_send(mut tx: tokio_util::sync::PollSender<u32>) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn poll_sender_feed(tx: &mut tokio_util::sync::PollSender<u32>) {
    tx.feed(number()).await.unwrap();
}

//= pressure
#[explicit_backpressure]
async fn poll_sender_mapped(tx: mpsc::Sender<u32>) {
    let mut tx = tokio_util::sync::PollSender::new(tx).sink_map_err(|error| error.to_string());
    tx.send(1).await.unwrap();
}

//= pressure
#[explicit_backpressure]
async fn sink_with(tx: futures::channel::mpsc::Sender<u32>) {
    let mut tx = tx.with(|n: u8| async move { Ok::<_, futures::channel::mpsc::SendError>(u32::from(n)) });
    let mut tx = std::pin::pin!(tx);
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn sink_buffered(tx: &mut futures::sink::Buffer<futures::channel::mpsc::Sender<u32>, u32>) {
    tx.send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn sink_mapped_twice(tx: futures::channel::mpsc::Sender<u32>) {
    tx.buffer(3).sink_map_err(drop).send(1).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn sink_unbounded(tx: futures::channel::mpsc::UnboundedSender<u32>) {
    tx.sink_map_err(drop).send(1).await.ok();
}

//= fine
#[explicit_backpressure]
async fn sink_of_own(tx: futures::sink::Drain<u32>) {
    tx.sink_map_err(drop).buffer(3).send(1).await.ok();
}

//= fine
#[explicit_backpressure]
async fn sink_in_timeout(tx: futures::channel::mpsc::Sender<u32>) {
    timeout(SECOND, tx.sink_map_err(drop).send(1)).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn capacity_zero() {
    let (tx, rx) = asyncward::channel::bounded::<u32>(0).reject();
}

//= pressure
#[explicit_backpressure]
async fn capacity_zero_imported() {
    use asyncward::channel::bounded;
    let (tx, rx) = bounded(0usize).evict_oldest();
    let _: asyncward::channel::Receiver<String> = rx;
}

//= fine
#[explicit_backpressure]
async fn capacity_one() {
    let (tx, rx) = asyncward::channel::bounded::<u32>(1).reject();
    let none = 0;
    let later = move || asyncward::channel::bounded::<u32>(none);
}

//= fine
#[explicit_backpressure]
async fn capacity_zero_of_others() {
    let a = async_channel::bounded::<u32>;
    let b = flume::bounded::<u32>(0);
    let c = crossbeam_channel::bounded::<u32>(0);
    let d = kanal::bounded_async::<u32>(0);
    let e = futures::channel::mpsc::channel::<u32>(0);
}

//= fine
#[explicit_backpressure]
async fn publishes(tx: asyncward::channel::Publisher<u32>) {
    let published = tx.publish(1);
    if let Err(unpublished) = tx.publish_within(2, SECOND).await {
        println!("{unpublished}");
    }
}

//= missed: an unknown call takes the future
#[explicit_backpressure]
async fn send_unknown_call(tx: &mpsc::Sender<u32>) {
    futures::future::join(tx.send(1), later()).await;
}

//= pressure
#[explicit_backpressure]
async fn send_detached(tx: mpsc::Sender<u32>) {
    timeout(SECOND, async move {
        tokio::spawn(async move { tx.send(1).await.is_ok() });
    })
    .await
    .ok();
}

//= pressure
#[explicit_backpressure]
async fn send_detached_wrapped(tx: mpsc::Sender<u32>) {
    timeout(SECOND, async move {
        tokio::spawn(async move { tx.send(1).await.is_ok() }.boxed());
    })
    .await
    .ok();
}

//= pressure
#[explicit_backpressure]
#[cancellable(timeout = "1s")]
async fn send_detached_cancellable(tx: mpsc::Sender<u32>) -> Result<(), asyncward::Cancelled> {
    tokio::spawn(async move { tx.send(1).await.is_ok() });
    later().await;
    Ok(())
}

//= fine
#[explicit_backpressure]
async fn send_of_set(tx: mpsc::Sender<u32>) {
    timeout(SECOND, async move {
        let mut set = tokio::task::JoinSet::new();
        set.spawn(async move { tx.send(1).await.is_ok() });
        set.join_next().await;
    })
    .await
    .ok();
}

//= fine
#[explicit_backpressure]
async fn send_detached_bounded(tx: mpsc::Sender<u32>) {
    let other = tx.clone();
    tokio::spawn(timeout(SECOND, async move { other.send(1).await.is_ok() }));
    tokio::spawn(async move { timeout(SECOND, async { tx.send(1).await.is_ok() }).await });
}

//= pressure
#[explicit_backpressure]
async fn send_pinned(tx: mpsc::Sender<u32>) {
    Box::pin(tx.send(1)).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn send_pinned_argument(tx: mpsc::Sender<u32>) {
    let sent = Box::pin(tx.send(number())).await;
    assert!(sent.is_ok());
}

//= fine
#[explicit_backpressure]
async fn send_pinned_in_timeout(tx: mpsc::Sender<u32>) {
    timeout(SECOND, Box::pin(tx.send(1))).await.ok();
    Box::pin(timeout(SECOND, tx.send(1))).await.ok();
}

//= pressure
#[explicit_backpressure]
async fn ignored_typed(tx: &mpsc::Sender<u32>) {
    let _: Result<(), _> = tx.try_send(1);
}

//= pressure
#[explicit_backpressure]
#[no_lock_across_await]
#[no_blocking]
async fn variable_of_three(tx: &mpsc::Sender<u32>) {
    let sending = tx.send(number());
    sending.await.ok();
}

//= fine
#[no_blocking]
#[explicit_backpressure]
#[no_lock_across_await]
async fn bounded_of_three(tx: &mpsc::Sender<u32>, other: kanal::AsyncSender<u32>) {
    timeout(SECOND, tx.send(number())).await.ok();
    timeout(SECOND, other.send(number())).await.ok();
    let sending = tx.send(1);
    let sent = timeout(SECOND, sending).await;
    if tx.try_send(number()).is_err() || sent.is_err() {
        println!("lost");
    }
}
