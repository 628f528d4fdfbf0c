//! To run the nightly check: settle every dossier on which the calendar has fallen due, and report
//! what that came to. Take a lease, try it in memory, stop before too many licences expire, share
//! the work among workers.

pub mod report;
pub mod sweep;
mod worker;
