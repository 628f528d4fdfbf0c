//! What can be said of each licence from the newest day of its history on, in columns beside its snapshot: by them
//! licences are found without being settled. What waits for whom is a table of its own.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

use crate::batch::with_rows;
use crate::dialect::Cells;
use crate::worklist::Waiting;
use crate::{Register, StoreError};

/// What can be said of a licence from the day of its newest event on, if nobody acts. Days are inclusive.
#[derive(Clone, Debug, Default, Eq, PartialEq, FromQueryResult)]
pub struct Outlook {
    /// The word of what it is worth; none where it has to be settled to be known.
    pub standing: Option<String>,
    /// From which day on all this can be said; none where nothing can.
    pub stands_from: Option<NaiveDate>,
    /// The last day of what it is worth; none where it does not end by itself.
    pub stands_until: Option<NaiveDate>,
    /// What it is worth for ever after; none where it has to be settled to be known.
    pub standing_then: Option<String>,
    /// The id of who holds it.
    pub holder: Option<Uuid>,
    /// The last day of the term.
    pub ends_on: Option<NaiveDate>,
    /// The last day on which a request for its renewal is timely.
    pub renewal_due: Option<NaiveDate>,
    /// The last day on which what waits for somebody is that; none where it does not change by itself.
    pub waits_until: Option<NaiveDate>,
    /// What waits for somebody, in the order of a life.
    #[sea_orm(skip)]
    pub worklist: Vec<Waiting>,
}

/// The outlook of a dossier.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutlookOf {
    /// The dossier's internal key.
    pub dossier: i64,
    /// What is said of it.
    pub outlook: Outlook,
}

impl FromQueryResult for OutlookOf {
    fn from_query_result(row: &sea_orm::QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            dossier: row.try_get(prefix, "dossier")?,
            outlook: Outlook::from_query_result(row, prefix)?,
        })
    }
}

/// The columns of many outlooks; of one that is not known all are empty.
pub(crate) fn columns<'a>(
    outlooks: impl Iterator<Item = Option<&'a Outlook>> + Clone,
) -> [(&'static str, Cells<'a>); 8] {
    let text = |of: fn(&Outlook) -> Option<&str>| {
        Cells::OptionalText(outlooks.clone().map(|it| it.and_then(of)).collect())
    };
    let day = |of: fn(&Outlook) -> Option<NaiveDate>| {
        Cells::OptionalDay(outlooks.clone().map(|it| it.and_then(of)).collect())
    };
    let holders = outlooks.clone().map(|it| it.and_then(|it| it.holder));
    [
        ("standing", text(|it| it.standing.as_deref())),
        ("stands_from", day(|it| it.stands_from)),
        ("stands_until", day(|it| it.stands_until)),
        ("standing_then", text(|it| it.standing_then.as_deref())),
        ("holder", Cells::OptionalId(holders.collect())),
        ("ends_on", day(|it| it.ends_on)),
        ("renewal_due", day(|it| it.renewal_due)),
        ("waits_until", day(|it| it.waits_until)),
    ]
}

impl<C: ConnectionTrait> Register<C> {
    /// The outlooks of these dossiers, in no order.
    pub async fn outlooks(&self, dossiers: &[i64]) -> Result<Vec<OutlookOf>, StoreError> {
        let keys = vec![("key", Cells::Key(dossiers.to_vec()))];
        let sql = "SELECT dossier, standing, stands_from, stands_until, standing_then, holder, ends_on, renewal_due, waits_until \
                   FROM parvaneh_snapshot JOIN new ON new.key = dossier";
        let (sql, values) = with_rows(self.dialect(), keys, sql);
        let what = "reading what licences are found by";
        let mut outlooks: Vec<OutlookOf> = self.rows(sql, values, what).await?;
        let mut worklists: HashMap<i64, Vec<Waiting>> = HashMap::new();
        for (dossier, waiting) in self.worklists(dossiers).await? {
            worklists.entry(dossier).or_default().push(waiting);
        }
        for of in &mut outlooks {
            of.outlook.worklist = worklists.remove(&of.dossier).unwrap_or_default();
        }
        Ok(outlooks)
    }
}
