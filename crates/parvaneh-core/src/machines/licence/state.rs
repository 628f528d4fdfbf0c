//! What can be asked of the state of a licence, and what other machines make of it.

use super::State;
use super::succession::{Interim, Notice};
use crate::calendar::Date;
use crate::party::PartyId;

/// The licence once a next term was granted: what it outlived its last term for has come.
pub(crate) fn renewed(state: &State) -> State {
    match state {
        State::Active { .. } => State::Active { continued: false },
        State::Suspended { .. } => State::Suspended { continued: false },
        State::NotIssued
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. }
        | State::Lapsed { .. }
        | State::Interim { .. } => state.clone(),
    }
}

/// The licence once it has passed to a new holder: an interim is over, a suspension is not.
pub(crate) fn passed_on(state: &State) -> State {
    match state {
        State::Interim {
            suspended: false, ..
        } => State::Active { continued: false },
        State::Interim {
            suspended: true, ..
        } => State::Suspended { continued: false },
        State::NotIssued
        | State::Active { .. }
        | State::Suspended { .. }
        | State::Expired { .. }
        | State::Revoked { .. }
        | State::Surrendered { .. }
        | State::Lapsed { .. } => state.clone(),
    }
}

/// The licence that ended wrongly, as it was before; none of one that was given up.
pub(super) fn reinstated(ended: &State) -> Option<State> {
    match *ended {
        State::Expired {
            suspended,
            interim: Some(interim),
            ..
        }
        | State::Revoked {
            suspended,
            interim: Some(interim),
            ..
        } => Some(State::Interim { interim, suspended }),
        State::Expired { suspended, .. }
        | State::Revoked { suspended, .. }
        | State::Lapsed { suspended, .. }
        | State::Interim { suspended, .. } => Some(match suspended {
            true => State::Suspended { continued: false },
            false => State::Active { continued: false },
        }),
        State::NotIssued
        | State::Active { .. }
        | State::Suspended { .. }
        | State::Surrendered { .. } => None,
    }
}

impl State {
    /// The first day on which it was no longer valid, if it has ended.
    pub fn ended_on(&self) -> Option<Date> {
        match self {
            Self::Expired { on, .. }
            | Self::Revoked { on, .. }
            | Self::Surrendered { on }
            | Self::Lapsed { on, .. } => Some(*on),
            Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Interim { .. } => None,
        }
    }

    /// Whether it was issued and has not ended; it may be suspended.
    pub fn is_in_force(&self) -> bool {
        match self {
            Self::Active { .. } | Self::Suspended { .. } | Self::Interim { .. } => true,
            Self::NotIssued
            | Self::Expired { .. }
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Lapsed { .. } => false,
        }
    }

    /// Whether it was issued and is not to be used for now.
    pub fn is_suspended(&self) -> bool {
        match self {
            Self::Suspended { .. } => true,
            Self::Interim { suspended, .. } => *suspended,
            Self::NotIssued
            | Self::Active { .. }
            | Self::Expired { .. }
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Lapsed { .. } => false,
        }
    }

    /// Whether it is suspended, or would be if an heir gave notice.
    pub(crate) fn carries_suspension(&self) -> bool {
        match self {
            Self::Lapsed { suspended, .. } => *suspended && self.awaits_notice(),
            Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Expired { .. }
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Interim { .. } => self.is_suspended(),
        }
    }

    /// Whether it has ended and nobody can go on with it: only a correction leads out.
    pub fn has_ended_for_good(&self) -> bool {
        self.ended_on().is_some() && !self.awaits_notice()
    }

    /// Whether it outlives its last term.
    pub fn is_continued(&self) -> bool {
        match self {
            Self::Active { continued } | Self::Suspended { continued } => *continued,
            Self::NotIssued
            | Self::Expired { .. }
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Lapsed { .. }
            | Self::Interim { .. } => false,
        }
    }

    /// Whether it has ended and an heir's notice can still bring it into an interim.
    pub fn awaits_notice(&self) -> bool {
        matches!(
            self,
            Self::Lapsed {
                notice: Notice::Open { .. },
                ..
            }
        )
    }

    /// The interim that it is in, or was in when it expired or was revoked.
    pub fn interim(&self) -> Option<Interim> {
        match self {
            Self::Interim { interim, .. } => Some(*interim),
            Self::Expired { interim, .. } | Self::Revoked { interim, .. } => *interim,
            Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Surrendered { .. }
            | Self::Lapsed { .. } => None,
        }
    }

    /// Who gave notice, and acts in the holder's place.
    pub fn heir(&self) -> Option<PartyId> {
        self.interim().map(|interim| interim.heir)
    }

    /// Whether its holder has died or been dissolved, and nobody has followed.
    pub fn is_without_holder(&self) -> bool {
        matches!(self, Self::Lapsed { .. }) || self.interim().is_some()
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NotIssued => "NotIssued",
            Self::Active { continued: false } => "Active",
            Self::Active { continued: true } => "Active, continued",
            Self::Suspended { continued: false } => "Suspended",
            Self::Suspended { continued: true } => "Suspended, continued",
            Self::Expired { .. } => "Expired",
            Self::Revoked { .. } => "Revoked",
            Self::Surrendered { .. } => "Surrendered",
            Self::Lapsed { .. } if self.awaits_notice() => "Lapsed, open",
            Self::Lapsed { .. } => "Lapsed",
            Self::Interim {
                suspended: false, ..
            } => "Interim",
            Self::Interim {
                suspended: true, ..
            } => "Interim, suspended",
        }
    }
}
