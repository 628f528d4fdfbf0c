//! One licence with everything that the register knows of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Editions};
use parvaneh_core::enforcement;
use parvaneh_core::standing::{Standing, View};
use parvaneh_core::state::silence::Foretold;
use parvaneh_core::timeline::{self, Row, Sequence};
use parvaneh_store::{Connection, DossierRow, JournalRow, Register};
use uuid::Uuid;

use super::horizon::Horizon;
use super::known_at::{AsOf, KnownAt, NotKnown};
use super::list::Listed;
use super::revisions::{Origin, origins};
use crate::number::ByNumber;
use crate::{Engine, EngineError, encoding};

/// One licence, with its reasons.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The dossier's id.
    pub id: Uuid,
    /// Its regime.
    pub regime: String,
    /// The line that `list` would print.
    pub listed: Listed,
    /// The view it comes from.
    pub view: View,
    /// When all this was known; none where it is what is known now. The number, the province, the kind
    /// of office and the holder's name are today's all the same.
    pub known_at: Option<KnownAt>,
    /// The history that stands, each event with its row of the journal.
    pub history: Vec<(JournalRow, Dated)>,
    /// How rows of it came to stand where they do, by their sequences: of those that were entered late or
    /// came with a revision.
    pub origins: BTreeMap<Sequence, Origin>,
    /// The last day on which a court can be asked about the decision that stands on the view's day.
    pub court_by: Option<Date>,
    /// The decisions that are owed on it against a stated period, and what comes of each if nobody decides.
    pub waiting: Vec<Foretold>,
    /// The first day after the view's on which the calendar changes anything, and what happens.
    pub next: Option<Dated>,
}

impl Engine {
    /// Everything about the licence of that number on a day, as it was known at a time.
    pub async fn show(
        &self,
        which: impl Into<ByNumber<'_>>,
        as_of: impl Into<AsOf>,
    ) -> Result<Shown, EngineError> {
        let (shown, _) = self.shown(which.into(), as_of.into()).await?;
        Ok(shown)
    }

    /// What the licence of that number is worth on a day, today where none is given.
    pub async fn standing(
        &self,
        which: impl Into<ByNumber<'_>>,
        on: Option<Date>,
    ) -> Result<Standing, EngineError> {
        let shown = self.shown_in(&self.store, which.into(), on).await?;
        Ok(shown.view.standing)
    }

    /// Everything about the licence of that number on a day, as it is known in a transaction.
    pub(crate) async fn shown_in<C: Connection>(
        &self,
        register: &Register<C>,
        which: ByNumber<'_>,
        on: Option<Date>,
    ) -> Result<Shown, EngineError> {
        let row = self.known_dossier(register, which).await?;
        let shown = self.shown_of(register, (row, which.number), on, None, Horizon::Now);
        Ok(shown.await?.0)
    }

    /// The same, with the rows that were known.
    pub(super) async fn shown(
        &self,
        which: ByNumber<'_>,
        as_of: AsOf,
    ) -> Result<(Shown, Known), EngineError> {
        let AsOf { on, known_at } = as_of;
        let row = self.known_dossier(&self.store, which).await?;
        let regimes = std::slice::from_ref(&row.regime);
        let horizon = self.horizon(known_at.as_ref(), regimes).await?;
        self.shown_of(&self.store, (row, which.number), on, known_at, horizon)
            .await
    }

    /// The same of a dossier, and the number by which it was asked for, in a transaction or not.
    async fn shown_of<C: Connection>(
        &self,
        register: &Register<C>,
        (row, number): (DossierRow, &str),
        on: Option<Date>,
        known_at: Option<KnownAt>,
        horizon: Horizon,
    ) -> Result<(Shown, Known), EngineError> {
        let mut journal = register.histories(&[row.seq]).await?;
        let known = horizon
            .before(&row.regime, &journal)
            .map_err(EngineError::unreadable(number))?
            .len();
        journal.truncate(known);
        if let (Some(at), []) = (&known_at, journal.as_slice()) {
            let (number, at) = (number.to_owned(), at.to_string());
            return Err(NotKnown::NotThere { number, at }.into());
        }
        let rows = encoding::rows(&journal, self.zone_of(&row.regime));
        let rows = rows.map_err(EngineError::unreadable(number))?;
        let history = timeline::live(&rows).into_iter().filter_map(|row| {
            let at = journal.binary_search_by_key(&row.sequence, |it| it.version);
            Some((journal.get(at.ok()?)?.clone(), row.dated()?))
        });
        let history: Vec<(JournalRow, Dated)> = history.collect();
        let law = self.law_at(&horizon).await?;
        let mut views = match horizon {
            Horizon::Now => self.views_before(register, &horizon, vec![row], on).await?,
            Horizon::Recorded(_) | Horizon::Position(_) => {
                let view = self.view_of(&row, &rows, &law, on);
                vec![(row, view)]
            }
        };
        let Some((row, view)) = views.pop() else {
            return Err(EngineError::NoSuchLicence(number.to_owned()));
        };
        let view = view?;
        let next = self.next_after(&row, &rows, view.on)?;
        let waiting = view.dossier.foretold(&law);
        let waiting = waiting.map_err(EngineError::damaged(number))?;
        let court_by = enforcement::court_by(history.iter().map(|(_, dated)| dated), view.on);
        let names = self.holder_names(register, [&view]).await?;
        let zone = self.regime(&row.regime)?.time_zone();
        let shown = Shown {
            id: row.id,
            listed: Listed::of(&row, &view, &names),
            regime: row.regime,
            view,
            known_at,
            history,
            origins: origins(&journal, &rows, zone),
            court_by,
            waiting,
            next,
        };
        Ok((shown, Known { journal, rows, law }))
    }
}

/// What was known of a dossier: its rows as they are stored, and as they are read.
pub(super) struct Known {
    pub(super) journal: Vec<JournalRow>,
    pub(super) rows: Vec<Row>,
    pub(super) law: Arc<Editions>,
}
