//! Whether what is called has `#[asyncward::blocking]` on it, which nobody knows before types are known.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Expr, ExprPath};

use super::Calls;
use super::ask::{Asked, Part};
use super::question::Place;
use super::scopes::Spot;
use super::spelling::{has_closure, is_of_type, name_of, simple_argument};
use super::subject::Subject;
use crate::check;
use crate::mark;
use crate::marked::{self, Home, Mark};
use crate::span;

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
    /// Asks whether what is called is marked.
    pub(super) fn ask_for_marks(&mut self, name: &str, asked: &mut Asked<'_>) {
        if marked::named(name, asked.ends.0).is_empty() || self.allowances.is_silenced() {
            return;
        }
        if let Expr::Call(call) = &*asked.expr
            && let Expr::Path(callee) = &*call.func
            && !has_closure(asked.expr)
        {
            let (callee, arguments) = (callee.clone(), call.args.len());
            self.ask_for_function(&callee, arguments, asked);
        }
        self.marked_method(asked);
    }

    /// Asks whether a function is, which is called with so many arguments.
    pub(super) fn ask_for_function(
        &mut self,
        callee: &ExprPath,
        arguments: usize,
        asked: &mut Asked<'_>,
    ) {
        let Some(last) = callee.path.segments.last() else { return };
        let marks = marked::named(&last.ident.unraw().to_string(), asked.ends.0);
        if marks.is_empty() || self.allowances.is_silenced() {
            return;
        }
        if is_free(callee) {
            let marks = marks.iter().filter(|mark| mark.home == Home::Free);
            let keys: Vec<u64> = marks.map(|mark| mark.key).collect();
            self.marked_functions(&keys, arguments, asked);
        } else {
            self.marked_of_type(callee, &marks, asked);
        }
    }

    // let __mark = P::mark::<KEY, _, _, _, _>(P::call2(SLOT).known(((), ()), ()));
    // let __same = __mark.same(P::Unmarked);
    // __mark.place().accepts(P::told(__same, SLOT).verdict());
    fn marked_functions(&mut self, keys: &[u64], arguments: usize, asked: &mut Asked<'_>) {
        if arguments > check::mark::PARAMETERS || self.home_here().is_none() {
            return;
        }
        let ends = asked.ends;
        let at = span::glue(ends.0);
        let local = |name: &str| Ident::new(name, span::hidden(ends.0));
        let (mark, same) = (local("__mark"), local("__same"));
        let count = format_ident!("call{arguments}", span = at);
        for key in keys {
            let slot = self.callee(asked);
            let told = self.private.check(&["told"], quote_spanned!(at=> #same, #slot), ends);
            let verdict = quote_spanned!(ends.1=> #told.verdict());
            let accepts = Ident::new("accepts", ends.0);
            let check = self.outcome_with(
                verdict,
                ends,
                |_, verdict| quote_spanned!(at=> #mark.place().#accepts(#verdict)),
            );
            let p = self.private.at(at);
            let units = (0..arguments).map(|_| quote_spanned!(at=> ()));
            let check = quote_spanned! {at=>
                let #mark =
                    #p::mark::<#key, _, _, _, _>(#p::#count(#slot).known((#(#units,)*), ()));
                let #same = #mark.same(#p::Unmarked);
                #check
            };
            self.put_behind(asked, &Place::Callee, check);
        }
    }

    // trait Unmarked { fn __asyncward_blocking_open() -> P::Verdict<Self, P::Passes> { loop {} } }
    // impl<T: ?Sized> Unmarked for T {}
    // P::FreeMethod::check(Db::__asyncward_blocking_open());
    //
    // A function of the type itself comes first, then the trait's. It is only asked of a type of the name
    // that the marked one has, and if no other of it has parameters: they may be open.
    fn marked_of_type(&mut self, callee: &ExprPath, marks: &[Mark], asked: &mut Asked<'_>) {
        let segments = &callee.path.segments;
        let mut names = segments.iter().rev().map(|segment| &segment.ident);
        let (Some(name), Some(of)) = (names.next(), names.next()) else { return };
        let is_of = |mark: &Mark| match &mark.home {
            Home::Type(Some(name)) if !mark.is_method => of.unraw() == name || of == "Self",
            _ => false,
        };
        let is_open = || segments.len() == 2 && marked::is_generic(of);
        if callee.qself.is_some() || !marks.iter().any(is_of) || is_open() {
            return;
        }
        let ends = asked.ends;
        let at = span::glue(ends.0);
        let p = self.private.at(at);
        let unmarked = Ident::new("__Unmarked", Span::call_site().located_at(ends.0));
        let sibling = mark::sibling_name(name, at);
        // All of it stands on the user's call, so that the error does.
        let function = renamed(callee, mark::sibling_name(name, ends.1));
        let judged = quote_spanned!(ends.1=> #function());
        let declared = quote_spanned! {at=>
            trait #unmarked {
                fn #sibling() -> #p::Verdict<Self, #p::Passes> {
                    loop {}
                }
            }
            impl<__T: ?#p::Sized> #unmarked for __T {}
        };
        let check = self.outcome(&["FreeMethod", "check"], judged, ends);
        // Behind the body the type may not be in scope.
        self.put(asked, &Place::Callee, quote_spanned!(at=> { #declared #check }));
    }

    // trait Unmarked { fn __asyncward_blocking_load(&self) -> P::Passes { loop {} } }
    // impl<T: ?Sized> Unmarked for &T {}
    // P::FreeMethod::check(P::judged(P::at(SLOT), P::at(SLOT).__asyncward_blocking_load()));
    // P::FreeMethod::check(P::judged(.., P::derefs(P::at(SLOT)).target().__asyncward_blocking_load()));
    //
    // A method of the type itself comes first, then the trait's, which needs one more reference.
    fn marked_method(&mut self, asked: &mut Asked<'_>) {
        let method = match &*asked.expr {
            Expr::MethodCall(call) => call.method.clone(),
            Expr::Call(call) if is_of_type(&call.func) && !has_closure(asked.expr) => {
                match name_of(&call.func) {
                    Some(name) => name.clone(),
                    None => return,
                }
            }
            _ => return,
        };
        let (place, on) = match self.subject(asked.expr, 0, &asked.value) {
            None => return,
            Some(Subject::Value(on)) => (Place::Argument(0), on),
            Some(Subject::Place(on)) => match (self.scopes.spot(&on), &*asked.expr) {
                (Spot::Here | Spot::Front(_, false), call) if simple_argument(call).is_some() => {
                    (Place::Around, on)
                }
                (Spot::Nowhere, _) => return,
                (Spot::Front(_, true), _) if self.allowances.silence() => return,
                (Spot::Front(index, is_outside), _) => (Place::Front(index, is_outside), on),
                (Spot::Here, Expr::Call(_)) => (Place::Callee, on),
                (Spot::Here, _) => (Place::Result, on),
            },
        };
        let on = self.mention(&on, asked);
        let ends = asked.ends;
        let at = span::glue(ends.0);
        let private = self.private;
        let p = private.at(at);
        // Where a method is called, its type is known and its trait in scope.
        let is_known =
            matches!(&*asked.expr, Expr::MethodCall(_)) && !matches!(place, Place::Front(..));
        let slot = match is_known {
            true => quote_spanned!(at=> #p::tied(#on)),
            false => self.slot(asked, Part::Receiver, &place, &on),
        };
        let unmarked = Ident::new("__Unmarked", Span::call_site().located_at(ends.0));
        let sibling = mark::sibling_name(&method, at);
        let declared = quote_spanned! {at=>
            trait #unmarked {
                fn #sibling(&self) -> #p::Passes {
                    loop {}
                }
            }
            impl<__T: ?#p::Sized> #unmarked for &__T {}
        };
        let on = quote_spanned!(at=> #p::at(#slot));
        let mut checks = TokenStream::new();
        for on in [on.clone(), quote_spanned!(at=> #p::derefs(#on).target())] {
            let judged = quote_spanned!(at=> #on, #on.#sibling());
            let judged = self.private.check(&["judged"], judged, ends);
            checks.extend(self.outcome(&["FreeMethod", "check"], judged, ends));
        }
        let checks = quote_spanned!(at=> { #declared #checks });
        if is_known {
            self.put(asked, &place, checks)
        } else {
            self.put_behind(asked, &place, checks)
        }
    }
}
