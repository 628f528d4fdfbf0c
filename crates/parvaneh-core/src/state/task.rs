//! What somebody has to do next: every kind of it, whose it is, and by which command it is done.

use serde::{Deserialize, Serialize};

use super::appointment::Post;
use super::silence::Awaited;
use crate::actor::Role::{
    self, AppealBody, Applicant, Authority, EnforcementCommittee, Heir, Holder, Secretariat,
    ServiceAgency, TechnicalCommittee, WorkingGroup,
};
use crate::edition::{Edition, Needed};
use crate::text::Label;

/// Whose a task is.
#[derive(Clone, Copy)]
enum Whose {
    /// Of whoever acts in this role.
    Role(Role),
    /// Of whoever the edition has publish calls.
    Publisher,
    /// Of whoever the edition has approve a person for the post.
    Approver(Post),
    /// Of the working group, where the edition has it approve contracts; else of nobody.
    ApproverOfContracts,
}

/// The post or the agency of a task that says which.
trait Which {
    fn word(&self) -> &str;
}

impl Which for Post {
    fn word(&self) -> &str {
        Self::word(*self)
    }
}

impl Which for Label {
    fn word(&self) -> &str {
        self.as_str()
    }
}

macro_rules! where_given {
    () => {
        None
    };
    ($given:expr) => {
        Some($given)
    };
}

macro_rules! tasks {
    ($($(#[$doc:meta])* $name:ident $(($which:ident: $type:ty))? = $word:literal, of $whose:expr,
        done by $commands:expr $(, towards $awaited:expr)?;)*) => {
        /// What somebody has to do next. Of posts and of contracts there may be several at a time, and it says which.
        #[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
        pub enum Task {
            $($(#[$doc])* $name $(($type))?,)*
        }

        impl Task {
            /// The word of the stored form.
            pub fn word(&self) -> &'static str {
                match self { $(Self::$name { .. } => $word,)* }
            }

            /// The commands of which one does it.
            pub fn commands(&self) -> &'static [&'static str] {
                match self { $(Self::$name { .. } => &$commands,)* }
            }

            /// The word of the post, or the agency's id; none where one is open at a time.
            pub fn about(&self) -> Option<&str> {
                match self {
                    $(Self::$name $(($which))? => {
                        let about: &[&str] = &[$(Which::word($which))?];
                        about.first().copied()
                    })*
                }
            }

            /// On which request it is a step to a decision that is owed; none where it is none.
            pub(crate) fn awaited(&self) -> Option<Awaited> {
                match self {
                    $(Self::$name $(($which))? => {
                        $(let _ = $which;)?
                        where_given!($($awaited)?)
                    })*
                }
            }

            fn whose(&self) -> Whose {
                match self {
                    $(Self::$name $(($which))? => {
                        $(let _ = $which;)?
                        $whose
                    })*
                }
            }
        }
    };
}

tasks! {
    /// To say how many offices a call is for.
    ApproveCapacity = "approve_capacity", of Whose::Role(WorkingGroup), done by ["call.approve_capacity", "call.cancel"];
    /// To publish a call.
    PublishCall = "publish_call", of Whose::Publisher, done by ["call.publish"];
    /// To rank those who answered a call.
    RankApplicants = "rank_applicants", of Whose::Role(WorkingGroup), done by ["call.rank"];
    /// To find an application complete, or to list what it lacks.
    ExamineApplication = "examine_application", of Whose::Role(Secretariat),
        done by ["application.begin_review", "application.note_deficiency"],
        towards Awaited::Application;
    /// To supply what an application lacks.
    CureApplication = "cure_application", of Whose::Role(Applicant), done by ["application.cure"],
        towards Awaited::Application;
    /// To gather clearances and reports.
    ConcludeClearance = "conclude_clearance", of Whose::Role(Secretariat), done by ["application.conclude_clearance"],
        towards Awaited::Application;
    /// To vote on an application.
    DecideApplication = "decide_application", of Whose::Role(WorkingGroup),
        done by ["application.qualify", "application.reserve", "application.reject"],
        towards Awaited::Application;
    /// To decide on an objection to a rejection.
    DecideObjection = "decide_objection", of Whose::Role(AppealBody),
        done by ["application.uphold_objection", "application.dismiss_objection"],
        towards Awaited::Objection;
    /// To give whoever is qualified principled approval.
    GiveApproval = "give_approval", of Whose::Role(WorkingGroup), done by ["principled_approval.issue"];
    /// To confirm that premises and equipment are ready.
    ConfirmPremises = "confirm_premises", of Whose::Role(TechnicalCommittee), done by ["principled_approval.confirm_premises"];
    /// To lay the file before the authority.
    PresentFile = "present_file", of Whose::Role(Secretariat), done by ["principled_approval.present"];
    /// To be heard on the cancellation of an approval.
    AnswerNotice = "answer_notice", of Whose::Role(Applicant), done by ["principled_approval.defend"];
    /// To decide on the cancellation of an approval.
    DecideCancellation = "decide_cancellation", of Whose::Role(WorkingGroup), done by ["principled_approval.cancel"];
    /// To issue the licence, to return its file or to refuse.
    Issue = "issue", of Whose::Role(Authority),
        done by ["licence.issue", "principled_approval.return", "principled_approval.refuse"],
        towards Awaited::Issue;
    /// To give notice that the office goes on for an heir.
    GiveNotice = "give_notice", of Whose::Role(Heir), done by ["licence.give_notice"];
    /// To have the licence pass from whoever is gone to somebody else.
    PassOn = "pass_on", of Whose::Role(Heir), done by ["transfer.file"];
    /// To decide on a move of the office.
    DecideRelocation = "decide_relocation", of Whose::Role(WorkingGroup),
        done by ["licence.relocate", "licence.refuse_relocation"],
        towards Awaited::Relocation;
    /// To find a request for renewal complete, or to list what it lacks.
    ExamineRenewal = "examine_renewal", of Whose::Role(Secretariat), done by ["renewal.begin_review", "renewal.note_deficiency"],
        towards Awaited::Renewal;
    /// To supply what a request for renewal lacks.
    CureRenewal = "cure_renewal", of Whose::Role(Holder), done by ["renewal.cure"],
        towards Awaited::Renewal;
    /// To confirm a renewal, or to refuse it.
    DecideRenewal = "decide_renewal", of Whose::Role(WorkingGroup), done by ["renewal.confirm", "renewal.refuse"],
        towards Awaited::Renewal;
    /// To decide whether the lateness of a request is excused.
    ExcuseLateness = "excuse_lateness", of Whose::Role(WorkingGroup), done by ["renewal.excuse_lateness", "renewal.refuse"],
        towards Awaited::Renewal;
    /// To grant the next term, or to refuse it.
    GrantRenewal = "grant_renewal", of Whose::Role(Authority), done by ["renewal.grant", "renewal.refuse"],
        towards Awaited::Renewal;
    /// To find a request for transfer complete, or to list what it lacks.
    ExamineTransfer = "examine_transfer", of Whose::Role(Secretariat), done by ["transfer.begin_review", "transfer.note_deficiency"],
        towards Awaited::Transfer;
    /// To supply what a request for transfer lacks.
    CureTransfer = "cure_transfer", of Whose::Role(Holder), done by ["transfer.cure"],
        towards Awaited::Transfer;
    /// To see whether the transferee meets the conditions of a holder.
    CheckTransferee = "check_transferee", of Whose::Role(Secretariat), done by ["transfer.pass"],
        towards Awaited::Transfer;
    /// To see whether the transferor has settled with agencies, tax and insurance.
    CheckSettlement = "check_settlement", of Whose::Role(Secretariat), done by ["transfer.pass"],
        towards Awaited::Transfer;
    /// To confirm a transfer, or to refuse it.
    DecideTransfer = "decide_transfer", of Whose::Role(WorkingGroup), done by ["transfer.confirm", "transfer.refuse"],
        towards Awaited::Transfer;
    /// To make the transferee the holder.
    RegisterTransfer = "register_transfer", of Whose::Role(Authority), done by ["transfer.register"],
        towards Awaited::Registration;
    /// To serve the notice of a charge, or to drop it.
    ServeNotice = "serve_notice", of Whose::Role(Secretariat), done by ["enforcement.serve_notice", "enforcement.dismiss"];
    /// To be heard on a charge.
    Defend = "defend", of Whose::Role(Holder), done by ["enforcement.defend"];
    /// To decide on a charge.
    DecideCase = "decide_case", of Whose::Role(EnforcementCommittee),
        done by ["enforcement.sanction", "enforcement.propose_revocation", "enforcement.dismiss"];
    /// To decide on a revocation that is proposed.
    DecideRevocation = "decide_revocation", of Whose::Role(Authority),
        done by ["enforcement.revoke", "enforcement.sanction", "enforcement.dismiss"];
    /// To let an urgent suspension stand, or to lift it.
    ConfirmSuspension = "confirm_suspension", of Whose::Role(EnforcementCommittee),
        done by ["enforcement.confirm_urgent_suspension", "enforcement.lift_suspension"];
    /// To decide on an objection to what was decided in a case.
    DecideReview = "decide_review", of Whose::Role(AppealBody), done by ["enforcement.uphold", "enforcement.overturn"],
        towards Awaited::Review;
    /// To propose somebody for a post that is vacant.
    FillPost(post: Post) = "fill_post", of Whose::Role(Holder), done by ["appointment.propose"];
    /// To decide on who is proposed for a post.
    DecideAppointment(post: Post) = "decide_appointment", of Whose::Approver(*post), done by ["appointment.approve", "appointment.reject"],
        towards Awaited::Appointment(*post);
    /// To accept a post.
    AcceptPost(post: Post) = "accept_post", of Whose::Role(post.role()), done by ["appointment.consent"];
    /// To settle that somebody else runs the office than its holder.
    SettleMismatch = "settle_mismatch", of Whose::Role(Holder), done by ["transfer.file", "appointment.propose"];
    /// To decide on a contract.
    DecideContract(agency: Label) = "decide_contract", of Whose::ApproverOfContracts, done by ["contract.approve"],
        towards Awaited::Contract(agency.clone());
    /// To sign a contract, as the holder.
    SignAsHolder(agency: Label) = "sign_as_holder", of Whose::Role(Holder), done by ["contract.sign"];
    /// To sign a contract, as the agency.
    SignAsAgency(agency: Label) = "sign_as_agency", of Whose::Role(ServiceAgency), done by ["contract.sign"];
}

impl Task {
    /// Whose it is by an edition; none where that has nobody do it.
    pub(crate) fn owed_by(&self, edition: &Edition) -> Option<Role> {
        match self.whose() {
            Whose::Role(role) => Some(role),
            Whose::Publisher => Some(edition.call.as_ref()?.publisher.value),
            Whose::Approver(post) => {
                let rule = edition.appointment.as_ref()?.posts.get(&post)?;
                Some(rule.value.approved_by)
            }
            Whose::ApproverOfContracts => {
                let approval = edition.contract.as_ref()?.approval.value;
                (approval == Needed::Needed).then_some(WorkingGroup)
            }
        }
    }

    /// Whether it lies with whoever asked for something, or is asked something: then nobody else can go on.
    pub(super) fn is_of_a_party(&self) -> bool {
        match self.whose() {
            Whose::Role(role) => role.is_of_a_party(),
            Whose::Publisher | Whose::Approver(_) | Whose::ApproverOfContracts => false,
        }
    }
}
