//! What is put into or around one call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Expr, Path};

use super::super::private::Private;
use super::Calls;
use super::allowances::Outcome;
use super::ends::{Ends, ends_of};
use super::pressure::Use;
use super::scopes::Spot;
use super::spelling::{first_in, has_closure, is_alike, name, peeled, simple_argument};
use super::subject::Subject;
use crate::catalogue::{self, Call, Group, Row};
use crate::span;

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
        let Expr::Path(callee) = peeled(&call.func) else { return true };
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

    /// `P::rows::ROW::ASKED::check(VERDICT);`, or what an allowance makes of it.
    fn check(&mut self, row: &Row, verdict: TokenStream, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let name = catalogue::name(row, ends.1).to_string();
        let condition = match row.call {
            Call::Function { path, .. } => catalogue::condition(path, at),
            _ => None,
        };
        let member = ["rows", &name, row.asked(), "check"];
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
}
