//! The charts of `workflows/charts/`: what they show is whole, and every way on it comes to an end.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use parvaneh::Workflows;
use parvaneh::core::chart::{self, Chart};
use parvaneh_tests::Binary;

/// The states in which a matter has come to its end, and what can lead out of one all the same.
const ENDS: &[(&str, &str, &str)] = &[
    ("call", "Concluded", ""),
    ("call", "Cancelled", ""),
    (
        "application",
        "Qualified",
        "Until the licence is issued it lapses with the approval, and the applicant can withdraw.",
    ),
    ("application", "Rejected, final", ANOTHER_APPLICATION),
    ("application", "Withdrawn", ANOTHER_APPLICATION),
    ("application", "Lapsed", ANOTHER_APPLICATION),
    ("principled_approval", "Fulfilled", ""),
    ("principled_approval", "Lapsed", ""),
    ("principled_approval", "Withdrawn", ""),
    ("principled_approval", "Cancelled", ""),
    ("licence", "Expired", REINSTATED),
    ("licence", "Revoked", REINSTATED),
    ("licence", "Lapsed", REINSTATED),
    (
        "licence",
        "Surrendered",
        "A surrender is not put right; another register can state a later term.",
    ),
    (
        "renewal",
        "Granted",
        "The next term has a renewal of its own.",
    ),
    ("renewal", "Refused", ANOTHER_REQUEST),
    ("renewal", "Withdrawn", ANOTHER_REQUEST),
    (
        "renewal",
        "DeemedWithdrawn",
        "Another register can state that a request was filed all the same.",
    ),
    (
        "premises",
        "Open",
        "The office goes on, and can be moved or closed again.",
    ),
    ("transfer", "Registered", ANOTHER_REQUEST),
    ("transfer", "Refused", ANOTHER_REQUEST),
    ("transfer", "Withdrawn", ANOTHER_REQUEST),
    ("transfer", "Abandoned", ANOTHER_REQUEST),
    (
        "contract",
        "Ended",
        "Another contract with the same agency can be drafted.",
    ),
    ("enforcement", "Dismissed", ANOTHER_CASE),
    ("enforcement", "Closed", ANOTHER_CASE),
    ("appointment", "Ended", ANOTHER_PERSON),
    ("appointment", "Rejected", ANOTHER_PERSON),
    (
        "mismatch",
        "NoMismatch",
        "Another mismatch can be recorded.",
    ),
    (
        "coming",
        "NothingToCome",
        "Something else can be decided for a later day.",
    ),
];

const ANOTHER_APPLICATION: &str = "Another application can be filed under the same number.";
const ANOTHER_REQUEST: &str = "Another request can be filed.";
const ANOTHER_CASE: &str = "Another violation can be reported, and opens another case.";
const ANOTHER_PERSON: &str = "Another person can be proposed.";
const REINSTATED: &str = "What it ended by can be annulled, and is put right with an authority and a reason of \
     its own, or overturned on review; another register can state a later term.";

fn charts() -> Vec<Chart> {
    let workflows = Workflows::embedded().expect("those built in are well written");
    let charts: Vec<Chart> = workflows.editions().flat_map(chart::of).collect();
    assert!(
        2 * chart::ALL.len() < charts.len(),
        "two editions know every machine, and a third some"
    );
    charts
}

/// The charts in the repository are those that the binary draws.
#[test]
fn the_binary_draws_the_charts_of_the_repository() {
    let binary = Binary::fresh();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows/charts");
    let drawn = |edition: &[&str], chart: &Chart| {
        let file = format!(
            "{}/{}.mmd",
            chart.edition.0.replace('/', "-"),
            chart.machine
        );
        let there = fs::read_to_string(folder.join(&file)).expect("the chart is in the repository");
        let words = [&["chart", chart.machine], edition].concat();
        assert!(
            binary.run(&words) == there,
            "{file}: run `cargo xtask charts`"
        );
    };
    for chart in charts() {
        drawn(&["--edition", &chart.edition.0], &chart);
        if chart.edition.0 == "pishkhan/1389" {
            drawn(&[], &chart);
        }
    }
}

/// Each arrow says on which article it rests, with its basis.
#[test]
fn every_arrow_has_an_article() {
    for chart in charts() {
        for arrow in &chart.arrows {
            let cited = arrow
                .rests_on
                .iter()
                .map(|citation| citation.article.trim());
            assert!(
                !arrow.rests_on.is_empty() && cited.into_iter().all(|article| !article.is_empty()),
                "{} under {}: {} rests on nothing",
                chart.machine,
                chart.edition,
                arrow.event
            );
        }
    }
}

/// An edition's chart shows what the edition describes, and no procedure that it lacks.
#[test]
fn no_arrow_rests_on_a_procedure_that_the_edition_lacks() {
    let lacking = [
        "an edition has the procedures that it describes",
        "a matter is judged by the edition of its filing",
        "a call is judged by the edition of its draft",
    ];
    for chart in charts() {
        for arrow in &chart.arrows {
            for citation in &arrow.rests_on {
                assert!(
                    !lacking.contains(&citation.article.as_str()),
                    "{} under {}: {}",
                    chart.machine,
                    chart.edition,
                    arrow.event
                );
            }
        }
    }
}

/// Whatever a machine has come to, there is a way on to an end (law, invariant 13).
#[test]
fn every_state_can_reach_an_end() {
    for chart in charts() {
        let mut ending = chart.ends.clone();
        loop {
            let before = ending.len();
            let arrows = chart.arrows.iter();
            let onwards = arrows.filter(|arrow| ending.contains(arrow.to));
            let found: Vec<&str> = onwards.map(|arrow| arrow.from).collect();
            ending.extend(found);
            if ending.len() == before {
                break;
            }
        }
        let states: BTreeSet<&str> = chart.states().into_iter().collect();
        assert_eq!(ending, states, "{} under {}", chart.machine, chart.edition);
    }
}

/// The ends are those listed, and nothing leads out of one but for the reason that stands there
/// (law, invariant 12).
#[test]
fn an_end_is_left_for_a_stated_reason_only() {
    let charts = charts();
    let drawn: BTreeSet<(&str, &str)> = charts
        .iter()
        .flat_map(|chart| chart.ends.iter().map(|end| (chart.machine, *end)))
        .collect();
    let listed = ENDS.iter().map(|(machine, end, _)| (*machine, *end));
    assert_eq!(drawn, listed.collect());
    for (machine, end, reason) in ENDS {
        let of_machine = charts.iter().filter(|chart| chart.machine == *machine);
        let mut arrows = of_machine.flat_map(|chart| &chart.arrows);
        let left = arrows.find(|arrow| arrow.from == *end && arrow.to != *end);
        assert_eq!(
            left.is_some(),
            !reason.is_empty(),
            "{machine}, {end}: what leads out of it is {:?}",
            left.map(|arrow| arrow.event)
        );
    }
}
