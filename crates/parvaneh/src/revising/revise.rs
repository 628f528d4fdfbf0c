//! A revision, looked at, proposed, or written: all of its dossiers in one transaction.

use parvaneh_core::edition::Needed;
use parvaneh_store::{Append, Connection, Pauses, ProposalRow, Register, StoreError};

pub use super::plan::{DossierPlan, Plan, PlanState};
pub use super::refused::ReviseError;
pub use super::revision::{Approval, DossierChange, EnteredAct, GrantTime, Revision, StatedTerm};
use super::stated::{Stated, Step};
use crate::bounds;
use crate::commands::call_view::CallRow;
use crate::commands::handle::{free, number_licence};
use crate::encoding::proposal_from_json;
use crate::frozen::decrees_in;
use crate::{Engine, EngineError};

impl Engine {
    /// What a revision would come to. Nothing is written.
    pub async fn plan(&self, revision: &Revision) -> Result<Plan, ReviseError> {
        bounds::within(revision)?;
        let tx = self.store.begin_read().await?;
        let revision = &*self.revision_by_party_ids(&tx, revision).await?;
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
        let revision = &*self.revision_by_party_ids(&tx, revision).await?;
        let step = Step {
            revision,
            approver: None,
            rows: CallRow::Locked,
        };
        if let Some(known) = tx.proposal(revision.id).await? {
            let Ok(same) = proposal_from_json(&known.revision) else {
                return Err(ReviseError::IdReused(revision.id));
            };
            if *self.revision_by_party_ids(&tx, &same).await? != *revision {
                return Err(ReviseError::IdReused(revision.id));
            }
            if known.decided_by.is_some() {
                return Err(ReviseError::Decided(revision.id));
            }
            let stated = self.stated(&tx, step).await?;
            return Ok(plan(revision, PlanState::Proposed, stated));
        }
        // What was proposed before there were bounds is known all the same.
        bounds::within(revision)?;
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
        bounds::within(approval)?;
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
        // Whoever was no party yet when they proposed it may be one now.
        let revision = &*self.revision_by_party_ids(&tx, &revision).await?;
        let approver = self.actor_by_party_id(&tx, &approval.actor).await?;
        if self.are_one(&tx, &approver, &revision.actor).await? {
            return Err(ReviseError::SamePerson(approver.id));
        }
        let step = Step {
            revision,
            approver: Some(&approver),
            rows: CallRow::Locked,
        };
        let stated = self.stated(&tx, step).await?;
        let by = serde_json::to_string(&approver).map_err(EngineError::Encode)?;
        let at = self.now(&tx).await?;
        if !tx.approve(approval.id, &by, at).await? {
            return Err(ReviseError::Decided(approval.id));
        }
        self.state_anew(&tx, revision, &stated).await?;
        tx.commit().await?;
        self.has_judged().await?;
        Ok(plan(revision, PlanState::Revised, stated))
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
            let recorded = decrees_in(one.plan.come.iter().map(|dated| &dated.event));
            self.records(tx, &regime.name, &recorded).await?;
        }
        let mut issued = Vec::new();
        for one in stated {
            if let Some(number) = one.issued.as_ref().filter(|it| **it != one.row.number) {
                let number = free(tx, &one.row.regime, one.row.seq, number);
                issued.push((one.row.seq, number.await?));
            }
        }
        let mut appends: Vec<&Append> = stated.iter().map(|one| &one.append).collect();
        appends.sort_by_key(|append| append.dossier);
        tx.append(&appends).await?;
        for (key, number) in &issued {
            number_licence(tx, *key, number).await?;
        }
        if stated.iter().any(|one| one.was_void != one.is_void) {
            self.decide_numbers(tx).await?;
        }
        Ok(())
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
