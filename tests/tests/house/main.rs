//! How the house is built, and that what is written beside the code says what the code does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

// The house itself.
mod architecture; // which crate and which file may do what

// What is written about it.
mod law_pages;
mod charts;
mod schemas; // of commands and events
mod docs_match_examples; // code that is shown is code that is tested
mod examples; // and runs
