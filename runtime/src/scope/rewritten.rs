//! What the rewritten code of `#[bounded_spawn]` calls. Its spawns give a [`Task`] whatever happens: in
//! a scope that takes no more children, one that was dropped.
#![allow(missing_docs)]

use std::borrow::Cow;
use std::future::{Future, pending};
use std::sync::Arc;
use std::time::Duration;

use super::error::Label;
use super::outcome::How;
use super::probe::Ending;
use super::spawn::{ambient, runtime, seat, start, start_blocking, start_local};
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

/// For rewritten code, which has no `Result` to return: a scope has to be there.
pub(super) fn scope_of_rewritten(site: &'static StaticSite) -> Arc<Node> {
    match ambient() {
        Some(node) => node,
        None => panic!(
            "there is no scope around this spawn; its function is under `#[bounded_spawn]`, but it \
             is not polled there: {}",
            Site::of_await(site)
        ),
    }
}

pub(super) fn label(site: &'static StaticSite, name: Name) -> Label {
    Label { name, site: Site::of_await(site) }
}

/// A scope takes no more children. A function that can be stopped at its awaits is stopped here.
pub(super) async fn refused() {
    tokio::task::yield_now().await;
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
    let (node, label) = (scope_of_rewritten(site), label(site, name));
    match seat(&node).await {
        Ok(seat) => start(&node, seat, label, how, future),
        Err(_) => {
            refused().await;
            Task::never_spawned(runtime(&node).spawn(pending()), label, how, &node)
        }
    }
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
    let (node, label) = (scope_of_rewritten(site), label(site, name));
    match seat(&node).await {
        Ok(seat) => start_local(seat, label, how, future),
        Err(_) => {
            refused().await;
            Task::never_spawned(tokio::task::spawn_local(pending()), label, how, &node)
        }
    }
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
    let (node, label) = (scope_of_rewritten(site), label(site, name));
    match seat(&node).await {
        Ok(seat) => start_blocking(&node, seat, label, how, work),
        Err(_) => {
            refused().await;
            Task::never_spawned(runtime(&node).spawn(pending()), label, how, &node)
        }
    }
}
