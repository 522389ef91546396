//! `#[blocking]`: a function of the user's blocks. What it leaves beside the function is what
//! `#[no_blocking]` asks about at each call; the function itself stays as it is.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::visit_mut::VisitMut as _;
use syn::{FnArg, GenericParam, ReturnType, Signature, TraitItemFn, Type, Visibility};

use crate::args::mark::{self, Options};
use crate::body::attrs::is_cfg;
use crate::check;
use crate::marked::{self, Home};
use crate::report::Report;
use crate::rewrite::{Parameters, Private};
use crate::span::mentions;

pub(crate) fn blocking(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut report = Report::default();
    let options = mark::parse(args, &mut report);
    let Some((visibility, method)) = read(&item) else {
        check::mark::misplaced(&item, &mut report);
        return report.beside(item);
    };
    let Some(mark) = marked::add(&method.sig.ident) else { return item };
    check::mark::check(&method, &mark.home, &options, &mut report);
    if !report.is_empty() {
        return report.beside(item);
    }
    let cfgs = method.attrs.iter().filter(|attribute| is_cfg(attribute));
    let cfgs = quote!(#(#cfgs)*);
    let mark = match mark.home {
        _ if method.sig.receiver().is_some() => sibling(&visibility, &method.sig, options),
        Home::Type(_) => sibling(&visibility, &method.sig, options),
        _ => implementation(mark.key, &method.sig, options),
    };
    quote!(#item #cfgs #mark)
}

/// A function or method, with a body or without.
fn read(item: &TokenStream) -> Option<(Visibility, TraitItemFn)> {
    let parser = |input: syn::parse::ParseStream<'_>| {
        let attrs = input.call(syn::Attribute::parse_outer)?;
        let visibility: Visibility = input.parse()?;
        let mut method: TraitItemFn = input.parse()?;
        method.attrs = attrs;
        Ok((visibility, method))
    };
    syn::parse::Parser::parse2(parser, item.clone()).ok()
}

/// The name of what a marked method has beside it.
pub(crate) fn sibling_name(method: &Ident, at: Span) -> Ident {
    format_ident!("__asyncward_blocking_{}", method.unraw(), span = at)
}

// fn __asyncward_blocking_query(&self) -> P::Blocks { loop {} }
// fn __asyncward_blocking_open() -> P::Verdict<Self, P::Blocks> { loop {} }
fn sibling(visibility: &Visibility, signature: &Signature, options: Options) -> TokenStream {
    let private = Private::new(options.krate);
    let at = Span::call_site();
    let (name, p) = (sibling_name(&signature.ident, at), private.at(at));
    let head = match signature.receiver() {
        Some(_) => quote!(#name(&self) -> #p::Blocks),
        None => quote!(#name() -> #p::Verdict<Self, #p::Blocks>),
    };
    quote! {
        #[doc(hidden)]
        #[allow(dead_code, missing_docs, clippy::all, clippy::pedantic)]
        #visibility fn #head {
            loop {}
        }
    }
}

// const _: () = {
//     pub struct Mark;
//     impl Mark {
//         pub fn accepts<V: P::Free, A>(self, _verdict: P::Verdict<V, A>) {}
//     }
//     impl<A0, R> P::Marked<Mark> for P::Named<HASH, (A0,), R>
//     where
//         (fn(&Db) -> Row): Fn(A0) -> R
//     {
//         fn same<F>(callee: P::Slot<F>) -> impl Sized { P::same(callee, &query) }
//     }
// };
fn implementation(key: u64, signature: &Signature, options: Options) -> TokenStream {
    let private = Private::new(options.krate);
    let p = private.at(Span::call_site());
    let name = &signature.ident;
    let (text, free) = match &options.write {
        Some((_, write)) => (Some(text(name, write, &p)), quote!(NonBlocking)),
        None => (None, quote!(#p::Free)),
    };
    // Errors show where it stands.
    let accepts = quote_spanned! {name.span()=>
        impl Mark {
            pub fn accepts<V: #free + ?#p::Sized, A>(self, _verdict: #p::Verdict<V, A>) {}
        }
    };
    let Header { generics, args, result, predicates, item } = Header::of(signature);
    quote! {
        #[allow(clippy::all, clippy::pedantic, clippy::disallowed_methods)]
        const _: () = {
            pub struct Mark;
            #text
            #accepts
            impl<#generics> #p::Marked<Mark> for #p::Named<#key, (#args), #result>
            where
                #predicates
            {
                fn same<__Callee>(callee: #p::Slot<__Callee>) -> impl #p::Sized {
                    #item
                    #p::same(callee, &item)
                }
            }
        };
    }
}

/// The error, with what to write in the user's words. Not under `#![no_implicit_prelude]`.
fn text(name: &Ident, write: &str, p: &impl quote::ToTokens) -> TokenStream {
    let message = format!("`{}` blocks the worker thread", name.unraw());
    let write = format!("write: {}", write.replace('{', "{{").replace('}', "}}"));
    quote! {
        #[diagnostic::on_unimplemented(
            message = #message,
            label = "a blocking call in async code",
            note = "why: until it returns, no other task of the worker thread runs",
            note = #write
        )]
        pub trait NonBlocking {}

        #[diagnostic::do_not_recommend]
        impl NonBlocking for #p::No {}
    }
}

/// How a function is found: an impl for each signature that its calls can have.
struct Header {
    generics: TokenStream,
    args: TokenStream,
    result: TokenStream,
    predicates: TokenStream,
    /// The function as a value, which the impl's own parameters tell all about.
    item: TokenStream,
}

impl Header {
    fn of(signature: &Signature) -> Header {
        let name = &signature.ident;
        let types = types_of(signature);
        let parameters = type_parameters(signature);
        let is_generic = !parameters.is_empty()
            || types.iter().any(|ty| mentions(&ty.to_token_stream(), "impl"));
        let mut header = Header {
            generics: TokenStream::new(),
            args: TokenStream::new(),
            result: quote!(__R),
            predicates: TokenStream::new(),
            item: quote!(let item = #name;),
        };
        let lifetimes = lifetimes_of(signature);
        let names: Vec<Ident> = (0..types.len()).map(|index| format_ident!("__A{index}")).collect();
        if !is_generic {
            let output = match &signature.output {
                ReturnType::Type(_, ty) if mentions(&ty.to_token_stream(), "impl") => None,
                output => Some(output),
            };
            let result = output.map(|_| quote!(-> __R));
            header.generics = quote!(#(#names,)* __R);
            header.args = quote!(#(#names,)*);
            header.predicates = quote! {
                (for<#lifetimes> fn(#(#types),*) #output): ::core::ops::Fn(#(#names),*) #result
            };
            return header;
        }
        // What mentions a type parameter stands in the header, to give it a value.
        let mut found = Parameters::default();
        let (mut args, mut predicates, mut declared) = (Vec::new(), Vec::new(), Vec::new());
        let mut pointee = Vec::new();
        for (ty, name) in types.iter().zip(&names) {
            let tokens = ty.to_token_stream();
            let is_open = mentions(&tokens, "impl")
                || parameters.iter().any(|parameter| mentions(&tokens, &parameter.to_string()));
            let mut ty = (*ty).clone();
            if is_open {
                found.visit_type_mut(&mut ty);
                args.push(quote!(#ty));
            } else {
                predicates.push(quote!((for<#lifetimes> fn(#ty)): ::core::ops::Fn(#name)));
                declared.push(name);
                args.push(quote!(#name));
            }
            pointee.push(if is_open { quote!(#ty) } else { quote!(_) });
        }
        let Parameters { lifetimes: elided, types: implied } = found;
        let own = signature.generics.params.iter().map(without_default);
        let bounds = signature.generics.where_clause.as_ref().map(|clause| &clause.predicates);
        header.generics = quote!(#(#elided,)* #(#own,)* #(#implied,)* #(#declared,)* __R);
        header.args = quote!(#(#args,)*);
        header.predicates = quote!(#(#predicates,)* #bounds);
        header.item = quote! {
            let item = #name;
            let _: fn(#(#pointee),*) -> _ = item;
        };
        header
    }
}

fn types_of(signature: &Signature) -> Vec<&Type> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(&*input.ty),
        FnArg::Receiver(_) => None,
    });
    typed.collect()
}

fn type_parameters(signature: &Signature) -> Vec<Ident> {
    let params = signature.generics.params.iter();
    let of_type = params.filter_map(|param| match param {
        GenericParam::Type(param) => Some(param.ident.clone()),
        GenericParam::Const(param) => Some(param.ident.clone()),
        GenericParam::Lifetime(_) => None,
    });
    of_type.collect()
}

fn lifetimes_of(signature: &Signature) -> TokenStream {
    let lifetimes = signature.generics.lifetimes().map(|lifetime| &lifetime.lifetime);
    quote!(#(#lifetimes),*)
}

fn without_default(param: &GenericParam) -> GenericParam {
    let mut param = param.clone();
    match &mut param {
        GenericParam::Type(param) => param.default = None,
        GenericParam::Const(param) => param.default = None,
        GenericParam::Lifetime(_) => {}
    }
    param
}
