//! Why a licence stands as it does, in words.

use parvaneh_core::actor::{Actor, Role};
use parvaneh_core::coming;
use parvaneh_core::dossier::Dated;
use parvaneh_core::explanation::Step;
use parvaneh_core::timeline::Because;

use super::words::Words;
use crate::explain::Explained;
use crate::revisions::{Origin, Revision};

impl Explained {
    /// The explanation in words, line by line: texts that people wrote are in them as they wrote them, also with line
    /// ends.
    pub fn lines(&self, words: &Words) -> Vec<String> {
        let mut lines = self.heading(words);
        let mut before = None;
        for (at, step) in (1..).zip(&self.explanation.steps) {
            let number = words.digits(&at.to_string());
            let origin = self.origin(step);
            lines.push(String::new());
            lines.push(format!("{number}. {}", sentence(step, words)));
            lines.push(format!("   {}", basis(step, origin, words)));
            let came = origin.into_iter().flat_map(|it| came(self, it, words));
            lines.extend(came.map(|text| format!("   {text}")));
            if before.replace(step.standing) != Some(step.standing) {
                let standing = words.standing(step.standing);
                let text = words.say("explain-standing", &[("standing", &standing)]);
                lines.push(format!("   {text}"));
            }
        }
        for dated in coming::announced(&self.shown.view.dossier) {
            let event = self.dated("explain-step", &dated, words);
            lines.push(String::new());
            lines.push(words.say("explain-coming", &[("event", &event)]));
        }
        if let Some(next) = &self.explanation.next {
            let event = happened("explain-step", next, words);
            lines.push(String::new());
            lines.push(words.say("explain-next", &[("event", &event)]));
            lines.push(format!("   {}", basis(next, None, words)));
        }
        for revision in &self.revisions {
            lines.push(String::new());
            lines.push(self.revised(revision, words));
            let gone = revision.gone.iter();
            let gone = gone.map(|dated| self.dated("explain-stood-before", dated, words));
            lines.extend(gone.map(|text| format!("   {text}")));
        }
        lines
    }

    fn heading(&self, words: &Words) -> Vec<String> {
        let day = words.day(self.explanation.on);
        let standing = words.standing(self.explanation.standing);
        let heading = [
            ("number", self.shown.listed.number.as_str()),
            ("day", day.as_str()),
            ("standing", standing.as_str()),
        ];
        let known_at = self.shown.known_at.as_ref();
        let known_at = known_at.map(|at| words.known_at(at));
        [words.say("explain-heading", &heading)]
            .into_iter()
            .chain(known_at)
            .collect()
    }

    fn dated(&self, id: &str, dated: &Dated, words: &Words) -> String {
        let (day, event) = (
            words.day(dated.effective_on),
            words.event(dated, self.authority()),
        );
        words.say(id, &[("day", &day), ("event", &event)])
    }

    /// Who revised, when, and why.
    pub fn revised(&self, revision: &Revision, words: &Words) -> String {
        let (day, by) = (
            words.day(revision.recorded_on),
            self.who(&revision.by, words),
        );
        let mut arguments = vec![("day", day.as_str()), ("by", by.as_str())];
        let id = match &revision.because {
            Because::EnteredLate => "explain-revised-late",
            Because::Decree { decree } => {
                arguments.push(("decree", decree.as_str()));
                "explain-revised-decree"
            }
            Because::StatedAnew => "explain-revised-anew",
            Because::Decided {
                reason,
                rests_on,
                proposed_by,
            } => {
                arguments.push(("reason", reason.as_str()));
                arguments.push(("rests_on", rests_on.as_str()));
                match proposed_by {
                    Some(proposed_by) => {
                        arguments.push(("proposed_by", proposed_by.as_str()));
                        "explain-revised-proposed"
                    }
                    None => "explain-revised-decided",
                }
            }
        };
        words.say(id, &arguments)
    }

    fn who(&self, actor: &Actor, words: &Words) -> String {
        let role = words.role(actor.role, self.authority());
        words.say("who", &[("role", &role), ("id", &actor.id)])
    }

    /// The authority of the edition that judged the last step: who revised is of today.
    pub fn authority(&self) -> Option<&str> {
        let last = self.explanation.steps.last();
        last.map(|step| step.authority.as_str())
    }
}

/// How a step came to stand where it does, where it was entered late or came with a revision.
fn came(explained: &Explained, origin: &Origin, words: &Words) -> Vec<String> {
    let mut told = Vec::new();
    if let Some(late) = &origin.late {
        let (day, by) = (words.day(late.on), explained.who(&late.by, words));
        let arguments = [("day", day.as_str()), ("by", by.as_str())];
        told.push(words.say("explain-entered", &arguments));
    }
    let revision = explained
        .revisions
        .iter()
        .find(|revision| origin.revised_by == Some(revision.sequence));
    if let Some(revision) = revision {
        let day = words.day(revision.recorded_on);
        let id = match origin.restates {
            Some(_) => "explain-restated",
            None => "explain-came-with",
        };
        told.push(words.say(id, &[("day", day.as_str())]));
    }
    told
}

fn sentence(step: &Step, words: &Words) -> String {
    match step.recorded {
        Some(_) => happened("explain-step", step, words),
        None => happened("explain-step-unrecorded", step, words),
    }
}

fn happened(id: &str, step: &Step, words: &Words) -> String {
    let day = words.day(step.dated.effective_on);
    let event = words.event(&step.dated, Some(&step.authority));
    let arguments = [("day", day.as_str()), ("event", event.as_str())];
    words.say(id, &arguments)
}

/// By whom, and on which rule.
fn basis(step: &Step, origin: Option<&Origin>, words: &Words) -> String {
    let by = step.by.as_ref().map(|by| actor(by, step, origin, words));
    let basis = words.basis(step.rests_on.basis);
    let article = [
        ("by", by.as_deref().unwrap_or_default()),
        ("article", words.article(&step.rests_on.article)),
        ("basis", basis.as_str()),
    ];
    let id = match by {
        None => "explain-rests-on",
        Some(_) => "explain-by-and-rests-on",
    };
    words.say(id, &article)
}

/// Who did it, as the edition that judges the step calls an authority; the calendar has no name. Who entered
/// it late has a line of its own.
fn actor(by: &Actor, step: &Step, origin: Option<&Origin>, words: &Words) -> String {
    let role = words.role(by.role, Some(&step.authority));
    let name = match by.role {
        Role::Calendar => return role,
        _ => words.say("who", &[("role", &role), ("id", &by.id)]),
    };
    let is_late = origin.is_some_and(|origin| origin.late.is_some());
    match &step.entered_by {
        None => name,
        Some(_) if is_late => name,
        Some(desk) => {
            let role = words.role(desk.role, Some(&step.authority));
            let desk = words.say("who", &[("role", &role), ("id", &desk.id)]);
            words.say("who-entered-by", &[("who", &name), ("desk", &desk)])
        }
    }
}
