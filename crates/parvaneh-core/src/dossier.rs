//! The dossier (پرونده): one office's machines together, and the rules between them.
//!
//! It is the unit of consistency: one history, one version, one transaction. A machine joins by
//! adding its state here and its arm to each `match` below; the compiler lists the places.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::actor::{Actor, Role};
use crate::calendar::Date;
use crate::edition::{Edition, EditionId};
use crate::licence;
use crate::licence::TermRecord;
use crate::opening::Office;
use crate::party::PartyId;
use crate::refusal::{Citation, Code, Refusal};
use crate::renewal;

/// What a history has led to. It can be rebuilt from the history at any time.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    /// What is licensed; none before the first event.
    pub office: Option<Office>,
    /// Who holds the latest term.
    pub holder: Option<PartyId>,
    /// Every term, in order; they never overlap.
    pub terms: Vec<TermRecord>,
    /// The licence.
    pub licence: licence::State,
    /// The renewal of the latest term.
    pub renewal: renewal::State,
    /// The greatest `effective_on` in the history.
    #[serde(with = "crate::calendar::stored::optional")]
    pub as_of: Option<Date>,
}

/// A command to one of the dossier's machines.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "machine", rename_all = "snake_case")]
pub enum Command {
    /// To the licence.
    Licence(licence::Command),
    /// To its renewal.
    Renewal(renewal::Command),
}

/// An event of one of the dossier's machines.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[serde(tag = "machine", rename_all = "snake_case")]
pub enum Event {
    /// Of the licence.
    Licence(licence::Event),
    /// Of its renewal.
    Renewal(renewal::Event),
}

/// An event and the civil date on which it is true in law.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Dated {
    /// The civil date, ISO Gregorian, in the regime's zone.
    pub effective_on: Date,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

/// Every edition that a history may name.
#[derive(Clone, Debug, Default)]
pub struct Editions(BTreeMap<EditionId, Edition>);

impl Editions {
    /// The edition of that name, or the defect that a history names one nobody knows.
    pub fn get(&self, id: &EditionId) -> Result<&Edition, Defect> {
        self.0
            .get(id)
            .ok_or_else(|| Defect::UnknownEdition(id.clone()))
    }
}

impl FromIterator<Edition> for Editions {
    fn from_iter<I: IntoIterator<Item = Edition>>(editions: I) -> Self {
        Self(
            editions
                .into_iter()
                .map(|edition| (edition.id.clone(), edition))
                .collect(),
        )
    }
}

/// The history is damaged, or names what is not there: stop, and keep the evidence.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Defect {
    /// An event that cannot follow the state before it.
    #[error("{event} cannot follow {state}")]
    OutOfOrder {
        /// The state.
        state: String,
        /// The event.
        event: String,
    },
    /// A term that overlaps another one.
    #[error("the term {from} to {through} overlaps the term {other_from} to {other_through}")]
    Overlap {
        /// First day of the term that came.
        from: Date,
        /// Its last.
        through: Date,
        /// First day of the term that was there.
        other_from: Date,
        /// Its last.
        other_through: Date,
    },
    /// An edition that was not loaded.
    #[error("the edition {0} is not loaded")]
    UnknownEdition(EditionId),
}

impl Defect {
    /// A stable word for reports.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OutOfOrder { .. } => "out_of_order",
            Self::Overlap { .. } => "overlap",
            Self::UnknownEdition(_) => "unknown_edition",
        }
    }
}

/// Under what a command is judged.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The edition that judges the matter.
    pub edition: &'a Edition,
    /// Who acts.
    pub actor: &'a Actor,
    /// The civil date of the act, in the regime's zone.
    pub today: Date,
}

impl Context<'_> {
    /// Refuses an actor who has none of `roles`. What is the authority's alone the edition says;
    /// the other roles are ours.
    pub(crate) fn role(&self, roles: &[Role]) -> Result<(), Refusal> {
        if roles.contains(&self.actor.role) {
            return Ok(());
        }
        let may: Vec<&str> = roles.iter().map(|role| role.word()).collect();
        let rule = match roles {
            [Role::Authority] => Citation::from(&self.edition.authority),
            _ => Citation::default_of_ours(WHO_MAY_ACT),
        };
        Err(Refusal::new(Code::RoleMayNot, rule)
            .because("role", self.actor.role.word())
            .because("may", may.join(" or ")))
    }
}

const WHO_MAY_ACT: &str = "who may act, and nobody in their own matter";

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
/// `in_force` is the edition in force on the day; a matter that is already open stays with the
/// edition that it was filed under, and `context.edition` is replaced by it.
pub fn answer(
    dossier: Dossier,
    command: &Command,
    context: &Context<'_>,
    editions: &Editions,
) -> Result<Answer, Defect> {
    let (mut dossier, settled) = settle(dossier, editions, context.today)?;
    let edition = match dossier.renewal.open_request() {
        Some(request) => editions.get(&request.edition)?,
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
    may_act(dossier, command, context)?;
    match command {
        Command::Licence(command) => licence::decide(dossier, command, context)
            .map(|events| events.into_iter().map(Event::Licence).collect()),
        Command::Renewal(command) => renewal::decide(dossier, command, context)
            .map(|events| events.into_iter().map(Event::Renewal).collect()),
    }
}

/// Province, identity and interest: the same for every command. Where there is no licence yet, the
/// act that would issue it says whose matter it is.
fn may_act(dossier: &Dossier, command: &Command, context: &Context<'_>) -> Result<(), Refusal> {
    let rule = || Citation::default_of_ours(WHO_MAY_ACT);
    let actor = context.actor;
    let act = match command {
        Command::Licence(licence::Command::Issue(act)) => Some(act),
        Command::Licence(_) | Command::Renewal(_) => None,
    };
    let office = dossier.office.as_ref().or(act.map(|act| &act.office));
    let holder = dossier.holder.or(act.map(|act| act.holder));
    if let (Some(scope), Some(office)) = (&actor.province, office)
        && *scope != office.province
    {
        return Err(Refusal::new(Code::OtherProvince, rule())
            .because("actor_province", scope)
            .because("dossier_province", &office.province));
    }
    let is_holder = holder.is_some_and(|holder| actor.is_party(holder));
    match actor.role {
        Role::Holder if !is_holder => return Err(Refusal::new(Code::NotTheHolder, rule())),
        Role::Secretariat | Role::WorkingGroup | Role::EnforcementCommittee | Role::Authority
            if is_holder =>
        {
            return Err(Refusal::new(Code::OwnMatter, rule()));
        }
        Role::Holder
        | Role::Calendar
        | Role::Secretariat
        | Role::WorkingGroup
        | Role::EnforcementCommittee
        | Role::Authority => {}
    }
    match dossier.as_of {
        Some(as_of) if context.today < as_of => Err(Refusal::new(Code::DatedBeforeHistory, rule())
            .because("today", context.today)
            .because("latest_event", as_of)
            .until(as_of)),
        Some(_) | None => Ok(()),
    }
}

/// The first day on which the calendar alone changes the dossier, if there is one.
///
/// Never "today": what was missed stays due, on the day on which it fell due.
pub fn due_on(dossier: &Dossier, editions: &Editions) -> Result<Option<Date>, Defect> {
    Ok(next_due(dossier, editions)?.map(|(day, _)| day))
}

#[derive(Clone, Copy)]
enum Machine {
    Renewal,
    Licence,
}

/// The renewal comes first where both fall on one day: a deadline precedes the end it guards.
fn next_due(dossier: &Dossier, editions: &Editions) -> Result<Option<(Date, Machine)>, Defect> {
    let Some(licence) = licence::due_on(dossier) else {
        return Ok(None);
    };
    Ok(Some(match renewal::due_on(dossier, editions)? {
        Some(renewal) if renewal <= licence => (renewal, Machine::Renewal),
        Some(_) | None => (licence, Machine::Licence),
    }))
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
        let event = match machine {
            Machine::Renewal => renewal::settle(&dossier, editions)?.map(Event::Renewal),
            Machine::Licence => licence::settle(&dossier, editions)?.map(Event::Licence),
        };
        let Some(event) = event else { break };
        let dated = Dated {
            effective_on,
            event,
        };
        evolve(&mut dossier, &dated)?;
        settled.push(dated);
    }
    Ok((dossier, settled))
}

/// The dossier after `dated`, which has already happened: nothing is decided here.
pub fn evolve(dossier: &mut Dossier, dated: &Dated) -> Result<(), Defect> {
    match &dated.event {
        Event::Licence(event) => licence::evolve(dossier, event, dated.effective_on)?,
        Event::Renewal(event) => renewal::evolve(dossier, event, dated.effective_on)?,
    }
    dossier.as_of = Ord::max(dossier.as_of, Some(dated.effective_on));
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

impl Event {
    /// `<machine>.<type>`, as reports count it and charts name it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Licence(event) => event.name(),
            Self::Renewal(event) => event.name(),
        }
    }

    /// Whether another register stated it.
    pub fn is_imported(&self) -> bool {
        match self {
            Self::Licence(event) => event.is_imported(),
            Self::Renewal(event) => event.is_imported(),
        }
    }
}
