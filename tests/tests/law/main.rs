//! What the law says, in reading order: of days and persons, of one machine after the other, of all
//! machines together, and of the editions that say it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

// Days, terms and ids.
mod calendar;
mod number;
mod party;
mod fuzz; // with anything in them

// One life after the other, as text that somebody has read.
mod scripts;

// Until when a court can be asked.
mod court;

// The day before and the day after every deadline.
mod boundaries;
mod earliest; // from which day on a command would pass
mod stated_terms; // by another register
mod recorded_before; // by an earlier program

// Rules that an edition may have and no built-in one has.
mod holidays; // a time that ends on one
mod other_rules;
mod silence; // of whoever owes a decision

// All machines together: nothing that can be reached breaks a rule.
mod properties; // late, twice or never, a night makes no law
mod random_walks;
mod exploration; // every life, as far as it goes

// The editions.
mod editions; // read whole, or refused
mod open_matters; // judged by the edition of their filing
mod another_edition; // what it would change
mod decrees; // acts of a regime that move many days at once
mod every_value; // decides something
mod regimes; // one that nobody has seen before

// Everything that can happen is in a transcript.
mod cited; // from what each event and each refusal is drawn
mod coverage;

// A fact has its own day, whenever it is entered.
mod timeline;

// For those above: a dossier in the scripts' words, on the core alone, and steps that belong together.
mod life;
mod steps;
