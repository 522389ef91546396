//! Where control is within one body, and where loops lead.

use proc_macro2::Ident;

use super::Key;
use super::state::{Id, State};

/// A loop or a labelled block that `break` can leave.
pub(super) struct Frame {
    pub(super) label: Option<Ident>,
    pub(super) is_loop: bool,
    pub(super) exits: State,
    pub(super) continues: State,
    pub(super) scope: usize,
    pub(super) temporaries: usize,
}

/// Where control is, within one body.
pub(super) struct Place {
    pub(super) state: State,
    pub(super) frames: Vec<Frame>,
    /// Temporaries that live to the end of something that is not over.
    pub(super) temporaries: Vec<Id>,
    /// Operands of what is not made yet, and what was moved into a call that is about to be awaited.
    pub(super) in_flight: Vec<Id>,
    /// The body behind which checks of what is in this one stand: the outermost one from which only
    /// `move` leads here, because a slot must be captured by value. `None`: there is no such body.
    pub(super) home: Option<Key>,
    /// Inference is not finished behind that body, which is part of a larger one.
    pub(super) is_local: bool,
    /// In a closure that is not async, or in a function that is not: nothing can be alive over an
    /// await here.
    pub(super) is_sync: bool,
    /// In a macro whose tokens are better left as they are.
    pub(super) in_macro: bool,
}

impl Place {
    pub(super) fn start(home: Option<Key>, is_local: bool, is_sync: bool) -> Place {
        Place {
            state: State::start(),
            frames: Vec::new(),
            temporaries: Vec::new(),
            in_flight: Vec::new(),
            home,
            is_local,
            is_sync,
            in_macro: false,
        }
    }
}
