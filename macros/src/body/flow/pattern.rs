//! What patterns bind.

use crate::body::attrs::is_cfg;
use proc_macro2::Ident;
use syn::{Attribute, Pat, PatIdent, Type};

/// A name that a pattern binds.
pub(crate) struct Bound<'a> {
    pub(crate) pat: &'a PatIdent,
    /// The conditions under which it is there at all.
    pub(crate) cfgs: Vec<&'a Attribute>,
    /// It is one of the types that no guard has.
    pub(super) is_plain: bool,
}

pub(crate) fn bindings(pat: &Pat) -> Vec<Bound<'_>> {
    let mut found = Vec::new();
    collect(pat, false, &mut Vec::new(), &mut found);
    found
}

fn collect<'a>(pat: &'a Pat, plain: bool, cfgs: &mut Vec<&'a Attribute>, out: &mut Vec<Bound<'a>>) {
    match pat {
        Pat::Ident(pat) => {
            if is_name(pat) {
                let is_plain = plain || pat.by_ref.is_some();
                out.push(Bound { pat, cfgs: cfgs.clone(), is_plain });
            }
            if let Some((_, inner)) = &pat.subpat {
                collect(inner, plain, cfgs, out);
            }
        }
        Pat::Guard(pat) => collect(&pat.pat, plain, cfgs, out),
        Pat::Paren(pat) => collect(&pat.pat, plain, cfgs, out),
        Pat::Reference(pat) => collect(&pat.pat, plain, cfgs, out),
        Pat::Type(pat) => collect(&pat.pat, plain || is_plain(&pat.ty), cfgs, out),
        Pat::Or(pat) => pat.cases.iter().for_each(|case| collect(case, plain, cfgs, out)),
        Pat::Slice(pat) => pat.elems.iter().for_each(|elem| collect(elem, plain, cfgs, out)),
        Pat::Tuple(pat) => pat.elems.iter().for_each(|elem| collect(elem, plain, cfgs, out)),
        Pat::TupleStruct(pat) => {
            pat.elems.iter().for_each(|elem| collect(elem, plain, cfgs, out));
        }
        Pat::Struct(pat) => {
            for field in &pat.fields {
                let before = cfgs.len();
                cfgs.extend(conditions(&field.attrs));
                collect(&field.pat, plain, cfgs, out);
                cfgs.truncate(before);
            }
        }
        _ => {}
    }
}

/// A name, and not a constant or a variant, as far as the spelling says it.
fn is_name(pat: &PatIdent) -> bool {
    pat.by_ref.is_some()
        || pat.mutability.is_some()
        || pat.subpat.is_some()
        || !pat.ident.to_string().starts_with(char::is_uppercase)
}

/// Whether something is moved out of what is matched.
pub(super) fn takes(pat: &Pat) -> bool {
    bindings(pat).iter().any(|bound| bound.pat.by_ref.is_none())
}

/// `None`, `Err(_)` and the like: there is no guard in what matches.
pub(super) fn is_empty(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(pat) => pat.ident == "None",
        Pat::Path(pat) => pat.path.segments.last().is_some_and(|last| last.ident == "None"),
        Pat::TupleStruct(pat) => pat.path.segments.last().is_some_and(|last| last.ident == "Err"),
        Pat::Or(pat) => pat.cases.iter().all(is_empty),
        Pat::Paren(pat) => is_empty(&pat.pat),
        Pat::Guard(pat) => is_empty(&pat.pat),
        _ => false,
    }
}

/// `Some(name)`, `Ok(_)`: whatever is in it matches.
pub(super) fn is_full(pat: &Pat) -> bool {
    match pat {
        Pat::TupleStruct(pat) => {
            let last = pat.path.segments.last();
            last.is_some_and(|last| last.ident == "Some" || last.ident == "Ok")
                && pat.elems.iter().all(|inner| match inner {
                    Pat::Ident(inner) => is_name(inner) && inner.subpat.is_none(),
                    inner => is_wild(inner),
                })
        }
        Pat::Paren(pat) => is_full(&pat.pat),
        _ => false,
    }
}

/// `_`, which binds nothing and moves nothing.
pub(super) fn is_wild(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) => true,
        Pat::Type(pat) => is_wild(&pat.pat),
        Pat::Paren(pat) => is_wild(&pat.pat),
        _ => false,
    }
}

/// Numbers, text and shared references, by their spelling.
pub(super) fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => reference.mutability.is_none(),
        Type::Paren(paren) => is_plain(&paren.elem),
        Type::Group(group) => is_plain(&group.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        Type::Path(path) => path.path.get_ident().is_some_and(|ident| {
            matches!(
                ident.to_string().as_str(),
                "bool"
                    | "char"
                    | "f32"
                    | "f64"
                    | "i8"
                    | "i16"
                    | "i32"
                    | "i64"
                    | "i128"
                    | "isize"
                    | "u8"
                    | "u16"
                    | "u32"
                    | "u64"
                    | "u128"
                    | "usize"
                    | "String"
                    | "PathBuf"
                    | "Duration"
                    | "Instant"
            )
        }),
        Type::Never(_) | Type::Ptr(_) | Type::FnPtr(_) => true,
        _ => false,
    }
}

/// Nobody can spell it again.
pub(super) fn is_anonymous(ty: &Type) -> bool {
    let mut words = std::collections::BTreeSet::new();
    crate::span::words(&quote::ToTokens::to_token_stream(ty), &mut words);
    words.contains("impl")
}

pub(super) fn conditions(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attribute| is_cfg(attribute))
}

/// A name that the rewrite of a spawn has made.
pub(super) fn is_of_a_spawn(name: &Ident) -> bool {
    let name = name.to_string();
    let prefixes = ["__child", "__spawner", "__begun", "__slot", "__given"];
    prefixes.iter().any(|prefix| name.starts_with(prefix))
}
