//! The signature of a function that returns a `ValueFuture`.
//!
//! The future borrows what the parameters borrow. Which form says so depends only on what a trait
//! and its impls have in common: how many lifetimes there are, whether there are type parameters,
//! and the receiver.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericParam, Generics, Lifetime, ParenthesizedGenericArguments, Receiver, ReceiverKind,
    ReturnType, Signature, Type, TypeFnPtr, TypeImplTrait, TypeReference, WherePredicate,
};

use super::super::private::Private;
use crate::span;

/// The lifetime of the future where it has to have a name of its own.
const NAME: &str = "'value_future";

// Input
//     async fn f(&self, n: u32) -> R
//     async fn f<T>(&self, a: &A, t: T) -> R
//
// Output
//     fn f(&self, n: u32) -> P::ValueFuture<'_, R>
//     fn f<'life0, 'life1, 'value_future, T>(&'life0 self, a: &'life1 A, t: T)
//         -> P::ValueFuture<'value_future, R>
//     where
//         'life0: 'value_future, 'life1: 'value_future, T: 'value_future, Self: 'value_future
pub(super) fn rewrite(signature: &mut Signature, private: &Private, future: &str) {
    let at = span::glue(signature.ident.span());
    signature.asyncness = None;
    let lifetime = lifetime(signature, at);
    let p = private.at(at);
    let future = Ident::new(future, at);
    let (arrow, output) = match &signature.output {
        ReturnType::Type(arrow, output) => (quote!(#arrow), quote!(#output)),
        ReturnType::Default => (quote_spanned!(at=> ->), quote_spanned!(at=> ())),
    };
    signature.output = parse(quote_spanned!(at=> #arrow #p::#future<#lifetime, #output>));
}

/// Tokens of ours, which are what they are meant to be.
fn parse<T: syn::parse::Parse>(tokens: TokenStream) -> T {
    syn::parse2(tokens).expect("generated code is not Rust")
}

fn lifetime(signature: &mut Signature, at: Span) -> Lifetime {
    let mut inputs = Inputs::default();
    signature.inputs.iter().for_each(|input| inputs.visit_fn_arg(input));
    let named: Vec<Lifetime> =
        signature.generics.lifetimes().map(|parameter| parameter.lifetime.clone()).collect();
    let is_generic = inputs.has_impl || signature.generics.type_params().next().is_some();
    let by_value = signature.receiver().is_some_and(|receiver| !is_reference(receiver));
    match (inputs.elided, &named[..]) {
        (1, []) if !is_generic && !by_value => Lifetime::new("'_", at),
        (0, [only]) if !is_generic && !by_value => only.clone(),
        (0, []) if !is_generic && !by_value => Lifetime::new("'static", at),
        _ => explicit(signature, inputs.has_self, named, at),
    }
}

fn is_reference(receiver: &Receiver) -> bool {
    match &receiver.kind {
        ReceiverKind::Reference(..) => true,
        ReceiverKind::Typed(_, ty) => matches!(**ty, Type::Reference(_)),
        _ => false,
    }
}

/// Names all lifetimes, and says of everything that it outlives the future.
fn explicit(
    signature: &mut Signature,
    has_self: bool,
    mut lifetimes: Vec<Lifetime>,
    at: Span,
) -> Lifetime {
    let future = Lifetime::new(NAME, at);
    let mut naming =
        Naming { lifetimes: Vec::new(), of_self: None, bound: future.clone(), in_output: None, at };
    signature.inputs.iter_mut().for_each(|input| naming.visit_fn_arg_mut(input));
    naming.in_output = Some(match (&naming.of_self, &naming.lifetimes[..]) {
        (Some(of_self), _) => Some(of_self.clone()),
        (None, [only]) => Some(only.clone()),
        (None, _) => None,
    });
    naming.visit_return_type_mut(&mut signature.output);
    let added = naming.lifetimes;
    let mut types: Vec<TokenStream> = (signature.generics.type_params())
        .map(|parameter| {
            let name = &parameter.ident;
            quote!(#name)
        })
        .chain(signature.inputs.iter().filter_map(outer_parameter))
        .collect();
    types.sort_by_cached_key(ToString::to_string);
    types.dedup_by_key(|ty| ty.to_string());
    lifetimes.extend(added.iter().cloned());
    insert(&mut signature.generics, added.into_iter().chain([future.clone()]));
    let bounds = &mut signature.generics.make_where_clause().predicates;
    bounds.extend(
        lifetimes.iter().map(|it| parse::<WherePredicate>(quote_spanned!(at=> #it: #future))),
    );
    bounds
        .extend(types.iter().map(|ty| parse::<WherePredicate>(quote_spanned!(at=> #ty: #future))));
    if has_self {
        bounds.push(parse(quote_spanned!(at=> Self: #future)));
    }
    future
}

/// Lifetimes stand in front of the other parameters.
fn insert(generics: &mut Generics, lifetimes: impl Iterator<Item = Lifetime>) {
    let (old, others): (Vec<_>, Vec<_>) = std::mem::take(&mut generics.params)
        .into_iter()
        .partition(|parameter| matches!(parameter, GenericParam::Lifetime(_)));
    let new = lifetimes.map(|it| GenericParam::Lifetime(syn::LifetimeParam::new(it)));
    generics.params = old.into_iter().chain(new).chain(others).collect();
}

/// The type of a parameter that may be a type parameter of the trait or impl around, by its looks:
/// nothing of that is in sight.
fn outer_parameter(input: &FnArg) -> Option<TokenStream> {
    let FnArg::Typed(input) = input else { return None };
    // A reference that is alive refers to what is alive.
    if let Type::Reference(_) = *input.ty {
        return None;
    }
    let mut looks = Looks { generic: false, closed: true };
    looks.visit_type(&input.ty);
    let ty = &input.ty;
    (looks.generic && looks.closed).then(|| quote!(#ty))
}

struct Looks {
    generic: bool,
    /// It can be written in a `where` clause as it stands.
    closed: bool,
}

impl<'ast> Visit<'ast> for Looks {
    fn visit_type_path(&mut self, ty: &'ast syn::TypePath) {
        let first = ty.path.segments.first().map(|segment| segment.ident.to_string());
        let first = first.unwrap_or_default();
        let is_short = first.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        self.generic |= is_short || first == "Self" || ty.qself.is_some();
        visit::visit_type_path(self, ty);
    }

    fn visit_type_impl_trait(&mut self, _: &'ast TypeImplTrait) {
        self.closed = false;
    }
}

/// What the parameters have.
#[derive(Default)]
struct Inputs {
    elided: usize,
    has_impl: bool,
    has_self: bool,
}

impl<'ast> Visit<'ast> for Inputs {
    fn visit_receiver(&mut self, receiver: &'ast Receiver) {
        self.has_self = true;
        if let ReceiverKind::Reference(_, None, _) = &receiver.kind {
            self.elided += 1;
        }
        visit::visit_receiver(self, receiver);
    }

    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        self.elided += usize::from(reference.lifetime.is_none());
        visit::visit_type_reference(self, reference);
    }

    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        self.elided += usize::from(lifetime.ident == "_");
    }

    fn visit_type_impl_trait(&mut self, ty: &'ast TypeImplTrait) {
        self.has_impl = true;
        visit::visit_type_impl_trait(self, ty);
    }

    fn visit_type_fn_ptr(&mut self, _: &'ast TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments(&mut self, _: &'ast ParenthesizedGenericArguments) {}

    fn visit_pat(&mut self, _: &'ast syn::Pat) {}
}

/// Gives names to the lifetimes that have none.
struct Naming {
    lifetimes: Vec<Lifetime>,
    /// That of `&self`.
    of_self: Option<Lifetime>,
    /// What an `impl Trait` outlives.
    bound: Lifetime,
    /// In the return type: what an elided lifetime is there, if that is certain.
    in_output: Option<Option<Lifetime>>,
    at: Span,
}

impl Naming {
    fn name(&mut self) -> Option<Lifetime> {
        if let Some(known) = &self.in_output {
            return known.clone();
        }
        let name = format_ident!("life{}", self.lifetimes.len());
        let lifetime = Lifetime::new(&format!("'{name}"), self.at);
        self.lifetimes.push(lifetime.clone());
        Some(lifetime)
    }
}

impl VisitMut for Naming {
    fn visit_receiver_mut(&mut self, receiver: &mut Receiver) {
        let before = self.lifetimes.len();
        match &mut receiver.kind {
            ReceiverKind::Reference(_, lifetime @ None, _) => *lifetime = self.name(),
            ReceiverKind::Reference(_, Some(named), _) if named.ident == "_" => {
                if let Some(name) = self.name() {
                    *named = name;
                }
            }
            ReceiverKind::Reference(_, Some(named), _) => self.of_self = Some(named.clone()),
            ReceiverKind::Typed(_, ty) => {
                self.visit_type_mut(ty);
                // `self: Pin<&'a mut Self>`
                let mut named = FirstReference(None);
                named.visit_type(ty);
                self.of_self = named.0;
            }
            _ => {}
        }
        if let Some(new) = self.lifetimes.get(before) {
            self.of_self = Some(new.clone());
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = self.name();
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_"
            && let Some(name) = self.name()
        {
            *lifetime = name;
        }
    }

    fn visit_type_impl_trait_mut(&mut self, ty: &mut TypeImplTrait) {
        visit_mut::visit_type_impl_trait_mut(self, ty);
        if self.in_output.is_none() {
            ty.bounds.push(syn::TypeParamBound::Lifetime(self.bound.clone()));
        }
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}

    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {
    }

    fn visit_pat_mut(&mut self, _: &mut syn::Pat) {}
}

/// The lifetime of the first reference in a type.
struct FirstReference(Option<Lifetime>);

impl<'ast> Visit<'ast> for FirstReference {
    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        if self.0.is_none() {
            self.0.clone_from(&reference.lifetime);
        }
    }
}
