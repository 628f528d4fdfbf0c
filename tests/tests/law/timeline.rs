//! A fact has its own day, whenever it is entered: the proofs, on the core alone.
//!
//! A register of one dossier in memory answers, settles and states anew by the same functions as the
//! engine. Rights of entry are not asked there: what the proofs try is entered at any distance.

mod alphabet;
mod book;
mod knowledge;
mod lives;
mod orders;
mod specimens;
