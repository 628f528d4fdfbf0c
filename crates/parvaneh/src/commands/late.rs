//! A command that is entered after acts of a later day: the history is cut, the command is decided
//! there, and what comes after is stated anew.

use std::collections::BTreeMap;

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{Context, Dated, Dossier};
use parvaneh_core::law::OwnRule;
use parvaneh_core::refusal::{Code, Refusal};
use parvaneh_core::timeline::{
    self, Asked, Because, Change, Conflict, Done, Entered, Fault, Place, Rewritten, Row, Said,
    Sequence,
};
use parvaneh_store::{Connection, JournalRow, Register, Snapshot};

use super::answer::{Answer, Outcome, Revised};
use super::call_view::CallRow;
use super::handle::Led;
use super::identity::proposers_on;
use super::moved_on::{Changed, others_were_told};
use super::request::Request;
use super::subject::Subject;
use crate::append::Links;
use crate::encoding::Shown;
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

/// A dossier's whole journal, and what was asked in its acts.
#[derive(Default)]
pub(crate) struct Past {
    pub(crate) rows: Vec<Row>,
    pub(crate) kept: timeline::Kept,
}

/// The calls that a dossier answered, by their numbers.
pub(crate) struct CallsAnswered {
    /// The one that it answers on the day itself.
    pub(crate) on_that_day: Option<String>,
    /// The latest one that it answered on the day or before it.
    pub(crate) latest: Option<String>,
}

impl Past {
    /// The sequence of the next row.
    pub(crate) fn next(&self) -> Sequence {
        self.rows.last().map_or(1, |row| row.sequence + 1)
    }

    /// Which call the dossier answered on a day, and by then.
    pub(crate) fn calls_answered(&self, on: Date) -> CallsAnswered {
        let (mut known, mut latest) = (Dossier::default(), None);
        let live = timeline::live(&self.rows).into_iter();
        for row in live.filter(|row| row.effective_on <= on) {
            if timeline::happens(&mut known, row).is_err() {
                break;
            }
            latest = known.answers_to().map(str::to_owned).or(latest);
        }
        let on_that_day = known.answers_to().map(str::to_owned);
        CallsAnswered {
            on_that_day,
            latest,
        }
    }

    /// Rows that are added to the journal, with their sequences.
    pub(crate) fn rows_after(&self, added: &[timeline::NewRow]) -> Vec<Row> {
        let added = (self.next()..).zip(added).map(|(sequence, new)| Row {
            sequence,
            effective_on: new.effective_on,
            actor: new.actor.clone(),
            said: new.said.clone(),
            mark: new.mark.clone(),
        });
        added.collect()
    }

    /// The journal with rows added to it.
    pub(crate) fn rows_with(&self, added: &[timeline::NewRow]) -> Vec<Row> {
        let added = self.rows_after(added);
        self.rows.iter().cloned().chain(added).collect()
    }
}

impl Engine {
    /// The past of a dossier that is in the register.
    pub(crate) async fn past<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &Regime,
        key: i64,
        number: &str,
    ) -> Result<Past, EngineError> {
        let journal = tx.histories(&[key]).await?;
        let rows = encoding::whole_journal_to_mend(&journal, regime.time_zone());
        let rows = rows.map_err(EngineError::unreadable(number))?;
        let kept = kept_commands(tx, &journal, &rows).await?;
        Ok(Past { rows, kept })
    }

    /// What a command leads to that comes before something in its dossier, whose row is held since `held_at`, in
    /// milliseconds since 1970.
    #[expect(
        clippy::too_many_arguments,
        reason = "they are the parts of one command"
    )]
    pub(super) async fn lead_late<C: Connection>(
        &self,
        tx: &Register<C>,
        subject: &Subject<'_>,
        snapshot: &Snapshot,
        request: &Request,
        context: &Context<'_>,
        held_at: i64,
        mut links: Links,
    ) -> Result<Led, EngineError> {
        let on = context.today;
        // Who waited for the row over midnight finds what others did on the day that has begun.
        let today = subject.regime.day_of(held_at);
        let refused = |refusal| {
            Ok(Led {
                answer: Answer::refused(request, on, refusal),
                after: Dossier::default(),
                entries: Vec::new(),
            })
        };
        let past = self
            .past(tx, subject.regime, snapshot.dossier, subject.number)
            .await?;
        let proposers = proposers_on(&past, &request.command, on, &[]);
        if let Err(refusal) = self.another_decides(tx, request, &proposers).await? {
            return refused(refusal);
        }
        let by = request.entered_by.as_ref().unwrap_or(&request.actor);
        let change = Change {
            enter: vec![Entered {
                on,
                actor: request.actor.clone(),
                entered_by: request.entered_by.clone(),
                done: Done::Asked(Box::new(Asked::of(&request.command, context))),
                place: Place::Last,
            }],
            withdraw: [].into(),
            restore: [].into(),
            accept: [].into(),
            told: [].into(),
            because: Because::EnteredLate,
            by: by.clone(),
        };
        let rewritten =
            match timeline::rewrite(&past.rows, &past.kept, &change, &self.editions, today) {
                Ok(rewritten) => rewritten,
                // No later day makes an act of that day lawful.
                Err(Fault::Refused { refusal, .. }) => {
                    return refused(Refusal {
                        earliest: None,
                        ..refusal
                    });
                }
                Err(Fault::StandsAgainst(conflicts)) => return refused(stands_against(&conflicts)),
                Err(fault @ Fault::Misnamed(_)) => {
                    return Err(EngineError::unreadable(subject.number)(fault.to_string()));
                }
                Err(Fault::CannotFollow(defect) | Fault::Damaged(defect)) => {
                    return Err(EngineError::damaged(subject.number)(defect));
                }
            };
        let changed = Changed {
            key: snapshot.dossier,
            past: &past,
            after: &past.rows_with(&rewritten.rows),
        };
        let told = self
            .told_otherwise(tx, subject.regime, &[changed], CallRow::Locked)
            .await?;
        if let Some(told) = told {
            return refused(others_were_told(&told.other));
        }
        let answer = answered(request, on, &past.rows, &rewritten);
        let asked = encoding::asked_to_json(&request.command, context, Shown::by(request))?;
        links.rows(rewritten.rows, |_| Some(asked.clone()))?;
        Ok(Led {
            answer,
            after: rewritten.dossier,
            entries: links.into_entries(),
        })
    }
}

/// What was asked in the acts of a journal, as far as it was kept.
pub(crate) async fn kept_commands<C: Connection>(
    tx: &Register<C>,
    journal: &[JournalRow],
    rows: &[Row],
) -> Result<timeline::Kept, EngineError> {
    let stored = journal.iter().zip(rows);
    let names: BTreeMap<i64, Sequence> = stored
        .filter(|(_, row)| row.mark.of_act == Some(row.sequence))
        .map(|(stored, row)| (stored.position, row.sequence))
        .collect();
    let positions: Vec<i64> = names.keys().copied().collect();
    let mut kept = timeline::Kept::new();
    for row in tx.asked(&positions).await? {
        let asked = row.text.as_deref().and_then(encoding::asked_from_json);
        if let (Some(name), Some(asked)) = (names.get(&row.position), asked) {
            kept.insert(*name, asked);
        }
    }
    Ok(kept)
}

/// Refused because of acts that would come out otherwise, each with its day, what it led to, and what
/// it would come to.
pub(crate) fn stands_against(conflicts: &[Conflict]) -> Refusal {
    let refusal = Refusal::new(Code::LaterActStandsAgainst, OwnRule::LaterActsStand);
    conflicts.iter().fold(refusal, |refusal, conflict| {
        let led_to = match conflict.led_to.as_slice() {
            [] => "dossier.already_so".to_owned(),
            names => names.join(", "),
        };
        let comes_out = conflict.comes_out.word();
        refusal.because(
            &format!("act_{}", conflict.act),
            format!("{} {led_to}: {comes_out}", conflict.on),
        )
    })
}

fn answered(request: &Request, on: Date, past: &[Row], rewritten: &Rewritten) -> Answer {
    let name = rewritten.entered.first().copied();
    let of_the_act = |row: &&timeline::NewRow| row.mark.of_act == name;
    let after = rewritten.rows.iter().skip_while(|row| !of_the_act(row));
    let of_its_day = after
        .take_while(|row| row.effective_on == on && (of_the_act(row) || row.mark.of_act.is_none()));
    let dated = |row: &timeline::NewRow| {
        let event = row.said.event()?.clone();
        let effective_on = row.effective_on;
        Some(Dated {
            effective_on,
            event,
        })
    };
    let events: Vec<Dated> = of_its_day.filter_map(dated).collect();
    let led_to_nothing = rewritten
        .rows
        .iter()
        .any(|row| of_the_act(&row) && matches!(row.said, Said::Record(_)));
    Answer {
        id: request.id,
        number: request.number.clone(),
        on,
        outcome: match led_to_nothing {
            true => Outcome::AlreadySo,
            false => Outcome::Accepted,
        },
        settled: Vec::new(),
        events,
        refusal: None,
        revised: Some(Revised::of(past, rewritten)),
    }
}

impl Revised {
    /// What the calendar says otherwise.
    pub(crate) fn of(past: &[Row], rewritten: &Rewritten) -> Self {
        let live = timeline::live(past);
        let cut = live.iter().filter(|row| rewritten.keeps < row.sequence);
        let stated: Vec<_> = rewritten
            .rows
            .iter()
            .filter_map(|row| row.mark.restates)
            .collect();
        let gone = cut
            .filter(|row| row.is_consequence() && !stated.contains(&row.first()))
            .filter_map(|row| row.dated());
        let was_live: Vec<_> = live.iter().map(|row| row.first()).collect();
        let come = rewritten.rows.iter().filter(|row| {
            let is_known = row
                .mark
                .restates
                .is_some_and(|first| was_live.contains(&first));
            row.mark.of_act.is_none() && !is_known
        });
        let come = come.filter_map(|row| {
            let event = row.said.event()?.clone();
            let effective_on = row.effective_on;
            Some(Dated {
                effective_on,
                event,
            })
        });
        Self {
            keeps: rewritten.keeps,
            gone: gone.collect(),
            come: come.collect(),
        }
    }
}
