#![deny(warnings, missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]
#![forbid(unsafe_code)]
//! Reasons with all sorts of text, next to items named like those of the expansion.
use asyncward::SyncGuard;

/// Named like what the derive makes.
pub struct Reason;

trait LeaseAcrossAwait {}

impl LeaseAcrossAwait for Reason {}

/// Public.
#[derive(SyncGuard)]
#[sync_guard(reason = "braces {are} text, \"quotes\" and {} too")]
pub struct Lease<'a, T: ?Sized>(&'a T);

#[derive(SyncGuard)]
#[sync_guard(reason = "private")]
#[allow(non_camel_case_types)]
enum r#type {
    Held,
}

#[derive(SyncGuard)]
#[sync_guard(reason = "a union")]
union Bits {
    signed: i8,
    unsigned: u8,
}

fn is_guard<T: SyncGuard>(_: &T) {}

fn assert_not_implemented(_: &impl LeaseAcrossAwait) {}

fn main() {
    let bits = Bits { signed: -1 };
    is_guard(&bits);
    is_guard(&Bits { unsigned: 1 });
    is_guard(&Lease("text"));
    is_guard(&Some(r#type::Held));
    assert_not_implemented(&Reason);
}
