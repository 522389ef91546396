//! What is printed: the table on standard output, remarks on standard error.

use std::cmp::Reverse;
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use asyncward::channel::Stats;
use asyncward::{Cancelled, Cause};

use crate::ingest::{Outcome, Stopped};
use crate::tally::{Capped, Counts};

/// One row per extension, the largest first, then the totals, the account of the channel and the hash.
pub(crate) fn table(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let mut rows: Vec<_> = outcome.tally.by_extension.iter().collect();
    rows.sort_by_key(|(extension, counts)| (Reverse(counts.bytes), *extension));
    let total = outcome.tally.total();
    let width = |number: u64, heading: &str| number.to_string().len().max(heading.len());
    let widths =
        [width(total.files, "files"), width(total.lines, "lines"), width(total.bytes, "bytes")];
    let [files, lines, bytes] = widths;
    writeln!(out, "{:>files$}  {:>lines$}  {:>bytes$}  extension", "files", "lines", "bytes")?;
    let mut row = |counts: &Counts, name: &dyn fmt::Display| {
        let Counts { files: f, lines: l, bytes: b } = counts;
        writeln!(out, "{f:>files$}  {l:>lines$}  {b:>bytes$}  {name}")
    };
    for (extension, counts) in rows {
        match extension {
            Some(extension) => row(counts, &format_args!(".{}", printable(extension)))?,
            None => row(counts, &"(none)")?,
        }
    }
    row(&total, &"total")?;
    account(&mut out, &outcome.channel)?;
    if outcome.stopped.is_none() && outcome.lost == 0 {
        writeln!(out, "content hash: {}", outcome.tally.content.hash())?;
    }
    out.flush()
}

/// What became of the files' results on the way to the writer.
fn account(out: &mut impl Write, stats: &Stats) -> io::Result<()> {
    let Stats { published, delivered, merged, rejected, dropped, evicted, .. } = stats;
    writeln!(
        out,
        "results: published {published}, delivered {delivered}, merged {merged}, \
         rejected {rejected}, dropped {dropped}, evicted {evicted}; \
         waiting at most {} of {}",
        stats.high_water, stats.capacity,
    )
}

/// What the table does not show: how the run was stopped, what could not be read, what was left out.
pub(crate) fn remarks(out: &mut impl Write, outcome: &Outcome) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let tally = &outcome.tally;
    if let Some(Stopped { by, under_way }) = &outcome.stopped {
        match by.cause() {
            Cause::Deadline { limit } => write!(out, "ingest: timed out after {limit:?}")?,
            _ => write!(out, "ingest: interrupted")?,
        }
        let finished = tally.total().files;
        writeln!(out, "; files finished: {finished}, under way: {}", under_way.count)?;
        let stopped = |(path, cancelled): &(PathBuf, Cancelled)| {
            format!("{}: stopped at {}", name(path), cancelled.site())
        };
        list(&mut out, under_way, stopped)?;
        writeln!(out, "  main loop: stopped at {}", by.site())?;
    }
    if outcome.lost > 0 {
        writeln!(
            out,
            "ingest: results lost, because the writer did not keep up: {}",
            outcome.lost
        )?;
    }
    let unreadable = &tally.unreadable;
    if unreadable.count > 0 {
        writeln!(out, "ingest: could not be read: {}", unreadable.count)?;
        list(&mut out, unreadable, |(path, error)| format!("{}: {error}", name(path)))?;
    }
    if tally.symlinks > 0 {
        writeln!(out, "ingest: symbolic links not followed: {}", tally.symlinks)?;
    }
    if tally.special > 0 {
        writeln!(out, "ingest: pipes, sockets and devices not read: {}", tally.special)?;
    }
    out.flush()
}

fn list<T>(out: &mut impl Write, items: &Capped<T>, line: impl Fn(&T) -> String) -> io::Result<()> {
    for item in &items.named {
        writeln!(out, "  {}", line(item))?;
    }
    let more = items.count - items.named.len() as u64;
    if more > 0 {
        writeln!(out, "  and {more} more")?;
    }
    Ok(())
}

/// A path on one line: what is no text, or would move the terminal's cursor, is replaced.
pub(crate) fn name(path: &Path) -> String {
    printable(path.as_os_str())
}

fn printable(text: &OsStr) -> String {
    text.to_string_lossy().replace(char::is_control, "\u{fffd}")
}
