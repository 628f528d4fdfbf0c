//! What may follow what, and what a state says of itself.

use super::{Event, Matter, Objection, Stage, State};
use crate::calendar::Date;
use crate::party::PartyId;

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    use State as S;
    match (event, state) {
        (
            Event::Filed { filing, edition },
            S::None
            | S::Withdrawn { .. }
            | S::Lapsed { .. }
            | S::Rejected {
                objection: Objection::Over,
                ..
            },
        ) => Some(S::Submitted(Box::new(Matter::new(filing, edition, on)))),
        (Event::DeficiencyNoted { cure_by, .. }, S::Submitted(matter)) => Some(S::Incomplete {
            matter: Box::new(Matter {
                deficiency_listed: true,
                ..(**matter).clone()
            }),
            cure_by: *cure_by,
        }),
        (Event::Cured, S::Incomplete { matter, .. }) => Some(S::Submitted(matter.clone())),
        (Event::Recorded { paper, through }, state) => {
            let mut after = state.clone();
            after.open_matter_mut()?.papers.put(paper, *through);
            Some(after)
        }
        (Event::Withdrawn, state) => {
            let applicant = state.open_matter()?.applicant;
            Some(S::Withdrawn { applicant })
        }
        (
            Event::Lapsed { because },
            S::Incomplete { matter, .. } | S::Reserve { matter, .. } | S::Qualified(matter),
        ) => Some(S::Lapsed {
            applicant: matter.applicant,
            because: *because,
        }),
        (event, state) => decided(state, event),
    }
}

/// What stages, votes and objections lead to.
fn decided(state: &State, event: &Event) -> Option<State> {
    use State as S;
    match (event, state) {
        (
            Event::Advanced {
                to: Stage::Clearance,
                resolution,
            },
            S::Submitted(matter) | S::ForSession(matter) | S::Reserve { matter, .. },
        ) => Some(S::UnderClearance(matter.voted(resolution.as_ref()))),
        (
            Event::Advanced {
                to: Stage::Session, ..
            },
            S::Submitted(matter) | S::UnderClearance(matter),
        ) => Some(S::ForSession(matter.clone())),
        (
            Event::Qualified { resolution },
            S::UnderClearance(matter) | S::ForSession(matter) | S::Reserve { matter, .. },
        ) => Some(S::Qualified(matter.voted(resolution.as_ref()))),
        (
            Event::Reserved { at, through, .. },
            S::UnderClearance(matter) | S::ForSession(matter),
        ) => Some(S::Reserve {
            matter: matter.clone(),
            at: *at,
            through: *through,
        }),
        (
            Event::Rejected { objection_by, .. },
            S::UnderClearance(matter) | S::ForSession(matter),
        ) => Some(S::Rejected {
            matter: matter.clone(),
            objection: Objection::Open { by: *objection_by },
        }),
        (
            Event::Objected { .. } | Event::ObjectionDismissed { .. } | Event::ObjectionElapsed,
            S::Rejected { matter, objection },
        ) => Some(S::Rejected {
            matter: matter.clone(),
            objection: objection.after(event)?,
        }),
        (
            Event::ObjectionUpheld { .. },
            S::Rejected {
                matter,
                objection: Objection::Pending,
            },
        ) => Some(S::ForSession(matter.clone())),
        (_, _) => None,
    }
}

impl Objection {
    fn after(self, event: &Event) -> Option<Self> {
        match (event, self) {
            (Event::Objected { .. }, Self::Open { .. }) => Some(Self::Pending),
            (Event::ObjectionDismissed { .. }, Self::Pending)
            | (Event::ObjectionElapsed, Self::Open { .. }) => Some(Self::Over),
            (_, _) => None,
        }
    }
}

impl State {
    /// The application whose applicant may be licensed; it stays so once the licence is issued.
    pub fn qualified(&self) -> Option<&Matter> {
        match self {
            Self::Qualified(matter) => Some(matter),
            Self::None
            | Self::Submitted(_)
            | Self::Incomplete { .. }
            | Self::UnderClearance(_)
            | Self::ForSession(_)
            | Self::Reserve { .. }
            | Self::Rejected { .. }
            | Self::Withdrawn { .. }
            | Self::Lapsed { .. } => None,
        }
    }

    /// The application, as long as anything can come of it.
    pub fn open_matter(&self) -> Option<&Matter> {
        match self {
            Self::Submitted(matter)
            | Self::Incomplete { matter, .. }
            | Self::UnderClearance(matter)
            | Self::ForSession(matter)
            | Self::Qualified(matter)
            | Self::Reserve { matter, .. }
            | Self::Rejected {
                matter,
                objection: Objection::Open { .. } | Objection::Pending,
            } => Some(matter),
            Self::Rejected {
                objection: Objection::Over,
                ..
            }
            | Self::None
            | Self::Withdrawn { .. }
            | Self::Lapsed { .. } => None,
        }
    }

    /// Whether it was filed, and nobody has said yet what becomes of it: a rejection that is objected
    /// to is a decision no longer.
    pub fn is_undecided(&self) -> bool {
        match self {
            Self::Submitted(_)
            | Self::Incomplete { .. }
            | Self::UnderClearance(_)
            | Self::ForSession(_)
            | Self::Rejected {
                objection: Objection::Pending,
                ..
            } => true,
            Self::None
            | Self::Qualified(_)
            | Self::Reserve { .. }
            | Self::Rejected {
                objection: Objection::Open { .. } | Objection::Over,
                ..
            }
            | Self::Withdrawn { .. }
            | Self::Lapsed { .. } => false,
        }
    }

    /// Who applied last.
    pub fn applicant(&self) -> Option<PartyId> {
        match self {
            Self::Submitted(matter)
            | Self::Incomplete { matter, .. }
            | Self::UnderClearance(matter)
            | Self::ForSession(matter)
            | Self::Qualified(matter)
            | Self::Reserve { matter, .. }
            | Self::Rejected { matter, .. } => Some(matter.applicant),
            Self::Withdrawn { applicant } | Self::Lapsed { applicant, .. } => Some(*applicant),
            Self::None => None,
        }
    }

    fn open_matter_mut(&mut self) -> Option<&mut Matter> {
        match self {
            Self::Submitted(matter)
            | Self::Incomplete { matter, .. }
            | Self::UnderClearance(matter)
            | Self::ForSession(matter)
            | Self::Qualified(matter)
            | Self::Reserve { matter, .. }
            | Self::Rejected {
                matter,
                objection: Objection::Open { .. } | Objection::Pending,
            } => Some(matter),
            Self::Rejected {
                objection: Objection::Over,
                ..
            }
            | Self::None
            | Self::Withdrawn { .. }
            | Self::Lapsed { .. } => None,
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Submitted(_) => "Submitted",
            Self::Incomplete { .. } => "Incomplete",
            Self::UnderClearance(_) => "UnderClearance",
            Self::ForSession(_) => "ForSession",
            Self::Qualified(_) => "Qualified",
            Self::Reserve { .. } => "Reserve",
            Self::Rejected {
                objection: Objection::Open { .. },
                ..
            } => "Rejected",
            Self::Rejected {
                objection: Objection::Pending,
                ..
            } => "Rejected, objected",
            Self::Rejected {
                objection: Objection::Over,
                ..
            } => "Rejected, final",
            Self::Withdrawn { .. } => "Withdrawn",
            Self::Lapsed { .. } => "Lapsed",
        }
    }
}
