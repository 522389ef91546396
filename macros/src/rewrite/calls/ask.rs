//! How a question becomes a check.
//!
//! What it is about is tied to slots where it is, and the check stands behind the body, where all types
//! are known. Where something may not be there, going by its attributes, there is no slot for it, and the
//! check is where it is.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{Block, Expr, ExprBlock, Pat, Stmt, parse_quote_spanned, token};

use super::super::generated;
use super::Calls;
use super::ends::Ends;
use super::handed::bound_by;
use super::homes::Home;
use super::question::{About, Place, Question};
use crate::catalogue::{self, Call, Row};
use crate::span;

/// A call that is asked about.
pub(super) struct Asked<'e> {
    pub(super) expr: &'e mut Expr,
    pub(super) value: Ident,
    pub(super) ends: Ends,
    slots: Vec<(Part, TokenStream)>,
    /// What is put into it together.
    pub(super) callee: TokenStream,
    pub(super) around: TokenStream,
    pub(super) result: TokenStream,
}

/// What a slot is tied to.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Part {
    Callee,
    Argument(usize),
    Receiver,
    /// The function that `also(…)` lists by that number.
    Listed(usize),
    Driven,
    Result,
}

impl<'e> Asked<'e> {
    pub(super) fn new(expr: &'e mut Expr, value: Ident, ends: Ends) -> Asked<'e> {
        let (callee, around, result) = Default::default();
        Asked { expr, value, ends, slots: Vec::new(), callee, around, result }
    }
}

impl Calls<'_> {
    /// The body that the walk is in, if checks behind it are about what is here.
    pub(super) fn home_here(&self) -> Option<usize> {
        let is_sure = |home: &Home| home.depth == self.allowances.depth();
        self.homes.last().filter(|home| is_sure(home)).map(|_| self.homes.len() - 1)
    }

    fn home_of(&self, place: &Place) -> Option<usize> {
        match place {
            Place::Front(index, _) => self.scopes.home(*index),
            _ => self.home_here(),
        }
    }

    /// Types may be known only behind the body around this one.
    pub(super) fn is_nested(&self) -> bool {
        self.home_here() != Some(0)
    }

    pub(super) fn put(&mut self, asked: &mut Asked<'_>, place: &Place, checks: TokenStream) {
        match *place {
            Place::Callee => asked.callee.extend(checks),
            Place::Result => asked.result.extend(checks),
            Place::Around => asked.around.extend(checks),
            Place::Front(index, _) => self.scopes.front(index, checks),
            Place::Argument(index) => {
                self.inspect_argument(asked.expr, index, &checks, &asked.value);
            }
        }
    }

    /// Puts a check behind the body that a place is in, else there.
    pub(super) fn put_behind(&mut self, asked: &mut Asked<'_>, place: &Place, check: TokenStream) {
        match self.home_of(place) {
            Some(home) => self.homes[home].checks.extend(check),
            None => self.put(asked, place, check),
        }
    }

    // let __called0 = P::slot();                        in front of the body
    // if false { loop {} P::tie(__called0, &ON); }      at the place
    /// A slot with the type of something there: `__called0`, or `P::tied(&ON)` if there is none.
    pub(super) fn slot(
        &mut self,
        asked: &mut Asked<'_>,
        part: Part,
        place: &Place,
        on: &TokenStream,
    ) -> TokenStream {
        if let Some((_, slot)) = asked.slots.iter().find(|(of, _)| *of == part) {
            return slot.clone();
        }
        let at = span::glue(asked.ends.0);
        let private = self.private;
        let p = private.at(at);
        let Some(home) = self.home_of(place) else { return quote_spanned!(at=> #p::tied(#on)) };
        // Both rules may be asked of one function.
        let of = if self.pressure.is_some() { "pressed" } else { "called" };
        let name = format!("__{of}{}", self.slots);
        self.slots += 1;
        let slot = Ident::new(&name, span::hidden(asked.ends.0)).into_token_stream();
        self.homes[home].slots.extend(quote_spanned!(at=> let #slot = #p::slot();));
        self.put(asked, place, quote_spanned!(at=> #p::tie(#slot, #on);));
        asked.slots.push((part, slot.clone()));
        slot
    }

    /// `&a.b`; of a field no reference is needed, which one of a packed type does not allow.
    pub(super) fn mention(&self, on: &Expr, asked: &Asked<'_>) -> TokenStream {
        let at = span::glue(asked.ends.0);
        let p = self.private.at(at);
        match is_field(on) {
            true => quote_spanned!(at=> #p::field(&raw const #on)),
            false => quote_spanned!(at=> &#on),
        }
    }

    pub(super) fn callee(&mut self, asked: &mut Asked<'_>) -> TokenStream {
        let value = asked.value.clone();
        let at = span::glue(asked.ends.0);
        self.slot(asked, Part::Callee, &Place::Callee, &quote_spanned!(at=> &#value))
    }

    fn result(&mut self, asked: &mut Asked<'_>) -> TokenStream {
        let value = asked.value.clone();
        let at = span::glue(asked.ends.0);
        self.slot(asked, Part::Result, &Place::Result, &quote_spanned!(at=> &#value))
    }

    /// Puts the check of a row where it belongs.
    pub(super) fn ask(&mut self, row: &Row, question: Question, asked: &mut Asked<'_>) {
        let Question { place, about } = question;
        let ends = asked.ends;
        let is_outside = matches!(place, Place::Front(_, true));
        if self.allowances.is_silenced() || is_outside && self.allowances.silence() {
            return;
        }
        let at = span::glue(ends.0);
        let (path, settled) = match row.call {
            Call::Function { path, settled }
            | Call::Hands { path, settled, .. }
            | Call::Applied { path, settled, .. } => {
                (path, self.path(&format!("{path}{settled}"), at))
            }
            _ => ("", TokenStream::new()),
        };
        let verdict = match about {
            About::Callee => {
                let callee = self.callee(asked);
                let pair = self.pair(path, &callee, ends);
                quote_spanned!(ends.1=> #pair.verdict(&#settled))
            }
            About::Argument(index, on, is_value) => {
                let callee = self.callee(asked);
                let on = self.mention(&on, asked);
                let at_value = Place::Argument(index);
                let place = if is_value { &at_value } else { &place };
                let on = self.slot(asked, Part::Argument(index), place, &on);
                let (pair, on) = (self.pair(path, &callee, ends), self.on(row, &on, None, ends));
                quote_spanned!(ends.1=> #pair.applied(&#settled, #on))
            }
            About::Receiver(on, returns) => {
                let on = self.mention(&on, asked);
                let on = self.slot(asked, Part::Receiver, &place, &on);
                let result = returns.then(|| self.result(asked));
                self.on(row, &on, result.as_ref(), ends)
            }
            About::First => {
                let callee = self.callee(asked);
                let p = self.private.at(at);
                let known = quote_spanned!(at=> #p::call1(#callee).known(((),), ()));
                self.on(row, &quote_spanned!(at=> #p::first(#known)), None, ends)
            }
            About::Driven(future) => {
                let returned = match self.is_nested() && !self.is_settled {
                    // Who calls a function of the user's with a future has it wait for that.
                    true => {
                        let p = self.private.at(at);
                        quote_spanned!(at=> #p::tied(&()))
                    }
                    false => self.result(asked),
                };
                let verdict = self.returned(&returned, ends);
                match future {
                    None => verdict,
                    Some(future) => {
                        let future = quote_spanned!(at=> &#future);
                        let future = self.slot(asked, Part::Driven, &place, &future);
                        let driving = self.private.check(&["driving"], future, ends);
                        quote_spanned!(ends.1=> #driving.applied(#verdict))
                    }
                }
            }
            About::Result => {
                let result = self.result(asked);
                match row.call {
                    Call::Result { .. } => self.yielded(row, &result, ends),
                    _ => self.returned(&result, ends),
                }
            }
            About::Nothing => {
                let p = self.private.at(at);
                self.returned(&quote_spanned!(at=> #p::tied(&())), ends)
            }
        };
        let name = catalogue::name(row, ends.1).to_string();
        let condition = match row.call {
            Call::Function { path, .. } | Call::Hands { path, .. } => {
                catalogue::condition(path, at)
            }
            _ => None,
        };
        let check = self.outcome(&["rows", &name, row.asked(), "check"], verdict, ends);
        self.put_behind(asked, &place, quote!(#condition #check));
    }

    // |scope| { if false { loop {} P::rows::ROW::NonBlocking::check(..); } .. }
    /// Asks what a closure is handed, where it begins: it is not told the types of its parameters if
    /// anything stands around what is called.
    pub(super) fn handing(&mut self, row: &Row, asked: &mut Asked<'_>) {
        let ends = asked.ends;
        let at = span::glue(ends.0);
        let Expr::Call(call) = &mut *asked.expr else { return };
        let closures = call.args.iter_mut().filter_map(|argument| match argument {
            Expr::Closure(closure) if closure.asyncness.is_none() => Some(closure),
            _ => None,
        });
        let hidden = Ident::new("__given", span::hidden(ends.0));
        let mut given = closures.filter_map(|closure| {
            let first = closure.inputs.first_mut()?;
            if let Pat::Wild(_) = first {
                *first = parse_quote_spanned!(at=> #hidden);
            }
            Some((bound_by(first)?.clone(), closure))
        });
        let Some((given, closure)) = given.next() else { return };
        if self.allowances.silence() {
            return;
        }
        let p = self.private.at(at);
        let verdict = self.on(row, &quote_spanned!(at=> #p::tied(&#given)), None, ends);
        let name = catalogue::name(row, ends.1).to_string();
        let check = self.private.check(&["rows", &name, row.asked(), "check"], verdict, ends);
        let dead = generated(Self::dead(&quote_spanned!(at=> #check;), at));
        match &mut *closure.body {
            Expr::Block(body) if body.attrs.is_empty() && body.label.is_none() => {
                body.block.stmts.insert(0, dead);
            }
            body => {
                let stmts =
                    vec![dead, Stmt::Expr(std::mem::replace(body, Expr::PLACEHOLDER), None)];
                let block = Block { brace_token: token::Brace(at), stmts };
                *body = Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block });
            }
        }
        self.changes += 1;
    }

    /// `P::pair(SLOT, &ROW)`
    fn pair(&self, path: &str, slot: &TokenStream, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let row = self.path(path, at);
        self.private.check(&["pair"], quote_spanned!(at=> #slot, &#row), ends)
    }

    /// `P::rows::ROW::called(SLOT).verdict()`, or with what is returned
    /// `P::called(P::of::<P::rows::ROW::On>(), SLOT, SLOT).listed().verdict()`
    fn on(
        &self,
        row: &Row,
        on: &TokenStream,
        result: Option<&TokenStream>,
        ends: Ends,
    ) -> TokenStream {
        let at = span::glue(ends.0);
        let (p, name) = (self.private.at(at), catalogue::name(row, at));
        let Some(result) = result else {
            let called = self.private.check(&["rows", &name.to_string(), "called"], on, ends);
            return quote_spanned!(ends.1=> #called.verdict());
        };
        let of = quote_spanned!(at=> #p::of::<#p::rows::#name::On>());
        let arguments = quote_spanned!(at=> #of, #on, #result);
        let called = self.private.check(&["called"], arguments, ends);
        quote_spanned!(ends.1=> #called.listed().verdict())
    }

    /// `P::yielded(P::of::<P::rows::ROW::On>(), SLOT).verdict()`
    fn yielded(&self, row: &Row, result: &TokenStream, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let (p, row) = (self.private.at(at), catalogue::name(row, at));
        let of = quote_spanned!(at=> #p::of::<#p::rows::#row::On>());
        let yielded = self.private.check(&["yielded"], quote_spanned!(at=> #of, #result), ends);
        quote_spanned!(ends.1=> #yielded.verdict())
    }

    /// `P::returned(SLOT).verdict()`
    fn returned(&self, result: &TokenStream, ends: Ends) -> TokenStream {
        let returned = self.private.check(&["returned"], result, ends);
        quote_spanned!(ends.1=> #returned.verdict())
    }

    /// A path of the catalogue, from the run-time crate on.
    fn path(&self, path: &str, at: proc_macro2::Span) -> TokenStream {
        let p = self.private.at(at);
        catalogue::qualified(path, &quote_spanned!(at=> #p::crates::), at)
    }
}

/// Whether it is a field of a local: of a constant's there is no address.
fn is_field(on: &Expr) -> bool {
    fn is_local(on: &Expr) -> bool {
        match on {
            Expr::Field(field) => is_local(&field.base),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                name.to_string().starts_with(|first: char| first == '_' || first.is_lowercase())
            }),
            _ => false,
        }
    }
    matches!(on, Expr::Field(_)) && is_local(on)
}
