//! How a cancel reaches a future that the root's own waker does not: in a `FuturesUnordered` and the
//! like each future has a waker of its own, and is polled only when that is called.

use std::sync::Arc;
use std::task::{Context, Waker};

use tokio_util::sync::WaitForCancellationFutureOwned;

use super::context;
use super::node::Node;

/// The wish to be woken when a level around is cancelled.
#[derive(Default)]
pub(crate) struct Attendance(Option<Box<Attending>>);

struct Attending {
    node: Arc<Node>,
    waker: Waker,
    alarms: Vec<std::pin::Pin<Box<WaitForCancellationFutureOwned>>>,
}

impl Attendance {
    /// To be called where something stays pending. Costs nothing where the root is polled with the
    /// same waker; elsewhere a registration with each level, once, for as long as this is kept.
    #[cold]
    pub(crate) fn attend(&mut self, cx: &mut Context<'_>) {
        let Some(node) = context::current() else { return };
        if self.0.as_ref().is_some_and(|attending| attending.is(&node, cx.waker())) {
            return;
        }
        let mut alarms = node.alarms();
        for alarm in &mut alarms {
            if alarm.as_mut().poll(cx).is_ready() {
                // Found cancelled meanwhile: whoever waits here has to look again.
                cx.waker().wake_by_ref();
            }
        }
        self.0 = Some(Box::new(Attending { node, waker: cx.waker().clone(), alarms }));
    }
}

impl Attending {
    fn is(&self, node: &Arc<Node>, waker: &Waker) -> bool {
        Arc::ptr_eq(&self.node, node) && self.waker.will_wake(waker) && !self.alarms.is_empty()
    }
}
