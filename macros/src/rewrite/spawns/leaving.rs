//! A child's handle that the function returns: as it is, in an `Ok`, in a struct. Whether what is
//! returned there is tokio's `JoinHandle`, types say.

use proc_macro2::TokenStream;
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Block, Expr, ExprCall, Pat, Stmt};

use super::Spawns;
use super::parts::{Ends, dead, number_of, one};
use crate::span;

/// What stands around a handle.
type Around<'a> = &'a dyn Fn(TokenStream) -> TokenStream;

impl Spawns<'_> {
    /// The value that a `return` or the end of the function gives.
    pub(super) fn returned(&mut self, value: &mut Expr) {
        if self.returns {
            self.leaving(value, &|inside| inside);
        }
    }

    fn leaving(&mut self, value: &mut Expr, around: Around<'_>) {
        if number_of(value).is_some() {
            return self.leaves(value, around);
        }
        let at = span::glue(span::ends(&*value).0);
        match value {
            Expr::Call(call) if wraps(call) => {
                let wrap = call.func.clone();
                if let Some(inside) = call.args.first_mut() {
                    self.leaving(inside, &|inside| around(quote_spanned!(at=> #wrap(#inside))));
                }
            }
            Expr::Call(call) => self.in_new_value(call),
            Expr::Tuple(tuple) => {
                let count = tuple.elems.len();
                for (index, element) in tuple.elems.iter_mut().enumerate() {
                    let p = self.private.at(at);
                    let others = |count| vec![quote_spanned!(at=> #p::any(),); count];
                    let (front, behind) = (others(index), others(count - index - 1));
                    self.leaving(element, &|inside| {
                        around(quote_spanned!(at=> (#(#front)* #inside, #(#behind)*)))
                    });
                }
            }
            value => {
                // One that is bound in a block that it leaves is out of sight here.
                let is_handle = self.is_handle(value) || self.handles.is_held(value);
                match leaves_of(value) {
                    Some(leaves) => leaves.into_iter().for_each(|leaf| self.leaving(leaf, around)),
                    None if is_handle => self.leaves(value, around),
                    None => {}
                }
            }
        }
    }

    // Input
    //     Ok(HANDLE)
    //
    // Output
    //     Ok(match HANDLE {
    //         __begun0 => {
    //             let __place0 = P::place();
    //             if false {
    //                 loop {}
    //                 if true { return Ok(P::given_of(__place0)); }
    //                 P::returned_handle(P::leaving(__place0, &__begun0).verdict());
    //             }
    //             P::given(__place0, &__begun0).give(__begun0)
    //         }
    //     })
    fn leaves(&mut self, handle: &mut Expr, around: Around<'_>) {
        let written = self.written(handle);
        let ends = span::ends(&written);
        let at = span::glue(ends.0);
        let number = self.number(&written);
        let p = self.private.at(at);
        let place = format_ident!("__place{number}", span = span::hidden(at));
        let name = format_ident!("__begun{number}", span = span::hidden(at));
        let copy = around(quote_spanned!(at=> #p::given_of(#place)));
        let check = self.check_of_leaving(number, ends);
        let dead = dead(&quote_spanned!(at=> if true { return #copy; } #check), at);
        let given = quote_spanned! {at=> {
            let #place = #p::place();
            #dead
            #p::given(#place, &#name).give(#name)
        }};
        let value = std::mem::replace(handle, Expr::PLACEHOLDER);
        *handle = one(Vec::new(), value, name, Expr::Verbatim(given), at);
    }

    // `Client { task: HANDLE }` or `Client(HANDLE)`, which ask already what the field is.
    fn in_new_value(&mut self, call: &mut ExprCall) {
        let is_variant = callee_of(call).is_some_and(|name| name.starts_with(char::is_uppercase));
        if is_variant {
            call.args.iter_mut().for_each(|argument| self.in_field(argument));
        }
        if let Some(Expr::Struct(literal)) = call.args.last_mut() {
            literal.fields.iter_mut().for_each(|field| self.in_field(&mut field.expr));
        }
    }

    fn in_field(&mut self, value: &mut Expr) {
        let Some(handle) = self.handle_in(value) else { return };
        let Some(number) = number_of(handle) else { return };
        let ends = span::ends(self.written(handle));
        let check = self.check_of_leaving(number, ends);
        let Expr::Match(given) = handle else { return };
        let Some(arm) = given.arms.first_mut() else { return };
        let is_asked =
            matches!(&arm.pat, Pat::Ident(name) if name.ident.to_string().starts_with("__begun"));
        let Expr::Verbatim(body) = &*arm.body else { return };
        let at = span::glue(ends.0);
        let asks = span::mentions(body, &format!("__place{number}"));
        if is_asked && asks {
            let dead = dead(&check, at);
            *arm.body = Expr::Verbatim(quote_spanned!(at=> { #dead #body }));
        }
    }

    /// `P::returned_handle(P::leaving(__place0, &__begun0).verdict());`
    fn check_of_leaving(&self, number: usize, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let place = format_ident!("__place{number}", span = span::hidden(at));
        let name = format_ident!("__begun{number}", span = span::hidden(at));
        let arguments = quote_spanned!(ends.1=> #place, &#name);
        let leaving = self.private.check(&["leaving"], arguments, ends);
        let verdict = quote_spanned!(ends.1=> #leaving.verdict());
        let check = self.private.check(&["returned_handle"], verdict, ends);
        quote_spanned!(at=> #check;)
    }
}

/// `Ok(..)`, `Some(..)`
fn wraps(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else { return false };
    call.args.len() == 1
        && path.path.segments.last().is_some_and(|it| it.ident == "Ok" || it.ident == "Some")
}

/// The name of what is called, also if it is asked what that takes.
fn callee_of(call: &ExprCall) -> Option<String> {
    match &*call.func {
        Expr::Paren(paren) => match &*paren.expr {
            Expr::Match(matched) => name_of(&matched.expr),
            _ => None,
        },
        callee => name_of(callee),
    }
}

fn name_of(callee: &Expr) -> Option<String> {
    match callee {
        Expr::Path(path) => path.path.segments.last().map(|it| it.ident.unraw().to_string()),
        _ => None,
    }
}

/// What an expression with branches gives.
fn leaves_of(value: &mut Expr) -> Option<Vec<&mut Expr>> {
    fn of_block(block: &mut Block) -> Option<&mut Expr> {
        match block.stmts.last_mut() {
            Some(Stmt::Expr(tail, None)) => Some(tail),
            _ => None,
        }
    }
    Some(match value {
        Expr::If(condition) => {
            let otherwise = condition.else_branch.as_mut().map(|(_, otherwise)| &mut **otherwise);
            of_block(&mut condition.then_branch).into_iter().chain(otherwise).collect()
        }
        Expr::Match(matched) => matched.arms.iter_mut().map(|arm| &mut *arm.body).collect(),
        Expr::Block(block) if block.label.is_none() => {
            of_block(&mut block.block).into_iter().collect()
        }
        Expr::Unsafe(block) => of_block(&mut block.block).into_iter().collect(),
        Expr::Paren(paren) => vec![&mut paren.expr],
        _ => return None,
    })
}
