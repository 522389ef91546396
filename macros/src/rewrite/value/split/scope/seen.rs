//! Which names a piece of a body mentions, and how.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprAssign, ExprLet, ExprMatch, Item, Local, Macro, Pat, Stmt};

use super::super::{diverges, never_comes_back};
use crate::body::flow::shape;
use crate::body::known::Known;

/// All names in the tokens, those in format strings too.
pub(super) fn words(tokens: &TokenStream) -> BTreeSet<String> {
    let mut seen = Seen::default();
    seen.read(tokens.clone());
    seen.named
}

#[derive(Default)]
pub(super) struct Seen {
    pub(super) named: BTreeSet<String>,
    /// Names of which a field is used, or that are taken apart.
    pub(super) partial: BTreeSet<String>,
}

impl Seen {
    pub(super) fn read(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) => {
                    let name = ident.to_string();
                    if is_field(&tokens[at + 1..]) {
                        self.partial.insert(name.clone());
                    }
                    self.named.insert(name);
                }
                TokenTree::Group(group) => self.read(group.stream()),
                TokenTree::Literal(literal) => self.text(&literal.to_string()),
                TokenTree::Punct(_) => {}
            }
        }
    }

    /// `"{name}"`
    fn text(&mut self, text: &str) {
        if !text.contains('"') {
            return;
        }
        for part in text.split('{').skip(1) {
            let is_name = |c: char| c == '_' || c.is_alphanumeric();
            let name: String = part.chars().take_while(|c| is_name(*c)).collect();
            self.named.insert(name);
        }
    }

    /// `match x`, `if let PAT = x`, `let (a, b) = x`
    fn taken_apart(&mut self, expr: &Expr) {
        match shape::unparenthesized(expr) {
            Expr::Path(path) => {
                self.partial.extend(path.path.get_ident().map(ToString::to_string));
            }
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.taken_apart(elem)),
            _ => {}
        }
    }
}

/// What a statement may give another value.
pub(super) fn assigned(stmt: &Stmt) -> BTreeSet<String> {
    let mut assigned = Assigned::default();
    assigned.visit_stmt(stmt);
    assigned.0
}

#[derive(Default)]
struct Assigned(BTreeSet<String>);

impl<'ast> Visit<'ast> for Assigned {
    fn visit_expr_assign(&mut self, assign: &'ast ExprAssign) {
        self.0.extend(words(&assign.left.to_token_stream()));
        visit::visit_expr_assign(self, assign);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if Known::of(&mac.path) == Known::Unknown {
            self.0.extend(words(&mac.tokens));
        }
    }
}

/// `.name` or `.0` follows, but not `.name(..)`.
fn is_field(behind: &[TokenTree]) -> bool {
    let [TokenTree::Punct(dot), member, behind @ ..] = behind else { return false };
    if dot.as_char() != '.' || dot.spacing() == Spacing::Joint {
        return false;
    }
    let is_call = match behind.first() {
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
        Some(TokenTree::Punct(punct)) => {
            punct.as_char() == ':' && punct.spacing() == Spacing::Joint
        }
        _ => false,
    };
    matches!(member, TokenTree::Ident(_) | TokenTree::Literal(_)) && !is_call
}

impl<'ast> Visit<'ast> for Seen {
    fn visit_expr_match(&mut self, expr: &'ast ExprMatch) {
        self.taken_apart(&expr.expr);
        visit::visit_expr_match(self, expr);
    }

    fn visit_expr_let(&mut self, expr: &'ast ExprLet) {
        self.taken_apart(&expr.expr);
        visit::visit_expr_let(self, expr);
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if let Some(init) = &local.init
            && !matches!(local.pat, Pat::Ident(_))
        {
            self.taken_apart(&init.expr);
        }
        visit::visit_local(self, local);
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// A statement without those branches of it with which the function ends: what they use up is still
/// there behind the statement.
pub(super) fn going_on(stmt: &Stmt) -> Stmt {
    let mut stmt = stmt.clone();
    GoingOn.visit_stmt_mut(&mut stmt);
    stmt
}

struct GoingOn;

impl VisitMut for GoingOn {
    fn visit_block_mut(&mut self, block: &mut Block) {
        if diverges(&block.stmts) {
            block.stmts.clear();
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if never_comes_back(expr) {
            *expr = Expr::PLACEHOLDER;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_expr_async_mut(&mut self, _: &mut syn::ExprAsync) {}

    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}

    fn visit_item_mut(&mut self, _: &mut Item) {}
}
