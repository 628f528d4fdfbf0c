//! Lives by chance: acts that were accepted, each on its own day, with the facts outside them fixed.

use std::collections::BTreeMap;
use std::fmt;

use parvaneh::Workflows;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Date;
use parvaneh::core::contract;
use parvaneh::core::dossier::{self, CallView, Command, Context, Dated, Dossier, Editions};
use parvaneh::core::edition::Edition;
use parvaneh::core::opening;
use parvaneh::core::specimen::{self, NEWCOMER, Specimen};
use parvaneh_testkit::{Reading, script};
use parvaneh_tests::law::{PARTIES, day, edition, stated};

use crate::life::Life;
use crate::properties::{CASE, RARE, RENEWAL};
use crate::steps::{
    APPROVED, CALL, CLEARANCES, CLEARED, FILED, PASSED, PRESENTED, REGISTERED, REVIEWED, REVOKED,
    TRANSFER_FILED, VOTED,
};

/// What ends or holds up a matter: taken now and then only, or nothing gets far.
const ENDS: [&str; 15] = [
    "cancel",
    "dismiss",
    "lapse",
    "note_deficiency",
    "permit_closure",
    "permit_counter",
    "refuse",
    "refuse_relocation",
    "reject",
    "request_relocation",
    "revoke",
    "surrender",
    "suspend",
    "terminate",
    "withdraw",
];

/// A renewal that is asked for after its last timely day.
const LATE: [&str; 3] = [
    "after 1010",
    "holder renewal.file",
    "working_group renewal.excuse_lateness reason=flood resolution=carried",
];

/// A renewal, to the file of which a paper is put.
const WITH_A_PAPER: [&str; 3] = [
    "after 900",
    "holder renewal.file",
    "technical_committee renewal.record paper.name=premises_report paper.favourable=true",
];

/// An office that is closed for a while.
const CLOSED: [&str; 2] = [
    "working_group licence.permit_closure through=soon resolution=carried",
    "holder licence.reopen",
];

/// A licence that is given up from a later day on, once and again.
const LATER: [&str; 4] = [
    "holder licence.surrender from=soon",
    "holder coming.take_back what=surrender reason=stated",
    "holder licence.surrender from=soon",
    "inspector enforcement.report violation=HOURS facts=seen",
];

/// A transfer that lacks a paper at first.
const CURED: [&str; 3] = [
    "holder transfer.file transferee=@omid transferee_kind=natural",
    "secretariat transfer.note_deficiency missing='[\"a paper\"]'",
    "holder transfer.cure",
];

const RESERVED: &str = "working_group application.reserve resolution=carried";

const REJECTED: &str = "
    working_group application.reject resolution=carried unmet=premises
    applicant application.object grounds=measured
    appeal_body application.dismiss_objection reason=stated";

const ISSUED: &str = "authority licence.issue number=17-1 from=today";

/// What lives of a licence are about.
const OF_A_LICENCE: [&str; 7] = [
    "",
    "transfer",
    "renewal",
    "enforcement",
    "licence",
    "appointment",
    "contract",
];

/// What somebody did on a day.
#[derive(Clone, Debug)]
pub(super) struct Act {
    pub(super) on: Date,
    pub(super) actor: Actor,
    pub(super) command: Command,
}

/// What a life begins with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Beginning {
    /// A licence that another register states.
    Licence,
    /// Nothing, and a call that is open.
    OpenCall,
    /// The same, and its seat is taken.
    FullCall,
    /// Nothing.
    Nothing,
}

/// What is fixed for a life: the editions in force, what it begins with, and the call.
pub(super) struct Law {
    pub(super) name: String,
    /// From which day on each is in force.
    in_force: Vec<(Date, Edition)>,
    pub(super) editions: Editions,
    pub(super) opening: Vec<Dated>,
    pub(super) first: Date,
    call: Option<Dossier>,
    /// What commands to a call of its own have to know of it: that its seats are filled.
    filled: Option<CallView>,
    beginning: Beginning,
}

impl Law {
    /// Under editions, each from a day on.
    pub(super) fn new(in_force: &[(&str, &str)], beginning: Beginning) -> Self {
        let workflows = Workflows::embedded().expect("the editions load");
        let editions = workflows.editions().cloned().collect();
        let from = |(id, from): &(&str, &str)| (day(from), edition(id));
        let in_force: Vec<(Date, Edition)> = in_force.iter().map(from).collect();
        let first_edition = &in_force[0].1;
        let (mut opening, mut call) = (Vec::new(), None);
        match beginning {
            Beginning::Licence => {
                opening = opening::events(&stated("1402-07-15"), first_edition, Date::MAX)
                    .expect("it can be true");
            }
            Beginning::OpenCall | Beginning::FullCall => {
                let called = Life::under(first_edition.clone(), "1402-03-10").asks(CALL);
                // By whomever the edition says: the other is refused.
                let called = called.asks("secretariat call.publish\nauthority call.publish");
                call = Some(called.dossier);
            }
            Beginning::Nothing => {}
        }
        let ids = in_force.iter().map(|(_, edition)| edition.id.0.as_str());
        let ids: Vec<&str> = ids.collect();
        let mut law = Self {
            name: format!("{beginning:?} under {}", ids.join(" and then ")),
            first: match beginning {
                Beginning::Licence => day("1402-07-15"),
                Beginning::OpenCall | Beginning::FullCall => day("1402-04-20"),
                Beginning::Nothing => day("1402-02-01"),
            },
            in_force,
            editions,
            opening,
            call,
            filled: None,
            beginning,
        };
        law.filled = law.own_number().map(|number| CallView {
            number,
            call: Dossier::default().call,
            seats_taken: u32::MAX,
            undecided: 0,
            parties: Vec::new(),
        });
        law
    }

    pub(super) fn in_force_on(&self, on: Date) -> &Edition {
        let (before, _) = self
            .in_force
            .split_at(self.in_force.partition_point(|(from, _)| *from <= on));
        &before.last().unwrap_or(&self.in_force[0]).1
    }

    /// The call as it stands on a day; where there is none, one whose seats are all taken.
    pub(super) fn call_on(&self, on: Date) -> Option<CallView> {
        let Some(call) = &self.call else {
            return self.filled.clone();
        };
        let (call, _) = dossier::settle(call.clone(), &self.editions, on).expect("no defect");
        Some(CallView {
            number: call.call.call().map(|call| call.number.to_string())?,
            call: call.call,
            seats_taken: match self.beginning {
                Beginning::FullCall => u32::MAX,
                Beginning::Licence | Beginning::OpenCall | Beginning::Nothing => 0,
            },
            undecided: 0,
            parties: Vec::new(),
        })
    }

    /// The number that a call would have that is drafted in a dossier of its own.
    fn own_number(&self) -> Option<String> {
        if !self.opening.is_empty() {
            return None;
        }
        let commands = self.specimens(&Dossier::default(), self.first, None);
        let number = |command: &Command| Some(command.opens()?.number?.to_owned());
        commands
            .iter()
            .find(|command| command.name() == "call.draft")
            .and_then(number)
    }

    fn specimens(&self, dossier: &Dossier, today: Date, call: Option<&CallView>) -> Vec<Command> {
        let editions = self.in_force.iter().filter(|(from, _)| *from <= today);
        let commands = editions.flat_map(|(_, edition)| {
            specimen::commands(&Specimen {
                edition,
                today,
                dossier,
                call,
            })
        });
        commands.collect()
    }

    /// So many times more lives than from another beginning are needed to see everything: much can be
    /// done with a licence, and a call's life is short and seldom gets far.
    pub(super) fn many(&self) -> u32 {
        match self.beginning {
            Beginning::Licence => 2,
            Beginning::OpenCall | Beginning::FullCall => 1,
            Beginning::Nothing => 8,
        }
    }

    /// What could be sent to a settled dossier on a day, in order or not.
    pub(super) fn commands(&self, dossier: &Dossier, today: Date) -> Vec<Command> {
        let call = self.call_on(today);
        self.specimens(dossier, today, call.as_ref())
    }

    /// What comes of a command on a settled dossier; none where it is refused.
    fn leads_to(&self, dossier: &Dossier, act: &Act) -> Option<usize> {
        let call = self.call_on(act.on);
        let context = Context {
            edition: self.in_force_on(act.on),
            editions: &self.editions,
            actor: &act.actor,
            today: act.on,
            call: call.as_ref(),
        };
        let judged = dossier::judged(dossier, &act.command, &context, &self.editions);
        judged.expect("no defect").ok().map(|events| events.len())
    }

    /// An act by somebody who may, that is in order on a settled dossier; and whether anything comes
    /// of it.
    pub(super) fn in_order(
        &self,
        dossier: &Dossier,
        on: Date,
        command: &Command,
    ) -> Option<(Act, bool)> {
        command.by().iter().find_map(|role| {
            let act = Act {
                on,
                actor: actor(dossier, command, *role),
                command: command.clone(),
            };
            let led_to = self.leads_to(dossier, &act)?;
            Some((act, led_to != 0))
        })
    }

    /// One of the steps that may be taken on a settled dossier, by a number that stands for chance.
    /// Those of a theme come first.
    fn step(&self, dossier: &Dossier, on: Date, theme: &str, pick: usize) -> Option<Act> {
        let (ends, is_nothing) = (pick.is_multiple_of(7), pick.is_multiple_of(11));
        let found = |all: &[Command], theme: &str, from: usize| {
            (0..all.len()).find_map(|at| {
                let command = &all[(from / 77 + at) % all.len()];
                let name = command.name();
                let (_, word) = name.split_once('.')?;
                if !name.starts_with(theme) || (!ends && ENDS.contains(&word)) {
                    return None;
                }
                let (act, leads) = self.in_order(dossier, on, command)?;
                (leads || is_nothing).then_some(act)
            })
        };
        match pick % 10 {
            0..=2 => found(&self.aside(dossier, on, pick / 10), "", pick),
            3 | 4 if !self.opening.is_empty() => found(&self.lines(on, pick / 10), "", pick),
            5 => found(&self.commands(dossier, on), "", pick),
            // What goes furthest: commands are listed in the order of a life.
            6..=8 => {
                let mut all = self.commands(dossier, on);
                all.reverse();
                let furthest = all
                    .iter()
                    .position(|command| command.name().starts_with(theme));
                all.rotate_left(furthest.unwrap_or_default());
                found(&all, theme, 0).or_else(|| found(&all, "", pick))
            }
            _ => {
                let all = self.commands(dossier, on);
                found(&all, theme, pick).or_else(|| found(&all, "", pick))
            }
        }
    }

    /// What is done beside the matter in hand: a contract with an agency that has none, a paper once
    /// more.
    pub(super) fn aside(&self, dossier: &Dossier, on: Date, pick: usize) -> Vec<Command> {
        let mut all = self.commands(dossier, on);
        all.retain(|command| match self.beginning {
            Beginning::Licence => command.name() == "contract.draft",
            Beginning::OpenCall | Beginning::FullCall | Beginning::Nothing => {
                ["application.record", "appointment.propose"].contains(&command.name())
            }
        });
        for command in &mut all {
            if let Command::Contract(contract::Command::Draft { agency }) = command {
                *agency = format!("agency-{}", pick % 97).as_str().into();
            }
        }
        all
    }

    /// The same in the words of the properties: they say more of cases than one command of a kind.
    fn lines(&self, today: Date, pick: usize) -> Vec<Command> {
        let all: Vec<&str> = [&RENEWAL[..], &CASE[..], &RARE[..]].concat();
        let lines = (0..6).map(|at| all[(pick + at) % all.len()]);
        lines.map(|line| self.read(line, today)).collect()
    }

    /// The command of a line of a script.
    pub(super) fn read(&self, line: &str, today: Date) -> Command {
        let after = |days: i64| format!("through={}", today.moved_by(days));
        let line = line.replace("through=soon", &after(25));
        let line = line.replace("through=later", &after(300));
        let from = today.moved_by(25);
        let line = line.replace("from=soon", &format!("from={from}"));
        let line = line.replace("=today", &format!("={today}"));
        let words = script::words(&line).expect("words");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let parties: BTreeMap<String, _> = PARTIES
            .iter()
            .map(|(name, id)| ((*name).to_owned(), *id))
            .collect();
        let reading = Reading {
            edition: self.in_force_on(today),
            today,
            parties: &parties,
        };
        reading.command(words[1], &words[2..]).expect("a command")
    }

    /// Steps that follow one another and are rarely hit upon by chance.
    fn story(&self, pick: usize) -> String {
        let stories: &[&[&str]] = match self.beginning {
            Beginning::Licence => &[
                &[TRANSFER_FILED, PASSED, REGISTERED],
                &[TRANSFER_FILED, PASSED, REGISTERED],
                &[REVOKED, "holder enforcement.object reason=stated"],
                &LATE,
                &WITH_A_PAPER,
                &CLOSED,
                &CURED,
                &LATER,
            ],
            Beginning::OpenCall | Beginning::FullCall => &[
                &[
                    FILED, REVIEWED, CLEARANCES, CLEARED, RESERVED, VOTED, APPROVED, PRESENTED,
                    ISSUED,
                ],
                &[FILED, REVIEWED, REJECTED],
            ],
            Beginning::Nothing => return String::new(),
        };
        match pick % 2 {
            0 => String::new(),
            _ => stories[pick / 2 % stories.len()].join("\n"),
        }
    }

    /// A life of steps: so many days later, the next that may be taken.
    pub(super) fn life(&self, steps: &[(i64, usize)]) -> Vec<Act> {
        let themes: &[&str] = match self.beginning {
            Beginning::Licence => &OF_A_LICENCE,
            Beginning::OpenCall | Beginning::FullCall => {
                &["application", "principled_approval", "", "a"]
            }
            Beginning::Nothing => &["call"],
        };
        let theme = steps
            .first()
            .map_or("", |(_, pick)| themes[pick % themes.len()]);
        let story = steps
            .first()
            .map_or(String::new(), |(_, pick)| self.story(pick / 7));
        let mut story = story.lines().filter(|line| !line.trim().is_empty());
        let mut dossier = dossier::replay(&self.opening).expect("no defect");
        let mut today = self.first;
        let mut acts = Vec::new();
        for (days, pick) in steps {
            today = today.moved_by(*days);
            let settled = dossier::settle(dossier, &self.editions, today);
            dossier = settled.expect("no defect").0;
            let told = match pick % 3 {
                0 => None,
                _ => story.next(),
            };
            if let Some(days) = told.and_then(|line| line.strip_prefix("after ")) {
                today = today.moved_by(days.parse().expect("so many days"));
                continue;
            }
            let act = match told.map(|line| self.read(line, today)) {
                Some(command) => self.in_order(&dossier, today, &command).map(|(act, _)| act),
                None => self.step(&dossier, today, theme, *pick),
            };
            let Some(act) = act else {
                continue;
            };
            let call = self.call_on(today);
            let context = Context {
                edition: self.in_force_on(today),
                editions: &self.editions,
                actor: &act.actor,
                today,
                call: call.as_ref(),
            };
            let answer = dossier::answer(dossier, &act.command, &context, &self.editions);
            dossier = answer.expect("no defect").dossier;
            acts.push(act);
        }
        acts
    }
}

/// Whoever plays a role, of those that a command is for.
fn actor(dossier: &Dossier, command: &Command, role: Role) -> Actor {
    let party = command.introduces(role).or(dossier.party(role));
    let agency = match command {
        Command::Contract(command) if role == Role::ServiceAgency => Some(command.agency()),
        _ => None,
    };
    let id = match (party, agency) {
        (Some(party), _) => party.to_string(),
        (None, Some(agency)) => agency.to_owned(),
        (None, None) if role.is_of_a_party() => NEWCOMER.to_string(),
        (None, None) => role.word().to_owned(),
    };
    Actor {
        id,
        role,
        province: None,
        on_behalf_of: None,
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let command = serde_json::to_string(&self.command).map_err(|_| fmt::Error)?;
        write!(f, "{} {} {command}", self.on, self.actor.role.word())
    }
}
