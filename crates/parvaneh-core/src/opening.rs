//! A term that another register states: the opening of a dossier here.
//!
//! Openings may come in any order and in more than one file; what they lead to does not depend
//! on the order.

mod followed;
mod stated;

use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Term, both};
use crate::edition::Edition;
use crate::law::OwnWords;
use crate::machines::{Dated, Event, licence, renewal};
use crate::party::PartyId;
use crate::state::renewal::{Request, Timeliness};
use crate::state::renewal_due;

pub use crate::state::opening::{ImportedStatus, Office, Opened};
pub use followed::{Followed, Overlap, States, Today, followed};
pub use stated::{LastStated, last_stated, stated_terms};

/// What another register states of one term of one licence.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opening {
    /// The regime's own licence number.
    pub number: String,
    /// What is licensed.
    pub office: Office,
    /// To whom.
    pub holder: PartyId,
    /// The first valid day.
    pub from: Date,
    /// The last valid day, which is believed; none where the edition is to compute it.
    pub through: Option<Date>,
    /// The day of issue, where stated.
    pub issued_on: Option<Date>,
    /// What the other register says of the term.
    pub status: Status,
    /// The day on which that became so; none where the register does not say, and then it is
    /// taken to hold on every day of the term.
    pub status_on: Option<Date>,
    /// The day on which renewal was requested, where it was.
    pub renewal_filed_on: Option<Date>,
    /// The import profile it comes through.
    pub profile: String,
}

/// What another register says of a term. It never says that it expired: the date decides.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nothing against it.
    InForce,
    /// Suspended.
    Suspended,
    /// Revoked.
    Revoked,
    /// Surrendered.
    Surrendered,
}

impl Status {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Surrendered => "surrendered",
        }
    }

    /// Whether the licence has ended by it.
    pub fn is_an_end(self) -> bool {
        match self {
            Self::InForce | Self::Suspended => false,
            Self::Revoked | Self::Surrendered => true,
        }
    }

    /// What happens when another register states it. Of a term that was suspended, `in_force` says that it is no
    /// longer.
    fn stated(self, of: ImportedStatus) -> Event {
        let (measure, imported) = (None, Some(of));
        Event::Licence(match self {
            Self::InForce => licence::Event::SuspensionLifted {
                reason: OwnWords::OtherRegister.into(),
                imported,
            },
            Self::Suspended => licence::Event::Suspended { measure, imported },
            Self::Revoked => licence::Event::Revoked { measure, imported },
            Self::Surrendered => licence::Event::Surrendered { imported },
        })
    }
}

/// Which statement of an opening cannot be true, and why.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Fault {
    /// The term ends before it begins.
    #[error("the term would end on {}, before it begins on {}", both(*.through), both(*.from))]
    EndsBeforeItBegins {
        /// First valid day.
        from: Date,
        /// Last valid day.
        through: Date,
    },
    /// A request for its renewal came before the term itself.
    #[error("the request of {} is older than the term, which begins on {}", both(*.filed_on), both(*.from))]
    FiledBeforeTheTerm {
        /// First valid day.
        from: Date,
        /// Day of the request.
        filed_on: Date,
    },
}

/// The opening events of one term, judged by `edition`, in the order of their days.
///
/// The term counts from its first day, or from the day on which it is taken in if that is earlier: a
/// term that begins later is known from then on.
pub fn events(opening: &Opening, edition: &Edition, taken_in: Date) -> Result<Vec<Dated>, Fault> {
    let from = opening.from;
    let term = match opening.through {
        Some(through) => {
            Term::new(from, through).map_err(|_| Fault::EndsBeforeItBegins { from, through })?
        }
        None => Term::starting(from, edition.licence.term.value, edition.calendar),
    };
    let renewal_due = renewal_due(edition, term);
    let mut events = vec![Dated {
        effective_on: Ord::min(from, taken_in),
        event: Event::Licence(licence::Event::Opened(Box::new(Opened {
            number: opening.number.as_str().into(),
            office: opening.office.clone(),
            holder: opening.holder,
            term,
            renewal_due,
            edition: edition.id.clone(),
            issued_on: opening.issued_on,
            imported: opening.profile.as_str().into(),
        }))),
    }];
    let status = match opening.status {
        Status::InForce => None,
        Status::Suspended | Status::Revoked | Status::Surrendered => Some(Dated {
            effective_on: opening.status_on.map_or(from, |on| Ord::max(on, from)),
            event: opening.status.stated(ImportedStatus {
                term_from: from,
                day_known: opening.status_on.is_some(),
            }),
        }),
    };
    events.extend(status);
    if let Some(filed_on) = opening.renewal_filed_on {
        if filed_on < from {
            return Err(Fault::FiledBeforeTheTerm { from, filed_on });
        }
        let timeliness = Timeliness::of(filed_on, renewal_due);
        events.push(Dated {
            effective_on: filed_on,
            event: Event::Renewal(renewal::Event::Filed {
                request: Request {
                    filed_on,
                    timeliness,
                    excused: false,
                    edition: edition.id.clone(),
                },
                imported: Some(opening.profile.as_str().into()),
            }),
        });
    }
    events.sort_by_key(|dated| dated.effective_on);
    Ok(events)
}

/// The first day of the term of which another register states something in an event; none where the event
/// does not say, and where no other register states it.
pub fn term_from(event: &Event) -> Option<Date> {
    if let Event::Licence(licence::Event::Opened(opened)) = event {
        return Some(opened.term.from);
    }
    if let Event::Licence(
        licence::Event::Suspended { imported, .. }
        | licence::Event::SuspensionLifted { imported, .. }
        | licence::Event::Revoked { imported, .. }
        | licence::Event::Surrendered { imported },
    ) = event
    {
        return imported.as_ref().map(|imported| imported.term_from);
    }
    None
}

/// Whether `history` already holds each of these opening events.
///
/// What an edition computed (the deadline, and the edition itself) is not compared: another
/// edition adopted since does not make the same row a new one.
pub fn already_recorded(history: &[Dated], events: &[Dated]) -> bool {
    events
        .iter()
        .all(|event| history.iter().any(|recorded| same(recorded, event)))
}

fn same(recorded: &Dated, event: &Dated) -> bool {
    let on_one_day = recorded.effective_on == event.effective_on;
    match (&recorded.event, &event.event) {
        // When it was taken in does not matter: its term has its own first day.
        (
            Event::Licence(licence::Event::Opened(recorded)),
            Event::Licence(licence::Event::Opened(stated)),
        ) => {
            let stated = Opened {
                renewal_due: recorded.renewal_due,
                edition: recorded.edition.clone(),
                ..Opened::clone(stated)
            };
            **recorded == stated
        }
        (
            Event::Renewal(renewal::Event::Filed {
                imported: Some(_), ..
            }),
            Event::Renewal(renewal::Event::Filed {
                imported: Some(_), ..
            }),
        ) => on_one_day,
        (recorded, event) => on_one_day && recorded == event,
    }
}
