//! What the register keeps of the work itself, in no chain of hashes: runs, sinks, letters, traces, proposals and
//! its own id. Each is held against what names it or is named by it.

use std::collections::HashMap;

use parvaneh_core::actor::Actor;
use parvaneh_store::{LEASE_OF_A_RUN, ProposalRow, Register, RunRow, SinkTally, Transaction};
use serde_json::Value;
use uuid::Uuid;

use super::Found;
use super::verify::{Finding, Findings, Verification};
use crate::lease::{IMPORT, NIGHTLY};
use crate::request::TraceParent;
use crate::{EngineError, encoding};

/// How many rows are read at once.
const PAGE: usize = 1000;

/// The runs that the register has, by their ids.
pub(super) type Runs = HashMap<Uuid, RunRow>;

impl Verification {
    /// Adds what is found of all of these; the runs, without their reports.
    pub(super) async fn work(&mut self, tx: &Register<Transaction>) -> Result<Runs, EngineError> {
        let mut runs = Runs::new();
        if let Err(error) = self.look_at_runs(tx, &mut runs).await {
            self.unreadable("run", error)?;
        }
        if let Err(error) = sinks(tx, &mut self.findings).await {
            self.unreadable("sink", error)?;
        }
        if let Err(error) = traces(tx, &mut self.findings).await {
            self.unreadable("trace", error)?;
        }
        if let Err(error) = proposals(tx, &mut self.findings).await {
            self.unreadable("proposal", error)?;
        }
        if let Err(error) = names(tx, &mut self.findings).await {
            self.unreadable("edition", error)?;
        }
        Ok(runs)
    }

    async fn look_at_runs(
        &mut self,
        tx: &Register<Transaction>,
        runs: &mut Runs,
    ) -> Result<(), EngineError> {
        let mut after = 0;
        loop {
            let page = tx.runs_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.seq;
            for mut run in page {
                let name = format!("run {}", run.id);
                add(&mut self.findings, &name, of_run(&run));
                run.report = run.report.map(|_| String::new());
                runs.insert(run.id, run);
            }
        }
        self.runs = runs.len();
        Ok(())
    }
}

async fn sinks(tx: &Register<Transaction>, findings: &mut Findings) -> Result<(), EngineError> {
    let newest = tx.newest_position().await?;
    for sink in tx.sink_tallies().await? {
        let name = format!("sink {}", sink.name);
        add(findings, &name, of_sink(&sink, newest));
    }
    for past in tx.past_letters().await? {
        let message = format!(
            "it is past the event at position {}, and an earlier one of its dossier, at {}, waits as a letter",
            past.position, past.first
        );
        add(
            findings,
            &format!("sink {}", past.sink),
            vec![("sink_differs", message)],
        );
    }
    for stray in tx.strays().await? {
        let message = format!("it names {}, where it does not belong", stray.names);
        add(findings, &stray.what, vec![("stray", message)]);
    }
    Ok(())
}

/// By what editions and the register itself are known.
async fn names(tx: &Register<Transaction>, findings: &mut Findings) -> Result<(), EngineError> {
    for edition in tx.editions().await? {
        if !edition.id.contains(['/', '#']) {
            let message = "no edition can be called so".to_owned();
            add(findings, &edition.id, vec![("edition_differs", message)]);
        }
    }
    let ids = tx.register_ids().await?.len();
    if ids != 1 {
        let message = format!("the register has {ids} ids, and is to have one");
        add(findings, "register", vec![("register_differs", message)]);
    }
    Ok(())
}

async fn traces(tx: &Register<Transaction>, findings: &mut Findings) -> Result<(), EngineError> {
    let mut after = i64::MIN;
    loop {
        let page = tx.traces_after(after, PAGE).await?;
        let Some((last, _)) = page.last() else { break };
        after = *last;
        for (position, trace) in page {
            if let Err(problem) = trace.parse::<TraceParent>() {
                let message = format!("at position {position}: {problem}");
                add(findings, "trace", vec![("trace_unreadable", message)]);
            }
        }
    }
    Ok(())
}

async fn proposals(tx: &Register<Transaction>, findings: &mut Findings) -> Result<(), EngineError> {
    let mut after = None;
    loop {
        let page = tx.proposals_after(after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for proposal in &page {
            add(
                findings,
                &format!("proposal {}", proposal.id),
                of_proposal(proposal),
            );
        }
    }
    Ok(())
}

pub(super) fn add(findings: &mut Findings, number: &str, found: Found) {
    let finding = |(code, message)| Finding {
        number: number.to_owned(),
        code,
        message,
    };
    findings.extend(found.into_iter().map(finding));
}

/// A run's report says which run it is of, and of which day.
fn of_run(run: &RunRow) -> Found {
    let mut found = Found::new();
    let mut differs = |message: String| found.push(("run_differs", message));
    if ![NIGHTLY, IMPORT].contains(&run.kind.as_str()) {
        differs(format!("no run is called {:?}", run.kind));
    }
    if run
        .lease
        .as_deref()
        .is_some_and(|lease| lease != LEASE_OF_A_RUN)
    {
        differs(format!("there is no lease {:?}", run.lease));
    }
    let Some(report) = &run.report else {
        return found;
    };
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let as_of = run.as_of.map(|day| day.to_string());
    if report["run"].as_str() != Some(&run.id.to_string())
        || report["as_of"].as_str() != as_of.as_deref()
    {
        differs(format!(
            "its report is of the run {} of {}",
            report["run"], report["as_of"]
        ));
    }
    if run.finished_at.is_none() {
        differs("it has a report, and did not end".to_owned());
    }
    found
}

fn of_sink(sink: &SinkTally, newest: i64) -> Found {
    let mut found = Found::new();
    if !(0..=newest).contains(&sink.position) {
        let message = format!(
            "it is said to have taken everything up to position {}, the newest is {newest}",
            sink.position
        );
        found.push(("sink_differs", message));
    }
    if sink.since.is_some() != sink.taken.is_some() {
        let message = "it is not said both from where on it is counted and how much".to_owned();
        found.push(("sink_differs", message));
    }
    if let (Some(since), Some(taken)) = (sink.since, sink.taken) {
        let all = sink.events - sink.waiting;
        let is_whole = (all - sink.dropped..=all).contains(&taken);
        if !is_whole || sink.published < taken || sink.position < since {
            let message = format!(
                "it has taken {taken} of {} events after position {since}, and {} are set aside",
                sink.events,
                sink.waiting + sink.dropped
            );
            found.push(("sink_differs", message));
        }
    }
    found
}

/// Who proposed it stands in it, too; and it is decided by somebody at some time, or not at all.
fn of_proposal(proposal: &ProposalRow) -> Found {
    let mut found = Found::new();
    let actor = |json: &str| serde_json::from_str::<Actor>(json).ok();
    let proposed_by = actor(&proposal.proposed_by);
    match encoding::proposal_from_json(&proposal.revision) {
        Err(problem) => found.push(("proposal_unreadable", problem.to_string())),
        Ok(revision)
            if revision.id != proposal.id || Some(&revision.actor) != proposed_by.as_ref() =>
        {
            let message = "what was proposed names another proposer or another id".to_owned();
            found.push(("proposal_differs", message));
        }
        Ok(_) => {}
    }
    let is_decided = match (&proposal.decided_by, proposal.decided_at) {
        (None, None) => true,
        (Some(by), Some(_)) => actor(by).is_some(),
        (None, Some(_)) | (Some(_), None) => false,
    };
    if !is_decided {
        let message = "it is not said both by whom and when it was approved".to_owned();
        found.push(("proposal_differs", message));
    }
    found
}
