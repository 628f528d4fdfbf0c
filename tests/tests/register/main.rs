//! What a register promises, on SQLite and on PostgreSQL: what is kept, what a night does, and what
//! survives when something is cut off.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

// Both databases answer the same.
mod conformance;
mod parties; // of whom each is there once
mod persons; // who can be corrected, found to be one and forgotten
mod numbers; // each of which is one, however it is written
mod seats; // two who ask at once for the last one
mod revisions; // and acts that are entered late, beside everything else
mod recorded; // at which instant, and what was known until then

// Registers that are taken over.
mod registers; // the two sample registers, read as expected
mod older; // one that an earlier program kept
mod days_of_no_register; // one with days that an earlier program should not have taken
mod spoilt_rows; // one with rows that somebody spoilt
mod frozen_editions; // under the law that they were judged by
mod stated_here; // one that is followed while something happens here
mod every_night; // six years of nights on one of them
mod as_they_come; // files in whatever encoding, with whatever line ends
#[cfg(unix)]
mod followed; // one that is refreshed from its source again and again
mod generated_files; // thousands of them with faults
mod profiles; // what a profile can say, and three more cities
mod plausible; // rows that can be read and are not believed

// One night.
mod night;
mod fast_clock; // one that is not to be believed
mod decrees; // one that learns of a general act
mod kept_answers; // what it clears

// What is found out.
mod verification; // whoever changes a row past the program
mod anchors; // whoever changes all of it
mod tampering; // every column of every table
mod large; // and in how much memory

// What is carried elsewhere.
#[cfg(unix)]
mod backups;
#[cfg(unix)]
mod carrying; // from one database to the other

// What goes wrong.
#[cfg(unix)]
mod garbage; // files and arguments that nobody should send
#[cfg(unix)]
mod outside_files; // and files that nobody should write over
#[cfg(unix)]
mod crash; // killed at any moment
#[cfg(unix)]
mod cut_off; // the same of a revision and of a late entry
#[cfg(unix)]
mod unreadable_rows; // rows of which something cannot be read

mod together; // commands that share a transaction
mod finding; // licences, by what is kept beside their snapshots
mod shared_database; // which a host has tables in, and another register
mod within_the_host; // the engine in a transaction of a host's, and a night that is stopped

mod faults; // a server that goes away
#[cfg(unix)]
mod silence; // a network that says nothing, and others who let nothing go
#[cfg(unix)]
mod one_at_a_time; // nights and imports
#[cfg(unix)]
mod tls; // a server that is somebody else
