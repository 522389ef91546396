//! `#[asyncward::allow(blocking, reason = "…")]`: the answers on the calls in the statement are collected,
//! and one of them must be that it blocks.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};
use syn::Attribute;

use super::super::private::Private;
use crate::check;
use crate::report::Report;
use crate::rule::Rule;
use crate::span;

pub(super) struct Allowances {
    rule: Rule,
    /// Those around the place where the walk is, from the outside in.
    open: Vec<Allowance>,
    /// How many bodies and conditions deep the walk is.
    depth: usize,
    /// How many answers were asked for, to name them.
    asked: usize,
}

struct Allowance {
    attribute: Attribute,
    depth: usize,
    /// The answers, which are in scope in the whole statement.
    answers: Vec<Ident>,
    /// A call in a body of its own, or one that may not be there, is silenced too.
    has_others: bool,
}

/// What an allowance leaves.
#[derive(Default)]
pub(super) struct Ended {
    /// In front of the body.
    pub(super) slots: TokenStream,
    /// In front of the statement.
    pub(super) front: TokenStream,
}

/// What becomes of the verdict on a call.
pub(super) enum Outcome {
    /// It is an error if it blocks.
    Checked,
    /// It is one of several answers, which this is to keep.
    Answer(Ident),
}

impl Allowances {
    pub(super) fn new(rule: Rule) -> Allowances {
        Allowances { rule, open: Vec::new(), depth: 0, asked: 0 }
    }

    /// The allowances of a statement or an arm, which no one else knows.
    pub(super) fn take(&self, attrs: &mut Vec<Attribute>) -> Vec<Attribute> {
        let is_allowance =
            |attribute: &mut Attribute| check::blocking::is_allowance(attribute, self.rule);
        attrs.extract_if(.., is_allowance).collect()
    }

    pub(super) fn enter(&mut self) {
        self.depth += 1;
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    pub(super) fn begin(&mut self, attribute: Attribute, report: &mut Report) {
        check::blocking::allowance(&attribute, self.rule, report);
        let depth = self.depth;
        self.open.push(Allowance { attribute, depth, answers: Vec::new(), has_others: false });
    }

    /// A call here is silenced, without a look at it. Whether there is an allowance at all.
    pub(super) fn silence(&mut self) -> bool {
        let innermost = self.open.last_mut();
        innermost.map(|allowance| allowance.has_others = true).is_some()
    }

    /// A call here is silenced, because the allowance is outside of a body of its own or of a condition.
    pub(super) fn is_silenced(&mut self) -> bool {
        let depth = self.depth;
        let innermost = self.open.last_mut().filter(|allowance| allowance.depth < depth);
        innermost.map(|allowance| allowance.has_others = true).is_some()
    }

    /// What to do about a call here.
    pub(super) fn outcome(&mut self, at: Span) -> Outcome {
        let Some(innermost) = self.open.last_mut() else { return Outcome::Checked };
        let answer = match self.rule {
            Rule::Backpressure => {
                format_ident!("__pressing{}", self.asked, span = span::hidden(at))
            }
            _ => format_ident!("__blocking{}", self.asked, span = span::hidden(at)),
        };
        self.asked += 1;
        innermost.answers.push(answer.clone());
        Outcome::Answer(answer)
    }

    // let __blocking0 = P::asked(); let __blocking1 = P::asked();      in front of the body
    // if false { loop {} P::Silences::check(P::either(P::either(P::asked::<P::Passes>(), __blocking0), __blocking1)); }
    //
    // It stands in front of the statement: what is not known yet is decided later.
    pub(super) fn end(
        &mut self,
        private: &Private,
        cfgs: &[Attribute],
        report: &mut Report,
    ) -> Ended {
        let Some(Allowance { attribute, answers, has_others, .. }) = self.open.pop() else {
            return Ended::default();
        };
        if answers.is_empty() && !has_others {
            check::blocking::idle(&attribute, self.rule, report);
        }
        let ends = span::ends(&attribute);
        let at = span::glue(ends.0);
        let p = private.at(at);
        let slots = answers.iter().map(|answer| quote_spanned!(at=> let #answer = #p::asked();));
        let slots: TokenStream = slots.collect();
        if has_others || answers.is_empty() {
            return Ended { slots, front: TokenStream::new() };
        }
        let mut all = quote_spanned!(at=> #p::asked::<#p::Passes>());
        for answer in &answers {
            all = private.check(&["either"], quote_spanned!(at=> #all, #answer), ends);
        }
        let silences = match self.rule {
            Rule::Backpressure => "SilencesBackpressure",
            _ => "Silences",
        };
        let check = private.check(&[silences, "check"], all, ends);
        let front = quote_spanned! {at=>
            #(#cfgs)*
            #[allow(unreachable_code)]
            if false {
                loop {}
                #check;
            }
        };
        Ended { slots, front }
    }
}
