//! A regime's rules from one day on: every number with its article and its basis.
//!
//! An edition is data. It reaches the core as a value that is already complete; [`Edition::check`] refuses
//! one that contradicts itself and names the key at fault, so that its reader can name the line.

mod after_end;
mod application;
mod appointment;
mod call;
mod contract;
mod editions;
mod enforcement;
mod entry;
mod ground;
mod in_force;
mod premises;
mod principled_approval;
mod succession;
mod transfer;
mod working_group;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::calendar::{Calendar, MonthCounting, Span};
use crate::law::OwnRule;
use crate::paper::{PaperRule, check_needs};
use crate::party::PartyKind;
use crate::refusal::{Citation, Code};

pub use after_end::AfterEnd;
pub use application::ApplicationRules;
pub use appointment::{AppointmentRules, PostRule};
pub use call::CallRules;
pub use contract::ContractRules;
pub use editions::Editions;
pub use enforcement::{CaseRules, EnforcementRules, Rung};
pub use entry::EntryRules;
pub use ground::{AuthorityRule, Ground, Power};
pub use in_force::InForce;
pub use premises::PremisesRules;
pub use principled_approval::PrincipledApprovalRules;
pub use succession::SuccessionRules;
pub use transfer::{ByProvince, TransferRules};
pub use working_group::{Majority, WorkingGroupRules};

/// `<regime>/<edition>`, as in `pishkhan/1389`. Stored with every matter that it judges.
#[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("x-withheld" = false)))]
#[serde(transparent)]
pub struct EditionId(pub String);

impl EditionId {
    /// The part before the slash.
    pub fn regime(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for EditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a rule rests on.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Basis {
    /// Stated by the regulation, as the project's source document reports it.
    R,
    /// Found in another public source.
    F,
    /// A default of ours: no source was found. Never to be presented as law.
    D,
}

/// A value of the edition, where it is written and what it rests on.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule<T> {
    /// The value.
    pub value: T,
    /// The place in the regulation, in words.
    #[serde(deserialize_with = "stated")]
    pub article: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A value without its place is a rumour.
fn stated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let article = String::deserialize(deserializer)?;
    if article.trim().is_empty() {
        return Err(serde::de::Error::custom("say where the value is written"));
    }
    Ok(article)
}

/// All that differs between one regime or edition and another.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// `<regime>/<edition>`.
    pub id: EditionId,
    /// The full title of the instrument.
    pub title: String,
    /// The calendar in which terms and leads are counted.
    pub calendar: Calendar,
    /// IANA name of the zone in which a day begins and ends.
    pub legal_time_zone: String,
    /// Who issues, renews and revokes: the one authority.
    pub authority: AuthorityRule,
    /// How late what happened may be entered.
    pub entry: EntryRules,
    /// The licence.
    pub licence: LicenceRules,
    /// Its renewal.
    pub renewal: RenewalRules,
    /// Every paper that a step may rest on, by name.
    #[serde(default)]
    pub papers: BTreeMap<String, Rule<PaperRule>>,
    /// Calls for applicants. None: the regime knows none.
    pub call: Option<CallRules>,
    /// Applications. None: the regime knows none, and the authority issues to whom it sees fit.
    pub application: Option<ApplicationRules>,
    /// Principled approval. None: the regime knows none.
    pub principled_approval: Option<PrincipledApprovalRules>,
    /// Transfer. None: a licence cannot pass to another.
    pub transfer: Option<TransferRules>,
    /// What follows the death or dissolution of a holder. None: the licence lapses, and that is all.
    pub succession: Option<SuccessionRules>,
    /// Relocation, temporary closure and temporary counters. None: the regime knows none.
    pub premises: Option<PremisesRules>,
    /// Violations and what follows from them.
    pub enforcement: EnforcementRules,
    /// Operators, managers and deputies. None: the regime knows none.
    pub appointment: Option<AppointmentRules>,
    /// Contracts with service agencies. None: the regime knows none.
    pub contract: Option<ContractRules>,
    /// Who votes. None: the regime has no working group.
    pub working_group: Option<WorkingGroupRules>,
}

/// The licence's numbers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LicenceRules {
    /// How long a term is.
    pub term: Rule<Span>,
    /// How long after the act of issue a first term may begin.
    pub issue_ahead: Rule<Span>,
    /// What happens at the end of a term while a timely and complete renewal is undecided.
    pub pending_at_expiry: Rule<PendingAtExpiry>,
    /// How far ahead the day may lie from which a surrender, a suspension, a revocation, the registration
    /// of a transfer or a relocation holds.
    pub ahead: Rule<Span>,
    /// Whether issue rests on the working group's qualification and principled approval.
    pub principled_approval: Rule<Needed>,
    /// What may be licensed, and whether natural persons may hold it.
    pub office_kinds: Rule<Vec<OfficeKindRule>>,
}

/// One kind of office and who may hold its licence.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeKindRule {
    /// As it stands in registers: `urban`, `rural`; `*` for any.
    pub kind: String,
    /// Whether a natural person may hold one.
    pub natural_persons: bool,
}

/// Whether a step is part of the regime.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needed {
    /// The step must be taken.
    Needed,
    /// The regime does not know the step.
    NotNeeded,
}

/// The end of a term while a timely and complete renewal is undecided.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PendingAtExpiry {
    /// The licence stays in force until the decision.
    Continue,
    /// The licence expires.
    Expire,
}

/// The renewal's numbers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenewalRules {
    /// How long before the end of a term a request must be filed. None: no deadline but the end itself.
    pub lead: Option<Rule<Span>>,
    /// How the months of the lead are counted.
    pub month_counting: Rule<MonthCounting>,
    /// What a missed deadline leads to.
    pub late: Rule<LatePolicy>,
    /// How long a holder has after an act that came when the last timely day or the term was over.
    pub late_decision: Rule<Span>,
    /// Whether a request filed after the end of the term can be accepted.
    pub after_end: Rule<AfterEnd>,
    /// When the holder is reminded, as spans before the last timely day, longest first.
    pub reminders: Rule<Vec<Span>>,
    /// How long the holder has to cure a deficiency.
    pub cure: Rule<Span>,
    /// Whether the working group confirms before the authority acts.
    pub confirmation: Rule<Needed>,
    /// What bars confirmation and grant.
    pub gates: Rule<Vec<Gate>>,
    /// The papers that must be on file before the review begins. None: nothing but the request.
    pub needs: Option<Rule<Vec<String>>>,
}

/// What a request filed after the last timely day leads to.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LatePolicy {
    /// Out of time, unless the working group accepts force majeure.
    RefuseOrExcuse,
    /// Missing the deadline is itself the holder's withdrawal.
    DeemedWithdrawal,
}

/// A condition of renewal.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// The licence is not suspended.
    NotSuspended,
    /// No violation stands unremedied.
    NoUnremediedViolation,
    /// The office is active.
    OfficeActive,
}

impl Edition {
    /// The rule for a kind of office; `*` stands for any kind.
    pub fn office_kind(&self, kind: &str) -> Option<&OfficeKindRule> {
        let kinds = &self.licence.office_kinds.value;
        kinds
            .iter()
            .find(|rule| rule.kind == kind || rule.kind == "*")
    }

    /// Why a licence for this kind of office is not for a holder of this kind; none where it is.
    pub fn bars(&self, office_kind: &str, holder: PartyKind) -> Option<Code> {
        match self.office_kind(office_kind) {
            None => Some(Code::OfficeKindUnknown),
            Some(rule) if holder == PartyKind::Natural && !rule.natural_persons => {
                Some(Code::NaturalPersonExcluded)
            }
            Some(_) => None,
        }
    }

    /// What [`Edition::bars`] rests on: that a kind is not licensed is ours, who may hold one is the
    /// edition's.
    pub fn bars_by(&self, code: Code) -> Citation {
        if code == Code::OfficeKindUnknown {
            return OwnRule::KindsOfTheEdition.into();
        }
        (&self.licence.office_kinds).into()
    }
}

/// Two values of an edition, or a value and good sense, that do not go together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Contradiction {
    /// The key at fault, with dots.
    pub key: &'static str,
    /// What is wrong with it.
    pub problem: String,
}

impl Edition {
    /// Refuses an edition that contradicts itself: a period of no length, a ladder of reminders
    /// that does not come nearer, a quorum that cannot be had.
    pub fn check(&self) -> Result<(), Contradiction> {
        let lead = self.renewal.lead.as_ref().map(|rule| rule.value);
        let ahead = self.licence.issue_ahead.value;
        let periods = [
            ("licence.term.value", Some(self.licence.term.value)),
            ("licence.ahead.value", Some(self.licence.ahead.value)),
            ("renewal.lead.value", lead),
            ("renewal.cure.value", Some(self.renewal.cure.value)),
            ("licence.issue_ahead.value", Some(ahead)),
        ];
        for (key, period) in periods {
            if let Some(period) = period {
                has_length(key, period)?;
            }
        }
        self.entry.check()?;
        self.renewal.check()?;
        after_end::check(self)?;
        if let Some(rule) = &self.renewal.needs {
            check_needs("renewal.needs.value", &rule.value, &self.papers)?;
        }
        if let Some(rules) = &self.call {
            rules.check(self)?;
        }
        if let Some(rules) = &self.application {
            rules.check(self)?;
        }
        if let Some(rules) = &self.principled_approval {
            rules.check(self)?;
        }
        if let Some(rules) = &self.transfer {
            rules.check(self)?;
        }
        if let Some(rules) = &self.succession {
            rules.check(self)?;
        }
        if let Some(rules) = &self.premises {
            rules.check(self)?;
        }
        self.enforcement.check(self)?;
        if let Some(rules) = &self.appointment {
            rules.check(self)?;
        }
        if let Some(rules) = &self.contract {
            rules.check(self)?;
        }
        let key = "licence.office_kinds.value";
        let kinds = &self.licence.office_kinds.value;
        if kinds.is_empty() {
            return wrong(key, "no kind of office can be licensed");
        }
        let kinds: Vec<&String> = kinds.iter().map(|rule| &rule.kind).collect();
        if let Some(kind) = repeated(&kinds) {
            return wrong(key, format!("{kind:?} is there twice"));
        }
        match &self.working_group {
            Some(group) => {
                group.check()?;
                principled_approval::check_there(self)
            }
            None => {
                let without = "a resolution is needed and there is no [working_group]";
                if self.licence.principled_approval.value == Needed::Needed {
                    return wrong("licence.principled_approval.value", without);
                }
                if self.renewal.confirmation.value == Needed::Needed {
                    return wrong("renewal.confirmation.value", without);
                }
                Ok(())
            }
        }
    }
}

impl RenewalRules {
    fn check(&self) -> Result<(), Contradiction> {
        has_length("renewal.late_decision.value", self.late_decision.value)?;
        let key = "renewal.reminders.value";
        let reminders = &self.reminders.value;
        if self.lead.is_none() {
            if !reminders.is_empty() {
                return wrong(key, "there is no deadline to remind of");
            }
            if self.late.value == LatePolicy::DeemedWithdrawal {
                return wrong("renewal.late.value", "there is no deadline to miss");
            }
        }
        if usize::from(u8::MAX) < reminders.len() {
            let problem = format!("{} reminders, and no more than 255", reminders.len());
            return wrong(key, problem);
        }
        for pair in reminders.windows(2) {
            if let [longer, shorter] = pair
                && !longer.is_surely_longer_than(shorter)
            {
                let problem = format!(
                    "{shorter} after {longer}: reminders must come nearer, longest first, in \
                     whatever month"
                );
                return wrong(key, problem);
            }
        }
        Ok(())
    }
}

/// Refuses a period of no length.
pub(crate) fn has_length(key: &'static str, period: Span) -> Result<(), Contradiction> {
    if period.is_zero() {
        return wrong(key, "a period of no length");
    }
    Ok(())
}

pub(crate) fn wrong(key: &'static str, problem: impl Into<String>) -> Result<(), Contradiction> {
    Err(Contradiction {
        key,
        problem: problem.into(),
    })
}

pub(crate) fn repeated<'a>(words: &[&'a String]) -> Option<&'a String> {
    let mut seen = BTreeSet::new();
    words.iter().find(|word| !seen.insert(**word)).copied()
}
