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
    pub(super) handed: HashSet<String>,
    pub(super) called: HashSet<String>,
    pub(super) has_async: bool,
}

impl<'ast> Visit<'ast> for Names {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Some(name) = name_of(&call.func) {
            self.called.insert(name.unraw().to_string());
            self.arguments(&call.args, insulates(name));
        }
        visit::visit_expr_call(self, call);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.arguments(&call.args, insulates(&call.method));
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_async(&mut self, block: &'ast syn::ExprAsync) {
        self.has_async = true;
        visit::visit_expr_async(self, block);
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
        }
    }
}
