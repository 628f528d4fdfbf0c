//! Events that state what an edition made of them, as another edition would have it.

use super::{Dossier, Event};
use crate::calendar::{Date, Term};
use crate::edition::Edition;
use crate::machines::{licence, renewal};
use crate::state::renewal::{Request, Timeliness};
use crate::state::renewal_due;

impl Event {
    /// The same event if `edition` had judged it: the acts and statements in it stand, and what an
    /// edition computes from them is computed anew. `dossier` is what the event happens to.
    ///
    /// None where the event states nothing of its own from which it could be computed: then the
    /// command that led to it says what the edition makes of it.
    pub fn rejudged(&self, dossier: &Dossier, edition: &Edition) -> Option<Self> {
        let mut event = self.clone();
        match &mut event {
            Self::Licence(licence::Event::Opened(opened)) => {
                opened.renewal_due = renewal_due(edition, opened.term);
                opened.edition = edition.id.clone();
            }
            Self::Licence(licence::Event::Issued {
                act,
                term,
                renewal_due: due,
                edition: under,
            }) => {
                *term = Term::starting(act.from, edition.licence.term.value, edition.calendar);
                *due = renewal_due(edition, *term);
                *under = edition.id.clone();
            }
            Self::Licence(licence::Event::Reinstated {
                term,
                renewal_due: due,
                request,
                ..
            }) => {
                let given = dossier.terms.last().and_then(|last| last.renewal_due);
                *due = Ord::max(renewal_due(edition, *term), given);
                if let Some(request) = request {
                    request.rejudge(*due, edition);
                }
            }
            Self::Renewal(renewal::Event::Filed {
                request,
                imported: Some(_),
            }) => {
                let due = dossier.terms.last().and_then(|last| last.renewal_due);
                request.rejudge(due, edition);
            }
            Self::Licence(_)
            | Self::Premises(_)
            | Self::Renewal(_)
            | Self::Call(_)
            | Self::Application(_)
            | Self::PrincipledApproval(_)
            | Self::Transfer(_)
            | Self::Enforcement(_)
            | Self::Appointment(_)
            | Self::Mismatch(_)
            | Self::Contract(_)
            | Self::Coming(_) => return None,
        }
        Some(event)
    }
}

impl Request {
    /// Another register, or a court, says when it was filed; whether that was in time follows.
    fn rejudge(&mut self, due: Option<Date>, edition: &Edition) {
        self.timeliness = Timeliness::of(self.filed_on, due);
        self.edition = edition.id.clone();
    }
}
