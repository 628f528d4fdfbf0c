//! A consumer: what a service agency keeps of a register of licences, to know which office may serve
//! the public.
//!
//! ```text
//! parvaneh relay --to jsonl:- | consumer offices.json      # takes events as they come
//! consumer offices.json --on 2026-11-23                    # what each licence is worth on a day
//! ```
//!
//! It knows nothing of the register but its events, and shows what is owed to them: an event that
//! came before is passed over, a gap in a dossier's sequence stops it, types and fields that it does
//! not know do not disturb it, and how far it has come is kept together with what it has learnt, in
//! one file that is replaced whole. What it has learnt are the events themselves: a revision takes
//! away those after a place, and the register states anew what holds of them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What of an event is needed here. Whatever else it has is passed over.
#[derive(Debug, Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
    subject: String,
    sequence: String,
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    #[serde(default)]
    event: Value,
}

/// What is known of every dossier, by its id.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Offices(BTreeMap<String, Office>);

/// What is known of one.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Office {
    /// The sequence number of the last event that was taken.
    sequence: u64,
    /// The events that stand, as far as they matter here.
    events: Vec<Kept>,
}

/// An event that stands.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    sequence: u64,
    kind: String,
    event: Value,
}

/// What the events of a dossier come to.
#[derive(Debug, Default)]
struct Licence {
    /// The licence's number, once there is one.
    number: Option<String>,
    /// The days that were granted, both inclusive.
    terms: Vec<Term>,
    /// Whether it stays valid past its term until a renewal is decided.
    continued: bool,
    suspended: bool,
    /// Whether an heir runs the office.
    interim: bool,
    /// How it ended, if it did.
    ended: Option<String>,
}

/// Days as ISO 8601 writes them, which sort as texts.
#[derive(Debug)]
struct Term {
    from: String,
    through: String,
}

impl Offices {
    /// What was kept; nothing where nothing was yet.
    fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        match std::fs::read(path) {
            Ok(text) => Ok(serde_json::from_slice(&text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.into()),
        }
    }

    /// Replaces what was kept. Whoever reads the file, or starts after a crash, finds the old one
    /// or the new one, and no half of either.
    fn keep(&self, path: &Path) -> Result<(), Box<dyn Error>> {
        let part = path.with_extension("part");
        let mut file = File::create(&part)?;
        serde_json::to_writer(&mut file, self)?;
        file.flush()?;
        file.sync_all()?;
        std::fs::rename(&part, path)?;
        Ok(())
    }

    /// Takes an event; whether it is new.
    fn take(&mut self, event: &Event) -> Result<bool, Box<dyn Error>> {
        let office = self.0.entry(event.subject.clone()).or_default();
        let sequence: u64 = event.sequence.parse()?;
        // The id is the dossier's with this number, so that every number up to the last one names
        // an event that came before.
        if sequence <= office.sequence {
            return Ok(false);
        }
        if office.sequence + 1 != sequence {
            return Err(format!(
                "dossier {} goes from {} to {sequence}: get what is missing with `parvaneh events \
                 replay --subject {} --from {}`",
                event.subject,
                office.sequence,
                event.subject,
                office.sequence + 1,
            )
            .into());
        }
        office.learn(sequence, event)?;
        office.sequence = sequence;
        Ok(true)
    }
}

/// The one type that everybody has to know: of what was taken, what comes after an event stands no
/// longer. What holds of it comes again after the revision, as events of their own types.
const REVISED: &str = "dev.parvaneh.dossier.revised.v1";

impl Office {
    /// Keeps an event, or takes away those that a revision says stand no longer.
    fn learn(&mut self, sequence: u64, event: &Event) -> Result<(), Box<dyn Error>> {
        let Data { event: fields } = &event.data;
        if event.kind == REVISED {
            let keeps = fields["keeps"].as_u64();
            let keeps = keeps.ok_or("a revision says what it keeps")?;
            self.events.retain(|kept| kept.sequence <= keeps);
        } else if Licence::default().happens(&event.kind, fields) {
            self.events.push(Kept {
                sequence,
                kind: event.kind.clone(),
                event: fields.clone(),
            });
        }
        Ok(())
    }

    fn licence(&self) -> Licence {
        let mut licence = Licence::default();
        for Kept { kind, event, .. } in &self.events {
            licence.happens(kind, event);
        }
        licence
    }
}

impl Licence {
    /// What an event changes; whether its type matters here.
    fn happens(&mut self, kind: &str, event: &Value) -> bool {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        match kind {
            "dev.parvaneh.licence.opened.v1" => {
                self.number = text(&event["number"]);
                self.granted(&event["term"]);
            }
            "dev.parvaneh.licence.issued.v1" => {
                self.number = text(&event["act"]["number"]);
                self.granted(&event["term"]);
            }
            "dev.parvaneh.renewal.granted.v1" => {
                self.continued = false;
                self.granted(&event["term"]);
            }
            "dev.parvaneh.licence.reinstated.v1" => {
                self.ended = None;
                self.continued = false;
                self.granted(&event["term"]);
            }
            "dev.parvaneh.licence.extended.v1" => {
                if let (Some(through), Some(last)) =
                    (text(&event["through"]), self.terms.last_mut())
                {
                    last.through = through;
                    self.continued = false;
                }
            }
            "dev.parvaneh.licence.continued.v1" => self.continued = true,
            "dev.parvaneh.licence.suspended.v1" => self.suspended = true,
            "dev.parvaneh.licence.suspension_lifted.v1" => self.suspended = false,
            "dev.parvaneh.licence.interim_begun.v1" => {
                self.interim = true;
                self.ended = None;
            }
            "dev.parvaneh.transfer.registered.v1"
            | "dev.parvaneh.transfer.registered_by_silence.v1" => self.interim = false,
            "dev.parvaneh.licence.interim_ended.v1" => self.ended = Some("lapsed".to_owned()),
            "dev.parvaneh.licence.lapsed.v1" => self.ended = Some("lapsed".to_owned()),
            "dev.parvaneh.licence.expired.v1" => self.ended = Some("expired".to_owned()),
            "dev.parvaneh.licence.revoked.v1" => self.ended = Some("revoked".to_owned()),
            "dev.parvaneh.licence.surrendered.v1" => self.ended = Some("surrendered".to_owned()),
            _ => return false,
        }
        true
    }

    /// A term that begins on the same day takes the place of the one that was known.
    fn granted(&mut self, term: &Value) {
        if let (Some(from), Some(through)) = (term["from"].as_str(), term["through"].as_str()) {
            self.terms.retain(|known| known.from != from);
            self.terms.push(Term {
                from: from.to_owned(),
                through: through.to_owned(),
            });
            self.terms.sort_by(|one, other| one.from.cmp(&other.from));
        }
    }

    /// What the licence is worth on a day, as far as its events have come. The office may serve
    /// where it is in force, until a renewal is decided as well, or in the interim of the heirs.
    fn standing(&self, day: &str) -> &str {
        let covered = |term: &Term| *term.from <= *day && *day <= *term.through;
        let begun = self.terms.first().is_some_and(|first| *first.from <= *day);
        match &self.ended {
            Some(ended) => ended,
            None if self.suspended && (self.interim || begun) => "suspended",
            None if self.interim => "interim",
            None if !begun => "not_issued",
            None if self.terms.iter().any(covered) => "in_force",
            None if self.continued => "in_force_pending_renewal",
            None => "expired",
        }
    }
}

/// After how many new events what was learnt is kept, beside at the end.
const KEEP_AFTER: usize = 200;

fn run(path: &Path) -> Result<(), Box<dyn Error>> {
    let mut offices = Offices::read(path)?;
    let taken = take_all(&mut offices, path);
    // What came before a gap is known, also where it stops there.
    offices.keep(path)?;
    let (new, again) = taken?;
    eprintln!("{new} new events, {again} that came before");
    Ok(())
}

/// Takes what comes; how many events were new, and how many had come before.
fn take_all(offices: &mut Offices, path: &Path) -> Result<(usize, usize), Box<dyn Error>> {
    let (mut new, mut again) = (0, 0);
    for line in io::stdin().lock().lines() {
        let event: Event = serde_json::from_str(&line?)?;
        if !offices.take(&event)? {
            again += 1;
            continue;
        }
        new += 1;
        if new % KEEP_AFTER == 0 {
            offices.keep(path)?;
        }
    }
    Ok((new, again))
}

fn show(path: &Path, day: &str) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout().lock();
    for office in Offices::read(path)?.0.values() {
        let licence = office.licence();
        if let Some(number) = &licence.number {
            writeln!(out, "{number} {}", licence.standing(day))?;
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [path] => run(Path::new(path)),
        [path, "--on", day] => show(Path::new(path), day),
        _ => Err("write `consumer FILE`, or `consumer FILE --on DAY`".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("consumer: {error}");
            ExitCode::FAILURE
        }
    }
}
