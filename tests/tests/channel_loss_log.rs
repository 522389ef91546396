//! Channels: losses are told to the log, at most once a second. In a binary of its own: tracing keeps what the
//! first thread that comes by is interested in, and tests beside this one are in nothing.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use asyncward::channel::{self, Publisher};
use asyncward_tests::paused;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

fn publish(publisher: &Publisher<u32>, items: impl IntoIterator<Item = u32>) {
    for item in items {
        let _ = publisher.publish(item);
    }
}

/// Keeps the events of channels, as level and fields.
#[derive(Clone, Default)]
struct Events(Arc<Mutex<Vec<(Level, String)>>>);

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0 += &format!("{}={value:?} ", field.name());
    }
}

impl Subscriber for Events {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "asyncward::channel"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.0.lock().unwrap().push((*event.metadata().level(), fields.0));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn one_event_a_second_with_the_count() {
    let events = Events::default();
    let _default = tracing::subscriber::set_default(events.clone());
    let lost = |at: usize| {
        let events = events.0.lock().unwrap();
        let (level, fields) = &events[at];
        assert_eq!(*level, Level::WARN);
        assert!(fields.contains("policy=\"drop_incoming\""), "{fields}");
        assert!(fields.contains("tests/tests/channel_loss_log.rs:"), "{fields}");
        let lost = fields.split("lost=").nth(1).unwrap().split(' ').next().unwrap();
        (events.len(), lost.parse::<u64>().unwrap())
    };
    paused(async {
        let (publisher, receiver) = channel::bounded(1).drop_incoming();
        publish(&publisher, 0..1);
        assert!(events.0.lock().unwrap().is_empty());
        // The first loss is told of at once, and the rest of the second not.
        for n in 0..100 {
            publish(&publisher, [n]);
            tokio::time::advance(Duration::from_millis(5)).await;
        }
        assert_eq!(lost(0), (1, 1));
        tokio::time::advance(Duration::from_millis(500)).await;
        publish(&publisher, [1]);
        assert_eq!(lost(1), (2, 100));
        publish(&publisher, [1]);
        drop(receiver);
        drop(publisher);
        // The one published last, and the one that waited.
        assert_eq!(lost(2), (3, 2));
    });
}
