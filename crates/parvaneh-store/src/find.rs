//! Finding licences by what is kept beside their snapshots.
//!
//! What was asked for is looked at on the way along the keys, a page at a time. Where some part of it leads to few
//! licences, that part is looked up in its index first. Both read the same conditions, so that which way is taken
//! changes nothing but the time.

use std::fmt::Write as _;

use chrono::NaiveDate;
use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use crate::dialect::Dialect;
use crate::{Register, StoreError};

/// Where an index leads to more licences than this, walking along all of them finds a page sooner.
const FEW: i64 = 4_000;

/// What licences are looked for on a day. Everything that is given must hold; days are inclusive.
#[derive(Clone, Debug)]
pub struct Sought {
    /// The day.
    pub on: NaiveDate,
    /// The word of what they are worth.
    pub standing: Option<String>,
    /// Their regime.
    pub regime: Option<String>,
    /// In the regime's spelling.
    pub province: Option<String>,
    /// As the regime names kinds.
    pub office_kind: Option<String>,
    /// Who holds them.
    pub holder: Option<SoughtHolder>,
    /// Between which days their last term ends.
    pub ends: SoughtDays,
    /// Between which days the last one is on which a request for renewal is timely.
    pub renewal_due: SoughtDays,
    /// By which day the calendar changes something.
    pub changes_by: Option<NaiveDate>,
}

/// Who holds what is looked for.
#[derive(Clone, Debug)]
pub enum SoughtHolder {
    /// The party of one of these ids.
    Ids(Vec<Uuid>),
    /// One whose name in its one spelling begins so.
    Named(String),
}

/// A first and a last day, either of which may be missing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct SoughtDays {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl SoughtDays {
    pub(crate) fn is_given(self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// A statement while it is written: each value has the place of its number.
#[derive(Clone)]
pub(crate) struct Written {
    pub(crate) values: Vec<Value>,
    dialect: &'static dyn Dialect,
}

impl Written {
    pub(crate) fn of(dialect: &'static dyn Dialect) -> Self {
        Self {
            values: Vec::new(),
            dialect,
        }
    }

    pub(crate) fn put(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    pub(crate) fn between(&mut self, column: &str, days: SoughtDays) -> Option<String> {
        let mut parts = Vec::new();
        if let Some(from) = days.from {
            parts.push(format!("{column} >= {}", self.put(from)));
        }
        if let Some(to) = days.to {
            parts.push(format!("{column} <= {}", self.put(to)));
        }
        days.is_given().then(|| parts.join(" AND "))
    }
}

/// What a statement says of a holder. Who turned out to be another one is found by that one's name.
fn held_by(holder: &SoughtHolder, written: &mut Written) -> String {
    match holder {
        SoughtHolder::Ids(ids) if ids.is_empty() => "1 = 0".to_owned(),
        SoughtHolder::Ids(ids) => {
            let ids: Vec<String> = ids.iter().map(|id| written.put(*id)).collect();
            format!("holder IN ({})", ids.join(", "))
        }
        SoughtHolder::Named(beginning) => {
            let first = written.put(beginning.as_str());
            let end = written.put(format!("{beginning}\u{10FFFF}"));
            let by_letters = written.dialect.by_letters();
            format!(
                "holder IN (WITH RECURSIVE named (id) AS (\
                 SELECT id FROM parvaneh_party WHERE name{by_letters} >= {first} AND name{by_letters} < {end} UNION \
                 SELECT party.id FROM named JOIN parvaneh_party AS party ON party.merged_into = named.id) \
                 SELECT id FROM named)"
            )
        }
    }
}

impl Sought {
    /// Supersets of the sought licences, each by one index: queries of keys.
    fn ways(&self, dialect: &'static dyn Dialect) -> Vec<Way> {
        let mut ways = Vec::new();
        let mut add = |query: &dyn Fn(&mut Written) -> Option<String>| {
            let mut written = Written::of(dialect);
            ways.extend(query(&mut written).map(|keys| Way { written, keys }));
        };
        add(&|written| Some(snapshots(&held_by(self.holder.as_ref()?, written))));
        add(&|written| self.by_standing(written));
        add(&|written| Some(snapshots(&written.between("ends_on", self.ends)?)));
        add(&|written| {
            Some(snapshots(
                &written.between("renewal_due", self.renewal_due)?,
            ))
        });
        add(&|written| {
            let day = written.put(self.changes_by?);
            Some(snapshots(&format!("due_on <= {day}")))
        });
        add(&|written| {
            let province = written.put(self.province.as_deref()?);
            Some(format!(
                "SELECT seq AS dossier FROM parvaneh_dossier WHERE province = {province}"
            ))
        });
        ways
    }

    /// Most licences are in force, or will be expired: no index leads to few of those. One may be expired between two
    /// terms, before its last one ends.
    fn by_standing(&self, written: &mut Written) -> Option<String> {
        match self.standing.as_deref()? {
            "in_force" => None,
            "expired" => {
                let on = written.put(self.on);
                let over = snapshots(&format!("ends_on < {on}"));
                let between = "standing = 'expired' AND standing <> 'in_force'";
                let between = snapshots(&format!("{between} AND {on} <= stands_until"));
                Some(format!("{over} UNION ALL {between}"))
            }
            standing => {
                let standing = written.put(standing);
                let now = format!("standing = {standing} AND standing <> 'in_force'");
                let then = format!("standing_then = {standing} AND standing_then <> 'expired'");
                Some(format!(
                    "{} UNION ALL {}",
                    snapshots(&now),
                    snapshots(&then)
                ))
            }
        }
    }

    /// What has to hold of a licence's row, and of the columns that it is found by unless it has to be settled.
    fn conditions(&self, written: &mut Written) -> String {
        let mut all = String::new();
        let fixed = [
            ("regime", &self.regime),
            ("province", &self.province),
            ("office_kind", &self.office_kind),
        ];
        for (column, given) in fixed {
            if let Some(given) = given {
                // Writing to a text does not fail.
                let _ = write!(
                    all,
                    " AND dossier.{column} = {}",
                    written.put(given.as_str())
                );
            }
        }
        let mut known = Vec::new();
        if let Some(standing) = &self.standing {
            let (standing, on) = (written.put(standing.as_str()), written.put(self.on));
            known.push(format!(
                "CASE WHEN stands_until < {on} THEN standing_then ELSE standing END = {standing}"
            ));
        }
        if let Some(holder) = &self.holder {
            known.push(held_by(holder, written));
        }
        known.extend(written.between("ends_on", self.ends));
        known.extend(written.between("renewal_due", self.renewal_due));
        if let Some(day) = self.changes_by {
            known.push(format!("due_on <= {}", written.put(day)));
        }
        if !known.is_empty() {
            let on = written.put(self.on);
            let [unknown, later, changed] = has_to_be_settled(&on);
            let known = known.join(" AND ");
            let _ = write!(all, " AND ({known} OR {unknown} OR {later} OR ({changed}))");
        }
        all
    }
}

/// The conditions under which the columns say nothing of a day: such a dossier has to be settled to be known.
fn has_to_be_settled(on: &str) -> [String; 3] {
    [
        "standing IS NULL".to_owned(),
        format!("{on} < stands_from"),
        format!("standing_then IS NULL AND stands_until < {on}"),
    ]
}

/// A way along an index: a query of keys, and its values.
#[derive(Clone)]
struct Way {
    written: Written,
    keys: String,
}

fn snapshots(what: &str) -> String {
    format!("SELECT dossier FROM parvaneh_snapshot WHERE {what}")
}

impl Way {
    /// The same with those that have to be settled to be known, whatever is asked.
    fn with_those_to_be_settled(mut self, on: NaiveDate) -> Self {
        let on = self.written.put(on);
        for what in has_to_be_settled(&on) {
            // Writing to a text does not fail.
            let _ = write!(self.keys, " UNION ALL {}", snapshots(&what));
        }
        self
    }
}

/// What is sought, and along which way it is found.
pub struct Finding {
    sought: Sought,
    /// The index that leads to the fewest; none where all lead to many.
    way: Option<Way>,
}

const FINDING: &str = "finding licences";

impl Finding {
    /// The day.
    pub fn on(&self) -> NaiveDate {
        self.sought.on
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// Looks for the way along which licences are found. It is chosen once for all pages.
    pub async fn finding(&self, sought: Sought) -> Result<Finding, StoreError> {
        let way = self.narrowest(&sought).await?;
        Ok(Finding { sought, way })
    }

    /// The keys after one of the licences that may be what is sought, in their order: all that are, and beside them
    /// those that have to be settled to be known.
    pub async fn found_after(
        &self,
        finding: &Finding,
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<i64>, StoreError> {
        let (mut written, among) = match &finding.way {
            Some(Way { written, keys }) => {
                let among =
                    format!(" AND snapshot.dossier IN (SELECT dossier FROM ({keys}) AS few)");
                (written.clone(), among)
            }
            None => (Written::of(self.dialect()), String::new()),
        };
        let conditions = finding.sought.conditions(&mut written);
        let after = written.put(after.unwrap_or(i64::MIN));
        let limit = written.put(i64::try_from(limit).unwrap_or(i64::MAX));
        let sql = format!(
            "SELECT snapshot.dossier AS value FROM parvaneh_snapshot AS snapshot \
             JOIN parvaneh_dossier AS dossier ON dossier.seq = snapshot.dossier \
             WHERE snapshot.dossier > {after}{conditions}{among} ORDER BY snapshot.dossier LIMIT {limit}"
        );
        self.values(sql, written.values, FINDING).await
    }

    /// The way that leads to the fewest licences, where they are few.
    async fn narrowest(&self, sought: &Sought) -> Result<Option<Way>, StoreError> {
        let mut narrowest: Option<(i64, Way)> = None;
        for way in sought.ways(self.dialect()) {
            let way = way.with_those_to_be_settled(sought.on);
            let count = format!(
                "SELECT count(*) AS value FROM (SELECT dossier FROM ({}) AS keys LIMIT {}) AS first_keys",
                way.keys,
                FEW + 1
            );
            let values = way.written.values.clone();
            let count: Option<i64> = self.value(count, values, FINDING).await?;
            let count = count.unwrap_or(0);
            if count <= FEW && narrowest.as_ref().is_none_or(|(least, _)| count < *least) {
                narrowest = Some((count, way));
            }
        }
        Ok(narrowest.map(|(_, way)| way))
    }
}
