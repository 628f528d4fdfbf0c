//! Under what a command is judged, and what every command must pass whatever it asks.

use crate::actor::{Actor, Role};
use crate::calendar::Date;
use crate::dossier::{Command, Defect, Dossier, Editions};
use crate::edition::{Edition, WorkingGroupRules};
use crate::party::PartyId;
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::{Failure, Resolution};
use crate::{application, appointment, call, licence, transfer};

/// Under what a command is judged.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The edition that judges the matter.
    pub edition: &'a Edition,
    /// Who acts.
    pub actor: &'a Actor,
    /// The civil date of the act, in the regime's zone.
    pub today: Date,
    /// The call that the dossier answers to, as it stands today, with what is left of its seats.
    /// None where the matter answers to no call, or to one that does not exist.
    pub call: Option<&'a CallView>,
}

/// A call, seen from a dossier that answers to it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CallView {
    /// The call's number.
    pub number: String,
    /// The call, settled up to today.
    pub call: call::State,
    /// How many of its seats other dossiers hold today.
    pub seats_taken: u32,
    /// How many other dossiers answered it and wait for a decision today.
    pub undecided: u32,
}

impl CallView {
    /// The same call on a later day, if nobody does anything until then.
    pub fn settled(&self, editions: &Editions, today: Date) -> Result<Self, Defect> {
        let alone = Dossier {
            call: self.call.clone(),
            ..Dossier::default()
        };
        let (later, _) = super::settle(alone, editions, today)?;
        Ok(Self {
            call: later.call,
            ..self.clone()
        })
    }
}

const SESSIONS: &str =
    "a session has been held, a seat votes once, and its mandate is valid on the day";

const IN_ORDER: &str = "what happens to a dossier is recorded in the order of its days";

const WHO_MAY_ACT: &str = "who may act, and nobody in their own matter";

impl Context<'_> {
    /// Refuses an actor who has none of `roles`. What is the authority's alone the edition says;
    /// the other roles are ours.
    pub(crate) fn role(&self, roles: &[Role]) -> Result<(), Refusal> {
        let rule = match roles {
            [Role::Authority] => Citation::from(&self.edition.authority),
            _ => Citation::default_of_ours(WHO_MAY_ACT),
        };
        self.role_under(roles, rule)
    }

    /// As [`Context::role`], where `rule` says who. An heir, who is one in the interim alone, acts
    /// wherever the holder would.
    pub(crate) fn role_under(&self, roles: &[Role], rule: Citation) -> Result<(), Refusal> {
        let stands_in = self.actor.role == Role::Heir && roles.contains(&Role::Holder);
        if stands_in || roles.contains(&self.actor.role) {
            return Ok(());
        }
        let may: Vec<&str> = roles.iter().map(|role| role.word()).collect();
        Err(Refusal::new(Code::RoleMayNot, rule)
            .because("role", self.actor.role.word())
            .because("may", may.join(" or ")))
    }

    /// Refuses an actor who plays a role that is this party's, and is somebody else.
    pub(crate) fn acts_as(&self, role: Role, party: PartyId) -> Result<(), Refusal> {
        if self.actor.role != role || self.actor.is_party(party) {
            return Ok(());
        }
        let rule = Citation::default_of_ours(WHO_MAY_ACT);
        Err(Refusal::new(Code::NotTheParty, rule).because("role", role.word()))
    }

    /// Refuses a procedure that the edition does not know; its rules where it does.
    pub(crate) fn knows<'r, R>(&self, rules: &'r Option<R>, what: &str) -> Result<&'r R, Refusal> {
        rules.as_ref().ok_or_else(|| self.procedure_not_known(what))
    }

    pub(crate) fn procedure_not_known(&self, what: &str) -> Refusal {
        let rule = Citation::default_of_ours("an edition has the procedures that it describes");
        Refusal::new(Code::ProcedureNotKnown, rule)
            .because("procedure", what)
            .because("edition", &self.edition.id)
    }

    /// Refuses a decision that does not say why.
    pub(crate) fn reasoned(&self, reason: &str) -> Result<(), Refusal> {
        if !reason.trim().is_empty() {
            return Ok(());
        }
        let rule = Citation::default_of_ours("a decision says why");
        Err(Refusal::new(Code::ReasonMissing, rule))
    }

    /// Refuses where the working group's resolution does not carry among those who have no
    /// interest in `dossier`, or where the edition knows no group.
    pub(crate) fn carried(
        &self,
        dossier: &Dossier,
        resolution: &Resolution,
    ) -> Result<(), Refusal> {
        let seats = self.knows(&self.edition.working_group, "working_group")?;
        resolution
            .carries(seats, &dossier.interested(), self.today)
            .map_err(|failure| {
                Refusal::new(Code::ResolutionNotCarried, rule_of(&failure, seats))
                    .because("session", &resolution.session)
                    .because("rule", failure.word())
                    .because("because", failure)
                    .because("votes", resolution.tally(seats))
            })
    }
}

/// What a resolution that does not carry fails by.
fn rule_of(failure: &Failure, seats: &WorkingGroupRules) -> Citation {
    match failure {
        Failure::NoQuorum { .. } => (&seats.quorum).into(),
        Failure::SeatMissing(_) => (&seats.indispensable_seats).into(),
        Failure::NoMajority { .. } => (&seats.majority).into(),
        Failure::Interested(_) => Citation::default_of_ours(WHO_MAY_ACT),
        Failure::NotYetHeld | Failure::SeatTwice(_) | Failure::NoMandate(_) => {
            Citation::default_of_ours(SESSIONS)
        }
    }
}

impl Dossier {
    /// Every party whose own matter this is.
    pub fn interested(&self) -> Vec<PartyId> {
        let parties = Role::ALL.iter().filter_map(|role| self.party(*role));
        parties.chain(self.appointment.people()).collect()
    }

    /// Who played a role in a matter that is closed: whoever comes too late is told that, and not that
    /// they are somebody else.
    fn came_to_nothing_for(&self, role: Role) -> Option<PartyId> {
        let request = self.transfer.request()?;
        (role == Role::Transferee).then_some(request.transferee)
    }

    /// Who plays a role that belongs to a party; none where nobody does.
    pub fn party(&self, role: Role) -> Option<PartyId> {
        match role {
            // Nobody acts as a holder who is dead or dissolved.
            Role::Holder if self.licence.is_without_holder() => None,
            Role::Holder => self.holder,
            // From issue on the applicant is the holder.
            Role::Applicant if self.licence == licence::State::NotIssued => {
                self.application.applicant()
            }
            Role::Applicant => None,
            Role::Transferee => self.transfer.open_request().map(|open| open.transferee),
            Role::Heir => self.licence.heir(),
            Role::Operator | Role::Manager => self.appointment.party(role),
            Role::Secretariat
            | Role::TechnicalCommittee
            | Role::Inspector
            | Role::ServiceAgency
            | Role::EnforcementCommittee
            | Role::WorkingGroup
            | Role::Authority
            | Role::AppealBody
            | Role::Court
            | Role::Calendar => None,
        }
    }
}

impl Command {
    /// The party that the command brings into the dossier in a role.
    pub fn introduces(&self, role: Role) -> Option<PartyId> {
        match (self, role) {
            (Self::Licence(licence::Command::Issue(issue)), Role::Holder) => issue.holder,
            (Self::Application(application::Command::File(filing)), Role::Applicant) => {
                Some(filing.applicant)
            }
            (Self::Licence(licence::Command::GiveNotice { heir, .. }), Role::Heir) => Some(*heir),
            (Self::Licence(licence::Command::GiveNotice { manager, .. }), Role::Manager) => {
                Some(*manager)
            }
            (Self::Transfer(transfer::Command::File { transferee, .. }), Role::Transferee) => {
                Some(*transferee)
            }
            (
                Self::Appointment(appointment::Command::RecordMismatch { operator, .. }),
                Role::Operator,
            ) => *operator,
            (Self::Appointment(command), Role::Operator | Role::Manager) => command
                .names()
                .and_then(|(post, person)| (post.role() == role).then_some(person)),
            (_, _) => None,
        }
    }
}

/// Province, identity and interest: the same for every command. Whoever a command brings into the
/// dossier counts as if they were there already.
pub(super) fn may_act(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let rule = || Citation::default_of_ours(WHO_MAY_ACT);
    let actor = context.actor;
    let opened = command.opens().map(|opens| opens.province);
    let province = dossier.province().or(opened);
    if let (Some(scope), Some(province)) = (&actor.province, province)
        && scope != province
    {
        return Err(Refusal::new(Code::OtherProvince, rule())
            .because("actor_province", scope)
            .because("dossier_province", province));
    }
    if actor.role.is_of_a_party() {
        // Manager and deputy play one role: a command may name the other of the two.
        let mut parties = [
            dossier.party(actor.role),
            command.introduces(actor.role),
            dossier.came_to_nothing_for(actor.role),
        ]
        .into_iter()
        .flatten();
        if !parties.any(|party| actor.is_party(party)) {
            let code = if actor.role == Role::Holder {
                Code::NotTheHolder
            } else {
                Code::NotTheParty
            };
            return Err(Refusal::new(code, rule()).because("role", actor.role.word()));
        }
    } else {
        let introduced = Role::ALL
            .iter()
            .filter_map(|role| command.introduces(*role));
        if dossier
            .interested()
            .into_iter()
            .chain(introduced)
            .any(|party| actor.is_party(party))
        {
            return Err(Refusal::new(Code::OwnMatter, rule()));
        }
    }
    match dossier.as_of {
        Some(as_of) if context.today < as_of => Err(Refusal::new(
            Code::DatedBeforeHistory,
            Citation::default_of_ours(IN_ORDER),
        )
        .because("today", context.today)
        .because("latest_event", as_of)
        .until(as_of)),
        Some(_) | None => Ok(()),
    }
}
