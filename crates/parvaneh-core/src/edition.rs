//! A regime's rules from one day on: every number with its article and its basis.
//!
//! An edition is data. It reaches the core as a value that is already complete; [`Edition::check`] refuses
//! one that contradicts itself and names the key at fault, so that its reader can name the line.

mod after_end;
mod application;
mod appointment;
mod call;
mod check;
mod contract;
mod decree;
mod editions;
mod enforcement;
mod entry;
mod faults;
mod holidays;
mod ground;
mod in_force;
mod premises;
mod principled_approval;
mod silence;
mod succession;
mod transfer;
mod working_group;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use crate::calendar::{Calendar, Date, MonthCounting, Span};
use crate::law::OwnRule;
use crate::paper::PaperRule;
use crate::party::PartyKind;
use crate::refusal::{Citation, Code};

pub use after_end::AfterEnd;
pub use application::ApplicationRules;
pub use appointment::{AppointmentRules, PostRule};
pub use call::CallRules;
pub use contract::ContractRules;
pub use decree::{Day, Decree, Moved, NextTerm};
pub use editions::Editions;
pub use enforcement::{CaseRules, EnforcementRules, Rung};
pub use entry::EntryRules;
pub use faults::Contradiction;
pub(crate) use faults::Faults;
pub use ground::{AuthorityRule, Ground, Power};
pub use holidays::{Closed, Holidays};
pub use in_force::InForce;
pub use premises::PremisesRules;
pub use principled_approval::PrincipledApprovalRules;
pub use silence::SilenceRules;
pub use succession::SuccessionRules;
pub use transfer::{ByProvince, TransferRules};
pub use working_group::{Decided, Majority, WorkingGroupRules};

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
    /// The days on which nothing that is due can be done. None: every day counts as every other.
    #[serde(default)]
    pub holidays: Option<Rule<Holidays>>,
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
    #[serde(default)]
    pub enforcement: EnforcementRules,
    /// Operators, managers and deputies. None: the regime knows none.
    pub appointment: Option<AppointmentRules>,
    /// Contracts with service agencies. None: the regime knows none.
    pub contract: Option<ContractRules>,
    /// Who votes. None: the regime has no working group.
    pub working_group: Option<WorkingGroupRules>,
    /// How long bodies have for what they decide. None: no period is stated.
    #[serde(default)]
    pub silence: Option<SilenceRules>,
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
    /// How far ahead the day may lie from which what is decided holds.
    pub ahead: Rule<Span>,
    /// Whether issue rests on the working group's qualification and principled approval.
    pub principled_approval: Rule<Needed>,
    /// Whether the register must have an identifier of whoever is to hold the licence.
    pub identified_holder: Rule<Needed>,
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
    /// How the months of a lead are counted. None: no lead has any.
    pub month_counting: Option<Rule<MonthCounting>>,
    /// What a missed deadline leads to. None: there is none to miss.
    pub late: Option<Rule<LatePolicy>>,
    /// How long a holder has after an act that came when the last timely day or the term was over.
    pub late_decision: Rule<Span>,
    /// Whether a request filed after the end of the term can be accepted.
    pub after_end: Rule<AfterEnd>,
    /// When the holder is reminded, as spans before the last timely day, longest first. None: there is no
    /// such day.
    pub reminders: Option<Rule<Vec<Span>>>,
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

impl RenewalRules {
    /// The reminders before the last timely day, longest first.
    pub fn ladder(&self) -> &[Span] {
        self.reminders.as_ref().map_or(&[], |rule| &rule.value)
    }

    /// What a missed deadline leads to, where there is one.
    pub fn policy(&self) -> Option<LatePolicy> {
        self.late.as_ref().map(|rule| rule.value)
    }
}

impl Gate {
    /// The word of the stored form.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotSuspended => "not_suspended",
            Self::NoUnremediedViolation => "no_unremedied_violation",
            Self::OfficeActive => "office_active",
        }
    }
}

impl Edition {
    /// The last day of a time in which somebody may do something, given on the day `from`: `span` after
    /// it, and where the edition has holidays the first working day from then on. Not for how long
    /// something is valid, nor for how long a measure lasts.
    pub fn deadline(&self, from: Date, span: Span) -> Date {
        self.working_day(self.calendar.clamped(from, span))
    }

    /// A day, or the first working day after it where it is a holiday of the edition.
    pub fn working_day(&self, day: Date) -> Date {
        match &self.holidays {
            Some(rule) => rule.value.working_day(day),
            None => day,
        }
    }

    /// The rule for a kind of office; `*` stands for any kind.
    pub fn office_kind(&self, kind: &str) -> Option<&OfficeKindRule> {
        let kinds = &self.licence.office_kinds.value;
        kinds
            .iter()
            .find(|rule| rule.kind == kind || rule.kind == "*")
    }

    /// Why a licence for this kind of office is not for a holder of this kind, or of none stated; none where
    /// it is.
    pub fn bars(&self, office_kind: &str, holder: PartyKind) -> Option<Code> {
        match self.office_kind(office_kind) {
            None => Some(Code::OfficeKindUnknown),
            Some(rule) if holder != PartyKind::Legal && !rule.natural_persons => {
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
