//! What waits for somebody to act, and since when: every machine's open tasks.

use serde::{Deserialize, Serialize};

use super::appointment::Post;
use super::task::Task;
use super::{
    Dossier, application, appointment, call, coming, contract, enforcement, licence, mismatch,
    principled_approval, renewal, transfer,
};
use crate::calendar::Date;

/// What waits for somebody to act, each with the day since which it does. In the order of a life.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Worklist(Vec<(Task, Date)>);

impl Worklist {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every task, and since when it waits.
    pub fn tasks(&self) -> impl Iterator<Item = (&Task, Date)> {
        self.0.iter().map(|(task, since)| (task, *since))
    }

    /// On the day `on` these are open, and no others. What was open goes on to wait since its own day.
    pub(crate) fn go(&mut self, open: Vec<Task>, on: Date) {
        if self.0.is_empty() && open.is_empty() {
            return;
        }
        let before = std::mem::take(&mut self.0);
        let since = |task: &Task| before.iter().find(|(of, _)| of == task);
        let open = open.into_iter().map(|task| {
            let since = since(&task).map_or(on, |(_, since)| *since);
            (task, since)
        });
        self.0 = open.collect();
    }
}

impl Dossier {
    /// What somebody has to do next, in the order of a life.
    pub(crate) fn open_tasks(&self) -> Vec<Task> {
        let mut open = Vec::new();
        open.extend(self.call_task());
        open.extend(self.application_task());
        self.approval_tasks(&mut open);
        open.extend(self.succession_task());
        open.extend(self.renewal_task());
        open.extend(self.transfer_task());
        open.extend(self.relocation_task());
        self.case_tasks(&mut open);
        let posts = self.appointment.posts.iter();
        open.extend(posts.filter_map(|(post, case)| post_task(*post, &case.step)));
        open.extend(self.mismatch_task());
        for (agency, contract) in self.contract.all() {
            contract_tasks(agency, contract.step, &mut open);
        }
        open
    }

    fn call_task(&self) -> Option<Task> {
        use call::Step;
        match self.call.case()?.step {
            Step::Draft => Some(Task::ApproveCapacity),
            Step::CapacityApproved => Some(Task::PublishCall),
            Step::Closed { .. } => Some(Task::RankApplicants),
            Step::Published
            | Step::Open
            | Step::Ranked { .. }
            | Step::Concluded { .. }
            | Step::Cancelled => None,
        }
    }

    fn application_task(&self) -> Option<Task> {
        use application::{Objection, Step};
        match self.application.case()?.step {
            Step::Submitted => Some(Task::ExamineApplication),
            Step::Incomplete { .. } => Some(Task::CureApplication),
            Step::UnderClearance => Some(Task::ConcludeClearance),
            Step::ForSession => Some(Task::DecideApplication),
            Step::Rejected {
                objection: Objection::Pending,
            } => Some(Task::DecideObjection),
            Step::Qualified => match self.principled_approval {
                principled_approval::State::None => Some(Task::GiveApproval),
                principled_approval::State::Given(_)
                | principled_approval::State::Fulfilled
                | principled_approval::State::Lapsed
                | principled_approval::State::Withdrawn
                | principled_approval::State::Cancelled => None,
            },
            Step::Reserve { .. }
            | Step::Rejected {
                objection: Objection::Open { .. } | Objection::Over,
            } => None,
        }
    }

    /// A notice that it may be cancelled goes beside what makes it a licence.
    fn approval_tasks(&self, open: &mut Vec<Task>) {
        use principled_approval::Step;
        let Some(case) = self.principled_approval.case() else {
            return;
        };
        open.push(match case.step {
            Step::Issued | Step::Extended => Task::ConfirmPremises,
            Step::PremisesReady => Task::PresentFile,
            Step::Presented => Task::Issue,
        });
        if let Some(notice) = &case.approval.notice {
            open.push(match notice.heard_on {
                None => Task::AnswerNotice,
                Some(_) => Task::DecideCancellation,
            });
        }
    }

    fn succession_task(&self) -> Option<Task> {
        match &self.licence {
            licence::State::Lapsed { .. } if self.licence.awaits_notice() => Some(Task::GiveNotice),
            licence::State::Interim { .. } => match self.transfer.open_request() {
                None => Some(Task::PassOn),
                Some(_) => None,
            },
            licence::State::NotIssued
            | licence::State::Active { .. }
            | licence::State::Suspended { .. }
            | licence::State::Expired { .. }
            | licence::State::Revoked { .. }
            | licence::State::Surrendered { .. }
            | licence::State::Lapsed { .. } => None,
        }
    }

    fn renewal_task(&self) -> Option<Task> {
        use renewal::Step;
        match self.renewal.case()?.step {
            Step::Filed { .. } => Some(Task::ExamineRenewal),
            Step::Incomplete { .. } => Some(Task::CureRenewal),
            Step::UnderReview { .. } => Some(Task::DecideRenewal),
            Step::OutOfTime => Some(Task::ExcuseLateness),
            Step::Confirmed { .. } => Some(Task::GrantRenewal),
            Step::Refused | Step::Granted | Step::Withdrawn { .. } => None,
        }
    }

    /// A registration that is to hold from a later day is decided.
    fn transfer_task(&self) -> Option<Task> {
        use transfer::{Stage, Step};
        match self.transfer.case()?.step {
            Step::Filed => Some(Task::ExamineTransfer),
            Step::Incomplete { .. } => Some(Task::CureTransfer),
            Step::AtStage { stage } => Some(match stage {
                Stage::TransfereeCheck => Task::CheckTransferee,
                Stage::Settlement => Task::CheckSettlement,
                Stage::Session => Task::DecideTransfer,
            }),
            Step::Confirmed => match self.coming.of(coming::Kind::Registration) {
                None => Some(Task::RegisterTransfer),
                Some(_) => None,
            },
            Step::Registered | Step::Refused | Step::Withdrawn | Step::Abandoned => None,
        }
    }

    /// One that is to hold from a later day is decided.
    fn relocation_task(&self) -> Option<Task> {
        self.permits.relocation.as_ref()?;
        match self.coming.of(coming::Kind::Relocation) {
            None => Some(Task::DecideRelocation),
            Some(_) => None,
        }
    }

    /// An urgent suspension lapses unless it is confirmed, which goes beside what is done about the case.
    fn case_tasks(&self, open: &mut Vec<Task>) {
        use enforcement::Step;
        let Some(case) = self.enforcement.case() else {
            return;
        };
        open.extend(match case.step {
            Step::Reported => Some(Task::ServeNotice),
            Step::NoticeServed { .. } => Some(Task::Defend),
            Step::Heard { .. } => Some(Task::DecideCase),
            Step::RevocationProposed { .. } => Some(Task::DecideRevocation),
            Step::UnderReview => Some(Task::DecideReview),
            Step::Dismissed | Step::Sanctioned { .. } | Step::Revoked { .. } | Step::Closed => None,
        });
        let is_urgent = |of: enforcement::file::Suspension| match of {
            enforcement::file::Suspension::Urgent { .. } => true,
            enforcement::file::Suspension::Confirmed { .. }
            | enforcement::file::Suspension::Punitive { .. } => false,
        };
        let undecided = self.enforcement.undecided_case();
        if undecided
            .and_then(|file| file.waiting)
            .is_some_and(is_urgent)
        {
            open.push(Task::ConfirmSuspension);
        }
    }

    /// While the licence is asked to pass to whoever runs the office there is nothing else to do.
    fn mismatch_task(&self) -> Option<Task> {
        match self.mismatch {
            mismatch::State::Open { .. } => Some(Task::SettleMismatch),
            mismatch::State::None
            | mismatch::State::Elapsed { .. }
            | mismatch::State::Held { .. } => None,
        }
    }
}

fn post_task(post: Post, step: &appointment::Step) -> Option<Task> {
    use appointment::Step;
    match step {
        Step::Proposed { .. } => Some(Task::DecideAppointment(post)),
        Step::Approved { .. } => Some(Task::AcceptPost(post)),
        Step::Ended {
            vacancy: Some(_), ..
        }
        | Step::Rejected {
            vacancy: Some(_), ..
        } => Some(Task::FillPost(post)),
        Step::Active { .. } | Step::Ended { vacancy: None } | Step::Rejected { vacancy: None } => {
            None
        }
    }
}

/// Both sign, in any order.
fn contract_tasks(agency: &str, step: contract::Step, open: &mut Vec<Task>) {
    use contract::Step;
    let by_holder = || Task::SignAsHolder(agency.into());
    let by_agency = || Task::SignAsAgency(agency.into());
    match step {
        Step::Drafted => open.push(Task::DecideContract(agency.into())),
        Step::Approved => open.extend([by_holder(), by_agency()]),
        Step::SignedByHolder => open.push(by_agency()),
        Step::SignedByAgency => open.push(by_holder()),
        Step::Signed | Step::Suspended | Step::Ended => {}
    }
}
