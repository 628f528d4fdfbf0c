//! Where the office's case stands, with the committee's file.

pub mod file;

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, put_off};
use crate::edition::Rung;
use crate::text::FreeText;

use file::{File, Finding, Suspension};

/// Where the office's case stands.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// No violation was ever reported.
    #[default]
    None,
    /// A violation was reported, and there is a file.
    OnFile(Case),
}

/// The case in hand or the last one, and how far it has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The committee's file.
    pub file: Box<File>,
    /// How far the case has come.
    pub step: Step,
    /// Where it stood before it was decided, if it was.
    pub before: Option<Step>,
    /// The time that nobody has used, where the case stands as it does because that passed.
    pub unused: Option<Box<Unused>>,
    /// Where it stood before an heir had that time again.
    pub reopened: Option<Box<Step>>,
}

/// A time to be heard, or to object, that nobody has used.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Unused {
    /// Where the case stood in it.
    pub step: Step,
    /// Its last day.
    pub last: Date,
}

/// How far a case has come.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub enum Step {
    /// A violation was reported.
    Reported,
    /// The case was dropped.
    Dismissed,
    /// The holder knows of the charge and can be heard.
    NoticeServed {
        /// The day of service.
        served_on: Date,
        /// The last day on which the holder can be heard.
        defend_by: Date,
    },
    /// The opportunity to be heard was used, or has elapsed.
    Heard {
        /// The day of service.
        served_on: Date,
        /// The day on which the holder was heard; none if the holder let the time pass.
        heard_on: Option<Date>,
    },
    /// A sanction was imposed, and can be objected to.
    Sanctioned {
        /// The last day on which the holder can object.
        objection_by: Date,
    },
    /// The committee has proposed revocation; the authority has not decided.
    RevocationProposed {
        /// The day of service.
        served_on: Date,
        /// The day on which the holder was heard; none if the holder let the time pass.
        heard_on: Option<Date>,
        /// Which occurrence of the violation it is, from 1.
        occurrence: u32,
        /// Who proposed it.
        proposer: Proposer,
    },
    /// The authority has revoked, and that can be objected to.
    Revoked {
        /// The last day on which the holder can object.
        objection_by: Date,
    },
    /// The holder has objected to the last finding of the file.
    UnderReview,
    /// The case is over.
    Closed,
}

/// Who proposed a revocation, and may not decide it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Proposer {
    /// The actor's id.
    pub id: FreeText,
    /// For whom, where the actor acted for another.
    pub on_behalf_of: Option<FreeText>,
}

impl Proposer {
    pub(crate) fn new(id: &FreeText, on_behalf_of: Option<&FreeText>) -> Self {
        Self {
            id: id.clone(),
            on_behalf_of: on_behalf_of.cloned(),
        }
    }
}

impl State {
    /// The committee's file; none where no violation was ever reported.
    pub fn file(&self) -> Option<&File> {
        self.case().map(|case| &*case.file)
    }

    /// The case in hand or the last one; none where no violation was ever reported.
    pub fn case(&self) -> Option<&Case> {
        match self {
            Self::None => None,
            Self::OnFile(case) => Some(case),
        }
    }

    pub(crate) fn file_mut(&mut self) -> Option<&mut File> {
        match self {
            Self::None => None,
            Self::OnFile(case) => Some(&mut case.file),
        }
    }

    /// The file of a case that is neither dropped nor over.
    pub fn open_case(&self) -> Option<&File> {
        let open = self.case().filter(|case| case.step.is_open());
        open.map(|case| &*case.file)
    }

    /// The file of a case in which nothing was decided yet.
    pub fn undecided_case(&self) -> Option<&File> {
        let undecided = self.case().filter(|case| case.step.is_undecided());
        undecided.map(|case| &*case.file)
    }

    /// What was decided on the case in hand or on the last one, where it was decided and stands.
    pub(crate) fn own_finding(&self) -> Option<&Finding> {
        let file = self
            .case()
            .filter(|case| !case.step.is_undecided())?
            .file
            .as_ref();
        file.record.get(file.own()?)
    }

    /// The finding that falls with a decision of a day; where nobody says which, the last one.
    pub(crate) fn falling(&self, proven_on: Option<Date>) -> Option<&Finding> {
        let file = self.file()?;
        file.record.get(file.falling(proven_on)?)
    }

    /// The revocation by which the licence was taken away.
    pub(crate) fn revocation(&self) -> Option<&Finding> {
        let mut newest = self.file()?.record.iter().rev();
        newest.find(|of| of.rung == Rung::Revocation && of.effect.is_some())
    }

    /// What was decided on a day is taken back before it came: its finding falls, and a case that is open
    /// about it stands where it stood before.
    pub(crate) fn taken_back(&mut self, rung: Rung, decided_on: Date) {
        let Self::OnFile(case) = self else {
            return;
        };
        let Some(at) = case.file.proven(rung, decided_on) else {
            return;
        };
        let is_about_it =
            case.step.is_open() && !case.step.is_undecided() && case.file.own() == Some(at);
        case.file.record.remove(at);
        if is_about_it {
            case.step = case.before.take().unwrap_or(Step::Closed);
        }
    }

    /// Whether what was decided can still be objected to, or is under review.
    fn may_fall(&self) -> bool {
        let open = self.case().filter(|case| case.step.is_open());
        open.is_some_and(|case| !case.step.is_undecided())
    }

    /// Whether the revocation by which the licence was taken away can still be objected to, or is under
    /// review.
    pub(crate) fn revocation_may_fall(&self) -> bool {
        let own = self.own_finding();
        let is_in_effect = |of: &Finding| of.rung == Rung::Revocation && of.effect.is_some();
        self.may_fall() && own.is_some_and(is_in_effect)
    }

    /// Who proposed the revocation that is to be decided; none where none is.
    pub fn proposer(&self) -> Option<&Proposer> {
        match &self.case()?.step {
            Step::RevocationProposed { proposer, .. } => Some(proposer),
            Step::Reported
            | Step::Dismissed
            | Step::NoticeServed { .. }
            | Step::Heard { .. }
            | Step::Sanctioned { .. }
            | Step::Revoked { .. }
            | Step::UnderReview
            | Step::Closed => None,
        }
    }

    /// The last day on which the holder can be heard, which may be a holiday; none where that is not awaited.
    pub(crate) fn defend_by(&self) -> Option<Date> {
        match self.case()?.step {
            Step::NoticeServed { defend_by, .. } => Some(defend_by),
            Step::Reported
            | Step::Dismissed
            | Step::Heard { .. }
            | Step::Sanctioned { .. }
            | Step::RevocationProposed { .. }
            | Step::Revoked { .. }
            | Step::UnderReview
            | Step::Closed => None,
        }
    }

    /// The last day on which the decision can be objected to, where there is one.
    pub fn objection_by(&self) -> Option<Date> {
        self.case()?.step.objection_by()
    }

    /// The suspension that the file has led to, where the licence is suspended: of several the one that
    /// lasts longest. One that waited for a case which was decided counts where there is no other.
    pub fn suspension(&self) -> Option<Suspension> {
        let file = self.file()?;
        let waiting = file.waiting.filter(|_| self.undecided_case().is_some());
        match (waiting, file.punitive()) {
            (Some(waiting), Some(punitive)) if punitive.ends_before(waiting) => Some(waiting),
            (Some(_) | None, Some(punitive)) => Some(punitive),
            (waiting, None) => waiting.or(file.waiting),
        }
    }

    /// Whether something suspends the licence on a day.
    pub(crate) fn suspends(&self, on: Date) -> bool {
        let is_over = |of: Suspension| of.through().is_some_and(|through| through < on);
        let waits_for_nothing =
            |of: Suspension| of.awaits_decision() && self.undecided_case().is_none();
        self.suspension()
            .is_some_and(|of| !is_over(of) && !waits_for_nothing(of))
    }

    /// How many proven violations nobody has seen to be remedied.
    pub fn unremedied(&self) -> u32 {
        let count = self.file().map_or(0, |file| file.unremedied().count());
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The licence can be used again: no suspension is left on file.
    pub(crate) fn released(&mut self) {
        if let Some(file) = self.file_mut() {
            file.release();
        }
    }

    /// An heir follows, on the day `to`, a holder who was gone on `from`: the time to be heard and the time to
    /// object rested, for there was nobody. One that has passed since is there again, unless something was
    /// decided that can be objected to; a proposal that rests on it falls.
    pub(crate) fn rested(&mut self, from: Date, to: Date) {
        let Self::OnFile(case) = self else {
            return;
        };
        if let Some(unused) = case.unused.take_if(|unused| from <= unused.last) {
            let step = std::mem::replace(&mut case.step, unused.step);
            case.reopened = Some(Box::new(step));
        }
        match &mut case.step {
            Step::NoticeServed {
                served_on,
                defend_by,
            } => *defend_by = put_off(*defend_by, Ord::max(from, *served_on), to),
            Step::Sanctioned { objection_by } | Step::Revoked { objection_by } => {
                let decided = case.file.own().and_then(|at| case.file.record.get(at));
                let from = decided.map_or(from, |of| Ord::max(from, of.proven_on));
                *objection_by = put_off(*objection_by, from, to);
            }
            Step::Reported
            | Step::Dismissed
            | Step::Heard { .. }
            | Step::RevocationProposed { .. }
            | Step::UnderReview
            | Step::Closed => {}
        }
    }

    /// Whether a case has come to its end.
    pub(crate) fn has_ended(&self) -> bool {
        self.case().is_some_and(|case| !case.step.is_open())
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        self.case().map_or("None", |case| case.step.name())
    }
}

impl State {
    /// As it stood before an heir had time again; none where it stands as it did. A history from before that
    /// was given may have gone on from there.
    pub(crate) fn not_reopened(&self) -> Option<Self> {
        match self {
            Self::None => None,
            Self::OnFile(case) => {
                let mut case = case.clone();
                case.step = *case.reopened.take()?;
                Some(Self::OnFile(case))
            }
        }
    }
}

impl Step {
    /// Whether the case is neither dropped nor over.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::Dismissed | Self::Closed => false,
            Self::Reported
            | Self::NoticeServed { .. }
            | Self::Heard { .. }
            | Self::Sanctioned { .. }
            | Self::RevocationProposed { .. }
            | Self::Revoked { .. }
            | Self::UnderReview => true,
        }
    }

    /// Whether the case is open and nothing was decided in it.
    pub(crate) fn is_undecided(&self) -> bool {
        match self {
            Self::Reported
            | Self::NoticeServed { .. }
            | Self::Heard { .. }
            | Self::RevocationProposed { .. } => true,
            Self::Dismissed
            | Self::Sanctioned { .. }
            | Self::Revoked { .. }
            | Self::UnderReview
            | Self::Closed => false,
        }
    }

    fn objection_by(&self) -> Option<Date> {
        match self {
            Self::Sanctioned { objection_by } | Self::Revoked { objection_by } => {
                Some(*objection_by)
            }
            Self::Reported
            | Self::Dismissed
            | Self::NoticeServed { .. }
            | Self::Heard { .. }
            | Self::RevocationProposed { .. }
            | Self::UnderReview
            | Self::Closed => None,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Reported => "Reported",
            Self::Dismissed => "Dismissed",
            Self::NoticeServed { .. } => "NoticeServed",
            Self::Heard { .. } => "Heard",
            Self::Sanctioned { .. } => "Sanctioned",
            Self::RevocationProposed { .. } => "RevocationProposed",
            Self::Revoked { .. } => "Revoked",
            Self::UnderReview => "UnderReview",
            Self::Closed => "Closed",
        }
    }
}
