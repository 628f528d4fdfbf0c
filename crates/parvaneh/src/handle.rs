//! One command, answered: settled first, then decided, then written in one transaction.

use std::sync::Arc;
use std::time::Duration;

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Answered, Command, Context, Dated, Dossier, Event};
use parvaneh_core::licence;
use parvaneh_core::refusal::Refusal;
use parvaneh_store::{
    Connection, DossierRow, Entry, NewDossier, Register, Snapshot, StoreError, chain,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::engine::{Engine, EngineError, append, entries};
use crate::request::Request;
use crate::stored;
use crate::workflows::Regime;

/// How often a command is tried again when its dossier changed underneath.
const ATTEMPTS: u32 = 8;

/// How long to wait before the second attempt; longer before each one after it.
const PAUSE: Duration = Duration::from_millis(10);

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The command's id.
    pub id: Uuid,
    /// The licence number.
    pub number: String,
    /// The civil date on which it was judged.
    pub on: Date,
    /// What became of it.
    pub outcome: Outcome,
    /// What the calendar had already made true; kept even where the command is refused.
    pub settled: Vec<Dated>,
    /// What the command led to.
    pub events: Vec<Dated>,
    /// Why it was refused, if it was.
    pub refusal: Option<Refusal>,
}

/// What became of a command, in a word.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was done.
    Accepted,
    /// It was already so.
    AlreadySo,
    /// The law says no.
    Refused,
}

impl Engine {
    /// Answers one command, once: events and answer are in the register when this returns.
    pub async fn handle(&self, request: &Request) -> Result<Answer, EngineError> {
        let mut attempt = 0;
        loop {
            let refused = match self.attempt(request).await {
                Err(EngineError::Store(refused)) => refused,
                done => return done,
            };
            // Another writer was quicker, be it with the same number or the same command; or it is
            // not known whether the answer was kept, and then the next attempt finds it.
            let again = refused.is_passing() || matches!(refused, StoreError::Constraint { .. });
            if !again {
                return Err(refused.into());
            }
            attempt += 1;
            if attempt == ATTEMPTS {
                let number = request.number.clone();
                return Err(EngineError::Contended {
                    number,
                    source: refused,
                });
            }
            tokio::time::sleep(PAUSE * attempt * attempt).await;
        }
    }

    /// Answers one command within a transaction of the host's, so that the host's own rows and
    /// ours become true together, or not at all: the host commits, or rolls back.
    ///
    /// It is tried once. After a failure the transaction is to be rolled back; a conflict with
    /// another writer says so by [`StoreError::is_passing`], and the host may begin again. On
    /// SQLite, begin it as [`parvaneh_store::Store::begin_write`] does, or what was read can be
    /// overtaken before it is written.
    pub async fn handle_within(
        &self,
        host: &parvaneh_store::Transaction,
        request: &Request,
    ) -> Result<Answer, EngineError> {
        let register = Register(parvaneh_store::Executor::from(host));
        register.join_writers().await?;
        self.answer(&register, request).await
    }

    async fn attempt(&self, request: &Request) -> Result<Answer, EngineError> {
        let tx = self.store.begin_write().await?;
        let answer = self.answer(&tx, request).await?;
        tx.commit().await?;
        Ok(answer)
    }

    async fn answer<C: Connection>(
        &self,
        tx: &Register<C>,
        request: &Request,
    ) -> Result<Answer, EngineError> {
        let body_hash = body_hash(request)?;
        if let Some((hash, answer)) = tx.earlier_answer(request.id).await? {
            if hash != body_hash {
                return Err(EngineError::IdReused(request.id));
            }
            return serde_json::from_str(&answer).map_err(EngineError::Encode);
        }
        let found = tx.find(request.regime.as_deref(), &request.number).await?;
        let subject = self.subject(request, found)?;
        let regime = self.regime(&subject.regime)?;
        makes_sense(request, &subject, regime)?;
        self.parties_are_known(tx, &request.command).await?;
        let today = self.today(regime);
        let on = request.on.unwrap_or(today);
        if today < on {
            let zone = regime.time_zone().to_string();
            return Err(EngineError::Future {
                day: on,
                today,
                zone,
            });
        }
        let (snapshot, before) = subject.held(tx).await?;
        let held = before.asks_or_holds().map(str::to_owned);
        let call = self.call(tx, request, &subject, &before, on).await?;
        let context = Context {
            edition: regime.in_force_on(on),
            actor: &request.actor,
            today: on,
            call: call.as_ref(),
        };
        let decided = dossier::answer(before, &request.command, &context, &self.editions)
            .map_err(|defect| subject.damaged(defect))?;
        let due_on = dossier::due_on(&decided.dossier, &self.editions)
            .map_err(|defect| subject.damaged(defect))?;
        let answer = answered(request, on, &decided);

        let recorded_at = self.recorded_at();
        let rows = rows(&snapshot, request, &answer, recorded_at)?;
        if !rows.is_empty() {
            let append = append(&snapshot, held.as_deref(), &decided.dossier, due_on, rows)?;
            let key = match subject.key {
                Some(key) => {
                    tx.append(&[&append]).await?;
                    if let Some(number) = licensed(&answer.events)
                        && number != subject.known_as
                    {
                        self.number_licence(tx, &subject.regime, key, number)
                            .await?;
                    }
                    Some(key)
                }
                None => {
                    let new = newborn(&subject, request, append)?;
                    begin(tx, new, decided.dossier.asks_or_holds()).await?
                }
            };
            let led_to = answer.events.len();
            if let (Some(key), Some(trace)) = (key, &request.traceparent)
                && led_to != 0
            {
                tx.trace(key, led_to, &trace.to_string()).await?;
            }
        }
        let text = serde_json::to_string(&answer).map_err(EngineError::Encode)?;
        tx.remember(request.id, &body_hash, &text, recorded_at)
            .await?;
        Ok(answer)
    }

    /// Which dossier is meant; a new one where the command opens one.
    fn subject(&self, request: &Request, found: Vec<DossierRow>) -> Result<Subject, EngineError> {
        let number = request.number.clone();
        if 1 < found.len() {
            let regimes: Vec<&str> = found.iter().map(|row| row.regime.as_str()).collect();
            return Err(EngineError::Ambiguous {
                number,
                regimes: regimes.join(", "),
            });
        }
        if let Some(row) = found.into_iter().next() {
            return Ok(Subject {
                key: Some(row.seq),
                id: row.id,
                regime: row.regime,
                known_as: row.number,
                number,
            });
        }
        match (request.command.opens(), &request.regime) {
            (Some(_), Some(regime)) => Ok(Subject {
                key: None,
                id: Uuid::now_v7(),
                regime: regime.clone(),
                known_as: number.clone(),
                number,
            }),
            (_, _) => Err(EngineError::NoSuchLicence(number)),
        }
    }

    /// The call that matters to the command: the one that its application answers to, or the one
    /// whose seats are counted before it is concluded.
    async fn call<C: Connection>(
        &self,
        tx: &Register<C>,
        request: &Request,
        subject: &Subject,
        dossier: &Dossier,
        on: Date,
    ) -> Result<Option<Answered>, EngineError> {
        match dossier.answers_to().or(request.command.answers_to()) {
            Some(call) if matches!(request.command, Command::Application(_) | Command::Call(_)) => {
                self.answered(tx, &subject.regime, call, subject.key, on, true)
                    .await
            }
            Some(_) | None => Ok(None),
        }
    }

    /// From now on the dossier is known by its licence's number, and by its file's.
    async fn number_licence<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &str,
        key: i64,
        number: &str,
    ) -> Result<(), EngineError> {
        let others = tx.find(Some(regime), number).await?;
        if others.iter().any(|row| row.seq != key) {
            return Err(EngineError::NumberTaken(number.to_owned()));
        }
        Ok(tx.number_licence(key, number).await?)
    }
}

/// The hash of what is asked. The same command may come again in another trace.
fn body_hash(request: &Request) -> Result<[u8; 32], EngineError> {
    let asked = Request {
        traceparent: None,
        ..request.clone()
    };
    let body = serde_json::to_vec(&asked).map_err(EngineError::Encode)?;
    Ok(Sha256::digest(&body).into())
}

/// The number of the licence that was issued, if one was.
fn licensed(events: &[Dated]) -> Option<&str> {
    events.iter().find_map(|dated| match &dated.event {
        Event::Licence(licence::Event::Issued { act, .. }) => Some(act.number.as_str()),
        _ => None,
    })
}

/// Writes a dossier that was not there, with the call that it answers; its key.
async fn begin<C: Connection>(
    tx: &Register<C>,
    new: NewDossier,
    call: Option<&str>,
) -> Result<Option<i64>, StoreError> {
    let key = tx.create(&[new]).await?.pop();
    if let (Some(key), Some(call)) = (key, call) {
        tx.answers_call(key, call).await?;
    }
    Ok(key)
}

fn newborn(
    subject: &Subject,
    request: &Request,
    append: parvaneh_store::Append,
) -> Result<NewDossier, EngineError> {
    let Some(opens) = request.command.opens() else {
        return Err(EngineError::NoSuchLicence(request.number.clone()));
    };
    Ok(NewDossier {
        id: subject.id,
        regime: subject.regime.clone(),
        number: subject.number.clone(),
        province: opens.province.to_owned(),
        office_kind: opens.office_kind.to_owned(),
        due_on: append.due_on,
        state: append.state,
        entries: append.entries,
    })
}

/// What a command that opens a dossier says of it has to agree with what it is sent about.
fn makes_sense(request: &Request, subject: &Subject, regime: &Regime) -> Result<(), EngineError> {
    let (None, Some(opens)) = (subject.key, request.command.opens()) else {
        return Ok(());
    };
    if let Some(own) = opens.number
        && own != request.number
    {
        return Err(EngineError::NumbersDiffer {
            number: request.number.clone(),
            issued: own.to_owned(),
        });
    }
    if regime.knows_province(opens.province) {
        return Ok(());
    }
    Err(EngineError::NoSuchProvince {
        province: opens.province.to_owned(),
        regime: regime.name.clone(),
    })
}

/// What was settled, by the calendar, and then what was decided, by the actor.
fn rows(
    snapshot: &Snapshot,
    request: &Request,
    answer: &Answer,
    recorded_at: i64,
) -> Result<Vec<Entry>, EngineError> {
    let calendar: Arc<str> = Arc::from(actor_text(&Actor::calendar())?);
    let actor: Arc<str> = Arc::from(actor_text(&request.actor)?);
    let mut rows = entries(snapshot, &calendar, recorded_at, &answer.settled)?;
    let mut linked = snapshot.clone();
    if let Some(last) = rows.last() {
        linked.head = last.hash;
        linked.version += i64::try_from(rows.len()).unwrap_or(i64::MAX);
    }
    rows.extend(entries(&linked, &actor, recorded_at, &answer.events)?);
    Ok(rows)
}

struct Subject {
    key: Option<i64>,
    id: Uuid,
    regime: String,
    /// The number in the register, which may be another one of the same dossier.
    known_as: String,
    /// The number in the command.
    number: String,
}

impl Subject {
    /// Where the dossier stands. It is held, so that commands to one dossier wait for each other
    /// and not in vain.
    async fn held<C: Connection>(
        &self,
        tx: &Register<C>,
    ) -> Result<(Snapshot, Dossier), EngineError> {
        let Some(key) = self.key else {
            return Ok((unborn(self.id), Dossier::default()));
        };
        let snapshot = tx.hold_snapshots(&[key]).await?.into_iter().next();
        let snapshot = snapshot.ok_or_else(|| self.unreadable("it has no snapshot".to_owned()))?;
        let before = stored::snapshot_from_bytes(&snapshot.state)
            .map_err(|problem| self.unreadable(problem))?;
        Ok((snapshot, before))
    }

    fn damaged(&self, defect: dossier::Defect) -> EngineError {
        EngineError::Damaged {
            number: self.number.clone(),
            defect,
        }
    }

    fn unreadable(&self, problem: String) -> EngineError {
        EngineError::Unreadable {
            number: self.number.clone(),
            problem,
        }
    }
}

fn unborn(id: Uuid) -> Snapshot {
    Snapshot {
        dossier: 0,
        version: 0,
        last: None,
        due_on: None,
        head: chain::genesis(id),
        state: Vec::new(),
    }
}

fn answered(request: &Request, on: Date, decided: &dossier::Answer) -> Answer {
    let (outcome, events, refusal) = match &decided.decided {
        Ok(events) if events.is_empty() => (Outcome::AlreadySo, Vec::new(), None),
        Ok(events) => (Outcome::Accepted, events.clone(), None),
        Err(refusal) => (Outcome::Refused, Vec::new(), Some(refusal.clone())),
    };
    Answer {
        id: request.id,
        number: request.number.clone(),
        on,
        outcome,
        settled: decided.settled.clone(),
        events,
        refusal,
    }
}

/// An actor, as the journal names it.
pub(crate) fn actor_text(actor: &Actor) -> Result<String, EngineError> {
    serde_json::to_string(actor).map_err(EngineError::Encode)
}
