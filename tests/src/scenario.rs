//! A dossier's life as a ledger: a day, what was asked, what came of it.

mod apply;
pub mod appointment;
pub mod enforcement;
pub mod succession;

use std::fmt::Write;

use parvaneh::Workflows;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::{self, Date, DateOrder, Term, solar_hijri};
use parvaneh::core::dossier::{self, Answer, Command, Context, Dated, Dossier, Editions, Event};
use parvaneh::core::edition::{Edition, EditionId};
use parvaneh::core::licence;
use parvaneh::core::licence::Issue;
use parvaneh::core::opening::Office;
use parvaneh::core::party::{PartyId, PartyKind};
use parvaneh::core::renewal;
use parvaneh::core::resolution::{Choice, Resolution, Vote};
use parvaneh::core::standing;

/// The party that holds the licence.
pub const HOLDER: PartyId = PartyId([7; 16]);

pub use apply::{CALL, application, approval, call, recorded};

/// One dossier, a day that moves forward, and the transcript.
#[derive(Clone)]
pub struct Scenario {
    edition: Edition,
    editions: Editions,
    /// The dossier as it stands.
    pub dossier: Dossier,
    /// Everything that was recorded.
    pub history: Vec<Dated>,
    /// The call that the dossier answers to, and how many of its seats others hold.
    call: Option<(Dossier, u32)>,
    today: Date,
    transcript: String,
}

/// A date in either calendar, as people write it.
pub fn day(text: &str) -> Date {
    calendar::parse(text, DateOrder::YearMonthDay).expect("a date")
}

impl Scenario {
    /// A dossier without a licence, on a day, under one edition.
    pub fn under(edition: &str, today: &str) -> Self {
        let workflows = Workflows::embedded().expect("the editions load");
        let id = EditionId(edition.to_owned());
        let editions: Vec<Edition> = workflows.editions().cloned().collect();
        let edition = editions
            .iter()
            .find(|known| known.id == id)
            .expect("an edition")
            .clone();
        let mut transcript = String::new();
        let _ = writeln!(transcript, "under {}", edition.id);
        Self {
            edition,
            editions: editions.into_iter().collect(),
            dossier: Dossier::default(),
            history: Vec::new(),
            call: None,
            today: day(today),
            transcript,
        }
    }

    /// A dossier whose licence was issued on `from`. What issue needs came before, and the transcript
    /// has only the licence.
    pub fn licensed(edition: &str, from: &str) -> Self {
        Self::presented(edition, from).issued()
    }

    /// The licence is issued from the scenario's day on; the transcript has only the licence.
    pub fn issued(self) -> Self {
        let act = self.act_of_issue();
        let mut scenario = self.asks(
            Role::Authority,
            Command::Licence(licence::Command::Issue(Box::new(act))),
        );
        let lines = scenario.transcript.lines();
        let of_the_licence = lines.filter(|line| !line.ends_with("approval fulfilled"));
        scenario.transcript = of_the_licence.map(|line| format!("{line}\n")).collect();
        scenario
    }

    /// The act of issuing a licence from the scenario's day on: of a rural one to a natural person
    /// where nobody has applied for it.
    pub fn act_of_issue(&self) -> Issue {
        let by_act = self.edition.application.is_none();
        Issue {
            number: "17-1".into(),
            from: self.today,
            office: by_act.then(|| Office {
                kind: "rural".into(),
                province: "تهران".into(),
            }),
            holder: by_act.then_some(HOLDER),
            holder_kind: by_act.then_some(PartyKind::Natural),
        }
    }

    /// Moves to a later day. Nothing runs in between.
    pub fn on(mut self, today: &str) -> Self {
        self.today = day(today);
        self
    }

    /// The nightly check, on the scenario's day.
    pub fn night(mut self) -> Self {
        let (after, settled) =
            dossier::settle(self.dossier.clone(), &self.editions, self.today).expect("no defect");
        self.line("the night");
        self.recorded(&settled);
        if settled.is_empty() {
            self.note("nothing is due");
        }
        self.dossier = after;
        self.history.extend(settled);
        self
    }

    /// A command from someone who plays a role in the dossier's own province.
    pub fn asks(self, role: Role, command: Command) -> Self {
        let actor = self.actor(role, &command);
        self.actor_asks(&actor, command)
    }

    fn actor(&self, role: Role, command: &Command) -> Actor {
        let party = command.introduces(role).or(self.dossier.party(role));
        self.somebody(role, party)
    }

    /// Whoever plays a role in the dossier, in its own province.
    pub fn actor_in(&self, role: Role) -> Actor {
        self.somebody(role, self.dossier.party(role))
    }

    fn somebody(&self, role: Role, party: Option<PartyId>) -> Actor {
        let id = match party {
            Some(party) => party.to_string(),
            None if role == Role::Holder || role == Role::Applicant => HOLDER.to_string(),
            None => role.word().to_owned(),
        };
        Actor {
            id,
            role,
            province: Some("تهران".to_owned()),
            on_behalf_of: None,
        }
    }

    /// A command from anyone.
    pub fn actor_asks(mut self, actor: &Actor, command: Command) -> Self {
        let answer = self.answer_to(actor, &command);
        self.line(&format!(
            "{} asks to {}",
            actor.role.word(),
            words(&command)
        ));
        if !answer.settled.is_empty() {
            self.note("the calendar came first:");
            self.recorded(&answer.settled);
        }
        self.history.extend(answer.settled);
        match answer.decided {
            Err(refusal) => {
                self.note(&format!("refused, {}: {refusal}", refusal.code.word()));
                if let Some(earliest) = refusal.earliest {
                    self.note(&format!("it would pass from {}", both(earliest)));
                }
            }
            Ok(events) if events.is_empty() => self.note("it is already so"),
            Ok(events) => {
                self.recorded(&events);
                self.history.extend(events);
            }
        }
        self.dossier = answer.dossier;
        self
    }

    /// What a command from anyone would lead to on the scenario's day. Nothing is recorded.
    pub fn answer_to(&self, actor: &Actor, command: &Command) -> Answer {
        let answered = self.answered();
        let context = Context {
            edition: &self.edition,
            actor,
            today: self.today,
            call: answered.as_ref(),
        };
        dossier::answer(self.dossier.clone(), command, &context, &self.editions).expect("no defect")
    }

    /// What would come of a command from someone who plays a role in the dossier: the name of the
    /// first event, or the word of the refusal.
    pub fn comes_of(&self, role: Role, command: Command) -> &'static str {
        self.comes_of_actor(&self.actor(role, &command), command)
    }

    /// The same of a command from anyone.
    pub fn comes_of_actor(&self, actor: &Actor, command: Command) -> &'static str {
        match self.answer_to(actor, &command).decided {
            Ok(events) => events.first().map_or("nothing", |dated| dated.event.name()),
            Err(refusal) => refusal.code.word(),
        }
    }

    /// The name of the last event and its day.
    pub fn last(&self) -> (&'static str, Date) {
        let last = self.history.last().expect("something has happened");
        (last.event.name(), last.effective_on)
    }

    /// Another edition comes into force. The one before stays known, for what was filed under it.
    pub fn in_force(mut self, edition: Edition) -> Self {
        let before = std::mem::replace(&mut self.edition, edition.clone());
        self.editions = [before, edition].into_iter().collect();
        self
    }

    /// What the licence is worth on the scenario's day, from history alone.
    pub fn stands(mut self) -> Self {
        let view = standing::on(&self.history, &self.editions, self.today).expect("no defect");
        self.line(&format!("standing: {}", view.standing));
        self
    }

    /// The working group's votes: each voting seat for, unless said otherwise.
    pub fn votes(&self, session: &str, choices: &[(&str, Choice)]) -> Resolution {
        let rules = self
            .edition
            .working_group
            .as_ref()
            .expect("a working group");
        let mandate = Term {
            from: day("1380-01-01"),
            through: day("1450-01-01"),
        };
        let votes = rules.voting_seats.value.iter().map(|seat| Vote {
            seat: seat.clone(),
            person: format!("person of {seat}"),
            mandate,
            choice: choices
                .iter()
                .find(|(of, _)| of == seat)
                .map_or(Choice::For, |(_, choice)| *choice),
            reason: None,
        });
        Resolution {
            session: session.into(),
            on: self.today,
            votes: votes.collect(),
        }
    }

    /// A resolution in which every voting seat is for the motion.
    pub fn carried(&self, session: &str) -> Resolution {
        self.votes(session, &[])
    }

    /// Whether anybody votes under this edition.
    pub fn has_working_group(&self) -> bool {
        self.edition.working_group.is_some()
    }

    /// A session without votes, for an edition without a working group.
    pub fn nobody_votes(&self, session: &str) -> Resolution {
        Resolution {
            session: session.into(),
            on: self.today,
            votes: Vec::new(),
        }
    }

    /// The scenario's day.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The edition that judges what is asked.
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// The editions that the history may name.
    pub fn editions(&self) -> &Editions {
        &self.editions
    }

    /// The transcript.
    pub fn end(self) -> String {
        self.transcript
    }

    fn line(&mut self, text: &str) {
        let _ = writeln!(self.transcript, "{}  {text}", both(self.today));
    }

    fn note(&mut self, text: &str) {
        let _ = writeln!(self.transcript, "    {text}");
    }

    fn recorded(&mut self, events: &[Dated]) {
        for dated in events {
            let text = format!(
                "{}: {}",
                solar_hijri(dated.effective_on),
                told(&dated.event)
            );
            self.note(&text);
        }
    }
}

/// A renewal command.
pub fn renewal(command: renewal::Command) -> Command {
    Command::Renewal(command)
}

/// A licence command.
pub fn licence(command: licence::Command) -> Command {
    Command::Licence(command)
}

fn both(day: Date) -> String {
    format!("{} ({day})", solar_hijri(day))
}

fn words(command: &Command) -> String {
    if let Some(words) = succession::words(command) {
        return words;
    }
    let name = command.name();
    let (_, word) = name.split_once('.').unwrap_or(("", name));
    match word {
        "lift_suspension" => "lift the suspension".to_owned(),
        "sanction" => enforcement::asked(command),
        _ => word.replace('_', " "),
    }
}

/// An event, and the facts of it that a lawyer would ask for.
fn told(event: &Event) -> String {
    let name = event.name().replace(['.', '_'], " ");
    if let Some(facts) = apply::told(event) {
        return format!("{name}{facts}");
    }
    let facts = match event {
        Event::Licence(licence::Event::Issued {
            term, renewal_due, ..
        })
        | Event::Renewal(renewal::Event::Granted {
            term, renewal_due, ..
        }) => format!(
            ", {} to {}, renewal due {}",
            solar_hijri(term.from),
            solar_hijri(term.through),
            renewal_due.map_or_else(|| "never".to_owned(), solar_hijri)
        ),
        Event::Licence(
            licence::Event::Expired { through } | licence::Event::Continued { through },
        ) => {
            format!(", its term ran through {}", solar_hijri(*through))
        }
        Event::Renewal(renewal::Event::Filed { request, .. }) => {
            format!(", {:?}", request.timeliness).to_lowercase()
        }
        Event::Renewal(renewal::Event::ReminderDue {
            rung,
            current_through,
            ..
        }) => {
            format!(
                " no. {rung}, current through {}",
                solar_hijri(*current_through)
            )
        }
        Event::Renewal(renewal::Event::DeficiencyNoted { cure_by, .. }) => {
            format!(", to be cured by {}", solar_hijri(*cure_by))
        }
        Event::Renewal(renewal::Event::DeadlinePassed { policy, .. }) => format!(", {policy:?}"),
        Event::Licence(event) => {
            let told = succession::told_of_licence(event);
            told.unwrap_or_else(|| enforcement::told_of_licence(event))
        }
        Event::Enforcement(event) => enforcement::told(event),
        Event::Premises(event) => succession::told_of_premises(event).unwrap_or_default(),
        Event::Appointment(event) => appointment::told(event),
        Event::Mismatch(event) => appointment::told_of_mismatch(event),
        other => succession::told(other),
    };
    format!("{name}{facts}")
}
