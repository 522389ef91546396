//! Known macros, parsed, so that a body can be read and rewritten through them.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt as _};
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, Item, Macro, Result, Token};

use super::{Key, key, shape};
use crate::body::arguments::{self, Argument};
use crate::body::known::Known;
use crate::body::select::{Fused, Select, SelectArm, parse_biased};

pub(crate) enum Opened {
    Select(Select),
    Fused(Fused),
    /// The futures of a `join!`.
    Join {
        prefix: TokenStream,
        futures: Punctuated<Expr, Token![,]>,
    },
    /// Expressions between tokens that are kept.
    Arguments {
        pieces: Vec<Piece>,
        by_value: bool,
    },
}

pub(crate) enum Piece {
    Tokens(TokenStream),
    Expr(Box<Expr>),
}

impl ToTokens for Opened {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Opened::Select(select) => select.to_tokens(tokens),
            Opened::Fused(select) => select.to_tokens(tokens),
            Opened::Join { prefix, futures } => {
                prefix.to_tokens(tokens);
                futures.to_tokens(tokens);
            }
            Opened::Arguments { pieces, .. } => {
                tokens.append_all(pieces.iter().map(|piece| match piece {
                    Piece::Tokens(kept) => kept.clone(),
                    Piece::Expr(expr) => expr.to_token_stream(),
                }));
            }
        }
    }
}

impl Opened {
    pub(crate) fn read(mac: &Macro) -> Option<Opened> {
        match Known::of(&mac.path) {
            Known::Select => {
                mac.parse_body().map(Opened::Select).ok().or_else(|| Opened::fused(mac))
            }
            Known::Waits if shape::macro_name(mac).starts_with("select") => Opened::fused(mac),
            Known::Join | Known::TryJoin => mac.parse_body_with(join).ok(),
            Known::Arguments => arguments_of(mac),
            Known::Plain if shape::macro_name(mac) == "dbg" => arguments_of(mac),
            Known::Plain | Known::Waits | Known::Unknown => None,
        }
    }

    fn fused(mac: &Macro) -> Option<Opened> {
        mac.parse_body().map(Opened::Fused).ok()
    }

    /// The arms, if it is a `select!`.
    pub(crate) fn arms_mut(&mut self) -> &mut [SelectArm] {
        match self {
            Opened::Select(select) => &mut select.arms,
            Opened::Fused(select) => &mut select.arms,
            Opened::Join { .. } | Opened::Arguments { .. } => &mut [],
        }
    }

    /// The expressions in it.
    pub(crate) fn expressions_mut(&mut self) -> Vec<&mut Expr> {
        match self {
            Opened::Select(select) => select.expressions_mut(),
            Opened::Fused(select) => select.expressions_mut(),
            Opened::Join { futures, .. } => futures.iter_mut().collect(),
            Opened::Arguments { pieces, .. } => pieces
                .iter_mut()
                .filter_map(|piece| match piece {
                    Piece::Tokens(_) => None,
                    Piece::Expr(expr) => Some(&mut **expr),
                })
                .collect(),
        }
    }

    pub(crate) fn expressions(&self) -> Vec<&Expr> {
        match self {
            Opened::Select(select) => select.expressions(),
            Opened::Fused(select) => select.expressions(),
            Opened::Join { futures, .. } => futures.iter().collect(),
            Opened::Arguments { pieces, .. } => pieces
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Tokens(_) => None,
                    Piece::Expr(expr) => Some(&**expr),
                })
                .collect(),
        }
    }
}

fn join(input: ParseStream<'_>) -> Result<Opened> {
    let prefix = match parse_biased(input)? {
        Some((biased, semicolon)) => quote::quote!(#biased #semicolon),
        None => TokenStream::new(),
    };
    Ok(Opened::Join { prefix, futures: Punctuated::parse_terminated(input)? })
}

fn arguments_of(mac: &Macro) -> Option<Opened> {
    let name = shape::macro_name(mac);
    let parser = |input: ParseStream<'_>| arguments::read(&name, input);
    let mut pieces = Vec::new();
    for Argument { prefix, expr, rest, .. } in parser.parse2(mac.tokens.clone()).ok()? {
        pieces.push(Piece::Tokens(prefix));
        pieces.push(Piece::Expr(Box::new(expr)));
        pieces.push(Piece::Tokens(rest));
    }
    Some(Opened::Arguments { pieces, by_value: matches!(name.as_str(), "vec" | "pin" | "dbg") })
}

/// All known macros of a body, by where they stand.
#[derive(Default)]
pub(crate) struct Table {
    opened: HashMap<Key, Box<Opened>>,
}

impl Table {
    pub(crate) fn get(&self, mac: &Macro) -> Option<&Opened> {
        self.opened.get(&key(mac)).map(|opened| &**opened)
    }

    /// Takes one out, to rewrite it.
    pub(crate) fn take(&mut self, mac: &Macro) -> Option<Box<Opened>> {
        self.opened.remove(&key(mac))
    }
}

impl<'ast> Visit<'ast> for Table {
    fn visit_macro(&mut self, mac: &'ast Macro) {
        if let Some(opened) = Opened::read(mac) {
            let opened = Box::new(opened);
            for expr in opened.expressions() {
                Table::visit_expr(self, expr);
            }
            self.opened.insert(key(mac), opened);
        }
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        visit::visit_expr(self, expr);
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}
