//! A time that ends on a holiday runs to the next working day, where the edition has holidays (D). The last
//! timely day of a renewal does not move, nor does how long anything is valid or a measure lasts.

use std::collections::BTreeSet;

use chrono::Weekday;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::{Date, Span};
use parvaneh::core::edition::{Basis, Closed, Edition, Holidays, Rule};
use parvaneh::core::timeline::{Entry, may_enter};
use parvaneh_tests::law::{day, edition};
use serde_json::Value;

use crate::life::Life;
use crate::steps::{
    APPROVED, CLEARANCES, CLEARED, DIED, FILED, PRESENTED, REVIEWED, REVOKED, VOTED,
};

/// An edition with holidays, and no calls.
fn closed_on(id: &str, weekly: &[Weekday], days: &[&str]) -> Edition {
    let days: BTreeSet<Date> = days.iter().map(|text| day(text)).collect();
    let weekly = weekly.to_vec();
    let holidays = Holidays::from("tried".to_owned()).read(Closed { weekly, days });
    let edition = Edition {
        holidays: Some(Rule {
            value: holidays,
            article: "tried".to_owned(),
            basis: Basis::D,
        }),
        call: None,
        ..edition(id)
    };
    assert_eq!(edition.check(), Ok(()));
    edition
}

fn licensed(edition: &Edition) -> Life {
    Life::licensed(edition.clone(), "1402-07-15")
}

fn revised(lines: &str) -> String {
    lines.replace("call=C-7 ", "")
}

fn qualified(edition: &Edition, on: Date) -> Life {
    Life::under(edition.clone(), &on.to_string())
        .asks(&revised(FILED))
        .asks(REVIEWED)
        .asks(CLEARANCES)
        .asks(CLEARED)
        .asks(VOTED)
}

/// What is stated in the newest event of a life that has this field.
fn stated(life: &Life, field: &str) -> Date {
    let mut events = life.history.iter().rev();
    let found = events.find_map(|dated| {
        let event = serde_json::to_value(&dated.event).expect("an event");
        within(&event, field).map(str::to_owned)
    });
    day(&found.unwrap_or_else(|| panic!("no event states {field}")))
}

fn within<'v>(value: &'v Value, field: &str) -> Option<&'v str> {
    let fields = value.as_object()?;
    let own = fields.get(field).and_then(Value::as_str);
    own.or_else(|| fields.values().find_map(|value| within(value, field)))
}

/// A time in which somebody may do something: which edition has it, how long it is, the field of the event
/// that states its last day, and what begins it on a day.
struct Time {
    under: &'static str,
    span: &'static str,
    field: &'static str,
    begins: fn(&Edition, Date) -> Life,
}

fn on(life: Life, today: Date, lines: &str) -> Life {
    life.on(&today.to_string()).asks(lines)
}

const HEARING: Time = Time {
    under: "pishkhan/1389",
    span: "P15D",
    field: "defend_by",
    begins: |edition, today| {
        let served = "inspector enforcement.report violation=HOURS facts=seen
             secretariat enforcement.serve_notice";
        on(licensed(edition), today, served)
    },
};

const SETTLING: Time = Time {
    under: "pishkhan/1389",
    span: "P60D",
    field: "settle_by",
    begins: |edition, today| {
        let recorded = "inspector appointment.record_mismatch facts=seen";
        on(licensed(edition), today, recorded)
    },
};

const PROPOSING: Time = Time {
    under: "pishkhan/1400",
    span: "P60D",
    field: "propose_by",
    begins: |edition, today| {
        let ended = "holder appointment.propose post=manager person=@nasrin
             secretariat appointment.approve post=manager
             manager:nasrin appointment.consent post=manager person=@nasrin
             holder appointment.end post=manager person=@nasrin how=dismissed";
        on(of_a_town(edition), today, ended)
    },
};

const TIMES: &[Time] = &[
    Time {
        under: "pishkhan/1389",
        span: "P10D",
        field: "cure_by",
        begins: |edition, today| {
            let noted = "holder renewal.file
                 secretariat renewal.note_deficiency missing='[\"a paper\"]'";
            on(licensed(edition), today, noted)
        },
    },
    Time {
        under: "pishkhan/1389",
        span: "P10D",
        field: "cure_by",
        begins: |edition, today| {
            let noted = "secretariat application.note_deficiency missing='[\"a paper\"]'";
            let filed = Life::under(edition.clone(), &today.to_string());
            filed.asks(&revised(FILED)).asks(noted)
        },
    },
    Time {
        under: "pishkhan/1389",
        span: "P10D",
        field: "cure_by",
        begins: |edition, today| {
            let noted = "holder transfer.file transferee=@omid transferee_kind=natural
                 secretariat transfer.note_deficiency missing='[\"a paper\"]'";
            on(licensed(edition), today, noted)
        },
    },
    Time {
        under: "pishkhan/1389",
        span: "P6M",
        field: "open_through",
        begins: |edition, today| {
            let filed = "holder transfer.file transferee=@omid transferee_kind=natural";
            on(licensed(edition), today, filed)
        },
    },
    Time {
        under: "pishkhan/1389",
        span: "P20D",
        field: "objection_by",
        begins: |edition, today| {
            let rejected =
                "working_group application.reject resolution=carried unmet=\"too small\"";
            let filed = Life::under(edition.clone(), &today.to_string());
            filed.asks(&revised(FILED)).asks(REVIEWED).asks(rejected)
        },
    },
    Time {
        under: "pishkhan/1389",
        span: "P6M",
        field: "through",
        begins: |edition, today| qualified(edition, today).asks(APPROVED),
    },
    Time {
        under: "pishkhan/1389",
        span: "P3M",
        field: "through",
        begins: |edition, today| {
            let issued = edition
                .calendar
                .clamped_before(today, "P6M".parse().unwrap());
            let extended = "working_group principled_approval.extend resolution=carried";
            on(qualified(edition, issued).asks(APPROVED), today, extended)
        },
    },
    Time {
        under: "pishkhan/1389",
        span: "P10D",
        field: "through",
        begins: |edition, today| {
            let presented = qualified(edition, day("1402-05-01"))
                .asks(APPROVED)
                .on("1402-07-01")
                .asks(PRESENTED);
            on(
                presented,
                today,
                "authority principled_approval.return reason=\"no ramp\"",
            )
        },
    },
    Time {
        under: "pishkhan/1389",
        span: "P30D",
        field: "notice_through",
        begins: |edition, today| {
            let lapsed =
                format!("secretariat licence.lapse cause=death occurred_on={today} proof=P-4711");
            on(licensed(edition), today, &lapsed)
        },
    },
    HEARING,
    Time {
        under: "pishkhan/1389",
        span: "P20D",
        field: "objection_by",
        begins: |edition, today| on(licensed(edition), today, REVOKED),
    },
    Time {
        under: "pishkhan/1389",
        span: "P3M",
        field: "court_by",
        begins: |edition, today| on(licensed(edition), today, REVOKED),
    },
    SETTLING,
    PROPOSING,
];

/// The licence of an urban office, in which posts must be filled.
fn of_a_town(edition: &Edition) -> Life {
    let mut life = licensed(edition);
    for dated in &mut life.history {
        let mut event = serde_json::to_value(&dated.event).expect("an event");
        if let Some(office) = event.pointer_mut("/office/kind") {
            *office = "urban".into();
        }
        dated.event = serde_json::from_value(event).expect("an event");
    }
    life.dossier = parvaneh::core::dossier::replay(&life.history).expect("no defect");
    life
}

/// The day before a holiday, the day of it, of the second of two in a row, and the day after: each time ends
/// on its own day, or on the first working day after it.
#[test]
fn a_time_that_ends_on_a_holiday_runs_to_the_next_working_day() {
    let cases = [
        ("1403-02-10", "1403-02-10"),
        ("1403-02-11", "1403-02-13"),
        ("1403-02-12", "1403-02-13"),
        ("1403-02-13", "1403-02-13"),
    ];
    for time in TIMES {
        let closed = closed_on(time.under, &[], &["1403-02-11", "1403-02-12"]);
        let never = Edition {
            holidays: None,
            ..closed.clone()
        };
        let span: Span = time.span.parse().unwrap();
        for (ends, runs_to) in cases {
            let ends = day(ends);
            let begins = closed.calendar.clamped_before(ends, span);
            let place = format!("{} {} from {begins}", time.field, time.span);
            let last = |edition| stated(&(time.begins)(edition, begins), time.field);
            assert_eq!(last(&never), ends, "{place}, without holidays");
            assert_eq!(last(&closed), day(runs_to), "{place}");
        }
    }
}

/// Times that rest while the licence has ended, with the event by which each is over.
const RESTING: &[(Time, &str)] = &[
    (
        Time {
            under: "pishkhan/1389",
            span: "P10D",
            field: "cure_by",
            begins: |edition, today| {
                let noted = "holder renewal.file
                     secretariat renewal.note_deficiency missing='[\"a paper\"]'";
                on(licensed(edition), today, noted)
            },
        },
        "renewal.cure_elapsed",
    ),
    (HEARING, "enforcement.hearing_elapsed"),
    (
        Time {
            under: "pishkhan/1389",
            span: "P20D",
            field: "objection_by",
            begins: |edition, today| {
                let asked = crate::steps::heard("HOURS");
                let sanction =
                    "enforcement_committee enforcement.sanction reason=proven sanction=notice";
                on(licensed(edition), today, &asked).asks(sanction)
            },
        },
        "enforcement.closed",
    ),
    (SETTLING, "appointment.mismatch_elapsed"),
    (PROPOSING, "appointment.vacancy_elapsed"),
];

/// A time that has rested ends as many days later, and not on a holiday either: for an heir, from the day of a
/// death on, also where that was recorded later.
#[test]
fn a_time_that_has_rested_ends_on_no_holiday() {
    let begins = day("1403-01-20");
    let died = day("1403-01-22");
    for (time, over) in RESTING {
        let never = Edition {
            holidays: None,
            ..closed_on(time.under, &[], &["1403-02-11"])
        };
        let ends = |edition: &Edition| {
            let lapsed = DIED.replace("{}", &died.to_string());
            let life = (time.begins)(edition, begins)
                .on("1403-01-25")
                .asks(&lapsed)
                .on("1403-02-02")
                .asks("heir:zahra licence.give_notice heir=@zahra manager=@parviz")
                .on("1403-07-01")
                .night();
            let mut history = life.history.iter();
            let found = history.find(|dated| dated.event.name() == *over);
            found.unwrap_or_else(|| panic!("no {over}")).effective_on
        };
        let span: Span = time.span.parse().unwrap();
        let last = never.calendar.clamped(begins, span).moved_by(11);
        assert_eq!(ends(&never), last.moved_by(1), "{over}, without holidays");
        let days = [last, last.moved_by(1)].map(|day| day.to_string());
        let closed = closed_on(time.under, &[], &days.each_ref().map(String::as_str));
        assert_eq!(ends(&closed), last.moved_by(3), "{over}");
    }
}

/// The weekly day of rest counts as the named days do, also where one follows the other.
#[test]
fn a_friday_and_a_holiday_after_it() {
    // 21 Ordibehesht 1403 is a Friday.
    let edition = closed_on("pishkhan/1389", &[Weekday::Fri], &["1403-02-22"]);
    let noted = "holder renewal.file
         secretariat renewal.note_deficiency missing='[\"a paper\"]'";
    let life = licensed(&edition).on("1403-02-11").asks(noted);
    assert_eq!(stated(&life, "cure_by"), day("1403-02-23"));
    assert_eq!(
        life.clone()
            .on("1403-02-23")
            .comes_of("holder renewal.cure"),
        "renewal.cured"
    );
    let elapsed = life.on("1403-02-24").night();
    assert_eq!(elapsed.last(), ("renewal.cure_elapsed", day("1403-02-24")));
}

/// Neither the last timely day nor the end of a term moves, nor how long a paper is good for, an interim, a
/// suspension or a closure may last: no holiday gives anybody more of them.
#[test]
fn what_is_valid_or_lasts_does_not_move() {
    let every = |months: [&str; 3]| -> Vec<String> {
        let days = |month: &str| (1..=29).map(|day| format!("{month}-{day:02}")).collect();
        months
            .iter()
            .flat_map(|month: &&str| -> Vec<String> { days(month) })
            .collect()
    };
    let days = every(["1405-04", "1405-07", "1403-08"]);
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    let closed = closed_on("pishkhan/1389", &[], &days);
    let never = Edition {
        holidays: None,
        ..closed.clone()
    };
    for edition in [&closed, &never] {
        let life = licensed(edition);
        let last = life.dossier.terms.last().expect("a term");
        assert_eq!(last.term.through, day("1405-07-14"));
        assert_eq!(last.renewal_due, Some(day("1405-04-14")));
        let late = life.clone().on("1405-04-15").asks("holder renewal.file");
        let late = serde_json::to_string(&late.history.last().expect("it is filed").event);
        assert!(late.unwrap().contains("\"late\""));
        let noticed = life
            .clone()
            .on("1403-02-05")
            .asks(&crate::steps::DIED.replace("{}", "1403-02-05"))
            .asks("heir:zahra licence.give_notice heir=@zahra manager=@parviz");
        assert_eq!(stated(&noticed, "until"), day("1403-08-05"));
        let suspended = |through: &str| {
            let sanction = format!("sanction.suspension.through={through}");
            let life = life.clone().on("1403-05-05");
            let asked = crate::steps::heard("HANDED_OVER");
            let line =
                format!("enforcement_committee enforcement.sanction reason=proven {sanction}");
            life.asks(&asked).comes_of(&line)
        };
        assert_eq!(suspended("1403-08-05"), "enforcement.sanctioned");
        assert_eq!(suspended("1403-08-06"), "measure_too_long");
    }
}

/// What a person hands in counts from the day on which it was received, three working days at most before it
/// is recorded; a desk has its thirty days, which run to the next working day.
#[test]
fn receipt_counts_working_days() {
    // 1 Farvardin 1404 is a Friday; the first four days of the year and the 12th and 13th are holidays.
    let named = [
        "1404-01-01",
        "1404-01-02",
        "1404-01-03",
        "1404-01-04",
        "1404-01-12",
        "1404-01-13",
    ];
    let closed = closed_on("pishkhan/1389", &[Weekday::Fri], &named);
    let never = Edition {
        holidays: None,
        ..closed.clone()
    };
    let last = |edition: &Edition, role: Role, received: &str| {
        let actor = Actor {
            id: "a".to_owned(),
            role,
            province: None,
            on_behalf_of: None,
        };
        let on = day(received);
        let days = (0..60).map(|days| on.moved_by(days));
        let may = |today: &Date| {
            let entry = Entry {
                actor: &actor,
                entered_by: None,
                evidence: None,
                paper: None,
                on,
                today: *today,
            };
            may_enter(&entry, edition).is_ok()
        };
        days.take_while(may).last().expect("on the day itself")
    };
    for (received, working, plain) in [
        ("1404-01-05", "1404-01-09", "1404-01-08"),
        ("1404-01-06", "1404-01-10", "1404-01-09"),
        ("1404-01-09", "1404-01-14", "1404-01-12"),
        ("1404-01-10", "1404-01-16", "1404-01-13"),
        ("1404-01-11", "1404-01-17", "1404-01-14"),
        ("1404-01-02", "1404-01-07", "1404-01-05"),
    ] {
        assert_eq!(
            last(&closed, Role::Holder, received),
            day(working),
            "{received}"
        );
        assert_eq!(
            last(&never, Role::Holder, received),
            day(plain),
            "{received}"
        );
    }
    assert_eq!(
        last(&closed, Role::Secretariat, "1403-12-12"),
        day("1404-01-14")
    );
    assert_eq!(
        last(&never, Role::Secretariat, "1403-12-12"),
        day("1404-01-12")
    );
}
