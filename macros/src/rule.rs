//! The attributes of ours that stand on functions. The first of them to run does the work of all.

/// One of the attributes, in the order in which they do their work.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Rule {
    Scope,
    Value,
    Lock,
    Backpressure,
    Blocking,
    Cancellable,
}

/// What is in the way of a function being async.
#[derive(Clone, Copy)]
pub(crate) enum Lacking {
    /// It is a `const fn`.
    Const,
    /// It returns a future that is made elsewhere.
    Block,
    Async,
}

impl Rule {
    /// The name of the attribute.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Rule::Scope => "bounded_spawn",
            Rule::Cancellable => "cancellable",
            Rule::Lock => "no_lock_across_await",
            Rule::Backpressure => "explicit_backpressure",
            Rule::Value => "value_future",
            Rule::Blocking => "no_blocking",
        }
    }

    /// Why it has to stand on a function with a body.
    pub(crate) fn works_on(self) -> &'static str {
        match self {
            Rule::Scope => "its scope is that of one async function",
            Rule::Cancellable => "it works on the awaits of one async function",
            Rule::Lock => "it works on the awaits of one function",
            Rule::Backpressure | Rule::Blocking => "it works on the calls of one function",
            Rule::Value => "it changes what one async function returns, and when its body runs",
        }
    }

    /// Why its function has to be async.
    pub(crate) fn needs_async(self, lacking: Lacking) -> &'static str {
        match (self, lacking) {
            (Rule::Scope, Lacking::Block) => {
                "the scope is around a body, and that of this future is in another function"
            }
            (Rule::Scope, _) => "a scope waits for its children, and this function cannot wait",
            (_, Lacking::Const) => {
                "a `const fn` is not async and awaits nothing that could be stopped"
            }
            (_, Lacking::Block) => {
                "the awaits are those of another function, and this one has none to stop at"
            }
            (_, Lacking::Async) => {
                "a function can be stopped at its awaits, and this one has none of its own"
            }
        }
    }

    /// Why once is enough.
    pub(crate) fn once(self) -> &'static str {
        match self {
            Rule::Scope => "a function has one scope, with one limit, one timeout and one policy",
            Rule::Cancellable => "every await is a place to stop already",
            Rule::Lock => "every await is looked at already",
            Rule::Backpressure | Rule::Blocking => "every call is looked at already",
            Rule::Value => "what the function returns is a `ValueFuture` already",
        }
    }

    /// What to write instead of the attribute on a closure.
    pub(crate) fn instead_of_closure(self) -> String {
        let name = self.name();
        match self {
            Rule::Scope | Rule::Cancellable | Rule::Value => {
                format!("an `async fn` with `#[{name}]` on it, and call that in the closure")
            }
            Rule::Lock | Rule::Backpressure | Rule::Blocking => {
                format!("`#[{name}]` on the function around it, which reads its closures too")
            }
        }
    }
}
