//! The ambient context: which root, shield or sweep the code that is being polled stands in.
//!
//! Two thread-locals. `CURRENT` holds the innermost node for the time of a poll; `POLL` holds plain
//! cells, apart from it so that reading them needs no check for a destructor.
//!
//! A checkpoint does not walk the levels each time. Every signal that is raised anywhere adds one to
//! `alarms()`; as long as that stands where it stood when the levels were last found clear, they are.

use std::cell::{Cell, RefCell};
use std::ptr;
use std::sync::Arc;
use std::task::{Context, Poll, RawWakerVTable, Waker};

use super::cancelled::Cause;
use super::node::{Interrupt, Node, alarms};
use crate::__private::Site;

/// What `alarms()` never is: the levels are not clear.
const NOT_CLEAR: u64 = u64::MAX;

thread_local! {
    static CURRENT: RefCell<Option<Arc<Node>>> = const { RefCell::new(None) };
    /// Shields that stayed pending in the poll under way, in the order they said so.
    static NOTES: RefCell<Vec<Arc<Node>>> = const { RefCell::new(Vec::new()) };
    static POLL: PollState = const {
        PollState {
            clear_at: Cell::new(NOT_CLEAR),
            waker: Cell::new((ptr::null(), ptr::null())),
            depth: Cell::new(0),
            noted: Cell::new(0),
            stillborn: Cell::new(false),
            site: Cell::new(None),
            went_on: Cell::new(false),
            told: Cell::new(ptr::null()),
        }
    };
}

type WakerId = (*const (), *const RawWakerVTable);

fn id(waker: &Waker) -> WakerId {
    (waker.data(), ptr::from_ref(waker.vtable()))
}

struct PollState {
    /// Where `alarms()` stood when the levels around were last found clear.
    clear_at: Cell<u64>,
    /// The waker that the innermost level is polled with.
    waker: Cell<WakerId>,
    /// How many levels and watches the poll under way is inside of.
    depth: Cell<u32>,
    /// How many notes stand in `NOTES`.
    noted: Cell<u32>,
    /// A root around has a timeout of zero: nothing is to be begun.
    stillborn: Cell<bool>,
    /// The innermost await that stayed pending since the innermost level was entered.
    site: Cell<Option<&'static Site>>,
    /// An await that had stayed pending in an earlier poll is over, since the same moment.
    went_on: Cell<bool>,
    /// The outermost cancelled level that code was told of, since the same moment. For identity only.
    told: Cell<*const Node>,
}

/// What `PollState::clear_at` is to be below `node`, with `alarms()` at `now`.
fn clear_at(node: Option<&Arc<Node>>, now: u64) -> u64 {
    if node.is_some_and(|node| node.raised()) { NOT_CLEAR } else { now }
}

/// Runs `f` on the innermost node.
pub(crate) fn with_current<R>(f: impl FnOnce(Option<&Arc<Node>>) -> R) -> R {
    CURRENT.with(|current| f(current.borrow().as_ref()))
}

pub(crate) fn current() -> Option<Arc<Node>> {
    with_current(|node| node.cloned())
}

/// Makes the node in `slot` current until the guard goes; it is moved, not cloned, and moved back
/// also when the poll panics.
pub(crate) fn enter<'a>(
    slot: &'a mut Option<Arc<Node>>,
    stillborn: bool,
    waker: &Waker,
) -> Entered<'a> {
    // Read first: what is raised after it is seen as a change.
    let now = alarms();
    let clear_at = clear_at(slot.as_ref(), now);
    let outer = CURRENT.with(|current| current.replace(slot.take()));
    POLL.with(|poll| {
        poll.depth.set(poll.depth.get() + 1);
        Entered {
            slot,
            outer,
            outer_clear_at: poll.clear_at.replace(clear_at),
            outer_waker: poll.waker.replace(id(waker)),
            outer_stillborn: poll.stillborn.replace(stillborn),
            outer_site: poll.site.take(),
            outer_went_on: poll.went_on.take(),
            outer_told: poll.told.replace(ptr::null()),
        }
    })
}

pub(crate) struct Entered<'a> {
    slot: &'a mut Option<Arc<Node>>,
    outer: Option<Arc<Node>>,
    outer_clear_at: u64,
    outer_waker: WakerId,
    outer_stillborn: bool,
    outer_site: Option<&'static Site>,
    outer_went_on: bool,
    outer_told: *const Node,
}

impl Entered<'_> {
    /// The innermost await that stayed pending inside, after this poll; `before` is what that was
    /// before. A pool that polls only what was woken may have reached none.
    pub(crate) fn site(&self, before: Option<&'static Site>) -> Option<&'static Site> {
        POLL.with(|poll| match poll.site.get() {
            None if !poll.went_on.get() => before,
            site => site,
        })
    }

    /// Whether code inside was told, in this poll, that the level in `node` or one outside of it is
    /// cancelled: what it returns now, it returns for that.
    #[inline]
    pub(crate) fn was_told(&self) -> bool {
        let told = POLL.with(|poll| poll.told.get());
        !told.is_null() && with_current(|node| node.is_some_and(|node| node.is_within(told)))
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        *self.slot = CURRENT.with(|current| current.replace(self.outer.take()));
        POLL.with(|poll| {
            poll.clear_at.set(self.outer_clear_at);
            poll.waker.set(self.outer_waker);
            poll.stillborn.set(self.outer_stillborn);
            if self.outer_site.is_some() {
                poll.site.set(self.outer_site);
            }
            if self.outer_went_on {
                poll.went_on.set(true);
            }
            if !self.outer_told.is_null() {
                poll.told.set(self.outer_told);
            }
        });
        leave();
    }
}

/// Whether waking the innermost level makes whoever has `waker` be polled, or there is no level.
#[inline]
pub(crate) fn is_reached(waker: &Waker) -> bool {
    POLL.with(|poll| poll.waker.get() == id(waker) || poll.depth.get() == 0)
}

/// Counts as a level for shields' notes, without being one.
pub(crate) fn watch() -> Watching {
    POLL.with(|poll| poll.depth.set(poll.depth.get() + 1));
    Watching
}

pub(crate) struct Watching;

impl Drop for Watching {
    fn drop(&mut self) {
        leave();
    }
}

fn leave() {
    let depth = POLL.with(|poll| {
        let depth = poll.depth.get() - 1;
        poll.depth.set(depth);
        depth
    });
    if depth == 0 && POLL.with(|poll| poll.noted.replace(0)) > 0 {
        // A node's destructor never comes back here, but the list is emptied outside the borrow
        // all the same; its memory stays for the next poll.
        let mut notes = NOTES.with(RefCell::take);
        notes.clear();
        NOTES.with(|list| *list.borrow_mut() = notes);
    }
}

/// A shield under way tells everything around it that it stayed pending.
pub(crate) fn note(shield: &Arc<Node>) {
    POLL.with(|poll| {
        if poll.depth.get() > 0 {
            poll.noted.set(poll.noted.get() + 1);
            NOTES.with(|notes| notes.borrow_mut().push(Arc::clone(shield)));
        }
    });
}

#[inline]
pub(crate) fn noted() -> u32 {
    POLL.with(|poll| poll.noted.get())
}

/// The shields noted since `noted()` gave `before`, in the same poll.
pub(crate) fn notes_since(before: u32) -> Vec<Arc<Node>> {
    NOTES.with(|notes| notes.borrow().get(before as usize..).unwrap_or_default().to_vec())
}

/// Whether a shield was noted since `noted()` gave `before`, in the same poll; a scope that ends is none.
#[cold]
pub(crate) fn is_in_shield_since(before: u32) -> bool {
    NOTES.with(|notes| {
        notes
            .borrow()
            .get(before as usize..)
            .is_some_and(|notes| notes.iter().any(|note| note.is_shield()))
    })
}

#[inline]
pub(crate) fn stillborn() -> bool {
    POLL.with(|poll| poll.stillborn.get())
}

/// Whether the context has to be asked: one atomic load, of a line that nobody writes as long as
/// nothing is cancelled.
#[inline]
pub(crate) fn raised() -> bool {
    let now = alarms();
    POLL.with(|poll| poll.clear_at.get() != now) && still_raised(now)
}

#[cold]
fn still_raised(now: u64) -> bool {
    let clear_at = with_current(|node| clear_at(node, now));
    POLL.with(|poll| poll.clear_at.set(clear_at));
    clear_at == NOT_CLEAR
}

/// What a checkpoint at `site` has to do in the current context.
#[cold]
pub(crate) fn interrupt(site: Option<&'static Site>) -> Option<Interrupt> {
    // Off the thread-local before any code runs that may wake a task.
    current().and_then(|node| node.interrupt(site))
}

pub(crate) fn cause() -> Option<Cause> {
    if !raised() {
        return None;
    }
    current().and_then(|node| node.tell_cause())
}

/// The cause, not for the code that is polled now, but for what stands between it and the context.
pub(crate) fn cause_around() -> Option<Cause> {
    if !raised() {
        return None;
    }
    current().and_then(|node| node.cause())
}

/// An await stayed pending at `site`; the innermost comes first and stays.
#[inline]
pub(crate) fn stayed_pending(site: &'static Site) {
    POLL.with(|poll| {
        if poll.site.get().is_none() {
            poll.site.set(Some(site));
        }
    });
}

/// The await at `site` stayed pending, and was stopped for that: what waits after it counts.
pub(crate) fn no_longer_pending(site: &'static Site) {
    POLL.with(|poll| {
        if poll.site.get().is_some_and(|pending| ptr::eq(pending, site)) {
            poll.site.set(None);
        }
        poll.went_on.set(true);
    });
}

/// The code that is polled learns that `level` is cancelled.
pub(crate) fn tell(level: *const Node) {
    POLL.with(|poll| poll.told.set(level));
}

/// An await that had stayed pending before is over.
pub(crate) fn went_on() {
    POLL.with(|poll| poll.went_on.set(true));
}

/// Takes `units` from tokio's budget, or what is left of it; pending, with the waker called, when
/// nothing is.
#[cold]
pub(crate) fn spend(cx: &mut Context<'_>, units: u32) -> Poll<()> {
    for taken in 0..units {
        match tokio::task::coop::poll_proceed(cx) {
            Poll::Ready(unit) => unit.made_progress(),
            Poll::Pending if taken == 0 => return Poll::Pending,
            Poll::Pending => break,
        }
    }
    Poll::Ready(())
}
