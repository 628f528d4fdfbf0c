//! Our own rules by id, beside the editions' rules.

mod own;

pub use own::OwnRule;
