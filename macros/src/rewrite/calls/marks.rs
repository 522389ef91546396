//! Whether what is called has `#[asyncward::blocking]` on it, which nobody knows before types are known.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Expr, ExprCall, ExprPath};

use super::Calls;
use super::ends::Ends;
use super::probe::Place;
use super::scopes::Spot;
use super::spelling::{has_closure, is_of_type, name_of, simple_argument};
use super::subject::Subject;
use crate::mark;
use crate::marked::{self, Home, Mark};
use crate::span;

/// The run time knows of functions with so many parameters.
const PARAMETERS: usize = 6;

/// Whether it is no function of a type, going by how types are written.
fn is_free(callee: &ExprPath) -> bool {
    let mut modules = callee.path.segments.iter().rev().skip(1);
    callee.qself.is_none()
        && modules.all(|module| !module.ident.to_string().starts_with(char::is_uppercase))
}

/// The same path with another name at its end.
fn renamed(callee: &ExprPath, name: Ident) -> ExprPath {
    let mut callee = callee.clone();
    if let Some(last) = callee.path.segments.last_mut() {
        *last = name.into();
    }
    callee
}

impl Calls<'_> {
    /// Asks behind the body whether the function is marked: only there the types of its arguments are
    /// known, and around the call nothing may hide from them what type is expected. Gives the tie.
    // let __callee0 = P::slot();                         in front of the body
    // if false { loop {} P::tie(__callee0, &__value); }  where the function is
    // let __mark = P::mark::<HASH, _, _, _, _>(P::call2(__callee0).known(((), ()), ()));
    // let __same = __mark.same(P::Unmarked);
    // __mark.place().accepts(P::told(__same, __callee0).verdict());
    pub(super) fn marked_function(
        &mut self,
        call: &ExprCall,
        value: &Ident,
        ends: Ends,
    ) -> Option<TokenStream> {
        let Expr::Path(callee) = &*call.func else { return None };
        let name = callee.path.segments.last()?.ident.unraw().to_string();
        let marks = marked::named(&name, ends.0);
        if !is_free(callee) {
            return self.marked_of_type(callee, &marks, ends);
        }
        let marks = marks.into_iter().filter(|mark| mark.home == Home::Free);
        let keys: Vec<u64> = marks.map(|mark| mark.key).collect();
        if keys.is_empty() || call.args.len() > PARAMETERS {
            return None;
        }
        if self.homes.last()?.depth != self.allowances.depth() {
            return None;
        }
        let at = span::glue(ends.0);
        let p = self.private.at(at);
        let local = |name: &str| Ident::new(name, span::hidden(ends.0));
        let slot = local(&format!("__callee{}", self.slots));
        let checks: TokenStream =
            keys.iter().map(|key| self.marked_by(*key, call, &slot, ends)).collect();
        if checks.is_empty() {
            return None;
        }
        self.slots += 1;
        let home = self.homes.last_mut()?;
        home.slots.extend(quote_spanned!(at=> let #slot = #p::slot();));
        home.checks.extend(checks);
        Some(quote_spanned!(at=> #p::tie(#slot, &#value);))
    }

    /// The question whether what is tied to the slot is the function of that mark.
    fn marked_by(&mut self, key: u64, call: &ExprCall, slot: &Ident, ends: Ends) -> TokenStream {
        let at = span::glue(ends.0);
        let p = self.private.at(at);
        let count = format_ident!("call{}", call.args.len(), span = at);
        let units = call.args.iter().map(|_| quote_spanned!(at=> ()));
        let local = |name: &str| Ident::new(name, span::hidden(ends.0));
        let (mark, same) = (local("__mark"), local("__same"));
        let told = self.private.check(&["told"], quote_spanned!(at=> #same, #slot), ends);
        let verdict = quote_spanned!(ends.1=> #told.verdict());
        let accepts = Ident::new("accepts", ends.0);
        let check = self.outcome_with(
            verdict,
            ends,
            |_, verdict| quote_spanned!(at=> #mark.place().#accepts(#verdict)),
        );
        if check.is_empty() {
            return check;
        }
        quote_spanned! {at=>
            let #mark =
                #p::mark::<#key, _, _, _, _>(#p::#count(#slot).known((#(#units,)*), ()));
            let #same = #mark.same(#p::Unmarked);
            #check
        }
    }

    // trait Unmarked { fn __asyncward_blocking_open() -> P::Verdict<Self, P::Passes> { loop {} } }
    // impl<T: ?Sized> Unmarked for T {}
    // P::FreeMethod::check(Db::__asyncward_blocking_open());
    //
    // A function of the type itself comes first, then the trait's. It is only asked of a type of the name
    // that the marked one has: of another the parameters may be open.
    fn marked_of_type(
        &mut self,
        callee: &ExprPath,
        marks: &[Mark],
        ends: Ends,
    ) -> Option<TokenStream> {
        let segments = &callee.path.segments;
        let of = segments.get(segments.len().checked_sub(2)?)?.ident.unraw().to_string();
        let is_of = |mark: &Mark| match &mark.home {
            Home::Type(Some(name)) => *name == of || of == "Self",
            _ => false,
        };
        if callee.qself.is_some() || !marks.iter().any(is_of) {
            return None;
        }
        let at = span::glue(ends.0);
        let p = self.private.at(at);
        let unmarked = Ident::new("__Unmarked", Span::call_site().located_at(ends.0));
        let sibling = mark::sibling_name(&segments.last()?.ident, at);
        let asked = renamed(callee, sibling.clone());
        let judged = quote_spanned!(ends.1=> #asked());
        let check = self.outcome(&["FreeMethod", "check"], judged, ends);
        if check.is_empty() {
            return None;
        }
        Some(quote_spanned! {at=>
            {
                trait #unmarked {
                    fn #sibling() -> #p::Verdict<Self, #p::Passes> {
                        loop {}
                    }
                }
                impl<__T: ?#p::Sized> #unmarked for __T {}
                #check
            }
        })
    }

    // trait Unmarked { fn __asyncward_blocking_load(&self) -> P::Passes { loop {} } }
    // impl<T: ?Sized> Unmarked for &T {}
    // P::FreeMethod::check(P::judged(&a.b, (&a.b).__asyncward_blocking_load()));
    // P::FreeMethod::check(P::judged(&a.b, P::derefs(&a.b).target().__asyncward_blocking_load()));
    //
    // A method of the type itself comes first, then the trait's, which needs one more reference.
    pub(super) fn marked_method(
        &mut self,
        expr: &Expr,
        value: &Ident,
        ends: Ends,
    ) -> Option<(Place, TokenStream)> {
        let method = match expr {
            Expr::MethodCall(call) => &call.method,
            Expr::Call(call) if is_of_type(&call.func) && !has_closure(expr) => {
                name_of(&call.func)?
            }
            _ => return None,
        };
        if marked::named(&method.unraw().to_string(), ends.0).is_empty() {
            return None;
        }
        let (place, on) = match self.subject(expr, 0, value)? {
            Subject::Value(on) => (Place::Argument(0), on),
            Subject::Place(on) => match (self.scopes.spot(&on), expr) {
                (Spot::Nowhere, _) => return None,
                (Spot::Front(_, true), _) if self.allowances.silence() => return None,
                (Spot::Front(index, is_outside), _) => (Place::Front(index, is_outside), on),
                (Spot::Here, Expr::Call(_)) => (Place::Callee, on),
                (Spot::Here, _) if simple_argument(expr).is_some() => (Place::Around, on),
                (Spot::Here, _) => (Place::Result, on),
            },
        };
        let at = span::glue(ends.0);
        let p = self.private.at(at);
        let unmarked = Ident::new("__Unmarked", Span::call_site().located_at(ends.0));
        let sibling = mark::sibling_name(method, at);
        let mut checks = TokenStream::new();
        for on in [quote!((&#on)), quote_spanned!(at=> #p::derefs(&#on).target())] {
            let judged = quote_spanned!(at=> #on, #on.#sibling());
            let judged = self.private.check(&["judged"], judged, ends);
            checks.extend(self.outcome(&["FreeMethod", "check"], judged, ends));
        }
        if checks.is_empty() {
            return None;
        }
        let checks = quote_spanned! {at=>
            {
                trait #unmarked {
                    fn #sibling(&self) -> #p::Passes {
                        loop {}
                    }
                }
                impl<__T: ?#p::Sized> #unmarked for &__T {}
                #checks
            }
        };
        Some((place, checks))
    }
}
