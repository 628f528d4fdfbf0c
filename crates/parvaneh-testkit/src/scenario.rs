//! A register, a day that moves, and what came of everything that was asked.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone};
use parvaneh::core::actor::Actor;
use parvaneh::core::calendar::{self, Calendar, Date, DateOrder};
use parvaneh::core::dossier::{Command, Dated};
use parvaneh::core::edition::{Edition, EditionId};
use parvaneh::core::party::{LegalEntityId, NationalId, PartyId, PartyKind};
use parvaneh::core::refusal::Code;
use parvaneh::handle::{Answer, Outcome};
use parvaneh::known_at::KnownAt;
use parvaneh::parties::NewParty;
use parvaneh::sweep::{MaxGap, SweepError};
use parvaneh::verify::Finding;
use parvaneh::workflows::Regime;
use parvaneh::{Engine, EngineError, Request, Sweep, Workflows};
use tokio::runtime::{Handle, Runtime};
use uuid::Uuid;

use crate::database::{Database, Place};
use crate::error::{TestkitError, chain};
use crate::golden;
use crate::revising::Draft;
use crate::transcript::Transcript;

/// A scenario. It makes a register for itself and takes it away again. It has a runtime of its own
/// and cannot be made inside another one: a test with a scenario is not asynchronous, and gives
/// what is to [`Scenario::block_on`].
pub struct Scenario {
    runtime: Runtime,
    engine: Engine,
    place: Place,
    regime: Regime,
    edition: EditionId,
    now: Arc<AtomicI64>,
    today: Option<Date>,
    entered: Option<Entered>,
    pub(crate) known_at: Option<KnownAt>,
    province: String,
    parties: BTreeMap<String, PartyId>,
    /// Who another register states as the holder of a licence, as in `holder-of-17-1`.
    holders: BTreeMap<String, PartyId>,
    pub(crate) asked: u128,
    answer: Option<Answer>,
    pub(crate) draft: Option<Draft>,
    pub(crate) transcript: Transcript,
}

/// The day on which acts are entered, and the desk that does it, with what shows their day.
#[derive(Clone)]
struct Entered {
    on: Date,
    by: Option<(String, String)>,
    paper: Option<String>,
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
        if Handle::try_current().is_ok() {
            return Err(TestkitError::meaning(
                "a scenario has a runtime of its own and cannot be made inside another one: take \
                 `async` from the test, and give what is asynchronous to `Scenario::block_on`",
            ));
        }
        let edition = EditionId(edition.to_owned());
        let workflows = workflows.adopt(&edition)?;
        let found = workflows.regime(edition.regime()).cloned();
        let regime =
            found.ok_or_else(|| TestkitError::meaning(format!("{edition} has no regime")))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(TestkitError::Place)?;
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
            entered: None,
            known_at: None,
            parties: BTreeMap::new(),
            holders: BTreeMap::new(),
            asked: 0,
            answer: None,
            draft: None,
            transcript,
        })
    }

    /// Moves to noon of a day, in either calendar. Nothing runs in between.
    pub fn on(&mut self, day: &str) -> Result<&mut Self, TestkitError> {
        let day = calendar::parse(day, DateOrder::YearMonthDay)
            .map_err(|error| TestkitError::meaning(error.to_string()))?;
        self.moves_to(day)?;
        self.today = Some(day);
        self.entered = None;
        self.known_at = None;
        Ok(self)
    }

    /// Moves the clock to noon of a later day, on which acts of the scenario's day are entered from
    /// here on, until it moves to another day. `by`: the desk that enters them, as
    /// [`Scenario::actor`] reads it, and what shows when they were done; none where whoever acts
    /// enters the act too.
    pub fn entered(
        &mut self,
        day: &str,
        by: Option<(&str, &str)>,
    ) -> Result<&mut Self, TestkitError> {
        let day = calendar::parse(day, DateOrder::YearMonthDay)
            .map_err(|error| TestkitError::meaning(error.to_string()))?;
        self.today()?;
        self.moves_to(day)?;
        self.entered = Some(Entered {
            on: day,
            by: by.map(|(desk, evidence)| (desk.to_owned(), evidence.to_owned())),
            paper: None,
        });
        Ok(self)
    }

    /// The paper by which parties did what a desk enters from here on, until the day moves; as the edition
    /// names it.
    pub fn on_paper(&mut self, paper: &str) -> &mut Self {
        if let Some(entered) = &mut self.entered {
            entered.paper = Some(paper.to_owned());
        }
        self
    }

    /// The day of acts from here on; the clock stays where it is.
    pub(crate) fn set_today(&mut self, day: Date) {
        self.today = Some(day);
    }

    /// The day of the clock: that of the acts, unless they are entered on a later one.
    pub(crate) fn clock_day(&self) -> Result<Date, TestkitError> {
        match &self.entered {
            Some(entered) => Ok(entered.on),
            None => self.today(),
        }
    }

    /// Moves the clock to noon of a day.
    fn moves_to(&mut self, day: Date) -> Result<(), TestkitError> {
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
        let zone = self.regime.time_zone();
        let at = zone
            .from_local_datetime(&NaiveDate::from(day).and_time(noon))
            .earliest();
        let at = at.ok_or_else(|| TestkitError::meaning(format!("{day} has no noon in {zone}")))?;
        self.now.store(at.timestamp_millis(), Ordering::Relaxed);
        Ok(())
    }

    /// The province of actors and offices from here on; at first it is the regime's first one, or
    /// none where the regime has none.
    pub fn in_province(&mut self, province: &str) -> Result<&mut Self, TestkitError> {
        self.knows_province(province)?;
        province.clone_into(&mut self.province);
        Ok(self)
    }

    /// Makes a party known to the register, and to the scenario by a name of its own in one word. It has an
    /// identifier of its kind.
    pub fn party(&mut self, name: &str, kind: PartyKind) -> Result<&mut Self, TestkitError> {
        let identifier = identifier(self.parties.len(), kind);
        self.registered(name, kind, identifier)
    }

    /// The same of a party whose identifier the register does not have.
    pub fn unidentified(&mut self, name: &str, kind: PartyKind) -> Result<&mut Self, TestkitError> {
        self.registered(name, kind, None)
    }

    fn registered(
        &mut self,
        name: &str,
        kind: PartyKind,
        identifier: Option<String>,
    ) -> Result<&mut Self, TestkitError> {
        if self.parties.contains_key(name) {
            return Err(TestkitError::meaning(format!(
                "the scenario has a party {name:?} already"
            )));
        }
        let party = NewParty {
            // Parties have the same ids in every run, so that nothing depends on chance.
            id: Some(Uuid::from_u128(0xa000_u128 + self.parties.len() as u128)),
            identifier,
            ..NewParty::new(kind, name)
        };
        let registered = self.runtime.block_on(self.engine.register_party(&party))?;
        self.knows(registered.party, name);
        Ok(self)
    }

    /// Sends a command and writes down its answer.
    ///
    /// `actor` is as [`Scenario::actor`] reads it. `command` is `<machine>.<type>`; `arguments` are
    /// `name=value`, with dots for what lies within. A value is JSON or a word; `@sara` is a party;
    /// `carried`, or `votes:for,against,recused` in the order of the edition's seats, is a
    /// resolution of today, in which `absent` does not vote and `for:sara` is the party's vote.
    pub fn send(
        &mut self,
        number: &str,
        actor: &str,
        command: &str,
        arguments: &[&str],
    ) -> Result<&mut Self, TestkitError> {
        let actor = self.actor(number, actor)?;
        let read = self.command(command, arguments);
        if let Err(error @ TestkitError::NoCommand { .. }) = &read {
            let who = self.name(&actor);
            let line = format!("{number}: {who}: {}", words(command));
            self.transcript.line(self.today()?, &line);
            self.transcript.note(&format!("failed: {}", chain(error)));
        }
        // What was answered is in the transcript, and `accepted` and `refused` ask for it.
        let _ = self.ask(number, actor, read?)?;
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
        let mut line = format!("{number}: {who}: {}", words(command.name()));
        let (mut entered_by, mut evidence, mut shown) = (None, None, None);
        if let Some(Entered { on, by, paper }) = self.entered.clone() {
            line.push_str(&format!(", entered on {}", self.transcript.day(on)));
            if let Some((desk, note)) = by {
                let desk = self.actor(number, &desk)?;
                line.push_str(&format!(" by {}: {note}", self.name(&desk)));
                (entered_by, evidence) = (Some(desk), Some(note.as_str().into()));
                if let Some(paper) = paper {
                    line.push_str(&format!(", by {}", paper.replace('_', " ")));
                    shown = Some(paper.as_str().into());
                }
            }
        }
        self.answer = None;
        let request = Request {
            regime: Some(self.regime.name.clone()),
            on: Some(self.today()?),
            entered_by,
            evidence,
            paper: shown,
            ..Request::new(Uuid::from_u128(self.asked), number, actor, command)
        };
        let answer = self.runtime.block_on(self.engine.handle(&request));
        self.transcript.line(self.today()?, &line);
        match answer {
            Ok(answer) => {
                self.transcript.answer(&answer);
                self.answer = Some(answer.clone());
                Ok(answer)
            }
            Err(error) => {
                let error = TestkitError::from(error);
                self.transcript.note(&format!("failed: {}", chain(&error)));
                Err(error)
            }
        }
    }

    /// What the last command came to; none before the first one, and after one that failed.
    pub fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }

    /// Fails unless the last command was accepted, and was not already so.
    pub fn accepted(&mut self) -> Result<&mut Self, TestkitError> {
        self.came_to(Outcome::Accepted, None)
    }

    /// Fails unless the last command asked for what was already so.
    pub fn already_so(&mut self) -> Result<&mut Self, TestkitError> {
        self.came_to(Outcome::AlreadySo, None)
    }

    /// Fails unless the last command was refused for this reason.
    pub fn refused(&mut self, code: Code) -> Result<&mut Self, TestkitError> {
        self.came_to(Outcome::Refused, Some(code))
    }

    fn came_to(&mut self, outcome: Outcome, code: Option<Code>) -> Result<&mut Self, TestkitError> {
        let answer = self.answer.as_ref();
        let answer = answer.ok_or_else(|| TestkitError::meaning("no command was answered yet"))?;
        let because = answer.refusal.as_ref().map(|refusal| refusal.code);
        if answer.outcome == outcome && because == code {
            return Ok(self);
        }
        Err(TestkitError::Otherwise {
            expected: in_words(outcome, code.map(|code| code.word().to_owned())),
            came_to: in_words(
                answer.outcome,
                answer
                    .refusal
                    .as_ref()
                    .map(|refusal| format!("{}: {refusal}", refusal.code.word())),
            ),
        })
    }

    /// The nightly check, on the scenario's day; every event that it records, by licence. However
    /// long nothing was recorded, it runs: whoever wrote the scenario has chosen its day.
    pub fn night(&mut self) -> Result<&mut Self, TestkitError> {
        self.night_of(None)
    }

    /// The same, unless its day lies more days than this after the newest record: then nothing runs,
    /// and what the engine says of it is written down.
    pub fn night_within(&mut self, max_gap: MaxGap) -> Result<&mut Self, TestkitError> {
        self.night_of(Some(max_gap))
    }

    fn night_of(&mut self, max_gap: Option<MaxGap>) -> Result<&mut Self, TestkitError> {
        let before = self.histories()?;
        let sweep = Sweep {
            max_gap,
            ..Sweep::default()
        };
        let swept = self.runtime.block_on(self.engine.sweep(&sweep, |_, _| {}));
        if let Err(stopped @ SweepError::Gap { .. }) = &swept {
            self.transcript.line(self.clock_day()?, "the night");
            self.transcript.note(&format!("stopped: {stopped}"));
            return Ok(self);
        }
        let report = swept.map_err(|error| TestkitError::meaning(chain(&error)))?;
        self.transcript.line(self.clock_day()?, "the night");
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

    /// Everything that is recorded of the dossier, in the order in which it was.
    pub fn events(&self, number: &str) -> Result<Vec<Dated>, TestkitError> {
        let shown = self.runtime.block_on(self.engine.show(number, None))?;
        Ok(shown.history.into_iter().map(|(_, dated)| dated).collect())
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
        for finding in verification.findings.kept() {
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

    /// The engine, for what a scenario has no word for. Its futures are given to
    /// [`Scenario::block_on`].
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Where its register is, with the password if there is one: for another program that is to look
    /// at it.
    pub fn url(&self) -> &str {
        self.place.url()
    }

    /// Runs a future, such as a host's own code makes, to its end on the scenario's runtime.
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// The edition that judges everything.
    pub fn edition(&self) -> &Edition {
        self.regime.in_force_on(Date::MIN)
    }

    /// What happened so far.
    pub fn transcript(&self) -> &str {
        self.transcript.text()
    }

    /// Compares what happened so far with the transcript in a file: [`golden::compare`].
    pub fn compare(&self, file: impl AsRef<Path>) -> Result<(), TestkitError> {
        golden::compare(self.transcript(), file.as_ref())
    }

    /// The transcript with nothing in it from here on.
    pub(crate) fn without_what_was_written(&mut self) {
        let edition = self.edition.clone();
        self.transcript.forget(&format!("under {edition}"));
    }

    pub(crate) fn today(&self) -> Result<Date, TestkitError> {
        self.today
            .ok_or_else(|| TestkitError::meaning("it is no day yet: say first which one"))
    }

    pub(crate) fn province(&self) -> &str {
        &self.province
    }

    pub(crate) fn regime(&self) -> &Regime {
        &self.regime
    }

    pub(crate) fn parties(&self) -> &BTreeMap<String, PartyId> {
        &self.parties
    }

    /// From here on, the party goes by this name.
    pub(crate) fn knows(&mut self, party: PartyId, name: &str) {
        self.transcript.knows(party, name);
        self.parties.insert(name.to_owned(), party);
    }

    pub(crate) fn holders(&self) -> &BTreeMap<String, PartyId> {
        &self.holders
    }

    /// From here on, the holder of a licence of another register goes by its number too.
    pub(crate) fn holds(&mut self, holder: PartyId, number: &str) {
        self.holders.insert(format!("holder-of-{number}"), holder);
    }

    /// Writes down a line, and these events below it.
    pub(crate) fn tells(&mut self, day: Date, line: &str, events: &[Dated]) {
        self.transcript.line(day, line);
        self.transcript.events(events);
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
                let shown = self.engine.show(&row.id.to_string(), None).await?;
                let history = shown.history.into_iter().map(|(_, dated)| dated).collect();
                histories.insert(row.number, history);
            }
            Ok(histories)
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
}

impl Drop for Scenario {
    fn drop(&mut self) {
        self.runtime.block_on(self.place.remove(&self.engine));
    }
}

/// An identifier for the party of that number in a scenario, the same in every run; none for one that does
/// not say what it is.
fn identifier(number: usize, kind: PartyKind) -> Option<String> {
    let ids = (0..10).map(|check| match kind {
        PartyKind::Natural | PartyKind::Unstated => format!("{:09}{check}", 27_000_000 + number),
        PartyKind::Legal => format!("{:010}{check}", 1_010_000_000 + number),
    });
    let is_one = |id: &String| match kind {
        PartyKind::Natural => NationalId::parse(id).is_ok(),
        PartyKind::Legal => LegalEntityId::parse(id).is_ok(),
        PartyKind::Unstated => false,
    };
    ids.into_iter().find(is_one)
}

type Histories = BTreeMap<String, Vec<Dated>>;

/// A command's name in words: its machine and its type.
fn words(name: &str) -> String {
    name.replace('_', " ").replacen('.', " ", 1)
}

/// An outcome in words, and why where it was refused.
fn in_words(outcome: Outcome, why: Option<String>) -> String {
    match (outcome, why) {
        (Outcome::Accepted, _) => "accepted".to_owned(),
        (Outcome::AlreadySo, _) => "already so".to_owned(),
        (Outcome::Refused, why) => format!("refused as {}", why.unwrap_or_default()),
    }
}
