//! The publishers that wait for room, in line. One has a claim on the room that is left when those in
//! front of it have theirs, so nobody who comes later takes it away; one that is woken keeps its place
//! until it has used its room or leaves.

use std::collections::VecDeque;
use std::task::Waker;

#[derive(Default)]
pub(super) struct Line {
    /// The longest waiting first. Who is woken has no waker here until it waits again.
    waiters: VecDeque<(Ticket, Option<Waker>)>,
    next_ticket: u64,
}

/// A place in the line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket(u64);

impl Line {
    pub(super) fn is_empty(&self) -> bool {
        self.waiters.is_empty()
    }

    /// How many are in front of one with this ticket, or of one that has none yet.
    pub(super) fn ahead_of(&self, ticket: Option<Ticket>) -> usize {
        ticket.and_then(|ticket| self.place_of(ticket)).unwrap_or(self.waiters.len())
    }

    fn place_of(&self, ticket: Ticket) -> Option<usize> {
        // Tickets rise along the line.
        self.waiters.binary_search_by_key(&ticket.0, |(other, _)| other.0).ok()
    }

    /// Puts a publisher at the end of the line, or has it keep its place. Gives the waker that it
    /// had, to be dropped outside the lock.
    pub(super) fn queue_up(&mut self, ticket: &mut Option<Ticket>, waker: Waker) -> Option<Waker> {
        if let Some(place) = ticket.and_then(|ticket| self.place_of(ticket)) {
            return self.waiters[place].1.replace(waker);
        }
        let mine = Ticket(self.next_ticket);
        self.next_ticket += 1;
        self.waiters.push_back((mine, Some(waker)));
        *ticket = Some(mine);
        None
    }

    /// Takes a publisher out of the line. Gives its waker, to be dropped outside the lock.
    pub(super) fn step_out(&mut self, ticket: Ticket) -> Option<Waker> {
        let place = self.place_of(ticket)?;
        self.waiters.remove(place).and_then(|(_, waker)| waker)
    }

    /// Those for whom there is room, and who do not know it yet.
    pub(super) fn wakers(&mut self, room: usize) -> Vec<Waker> {
        self.waiters.iter_mut().take(room).filter_map(|(_, waker)| waker.take()).collect()
    }
}
