//! Ties each slot to the value it is about, where that comes into being.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprArray, ExprCall, ExprField, ExprMethodCall, ExprTuple, FnArg, Index, Item,
    Macro, Member, Pat, Path, Stmt, Token, Type, token,
};

use super::super::awaits::match_of;
use super::super::generated;
use super::{Checks, key};
use crate::body::attrs;
use crate::body::flow::What;
use crate::body::flow::opened::Table;
use crate::check::lock::is_allowance;
use crate::span;

/// What a temporary is called while it is tied.
const VALUE: &str = "__value";

/// Walks over the body from the leaves up: what is asked for by its place has not moved yet.
pub(super) struct Tier<'a> {
    checks: &'a Checks<'a>,
    table: Table,
    pub(super) tied: HashSet<usize>,
    /// How much was changed, to see whether tokens of a macro were.
    changes: usize,
}

impl<'a> Tier<'a> {
    pub(super) fn new(checks: &'a Checks<'a>, table: Table) -> Tier<'a> {
        Tier { checks, table, tied: HashSet::new(), changes: 0 }
    }

    /// The ties of a parameter.
    pub(super) fn input(&mut self, input: &FnArg) -> TokenStream {
        match input {
            FnArg::Typed(input) => self.pattern(&input.pat),
            FnArg::Receiver(receiver) => self.checks.ties(key(receiver), &mut self.tied),
        }
    }

    fn pattern(&mut self, pat: &Pat) -> TokenStream {
        let ties = self.checks.ties(key(pat), &mut self.tied);
        self.changes += usize::from(!ties.is_empty());
        ties
    }

    /// The ties of what a condition binds.
    fn condition(&mut self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::Let(matched) => self.pattern(&matched.pat),
            Expr::Binary(both) => {
                let mut ties = self.condition(&both.left);
                ties.extend(self.condition(&both.right));
                ties
            }
            _ => TokenStream::new(),
        }
    }

    // Input
    //     EXPR
    //
    // Output
    //     match EXPR { __value => { if false { loop {} P::tie(__held0, &__value); } (__value,) } }.0
    //
    // The temporaries of `EXPR` live as long as before. A `match` would pass on the type that is
    // expected around it, which `EXPR` may be coerced to; a field expects nothing of what it is in.
    // What is moved on is coerced like any value, and must leave nothing behind that takes room.
    fn temporary(&mut self, expr: &mut Expr, index: usize) {
        self.tied.insert(index);
        self.changes += 1;
        let user = self.checks.at(index);
        let at = span::glue(user);
        let value = Ident::new(VALUE, span::hidden(user));
        let tie = self.checks.tie(index, &value);
        let is_moved = match self.checks.candidates[index].what {
            What::Temporary { is_moved, .. } => is_moved,
            What::Field { .. } => return self.field(expr, index),
            What::Binding { .. } | What::Parameter { .. } => return,
        };
        let body = if is_moved {
            quote_spanned!(at=> { #tie #value })
        } else {
            quote_spanned!(at=> { #tie (#value,) })
        };
        let temporary = std::mem::replace(expr, Expr::PLACEHOLDER);
        let tied = match_of(Vec::new(), temporary, [(value.into_token_stream(), body)], (at, at));
        *expr = if is_moved {
            tied
        } else {
            Expr::Field(ExprField {
                attrs: Vec::new(),
                base: Box::new(tied),
                dot_token: Token![.](at),
                member: Member::Unnamed(Index { index: 0, span: at }),
            })
        };
    }

    // Input
    //     binding.field
    //
    // Output
    //     { if false { loop {} P::tie(__held0, &binding.field); } binding.field }
    fn field(&mut self, expr: &mut Expr, index: usize) {
        if matches!(expr, Expr::Call(_) | Expr::MethodCall(_)) {
            return self.call(expr, index);
        }
        let tie = self.checks.tie(index, &*expr);
        front(expr, tie);
    }

    // Input
    //     call()
    //
    // Output
    //     if false {
    //         let __value = { loop {} let __value = &call(); P::tie(__held0, &*__value); P::by_value(__value) };
    //         __value
    //     } else {
    //         call()
    //     }
    //
    // Both are expected to be of the same type.
    fn call(&mut self, expr: &mut Expr, index: usize) {
        let user = self.checks.at(index);
        let at = span::glue(user);
        let value = Ident::new(VALUE, span::hidden(user));
        let p = self.checks.private.at(at);
        let tie = self.checks.tie(index, quote_spanned!(at=> *#value));
        let dead = quote_spanned! {at=>
            #[allow(unreachable_code, unused_variables, clippy::all, clippy::pedantic)]
            let #value = {
                loop {}
                let #value = &#expr;
                #tie
                #p::by_value(#value)
            };
        };
        let call = std::mem::replace(expr, Expr::PLACEHOLDER);
        let block = |stmts| Block { brace_token: token::Brace(at), stmts };
        let result: Expr = syn::parse_quote_spanned!(at=> #value);
        *expr = Expr::If(syn::ExprIf {
            attrs: Vec::new(),
            if_token: Token![if](at),
            cond: Box::new(syn::parse_quote_spanned!(at=> false)),
            then_branch: block(vec![generated(dead), Stmt::Expr(result, None)]),
            else_branch: Some((
                Token![else](at),
                Box::new(Expr::Block(syn::ExprBlock {
                    attrs: Vec::new(),
                    label: None,
                    block: block(vec![Stmt::Expr(call, None)]),
                })),
            )),
        });
    }

    /// An element that may not be there has no slot, whose type nothing would tell then; nor can it be put
    /// into a `match`, where it could not be left out.
    fn elements(&mut self, elements: &mut Punctuated<Expr, Token![,]>) {
        for element in elements.iter_mut().filter(|element| attrs::of_expr(element).is_empty()) {
            self.visit_expr_mut(element);
        }
    }

    /// Puts the slots and checks of a nested body around it.
    fn home(&mut self, home: usize, body: &mut Block) {
        let is_changed = self.checks.around(home, &self.tied, body, &[]);
        self.changes += usize::from(is_changed);
    }
}

/// The expression as the user wrote it.
pub(in crate::rewrite) fn untied(expr: &Expr) -> Expr {
    let mut expr = expr.clone();
    Untie.visit_expr_mut(&mut expr);
    expr
}

struct Untie;

impl VisitMut for Untie {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Block(block) = expr
            && let [Stmt::Item(Item::Verbatim(_)), Stmt::Expr(value, None)] =
                &mut block.block.stmts[..]
        {
            *expr = std::mem::replace(value, Expr::PLACEHOLDER);
        }
        if let Some(user) = wrapped(expr) {
            *expr = user;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}

/// What `Tier::temporary` has put a `match` around.
fn wrapped(expr: &mut Expr) -> Option<Expr> {
    match expr {
        Expr::Field(field) => wrapped(&mut field.base),
        Expr::Paren(paren) => wrapped(&mut paren.expr),
        Expr::Match(wrapper) => match &wrapper.arms[..] {
            [arm] if is_wrapping(&arm.pat) => {
                Some(std::mem::replace(&mut wrapper.expr, Expr::PLACEHOLDER))
            }
            _ => None,
        },
        _ => None,
    }
}

/// It binds what was wrapped, and may have been a token of a macro meanwhile.
fn is_wrapping(pat: &Pat) -> bool {
    match pat {
        Pat::Verbatim(value) => value.to_string().ends_with(VALUE),
        Pat::Ident(pat) => pat.ident == VALUE,
        _ => false,
    }
}

/// Puts ties in front of what is evaluated with the names bound.
fn front(expr: &mut Expr, ties: TokenStream) {
    if !ties.is_empty()
        && let Some(block) = as_block(expr)
    {
        block.stmts.insert(0, generated(ties));
    }
}

/// Makes the expression a block, if it is none.
fn as_block(expr: &mut Expr) -> Option<&mut Block> {
    let is_block =
        matches!(expr, Expr::Block(block) if block.label.is_none() && block.attrs.is_empty());
    if !is_block {
        let at = span::glue(span::ends(&*expr).0);
        let value = std::mem::replace(expr, Expr::PLACEHOLDER);
        let block = Block { brace_token: token::Brace(at), stmts: vec![Stmt::Expr(value, None)] };
        *expr = Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block });
    }
    match expr {
        Expr::Block(block) => Some(&mut block.block),
        _ => None,
    }
}

impl VisitMut for Tier<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let ties: Vec<TokenStream> = block
            .stmts
            .iter()
            .map(|stmt| match stmt {
                Stmt::Local(local) => self.pattern(&local.pat),
                _ => TokenStream::new(),
            })
            .collect();
        for stmt in &mut block.stmts {
            self.visit_stmt_mut(stmt);
        }
        if ties.iter().all(TokenStream::is_empty) {
            return;
        }
        let stmts = std::mem::take(&mut block.stmts);
        for (stmt, ties) in stmts.into_iter().zip(ties) {
            block.stmts.push(stmt);
            if !ties.is_empty() {
                block.stmts.push(generated(ties));
            }
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let temporary = self.checks.temporaries.get(&key(expr)).copied();
        match expr {
            Expr::If(branch) => {
                let ties = self.condition(&branch.cond);
                visit_mut::visit_expr_if_mut(self, branch);
                if !ties.is_empty() {
                    branch.then_branch.stmts.insert(0, generated(ties));
                }
            }
            Expr::While(repeated) => {
                let ties = self.condition(&repeated.cond);
                visit_mut::visit_expr_while_mut(self, repeated);
                if !ties.is_empty() {
                    repeated.body.stmts.insert(0, generated(ties));
                }
            }
            Expr::ForLoop(repeated) => {
                let ties = self.pattern(&repeated.pat);
                visit_mut::visit_expr_for_loop_mut(self, repeated);
                if !ties.is_empty() {
                    repeated.body.stmts.insert(0, generated(ties));
                }
            }
            Expr::Match(branch) => {
                let ties: Vec<TokenStream> =
                    branch.arms.iter().map(|arm| self.pattern(&arm.pat)).collect();
                visit_mut::visit_expr_match_mut(self, branch);
                for (arm, ties) in branch.arms.iter_mut().zip(ties) {
                    front(&mut arm.body, ties);
                }
            }
            Expr::Async(block) => {
                let home = key(block);
                visit_mut::visit_expr_async_mut(self, block);
                self.home(home, &mut block.block);
            }
            Expr::Closure(closure) => {
                let home = key(closure);
                let ties: TokenStream =
                    closure.inputs.iter().map(|input| self.pattern(input)).collect();
                self.visit_expr_mut(&mut closure.body);
                front(&mut closure.body, ties);
                if self.checks.homes.contains_key(&home)
                    && let Some(body) = as_block(&mut closure.body)
                {
                    self.home(home, body);
                }
            }
            Expr::Macro(called) => self.visit_macro_mut(&mut called.mac),
            _ => visit_mut::visit_expr_mut(self, expr),
        }
        if let Some(index) = temporary {
            self.temporary(expr, index);
        }
    }

    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        self.visit_expr_mut(&mut call.func);
        self.elements(&mut call.args);
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut ExprMethodCall) {
        self.visit_expr_mut(&mut call.receiver);
        self.elements(&mut call.args);
    }

    fn visit_expr_array_mut(&mut self, array: &mut ExprArray) {
        self.elements(&mut array.elems);
    }

    fn visit_expr_tuple_mut(&mut self, tuple: &mut ExprTuple) {
        self.elements(&mut tuple.elems);
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Some(attrs) = attrs::of_stmt_mut(stmt) {
            let before = attrs.len();
            attrs.retain(|attribute| !is_allowance(attribute));
            self.changes += before - attrs.len();
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        let Some(mut opened) = self.table.take(mac) else { return };
        let before = self.changes;
        let ties: Vec<TokenStream> =
            opened.arms_mut().iter().map(|arm| self.pattern(&arm.pat)).collect();
        opened.expressions_mut().into_iter().for_each(|expr| self.visit_expr_mut(expr));
        for (arm, ties) in opened.arms_mut().iter_mut().zip(ties) {
            front(&mut arm.handler, ties);
        }
        if self.changes > before {
            mac.tokens = opened.to_token_stream();
        }
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if let Pat::Guard(guard) = pat {
            self.visit_expr_mut(&mut guard.guard);
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_type_mut(&mut self, _: &mut Type) {}

    fn visit_path_mut(&mut self, _: &mut Path) {}
}
