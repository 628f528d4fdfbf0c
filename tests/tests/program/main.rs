//! The binary as its users see it: what they ask, what they hand in, and what they report.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod showing; // to people, to programs, and to readers that go away
mod explain_actions; // why a licence stands as it does, and what can be done with it
mod importing_page;
mod submitting; // commands in, answers out, a line each
mod revising; // what was recorded wrongly, and what was not recorded in time
mod quarterly; // every number of the three-monthly report
mod waiting; // and who owes a decision in it
mod known_at; // what the register knew at a time, and what was entered late
mod secrets; // which nothing that is printed has
mod terminal; // and what a terminal or a spreadsheet would obey
mod usage; // what can be said wrongly on the command line
