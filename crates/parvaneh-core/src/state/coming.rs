//! What was decided and holds from a later day. Until then everything stands as it stood.

use serde::{Deserialize, Serialize};

use super::premises::Premises;
use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::EditionId;
use crate::party::PartyId;
use crate::resolution::SessionVote;
use crate::text::FreeText;

/// What is to come, the earliest first: at most one act of each kind.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct State {
    acts: Vec<Coming>,
}

/// An act that holds from a later day.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Coming {
    /// What is to come.
    pub act: Act,
    /// The first day on which it holds.
    pub from: Date,
    /// The day on which it was decided, on which the time to object begins.
    pub decided_on: Date,
    /// Who decided, and may take it back.
    pub by: Role,
    /// The edition that judged it, and judges it again on its day.
    pub edition: EditionId,
}

/// What an act of a later day is to change.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The licence is given up.
    Surrender {
        /// By whom.
        holder: PartyId,
    },
    /// The licence is suspended as a sanction.
    Suspension {
        /// Why.
        reason: FreeText,
        /// The day on which notice was served.
        notice_served_on: Date,
        /// The day on which the holder was heard; none if the holder let the time pass.
        #[serde(default)]
        heard_on: Option<Date>,
        /// Its last day; none: until the violation is remedied.
        #[serde(default)]
        through: Option<Date>,
    },
    /// The licence is taken away.
    Revocation {
        /// Why.
        reason: FreeText,
        /// The day on which notice was served.
        notice_served_on: Date,
        /// The day on which the holder was heard; none if the holder let the time pass.
        #[serde(default)]
        heard_on: Option<Date>,
    },
    /// The transferee becomes the holder.
    Registration {
        /// Who.
        holder: PartyId,
    },
    /// The office moves.
    Relocation {
        /// Where to.
        to: Premises,
        /// The resolution.
        resolution: SessionVote,
    },
}

/// The kind of an act of a later day.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A surrender.
    Surrender,
    /// A suspension as a sanction.
    Suspension,
    /// A revocation.
    Revocation,
    /// The registration of a transfer.
    Registration,
    /// A relocation.
    Relocation,
}

impl Kind {
    /// The word of the stored form.
    pub fn word(self) -> &'static str {
        match self {
            Self::Surrender => "surrender",
            Self::Suspension => "suspension",
            Self::Revocation => "revocation",
            Self::Registration => "registration",
            Self::Relocation => "relocation",
        }
    }
}

impl Act {
    /// Its last day, where it has one.
    pub(crate) fn through(&self) -> Option<Date> {
        match self {
            Self::Suspension { through, .. } => *through,
            Self::Surrender { .. }
            | Self::Revocation { .. }
            | Self::Registration { .. }
            | Self::Relocation { .. } => None,
        }
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Surrender { .. } => Kind::Surrender,
            Self::Suspension { .. } => Kind::Suspension,
            Self::Revocation { .. } => Kind::Revocation,
            Self::Registration { .. } => Kind::Registration,
            Self::Relocation { .. } => Kind::Relocation,
        }
    }
}

impl State {
    /// Everything that is to come, the earliest first.
    pub fn acts(&self) -> &[Coming] {
        &self.acts
    }

    /// What is to come of a kind.
    pub fn of(&self, kind: Kind) -> Option<&Coming> {
        self.acts.iter().find(|coming| coming.act.kind() == kind)
    }

    /// A suspension or a revocation that is to come, the earlier of the two.
    pub fn measure(&self) -> Option<&Coming> {
        self.acts.iter().find(|coming| match coming.act.kind() {
            Kind::Suspension | Kind::Revocation => true,
            Kind::Surrender | Kind::Registration | Kind::Relocation => false,
        })
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    /// Puts an act in its place. Of those of one day the one that was decided first stays first.
    pub(crate) fn put(&mut self, coming: Coming) {
        let at = self.acts.partition_point(|other| other.from <= coming.from);
        self.acts.insert(at, coming);
    }

    /// Takes out what is no longer to come.
    pub(crate) fn drop_where(&mut self, is_over: impl Fn(&Coming) -> bool) {
        self.acts.retain(|coming| !is_over(coming));
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self.acts.is_empty() {
            true => "NothingToCome",
            false => "ToCome",
        }
    }
}
