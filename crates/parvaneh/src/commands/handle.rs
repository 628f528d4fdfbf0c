//! One command, answered: settled first, then decided, then written in one transaction.
//!
//! What few commands need is awaited in a box: the future of every command would be larger by it, and is copied at
//! each step.

use std::borrow::Cow;

use parvaneh_core::actions;
use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, CallView, Command, Context, Dossier, KnownParties};
use parvaneh_core::edition::{Edition, EditionId};
use parvaneh_core::law::OwnRule;
use parvaneh_core::number::Number;
use parvaneh_core::refusal::{Code, Refusal};
use parvaneh_core::timeline::{self, Mark, NewRow, Said};
use parvaneh_store::{Append, Connection, Entry, Pauses, Register, Snapshot, StoreError};

pub use super::answer::{Answer, Outcome, Revised};
use super::body_hash;
use super::call_view::{CallQuestion, CallRow};
use super::moved_on::{call_went_on, others_were_told};
use super::request::Request;
use super::subject::{Place, Subject};
use crate::append::{Links, NewAct, ToCome, append};
use crate::bounds;
use crate::encoding::Kept;
use crate::encoding::Shown;
use crate::frozen::decrees_in;
use crate::night::restating::Restated;
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

impl Engine {
    /// Answers one command, once: events and answer are in the register when this returns.
    ///
    /// Where its future is dropped, the command was answered or not; sent again, under its id, it is answered once.
    #[tracing::instrument(skip_all, fields(id = %request.id, command = %request.command.name()))]
    pub async fn handle(&self, request: &Request) -> Result<Answer, EngineError> {
        let mut pauses = Pauses::few();
        let mut uncertain = None;
        loop {
            let refused = match self.attempt(request).await {
                Err(EngineError::Store(refused)) => refused,
                done => return done,
            };
            // Another writer was quicker, with the same number or with the same command. Or nobody
            // knows whether the answer was committed; then the next attempt finds it.
            let again = refused.is_passing() || matches!(refused, StoreError::Constraint { .. });
            // That it may be recorded already says more than why that could not be found out.
            if !again {
                return Err(uncertain.unwrap_or(refused).into());
            }
            let Some(pause) = pauses.next() else {
                let number = request.number.clone();
                let source = uncertain.unwrap_or(refused);
                return Err(EngineError::Contended { number, source });
            };
            if let StoreError::Uncertain { .. } = refused {
                uncertain = Some(refused);
            }
            tokio::time::sleep(pause).await;
        }
    }

    async fn attempt(&self, request: &Request) -> Result<Answer, EngineError> {
        let (tx, joined) = self.store.begin_write_at().await?;
        let answer = self.answer(&tx, joined, request).await?;
        tx.commit().await?;
        self.has_judged().await?;
        Ok(answer)
    }

    /// Answers one command within a transaction, which has joined those that write at an instant of the
    /// database's clock, and which the caller commits.
    pub(super) async fn answer<C: Connection>(
        &self,
        tx: &Register<C>,
        joined: Option<i64>,
        request: &Request,
    ) -> Result<Answer, EngineError> {
        if let Some(earlier) = tx.earlier_answer(request.id).await? {
            if !body_hash::is_of(request, &earlier.body_hash)? {
                return Err(EngineError::IdReused(request.id));
            }
            return serde_json::from_str(&earlier.answer).map_err(EngineError::Encode);
        }
        // What was answered before there were bounds is answered the same.
        bounds::within(request)?;
        let received_at = self.instant(joined);
        let answer = self.decide(tx, request, received_at).await?;
        let text = serde_json::to_string(&answer).map_err(EngineError::Encode)?;
        let body_hash = body_hash::of(request)?;
        tx.remember(request.id, &body_hash, &text, received_at)
            .await?;
        Ok(answer)
    }

    /// Answers a command that was not answered before, and writes what it leads to. Its day is that on
    /// which it was received: who waits for another's transaction loses no deadline by it.
    async fn decide<C: Connection>(
        &self,
        tx: &Register<C>,
        request: &Request,
        received_at: i64,
    ) -> Result<Answer, EngineError> {
        let subject = self.subject(tx, request).await?;
        let known = self.known_parties(tx, &request.command).await?;
        let today = subject.regime.day_of(received_at);
        let received = self.received(tx, request, subject.regime, today).await?;
        let request = &*self.by_party_ids(tx, request).await?;
        let request = &*as_known(request, &known);
        let request = &*self.in_its_numbers(tx, request, &subject).await?;
        let on = day_of_act(request.on.or(received.on), subject.regime, today)?;
        let (snapshot, kept, held_at) = self.up_to_date(tx, &subject, today, received_at).await?;
        let before = kept.dossier;
        let request = &*self.as_the_dossier_names(tx, request, &before).await?;
        let edition = subject.regime.in_force_on(on);
        let named = || dossier::may_be_named(&request.command, &request.actor, edition, &known);
        let may_be = may_be_entered(request, on, received.day, edition, &before, &snapshot);
        let may_be = may_be.and(self.another_decides_now(tx, request, &before).await?);
        if let Err(refusal) = may_be.and_then(|()| named()) {
            return Ok(Answer::refused(request, on, refusal));
        }
        let claimed = before.seat_claim().map(str::to_owned);
        let call = self.call(tx, &request.command, &subject, &before, on, today);
        let call = call.await?;
        let context = Context {
            edition,
            editions: &self.editions,
            actor: &request.actor,
            today: on,
            call: call.as_ref(),
        };
        let may_answer = self.may_answer(tx, &subject, request, &before, &context, today);
        if let Err(refusal) = may_answer.await? {
            return Ok(Answer::refused(request, on, refusal));
        }
        self.may_judge(tx, &edition.id).await?;
        let held_at = held_at.map_or(received_at, |at| self.instant(Some(at)).max(received_at));
        let recorded_at = Ord::max(held_at, kept.recorded_at);
        let links = subject.links(&snapshot, recorded_at);
        let led = match is_late(&before, subject.key().is_some(), on, today) {
            false => self.lead(before, request, &context, links, subject.number)?,
            true => {
                let led =
                    self.lead_late(tx, &subject, &snapshot, request, &context, held_at, links);
                Box::pin(led).await?
            }
        };
        let (answer, after, entries) = (led.answer, led.after, led.entries);
        if entries.is_empty() {
            return Ok(answer);
        }
        let in_own_matter = self.in_own_matter(tx, &subject, on < today, &answer);
        if let Some(other) = in_own_matter.await? {
            return Ok(Answer::refused(request, on, others_were_told(&other)));
        }
        let regime = &subject.regime.name;
        self.freeze(tx, regime, &edition.id, &answer).await?;
        let to_come = self.to_come_after(&after, subject.number)?;
        // What the calendar had made true before the command belongs to nobody's trace.
        let led_to = entries.len().saturating_sub(answer.settled.len());
        let append = append(
            &snapshot,
            claimed.as_deref(),
            &after,
            to_come,
            recorded_at,
            entries,
        )?;
        if let Some(key) = self.write(tx, &subject, append, &after, &answer).await? {
            traced(tx, key, request, led_to).await?;
        }
        Ok(answer)
    }

    /// Refuses an answer of an earlier day to a call that nobody joins any more, and a desk that may not enter it.
    async fn may_answer<C: Connection>(
        &self,
        tx: &Register<C>,
        subject: &Subject<'_>,
        request: &Request,
        before: &Dossier,
        context: &Context<'_>,
        today: Date,
    ) -> Result<Result<(), Refusal>, EngineError> {
        if context.today < today
            && let Some(number) = request.command.answers_to()
            && Box::pin(self.has_moved_on(tx, subject.regime, number, today)).await?
        {
            return Ok(Err(call_went_on(number)));
        }
        Ok(may_be_entered_by(request, before, context))
    }

    /// Where somebody decided of a call what becomes their own matter by the dossier with which an answer begins.
    async fn in_own_matter<C: Connection>(
        &self,
        tx: &Register<C>,
        subject: &Subject<'_>,
        late: bool,
        answer: &Answer,
    ) -> Result<Option<String>, EngineError> {
        match subject.place {
            Place::New { .. } if late => {}
            Place::New { .. } | Place::Known(_) => return Ok(None),
        }
        let rows = answer.events.iter().map(|dated| NewRow {
            effective_on: dated.effective_on,
            actor: Actor::calendar(),
            said: Said::Event(dated.event.clone()),
            mark: Mark::consequence(),
        });
        let begins: Vec<NewRow> = rows.collect();
        Box::pin(self.decided_in_own_matter(tx, subject.regime, &begins)).await
    }

    /// What the calendar brings a dossier that a command has left so.
    fn to_come_after(&self, after: &Dossier, number: &str) -> Result<ToCome, EngineError> {
        self.to_come(after).map_err(EngineError::damaged(number))
    }

    /// Notes the edition that judged what is written, and the general acts that are recorded by it.
    async fn freeze<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &str,
        edition: &EditionId,
        answer: &Answer,
    ) -> Result<(), EngineError> {
        if answer.outcome != Outcome::Refused {
            self.judges(tx, edition).await?;
        }
        let recorded = decrees_in(answer.written().map(|dated| &dated.event));
        self.records(tx, regime, &recorded).await
    }

    /// Where the dossier stands, its row locked: with a general act that the register has learnt of since,
    /// and no night has found yet. A command never finds what a night would have changed.
    async fn up_to_date<C: Connection>(
        &self,
        tx: &Register<C>,
        subject: &Subject<'_>,
        today: Date,
        received_at: i64,
    ) -> Result<(Snapshot, Kept, Option<i64>), EngineError> {
        let locked = subject.locked(tx).await?;
        let (snapshot, kept, held_at) = &locked;
        let missed = dossier::missed(&kept.dossier, &self.editions);
        if missed.is_none_or(|day| today < day) {
            return Ok(locked);
        }
        let recorded_at = Ord::max(self.instant(*held_at), received_at);
        let with_decree = self.with_decree(tx, snapshot, today, recorded_at);
        match Box::pin(with_decree).await? {
            Restated::Anew { append, events, .. } => {
                let recorded = decrees_in(events.iter().map(|dated| &dated.event));
                self.records(tx, &subject.regime.name, &recorded).await?;
                tx.append(&[&append]).await?;
                subject.locked(tx).await
            }
            Restated::StaysAsItIs(..) => Ok(locked),
        }
    }

    /// A request with the numbers that the register has as it has them.
    async fn in_its_numbers<'r, C: Connection>(
        &self,
        tx: &Register<C>,
        request: &'r Request,
        subject: &Subject<'_>,
    ) -> Result<Cow<'r, Request>, EngineError> {
        let (regime, row) = (&subject.regime.name, subject.row());
        let command = self.in_known_numbers(tx, regime, row, &request.command);
        Ok(match command.await? {
            Cow::Borrowed(_) => Cow::Borrowed(request),
            Cow::Owned(command) => Cow::Owned(Request {
                command,
                ..request.clone()
            }),
        })
    }

    /// What a command leads to that comes after everything in its dossier.
    fn lead(
        &self,
        before: Dossier,
        request: &Request,
        context: &Context<'_>,
        mut links: Links,
        number: &str,
    ) -> Result<Led, EngineError> {
        let mut decided = dossier::answer(before, &request.command, context, &self.editions)
            .map_err(EngineError::damaged(number))?;
        if let Err(refusal) = &mut decided.decided {
            let (settled, command) = (&decided.dossier, &request.command);
            refusal.earliest =
                actions::earliest(settled, command, refusal, context, &self.editions)
                    .map_err(EngineError::damaged(number))?;
        }
        let answer = Answer::of(request, context.today, &decided);
        let calendar = encoding::actor_to_json(&Actor::calendar())?;
        links.settled(&calendar, &decided.settled)?;
        if let Ok(led_to) = &decided.decided {
            links.act(NewAct {
                on: context.today,
                actor: &request.actor,
                entered_by: request.entered_by.as_ref(),
                led_to,
                asked: Some(encoding::asked_to_json(
                    &request.command,
                    context,
                    Shown::by(request),
                )?),
            })?;
            links.settled(&calendar, &decided.followed)?;
        }
        Ok(Led {
            answer,
            after: decided.dossier,
            entries: links.into_entries(),
        })
    }

    /// The call that matters to the command: the one that its application answers to, or the one
    /// whose seats are counted before it is concluded. An application that is over answers to none any
    /// more, but did on an earlier day.
    async fn call<C: Connection>(
        &self,
        tx: &Register<C>,
        command: &Command,
        subject: &Subject<'_>,
        dossier: &Dossier,
        on: Date,
        today: Date,
    ) -> Result<Option<CallView>, EngineError> {
        if !matches!(command, Command::Application(_) | Command::Call(_)) {
            return Ok(None);
        }
        let is_late = dossier.as_of.is_some_and(|as_of| on < as_of);
        let answers = match subject.key().filter(|_| is_late) {
            Some(key) => {
                let past = Box::pin(self.past(tx, subject.regime, key, subject.number)).await?;
                past.calls_answered(on).on_that_day
            }
            None => dossier.answers_to().map(str::to_owned),
        };
        let Some(call) = answers.as_deref().or(command.answers_to()) else {
            return Ok(None);
        };
        let question = CallQuestion {
            regime: &subject.regime.name,
            number: call,
            asking: subject.key(),
            on,
            today,
        };
        Box::pin(self.call_view(tx, question, CallRow::Locked)).await
    }

    /// Writes what a command led to: after what the register has of the dossier, or as a new one,
    /// with the call that it answers. The dossier's key.
    async fn write<C: Connection>(
        &self,
        tx: &Register<C>,
        subject: &Subject<'_>,
        append: Append,
        after: &Dossier,
        answer: &Answer,
    ) -> Result<Option<i64>, EngineError> {
        match &subject.place {
            Place::Known(row) => {
                // Before anything is written, a number of another dossier's is refused.
                let issued = answer.issued_number().filter(|it| *it != row.number);
                let issued = match issued {
                    Some(it) => Some(free(tx, &subject.regime.name, row.seq, it).await?),
                    None => None,
                };
                tx.append(&[&append]).await?;
                if let Some(issued) = issued {
                    number_licence(tx, row.seq, &issued).await?;
                }
                Ok(Some(row.seq))
            }
            Place::New { id, opens, number } => {
                let row = subject.new_row(*id, opens, number, append);
                let key = tx.create(&[row]).await?.pop();
                if let (Some(key), Some(call)) = (key, after.seat_claim()) {
                    tx.answers_call(key, call).await?;
                }
                Ok(key)
            }
        }
    }
}

/// A request with what the register says of the parties that it brings into a dossier, in the place of what
/// it says of them itself.
fn as_known<'r>(request: &'r Request, known: &KnownParties) -> Cow<'r, Request> {
    if known.is_empty() {
        return Cow::Borrowed(request);
    }
    Cow::Owned(Request {
        command: request.command.clone().with_kinds_of(known),
        ..request.clone()
    })
}

/// The day on which a command is judged: today, or an earlier one that it names.
fn day_of_act(named: Option<Date>, regime: &Regime, today: Date) -> Result<Date, EngineError> {
    match named {
        Some(day) if today < day => Err(EngineError::Future {
            day,
            today,
            zone: regime.time_zone().to_string(),
        }),
        Some(day) => Ok(day),
        None => Ok(today),
    }
}

/// Whether anything may stand after an act of a day: in its own dossier, which may be a new one, or in those
/// that were told of its call.
fn is_late(before: &Dossier, is_known: bool, on: Date, today: Date) -> bool {
    let answered = before.application.case();
    let answered = answered.is_some_and(|case| case.matter.call.is_some());
    let is_of_a_call = answered || before.call.call().is_some();
    let others_came_first = on < today && is_of_a_call && is_known;
    others_came_first || before.as_of.is_some_and(|as_of| on < as_of)
}

/// What a command leads to, ready to be written.
pub(super) struct Led {
    pub(super) answer: Answer,
    pub(super) after: Dossier,
    /// None where nothing is to be written.
    pub(super) entries: Vec<Entry>,
}

/// Refuses what may not be entered any more, or by whom may not enter it.
fn may_be_entered(
    request: &Request,
    on: Date,
    received: Date,
    edition: &Edition,
    before: &Dossier,
    snapshot: &Snapshot,
) -> Result<(), Refusal> {
    if 0 < snapshot.version && before.is_void() {
        return Err(Refusal::new(Code::DossierVoid, OwnRule::VoidUntilRevised));
    }
    let entry = timeline::Entry {
        actor: &request.actor,
        entered_by: request.entered_by.as_ref(),
        evidence: request.evidence.as_deref(),
        paper: request.paper.as_deref(),
        on,
        today: received,
    };
    timeline::may_enter(&entry, edition)
}

/// Refuses a desk whose own matter it is, or another province's, where it enters what another did.
fn may_be_entered_by(
    request: &Request,
    before: &Dossier,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    match &request.entered_by {
        Some(desk) => dossier::may_enter_for_another(before, &request.command, desk, context),
        None => Ok(()),
    }
}

/// Has the newest `events` of a dossier belong to the trace of the command that led to them, if it has one.
async fn traced<C: Connection>(
    tx: &Register<C>,
    key: i64,
    request: &Request,
    events: usize,
) -> Result<(), EngineError> {
    if let Some(trace) = &request.traceparent
        && 0 < events
    {
        tx.trace(key, events, &trace.to_string()).await?;
    }
    Ok(())
}

/// The number that a dossier's licence is to have, which is no other dossier's.
pub(crate) async fn free<C: Connection>(
    tx: &Register<C>,
    regime: &str,
    key: i64,
    number: &str,
) -> Result<Number, EngineError> {
    let parsed = Number::parse(number)?;
    let others = tx.find(Some(regime), &parsed.normalised).await?;
    if others.iter().any(|row| row.seq != key) {
        return Err(EngineError::NumberTaken(number.to_owned()));
    }
    Ok(parsed)
}

/// From now on the dossier is known by its licence's number, and by its file's.
pub(crate) async fn number_licence<C: Connection>(
    tx: &Register<C>,
    key: i64,
    number: &Number,
) -> Result<(), EngineError> {
    let Number {
        normalised,
        as_given,
    } = number;
    Ok(tx.number_licence(key, as_given, normalised).await?)
}
