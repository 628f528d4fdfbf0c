//! The dossier (پرونده): one office's machines together, and the rules between them.
//!
//! It is the unit of consistency: one history, one version, one transaction. A machine joins by
//! adding its state here and its arm to each `match` below; the compiler lists the places.

mod context;
mod defect;
mod message;
mod rejudged;
mod seat;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::Date;
use crate::edition::{Edition, EditionId, InForce};
use crate::licence::TermRecord;
use crate::opening::Office;
use crate::party::PartyId;
use crate::refusal::Refusal;
use crate::{
    application, appointment, call, contract, enforcement, licence, principled_approval, renewal,
    transfer,
};

pub use context::{Answered, Context};
pub use defect::Defect;
pub use message::{Command, Dated, EVENT_VERSION, Event, Machine};
pub use seat::Opens;

/// What a history has led to. It can be rebuilt from the history at any time.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// What is licensed; none before the first event.
    pub office: Option<Office>,
    /// Who holds the latest term.
    pub holder: Option<PartyId>,
    /// Every term, in order; they never overlap.
    pub terms: Vec<TermRecord>,
    /// The day on which the licence last passed to another holder; none where it never did.
    #[serde(with = "crate::calendar::stored::optional")]
    pub passed_on: Option<Date>,
    /// Where the office is; none where nobody has said.
    pub premises: Option<licence::premises::Premises>,
    /// The licence.
    pub licence: licence::State,
    /// What is open or permitted beside the licence's own state.
    pub permits: licence::Permits,
    /// The renewal of the latest term.
    pub renewal: renewal::State,
    /// The call; a history with a call in it has nothing else.
    pub call: call::State,
    /// The application that opened the dossier.
    pub application: application::State,
    /// The principled approval.
    pub principled_approval: principled_approval::State,
    /// The transfer that is open, or was open last.
    pub transfer: transfer::State,
    /// The case that is open, and what earlier ones found.
    pub enforcement: enforcement::State,
    /// Who runs the office.
    pub appointment: appointment::State,
    /// Its contracts with service agencies.
    pub contract: contract::State,
    /// The greatest `effective_on` in the history.
    #[serde(with = "crate::calendar::stored::optional")]
    pub as_of: Option<Date>,
}

/// Every edition that a history may name, and which of them judges what is filed on a day.
#[derive(Clone, Debug, Default)]
pub struct Editions {
    by_id: BTreeMap<EditionId, Edition>,
    /// By the regime's name.
    in_force: BTreeMap<String, InForce>,
}

impl Editions {
    /// The edition of that name, or the defect that a history names one nobody knows.
    pub fn get(&self, id: &EditionId) -> Result<&Edition, Defect> {
        self.by_id
            .get(id)
            .ok_or_else(|| Defect::UnknownEdition(id.clone()))
    }

    /// Which edition of a regime is in force on a day; none where nobody has said.
    pub fn in_force(&self, regime: &str) -> Option<&InForce> {
        self.in_force.get(regime)
    }

    /// The same, with what is in force in a regime.
    #[must_use]
    pub fn with_in_force(mut self, regime: &str, in_force: InForce) -> Self {
        self.in_force.insert(regime.to_owned(), in_force);
        self
    }
}

impl FromIterator<Edition> for Editions {
    fn from_iter<I: IntoIterator<Item = Edition>>(editions: I) -> Self {
        let by_id = editions
            .into_iter()
            .map(|edition| (edition.id.clone(), edition));
        Self {
            by_id: by_id.collect(),
            in_force: BTreeMap::new(),
        }
    }
}

/// What a command led to.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The dossier after everything below.
    pub dossier: Dossier,
    /// What the calendar had already made true; it stands even where the command is refused.
    pub settled: Vec<Dated>,
    /// What the command led to, and what the calendar made of that on the same day.
    pub decided: Result<Vec<Dated>, Refusal>,
}

/// Settles the dossier up to `context.today`, then decides the command.
///
/// `context.edition` is the edition in force on the day; a matter that is already open stays with
/// the edition that it was filed under, which takes its place.
pub fn answer(
    dossier: Dossier,
    command: &Command,
    context: &Context<'_>,
    editions: &Editions,
) -> Result<Answer, Defect> {
    let (mut dossier, settled) = settle(dossier, editions, context.today)?;
    let edition = match dossier.pinned(command) {
        Some(id) => editions.get(id)?,
        None => context.edition,
    };
    let context = Context {
        edition,
        ..*context
    };
    let decided = match decide(&dossier, command, &context) {
        Err(refusal) => Err(refusal),
        Ok(events) => {
            let mut decided = Vec::new();
            for event in events {
                let dated = Dated {
                    effective_on: context.today,
                    event,
                };
                evolve(&mut dossier, &dated)?;
                decided.push(dated);
            }
            let (after, followed) = settle(dossier, editions, context.today)?;
            dossier = after;
            decided.extend(followed);
            Ok(decided)
        }
    };
    Ok(Answer {
        dossier,
        settled,
        decided,
    })
}

/// What follows from `command` on a settled dossier. No events: it is already so.
pub fn decide(
    dossier: &Dossier,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    context::may_act(dossier, command, context)?;
    seat::apart(dossier, command)?;
    match command {
        Command::Call(command) => call::decide(dossier, command, context),
        Command::Application(command) => application::decide(dossier, command, context),
        Command::PrincipledApproval(command) => {
            principled_approval::decide(dossier, command, context)
        }
        Command::Licence(command) => licence::decide(dossier, command, context),
        Command::Renewal(command) => renewal::decide(dossier, command, context),
        Command::Transfer(command) => transfer::decide(dossier, command, context),
        Command::Enforcement(command) => enforcement::decide(dossier, command, context),
        Command::Appointment(command) => appointment::decide(dossier, command, context),
        Command::Contract(command) => contract::decide(dossier, command, context),
    }
}

/// The first day on which the calendar alone changes the dossier, if there is one.
///
/// Never "today": what was missed stays due, on the day on which it fell due.
pub fn due_on(dossier: &Dossier, editions: &Editions) -> Result<Option<Date>, Defect> {
    Ok(next_due(dossier, editions)?.map(|(day, _)| day))
}

/// The day and the machine of the next change. Where several fall on one day they come in the order
/// below: a deadline precedes the end it guards, and what hangs on the licence comes after it.
fn next_due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Machine)>, Defect> {
    let days = [
        (call::due_on(dossier, editions)?, Machine::Call),
        (
            application::due_on(dossier, editions)?,
            Machine::Application,
        ),
        (
            principled_approval::due_on(dossier, editions)?,
            Machine::PrincipledApproval,
        ),
        (renewal::due_on(dossier, editions)?, Machine::Renewal),
        (
            enforcement::due_on(dossier, editions)?,
            Machine::Enforcement,
        ),
        (licence::due_on(dossier), Machine::Licence),
        (transfer::due_on(dossier, editions)?, Machine::Transfer),
        (
            appointment::due_on(dossier, editions)?,
            Machine::Appointment,
        ),
        (contract::due_on(dossier, editions)?, Machine::Contract),
    ];
    let due = days
        .into_iter()
        .filter_map(|(day, machine)| Some((day?, machine)));
    // The first of several least ones: the order above decides.
    Ok(due.min_by_key(|(day, _)| *day))
}

/// What the calendar has made true on or before `today`, each event dated on its own day, and
/// the dossier after it. Nothing is due afterwards.
pub fn settle(
    mut dossier: Dossier,
    editions: &Editions,
    today: Date,
) -> Result<(Dossier, Vec<Dated>), Defect> {
    let mut settled = Vec::new();
    while let Some((effective_on, machine)) = next_due(&dossier, editions)? {
        if today < effective_on {
            break;
        }
        let Some(event) = settles(&dossier, editions, machine)? else {
            break;
        };
        let dated = Dated {
            effective_on,
            event,
        };
        evolve(&mut dossier, &dated)?;
        settled.push(dated);
    }
    Ok((dossier, settled))
}

fn settles(
    dossier: &Dossier,
    editions: &Editions,
    machine: Machine,
) -> Result<Option<Event>, Defect> {
    Ok(match machine {
        Machine::Call => call::settle(dossier, editions)?.map(Event::from),
        Machine::Application => application::settle(dossier, editions)?.map(Event::from),
        Machine::PrincipledApproval => {
            principled_approval::settle(dossier, editions)?.map(Event::from)
        }
        Machine::Renewal => renewal::settle(dossier, editions)?.map(Event::from),
        Machine::Enforcement => enforcement::settle(dossier, editions)?.map(Event::from),
        Machine::Licence => licence::settle(dossier, editions)?.map(Event::from),
        Machine::Transfer => transfer::settle(dossier, editions)?.map(Event::from),
        Machine::Appointment => appointment::settle(dossier, editions)?.map(Event::from),
        Machine::Contract => contract::settle(dossier, editions)?.map(Event::from),
    })
}

/// The dossier after `dated`, which has already happened: nothing is decided here.
pub fn evolve(dossier: &mut Dossier, dated: &Dated) -> Result<(), Defect> {
    let on = dated.effective_on;
    match &dated.event {
        Event::Call(event) => call::evolve(dossier, event, on)?,
        Event::Application(event) => application::evolve(dossier, event, on)?,
        Event::PrincipledApproval(event) => principled_approval::evolve(dossier, event, on)?,
        Event::Licence(event) => licence::evolve(dossier, event, on)?,
        Event::Renewal(event) => renewal::evolve(dossier, event, on)?,
        Event::Transfer(event) => transfer::evolve(dossier, event, on)?,
        Event::Enforcement(event) => enforcement::evolve(dossier, event, on)?,
        Event::Appointment(event) => appointment::evolve(dossier, event, on)?,
        Event::Contract(event) => contract::evolve(dossier, event, on)?,
    }
    dossier.as_of = Ord::max(dossier.as_of, Some(on));
    Ok(())
}

/// The dossier that `history` leads to, in the order in which it was recorded.
pub fn replay<'a>(history: impl IntoIterator<Item = &'a Dated>) -> Result<Dossier, Defect> {
    let mut dossier = Dossier::default();
    for dated in history {
        evolve(&mut dossier, dated)?;
    }
    Ok(dossier)
}

impl Dossier {
    /// The edition that judges `command`: that of the open matter which it is about; none where no
    /// such matter is open, and then the edition in force on the day.
    fn pinned(&self, command: &Command) -> Option<&EditionId> {
        match command {
            Command::Licence(licence::Command::Correct(_)) => {
                self.terms.last().map(|last| &last.edition)
            }
            Command::Appointment(appointment) => self
                .appointment
                .edition_of(appointment)
                .or_else(|| self.open_under(Machine::Licence)),
            Command::Contract(command) => self.contract.pinned(command.agency()),
            Command::Licence(command) if command.is_about_a_relocation() => {
                let relocation = self.permits.relocation.as_ref();
                relocation.map(|relocation| &relocation.edition)
            }
            Command::Call(_)
            | Command::Application(_)
            | Command::PrincipledApproval(_)
            | Command::Licence(_)
            | Command::Renewal(_)
            | Command::Transfer(_)
            | Command::Enforcement(_) => self.open_under(command.machine()),
        }
    }

    /// The edition under which the open matter of a machine was filed; none where none is open.
    pub fn open_under(&self, machine: Machine) -> Option<&EditionId> {
        match machine {
            Machine::Renewal => self.renewal.open_request().map(|request| &request.edition),
            Machine::Transfer => self.transfer.open_request().map(|request| &request.edition),
            Machine::Enforcement => self.enforcement.open_case().map(|file| &file.edition),
            Machine::Call => self.call.call().map(|call| &call.edition),
            // Until a licence is issued, all that it waits for is the application's.
            Machine::Application | Machine::PrincipledApproval | Machine::Licence => {
                self.pending_application().map(|matter| &matter.edition)
            }
            Machine::Appointment | Machine::Contract => None,
        }
    }

    /// Puts a term in its place; true when it is now the latest one.
    pub(crate) fn insert_term(&mut self, record: TermRecord) -> Result<bool, Defect> {
        if let Some(other) = self
            .terms
            .iter()
            .find(|other| other.term.overlaps(&record.term))
        {
            return Err(Defect::Overlap {
                from: record.term.from,
                through: record.term.through,
                other_from: other.term.from,
                other_through: other.term.through,
            });
        }
        let at = self
            .terms
            .partition_point(|other| other.term.from < record.term.from);
        self.terms.insert(at, record);
        let latest = at + 1 == self.terms.len();
        if latest && 1 < self.terms.len() {
            self.renewal = renewal::State::default();
        }
        Ok(latest)
    }
}
