//! The checks of `#[no_blocking]` and `#[explicit_backpressure]`: the compiler is asked whether a call with
//! a name of the catalogue is the one that is meant. Nothing of it ever runs, and what the call does is as it was.

mod allowances;
mod ask;
mod ends;
mod handed;
mod homes;
mod marks;
mod pressure;
mod probe;
mod put;
mod question;
mod scopes;
mod spelling;
mod subject;
mod variables;
mod walk;

use std::collections::HashSet;

use quote::ToTokens as _;
use syn::ItemFn;
use syn::visit::Visit as _;

use super::private::Private;
use crate::args::backpressure;
use crate::args::blocking::Options;
use crate::body::flow::opened::Table;
use crate::report::Report;
use crate::rule::Rule;
use allowances::Allowances;
use homes::Home;
use pressure::Pressure;
use scopes::Scopes;
use spelling::{name_of, peeled};

// Input
//     a::NAME(b)
//     c.NAME(d)
//     e().NAME()
//
// Output
//     (match a::NAME { __value => { DEAD; __value } })(b)
//     DEAD; c.NAME(d)
//     match c.NAME(d) { __value => { DEAD; __value } }
//     match e() { __value => { DEAD; __value } }.NAME()
//
// with, for each row of that name, one of
//
//     P::rows::ROW::NonBlocking::check(P::pair(&__value, &ROW).verdict(&SETTLED));
//     P::rows::ROW::NonBlocking::check(P::called(P::of::<P::rows::ROW::On>(), &c, &__value).listed().verdict());
//
// in DEAD, which is `if false { loop {} .. }`: type-checked, never borrow-checked, never run.
pub(crate) fn blocking(item: &mut ItemFn, is_async: bool, options: &Options, report: &mut Report) {
    check(item, is_async, options, None, report);
}

pub(crate) fn backpressure(
    item: &mut ItemFn,
    options: &backpressure::Options,
    waits: Waits,
    report: &mut Report,
) {
    check(item, true, &Options::of(options.krate.clone()), Some(waits), report);
}

/// What `#[explicit_backpressure]` has to know of a function as the user wrote it.
pub(crate) struct Waits {
    pressure: Pressure,
    only_awaited: HashSet<String>,
}

impl Waits {
    /// `is_bounded`: something ends the whole function in time. `is_scope`: and with it what it
    /// spawns.
    pub(crate) fn of(item: &ItemFn, is_bounded: bool, is_scope: bool) -> Waits {
        let is_async = item.sig.asyncness.is_some();
        let pressure = Pressure::of(&item.block.to_token_stream(), is_async, is_bounded, is_scope);
        Waits { pressure, only_awaited: variables::only_awaited(item) }
    }
}

fn check(
    item: &mut ItemFn,
    is_async: bool,
    options: &Options,
    waits: Option<Waits>,
    report: &mut Report,
) {
    if item.sig.constness.is_some() {
        return;
    }
    let (pressure, only_awaited) = match waits {
        Some(waits) => (Some(waits.pressure), waits.only_awaited),
        None => (None, HashSet::new()),
    };
    let rule = if pressure.is_some() { Rule::Backpressure } else { Rule::Blocking };
    let mut table = Table::default();
    table.visit_block(&item.block);
    let insulates = |name: &syn::Ident, is_method| options.insulates(name, is_method);
    let mut names = handed::Names::new(&insulates, &table);
    names.visit_item_fn(item);
    let has_async = names.has_async;
    let (handed, called) = names.told();
    let mut bound = scopes::Everywhere::default();
    bound.visit_item_fn(item);
    let private = Private::new(options.krate.clone());
    let mut calls = Calls {
        private: &private,
        options,
        table,
        bound: bound.0.0,
        handed,
        called,
        scopes: Scopes::default(),
        // What else there is, tokio's macros put around the body: they may block on it.
        is_watched: is_async || !has_async,
        allowances: Allowances::new(rule),
        pressure,
        only_awaited,
        report,
        homes: Vec::new(),
        slots: 0,
        is_awaited: false,
        is_settled: false,
        changes: 0,
    };
    calls.home(&mut item.block);
}

/// Walks over a body from the leaves up.
struct Calls<'a> {
    private: &'a Private,
    options: &'a Options,
    table: Table,
    /// The names that patterns bind, those of a `let` only behind it: what is called by one may be a closure.
    bound: HashSet<String>,
    /// Names of closures that are only handed to what insulates them.
    handed: HashSet<String>,
    /// Names by which something is called on a worker.
    called: HashSet<String>,
    scopes: Scopes,
    /// What is called here runs on a worker thread.
    is_watched: bool,
    allowances: Allowances,
    /// For `#[explicit_backpressure]`, where the walk is.
    pressure: Option<Pressure>,
    /// The variables of futures that are only awaited.
    only_awaited: HashSet<String>,
    report: &'a mut Report,
    /// The bodies around the place where the walk is.
    homes: Vec<Home>,
    /// How many slots there are, to name them.
    slots: usize,
    /// What comes next is a future.
    is_awaited: bool,
    /// What it gives has to be known there.
    is_settled: bool,
    /// How much was changed, to see whether tokens of a macro were.
    changes: usize,
}
