//! Which outputs of a child are failures.

use std::borrow::Cow;
use std::fmt;

pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What a child of a [`Scope`](crate::Scope) may give: says whether that is a failure.
///
/// `Err` is one; what is no `Result` never is. There are impls for the standard library's common
/// types; a type of your own needs an empty one.
///
/// ```
/// struct Row(u64);
///
/// impl asyncward::Outcome for Row {}
/// ```
///
/// An `async` block that never ends gives `!`, which can have no impl on stable Rust: put it into an
/// `async fn`, which gives `()`. Code under `#[bounded_spawn]` needs none of this.
#[diagnostic::on_unimplemented(
    message = "a scope cannot tell whether `{Self}` is a failure",
    label = "the output of this child is `{Self}`",
    note = "write: `impl asyncward::Outcome for {Self} {{}}` for a type of yours that is never one",
    note = "or: `Ok::<_, E>(value)` at the end of the child; `E` needs `Display` and `Into<Box<dyn Error + Send + Sync>>`",
    note = "or, for a block that never ends: an `async fn` around it, which gives `()`"
)]
pub trait Outcome {
    /// The error, if this is a failure.
    fn failure(&self) -> Option<&dyn fmt::Display> {
        None
    }

    /// The error, taken out.
    fn into_error(self) -> Option<Box<dyn std::error::Error + Send + Sync>>
    where
        Self: Sized,
    {
        None
    }
}

impl<T, E: fmt::Display + Into<BoxError>> Outcome for Result<T, E> {
    fn failure(&self) -> Option<&dyn fmt::Display> {
        self.as_ref().err().map(|error| error as &dyn fmt::Display)
    }

    fn into_error(self) -> Option<BoxError> {
        self.err().map(Into::into)
    }
}

#[diagnostic::do_not_recommend]
impl<T, const N: usize> Outcome for [T; N] {}

#[diagnostic::do_not_recommend]
impl<T: ToOwned + ?Sized> Outcome for Cow<'_, T> {}

macro_rules! never_a_failure {
    ($($({$($param:ident)+})? $type:ty,)*) => {$(
        #[diagnostic::do_not_recommend]
        impl $(<$($param),+>)? Outcome for $type {}
    )*};
}

never_a_failure! {
    (), bool, char, u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64,
    &'static str, String, Box<str>, std::path::PathBuf, std::ffi::OsString, std::ffi::CString,
    std::time::Duration, std::time::Instant, std::time::SystemTime, std::cmp::Ordering,
    std::net::IpAddr, std::net::Ipv4Addr, std::net::Ipv6Addr, std::net::SocketAddr,
    std::process::ExitStatus, std::process::Output, std::fs::File, std::fs::Metadata,
    std::num::NonZeroU8, std::num::NonZeroU16, std::num::NonZeroU32, std::num::NonZeroU64,
    std::num::NonZeroUsize, std::net::TcpStream, std::net::UdpSocket,
    {T} Option<T>, {T} Vec<T>, {T} Box<T>, {T} Box<[T]>, {T} std::rc::Rc<T>, {T} std::sync::Arc<T>,
    {T} std::sync::Mutex<T>, {T} std::sync::RwLock<T>, {T} std::collections::VecDeque<T>,
    {T S} std::collections::HashSet<T, S>, {T} std::collections::BTreeSet<T>,
    {T} std::collections::BinaryHeap<T>,
    {K V S} std::collections::HashMap<K, V, S>, {K V} std::collections::BTreeMap<K, V>,
    {A} (A,), {A B} (A, B), {A B C} (A, B, C), {A B C D} (A, B, C, D), {A B C D E} (A, B, C, D, E),
    {A B C D E F} (A, B, C, D, E, F),
}

/// How to tell a failure of a type that the compiler knows and we do not.
/// One pointer, because every child has it.
pub struct How<T>(pub(super) fn() -> Ways<T>);

pub(super) struct Ways<T> {
    pub(super) is_failure: fn(&T) -> bool,
    pub(super) text: fn(&T) -> String,
    pub(super) error: fn(T) -> Option<BoxError>,
}

impl<T> Clone for How<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for How<T> {}

impl<T> How<T> {
    pub(super) fn is_failure(self, value: &T) -> bool {
        (self.0().is_failure)(value)
    }

    pub(super) fn text(self, value: &T) -> String {
        (self.0().text)(value)
    }

    pub(super) fn error(self, value: T) -> Option<BoxError> {
        (self.0().error)(value)
    }
}

impl<T: Outcome> How<T> {
    pub(super) fn of_outcome() -> Self {
        How(|| Ways {
            is_failure: |value| value.failure().is_some(),
            text: |value| value.failure().map(|error| format!("{error:#}")).unwrap_or_default(),
            error: T::into_error,
        })
    }
}
