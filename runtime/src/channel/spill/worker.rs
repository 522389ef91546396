//! The thread that owns a spill's store: the only one that calls it, and the only one that waits for
//! it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::queue::{Job, SpillQueue};
use super::{SpillError, SpillStore};
use crate::channel::published::Loss;
use crate::channel::shared::Shared;

pub(crate) fn start<T: Send + 'static>(shared: Arc<Shared<T>>, store: impl SpillStore<T>) {
    std::thread::Builder::new()
        .name("asyncward-spill".to_owned())
        .spawn(move || run(&shared, store))
        .expect("a thread for the spill");
}

fn run<T>(shared: &Shared<T>, mut store: impl SpillStore<T>) {
    while let Some(job) = next_job(shared) {
        work(shared, &mut store, job);
    }
    end(shared, store);
}

/// Waits for something to do; nothing once the receiver is gone.
fn next_job<T>(shared: &Shared<T>) -> Option<Job<T>> {
    let mut state = shared.lock();
    let mut retry = false;
    loop {
        if state.receiver_gone {
            return None;
        }
        let (room, is_due) = (state.room(), state.is_work_due());
        let spill = state.spill.as_mut()?;
        let passing = spill.pass_by(room);
        if !passing.is_empty() {
            passing.into_iter().for_each(|item| state.push(item));
            shared.moved_on(state);
            state = shared.lock();
            continue;
        }
        if retry || is_due {
            return Some(spill.begin(room));
        }
        retry = spill.is_blocked();
        state = shared.wait_for_bell(state, retry);
    }
}

fn work<T>(shared: &Shared<T>, store: &mut impl SpillStore<T>, job: Job<T>) {
    let Job { batch, acknowledged, wanted } = job;
    acknowledge(store, acknowledged);
    if !append(shared, store, batch) || wanted == 0 {
        return;
    }
    let read = guarded(|| store.read(wanted)).and_then(|items| {
        let none = "the store gives no item, though it has some";
        if items.is_empty() { Err(SpillError::failed(none)) } else { Ok(items) }
    });
    let mut state = shared.lock();
    let (tail, gone) = (state.ages.tail(), state.receiver_gone);
    let Some(spill) = &mut state.spill else { return };
    let mut lost = Vec::new();
    match read {
        Ok(items) if gone && spill.is_persistent() => drop(items),
        Ok(items) => {
            spill.is_readable();
            (tail..).take(items.len()).for_each(|position| spill.delivers(position));
            if gone {
                state.counts.dropped += items.len() as u64;
                lost = items;
            } else {
                items.into_iter().for_each(|item| state.push(item));
            }
        }
        Err(error) => {
            report(&error, spill);
            spill.is_unreadable(error);
        }
    }
    shared.moved_on(state);
    if !lost.is_empty() {
        shared.wait_until_buffer_dropped();
        shared.tell(&lost, Loss::Closed);
    }
}

/// Whether there is something in the store to be read.
fn append<T>(
    shared: &Shared<T>,
    store: &mut impl SpillStore<T>,
    mut batch: std::collections::VecDeque<T>,
) -> bool {
    let appended = guarded(|| store.append(&mut batch));
    let mut state = shared.lock();
    let Some(spill) = &mut state.spill else { return false };
    if let Err(error @ SpillError::Failed(_)) = &appended {
        report(error, spill);
    }
    spill.stored(batch, appended);
    let has_stored = spill.has_stored();
    shared.moved_on(state);
    has_stored
}

fn acknowledge<T>(store: &mut impl SpillStore<T>, count: usize) {
    if count > 0
        && let Err(error) = guarded(|| store.acknowledge(count))
    {
        // Nothing is lost by it: they come again.
        log(&error);
    }
}

/// The receiver is gone: what was handed over is still stored, where that is of use.
fn end<T>(shared: &Shared<T>, mut store: impl SpillStore<T>) {
    let (job, persistent) = {
        let mut state = shared.lock();
        let Some(spill) = &mut state.spill else { return };
        (spill.begin(0), spill.is_persistent())
    };
    let mut lost = Vec::new();
    if persistent {
        acknowledge(&mut store, job.acknowledged);
        append(shared, &mut store, job.batch);
    } else {
        let mut left = store.len();
        while left > 0
            && let Ok(items) = guarded(|| store.read(1024))
            && !items.is_empty()
        {
            left = left.saturating_sub(items.len() as u64);
            lost.extend(items);
        }
        let mut state = shared.lock();
        if let Some(spill) = &mut state.spill {
            spill.stored(job.batch, Ok(()));
        }
    }
    {
        let mut state = shared.lock();
        let Some(spill) = &mut state.spill else { return };
        let (refused, forgotten) = spill.empty();
        state.counts.dropped += refused.len() as u64 + forgotten;
        drop(state);
        lost.extend(refused);
    }
    shared.wait_until_buffer_dropped();
    shared.tell(&lost, Loss::Closed);
    // Whoever waits for the end may count on all this, and open the store again.
    let _ = guarded(|| {
        drop((lost, store));
        Ok(())
    });
    let mut state = shared.lock();
    if let Some(spill) = &mut state.spill {
        spill.end();
    }
    shared.moved_on(state);
}

fn guarded<R>(call: impl FnOnce() -> Result<R, SpillError>) -> Result<R, SpillError> {
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|_| Err(SpillError::failed("the store panicked")))
}

/// Tells the log of the first failure in a row.
fn report<T>(error: &SpillError, spill: &mut SpillQueue<T>) {
    if spill.is_news() {
        log(error);
    }
}

fn log(error: &SpillError) {
    #[cfg(feature = "tracing")]
    tracing::error!(target: "asyncward::channel", %error, "spill");
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}
