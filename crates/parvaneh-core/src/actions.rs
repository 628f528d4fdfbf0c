//! What may be done: every command, tried on a day.

use crate::actor::Role;
use crate::calendar::Date;
use crate::dossier::{self, Command, Context, Defect, Dossier, Editions};
use crate::machines::specimen::{self, Specimen};
use crate::paper::PaperKind;
use crate::refusal::Refusal;

/// A command and what would come of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Action {
    /// The command, with everything in order that its sender has in hand.
    pub command: Command,
    /// What kind of paper it puts on file, where it puts one there.
    pub paper: Option<PaperKind>,
    /// What would come of it.
    pub verdict: Verdict,
}

/// What would come of a command.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// It would be done.
    May,
    /// It is already so.
    AlreadySo,
    /// It would be refused.
    Refused {
        /// Why.
        refusal: Box<Refusal>,
        /// The first later day on which it would pass, if nobody does anything until then; none
        /// where waiting does not help.
        earliest: Option<Date>,
    },
}

/// How many changes of the calendar are looked at for a day on which a command would pass.
const CHANGES: usize = 24;

/// Every command that the machines know, tried by `context.actor` on the day `context.today`.
pub fn actions(
    dossier: &Dossier,
    context: &Context<'_>,
    editions: &Editions,
) -> Result<Vec<Action>, Defect> {
    let (dossier, _) = dossier::settle(dossier.clone(), editions, context.today)?;
    let commands = specimens(&dossier, context);
    let tried = commands.into_iter().enumerate().map(|(at, command)| {
        let verdict = match tried(&dossier, &command, context, editions)? {
            Ok(true) => Verdict::May,
            Ok(false) => Verdict::AlreadySo,
            Err(refusal) => Verdict::Refused {
                earliest: match may_ever(&command, context) {
                    true => day_of(at, &dossier, &refusal, context, editions)?,
                    false => None,
                },
                refusal: Box::new(refusal),
            },
        };
        let paper = command.paper().and_then(|paper| {
            let rule = context.edition.papers.get(paper.name.as_str())?;
            Some(rule.value.kind)
        });
        Ok(Action {
            command,
            paper,
            verdict,
        })
    });
    tried.collect()
}

/// The day from which [`actions`] lists a command as one that may be given, where it is refused today for the
/// reason for which this one was; none where waiting does not help, or where something of its own stands in
/// the way of this one. `dossier` is settled up to the day of the refusal.
pub fn earliest(
    dossier: &Dossier,
    command: &Command,
    refusal: &Refusal,
    context: &Context<'_>,
    editions: &Editions,
) -> Result<Option<Date>, Defect> {
    if !may_ever(command, context) {
        return Ok(None);
    }
    let name_of = |command: &Command| command.paper().map(|paper| paper.name.clone());
    let kind = (command.name(), name_of(command));
    let mut alike: Vec<(usize, Command)> = specimens(dossier, context)
        .into_iter()
        .enumerate()
        .filter(|(_, specimen)| (specimen.name(), name_of(specimen)) == kind)
        .collect();
    // Of several of one kind, as of the posts, the very same first.
    alike.sort_by_key(|(_, specimen)| specimen != command);
    for (at, specimen) in alike {
        match tried(dossier, &specimen, context, editions)? {
            Err(listed) if listed.code == refusal.code => {
                return day_of(at, dossier, &listed, context, editions);
            }
            Err(_) | Ok(_) => {}
        }
    }
    Ok(None)
}

/// Whether the actor is of those who may ask for it at all: no day makes anybody one.
fn may_ever(command: &Command, context: &Context<'_>) -> bool {
    let (role, by) = (context.actor.role, command.by());
    by.contains(&role) || (role == Role::Heir && by.contains(&Role::Holder))
}

fn specimens(dossier: &Dossier, context: &Context<'_>) -> Vec<Command> {
    specimen::commands(&Specimen {
        edition: context.edition,
        today: context.today,
        dossier,
        call: context.call,
    })
}

/// Whether anything would happen, or why nothing may.
fn tried(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
    editions: &Editions,
) -> Result<Result<bool, Refusal>, Defect> {
    let answer = dossier::answer(dossier.clone(), command, context, editions)?;
    Ok(answer.decided.map(|events| !events.is_empty()))
}

/// The first later day on which the command at `at` would pass. Between the days that refusals
/// name and those on which the calendar changes the dossier, no answer changes.
fn day_of(
    at: usize,
    dossier: &Dossier,
    refusal: &Refusal,
    context: &Context<'_>,
    editions: &Editions,
) -> Result<Option<Date>, Defect> {
    let mut dossier = dossier.clone();
    let mut named = refusal.earliest;
    let mut today = context.today;
    for _ in 0..CHANGES {
        let due = dossier::due_on(&dossier, editions)?;
        let days = [named, due].into_iter().flatten();
        let Some(next) = days.filter(|day| today < *day).min() else {
            return Ok(None);
        };
        today = next;
        (dossier, _) = dossier::settle(dossier, editions, today)?;
        let call = context
            .call
            .map(|call| dossier::call_on(call, editions, today))
            .transpose()?;
        let context = Context {
            today,
            call: call.as_ref(),
            ..*context
        };
        let Some(command) = specimens(&dossier, &context).into_iter().nth(at) else {
            return Ok(None);
        };
        match tried(&dossier, &command, &context, editions)? {
            Ok(_) => return Ok(Some(today)),
            Err(refusal) => named = refusal.earliest.or(named),
        }
    }
    Ok(None)
}
