//! Revisions in a scenario: what is withdrawn, restored, accepted and entered, proposed by one person
//! of the authority and approved by another.

use parvaneh::core::calendar::{self, Date, DateOrder};
use parvaneh::core::refusal::Code;
use parvaneh::core::timeline::Sequence;
use parvaneh::revise::{
    Approval, DossierChange, EnteredAct, GrantTime, Plan, ReviseError, Revision, StatedTerm,
};
use uuid::Uuid;

use crate::error::{TestkitError, chain};
use crate::scenario::Scenario;

/// A revision that is being written.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    reason: String,
    rests_on: String,
    dossiers: Vec<DossierChange>,
}

/// Who proposes, and who approves.
const PERSONS: [&str; 2] = ["authority:proposer", "authority:approver"];

impl Scenario {
    /// Begins a revision: why, and on which document it rests.
    pub fn revise(&mut self, reason: &str, rests_on: &str) -> &mut Self {
        self.draft = Some(Draft {
            reason: reason.to_owned(),
            rests_on: rests_on.to_owned(),
            dossiers: Vec::new(),
        });
        self
    }

    /// Withdraws an act in the revision that was begun. An act is named by the sequence of its first
    /// row, or by an event that it led to, of which it is the newest one.
    pub fn withdraws(&mut self, number: &str, act: &str) -> Result<&mut Self, TestkitError> {
        let act = self.act(number, act)?;
        self.of_draft(number)?.withdraw.push(act);
        Ok(self)
    }

    /// Has a withdrawn act stand again, by its sequence.
    pub fn restores(&mut self, number: &str, act: Sequence) -> Result<&mut Self, TestkitError> {
        self.of_draft(number)?.restore.push(act);
        Ok(self)
    }

    /// Accepts that a later act comes out otherwise, named as for [`Scenario::withdraws`].
    pub fn accepts(&mut self, number: &str, act: &str) -> Result<&mut Self, TestkitError> {
        let act = self.act(number, act)?;
        self.of_draft(number)?.accept.push(act);
        Ok(self)
    }

    /// Enters an act of a day in the revision, as [`Scenario::send`] reads it.
    pub fn enters(
        &mut self,
        number: &str,
        day: &str,
        actor: &str,
        command: &str,
        arguments: &[&str],
    ) -> Result<&mut Self, TestkitError> {
        let on = day_of(day)?;
        let today = self.today()?;
        // A resolution is one of the act's own day.
        self.set_today(on);
        let read = self
            .actor(number, actor)
            .and_then(|actor| Ok((actor, self.command(command, arguments)?)));
        self.set_today(today);
        let (actor, command) = read?;
        self.of_draft(number)?.enter.push(EnteredAct {
            on,
            actor,
            before: None,
            command,
        });
        Ok(self)
    }

    /// States a term of another register in the revision, with the dossier's holder.
    pub fn opens(
        &mut self,
        number: &str,
        kind: &str,
        from: &str,
        through: &str,
    ) -> Result<&mut Self, TestkitError> {
        let shown = self.block_on(self.engine().show(number, None))?;
        let holder = shown.view.dossier.holder;
        let holder = holder.ok_or_else(|| TestkitError::meaning("it has no holder"))?;
        let term = StatedTerm {
            office_kind: kind.to_owned(),
            holder: Uuid::from_bytes(holder.0),
            from: day_of(from)?,
            through: Some(day_of(through)?),
            issued_on: None,
        };
        self.of_draft(number)?.open.push(term);
        Ok(self)
    }

    /// Grants the holder time for the next request, until a day.
    pub fn grants_time(&mut self, number: &str, until: &str) -> Result<&mut Self, TestkitError> {
        let until = day_of(until)?;
        self.of_draft(number)?.grant_time = Some(GrantTime { until });
        Ok(self)
    }

    /// Proposes the revision as one person and approves it as another; what it comes to is written
    /// down.
    pub fn approved(&mut self) -> Result<&mut Self, TestkitError> {
        let plan = self.tried_to_revise()?.map_err(|error| {
            TestkitError::meaning(format!("the revision was not made: {}", chain(&error)))
        })?;
        self.transcript_of(&plan)?;
        Ok(self)
    }

    /// Fails unless the revision is refused for this reason.
    pub fn not_approved(&mut self, code: Code) -> Result<&mut Self, TestkitError> {
        match self.tried_to_revise()? {
            Err(ReviseError::Refused { number, refusal }) if refusal.code == code => {
                let today = self.clock_day()?;
                self.transcript.line(today, &format!("{number}: revised"));
                self.transcript.refusal(&refusal);
                Ok(self)
            }
            Err(error) => Err(TestkitError::meaning(chain(&error))),
            Ok(_) => Err(TestkitError::meaning("the revision was made")),
        }
    }

    /// Fails unless the revision is not made, and what is said of it has these words in it.
    pub fn not_made(&mut self, words: &str) -> Result<&mut Self, TestkitError> {
        match self.tried_to_revise()? {
            Err(error) if chain(&error).contains(words) => {
                let today = self.clock_day()?;
                self.transcript.line(today, "no revision");
                self.transcript.note(&chain(&error));
                Ok(self)
            }
            Err(error) => Err(TestkitError::meaning(chain(&error))),
            Ok(_) => Err(TestkitError::meaning("the revision was made")),
        }
    }

    fn tried_to_revise(&mut self) -> Result<Result<Plan, ReviseError>, TestkitError> {
        let draft = self.draft.take();
        let draft = draft.ok_or_else(|| TestkitError::meaning("no revision was begun"))?;
        let number = draft.dossiers.first().map(|change| change.number.clone());
        let number = number.unwrap_or_default();
        let proposer = self.actor(&number, PERSONS[0])?;
        let approver = self.actor(&number, PERSONS[1])?;
        self.asked += 1;
        let revision = Revision {
            id: Uuid::from_u128(self.asked),
            actor: proposer,
            reason: draft.reason.into(),
            rests_on: draft.rests_on.into(),
            dossiers: draft.dossiers,
        };
        let approval = Approval {
            id: revision.id,
            actor: approver,
        };
        let engine = self.engine().clone();
        Ok(self.block_on(async move {
            engine.propose(&revision).await?;
            engine.approve(&approval).await
        }))
    }

    fn transcript_of(&mut self, plan: &Plan) -> Result<(), TestkitError> {
        let today = self.clock_day()?;
        for dossier in &plan.dossiers {
            let number = &dossier.number;
            self.transcript.line(today, &format!("{number}: revised"));
            if let Some(until) = dossier.time_until {
                let until = self.transcript.day(until);
                let text = format!("time for the next request until {until}");
                self.transcript.note(&text);
            }
            for change in &dossier.standings {
                let from = self.transcript.day(change.from);
                let through = self.transcript.day(change.through);
                let (was, is) = (change.was, change.is);
                let text = format!("{from} to {through}: {is} instead of {was}");
                self.transcript.note(&text);
            }
            for act in &dossier.comes_out {
                let led_to = act.led_to.join(", ").replace(['.', '_'], " ");
                let on = self.transcript.day(act.on);
                let text = format!(
                    "{on}: {led_to} comes out {}",
                    act.comes_out.replace('_', " ")
                );
                self.transcript.note(&text);
            }
            self.transcript.changed("true no longer:", &dossier.gone);
            self.transcript.changed("true instead:", &dossier.come);
            self.transcript
                .changed("somebody was told, and it stands no longer:", &dossier.told);
        }
        Ok(())
    }

    fn of_draft(&mut self, number: &str) -> Result<&mut DossierChange, TestkitError> {
        let draft = self.draft.as_mut();
        let draft = draft.ok_or_else(|| TestkitError::meaning("no revision was begun"))?;
        let found = draft.dossiers.iter().position(|it| it.number == number);
        let at = found.unwrap_or_else(|| {
            draft.dossiers.push(DossierChange {
                number: number.to_owned(),
                regime: None,
                withdraw: Vec::new(),
                restore: Vec::new(),
                enter: Vec::new(),
                open: Vec::new(),
                accept: Vec::new(),
                grant_time: None,
            });
            draft.dossiers.len() - 1
        });
        Ok(&mut draft.dossiers[at])
    }

    /// The act of that name.
    fn act(&self, number: &str, name: &str) -> Result<Sequence, TestkitError> {
        if let Ok(sequence) = name.parse() {
            return Ok(sequence);
        }
        let shown = self.block_on(self.engine().show(number, None))?;
        let led_to = shown.history.iter().rev();
        let mut acts = led_to.filter(|(_, dated)| dated.event.name() == name);
        let act = acts.find_map(|(row, _)| {
            let stored: serde_json::Value = serde_json::from_str(&row.event).ok()?;
            stored["of_act"].as_i64().or(Some(row.version))
        });
        act.ok_or_else(|| {
            TestkitError::meaning(format!("no act of {number} that stands led to {name}"))
        })
    }
}

fn day_of(day: &str) -> Result<Date, TestkitError> {
    calendar::parse(day, DateOrder::YearMonthDay)
        .map_err(|error| TestkitError::meaning(error.to_string()))
}
