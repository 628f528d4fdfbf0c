//! What may follow what, and what a state says of itself.

use super::{Approval, Event, State};
use crate::calendar::Date;

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub fn next(state: &State, event: &Event) -> Option<State> {
    use State as S;
    match (event, state) {
        (
            Event::Issued {
                resolution,
                through,
            },
            S::None,
        ) => Some(S::Issued(Box::new(Approval {
            resolution: resolution.clone(),
            through: *through,
            extended: false,
            stayed_through: None,
        }))),
        (Event::Extended { through, .. }, S::Issued(approval)) => Some(open(Approval {
            through: *through,
            extended: true,
            ..(**approval).clone()
        })),
        (Event::Stayed { through, .. }, S::Issued(approval) | S::Extended(approval)) => {
            Some(open(Approval {
                stayed_through: Some(*through),
                ..(**approval).clone()
            }))
        }
        (Event::PremisesConfirmed, S::Issued(approval) | S::Extended(approval)) => {
            Some(S::PremisesReady(approval.clone()))
        }
        (Event::Presented, S::PremisesReady(approval)) => Some(S::Presented(approval.clone())),
        (Event::Returned { through, .. }, S::Presented(approval)) => Some(open(Approval {
            through: *through,
            ..(**approval).clone()
        })),
        (Event::Fulfilled, S::Presented(_)) => Some(S::Fulfilled),
        (Event::Refused { .. }, S::Presented(_)) => Some(S::Cancelled),
        (Event::Lapsed { .. }, S::Issued(_) | S::Extended(_)) => Some(S::Lapsed),
        (Event::Cancelled { .. }, state) if state.is_open() => Some(S::Cancelled),
        (Event::Withdrawn, state) if state.is_open() => Some(S::Withdrawn),
        (_, _) => None,
    }
}

fn open(approval: Approval) -> State {
    match approval.extended {
        true => State::Extended(Box::new(approval)),
        false => State::Issued(Box::new(approval)),
    }
}

impl Approval {
    /// The last day on which it is good without premises: its own, or that of a stay.
    pub fn ends_on(&self) -> Date {
        Ord::max(Some(self.through), self.stayed_through).unwrap_or(self.through)
    }
}

impl State {
    /// Whether a licence may still come of it.
    pub fn is_open(&self) -> bool {
        match self {
            Self::Issued(_) | Self::Extended(_) | Self::PremisesReady(_) | Self::Presented(_) => {
                true
            }
            Self::None | Self::Fulfilled | Self::Lapsed | Self::Withdrawn | Self::Cancelled => {
                false
            }
        }
    }

    /// Whether it ended without a licence.
    pub fn has_ended(&self) -> bool {
        match self {
            Self::Lapsed | Self::Withdrawn | Self::Cancelled => true,
            Self::None
            | Self::Issued(_)
            | Self::Extended(_)
            | Self::PremisesReady(_)
            | Self::Presented(_)
            | Self::Fulfilled => false,
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Issued(_) => "Issued",
            Self::Extended(_) => "Extended",
            Self::PremisesReady(_) => "PremisesReady",
            Self::Presented(_) => "Presented",
            Self::Fulfilled => "Fulfilled",
            Self::Lapsed => "Lapsed",
            Self::Withdrawn => "Withdrawn",
            Self::Cancelled => "Cancelled",
        }
    }
}
