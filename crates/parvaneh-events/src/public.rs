//! What of an event others may know: its ids, days, numbers and codes. Free text stays in the
//! register, as somebody may have written a name into it, and so do the votes of a resolution.
//!
//! A field that is in neither list is not published, and a test fails until somebody has decided.

use serde_json::{Map, Value};

/// What becomes of a field of an event.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Field {
    /// It is published, and so are the fields within it that may be.
    Published,
    /// It stays in the register.
    Withheld,
}

/// What is no text of anybody's: ids, days, numbers, codes, and the names that a regime, an edition
/// or another register gives to things. An agency is named by the id under which it acts, which an
/// agency has to find its own contract by.
const PUBLISHED: &[&str] = &[
    "act",
    "acting",
    "agency",
    "applicant",
    "applicant_kind",
    "at",
    "because",
    "call",
    "cause",
    "choice",
    "closes_on",
    "court_by",
    "cure_by",
    "current_through",
    "day_known",
    "days",
    "defend_by",
    "draft",
    "edition",
    "end",
    "excused",
    "favourable",
    "filed_on",
    "filing",
    "findings",
    "from",
    "guide",
    "heard_on",
    "hearing",
    "heir",
    "holder",
    "holder_kind",
    "how",
    "imported",
    "issued_on",
    "kind",
    "leads_to",
    "manager",
    "mandate",
    "measure",
    "name",
    "notice_served_on",
    "notice_through",
    "number",
    "objection_by",
    "occurred_on",
    "occurrence",
    "office",
    "office_active",
    "on",
    "open_through",
    "opens_on",
    "operator",
    "paper",
    "person",
    "policy",
    "population",
    "post",
    "principled_approval",
    "propose_by",
    "province",
    "qualification",
    "renewal_due",
    "request",
    "reserve_through",
    "resolution",
    "rung",
    "sanction",
    "seats",
    "served_on",
    "service_cutoff",
    "settle_by",
    "stage",
    "suspension",
    "term",
    "term_from",
    "through",
    "timeliness",
    "to",
    "transferee",
    "transferee_kind",
    "unremedied_violations",
    "until",
    "violation",
];

/// What somebody wrote, the numbers of papers about a person, where somebody is, who proposed
/// something, and how each member voted. A session's number, a district and a town are written
/// freely as well: nothing checks that no name stands there.
const WITHHELD: &[&str] = &[
    "address",
    "decision",
    "district",
    "facts",
    "grounds",
    "missing",
    "proof",
    "proposed_by",
    "reason",
    "reference",
    "seat",
    "session",
    "town",
    "unmet",
    "votes",
];

/// What becomes of the field of that name; none where nobody has decided.
pub fn field(name: &str) -> Option<Field> {
    if PUBLISHED.contains(&name) {
        Some(Field::Published)
    } else if WITHHELD.contains(&name) {
        Some(Field::Withheld)
    } else {
        None
    }
}

/// The fields of an event that others may know.
pub(crate) fn fields(fields: Map<String, Value>) -> Value {
    let mut published = Map::new();
    for (name, value) in fields {
        if field(&name) == Some(Field::Published) {
            published.insert(name, inside(value));
        }
    }
    Value::Object(published)
}

fn inside(value: Value) -> Value {
    match value {
        Value::Object(inner) => fields(inner),
        Value::Array(items) => Value::Array(items.into_iter().map(inside).collect()),
        plain => plain,
    }
}

#[cfg(test)]
mod tests;
