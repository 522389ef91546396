//! Closures that are bound first and handed to what insulates them later.

use std::collections::HashSet;

use syn::ext::IdentExt as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprClosure};

use super::spelling::name_of;
use crate::catalogue::insulates;

/// What a function calls and hands on by name, and whether it has an `async` block.
#[derive(Default)]
pub(super) struct Names {
    /// To what insulates it, or called in a closure that is.
    pub(super) handed: HashSet<String>,
    pub(super) called: HashSet<String>,
    pub(super) has_async: bool,
    is_insulated: bool,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let name = name_of(&call.func);
        if let Some(name) = name {
            let names = if self.is_insulated { &mut self.handed } else { &mut self.called };
            names.insert(name.unraw().to_string());
        }
        self.visit_expr(&call.func);
        self.arguments(&call.args, name.is_some_and(insulates));
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        self.arguments(&call.args, insulates(&call.method));
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.has_async = true;
        let outer = std::mem::replace(&mut self.is_insulated, false);
        visit::visit_expr_async(self, block);
        self.is_insulated = outer;
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.has_async |= closure.asyncness.is_some();
        visit::visit_expr_closure(self, closure);
    }
}

impl Names {
    fn arguments<'ast>(
        &mut self,
        arguments: impl IntoIterator<Item = &'ast Expr>,
        insulates: bool,
    ) {
        for argument in arguments {
            if let Expr::Path(path) = argument
                && let Some(name) = path.path.get_ident()
            {
                let names = if insulates { &mut self.handed } else { &mut self.called };
                names.insert(name.unraw().to_string());
            }
            let outer = self.is_insulated;
            self.is_insulated |= insulates && matches!(argument, Expr::Closure(_));
            self.visit_expr(argument);
            self.is_insulated = outer;
        }
    }
}
