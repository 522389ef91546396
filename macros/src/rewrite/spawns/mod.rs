//! The spawns of a function under `#[bounded_spawn]` become children of its scope.
//!
//! Also in nested `async` blocks: these find the scope by themselves. What is spawned past the scope is
//! an error, as far as types show it by the compiler, in dead code.

mod alive;
mod asked;
mod calls;
mod child;
mod given;
mod handles;
mod holders;
mod leaving;
mod methods;
mod originals;
mod parts;
mod unread;

use std::collections::{HashMap, HashSet};

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprCall, ExprClosure, ExprForLoop, ExprLet, ExprRepeat, Item, Local,
    Macro, Pat, PatIdent, PathArguments, Stmt, Type,
};

use super::awaits::{self, text_of};
use super::private::{At, Private};
use crate::body::flow::opened::Table;
use crate::body::known::Known;
use crate::check;
use crate::check::scope::Plan;
use crate::item::Function;
use crate::report::Report;
use crate::span;
use alive::Alive;
use calls::{SPAWNS, Spawner};
use handles::{FedBy, Feeds};
use holders::Handles;
pub(crate) use originals::Originals;
pub(in crate::rewrite) use parts::slot_of;

/// Rewrites the body, while it is taken out of the function.
pub(crate) fn spawns(function: &mut Function, plan: &Plan, report: &mut Report) -> Originals {
    let Some(mut body) = function.body.take() else { return Originals::default() };
    let private = Private::new(plan.krate.clone());
    let mut table = Table::default();
    let mut bound = Bound::default();
    let mut handles = Handles::default();
    bound.visit_signature(&function.item.sig);
    for stmt in &body {
        table.visit_stmt(stmt);
        bound.visit_stmt(stmt);
        handles.visit_stmt(stmt);
    }
    let mut feeds = Feeds::new(&handles);
    body.iter().for_each(|stmt| feeds.visit_stmt(stmt));
    let fed = feeds.fed;
    let tokens: TokenStream = body.iter().map(ToTokens::to_token_stream).collect();
    // What is in place of an `impl Trait` nothing says.
    let returns =
        function.output().is_some_and(|output| !span::mentions(&output.to_token_stream(), "impl"));
    let mut spawns = Spawns {
        private: &private,
        function: function.item.sig.ident.unraw().to_string(),
        table,
        bound: bound.names,
        renamed: bound.renamed,
        variables: bound.variables,
        handles,
        fed,
        spawns: SPAWNS.iter().any(|name| span::mentions(&tokens, name)),
        can_wait: true,
        returns,
        captures: false,
        alive: Alive::Nothing,
        front: None,
        places: None,
        report,
        originals: Vec::new(),
        changes: 0,
    };
    spawns.each_stmt(&mut body);
    if let Some(Stmt::Expr(tail, None)) = body.last_mut() {
        spawns.returned(tail);
    }
    let originals = Originals(spawns.originals);
    function.body = Some(body);
    originals
}

/// Walks over a body from the leaves up.
struct Spawns<'a> {
    private: &'a Private,
    function: String,
    table: Table,
    /// All names that patterns bind: what is called by one is no function of tokio's.
    bound: HashSet<String>,
    /// Those of them that are no functions.
    variables: HashSet<String>,
    /// What a `use` in the body calls one of the functions that spawn.
    renamed: HashMap<String, Spawner>,
    /// Variables that hold the handle of a child.
    handles: Handles,
    /// What is put into variables.
    fed: HashMap<String, FedBy>,
    /// The body may spawn at all.
    spawns: bool,
    /// The code is async: it can wait for a slot.
    can_wait: bool,
    /// What the code returns is what the signature says.
    returns: bool,
    /// The code is in a block or closure that takes what it needs by reference.
    captures: bool,
    /// What the statement keeps alive where the walk is.
    alive: Alive,
    /// What has to stand in front of the statement, if anything can.
    front: Option<Vec<Stmt>>,
    /// What says nothing but types, and has to stand in front of that too, if anything can.
    places: Option<Vec<Stmt>>,
    report: &'a mut Report,
    originals: Vec<TokenStream>,
    /// How much was changed, to see whether tokens of a macro were.
    changes: usize,
}

impl Spawns<'_> {
    fn at(&self, at: Span) -> At<'_> {
        self.private.at(at)
    }

    fn site(&self, call: &Expr, user: Span) -> TokenStream {
        awaits::site(self.private, &self.function, &text_of(call), user)
    }

    /// A number for a spawn, by which the user's own tokens are found again.
    fn number(&mut self, original: &Expr) -> usize {
        self.changes += 1;
        self.originals.push(original.to_token_stream());
        self.originals.len() - 1
    }

    fn nested(&mut self, can_wait: bool, is_moved: bool, walk: impl FnOnce(&mut Self)) {
        let outer = (self.can_wait, self.captures, self.returns);
        (self.can_wait, self.captures, self.returns) =
            (can_wait, self.captures || !is_moved, false);
        self.among(Alive::Nothing, walk);
        (self.can_wait, self.captures, self.returns) = outer;
    }

    fn among(&mut self, alive: Alive, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.alive, alive);
        walk(self);
        self.alive = outer;
    }

    /// A call, after what is in it.
    fn called(&mut self, expr: &mut Expr) {
        if let Expr::Call(_) = expr {
            self.method_by_path(expr);
            self.call(expr);
        } else if !self.builder(expr) {
            self.method(expr);
        }
    }
}

impl VisitMut for Spawns<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Call(call) if is_detach(call) => {}
            Expr::Path(path) => {
                visit_mut::visit_expr_path_mut(self, path);
                if calls::is_tokios(path) {
                    check::scope::as_value(path, self.report);
                }
            }
            Expr::Call(_) | Expr::MethodCall(_) => {
                self.called_by_map(expr);
                self.operands(expr);
                self.given_to_method(expr);
                self.given_to_function(expr);
                self.called(expr);
            }
            Expr::Struct(_) => {
                self.operands(expr);
                self.given_to_field(expr);
            }
            Expr::Tuple(_) => self.operands(expr),
            Expr::Array(_) => {
                self.operands(expr);
                if let Expr::Array(array) = expr {
                    self.given_beside(array.elems.iter_mut().collect());
                }
            }
            Expr::If(_) | Expr::Match(_) | Expr::Binary(_) | Expr::While(_) => {
                self.branches(expr);
            }
            Expr::Assign(assign) => {
                visit_mut::visit_expr_assign_mut(self, assign);
                self.stored(&assign.left, &mut assign.right);
                self.given_to_place(assign);
            }
            Expr::Return(returned) => {
                visit_mut::visit_expr_return_mut(self, returned);
                if let Some(value) = &mut returned.expr {
                    self.returned(value);
                }
            }
            Expr::Async(block) => self.nested(true, block.capture.is_some(), |spawns| {
                spawns.visit_block_mut(&mut block.block);
            }),
            Expr::Closure(closure) => {
                closure.inputs.iter_mut().for_each(|input| self.handles_in(input));
                let can_wait = closure.asyncness.is_some();
                let outside = self.handles.one.clone();
                closure.inputs.iter().for_each(|input| self.handles.bind(input, false));
                self.nested(can_wait, closure.capture.is_some(), |spawns| {
                    spawns.apart(&mut closure.body)
                });
                self.handles.one = outside;
            }
            Expr::Const(_) => {}
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        self.stmts(&mut block.stmts);
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        let is_handle = self.handles.is_bound_by(local);
        let output = self.annotated(local);
        let before = self.originals.len();
        visit_mut::visit_local_mut(self, local);
        if let (Some(output), Some(init)) = (output, &mut local.init) {
            self.tell_output(&output, &mut init.expr, before);
        }
        self.collected_into(local);
        self.given_to_type(local);
        self.handles.bind(&local.pat, is_handle);
    }

    fn visit_expr_for_loop_mut(&mut self, repeated: &mut ExprForLoop) {
        let are_handles = self.handles.are_given_by(&repeated.expr);
        self.visit_expr_mut(&mut repeated.expr);
        let outside = self.handles.one.clone();
        self.handles.bind(&repeated.pat, are_handles);
        self.visit_block_mut(&mut repeated.body);
        self.handles.one = outside;
    }

    fn visit_expr_let_mut(&mut self, condition: &mut ExprLet) {
        let is_handle = matches!(*condition.pat, Pat::TupleStruct(_))
            && self.handles.are_given_by(&condition.expr);
        visit_mut::visit_expr_let_mut(self, condition);
        self.handles.bind(&condition.pat, is_handle);
    }

    fn visit_expr_repeat_mut(&mut self, repeat: &mut ExprRepeat) {
        // The length is a constant.
        self.visit_expr_mut(&mut repeat.expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let Some(mut opened) = self.table.take(mac) else {
            if Known::of(&mac.path) == Known::Unknown
                && let Some(spawn) = unread::tokios_in(mac)
            {
                check::scope::in_macro(&spawn, &mac.path, self.report);
            }
            return;
        };
        let before = self.changes;
        self.among(Alive::Nothing, |spawns| {
            opened.expressions_mut().into_iter().for_each(|expr| spawns.visit_expr_mut(expr));
            if mac.path.is_ident("vec") {
                spawns.given_beside(opened.expressions_mut());
            }
        });
        if self.changes > before {
            mac.tokens = opened.to_token_stream();
        }
    }

    fn visit_path_arguments_mut(&mut self, arguments: &mut PathArguments) {
        // A turbofish: other paths are not visited.
        self.handles_in_arguments(arguments);
    }

    fn visit_angle_bracketed_generic_arguments_mut(
        &mut self,
        arguments: &mut syn::AngleBracketedGenericArguments,
    ) {
        self.handles_in_method(arguments);
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if let Pat::Guard(guard) = pat {
            self.visit_expr_mut(&mut guard.guard);
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_type_mut(&mut self, _: &mut Type) {}

    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
}

/// `asyncward::detach("reason", ..)`: what it is given runs outside the scope, by the user's word.
fn is_detach(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    let names: Vec<String> = path.path.segments.iter().map(|it| it.ident.to_string()).collect();
    names == ["asyncward", "detach"]
}

/// What a function binds.
#[derive(Default)]
struct Bound {
    names: HashSet<String>,
    /// Without functions.
    variables: HashSet<String>,
    /// What one of the functions that spawn is called in the body.
    renamed: HashMap<String, Spawner>,
}

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.names.insert(pat.ident.unraw().to_string());
        self.variables.insert(pat.ident.unraw().to_string());
        visit::visit_pat_ident(self, pat);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        visit::visit_expr_closure(self, closure);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        // A function of the user's own, whatever it does, hides an imported one.
        match item {
            Item::Fn(item) => {
                self.names.insert(item.sig.ident.unraw().to_string());
            }
            Item::Use(item) => calls::renamed_by(&item.tree, &mut Vec::new(), &mut self.renamed),
            _ => {}
        }
    }
}
