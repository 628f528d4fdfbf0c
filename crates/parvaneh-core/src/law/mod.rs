//! Our own rules by id, beside the editions' rules, and our own words.

mod own;
mod wording;

pub use own::OwnRule;
pub use wording::{OwnWords, Wording};
