//! The command line of `asyncward-annotate`; the work is in the library.
#![forbid(unsafe_code)]

use std::path::PathBuf;
use std::process::ExitCode;

use asyncward_annotate::source::{Attribute, Functions, Options, Place};
use asyncward_annotate::{manifest, package};
use clap::{Parser, ValueEnum};

/// Puts an attribute on every async fn of a crate.
///
/// Sources, tests, examples and benches are edited in place: only the attributes are added, below docs
/// and above other attributes, and `asyncward` to the dependencies. What has the attribute keeps it as
/// it is, so a second run changes nothing. A file that cannot be parsed is left alone, with a warning.
///
/// Exit code: 0 done, 1 failed, 2 wrong arguments.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The directory of the crate, where its Cargo.toml is
    crate_dir: PathBuf,

    /// The attribute; given several times, they stand in this order from the top
    #[arg(long, value_name = "ATTRIBUTE", default_value = "#[asyncward::no_lock_across_await]")]
    attribute: Vec<Attribute>,

    /// Which functions; those without a body never
    #[arg(long, value_name = "WHICH", default_value = "async")]
    fns: Which,

    /// Only functions that return a Result
    #[arg(long)]
    only_result: bool,

    /// Only functions in whose body this name stands, such as `spawn`; given several times, one of them
    #[arg(long, value_name = "NAME")]
    using: Vec<String>,

    /// On the line of the function, not on one above: line numbers stay as they are
    #[arg(long)]
    same_line: bool,

    /// Where asyncward comes from: the directory of the crate, or a version
    #[arg(long, value_name = "PATH|VERSION", default_value = env!("CARGO_PKG_VERSION"))]
    asyncward: String,

    /// Features of asyncward, with commas between
    #[arg(long, value_name = "FEATURES", value_delimiter = ',')]
    features: Vec<String>,

    /// Write nothing, say which files would change
    #[arg(long)]
    dry_run: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Which {
    /// `async fn`
    Async,
    /// `async fn`, and fns with an `async` block or closure in them
    AsyncBlocks,
    /// All but `const fn`
    All,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let options = Options {
        attributes: arguments.attribute,
        functions: match arguments.fns {
            Which::Async => Functions::Async,
            Which::AsyncBlocks => Functions::WithAsyncBlocks,
            Which::All => Functions::All,
        },
        only_result: arguments.only_result,
        using: arguments.using,
        place: if arguments.same_line { Place::SameLine } else { Place::OwnLine },
    };
    let outcome = package::annotate(
        &arguments.crate_dir,
        &options,
        &manifest::origin(&arguments.asyncward)?,
        &arguments.features,
        arguments.dry_run,
    )?;
    for (path, why) in &outcome.skipped {
        eprintln!("warning: {}: left alone: {why}", path.display());
    }
    if arguments.dry_run {
        for path in &outcome.changed {
            println!("{}", path.display());
        }
    }
    println!(
        "{} {} fns in {} of {} files, {} had it",
        if arguments.dry_run { "would annotate" } else { "annotated" },
        outcome.added,
        outcome.changed.iter().filter(|path| path.extension().is_some_and(|e| e == "rs")).count(),
        outcome.read,
        outcome.had,
    );
    Ok(())
}
