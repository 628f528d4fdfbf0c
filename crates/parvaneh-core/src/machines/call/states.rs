//! What may follow what, and what a call tells those who ask: dossiers that answer to it, charts
//! and refusals.

use super::{Call, Event, State};
use crate::calendar::Date;

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub fn next(state: &State, event: &Event) -> Option<State> {
    use State as S;
    match (event, state) {
        (Event::Drafted { draft, edition }, S::None) => Some(S::Draft(Box::new(Call {
            number: draft.number.clone(),
            province: draft.province.clone(),
            district: draft.district.clone(),
            seats: draft.seats,
            opens_on: draft.opens_on,
            closes_on: draft.closes_on,
            extended: false,
            edition: edition.clone(),
        }))),
        (Event::CapacityApproved { seats, .. }, S::Draft(call)) => {
            Some(S::CapacityApproved(Box::new(Call {
                seats: *seats,
                ..(**call).clone()
            })))
        }
        (Event::Published, S::CapacityApproved(call)) => Some(S::Published(call.clone())),
        (Event::Opened, S::Published(call)) => Some(S::Open(call.clone())),
        (Event::Extended { closes_on, .. }, S::Open(call)) => Some(S::Open(Box::new(Call {
            closes_on: *closes_on,
            extended: true,
            ..(**call).clone()
        }))),
        (Event::Closed { reserve_through }, S::Open(call)) => Some(S::Closed {
            call: call.clone(),
            reserve_through: *reserve_through,
        }),
        (
            Event::Ranked { .. },
            S::Closed {
                call,
                reserve_through,
            },
        ) => Some(S::Ranked {
            call: call.clone(),
            reserve_through: *reserve_through,
        }),
        (
            Event::Concluded | Event::ReserveListEnded,
            S::Ranked {
                call,
                reserve_through,
            },
        )
        | (
            Event::ReserveListEnded,
            S::Closed {
                call,
                reserve_through,
            },
        ) => Some(S::Concluded {
            call: call.clone(),
            reserve_through: *reserve_through,
        }),
        (
            Event::Cancelled { .. },
            S::Draft(call)
            | S::CapacityApproved(call)
            | S::Published(call)
            | S::Open(call)
            | S::Closed { call, .. },
        ) => Some(S::Cancelled(call.clone())),
        (_, _) => None,
    }
}

impl State {
    /// What the call says; none where there is no call.
    pub fn call(&self) -> Option<&Call> {
        match self {
            Self::None => None,
            Self::Draft(call)
            | Self::CapacityApproved(call)
            | Self::Published(call)
            | Self::Open(call)
            | Self::Closed { call, .. }
            | Self::Ranked { call, .. }
            | Self::Concluded { call, .. }
            | Self::Cancelled(call) => Some(call),
        }
    }

    /// Whether a call that is settled up to `day` can be answered on it.
    pub fn is_open_on(&self, day: Date) -> bool {
        match self {
            Self::Open(call) => call.opens_on <= day && day <= call.closes_on,
            Self::None
            | Self::Draft(_)
            | Self::CapacityApproved(_)
            | Self::Published(_)
            | Self::Closed { .. }
            | Self::Ranked { .. }
            | Self::Concluded { .. }
            | Self::Cancelled(_) => false,
        }
    }

    /// The last day of the reserve list; none before the call has closed, or where it was called off.
    pub fn reserve_through(&self) -> Option<Date> {
        match self {
            Self::Closed {
                reserve_through, ..
            }
            | Self::Ranked {
                reserve_through, ..
            }
            | Self::Concluded {
                reserve_through, ..
            } => Some(*reserve_through),
            Self::None
            | Self::Draft(_)
            | Self::CapacityApproved(_)
            | Self::Published(_)
            | Self::Open(_)
            | Self::Cancelled(_) => None,
        }
    }

    /// Whether it can still be called off.
    pub(super) fn can_be_cancelled(&self) -> bool {
        match self {
            Self::Draft(_)
            | Self::CapacityApproved(_)
            | Self::Published(_)
            | Self::Open(_)
            | Self::Closed { .. } => true,
            Self::None | Self::Ranked { .. } | Self::Concluded { .. } | Self::Cancelled(_) => false,
        }
    }

    /// Whether nothing more comes of it for those who are not on its reserve list.
    pub fn has_ended(&self) -> bool {
        match self {
            Self::Concluded { .. } | Self::Cancelled(_) => true,
            Self::None
            | Self::Draft(_)
            | Self::CapacityApproved(_)
            | Self::Published(_)
            | Self::Open(_)
            | Self::Closed { .. }
            | Self::Ranked { .. } => false,
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Draft(_) => "Draft",
            Self::CapacityApproved(_) => "CapacityApproved",
            Self::Published(_) => "Published",
            Self::Open(_) => "Open",
            Self::Closed { .. } => "Closed",
            Self::Ranked { .. } => "Ranked",
            Self::Concluded { .. } => "Concluded",
            Self::Cancelled(_) => "Cancelled",
        }
    }
}
