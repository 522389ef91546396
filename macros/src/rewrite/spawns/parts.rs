//! What the rewritten spawns are put together from, and how they are known again.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{
    Arm, Attribute, Expr, ExprAwait, ExprMatch, Local, LocalInit, LocalModifiers, Pat, PatIdent,
    Stmt, Token, token,
};

use crate::span;

/// From one end of the call to the other, for messages.
pub(super) type Ends = (Span, Span);

/// `if false { loop {} CHECKS }`: type-checked, never borrow-checked, never run.
pub(super) fn dead(checks: &TokenStream, at: Span) -> TokenStream {
    if checks.is_empty() {
        return TokenStream::new();
    }
    quote_spanned! {at=>
        #[allow(unreachable_code, clippy::disallowed_methods, clippy::disallowed_types)]
        if false {
            loop {}
            #checks
        }
    }
}

/// The number of a rewritten spawn.
pub(super) fn number_of(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Await(awaited) => awaited_number(awaited),
        Expr::Match(matched) => {
            let pat = &matched.arms.first()?.pat;
            ["__begun", "__child", "__spawner"].iter().find_map(|prefix| number(pat, prefix))
        }
        _ => None,
    }
}

/// The number by which the user's own tokens are found of what is rewritten.
pub(super) fn original_of(expr: &Expr) -> Option<usize> {
    let given = |name: &Ident| name.to_string().strip_prefix("__given")?.parse().ok();
    match expr {
        Expr::Call(call) => match (&*call.func, call.args.first()) {
            (Expr::Paren(paren), _) => match &*paren.expr {
                Expr::Match(matched) => match &matched.arms.first()?.pat {
                    Pat::Verbatim(name) => given(&syn::parse2(name.clone()).ok()?),
                    _ => None,
                },
                _ => None,
            },
            (Expr::Verbatim(_), Some(Expr::Path(whole))) => given(whole.path.get_ident()?),
            _ => None,
        },
        _ => number_of(expr),
    }
}

/// The number of the spawn that this waits for a slot for.
pub(super) fn awaited_number(awaited: &ExprAwait) -> Option<usize> {
    match &*awaited.base {
        Expr::Block(block) => match block.block.stmts.first()? {
            Stmt::Local(local) => number(&local.pat, "__child"),
            _ => None,
        },
        Expr::MethodCall(call) if call.method == "slot" => match &*call.receiver {
            Expr::Path(spawner) => {
                let name = spawner.path.get_ident()?.to_string();
                name.strip_prefix("__spawner")?.parse().ok()
            }
            _ => None,
        },
        _ => None,
    }
}

/// `P::work::spawn_blocking(CLOSURE)`
pub(super) fn is_work(expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    let Expr::Path(callee) = &*call.func else { return false };
    let names = callee.path.segments.iter().rev().map(|it| it.ident.to_string());
    names.take(3).eq(["spawn_blocking", "work", "__private"])
}

/// Where the spawn stands that waits with this await for its slot.
pub(in crate::rewrite) fn slot_of(awaited: &ExprAwait) -> Option<Ends> {
    let at = (awaited.await_token.span, awaited.dot_token.span);
    awaited_number(awaited).map(|_| at)
}

fn number(pat: &Pat, prefix: &str) -> Option<usize> {
    let Pat::Ident(pat) = pat else { return None };
    pat.ident.to_string().strip_prefix(prefix)?.parse().ok()
}

/// `EXPR.await`, the `.await` standing at the user's call.
pub(super) fn awaited(attrs: Vec<Attribute>, future: Expr, (first, last): Ends) -> Expr {
    Expr::Await(ExprAwait {
        attrs,
        base: Box::new(future),
        dot_token: Token![.](span::glue(last)),
        await_token: Token![await](span::glue(first)),
    })
}

pub(super) fn let_of(name: Ident, value: Expr, at: Span) -> Stmt {
    Stmt::Local(Local {
        attrs: Vec::new(),
        let_token: Token![let](at),
        modifiers: LocalModifiers::default(),
        pat: binding(name),
        init: Some(LocalInit { eq_token: Token![=](at), expr: Box::new(value), diverge: None }),
        semi_token: Token![;](at),
    })
}

fn binding(ident: Ident) -> Pat {
    Pat::Ident(PatIdent { attrs: Vec::new(), by_ref: None, mutability: None, ident, subpat: None })
}

/// `match SCRUTINEE { NAME => BODY }`
pub(super) fn one(
    attrs: Vec<Attribute>,
    scrutinee: Expr,
    name: Ident,
    body: Expr,
    at: Span,
) -> Expr {
    let arm = Arm {
        attrs: Vec::new(),
        pat: binding(name),
        fat_arrow_token: Token![=>](at),
        body: Box::new(body),
        comma: Some(Token![,](at)),
    };
    Expr::Match(ExprMatch {
        attrs,
        match_token: Token![match](at),
        expr: Box::new(scrutinee),
        brace_token: token::Brace(at),
        arms: vec![arm],
    })
}
