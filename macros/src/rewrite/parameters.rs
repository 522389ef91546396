//! The parameters of a function whose body moves into a root.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, FnArg, Pat, PatIdent, Signature, Type, parse_quote_spanned};

use crate::body::attrs;
use crate::span;

/// `let a = a; let mut b = b;`, in the order of the signature.
///
/// A block drops what it captures in the order of first use, and captures single fields; a function
/// drops its parameters whole and from last to first. Bound again inside, they are as before. Not
/// those that `options` mention: an option may use one up, and may be all that uses it.
pub(super) fn rebound(signature: &mut Signature, options: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => {
                let name = receiver.self_token;
                out.extend(quote_spanned!(span::glue(name.span)=> let _ = &#name;));
            }
            FnArg::Typed(parameter) => {
                let cfgs = cfgs(&parameter.attrs);
                Bindings { options, cfgs, out: &mut out }.visit_pat_mut(&mut parameter.pat);
            }
        }
    }
    out
}

/// `_: T` becomes `_ignored: T`, so that a block can take it: a function drops it at its end. For a
/// reference that makes no difference.
pub(crate) fn name_ignored(signature: &mut Signature) {
    for (number, input) in signature.inputs.iter_mut().enumerate() {
        if let FnArg::Typed(parameter) = input
            && let Pat::Wild(wild) = &*parameter.pat
            && !matches!(*parameter.ty, Type::Reference(_))
        {
            let at = span::hidden(wild.underscore_token.span);
            let name = format_ident!("_ignored{number}", span = at);
            *parameter.pat = parse_quote_spanned!(at=> #name);
        }
    }
}

/// The attributes that generated code which refers to a parameter carries too.
pub(super) fn cfgs(attributes: &[Attribute]) -> Vec<Attribute> {
    attributes.iter().filter(|attribute| attrs::is_cfg(attribute)).cloned().collect()
}

/// Each binding of a pattern. A `mut` moves to where it is bound again.
struct Bindings<'a> {
    options: &'a TokenStream,
    cfgs: Vec<Attribute>,
    out: &'a mut TokenStream,
}

impl VisitMut for Bindings<'_> {
    fn visit_pat_ident_mut(&mut self, pat: &mut PatIdent) {
        let (name, cfgs) = (&pat.ident, &self.cfgs);
        if is_mentioned(name, self.options) {
            return;
        }
        let mutability = if pat.by_ref.is_none() { pat.mutability.take() } else { None };
        let at = span::glue(name.span());
        let allow = name.to_string().starts_with('_').then(|| {
            quote_spanned! {at=>
                #[allow(clippy::no_effect_underscore_binding, clippy::used_underscore_binding)]
            }
        });
        self.out.extend(quote_spanned!(at=> #(#cfgs)* #allow let #mutability #name = #name;));
        visit_mut::visit_pat_ident_mut(self, pat);
    }
}

/// Also in the text of a `format!`.
fn is_mentioned(name: &Ident, options: &TokenStream) -> bool {
    let name = name.to_string();
    span::mentions(options, &name) || options.to_string().contains(&format!("{{{name}"))
}
