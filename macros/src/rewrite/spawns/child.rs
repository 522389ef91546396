//! A call that spawns, rewritten: it waits for a slot and gives the handle of a child.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{
    Block, Expr, ExprBlock, ExprCall, ExprMethodCall, ExprPath, Stmt, Token, parse_quote_spanned,
    token,
};

use super::super::awaits::match_of;
use super::super::generated;
use super::Spawns;
use super::alive::{Alive, waits};
use super::calls::{Kind, Spawner};
use super::parts::{awaited, dead, let_of, one};
use crate::check;
use crate::span;

impl Spawns<'_> {
    /// `P::None`
    pub(super) fn none(&self, at: Span) -> TokenStream {
        let at = span::glue(at);
        let p = self.at(at);
        quote_spanned!(at=> #p::None)
    }

    // Input
    //     tokio::spawn(EXPR)
    //
    // Output
    //     {
    //         let __child0 = EXPR;
    //         let __how = (&&&&&P::child(&__child0).output()).how();
    //         P::spawn(__child0, __how, &SITE, P::None)
    //     }.await
    //
    // A `let`, so that temporaries of `EXPR` do not live over the wait for a slot.
    pub(super) fn child(&mut self, call: Expr, kind: Kind, name: TokenStream) -> Expr {
        let number = self.number(&call);
        let ends = span::ends(&call);
        let (user, at) = (ends.0, span::glue(ends.0));
        let site = self.site(&call, user);
        let (attrs, argument) = match call {
            Expr::Call(ExprCall { attrs, args, .. }) => (attrs, args.into_iter().next()),
            Expr::MethodCall(call) => (call.attrs, call.args.into_iter().next()),
            _ => (Vec::new(), None),
        };
        let argument = argument.unwrap_or(Expr::PLACEHOLDER);
        let child = format_ident!("__child{number}", span = span::hidden(user));
        let how = Ident::new("__how", span::hidden(user));
        let front = self.in_front(&argument, number);
        let p = self.at(at);
        let (probe, argument) = match kind {
            Kind::Blocking => ("blocking_child", self.work(argument, at)),
            Kind::Async | Kind::Local => ("child", argument),
        };
        // What is not `Send` is not to be alive over the wait.
        let is_first = front || (kind == Kind::Local && !waits(&argument));
        let probe = self.private.check(&[probe], quote_spanned!(ends.1=> &#child), ends);
        if is_first {
            let slot = format_ident!("__slot{number}", span = span::hidden(user));
            let tokios = format_ident!("__spawner{number}", span = span::hidden(user));
            let spawner = Expr::Verbatim(quote_spanned!(at=> #p::Tokios));
            let arguments = vec![Expr::Verbatim(site), Expr::Verbatim(name)];
            let wait = awaited(Vec::new(), wait_for(tokios.clone(), arguments, at), ends);
            let arguments = quote_spanned!(at=> #slot, (&&&&&#probe.output()).how(), #child);
            let begin = self.private.check(&["seated", kind.name()], arguments, ends);
            let begun = one(attrs, argument, child, Expr::Verbatim(begin), at);
            return match &mut self.front {
                Some(stmts) if front => {
                    stmts.extend([let_of(tokios, spawner, at), let_of(slot, wait, at)]);
                    begun
                }
                _ => one(Vec::new(), spawner, tokios, one(Vec::new(), wait, slot, begun, at), at),
            };
        }
        let arguments = quote_spanned!(at=> #child, #how, #site, #name);
        let how = quote_spanned!(at=> let #how = (&&&&&#probe.output()).how(););
        let spawn = self.private.check(&[kind.name()], arguments, ends);
        let stmts = vec![
            let_of(child, argument, at),
            generated(how),
            Stmt::Expr(Expr::Verbatim(spawn), None),
        ];
        let block = Block { brace_token: token::Brace(at), stmts };
        awaited(attrs, Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block }), ends)
    }

    /// The slot is waited for in front of the statement, in which something is alive.
    fn in_front(&mut self, argument: &Expr, number: usize) -> bool {
        let Some(front) = &self.front else { return false };
        if self.alive == Alive::Nothing || waits(argument) {
            return false;
        }
        // A slot that is held while another is waited for may be the last one.
        if !front.is_empty() {
            if self.alive == Alive::Guards {
                check::scope::second_in_front(&self.originals[number], self.report);
            }
            return false;
        }
        true
    }

    /// `P::work::spawn_blocking(CLOSURE)`, a path by which other checks see that the closure may block.
    fn work(&self, closure: Expr, at: Span) -> Expr {
        let p = self.at(at);
        let path = parse_quote_spanned!(at=> #p::work::spawn_blocking);
        self.applied(Expr::Path(path), closure, at)
    }

    /// `CALLEE(ARGUMENT)`
    pub(super) fn applied(&self, callee: Expr, argument: Expr, at: Span) -> Expr {
        Expr::Call(ExprCall {
            attrs: Vec::new(),
            func: Box::new(callee),
            paren_token: token::Paren(at),
            args: std::iter::once(argument).collect(),
        })
    }

    // Input
    //     spawn(EXPR)
    //
    // Output
    //     match (match spawn { __callee =>
    //         match P::callee(P::Async, &__callee, &TOKIOS) { __spawner0 =>
    //             match __spawner0.slot(&SETTLED, &SITE).await { __slot =>
    //                 __spawner0.with(__callee, __slot) }}})(EXPR)
    //     {
    //         __begun0 => P::begun(&__begun0)
    //             .begin((&&&&&P::begun(&__begun0).child().output()).how(), __begun0),
    //     }
    //
    // where `TOKIOS` is `tokio::spawn`, and `SETTLED` an instance of it. The slot comes first, so that
    // temporaries of `EXPR` live as long as before, which matters where the callee is the user's own, and
    // none is alive over the wait. An `EXPR` that awaits comes first all the same: it may wait for a child.
    pub(super) fn unsure(&mut self, call: Expr, kind: Option<Kind>, may_be_thread: bool) -> Expr {
        let ends = span::ends(&call);
        let at = span::glue(ends.0);
        let tokios = kind.filter(|_| self.can_wait);
        let number = tokios.map(|_| self.number(&call)).unwrap_or_default();
        let site = self.site(&call, ends.0);
        let Expr::Call(ExprCall { attrs, func, mut args, paren_token }) = call else { return call };
        let local = |name: &str| Ident::new(name, span::hidden(ends.0));
        let callee = local("__callee");
        let mut checks = TokenStream::new();
        if may_be_thread {
            checks.extend(self.differs(&callee, Spawner::Thread, ends));
        }
        if let (Some(kind), false) = (kind, self.can_wait) {
            checks.extend(self.differs(&callee, Spawner::Tokios(kind), ends));
        }
        let dead = dead(&checks, at);
        let Some(kind) = tokios else {
            self.changes += 1;
            let body = quote_spanned!(at=> { #dead #callee });
            let arm = [(callee.to_token_stream(), body)];
            let checked = match_of(Vec::new(), *func, arm, (at, at));
            let func = Box::new(Expr::Paren(syn::ExprParen {
                attrs: Vec::new(),
                paren_token: token::Paren(at),
                expr: Box::new(checked),
            }));
            return Expr::Call(ExprCall { attrs, func, args, paren_token });
        };
        let spawner = format_ident!("__spawner{number}", span = span::hidden(ends.0));
        let begun = format_ident!("__begun{number}", span = span::hidden(ends.0));
        let slot = local("__slot");
        let argument = args.pop().unwrap_or(Expr::PLACEHOLDER);
        let waits = waits(&argument);
        let hoists = self.in_front(&argument, number);
        let p = self.at(at);
        let argument = match kind {
            Kind::Blocking => self.work(argument, at),
            Kind::Async | Kind::Local => argument,
        };
        let first = format_ident!("__child{number}", span = span::hidden(ends.0));
        let (argument, front) = if waits {
            let name = Expr::Verbatim(first.to_token_stream());
            (name, Some(argument))
        } else {
            (argument, None)
        };
        let (tokios, settled) = self.tokios(kind, at);
        let mark = Ident::new(
            match kind {
                Kind::Async => "Async",
                Kind::Local => "Local",
                Kind::Blocking => "Blocking",
            },
            at,
        );
        let question = quote_spanned! {at=> {
            #dead
            #[allow(clippy::disallowed_methods)]
            let #spawner = #p::callee(#p::#mark, &#callee, &#tokios);
            #spawner
        }};
        let with = quote_spanned!(at=> #spawner.with(#callee, #slot));
        let begin = quote_spanned! {at=>
            #p::begun(&#begun).begin((&&&&&#p::begun(&#begun).child().output()).how(), #begun)
        };
        let settled = quote_spanned! {at=>
            { #[allow(clippy::disallowed_methods)] let #slot = &#settled; #slot }
        };
        let arguments = vec![Expr::Verbatim(settled), Expr::Verbatim(site)];
        let wait = awaited(Vec::new(), wait_for(spawner.clone(), arguments, at), ends);
        let with = Expr::Verbatim(with);
        let question = Expr::Verbatim(question);
        let with = match &mut self.front {
            Some(stmts) if hoists => {
                let slot_here = format_ident!("__slot{number}", span = span::hidden(ends.0));
                let question = one(Vec::new(), (*func).clone(), callee.clone(), question, at);
                let waits = [let_of(spawner, question, at), let_of(slot_here.clone(), wait, at)];
                stmts.extend(waits);
                let slot_here = Expr::Verbatim(slot_here.to_token_stream());
                one(Vec::new(), slot_here, slot, with, at)
            }
            _ => {
                let with = one(Vec::new(), wait, slot, with, at);
                one(Vec::new(), question, spawner, with, at)
            }
        };
        let with = one(Vec::new(), *func, callee, with, at);
        let with = Expr::Paren(syn::ExprParen {
            attrs: Vec::new(),
            paren_token: token::Paren(at),
            expr: Box::new(with),
        });
        let called = self.applied(with, argument, paren_token.span.join());
        let begin = Expr::Verbatim(begin);
        match front {
            None => one(attrs, called, begun, begin, at),
            Some(argument) => {
                let begun = one(Vec::new(), called, begun, begin, at);
                one(attrs, argument, first, begun, at)
            }
        }
    }
}

/// `SPAWNER.slot(ARGUMENTS)`
fn wait_for(spawner: Ident, arguments: Vec<Expr>, at: Span) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(Expr::Path(ExprPath {
            attrs: Vec::new(),
            qself: None,
            path: spawner.into(),
        })),
        dot_token: Token![.](at),
        method: Ident::new("slot", at),
        turbofish: None,
        paren_token: token::Paren(at),
        args: arguments.into_iter().collect(),
    })
}

impl Spawns<'_> {
    // Input
    //     tokio::task::Builder::new().name(NAME).spawn(EXPR)
    //
    // Output
    //     P::Ok::<P::Task<_>, P::io::Error>({ .. P::spawn(.., P::built(NAME)) }.await)
    pub(super) fn builder(&mut self, expr: &mut Expr) -> bool {
        let Expr::MethodCall(call) = &*expr else { return false };
        let Some(kind) = Kind::named(&call.method.unraw().to_string()) else { return false };
        let Some(name) = built(&call.receiver) else { return false };
        if call.args.len() != 1 {
            return false;
        }
        if !self.can_wait {
            check::scope::in_closure(&*expr, self.report);
            return true;
        }
        let at = span::glue(span::ends(&*expr).0);
        let name = match name {
            Some(name) => {
                let p = self.at(at);
                quote_spanned!(at=> #p::built(#name))
            }
            None => self.none(at),
        };
        let call = std::mem::replace(expr, Expr::PLACEHOLDER);
        let child = self.child(call, kind, name);
        let p = self.at(at);
        let ok = quote_spanned!(at=> #p::Ok::<#p::Task<_>, #p::io::Error>);
        *expr = self.applied(Expr::Verbatim(ok), child, at);
        true
    }
}

/// The name that a `task::Builder` was given, if it is one.
fn built(receiver: &Expr) -> Option<Option<TokenStream>> {
    match receiver {
        Expr::Call(call) if call.args.is_empty() => {
            let Expr::Path(path) = &*call.func else { return None };
            let names: Vec<String> =
                path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let is_builder = names.ends_with(&["task", "Builder", "new"].map(str::to_owned));
            is_builder.then_some(None)
        }
        Expr::MethodCall(call) if call.method == "name" && call.args.len() == 1 => {
            built(&call.receiver)?;
            let name = call.args.first()?;
            Some(Some(quote!(#name)))
        }
        _ => None,
    }
}
