//! A register, a day that moves, and what came of everything that was asked.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveTime, TimeZone};
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::{self, Calendar, Date, DateOrder, Term};
use parvaneh::core::dossier::{Command, Dated};
use parvaneh::core::edition::{Edition, EditionId};
use parvaneh::core::party::{PartyId, PartyKind};
use parvaneh::core::resolution::{Choice, Resolution, Vote};
use parvaneh::handle::Answer;
use parvaneh::import::Import;
use parvaneh::parties::NewParty;
use parvaneh::verify::Finding;
use parvaneh::workflows::{Regime, WorkflowError};
use parvaneh::{Engine, EngineError, Request, Sweep, Workflows};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::database::{Database, Place};
use crate::transcript::Transcript;

/// Why a scenario cannot go on. What the law refuses is no such reason: it is in the transcript.
#[derive(Debug, thiserror::Error)]
pub enum TestkitError {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The workflows could not be read, or have no such edition.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
    /// A folder or a runtime could not be had.
    #[error("making a place for the scenario failed")]
    Folder(#[source] std::io::Error),
    /// Something that the scenario says has no meaning.
    #[error("{0}")]
    Meaning(String),
}

/// A scenario. It makes a register for itself and takes it away again; it cannot be used inside
/// an asynchronous runtime, because it has its own.
pub struct Scenario {
    runtime: Runtime,
    engine: Engine,
    place: Place,
    regime: Regime,
    edition: EditionId,
    now: Arc<AtomicI64>,
    today: Option<Date>,
    province: String,
    parties: BTreeMap<String, PartyId>,
    asked: u128,
    transcript: Transcript,
}

impl Scenario {
    /// A scenario in which one of the built-in editions judges everything.
    pub fn under(edition: &str, database: &Database) -> Result<Self, TestkitError> {
        Self::under_workflows(Workflows::embedded()?, edition, database)
    }

    /// The same with workflows of one's own, as [`Workflows::load`] reads them.
    pub fn under_workflows(
        workflows: Workflows,
        edition: &str,
        database: &Database,
    ) -> Result<Self, TestkitError> {
        let edition = EditionId(edition.to_owned());
        let workflows = workflows.adopt(&edition)?;
        let found = workflows.regime(edition.regime()).cloned();
        let regime = found.ok_or_else(|| meaning(format!("{edition} has no regime")))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(TestkitError::Folder)?;
        let place = runtime.block_on(Place::make(database, workflows.clone()))?;
        let now = Arc::new(AtomicI64::new(0));
        let clock = Arc::clone(&now);
        let engine = runtime
            .block_on(Engine::open(place.url(), workflows))?
            .with_clock(move || {
                DateTime::from_timestamp_millis(clock.load(Ordering::Relaxed)).unwrap_or_default()
            });
        let mut transcript = Transcript::default();
        transcript.heading(&format!("under {edition}"));
        let in_force = regime.in_force_on(Date::MIN);
        transcript.solar_hijri = in_force.calendar == Calendar::SolarHijri;
        Ok(Self {
            province: regime.provinces.first().cloned().unwrap_or_default(),
            runtime,
            engine,
            place,
            regime,
            edition,
            now,
            today: None,
            parties: BTreeMap::new(),
            asked: 0,
            transcript,
        })
    }

    /// Moves to a day, in either calendar. Nothing runs in between.
    pub fn on(&mut self, day: &str) -> Result<&mut Self, TestkitError> {
        let day = date(day)?;
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        let zone = self.regime.time_zone();
        let at = zone.from_local_datetime(&day.and_time(noon)).earliest();
        let at = at.ok_or_else(|| meaning(format!("{day} has no noon in {zone}")))?;
        self.now.store(at.timestamp_millis(), Ordering::Relaxed);
        self.today = Some(day);
        Ok(self)
    }

    /// The province of actors and offices from here on; at first it is the regime's first one.
    pub fn in_province(&mut self, province: &str) -> &mut Self {
        province.clone_into(&mut self.province);
        self
    }

    /// Makes a party known to the register, and to the scenario by a name in one word.
    pub fn party(&mut self, name: &str, kind: PartyKind) -> Result<&mut Self, TestkitError> {
        let party = NewParty {
            // Parties have the same ids in every run, so that nothing depends on chance.
            id: Some(Uuid::from_u128(0xa000_u128 + self.parties.len() as u128)),
            kind,
            name: name.to_owned(),
            identifier: None,
        };
        let id = self.runtime.block_on(self.engine.register_party(&party))?;
        self.transcript.knows(id, name);
        self.parties.insert(name.to_owned(), id);
        Ok(self)
    }

    /// Takes in a licence of a term from `from` on, as another register would state it; who holds
    /// it goes by the name `holder`.
    pub fn licensed(
        &mut self,
        number: &str,
        kind: &str,
        from: &str,
    ) -> Result<&mut Self, TestkitError> {
        let profile = self.engine.workflows().profile("pishkhan").cloned();
        let profile = profile.filter(|profile| profile.regime == self.regime.name);
        let Some(profile) = profile else {
            let regime = &self.regime.name;
            return Err(meaning(format!(
                "no import profile is known for {regime}: issue the licence by a command"
            )));
        };
        let text = format!(
            "licence_number,office_kind,province,county,holder_kind,holder_name,\
             holder_national_id,issued_on,valid_from,valid_through,status,renewal_filed_on\n\
             {number},{kind},{},-,legal,holder of {number},10380284790,{from},{from},,active,\n",
            self.province
        );
        let folder = tempfile::tempdir().map_err(TestkitError::Folder)?;
        let file: PathBuf = folder.path().join("licensed.csv");
        std::fs::write(&file, text).map_err(TestkitError::Folder)?;
        let import = Import::open(profile, &file, None).map_err(|error| meaning(chain(&error)))?;
        let report = self
            .runtime
            .block_on(self.engine.import(import, |_| {}, |_| {}))
            .map_err(|error| meaning(chain(&error)))?;
        let shown = self.runtime.block_on(self.engine.show(number, None));
        let shown = shown.map_err(|error| {
            meaning(format!("the licence was not taken in: {report:?}: {error}"))
        })?;
        if let Some(holder) = shown.view.holder() {
            self.transcript.knows(holder, "holder");
            self.parties.insert("holder".to_owned(), holder);
        }
        let events: Vec<_> = shown.history.into_iter().map(|(_, dated)| dated).collect();
        self.transcript
            .line(self.today()?, &format!("{number}: another register states"));
        self.transcript.events(&events);
        Ok(self)
    }

    /// Sends a command and writes down its answer.
    ///
    /// `actor` is a role, as in `secretariat`; `applicant:sara` is a party by the name that the
    /// scenario gave it; `secretariat@قم` is of another province. `command` is
    /// `<machine>.<type>`; `arguments` are `name=value`, with dots for what lies within. A value
    /// is JSON or a word; `@sara` is a party; `votes=carried`, or `votes:for,against,recused` in
    /// the order of the edition's seats, is a resolution of today.
    pub fn send(
        &mut self,
        number: &str,
        actor: &str,
        command: &str,
        arguments: &[&str],
    ) -> Result<&mut Self, TestkitError> {
        let actor = self.actor(number, actor)?;
        let command = self.command(command, arguments)?;
        self.ask(number, actor, command)?;
        Ok(self)
    }

    /// Sends a command as a value; its answer, which is written down as well.
    pub fn ask(
        &mut self,
        number: &str,
        actor: Actor,
        command: Command,
    ) -> Result<Answer, TestkitError> {
        self.asked += 1;
        let who = self.name(&actor);
        let line = format!("{number}: {who}: {}", words(command.name()));
        let request = Request {
            id: Uuid::from_u128(self.asked),
            regime: Some(self.regime.name.clone()),
            number: number.to_owned(),
            on: Some(self.today()?),
            actor,
            command,
        };
        let answer = self.runtime.block_on(self.engine.handle(&request));
        self.transcript.line(self.today()?, &line);
        match answer {
            Ok(answer) => {
                self.transcript.answer(&answer);
                Ok(answer)
            }
            Err(error) => {
                let error = TestkitError::from(error);
                self.transcript.note(&format!("failed: {}", chain(&error)));
                Err(error)
            }
        }
    }

    /// The nightly check, on the scenario's day; every event that it records, by licence.
    pub fn night(&mut self) -> Result<&mut Self, TestkitError> {
        let before = self.histories()?;
        let swept = self
            .runtime
            .block_on(self.engine.sweep(&Sweep::default(), |_, _| {}));
        let report = swept.map_err(|error| meaning(chain(&error)))?;
        self.transcript.line(self.today()?, "the night");
        for failure in &report.failures {
            self.transcript.note(&format!("failed: {failure:?}"));
        }
        let after = self.histories()?;
        let mut quiet = true;
        for (number, history) in after {
            let known = before.get(&number).map_or(0, Vec::len);
            let new = history.get(known..).unwrap_or_default();
            if !new.is_empty() {
                quiet = false;
                self.transcript.note(&format!("{number}:"));
                self.transcript.events(new);
            }
        }
        if quiet {
            self.transcript.note("nothing is due");
        }
        Ok(self)
    }

    /// What the licence is worth on the scenario's day, from history alone.
    pub fn stands(&mut self, number: &str) -> Result<&mut Self, TestkitError> {
        let today = self.today()?;
        let shown = self
            .runtime
            .block_on(self.engine.show(number, Some(today)))?;
        let line = format!("{number}: standing: {}", shown.view.standing);
        self.transcript.line(today, &line);
        Ok(self)
    }

    /// Says something in the transcript.
    pub fn says(&mut self, text: &str) -> &mut Self {
        self.transcript.heading(text);
        self
    }

    /// Checks the whole register; every contradiction is written down, and none is what a sound
    /// engine leaves.
    pub fn verify(&mut self) -> Result<&mut Self, TestkitError> {
        let verification = self.runtime.block_on(self.engine.verify(&[]))?;
        for finding in &verification.findings {
            let Finding {
                number,
                code,
                message,
            } = finding;
            self.transcript
                .note(&format!("contradiction: {number}: {code}: {message}"));
        }
        Ok(self)
    }

    /// The engine, for whatever a scenario has no word for.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The edition that judges everything.
    pub fn edition(&self) -> &Edition {
        self.regime.in_force_on(Date::MIN)
    }

    /// What happened so far.
    pub fn transcript(&self) -> &str {
        self.transcript.text()
    }

    /// The transcript with nothing in it from here on.
    pub(crate) fn without_what_was_written(&mut self) {
        let edition = self.edition.clone();
        self.transcript.forget(&format!("under {edition}"));
    }

    fn today(&self) -> Result<Date, TestkitError> {
        self.today
            .ok_or_else(|| meaning("it is no day yet: say first which one".to_owned()))
    }

    /// Every history, by number, as it was recorded.
    fn histories(&self) -> Result<Histories, TestkitError> {
        self.runtime.block_on(async {
            let mut histories = BTreeMap::new();
            for row in self
                .engine
                .store()
                .dossiers_after(None, 1000)
                .await
                .map_err(EngineError::from)?
            {
                let shown = self.engine.show(&row.number, None).await?;
                let history = shown.history.into_iter().map(|(_, dated)| dated).collect();
                histories.insert(row.number, history);
            }
            Ok(histories)
        })
    }

    fn actor(&self, number: &str, text: &str) -> Result<Actor, TestkitError> {
        let (who, province) = match text.split_once('@') {
            Some((who, province)) => (who, province),
            None => (text, self.province.as_str()),
        };
        let (role, name) = match who.split_once(':') {
            Some((role, name)) => (role, Some(name)),
            None => (who, None),
        };
        let found = Role::ALL.iter().find(|known| known.word() == role);
        let role = *found.ok_or_else(|| {
            let known: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
            meaning(format!(
                "no role is {role:?}; there are {}",
                known.join(", ")
            ))
        })?;
        let id = match name {
            Some(name) => match self.parties.get(name) {
                Some(party) => party.to_string(),
                None => name.to_owned(),
            },
            None if role.is_of_a_party() => {
                let shown = self.runtime.block_on(self.engine.show(number, None));
                let party = shown.ok().and_then(|shown| shown.view.dossier.party(role));
                party.map_or_else(|| role.word().to_owned(), |party| party.to_string())
            }
            None => role.word().to_owned(),
        };
        Ok(Actor {
            id,
            role,
            province: (!province.is_empty()).then(|| province.to_owned()),
            on_behalf_of: None,
        })
    }

    fn name(&self, actor: &Actor) -> String {
        let role = actor.role.word().replace('_', " ");
        let mut name = match self
            .parties
            .iter()
            .find(|(_, party)| actor.is_party(**party))
        {
            Some((name, _)) if *name != role => format!("{role} {name}"),
            None if actor.id != actor.role.word() && !actor.role.is_of_a_party() => {
                format!("{role} {}", actor.id)
            }
            Some(_) | None => role,
        };
        if let Some(province) = &actor.province
            && *province != self.province
        {
            name = format!("{name} of {province}");
        }
        name
    }

    fn command(&self, command: &str, arguments: &[&str]) -> Result<Command, TestkitError> {
        let Some((machine, kind)) = command.split_once('.') else {
            return Err(meaning(format!("{command:?} is no <machine>.<type>")));
        };
        let mut fields = json!({"machine": machine, "type": kind});
        for argument in arguments {
            let Some((path, value)) = argument.split_once('=') else {
                return Err(meaning(format!("{argument:?} is no name=value")));
            };
            let value = self.value(value)?;
            put(&mut fields, path, value)
                .ok_or_else(|| meaning(format!("{path:?} lies within what is no object")))?;
        }
        serde_json::from_value(fields).map_err(|error| meaning(format!("{command}: {error}")))
    }

    fn value(&self, text: &str) -> Result<Value, TestkitError> {
        if let Some(name) = text.strip_prefix('@') {
            let party = self.parties.get(name);
            let party = party.ok_or_else(|| meaning(format!("no party goes by {name:?}")))?;
            return Ok(json!(party.to_string()));
        }
        if text == "carried" {
            return self.resolution(&[]);
        }
        if let Some(choices) = text.strip_prefix("votes:") {
            let choices: Vec<&str> = choices.split(',').collect();
            return self.resolution(&choices);
        }
        Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned())))
    }

    /// A resolution of today: `choices` in the order of the voting seats, each for where there is
    /// none; `absent` does not vote, and `for:sara` is a vote of that party in person.
    fn resolution(&self, choices: &[&str]) -> Result<Value, TestkitError> {
        let today = self.today()?;
        let rules = self.edition().working_group.as_ref();
        let seats = rules.map(|rules| rules.voting_seats.value.as_slice());
        let mandate = Term {
            from: today,
            through: today,
        };
        let mut votes = Vec::new();
        for (at, seat) in seats.unwrap_or_default().iter().enumerate() {
            let word = choices.get(at).copied().unwrap_or("for");
            let (word, person) = match word.split_once(':') {
                Some((word, name)) => {
                    let party = self.parties.get(name);
                    (
                        word,
                        party.map_or_else(|| name.to_owned(), PartyId::to_string),
                    )
                }
                None => (word, seat.clone()),
            };
            let choice = match word {
                "for" => Choice::For,
                "against" => Choice::Against,
                "abstained" => Choice::Abstained,
                "recused" => Choice::Recused,
                "absent" => continue,
                other => return Err(meaning(format!("{other:?} is no vote"))),
            };
            votes.push(Vote {
                seat: seat.clone(),
                person,
                mandate,
                choice,
                reason: None,
            });
        }
        let resolution = Resolution {
            session: format!("session of {}", calendar::solar_hijri(today)),
            on: today,
            votes,
        };
        serde_json::to_value(resolution).map_err(|error| meaning(error.to_string()))
    }
}

impl Drop for Scenario {
    fn drop(&mut self) {
        self.runtime.block_on(self.place.remove(&self.engine));
    }
}

type Histories = BTreeMap<String, Vec<Dated>>;

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

fn date(text: &str) -> Result<Date, TestkitError> {
    calendar::parse(text, DateOrder::YearMonthDay).map_err(|error| meaning(error.to_string()))
}

/// A command's name as it is said: the machine where the licence is not meant, and what is asked.
fn words(name: &str) -> String {
    name.replace('_', " ").replacen('.', " ", 1)
}

fn meaning(problem: String) -> TestkitError {
    TestkitError::Meaning(problem)
}

/// An error with its causes, in a line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        text = format!("{text}: {source}");
        cause = source.source();
    }
    text
}
