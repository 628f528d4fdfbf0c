//! A dossier on a day, driven in the words of the scripts and on the core alone: for tests that go two
//! ways from one day, by chance, or under an edition of their own.

use std::collections::BTreeMap;

use parvaneh::Workflows;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, Answer, CallView, Command, Context, Dated, Dossier, Editions};
use parvaneh::core::edition::Edition;
use parvaneh::core::opening::{self, Opening};
use parvaneh::core::party::PartyId;
use parvaneh::core::standing::{self, View};
use parvaneh_testkit::{Reading, script};
use parvaneh_tests::law::{PARTIES, day, party, stated};

/// See the module.
#[derive(Clone)]
pub(crate) struct Life {
    pub(crate) edition: Edition,
    pub(crate) editions: Editions,
    pub(crate) dossier: Dossier,
    /// Everything that was recorded.
    pub(crate) history: Vec<Dated>,
    /// The call that the dossier answers to, and how many of its seats others have.
    pub(crate) call: Option<(Dossier, u32)>,
    pub(crate) today: Date,
}

impl Life {
    /// A dossier in which nothing has happened.
    pub(crate) fn under(edition: Edition, today: &str) -> Self {
        let workflows = Workflows::embedded().expect("the editions load");
        let known = workflows.editions().cloned();
        Self {
            editions: known.chain([edition.clone()]).collect(),
            edition,
            dossier: Dossier::default(),
            history: Vec::new(),
            call: None,
            today: day(today),
        }
    }

    /// A licence from that day on, as another register states it.
    pub(crate) fn licensed(edition: Edition, from: &str) -> Self {
        Self::licensed_through(edition, from, None)
    }

    /// The same, with the last day of its term as that register states it.
    pub(crate) fn licensed_through(edition: Edition, from: &str, through: Option<&str>) -> Self {
        let opening = Opening {
            through: through.map(day),
            ..stated(from)
        };
        let history = opening::events(&opening, &edition, Date::MAX).expect("it can be true");
        let dossier = dossier::replay(&history).expect("no defect");
        Self {
            dossier,
            history,
            ..Self::under(edition, from)
        }
    }

    /// Moves to another day. Nothing runs in between.
    pub(crate) fn on(mut self, today: &str) -> Self {
        self.today = day(today);
        self
    }

    /// The nightly check.
    pub(crate) fn night(mut self) -> Self {
        let settled = dossier::settle(self.dossier, &self.editions, self.today);
        let (dossier, events) = settled.expect("no defect");
        self.dossier = dossier;
        self.history.extend(events);
        self
    }

    /// Lines of a script, each by somebody on this dossier: `<actor> <command> [name=value…]`.
    /// Refused or not, what came of each is recorded.
    pub(crate) fn asks(mut self, lines: &str) -> Self {
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            let (actor, command) = self.read(line);
            self = self.does(&actor, &command);
        }
        self
    }

    /// The same of a value.
    pub(crate) fn does(mut self, actor: &Actor, command: &Command) -> Self {
        let answer = self.answer(actor, command);
        self.history.extend(answer.settled);
        self.history.extend(answer.decided.unwrap_or_default());
        self.history.extend(answer.followed);
        self.dossier = answer.dossier;
        self
    }

    /// Another edition comes into force. The one before stays known, for what was filed under it.
    pub(crate) fn in_force(mut self, edition: Edition) -> Self {
        self.editions = [self.edition, edition.clone()].into_iter().collect();
        self.edition = edition;
        self
    }

    /// What would come of a line: the name of the first event, or the word of the refusal.
    pub(crate) fn comes_of(&self, line: &str) -> &'static str {
        let (actor, command) = self.read(line);
        self.would(&actor, &command)
    }

    /// The same of a value.
    pub(crate) fn would(&self, actor: &Actor, command: &Command) -> &'static str {
        match self.answer(actor, command).decided {
            Ok(events) => events.first().map_or("nothing", |dated| dated.event.name()),
            Err(refusal) => refusal.code.word(),
        }
    }

    /// What a command would lead to today. Nothing is recorded.
    pub(crate) fn answer(&self, actor: &Actor, command: &Command) -> Answer {
        let call = self.call_on(self.today);
        let context = Context {
            edition: &self.edition,
            editions: &self.editions,
            actor,
            today: self.today,
            call: call.as_ref(),
        };
        dossier::answer(self.dossier.clone(), command, &context, &self.editions).expect("no defect")
    }

    /// The call that the dossier answers to, as it stands on a day if nobody does anything.
    pub(crate) fn call_on(&self, today: Date) -> Option<CallView> {
        let (call, seats_taken) = self.call.clone()?;
        let (call, _) = dossier::settle(call, &self.editions, today).expect("no defect");
        Some(CallView {
            number: call.call.call().map(|call| call.number.to_string())?,
            call: call.call,
            seats_taken,
            undecided: 0,
            parties: Vec::new(),
        })
    }

    /// Whoever plays a role, in the dossier's own province.
    pub(crate) fn actor(&self, role: Role, party: Option<PartyId>) -> Actor {
        let id = party.or(self.dossier.party(role));
        Actor {
            id: id.map_or_else(|| role.word().to_owned(), |party| party.to_string()),
            role,
            province: Some("تهران".to_owned()),
            on_behalf_of: None,
        }
    }

    /// A line's actor, a role or `role:name`, and its command. The word `today` is the day.
    pub(crate) fn read(&self, line: &str) -> (Actor, Command) {
        let line = line.replace("=today", &format!("={}", self.today));
        let words = script::words(&line).expect("words");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let [who, command, arguments @ ..] = words.as_slice() else {
            panic!("{line:?} is no line");
        };
        let parties: BTreeMap<String, PartyId> = PARTIES
            .iter()
            .map(|(name, id)| ((*name).to_owned(), *id))
            .chain(self.dossier.holder.map(|id| ("holder".to_owned(), id)))
            .collect();
        let reading = Reading {
            edition: &self.edition,
            today: self.today,
            parties: &parties,
        };
        let command = reading.command(command, arguments).expect("a command");
        let (role, name) = who.split_once(':').unzip();
        let word = role.unwrap_or(who);
        let role = Role::ALL.iter().find(|known| known.word() == word);
        let role = *role.unwrap_or_else(|| panic!("{word} is no role"));
        let party = name.map(party).or(command.introduces(role));
        (self.actor(role, party), command)
    }

    /// The name of the last event and its day.
    pub(crate) fn last(&self) -> (&'static str, Date) {
        let last = self.history.last().expect("something has happened");
        (last.event.name(), last.effective_on)
    }

    /// How the licence stands, from history alone.
    pub(crate) fn view(&self) -> View {
        standing::on(&self.history, &self.editions, self.today).expect("no defect")
    }
}
