//! The command line.

use std::num::NonZero;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use clap::{Parser, ValueEnum};

const DETAILS: &str = "\
Standard output gets one row per extension (as it is written: `.C` is not `.c`), the totals, and one
hash of all content, which depends on the files' content alone and not on names or order. A last
line without a line feed counts as a line. A run that was stopped, or lost results, has no such hash.

The results of the files go through a channel to one writer, which adds them up; the line under the
table is the account of that channel. When --buffer results wait for the writer, --overflow decides:
merge and spill lose nothing; with reject a file waits for room, for one second at most; drop_incoming
gives up its own result, evict_oldest the one that waits longest, evict_newest the one before it, and
keep_latest all that wait. Files whose results were lost are counted on standard error, and are not in
the table.

Symbolic links below DIR are counted but not followed, so a loop of links ends. Pipes, sockets and
devices are counted but not read. Files and directories that cannot be read are counted, named on
standard error at the end, and not fatal.

Ctrl-C and --timeout stop the run at the next await: the report then covers the files that were
finished, and says which were under way and at which await each stopped. A second Ctrl-C ends the
process at once.

Exit codes: 0 done, 1 no runtime or the report could not be written, 2 bad arguments or DIR cannot
be read, 124 timed out, 130 interrupted.";

/// Read every file below a directory: count files, lines and bytes per extension, hash the content
#[derive(Debug, Parser)]
#[command(name = "ingest", version, after_help = DETAILS)]
pub(crate) struct Args {
    /// The directory to read
    pub(crate) dir: PathBuf,

    /// How many files are read at a time
    // Each takes a descriptor and a thread of tokio's blocking pool: the upper bound stays below
    // the usual 1024 of the one and the 512 of the other.
    #[arg(short, long, value_name = "N", default_value_t = default_jobs())]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: u16,

    /// How many results wait for the writer
    #[arg(short, long, value_name = "N", default_value_t = 64)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) buffer: u16,

    /// What happens to a result when the writer does not keep up
    #[arg(short, long, value_name = "POLICY", value_enum, default_value_t = Overflow::Merge)]
    pub(crate) overflow: Overflow,

    /// Stop after this time, such as 500ms, 2s or 1m30s [default: none]
    // So that `-1s` is a bad duration and not an unknown option.
    #[arg(short, long, value_name = "DURATION", value_parser = duration, allow_hyphen_values = true)]
    pub(crate) timeout: Option<Duration>,
}

/// The policies, by their names in `asyncward::channel`.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Overflow {
    /// Add it to the youngest result that waits
    Merge,
    /// Let it wait in memory outside the channel
    Spill,
    /// Wait for room, for one second at most
    Reject,
    /// Give it up
    DropIncoming,
    /// Give up the result that waits longest
    EvictOldest,
    /// Give up the result that came last before it
    EvictNewest,
    /// Give up all results that wait
    KeepLatest,
}

/// More than there are cores, since a job waits for the disk most of the time.
fn default_jobs() -> u16 {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    u16::try_from(cores.saturating_mul(4)).map_or(64, |jobs| jobs.min(64))
}

/// `1h`, `1m30s`, `2s`, `1.5s`, `500ms`: numbers with units, from the largest to the smallest.
fn duration(text: &str) -> Result<Duration, String> {
    const UNITS: [(&str, f64); 4] = [("h", 3600.0), ("m", 60.0), ("s", 1.0), ("ms", 0.001)];
    const FORM: &str = "write a number and a unit (h, m, s, ms), such as `500ms`, `2s` or `1m30s`";

    if text.starts_with('-') {
        return Err("a timeout cannot be negative".to_owned());
    }
    let mut total = Duration::ZERO;
    let mut units = UNITS.iter();
    let mut rest = text;
    while !rest.is_empty() || units.len() == UNITS.len() {
        let (number, tail) = split_at_first(rest, |c| !c.is_ascii_digit() && c != '.');
        let (unit, tail) = split_at_first(tail, |c| c.is_ascii_digit() || c == '.');
        let number: f64 = number.parse().map_err(|_| FORM.to_owned())?;
        if unit.is_empty() {
            return Err(format!("the unit is missing; {FORM}"));
        }
        let seconds = units.find(|(name, _)| *name == unit).ok_or(FORM)?.1;
        total = Duration::try_from_secs_f64(number * seconds)
            .ok()
            .and_then(|part| total.checked_add(part))
            .ok_or("too long")?;
        rest = tail;
    }
    if total.is_zero() {
        return Err("a timeout must be longer than zero".to_owned());
    }
    Ok(total)
}

fn split_at_first(text: &str, found: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(found).unwrap_or(text.len()))
}
