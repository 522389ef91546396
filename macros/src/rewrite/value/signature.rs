//! The signature of a function that returns a `ValueFuture`.
//!
//! The future borrows what the parameters borrow. Which form says so depends only on what a trait
//! and its impls have in common: how many lifetimes there are, whether there are parameters, also of
//! types, and the receiver. (What is `key: K` in the trait may be `key: &'static str` in an impl.)

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, Lifetime, ParenthesizedGenericArguments,
    PathArguments, Receiver, ReceiverKind, ReturnType, Signature, Type, TypeFnPtr, TypeImplTrait,
    TypeParamBound, TypePtr, TypeReference, WherePredicate, parse_quote_spanned,
};

use super::super::private::Private;
use crate::body::attrs::is_cfg;
use crate::span;

/// The lifetime of the future where it has to have a name of its own.
const NAME: &str = "'value_future";

// Input
//     async fn f(&self) -> R
//     async fn f<T>(&self, a: &A, t: T) -> R
//
// Output
//     fn f(&self) -> P::ValueFuture<'_, R>
//     fn f<'life0, 'life1, 'value_future, T>(&'life0 self, a: &'life1 A, t: T)
//         -> P::ValueFuture<'value_future, R>
//     where
//         'life0: 'value_future, 'life1: 'value_future, T: 'value_future, Self: 'value_future
//
// `is_public`: it says `pub`, which no method of a trait does.
pub(super) fn rewrite(signature: &mut Signature, is_public: bool, private: &Private, future: &str) {
    let at = span::glue(signature.ident.span());
    signature.asyncness = None;
    let lifetime = lifetime(signature, is_public, at);
    let p = private.at(at);
    let future = Ident::new(future, at);
    let (arrow, output) = match &signature.output {
        ReturnType::Type(arrow, output) => (quote!(#arrow), quote!(#output)),
        ReturnType::Default => (quote_spanned!(at=> ->), quote_spanned!(at=> ())),
    };
    signature.output = parse(quote_spanned!(at=> #arrow #p::#future<#lifetime, #output>));
}

// Input
//     fn f(&self, a: &A) -> ValueFuture<'_, R>
//
// Output
//     fn f<'life0, 'life1, 'value_future>(&'life0 self, a: &'life1 A)
//         -> ValueFuture<'value_future, R>
//     where
//         'life0: 'value_future, 'life1: 'value_future, Self: 'value_future
pub(crate) fn by_hand(signature: &mut Signature) {
    let lifetime = lifetime(signature, false, span::glue(signature.ident.span()));
    let ReturnType::Type(_, output) = &mut signature.output else { return };
    let Type::Path(output) = &mut **output else { return };
    let arguments = output.path.segments.last_mut().map(|last| &mut last.arguments);
    let Some(PathArguments::AngleBracketed(arguments)) = arguments else { return };
    match arguments.args.first_mut() {
        Some(GenericArgument::Lifetime(written)) => *written = lifetime,
        _ => arguments.args.insert(0, GenericArgument::Lifetime(lifetime)),
    }
}

/// Tokens of ours, which are what they are meant to be.
fn parse<T: syn::parse::Parse>(tokens: TokenStream) -> T {
    syn::parse2(tokens).expect("generated code is not Rust")
}

fn lifetime(signature: &mut Signature, is_public: bool, at: Span) -> Lifetime {
    let mut inputs = Inputs::default();
    signature.inputs.iter().for_each(|input| inputs.visit_fn_arg(input));
    let named: Vec<Lifetime> =
        signature.generics.lifetimes().map(|parameter| parameter.lifetime.clone()).collect();
    let outer = std::mem::take(&mut inputs.named);
    let outer: Vec<Lifetime> = outer
        .into_iter()
        .filter(|it| it.ident != "static" && !named.contains(it) && !inputs.bound.contains(it))
        .collect();
    let is_generic = inputs.has_impl || signature.generics.type_params().next().is_some();
    let has_more = match signature.receiver() {
        Some(receiver) => !is_reference(receiver) || signature.inputs.len() > 1,
        None => {
            inputs.has_self = mentions_self(signature);
            // `-> Self` in a trait is `-> Name` in an impl.
            let may_be_of_self = inputs.elided == 0 && named.is_empty() && !is_public;
            may_be_of_self
                || inputs.has_self
                || !outer.is_empty()
                || signature
                    .inputs
                    .iter()
                    .any(|input| outer_parameter(input).is_some_and(|it| it.1))
        }
    };
    match (inputs.elided, &named[..]) {
        (1, []) if !is_generic && !has_more => Lifetime::new("'_", at),
        (0, [only]) if !is_generic && !has_more => only.clone(),
        (0, []) if !is_generic && !has_more => Lifetime::new("'static", at),
        _ => explicit(signature, inputs.has_self, named.into_iter().chain(outer).collect(), at),
    }
}

/// Its result or a parameter is of the type around.
fn mentions_self(signature: &Signature) -> bool {
    span::mentions(&signature.output.to_token_stream(), "Self")
        || span::mentions(&signature.inputs.to_token_stream(), "Self")
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
    let own = bound_types(&mut signature.generics, &future);
    let mut types: Vec<TokenStream> = (signature.inputs.iter().filter_map(outer_parameter))
        .map(|(ty, _)| ty)
        .filter(|ty| !own.contains(&ty.to_string()))
        .collect();
    types.sort_by_cached_key(ToString::to_string);
    types.dedup_by_key(|ty| ty.to_string());
    lifetimes.extend(added.iter().cloned());
    if lifetimes.is_empty() && types.is_empty() && own.is_empty() {
        // One that stands in no bound is another kind of parameter than that of a trait or impl
        // with bounds.
        lifetimes.push(future.clone());
    }
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

/// Says of the type parameters that they outlive the future, where the user says something of them
/// already, or else where they have the `cfg` of the parameter. Gives their names.
fn bound_types(generics: &mut Generics, future: &Lifetime) -> Vec<String> {
    let mut predicates = generics.where_clause.as_mut().map(|clause| &mut clause.predicates);
    let mut names = Vec::new();
    for parameter in &mut generics.params {
        let GenericParam::Type(parameter) = parameter else { continue };
        let name = &parameter.ident;
        names.push(name.to_string());
        let of_name = predicates.as_mut().and_then(|all| {
            all.iter_mut().find_map(|predicate| match predicate {
                WherePredicate::Type(predicate)
                    if matches!(&predicate.bounded_ty, Type::Path(ty) if ty.path.is_ident(name)) =>
                {
                    Some(&mut predicate.bounds)
                }
                _ => None,
            })
        });
        of_name.unwrap_or(&mut parameter.bounds).push(TypeParamBound::Lifetime(future.clone()));
    }
    names
}

/// Lifetimes stand in front of the other parameters.
fn insert(generics: &mut Generics, lifetimes: impl Iterator<Item = Lifetime>) {
    let (old, others): (Vec<_>, Vec<_>) = std::mem::take(&mut generics.params)
        .into_iter()
        .partition(|parameter| matches!(parameter, GenericParam::Lifetime(_)));
    let new = lifetimes.map(|it| GenericParam::Lifetime(syn::LifetimeParam::new(it)));
    generics.params = old.into_iter().chain(new).chain(others).collect();
}

/// The type of a parameter that may be a type parameter of the trait or impl around, of which nothing
/// is in sight, and whether it looks like one.
fn outer_parameter(input: &FnArg) -> Option<(TokenStream, bool)> {
    let FnArg::Typed(input) = input else { return None };
    // A reference that is alive refers to what is alive. The type of what is not always there need
    // not exist.
    let is_conditional = input.attrs.iter().any(is_cfg);
    if is_conditional || matches!(*input.ty, Type::Reference(_)) {
        return None;
    }
    let mut looks = Looks { generic: false, closed: true };
    looks.visit_type(&input.ty);
    let ty = &input.ty;
    (looks.closed && !is_primitive(ty)).then(|| (quote!(#ty), looks.generic))
}

fn is_primitive(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|name| {
        name == "String" || name.to_string().starts_with(|c: char| c.is_ascii_lowercase())
    }))
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
    /// Lifetimes with a name.
    named: Vec<Lifetime>,
    /// Those of `for<'a>`.
    bound: Vec<Lifetime>,
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
        if lifetime.ident == "_" {
            self.elided += 1;
        } else if !self.named.contains(lifetime) {
            self.named.push(lifetime.clone());
        }
    }

    fn visit_bound_lifetimes(&mut self, lifetimes: &'ast syn::BoundLifetimes) {
        for parameter in &lifetimes.lifetimes {
            if let GenericParam::Lifetime(parameter) = parameter {
                self.bound.push(parameter.lifetime.clone());
            }
        }
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

    /// `&'a impl A + 'b` is no type, `&'a (impl A + 'b)` is.
    fn in_parentheses(&self, ty: &mut Type) {
        if let Type::ImplTrait(inner) = ty
            && inner.bounds.len() > 1
        {
            *ty = parse_quote_spanned!(self.at=> (#inner));
        }
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
        self.in_parentheses(&mut reference.elem);
    }

    fn visit_type_ptr_mut(&mut self, pointer: &mut TypePtr) {
        visit_mut::visit_type_ptr_mut(self, pointer);
        self.in_parentheses(&mut pointer.elem);
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
            ty.bounds.push(TypeParamBound::Lifetime(self.bound.clone()));
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
