//! What waits for whom, since when and until when.

use super::{Defect, Dossier, Editions};
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::Edition;
use crate::machines::{appointment, mismatch};
use crate::state::principled_approval;
use crate::state::silence::Can;
use crate::state::task::Task;

/// What waits for somebody to act.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Item {
    /// What is to be done.
    pub task: Task,
    /// Whose it is.
    pub owed_by: Role,
    /// The day since which it waits for them.
    pub since: Date,
    /// The last day on which it can be done, or of the period that is stated for it, whichever is the earlier one;
    /// none where neither is known, and while the time for a decision rests.
    pub until: Option<Date>,
}

impl Dossier {
    /// What waits for somebody to act on a day up to which the dossier is settled, in the order of a life.
    ///
    /// A decision that nobody can take for now is left out: it waits for something else. What a party has a last day
    /// for stays, also while something else bars it. The chance to object holds nothing up and is none, nor is the
    /// coming end of a term.
    pub fn worklist(&self, editions: &Editions, on: Date) -> Result<Vec<Item>, Defect> {
        let mut all = Vec::new();
        for (task, since) in self.worklist.tasks() {
            let (task, since) = self.after_its_notice(task, since, on);
            let Some(edition) = self.edition_of(&task) else {
                continue;
            };
            let edition = editions.get(edition)?;
            if !self.can_be_done(&task, edition) {
                continue;
            }
            let until = self.until(&task, editions)?;
            let item = |task: Task, owed_by| Item {
                task,
                owed_by,
                since,
                until,
            };
            match (task.owed_by(edition), &task) {
                // The office can do without.
                (_, Task::FillPost(_)) if until.is_none() => {}
                (Some(owed_by), _) => all.push(item(task, owed_by)),
                // Where nobody approves it, both sign at once.
                (None, Task::DecideContract(agency)) if !self.licence.is_suspended() => {
                    all.extend([
                        item(Task::SignAsHolder(agency.clone()), Role::Holder),
                        item(Task::SignAsAgency(agency.clone()), Role::ServiceAgency),
                    ])
                }
                (None, _) => {}
            }
        }
        Ok(all)
    }

    /// A notice that was not answered in time lets the working group decide; nothing is recorded of that.
    fn after_its_notice(&self, task: &Task, since: Date, on: Date) -> (Task, Date) {
        let first = match (task, self.notice().map(|notice| notice.defend_by)) {
            (Task::AnswerNotice, Some(defend_by)) if defend_by < on => defend_by.day_after(),
            (_, _) => None,
        };
        match first {
            Some(first) => (Task::DecideCancellation, first),
            None => (task.clone(), since),
        }
    }

    /// The day from which on the list is another one, though nothing is recorded of it.
    pub(crate) fn worklist_changes_on(&self) -> Option<Date> {
        let notice = self.notice().filter(|notice| notice.heard_on.is_none());
        notice.and_then(|notice| notice.defend_by.day_after())
    }

    fn notice(&self) -> Option<&principled_approval::Notice> {
        self.principled_approval.case()?.approval.notice.as_ref()
    }

    fn can_be_done(&self, task: &Task, edition: &Edition) -> bool {
        match self.can(task) {
            Can::Decide => true,
            Can::NotDecide => false,
            Can::DecideOfASuspended => !edition.bars_registration_of_a_suspended(),
        }
    }

    fn until(&self, task: &Task, editions: &Editions) -> Result<Option<Date>, Defect> {
        let last = self.last_day_of(task, editions)?;
        let stated = match task.awaited() {
            Some(awaited) => self.foretold_of(&awaited, editions)?,
            None => None,
        };
        let stated = stated.map(|foretold| foretold.decide_by);
        Ok([last, stated].into_iter().flatten().min())
    }

    /// The last day on which it can be done; none where that is not known.
    fn last_day_of(&self, task: &Task, editions: &Editions) -> Result<Option<Date>, Defect> {
        let put_off = |day: Option<Date>| match (day, self.edition_of(task)) {
            (Some(day), Some(edition)) => editions.working_day(edition, day).map(Some),
            (_, _) => Ok(None),
        };
        match task {
            Task::CureApplication => Ok(self.application.cure_by()),
            Task::CureRenewal => put_off(self.renewal.cure_by()),
            Task::CureTransfer => Ok(Ord::min(self.transfer.cure_by(), self.transfer_through())),
            Task::ExamineTransfer
            | Task::CheckTransferee
            | Task::CheckSettlement
            | Task::DecideTransfer => Ok(self.transfer_through()),
            Task::RankApplicants => Ok(self.call.reserve_through()),
            Task::ConfirmPremises => {
                let case = self.principled_approval.case();
                Ok(case.map(|case| case.approval.ends_on()))
            }
            Task::AnswerNotice => Ok(self.notice().map(|notice| notice.defend_by)),
            Task::GiveNotice => Ok(self.licence.notice_through()),
            Task::PassOn => Ok(self.licence.interim().map(|interim| interim.until)),
            Task::Defend => put_off(self.enforcement.defend_by()),
            Task::ConfirmSuspension => {
                let waiting = self.enforcement.file().and_then(|file| file.waiting);
                Ok(waiting.and_then(|suspension| suspension.through()))
            }
            Task::FillPost(post) => appointment::fill_by(self, *post, editions),
            Task::SettleMismatch => mismatch::settle_by(self, editions),
            Task::ApproveCapacity
            | Task::PublishCall
            | Task::ExamineApplication
            | Task::ConcludeClearance
            | Task::DecideApplication
            | Task::DecideObjection
            | Task::GiveApproval
            | Task::PresentFile
            | Task::DecideCancellation
            | Task::Issue
            | Task::ExamineRenewal
            | Task::DecideRenewal
            | Task::ExcuseLateness
            | Task::GrantRenewal
            | Task::RegisterTransfer
            | Task::DecideRelocation
            | Task::ServeNotice
            | Task::DecideCase
            | Task::DecideRevocation
            | Task::DecideReview
            | Task::DecideAppointment(_)
            | Task::AcceptPost(_)
            | Task::DecideContract(_)
            | Task::SignAsHolder(_)
            | Task::SignAsAgency(_) => Ok(None),
        }
    }

    fn transfer_through(&self) -> Option<Date> {
        self.transfer.request().map(|request| request.open_through)
    }
}
