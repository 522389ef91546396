//! What the reading keeps while it goes: who is in scope, who is alive, who holds whom.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::{Ident, Span};
use syn::{Attribute, Expr, ExprAwait, FnArg, Pat};

use super::opened::Table;
use super::place::{Frame, Place};
use super::state::{Id, State};
use super::{Allowance, Awaits, Held, Key, Only, ROOT, Root, What, key};
use super::{methods, pattern, shape};
use crate::span;

/// Something that can be alive.
pub(super) struct Thing<'a> {
    pub(super) name: Option<&'a Ident>,
    pub(super) what: What,
    pub(super) home: Key,
    pub(super) cfgs: Vec<&'a Attribute>,
    /// It cannot be a guard, or nobody can ask what it is.
    pub(super) is_plain: bool,
    pub(super) only: Option<Only>,
    pub(super) held: Option<Held>,
    pub(super) allowance: Option<Allowance>,
    pub(super) allowed: Vec<Allowance>,
}

pub(super) struct Walker<'a> {
    pub(super) table: &'a Table,
    awaits: Awaits,
    pub(super) slot_of: fn(&ExprAwait) -> Option<(Span, Span)>,
    pub(super) things: Vec<Thing<'a>>,
    ids: HashMap<Key, Id>,
    /// The second lives of things.
    pub(super) twins: BTreeMap<Id, Vec<Id>>,
    /// What was moved out of things.
    pub(super) parts: BTreeMap<Id, BTreeSet<Id>>,
    /// What branches end with behind which things are alive.
    pub(super) calls: BTreeMap<Id, BTreeSet<Id>>,
    /// What was made of things and may hold them.
    pub(super) holders: BTreeMap<Id, BTreeSet<Id>>,
    /// Closures that can be called once: they move a guard out of what they captured.
    pub(super) once: BTreeSet<Key>,
    /// The bindings of such closures.
    pub(super) called_once: BTreeSet<Id>,
    /// What is in scope, the innermost last. Temporaries that live as long as a binding are too.
    pub(super) scope: Vec<Id>,
    /// Temporaries that will live as long as the binding that is being made.
    pub(super) lasting: Vec<Id>,
    pub(super) place: Place,
    /// What was named, and what was moved out of its binding.
    pub(super) used: BTreeSet<Id>,
    /// Of what a field was named: a closure captures no more of it, unless it derefs.
    pub(super) used_in_part: BTreeSet<Id>,
    pub(super) moved: BTreeSet<Id>,
    /// What a binding holds although its type does not say so.
    pub(super) carried: BTreeMap<Id, BTreeSet<Id>>,
    /// What was alive over an await before it was moved into something.
    pub(super) held_before: BTreeSet<Id>,
    pub(super) cfgs: Vec<&'a Attribute>,
    pub(super) allowances: Vec<Allowance>,
    /// Only what is used is of interest.
    pub(super) is_quiet: bool,
}

impl<'a> Walker<'a> {
    pub(super) fn new(table: &'a Table, root: &Root<'a>) -> Walker<'a> {
        Walker {
            table,
            awaits: root.awaits,
            slot_of: root.slot_of,
            things: Vec::new(),
            ids: HashMap::new(),
            twins: BTreeMap::new(),
            parts: BTreeMap::new(),
            calls: BTreeMap::new(),
            holders: BTreeMap::new(),
            once: BTreeSet::new(),
            called_once: BTreeSet::new(),
            scope: Vec::new(),
            lasting: Vec::new(),
            place: Place::start(Some(ROOT), false, !root.is_async),
            used: BTreeSet::new(),
            used_in_part: BTreeSet::new(),
            moved: BTreeSet::new(),
            carried: BTreeMap::new(),
            held_before: BTreeSet::new(),
            cfgs: Vec::new(),
            allowances: Vec::new(),
            is_quiet: false,
        }
    }

    pub(super) fn root(&mut self, root: &Root<'a>) {
        for input in &root.inputs {
            match input {
                FnArg::Typed(input) => {
                    let before = self.cfgs.len();
                    self.cfgs.extend(pattern::conditions(&input.attrs));
                    self.declare(&input.pat, pattern::is_plain(&input.ty), true);
                    let ty = &*input.ty;
                    if pattern::is_wild(&input.pat) && !pattern::is_anonymous(ty) {
                        let at = span::ends(&input.pat).0;
                        let (pattern, ty) = (key(&*input.pat), input.ty.clone());
                        let what = What::Parameter { pattern, ty, at };
                        let is_plain = pattern::is_plain(&input.ty);
                        let id = self.thing(key(&input.ty), None, what, is_plain);
                        self.begin(id);
                    }
                    self.cfgs.truncate(before);
                }
                FnArg::Receiver(receiver) => self.receiver(receiver),
            }
        }
        self.statements(root.stmts);
    }

    fn receiver(&mut self, receiver: &'a syn::Receiver) {
        if !matches!(receiver.kind, syn::ReceiverKind::Value | syn::ReceiverKind::Typed(..)) {
            return;
        }
        let name = Ident::new("self", receiver.self_token.span);
        let what = What::Binding { name, pattern: key(receiver) };
        let id = self.thing(key(receiver), None, what, false);
        self.scope.push(id);
        self.begin(id);
    }

    pub(super) fn thing(
        &mut self,
        at: Key,
        name: Option<&'a Ident>,
        what: What,
        is_plain: bool,
    ) -> Id {
        if let Some(id) = self.ids.get(&at) {
            return *id;
        }
        let id = self.things.len();
        self.things.push(Thing {
            name,
            what,
            home: self.place.home.unwrap_or(ROOT),
            cfgs: self.cfgs.clone(),
            is_plain: is_plain || self.place.is_sync || self.place.home.is_none(),
            only: None,
            held: None,
            allowance: self.allowances.last().copied(),
            allowed: Vec::new(),
        });
        self.ids.insert(at, id);
        id
    }

    /// Brings the names of a pattern into scope, which matches the value of an expression.
    pub(super) fn declare_of(&mut self, pat: &'a Pat, expr: &Expr, is_alive: bool) -> Vec<Id> {
        let declared = self.declare_all_of(pat, expr, is_alive);
        self.end_empty(pat, expr);
        declared
    }

    /// Of `let (a, b) = (None, c);` one is empty.
    fn end_empty(&mut self, pat: &Pat, expr: &Expr) {
        if let (Pat::Tuple(pats), Expr::Tuple(exprs)) = (pat, expr)
            && pats.elems.len() == exprs.elems.len()
            && !pats.elems.iter().any(|pat| matches!(pat, Pat::Rest(_)))
        {
            for (pat, expr) in pats.elems.iter().zip(&exprs.elems) {
                self.end_empty(pat, expr);
                if shape::is_empty(expr) {
                    let bound = pattern::bindings(pat).into_iter();
                    let ids = bound.filter_map(|bound| self.ids.get(&key(bound.pat)).copied());
                    ids.collect::<Vec<Id>>().into_iter().for_each(|id| self.end(id));
                }
            }
        }
    }

    fn declare_all_of(&mut self, pat: &'a Pat, expr: &Expr, is_alive: bool) -> Vec<Id> {
        let is_unsure = self.place.is_local && !methods::acquires(expr);
        let is_plain = shape::is_plain(expr) || methods::borrows(expr);
        self.declare(pat, is_plain || is_unsure, is_alive)
    }

    /// Brings the names of a pattern into scope.
    pub(super) fn declare(&mut self, pat: &'a Pat, is_plain: bool, is_alive: bool) -> Vec<Id> {
        let mut declared: Vec<Id> = Vec::new();
        for bound in pattern::bindings(pat) {
            let name = &bound.pat.ident;
            // The cases of `A(x) | B(x)` bind one name.
            let same = declared.iter().copied().find(|id| self.things[*id].name == Some(name));
            let id = match same {
                Some(id) => id,
                None => {
                    let before = self.cfgs.len();
                    self.cfgs.extend(bound.cfgs);
                    let what = What::Binding { name: name.clone(), pattern: key(pat) };
                    let is_plain = is_plain || bound.is_plain || pattern::is_of_a_spawn(name);
                    let id = self.thing(key(bound.pat), Some(name), what, is_plain);
                    self.cfgs.truncate(before);
                    id
                }
            };
            declared.push(id);
            self.scope.push(id);
            if is_alive {
                self.begin(id);
            } else {
                self.place.state.end(id);
            }
        }
        declared
    }

    pub(super) fn resolve(&self, name: &Ident) -> Option<Id> {
        let is_it = |id: &Id| match &self.things[*id] {
            Thing { name: Some(bound), .. } => *bound == name,
            Thing { what: What::Binding { name: bound, .. }, .. } => bound == name,
            Thing { .. } => false,
        };
        self.scope.iter().rev().copied().find(is_it)
    }

    pub(super) fn begin(&mut self, id: Id) {
        if !self.things[id].is_plain {
            self.place.state.begin(id);
        }
    }

    /// Its life ends here, and that of what it holds.
    pub(super) fn end(&mut self, id: Id) {
        let ended: Vec<Id> = self.twins_of(id).chain([id]).chain(self.carried_by(id)).collect();
        ended.into_iter().for_each(|id| self.place.state.end(id));
    }

    pub(super) fn take(&mut self, id: Id) {
        self.moved.insert(id);
        self.end(id);
    }

    /// From here on the binding holds what was moved into it.
    pub(super) fn carry(&mut self, id: Id, held: BTreeSet<Id>) {
        if !self.carried.contains_key(&id) {
            let before = held.iter().filter(|id| self.things[**id].held.is_some());
            self.held_before.extend(before);
        }
        held.iter().for_each(|id| self.begin(*id));
        self.carried.insert(id, held);
    }

    /// It, if it is alive, and what it holds.
    pub(super) fn with_carried(&self, id: Id) -> Vec<Id> {
        self.carried_by(id).chain([id]).filter(|id| self.place.state.is_alive(*id)).collect()
    }

    pub(super) fn carried_by(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.carried.get(&id).into_iter().flatten().copied()
    }

    /// Names bound in it are gone behind it.
    pub(super) fn scoped<R>(&mut self, walk: impl FnOnce(&mut Self) -> R) -> R {
        let before = self.scope.len();
        let result = walk(self);
        let ended = self.scope.split_off(before);
        ended.into_iter().for_each(|id| self.end(id));
        result
    }

    /// What is in scope and named by one of these words.
    pub(super) fn named(&self, words: &BTreeSet<String>) -> BTreeSet<Id> {
        let names = self.scope.iter().filter_map(|id| self.things[*id].name);
        let names = names.filter(|name| words.contains(&name.to_string()));
        names.filter_map(|name| self.resolve(name)).collect()
    }

    pub(super) fn enter(&mut self, label: Option<Ident>, is_loop: bool) {
        self.place.frames.push(Frame {
            label,
            is_loop,
            exits: State::nowhere(),
            continues: State::nowhere(),
            scope: self.scope.len(),
            temporaries: self.place.temporaries.len(),
        });
    }

    /// What is alive where `break` and `continue` lead: nothing that was made inside.
    pub(super) fn jump(&mut self, label: Option<&Ident>, is_continue: bool) {
        let state = std::mem::replace(&mut self.place.state, State::nowhere());
        let target = self.place.frames.iter_mut().rev().find(|frame| match label {
            Some(label) => frame.label.as_ref() == Some(label),
            None => frame.is_loop,
        });
        let Some(frame) = target else { return };
        let mut outside = state;
        let (scope, temporaries) = (&self.scope, &self.place.temporaries);
        let kept: BTreeSet<Id> = scope
            .iter()
            .take(frame.scope)
            .chain(temporaries.iter().take(frame.temporaries))
            .flat_map(|id| self.twins.get(id).into_iter().flatten().chain([id]))
            .copied()
            .collect();
        outside.retain(|id| kept.contains(&id));
        if is_continue {
            frame.continues.join(&outside);
        } else {
            frame.exits.join(&outside);
        }
    }

    /// An await: what is alive here, or was moved into what is awaited, is alive over it.
    pub(super) fn awaited(&mut self, at: Span) {
        if self.awaits == Awaits::All {
            self.held_over(Held::Await(at));
        }
    }

    /// A spawn that waits for its slot.
    pub(super) fn slot_awaited(&mut self, (first, last): (Span, Span)) {
        self.held_over(Held::Slot(first, last));
    }

    fn held_over(&mut self, awaited: Held) {
        if self.is_quiet || !self.place.state.is_reachable() || self.place.is_sync {
            return;
        }
        let mut held: BTreeSet<Id> = self.place.state.alive().collect();
        held.extend(&self.place.in_flight);
        for id in held {
            let thing = &mut self.things[id];
            match thing.allowance.or(self.allowances.last().copied()) {
                _ if thing.is_plain => {}
                Some(allowance) => {
                    if !thing.allowed.contains(&allowance) {
                        thing.allowed.push(allowance);
                    }
                }
                None => thing.held = thing.held.or(Some(awaited)),
            }
        }
    }
}
