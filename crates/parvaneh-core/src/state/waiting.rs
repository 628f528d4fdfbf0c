//! Requests that somebody still has to decide.

use super::appointment::Post;
use super::silence::{Awaited, Can, Foretold};
use super::{
    Defect, Dossier, application, appointment, coming, contract, enforcement, principled_approval,
    renewal, transfer,
};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{Edition, EditionId, Editions, Needed};

/// A request that somebody still has to decide.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waiting {
    /// On which a decision is owed.
    pub awaited: Awaited,
    /// The day from which it waits: that of its filing, as far as the dossier has it.
    pub since: Date,
    /// Who has to do something next.
    pub owed_by: Role,
    /// The edition that judges it.
    pub edition: EditionId,
}

/// Who has to do something next, and by which edition.
struct Owed<'a> {
    by: By,
    edition: &'a EditionId,
    /// Whether somebody can decide for now, whoever owes it.
    can: Can,
}

/// Who has to do something next.
#[derive(Clone, Copy)]
enum By {
    Role(Role),
    /// Whoever the edition has approve a person for the post.
    Approving(Post),
    /// The working group, where the edition has it approve contracts; else nobody.
    ApprovingContracts,
}

impl Dossier {
    /// The requests that somebody still has to decide, or to complete.
    pub fn waiting(&self, editions: &Editions) -> Result<Vec<Waiting>, Defect> {
        let mut all = Vec::new();
        for awaited in self.may_be_awaited() {
            let Some(owed) = self.owed(&awaited) else {
                continue;
            };
            let owed_by = owed.by.role(editions.get(owed.edition)?);
            let edition = owed.edition.clone();
            let waiting = owed_by.zip(self.filed_on(&awaited));
            all.extend(waiting.map(|(owed_by, since)| Waiting {
                awaited,
                since,
                owed_by,
                edition,
            }));
        }
        Ok(all)
    }

    /// What comes of each decision that is owed against a stated period, if nobody decides. A period that
    /// rests is not told of: nobody knows its end.
    pub fn foretold(&self, editions: &Editions) -> Result<Vec<Foretold>, Defect> {
        let mut all = Vec::new();
        for awaited in self.may_be_awaited() {
            all.extend(self.foretold_of(&awaited, editions)?);
        }
        Ok(all)
    }

    /// The same of one request; none where no decision is owed, or no period for it runs.
    pub(crate) fn foretold_of(
        &self,
        awaited: &Awaited,
        editions: &Editions,
    ) -> Result<Option<Foretold>, Defect> {
        let (Some(clock), Some(owed)) = (self.waits.of(awaited), self.owed(awaited)) else {
            return Ok(None);
        };
        let edition = editions.get(owed.edition)?;
        if clock.rests(edition) {
            return Ok(None);
        }
        let owed_by = owed.by.role(edition);
        let foretold = clock.decide_by(edition).zip(owed_by);
        Ok(foretold.map(|(decide_by, owed_by)| Foretold {
            awaited: awaited.clone(),
            since: clock.since,
            owed_by,
            decide_by,
            means: edition.silence.means(awaited.decision()),
            edition: owed.edition.clone(),
        }))
    }

    /// The requests on which a decision is owed, and whether somebody can decide: nobody can while the request
    /// lies with whoever made it.
    pub(crate) fn who_can(&self) -> impl Iterator<Item = (Awaited, Can)> {
        self.may_be_awaited().filter_map(|awaited| {
            let owed = self.owed(&awaited)?;
            let can = match owed.by {
                By::Role(role) if role.is_of_a_party() => Can::NotDecide,
                By::Role(_) | By::Approving(_) | By::ApprovingContracts => owed.can,
            };
            Some((awaited, can))
        })
    }

    /// Those on which a decision may be owed, in their order.
    fn may_be_awaited(&self) -> impl Iterator<Item = Awaited> {
        let posts = self.appointment.posts.keys().copied();
        let drafts = self.contract.all().filter(|(_, contract)| {
            use contract::Step;
            match contract.step {
                Step::Drafted => true,
                Step::Approved
                | Step::Signed
                | Step::Suspended
                | Step::Ended
                | Step::SignedByHolder
                | Step::SignedByAgency => false,
            }
        });
        let one_at_a_time = Awaited::ONE_AT_A_TIME.into_iter();
        one_at_a_time
            .chain(posts.map(Awaited::Appointment))
            .chain(drafts.map(|(agency, _)| Awaited::Contract(agency.into())))
    }

    /// The day of a request, where the dossier has it; else the one from which it waits.
    fn filed_on(&self, awaited: &Awaited) -> Option<Date> {
        let stated = match awaited {
            Awaited::Application => self.application.case().map(|case| case.matter.filed_on),
            Awaited::Renewal => self.renewal.request().map(|request| request.filed_on),
            Awaited::Objection
            | Awaited::Issue
            | Awaited::Transfer
            | Awaited::Registration
            | Awaited::Relocation
            | Awaited::Review
            | Awaited::Appointment(_)
            | Awaited::Contract(_) => None,
        };
        stated.or_else(|| self.waits.of(awaited).map(|clock| clock.since))
    }

    fn owed(&self, awaited: &Awaited) -> Option<Owed<'_>> {
        match awaited {
            Awaited::Application => self.application_owed(),
            Awaited::Objection => self.objection_owed(),
            Awaited::Issue => self.issue_owed(),
            Awaited::Renewal => self.renewal_owed(),
            Awaited::Transfer => self.transfer_owed(),
            Awaited::Registration => self.registration_owed(),
            Awaited::Relocation => self.relocation_owed(),
            Awaited::Review => self.review_owed(),
            Awaited::Appointment(post) => self.appointment_owed(*post),
            Awaited::Contract(agency) => self.contract_owed(agency),
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
        let ended = !self.licence.is_in_force() && !self.licence.is_expired();
        Some(Owed {
            can: Can::unless(ended),
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

    /// One that is to hold from a later day is decided. While a case is open nobody can, nor while the licence is
    /// suspended where the edition says so.
    fn registration_owed(&self) -> Option<Owed<'_>> {
        use transfer::Step;
        let case = self.transfer.case()?;
        let is_decided = self.coming.of(coming::Kind::Registration).is_some();
        match case.step {
            Step::Confirmed if !is_decided => {
                let barred =
                    self.enforcement.open_case().is_some() || self.coming.measure().is_some();
                let can = match (barred, self.licence.is_suspended()) {
                    (true, _) => Can::NotDecide,
                    (false, true) => Can::DecideOfASuspended,
                    (false, false) => Can::Decide,
                };
                Some(Owed {
                    can,
                    ..Owed::by(Role::Authority, &case.request.edition)
                })
            }
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
                can: Can::unless(self.licence.awaits_notice()),
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

    /// Before there is a licence, nobody can decide where no approval is open and nobody is qualified; nor while
    /// the licence has ended.
    fn appointment_owed(&self, post: Post) -> Option<Owed<'_>> {
        use appointment::Step;
        let awaited = self.principled_approval.is_open() || self.application.qualified().is_some();
        let has_an_office = match self.licence.is_issued() {
            true => self.licence.is_in_force(),
            false => awaited,
        };
        match &self.appointment.case(post)?.step {
            Step::Proposed { edition } => Some(Owed {
                by: By::Approving(post),
                edition,
                can: Can::unless(!has_an_office),
            }),
            Step::Approved { .. }
            | Step::Active { .. }
            | Step::Ended { .. }
            | Step::Rejected { .. } => None,
        }
    }

    /// While the licence has ended nobody can decide.
    fn contract_owed(&self, agency: &str) -> Option<Owed<'_>> {
        use contract::Step;
        let contract = self.contract.open(agency)?;
        match contract.step {
            Step::Drafted => Some(Owed {
                by: By::ApprovingContracts,
                edition: &contract.edition,
                can: Can::unless(!self.licence.is_in_force()),
            }),
            Step::Approved
            | Step::Signed
            | Step::Suspended
            | Step::Ended
            | Step::SignedByHolder
            | Step::SignedByAgency => None,
        }
    }
}

impl By {
    /// Who that is by an edition; none where it has nobody decide.
    fn role(self, edition: &Edition) -> Option<Role> {
        match self {
            Self::Role(role) => Some(role),
            Self::Approving(post) => {
                let rule = edition.appointment.as_ref()?.posts.get(&post)?;
                Some(rule.value.approved_by)
            }
            Self::ApprovingContracts => {
                let approval = edition.contract.as_ref()?.approval.value;
                (approval == Needed::Needed).then_some(Role::WorkingGroup)
            }
        }
    }
}

impl Can {
    /// Whether somebody can decide where nothing but this bars it.
    fn unless(barred: bool) -> Self {
        match barred {
            true => Self::NotDecide,
            false => Self::Decide,
        }
    }
}

impl<'a> Owed<'a> {
    fn by(by: Role, edition: &'a EditionId) -> Self {
        Self {
            by: By::Role(by),
            edition,
            can: Can::Decide,
        }
    }
}
