//! How calls are spelled: what they name, and whether that fits a row.

use proc_macro2::TokenStream;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::visit::{self, Visit};
use syn::{Block, Expr, ExprClosure, ExprLit, ExprPath, Ident, Lit, Macro, PathArguments};

use crate::catalogue::{self, Call, Group, Row, depends_on};
use crate::imports;

/// The rows of a name. A `use` in the file may have given a function another one.
pub(super) fn rows_of(name: &str, function: &Expr) -> impl Iterator<Item = &'static Row> + use<> {
    let bare = match peeled(function) {
        Expr::Path(path) => path.path.get_ident(),
        _ => None,
    };
    let renamed = bare.and_then(imports::original);
    let of_renamed = renamed.map(|name| catalogue::named(&name)).unwrap_or_default();
    catalogue::named(name).iter().chain(of_renamed)
}

/// The name that the catalogue is asked for.
pub(super) fn name(expr: &Expr) -> Option<String> {
    let name = match expr {
        Expr::Call(call) => name_of(&call.func)?,
        Expr::MethodCall(call) => &call.method,
        Expr::ForLoop(_) => return Some("into_iter".to_owned()),
        Expr::Macro(called) => match &called.mac.path.segments.last()?.ident {
            name if name == "write" || name == "writeln" => return Some("write_fmt".to_owned()),
            name => name,
        },
        _ => return None,
    };
    Some(name.unraw().to_string())
}

/// Methods of std's iterators, options and results that call what they are given.
const CALLING: &[&str] = &[
    "all",
    "and_then",
    "any",
    "filter",
    "filter_map",
    "find_map",
    "flat_map",
    "for_each",
    "inspect",
    "is_ok_and",
    "is_some_and",
    "map",
    "map_or",
    "map_or_else",
    "map_while",
    "or_else",
    "try_for_each",
    "unwrap_or_else",
];

pub(super) fn calls_at_once(method: &Ident) -> bool {
    CALLING.iter().any(|name| method == name)
}

/// Whether the spelling of the call fits the row.
pub(super) fn is_alike(row: &Row, expr: &Expr) -> bool {
    match (row.call, expr) {
        (Call::Function { path, .. } | Call::Hands { path, .. }, Expr::Call(call)) => {
            (row.group != Group::Empty || call.args.first().is_some_and(is_zero))
                && may_name(path, &call.func)
        }
        (Call::Applied { argument, .. }, Expr::Call(call)) => argument < call.args.len(),
        (Call::Method { args, .. }, Expr::MethodCall(call)) => call.args.len() == args,
        (Call::Method { .. }, Expr::ForLoop(each)) => !is_iterator(&each.expr),
        // `join!` is no `join`.
        (Call::Method { name, .. }, Expr::Macro(_)) => name == "write_fmt",
        (Call::Method { args, .. }, Expr::Call(call)) => {
            call.args.len() == args + 1 && is_of_type(&call.func)
        }
        (Call::Result { args, .. }, Expr::MethodCall(call)) => call.args.len() == args,
        (Call::Result { args, .. }, Expr::Call(call)) => {
            matches!(call.args.len().checked_sub(args), Some(0 | 1))
        }
        (Call::Written { path }, Expr::Call(call)) => {
            is_written(path, &call.func) && depends_on(path)
        }
        (Call::Named { .. } | Call::Drives { .. }, Expr::Call(_) | Expr::MethodCall(_)) => true,
        (Call::Macro { .. }, Expr::Macro(_)) => true,
        _ => false,
    }
}

/// Methods of collections, slices and texts that give an iterator, which no channel or directory is.
const ITERATORS: &[&str] = &[
    "chars",
    "chunks",
    "drain",
    "enumerate",
    "into_iter",
    "iter",
    "iter_mut",
    "keys",
    "lines",
    "rev",
    "split",
    "split_whitespace",
    "values",
    "values_mut",
    "windows",
    "zip",
];

/// What a loop is over that needs no question, or has it already.
fn is_iterator(expr: &Expr) -> bool {
    match expr {
        Expr::Range(_) | Expr::Array(_) | Expr::Lit(_) => true,
        Expr::Paren(paren) => is_iterator(&paren.expr),
        Expr::MethodCall(call) => {
            ITERATORS.iter().any(|name| call.method == name) || is_read_dir(expr)
        }
        _ => is_read_dir(expr),
    }
}

/// `fs::read_dir(path)?`
fn is_read_dir(expr: &Expr) -> bool {
    match expr {
        Expr::Try(tried) => is_read_dir(&tried.expr),
        Expr::MethodCall(call) => call.method == "read_dir" || is_read_dir(&call.receiver),
        Expr::Call(call) => match peeled(&call.func) {
            Expr::Match(inspected) => name_of(&inspected.expr),
            callee => name_of(callee),
        }
        .is_some_and(|name| name == "read_dir"),
        Expr::Match(inspected) => is_read_dir(&inspected.expr),
        Expr::Paren(paren) => is_read_dir(&paren.expr),
        _ => false,
    }
}

fn is_zero(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Int(literal), .. }) => literal.base10_digits() == "0",
        _ => false,
    }
}

/// What `write!` writes to.
pub(super) fn first_in(mac: &Macro) -> Option<Expr> {
    let first = |input: ParseStream<'_>| {
        let first = input.parse::<Expr>()?;
        input.parse::<TokenStream>()?;
        Ok(first)
    };
    first.parse2(mac.tokens.clone()).ok()
}

/// Whether it is a function of a type or trait, by the case of its name: `File::lock`, not `fs::read`.
pub(super) fn is_of_type(callee: &Expr) -> bool {
    let Expr::Path(path) = callee else { return false };
    let mut segments = path.path.segments.iter().rev().skip(1);
    path.qself.is_some()
        || segments
            .next()
            .is_some_and(|of| of.ident.unraw().to_string().starts_with(char::is_uppercase))
}

/// Types whose `new` stands everywhere, and is none that the catalogue has.
const STD: &[&str] = &[
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "Box",
    "BufReader",
    "BufWriter",
    "Cell",
    "Command",
    "Cursor",
    "HashMap",
    "HashSet",
    "Instant",
    "Mutex",
    "Notify",
    "PathBuf",
    "Pin",
    "Rc",
    "RefCell",
    "RwLock",
    "Semaphore",
    "String",
    "Vec",
    "VecDeque",
];

/// Whether it can be this function: one of a type is called by a path to the type.
fn may_name(row: &str, callee: &Expr) -> bool {
    let mut row = row.rsplit("::");
    let (name, of) = (row.next(), row.next().unwrap_or_default());
    if !of.starts_with(char::is_uppercase) {
        return true;
    }
    let is_std = |callee: &Expr| match callee {
        Expr::Path(path) => {
            let of = path.path.segments.iter().rev().nth(1);
            of.is_some_and(|of| STD.iter().any(|name| of.ident == name))
        }
        _ => false,
    };
    is_of_type(callee) && (name != Some("new") || !is_std(callee))
}

/// Whether the path is the end of the row's, with its module, and that is not one of the user's.
pub(super) fn is_spelled(row: &str, expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    let Expr::Path(path) = &*call.func else { return false };
    let segments = &path.path.segments;
    let mut names = row.rsplit("::");
    let is_end = segments
        .iter()
        .rev()
        .all(|segment| names.next().is_some_and(|name| segment.ident.unraw() == name));
    let (Some(first), Some(krate)) = (segments.first(), row.split("::").next()) else {
        return false;
    };
    let is_whole = names.next().is_none();
    is_end && (is_whole || segments.len() > 1 && !imports::is_own(&first.ident, krate))
}

/// Whether the path is the row's, or the end of it, with its beginning imported.
fn is_written(row: &str, callee: &Expr) -> bool {
    let Expr::Path(ExprPath { qself: None, path, .. }) = callee else { return false };
    let row: Vec<&str> = row.split("::").collect();
    let Some(missing) = row.len().checked_sub(path.segments.len()) else { return false };
    let is_end = path.segments.iter().zip(&row[missing..]).all(|(segment, name)| {
        segment.ident.unraw() == name
            && !matches!(segment.arguments, PathArguments::Parenthesized(_))
    });
    is_end && (missing == 0 || imports::is_imported(&path.segments[0].ident, &row[..missing]))
}

/// The last segment of what is called.
pub(super) fn name_of(callee: &Expr) -> Option<&Ident> {
    match peeled(callee) {
        Expr::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}

/// What is in the parentheses.
pub(super) fn peeled(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(paren) => peeled(&paren.expr),
        _ => expr,
    }
}

/// Whether it makes a pointer to its argument.
pub(super) fn is_new(callee: &Expr) -> bool {
    let Expr::Path(path) = callee else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    names.next().is_some_and(|name| name == "new")
        && names.next().is_some_and(|of| of == "Box" || of == "Arc" || of == "Rc")
}

/// Whether an argument is or has a closure with parameters, or may have one.
pub(super) fn has_closure(expr: &Expr) -> bool {
    let mut closures = Closures(false);
    if let Expr::Call(call) = expr {
        call.args.iter().for_each(|argument| closures.visit_expr(argument));
    }
    closures.0
}

struct Closures(bool);

impl<'ast> Visit<'ast> for Closures {
    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        self.0 |= !closure.inputs.is_empty();
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.0 |= mac.tokens.to_string().contains('|');
    }

    fn visit_block(&mut self, block: &'ast Block) {
        if let Some(last) = block.stmts.last() {
            visit::visit_stmt(self, last);
        }
    }

    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
}

/// The first argument that a block may stand around: no temporaries, nothing that is read later than
/// the others.
pub(super) fn simple_argument(expr: &Expr) -> Option<usize> {
    let Expr::MethodCall(call) = expr else { return None };
    call.args.iter().position(|argument| match argument {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Reference(reference) => matches!(*reference.expr, Expr::Path(_)),
        _ => false,
    })
}
