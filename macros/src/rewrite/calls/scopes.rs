//! Where a place can be mentioned once more. To mention it in a closure or `async` block that borrows what
//! it uses would change what is borrowed; in front of the statement nothing changes, if it exists there.

use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprPath, Item, Local, Macro, Pat, PatIdent, Stmt, StmtMacro};

/// What is around the place where the walk is, from the outside in.
#[derive(Default)]
pub(super) struct Scopes(Vec<Scope>);

enum Scope {
    /// A statement, what it binds somewhere inside, the checks in front of it, and the body that checks
    /// about it can stand behind.
    Statement { bound: HashSet<String>, front: TokenStream, home: Option<usize> },
    /// A closure or `async` block without `move`, what it has bound so far, and what it binds at all.
    Borrowing { bound: HashSet<String>, all: HashSet<String> },
    /// Something that may not be there.
    Conditional,
    /// Outside of it some places must not be mentioned.
    Unsafe,
}

/// Where to mention a place.
pub(super) enum Spot {
    Here,
    /// In front of a statement, and whether that is outside of a body of its own.
    Front(usize, bool),
    Nowhere,
}

impl Scopes {
    pub(super) fn statement(&mut self, stmt: &Stmt, home: Option<usize>) {
        let mut names = Names::default();
        match stmt {
            // What it binds is not in scope in it.
            Stmt::Local(local) => {
                local.init.iter().for_each(|init| names.visit_local_init(init));
            }
            _ => names.visit_stmt(stmt),
        }
        self.0.push(Scope::Statement { bound: names.0, front: TokenStream::new(), home });
    }

    pub(super) fn borrowing(&mut self, expr: &Expr) {
        let (mut bound, mut all) = (Names::default(), Names::default());
        if let Expr::Closure(closure) = expr {
            closure.inputs.iter().for_each(|input| bound.visit_pat(input));
        }
        all.visit_expr(expr);
        self.0.push(Scope::Borrowing { bound: bound.0, all: all.0 });
    }

    /// What a pattern binds is in scope from now on.
    pub(super) fn bind(&mut self, pat: &Pat) {
        let mut names = Names::default();
        names.visit_pat(pat);
        for scope in &mut self.0 {
            if let Scope::Borrowing { bound, .. } = scope {
                bound.extend(names.0.iter().cloned());
            }
        }
    }

    pub(super) fn conditional(&mut self) {
        self.0.push(Scope::Conditional);
    }

    pub(super) fn within_unsafe(&mut self) {
        self.0.push(Scope::Unsafe);
    }

    /// Leaves the innermost one. Gives the checks that stand in front of it.
    pub(super) fn leave(&mut self) -> TokenStream {
        match self.0.pop() {
            Some(Scope::Statement { front, .. }) => front,
            _ => TokenStream::new(),
        }
    }

    pub(super) fn front(&mut self, index: usize, checks: TokenStream) {
        if let Some(Scope::Statement { front, .. }) = self.0.get_mut(index) {
            front.extend(checks);
        }
    }

    /// Puts something in front of the innermost statement, if that is in this body. What may not be there
    /// is not asked about.
    pub(super) fn in_front(&mut self, of: Option<usize>, checks: TokenStream) {
        if let Some(Scope::Statement { front, home, .. }) = self.0.last_mut()
            && of.is_some()
            && *home == of
        {
            front.extend(checks);
        }
    }

    /// The body that checks about a statement can stand behind.
    pub(super) fn home(&self, index: usize) -> Option<usize> {
        match self.0.get(index) {
            Some(Scope::Statement { home, .. }) => *home,
            _ => None,
        }
    }

    pub(super) fn spot(&self, place: &Expr) -> Spot {
        let mut roots = Roots::default();
        roots.visit_expr(place);
        let Roots(roots) = roots;
        let binds_any = |bound: &HashSet<String>| roots.iter().any(|root| bound.contains(root));
        let borrows = self.0.iter().position(|scope| match scope {
            Scope::Borrowing { bound, .. } => roots.iter().any(|root| !bound.contains(root)),
            _ => false,
        });
        let Some(around) = borrows else {
            return match self.0.last() {
                Some(Scope::Statement { bound, .. }) if !binds_any(bound) => {
                    Spot::Front(self.0.len() - 1, false)
                }
                _ => Spot::Here,
            };
        };
        // Nobody knows whether it is bound already, or by a macro.
        let may_be_own = |scope: &Scope| match scope {
            Scope::Borrowing { bound, all } => {
                roots.iter().any(|root| all.contains(root) && !bound.contains(root))
            }
            Scope::Unsafe => true,
            _ => false,
        };
        if self.0[around..].iter().any(may_be_own) {
            return Spot::Nowhere;
        }
        let outer = around.checked_sub(1).and_then(|index| Some((index, self.0.get(index)?)));
        match outer {
            Some((index, Scope::Statement { bound, .. })) if !binds_any(bound) => {
                Spot::Front(index, true)
            }
            _ => Spot::Nowhere,
        }
    }
}

/// The names in a place.
#[derive(Default)]
struct Roots(HashSet<String>);

impl<'ast> Visit<'ast> for Roots {
    fn visit_expr_path(&mut self, path: &'ast ExprPath) {
        if let Some(name) = path.path.get_ident() {
            let name = name.unraw().to_string();
            // Statics and constants are no captures.
            if !name.starts_with(char::is_uppercase) {
                self.0.insert(name);
            }
        }
    }
}

/// What patterns and items bind, those in macros too.
#[derive(Default)]
pub(super) struct Names(pub(super) HashSet<String>);

/// The same without what a `let` binds, which is in scope only behind it.
#[derive(Default)]
pub(super) struct Everywhere(pub(super) Names);

impl<'ast> Visit<'ast> for Everywhere {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0.visit_pat_ident(pat);
    }

    fn visit_local(&mut self, local: &'ast Local) {
        local.init.iter().for_each(|init| self.visit_local_init(init));
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.0.visit_macro(mac);
    }

    fn visit_stmt_macro(&mut self, stmt: &'ast StmtMacro) {
        self.0.visit_macro(&stmt.mac);
        self.0.mentioned_in(stmt.mac.tokens.clone());
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pat: &'ast PatIdent) {
        self.0.insert(pat.ident.unraw().to_string());
        visit::visit_pat_ident(self, pat);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.bound_in(mac.tokens.clone());
    }

    fn visit_item(&mut self, _: &'ast Item) {}
}

impl Names {
    /// All names that nothing is called by: a macro may bind any of them.
    fn mentioned_in(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            match (token, tokens.peek()) {
                (TokenTree::Group(group), _) => self.mentioned_in(group.stream()),
                (TokenTree::Ident(_), Some(TokenTree::Group(_))) => {}
                (TokenTree::Ident(ident), _) => _ = self.0.insert(ident.unraw().to_string()),
                _ => {}
            }
        }
    }

    /// What stands in front of a `=` or `=>`, or between bars, going by the tokens: rather too much.
    fn bound_in(&mut self, tokens: TokenStream) {
        let mut pattern = Vec::new();
        let mut is_closure = false;
        for token in tokens {
            match &token {
                TokenTree::Punct(punct) if punct.as_char() == '=' => {
                    pattern.drain(..).for_each(|name| _ = self.0.insert(name));
                }
                TokenTree::Punct(punct) if punct.as_char() == '|' => {
                    if is_closure {
                        pattern.drain(..).for_each(|name| _ = self.0.insert(name));
                    }
                    pattern.clear();
                    is_closure = !is_closure;
                }
                TokenTree::Punct(punct) if !is_closure && matches!(punct.as_char(), ',' | ';') => {
                    pattern.clear();
                }
                TokenTree::Ident(ident) => pattern.push(ident.unraw().to_string()),
                TokenTree::Group(group) => {
                    self.bound_in(group.stream());
                    if group.delimiter() != Delimiter::Brace {
                        idents(group.stream(), &mut pattern);
                    }
                }
                _ => {}
            }
        }
    }
}

fn idents(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => found.push(ident.unraw().to_string()),
            TokenTree::Group(group) => idents(group.stream(), found),
            _ => {}
        }
    }
}
