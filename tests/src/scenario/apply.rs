//! From a call for applicants to the day before a licence.

use parvaneh::core::actor::Role;
use parvaneh::core::application::{self, Filing, Stage};
use parvaneh::core::calendar::{Date, solar_hijri};
use parvaneh::core::call::{self, Draft};
use parvaneh::core::dossier::{self, CallView, Command, Context, Event};
use parvaneh::core::opening::Office;
use parvaneh::core::paper::Paper;
use parvaneh::core::party::PartyKind;
use parvaneh::core::principled_approval;
use parvaneh::core::specimen::{self, Specimen};

use super::{HOLDER, Scenario, day};

/// The number of every scenario's call.
pub const CALL: &str = "1402-7";

/// A command to a call.
pub fn call(command: call::Command) -> Command {
    Command::Call(command)
}

/// A command to an application.
pub fn application(command: application::Command) -> Command {
    Command::Application(command)
}

/// A command to a principled approval.
pub fn approval(command: principled_approval::Command) -> Command {
    Command::PrincipledApproval(command)
}

impl Scenario {
    /// A call for some offices in Tehran, from its draft to its publication.
    pub fn published_call(edition: &str, opens_on: &str, closes_on: &str, seats: u32) -> Self {
        let opens_on = day(opens_on);
        let mut scenario = Self::under(edition, &before(opens_on, 20).to_string());
        let draft = Draft {
            number: CALL.into(),
            province: "تهران".into(),
            district: "شمیران".into(),
            seats,
            opens_on,
            closes_on: day(closes_on),
        };
        scenario = scenario.asks(
            Role::Secretariat,
            call(call::Command::Draft(Box::new(draft))),
        );
        let resolution = scenario.carried("1");
        let capacity = call::Command::ApproveCapacity {
            resolution,
            seats,
            population: 50_000,
        };
        let rules = scenario
            .edition
            .call
            .as_ref()
            .expect("the edition knows calls");
        let publisher = rules.publisher.value;
        scenario
            .asks(Role::WorkingGroup, call(capacity))
            .asks(publisher, call(call::Command::Publish))
    }

    /// Under the same edition without its calls.
    pub fn without_calls(mut self) -> Self {
        self.edition.call = None;
        self.editions = [self.edition.clone()].into_iter().collect();
        self
    }

    /// With the call of another scenario as the one that this dossier answers to, and so many of
    /// its seats in other hands.
    pub fn answering(mut self, call: &Self, seats_taken: u32) -> Self {
        self.call = Some((call.dossier.clone(), seats_taken));
        self
    }

    pub(super) fn answered(&self) -> Option<CallView> {
        self.call_on(self.today)
    }

    /// The call that the dossier answers to, as it stands on a day if nobody does anything.
    pub fn call_on(&self, on: Date) -> Option<CallView> {
        let (call, seats_taken) = self.call.as_ref()?;
        let (call, _) = dossier::settle(call.clone(), &self.editions, on).expect("no defect");
        Some(CallView {
            number: call.call.call().map(|call| call.number.to_string())?,
            call: call.call,
            seats_taken: *seats_taken,
            undecided: 0,
        })
    }

    /// What may be done on the scenario's day by whoever it is for, each with its role.
    pub fn may_be_done(&self) -> Vec<(Role, Command)> {
        let answered = self.answered();
        let (dossier, _) =
            dossier::settle(self.dossier.clone(), &self.editions, self.today).expect("no defect");
        let specimens = specimen::commands(&Specimen {
            edition: &self.edition,
            today: self.today,
            dossier: &dossier,
            call: answered.as_ref(),
        });
        let with_roles = specimens.into_iter().map(|command| {
            let role = match &command {
                Command::Application(application::Command::Record { paper }) => {
                    self.edition.papers[paper.name.as_str()].value.from
                }
                Command::Call(call::Command::Publish) => {
                    let rules = self.edition.call.as_ref();
                    rules.map_or(Role::Secretariat, |rules| rules.publisher.value)
                }
                other => other.by()[0],
            };
            (role, command)
        });
        let is_done = |(role, command): &(Role, Command)| {
            let context = Context {
                edition: &self.edition,
                actor: &self.actor(*role, command),
                today: self.today,
                call: answered.as_ref(),
            };
            let answer = dossier::answer(dossier.clone(), command, &context, &self.editions);
            let answer = answer.expect("no defect");
            answer.decided.is_ok() && answer.dossier != dossier
        };
        with_roles.filter(is_done).collect()
    }

    /// An application for a rural office by a natural person, in answer to the scenarios' call.
    pub fn filing(&self) -> Filing {
        Filing {
            call: self.edition.call.as_ref().map(|_| CALL.into()),
            office: Office {
                kind: "rural".into(),
                province: "تهران".into(),
            },
            applicant: HOLDER,
            applicant_kind: PartyKind::Natural,
        }
    }

    /// The applicant files.
    pub fn files(self, filing: Filing) -> Self {
        let command = application::Command::File(Box::new(filing));
        self.asks(Role::Applicant, application(command))
    }

    /// Papers are put on file in the applicant's favour, each by whoever the edition says.
    pub fn records(self, papers: &[&str]) -> Self {
        papers.iter().fold(self, |scenario, name| {
            let from = scenario.edition.papers[*name].value.from;
            scenario.asks(from, recorded(name, true))
        })
    }

    /// Puts every paper on file that a stage needs.
    pub fn records_for(self, stage: Stage) -> Self {
        let rules = self.edition.application.as_ref().expect("applications");
        let needs = rules.stages.needs(stage).value;
        let names: Vec<&str> = needs.iter().map(String::as_str).collect();
        self.records(&names)
    }

    /// The secretariat finds the application complete.
    pub fn reviewed(self) -> Self {
        let command = application::Command::BeginReview;
        self.asks(Role::Secretariat, application(command))
    }

    /// The working group finds the applicant qualified.
    pub fn voted(self) -> Self {
        let resolution = self.carried("21");
        let command = application::Command::Qualify { resolution };
        self.asks(Role::WorkingGroup, application(command))
    }

    /// The secretariat finds every clearance there.
    pub fn cleared(self) -> Self {
        let command = application::Command::ConcludeClearance;
        self.asks(Role::Secretariat, application(command))
    }

    /// Every stage, in the edition's order, with everything that each needs, as far as it goes.
    pub fn qualified(self) -> Self {
        let mut scenario = self.reviewed();
        loop {
            let stood_at = scenario.dossier.application.name();
            scenario = match scenario.dossier.application.name() {
                "UnderClearance" => scenario.records_for(Stage::Clearance).cleared(),
                "ForSession" => scenario.records_for(Stage::Session).voted(),
                _ => return scenario,
            };
            if scenario.dossier.application.name() == stood_at {
                return scenario;
            }
        }
    }

    /// The working group gives principled approval.
    pub fn approved_in_principle(self) -> Self {
        let resolution = self.carried("22");
        let command = principled_approval::Command::Issue { resolution };
        self.asks(Role::WorkingGroup, approval(command))
    }

    /// The premises are ready and confirmed.
    pub fn equipped(self) -> Self {
        self.records(&["equipment_report"]).asks(
            Role::TechnicalCommittee,
            approval(principled_approval::Command::ConfirmPremises),
        )
    }

    /// The file is laid before the authority.
    pub fn laid_before_the_authority(self) -> Self {
        self.asks(
            Role::Secretariat,
            approval(principled_approval::Command::Present),
        )
    }

    /// A dossier that has everything that issue needs on the day `on`, and says nothing of it: for
    /// a rural office of a natural person.
    pub fn presented(edition: &str, on: &str) -> Self {
        Self::presented_for(edition, on, "rural", PartyKind::Natural)
    }

    /// The same for an office of that kind and a holder of that kind.
    pub fn presented_for(edition: &str, on: &str, office: &str, holder: PartyKind) -> Self {
        let mut scenario = Self::under(edition, on);
        if scenario.edition.application.is_none() {
            return scenario;
        }
        let (transcript, today) = (scenario.transcript.clone(), scenario.today);
        let ago = |days| before(today, days).to_string();
        let call = Self::published_call(edition, &ago(100), &ago(70), 1);
        let mut filing = scenario.filing();
        filing.office.kind = office.into();
        filing.applicant_kind = holder;
        scenario = scenario
            .answering(&call, 0)
            .on(&ago(90))
            .files(filing)
            .on(&ago(60))
            .qualified()
            .approved_in_principle()
            .on(&ago(30))
            .equipped()
            .laid_before_the_authority()
            .with_its_posts_filled()
            .on(on);
        scenario.transcript = transcript;
        scenario
    }
}

/// A paper is put on file, for the applicant or against.
pub fn recorded(name: &str, favourable: bool) -> Command {
    application(application::Command::Record {
        paper: Paper {
            name: name.into(),
            favourable,
            reference: None,
        },
    })
}

fn before(date: Date, days: i64) -> Date {
    (0..days).fold(date, |day, _| day.pred_opt().expect("a day"))
}

/// What a lawyer would ask of an event of these machines.
pub(super) fn told(event: &Event) -> Option<String> {
    match event {
        Event::Call(event) => Some(told_of_call(event)),
        Event::Application(event) => Some(told_of_application(event)),
        Event::PrincipledApproval(event) => Some(told_of_approval(event)),
        _ => None,
    }
}

fn told_of_call(event: &call::Event) -> String {
    match event {
        call::Event::Drafted { draft, .. } => format!(
            " {}, for {}, {} to {}",
            draft.number,
            draft.seats,
            solar_hijri(draft.opens_on),
            solar_hijri(draft.closes_on)
        ),
        call::Event::CapacityApproved {
            seats,
            population,
            guide,
            ..
        } => format!(", {seats} for {population} people, the guide says {guide}"),
        call::Event::Extended { closes_on, .. } => {
            format!(" through {}", solar_hijri(*closes_on))
        }
        call::Event::Closed { reserve_through } => {
            format!(", reserve list through {}", solar_hijri(*reserve_through))
        }
        call::Event::Cancelled { reason, .. } => format!(", {reason}"),
        _ => String::new(),
    }
}

fn told_of_application(event: &application::Event) -> String {
    match event {
        application::Event::Filed { filing, .. } => {
            let call = filing.call.as_deref().unwrap_or("no call");
            format!(", in answer to {call}")
        }
        application::Event::DeficiencyNoted { cure_by, .. } => {
            format!(", to be cured by {}", solar_hijri(*cure_by))
        }
        application::Event::Recorded { paper, through } => {
            let side = if paper.favourable { "" } else { ", against" };
            let through = through.map(|day| format!(", good through {}", solar_hijri(day)));
            format!(", {}{side}{}", paper.name, through.unwrap_or_default())
        }
        application::Event::Advanced { to, .. } => format!(" to {to:?}").to_lowercase(),
        application::Event::Reserved { through, .. } => {
            format!(" through {}", solar_hijri(*through))
        }
        application::Event::Rejected {
            unmet,
            objection_by,
            ..
        } => {
            let by = solar_hijri(*objection_by);
            format!(", unmet: {unmet}; objection by {by}")
        }
        application::Event::Lapsed { because } => format!(", {because:?}"),
        _ => String::new(),
    }
}

fn told_of_approval(event: &principled_approval::Event) -> String {
    match event {
        principled_approval::Event::Issued { through, .. }
        | principled_approval::Event::Extended { through, .. }
        | principled_approval::Event::Stayed { through, .. }
        | principled_approval::Event::Returned { through, .. } => {
            format!(", through {}", solar_hijri(*through))
        }
        principled_approval::Event::Lapsed { through } => {
            format!(", it ran through {}", solar_hijri(*through))
        }
        _ => String::new(),
    }
}
