//! The grammar of `select!`: tokio's and that of futures.

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt as _, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Expr, Ident, Macro, Pat, Result, Token, token};

mod biased {
    syn::custom_keyword!(biased);
}

/// The arms of a `select!` in tokio's grammar.
pub(crate) struct Select {
    pub(crate) biased: Biased,
    pub(crate) arms: Vec<SelectArm>,
    pub(crate) otherwise: Option<(Token![else], Token![=>], Expr)>,
}

pub(crate) struct SelectArm {
    pub(crate) pat: Pat,
    pub(crate) eq_token: Token![=],
    pub(crate) future: Expr,
    pub(crate) condition: Option<Expr>,
    pub(crate) arrow: Token![=>],
    pub(crate) handler: Expr,
}

impl Parse for Select {
    fn parse(input: ParseStream<'_>) -> Result<Select> {
        let biased = parse_biased(input)?;
        let mut arms = Vec::new();
        let mut otherwise = None;
        while !input.is_empty() {
            if input.peek(Token![else]) {
                otherwise = Some((input.parse()?, input.parse()?, handler(input)?));
            } else {
                arms.push(input.parse()?);
            }
        }
        Ok(Select { biased, arms, otherwise })
    }
}

impl Parse for SelectArm {
    fn parse(input: ParseStream<'_>) -> Result<SelectArm> {
        Ok(SelectArm {
            pat: Pat::parse_multi_with_leading_vert(input)?,
            eq_token: input.parse()?,
            future: input.parse()?,
            condition: match input.parse::<Option<Token![,]>>()? {
                Some(_) => {
                    input.parse::<Token![if]>()?;
                    Some(input.parse()?)
                }
                None => None,
            },
            arrow: input.parse()?,
            handler: handler(input)?,
        })
    }
}

impl ToTokens for SelectArm {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let SelectArm { pat, eq_token, future, condition, arrow, handler } = self;
        let condition = condition.as_ref().map(|condition| quote!(, if #condition));
        tokens.extend(quote!(#pat #eq_token #future #condition #arrow #handler,));
    }
}

/// The arms of a `select!` or `select_biased!` in the grammar of futures.
pub(crate) struct Fused {
    pub(crate) arms: Vec<SelectArm>,
    /// `complete` and `default`.
    pub(crate) others: Vec<(Ident, Token![=>], Expr)>,
}

impl Parse for Fused {
    fn parse(input: ParseStream<'_>) -> Result<Fused> {
        let (mut arms, mut others) = (Vec::new(), Vec::new());
        while !input.is_empty() {
            if input.peek(Ident) && input.peek2(Token![=>]) {
                others.push((input.parse()?, input.parse()?, handler(input)?));
            } else {
                arms.push(input.parse()?);
            }
        }
        Ok(Fused { arms, others })
    }
}

impl ToTokens for Fused {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append_all(&self.arms);
        for (name, arrow, handler) in &self.others {
            tokens.extend(quote!(#name #arrow #handler,));
        }
    }
}

pub(crate) type Biased = Option<(biased::biased, Token![;])>;

pub(crate) fn parse_biased(input: ParseStream<'_>) -> Result<Biased> {
    if input.peek(biased::biased) && input.peek2(Token![;]) {
        Ok(Some((input.parse()?, input.parse()?)))
    } else {
        Ok(None)
    }
}

/// A block, which needs no comma behind it, or an expression.
fn handler(input: ParseStream<'_>) -> Result<Expr> {
    if input.peek(token::Brace) {
        let block = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        return Ok(Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: None, block }));
    }
    let expression = input.parse()?;
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    Ok(expression)
}

impl Select {
    /// Some arm may be disabled, by its `if` or because its pattern does not match.
    pub(crate) fn can_be_disabled(&self) -> bool {
        self.arms.iter().any(|arm| arm.condition.is_some() || is_refutable(&arm.pat))
    }

    /// Nothing says that it is tokio's: futures' looks the same.
    pub(crate) fn is_ambiguous(&self, mac: &Macro) -> bool {
        let is_tokios = self.biased.is_some()
            || self.otherwise.is_some()
            || self.can_be_disabled()
            || mac.path.segments.iter().any(|segment| segment.ident == "tokio");
        !is_tokios
    }
}

/// As far as the syntax says it.
fn is_refutable(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => false,
        Pat::Ident(pat) => {
            pat.ident.to_string().starts_with(char::is_uppercase)
                || pat.subpat.as_ref().is_some_and(|(_, inner)| is_refutable(inner))
        }
        Pat::Paren(pat) => is_refutable(&pat.pat),
        Pat::Reference(pat) => is_refutable(&pat.pat),
        Pat::Type(pat) => is_refutable(&pat.pat),
        Pat::Tuple(pat) => pat.elems.iter().any(is_refutable),
        Pat::Struct(pat) => {
            pat.path.segments.len() > 1 || pat.fields.iter().any(|field| is_refutable(&field.pat))
        }
        _ => true,
    }
}

impl SelectArm {
    fn expressions(&self) -> impl Iterator<Item = &Expr> {
        [&self.future].into_iter().chain(&self.condition).chain([&self.handler])
    }

    fn expressions_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        [&mut self.future].into_iter().chain(&mut self.condition).chain([&mut self.handler])
    }
}

impl Fused {
    pub(crate) fn expressions(&self) -> Vec<&Expr> {
        let others = self.others.iter().map(|(_, _, handler)| handler);
        self.arms.iter().flat_map(SelectArm::expressions).chain(others).collect()
    }

    pub(crate) fn expressions_mut(&mut self) -> Vec<&mut Expr> {
        let others = self.others.iter_mut().map(|(_, _, handler)| handler);
        self.arms.iter_mut().flat_map(SelectArm::expressions_mut).chain(others).collect()
    }
}

impl Select {
    /// Futures, conditions and handlers, in the order in which they are written.
    pub(crate) fn expressions(&self) -> Vec<&Expr> {
        let mut expressions: Vec<&Expr> =
            self.arms.iter().flat_map(SelectArm::expressions).collect();
        expressions.extend(self.otherwise.iter().map(|(_, _, handler)| handler));
        expressions
    }

    pub(crate) fn expressions_mut(&mut self) -> Vec<&mut Expr> {
        let mut expressions: Vec<&mut Expr> =
            self.arms.iter_mut().flat_map(SelectArm::expressions_mut).collect();
        expressions.extend(self.otherwise.iter_mut().map(|(_, _, handler)| handler));
        expressions
    }
}

impl ToTokens for Select {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if let Some((biased, semicolon)) = &self.biased {
            biased.to_tokens(tokens);
            semicolon.to_tokens(tokens);
        }
        tokens.append_all(&self.arms);
        if let Some((otherwise, arrow, handler)) = &self.otherwise {
            tokens.extend(quote!(#otherwise #arrow #handler));
        }
    }
}
