//! Who is told of an event, by type: those beside the event, and the working group of the province, which is
//! sent the result of what the authority has decided.

use serde::{Deserialize, Serialize};

use super::{Event, Told, coming, enforcement, licence, principled_approval, renewal, transfer};
use crate::actor::Role;
use crate::edition::{Decided, Edition};
use crate::machines::Who;
use crate::refusal::Citation;

/// Somebody who is told of an event, by what they are to it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// Who applied.
    Applicant,
    /// Who holds the licence, or held it until it passed on; the heir while an heir runs the office.
    Holder,
    /// The heirs of a holder who died; the holder that was dissolved.
    Heirs,
    /// Whoever the licence was to pass to, or has passed to.
    Transferee,
    /// Whoever a post is about.
    Person,
    /// Who decided what was to come.
    Decider,
    /// The body that decided nothing in its time.
    Body,
    /// The working group of the dossier's province, which is sent the result.
    WorkingGroup,
}

impl Who {
    /// Each of them.
    fn recipients(self) -> &'static [Recipient] {
        use Recipient as R;
        match self {
            Self::Applicant => &[R::Applicant],
            Self::Holder => &[R::Holder],
            Self::Heirs => &[R::Heirs],
            Self::Parties => &[R::Holder, R::Transferee],
            Self::Transferee => &[R::Transferee],
            Self::HolderAndPerson => &[R::Holder, R::Person],
            Self::Person => &[R::Person],
            Self::HolderPersonAndBody => &[R::Holder, R::Person, R::Body],
            Self::DeciderAndHolder => &[R::Decider, R::Holder],
            Self::ApplicantAndBody => &[R::Applicant, R::Body],
            Self::HolderAndBody => &[R::Holder, R::Body],
            Self::PartiesAndBody => &[R::Holder, R::Transferee, R::Body],
        }
    }
}

impl Event {
    /// Who is told of it where somebody in the role `by` did it: nobody of what another register states.
    pub fn recipients(&self, by: Role, edition: &Edition) -> Vec<Recipient> {
        if self.is_imported() {
            return Vec::new();
        }
        let beside_it = match self.told() {
            Told::Nobody(_) => &[],
            Told::Somebody(who, _) => who.recipients(),
        };
        let group = self.result_sent(by, edition);
        let group = group.map(|_| Recipient::WorkingGroup);
        beside_it.iter().copied().chain(group).collect()
    }

    /// By which rule the working group is sent it as a result, where somebody in the role `by` did it; none
    /// where it is sent none.
    pub fn result_sent(&self, by: Role, edition: &Edition) -> Option<Citation> {
        let group = edition.working_group.as_ref()?;
        group.sent(self.decides(by)?)
    }

    /// What the authority has decided by it, one way or the other; none where it was somebody else, or nothing
    /// was decided. What the calendar brings about on its day was the authority's where nobody else could have
    /// decided it.
    pub fn decides(&self, by: Role) -> Option<Decided> {
        let is_its_own = by == Role::Authority;
        let is_its_own_or_came = is_its_own || by == Role::Calendar;
        if let Some(silence) = self.silence() {
            let is_its_silence = silence.owed_by == Role::Authority;
            return self.decided_by_silence().filter(|_| is_its_silence);
        }
        if let Self::Coming(event) = self {
            return of_what_comes(event).filter(|_| is_its_own);
        }
        if let Self::Licence(
            licence::Event::Suspended { .. } | licence::Event::SuspensionLifted { .. },
        ) = self
        {
            return is_its_own.then_some(Decided::Suspension);
        }
        if let Self::Licence(licence::Event::Reinstated { .. }) = self {
            return is_its_own.then_some(Decided::Reinstatement);
        }
        self.decided().filter(|_| is_its_own_or_came)
    }

    /// What is the authority's wherever it is not somebody else's.
    fn decided(&self) -> Option<Decided> {
        if let Self::Licence(licence::Event::Issued { .. })
        | Self::PrincipledApproval(
            principled_approval::Event::Refused { .. }
            | principled_approval::Event::Returned { .. },
        ) = self
        {
            return Some(Decided::Issue);
        }
        if let Self::Renewal(renewal::Event::Granted { .. } | renewal::Event::Refused { .. }) = self
        {
            return Some(Decided::Renewal);
        }
        if let Self::Licence(licence::Event::Revoked { .. })
        | Self::Enforcement(
            enforcement::Event::Sanctioned { .. } | enforcement::Event::Dismissed { .. },
        ) = self
        {
            return Some(Decided::Revocation);
        }
        if let Self::Transfer(transfer::Event::Registered { .. }) = self {
            return Some(Decided::Transfer);
        }
        None
    }

    fn decided_by_silence(&self) -> Option<Decided> {
        if let Self::PrincipledApproval(_) = self {
            return Some(Decided::Issue);
        }
        if let Self::Renewal(_) = self {
            return Some(Decided::Renewal);
        }
        if let Self::Transfer(_) = self {
            return Some(Decided::Transfer);
        }
        None
    }
}

/// What is to come was decided, or is taken back.
fn of_what_comes(event: &coming::Event) -> Option<Decided> {
    let kind = match event {
        coming::Event::Decided { act, .. } => act.kind(),
        coming::Event::TakenBack { what, .. } => *what,
        coming::Event::CameToNothing { .. } => return None,
    };
    match kind {
        coming::Kind::Revocation => Some(Decided::Revocation),
        coming::Kind::Registration => Some(Decided::Transfer),
        coming::Kind::Surrender | coming::Kind::Suspension | coming::Kind::Relocation => None,
    }
}
