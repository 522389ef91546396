//! The parameters of an `impl` for a type that a user wrote with `'_`, `_` or `impl Trait` in it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Lifetime, ParenthesizedGenericArguments, Type, TypeFnPtr, TypeReference};

use crate::span;

/// Makes a parameter of each `'_`, `_` and `impl Trait` of a type.
#[derive(Default)]
pub(crate) struct Parameters {
    pub(crate) lifetimes: Vec<Lifetime>,
    pub(crate) types: Vec<TokenStream>,
}

impl VisitMut for Parameters {
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        let elided = || Lifetime::new("'_", reference.and_token.span);
        reference.lifetime.get_or_insert_with(elided);
        visit_mut::visit_type_reference_mut(self, reference);
    }

    // A function's own lifetimes are any.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            let name = format!("'__a{}", self.lifetimes.len());
            *lifetime = Lifetime::new(&name, lifetime.apostrophe);
            self.lifetimes.push(lifetime.clone());
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        let bounds = match ty {
            Type::Infer(_) => TokenStream::new(),
            Type::ImplTrait(bounded) => {
                let bounds = &bounded.bounds;
                quote!(: #bounds)
            }
            _ => return visit_mut::visit_type_mut(self, ty),
        };
        let name = format_ident!("__T{}", self.types.len(), span = span::ends(&*ty).0);
        self.types.push(quote!(#name #bounds));
        *ty = Type::Verbatim(quote!(#name));
    }
}
