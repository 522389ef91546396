//! The ambient context: which root, shield or sweep the code that is being polled stands in.
//!
//! Two thread-locals. `CURRENT` holds the innermost node for the time of a poll; `POLL` holds plain
//! cells, apart from it so that reading them needs no check for a destructor.
//!
//! A checkpoint does not walk the levels each time. Every signal that is raised anywhere adds one to
//! `ALARMS`; as long as that stands where it stood when the levels were last found clear, they are.

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Wake, Waker, ready};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::cancelled::Cause;
use super::signal::Signal;
use crate::__private::Site;
use crate::testing::SweepState;

/// How many signals were raised in this process.
static ALARMS: AtomicU64 = AtomicU64::new(0);
/// What `ALARMS` never is: the levels are not clear.
const NOT_CLEAR: u64 = u64::MAX;

/// One level of the ambient context.
pub(crate) struct Node {
    /// The level outside; none at the top, and behind a shield.
    parent: Option<Arc<Node>>,
    pub(crate) signal: Signal,
    cause: OnceLock<Cause>,
    kind: Kind,
    /// The earliest deadline of this level and those outside.
    deadline: Option<Instant>,
}

enum Kind {
    Root {
        token: Option<CancellationToken>,
        timeout: Option<(Instant, Duration)>,
    },
    /// Whom the shield holds up, to be woken when it has ended; none once it has.
    Shield {
        held_up: Mutex<Option<Vec<Waker>>>,
    },
    Sweep(SweepState),
}

/// What a checkpoint finds when the context is not clear.
pub(crate) enum Interrupt {
    /// Return `Err`.
    Cancelled(Cause),
    /// Return `Pending`: the sweep drops the future here.
    Abandon,
}

impl Node {
    fn new(parent: Option<Arc<Node>>, kind: Kind, deadline: Option<Instant>) -> Self {
        Node { parent, signal: Signal::new(), cause: OnceLock::new(), kind, deadline }
    }

    /// A root below what is current. `timeout` is its length and when it ends; a length of zero
    /// has passed before anything began.
    pub(crate) fn root(
        parent: Option<Arc<Node>>,
        token: Option<CancellationToken>,
        timeout: Option<(Instant, Duration)>,
    ) -> Self {
        let outer = parent.as_ref().and_then(|node| node.deadline);
        let deadline = match (outer, timeout) {
            (Some(outer), Some((own, _))) => Some(outer.min(own)),
            (outer, own) => own.map(|(at, _)| at).or(outer),
        };
        let node = Node::new(parent, Kind::Root { token, timeout }, deadline);
        if let Some((_, Duration::ZERO)) = timeout {
            node.settle(Cause::Deadline { limit: Duration::ZERO });
        }
        node
    }

    pub(crate) fn shield(deadline: Option<Instant>) -> Self {
        Node::new(None, Kind::Shield { held_up: Mutex::new(Some(Vec::new())) }, deadline)
    }

    pub(crate) fn sweep(parent: Option<Arc<Node>>, sweep: SweepState) -> Self {
        let deadline = parent.as_ref().and_then(|node| node.deadline);
        let node = Node::new(parent, Kind::Sweep(sweep), deadline);
        // Always raised: every checkpoint below comes by and is counted.
        node.signal.settle();
        node
    }

    pub(crate) fn sweep_state(&self) -> Option<&SweepState> {
        match &self.kind {
            Kind::Sweep(sweep) => Some(sweep),
            _ => None,
        }
    }

    pub(crate) fn settle(&self, cause: Cause) {
        self.cause.get_or_init(|| cause);
        self.signal.settle();
        ALARMS.fetch_add(1, Ordering::Release);
    }

    /// What `PollState::clear_at` is to be in this level, with `ALARMS` at `now`.
    fn clear_at(&self, now: u64) -> u64 {
        if self.levels().any(|level| level.signal.raised()) { NOT_CLEAR } else { now }
    }

    fn levels(&self) -> impl Iterator<Item = &Node> {
        std::iter::successors(Some(self), |node| node.parent.as_deref())
    }

    /// Whether this level or one outside already listens to `token`.
    pub(crate) fn listens_to(&self, token: &CancellationToken) -> bool {
        self.levels().any(
            |node| matches!(&node.kind, Kind::Root { token: Some(other), .. } if other == token),
        )
    }

    /// Whether the code that runs now stands right below the same level as this one does.
    pub(crate) fn is_at_home(&self) -> bool {
        with_current(|node| node.map(Arc::as_ptr) == self.parent.as_ref().map(Arc::as_ptr))
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// The cause of this level alone, settled here if its source has fired.
    fn own_cause(&self) -> Option<Cause> {
        if let Some(cause) = self.cause.get() {
            return Some(*cause);
        }
        let Kind::Root { token, timeout } = &self.kind else { return None };
        if !self.signal.raised() {
            return None;
        }
        let cause = match timeout {
            _ if token.as_ref().is_some_and(CancellationToken::is_cancelled) => Cause::Requested,
            Some((at, limit)) if Instant::now() >= *at => Cause::Deadline { limit: *limit },
            // Woken for another reason, such as an empty budget.
            _ => return None,
        };
        self.settle(cause);
        self.cause.get().copied()
    }

    /// The cause as code below this level sees it: that of the outermost cancelled level.
    pub(crate) fn cause(&self) -> Option<Cause> {
        self.levels().filter_map(Node::own_cause).last()
    }

    fn interrupt(&self, site: Option<&'static Site>) -> Option<Interrupt> {
        for level in self.levels() {
            if let Kind::Sweep(sweep) = &level.kind
                && let Some(stop) = sweep.visit(site)
            {
                match stop {
                    Interrupt::Cancelled(cause) => {
                        level.settle(cause);
                        level.signal.wake_task();
                    }
                    Interrupt::Abandon => return Some(Interrupt::Abandon),
                }
            }
        }
        self.cause().map(Interrupt::Cancelled)
    }

    fn held_up(&self) -> Option<MutexGuard<'_, Option<Vec<Waker>>>> {
        let Kind::Shield { held_up } = &self.kind else { return None };
        Some(held_up.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The shield is complete or dropped: what waited for that goes on, wherever it is polled.
    pub(crate) fn shield_ended(&self) {
        let wakers = self.held_up().and_then(|mut held_up| held_up.take());
        wakers.into_iter().flatten().for_each(Waker::wake);
    }

    pub(crate) fn shield_under_way(&self) -> bool {
        self.held_up().is_some_and(|held_up| held_up.is_some())
    }

    /// Whether the shield is under way; if so, `waker` is called when it has ended.
    pub(crate) fn holds_up(&self, waker: &Waker) -> bool {
        // A waker's clone and destructor are foreign code: they run outside the lock.
        let waker = waker.clone();
        let Some(mut held_up) = self.held_up() else { return false };
        let Some(wakers) = held_up.as_mut() else { return false };
        if !wakers.iter().any(|other| other.will_wake(&waker)) {
            wakers.push(waker);
        }
        true
    }
}

/// Token and timer of a root wake the root through its node.
impl Wake for Node {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.signal.raise();
        ALARMS.fetch_add(1, Ordering::Release);
        self.signal.wake_task();
    }
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<Node>>> = const { RefCell::new(None) };
    /// Shields that stayed pending in the poll under way, in the order they said so.
    static NOTES: RefCell<Vec<Arc<Node>>> = const { RefCell::new(Vec::new()) };
    static POLL: PollState = const {
        PollState {
            clear_at: Cell::new(NOT_CLEAR),
            depth: Cell::new(0),
            noted: Cell::new(0),
            stillborn: Cell::new(false),
            site: Cell::new(None),
            went_on: Cell::new(false),
        }
    };
}

struct PollState {
    /// Where `ALARMS` stood when the levels around were last found clear.
    clear_at: Cell<u64>,
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
}

/// Runs `f` on the innermost node.
fn with_current<R>(f: impl FnOnce(Option<&Arc<Node>>) -> R) -> R {
    CURRENT.with(|current| f(current.borrow().as_ref()))
}

pub(crate) fn current() -> Option<Arc<Node>> {
    with_current(|node| node.cloned())
}

/// Makes the node in `slot` current until the guard goes; it is moved, not cloned, and moved back
/// also when the poll panics.
pub(crate) fn enter(slot: &mut Option<Arc<Node>>, stillborn: bool) -> Entered<'_> {
    // Read first: what is raised after it is seen as a change.
    let alarms = ALARMS.load(Ordering::Acquire);
    let clear_at = slot.as_ref().map_or(alarms, |node| node.clear_at(alarms));
    let outer = CURRENT.with(|current| current.replace(slot.take()));
    POLL.with(|poll| {
        poll.depth.set(poll.depth.get() + 1);
        Entered {
            slot,
            outer,
            outer_clear_at: poll.clear_at.replace(clear_at),
            outer_stillborn: poll.stillborn.replace(stillborn),
            outer_site: poll.site.take(),
            outer_went_on: poll.went_on.take(),
        }
    })
}

pub(crate) struct Entered<'a> {
    slot: &'a mut Option<Arc<Node>>,
    outer: Option<Arc<Node>>,
    outer_clear_at: u64,
    outer_stillborn: bool,
    outer_site: Option<&'static Site>,
    outer_went_on: bool,
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
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        *self.slot = CURRENT.with(|current| current.replace(self.outer.take()));
        POLL.with(|poll| {
            poll.clear_at.set(self.outer_clear_at);
            poll.stillborn.set(self.outer_stillborn);
            if self.outer_site.is_some() {
                poll.site.set(self.outer_site);
            }
            if self.outer_went_on {
                poll.went_on.set(true);
            }
        });
        leave();
    }
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

#[inline]
pub(crate) fn stillborn() -> bool {
    POLL.with(|poll| poll.stillborn.get())
}

/// Whether the context has to be asked: one atomic load, of a line that nobody writes as long as
/// nothing is cancelled.
#[inline]
pub(crate) fn raised() -> bool {
    let alarms = ALARMS.load(Ordering::Acquire);
    POLL.with(|poll| poll.clear_at.get() != alarms) && still_raised(alarms)
}

#[cold]
fn still_raised(alarms: u64) -> bool {
    let clear_at = with_current(|node| node.map_or(alarms, |node| node.clear_at(alarms)));
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

/// An await that had stayed pending before is over.
pub(crate) fn went_on() {
    POLL.with(|poll| poll.went_on.set(true));
}

/// Takes `units` from tokio's budget; pending, with the waker called, when it is used up.
#[cold]
pub(crate) fn spend(cx: &mut Context<'_>, units: u32) -> Poll<()> {
    for _ in 0..units {
        ready!(tokio::task::coop::poll_proceed(cx)).made_progress();
    }
    Poll::Ready(())
}
