//! The Rust of the documents, compiled as it is printed there.

/// `docs/embedding.md`.
#[cfg(doctest)]
#[doc = include_str!("../../docs/embedding.md")]
pub struct Embedding;
