//! How the house is built, and that what is written beside the code says what the code does.

// The house itself.
mod architecture; // which crate and which file may do what
mod core_source;
mod floors; // of the core: nothing looks upwards
mod decisions; // name every state
mod public; // what a host sees of the crates beneath

// What is written about it.
mod law_pages;
mod charts;
mod persian; // names for all, and read in the order in which it was written
mod schemas; // of commands and events
mod printed; // is as its schema says
mod docs_match_examples; // code that is shown is code that is tested
mod examples; // and runs
