//! To run the nightly check: settle every dossier on which the calendar has fallen due, and report
//! what that came to. `sweep` leads: it takes the lease, tries the night in memory where it is asked
//! to, stops before a day that is not to be believed and before too many licences expire, and sends
//! workers through what is due.

mod answers;
mod brake;
pub mod clock_behind;
mod dated_ahead;
mod decrees;
mod dry_run;
mod due;
mod error;
mod gap;
mod lease;
mod order;
pub mod report;
pub(crate) mod restating;
mod settling;
pub mod sweep;
mod tally;
mod worker;
