//! What the rewritten code of `#[bounded_spawn]` asks about the outputs of bodies and children, by
//! autoref: the first of the traits that fits the type answers.
#![allow(missing_docs)]

use std::fmt;
use std::marker::PhantomData;

use super::error::ScopeError;
use super::log;
use super::outcome::{BoxError, How, Ways};

/// The type of an output.
pub struct Probe<T>(PhantomData<fn() -> T>);

impl<T> Probe<T> {
    pub(super) fn new() -> Self {
        Probe(PhantomData)
    }
}

pub fn probe<F: Future>(_: &F) -> Probe<F::Output> {
    Probe(PhantomData)
}

pub fn probe_fn<R, F: FnOnce() -> R>(_: &F) -> Probe<R> {
    Probe(PhantomData)
}

fn text_of_display<T, E: fmt::Display>(value: &Result<T, E>) -> String {
    value.as_ref().err().map(|error| format!("{error:#}")).unwrap_or_default()
}

fn text_of_debug<T, E: fmt::Debug>(value: &Result<T, E>) -> String {
    value.as_ref().err().map(|error| format!("{error:?}")).unwrap_or_default()
}

fn text_of_type<T, E>(_: &Result<T, E>) -> String {
    std::any::type_name::<E>().to_owned()
}

/// An `Err` with a proper error.
pub trait HowError<T> {
    fn how(&self) -> How<T>;
}

impl<T, E: fmt::Display + Into<BoxError>> HowError<Result<T, E>> for &&&&Probe<Result<T, E>> {
    fn how(&self) -> How<Result<T, E>> {
        How(|| Ways {
            is_failure: Result::is_err,
            text: text_of_display,
            error: |value| value.err().map(Into::into),
        })
    }
}

macro_rules! how_by_text {
    ($trait:ident for $refs:ty where E: [$($bound:path)?], $text:ident) => {
        pub trait $trait<T> {
            fn how(&self) -> How<T>;
        }

        impl<T, E $(: $bound)?> $trait<Result<T, E>> for $refs {
            fn how(&self) -> How<Result<T, E>> {
                How(|| Ways {
                    is_failure: Result::is_err,
                    text: $text,
                    error: |value| Some($text(&value).into()),
                })
            }
        }
    };
}

how_by_text!(HowDisplay for &&&Probe<Result<T, E>> where E: [fmt::Display], text_of_display);
how_by_text!(HowDebug for &&Probe<Result<T, E>> where E: [fmt::Debug], text_of_debug);
how_by_text!(HowResult for &Probe<Result<T, E>> where E: [], text_of_type);

/// What is no `Result` is never a failure.
pub trait HowAny<T> {
    fn how(&self) -> How<T>;
}

impl<T> HowAny<T> for Probe<T> {
    fn how(&self) -> How<T> {
        How(|| Ways { is_failure: |_| false, text: |_| String::new(), error: |_| None })
    }
}

/// How a function returns the error of its scope; not at all, if it returns no `Result`.
pub struct Ending<R>(pub(super) Option<fn(ScopeError) -> R>);

/// What a function under `#[bounded_spawn]` may return.
#[diagnostic::on_unimplemented(
    message = "the error of a scope is returned as `Err`, but this function returns `{Self}`",
    label = "not a `Result`",
    note = "why: a child that fails or is late would be seen by nobody",
    note = "write: a `Result` whose error type has `From<asyncward::ScopeError>`",
    note = "or: `on_failure = supervise`, where failures go to the log"
)]
pub trait Fallible {
    type Error;
    fn failed(error: Self::Error) -> Self;
}

impl<T, E> Fallible for Result<T, E> {
    type Error = E;

    fn failed(error: E) -> Self {
        Err(error)
    }
}

/// An error type that can hold the error of a scope.
#[diagnostic::on_unimplemented(
    message = "the error type `{Self}` lacks `From<asyncward::ScopeError>`",
    label = "a scope whose children fail or are late returns `Err`, and `{Self}` cannot be made from `ScopeError`",
    note = "write: `impl From<asyncward::ScopeError> for {Self}`; with thiserror, a variant `Scope(#[from] asyncward::ScopeError)`",
    note = "or, for a type parameter: `{Self}: From<asyncward::ScopeError>`"
)]
pub trait FromScopeError {
    fn from_scope_error(error: ScopeError) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<ScopeError>> FromScopeError for E {
    fn from_scope_error(error: ScopeError) -> Self {
        E::from(error)
    }
}

pub(super) fn fail<R: Fallible<Error: FromScopeError>>(error: ScopeError) -> R {
    R::failed(R::Error::from_scope_error(error))
}

impl<R> Probe<R> {
    /// For policies that return errors.
    pub fn ending(&self) -> Ending<R>
    where
        R: Fallible<Error: FromScopeError>,
    {
        Ending(Some(fail))
    }
}

/// `supervise` in a function that returns a `Result`: the scope may be late all the same.
pub trait EndingResult<R> {
    fn ending_supervised(&self) -> Late<R>;
}

impl<T, E> EndingResult<Result<T, E>> for &&Probe<Result<T, E>> {
    fn ending_supervised(&self) -> Late<Result<T, E>> {
        Late(PhantomData)
    }
}

/// `supervise` in a function that returns nothing: a body that is late is dropped.
pub trait EndingUnit {
    fn ending_supervised(&self) -> Ending<()>;
}

impl EndingUnit for &Probe<()> {
    fn ending_supervised(&self) -> Ending<()> {
        Ending(Some(|error| log::error(&error)))
    }
}

/// `supervise` in any other function.
pub trait EndingAny<R> {
    fn ending_supervised(&self) -> Ending<R>;
}

impl<R> EndingAny<R> for Probe<R> {
    fn ending_supervised(&self) -> Ending<R> {
        Ending(None)
    }
}

/// A function that returns the error of a scope that is late, if its own error type can hold it.
pub struct Late<R>(PhantomData<fn() -> R>);

/// What the functions under `supervise` have for their scope's error.
pub trait Ends<R> {
    fn ending(self) -> Ending<R>;
}

impl<T, E: FromScopeError> Ends<Result<T, E>> for Late<Result<T, E>> {
    fn ending(self) -> Ending<Result<T, E>> {
        Ending(Some(fail))
    }
}

#[diagnostic::do_not_recommend]
impl<R> Ends<R> for Ending<R> {
    fn ending(self) -> Ending<R> {
        self
    }
}

pub fn ended<R, E: Ends<R>>(ends: E) -> Ending<R> {
    ends.ending()
}
