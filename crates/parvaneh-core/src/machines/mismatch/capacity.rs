//! In which capacity somebody may run an office, and what of that settles a mismatch by itself.

use super::{Settlement, State};
use crate::edition::{AppointmentRules, Editions};
use crate::party::PartyId;
use crate::state::appointment::Post;
use crate::state::{Defect, Dossier};

/// In which capacity somebody may run an office.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Capacity {
    /// They hold the licence.
    Holder,
    /// They are the heir, or the manager, of an interim.
    Interim,
    /// They are approved for a post that lets them.
    Post(Post),
}

impl Capacity {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Interim => "interim",
            Self::Post(post) => post.word(),
        }
    }

    /// How it settles that they run the office.
    fn settles(self) -> Settlement {
        match self {
            Self::Holder => Settlement::PassedOn,
            Self::Interim => Settlement::Interim,
            Self::Post(_) => Settlement::Approved,
        }
    }

    /// That of a person; none where they may not run the office.
    pub(super) fn of(dossier: &Dossier, person: PartyId, rules: &AppointmentRules) -> Option<Self> {
        if dossier.holder == Some(person) {
            return Some(Self::Holder);
        }
        let licence = &dossier.licence;
        let manages = licence
            .interim()
            .is_some_and(|interim| interim.manager == person);
        if manages || licence.heir() == Some(person) || licence.other_heirs().any(|it| it == person)
        {
            return Some(Self::Interim);
        }
        let mut posts = rules.runs_office.value.iter();
        let found = posts.find(|post| {
            let approved = dossier.appointment.approved(**post);
            approved.is_some_and(|(approved, _)| approved == person)
        });
        found.copied().map(Self::Post)
    }
}

/// How a mismatch is settled by what whoever runs the office has become; none where it is not.
pub(super) fn settled(
    dossier: &Dossier,
    editions: &Editions,
) -> Result<Option<Settlement>, Defect> {
    let (operator, edition) = match &dossier.mismatch {
        State::Open {
            operator, edition, ..
        }
        | State::Held {
            operator, edition, ..
        } => (*operator, edition),
        State::None | State::Elapsed { .. } => return Ok(None),
    };
    let rules = editions.get(edition)?.appointment.as_ref();
    let capacity = operator
        .zip(rules)
        .and_then(|(operator, rules)| Capacity::of(dossier, operator, rules));
    Ok(capacity.map(Capacity::settles))
}

/// Whether a request is open to pass the licence on to whoever runs the office.
pub(super) fn is_to_pass(dossier: &Dossier, operator: Option<PartyId>) -> bool {
    let open = dossier.transfer.open_request();
    open.is_some_and(|request| Some(request.transferee) == operator)
}
