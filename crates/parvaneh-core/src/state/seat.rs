//! Which call a dossier answers to, and which seat of it it holds.

use super::{Dossier, application};

use crate::text::Label;

impl Dossier {
    /// The number of the call of which the dossier holds a seat today, once settled: from
    /// qualification until the application ends, or the licence that came of it; where that was
    /// revoked, until the revocation is final, and where its holder is gone, as long as an heir may
    /// still go on with it.
    pub fn seat(&self) -> Option<&str> {
        let matter = self.application.qualified()?;
        let may_stand_again = self.revocation_may_fall() || self.licence.awaits_notice();
        match self.licence.ended_on().is_some() && !may_stand_again {
            true => None,
            false => matter.call.as_deref(),
        }
    }

    /// Whether the licence was revoked, and that can still be objected to or is under review.
    pub(crate) fn revocation_may_fall(&self) -> bool {
        self.licence.is_revoked() && self.enforcement.revocation_may_fall()
    }

    /// The number of the call of which the dossier holds a seat today, once settled, or may be given
    /// one.
    pub fn seat_claim(&self) -> Option<&str> {
        let pending = self.pending_application();
        self.seat()
            .or(pending.and_then(|matter| matter.call.as_deref()))
    }

    /// Whether an application for a seat waits for a decision today, once settled.
    pub fn awaits_decision(&self) -> bool {
        self.pending_application().is_some() && self.application.is_undecided()
    }

    /// The number of the call of which commands to this dossier have to know how it stands: the
    /// one that its application answers, as long as anything can come of it; a call's own.
    pub fn answers_to(&self) -> Option<&str> {
        match self.call.call() {
            Some(call) => Some(&call.number),
            None => self.pending_application()?.call.as_deref(),
        }
    }

    /// The application, as long as a licence can come of it and none has.
    pub fn pending_application(&self) -> Option<&application::Matter> {
        match self.licence.is_issued() {
            true => None,
            false => self.application.open_matter(),
        }
    }

    /// The province whose actors may touch it; none before the first event.
    pub fn province(&self) -> Option<&str> {
        let office = self.office.as_ref().map(|office| &office.province);
        let call = self.call.call().map(|call| &call.province);
        office.or(call).map(Label::as_str)
    }
}
