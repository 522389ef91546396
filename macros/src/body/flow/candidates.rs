//! What the compiler is asked about, once all is read.

use std::collections::{BTreeMap, BTreeSet};

use super::state::Id;
use super::walker::Walker;
use super::{Candidate, Only};

impl Walker<'_> {
    pub(super) fn candidates(self) -> Vec<Candidate> {
        let is_alive = |id: &Id| {
            let thing = &self.things[*id];
            (thing.held.is_some() || !thing.allowed.is_empty())
                && thing.only != Some(Only::UsedAgain)
        };
        // One error for both lives.
        let second: BTreeSet<Id> = self
            .twins
            .iter()
            .filter(|(id, _)| is_alive(id))
            .flat_map(|(_, twins)| twins)
            .copied()
            .collect();
        let first = |id: &Id| is_alive(id) && !second.contains(id);
        let asked = |of: &BTreeMap<Id, BTreeSet<Id>>, only: Only| -> BTreeSet<Id> {
            let is_asked = |id: &Id| {
                self.twins_of(*id).any(|twin| first(&twin) && self.things[twin].only == Some(only))
            };
            of.iter().filter(|(id, _)| is_asked(id)).flat_map(|(_, ids)| ids).copied().collect()
        };
        let mut parts = asked(&self.parts, Only::Whole);
        parts.extend(asked(&self.calls, Only::Returns));
        parts.extend(asked(&self.holders, Only::Stored));
        let ids = (0..self.things.len()).filter(|id| first(id) || parts.contains(id));
        let indices: BTreeMap<Id, usize> = ids.enumerate().map(|(index, id)| (id, index)).collect();
        let known = |of: &BTreeMap<Id, BTreeSet<Id>>, id: Id| -> Vec<usize> {
            let ids = of.get(&id).into_iter().flatten();
            let ids = ids.flat_map(|id| self.twins_of(*id).chain([*id]));
            ids.filter_map(|id| indices.get(&id).copied()).collect()
        };
        let unless = self.told_instead();
        let wholes: BTreeMap<Id, Id> = self
            .twins
            .iter()
            .flat_map(|(id, twins)| twins.iter().map(|twin| (*twin, *id)))
            .collect();
        let things = self.things.iter().enumerate();
        let things = things.filter(|(id, _)| indices.contains_key(id));
        things
            .map(|(id, thing)| Candidate {
                unless: known(&unless, id)
                    .into_iter()
                    .chain(wholes.get(&id).into_iter().flat_map(|whole| known(&unless, *whole)))
                    .collect(),
                parts: match wholes.get(&id) {
                    Some(whole) if thing.only == Some(Only::Returns) => known(&self.calls, *whole),
                    Some(whole) if thing.only == Some(Only::Stored) => known(&self.holders, *whole),
                    Some(whole) => known(&self.parts, *whole),
                    None => Vec::new(),
                },
                what: thing.what.clone(),
                home: thing.home,
                cfgs: thing.cfgs.iter().copied().cloned().collect(),
                held: thing.held,
                only: thing.only,
                allowed: thing.allowed.clone(),
            })
            .collect()
    }

    /// One error is enough for a guard and what holds it. The holder is the one that the user named,
    /// unless the guard was held before.
    fn told_instead(&self) -> BTreeMap<Id, BTreeSet<Id>> {
        let mut instead: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
        for (holder, carried) in &self.carried {
            for id in carried {
                let (silent, told) =
                    if self.held_before.contains(id) { (holder, id) } else { (id, holder) };
                instead.entry(*silent).or_default().insert(*told);
            }
        }
        instead
    }
}
