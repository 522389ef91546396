pub(crate) fn is_allowance(_: &syn::Attribute) -> bool { false }
