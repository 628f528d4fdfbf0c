//! The arguments of a scenario's lines: who acts, what is asked, how the working group voted.

use std::collections::BTreeMap;

use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::{Calendar, Date, Term, solar_hijri};
use parvaneh::core::dossier::Command;
use parvaneh::core::edition::Edition;
use parvaneh::core::party::PartyId;
use parvaneh::core::resolution::{Choice, Matter, Motion, Vote};
use parvaneh::request::RequestError;
use parvaneh::{EngineError, Request};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::error::TestkitError;
use crate::scenario::Scenario;

impl Scenario {
    /// Who acts on a dossier, in a word.
    ///
    /// A role, as in `secretariat`; a role that belongs to a party of the dossier is played by that
    /// party. `secretariat:mina` is a person by that name. `holder:sara` is the party that the
    /// scenario calls so, whatever the dossier says, and so is `authority:sara`, who may have an
    /// interest. `authority:mina>sara` acts on behalf of that party, or of whoever else has that name. Actors are of the scenario's province;
    /// `secretariat@قم` is of another.
    pub fn actor(&self, number: &str, text: &str) -> Result<Actor, TestkitError> {
        let (who, province) = match text.split_once('@') {
            Some((who, province)) => (who, province),
            None => (text, self.province()),
        };
        self.knows_province(province)?;
        let (who, behind) = match who.split_once('>') {
            Some((who, behind)) => (who, Some(self.person(behind))),
            None => (who, None),
        };
        let (role, name) = match who.split_once(':') {
            Some((role, name)) => (role, Some(name)),
            None => (who, None),
        };
        let found = Role::ALL.iter().find(|known| known.word() == role);
        let role = *found.ok_or_else(|| {
            let known: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
            TestkitError::meaning(format!(
                "{role:?} is no role; there are {}",
                known.join(", ")
            ))
        })?;
        let id = match name {
            Some(name) if role.is_of_a_party() => self.party_of(name)?.to_string(),
            Some(name) => self.person(name),
            None if role.is_of_a_party() => {
                let shown = self.block_on(self.engine().show(number, None));
                let party = shown.ok().and_then(|shown| shown.view.dossier.party(role));
                party.map_or_else(|| role.word().to_owned(), |party| party.to_string())
            }
            None => role.word().to_owned(),
        };
        Ok(Actor {
            id,
            role,
            province: (!province.is_empty()).then(|| province.to_owned()),
            on_behalf_of: behind,
        })
    }

    pub(crate) fn command(
        &self,
        command: &str,
        arguments: &[&str],
    ) -> Result<Command, TestkitError> {
        let mut parties = self.parties().clone();
        parties.extend(self.holders().clone());
        let reading = Reading {
            edition: self.edition(),
            today: self.today()?,
            parties: &parties,
        };
        reading.command(command, arguments)
    }

    pub(crate) fn knows_province(&self, province: &str) -> Result<(), TestkitError> {
        if province.is_empty() || self.regime().knows_province(province) {
            return Ok(());
        }
        Err(TestkitError::Engine(EngineError::NoSuchProvince {
            province: province.to_owned(),
            regime: self.regime().name.clone(),
        }))
    }

    fn party_of(&self, name: &str) -> Result<PartyId, TestkitError> {
        party_of(self.parties(), name)
    }

    fn person(&self, name: &str) -> String {
        person(self.parties(), name)
    }
}

/// How a command is read that a test says in words.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The edition whose seats vote.
    pub edition: &'a Edition,
    /// The day of its sessions.
    pub today: Date,
    /// The parties, by the names that the test gives them.
    pub parties: &'a BTreeMap<String, PartyId>,
}

impl Reading<'_> {
    /// A command, `<machine>.<type>`, with its arguments as [`Scenario::send`] takes them.
    pub fn command(&self, command: &str, arguments: &[&str]) -> Result<Command, TestkitError> {
        let Some((machine, kind)) = command.split_once('.') else {
            return Err(TestkitError::meaning(format!(
                "{command:?} is no command; its machine stands before it, as in renewal.file"
            )));
        };
        let mut fields = json!({"machine": machine, "type": kind});
        for argument in arguments {
            let Some((path, value)) = argument.split_once('=') else {
                return Err(TestkitError::meaning(format!(
                    "{argument:?} is no argument; write it as name=value"
                )));
            };
            let value = self.value(value)?;
            put(&mut fields, path, value).ok_or_else(|| {
                TestkitError::meaning(format!(
                    "{path:?} cannot lie within what was given as a word"
                ))
            })?;
        }
        self.put_to_the_question(&mut fields);
        let wrong = |problem| TestkitError::meaning(format!("{command}: {problem}"));
        let no_command = |problem| TestkitError::NoCommand {
            command: command.to_owned(),
            problem,
        };
        let read: Command = serde_json::from_value(fields.clone())
            .map_err(|error| no_command(RequestError::Shape(error)))?;
        // The engine's own door, which lets nothing pass that means nothing.
        let request = json!({
            "id": Uuid::nil(),
            "number": "",
            "actor": Actor::calendar(),
            "command": fields,
        });
        match Request::parse(request.to_string().as_bytes()) {
            Ok(_) => Ok(read),
            Err(RequestError::Unknown(path)) => {
                let path = path.trim_start_matches("command.");
                Err(wrong(format!("it has no argument {path:?}")))
            }
            Err(
                error @ (RequestError::Shape(_)
                | RequestError::Nowhere { .. }
                | RequestError::TooLarge(_)),
            ) => Err(no_command(error)),
        }
    }

    /// Where a resolution does not say what it decides, it decides what is asked. Who sits in a session of
    /// another day than today's has their seat on that day.
    fn put_to_the_question(&self, fields: &mut Value) {
        let today = json!(self.today);
        let Some(resolution) = fields.get_mut("resolution").and_then(Value::as_object_mut) else {
            return;
        };
        let on = resolution.get("on").filter(|on| **on != today).cloned();
        let votes = resolution.get_mut("votes").and_then(Value::as_array_mut);
        for vote in votes.into_iter().flatten() {
            if let Some(on) = &on
                && vote["mandate"]["from"] == today
            {
                vote["mandate"] = json!({"from": on, "through": on});
            }
        }
        let (matter, motion) = (resolution.get("matter"), resolution.get("motion"));
        let (matter, motion) = (matter.cloned(), motion.cloned());
        // Read with any question, a command says which one is its own.
        let mut any = fields.clone();
        any["resolution"]["matter"] = json!(Matter::Call);
        any["resolution"]["motion"] = json!(Motion::Rank);
        for reason in ["/reason", "/unmet", "/measure/reason"] {
            if let Some(reason) = any.pointer_mut(reason) {
                *reason = json!("any");
            }
        }
        let command = serde_json::from_value::<Command>(any).ok();
        let Some(question) = command.and_then(|command| command.question()) else {
            return;
        };
        fields["resolution"]["matter"] = matter.unwrap_or_else(|| json!(question.matter));
        fields["resolution"]["motion"] = motion.unwrap_or_else(|| json!(question.motion));
    }

    fn value(&self, text: &str) -> Result<Value, TestkitError> {
        if let Some(name) = text.strip_prefix('@') {
            return Ok(json!(party_of(self.parties, name)?.to_string()));
        }
        if text == "carried" {
            return self.resolution(&[]);
        }
        if let Some(choices) = text.strip_prefix("votes:") {
            let choices: Vec<&str> = choices.split(',').collect();
            return self.resolution(&choices);
        }
        match serde_json::from_str(text) {
            Ok(Value::Array(values)) => {
                let named = values.into_iter().map(|value| match value {
                    Value::String(name) if name.starts_with('@') => self.value(&name),
                    other => Ok(other),
                });
                Ok(Value::Array(named.collect::<Result<_, _>>()?))
            }
            Ok(value) => Ok(value),
            Err(_) => Ok(Value::String(text.to_owned())),
        }
    }

    /// A resolution of today: `choices` in the order of the voting seats, each for where there is
    /// none.
    fn resolution(&self, choices: &[&str]) -> Result<Value, TestkitError> {
        let today = self.today;
        let rules = self.edition.working_group.as_ref();
        let seats = rules.map(|rules| rules.voting_seats.value.as_slice());
        let seats = seats.unwrap_or_default();
        if seats.len() < choices.len() {
            return Err(TestkitError::meaning(format!(
                "these are {} votes, and the edition's seats are {}: {}",
                choices.len(),
                seats.len(),
                seats.join(", ")
            )));
        }
        let mut votes = Vec::new();
        for (at, seat) in seats.iter().enumerate() {
            let word = choices.get(at).copied().unwrap_or("for");
            let (word, person) = match word.split_once(':') {
                Some((word, name)) => (word, person(self.parties, name)),
                None => (word, seat.clone()),
            };
            let choice = match word {
                "for" => Choice::For,
                "against" => Choice::Against,
                "abstained" => Choice::Abstained,
                "recused" => Choice::Recused,
                "absent" => continue,
                other => {
                    return Err(TestkitError::meaning(format!(
                        "{other:?} is no vote; a seat is for, against, abstained, recused or absent"
                    )));
                }
            };
            votes.push(Vote {
                seat: seat.clone(),
                person,
                mandate: Term {
                    from: today,
                    through: today,
                },
                choice,
                reason: None,
            });
        }
        let day = match self.edition.calendar {
            Calendar::SolarHijri => solar_hijri(today),
            Calendar::Gregorian => today.to_string(),
        };
        Ok(json!({
            "session": format!("session of {day}"),
            "on": today,
            "votes": votes,
        }))
    }
}

fn party_of(parties: &BTreeMap<String, PartyId>, name: &str) -> Result<PartyId, TestkitError> {
    parties.get(name).copied().ok_or_else(|| {
        let known: Vec<&str> = parties.keys().map(String::as_str).collect();
        let known = match known.as_slice() {
            [] => "it has no party yet".to_owned(),
            known => format!("its parties are {}", known.join(", ")),
        };
        TestkitError::meaning(format!("the scenario has no party {name:?}; {known}"))
    })
}

/// The id of someone who may be a party and need not be.
fn person(parties: &BTreeMap<String, PartyId>, name: &str) -> String {
    match parties.get(name) {
        Some(party) => party.to_string(),
        None => name.to_owned(),
    }
}

/// Puts `value` where `path` says, making objects on the way.
fn put(fields: &mut Value, path: &str, value: Value) -> Option<()> {
    let mut at = fields;
    let mut names = path.split('.').peekable();
    while let Some(name) = names.next() {
        let object = at.as_object_mut()?;
        if names.peek().is_none() {
            object.insert(name.to_owned(), value);
            return Some(());
        }
        at = object
            .entry(name)
            .or_insert_with(|| Value::Object(Map::new()));
    }
    None
}
