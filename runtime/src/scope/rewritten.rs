//! What the rewritten code of `#[bounded_spawn]` calls. Its spawns give a [`Task`] whatever happens: in
//! a scope that takes no more children, one that was dropped.
#![allow(missing_docs)]

use std::borrow::Cow;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::child::Seat;
use super::error::{self, Label};
use super::outcome::How;
use super::output::{Member, Output};
use super::probe::Ending;
use super::spawn::{ambient, count_detached, runtime, seat, start, start_blocking, start_local};
use super::task::Task;
use super::{OnFailure, run};
use crate::__private::Site as StaticSite;
use crate::Site;
use crate::cancel::node::Node;

type Name = Option<Cow<'static, str>>;

/// The options of a scope, as the rewritten code states them.
pub struct ScopeOptions {
    pub limit: usize,
    pub timeout: Option<Duration>,
    pub grace: Option<Duration>,
    pub on_failure: OnFailure,
    pub name: Option<Cow<'static, str>>,
}

/// A name that was given as an expression.
pub fn name(name: impl Into<Cow<'static, str>>) -> Cow<'static, str> {
    name.into()
}

/// The name that `tokio::task::Builder` was given, and what that returns.
pub fn built(name: &str) -> Name {
    Some(Cow::Owned(name.to_owned()))
}

/// Runs the body of a function under `#[bounded_spawn]` in its scope.
pub async fn scope<F: Future>(
    mut options: ScopeOptions,
    body: F,
    how: How<F::Output>,
    ending: Ending<F::Output>,
    site: &'static StaticSite,
) -> F::Output {
    options.name.get_or_insert(Cow::Borrowed(site.function));
    match run::open(options, Site::of_await(site)) {
        Ok(opened) => run::Run::new(opened, body, how, ending).await,
        Err(error) => match ending.0 {
            Some(ending) => ending(error),
            None => panic!("{error}"),
        },
    }
}

/// A place for one more child, where the scope takes one.
pub struct Slot {
    // None outside any scope.
    node: Option<Arc<Node>>,
    seat: Option<Seat>,
    label: Label,
}

pub(super) async fn slot(site: &'static StaticSite, name: Name) -> Slot {
    let label = Label { name: name.map(error::Name::from), site: Site::of_await(site) };
    let Some(node) = ambient() else { return Slot { node: None, seat: None, label } };
    let seat = match seat(&node, label.site).await {
        Ok(seat) => Some(seat),
        Err(_) => {
            // A function that can be stopped at its awaits is stopped here.
            tokio::task::yield_now().await;
            None
        }
    };
    Slot { node: Some(node), seat, label }
}

/// `tokio::spawn(future)` in a function under `#[bounded_spawn]`.
pub async fn spawn<F>(
    future: F,
    how: How<F::Output>,
    site: &'static StaticSite,
    name: Name,
) -> Task<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    begin(slot(site, name).await, how, future)
}

/// `spawn_local(future)` in a function under `#[bounded_spawn]`.
pub async fn spawn_local<F>(
    future: F,
    how: How<F::Output>,
    site: &'static StaticSite,
    name: Name,
) -> Task<F::Output>
where
    F: Future<Output: 'static> + 'static,
{
    begin_local(slot(site, name).await, how, future)
}

/// `spawn_blocking(work)` in a function under `#[bounded_spawn]`.
pub async fn spawn_blocking<W, R>(
    work: W,
    how: How<R>,
    site: &'static StaticSite,
    name: Name,
) -> Task<R>
where
    W: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    begin_blocking(slot(site, name).await, how, work)
}

pub fn begin<F>(slot: Slot, how: How<F::Output>, future: F) -> Task<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    let Slot { node, seat, label } = slot;
    match (node, seat) {
        (Some(node), Some(seat)) => start(&node, seat, label, how, future),
        (Some(node), None) => refused(node, label),
        (None, _) => {
            outside(&label);
            Task::new(tokio::spawn(async { of_nobody(future.await) }), label, None)
        }
    }
}

pub fn begin_local<F>(slot: Slot, how: How<F::Output>, future: F) -> Task<F::Output>
where
    F: Future<Output: 'static> + 'static,
{
    let Slot { node, seat, label } = slot;
    match (node, seat) {
        (Some(node), Some(seat)) => start_local(&node, seat, label, how, future),
        (Some(node), None) => Task::new(tokio::task::spawn_local(never_begun(node)), label, None),
        (None, _) => {
            outside(&label);
            let handle = tokio::task::spawn_local(async { of_nobody(future.await) });
            Task::new(handle, label, None)
        }
    }
}

pub fn begin_blocking<W, R>(slot: Slot, how: How<R>, work: W) -> Task<R>
where
    W: FnOnce() -> R + Send + 'static,
    R: Send + 'static,
{
    let Slot { node, seat, label } = slot;
    match (node, seat) {
        (Some(node), Some(seat)) => start_blocking(&node, seat, label, how, work),
        (Some(node), None) => refused(node, label),
        (None, _) => {
            outside(&label);
            let handle = tokio::task::spawn_blocking(|| of_nobody(work()));
            Task::new(handle, label, None)
        }
    }
}

fn refused<T: Send + 'static>(scope: Arc<Node>, label: Label) -> Task<T> {
    let runtime = runtime(&scope);
    Task::new(runtime.spawn(never_begun(scope)), label, None)
}

/// In place of a child for which the scope has no place any more.
fn never_begun<T>(scope: Arc<Node>) -> impl Future<Output = Output<T>> + Send {
    if let Some(state) = scope.scope_state() {
        state.cut_short();
    }
    async { Output::Stopped(scope, Member(None)) }
}

/// A block of the function that was given to a task of somebody else's: what it spawns is what it was
/// without the attribute.
#[cold]
fn outside(label: &Label) {
    count_detached("it is spawned where its function's scope is not around", label.site);
}

fn of_nobody<T>(value: T) -> Output<T> {
    Output::Value { value, told: false, member: Member(None) }
}
