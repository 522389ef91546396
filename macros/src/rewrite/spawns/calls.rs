//! Calls of functions that spawn.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{
    Arm, Attribute, Block, Expr, ExprAwait, ExprBlock, ExprCall, ExprMatch, ExprMethodCall,
    ExprPath, Local, LocalInit, LocalModifiers, Pat, PatIdent, Stmt, Token, token,
};

use super::super::awaits::match_of;
use super::super::generated;
use super::Spawns;
use super::alive::{Alive, waits};
use crate::check;
use crate::span;

/// From one end of the call to the other, for messages.
pub(super) type Ends = (Span, Span);

/// The names of tokio's functions that spawn.
pub(super) const SPAWNS: [&str; 3] = ["spawn", "spawn_local", "spawn_blocking"];

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Async,
    Local,
    Blocking,
}

impl Kind {
    pub(super) fn named(name: &str) -> Option<Kind> {
        match name {
            "spawn" => Some(Kind::Async),
            "spawn_local" => Some(Kind::Local),
            "spawn_blocking" => Some(Kind::Blocking),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Async => "spawn",
            Kind::Local => "spawn_local",
            Kind::Blocking => "spawn_blocking",
        }
    }
}

/// What is called, as far as the spelling says it.
enum Callee {
    Tokios(Kind),
    Thread,
    /// The types tell; a `spawn` may be that of threads too.
    Unsure {
        kind: Option<Kind>,
        may_be_thread: bool,
    },
}

impl Spawns<'_> {
    pub(super) fn call(&mut self, expr: &mut Expr) {
        let Expr::Call(call) = &*expr else { return };
        let Some(callee) = self.callee(call) else { return };
        match callee {
            Callee::Thread => check::scope::thread(expr, self.report),
            Callee::Tokios(_) if !self.can_wait => check::scope::in_closure(expr, self.report),
            Callee::Tokios(kind) => {
                let name = self.none(span::ends(&*expr).0);
                let call = std::mem::replace(expr, Expr::PLACEHOLDER);
                *expr = self.child(call, kind, name);
            }
            Callee::Unsure { kind, may_be_thread } => {
                let call = std::mem::replace(expr, Expr::PLACEHOLDER);
                *expr = self.unsure(call, kind, may_be_thread);
            }
        }
    }

    fn callee(&self, call: &ExprCall) -> Option<Callee> {
        let Expr::Path(ExprPath { qself: None, path, .. }) = &*call.func else { return None };
        let names: Vec<String> =
            path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (kind, around) = match &names[..] {
            [around @ .., name] => (Kind::named(name)?, around),
            [] => return None,
        };
        if call.args.len() != 1 {
            return None;
        }
        Some(match (around, kind) {
            (["tokio"], Kind::Async) | (["tokio", "task"], _) => Callee::Tokios(kind),
            (["std", "thread"], Kind::Async) => Callee::Thread,
            (["asyncward" | "std" | "rayon" | "smol" | "async_std" | "futures", ..], _) => {
                return None;
            }
            ([], _) if self.bound.contains(kind.name()) => return None,
            // None of tokio's takes an argument, and here its type would have to come from the callee.
            _ if matches!(call.args.first(), Some(Expr::Closure(it)) if !it.inputs.is_empty()) => {
                return None;
            }
            ([], Kind::Async) => Callee::Unsure { kind: Some(kind), may_be_thread: true },
            ([.., "thread"], Kind::Async) => Callee::Unsure { kind: None, may_be_thread: true },
            // An associated function of a type.
            ([.., around], _) if around.starts_with(char::is_uppercase) => return None,
            _ => Callee::Unsure { kind: Some(kind), may_be_thread: false },
        })
    }

    /// `P::None`
    fn none(&self, at: Span) -> TokenStream {
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
            Kind::Blocking => {
                let path = quote_spanned!(at=> #p::work::spawn_blocking);
                ("blocking_child", self.applied(Expr::Verbatim(path), argument, at))
            }
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
                Some(stands) if front => {
                    stands.slot.extend([let_of(tokios, spawner, at), let_of(slot, wait, at)]);
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
        if !front.slot.is_empty() {
            if self.alive == Alive::Guards {
                check::scope::second_in_front(&self.originals[number], self.report);
            }
            return false;
        }
        true
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
    fn unsure(&mut self, call: Expr, kind: Option<Kind>, may_be_thread: bool) -> Expr {
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
            Kind::Blocking => {
                let path = quote_spanned!(at=> #p::work::spawn_blocking);
                self.applied(Expr::Verbatim(path), argument, at)
            }
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
            Some(stands) if hoists => {
                let slot_here = format_ident!("__slot{number}", span = span::hidden(ends.0));
                let question = one(Vec::new(), (*func).clone(), callee.clone(), question, at);
                let waits = [let_of(spawner, question, at), let_of(slot_here.clone(), wait, at)];
                stands.slot.extend(waits);
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

    /// Tokio's function, and an instance of it.
    fn tokios(&self, kind: Kind, at: Span) -> (TokenStream, TokenStream) {
        let p = self.at(at);
        match kind {
            Kind::Async => (
                quote_spanned!(at=> #p::tokio::spawn),
                quote_spanned!(at=> #p::tokio::spawn::<#p::Ready<()>>),
            ),
            Kind::Local => (
                quote_spanned!(at=> #p::tokio::task::spawn_local),
                quote_spanned!(at=> #p::tokio::task::spawn_local::<#p::Ready<()>>),
            ),
            Kind::Blocking => (
                quote_spanned!(at=> #p::tokio::task::spawn_blocking),
                quote_spanned!(at=> #p::tokio::task::spawn_blocking::<fn(), ()>),
            ),
        }
    }

    /// Asks the compiler that the callee is not the one that spawns.
    fn differs(&self, callee: &Ident, spawner: Spawner, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let p = self.at(at);
        let (check, spawns, settled) = match spawner {
            Spawner::Thread => (
                "no_thread",
                quote_spanned!(at=> #p::spawn_thread),
                quote_spanned!(at=> #p::spawn_thread::<fn(), ()>),
            ),
            Spawner::Tokios(kind) => {
                let (tokios, settled) = self.tokios(kind, at);
                ("no_spawn", tokios, settled)
            }
        };
        let same = quote_spanned!(at=> &#callee, &#spawns);
        let same = self.private.check(&["same_spawn"], same, ends);
        let verdict = quote_spanned!(ends.1=> #same.verdict(&#settled));
        let check = self.private.check(&[check], verdict, ends);
        quote_spanned!(at=> #check;)
    }
}

enum Spawner {
    Thread,
    Tokios(Kind),
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

/// One of tokio's functions that spawn, by its whole path.
pub(super) fn is_tokios(path: &ExprPath) -> bool {
    let names: Vec<String> =
        path.path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match &names[..] {
        ["tokio", "spawn"] => true,
        ["tokio", "task", name] => SPAWNS.contains(name),
        _ => false,
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
fn awaited(attrs: Vec<Attribute>, future: Expr, (first, last): Ends) -> Expr {
    Expr::Await(ExprAwait {
        attrs,
        base: Box::new(future),
        dot_token: Token![.](span::glue(last)),
        await_token: Token![await](span::glue(first)),
    })
}

fn let_of(name: Ident, value: Expr, at: Span) -> Stmt {
    Stmt::Local(Local {
        attrs: Vec::new(),
        let_token: Token![let](at),
        modifiers: LocalModifiers::default(),
        pat: binding(name),
        init: Some(LocalInit { eq_token: Token![=](at), expr: Box::new(value), diverge: None }),
        semi_token: Token![;](at),
    })
}

pub(super) fn binding(ident: Ident) -> Pat {
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
