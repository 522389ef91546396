//! What is put into or around one call.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt as _;
use syn::{Expr, Path};

use super::super::private::Private;
use super::Calls;
use super::allowances::Outcome;
use super::ask::{Asked, Part};
use super::ends::{Ends, ends_of};
use super::pressure::Use;
use super::question::{About, Place, Question};
use super::spelling::{has_closure, is_alike, is_of_type, name, name_of, peeled, rows_of};
use crate::catalogue::{Call, Group, Row};
use crate::span;

impl Calls<'_> {
    /// Puts the checks of a call into or around it.
    /// Those on what is awaited are left for behind the await.
    pub(super) fn called(&mut self, expr: &mut Expr, used: Use) -> TokenStream {
        let Some(name) = name(expr).filter(|_| self.is_watched) else {
            return TokenStream::new();
        };
        if self.may_be_closure(expr) {
            return TokenStream::new();
        }
        let ends = ends_of(expr);
        let value = Ident::new("__value", span::hidden(ends.0));
        let mut asked = Asked::new(expr, value, ends);
        let rows = match &*asked.expr {
            Expr::Call(call) => rows_of(&name, &call.func),
            other => rows_of(&name, other),
        };
        for row in rows {
            if !self.counts(row, used) || !is_alike(row, asked.expr) {
                continue;
            }
            if let Call::Hands { .. } = row.call
                && has_closure(asked.expr)
            {
                self.handing(row, &mut asked);
            } else if let Some(question) = self.question(row, asked.expr, &asked.value, used) {
                self.ask(row, question, &mut asked);
            }
        }
        if !has_closure(asked.expr) {
            for (index, path) in self.also(&name, asked.expr).iter().enumerate() {
                self.listed(index, path, &mut asked);
            }
        }
        if self.pressure.is_none() {
            self.ask_for_marks(&name, &mut asked);
        }
        let Asked { callee, around, result, value, .. } = asked;
        self.inspect_callee(expr, &callee, &value, ends);
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

    /// A function by name, as an argument of what calls it at once, or as a variable that is called.
    pub(super) fn handed_on(&mut self, argument: &mut Expr) {
        let Expr::Path(path) = &*argument else { return };
        let is_bound = path
            .path
            .get_ident()
            .is_some_and(|name| self.bound.contains(&name.unraw().to_string()));
        let Some(name) = name_of(argument).filter(|_| self.is_watched && !is_bound) else { return };
        let ends = span::ends(path);
        let value = Ident::new("__value", span::hidden(ends.0));
        let rows = rows_of(&name.unraw().to_string(), argument);
        let mut asked = Asked::new(argument, value, ends);
        for row in rows {
            let about = match row.call {
                Call::Function { .. } => About::Callee,
                Call::Method { args: 0, .. } if is_of_type(asked.expr) => About::First,
                _ => continue,
            };
            if self.counts(row, Use::Other) {
                self.ask(row, Question { place: Place::Callee, about }, &mut asked);
            }
        }
        if let Expr::Path(path) = &*asked.expr {
            let path = path.clone();
            self.ask_for_function(&path, 1, &mut asked);
        }
        let Asked { callee, value, .. } = asked;
        if !callee.is_empty() {
            self.inspect(argument, &callee, &value, ends.0);
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
        }
    }

    /// Asks whether it is the function that `also(…)` lists.
    fn listed(&mut self, index: usize, path: &Path, asked: &mut Asked<'_>) {
        if self.allowances.is_silenced() {
            return;
        }
        let ends = asked.ends;
        let at = span::glue(ends.0);
        let callee = self.callee(asked);
        // What it names may be imported in the body only.
        let path = quote_spanned!(at=> &#path);
        let listed = self.slot(asked, Part::Listed(index), &Place::Callee, &path);
        let p = self.private.at(at);
        let listed = quote_spanned!(at=> #p::at(#listed));
        let pair = self.private.check(&["pair"], quote_spanned!(at=> #callee, #listed), ends);
        let verdict = quote_spanned!(ends.1=> #pair.verdict(#listed));
        let check = self.outcome(&["NonBlocking", "check"], verdict, ends);
        self.put_behind(asked, &Place::Callee, check);
    }
}
