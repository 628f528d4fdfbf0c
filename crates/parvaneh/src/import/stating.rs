//! What a row states of its licence, beside what was stated of it before: by itself, or as the whole of what its
//! register has by now.

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Dated, Dossier, Editions};
use parvaneh_core::licence::State;
use parvaneh_core::opening::{
    self, Followed, LastStated, Opened, Opening, Overlap, States, Status, Today,
};
use parvaneh_core::party::PartyId;
use parvaneh_core::text::Label;
use parvaneh_core::timeline::{self, Row};

use super::difference::{Difference, Differing, What, differing};
use super::plausible::Doubt;
use super::subject::{Statement, Subject};
use crate::profile::{Column, Profile, RowIs};

/// A row, read as an opening by a profile.
pub(super) struct Stating<'a> {
    pub(super) profile: &'a Profile,
    pub(super) opening: &'a Opening,
    /// The events of the opening.
    pub(super) events: Vec<Dated>,
    pub(super) editions: &'a Editions,
    pub(super) today: Date,
}

/// What becomes of a row whose register is followed.
pub(super) enum Followup {
    /// It is there already.
    Unchanged,
    /// It is to be taken in.
    Stated(Statement),
    /// It is something else than was done here; why it is not taken in.
    Conflict(String),
}

/// How the row of a profile states its licence.
pub(super) fn states(profile: &Profile) -> States {
    match profile.row {
        RowIs::Licence => States::LatestTerm,
        RowIs::Term => States::OneTerm,
    }
}

impl Stating<'_> {
    /// The term of which the rows of its profile state something: of a licence, all of them.
    pub(super) fn term(&self) -> Option<Date> {
        match self.profile.row {
            RowIs::Licence => None,
            RowIs::Term => Some(self.opening.from),
        }
    }

    /// How what was stated becomes what the row states.
    fn follows(&self, stated: &[Dated], day: Today) -> Result<Followed, Overlap> {
        let events = self.events.clone();
        opening::followed(stated, self.opening, events, states(self.profile), day)
    }

    fn is_as_stated(&self, stated: &[Dated]) -> bool {
        let day = Today {
            today: self.today,
            last_in_force: self.today,
        };
        let followed = self.follows(stated, day);
        followed.is_ok_and(|followed| followed.is_nothing())
    }

    /// What a row adds by itself; none where all of it is there.
    pub(super) fn by_itself(&self, subject: &Subject) -> Result<Option<Statement>, Doubt> {
        let stands_already = |reason: &str| Err(Doubt::of(Column::Number, reason));
        if self.profile.row == RowIs::Licence && subject.seen {
            return stands_already("the number came before in this file");
        }
        let before = subject.stated_before(self.profile, self.term());
        let own = timeline::dated(before.iter().copied());
        if !own.is_empty() && own.len() == before.len() && self.is_as_stated(&own) {
            return Ok(None);
        }
        let stated = subject.stated();
        let is_stated = opening::last_stated(&stated, self.term()).is_some();
        if before.is_empty() && is_stated && !self.is_as_stated(&stated) {
            return stands_already("the register holds it already, with other facts");
        }
        let was_withdrawn = subject.was_withdrawn(self.profile, &self.events);
        let Some(statement) = subject.statement(&before, self.events.clone()) else {
            return Ok(None);
        };
        if was_withdrawn && !statement.enter.is_empty() {
            return stands_already(
                "a revision has withdrawn this term; restore it there if it is right",
            );
        }
        let is_ours_alone = !statement.is_anew && !subject.past.rows.is_empty();
        if self.profile.row == RowIs::Licence && is_ours_alone {
            return stands_already("the register holds it already, with other facts");
        }
        Ok(Some(statement))
    }

    /// What a row adds, beside all that its register stated before.
    pub(super) fn by_following(&self, subject: &Subject) -> Result<Followup, Doubt> {
        let stands_already = |reason: &str| Err(Doubt::of(Column::Number, reason));
        let own = subject.own(self.profile);
        let stated = timeline::dated(own.iter().copied());
        let is_readable = stated.len() == own.len();
        if is_readable && !stated.is_empty() && self.is_as_stated(&stated) {
            return match self.profile.row == RowIs::Licence && subject.seen {
                true => stands_already("the number came before in this file"),
                false => Ok(Followup::Unchanged),
            };
        }
        let is_twice = match self.term() {
            None => subject.seen,
            Some(from) => {
                let is_there = opening::last_stated(&stated, Some(from)).is_some();
                subject.stated_here.contains(&from) || subject.stands_as_stated && is_there
            }
        };
        if is_twice {
            return stands_already("the file states it twice, with other facts");
        }
        if subject.has_acts_beside(self.profile) {
            return Ok(match self.stands(subject) {
                true => Followup::Unchanged,
                false => Followup::Conflict(
                    "something else was done here, or through another profile".to_owned(),
                ),
            });
        }
        if !is_readable {
            let before = subject.stated_before(self.profile, self.term());
            let statement = subject.statement(&before, self.events.clone());
            return Ok(statement.map_or(Followup::Unchanged, Followup::Stated));
        }
        Ok(Followup::Stated(self.statement(subject, &own, &stated)?))
    }

    fn statement(
        &self,
        subject: &Subject,
        own: &[&Row],
        stated: &[Dated],
    ) -> Result<Statement, Doubt> {
        let last = opening::last_stated(stated, self.term());
        let day = match &last {
            None => Today {
                today: self.today,
                last_in_force: self.today,
            },
            Some(last) => {
                let settled = self.settled(subject)?;
                let own = self.last_stated();
                let term = own.map_or(last.opened.term, |own| own.opened.term);
                Today::of(&settled, term, last.opened.term, self.today)
            }
        };
        let followed = self.follows(stated, day);
        let Followed { withdraw, enter } =
            followed.map_err(|overlap| Doubt::of(Column::ValidFrom, overlap))?;
        let is_known = last.is_some_and(|last| last.opened.term.from == self.opening.from);
        Ok(Statement {
            is_anew: !withdraw.is_empty(),
            is_of_a_known_term: is_known,
            withdraw: withdraw
                .into_iter()
                .filter_map(|at| own[at].act())
                .collect(),
            enter,
        })
    }

    /// What the register stated before, by columns, and states otherwise now.
    pub(super) fn differs(
        &self,
        subject: &Subject,
        called: impl Fn(PartyId) -> String,
    ) -> Vec<Differing> {
        let stated = timeline::dated(subject.own(self.profile));
        let last = opening::last_stated(&stated, self.term());
        self.differs_from(last.as_ref(), called)
    }

    fn differs_from(
        &self,
        last: Option<&LastStated>,
        called: impl Fn(PartyId) -> String,
    ) -> Vec<Differing> {
        let own = self.last_stated();
        let through = own.map_or(self.opening.from, |own| own.opened.term.through);
        differing(self.profile, last, self.opening, through, called)
    }

    /// What the row states of its term.
    fn last_stated(&self) -> Option<LastStated> {
        opening::last_stated(&self.events, None)
    }

    /// A row that states otherwise what was done here: what the register has by now, and what the file has.
    pub(super) fn conflict(
        &self,
        subject: &Subject,
        because: String,
        called: impl Fn(PartyId) -> String,
    ) -> Difference {
        let settled = self.settled(subject).unwrap_or_default();
        let stands = as_it_stands(&settled).map(|last| LastStated {
            opened: Opened {
                issued_on: self.opening.issued_on,
                ..last.opened
            },
            ..last
        });
        let columns = match stands {
            Some(last) => self.differs_from(Some(&last), called),
            None => self.differs(subject, called),
        };
        Difference {
            line: None,
            number: self.opening.number.clone(),
            what: What::Conflict,
            columns,
            records: Vec::new(),
            because: Some(because),
        }
    }

    fn settled(&self, subject: &Subject) -> Result<Dossier, Doubt> {
        let settled = dossier::settle(subject.dossier.clone(), self.editions, self.today);
        let (settled, _) = settled.map_err(|defect| Doubt::of(Column::Number, defect))?;
        Ok(settled)
    }

    /// Whether a licence stands as the row states it, whoever brought it there.
    fn stands(&self, subject: &Subject) -> bool {
        let last = self
            .settled(subject)
            .ok()
            .and_then(|dossier| as_it_stands(&dossier));
        last.is_some_and(|last| {
            let own = self.last_stated();
            own.is_some_and(|own| own.opened.term == last.opened.term)
                && last.opened.office == self.opening.office
                && last.opened.holder == self.opening.holder
                && last.status == self.opening.status
                && last.renewal_filed_on == self.opening.renewal_filed_on
        })
    }
}

/// What a register would say that has a licence as this dossier has it; none where no register that is imported
/// can say it.
pub(super) fn as_it_stands(dossier: &Dossier) -> Option<LastStated> {
    let status = match &dossier.licence {
        State::Active { .. }
        | State::Expired {
            suspended: false, ..
        } => Status::InForce,
        State::Suspended { .. }
        | State::Expired {
            suspended: true, ..
        } => Status::Suspended,
        State::Revoked { .. } => Status::Revoked,
        State::Surrendered { .. } => Status::Surrendered,
        State::NotIssued | State::Lapsed { .. } | State::Interim { .. } => return None,
    };
    let last = dossier.terms.last()?;
    let open = dossier.renewal.open_request();
    Some(LastStated {
        opened: Opened {
            number: Label::default(),
            office: dossier.office.clone()?,
            holder: dossier.holder?,
            term: last.term,
            renewal_due: last.renewal_due,
            edition: last.edition.clone(),
            issued_on: None,
            imported: Label::default(),
        },
        status,
        status_on: None,
        renewal_filed_on: open.map(|request| request.filed_on),
    })
}
