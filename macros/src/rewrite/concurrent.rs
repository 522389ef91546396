//! `select!`, `join!` and `try_join!`: several futures awaited at once.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::visit_mut::VisitMut as _;
use syn::{Attribute, Expr, Macro, Token};

use super::awaits::{Rewriter, as_argument, bound, frame, match_of};
use crate::body::select::{Select, SelectArm, parse_biased};
use crate::span;

impl Rewriter<'_> {
    // Input
    //     select! { PAT = EXPR, if COND => HANDLER, else => HANDLER }
    //
    // Output
    //     match P::Select::new(&__frame, 1, &SITE) {
    //         P::Err(__cancelled) => return P::stop(__cancelled),
    //         P::Ok(ref __select) => select! {
    //             PAT = P::IntoFuture::into_future(EXPR).__asyncward_watch(__select),
    //                 if __select.guard(COND) => HANDLER,
    //             P::Some(__cancelled) = __select.cancelled() => return P::stop(__cancelled),
    //             else => HANDLER,
    //         },
    //     }
    //
    // and, when no arm can be disabled, `__cancelled = __select.only_cancelled()`.
    pub(super) fn select(&mut self, attrs: &mut Vec<Attribute>, mac: &mut Macro) -> Option<Expr> {
        let select = mac.parse_body::<Select>().ok()?;
        // The cancel arm is one more, and tokio takes 64.
        if select.arms.is_empty() || select.arms.len() > 63 {
            return None;
        }
        let user = mac.path.span();
        let at = span::glue(user);
        let can_be_disabled = select.can_be_disabled();
        let is_ambiguous = select.is_ambiguous(mac);
        let Select { biased, arms, otherwise } = select;
        let count = proc_macro2::Literal::usize_unsuffixed(arms.len());

        let (biased, semicolon) = biased.unzip();
        let mut tokens = quote!(#biased #semicolon);
        for arm in arms {
            self.select_arm(arm, is_ambiguous, user, &mut tokens);
        }
        let (p, cancelled, stop) = (self.at(at), self.cancelled(user), self.stop(user));
        let select = select_ident(user);
        tokens.extend(if can_be_disabled {
            quote_spanned!(at=> #p::Some(#cancelled) = #select.cancelled() => #stop,)
        } else {
            quote_spanned!(at=> #cancelled = #select.only_cancelled() => #stop,)
        });
        if let Some((otherwise, arrow, mut handler)) = otherwise {
            self.visit_expr_mut(&mut handler);
            tokens.extend(quote!(#otherwise #arrow #handler));
        }
        mac.tokens = tokens;

        let (frame, site) = (frame(user), self.site("select!", user));
        let scrutinee = quote_spanned!(at=> #p::Select::new(&#frame, #count, #site));
        let stopped = (quote_spanned!(at=> #p::Err(#cancelled)), stop);
        let runs = (quote_spanned!(at=> #p::Ok(ref #select)), mac.to_token_stream());
        let scrutinee = Expr::Verbatim(scrutinee);
        Some(match_of(std::mem::take(attrs), scrutinee, [stopped, runs], (at, at)))
    }

    fn select_arm(&mut self, arm: SelectArm, ambiguous: bool, user: Span, out: &mut TokenStream) {
        let SelectArm { pat, eq_token, mut future, condition, arrow, mut handler } = arm;
        let at = span::glue(user);
        let select = select_ident(user);
        // futures' `select!` takes what is only a name by reference.
        let is_name = matches!(&future, Expr::Path(path) if path.path.get_ident().is_some());
        let by_itself = ambiguous && is_name;
        let ends = span::ends(&future);
        self.visit_expr_mut(&mut future);
        pat.to_tokens(out);
        eq_token.to_tokens(out);
        if by_itself {
            future.to_tokens(out);
        } else {
            let future = self.future(unborrowed(future), ends);
            out.extend(quote_spanned!(at=> #future.__asyncward_watch(#select)));
        }
        if let Some(mut condition) = condition {
            self.visit_expr_mut(&mut condition);
            let condition = as_argument(condition);
            out.extend(quote_spanned!(at=> , if #select.guard(#condition)));
        }
        arrow.to_tokens(out);
        self.visit_expr_mut(&mut handler);
        handler.to_tokens(out);
        <Token![,]>::default().to_tokens(out);
    }

    // Input
    //     join!(E0, E1)
    //
    // Output
    //     match join!(
    //         P::IntoFuture::into_future(E0).__asyncward_arm(&__frame, &SITE),
    //         P::IntoFuture::into_future(E1).__asyncward_arm(&__frame, &SITE),
    //     ) {
    //         __result => match __result {
    //             (P::Ok(__value0), P::Ok(__value1)) => (__value0, __value1),
    //             (P::Err(__cancelled), _) | (_, P::Err(__cancelled)) => return P::stop(__cancelled),
    //         },
    //     }
    pub(super) fn join(&mut self, attrs: &mut Vec<Attribute>, mac: &mut Macro) -> Option<Expr> {
        let user = mac.path.span();
        let count = self.arms_of_join(mac, "__asyncward_arm")?;
        let at = span::glue(user);
        let (p, cancelled, stop) = (self.at(at), self.cancelled(user), self.stop(user));
        let values: Vec<Ident> =
            (0..count).map(|n| format_ident!("__value{n}", span = span::hidden(user))).collect();
        let stopped = (0..count).map(|stopped| {
            let others = (0..count).map(|arm| {
                if arm == stopped {
                    quote_spanned!(at=> #p::Err(#cancelled))
                } else {
                    quote_spanned!(at=> _)
                }
            });
            quote_spanned!(at=> (#(#others,)*))
        });
        let arms = quote_spanned! {at=>
            (#(#p::Ok(#values),)*) => (#(#values,)*),
            #(#stopped)|* => #stop,
        };
        Some(bound(std::mem::take(attrs), mac.to_token_stream(), &arms, (user, user)))
    }

    // Input
    //     try_join!(E0, E1)
    //
    // Output
    //     match try_join!(
    //         P::IntoFuture::into_future(E0).__asyncward_try_arm(&__frame, &SITE),
    //         P::IntoFuture::into_future(E1).__asyncward_try_arm(&__frame, &SITE),
    //     ) {
    //         __result => match __result {
    //             P::Ok(__value) => P::Ok(__value),
    //             P::Err(P::TryStop::Error(__error)) => P::Err(__error),
    //             P::Err(P::TryStop::Cancelled(__cancelled)) => return P::stop(__cancelled),
    //         },
    //     }
    pub(super) fn try_join(&mut self, attrs: &mut Vec<Attribute>, mac: &mut Macro) -> Option<Expr> {
        let user = mac.path.span();
        self.arms_of_join(mac, "__asyncward_try_arm")?;
        let at = span::glue(user);
        let (p, cancelled, stop) = (self.at(at), self.cancelled(user), self.stop(user));
        let value = Ident::new("__value", span::hidden(user));
        let error = Ident::new("__error", span::hidden(user));
        let arms = quote_spanned! {at=>
            #p::Ok(#value) => #p::Ok(#value),
            #p::Err(#p::TryStop::Error(#error)) => #p::Err(#error),
            #p::Err(#p::TryStop::Cancelled(#cancelled)) => #stop,
        };
        Some(bound(std::mem::take(attrs), mac.to_token_stream(), &arms, (user, user)))
    }

    /// Wraps the arguments of `join!` and says how many there are. `None`: left as it is.
    fn arms_of_join(&mut self, mac: &mut Macro, method: &str) -> Option<usize> {
        let arms = |input: ParseStream<'_>| {
            let biased = parse_biased(input)?;
            Ok((biased, Punctuated::<Expr, Token![,]>::parse_terminated(input)?))
        };
        let (biased, arms) = mac.parse_body_with(arms).ok()?;
        // A macro of the user's own that joins something else.
        if arms.iter().all(|arm| matches!(arm, Expr::Lit(_))) {
            return None;
        }
        let count = arms.len();
        let (biased, semicolon) = biased.unzip();
        let mut tokens = quote!(#biased #semicolon);
        for pair in arms.into_pairs() {
            let (mut arm, comma) = pair.into_tuple();
            let ends = span::ends(&arm);
            let (user, at) = (ends.0, span::glue(ends.0));
            let (frame, site) = (frame(user), self.site(&self.text_of(&arm), user));
            self.visit_expr_mut(&mut arm);
            let future = self.future(arm, ends);
            let method = Ident::new(method, at);
            tokens.extend(quote_spanned!(at=> #future.#method(&#frame, #site) #comma));
        }
        mac.tokens = tokens;
        Some(count)
    }
}

fn select_ident(user: Span) -> Ident {
    Ident::new("__select", span::hidden(user))
}

/// The future of an arm by value, where the arm borrows a temporary: tokio's macro prolongs the
/// life of `&mut temporary()` and `pin!(temporary())`, but not in the argument of a call.
fn unborrowed(future: Expr) -> Expr {
    match future {
        Expr::Reference(reference) if !is_place(&reference.expr) => unborrowed(*reference.expr),
        Expr::Macro(called)
            if called.mac.path.segments.last().is_some_and(|last| last.ident == "pin") =>
        {
            called.mac.parse_body().unwrap_or(Expr::Macro(called))
        }
        other => other,
    }
}

fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) => true,
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)),
        Expr::Paren(paren) => is_place(&paren.expr),
        Expr::Group(group) => is_place(&group.expr),
        // What a macro gives may be a place; `pin!` is none.
        Expr::Macro(called) => {
            called.mac.path.segments.last().is_some_and(|last| last.ident != "pin")
        }
        _ => false,
    }
}
