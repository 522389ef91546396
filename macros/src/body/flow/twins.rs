//! Lives that depend on what the source does not say: a type, or the edition. Each is a thing of its
//! own beside the one it is a second life of, and ends with it at the latest.

use super::Only;
use super::state::Id;
use super::walker::{Thing, Walker};

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

    /// It is alive, or was before something happened to it that some types survive.
    pub(super) fn may_be_alive(&self, id: Id) -> bool {
        self.twins_of(id).chain([id]).any(|id| self.place.state.is_alive(id))
    }

    pub(super) fn twins_of(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        self.twins.get(&id).into_iter().flatten().copied()
    }
}
