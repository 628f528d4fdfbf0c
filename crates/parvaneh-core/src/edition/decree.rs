//! General acts: one act of an authority moves the ends of many terms, or the last days of many filings.
//!
//! A general act is the regime's, and not of one edition: whatever edition judges a term, the act moves it.

use serde::{Deserialize, Deserializer, Serialize};

use super::{Basis, Contradiction, Faults, Rule};
use crate::calendar::{Date, DateOrder, parse};

/// A general act.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decree {
    /// Its name within the regime; stored with whatever it moves.
    pub id: String,
    /// The day of the act. Whoever acted before it could not know of it.
    pub made_on: Rule<Day>,
    /// The first day from which it holds. An act that holds from before its own day is retroactive.
    pub holds_from: Rule<Day>,
    /// Which ends of terms it moves; none where it moves no end.
    #[serde(default)]
    pub ends: Option<Rule<Moved>>,
    /// Which last timely days of filing for a renewal it moves; none where it moves none.
    #[serde(default)]
    pub filing_deadlines: Option<Rule<Moved>>,
    /// The kinds of office that it is for.
    pub kinds: Rule<Vec<String>>,
    /// Where the term after one that it has moved begins.
    pub next_term: Rule<NextTerm>,
}

/// A civil date, written in either calendar.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Day(pub Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let day = parse(&text, DateOrder::YearMonthDay);
        day.map(Self).map_err(serde::de::Error::custom)
    }
}

/// Days between two days, both inclusive, that become another.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The first day that is moved.
    pub from: Day,
    /// The last one.
    pub through: Day,
    /// What each of them becomes.
    pub to: Day,
}

impl Moved {
    /// What `day` becomes; none where it stays.
    pub fn of(&self, day: Date) -> Option<Date> {
        (self.from.0 <= day && day <= self.through.0).then_some(self.to.0)
    }
}

/// Where the term after one whose end was moved begins.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NextTerm {
    /// The day after the new end.
    #[default]
    AfterNewEnd,
    /// The day after the end that the term had before.
    AfterFormerEnd,
}

impl Decree {
    /// What it rests on, by what it moves.
    pub fn source(&self) -> (&str, Basis) {
        let moved = self.ends.as_ref().or(self.filing_deadlines.as_ref());
        moved.map_or(
            (self.made_on.article.as_str(), self.made_on.basis),
            |rule| (rule.article.as_str(), rule.basis),
        )
    }

    /// Whether it is for offices of that kind.
    pub fn is_for(&self, kind: &str) -> bool {
        self.kinds.value.iter().any(|it| it == kind)
    }

    /// The last day that it moves.
    pub fn last(&self) -> Option<Date> {
        let all = [&self.ends, &self.filing_deadlines].into_iter().flatten();
        all.map(|rule| rule.value.through.0).max()
    }

    /// Refuses an act that moves nothing, or that would move anything twice, with everything that is wrong.
    pub fn check(&self) -> Result<(), Vec<Contradiction>> {
        let mut faults = Faults::default();
        if self.id.trim().is_empty() {
            faults.add("decree.id", "an act needs a name");
        }
        if self.id.contains('#') {
            faults.add("decree.id", "the name of an act has no # in it");
        }
        if self.kinds.value.is_empty() {
            faults.add("decree.kinds", "an act is for at least one kind of office");
        }
        let kinds = self.kinds.value.iter().map(String::as_str);
        faults.twice("decree.kinds", kinds);
        if self.ends.is_none() && self.filing_deadlines.is_none() {
            faults.add(
                "decree.ends",
                "an act moves ends, filing_deadlines or both of them",
            );
        }
        for (key, rule) in [
            ("decree.ends", &self.ends),
            ("decree.filing_deadlines", &self.filing_deadlines),
        ] {
            let Some(Moved { from, through, to }) = rule.as_ref().map(|rule| rule.value) else {
                continue;
            };
            if through < from {
                faults.add(key, "the last day that is moved lies before the first");
            }
            if to <= through {
                faults.add(
                    key,
                    "what is moved lies later than before, and is moved once",
                );
            }
        }
        faults.all()
    }
}
