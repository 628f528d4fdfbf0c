//! Answers and events as a person reads them: dates in the regime's calendar, and in both where they
//! head a line and that is Solar Hijri; parties by the names that the scenario gave them, no ids and
//! no instants.

use std::collections::BTreeMap;
use std::fmt::Write;

use parvaneh::core::calendar::{Date, solar_hijri};
use parvaneh::core::dossier::Dated;
use parvaneh::core::law::OwnWords;
use parvaneh::core::party::PartyId;
use parvaneh::core::refusal::Refusal;
use parvaneh::core::resolution::{SessionVote, Vote};
use parvaneh::handle::{Answer, Outcome};
use serde_json::Value;

/// The ledger of a scenario.
#[derive(Debug, Default)]
pub(crate) struct Transcript {
    text: String,
    /// Whether dates within a line are in Solar Hijri.
    pub(crate) solar_hijri: bool,
    parties: BTreeMap<String, String>,
}

impl Transcript {
    /// From here on, the party goes by this name.
    pub(crate) fn knows(&mut self, party: PartyId, name: &str) {
        self.parties.insert(party.to_string(), name.to_owned());
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Forgets what was written, but for a first line.
    pub(crate) fn forget(&mut self, heading: &str) {
        self.text.clear();
        self.heading(heading);
    }

    pub(crate) fn heading(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}");
    }

    /// A line under a day.
    pub(crate) fn line(&mut self, day: Date, text: &str) {
        let _ = match self.solar_hijri {
            true => writeln!(self.text, "{} ({day})  {text}", solar_hijri(day)),
            false => writeln!(self.text, "{day}  {text}"),
        };
    }

    pub(crate) fn note(&mut self, text: &str) {
        let _ = writeln!(self.text, "    {text}");
    }

    pub(crate) fn answer(&mut self, answer: &Answer) {
        if !answer.settled.is_empty() {
            self.note("the calendar came first:");
            self.events(&answer.settled);
        }
        match (answer.outcome, &answer.refusal) {
            (Outcome::Refused, Some(refusal)) => self.refusal(refusal),
            (Outcome::AlreadySo, _) => self.note("it is already so"),
            (Outcome::Accepted | Outcome::Refused, _) => self.events(&answer.events),
        }
        if let Some(revised) = &answer.revised {
            self.changed("true no longer:", &revised.gone);
            self.changed("true instead:", &revised.come);
        }
    }

    pub(crate) fn refusal(&mut self, refusal: &Refusal) {
        let code = refusal.code.word();
        self.note(&format!("refused, {code}: {}", refusal.code.sentence()));
        for (name, fact) in &refusal.facts {
            let fact = self.fact(&Value::String(fact.clone()));
            self.note(&format!("  {name}: {fact}"));
        }
        let citation = &refusal.citation;
        self.note(&format!("  by {} [{:?}]", citation.article, citation.basis));
        if let Some(earliest) = refusal.earliest {
            let day = self.day(earliest);
            self.note(&format!("  it would pass from {day}"));
        }
    }

    pub(crate) fn changed(&mut self, heading: &str, events: &[Dated]) {
        if !events.is_empty() {
            self.note(heading);
            self.events(events);
        }
    }

    pub(crate) fn events(&mut self, events: &[Dated]) {
        for dated in events {
            let day = self.day(dated.effective_on);
            let name = dated.event.name().replace(['.', '_'], " ");
            let mut line = format!("{day}: {name}");
            if let Ok(Value::Object(mut fields)) = serde_json::to_value(&dated.event) {
                fields.remove("machine");
                fields.remove("type");
                let facts = self.facts(&fields);
                if !facts.is_empty() {
                    let _ = write!(line, ", {facts}");
                }
            }
            self.note(&line);
        }
    }

    fn facts(&self, fields: &serde_json::Map<String, Value>) -> String {
        let stated = fields
            .iter()
            .filter(|(name, value)| !value.is_null() && *name != "edition");
        let facts = stated.map(|(name, value)| {
            let name = name.replace('_', " ");
            match value.as_object() {
                Some(nothing) if nothing.is_empty() => name,
                Some(_) | None => format!("{name} {}", self.fact(value)),
            }
        });
        facts.collect::<Vec<_>>().join(", ")
    }

    fn fact(&self, value: &Value) -> String {
        match value {
            Value::String(text) => match (self.parties.get(text), text.parse::<Date>()) {
                (Some(name), _) => name.clone(),
                (None, Ok(day)) => self.day(day),
                (None, Err(_)) => text.clone(),
            },
            Value::Array(values) => {
                let facts: Vec<String> = values.iter().map(|value| self.fact(value)).collect();
                format!("[{}]", facts.join(", "))
            }
            Value::Object(fields) => match serde_json::from_value::<SessionVote>(value.clone()) {
                Ok(resolution) => votes(&resolution),
                Err(_) => match serde_json::from_value::<OwnWords>(value["ours"].clone()) {
                    Ok(own) => own.english().to_owned(),
                    Err(_) => format!("({})", self.facts(fields)),
                },
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        }
    }

    /// A day as the regime writes it.
    pub(crate) fn day(&self, day: Date) -> String {
        if self.solar_hijri {
            solar_hijri(day)
        } else {
            day.to_string()
        }
    }
}

/// A resolution in a phrase: its session, and who voted how.
fn votes(resolution: &SessionVote) -> String {
    let vote = |vote: &Vote| {
        let choice = vote.choice.word();
        format!("{} {choice}", vote.seat)
    };
    let votes: Vec<String> = resolution.votes.iter().map(vote).collect();
    format!("{} ({})", resolution.session, votes.join(", "))
}
