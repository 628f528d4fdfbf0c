//! To tell people: the notice of an event, who receives it, and its words in two languages.

pub mod chart_names;
mod explained;
pub mod notices;
pub mod words;
