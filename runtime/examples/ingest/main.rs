//! Reads every file below a directory, counts lines and bytes per extension, and hashes the
//! content.
//!
//! `cargo run --release -p asyncward --example ingest -- DIR`; `--help` says the rest. Every async function
//! carries `#[cancellable]`, so Ctrl-C and `--timeout` stop each of them at the await it is at.
#![forbid(unsafe_code)]

mod args;
mod cache;
mod digest;
mod error;
mod ingest;
mod interrupt;
mod progress;
mod report;
mod tally;
mod walk;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use asyncward::{CancellationToken, Cause, with_timeout};
use clap::Parser;
use tokio::runtime::Runtime;

use crate::args::Args;
use crate::error::Error;
use crate::ingest::Outcome;
use crate::progress::Progress;

/// What the process ends with; the shell's own numbers for Ctrl-C and `timeout(1)`.
mod exit {
    pub(crate) const FAILED: u8 = 1;
    pub(crate) const BAD_INPUT: u8 = 2;
    pub(crate) const TIMED_OUT: u8 = 124;
    pub(crate) const INTERRUPTED: u8 = 130;
}

fn main() -> ExitCode {
    let args = Args::parse();
    let code = match Runtime::new() {
        Ok(runtime) => {
            let code = run(&args, &runtime);
            // A read that never returns (a stuck network file system) keeps its thread; dropping
            // the runtime would wait for it.
            runtime.shutdown_background();
            code
        }
        Err(error) => fail(exit::FAILED, &format!("no runtime: {error}")),
    };
    ExitCode::from(code)
}

fn run(args: &Args, runtime: &Runtime) -> u8 {
    let progress = Progress::new();
    let token = CancellationToken::new();
    let result = runtime.block_on(async {
        tokio::spawn(interrupt::listen(token.clone()));
        let limit = args.timeout.unwrap_or(Duration::MAX);
        with_timeout(limit, ingest::ingest(args, &token, &progress)).await
    });
    progress.finish();
    // From here on there is nothing to wind down: a Ctrl-C ends the process, also where it is
    // stuck in writing to a pipe that nobody reads.
    token.cancel();
    match result {
        Ok(outcome) => print(&outcome),
        Err(Error::Cancelled(cancelled)) => print(&Outcome::from(cancelled)),
        Err(Error::Scope(error)) => fail(exit::FAILED, &error.to_string()),
        Err(Error::Io(error)) => {
            fail(exit::BAD_INPUT, &format!("{}: {error}", report::name(&args.dir)))
        }
    }
}

fn print(outcome: &Outcome) -> u8 {
    match report::table(&mut io::stdout().lock(), outcome) {
        Ok(()) => {}
        // Whoever read it has seen enough, as with `| head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
        Err(error) => return fail(exit::FAILED, &format!("standard output: {error}")),
    }
    // Standard error is the last resort; if it is gone, nobody is left to be told.
    let _ = report::remarks(&mut io::stderr().lock(), outcome);
    match outcome.stopped.as_ref().map(|stopped| stopped.by.cause()) {
        None => 0,
        Some(Cause::Deadline { .. }) => exit::TIMED_OUT,
        Some(_) => exit::INTERRUPTED,
    }
}

fn fail(code: u8, message: &str) -> u8 {
    let _ = writeln!(io::stderr(), "ingest: {message}");
    code
}
