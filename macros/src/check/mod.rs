//! One file a rule. Besides the parsing of arguments the only place where errors are born.

pub(crate) mod cancellable;
pub(crate) mod lock;
