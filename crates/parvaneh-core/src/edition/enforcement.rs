//! Violations: notice, hearing, and what may follow.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Edition, Faults, Rule};
use crate::calendar::Span;

/// The numbers of enforcement.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnforcementRules {
    /// How long after service the opportunity to be heard is open. None: the regime decides nothing that
    /// somebody is heard about.
    pub hearing: Option<Rule<Span>>,
    /// How a case goes. None: the regime knows no cases, and a suspension or a revocation can only
    /// be stated by another register.
    pub cases: Option<CaseRules>,
}

/// The numbers of a case.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRules {
    /// How long a decision can be objected to.
    pub objection: Rule<Span>,
    /// How long a court can be asked: information for the holder, and nothing here waits for it.
    pub court: Rule<Span>,
    /// How long a suspension before the hearing lasts unless it is confirmed.
    pub urgent_suspension: Rule<Span>,
    /// The longest suspension that has an end.
    pub suspension: Rule<Span>,
    /// The longest service cut-off.
    pub service_cutoff: Rule<Span>,
    /// After how long without the same violation proven anew it counts as the first again.
    pub ages_out: Rule<Span>,
    /// Each violation, by its code, with its ladder: the first rung for the first occurrence, and
    /// the last one for every occurrence after.
    pub violations: BTreeMap<String, Rule<Vec<Rung>>>,
}

/// A kind of sanction: a rung of a violation's ladder, gentlest first.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    /// تذکر.
    Notice,
    /// اخطار کتبی.
    WrittenWarning,
    /// قطع سرویس.
    ServiceCutoff,
    /// تعلیق.
    Suspension,
    /// لغو: proposed by the committee, decided by the authority.
    Revocation,
}

impl Rung {
    /// The word of the stored form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::WrittenWarning => "written_warning",
            Self::ServiceCutoff => "service_cutoff",
            Self::Suspension => "suspension",
            Self::Revocation => "revocation",
        }
    }
}

impl EnforcementRules {
    pub(super) fn check(&self, edition: &Edition, faults: &mut Faults) {
        let somebody_is_heard = self.cases.is_some() || edition.principled_approval.is_some();
        match (&self.hearing, somebody_is_heard) {
            (Some(rule), true) => faults.length("enforcement.hearing.value", rule.value),
            (None, false) => {}
            (Some(_), false) => faults.add(
                "enforcement.hearing",
                "it decides nothing: there are no cases, and no approval to be cancelled; leave it out",
            ),
            (None, true) => faults.add("enforcement", "say by hearing how long somebody can be heard"),
        }
        if let Some(cases) = &self.cases {
            cases.check(faults);
        }
    }
}

impl CaseRules {
    fn check(&self, faults: &mut Faults) {
        for (key, period) in [
            ("objection", &self.objection),
            ("court", &self.court),
            ("urgent_suspension", &self.urgent_suspension),
            ("suspension", &self.suspension),
            ("service_cutoff", &self.service_cutoff),
            ("ages_out", &self.ages_out),
        ] {
            faults.length(&format!("enforcement.cases.{key}.value"), period.value);
        }
        let table = "enforcement.cases.violations";
        if self.violations.is_empty() {
            faults.add(table, "no violation can be reported");
        }
        for (violation, ladder) in &self.violations {
            if let Some(problem) = fault_of_a_ladder(&ladder.value) {
                faults.add(format!("{table}.{violation}.value"), problem);
            }
        }
    }
}

/// What is wrong with the sanctions of a violation; none where nothing is.
fn fault_of_a_ladder(rungs: &[Rung]) -> Option<String> {
    if rungs.is_empty() {
        return Some("a violation without a sanction".to_owned());
    }
    let mut pairs = rungs.windows(2);
    let down = pairs.find_map(|pair| match pair {
        [earlier, later] if later < earlier || *earlier == Rung::Revocation => {
            Some((earlier.word(), later.word()))
        }
        _ => None,
    });
    if let Some((earlier, later)) = down {
        return Some(format!(
            "{later} after {earlier}: a ladder does not come down, and nothing follows a revocation"
        ));
    }
    match rungs {
        [.., before, last] if before == last => Some(format!(
            "the second {} at the end decides nothing: the last rung serves for all that follow",
            last.word()
        )),
        _ => None,
    }
}
