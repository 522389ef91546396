//! Whether what is called has `#[asyncward::blocking]` on it, which nobody knows before types are known.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath};

use super::Calls;
use super::ends::Ends;
use super::scopes::Spot;
use super::subject::Subject;
use crate::mark;
use crate::marked;
use crate::span;

/// The run time knows of functions with so many parameters.
const PARAMETERS: usize = 6;

/// Whether it is no function of a type, which cannot be marked, going by how types are written.
fn is_free(callee: &ExprPath) -> bool {
    let mut modules = callee.path.segments.iter().rev().skip(1);
    callee.qself.is_none()
        && modules.all(|module| !module.ident.to_string().starts_with(char::is_uppercase))
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
        let is_askable = is_free(callee) && marked::may_be(&name, ends.0);
        if !is_askable || call.args.len() > PARAMETERS {
            return None;
        }
        if self.homes.last()?.depth != self.allowances.depth() {
            return None;
        }
        let at = span::glue(ends.0);
        let p = self.private.at(at);
        let count = format_ident!("call{}", call.args.len(), span = at);
        let units = call.args.iter().map(|_| quote_spanned!(at=> ()));
        let local = |name: &str| Ident::new(name, span::hidden(ends.0));
        let (key, mark, same) = (mark::hash(&name), local("__mark"), local("__same"));
        let slot = local(&format!("__callee{}", self.slots));
        let told = self.private.check(&["told"], quote_spanned!(at=> #same, #slot), ends);
        let verdict = quote_spanned!(ends.1=> #told.verdict());
        let accepts = Ident::new("accepts", ends.0);
        let check = self.outcome_with(
            verdict,
            ends,
            |_, verdict| quote_spanned!(at=> #mark.place().#accepts(#verdict)),
        );
        if check.is_empty() {
            return None;
        }
        self.slots += 1;
        let home = self.homes.last_mut()?;
        home.slots.extend(quote_spanned!(at=> let #slot = #p::slot();));
        home.checks.extend(quote_spanned! {at=>
            let #mark =
                #p::mark::<#key, _, _, _, _>(#p::#count(#slot).known((#(#units,)*), ()));
            let #same = #mark.same(#p::Unmarked);
            #check
        });
        Some(quote_spanned!(at=> #p::tie(#slot, &#value);))
    }

    // trait Unmarked { fn __asyncward_blocking_load(&self) -> P::Passes { loop {} } }
    // impl<T: ?Sized> Unmarked for &T {}
    // P::FreeMethod::check(P::judged(&a.b, (&a.b).__asyncward_blocking_load()));
    // P::FreeMethod::check(P::judged(&a.b, P::derefs(&a.b).target().__asyncward_blocking_load()));
    //
    // A method of the type itself comes first, then the trait's, which needs one more reference.
    pub(super) fn marked_method(
        &mut self,
        call: &ExprMethodCall,
        value: &Ident,
        ends: Ends,
    ) -> Option<TokenStream> {
        let name = call.method.unraw().to_string();
        if !marked::may_be(&name, ends.0) {
            return None;
        }
        let Subject::Place(on) = Subject::of(&call.receiver, value)? else { return None };
        let front = match self.scopes.spot(&on) {
            Spot::Here => None,
            Spot::Front(_, true) if self.allowances.silence() => return None,
            Spot::Front(index, _) => Some(index),
            Spot::Nowhere => return None,
        };
        let at = span::glue(ends.0);
        let p = self.private.at(at);
        let unmarked = Ident::new("__Unmarked", Span::call_site().located_at(ends.0));
        let sibling = mark::sibling_name(&call.method, at);
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
        let Some(index) = front else { return Some(checks) };
        self.scopes.front(index, checks);
        None
    }
}
