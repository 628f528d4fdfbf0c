//! The time that a revision gives the holder of a licence whose end it takes away.

use parvaneh_core::dossier::Event;
use parvaneh_core::renewal;
use parvaneh_core::timeline::{self, Change, Done, Entered, Place, Row};

use super::plan::changes;
use super::refused::ReviseError;
use super::revision::GrantTime;
use super::stated::{Step, Subject};
use crate::{Engine, EngineError};

impl Engine {
    /// The act that gives the time: dated on the first day on which the licence was said to have ended, and
    /// has not, without it.
    pub(super) fn time_given(
        &self,
        step: Step<'_>,
        subject: &Subject<'_>,
        change: &Change,
        asked: GrantTime,
    ) -> Result<Entered, ReviseError> {
        let Subject {
            change: of,
            regime,
            past,
            today,
            ..
        } = subject;
        let damaged = EngineError::damaged(&of.number);
        let after = self.without_time(subject, change)?;
        let changed = changes(&past.rows, &after, &self.editions, *today).map_err(&damaged)?;
        let end = changed
            .iter()
            .find(|span| span.was.is_an_end() && !span.is.is_an_end());
        let Some(ended_on) = end.map(|span| span.from) else {
            return Err(ReviseError::Meaningless(format!(
                "{}: time is granted only where the revision takes an end of the licence away",
                of.number
            )));
        };
        let by_then = timeline::live(&after).into_iter();
        let by_then = by_then.filter(|row| row.effective_on <= ended_on);
        let dossier = timeline::replay(by_then).map_err(&damaged)?;
        let Some(last) = dossier.terms.last() else {
            let problem = format!("{}: it has no term", of.number);
            return Err(ReviseError::Meaningless(problem));
        };
        let edition = regime.in_force_on(*today);
        let until = asked.until;
        let given = renewal::time_for_a_mistake(edition, last, ended_on, until, *today)
            .map_err(|refusal| subject.refused(refusal))?;
        Ok(Entered {
            on: ended_on,
            actor: step.revision.actor.clone(),
            entered_by: None,
            done: Done::Stated(vec![Event::from(given)]),
            place: Place::Last,
        })
    }

    /// The journal as it would be without the time, whatever comes out otherwise.
    fn without_time(
        &self,
        subject: &Subject<'_>,
        change: &Change,
    ) -> Result<Vec<Row>, ReviseError> {
        let past = &subject.past;
        let mut without = change.clone();
        let live = timeline::live(&past.rows);
        let stands = live.iter().filter_map(|row| row.act());
        without.accept = stands.chain(change.restore.iter().copied()).collect();
        without.accept.retain(|act| !change.withdraw.contains(act));
        without.accept.sort_unstable();
        without.accept.dedup();
        let rewritten = timeline::rewrite(
            &past.rows,
            &past.kept,
            &without,
            &self.editions,
            subject.today,
        );
        let rewritten =
            rewritten.map_err(|fault| super::refused::not_stated(&subject.change.number, fault))?;
        Ok(past.rows_with(&rewritten.rows))
    }
}
