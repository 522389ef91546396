//! What is put into or around one call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::visit::{self, Visit};
use syn::{
    Block, Expr, ExprBlock, ExprClosure, ExprMatch, ExprParen, Macro, Pat, Path, PathArguments,
    Stmt, token,
};

use super::super::awaits::match_of;
use super::super::generated;
use super::super::private::Private;
use super::Calls;
use super::allowances::Outcome;
use super::pressure::Use;
use super::scopes::Spot;
use super::subject::{Subject, root_mut};
use crate::catalogue::{self, Call, Group, Row};
use crate::span;

/// From one end of the call to the other, for messages.
pub(super) type Ends = (Span, Span);

/// Where in the call a check stands.
enum Place {
    /// Around what is called.
    Callee,
    /// Around all of it. What type is expected there is hidden from the arguments.
    Result,
    /// In front of an argument, so that it is not.
    Around,
    /// Around the root of the receiver, or of an argument.
    Argument(usize),
    /// In front of a statement, and whether that is outside of a body of its own.
    Front(usize, bool),
}

impl Calls<'_> {
    /// Puts the checks of a call into or around it.
    /// Those on what is awaited are left for behind the await.
    pub(super) fn called(&mut self, expr: &mut Expr, used: Use) -> TokenStream {
        let mut result = TokenStream::new();
        if !self.is_watched {
            return result;
        }
        let Some(name) = name(expr) else { return result };
        let rows: Vec<&'static Row> = catalogue::named(&name)
            .iter()
            .filter(|row| self.counts(row, used) && is_alike(row, expr))
            .collect();
        let also = self.also(&name, expr);
        if self.may_be_closure(expr) {
            return result;
        }
        let ends = ends_of(expr);
        let value = Ident::new("__value", span::hidden(ends.0));
        let (mut callee, mut around) = (TokenStream::new(), TokenStream::new());
        for row in rows {
            let Some((place, verdict)) = self.verdict(row, expr, &value, ends) else { continue };
            if let Place::Front(_, true) = place
                && self.allowances.silence()
            {
                continue;
            }
            let check = self.check(row, verdict, ends);
            match place {
                Place::Callee => callee.extend(check),
                Place::Result => result.extend(check),
                Place::Front(index, _) => self.scopes.front(index, check),
                Place::Around => around.extend(check),
                Place::Argument(index) => self.inspect_argument(expr, index, check, &value),
            }
        }
        if !has_closure(expr) {
            for path in also {
                callee.extend(self.listed(&path, &value, ends));
            }
        }
        match &*expr {
            _ if self.pressure.is_some() => {}
            Expr::Call(call) if !has_closure(expr) => {
                callee.extend(self.marked_function(call, &value, ends));
            }
            Expr::MethodCall(call) => {
                let checks = self.marked_method(call, &value, ends);
                match simple_argument(expr) {
                    Some(_) => around.extend(checks),
                    None => result.extend(checks),
                }
            }
            _ => {}
        }
        self.inspect_callee(expr, callee, &value, ends);
        self.inspect_around(expr, &around, ends);
        if used == Use::Awaited {
            return result;
        }
        if !result.is_empty() {
            self.inspect(expr, &result, &value, ends.0);
        }
        TokenStream::new()
    }

    /// Puts checks behind an await, if there are any.
    pub(super) fn inspect_awaited(&mut self, expr: &mut Expr, checks: &TokenStream, user: Span) {
        if !checks.is_empty() {
            let value = Ident::new("__value", span::hidden(user));
            self.inspect(expr, checks, &value, user);
        }
    }

    fn counts(&self, row: &Row, used: Use) -> bool {
        if let Some(pressure) = self.pressure {
            return pressure.counts(row.group, used);
        }
        matches!(row.group, Group::Always | Group::Io) || self.options.groups.contains(&row.group)
    }

    /// The functions that `also(…)` lists by this name.
    fn also(&self, name: &str, expr: &Expr) -> Vec<Path> {
        let is_named =
            |path: &&Path| path.segments.last().is_some_and(|last| last.ident.unraw() == name);
        match expr {
            Expr::Call(_) => self.options.also.iter().filter(is_named).cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// It is called by a name that is bound in the function: a check would take it away.
    fn may_be_closure(&self, expr: &Expr) -> bool {
        let Expr::Call(call) = expr else { return false };
        let Expr::Path(callee) = super::peeled(&call.func) else { return true };
        callee
            .path
            .get_ident()
            .is_some_and(|name| name == "self" || self.bound.contains(&name.unraw().to_string()))
    }

    /// What is asked about a row, and where.
    fn verdict(
        &self,
        row: &Row,
        expr: &Expr,
        value: &Ident,
        ends: Ends,
    ) -> Option<(Place, TokenStream)> {
        let at = span::glue(ends.0);
        match row.call {
            Call::Function { path, settled } => {
                let settled = self.path(&format!("{path}{settled}"), at);
                let (place, callee) = self.callee(path, expr, value)?;
                let pair = self.pair(path, &callee, ends);
                Some((place, quote_spanned!(ends.1=> #pair.verdict(&#settled))))
            }
            Call::Applied { path, settled, argument, .. } => {
                let Subject::Place(on) = self.subject(expr, argument, value)? else { return None };
                if has_closure(expr)
                    || !matches!(self.scopes.spot(&on), Spot::Here | Spot::Front(_, false))
                {
                    return None;
                }
                let pair = self.pair(path, value, ends);
                let settled = self.path(&format!("{path}{settled}"), at);
                let called = self.on(row, &on, None, ends);
                let verdict = quote_spanned!(ends.1=> #pair.applied(&#settled, #called));
                Some((Place::Callee, verdict))
            }
            Call::Method { .. } => Some(match (self.subject(expr, 0, value)?, expr) {
                (Subject::Place(on), _)
                    if let spot @ (Spot::Front(..) | Spot::Nowhere) = self.scopes.spot(&on) =>
                {
                    let Spot::Front(index, is_outside) = spot else { return None };
                    (Place::Front(index, is_outside), self.on(row, &on, None, ends))
                }
                (Subject::Place(_), Expr::Call(_)) if has_closure(expr) => return None,
                (Subject::Place(on), Expr::MethodCall(_)) => match simple_argument(expr) {
                    Some(_) => (Place::Around, self.on(row, &on, None, ends)),
                    // What is awaited is a future, of this row.
                    None if self.pressure.is_some() => {
                        (Place::Result, self.on(row, &on, None, ends))
                    }
                    None => (Place::Result, self.on(row, &on, Some(value), ends)),
                },
                (Subject::Place(on), Expr::Macro(_)) => {
                    (Place::Result, self.on(row, &on, None, ends))
                }
                (Subject::Place(on), _) => (Place::Callee, self.on(row, &on, None, ends)),
                (Subject::Value(on), _) => (Place::Argument(0), self.on(row, &on, None, ends)),
            }),
            Call::Result { .. } => {
                let on = value.to_token_stream();
                Some((Place::Result, self.on(row, &on, None, ends)))
            }
            Call::Written { .. } | Call::Named { .. } => {
                let returned = quote_spanned!(at=> &#value);
                let returned = self.private.check(&["returned"], returned, ends);
                Some((Place::Result, quote_spanned!(ends.1=> #returned.verdict())))
            }
            Call::Macro { .. } => {
                let returned = quote_spanned!(at=> &());
                let returned = self.private.check(&["returned"], returned, ends);
                Some((Place::Result, quote_spanned!(ends.1=> #returned.verdict())))
            }
        }
    }

    /// What is compared to the function of a row, and where. What takes a closure has to be called by its
    /// path, or the closure is not told the types of its parameters.
    fn callee(&self, row: &str, expr: &Expr, value: &Ident) -> Option<(Place, TokenStream)> {
        if !has_closure(expr) {
            return Some((Place::Callee, value.to_token_stream()));
        }
        let Expr::Call(call) = expr else { return None };
        let Expr::Path(path) = &*call.func else { return None };
        let mut row = row.rsplit("::");
        let is_row = path
            .path
            .segments
            .iter()
            .rev()
            .all(|segment| row.next().is_some_and(|name| segment.ident.unraw() == name));
        match self.scopes.spot(&call.func) {
            Spot::Front(index, is_outside) if is_row && path.path.segments.len() > 1 => {
                Some((Place::Front(index, is_outside), path.to_token_stream()))
            }
            _ => None,
        }
    }

    /// `P::pair(&__value, &ROW)`
    fn pair(&self, path: &str, value: &impl ToTokens, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let row = self.path(path, at);
        self.private.check(&["pair"], quote_spanned!(at=> &#value, &#row), ends)
    }

    /// `P::called(P::of::<P::rows::ROW::On>(), &ON, &__value).listed().verdict()`
    fn on(&self, row: &Row, on: &impl ToTokens, result: Option<&Ident>, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let (p, row) = (self.private.at(at), catalogue::name(row, at));
        let result = match result {
            Some(result) => result.to_token_stream(),
            None => quote_spanned!(at=> ()),
        };
        let of = quote_spanned!(at=> #p::of::<#p::rows::#row::On>());
        let arguments = quote_spanned!(at=> #of, &#on, &#result);
        let called = self.private.check(&["called"], arguments, ends);
        quote_spanned!(ends.1=> #called.listed().verdict())
    }

    /// A path of the catalogue, from the run-time crate on.
    fn path(&self, path: &str, at: Span) -> TokenStream {
        let p = self.private.at(at);
        catalogue::qualified(path, &quote_spanned!(at=> #p::crates::), at)
    }

    /// The receiver, or an argument; of a function's arguments the first is the receiver.
    fn subject(&self, expr: &Expr, index: usize, value: &Ident) -> Option<Subject> {
        match expr {
            Expr::MethodCall(call) => Subject::of(&call.receiver, value),
            Expr::Call(call) => Subject::of(call.args.get(index)?, value),
            Expr::ForLoop(each) => Subject::of(&each.expr, value),
            Expr::Macro(called) => match Subject::of(&first_in(&called.mac)?, value)? {
                Subject::Place(on) => Some(Subject::Place(on)),
                Subject::Value(_) => None,
            },
            _ => None,
        }
    }

    /// `P::rows::ROW::NonBlocking::check(VERDICT);`, or what an allowance makes of it.
    fn check(&mut self, row: &Row, verdict: TokenStream, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let name = catalogue::name(row, ends.1).to_string();
        let condition = match row.call {
            Call::Function { path, .. } => catalogue::condition(path, at),
            _ => None,
        };
        let member = ["rows", &name, "NonBlocking", "check"];
        let check = self.outcome(&member, verdict, ends);
        quote!(#condition #check)
    }

    pub(super) fn outcome(
        &mut self,
        member: &[&str],
        verdict: TokenStream,
        ends: Ends,
    ) -> TokenStream {
        self.outcome_with(verdict, ends, |private, verdict| private.check(member, verdict, ends))
    }

    /// The check that the verdict is none of a blocking call, or what an allowance makes of it.
    pub(super) fn outcome_with(
        &mut self,
        verdict: TokenStream,
        ends: Ends,
        check: impl FnOnce(&Private, TokenStream) -> TokenStream,
    ) -> TokenStream {
        let at = span::glue(ends.0);
        match self.allowances.outcome(ends.0) {
            Outcome::Checked => {
                let check = check(self.private, verdict);
                quote_spanned!(at=> #check;)
            }
            Outcome::Answer(answer) => {
                let p = self.private.at(at);
                quote_spanned!(at=> #p::answer(#answer, #verdict);)
            }
            Outcome::Silenced => TokenStream::new(),
        }
    }

    /// The check for a function that `also(…)` lists.
    fn listed(&mut self, path: &Path, value: &Ident, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let arguments = quote_spanned!(at=> &#value, &#path);
        let pair = self.private.check(&["pair"], arguments, ends);
        let verdict = quote_spanned!(ends.1=> #pair.verdict(&#path));
        self.outcome(&["NonBlocking", "check"], verdict, ends)
    }

    pub(super) fn dead(checks: &TokenStream, at: Span) -> TokenStream {
        quote_spanned! {at=>
            #[allow(unreachable_code, static_mut_refs, clippy::disallowed_methods, clippy::disallowed_types)]
            if false {
                loop {}
                #checks
            }
        }
    }

    fn inspect_callee(&mut self, expr: &mut Expr, checks: TokenStream, value: &Ident, ends: Ends) {
        if checks.is_empty() {
            return;
        }
        self.changes += 1;
        let at = span::glue(ends.0);
        let dead = Self::dead(&checks, at);
        let call = match expr {
            Expr::Call(call) => call,
            Expr::ForLoop(each) => return each.body.stmts.insert(0, generated(dead)),
            _ => return,
        };
        let body = quote_spanned!(at=> { #dead #value });
        let callee = std::mem::replace(&mut *call.func, Expr::PLACEHOLDER);
        let inspected = match_of(Vec::new(), callee, [(value.to_token_stream(), body)], (at, at));
        let paren_token = token::Paren(ends.0);
        *call.func =
            Expr::Paren(ExprParen { attrs: Vec::new(), paren_token, expr: Box::new(inspected) });
    }

    // { DEAD; ARGUMENT }
    fn inspect_around(&mut self, expr: &mut Expr, checks: &TokenStream, ends: Ends) {
        let Some(index) = simple_argument(expr).filter(|_| !checks.is_empty()) else { return };
        let Expr::MethodCall(call) = expr else { return };
        self.changes += 1;
        let at = span::glue(ends.0);
        let dead = Self::dead(checks, at);
        let argument = &mut call.args[index];
        let value = std::mem::replace(argument, Expr::PLACEHOLDER);
        let stmts = vec![generated(dead), Stmt::Expr(value, None)];
        let block = Block { brace_token: token::Brace(at), stmts };
        *argument = Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block });
    }

    fn inspect_argument(
        &mut self,
        expr: &mut Expr,
        index: usize,
        check: TokenStream,
        value: &Ident,
    ) {
        let argument = match expr {
            Expr::MethodCall(call) => &mut *call.receiver,
            Expr::ForLoop(each) => &mut *each.expr,
            Expr::Call(call) => match call.args.get_mut(index) {
                Some(argument) => argument,
                None => return,
            },
            _ => return,
        };
        if check.is_empty() {
            return;
        }
        let root = root_mut(argument);
        let at = first_of(root);
        self.inspect(root, &check, value, at);
    }

    fn inspect(&mut self, expr: &mut Expr, checks: &TokenStream, value: &Ident, user: Span) {
        self.changes += 1;
        let at = span::glue(user);
        let dead = Self::dead(checks, at);
        let body = quote_spanned!(at=> { #dead #value });
        let inspected = std::mem::replace(expr, Expr::PLACEHOLDER);
        // The call may never return.
        let pattern = quote_spanned!(at=> #[allow(unreachable_code)] #value);
        *expr = match_of(Vec::new(), inspected, [(pattern, body)], (at, at));
    }
}

/// The first argument that a block may stand around: no temporaries, nothing that is read later than
/// the others.
fn simple_argument(expr: &Expr) -> Option<usize> {
    let Expr::MethodCall(call) = expr else { return None };
    call.args.iter().position(|argument| match argument {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Reference(reference) => matches!(*reference.expr, Expr::Path(_)),
        _ => false,
    })
}

/// The ends of a call as the user wrote it, whatever was put around what it is made of.
pub(super) fn ends_of(expr: &Expr) -> Ends {
    let last = match expr {
        Expr::Call(call) => call.paren_token.span.close(),
        Expr::MethodCall(call) => call.paren_token.span.close(),
        Expr::ForLoop(each) => return ends_of(&each.expr),
        _ => span::ends(expr).1,
    };
    (first_of(expr), last)
}

fn first_of(expr: &Expr) -> Span {
    match expr {
        Expr::Call(call) => first_of(&call.func),
        Expr::MethodCall(call) => first_of(&call.receiver),
        Expr::Field(field) => first_of(&field.base),
        Expr::Index(index) => first_of(&index.expr),
        Expr::Try(tried) => first_of(&tried.expr),
        Expr::Await(awaited) => first_of(&awaited.base),
        Expr::Match(inspected) if is_inspected(inspected) => first_of(&inspected.expr),
        Expr::Paren(paren) => match &*paren.expr {
            Expr::Match(inspected) if is_inspected(inspected) => first_of(&inspected.expr),
            _ => paren.paren_token.span.open(),
        },
        _ => span::ends(expr).0,
    }
}

/// A `match` of ours, no arm of which syn can read.
fn is_inspected(inspected: &ExprMatch) -> bool {
    matches!(&inspected.arms[..], [arm] if matches!(arm.pat, Pat::Verbatim(_)))
}

/// The name that the catalogue is asked for.
fn name(expr: &Expr) -> Option<String> {
    let name = match expr {
        Expr::Call(call) => super::name_of(&call.func)?,
        Expr::MethodCall(call) => &call.method,
        Expr::ForLoop(_) => return Some("into_iter".to_owned()),
        Expr::Macro(called) => match &called.mac.path.segments.last()?.ident {
            name if name == "write" || name == "writeln" => return Some("write_fmt".to_owned()),
            name => name,
        },
        _ => return None,
    };
    Some(name.unraw().to_string())
}

/// Whether the spelling of the call fits the row.
fn is_alike(row: &Row, expr: &Expr) -> bool {
    match (row.call, expr) {
        (Call::Function { .. }, Expr::Call(_)) => true,
        (Call::Applied { argument, .. }, Expr::Call(call)) => argument < call.args.len(),
        (Call::Method { args, .. }, Expr::MethodCall(call)) => call.args.len() == args,
        (Call::Method { .. }, Expr::ForLoop(_)) => true,
        // `join!` is no `join`.
        (Call::Method { name, .. }, Expr::Macro(_)) => name == "write_fmt",
        (Call::Method { args, .. }, Expr::Call(call)) => {
            call.args.len() == args + 1 && is_of_type(&call.func)
        }
        (Call::Result { args, .. }, Expr::MethodCall(call)) => call.args.len() == args,
        (Call::Result { args, .. }, Expr::Call(call)) => {
            matches!(call.args.len().checked_sub(args), Some(0 | 1))
        }
        (Call::Written { path }, Expr::Call(call)) => is_written(path, &call.func),
        (Call::Named { .. }, Expr::Call(_) | Expr::MethodCall(_)) => true,
        (Call::Macro { .. }, Expr::Macro(_)) => true,
        _ => false,
    }
}

/// What `write!` writes to.
fn first_in(mac: &Macro) -> Option<Expr> {
    let first = |input: ParseStream<'_>| {
        let first = input.parse::<Expr>()?;
        input.parse::<TokenStream>()?;
        Ok(first)
    };
    first.parse2(mac.tokens.clone()).ok()
}

/// Whether it is a function of a type or trait, by the case of its name: `File::lock`, not `fs::read`.
fn is_of_type(callee: &Expr) -> bool {
    let Expr::Path(path) = callee else { return false };
    let mut segments = path.path.segments.iter().rev().skip(1);
    path.qself.is_some()
        || segments
            .next()
            .is_some_and(|of| of.ident.unraw().to_string().starts_with(char::is_uppercase))
}

fn is_written(row: &str, callee: &Expr) -> bool {
    let Expr::Path(path) = callee else { return false };
    let mut row = row.split("::");
    path.qself.is_none()
        && path.path.segments.iter().all(|segment| {
            row.next().is_some_and(|name| segment.ident.unraw() == name)
                && !matches!(segment.arguments, PathArguments::Parenthesized(_))
        })
        && row.next().is_none()
}

/// Whether an argument is or has a closure with parameters, or may have one.
fn has_closure(expr: &Expr) -> bool {
    let mut closures = Closures(false);
    if let Expr::Call(call) = expr {
        call.args.iter().for_each(|argument| closures.visit_expr(argument));
    }
    closures.0
}

struct Closures(bool);

impl<'ast> Visit<'ast> for Closures {
    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.0 |= !closure.inputs.is_empty();
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.0 |= mac.tokens.to_string().contains('|');
    }

    fn visit_block(&mut self, block: &'ast Block) {
        if let Some(last) = block.stmts.last() {
            visit::visit_stmt(self, last);
        }
    }

    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
}
