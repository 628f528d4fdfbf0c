//! Requests that somebody still has to decide.

use super::silence::{Awaited, Can, Foretold};
use super::task::Task;
use super::{Defect, Dossier};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{EditionId, Editions};

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

impl Dossier {
    /// The requests that somebody still has to decide, or to complete.
    pub fn waiting(&self, editions: &Editions) -> Result<Vec<Waiting>, Defect> {
        let mut all = Vec::new();
        for (task, awaited) in self.owed() {
            let Some(edition) = self.edition_of(task) else {
                continue;
            };
            let owed_by = task.owed_by(editions.get(edition)?);
            let waiting = owed_by.zip(self.filed_on(&awaited));
            all.extend(waiting.map(|(owed_by, since)| Waiting {
                awaited,
                since,
                owed_by,
                edition: edition.clone(),
            }));
        }
        Ok(all)
    }

    /// What comes of each decision that is owed against a stated period, if nobody decides. A period that
    /// rests is not told of: nobody knows its end.
    pub fn foretold(&self, editions: &Editions) -> Result<Vec<Foretold>, Defect> {
        let mut all = Vec::new();
        for (task, awaited) in self.owed() {
            all.extend(self.foretold_by(task, &awaited, editions)?);
        }
        Ok(all)
    }

    /// The same of one request; none where no decision is owed, or no period for it runs.
    pub(crate) fn foretold_of(
        &self,
        awaited: &Awaited,
        editions: &Editions,
    ) -> Result<Option<Foretold>, Defect> {
        match self.owed().find(|(_, other)| other == awaited) {
            Some((task, awaited)) => self.foretold_by(task, &awaited, editions),
            None => Ok(None),
        }
    }

    fn foretold_by(
        &self,
        task: &Task,
        awaited: &Awaited,
        editions: &Editions,
    ) -> Result<Option<Foretold>, Defect> {
        let (Some(clock), Some(id)) = (self.waits.of(awaited), self.edition_of(task)) else {
            return Ok(None);
        };
        let edition = editions.get(id)?;
        if clock.rests(edition) {
            return Ok(None);
        }
        let foretold = clock.decide_by(edition).zip(task.owed_by(edition));
        Ok(foretold.map(|(decide_by, owed_by)| Foretold {
            awaited: awaited.clone(),
            since: clock.since,
            owed_by,
            decide_by,
            means: edition.silence.means(awaited.decision()),
            edition: id.clone(),
        }))
    }

    /// The requests on which a decision is owed, and whether somebody can decide: nobody can while the request
    /// lies with whoever made it.
    pub(crate) fn who_can(&self) -> impl Iterator<Item = (Awaited, Can)> {
        self.owed().map(|(task, awaited)| {
            let can = match task.is_of_a_party() {
                true => Can::NotDecide,
                false => self.can(task),
            };
            (awaited, can)
        })
    }

    /// Those on which a decision is owed, each with what is to be done next.
    fn owed(&self) -> impl Iterator<Item = (&Task, Awaited)> {
        let open = self.worklist.tasks();
        open.filter_map(|(task, _)| Some((task, task.awaited()?)))
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
}

/// By which edition a task is judged, and whether anybody can do it for now.
impl Dossier {
    /// None where the dossier does not have what the task is about.
    pub(crate) fn edition_of(&self, task: &Task) -> Option<&EditionId> {
        match task {
            Task::ApproveCapacity | Task::PublishCall | Task::RankApplicants => {
                Some(&self.call.call()?.edition)
            }
            Task::ExamineApplication
            | Task::CureApplication
            | Task::ConcludeClearance
            | Task::DecideApplication
            | Task::DecideObjection => Some(&self.application.case()?.matter.edition),
            Task::GiveApproval
            | Task::ConfirmPremises
            | Task::PresentFile
            | Task::AnswerNotice
            | Task::DecideCancellation
            | Task::Issue => Some(&self.application.open_matter()?.edition),
            Task::ExamineRenewal
            | Task::CureRenewal
            | Task::DecideRenewal
            | Task::ExcuseLateness
            | Task::GrantRenewal => Some(&self.renewal.request()?.edition),
            Task::ExamineTransfer
            | Task::CureTransfer
            | Task::CheckTransferee
            | Task::CheckSettlement
            | Task::DecideTransfer
            | Task::RegisterTransfer => Some(&self.transfer.request()?.edition),
            Task::DecideRelocation => Some(&self.permits.relocation.as_ref()?.edition),
            Task::ServeNotice
            | Task::Defend
            | Task::DecideCase
            | Task::DecideRevocation
            | Task::ConfirmSuspension
            | Task::DecideReview => Some(&self.enforcement.file()?.edition),
            Task::DecideAppointment(post) => self.appointment.proposed_under(*post),
            Task::SettleMismatch => self.mismatch.open_under(),
            Task::DecideContract(agency)
            | Task::SignAsHolder(agency)
            | Task::SignAsAgency(agency) => self.contract.pinned(agency),
            Task::GiveNotice | Task::PassOn | Task::FillPost(_) | Task::AcceptPost(_) => {
                let term = self.terms.last().map(|record| &record.edition);
                term.or_else(|| Some(&self.pending_application()?.edition))
            }
        }
    }

    /// Whether somebody can do it, whoever owes it.
    pub(crate) fn can(&self, task: &Task) -> Can {
        match task {
            // What an edition lets be decided after the term is decided then.
            Task::ExamineRenewal
            | Task::CureRenewal
            | Task::DecideRenewal
            | Task::ExcuseLateness
            | Task::GrantRenewal => {
                Can::unless(!self.licence.is_in_force() && !self.licence.is_expired())
            }
            Task::RegisterTransfer => self.can_register(),
            // Nobody speaks for the office before an heir gives notice.
            Task::DecideReview | Task::Defend => Can::unless(self.licence.awaits_notice()),
            Task::DecideAppointment(_) | Task::AcceptPost(_) => Can::unless(!self.has_an_office()),
            Task::DecideContract(_) | Task::FillPost(_) | Task::SettleMismatch => {
                Can::unless(!self.licence.is_in_force())
            }
            Task::ConfirmSuspension => Can::unless(!self.licence.is_suspended()),
            Task::SignAsHolder(_) | Task::SignAsAgency(_) => {
                Can::unless(!self.licence.is_in_force() || self.licence.is_suspended())
            }
            Task::ApproveCapacity
            | Task::PublishCall
            | Task::RankApplicants
            | Task::ExamineApplication
            | Task::CureApplication
            | Task::ConcludeClearance
            | Task::DecideApplication
            | Task::DecideObjection
            | Task::GiveApproval
            | Task::ConfirmPremises
            | Task::PresentFile
            | Task::AnswerNotice
            | Task::DecideCancellation
            | Task::Issue
            | Task::GiveNotice
            | Task::PassOn
            | Task::DecideRelocation
            | Task::ExamineTransfer
            | Task::CureTransfer
            | Task::CheckTransferee
            | Task::CheckSettlement
            | Task::DecideTransfer
            | Task::ServeNotice
            | Task::DecideCase
            | Task::DecideRevocation => Can::Decide,
        }
    }

    /// While a case is open nobody can, nor while the licence is suspended where the edition says so.
    fn can_register(&self) -> Can {
        let barred = self.enforcement.open_case().is_some() || self.coming.measure().is_some();
        match (barred, self.licence.is_suspended()) {
            (true, _) => Can::NotDecide,
            (false, true) => Can::DecideOfASuspended,
            (false, false) => Can::Decide,
        }
    }

    /// Before there is a licence, nobody has one where no approval is open and nobody is qualified; nor has whoever's
    /// licence has ended.
    fn has_an_office(&self) -> bool {
        match self.licence.is_issued() {
            true => self.licence.is_in_force(),
            false => self.principled_approval.is_open() || self.application.qualified().is_some(),
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
