//! What a revision would come to, before anything is written.

use std::collections::BTreeSet;

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Dated, Editions, Event};
use parvaneh_core::machines::Told;
use parvaneh_core::renewal;
use parvaneh_core::standing::{self, Standing};
use parvaneh_core::timeline::{self, Conflict, Rewritten, Row, Sequence};
use serde::Serialize;
use uuid::Uuid;

use crate::EngineError;
use crate::handle::Revised;

/// What a revision comes to. The field names are a contract.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Plan {
    /// The revision's id.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub id: Uuid,
    /// How far it has come.
    pub state: PlanState,
    /// What becomes of each dossier, in the revision's order.
    pub dossiers: Vec<DossierPlan>,
}

/// How far a revision has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// It was looked at, and nothing was written.
    DryRun,
    /// It waits for another person's approval.
    Proposed,
    /// It is in the register.
    Revised,
}

/// What becomes of one dossier.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DossierPlan {
    /// Its number.
    pub number: String,
    /// What comes after this row stands no longer as it was; 0 where nothing does.
    pub keeps: Sequence,
    /// The acts that were entered, by their names.
    pub entered: Vec<Sequence>,
    /// The last day for the next request of a renewal, where time is granted for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_until: Option<Date>,
    /// The later acts that come out otherwise.
    pub comes_out: Vec<ComesOutOtherwise>,
    /// What the calendar had made true, and what is true no longer.
    pub gone: Vec<Dated>,
    /// What the calendar has made true instead.
    pub come: Vec<Dated>,
    /// The days on which the licence is worth something else, in order and as far as today.
    pub standings: Vec<StandingChange>,
    /// What stands no longer, and somebody was to be told of.
    pub told: Vec<Dated>,
}

/// A later act that comes out otherwise.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ComesOutOtherwise {
    /// Its name.
    pub act: Sequence,
    /// Its day.
    pub on: Date,
    /// The names of what it led to; none where it was already so.
    pub led_to: Vec<&'static str>,
    /// What it comes to, in a word: `refused`, `already_so`, `otherwise`, `cannot_follow`.
    pub comes_out: &'static str,
}

/// A span of days on which a licence is worth something else.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StandingChange {
    /// The first day.
    pub from: Date,
    /// The last one, inclusive.
    pub through: Date,
    /// What it was said to be worth.
    pub was: Standing,
    /// What it is worth.
    pub is: Standing,
}

impl From<&Conflict> for ComesOutOtherwise {
    fn from(conflict: &Conflict) -> Self {
        Self {
            act: conflict.act,
            on: conflict.on,
            led_to: conflict.led_to.clone(),
            comes_out: conflict.comes_out.word(),
        }
    }
}

impl DossierPlan {
    /// Of a dossier's journal before and after it was stated anew.
    pub(super) fn of(
        number: &str,
        before: &[Row],
        after: &[Row],
        rewritten: &Rewritten,
        editions: &Editions,
        today: Date,
    ) -> Result<Self, EngineError> {
        let Revised { keeps, gone, come } = Revised::of(before, rewritten);
        let given = rewritten.rows.iter().find_map(|row| {
            let is_entered = row
                .mark
                .of_act
                .is_some_and(|act| rewritten.entered.contains(&act));
            match row.said.event() {
                Some(Event::Renewal(renewal::Event::TimeGiven { until })) if is_entered => {
                    Some(*until)
                }
                Some(_) | None => None,
            }
        });
        let stated: Vec<Sequence> = timeline::live(after)
            .iter()
            .map(|row| row.first())
            .collect();
        let told = timeline::live(before).into_iter().filter_map(|row| {
            let dated = row.dated()?;
            let somebody = matches!(dated.event.told(), Told::Somebody(..));
            (somebody && !stated.contains(&row.first())).then_some(dated)
        });
        Ok(Self {
            number: number.to_owned(),
            keeps,
            entered: rewritten.entered.clone(),
            time_until: given,
            comes_out: rewritten.comes_out.iter().map(Into::into).collect(),
            gone,
            come,
            standings: changes(before, after, editions, today)
                .map_err(EngineError::damaged(number))?,
            told: told.collect(),
        })
    }
}

/// The spans of days, as far as today, on which two journals of one dossier come to another standing.
pub(crate) fn changes(
    before: &[Row],
    after: &[Row],
    editions: &Editions,
    today: Date,
) -> Result<Vec<StandingChange>, timeline::Defect> {
    let lives = [before, after].map(|rows| timeline::dated(timeline::live(rows)));
    let mut days = BTreeSet::new();
    for life in &lives {
        days.extend(life.iter().map(|dated| dated.effective_on));
        let whole = parvaneh_core::dossier::replay(life)?;
        days.extend(whole.terms.iter().map(|record| record.term.from));
        let ends = whole.terms.iter().map(|record| record.term.next_from());
        days.extend(ends);
    }
    let days: Vec<Date> = days.into_iter().filter(|day| *day <= today).collect();
    let mut spans: Vec<StandingChange> = Vec::new();
    for (at, day) in days.iter().enumerate() {
        let [was, is] = [&lives[0], &lives[1]].map(|life| standing::on(life, editions, *day));
        let (was, is) = (was?.standing, is?.standing);
        let next = days.get(at + 1).and_then(|next| next.day_before());
        let through = next.unwrap_or(today);
        match spans.last_mut() {
            Some(last)
                if last.was == was && last.is == is && last.through.day_after() == Some(*day) =>
            {
                last.through = through;
            }
            _ if was != is => spans.push(StandingChange {
                from: *day,
                through,
                was,
                is,
            }),
            _ => {}
        }
    }
    Ok(spans)
}
