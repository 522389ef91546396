//! Whether what is called has `#[asyncward::blocking]` on it, which nobody knows before types are known.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Expr, ExprCall, ExprMethodCall, ExprPath};

use super::Calls;
use super::probe::Ends;
use super::scopes::Spot;
use super::subject::Subject;
use crate::mark;
use crate::span;

/// The run time knows of functions with so many parameters.
const PARAMETERS: usize = 6;

/// What std and everybody calls, and nobody marks: to ask would only take time.
const COMMON: &str = "\
    abs abs_diff add all and and_modify and_then any append as_bytes as_deref as_deref_mut as_micros \
    as_millis as_mut as_mut_ptr as_mut_slice as_nanos as_os_str as_pin_mut as_ptr as_ref as_secs \
    as_secs_f32 as_secs_f64 as_slice as_str back borrow borrow_mut boxed bytes capacity ceil chain \
    char_indices chars checked_add checked_div checked_duration_since checked_mul checked_sub chunks \
    chunks_exact chunks_mut clamp clear clone cloned cmp collect compare_exchange \
    compare_exchange_weak concat contains contains_key context copied copy_from_slice count \
    count_ones count_zeros cycle dedup default deref display div_ceil downgrade drain drop \
    duration_since elapsed ends_with entry enumerate eq eq_ignore_ascii_case err expect expect_err \
    extend extend_from_slice fetch_add fetch_and fetch_or fetch_sub filter filter_map find find_map \
    first first_mut flat_map flatten floor fmt fold for_each format from from_be_bytes from_le_bytes \
    from_ne_bytes from_str front get_mut get_or_insert get_or_insert_with hash insert inspect_err \
    into into_boxed_slice into_bytes into_inner into_iter into_string is_alphabetic is_alphanumeric \
    is_ascii is_ascii_digit is_empty is_err is_err_and is_nan is_negative is_none is_none_or is_null \
    is_numeric is_ok is_ok_and is_positive is_power_of_two is_some is_some_and is_whitespace iter \
    iter_mut keys last last_mut leading_zeros len lines map map_err map_ok map_or map_or_else \
    map_while max max_by max_by_key min min_by min_by_key mul ne new next next_power_of_two now nth \
    ok ok_or ok_or_else or or_default or_else or_insert or_insert_with overflowing_add \
    overflowing_sub parse partial_cmp partition peek peekable pop pop_back pop_front position pow \
    powf powi product ptr_eq push push_back push_front push_str rem_euclid replace reserve resize \
    retain rev rfind rotate_left rotate_right round rposition rsplit rsplit_once rsplitn \
    saturating_add saturating_duration_since saturating_mul saturating_sub signum skip skip_while \
    sort sort_by sort_by_key sort_unstable sort_unstable_by split split_at split_at_mut split_off \
    split_once split_whitespace splitn sqrt starts_with step_by strip_prefix strip_suffix \
    strong_count sub subsec_nanos sum swap swap_bytes swap_remove take take_while then then_some \
    to_ascii_lowercase to_ascii_uppercase to_be to_be_bytes to_le to_le_bytes to_lowercase \
    to_ne_bytes to_owned to_string to_string_lossy to_uppercase to_vec total_cmp trailing_zeros \
    transpose trim trim_end trim_end_matches trim_matches trim_start trim_start_matches truncate \
    try_fold try_from try_into type_id unwrap unwrap_err unwrap_or unwrap_or_default unwrap_or_else \
    unwrap_unchecked unzip upgrade values windows with_capacity with_context wrapping_add \
    wrapping_mul wrapping_sub zip";

/// Whether somebody may have marked a function of that name.
fn is_worth_asking(name: &str) -> bool {
    // Those with `_` in front are the processor's, which may not be called but by their paths.
    !name.starts_with(|first: char| first.is_uppercase() || first == '_')
        && name != "self"
        && !COMMON.split_ascii_whitespace().any(|common| common == name)
}

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
        let is_askable = is_worth_asking(&name) && is_free(callee);
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
        if !is_worth_asking(&name) {
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
