//! Macros: known ones are read through, others may await and take what their tokens name.

use std::collections::BTreeSet;

use syn::Macro;
use syn::spanned::Spanned as _;

use super::expressions::Use;
use super::opened::{Opened, Piece};
use super::state::State;
use super::walker::Walker;
use super::{Only, shape};
use crate::body::known::Known;
use crate::body::select::Select;
use crate::span;

impl<'a> Walker<'a> {
    pub(super) fn called(&mut self, mac: &'a Macro) {
        let table = self.table;
        match table.get(mac) {
            Some(Opened::Select(select)) => self.select(mac, select),
            Some(Opened::Join { futures, .. }) => {
                let before = self.place.in_flight.len();
                for future in futures {
                    self.terminated(|walker| walker.walk(future, Use::Future));
                }
                self.awaited(mac.path.span());
                self.landed(before);
            }
            Some(Opened::Arguments { pieces, by_value }) => {
                let used = if *by_value { Use::Operand } else { Use::Place };
                let before = self.place.in_flight.len();
                let name = shape::macro_name(mac);
                let is_kept = !shape::hides_tokens(&name);
                let temporaries = self.place.temporaries.len();
                let outside = std::mem::replace(&mut self.place.in_macro, is_kept);
                for piece in pieces {
                    if let Piece::Expr(expr) = piece {
                        self.walk(expr, used);
                    }
                }
                self.place.in_macro = outside;
                self.landed(before);
                if shape::is_formatter(&name) {
                    self.end_temporaries(temporaries);
                }
            }
            None => self.unread(mac),
        }
        if shape::ends_path(mac) {
            self.place.state = State::nowhere();
        }
    }

    fn select(&mut self, mac: &'a Macro, select: &'a Select) {
        let before = self.place.in_flight.len();
        for condition in select.arms.iter().filter_map(|arm| arm.condition.as_ref()) {
            self.terminated(|walker| walker.walk(condition, Use::Place));
        }
        for arm in &select.arms {
            self.terminated(|walker| walker.walk(&arm.future, Use::Future));
        }
        self.awaited(mac.path.span());
        self.landed(before);
        let start = self.place.state.clone();
        let mut end = State::nowhere();
        for arm in &select.arms {
            self.place.state = start.clone();
            self.scoped(|walker| {
                let is_plain = walker.place.is_local;
                walker.declare(&arm.pat, is_plain, true);
                walker.terminated(|walker| walker.walk(&arm.handler, Use::Value));
            });
            end.join(&self.place.state);
        }
        if let Some((_, _, handler)) = &select.otherwise {
            self.place.state = start;
            self.terminated(|walker| walker.walk(handler, Use::Value));
            end.join(&self.place.state);
        }
        self.place.state = end;
    }

    fn unread(&mut self, mac: &'a Macro) {
        let known = Known::of(&mac.path);
        let mut words = BTreeSet::new();
        span::words(&mac.tokens, &mut words);
        let waits = matches!(known, Known::Select | Known::Join | Known::TryJoin | Known::Waits);
        if waits || words.contains("await") {
            self.awaited(mac.path.span());
        }
        for id in self.named(&words) {
            self.used.insert(id);
            self.named_again(id);
            if (known == Known::Unknown || waits) && self.place.state.is_alive(id) {
                self.take(id);
                self.begin_if(id, Only::UsedAgain);
            }
        }
    }
}
