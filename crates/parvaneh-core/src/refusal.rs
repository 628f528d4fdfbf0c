//! The law says no: a normal answer, with its reason.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::edition::{Basis, Rule};
use crate::law::OwnRule;

/// Why a command was refused.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refusal {
    /// Stable for ever; retired codes are not used again.
    pub code: Code,
    /// What the refusal rests on.
    pub citation: Citation,
    /// What was looked at, by name. Dates are ISO Gregorian.
    pub facts: BTreeMap<String, String>,
    /// The first day on which such a command would pass, if nobody does anything until then: the one from
    /// which the list of what may be done has it. None where waiting does not help. While a command is being
    /// decided, a day on which this reason falls away.
    pub earliest: Option<Date>,
}

/// A place in the law and what kind of place it is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Citation {
    /// The place, in words.
    pub article: String,
    /// Regulation, other source, or a default of ours.
    pub basis: Basis,
}

impl<T> From<&Option<Rule<T>>> for Citation {
    /// Where the edition does not have the rule, that it does not is what is cited.
    fn from(rule: &Option<Rule<T>>) -> Self {
        match rule {
            Some(rule) => rule.into(),
            None => OwnRule::ProceduresOfTheEdition.into(),
        }
    }
}

impl<T> From<&Rule<T>> for Citation {
    fn from(rule: &Rule<T>) -> Self {
        Self {
            article: rule.article.clone(),
            basis: rule.basis,
        }
    }
}

impl Refusal {
    /// A refusal without facts; add them with [`Refusal::because`].
    pub fn new(code: Code, citation: impl Into<Citation>) -> Self {
        Self {
            code,
            citation: citation.into(),
            facts: BTreeMap::new(),
            earliest: None,
        }
    }

    /// With one more fact.
    pub fn because(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.facts.insert(name.to_owned(), value.to_string());
        self
    }

    /// With the first day on which this reason falls away. That another may stand in the way then is found
    /// where the refusal is answered ([`earliest`](crate::actions::earliest)).
    pub fn until(mut self, earliest: Date) -> Self {
        self.earliest = Some(earliest);
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code.sentence())?;
        for (at, (name, value)) in self.facts.iter().enumerate() {
            let before = if at == 0 { " (" } else { ", " };
            write!(f, "{before}{name}: {value}")?;
        }
        if !self.facts.is_empty() {
            f.write_str(")")?;
        }
        write!(f, " [{}, {:?}]", self.citation.article, self.citation.basis)
    }
}

impl std::error::Error for Refusal {}

macro_rules! codes {
    ($(
        $(#[$doc:meta])*
        $name:ident = $word:literal $(under [$($key:literal),*])?: $sentence:literal,
    )*) => {
        /// Each reason for which a command can be refused. The one table of codes and sentences.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Code {
            $(#[doc = $sentence] #[serde(rename = $word)] $name,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The stable word.
            pub fn word(self) -> &'static str {
                match self { $(Code::$name => $word,)* }
            }

            /// The keys of an edition on whose rules a refusal for this reason may rest; all others rest on
            /// a rule of ours, and so may these.
            pub fn under(self) -> &'static [&'static str] {
                match self { $(Code::$name => &[$($($key,)*)?],)* }
            }

            /// What stands in the way.
            pub fn sentence(self) -> &'static str {
                match self { $(Code::$name => $sentence,)* }
            }
        }
    };
}

codes! {
    RoleMayNot = "role_may_not" under ["authority", "call.publisher", "enforcement.cases.urgent_suspension"]: "this role may not do this",
    OtherProvince = "other_province": "the dossier belongs to another province",
    NotTheHolder = "not_the_holder": "only the holder of this licence may do this",
    NotTheParty = "not_the_party": "only the party itself may do this",
    OwnMatter = "own_matter": "nobody decides their own matter",
    /// Not given any more; answers that were given before acts had their own days have it.
    DatedBeforeHistory = "dated_before_history": "the dossier already has an event of a later day",
    EnteredTooLate = "entered_too_late" under ["entry.late_entry", "entry.receipt"]: "it is too late to enter an act of that day; only a revision can",
    EvidenceMissing = "evidence_missing": "a desk that enters for another says what shows it",
    PartyPaperMissing = "party_paper_missing" under ["entry.party_papers"]: "a desk enters what a party did only on the paper that says so",
    LaterActStandsAgainst = "later_act_stands_against": "a later act would come out otherwise; a revision has to name each that may",
    DossierVoid = "dossier_void": "the opening of the dossier was withdrawn; only a revision can change it",
    CallMovedOn = "call_moved_on": "the call has gone on since that day, and what others were told of it would change",
    ProcedureNotKnown = "procedure_not_known": "the edition knows no such procedure",
    NotAtThisStep = "not_at_this_step": "the matter does not stand at this step",
    MatterOpen = "matter_open": "a matter of this kind is already open",
    PaperUnknown = "paper_unknown" under ["entry.party_papers"]: "the edition names no such paper",
    PaperMissing = "paper_missing" under ["application.stages", "principled_approval.premises", "principled_approval.presentation", "renewal.needs", "transfer.stages", "succession.needs", "succession.heir", "succession.liquidator", "premises.relocation"]: "a paper that the step needs is not on file",
    PaperUnfavourable = "paper_unfavourable" under ["application.stages", "principled_approval.premises", "principled_approval.presentation", "renewal.needs", "transfer.stages", "succession.needs", "succession.heir", "succession.liquidator", "premises.relocation"]: "a paper that the step needs answers against",
    PaperOutdated = "paper_outdated" under ["papers"]: "a paper that the step needs is out of date",
    PaperNamesNobody = "paper_names_nobody": "a certificate names those it is for",
    PaperForOthers = "paper_for_others": "the certificate is for others",
    OtherHistory = "other_history": "a call and a dossier are histories apart",
    /// Not given any more; answers that were given before an empty reason was no command have it.
    ReasonMissing = "reason_missing": "the decision does not say why",
    OtherOffice = "other_office": "a dossier is one office's, and this is another office",
    CallUnknown = "call_unknown": "there is no such call",
    CallElsewhere = "call_elsewhere": "the call is for another province",
    CallReversed = "call_reversed": "a call cannot close before it opens",
    CallNotOpen = "call_not_open": "the call is not open",
    CallNotClosed = "call_not_closed": "the call has not closed, and no seat of it can be given",
    CallOver = "call_over": "the call is over, and no seat of it can be given",
    NoSeats = "no_seats": "a call has at least one seat",
    NoticeTooShort = "notice_too_short" under ["call.notice"]: "the call would open too soon after it is published",
    ExtendedBefore = "extended_before" under ["principled_approval.extension"]: "it has been extended before, and can be extended once",
    ExtensionUnfit = "extension_unfit": "the new last day is not within its bounds",
    NoSeatLeft = "no_seat_left" under ["call.reserve_list"]: "no seat of the call is left",
    SeatsLeft = "seats_left" under ["call.reserve_list"]: "seats of the call are left",
    AnswersUndecided = "answers_undecided": "applications that answered the call are undecided",
    DeficiencyListed = "deficiency_listed" under ["application.cure", "renewal.cure", "transfer.cure"]: "what is missing has been listed, and is listed once",
    NotQualified = "not_qualified" under ["licence.principled_approval"]: "the applicant has not been found qualified",
    ActIncomplete = "act_incomplete": "the act of issue does not say for what office and to whom",
    ActOverstated = "act_overstated": "the act of issue says again what the application has settled",
    NotIssued = "not_issued": "no licence has been issued",
    AlreadyIssued = "already_issued": "a licence has been issued before",
    LicenceEnded = "licence_ended": "the licence has ended",
    Suspended = "suspended" under ["renewal.gates", "transfer.not_suspended"]: "the licence is suspended",
    NotSuspended = "not_suspended": "the licence is not suspended",
    HearingOpen = "hearing_open" under ["enforcement.hearing"]: "the opportunity to be heard is neither used nor elapsed",
    OfficeKindUnknown = "office_kind_unknown": "the edition does not know this kind of office",
    NaturalPersonExcluded = "natural_person_excluded" under ["licence.office_kinds"]: "this kind of office is for legal persons only",
    HolderUnidentified = "holder_unidentified" under ["licence.identified_holder"]: "the register has no identifier of whoever is to hold the licence",
    ApprovalMissing = "approval_missing" under ["licence.principled_approval", "principled_approval.premises", "principled_approval.presenting"]: "issue needs the working group's qualification and principled approval",
    AppointmentMissing = "appointment_missing" under ["appointment.posts"]: "a post that the office must have has nobody approved",
    ResolutionNotCarried = "resolution_not_carried" under ["working_group.quorum", "working_group.indispensable_seats", "working_group.majority"]: "the resolution does not carry",
    ResolutionOfOtherMatter = "resolution_of_other_matter": "the resolution decides something else",
    SessionBeforeMatter = "session_before_matter": "the session was held before the matter came before the working group",
    TermNotBegun = "term_not_begun": "the latest term has not begun, and a request is for the one after it",
    TermJustGranted = "term_just_granted": "the latest term was granted on this day, and the one after it is not",
    RequestOpen = "request_open": "a renewal request is already open",
    NoRequest = "no_request": "no renewal request stands at this step",
    DeadlineMissed = "deadline_missed" under ["renewal.late"]: "not filing in time counts as the holder's withdrawal",
    ExcuseNotKnown = "excuse_not_known" under ["renewal.late"]: "the edition excuses no late request",
    NotConfirmed = "not_confirmed" under ["renewal.confirmation"]: "the working group has not confirmed the renewal",
    ViolationUnremedied = "violation_unremedied" under ["renewal.gates"]: "a violation stands unremedied",
    OfficeInactive = "office_inactive" under ["renewal.gates"]: "the office is not active",
    CaseOpen = "case_open": "an enforcement case is open",
    HoldsAlready = "holds_already": "the transferee holds the licence",
    TransferLate = "transfer_late" under ["transfer.lead"]: "too little of the term is left to pass it on",
    HeldTooShort = "held_too_short" under ["transfer.holding"]: "the holder has not held the licence for long enough",
    TermOver = "term_over": "nothing is left of the term",
    HeirIsTheHolder = "heir_is_the_holder": "nobody is the heir of themselves",
    NoticeLate = "notice_late" under ["succession.notice"]: "the heirs' notice comes too late",
    OtherTown = "other_town" under ["premises.relocation"]: "a licence is not moved to another town",
    TownUnknown = "town_unknown": "the register does not know where the office is, and its premises are recorded first",
    PremisesKnown = "premises_known": "the premises are on record, and an office moves by a relocation",
    ClosedTooLong = "closed_too_long" under ["premises.closure"]: "an office is not closed for so long",
    CounterTooLong = "counter_too_long" under ["premises.counter"]: "counters elsewhere would stand too long in one year",
    ContractNotApproved = "contract_not_approved" under ["contract.approval"]: "the working group has not approved the contract",
    ViolationUnknown = "violation_unknown": "the table of violations has no such violation",
    NoticeNotServed = "notice_not_served" under ["enforcement.hearing"]: "no notice has been served",
    SanctionNotInTable = "sanction_not_in_table" under ["enforcement.cases.violations"]: "the table has another sanction for this occurrence of the violation",
    MeasureTooLong = "measure_too_long" under ["enforcement.cases.suspension", "enforcement.cases.service_cutoff"]: "the measure would last longer than the edition allows",
    DayOutOfOrder = "day_out_of_order" under ["licence.term", "licence.ahead", "licence.issue_ahead", "renewal.late_decision"]: "the day that is stated cannot be so",
    OwnProposal = "own_proposal": "who proposes a revocation does not decide it",
    UrgentOnce = "urgent_once" under ["enforcement.cases.urgent_suspension"]: "a case has one urgent suspension, which lapses unless it is confirmed",
    NothingToCorrect = "nothing_to_correct": "the licence has neither expired nor lapsed nor been revoked",
    EndsAllTheSame = "ends_all_the_same": "with what is stated, the licence would have ended all the same",
    ResolutionMissing = "resolution_missing": "the edition has the working group decide this, by resolution",
    PersonNotAppointed = "person_not_appointed": "this person is not the one whose appointment stands at this step",
    PostForNaturalPersons = "post_for_natural_persons": "this post is for a natural person",
    OnePersonTwoPosts = "one_person_two_posts": "manager and deputy are two persons",
    NoMismatch = "no_mismatch" under ["appointment.mismatch"]: "whoever runs the office holds the licence, or was approved to run it",
    MismatchUnsettled = "mismatch_unsettled" under ["appointment.mismatch"]: "what is said to settle the mismatch is not so",
}
