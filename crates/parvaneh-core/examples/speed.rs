//! How many times a second the core settles and decides, on one core, nothing stored.
//!
//! `cargo run --release -p parvaneh-core --example speed`; part of `cargo xtask bench`.

use std::hint::black_box;
use std::time::Instant;

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::calendar::{Calendar, Date, MonthCounting, Span};
use parvaneh_core::dossier::{self, Command, Context, Dossier, Editions};
use parvaneh_core::edition::{
    AfterEnd, Basis, Edition, EditionId, EnforcementRules, EntryRules, LatePolicy, LicenceRules,
    Needed, OfficeKindRule, PendingAtExpiry, RenewalRules, Rule,
};
use parvaneh_core::opening::{self, Office, Opening, Status};
use parvaneh_core::party::PartyId;
use parvaneh_core::renewal;

fn main() {
    let edition = edition();
    let editions: Editions = [edition.clone()].into_iter().collect();
    let from = Calendar::SolarHijri.date(1402, 9, 2).expect("a day");
    let dossier = open(from, &edition);
    let quiet = Calendar::SolarHijri.date(1405, 1, 1).expect("a day");
    let rounds = 5_000_000;

    let started = Instant::now();
    for _ in 0..rounds {
        let due = dossier::due_on(black_box(&dossier), &editions).expect("no defect");
        assert!(due.is_some_and(|due| quiet < due));
    }
    report("settle, nothing due", rounds, started);

    let on = Calendar::SolarHijri.date(1405, 3, 2).expect("a day");
    let rounds = 2_000_000;
    let started = Instant::now();
    for _ in 0..rounds {
        let event = renewal::due(black_box(&dossier), &editions).expect("no defect");
        black_box(event);
    }
    report("settle, a reminder due", rounds, started);

    let holder = Actor {
        id: PartyId([7; 16]).to_string(),
        role: Role::Holder,
        province: None,
        on_behalf_of: None,
    };
    let context = Context {
        edition: &edition,
        editions: &editions,
        actor: &holder,
        today: on,
        call: None,
    };
    let command = Command::Renewal(renewal::Command::File);
    let started = Instant::now();
    for _ in 0..rounds {
        let events = dossier::decide(black_box(&dossier), &command, &context);
        assert!(events.is_ok());
    }
    report("decide, a request in time", rounds, started);
}

fn report(what: &str, rounds: u32, started: Instant) {
    let rate = f64::from(rounds) / started.elapsed().as_secs_f64() / 1e6;
    println!("{what}: {rate:.1} million a second");
}

fn open(from: Date, edition: &Edition) -> Dossier {
    let opening = Opening {
        number: "1".to_owned(),
        office: Office {
            kind: "urban".into(),
            province: "تهران".into(),
        },
        holder: PartyId([7; 16]),
        from,
        through: None,
        issued_on: None,
        status: Status::InForce,
        status_on: None,
        renewal_filed_on: None,
        profile: "speed".to_owned(),
    };
    let events = opening::events(&opening, edition, Date::MAX).expect("a term");
    dossier::replay(&events).expect("a history")
}

fn edition() -> Edition {
    fn rule<T>(value: T) -> Rule<T> {
        Rule {
            value,
            article: "none".to_owned(),
            basis: Basis::D,
        }
    }
    let span = |text: &str| text.parse::<Span>().expect("a period");
    Edition {
        holidays: None,
        succession: None,
        premises: None,
        id: EditionId("speed/1".to_owned()),
        title: "Speed".to_owned(),
        calendar: Calendar::SolarHijri,
        legal_time_zone: "Asia/Tehran".to_owned(),
        authority: rule("authority".to_owned()).into(),
        entry: EntryRules {
            receipt: rule(span("P3D")),
            late_entry: rule(span("P30D")),
            party_papers: rule(Vec::new()),
            revised_by: rule(vec![Role::Authority]),
            second_person: rule(Needed::Needed),
        },
        licence: LicenceRules {
            term: rule(span("P3Y")),
            pending_at_expiry: rule(PendingAtExpiry::Continue),
            ahead: rule(span("P6M")),
            issue_ahead: rule(span("P6M")),
            principled_approval: rule(Needed::NotNeeded),
            identified_holder: rule(Needed::NotNeeded),
            office_kinds: rule(vec![OfficeKindRule {
                kind: "*".to_owned(),
                natural_persons: true,
            }]),
        },
        renewal: RenewalRules {
            needs: None,
            lead: Some(rule(span("P3M"))),
            month_counting: Some(rule(MonthCounting::CalendarMonths)),
            late: Some(rule(LatePolicy::RefuseOrExcuse)),
            reminders: Some(rule(vec![span("P3M"), span("P1M"), span("P7D")])),
            cure: rule(span("P10D")),
            confirmation: rule(Needed::NotNeeded),
            gates: rule(Vec::new()),
            late_decision: rule(span("P30D")),
            after_end: rule(AfterEnd::Refused),
        },
        papers: std::collections::BTreeMap::new(),
        call: None,
        application: None,
        principled_approval: None,
        transfer: None,
        appointment: None,
        contract: None,
        enforcement: EnforcementRules {
            hearing: None,
            cases: None,
        },
        working_group: None,
        silence: None,
    }
}
