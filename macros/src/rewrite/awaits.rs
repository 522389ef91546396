//! Each `.await` of the body becomes a checkpoint.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm, Attribute, Expr, ExprAsync, ExprAwait, ExprClosure, ExprMatch, Item, Macro, Pat, Path,
    Stmt, Token, Type, token,
};

use super::held::untied;
use super::private::{At, Private};
use super::spawns::Originals;
use crate::body::known::Known;
use crate::body::text;
use crate::span;

/// How long the text of an awaited expression may be.
const TEXT: usize = 60;

/// What a stopped function returns.
pub(super) enum Outcome {
    /// `P::stop(..)`, with the ends of the return type. All of a function have the same, so that
    /// the compiler says it once if the type does not fit.
    Error((Span, Span)),
    /// `None`: nothing.
    Value(Option<Expr>),
}

/// Walks over a body, but not into what is a future of its own.
pub(super) struct Rewriter<'a> {
    private: &'a Private,
    function: String,
    outcome: &'a Outcome,
    spawned: &'a Originals,
}

impl<'a> Rewriter<'a> {
    pub(super) fn new(
        private: &'a Private,
        function: &Ident,
        outcome: &'a Outcome,
        spawned: &'a Originals,
    ) -> Self {
        Rewriter { private, function: function.to_string(), outcome, spawned }
    }

    pub(super) fn at(&self, at: Span) -> At<'a> {
        self.private.at(at)
    }

    /// What stands in front of the body. `name` is where the function's name is.
    pub(super) fn prologue(&self, name: Span) -> TokenStream {
        let at = span::glue(name);
        let (p, frame, site) = (self.at(at), frame(name), self.site("", name));
        let started = Ident::new("__started", span::hidden(name));
        let (stopped, written) = (self.stopped(name), self.private.as_written(at));
        quote_spanned! {at=>
            #[allow(unused_imports)]
            use #written::{Arms as _, Checkpoints as _};
            let #frame = match #p::Frame::enter(#site) {
                #p::Ok(#started) => #started,
                #stopped
            };
        }
    }

    /// `&P::Site { .. }`, which the compiler makes a static of.
    pub(super) fn site(&self, expression: &str, user: Span) -> TokenStream {
        site(self.private, &self.function, expression, user)
    }

    /// Of a child's slot, the call that spawns.
    fn text_of_awaited(&self, awaited: &ExprAwait) -> String {
        self.spawned
            .spawn(awaited)
            .map_or_else(|| self.text_of(&awaited.base), |written| text::of(written.clone(), TEXT))
    }

    /// The text of what is awaited, as the user wrote it.
    pub(super) fn text_of(&self, expression: &Expr) -> String {
        match self.spawned.restored(expression) {
            Some(written) => text_of(&written),
            None => text_of(expression),
        }
    }

    /// `P::Err(__cancelled) => return P::stop(__cancelled),`
    pub(super) fn stopped(&self, user: Span) -> TokenStream {
        let (pattern, stop) = self.stopped_arm(user);
        quote_spanned!(span::glue(user)=> #pattern => #stop,)
    }

    fn stopped_arm(&self, user: Span) -> (TokenStream, TokenStream) {
        let at = span::glue(user);
        let (p, cancelled, stop) = (self.at(at), self.cancelled(user), self.stop(user));
        // A value may diverge.
        let allow = match self.outcome {
            Outcome::Error(_) => None,
            Outcome::Value(_) => Some(quote_spanned!(at=> #[allow(unreachable_code)])),
        };
        (quote_spanned!(at=> #allow #p::Err(#cancelled)), stop)
    }

    /// The pattern of a `Cancelled`.
    pub(super) fn cancelled(&self, user: Span) -> TokenStream {
        match self.outcome {
            Outcome::Error(_) => Ident::new("__cancelled", span::hidden(user)).into_token_stream(),
            Outcome::Value(_) => Token![_](span::glue(user)).into_token_stream(),
        }
    }

    /// `return P::stop(__cancelled)`
    pub(super) fn stop(&self, user: Span) -> TokenStream {
        let at = span::glue(user);
        match self.outcome {
            Outcome::Error(ends) => {
                let stop = self.private.check(&["stop"], self.cancelled(ends.1), *ends);
                quote_spanned!(span::glue(ends.0)=> return #stop)
            }
            Outcome::Value(Some(value)) if panics(value) => value.to_token_stream(),
            Outcome::Value(value) => quote_spanned!(at=> return #value),
        }
    }

    // Input
    //     EXPR.await
    //
    // Output
    //     match (EXPR).__asyncward_checkpoint(&__frame, &SITE).await {
    //         __result => match __result {
    //             P::Ok(__value) => __value,
    //             P::Err(__cancelled) => return P::stop(__cancelled),
    //         },
    //     }
    //
    // and, where the await is all of a statement, with the inner `match` alone, which has the user's
    // spans: the lint for results that nobody uses underlines that.
    fn checkpoint(&mut self, awaited: ExprAwait, is_statement: bool) -> Expr {
        let text = self.text_of_awaited(&awaited);
        let ExprAwait { attrs, mut base, dot_token, await_token } = awaited;
        let user = await_token.span;
        let ends = span::ends(&base);
        self.visit_expr_mut(&mut base);
        let (frame, site) = (frame(user), self.site(&text, user));
        let future = as_argument(*base);
        // At the user's `.await`, because the bound of the method is the check for a future.
        let call = Ident::new("__asyncward_checkpoint", user);
        let future = quote_spanned!(span::glue(ends.0)=> (#future));
        let arguments = quote_spanned!(span::glue(user)=> (&#frame, #site));
        let value = Ident::new("__value", span::hidden(user));
        let p = self.at(span::glue(user));
        let checked = (quote_spanned!(span::glue(user)=> #p::Ok(#value)), value.to_token_stream());
        let stopped = self.stopped_arm(user);
        let checkpoint = quote!(#future.#call #arguments #dot_token #await_token);
        if is_statement {
            return match_of(attrs, Expr::Verbatim(checkpoint), [checked, stopped], (ends.0, user));
        }
        let ((pattern, value), stopped) = (checked, self.stopped(user));
        let arms = quote_spanned!(span::glue(user)=> #pattern => #value, #stopped);
        bound(attrs, checkpoint, &arms, (ends.0, user))
    }

    /// `P::IntoFuture::into_future(EXPR)`, from one end of the expression to the other.
    pub(super) fn future(&self, expression: Expr, ends: (Span, Span)) -> TokenStream {
        self.private.check(&["IntoFuture", "into_future"], as_argument(expression), ends)
    }

    /// What a macro becomes that is more than its tokens rewritten.
    fn waiting_macro(&mut self, attrs: &mut Vec<Attribute>, mac: &mut Macro) -> Option<Expr> {
        match Known::of(&mac.path) {
            Known::Select => self.select(attrs, mac),
            Known::Join => self.join(attrs, mac),
            Known::TryJoin => self.try_join(attrs, mac),
            Known::Arguments => {
                self.arguments(mac);
                None
            }
            Known::Plain | Known::Waits | Known::Unknown => None,
        }
    }
}

/// `&P::Site { .. }`
pub(super) fn site(private: &Private, function: &str, expression: &str, user: Span) -> TokenStream {
    let at = span::glue(user);
    let p = private.at(at);
    let (file, line, column) = span::place(user);
    let line = proc_macro2::Literal::usize_unsuffixed(line);
    let column = proc_macro2::Literal::usize_unsuffixed(column);
    quote_spanned! {at=>
        &#p::Site {
            function: #function,
            expression: #expression,
            file: #file,
            line: #line,
            column: #column,
        }
    }
}

pub(super) fn text_of(expression: &Expr) -> String {
    let tokens = expression.to_token_stream();
    // What `held` and `calls` put around values is nothing for people to read.
    if span::mentions(&tokens, "__private") || span::mentions(&tokens, "__value") {
        return text::of(untied(expression).into_token_stream(), TEXT);
    }
    text::of(tokens, TEXT)
}

/// `panic!(..)` and the like, behind which a `return` would be reported.
fn panics(value: &Expr) -> bool {
    let Expr::Macro(called) = value else { return false };
    let last = called.mac.path.segments.last();
    last.is_some_and(|last| {
        ["panic", "todo", "unimplemented", "unreachable"].iter().any(|name| last.ident == name)
    })
}

pub(super) fn frame(user: Span) -> Ident {
    Ident::new("__frame", span::hidden(user))
}

/// `match SCRUTINEE { __result => match __result { ARMS } }`
///
/// With `match SCRUTINEE { ARMS }` the result, part of it moved out, would be kept over later
/// awaits of the same statement: the future would be larger, and `Send` only if the value is.
pub(super) fn bound(
    attrs: Vec<Attribute>,
    scrutinee: TokenStream,
    arms: &TokenStream,
    (first, user): (Span, Span),
) -> Expr {
    let at = span::glue(user);
    let result = Ident::new("__result", span::hidden(user));
    let inner = quote_spanned!(at=> match #result { #arms });
    let scrutinee = Expr::Verbatim(scrutinee);
    match_of(attrs, scrutinee, [(result.into_token_stream(), inner)], (span::glue(first), at))
}

/// A `match` that syn's printer knows as one: it puts parentheses around where a statement would
/// end at the brace.
pub(super) fn match_of(
    attrs: Vec<Attribute>,
    scrutinee: Expr,
    arms: impl IntoIterator<Item = (TokenStream, TokenStream)>,
    (first, at): (Span, Span),
) -> Expr {
    let glue = span::glue(at);
    let arms = arms.into_iter().map(|(pattern, body)| Arm {
        attrs: Vec::new(),
        pat: Pat::Verbatim(pattern),
        fat_arrow_token: Token![=>](glue),
        body: Box::new(Expr::Verbatim(body)),
        comma: Some(Token![,](glue)),
    });
    Expr::Match(ExprMatch {
        attrs,
        match_token: Token![match](first),
        expr: Box::new(scrutinee),
        brace_token: token::Brace(at),
        arms: arms.collect(),
    })
}

/// An expression between the parentheses of a call, where its own would be reported as superfluous.
pub(super) fn as_argument(expression: Expr) -> Expr {
    match expression {
        Expr::Paren(paren) if paren.attrs.is_empty() => as_argument(*paren.expr),
        Expr::Block(mut block) => {
            let brace = span::glue(block.block.brace_token.span.open());
            block.block.brace_token = token::Brace(brace);
            Expr::Block(block)
        }
        other => other,
    }
}

impl VisitMut for Rewriter<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Await(_) => {
                if let Expr::Await(awaited) = std::mem::replace(expr, Expr::PLACEHOLDER) {
                    *expr = self.checkpoint(awaited, false);
                }
            }
            Expr::Macro(called) => {
                if let Some(new) = self.waiting_macro(&mut called.attrs, &mut called.mac) {
                    *expr = new;
                }
            }
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        match stmt {
            Stmt::Macro(called) => {
                if let Some(new) = self.waiting_macro(&mut called.attrs, &mut called.mac) {
                    *stmt = Stmt::Expr(new, called.semi_token);
                }
            }
            Stmt::Expr(expr @ Expr::Await(_), Some(semicolon)) => {
                // Behind what looks like a `match` of the user's, it would be one too many.
                semicolon.span = span::glue(semicolon.span);
                if let Expr::Await(awaited) = std::mem::replace(expr, Expr::PLACEHOLDER) {
                    *expr = self.checkpoint(awaited, true);
                }
            }
            _ => visit_mut::visit_stmt_mut(self, stmt),
        }
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if let Pat::Guard(guard) = pat {
            self.visit_expr_mut(&mut guard.guard);
        }
    }

    fn visit_expr_async_mut(&mut self, _: &mut ExprAsync) {}

    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_type_mut(&mut self, _: &mut Type) {}

    fn visit_path_mut(&mut self, _: &mut Path) {}

    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
}
