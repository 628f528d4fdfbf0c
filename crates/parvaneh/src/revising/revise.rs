//! A revision, looked at, proposed, or written: all of its dossiers in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use parvaneh_core::actor::Actor;
use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::{self, Command, Context, Dated, Dossier, Event};
use parvaneh_core::edition::{Edition, Needed};
use parvaneh_core::law::OwnRule;
use parvaneh_core::licence;
use parvaneh_core::opening::{self, Office, Opening, Status};
use parvaneh_core::refusal::{Code, Refusal};
use parvaneh_core::timeline::{
    self, Asked, Because, Change, Done, Entered, Fault, Place, Rewritten, Row, Sequence,
};
use parvaneh_store::{
    Append, Connection, DossierRow, Pauses, ProposalRow, Register, Snapshot, StoreError,
};
use uuid::Uuid;

pub use super::plan::{DossierPlan, Plan, PlanState};
pub use super::revision::{Approval, DossierChange, EnteredAct, Revision, StatedTerm};
use crate::append::{Links, append};
use crate::commands::call_view::CallRow;
use crate::commands::late::{Past, stands_against};
use crate::commands::moved_on::{calls_of, moved_on};
use crate::encoding::{Kept, proposal_from_json};
use crate::error::only;
use crate::workflows::Regime;
use crate::{Engine, EngineError, encoding};

/// Why a revision was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReviseError {
    /// The law says no.
    #[error("{number}: {refusal}")]
    Refused {
        /// To which dossier.
        number: String,
        /// Why.
        refusal: Refusal,
    },
    /// It names an act that is not there.
    #[error("{number}: no act {act} stands that could be named so; `show` names the acts")]
    NoSuchAct {
        /// In which dossier.
        number: String,
        /// Which.
        act: Sequence,
    },
    /// It says nothing, or something twice.
    #[error("{0}")]
    Meaningless(String),
    /// Nobody has proposed it.
    #[error("no revision {0} was proposed; propose it first, with `revise FILE --propose`")]
    NotProposed(Uuid),
    /// It has been approved already.
    #[error("the revision {0} was approved before, and stands in the register")]
    Decided(Uuid),
    /// Another revision has its id.
    #[error("a revision {0} was proposed before; give this one an id of its own")]
    IdReused(Uuid),
    /// Who proposed it cannot approve it.
    #[error("{0} proposed the revision; another person has to approve it")]
    SamePerson(String),
    /// The register failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for ReviseError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// How far a revision has come, and by whom.
#[derive(Clone, Copy)]
struct Step<'a> {
    revision: &'a Revision,
    approver: Option<&'a Actor>,
    /// Whether others may change its dossiers, and their calls, before the transaction ends.
    rows: CallRow,
}

/// One dossier of a revision, ready to be written.
struct Stated {
    append: Append,
    plan: DossierPlan,
    /// The number that its licence has now.
    issued: Option<String>,
    /// The calls that it is, or has ever answered.
    calls: BTreeSet<String>,
    /// The call of which it holds a seat that it did not hold before.
    takes: Option<String>,
    row: DossierRow,
}

impl Engine {
    /// What a revision would come to. Nothing is written.
    pub async fn plan(&self, revision: &Revision) -> Result<Plan, ReviseError> {
        let tx = self.store.begin_read().await?;
        let step = Step {
            revision,
            approver: None,
            rows: CallRow::Read,
        };
        let stated = self.stated(&tx, step).await?;
        Ok(plan(revision, PlanState::DryRun, stated))
    }

    /// Keeps a revision until another person approves it; where the editions ask for no second
    /// person, it is made at once. The same again changes nothing.
    pub async fn propose(&self, revision: &Revision) -> Result<Plan, ReviseError> {
        let mut pauses = Pauses::few();
        loop {
            let tried = self.try_to_propose(revision).await;
            if let Some(done) = done_or_paused(tried, &mut pauses).await {
                return done;
            }
        }
    }

    async fn try_to_propose(&self, revision: &Revision) -> Result<Plan, ReviseError> {
        let tx = self.store.begin_write().await?;
        let step = Step {
            revision,
            approver: None,
            rows: CallRow::Locked,
        };
        if let Some(known) = tx.proposal(revision.id).await? {
            let same = proposal_from_json(&known.revision).ok();
            if same.as_ref() != Some(revision) {
                return Err(ReviseError::IdReused(revision.id));
            }
            if known.decided_by.is_some() {
                return Err(ReviseError::Decided(revision.id));
            }
            let stated = self.stated(&tx, step).await?;
            return Ok(plan(revision, PlanState::Proposed, stated));
        }
        let stated = self.stated(&tx, step).await?;
        let alone = self.needs_no_second_person(&stated)?;
        let by = serde_json::to_string(&revision.actor).map_err(EngineError::Encode)?;
        let at = self.now(&tx).await?;
        tx.propose(&ProposalRow {
            id: revision.id,
            revision: serde_json::to_string(revision).map_err(EngineError::Encode)?,
            proposed_by: by.clone(),
            proposed_at: at,
            decided_by: alone.then_some(by),
            decided_at: alone.then_some(at),
        })
        .await?;
        let state = match alone {
            true => {
                self.state_anew(&tx, revision, &stated).await?;
                PlanState::Revised
            }
            false => PlanState::Proposed,
        };
        tx.commit().await?;
        self.has_judged().await?;
        Ok(plan(revision, state, stated))
    }

    /// Makes a revision that another person has proposed: what it comes to is worked out anew, on
    /// what the register has now.
    pub async fn approve(&self, approval: &Approval) -> Result<Plan, ReviseError> {
        let mut pauses = Pauses::few();
        loop {
            let tried = self.try_to_approve(approval).await;
            if let Some(done) = done_or_paused(tried, &mut pauses).await {
                return done;
            }
        }
    }

    async fn try_to_approve(&self, approval: &Approval) -> Result<Plan, ReviseError> {
        let tx = self.store.begin_write().await?;
        let proposed = tx.proposal(approval.id).await?;
        let proposed = proposed.ok_or(ReviseError::NotProposed(approval.id))?;
        if proposed.decided_by.is_some() {
            return Err(ReviseError::Decided(approval.id));
        }
        let unreadable =
            |error: serde_json::Error| EngineError::unreadable("the proposal")(error.to_string());
        let revision = proposal_from_json(&proposed.revision).map_err(unreadable)?;
        if revision.actor.id == approval.actor.id {
            return Err(ReviseError::SamePerson(approval.actor.id.clone()));
        }
        let step = Step {
            revision: &revision,
            approver: Some(&approval.actor),
            rows: CallRow::Locked,
        };
        let stated = self.stated(&tx, step).await?;
        let by = serde_json::to_string(&approval.actor).map_err(EngineError::Encode)?;
        let at = self.now(&tx).await?;
        if !tx.approve(approval.id, &by, at).await? {
            return Err(ReviseError::Decided(approval.id));
        }
        self.state_anew(&tx, &revision, &stated).await?;
        tx.commit().await?;
        self.has_judged().await?;
        Ok(plan(&revision, PlanState::Revised, stated))
    }

    /// Whether every edition concerned lets one person revise.
    fn needs_no_second_person(&self, stated: &[Stated]) -> Result<bool, EngineError> {
        for one in stated {
            let regime = self.regime(&one.row.regime)?;
            let edition = regime.in_force_on(self.today(regime));
            if edition.entry.second_person.value == Needed::Needed {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What becomes of each dossier. Their rows are locked in the order of their keys, where something
    /// is to be written.
    async fn stated<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
    ) -> Result<Vec<Stated>, ReviseError> {
        let revision = step.revision;
        has_a_meaning(revision)?;
        let mut rows = Vec::new();
        for change in &revision.dossiers {
            let found = tx.find(change.regime.as_deref(), &change.number).await?;
            let none = || EngineError::NoSuchLicence(change.number.clone());
            rows.push(only(found, &change.number)?.ok_or_else(none)?);
        }
        let keys: BTreeSet<i64> = rows.iter().map(|row| row.seq).collect();
        if keys.len() < rows.len() {
            let problem = "two parts of the revision are about one dossier; put them together";
            return Err(ReviseError::Meaningless(problem.to_owned()));
        }
        let keys: Vec<i64> = keys.into_iter().collect();
        let snapshots = match step.rows {
            CallRow::Read => tx.load_snapshots(&keys).await?,
            CallRow::Locked => tx.hold_snapshots(&keys).await?,
        };
        let mut snapshots: BTreeMap<i64, Snapshot> =
            snapshots.into_iter().map(|it| (it.dossier, it)).collect();
        let now = self.now(tx).await?;
        let mut stated = Vec::new();
        for (change, row) in revision.dossiers.iter().zip(rows) {
            let unreadable = EngineError::unreadable(&change.number);
            let snapshot = snapshots.remove(&row.seq);
            let snapshot = snapshot.ok_or_else(|| unreadable("it has no snapshot".to_owned()))?;
            stated.push(self.one(tx, step, change, row, &snapshot, now).await?);
        }
        takes_no_seat_unseen(&stated)?;
        Ok(stated)
    }

    /// What becomes of one dossier, whose row is locked by now.
    async fn one<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
        change: &DossierChange,
        row: DossierRow,
        snapshot: &Snapshot,
        now: i64,
    ) -> Result<Stated, ReviseError> {
        let Step {
            revision,
            approver,
            rows,
        } = step;
        let number = &change.number;
        let refused = |refusal| ReviseError::Refused {
            number: number.clone(),
            refusal,
        };
        let regime = self.regime(&row.regime)?;
        let today = regime.day_of(now);
        let edition = regime.in_force_on(today);
        let unreadable = EngineError::unreadable(number);
        let kept = encoding::kept_from_bytes(&snapshot.state).map_err(unreadable)?;
        for actor in [Some(&revision.actor), approver].into_iter().flatten() {
            may_revise(actor, edition, &row, &kept.dossier).map_err(refused)?;
        }
        let past = self.past(tx, regime, row.seq, number).await?;
        states_in_its_place(&past, change)?;
        let by = approver.unwrap_or(&revision.actor);
        let (change, asked) = self
            .change(tx, step, change, by, regime, &row, &past, today)
            .await?;
        let rewritten = timeline::rewrite(&past.rows, &past.kept, &change, &self.editions, today);
        let rewritten = rewritten.map_err(|fault| not_stated(number, fault))?;
        // Whom the revision brings into the dossier, or took out of it before, may not decide it either.
        for actor in [Some(&revision.actor), approver].into_iter().flatten() {
            may_revise(actor, edition, &row, &rewritten.dossier).map_err(refused)?;
            ever_interested(actor, &past.rows).map_err(refused)?;
        }
        let after = past.rows_with(&rewritten.rows);
        let told = self.told_otherwise(tx, regime, row.seq, &past.rows, &after, rows);
        if let Some(other) = told.await? {
            return Err(refused(moved_on("told", &other)));
        }
        let plan = DossierPlan::of(
            number,
            &past.rows,
            &after,
            &rewritten,
            &self.editions,
            today,
        )?;
        let issued = issued_number(&rewritten);
        keeps_its_numbers(&row, issued.as_deref())?;
        let takes = rewritten
            .dossier
            .seat()
            .filter(|call| kept.dossier.seat() != Some(*call));
        let takes = takes.map(str::to_owned);
        let calls = [&past.rows, &after]
            .into_iter()
            .flat_map(|rows| calls_of(rows));
        let calls: BTreeSet<String> = calls.collect();
        let recorded_at = Ord::max(now, kept.recorded_at);
        let append = self.linked(number, snapshot, &kept, rewritten, recorded_at, &asked)?;
        Ok(Stated {
            append,
            plan,
            issued,
            calls,
            takes,
            row,
        })
    }

    /// The change as the core takes it, and what is asked in each act that is entered, in their order.
    #[expect(
        clippy::too_many_arguments,
        reason = "they say what is changed, by whom, and where"
    )]
    async fn change<C: Connection>(
        &self,
        tx: &Register<C>,
        step: Step<'_>,
        change: &DossierChange,
        by: &Actor,
        regime: &Regime,
        row: &DossierRow,
        past: &Past,
        today: Date,
    ) -> Result<(Change, Vec<String>), ReviseError> {
        let revision = step.revision;
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
            self.parties_are_known(tx, &act.command).await?;
            answers = act.command.answers_to().or(answers);
            let is_told = matches!(act.command, Command::Application(_) | Command::Call(_));
            let before = past.answered(act.on).ever;
            let call = match answers.or(before.as_deref()).filter(|_| is_told) {
                Some(call) => {
                    let (asking, rows) = (Some(row.seq), step.rows);
                    self.call_view(tx, &regime.name, call, asking, act.on, today, rows)
                        .await?
                }
                None => None,
            };
            let context = Context {
                edition: regime.in_force_on(act.on),
                actor: &act.actor,
                today: act.on,
                call: call.as_ref(),
            };
            asked.push(encoding::asked_to_json(&act.command, &context, None)?);
            enter.push(Entered {
                on: act.on,
                actor: act.actor.clone(),
                entered_by: (act.actor != revision.actor).then(|| revision.actor.clone()),
                done: Done::Asked(Box::new(Asked::of(&act.command, &context))),
                place: act.before.map_or(Place::Last, Place::Before),
            });
        }
        for term in &change.open {
            let opened = self.opened(tx, change, term, regime, row, today).await?;
            enter.extend(opened.into_iter().map(|dated| Entered {
                on: dated.effective_on,
                actor: revision.actor.clone(),
                entered_by: None,
                done: Done::Stated(vec![dated.event]),
                place: Place::Last,
            }));
        }
        let proposed_by = (by.id != revision.actor.id).then(|| revision.actor.id.as_str().into());
        let change = Change {
            enter,
            withdraw: change.withdraw.clone(),
            restore: change.restore.clone(),
            accept: change.accept.clone(),
            because: Because::Decided {
                reason: revision.reason.clone(),
                rests_on: revision.rests_on.clone(),
                proposed_by,
            },
            by: by.clone(),
        };
        Ok((change, asked))
    }

    /// The opening events of a term that another register states.
    async fn opened<C: Connection>(
        &self,
        tx: &Register<C>,
        change: &DossierChange,
        term: &StatedTerm,
        regime: &Regime,
        row: &DossierRow,
        today: Date,
    ) -> Result<Vec<Dated>, ReviseError> {
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
        opening::events(&opening, edition, today)
            .map_err(|fault| ReviseError::Meaningless(format!("{}: {fault}", change.number)))
    }

    /// Writes all dossiers of a revision, in the order of their keys, and which editions judged what
    /// it enters.
    async fn state_anew<C: Connection>(
        &self,
        tx: &Register<C>,
        revision: &Revision,
        stated: &[Stated],
    ) -> Result<(), ReviseError> {
        for (change, one) in revision.dossiers.iter().zip(stated) {
            let regime = self.regime(&one.row.regime)?;
            let entered = change.enter.iter().map(|act| act.on);
            for on in entered.chain(change.open.iter().map(|term| term.from)) {
                self.judges(tx, &regime.in_force_on(on).id).await?;
            }
        }
        let mut appends: Vec<&Append> = stated.iter().map(|one| &one.append).collect();
        appends.sort_by_key(|append| append.dossier);
        tx.append(&appends).await?;
        for one in stated {
            if let Some(issued) = &one.issued
                && *issued != one.row.number
            {
                let regime = &one.row.regime;
                crate::commands::handle::number_licence(tx, regime, one.row.seq, issued).await?;
            }
        }
        Ok(())
    }

    /// What is written for a dossier.
    fn linked(
        &self,
        number: &str,
        snapshot: &Snapshot,
        kept: &Kept,
        rewritten: Rewritten,
        recorded_at: i64,
        asked: &[String],
    ) -> Result<Append, EngineError> {
        let damaged = EngineError::damaged(number);
        let mut links = Links::after(snapshot, recorded_at);
        let names = rewritten.entered;
        links.rows(rewritten.rows, |name| {
            let at = names.iter().position(|entered| *entered == name)?;
            asked.get(at).cloned()
        })?;
        let after = &rewritten.dossier;
        let due_on = dossier::due_on(after, &self.editions).map_err(&damaged)?;
        let claimed = kept.dossier.seat_claim();
        append(
            snapshot,
            claimed,
            after,
            due_on,
            recorded_at,
            links.into_entries(),
        )
    }
}

/// What a try came to; none, after a pause, where it may well go through the next time: another writer
/// was quicker, or two waited for each other.
async fn done_or_paused(
    tried: Result<Plan, ReviseError>,
    pauses: &mut Pauses,
) -> Option<Result<Plan, ReviseError>> {
    let again = match &tried {
        Err(ReviseError::Engine(EngineError::Store(error))) => {
            error.is_passing() || matches!(error, StoreError::Constraint { .. })
        }
        Ok(_) | Err(_) => false,
    };
    match again.then(|| pauses.next()).flatten() {
        Some(pause) => {
            tokio::time::sleep(pause).await;
            None
        }
        None => Some(tried),
    }
}

fn plan(revision: &Revision, state: PlanState, stated: Vec<Stated>) -> Plan {
    Plan {
        id: revision.id,
        state,
        dossiers: stated.into_iter().map(|one| one.plan).collect(),
    }
}

fn issued_number(rewritten: &Rewritten) -> Option<String> {
    rewritten
        .rows
        .iter()
        .find_map(|row| match row.said.event() {
            Some(Event::Licence(licence::Event::Issued { act, .. })) => {
                Some(act.number.to_string())
            }
            _ => None,
        })
}

/// A revision that changes nothing, or does not say why, is none.
fn has_a_meaning(revision: &Revision) -> Result<(), ReviseError> {
    let meaningless = |problem: &str| Err(ReviseError::Meaningless(problem.to_owned()));
    if revision.reason.is_blank() || revision.rests_on.is_blank() {
        return meaningless("a revision says why, and names the document that it rests on");
    }
    if revision.dossiers.is_empty() {
        return meaningless("the revision names no dossier");
    }
    for change in &revision.dossiers {
        let nothing = change.withdraw.is_empty() && change.restore.is_empty();
        if nothing && change.enter.is_empty() && change.open.is_empty() {
            let number = &change.number;
            return meaningless(&format!(
                "{number}: nothing is withdrawn, restored or entered"
            ));
        }
    }
    Ok(())
}

/// Why the history of a dossier is not stated anew.
fn not_stated(number: &str, fault: Fault) -> ReviseError {
    let refused = |refusal| ReviseError::Refused {
        number: number.to_owned(),
        refusal,
    };
    match fault {
        Fault::Refused { refusal, .. } => refused(refusal),
        Fault::StandsAgainst(conflicts) => refused(stands_against(&conflicts)),
        Fault::NoSuchAct(act) => ReviseError::NoSuchAct {
            number: number.to_owned(),
            act,
        },
        Fault::CannotFollow(defect) | Fault::Damaged(defect) => {
            EngineError::damaged(number)(defect).into()
        }
    }
}

/// Refuses a seat that one dossier takes in a call that another one of the revision is or answers: each is
/// looked at beside the register as it is, and not beside the others.
fn takes_no_seat_unseen(stated: &[Stated]) -> Result<(), ReviseError> {
    for one in stated {
        let Some(call) = &one.takes else { continue };
        let shared = stated.iter().filter(|other| other.calls.contains(call));
        if 1 < shared.count() {
            let number = &one.row.number;
            return Err(ReviseError::Meaningless(format!(
                "{number}: it takes a seat of the call {call}, which another dossier of the revision \
                 is or answers; revise one after the other"
            )));
        }
    }
    Ok(())
}

/// Refuses another number for a licence that was numbered before: a dossier is found by its file's number
/// and by one of its licence, and nobody would find it by a second one.
fn keeps_its_numbers(row: &DossierRow, issued: Option<&str>) -> Result<(), ReviseError> {
    let is_another = issued.is_some_and(|issued| issued != row.number);
    match is_another && row.file_number.is_some() {
        true => Err(ReviseError::Meaningless(format!(
            "{}: its licence has a number, and a number once given stays; issue it under the same",
            row.number
        ))),
        false => Ok(()),
    }
}

/// Refuses a term of another register where none that it stated is withdrawn: a revision grants none.
fn states_in_its_place(past: &Past, change: &DossierChange) -> Result<(), ReviseError> {
    let stated = past.rows.iter().any(|row| {
        let is_withdrawn = row.act().is_some_and(|act| change.withdraw.contains(&act));
        is_withdrawn && row.said.event().is_some_and(Event::is_imported)
    });
    if change.open.is_empty() || stated {
        return Ok(());
    }
    Err(ReviseError::Meaningless(format!(
        "{}: a term is stated only in the place of one that another register stated and that is \
         withdrawn",
        change.number
    )))
}

/// Refuses whoever was a party of the dossier at any time, also before its opening was withdrawn.
fn ever_interested(actor: &Actor, rows: &[Row]) -> Result<(), Refusal> {
    let mut dossier = Dossier::default();
    for row in rows {
        // What a revision cut was followed once, and what follows it may not follow the whole.
        if timeline::happens(&mut dossier, row).is_err() {
            continue;
        }
        let interested = dossier.interested();
        if interested.into_iter().any(|party| actor.is_party(party)) {
            return Err(Refusal::new(Code::OwnMatter, OwnRule::WhoMayAct));
        }
    }
    Ok(())
}

/// Refuses whoever may not revise a dossier.
fn may_revise(
    actor: &Actor,
    edition: &Edition,
    row: &DossierRow,
    dossier: &Dossier,
) -> Result<(), Refusal> {
    let interested = dossier.interested();
    if interested.into_iter().any(|party| actor.is_party(party)) {
        return Err(Refusal::new(Code::OwnMatter, OwnRule::WhoMayAct));
    }
    let rule = &edition.entry.revised_by;
    if !rule.value.contains(&actor.role) {
        let may: Vec<&str> = rule.value.iter().map(|role| role.word()).collect();
        return Err(Refusal::new(Code::RoleMayNot, rule)
            .because("role", actor.role.word())
            .because("may", may.join(" or ")));
    }
    match &actor.province {
        Some(scope) if *scope != row.province => {
            Err(Refusal::new(Code::OtherProvince, OwnRule::WhoMayAct)
                .because("actor_province", scope)
                .because("dossier_province", &row.province))
        }
        Some(_) | None => Ok(()),
    }
}
