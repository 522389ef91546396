//! Which bindings, parameters and temporaries of a body may be alive over which of its awaits.
//!
//! The reading follows the paths through the body: scopes, moves, branches, loops until nothing
//! changes. It knows no types, so that it is only the prefilter of a check that asks the compiler,
//! and in doubt something is not alive: what is a method's receiver stays, what is used by value is
//! gone.

mod branches;
mod candidates;
mod expressions;
mod macros;
pub(crate) mod methods;
mod nested;
pub(crate) mod opened;
pub(crate) mod pattern;
mod place;
pub(crate) mod shape;
mod state;
mod statements;
mod temporaries;
#[cfg(test)]
mod tests;
mod twins;
mod walker;

use proc_macro2::{Ident, Span};
use syn::{Attribute, ExprAwait, FnArg, Stmt, Type};

use opened::Table;
use walker::Walker;

/// A node of the syntax tree, by where it is. Good as long as the tree is neither moved nor dropped.
pub(crate) type Key = usize;

pub(crate) fn key<T>(node: &T) -> Key {
    std::ptr::from_ref(node).addr()
}

/// What is read.
pub(crate) struct Root<'a> {
    /// The parameters that are alive in it.
    pub(crate) inputs: Vec<&'a FnArg>,
    pub(crate) stmts: &'a [Stmt],
    /// It has awaits of its own.
    pub(crate) is_async: bool,
    pub(crate) awaits: Awaits,
    /// Where the spawn stands that waits with this await for its slot.
    pub(crate) slot_of: fn(&ExprAwait) -> Option<(Span, Span)>,
}

/// Which awaits count.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Awaits {
    All,
    /// Those with which a spawn waits for its slot.
    Slots,
}

/// An await over which something is alive.
#[derive(Clone, Copy)]
pub(crate) enum Held {
    Await(Span),
    /// A spawn that waits for its slot, from one end to the other.
    Slot(Span, Span),
}

/// What may be alive over an await.
pub(crate) struct Candidate {
    pub(crate) what: What,
    /// The body behind which it is checked: an `async` block or closure, or [`ROOT`].
    pub(crate) home: Key,
    pub(crate) cfgs: Vec<Attribute>,
    /// The first await it may be alive over and that is not allowed.
    pub(crate) held: Option<Held>,
    /// What is told of instead, if it is a guard: what holds this, or what this holds.
    pub(crate) unless: Vec<usize>,
    /// It is alive there on a condition.
    pub(crate) only: Option<Only>,
    /// What was moved out of it.
    pub(crate) parts: Vec<usize>,
    /// The allowances that cover it.
    pub(crate) allowed: Vec<Allowance>,
}

/// The body that is not nested.
pub(crate) const ROOT: Key = 0;

/// An attribute that silences, by where its statement is.
pub(crate) type Allowance = Key;

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Only {
    /// If its type has no methods that take it by value, nor fields: what looks like one is of what
    /// it derefs to.
    Transparent,
    /// Unless it is of a type that a method takes by value which others have as well.
    Kept,
    /// Unless one of the parts that were moved out of it is a guard.
    Whole,
    /// Before edition 2024.
    Before2024,
    /// If all methods that take its type by value are known by name.
    Known,
    /// If it is named again, which proves that it was not moved.
    UsedAgain,
    /// If what was made of it, in `parts`, may hold it.
    Stored,
    /// If the calls that a branch ends with, those in `parts`, come back.
    Returns,
}

#[derive(Clone)]
pub(crate) enum What {
    /// A name, and the pattern that binds it.
    Binding { name: Ident, pattern: Key },
    /// An expression, whose value stays where it is or is moved on.
    Temporary { expression: Key, ends: (Span, Span), is_moved: bool },
    /// A parameter without a name of its type, and the pattern that stands for it.
    Parameter { pattern: Key, ty: Box<Type>, at: Span },
    /// A field that is moved out of a binding, or copied. Or a call that may not return.
    Field { expression: Key, at: Span },
}

/// Everything that may be alive over an await, in the order of the source.
pub(crate) fn read(root: &Root<'_>, table: &Table) -> Vec<Candidate> {
    let mut walker = Walker::new(table, root);
    walker.root(root);
    walker.candidates()
}
