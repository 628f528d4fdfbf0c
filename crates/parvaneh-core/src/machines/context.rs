//! Under what a command is judged, and the refusals that every machine shares.

use serde::{Deserialize, Serialize};

use super::call;
use crate::actor::{Actor, Role};
use crate::calendar::Date;
use crate::edition::{Edition, EditionId, Editions, Power, WorkingGroupRules};
use crate::law::OwnRule;
use crate::paper::{Paper, PaperKind};
use crate::party::PartyId;
use crate::refusal::{Citation, Code, Refusal};
use crate::resolution::{Failure, Matter, Motion, Question, Resolution, SessionVote};
use crate::state::Dossier;

/// Under what a command is judged.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The edition that judges the matter.
    pub edition: &'a Edition,
    /// Every edition that the dossier may name: what was filed under another one is judged by that.
    pub editions: &'a Editions,
    /// Who acts.
    pub actor: &'a Actor,
    /// The civil date of the act, in the regime's zone.
    pub today: Date,
    /// The call that the dossier answers to, as it stands today, with what is left of its seats.
    /// None where the matter answers to no call, or to one that does not exist.
    pub call: Option<&'a CallView>,
}

/// A call, seen from a dossier that answers to it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct CallView {
    /// The call's number.
    pub number: String,
    /// The call, settled up to today.
    pub call: call::State,
    /// How many of its seats other dossiers hold today.
    pub seats_taken: u32,
    /// How many other dossiers answered it and wait for a decision today.
    pub undecided: u32,
    /// The parties of other dossiers that ask for a seat of it or hold one today, in order: what is
    /// decided among them is their own matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<PartyId>,
}

impl Context<'_> {
    /// The edition of that name; the one that judges the matter where nobody knows it.
    pub(crate) fn edition_of(&self, id: &EditionId) -> &Edition {
        self.editions.get(id).unwrap_or(self.edition)
    }

    /// Every party whose own matter it is: those of the dossier, and where it is one of several that a
    /// call is decided among, or the call itself, those of the others.
    pub(crate) fn interested(&self, dossier: &Dossier) -> Vec<PartyId> {
        let mut parties = dossier.interested();
        parties.extend(self.call.into_iter().flat_map(|of| &of.parties));
        parties
    }

    /// Refuses an actor who has none of `roles`, which are ours.
    pub(crate) fn role(&self, roles: &[Role]) -> Result<(), Refusal> {
        self.role_as(roles, None)
    }

    /// As [`Context::role`]; the edition says whose a power of the authority is.
    pub(crate) fn role_as(&self, roles: &[Role], power: Option<Power>) -> Result<(), Refusal> {
        let rule = match power {
            Some(power) => self.edition.authority.gives(power),
            None => Citation::from(OwnRule::WhoMayAct),
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
        let rule = Citation::from(OwnRule::WhoMayAct);
        Err(Refusal::new(Code::NotTheParty, rule).because("role", role.word()))
    }

    /// Refuses a procedure that the edition does not know; its rules where it does.
    pub(crate) fn knows<'r, R>(&self, rules: &'r Option<R>, what: &str) -> Result<&'r R, Refusal> {
        rules.as_ref().ok_or_else(|| self.procedure_not_known(what))
    }

    pub(crate) fn procedure_not_known(&self, what: &str) -> Refusal {
        let rule = Citation::from(OwnRule::ProceduresOfTheEdition);
        Refusal::new(Code::ProcedureNotKnown, rule)
            .because("procedure", what)
            .because("edition", &self.edition.id)
    }

    /// The last day on which `paper` may be relied on when put on file today; none for ever.
    ///
    /// Refused where the edition knows no such paper, or has another role put it on file.
    pub(crate) fn receive(&self, paper: &Paper) -> Result<Option<Date>, Refusal> {
        let Some(rule) = self.edition.papers.get(paper.name.as_str()) else {
            return Err(
                Refusal::new(Code::PaperUnknown, OwnRule::PapersOfTheEdition)
                    .because("paper", &paper.name),
            );
        };
        self.role(&[rule.value.from])?;
        if rule.value.kind == PaperKind::Certificate && paper.names.is_empty() {
            let rule = OwnRule::CertificateForWhomItNames;
            return Err(Refusal::new(Code::PaperNamesNobody, rule).because("paper", &paper.name));
        }
        let span = rule.value.valid_for;
        Ok(span.map(|span| self.edition.calendar.clamped(self.today, span)))
    }

    /// The call of that number, as it stands today; refused where there is none.
    pub(crate) fn answered(&self, number: &str) -> Result<(&CallView, &call::Call), Refusal> {
        let answered = self.call.filter(|answered| answered.number == number);
        let stated = answered.and_then(|answered| Some((answered, answered.call.call()?)));
        stated.ok_or_else(|| {
            let rule = OwnRule::ApplicationAnswersACall;
            Refusal::new(Code::CallUnknown, Citation::from(rule)).because("call", number)
        })
    }

    /// The working group's vote on a motion about a matter that is before it.
    ///
    /// Refused where the resolution decides something else, where its session was held before the matter
    /// came up, where it does not carry among those who have no interest in `dossier` or in the call
    /// that it answers, or where the edition knows no group.
    pub(crate) fn carried(
        &self,
        dossier: &Dossier,
        resolution: &Resolution,
        matter: Matter,
        motion: Motion,
    ) -> Result<SessionVote, Refusal> {
        let since = dossier.agenda.since(&matter);
        self.carried_since(dossier, resolution, &Question::new(matter, motion), since)
    }

    /// As [`Context::carried`], of a matter that came up on the day `since`; none where nobody knows.
    pub(crate) fn carried_since(
        &self,
        dossier: &Dossier,
        resolution: &Resolution,
        question: &Question,
        since: Option<Date>,
    ) -> Result<SessionVote, Refusal> {
        let seats = self.knows(&self.edition.working_group, "working_group")?;
        let decides = resolution.question();
        let rule = OwnRule::ResolutionOfTheMatter;
        if decides != *question {
            return Err(Refusal::new(Code::ResolutionOfOtherMatter, rule)
                .because("session", &resolution.session)
                .because("decides", decides)
                .because("asked", question));
        }
        if let Some(since) = since.filter(|since| resolution.on < *since) {
            return Err(Refusal::new(Code::SessionBeforeMatter, rule)
                .because("session", &resolution.session)
                .because("held_on", resolution.on)
                .because("came_up_on", since));
        }
        resolution
            .carries(seats, &self.interested(dossier), self.today)
            .map(|()| resolution.into())
            .map_err(|failure| {
                Refusal::new(Code::ResolutionNotCarried, rule_of(&failure, seats))
                    .because("session", &resolution.session)
                    .because("rule", failure.word())
                    .because("because", failure)
                    .because("votes", resolution.tally(seats))
            })
    }
}

/// Refuses what is asked of a matter at another step than the one where it stands.
pub(crate) fn not_at_this_step(rule: OwnRule, asked: &str, stands_at: &str) -> Refusal {
    Refusal::new(Code::NotAtThisStep, rule)
        .because("asked", asked)
        .because("stands_at", stands_at)
}

/// What a resolution that does not carry fails by.
fn rule_of(failure: &Failure, seats: &WorkingGroupRules) -> Citation {
    match failure {
        Failure::NoQuorum { .. } => (&seats.quorum).into(),
        Failure::SeatMissing(_) => (&seats.indispensable_seats).into(),
        Failure::NoMajority { .. } => (&seats.majority).into(),
        Failure::Interested(_) => Citation::from(OwnRule::WhoMayAct),
        Failure::NotYetHeld
        | Failure::SeatTwice(_)
        | Failure::PersonTwice { .. }
        | Failure::NoMandate(_) => Citation::from(OwnRule::SessionsAndSeats),
    }
}
