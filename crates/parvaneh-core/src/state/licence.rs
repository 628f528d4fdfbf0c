//! Where the licence stands.

mod interim;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::party::PartyId;

use interim::rested;
pub use interim::{Cause, Interim, Notice};

/// Where the licence stands once everything up to a day has been settled.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// There is no licence yet.
    #[default]
    NotIssued,
    /// Issued, and neither suspended nor ended. `continued`: its last term is over and it stays
    /// in force until the renewal is decided.
    Active {
        /// Whether it outlives its last term.
        continued: bool,
    },
    /// Issued, and not to be used for now.
    Suspended {
        /// Whether it outlives its last term.
        continued: bool,
    },
    /// Its last term ended.
    Expired {
        /// The first day on which it was no longer valid.
        on: Date,
        /// Whether it was suspended when it ended: so it stands again if that was wrong.
        suspended: bool,
        /// The interim in which it ended, if it was in one: so it stands again.
        interim: Option<Interim>,
    },
    /// Taken away by the authority.
    Revoked {
        /// The first day on which it was no longer valid.
        on: Date,
        /// Whether it was suspended when it ended: so it stands again if that was wrong.
        suspended: bool,
        /// The interim in which it ended, if it was in one: so it stands again.
        interim: Option<Interim>,
    },
    /// Given up by the holder.
    Surrendered {
        /// The first day on which it was no longer valid.
        on: Date,
    },
    /// Ended by the death or dissolution of its holder, or with the interim after it.
    Lapsed {
        /// The first day on which it was no longer valid.
        on: Date,
        /// The day on which its holder ceased to be, as it is proven, which is no later than the day on which
        /// it ended.
        gone_on: Date,
        /// Whether an heir may still give notice.
        notice: Notice,
        /// Whether it was suspended.
        suspended: bool,
    },
    /// In force for an heir, under a manager, until it passes to a new holder.
    Interim {
        /// Of whom, and until when.
        interim: Interim,
        /// Whether it is suspended.
        suspended: bool,
        /// Whether it outlives its last term.
        continued: bool,
    },
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

    /// The day on which its holder ceased to be, where it ended with its holder.
    pub(crate) fn gone_on(&self) -> Option<Date> {
        match self {
            Self::Lapsed { gone_on, .. } => Some(*gone_on),
            Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Expired { .. }
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Interim { .. } => None,
        }
    }

    /// Whether there is a licence, or ever was one.
    pub fn is_issued(&self) -> bool {
        match self {
            Self::NotIssued => false,
            Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Expired { .. }
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Lapsed { .. }
            | Self::Interim { .. } => true,
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

    /// Whether it ended with its term.
    pub(crate) fn is_expired(&self) -> bool {
        match self {
            Self::Expired { .. } => true,
            Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Interim { .. }
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

    /// Whether it is suspended, or was when it ended.
    pub(crate) fn was_suspended(&self) -> bool {
        match self {
            Self::Expired { suspended, .. }
            | Self::Revoked { suspended, .. }
            | Self::Lapsed { suspended, .. }
            | Self::Interim { suspended, .. } => *suspended,
            Self::Suspended { .. } => true,
            Self::NotIssued | Self::Active { .. } | Self::Surrendered { .. } => false,
        }
    }

    /// Whether the authority took it away.
    pub fn is_revoked(&self) -> bool {
        match self {
            Self::Revoked { .. } => true,
            Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Expired { .. }
            | Self::Surrendered { .. }
            | Self::Lapsed { .. }
            | Self::Interim { .. } => false,
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

    /// Whether it has ended and nobody can go on with it: only a reinstatement leads out.
    pub fn has_ended_for_good(&self) -> bool {
        self.ended_on().is_some() && !self.awaits_notice()
    }

    /// Whether it outlives its last term.
    pub fn is_continued(&self) -> bool {
        match self {
            Self::Active { continued }
            | Self::Suspended { continued }
            | Self::Interim { continued, .. } => *continued,
            Self::NotIssued
            | Self::Expired { .. }
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Lapsed { .. } => false,
        }
    }

    /// Whether it has ended and an heir's notice can still bring it into an interim.
    pub fn awaits_notice(&self) -> bool {
        self.notice_through().is_some()
    }

    /// The last day on which an heir can give notice; none where nobody can.
    pub(crate) fn notice_through(&self) -> Option<Date> {
        match self {
            Self::Lapsed {
                notice: Notice::Open { through, .. },
                ..
            } => Some(*through),
            Self::Lapsed {
                notice: Notice::Missed { .. } | Notice::None,
                ..
            }
            | Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Expired { .. }
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Interim { .. } => None,
        }
    }

    /// The interim that it is in, or was in when it expired or was revoked.
    pub fn interim(&self) -> Option<&Interim> {
        match self {
            Self::Interim { interim, .. } => Some(interim),
            Self::Expired { interim, .. } | Self::Revoked { interim, .. } => interim.as_ref(),
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

    /// Whoever gave notice together with the heir.
    pub(crate) fn other_heirs(&self) -> impl Iterator<Item = PartyId> {
        self.interim()
            .into_iter()
            .flat_map(|it| it.with.iter().copied())
    }

    /// Whether its holder has died or been dissolved, and nobody has followed.
    pub fn is_without_holder(&self) -> bool {
        matches!(self, Self::Lapsed { .. }) || self.interim().is_some()
    }

    /// Once a next term was granted on a day: what it outlived its last term for has come, and what expired
    /// stands again.
    pub(crate) fn renewed(&self, on: Date) -> Self {
        match self {
            Self::Active { .. } => Self::Active { continued: false },
            Self::Suspended { .. } => Self::Suspended { continued: false },
            Self::Interim {
                interim, suspended, ..
            } => Self::within_term(Some(interim), *suspended),
            Self::Expired {
                on: ended_on,
                interim,
                suspended,
            } => Self::within_term(rested(interim.as_ref(), *ended_on, on).as_ref(), *suspended),
            Self::NotIssued
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Lapsed { .. } => self.clone(),
        }
    }

    /// Once it has passed to a new holder: an interim is over, a suspension is not.
    pub(crate) fn passed_on(&self) -> Self {
        match self {
            Self::Interim { suspended, .. } => Self::within_term(None, *suspended),
            Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Expired { .. }
            | Self::Revoked { .. }
            | Self::Surrendered { .. }
            | Self::Lapsed { .. } => self.clone(),
        }
    }

    /// Once a suspension is lifted that it had when it ended: its days have run out while an heir may give
    /// notice, or the decision fell.
    pub(crate) fn lifted(&self) -> Option<Self> {
        let mut after = self.clone();
        match &mut after {
            Self::Expired { suspended, .. }
            | Self::Revoked { suspended, .. }
            | Self::Lapsed { suspended, .. } => *suspended = false,
            Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Surrendered { .. }
            | Self::Interim { .. } => return None,
        }
        Some(after)
    }

    /// As it was before what it ended by was annulled on a day; none of one that was given up.
    pub(crate) fn reinstated(&self, on: Date) -> Option<Self> {
        match self {
            Self::Expired {
                on: ended_on,
                suspended,
                interim,
            }
            | Self::Revoked {
                on: ended_on,
                suspended,
                interim,
            } => {
                let interim = rested(interim.as_ref(), *ended_on, on);
                Some(Self::within_term(interim.as_ref(), *suspended))
            }
            Self::Lapsed { suspended, .. } | Self::Interim { suspended, .. } => {
                Some(Self::within_term(None, *suspended))
            }
            Self::NotIssued
            | Self::Active { .. }
            | Self::Suspended { .. }
            | Self::Surrendered { .. } => None,
        }
    }

    /// In force within its term, for its holder or in the interim.
    fn within_term(interim: Option<&Interim>, suspended: bool) -> Self {
        match (interim, suspended) {
            (Some(interim), suspended) => Self::Interim {
                interim: interim.clone(),
                suspended,
                continued: false,
            },
            (None, true) => Self::Suspended { continued: false },
            (None, false) => Self::Active { continued: false },
        }
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
                suspended,
                continued,
                ..
            } => match (suspended, continued) {
                (false, false) => "Interim",
                (false, true) => "Interim, continued",
                (true, false) => "Interim, suspended",
                (true, true) => "Interim, suspended, continued",
            },
        }
    }
}
