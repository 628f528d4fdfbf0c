//! Violations: notice, hearing, and what may follow.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Contradiction, Edition, Rule, has_length, wrong};
use crate::calendar::Span;

/// The numbers of enforcement.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnforcementRules {
    /// How long after service the opportunity to be heard is open.
    pub hearing: Rule<Span>,
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
    pub(super) fn check(&self, _edition: &Edition) -> Result<(), Contradiction> {
        has_length("enforcement.hearing.value", self.hearing.value)?;
        match &self.cases {
            Some(cases) => cases.check(),
            None => Ok(()),
        }
    }
}

impl CaseRules {
    fn check(&self) -> Result<(), Contradiction> {
        for (key, period) in [
            ("enforcement.cases.objection.value", &self.objection),
            ("enforcement.cases.court.value", &self.court),
            (
                "enforcement.cases.urgent_suspension.value",
                &self.urgent_suspension,
            ),
            ("enforcement.cases.suspension.value", &self.suspension),
            (
                "enforcement.cases.service_cutoff.value",
                &self.service_cutoff,
            ),
            ("enforcement.cases.ages_out.value", &self.ages_out),
        ] {
            has_length(key, period.value)?;
        }
        let key = "enforcement.cases.violations";
        if self.violations.is_empty() {
            return wrong(key, "no violation can be reported");
        }
        for (violation, ladder) in &self.violations {
            let rungs = &ladder.value;
            if rungs.is_empty() {
                return wrong(key, format!("{violation} has no sanction"));
            }
            for pair in rungs.windows(2) {
                if let [earlier, later] = pair
                    && (later < earlier || *earlier == Rung::Revocation)
                {
                    let (earlier, later) = (earlier.word(), later.word());
                    let problem = format!(
                        "{violation}: {later} after {earlier}: a ladder does not come down, and \
                         nothing follows a revocation"
                    );
                    return wrong(key, problem);
                }
            }
        }
        Ok(())
    }
}
