//! What an attribute stands on: a function with a body of its own to await in, or something else.
//!
//! The body is where the user's awaits are: the body of an `async fn`, or the `async` block at the
//! end of a function that returns a future, which is also what `#[async_trait]` makes of a method,
//! or the block that `#[tracing::instrument]` put it into.

use proc_macro2::{Ident, TokenStream};
use syn::parse::Parser as _;
use syn::{
    Attribute, Block, Expr, ExprIf, GenericArgument, ItemFn, Local, Pat, Path, PathArguments,
    ReturnType, Stmt, TraitItemFn, Type, TypeParamBound,
};

pub(crate) enum Item {
    Function(Box<Function>),
    Other(Misplaced),
}

/// Something an attribute for functions cannot stand on.
pub(crate) struct Misplaced {
    pub(crate) tokens: TokenStream,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    BodylessMethod(Ident),
    /// An expression, or a statement with one.
    Closure {
        is_expression: bool,
    },
    /// Something that has functions inside.
    Container(&'static str),
    Other(&'static str),
    Unreadable(syn::Error),
}

impl Item {
    pub(crate) fn read(tokens: TokenStream) -> Item {
        match syn::parse2::<ItemFn>(tokens.clone()) {
            Ok(item) => Item::Function(Box::new(Function::read(item))),
            Err(error) => {
                let kind = Kind::of(tokens.clone(), error);
                Item::Other(Misplaced { tokens, kind })
            }
        }
    }
}

impl Kind {
    fn of(tokens: TokenStream, error: syn::Error) -> Kind {
        if let Ok(method) = syn::parse2::<TraitItemFn>(tokens.clone()) {
            return Kind::BodylessMethod(method.sig.ident);
        }
        match syn::parse2::<syn::Item>(tokens.clone()) {
            Ok(syn::Item::Impl(_)) => return Kind::Container("an impl"),
            Ok(syn::Item::Trait(_)) => return Kind::Container("a trait"),
            Ok(syn::Item::Mod(_)) => return Kind::Container("a module"),
            Ok(syn::Item::Struct(_)) => return Kind::Other("a struct"),
            Ok(syn::Item::Enum(_)) => return Kind::Other("an enum"),
            Ok(syn::Item::Union(_)) => return Kind::Other("a union"),
            Ok(syn::Item::Use(_)) => return Kind::Other("a `use`"),
            Ok(syn::Item::Const(_)) => return Kind::Other("a constant"),
            Ok(syn::Item::Static(_)) => return Kind::Other("a static"),
            Ok(syn::Item::Type(_)) => return Kind::Other("a type alias"),
            Ok(syn::Item::Macro(_)) => return Kind::Other("a macro"),
            Ok(syn::Item::Verbatim(_)) => return Kind::Unreadable(error),
            Ok(_) => return Kind::Other("an item without a body"),
            Err(_) => {}
        }
        if let Ok(Expr::Closure(_)) = syn::parse2(tokens.clone()) {
            return Kind::Closure { is_expression: true };
        }
        match Block::parse_within.parse2(tokens).as_deref() {
            Ok([Stmt::Local(local)]) if holds_closure(local) => {
                Kind::Closure { is_expression: false }
            }
            Ok([Stmt::Expr(Expr::Closure(_), _)]) => Kind::Closure { is_expression: false },
            Ok([_]) => Kind::Other("a statement"),
            _ => Kind::Unreadable(error),
        }
    }
}

fn holds_closure(local: &Local) -> bool {
    local.init.as_ref().is_some_and(|init| matches!(*init.expr, Expr::Closure(_)))
}

/// A function with a body.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) item: ItemFn,
    /// The body that the attribute is about, while it is taken out of the item. `None`: the
    /// function is not async in any way that is known here.
    pub(crate) body: Option<Vec<Stmt>>,
}

impl Function {
    pub(crate) fn read(mut item: ItemFn) -> Function {
        let body = Place::find(&mut item).and_then(Place::stmts).map(std::mem::take);
        Function { item, body }
    }

    /// Takes the attributes of a name off the function.
    pub(crate) fn take_attributes(&mut self, name: &str) -> Vec<Attribute> {
        self.item.attrs.extract_if(.., |attribute| is_named(attribute, name)).collect()
    }

    /// What the body evaluates to, as the signature says it.
    pub(crate) fn output(&self) -> Option<&Type> {
        let ReturnType::Type(_, declared) = &self.item.sig.output else { return None };
        if self.item.sig.asyncness.is_some() { Some(declared) } else { future_output(declared) }
    }

    /// The item with its body.
    pub(crate) fn into_item(mut self) -> ItemFn {
        if let Some(body) = self.body
            && let Some(stmts) = Place::find(&mut self.item).and_then(Place::stmts)
        {
            *stmts = body;
        }
        self.item
    }
}

fn is_named(attribute: &Attribute, name: &str) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == name)
}

/// Where the body stands in the item.
pub(crate) enum Place<'a> {
    Fn(&'a mut Block),
    /// The expression that is an `async` block, and can be put into another one.
    Block(&'a mut Expr),
}

impl<'a> Place<'a> {
    pub(crate) fn find(item: &'a mut ItemFn) -> Option<Place<'a>> {
        if item.sig.asyncness.is_some() {
            return Some(match instrumented_at(&item.block.stmts) {
                Some(at) => Place::Block(instrumented(&mut item.block.stmts[at])?),
                None => Place::Fn(&mut item.block),
            });
        }
        let stmts = behind_checks(&mut item.block.stmts);
        let Some(Stmt::Expr(tail, None)) = stmts.last_mut() else { return None };
        let block = async_block(tail)?;
        let at = match &*block {
            Expr::Async(outer) => instrumented_at(&outer.block.stmts),
            _ => None,
        };
        match (at, block) {
            (Some(at), Expr::Async(outer)) => {
                instrumented(&mut outer.block.stmts[at]).map(Place::Block)
            }
            (_, block) => Some(Place::Block(block)),
        }
    }

    pub(crate) fn stmts(self) -> Option<&'a mut Vec<Stmt>> {
        match self {
            Place::Fn(block) => Some(&mut block.stmts),
            Place::Block(Expr::Async(block)) => Some(&mut block.block.stmts),
            Place::Block(_) => None,
        }
    }
}

/// The statements that the function had before checks were put around them.
fn behind_checks(stmts: &mut Vec<Stmt>) -> &mut Vec<Stmt> {
    let is_checked = matches!(
        stmts.last(),
        Some(Stmt::Expr(Expr::If(ExprIf { else_branch: Some((_, checks)), .. }), None))
            if matches!(**checks, Expr::Verbatim(_))
    );
    if is_checked && let Some(at) = stmts.len().checked_sub(1) {
        match &mut stmts[at] {
            Stmt::Expr(Expr::If(branch), None) => {
                return behind_checks(&mut branch.then_branch.stmts);
            }
            _ => unreachable!("it was one a moment ago"),
        }
    }
    stmts
}

/// The `async` block in `async { .. }`, `Box::pin(async { .. })` and `async { .. }.boxed()`.
fn async_block(tail: &mut Expr) -> Option<&mut Expr> {
    match tail {
        Expr::Async(_) => Some(tail),
        Expr::Paren(paren) => async_block(&mut paren.expr),
        Expr::Group(group) => async_block(&mut group.expr),
        Expr::Call(call) if call.args.len() == 1 && is_box_pin(&call.func) => {
            call.args.first_mut().and_then(async_block)
        }
        Expr::MethodCall(call)
            if ["boxed", "boxed_local", "instrument", "in_current_span"]
                .iter()
                .any(|name| call.method == name) =>
        {
            async_block(&mut call.receiver)
        }
        _ => None,
    }
}

pub(crate) fn is_box_pin(callee: &Expr) -> bool {
    let Expr::Path(callee) = callee else { return false };
    let mut last_first = callee.path.segments.iter().rev();
    last_first.next().is_some_and(|segment| segment.ident == "pin")
        && last_first.next().is_some_and(|segment| segment.ident == "Box")
}

// What `#[tracing::instrument]` leaves, `BODY` being the user's:
//
//     let __tracing_attr_span = ..;
//     let __tracing_instrument_future = async move { BODY };
//     if .. { .. }
//
// and with `err` or `ret`
//
//     let __tracing_instrument_future = async move { match async move { BODY }.await { .. } };
pub(crate) fn is_instrumented(item: &ItemFn) -> bool {
    instrumented_at(&item.block.stmts).is_some()
}

fn instrumented_at(stmts: &[Stmt]) -> Option<usize> {
    stmts.iter().position(|stmt| {
        matches!(stmt, Stmt::Local(Local { pat: Pat::Ident(pat), init: Some(init), .. })
            if pat.ident == "__tracing_instrument_future" && matches!(*init.expr, Expr::Async(_)))
    })
}

fn instrumented(stmt: &mut Stmt) -> Option<&mut Expr> {
    let Stmt::Local(Local { init: Some(init), .. }) = stmt else { return None };
    let is_watched = match &mut *init.expr {
        Expr::Async(watch) => awaited(&mut watch.block).is_some(),
        _ => false,
    };
    match (is_watched, &mut *init.expr) {
        (true, Expr::Async(watch)) => awaited(&mut watch.block),
        (_, block) => Some(block),
    }
}

/// The `async` block that the first statement of a block is there to await.
fn awaited(block: &mut Block) -> Option<&mut Expr> {
    let awaited = match block.stmts.first_mut()? {
        Stmt::Expr(Expr::Match(outcome), _) => &mut outcome.expr,
        Stmt::Local(Local { init: Some(init), .. }) => &mut init.expr,
        _ => return None,
    };
    match &mut **awaited {
        Expr::Await(awaited) if matches!(*awaited.base, Expr::Async(_)) => Some(&mut awaited.base),
        _ => None,
    }
}

/// `R` of `impl Future<Output = R>`, `Pin<Box<dyn Future<Output = R>>>` and `BoxFuture<'_, R>`.
fn future_output(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Paren(paren) => future_output(&paren.elem),
        Type::Group(group) => future_output(&group.elem),
        Type::ImplTrait(bounds) => bounds.bounds.iter().find_map(output_of_bound),
        Type::TraitObject(bounds) => bounds.bounds.iter().find_map(output_of_bound),
        Type::Path(path) => {
            let last = path.path.segments.last()?;
            let types = || arguments(&path.path).filter_map(as_type);
            if last.ident == "BoxFuture" || last.ident == "LocalBoxFuture" {
                types().last()
            } else {
                types().find_map(future_output)
            }
        }
        _ => None,
    }
}

fn output_of_bound(bound: &TypeParamBound) -> Option<&Type> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    arguments(&bound.path).find_map(|argument| match argument {
        GenericArgument::AssocType(binding) if binding.ident == "Output" => Some(&binding.ty),
        _ => None,
    })
}

/// The generic arguments of the last segment.
fn arguments(path: &Path) -> impl Iterator<Item = &GenericArgument> {
    let last = path.segments.last().map(|segment| &segment.arguments);
    let given = match last {
        Some(PathArguments::AngleBracketed(given)) => Some(given.args.iter()),
        _ => None,
    };
    given.into_iter().flatten()
}

fn as_type(argument: &GenericArgument) -> Option<&Type> {
    match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}
