//! What tests of the law name: a day, an edition, a party, a term of another register.

use parvaneh::Workflows;
use parvaneh::core::calendar::{self, Date, DateOrder};
use parvaneh::core::edition::Edition;
use parvaneh::core::opening::{Office, Opening, Status};
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

/// The parties, by the names that they have in words.
pub const PARTIES: [(&str, PartyId); 6] = [
    ("sara", HOLDER),
    ("omid", PartyId([8; 16])),
    ("zahra", PartyId([9; 16])),
    ("parviz", PartyId([10; 16])),
    ("nasrin", PartyId([11; 16])),
    ("kaveh", PartyId([12; 16])),
];

/// The party of a name.
pub fn party(name: &str) -> PartyId {
    let found = PARTIES.iter().find(|(known, _)| *known == name);
    found.expect("a party").1
}

/// What another register states of a rural office from a day on, for a whole term.
pub fn stated(from: &str) -> Opening {
    Opening {
        number: "17-1".to_owned(),
        office: Office {
            kind: "rural".into(),
            province: "تهران".into(),
        },
        holder: HOLDER,
        from: day(from),
        through: None,
        issued_on: None,
        status: Status::InForce,
        status_on: None,
        renewal_filed_on: None,
        profile: "register".to_owned(),
    }
}

/// What silence on each decision may mean at most: what it may grant it grants, and the rest it refuses.
pub const SILENCE: [(&str, &str, &str); 10] = [
    ("application", "P3M", "refused"),
    ("objection", "P20D", "granted"),
    ("issue", "P1M", "refused"),
    ("renewal", "P2M", "refused"),
    ("transfer", "P3M", "refused"),
    ("registration", "P1M", "granted"),
    ("relocation", "P1M", "granted"),
    ("review", "P20D", "refused"),
    ("appointment", "P1M", "granted"),
    ("contract", "P1M", "granted"),
];

/// An edition with a period for each of these decisions, and what it means that it passes.
pub fn silent(edition: &Edition, silence: &[(&str, &str, &str)]) -> Edition {
    let mut whole = serde_json::to_value(edition).expect("an edition is fields");
    for (decision, period, means) in silence {
        let rule = |value: &str, key: &str| {
            let article = format!("tried, {key} of silence on {decision}");
            serde_json::json!({ "value": value, "basis": "D", "article": article })
        };
        let both = serde_json::json!({
            "period": rule(period, "period"),
            "means": rule(means, "meaning"),
        });
        whole["silence"][*decision] = both;
    }
    serde_json::from_value(whole).expect("the same fields are an edition")
}
