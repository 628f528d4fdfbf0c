//! What tests of the law name: a day, an edition, a holder.

use parvaneh::Workflows;
use parvaneh::core::calendar::{self, Date, DateOrder};
use parvaneh::core::edition::Edition;
use parvaneh::core::party::PartyId;

/// The party that holds the licence.
pub const HOLDER: PartyId = PartyId([7; 16]);

/// A date in either calendar, as people write it.
pub fn day(text: &str) -> Date {
    calendar::parse(text, DateOrder::YearMonthDay).expect("a date")
}

/// An edition of the built-in workflows.
pub fn edition(id: &str) -> Edition {
    let workflows = Workflows::embedded().expect("the editions load");
    let mut editions = workflows.editions();
    let found = editions.find(|edition| edition.id.0 == id);
    found.expect("an edition").clone()
}
