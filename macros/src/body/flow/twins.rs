//! Lives that depend on what the source does not say: a type, or the edition. Each is a thing of its
//! own beside the one it is a second life of, and ends with it at the latest.

use syn::{Expr, Stmt};

use super::state::{Id, State};
use super::walker::{Thing, Walker};
use super::{Only, shape};

impl<'a> Walker<'a> {
    /// The second life of something.
    pub(super) fn twin(&mut self, id: Id, only: Only) -> Id {
        let known = self.twins.get(&id).into_iter().flatten().copied();
        if let Some(twin) = known.into_iter().find(|twin| self.things[*twin].only == Some(only)) {
            return twin;
        }
        let twin = self.things.len();
        let thing = &self.things[id];
        self.things.push(Thing {
            name: None,
            what: thing.what.clone(),
            home: thing.home,
            cfgs: thing.cfgs.clone(),
            is_plain: thing.is_plain,
            only: Some(only),
            held: None,
            allowance: thing.allowance,
            allowed: Vec::new(),
        });
        self.twins.entry(id).or_default().push(twin);
        twin
    }

    /// It is alive from here on, if the condition holds.
    pub(super) fn begin_if(&mut self, id: Id, only: Only) {
        let twin = self.twin(id, only);
        self.begin(twin);
    }

    /// The same for a temporary.
    pub(super) fn temporary_if(&mut self, id: Id, only: Only) {
        let twin = self.twin(id, only);
        self.begin(twin);
        self.place.temporaries.push(twin);
    }

    /// From here on only the whole of it without those parts is alive, if they are no guards.
    pub(super) fn part_from(&mut self, id: Id, parts: impl IntoIterator<Item = Id>) {
        let parts: Vec<Id> = parts.into_iter().filter(|id| !self.things[*id].is_plain).collect();
        let carried = self.with_carried(id).into_iter().filter(|carried| *carried != id);
        for id in carried.chain([id]) {
            self.part_of(id, &parts);
        }
    }

    fn part_of(&mut self, id: Id, parts: &[Id]) {
        self.place.state.end(id);
        let whole = &self.things[id];
        let is_judged_with_it = |part: &Id| {
            let part = &self.things[*part];
            part.home == whole.home && part.cfgs.is_empty()
        };
        if parts.iter().all(is_judged_with_it) {
            self.parts.entry(id).or_default().extend(parts.iter().copied());
            self.begin_if(id, Only::Whole);
        }
    }

    /// A method was called on it, as a statement, that may be the end of it. It is not if the type's
    /// methods are known, or if it is named again.
    pub(super) fn perhaps_consumed(&mut self, expr: &Expr) {
        let Some(call) = shape::called_statement(expr) else { return };
        let Some(id) = self.binding(&call.receiver) else { return };
        if !self.place.state.is_alive(id) || shape::looks(&call.method.to_string()) {
            return;
        }
        let carried: Vec<Id> = self.with_carried(id);
        for carried in carried {
            self.place.state.end(carried);
            self.begin_if(carried, Only::UsedAgain);
        }
        self.begin_if(id, Only::Known);
    }

    /// It is named: it was not moved by what may have moved it.
    pub(super) fn named_again(&mut self, id: Id) {
        let ids: Vec<Id> = self.carried_by(id).chain([id]).collect();
        for id in ids {
            let twin = self.twins_of(id).find(|twin| {
                self.things[*twin].only == Some(Only::UsedAgain) && self.place.state.is_alive(*twin)
            });
            let Some(twin) = twin else { continue };
            let (held, allowed) = (self.things[twin].held, self.things[twin].allowed.clone());
            let thing = &mut self.things[id];
            thing.held = thing.held.or(held);
            for allowance in allowed {
                if !thing.allowed.contains(&allowance) {
                    thing.allowed.push(allowance);
                }
            }
            let twins: Vec<Id> = self.twins_of(id).collect();
            twins.into_iter().for_each(|twin| self.place.state.end(twin));
            self.begin(id);
        }
    }

    /// Where branches meet. One may end with a call that never returns: what others have ended is
    /// alive behind it if the call does return.
    pub(super) fn meet(&mut self, ends: Vec<(State, Option<Id>)>) {
        let reachable = || ends.iter().filter(|(state, _)| state.is_reachable());
        let is_in_doubt = |id: &Id| {
            self.things[*id].only.is_none() && !reachable().all(|(state, _)| state.is_alive(*id))
        };
        let mut returns: Vec<(Id, Id)> = Vec::new();
        let mut joined = State::nowhere();
        for (state, call) in &ends {
            let mut state = state.clone();
            if let Some(call) = call {
                let ids: Vec<Id> = state.alive().filter(is_in_doubt).collect();
                ids.iter().for_each(|id| state.end(*id));
                returns.extend(ids.into_iter().map(|id| (id, *call)));
            }
            joined.join(&state);
        }
        self.place.state = joined;
        for (id, call) in returns {
            self.calls.entry(id).or_default().insert(call);
            self.begin_if(id, Only::Returns);
        }
    }

    /// The call that a branch ends with, if somebody can ask whether it returns.
    pub(super) fn last_call(&mut self, branch: &'a Expr) -> Option<Id> {
        match branch {
            Expr::Block(block) if block.label.is_none() => self.last_call_of(&block.block.stmts),
            _ if shape::is_simple_call(branch) && !shape::is_diverging(branch) => self.part(branch),
            _ => None,
        }
    }

    pub(super) fn last_call_of(&mut self, stmts: &'a [Stmt]) -> Option<Id> {
        match stmts.last() {
            Some(Stmt::Expr(expr, _)) => self.last_call(expr),
            _ => None,
        }
    }

    /// It is alive, or was before something happened to it that some types survive.
    pub(super) fn may_be_alive(&self, id: Id) -> bool {
        self.twins_of(id).chain([id]).any(|id| self.place.state.is_alive(id))
    }

    pub(super) fn twins_of(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.twins.get(&id).into_iter().flatten().copied()
    }
}
