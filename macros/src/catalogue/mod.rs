//! The calls that block, as data: a row per call, a file per area. A new row needs no code; a crate
//! that is new needs a line in [`CRATES`], a feature, and a line in the run time's `blocking::crates`.

mod channels;
mod contention;
mod cpu;
mod databases;
mod dependencies;
mod executors;
mod fs;
mod http;
mod insulators;
mod io;
mod net;
mod parallel;
mod pressure;
mod process;
mod rows;
mod sync;
mod tokio;

use std::collections::HashMap;
use std::sync::OnceLock;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

pub(crate) use dependencies::has as depends_on;
pub(crate) use insulators::{insulates, runs_here};
pub(crate) use rows::{name, qualified, rows};

/// The tables, one for each area.
const TABLES: &[&[Row]] = &[
    channels::ROWS,
    contention::ROWS,
    cpu::ROWS,
    databases::ROWS,
    executors::ROWS,
    fs::ROWS,
    http::ROWS,
    io::ROWS,
    net::ROWS,
    parallel::ROWS,
    pressure::ROWS,
    process::ROWS,
    sync::ROWS,
    tokio::ROWS,
];

/// A call that blocks.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) call: Call,
    pub(crate) group: Group,
    /// The feature that brings the crate along, named like it. `None`: std, tokio, or nothing of the
    /// crate has to be named.
    pub(crate) feature: Option<&'static str>,
    /// What it does to the worker thread under load, in one line.
    pub(crate) why: &'static str,
    /// What to write instead, with code in backticks.
    pub(crate) write: &'static str,
}

/// How a call is told from all others. Paths and types are written from the crate on, without `::` in
/// front: `std::fs::File`, `flume::Receiver<_>`. In a type `_` and `'_` stand for anything, and
/// `impl Blocking` for anything that the same row lists: `std::io::BufReader<impl Blocking>`.
#[derive(Clone, Copy)]
pub(crate) enum Call {
    /// A function, by any path to it. `settled` are the type arguments of an instance of it, for when
    /// the user's function is another: `::<&'static str>`, or nothing if it has none.
    Function { path: &'static str, settled: &'static str },
    /// The same, with a closure that is handed one of these types, or a reference to one.
    Hands { path: &'static str, settled: &'static str, on: &'static [&'static str] },
    /// The same, if the argument of that number is of one of these types, or a reference to one.
    Applied {
        path: &'static str,
        settled: &'static str,
        argument: usize,
        on: &'static [&'static str],
    },
    /// A method with so many arguments, if the receiver is of one of these types, or derefs to one.
    /// Called by a path, with the receiver as first argument, it is found too.
    Method { name: &'static str, args: usize, on: &'static [&'static str] },
    /// A method with so many arguments, if what it returns is of this type.
    Result { name: &'static str, args: usize, result: &'static str },
    /// A function of a crate that is not at hand, by its path as it is in the source, if it returns no
    /// future.
    Written { path: &'static str },
    /// A function or method, by its name alone, if it returns no future.
    Named { name: &'static str },
    /// A function or method, by its name, if its last argument is a future, or what it is called on, and
    /// it returns none.
    Drives { name: &'static str },
    /// A macro, by its name alone.
    Macro { name: &'static str },
}

/// Which rows count: the first two always, the others if `also(…)` says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Group {
    Always,
    Io,
    Contention,
    Cpu,
    /// Waits for room in a channel: an error of `#[explicit_backpressure]` if nothing bounds the wait.
    Waits,
    /// Puts something into a queue without a bound, or makes one: an error of the same.
    Unbounded,
    /// Makes a channel with room for nothing, if its first argument is 0: an error of the same.
    Empty,
    /// Says whether the channel was full: an error of the same if nobody looks.
    Ignored,
}

impl Row {
    /// The name that is looked for in a body.
    pub(crate) fn name(&self) -> &'static str {
        match self.call {
            Call::Function { path, .. }
            | Call::Hands { path, .. }
            | Call::Applied { path, .. }
            | Call::Written { path } => path.rsplit("::").next().unwrap_or(path),
            Call::Method { name, .. }
            | Call::Result { name, .. }
            | Call::Named { name }
            | Call::Drives { name }
            | Call::Macro { name } => name,
        }
    }

    /// What names the row in errors, as an identifier.
    fn identifier(&self) -> String {
        let text = match self.call {
            Call::Function { path, .. } | Call::Hands { path, .. } | Call::Written { path } => {
                path.to_owned()
            }
            Call::Applied { path, argument, on, .. } => {
                format!("{path}_{argument}_{}", on.first().copied().unwrap_or_default())
            }
            Call::Method { name, args, on } => {
                format!("{}_{name}_{args}", on.first().copied().unwrap_or_default())
            }
            Call::Result { name, args, result } => format!("{name}_{args}_{result}"),
            Call::Named { name } | Call::Drives { name } | Call::Macro { name } => name.to_owned(),
        };
        let mut identifier = match self.group {
            Group::Waits => "waits_".to_owned(),
            Group::Unbounded => "unbounded_".to_owned(),
            Group::Empty => "empty_".to_owned(),
            Group::Ignored => "ignored_".to_owned(),
            _ => String::new(),
        };
        for character in text.chars() {
            if character.is_alphanumeric() {
                identifier.push(character);
            } else if !identifier.ends_with('_') {
                identifier.push('_');
            }
        }
        identifier
    }

    /// The trait that the verdict has to meet, which rustc names in the error.
    pub(crate) fn asked(&self) -> &'static str {
        match self.group {
            Group::Always | Group::Io | Group::Contention | Group::Cpu => "NonBlocking",
            Group::Waits | Group::Unbounded | Group::Empty | Group::Ignored => {
                "ExplicitBackpressure"
            }
        }
    }

    /// What the error says first. `{Self}` is the type that tells the call.
    fn message(&self) -> String {
        let name = match self.call {
            Call::Function { path, .. }
            | Call::Hands { path, .. }
            | Call::Applied { path, .. }
            | Call::Written { path } => {
                format!("`{path}`")
            }
            Call::Method { name, .. } => format!("`{name}` of `{{Self}}`"),
            Call::Result { name, .. } | Call::Named { name } | Call::Drives { name } => {
                format!("`{name}`")
            }
            Call::Macro { name } => format!("`{name}!`"),
        };
        let does = match self.group {
            Group::Always | Group::Io => "blocks the worker thread",
            Group::Contention => "may block the worker thread",
            Group::Cpu => "keeps the worker thread busy",
            Group::Waits => "waits for room in the channel, without a bound on the wait",
            Group::Unbounded => match self.call {
                Call::Method { .. } => "puts a message into a queue without a bound",
                _ => "makes a channel without a bound",
            },
            Group::Empty => return "a channel of capacity 0 has no place for an item".to_owned(),
            Group::Ignored => return format!("the `Result` of {name} is ignored"),
        };
        format!("{name} {does}")
    }

    /// What it says of the call that it underlines.
    fn label(&self) -> &'static str {
        match self.group {
            Group::Always | Group::Io => "a blocking call in async code",
            Group::Contention => "it waits for other threads, in async code",
            Group::Cpu => "a long computation in async code",
            Group::Waits => "it waits for as long as the receiver is slow",
            Group::Unbounded => match self.call {
                Call::Method { .. } => "nothing says what happens when the receiver is slow",
                _ => "its queue grows for as long as the receiver is slow",
            },
            Group::Empty => "it takes a capacity of at least 1",
            Group::Ignored => "nobody sees that the channel is full",
        }
    }

    /// The types that tell the call.
    fn types(&self) -> &[&'static str] {
        match &self.call {
            Call::Hands { on, .. } | Call::Applied { on, .. } | Call::Method { on, .. } => on,
            Call::Result { result, .. } => std::slice::from_ref(result),
            Call::Function { .. }
            | Call::Written { .. }
            | Call::Named { .. }
            | Call::Drives { .. }
            | Call::Macro { .. } => &[],
        }
    }

    const fn of(self, feature: &'static str) -> Row {
        Row { feature: Some(feature), ..self }
    }
}

const fn row(group: Group, call: Call, why: &'static str, write: &'static str) -> Row {
    Row { call, group, feature: None, why, write }
}

const fn always(call: Call, why: &'static str, write: &'static str) -> Row {
    row(Group::Always, call, why, write)
}

const fn io(call: Call, why: &'static str, write: &'static str) -> Row {
    row(Group::Io, call, why, write)
}

const fn contention(call: Call, why: &'static str, write: &'static str) -> Row {
    row(Group::Contention, call, why, write)
}

const fn cpu(call: Call, why: &'static str, write: &'static str) -> Row {
    row(Group::Cpu, call, why, write)
}

const fn function(path: &'static str, settled: &'static str) -> Call {
    Call::Function { path, settled }
}

const fn hands(path: &'static str, settled: &'static str, on: &'static [&'static str]) -> Call {
    Call::Hands { path, settled, on }
}

const fn method(name: &'static str, args: usize, on: &'static [&'static str]) -> Call {
    Call::Method { name, args, on }
}

const fn result(name: &'static str, args: usize, result: &'static str) -> Call {
    Call::Result { name, args, result }
}

/// The crates that rows name, and whether their features are on.
const CRATES: &[(&str, bool)] = &[
    ("async-channel", cfg!(feature = "async-channel")),
    ("crossbeam-channel", cfg!(feature = "crossbeam-channel")),
    ("diesel", cfg!(feature = "diesel")),
    ("flume", cfg!(feature = "flume")),
    ("futures-channel", cfg!(feature = "futures-channel")),
    ("futures-executor", cfg!(feature = "futures-executor")),
    ("kanal", cfg!(feature = "kanal")),
    ("mysql", cfg!(feature = "mysql")),
    ("parking_lot", cfg!(feature = "parking_lot")),
    ("postage", cfg!(feature = "postage")),
    ("postgres", cfg!(feature = "postgres")),
    ("r2d2", cfg!(feature = "r2d2")),
    ("rayon", cfg!(feature = "rayon")),
    ("redis", cfg!(feature = "redis")),
    ("reqwest", cfg!(feature = "reqwest")),
    ("rusqlite", cfg!(feature = "rusqlite")),
    ("spin", cfg!(feature = "spin")),
    ("ureq", cfg!(feature = "ureq")),
];

/// Snapshots read alike whatever features the rest of the workspace turns on: in unit tests all are off.
fn is_on(feature: &str) -> bool {
    !cfg!(test) && CRATES.contains(&(feature, true))
}

/// All rows, whatever features are on.
#[cfg(test)]
fn all() -> impl Iterator<Item = &'static Row> {
    TABLES.iter().copied().flatten()
}

/// The rows that can be asked for. Of those behind a feature that is off, the functions can by their
/// paths.
fn active() -> impl Iterator<Item = Row> {
    TABLES.iter().copied().flatten().filter_map(|row| match row.call {
        _ if row.feature.is_none_or(is_on) => Some(*row),
        Call::Function { path, .. } | Call::Hands { path, .. } => {
            Some(Row { call: Call::Written { path }, feature: None, ..*row })
        }
        _ => None,
    })
}

/// The active rows of a name.
pub(crate) fn named(name: &str) -> &'static [Row] {
    static BY_NAME: OnceLock<HashMap<&'static str, Vec<Row>>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| {
        let mut by_name: HashMap<_, Vec<_>> = HashMap::new();
        for row in active() {
            by_name.entry(row.name()).or_default().push(row);
        }
        by_name
    });
    by_name.get(name).map_or(&[], Vec::as_slice)
}

/// `#[cfg(unix)]`, for what is there on unix only.
pub(crate) fn condition(path: &str, at: Span) -> Option<TokenStream> {
    path.contains("std::os::unix").then(|| quote_spanned!(at=> #[cfg(unix)]))
}

#[cfg(test)]
mod tests {
    use super::{all, rows};

    #[test]
    fn every_row_is_rust() {
        syn::parse2::<syn::File>(rows()).unwrap();
    }

    #[test]
    fn every_row_has_a_name_of_its_own() {
        let mut seen = std::collections::HashSet::new();
        for row in all() {
            assert!(seen.insert(row.identifier()), "two rows are {}", row.identifier());
        }
    }

    #[test]
    fn every_feature_is_one_of_a_crate() {
        for feature in all().filter_map(|row| row.feature) {
            assert!(super::CRATES.iter().any(|(name, _)| *name == feature), "{feature}");
        }
    }

    #[test]
    fn what_to_write_is_code() {
        for row in all() {
            assert!(row.write.contains('`'), "{}: {}", row.name(), row.write);
            assert!(!row.why.is_empty(), "{} has no reason", row.name());
        }
    }

    /// Of std and tokio, in the ui cases: called, and what only has the name left alone.
    #[test]
    fn every_row_has_a_case_and_a_look_alike() {
        for cases in ["fail", "pass"] {
            let directory =
                format!("{}/../ui-tests/{cases}/no_blocking", env!("CARGO_MANIFEST_DIR"));
            let files = std::fs::read_dir(directory).unwrap().map(|file| file.unwrap().path());
            let sources = files.filter(|path| path.extension().is_some_and(|it| it == "rs"));
            let text: String = sources.map(|path| std::fs::read_to_string(path).unwrap()).collect();
            let words: std::collections::HashSet<&str> =
                text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            let counts = |row: &&super::Row| {
                row.feature.is_none()
                    && matches!(row.group, super::Group::Always | super::Group::Io)
            };
            for row in all().filter(counts) {
                assert!(words.contains(row.name()), "no {cases} case has {}", row.name());
            }
        }
    }
}
