//! To tell people: the notice of an event, who receives it, the rule it rests on, and the words for
//! all of it in two languages.

pub mod notices;
pub mod words;
