//! What is before the working group, and since when.

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::resolution::Matter;

/// The day on which each matter came before the working group, or came there last: no session decides
/// it before that day. In the order of the matters.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Agenda(Vec<(Matter, Date)>);

impl Agenda {
    /// The day on which a matter came up; none where nobody knows.
    pub fn since(&self, matter: &Matter) -> Option<Date> {
        let at = self.at(matter).ok()?;
        self.0.get(at).map(|(_, day)| *day)
    }

    /// A matter comes up.
    pub(crate) fn put(&mut self, matter: Matter, on: Date) {
        match self.at(&matter) {
            Ok(at) => self.0[at].1 = on,
            Err(at) => self.0.insert(at, (matter, on)),
        }
    }

    /// Where a matter stands, or would.
    fn at(&self, matter: &Matter) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(matter))
    }
}
