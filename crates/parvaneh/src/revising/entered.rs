//! A change of one dossier as the core takes it, with what is asked in each act that is entered.

use parvaneh_core::actor::Actor;
use parvaneh_core::dossier::{self, CallView, Command, Context, Dated};
use parvaneh_core::opening::{self, Office, Opening, Status};
use parvaneh_core::timeline::{Asked, Because, Change, Done, Entered, Place};
use parvaneh_store::{Connection, Register};

use super::refused::ReviseError;
use super::revision::{EnteredAct, Revision, StatedTerm};
use super::stated::{Step, Subject};
use crate::commands::call_view::{Anew, CallQuestion};
use crate::commands::identity::proposers_on;
use crate::commands::moved_on::Changed;
use crate::encoding::Shown;
use crate::{Engine, EngineError, encoding};

impl Step<'_> {
    /// Who makes the revision.
    pub(super) fn by(&self) -> &Actor {
        self.approver.unwrap_or(&self.revision.actor)
    }

    /// Why it is made.
    pub(super) fn because(&self) -> Because {
        let Revision {
            actor,
            reason,
            rests_on,
            ..
        } = self.revision;
        let is_proposed = self.by().id != actor.id;
        Because::Decided {
            reason: reason.clone(),
            rests_on: rests_on.clone(),
            proposed_by: is_proposed.then(|| actor.id.as_str().into()),
        }
    }
}

impl Engine {
    /// The change of a dossier, and what is asked in each act that is entered, in their order. `anew` has the
    /// dossiers of the revision as they will be, and `beside` the others of its regime.
    pub(super) async fn change<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
        subject: &Subject<'_>,
        anew: &Anew,
        beside: &[Changed<'_>],
    ) -> Result<(Change, Vec<String>), ReviseError> {
        let Subject {
            change,
            regime,
            past,
            today,
            ..
        } = subject;
        let (revision, today) = (step.revision, *today);
        let (mut enter, mut asked) = (Vec::new(), Vec::new());
        let mut answers = None;
        for act in &change.enter {
            if today < act.on {
                return Err(EngineError::Future {
                    day: act.on,
                    today,
                    zone: regime.time_zone().to_string(),
                }
                .into());
            }
            let known = self.known_parties(tx, &act.command).await?;
            let (named, row) = (&regime.name, Some(&subject.row));
            let command = self.in_known_numbers(tx, named, row, &act.command).await?;
            let command = command.into_owned().with_kinds_of(&known);
            answers = command.answers_to().map(str::to_owned).or(answers);
            let answered = answers.as_deref();
            let call = self.call_of(tx, step, subject, act, answered, anew).await?;
            let context = Context {
                edition: regime.in_force_on(act.on),
                editions: &self.editions,
                actor: &act.actor,
                today: act.on,
                call: call.as_ref(),
            };
            dossier::may_be_named(&command, &act.actor, context.edition, &known)
                .map_err(|refusal| subject.refused(refusal))?;
            self.another_decided(tx, step, subject, act).await?;
            let kept = encoding::asked_to_json(&command, &context, Shown::default())?;
            asked.push(kept);
            enter.push(Entered {
                on: act.on,
                actor: act.actor.clone(),
                entered_by: (act.actor != revision.actor).then(|| revision.actor.clone()),
                done: Done::Asked(Box::new(Asked::of(&command, &context))),
                place: act.before.map_or(Place::Last, Place::Before),
            });
        }
        for term in &change.open {
            let opened = self.opened(tx, subject, term).await?;
            enter.extend(opened.into_iter().map(|dated| Entered {
                on: dated.effective_on,
                actor: revision.actor.clone(),
                entered_by: None,
                done: Done::Stated(vec![dated.event]),
                place: Place::Last,
            }));
        }
        let change = Change {
            enter,
            withdraw: change.withdraw.clone(),
            restore: change.restore.clone(),
            accept: change.accept.clone(),
            told: self.told_now(tx, past, beside).await?,
            because: step.because(),
            by: step.by().clone(),
        };
        Ok((change, asked))
    }

    /// Refuses a decision by whoever proposed what it decides, also where they would enter it.
    async fn another_decided<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
        subject: &Subject<'_>,
        act: &EnteredAct,
    ) -> Result<(), ReviseError> {
        let (command, withdrawn) = (&act.command, &subject.change.withdraw);
        let proposers = proposers_on(&subject.past, command, act.on, withdrawn);
        let desks = [&step.revision.actor].into_iter().chain(step.approver);
        let desks: Vec<&Actor> = desks.collect();
        let decide = self.others_decide(tx, command, &act.actor, &desks, &proposers);
        decide.await?.map_err(|refusal| subject.refused(refusal))
    }

    /// The call that an act has to know, as it stands on its day; `answers` is the one that the acts entered so
    /// far answer.
    async fn call_of<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
        subject: &Subject<'_>,
        act: &EnteredAct,
        answers: Option<&str>,
        anew: &Anew,
    ) -> Result<Option<CallView>, EngineError> {
        if !matches!(act.command, Command::Application(_) | Command::Call(_)) {
            return Ok(None);
        }
        let before = subject.past.calls_answered(act.on).latest;
        let Some(number) = answers.or(before.as_deref()) else {
            return Ok(None);
        };
        let question = CallQuestion {
            regime: &subject.regime.name,
            number,
            asking: Some(subject.row.seq),
            on: act.on,
            today: subject.today,
        };
        self.call_view_beside(tx, question, step.rows, anew).await
    }

    /// The opening events of a term that another register states.
    async fn opened<C: Connection>(
        &self,
        tx: &Register<C>,
        subject: &Subject<'_>,
        term: &StatedTerm,
    ) -> Result<Vec<Dated>, ReviseError> {
        let Subject {
            change,
            regime,
            row,
            today,
            ..
        } = subject;
        if tx.parties(&[term.holder]).await?.is_empty() {
            return Err(EngineError::NoSuchParty(term.holder).into());
        }
        let edition = regime.in_force_on(term.from);
        if edition.office_kind(&term.office_kind).is_none() {
            let (number, id, kind) = (&change.number, &edition.id, &term.office_kind);
            let problem = format!("{number}: {id} knows no kind of office {kind:?}");
            return Err(ReviseError::Meaningless(problem));
        }
        let opening = Opening {
            number: row.number.clone(),
            office: Office {
                kind: term.office_kind.as_str().into(),
                province: row.province.as_str().into(),
            },
            holder: encoding::party_id(term.holder),
            from: term.from,
            through: term.through,
            issued_on: term.issued_on,
            status: Status::InForce,
            status_on: None,
            renewal_filed_on: None,
            profile: "revision".to_owned(),
        };
        opening::events(&opening, edition, *today)
            .map_err(|fault| ReviseError::Meaningless(format!("{}: {fault}", change.number)))
    }
}
