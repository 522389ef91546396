//! The names that are in scope where a body is cut, and what the first part did with each.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, ExprLet, ExprMatch, FnArg, Item, Local, Pat, ReceiverKind, Signature, Stmt,
    Type, parse_quote_spanned,
};

use crate::body::flow::{pattern, shape};
use crate::span;

/// A local of the first part that another one refers to, which the rest takes.
pub(crate) struct Borrow {
    /// What refers to it.
    pub(crate) by: Ident,
    pub(crate) of: String,
    /// Where the rest names it.
    pub(crate) used: proc_macro2::Span,
}

#[derive(Clone)]
struct Bound {
    name: Ident,
    is_mut: bool,
    cfgs: Vec<Attribute>,
    /// It is a place of the function, and not only a reference to one, as far as it can be seen.
    is_place: bool,
    /// It is a value whose methods may give references into it.
    is_owner: bool,
    /// What it certainly refers to.
    borrows: Option<String>,
    /// `let x;` or `let x = &y;` at that place of that block, which may as well be done later.
    late: Option<(Local, usize, usize)>,
    /// The first part names it behind its `let`.
    is_named: bool,
    /// A part of it may be gone.
    is_partial: bool,
}

/// What the rest takes.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) bound_again: Vec<Stmt>,
    pub(super) has_mut: bool,
    pub(super) borrows: Vec<Borrow>,
}

/// What the branch around is chosen by.
#[derive(Clone, Default)]
struct Matched {
    /// What its patterns bind.
    bound: BTreeSet<String>,
    /// That may refer to a local.
    may_borrow: bool,
    /// Locals that a temporary may refer to which is alive in the branch.
    lent: BTreeSet<String>,
}

#[derive(Clone)]
pub(super) struct Scope {
    bound: Vec<Bound>,
    /// `self` by value.
    owns_self: bool,
    /// How many blocks deep.
    depth: usize,
    matched: Matched,
}

impl Scope {
    pub(super) fn of(signature: &Signature) -> Scope {
        let mut scope = Scope {
            bound: Vec::new(),
            owns_self: signature
                .receiver()
                .is_some_and(|receiver| !matches!(receiver.kind, ReceiverKind::Reference(..))),
            depth: 0,
            matched: Matched::default(),
        };
        for input in &signature.inputs {
            match input {
                FnArg::Receiver(receiver) => {
                    scope.bound.push(Bound::new(Ident::from(receiver.self_token)));
                }
                FnArg::Typed(input) => {
                    let is_reference = matches!(*input.ty, Type::Reference(_));
                    let is_owner = is_owner_type(&input.ty);
                    scope.declare(&input.pat, &input.attrs, |bound| {
                        bound.is_place = !is_reference;
                        bound.is_owner = is_owner;
                    });
                }
            }
        }
        scope
    }

    pub(super) fn enter(&mut self) {
        self.depth += 1;
    }

    fn declare(&mut self, pat: &Pat, attributes: &[Attribute], with: impl Fn(&mut Bound)) {
        let cfg = |it: &&Attribute| it.path().is_ident("cfg");
        for found in pattern::bindings(pat) {
            let mut bound = Bound::new(found.pat.ident.clone());
            bound.is_mut = found.pat.mutability.is_some() && found.pat.by_ref.is_none();
            let outside = attributes.iter().filter(cfg).cloned();
            bound.cfgs = outside.chain(found.cfgs.into_iter().cloned()).collect();
            with(&mut bound);
            // Shadowed, or the same name in another case of an or-pattern.
            if bound.cfgs.is_empty() {
                self.bound.retain(|earlier| earlier.name != bound.name);
            }
            self.bound.push(bound);
        }
    }

    /// A statement of the first part, which becomes the one at `index` of its block.
    pub(super) fn pass(&mut self, stmt: &Stmt, index: usize) {
        let mut seen = Seen::default();
        seen.read(stmt.to_token_stream());
        seen.visit_stmt(stmt);
        self.note(&seen);
        let Stmt::Local(local) = stmt else { return };
        let depth = self.depth;
        let init = local.init.as_ref().map(|init| &*init.expr);
        let borrows = init.and_then(|init| self.borrowed(&local.pat, init));
        let is_late = init.is_none() || borrows.is_some();
        let late = is_late.then(|| (local.clone(), index, depth));
        let is_reference = init.is_some_and(|init| matches!(init, Expr::Reference(_)));
        let is_owner = init.is_some_and(is_owner);
        let is_whole = matches!(local.pat, Pat::Ident(_));
        self.declare(&local.pat, &local.attrs, |bound| {
            bound.is_place = !is_reference;
            bound.is_owner = is_owner && is_whole;
            bound.borrows.clone_from(&borrows);
            bound.late.clone_from(&late);
        });
    }

    /// What `let PAT = INIT` certainly refers to.
    fn borrowed(&self, pat: &Pat, init: &Expr) -> Option<String> {
        // With a type of its own, it may be a part of what a reference refers to.
        if !matches!(pat, Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none()) {
            return None;
        }
        let (place, is_method) = match init {
            Expr::Reference(reference) => (&*reference.expr, false),
            Expr::MethodCall(call) if call.args.is_empty() && lends(&call.method.to_string()) => {
                (&*call.receiver, true)
            }
            _ => return None,
        };
        let Expr::Path(path) = place else { return None };
        let name = path.path.get_ident()?;
        let bound = self.bound.iter().rev().find(|bound| bound.name == *name)?;
        let is_sure = bound.cfgs.is_empty() && name != "self" && (!is_method || bound.is_owner);
        is_sure.then(|| name.to_string())
    }

    /// The first part evaluates this.
    pub(super) fn mention(&mut self, expr: &Expr) {
        let mut seen = Seen::default();
        seen.read(expr.to_token_stream());
        seen.visit_expr(expr);
        self.note(&seen);
    }

    fn note(&mut self, seen: &Seen) {
        for bound in &mut self.bound {
            let name = bound.name.to_string();
            bound.is_named |= seen.named.contains(&name);
            bound.is_partial |= seen.partial.contains(&name);
        }
    }

    /// `if let PAT = EXPR && ..`
    pub(super) fn declare_condition(&mut self, condition: &Expr) {
        self.matched = Matched::default();
        self.each_let(condition);
    }

    fn each_let(&mut self, condition: &Expr) {
        match condition {
            Expr::Let(matched) => self.bind(&matched.pat, &matched.expr),
            Expr::Binary(both) => {
                self.each_let(&both.left);
                self.each_let(&both.right);
            }
            _ => {}
        }
    }

    pub(super) fn declare_matched(&mut self, pat: &Pat, matched: &Expr) {
        self.matched = Matched::default();
        self.bind(pat, matched);
    }

    fn bind(&mut self, pat: &Pat, matched: &Expr) {
        let may_borrow = self.may_borrow(matched);
        let names = pattern::bindings(pat).into_iter().map(|found| found.pat.ident.to_string());
        self.matched.bound.extend(names);
        self.matched.may_borrow |= may_borrow;
        let lent = self.lent(matched);
        self.matched.lent.extend(lent);
        self.declare(pat, &[], |bound| bound.is_place = !may_borrow);
    }

    /// Cut inside of this branch, the rest would take references to what stays behind.
    pub(super) fn may_lose(&self, branch: &impl ToTokens) -> bool {
        let Matched { bound, may_borrow, lent } = &self.matched;
        let named = words(&branch.to_token_stream());
        *may_borrow && !bound.is_disjoint(&named) || !lent.is_disjoint(&named)
    }

    /// The local whose guard a temporary of the expression may be.
    fn lent(&self, expr: &Expr) -> Option<String> {
        let (mut place, mut may_guard) = (expr, false);
        loop {
            place = match place {
                Expr::MethodCall(call) => {
                    may_guard |= !makes_no_guard(&call.method.to_string());
                    &call.receiver
                }
                Expr::Field(field) => &field.base,
                Expr::Index(index) => &index.expr,
                Expr::Paren(paren) => &paren.expr,
                Expr::Try(tried) => &tried.expr,
                Expr::Path(path) => {
                    let name = path.path.get_ident()?.to_string();
                    return (may_guard && self.is_local(place)).then_some(name);
                }
                _ => return None,
            }
        }
    }

    /// The value may refer to a local or a temporary. `self` and reference parameters refer to what
    /// outlives the call.
    fn may_borrow(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Reference(reference) => self.is_local(&reference.expr),
            Expr::MethodCall(call) => {
                let method = call.method.to_string();
                if matches!(
                    method.as_str(),
                    "clone" | "cloned" | "copied" | "to_owned" | "to_string" | "to_vec" | "len"
                ) {
                    false
                } else if shape::takes_receiver(&method) || method == "try_now" {
                    self.may_borrow(&call.receiver)
                } else {
                    self.is_local(&call.receiver)
                }
            }
            Expr::Call(call) => call.args.iter().any(
                |arg| matches!(arg, Expr::Reference(reference) if self.is_local(&reference.expr)),
            ),
            Expr::Try(tried) => self.may_borrow(&tried.expr),
            Expr::Paren(paren) => self.may_borrow(&paren.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().any(|elem| self.may_borrow(elem)),
            _ => false,
        }
    }

    /// It is, or is in, a local.
    fn is_local(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| {
                let bound = self.bound.iter().rev().find(|bound| bound.name == *name);
                bound.is_some_and(|bound| bound.is_place && (*name != "self" || self.owns_self))
            }),
            Expr::Field(field) => self.is_local(&field.base),
            Expr::Index(index) => self.is_local(&index.expr),
            Expr::MethodCall(call) => self.is_local(&call.receiver),
            Expr::Paren(paren) => self.is_local(&paren.expr),
            Expr::Reference(reference) => self.is_local(&reference.expr),
            // A temporary.
            Expr::Call(_) | Expr::Macro(_) | Expr::Try(_) => true,
            _ => false,
        }
    }

    /// What the rest of a path takes. A `let x;` that only the rest uses moves there.
    pub(super) fn taken(&self, rest: &[Stmt], first: &mut Vec<Stmt>) -> Taken {
        let mut tokens = TokenStream::new();
        rest.iter().for_each(|stmt| stmt.to_tokens(&mut tokens));
        let mut named = words(&tokens);
        for bound in self.bound.iter().rev().filter(|bound| self.is_late(bound)) {
            if let (Some((local, ..)), true) =
                (&bound.late, named.contains(&bound.name.to_string()))
            {
                named.extend(words(&local.to_token_stream()));
            }
        }
        let mut taken = Taken::default();
        let mut gone = Vec::new();
        for bound in &self.bound {
            let name = bound.name.to_string();
            let is_used = named.contains(&name);
            if !is_used && (bound.is_named || bound.late.is_some()) {
                continue;
            }
            if name == "self" {
                taken.bound_again.extend(self.whole_self(bound, is_used));
                continue;
            }
            taken.has_mut |= bound.is_mut;
            if let Some(of) = &bound.borrows
                && !self.is_late(bound)
                && let Some(used) = certain_use(rest, &bound.name)
            {
                taken.borrows.push(Borrow { by: bound.name.clone(), of: of.clone(), used });
            }
            match &bound.late {
                Some((local, index, depth)) if self.is_late(bound) => {
                    taken.bound_again.push(Stmt::Local(local.clone()));
                    gone.extend((*depth == self.depth).then_some(*index));
                }
                Some(_) => {}
                None if bound.is_partial => {}
                None => taken.bound_again.push(bound.again()),
            }
        }
        for index in gone.into_iter().rev() {
            first.remove(index);
        }
        taken
    }

    /// The rest can do the `let`, with nobody seeing a difference.
    fn is_late(&self, bound: &Bound) -> bool {
        let Some((local, _, depth)) = &bound.late else { return false };
        !bound.is_named && (local.init.is_none() || *depth == self.depth)
    }

    /// All of `self`, which a block would otherwise take field by field.
    fn whole_self(&self, bound: &Bound, is_used: bool) -> Option<Stmt> {
        if !self.owns_self || bound.is_partial {
            return None;
        }
        let (name, at) = (&bound.name, span::glue(bound.name.span()));
        let hidden = Ident::new("__self", span::hidden(bound.name.span()));
        Some(if is_used {
            parse_quote_spanned!(at=> let _ = &#name;)
        } else {
            parse_quote_spanned!(at=> let #hidden = #name;)
        })
    }
}

impl Bound {
    fn new(name: Ident) -> Bound {
        Bound {
            name,
            is_mut: false,
            cfgs: Vec::new(),
            is_place: true,
            is_owner: false,
            borrows: None,
            late: None,
            is_named: false,
            is_partial: false,
        }
    }

    /// `let x = x;`
    fn again(&self) -> Stmt {
        let (name, cfgs) = (&self.name, &self.cfgs);
        let at = span::glue(name.span());
        let mutability = self.is_mut.then(|| syn::Token![mut](at));
        parse_quote_spanned! {at=>
            #(#cfgs)*
            #[allow(
                unused_mut,
                unused_variables,
                clippy::no_effect_underscore_binding,
                clippy::used_underscore_binding
            )]
            let #mutability #name = #name;
        }
    }
}

/// All names in the tokens, those in format strings too.
fn words(tokens: &TokenStream) -> BTreeSet<String> {
    let mut seen = Seen::default();
    seen.read(tokens.clone());
    seen.named
}

#[derive(Default)]
struct Seen {
    named: BTreeSet<String>,
    /// Names of which a field is used, or that are taken apart.
    partial: BTreeSet<String>,
}

impl Seen {
    fn read(&mut self, tokens: TokenStream) {
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

/// Where the statements use a name, if nothing in them binds it anew.
fn certain_use(stmts: &[Stmt], name: &Ident) -> Option<proc_macro2::Span> {
    let mut uses = Uses { name, used: None, is_bound: false };
    stmts.iter().for_each(|stmt| uses.visit_stmt(stmt));
    uses.used.filter(|_| !uses.is_bound)
}

struct Uses<'a> {
    name: &'a Ident,
    used: Option<proc_macro2::Span>,
    is_bound: bool,
}

impl<'ast> Visit<'ast> for Uses<'_> {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if let Some(name) = path.path.get_ident()
            && name == self.name
        {
            self.used.get_or_insert(name.span());
        }
    }

    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.is_bound |= pat.ident == *self.name;
        visit::visit_pat_ident(self, pat);
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

/// Methods whose value has no destructor that looks at the receiver.
fn makes_no_guard(method: &str) -> bool {
    lends(method)
        || shape::takes_receiver(method)
        || matches!(
            method,
            "as_ref"
                | "as_deref"
                | "as_mut"
                | "clone"
                | "cmp"
                | "contains"
                | "contains_key"
                | "ends_with"
                | "eq"
                | "first"
                | "is_empty"
                | "is_err"
                | "is_none"
                | "is_ok"
                | "is_some"
                | "last"
                | "len"
                | "parse"
                | "pop"
                | "remove"
                | "starts_with"
                | "take"
                | "to_owned"
                | "to_string"
                | "to_vec"
                | "try_now"
        )
}

/// Methods of strings, vectors and paths whose value refers to the receiver.
fn lends(method: &str) -> bool {
    matches!(
        method,
        "as_str"
            | "as_bytes"
            | "as_slice"
            | "as_mut_slice"
            | "as_path"
            | "trim"
            | "trim_start"
            | "trim_end"
            | "chars"
            | "lines"
            | "iter"
            | "iter_mut"
    )
}

/// A string, vector or path of its own, by the way it is made.
fn is_owner(init: &Expr) -> bool {
    match init {
        Expr::Macro(called) => {
            matches!(shape::macro_name(&called.mac).as_str(), "format" | "vec")
        }
        Expr::MethodCall(call) => matches!(
            call.method.to_string().as_str(),
            "to_string" | "to_lowercase" | "to_uppercase" | "to_vec" | "to_path_buf"
        ),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => {
                let mut last_first = path.path.segments.iter().rev().skip(1);
                last_first.next().is_some_and(|ty| {
                    ty.ident == "String" || ty.ident == "Vec" || ty.ident == "PathBuf"
                })
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_owner_type(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| {
        last.ident == "String" || last.ident == "Vec" || last.ident == "PathBuf"
    }))
}
