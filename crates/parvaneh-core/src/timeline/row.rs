//! The rows of a journal, and the history that stands.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

use super::Record;
use crate::actor::{Actor, Role};
use crate::calendar::Date;
use crate::dossier::{self, Dated, Defect, Dossier};
#[cfg(feature = "schema")]
use crate::machines::of_machine;
use crate::machines::{Event, Tagged};

/// The place of a row in its dossier's journal: from 1, without gaps.
pub type Sequence = i64;

/// The number of the rules by which this program decides and settles. It is raised when one of them
/// changes its meaning, so that a row says by which rules it was derived.
pub const RULES: u32 = 5;

/// A row of a journal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// Its place.
    pub sequence: Sequence,
    /// The civil date on which it is true in law.
    pub effective_on: Date,
    /// Who did it.
    pub actor: Actor,
    /// What it says.
    pub said: Said,
    /// How it stands in the history.
    pub mark: Mark,
}

/// What a row says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Said {
    /// Something happened to the dossier.
    Event(Event),
    /// Something is said of the history itself.
    Record(Record),
    /// Nobody can read what, as where an event has a day that no register can have; why not. No history
    /// can be told while such a row stands, but a revision can withdraw it.
    Unreadable(String),
}

/// How a row stands in the history. A row from before acts were named has none of it.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mark {
    /// The act that it is a part of, by its name; none for a consequence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_act: Option<Sequence>,
    /// The first row that said the same; none where this is the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restates: Option<Sequence>,
    /// Who entered the act, where that was not who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_by: Option<Actor>,
    /// By which rules it was derived; none from before rules were numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<u32>,
    /// The number under which the dossier was opened, in the first row of one that a command opens: it stays that of
    /// its file when a licence has another one.
    #[cfg_attr(feature = "schema", schemars(extend("x-withheld" = true)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_as: Option<String>,
    /// The hash of what was asked, as 64 hexadecimal digits, in the row that begins an act of which that is kept
    /// beside the journal.
    #[cfg_attr(feature = "schema", schemars(extend("x-withheld" = true)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
}

impl Mark {
    /// Of a new consequence.
    pub fn consequence() -> Self {
        Self {
            rules: Some(RULES),
            ..Self::default()
        }
    }

    /// Of a new row of an act.
    pub fn of_act(act: Sequence, entered_by: Option<Actor>) -> Self {
        Self {
            of_act: Some(act),
            entered_by,
            rules: Some(RULES),
            ..Self::default()
        }
    }
}

impl Row {
    /// Whether the calendar made it, and nobody did it.
    pub fn is_consequence(&self) -> bool {
        match (&self.said, self.mark.rules) {
            (Said::Record(_), _) => false,
            (Said::Event(_) | Said::Unreadable(_), Some(_)) => self.mark.of_act.is_none(),
            (Said::Unreadable(_), None) => self.actor.role == Role::Calendar,
            // What followed from an act on its own day once bore the name of who did that act.
            (Said::Event(event), None) => event.by() == [Role::Calendar],
        }
    }

    /// The name of the act that it is a part of; none for a consequence and for a revision. What was
    /// recorded before acts were named stands alone, a row an act.
    pub fn act(&self) -> Option<Sequence> {
        match (&self.said, self.mark.of_act) {
            (_, Some(act)) => Some(act),
            (Said::Event(_) | Said::Unreadable(_), None) if !self.is_consequence() => {
                Some(self.sequence)
            }
            (Said::Event(_) | Said::Record(_) | Said::Unreadable(_), None) => None,
        }
    }

    /// Whether this row and the one after it may be parts of one act. Acts were once not named.
    pub fn is_of_one_act_with(&self, next: &Self) -> bool {
        match (self.mark.of_act, next.mark.of_act) {
            (Some(one), Some(other)) => one == other,
            (None, None) => {
                !self.is_consequence()
                    && !next.is_consequence()
                    && self.effective_on == next.effective_on
                    && self.actor == next.actor
            }
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    /// The event with its day; none where nothing happened.
    pub fn dated(&self) -> Option<Dated> {
        match &self.said {
            Said::Event(event) => Some(Dated {
                effective_on: self.effective_on,
                event: event.clone(),
            }),
            Said::Record(_) | Said::Unreadable(_) => None,
        }
    }

    /// The first row that said the same: itself, where none did before.
    pub fn first(&self) -> Sequence {
        self.mark.restates.unwrap_or(self.sequence)
    }
}

/// The rows that stand now, in their order: what no revision has cut.
pub fn live(rows: &[Row]) -> Vec<&Row> {
    let mut live: Vec<&Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match &row.said {
            Said::Record(Record::Revised { keeps, .. }) => {
                // What was recorded later also stands later.
                let kept = live.partition_point(|row| row.sequence <= *keeps);
                live.truncate(kept);
            }
            Said::Record(record) if !record.is_live() => {}
            Said::Record(_) | Said::Event(_) | Said::Unreadable(_) => live.push(row),
        }
    }
    live
}

/// What happened, of these rows.
pub fn dated<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Dated> {
    rows.into_iter().filter_map(Row::dated).collect()
}

/// The dossier that live rows lead to.
pub fn replay<'a>(live: impl IntoIterator<Item = &'a Row>) -> Result<Dossier, Defect> {
    let mut dossier = Dossier::default();
    for row in live {
        happens(&mut dossier, row)?;
    }
    Ok(dossier)
}

/// The dossier after one more live row.
pub fn happens(dossier: &mut Dossier, row: &Row) -> Result<(), Defect> {
    says(dossier, row.effective_on, &row.said)
}

/// The dossier after what a live row says of a day.
pub(super) fn says(dossier: &mut Dossier, on: Date, said: &Said) -> Result<(), Defect> {
    match said {
        Said::Event(event) => {
            let event = event.clone();
            let effective_on = on;
            dossier::evolve(
                dossier,
                &Dated {
                    effective_on,
                    event,
                },
            )
        }
        Said::Record(record) if !record.is_live() => Ok(()),
        // An act of that day, although nothing came of it.
        Said::Record(_) => {
            dossier.as_of = Ord::max(dossier.as_of, Some(on));
            Ok(())
        }
        Said::Unreadable(problem) => Err(Defect::Unreadable(problem.clone())),
    }
}

impl Said {
    /// `<machine>.<type>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Event(event) => event.name(),
            Self::Record(record) => record.name(),
            Self::Unreadable(_) => "dossier.unreadable",
        }
    }

    /// The event, where one happened.
    pub fn event(&self) -> Option<&Event> {
        match self {
            Self::Event(event) => Some(event),
            Self::Record(_) | Self::Unreadable(_) => None,
        }
    }
}

/// What a row says, seen where it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum SaidRef<'a> {
    Event(&'a Event),
    Record(&'a Record),
    Unreadable,
}

impl Said {
    pub(super) fn as_ref(&self) -> SaidRef<'_> {
        match self {
            Self::Event(event) => SaidRef::Event(event),
            Self::Record(record) => SaidRef::Record(record),
            Self::Unreadable(_) => SaidRef::Unreadable,
        }
    }
}

impl Serialize for SaidRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct OfTheHistory<'a> {
            machine: &'static str,
            #[serde(flatten)]
            record: &'a Record,
        }
        match self {
            Self::Event(event) => event.serialize(serializer),
            Self::Record(record) => OfTheHistory {
                machine: Record::MACHINE,
                record,
            }
            .serialize(serializer),
            Self::Unreadable => Err(ser::Error::custom("what cannot be read is not written")),
        }
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().serialize(serializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Said {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Said".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut said = Event::json_schema(generator);
        let record = of_machine::<Record>(Record::MACHINE, generator);
        if let Some(machines) = said.get_mut("oneOf").and_then(|it| it.as_array_mut()) {
            machines.push(record.to_value());
        }
        said
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tagged = Tagged::read(deserializer, "internally tagged enum Event")?;
        match tagged.machine() {
            Record::MACHINE => tagged.into_message().map(Self::Record),
            _ => Event::of(tagged).map(Self::Event),
        }
    }
}
