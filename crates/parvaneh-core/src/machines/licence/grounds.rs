//! On what each event of the licence rests.

use super::Event;
use crate::edition::{Edition, Rule};
use crate::law::OwnRule;
use crate::refusal::Citation;

const PROCEDURES: OwnRule = OwnRule::ProceduresOfTheEdition;
const PAPERS: OwnRule = OwnRule::PapersOfTheEdition;

impl Event {
    /// The rule of `edition` that it rests on.
    pub fn rests_on(&self, edition: &Edition) -> Citation {
        match self {
            Self::Opened(_) => Citation::from(OwnRule::OtherRegisterBelieved),
            Self::Issued { .. } | Self::Revoked { .. } => (&edition.authority).into(),
            Self::Suspended { .. } | Self::SuspensionLifted { .. } => {
                (&edition.enforcement.hearing).into()
            }
            Self::Surrendered { .. } => Citation::from(OwnRule::MayBeSurrendered),
            Self::Reinstated { .. } => Citation::from(super::reinstatement::RULE),
            Self::Continued { .. } => (&edition.licence.pending_at_expiry).into(),
            Self::Expired { .. } => (&edition.licence.term).into(),
            Self::Lapsed { .. } => Citation::from(OwnRule::EndsWithItsHolder),
            Self::NoticeElapsed { .. } => of(&edition.succession, |rules| &rules.notice),
            Self::InterimBegun { .. } | Self::InterimEnded { .. } => {
                of(&edition.succession, |rules| &rules.interim)
            }
            Self::RelocationRequested { .. }
            | Self::Relocated { .. }
            | Self::RelocationRefused { .. } => of(&edition.premises, |rules| &rules.relocation),
            Self::ClosurePermitted { .. } | Self::Reopened | Self::ClosureEnded { .. } => {
                of(&edition.premises, |rules| &rules.closure)
            }
            Self::CounterPermitted { .. } => of(&edition.premises, |rules| &rules.counter),
            Self::Recorded { paper, .. } => match edition.papers.get(&paper.name) {
                Some(rule) => rule.into(),
                None => Citation::from(PAPERS),
            },
        }
    }

    /// Whether another register stated it.
    pub fn is_imported(&self) -> bool {
        match self {
            Self::Opened(_) => true,
            Self::Suspended { imported, .. }
            | Self::Revoked { imported, .. }
            | Self::Surrendered { imported } => imported.is_some(),
            Self::Issued { .. }
            | Self::SuspensionLifted { .. }
            | Self::Reinstated { .. }
            | Self::Continued { .. }
            | Self::Expired { .. }
            | Self::Lapsed { .. }
            | Self::NoticeElapsed { .. }
            | Self::InterimBegun { .. }
            | Self::InterimEnded { .. }
            | Self::Recorded { .. }
            | Self::RelocationRequested { .. }
            | Self::Relocated { .. }
            | Self::RelocationRefused { .. }
            | Self::ClosurePermitted { .. }
            | Self::Reopened
            | Self::ClosureEnded { .. }
            | Self::CounterPermitted { .. } => false,
        }
    }
}

/// One of `rules`, where the edition has them.
fn of<R, T>(rules: &Option<R>, rule: impl Fn(&R) -> &Rule<T>) -> Citation {
    match rules {
        Some(rules) => rule(rules).into(),
        None => Citation::from(PROCEDURES),
    }
}
