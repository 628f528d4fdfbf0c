//! What waits for whom: a cache of what the journal leads to, with an index by role. It is written together with the
//! columns that licences are found by.

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::batch::with_rows;
use crate::dialect::Cells;
use crate::find::{SoughtDays, Written};
use crate::outlook::Outlook;
use crate::statement::ROWS_A_STATEMENT;
use crate::{Register, StoreError};

/// Something that waits for somebody to act. Days are inclusive.
#[derive(Clone, Debug, Eq, FromQueryResult, PartialEq)]
pub struct Waiting {
    /// Which of the dossier's own it is, from 0.
    pub place: i64,
    /// The word of what is to be done.
    pub task: String,
    /// For which post, or with which agency, where several may wait.
    pub about: Option<String>,
    /// The word of the role whose it is.
    pub owed_by: String,
    /// Since which day it waits.
    pub since: NaiveDate,
    /// Until which; none where nobody knows.
    pub until: Option<NaiveDate>,
    /// The dossier's, in the regime's spelling.
    pub province: String,
}

/// Where something stands in what waits for a role: what has a last day by that, then what has none; both by how long
/// they wait.
#[derive(Clone, Copy, Debug, Eq, FromQueryResult, PartialEq)]
pub struct WaitingPlace {
    /// Until which day it waits.
    pub until: Option<NaiveDate>,
    /// Since which.
    pub since: NaiveDate,
    /// The dossier's internal key.
    pub dossier: i64,
    /// Which of the dossier's own it is.
    pub place: i64,
}

/// What is looked for among what waits. Everything that is given must hold; days are inclusive.
#[derive(Clone, Debug)]
pub struct SoughtWork {
    /// The day.
    pub on: NaiveDate,
    /// The word of the role whose it is.
    pub owed_by: String,
    /// Its regime.
    pub regime: Option<String>,
    /// In the regime's spelling.
    pub province: Option<String>,
    /// Since when it waits.
    pub since: SoughtDays,
    /// Until when; what has no last day is until no day.
    pub until: SoughtDays,
}

const FINDING: &str = "finding what waits";

/// Takes off what waited in the dossiers of new rows.
pub(crate) const TAKE_OFF: &str =
    "DELETE FROM parvaneh_worklist WHERE dossier IN (SELECT key FROM new)";

impl<C: ConnectionTrait> Register<C> {
    /// What waits for somebody, as far as it is known without a dossier being settled, after a place, in order.
    pub async fn waiting_after(
        &self,
        sought: &SoughtWork,
        after: Option<WaitingPlace>,
        limit: usize,
    ) -> Result<Vec<WaitingPlace>, StoreError> {
        let mut found = Vec::new();
        if after.is_none_or(|after| after.until.is_some()) {
            found = self.waiting_of(sought, after, true, limit).await?;
        }
        if found.len() < limit && !sought.until.is_given() {
            let after = after.filter(|after| after.until.is_none());
            let left = limit - found.len();
            found.extend(self.waiting_of(sought, after, false, left).await?);
        }
        Ok(found)
    }

    /// Of what has a last day, or of what has none.
    async fn waiting_of(
        &self,
        sought: &SoughtWork,
        after: Option<WaitingPlace>,
        has_a_last_day: bool,
        limit: usize,
    ) -> Result<Vec<WaitingPlace>, StoreError> {
        let mut written = Written::of(self.dialect());
        let mut all = vec![format!(
            "work.owed_by = {}",
            written.put(sought.owed_by.as_str())
        )];
        if let Some(province) = &sought.province {
            all.push(format!(
                "work.province = {}",
                written.put(province.as_str())
            ));
        }
        if let Some(regime) = &sought.regime {
            all.push(format!("dossier.regime = {}", written.put(regime.as_str())));
        }
        all.extend(written.between("work.since", sought.since));
        all.extend(written.between("work.until", sought.until));
        let (is, order) = match has_a_last_day {
            true => (
                "IS NOT NULL",
                "work.until, work.since, work.dossier, work.place",
            ),
            false => ("IS NULL", "work.since, work.dossier, work.place"),
        };
        all.push(format!("work.until {is}"));
        if let Some(after) = after {
            let mut place = Vec::new();
            place.extend(after.until.map(|until| written.put(until)));
            place.push(written.put(after.since));
            place.extend([after.dossier, after.place].map(|key| written.put(key)));
            all.push(format!("({order}) > ({})", place.join(", ")));
        }
        let (on, limit) = (
            written.put(sought.on),
            written.put(i64::try_from(limit).unwrap_or(i64::MAX)),
        );
        let sql = format!(
            "SELECT work.until, work.since, work.dossier, work.place FROM parvaneh_worklist AS work \
             JOIN parvaneh_snapshot AS snapshot ON snapshot.dossier = work.dossier \
             JOIN parvaneh_dossier AS dossier ON dossier.seq = work.dossier \
             WHERE {} AND snapshot.standing IS NOT NULL AND snapshot.stands_from <= {on} \
             AND (snapshot.waits_until IS NULL OR {on} <= snapshot.waits_until) ORDER BY {order} LIMIT {limit}",
            all.join(" AND ")
        );
        self.rows(sql, written.values, FINDING).await
    }

    /// The dossiers that have to be settled before it is known what waits in them on a day.
    pub async fn waiting_unknown(&self, on: NaiveDate) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT dossier AS value FROM parvaneh_snapshot WHERE standing IS NULL \
                   UNION SELECT dossier FROM parvaneh_snapshot WHERE $1 < stands_from \
                   UNION SELECT dossier FROM parvaneh_snapshot WHERE waits_until < $1";
        self.values(sql, vec![on.into()], FINDING).await
    }

    /// What waits in each of these dossiers, in its order.
    pub(crate) async fn worklists(
        &self,
        dossiers: &[i64],
    ) -> Result<Vec<(i64, Waiting)>, StoreError> {
        let keys = vec![("key", Cells::Key(dossiers.to_vec()))];
        let sql = "SELECT dossier, place, task, about, owed_by, since, until, province FROM parvaneh_worklist \
                   JOIN new ON new.key = dossier ORDER BY dossier, place";
        let (sql, values) = with_rows(self.dialect(), keys, sql);
        let rows: Vec<WaitingOf> = self.rows(sql, values, FINDING).await?;
        Ok(rows
            .into_iter()
            .map(|it| (it.dossier, it.waiting))
            .collect())
    }

    /// Takes off what waited in these dossiers.
    pub(crate) async fn take_off(
        &self,
        dossiers: impl Iterator<Item = i64>,
    ) -> Result<(), StoreError> {
        let keys = vec![("key", Cells::Key(dossiers.collect()))];
        self.with_rows(keys, TAKE_OFF, "taking off what waited")
            .await?;
        Ok(())
    }

    /// Adds what waits in these dossiers, of which nothing is there.
    pub(crate) async fn insert_worklists<'a>(
        &self,
        outlooks: impl Iterator<Item = (i64, &'a Outlook)>,
    ) -> Result<(), StoreError> {
        let rows = outlooks.flat_map(|(dossier, outlook)| {
            let worklist = outlook.worklist.iter();
            worklist.map(move |waiting| (dossier, waiting))
        });
        let rows: Vec<(i64, &Waiting)> = rows.collect();
        for chunk in rows.chunks(ROWS_A_STATEMENT) {
            let waiting = chunk.iter().map(|(_, waiting)| *waiting);
            let text = |of: fn(&Waiting) -> &str| Cells::Text(waiting.clone().map(of).collect());
            let columns = vec![
                ("dossier", Cells::Key(chunk.iter().map(|it| it.0).collect())),
                (
                    "place",
                    Cells::Key(waiting.clone().map(|it| it.place).collect()),
                ),
                ("task", text(|it| &it.task)),
                (
                    "about",
                    Cells::OptionalText(waiting.clone().map(|it| it.about.as_deref()).collect()),
                ),
                ("owed_by", text(|it| &it.owed_by)),
                (
                    "since",
                    Cells::Day(waiting.clone().map(|it| it.since).collect()),
                ),
                (
                    "until",
                    Cells::OptionalDay(waiting.clone().map(|it| it.until).collect()),
                ),
                ("province", text(|it| &it.province)),
            ];
            self.insert("worklist", columns, "noting what waits")
                .await?;
        }
        Ok(())
    }
}

/// What waits in a dossier.
struct WaitingOf {
    dossier: i64,
    waiting: Waiting,
}

impl FromQueryResult for WaitingOf {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            dossier: row.try_get(prefix, "dossier")?,
            waiting: Waiting::from_query_result(row, prefix)?,
        })
    }
}
