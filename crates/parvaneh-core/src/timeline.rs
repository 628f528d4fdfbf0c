//! How a dossier's history is kept, so that a fact has its own day, whenever it is entered.
//!
//! A journal is only ever added to, in the order in which things are recorded. Its rows are of two
//! kinds. An *act* is what somebody did: a command that was accepted or was already so. It is named
//! for ever by the [sequence](Sequence) of its first row. A *consequence* is what the calendar makes
//! of the acts, the edition and the day; nobody decided it, so nobody has to undo it.
//!
//! The *live history* is what stands now: the rows that no revision has cut, in the order of their
//! days. [`live`] reads it off a journal. [`rewrite`](fn@rewrite) enters an act before others that
//! are there already, or takes acts away: it cuts the live history, and states anew what follows.

mod act;
mod check;
mod conflict;
mod entry;
mod record;
mod rewrite;
mod row;
mod stored;

pub use crate::state::Defect;
pub use act::{Act, Asked, Done};
pub use check::{How, Odd, check};
pub use conflict::{ComesOut, Conflict};
pub use entry::{Entry, may_enter};
pub use record::{Because, Record};
pub use rewrite::{
    Change, Entered, Fault, Kept, Misnamed, NewRow, NoAct, NotRestated, Place, Rewritten, restate,
    rewrite,
};
pub use row::{Mark, RULES, Row, Said, Sequence, dated, happens, live, replay};
pub use stored::{Stored, Storing, Unread};
