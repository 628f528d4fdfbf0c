//! Requests that somebody still has to decide.

use super::silence::{Decision, Foretold};
use super::{
    Defect, Dossier, application, coming, enforcement, principled_approval, renewal, transfer,
};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{EditionId, Editions};

/// A request that somebody still has to decide.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waiting {
    /// Which decision is owed.
    pub decision: Decision,
    /// The day from which it waits: that of its filing, as far as the dossier has it.
    pub since: Date,
    /// Who has to do something next.
    pub owed_by: Role,
    /// The edition that judges it.
    pub edition: EditionId,
}

/// Who has to do something next, and by which edition.
struct Owed<'a> {
    by: Role,
    edition: &'a EditionId,
    /// Whether nobody can decide for now, whoever owes it.
    rests: bool,
}

impl Dossier {
    /// The requests that somebody still has to decide, or to complete.
    pub fn waiting(&self) -> Vec<Waiting> {
        let all = Decision::ALL.iter().filter_map(|decision| {
            let owed = self.owed(*decision)?;
            Some(Waiting {
                decision: *decision,
                since: self.filed_on(*decision)?,
                owed_by: owed.by,
                edition: owed.edition.clone(),
            })
        });
        all.collect()
    }

    /// What comes of each decision that is owed against a stated period, if nobody decides. A period that
    /// rests is not told of: nobody knows its end.
    pub fn foretold(&self, editions: &Editions) -> Result<Vec<Foretold>, Defect> {
        let mut all = Vec::new();
        for decision in Decision::ALL.iter().copied() {
            all.extend(self.foretold_of(decision, editions)?);
        }
        Ok(all)
    }

    /// The same of one decision; none where none is owed, or no period for it runs.
    pub(crate) fn foretold_of(
        &self,
        decision: Decision,
        editions: &Editions,
    ) -> Result<Option<Foretold>, Defect> {
        let Some(clock) = self.waits.of(decision).filter(|clock| !clock.rests()) else {
            return Ok(None);
        };
        let Some(owed) = self.owed(decision) else {
            return Ok(None);
        };
        let edition = editions.get(owed.edition)?;
        Ok(clock.decide_by(edition).map(|decide_by| Foretold {
            decision,
            since: clock.since,
            owed_by: owed.by,
            decide_by,
            means: edition.silence.means(decision),
            edition: owed.edition.clone(),
        }))
    }

    /// Whether a decision is owed, and if so, whether its time rests: while the request lies with whoever
    /// made it, or nobody can decide.
    pub(crate) fn rests(&self, decision: Decision) -> Option<bool> {
        let owed = self.owed(decision)?;
        Some(owed.rests || owed.by.is_of_a_party())
    }

    /// The day of a request, where the dossier has it; else the one from which it waits.
    fn filed_on(&self, decision: Decision) -> Option<Date> {
        let stated = match decision {
            Decision::Application => self.application.case().map(|case| case.matter.filed_on),
            Decision::Renewal => self.renewal.request().map(|request| request.filed_on),
            Decision::Objection
            | Decision::Issue
            | Decision::Transfer
            | Decision::Registration
            | Decision::Relocation
            | Decision::Review => None,
        };
        stated.or_else(|| self.waits.of(decision).map(|clock| clock.since))
    }

    fn owed(&self, decision: Decision) -> Option<Owed<'_>> {
        match decision {
            Decision::Application => self.application_owed(),
            Decision::Objection => self.objection_owed(),
            Decision::Issue => self.issue_owed(),
            Decision::Renewal => self.renewal_owed(),
            Decision::Transfer => self.transfer_owed(),
            Decision::Registration => self.registration_owed(),
            Decision::Relocation => self.relocation_owed(),
            Decision::Review => self.review_owed(),
        }
    }

    fn application_owed(&self) -> Option<Owed<'_>> {
        use application::Step;
        let case = self.application.case()?;
        let by = match case.step {
            Step::Submitted | Step::UnderClearance => Role::Secretariat,
            Step::Incomplete { .. } => Role::Applicant,
            Step::ForSession => Role::WorkingGroup,
            Step::Qualified | Step::Reserve { .. } | Step::Rejected { .. } => return None,
        };
        Some(Owed::by(by, &case.matter.edition))
    }

    fn objection_owed(&self) -> Option<Owed<'_>> {
        use application::{Objection, Step};
        let case = self.application.case()?;
        match case.step {
            Step::Rejected {
                objection: Objection::Pending,
            } => Some(Owed::by(Role::AppealBody, &case.matter.edition)),
            Step::Submitted
            | Step::Incomplete { .. }
            | Step::UnderClearance
            | Step::ForSession
            | Step::Qualified
            | Step::Reserve { .. }
            | Step::Rejected {
                objection: Objection::Open { .. } | Objection::Over,
            } => None,
        }
    }

    fn issue_owed(&self) -> Option<Owed<'_>> {
        use principled_approval::Step;
        let case = self.principled_approval.case()?;
        let matter = self.application.open_matter()?;
        match case.step {
            Step::Presented => Some(Owed::by(Role::Authority, &matter.edition)),
            Step::Issued | Step::Extended | Step::PremisesReady => None,
        }
    }

    /// While the licence has ended otherwise than with its term, nobody can decide; what an edition lets be
    /// decided after the term is decided then.
    fn renewal_owed(&self) -> Option<Owed<'_>> {
        use renewal::Step;
        let case = self.renewal.case()?;
        let by = match case.step {
            Step::Filed { .. } => Role::Secretariat,
            Step::Incomplete { .. } => Role::Holder,
            Step::UnderReview { .. } | Step::OutOfTime => Role::WorkingGroup,
            Step::Confirmed { .. } => Role::Authority,
            Step::Refused | Step::Granted | Step::Withdrawn { .. } => return None,
        };
        Some(Owed {
            rests: !self.licence.is_in_force() && !self.licence.is_expired(),
            ..Owed::by(by, &case.request.edition)
        })
    }

    fn transfer_owed(&self) -> Option<Owed<'_>> {
        use transfer::{Stage, Step};
        let case = self.transfer.case()?;
        let by = match case.step {
            Step::Filed => Role::Secretariat,
            Step::Incomplete { .. } => Role::Holder,
            Step::AtStage {
                stage: Stage::Session,
            } => Role::WorkingGroup,
            Step::AtStage {
                stage: Stage::TransfereeCheck | Stage::Settlement,
            } => Role::Secretariat,
            Step::Confirmed
            | Step::Registered
            | Step::Refused
            | Step::Withdrawn
            | Step::Abandoned => return None,
        };
        Some(Owed::by(by, &case.request.edition))
    }

    /// One that is to hold from a later day is decided. While a case is open nobody can.
    fn registration_owed(&self) -> Option<Owed<'_>> {
        use transfer::Step;
        let case = self.transfer.case()?;
        let is_decided = self.coming.of(coming::Kind::Registration).is_some();
        match case.step {
            Step::Confirmed if !is_decided => Some(Owed {
                rests: self.enforcement.open_case().is_some() || self.coming.measure().is_some(),
                ..Owed::by(Role::Authority, &case.request.edition)
            }),
            Step::Confirmed
            | Step::Filed
            | Step::Incomplete { .. }
            | Step::AtStage { .. }
            | Step::Registered
            | Step::Refused
            | Step::Withdrawn
            | Step::Abandoned => None,
        }
    }

    /// One that is to hold from a later day is decided.
    fn relocation_owed(&self) -> Option<Owed<'_>> {
        let asked_for = self.permits.relocation.as_ref()?;
        match self.coming.of(coming::Kind::Relocation) {
            Some(_) => None,
            None => Some(Owed::by(Role::WorkingGroup, &asked_for.edition)),
        }
    }

    /// Nobody speaks for the office before an heir gives notice.
    fn review_owed(&self) -> Option<Owed<'_>> {
        use enforcement::Step;
        let case = self.enforcement.case()?;
        match case.step {
            Step::UnderReview => Some(Owed {
                rests: self.licence.awaits_notice(),
                ..Owed::by(Role::AppealBody, &case.file.edition)
            }),
            Step::Reported
            | Step::Dismissed
            | Step::NoticeServed { .. }
            | Step::Heard { .. }
            | Step::Sanctioned { .. }
            | Step::RevocationProposed { .. }
            | Step::Revoked { .. }
            | Step::Closed => None,
        }
    }
}

impl<'a> Owed<'a> {
    fn by(by: Role, edition: &'a EditionId) -> Self {
        Self {
            by,
            edition,
            rests: false,
        }
    }
}
