//! One level of the ambient context: a root, a shield, a scope or a sweep, with the levels outside of it.

use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering, fence};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Wake, Waker};
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use super::cancelled::Cause;
use super::context;
use super::signal::Signal;
use crate::__private::Site;
use crate::scope::state::State;
use crate::testing::SweepState;

static ALARMS: AtomicU64 = AtomicU64::new(0);
/// How many signals were raised in this process so far.
#[inline]
pub(crate) fn alarms() -> u64 {
    ALARMS.load(Ordering::Acquire)
}

/// One level of the ambient context.
///
/// In this order: what every child of a scope reads stands away from the counts of its `Arc`, which every
/// child writes.
#[repr(C)]
pub(crate) struct Node {
    cause: OnceLock<Cause>,
    /// Cancelled with this level: for those that the root's own waker does not reach.
    alarm: OnceLock<CancellationToken>,
    /// The earliest deadline of this level and those outside.
    deadline: Option<Instant>,
    /// The level outside; none at the top, and behind a shield.
    parent: Option<Arc<Node>>,
    kind: Kind,
    pub(crate) signal: Signal,
}

enum Kind {
    Root {
        token: Option<CancellationToken>,
        timeout: Option<(Instant, Duration)>,
    },
    /// Whom the shield holds up, to be woken when it has ended; none once it has.
    Shield {
        held_up: Mutex<Option<Vec<Waker>>>,
        /// What stands around the shield: not for cancels, but a child spawned in here has a scope.
        outer: Option<Arc<Node>>,
    },
    /// Around a scope that ends. Nothing runs in it.
    Hold {
        held_up: Mutex<Option<Vec<Waker>>>,
    },
    /// Cancelled by its state alone. Boxed: most nodes are not scopes.
    Scope(Box<State>),
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
        Node {
            parent,
            signal: Signal::new(),
            cause: OnceLock::new(),
            alarm: OnceLock::new(),
            kind,
            deadline,
        }
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
        let (held_up, outer) = (Mutex::new(Some(Vec::new())), context::current());
        Node::new(None, Kind::Shield { held_up, outer }, deadline)
    }

    /// Keeps checkpoints around a scope that ends from dropping it, as a shield does.
    pub(crate) fn hold() -> Self {
        Node::new(None, Kind::Hold { held_up: Mutex::new(Some(Vec::new())) }, None)
    }

    pub(crate) fn is_shield(&self) -> bool {
        matches!(self.kind, Kind::Shield { .. })
    }

    /// A scope below what is current, with the instant its own timeout ends.
    pub(crate) fn scope(state: State, ends: Option<Instant>) -> Self {
        let parent = context::current();
        let outer = parent.as_ref().and_then(|node| node.deadline);
        let deadline = outer.into_iter().chain(ends).min();
        Node::new(parent, Kind::Scope(Box::new(state)), deadline)
    }

    /// The state of a scope, if this is one.
    #[inline]
    pub(crate) fn scope_state(&self) -> Option<&State> {
        match &self.kind {
            Kind::Scope(state) => Some(state),
            _ => None,
        }
    }

    /// The innermost scope around, shields or not.
    pub(crate) fn nearest_scope(self: &Arc<Node>) -> Option<&Arc<Node>> {
        std::iter::successors(Some(self), |node| match &node.kind {
            Kind::Shield { outer, .. } => outer.as_ref(),
            _ => node.parent.as_ref(),
        })
        .find(|node| node.scope_state().is_some())
    }

    /// Whether `level` is this one or one outside.
    pub(crate) fn is_within(&self, level: *const Node) -> bool {
        self.levels().any(|node| std::ptr::eq(node, level))
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
        // With the one in `alarms`: either this sees the alarm or that sees the cause.
        fence(Ordering::SeqCst);
        if let Some(alarm) = self.alarm.get() {
            alarm.cancel();
        }
    }

    /// Ends when this level or one outside is cancelled.
    pub(crate) fn alarms(&self) -> Vec<Pin<Box<WaitForCancellationFutureOwned>>> {
        let alarm = |level: &Node| {
            let alarm = level.alarm.get_or_init(CancellationToken::new);
            fence(Ordering::SeqCst);
            if level.cause.get().is_some() {
                alarm.cancel();
            }
            Box::pin(alarm.clone().cancelled_owned())
        };
        self.levels().map(alarm).collect()
    }

    /// Whether this level or one outside has to be asked.
    pub(crate) fn raised(&self) -> bool {
        self.levels().any(|level| level.signal.raised())
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
        context::with_current(|node| node.map(Arc::as_ptr) == self.parent.as_ref().map(Arc::as_ptr))
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
        self.cancelled_level().map(|(cause, _)| cause)
    }

    /// Why a scope was ended, if it was.
    pub(crate) fn cause_of_scope(&self) -> Option<Cause> {
        self.cause.get().copied()
    }

    /// The outermost cancelled level.
    fn cancelled_level(&self) -> Option<(Cause, &Node)> {
        self.levels().filter_map(|level| Some((level.own_cause()?, level))).last()
    }

    /// The cause, for the code that is polled now to act on.
    pub(crate) fn tell_cause(&self) -> Option<Cause> {
        let (cause, level) = self.cancelled_level()?;
        context::tell(level);
        Some(cause)
    }

    pub(crate) fn interrupt(&self, site: Option<&'static Site>) -> Option<Interrupt> {
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
        self.tell_cause().map(Interrupt::Cancelled)
    }

    fn held_up(&self) -> Option<MutexGuard<'_, Option<Vec<Waker>>>> {
        let (Kind::Shield { held_up, .. } | Kind::Hold { held_up }) = &self.kind else {
            return None;
        };
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
