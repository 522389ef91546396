//! The attributes of ours that stand on functions. The first of them to run does the work of all.

/// One of the attributes, in the order in which they do their work.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Rule {
    Lock,
    Backpressure,
    Blocking,
    Cancellable,
}

impl Rule {
    /// The name of the attribute.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Rule::Cancellable => "cancellable",
            Rule::Lock => "no_lock_across_await",
            Rule::Backpressure => "explicit_backpressure",
            Rule::Blocking => "no_blocking",
        }
    }

    /// Why it has to stand on a function with a body.
    pub(crate) fn works_on(self) -> &'static str {
        match self {
            Rule::Cancellable => "it works on the awaits of one async function",
            Rule::Lock => "it works on the awaits of one function",
            Rule::Backpressure | Rule::Blocking => "it works on the calls of one function",
        }
    }

    /// Why once is enough.
    pub(crate) fn once(self) -> &'static str {
        match self {
            Rule::Cancellable => "every await is a place to stop already",
            Rule::Lock => "every await is looked at already",
            Rule::Backpressure | Rule::Blocking => "every call is looked at already",
        }
    }

    /// What to write instead of the attribute on a closure.
    pub(crate) fn instead_of_closure(self) -> String {
        let name = self.name();
        match self {
            Rule::Cancellable => {
                format!("an `async fn` with `#[{name}]` on it, and call that in the closure")
            }
            Rule::Lock | Rule::Backpressure | Rule::Blocking => {
                format!("`#[{name}]` on the function around it, which reads its closures too")
            }
        }
    }
}
