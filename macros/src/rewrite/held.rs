//! The checks of `#[no_lock_across_await]`: the compiler is asked whether what may be alive over an
//! await is a guard. Nothing of it ever runs, and the code that does is as it was.

mod tie;
mod verdicts;

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::visit::Visit as _;
use syn::visit_mut::VisitMut as _;
use syn::{Attribute, Block, Expr, ItemFn, Stmt, Token, Type};

use super::generated;
use super::private::Private;
use super::spawns;
use crate::args::lock::Options;
use crate::body::flow::opened::Table;
use crate::body::flow::{self, Allowance, Awaits, Candidate, Held, Key, ROOT, Root, What, key};
use crate::check;
use crate::item::is_instrumented;
use crate::report::Report;
use crate::span;
use tie::Tier;
pub(super) use tie::untied;

// Input
//     async fn f(m: A) -> R { let g = m.lock(); b.await }
//
// Output
//     async fn f(m: A) -> R {
//         let __held0 = P::slot();
//         if true {
//             let g = m.lock();
//             if false { loop {} P::tie(__held0, &g); }
//             b.await
//         } else {
//             P::held(__held0).verdict().across(__held0);
//             loop {}
//         }
//     }
//
// Behind a `return { .. };` the checks would do as well, but a body that never ends would make that
// unreachable, which the compiler says. Both branches are checked in their order.
pub(crate) fn lock(item: &mut ItemFn, options: &Options, awaits: Awaits, report: &mut Report) {
    let allowances = check::lock::allowances(&item.block, report);
    let mut table = Table::default();
    table.visit_block(&item.block);
    // The parameters of an instrumented function are captured by its inner block.
    let is_async = item.sig.asyncness.is_some() && !is_instrumented(item);
    let inputs = if is_async { item.sig.inputs.iter().collect() } else { Vec::new() };
    let root =
        Root { inputs, stmts: &item.block.stmts, is_async, awaits, slot_of: spawns::slot_of };
    let mut candidates = flow::read(&root, &table);
    check::lock::idle(&allowances, &candidates, report);
    if !report.is_empty() || item.sig.constness.is_some() {
        candidates.clear();
    }
    if candidates.is_empty() && allowances.is_empty() {
        return;
    }
    let checks = Checks::new(options, &candidates, &allowances);
    let mut tier = Tier::new(&checks, table);
    let inputs: Vec<TokenStream> = item.sig.inputs.iter().map(|input| tier.input(input)).collect();
    tier.visit_block_mut(&mut item.block);
    let tied = tier.tied;
    checks.around(ROOT, &tied, &mut item.block, &inputs);
}

struct Checks<'a> {
    private: Private,
    options: &'a Options,
    candidates: &'a [Candidate],
    allowances: &'a [(Allowance, Attribute)],
    /// Which candidates a pattern binds.
    patterns: HashMap<Key, Vec<usize>>,
    temporaries: HashMap<Key, usize>,
    homes: HashMap<Key, Vec<usize>>,
}

impl<'a> Checks<'a> {
    fn new(
        options: &'a Options,
        candidates: &'a [Candidate],
        allowances: &'a [(Allowance, Attribute)],
    ) -> Checks<'a> {
        let mut checks = Checks {
            private: Private::new(options.krate.clone()),
            options,
            candidates,
            allowances,
            patterns: HashMap::new(),
            temporaries: HashMap::new(),
            homes: HashMap::new(),
        };
        for (index, candidate) in candidates.iter().enumerate() {
            match candidate.what {
                What::Binding { pattern, .. } | What::Parameter { pattern, .. } => {
                    checks.patterns.entry(pattern).or_default().push(index);
                }
                What::Temporary { expression, .. } | What::Field { expression, .. } => {
                    checks.temporaries.insert(expression, index);
                }
            }
            checks.homes.entry(candidate.home).or_default().push(index);
        }
        checks
    }

    fn slot(&self, index: usize) -> Ident {
        format_ident!("__held{index}", span = span::hidden(self.at(index)))
    }

    /// Where the user's code is that the candidate stands for.
    fn at(&self, index: usize) -> Span {
        match &self.candidates[index].what {
            What::Binding { name, .. } => name.span(),
            What::Temporary { ends, .. } => ends.0,
            What::Field { at, .. } | What::Parameter { at, .. } => *at,
        }
    }

    /// `if false { loop {} P::tie(SLOT, &VALUE); }`
    fn tie(&self, index: usize, value: impl ToTokens) -> TokenStream {
        let at = span::glue(self.at(index));
        let (p, slot, cfgs) = (self.private.at(at), self.slot(index), self.cfgs(index));
        quote_spanned! {at=>
            #(#cfgs)*
            #[allow(unreachable_code)]
            if false {
                loop {}
                #p::tie(#slot, &#value);
            }
        }
    }

    /// The tie of what has no name.
    fn typed(&self, index: usize, ty: &Type) -> TokenStream {
        let at = span::glue(self.at(index));
        let (p, slot, cfgs) = (self.private.at(at), self.slot(index), self.cfgs(index));
        quote_spanned!(at=> #(#cfgs)* #p::typed::<#ty>(#slot);)
    }

    /// The ties of what a pattern binds.
    fn ties(&self, pattern: Key, tied: &mut HashSet<usize>) -> TokenStream {
        let mut ties = TokenStream::new();
        for index in self.patterns.get(&pattern).into_iter().flatten() {
            match &self.candidates[*index].what {
                What::Binding { name, .. } => ties.extend(self.tie(*index, name)),
                What::Parameter { ty, .. } => ties.extend(self.typed(*index, ty)),
                What::Temporary { .. } | What::Field { .. } => continue,
            }
            tied.insert(*index);
        }
        ties
    }

    fn cfgs(&self, index: usize) -> &[Attribute] {
        &self.candidates[index].cfgs
    }

    /// Puts the slots in front of a body and the checks behind it.
    fn around(
        &self,
        home: Key,
        tied: &HashSet<usize>,
        body: &mut Block,
        inputs: &[TokenStream],
    ) -> bool {
        let indices = self.homes.get(&home).into_iter().flatten().copied();
        let is_tied = |index: &usize| {
            let parts = &self.candidates[*index].parts;
            parts.iter().chain([index]).all(|index| tied.contains(index))
        };
        let indices: Vec<usize> = indices.filter(is_tied).collect();
        if indices.is_empty() {
            return false;
        }
        let brace = body.brace_token;
        let at = span::glue(brace.span.open());
        let slots = indices.iter().map(|index| {
            let at = span::glue(self.at(*index));
            let (p, slot, cfgs) = (self.private.at(at), self.slot(*index), self.cfgs(*index));
            quote_spanned!(at=> #(#cfgs)* let #slot = #p::slot();)
        });
        let slots = quote!(#(#slots)* #(#inputs)*);
        let mut checks = self.listed(at);
        indices.iter().for_each(|index| checks.extend(self.check(*index, &indices)));
        checks.extend(self.allowed(&indices));
        let stmts = std::mem::take(&mut body.stmts);
        let inner = Block { brace_token: body.brace_token, stmts };
        body.stmts = vec![generated(slots), branched(inner, &checks, at)];
        true
    }

    // `P::held(SLOT).verdict().across(SLOT)`: the callee stands on the await, the argument on what
    // is held, and the compiler underlines both.
    fn check(&self, index: usize, here: &[usize]) -> TokenStream {
        let candidate = &self.candidates[index];
        let Some(held) = candidate.held else { return TokenStream::new() };
        let cfgs = &candidate.cfgs;
        let mut checks = TokenStream::new();
        for verdict in self.verdicts(index) {
            let slot = self.shown_slot(index);
            let at = span::glue(self.at(index));
            let verdict = self.unless_told(index, here, verdict);
            let check = match held {
                Held::Await(held) => {
                    let across = Ident::new("across", held);
                    quote_spanned!(at=> #verdict.#across(#slot))
                }
                Held::Slot(first, last) => {
                    let p = self.private.at(at);
                    let verdict = quote_spanned!(at=> #p::or(#p::NoGuard, #verdict), #slot);
                    self.private.check(&["at_spawn"], verdict, (first, last))
                }
            };
            checks.extend(quote_spanned!(at=> #(#cfgs)* #check;));
        }
        checks
    }

    /// The slot, so that an error about it underlines what is held.
    fn shown_slot(&self, index: usize) -> TokenStream {
        let ends = match &self.candidates[index].what {
            What::Binding { name, .. } => (name.span(), name.span()),
            What::Temporary { ends, .. } => *ends,
            What::Field { at, .. } | What::Parameter { at, .. } => (*at, *at),
        };
        self.private.check(&["shown"], self.slot(index), ends)
    }

    /// For each allowance: one of what it silences must be a guard.
    fn allowed(&self, indices: &[usize]) -> TokenStream {
        let mut checks = TokenStream::new();
        for (allowance, attribute) in self.allowances {
            let is_here = |index: &usize| self.candidates[*index].allowed.contains(allowance);
            // With some of them behind another body, nobody knows all.
            let all = self.candidates.iter().filter(|it| it.allowed.contains(allowance)).count();
            let here: Vec<usize> = indices.iter().copied().filter(is_here).collect();
            let is_conditional = here.iter().any(|index| !self.cfgs(*index).is_empty());
            if here.is_empty() || here.len() < all || is_conditional {
                continue;
            }
            let ends = span::ends(attribute);
            let at = span::glue(ends.0);
            let p = self.private.at(at);
            let mut any = quote_spanned!(at=> #p::NoGuard);
            for verdict in here.iter().flat_map(|index| self.verdicts(*index)) {
                any = self.private.check(&["or"], quote_spanned!(at=> #any, #verdict), ends);
            }
            let silences = quote_spanned!(at=> #p::silences(#any));
            checks.extend(quote_spanned!(at=> #silences;));
        }
        checks
    }
}

/// `if true { BODY } else { CHECKS loop {} }`
///
/// The body keeps its own braces: by their edition it is told when what it ends with is dropped.
pub(super) fn branched(body: Block, checks: &TokenStream, at: Span) -> Stmt {
    let branch = Expr::If(syn::ExprIf {
        attrs: Vec::new(),
        if_token: Token![if](at),
        cond: Box::new(syn::parse_quote_spanned!(at=> true)),
        then_branch: body,
        else_branch: Some((
            Token![else](at),
            // The printer puts it into braces.
            Box::new(Expr::Verbatim(quote_spanned!(at=> #checks loop {}))),
        )),
    });
    Stmt::Expr(branch, None)
}
