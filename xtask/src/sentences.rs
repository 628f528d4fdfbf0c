//! `docs/law/sentences.fa.md`: every Persian sentence once, in a text where it belongs.
//!
//! Events are those of `tests/data/events.jsonl`, with what people write in them said in Persian. A
//! message of the catalogue that the page does not show is an error.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use parvaneh::core::calendar::Date;
use parvaneh::words::{Language, Words};
use parvaneh_core::dossier::Dated;
use parvaneh_core::edition::Edition;
use parvaneh_core::law::{OwnRule, OwnWords};
use parvaneh_core::timeline::{Said, Stored};
use serde_json::{Value, json};

use crate::{Written, charts};

/// The machines of a dossier's events in the order of a life, with what is said of the history last.
const MACHINES: [&str; 11] = [
    "call",
    "application",
    "principled_approval",
    "licence",
    "renewal",
    "transfer",
    "contract",
    "enforcement",
    "appointment",
    "coming",
    "dossier",
];

/// What people write, by its key in an event.
const WRITTEN: [(&str, &str); 8] = [
    ("agency", "پست بانک"),
    ("decision", "دادنامهٔ شمارهٔ ۹"),
    ("facts", "ادارهٔ دفتر با وکالت‌نامه"),
    ("grounds", "مساحت محل نادرست اندازه‌گیری شده است"),
    ("proposed_by", "رئیس دبیرخانه"),
    ("reason", "نتیجهٔ بازرسی محل"),
    ("rests_on", "صورت‌جلسهٔ ۱۲ آبان"),
    ("unmet", "مساحت محل کمتر از حداقل است"),
];

/// An id as the register gives it.
const ID: &str = "01a20f51-970b-72c7-a013-42216fa9465c";

/// The headings of the lists, by the kinds of message in them.
const LISTS: [(&str, &[&str]); 8] = [
    ("وضعیت پروانه", &["standing"]),
    ("اشخاص و مراجع", &["role", "authority", "who"]),
    ("مبنای حکم", &["basis"]),
    ("سمت‌ها، مراحل و کرسی‌ها", &["post", "stage", "seat"]),
    ("تخلفات", &["violation"]),
    ("مدارک", &["paper", "paper_kind"]),
    ("اقدامات", &["command", "actions", "decision"]),
    ("دلایل رد اقدام", &["code"]),
];

/// A page as it is written, and the messages that it shows.
struct Page {
    words: Words,
    text: String,
    shown: BTreeSet<String>,
}

pub(crate) fn page(root: &Path) -> anyhow::Result<Written> {
    let catalogue = fs::read_to_string(root.join("crates/parvaneh/words/fa.ftl"))?;
    let ids = ids(&catalogue);
    let editions = charts::editions(root)?;
    let edition = editions
        .iter()
        .find(|edition| edition.id.0 == "pishkhan/1389")
        .context("the edition is there")?;
    let mut page = Page {
        words: Words::of(Language::Persian),
        text: String::from(
            "<!-- Written by `cargo xtask law` from crates/parvaneh/words/: change those files, not this \
             one. -->\n\n<div dir=\"rtl\" lang=\"fa\">\n\n# جمله‌های فارسی سامانه\n\n\
             هر جمله یک بار، با مقادیر نمونه و در متنی که در آن به کار می‌رود.\n",
        ),
        shown: BTreeSet::new(),
    };
    page.events(root, edition)?;
    page.frames(
        "توضیح وضعیت پروانه",
        &["explain", "known", "day", "or", "and"],
        &ids,
    )?;
    page.frames("قالب ابلاغ", &["notice"], &ids)?;
    for (heading, kinds) in LISTS {
        page.frames(heading, kinds, &ids)?;
    }
    page.charts(&ids)?;
    page.articles(root)?;
    page.text.push_str("\n</div>\n");
    let missing: Vec<&String> = ids.iter().filter(|id| !page.shown.contains(*id)).collect();
    if !missing.is_empty() {
        bail!(
            "the page of sentences does not show {missing:?}: tests/data/events.jsonl has no such event, or sentences.rs no such kind"
        );
    }
    Ok(Written {
        path: "docs/law/sentences.fa.md".to_owned(),
        text: page.text,
    })
}

/// The ids of a catalogue's messages, in its order.
fn ids(catalogue: &str) -> Vec<String> {
    let lines = catalogue.lines();
    let lines = lines.filter(|line| !line.starts_with([' ', '#', '}']));
    let ids = lines.filter_map(|line| Some(line.split_once(" =")?.0.to_owned()));
    ids.collect()
}

impl Page {
    fn heading(&mut self, heading: &str) -> anyhow::Result<()> {
        Ok(write!(self.text, "\n## {heading}\n\n")?)
    }

    /// Every event, with the rule that it rests on and the notice of it.
    fn events(&mut self, root: &Path, edition: &Edition) -> anyhow::Result<()> {
        let mut of_machines: BTreeMap<&str, Vec<Said>> = BTreeMap::new();
        let events = fs::read_to_string(root.join("tests/data/events.jsonl"))?;
        for line in events.lines().filter(|line| !line.contains("chicago")) {
            let mut document: Value = serde_json::from_str(line)?;
            in_persian(&mut document);
            let stored: Stored = serde_json::from_value(document)?;
            let (said, _) = stored.into_parts();
            let machine = said
                .name()
                .split_once('.')
                .map_or("", |(machine, _)| machine);
            let machine = MACHINES.iter().find(|it| **it == machine);
            let machine = machine.with_context(|| format!("{} has no section", said.name()))?;
            of_machines.entry(machine).or_default().push(said);
        }
        for machine in MACHINES {
            let heading = match machine {
                "dossier" => "سوابق پرونده".to_owned(),
                machine => self.words.say(&format!("machine-{machine}"), &[]),
            };
            self.heading(&heading)?;
            let mut written: Vec<(String, Vec<String>)> = Vec::new();
            for said in of_machines.remove(machine).unwrap_or_default() {
                let (event, notice) = self.said(said, edition)?;
                let at = written.iter().position(|(it, _)| *it == event);
                let at = at.unwrap_or_else(|| {
                    written.push((event, Vec::new()));
                    written.len() - 1
                });
                let (_, notices) = &mut written[at];
                notices.extend(notice.filter(|notice| !notices.contains(notice)));
            }
            for (event, notices) in written {
                writeln!(self.text, "- {event}")?;
                for notice in notices {
                    writeln!(self.text, "  - ابلاغ: {notice}")?;
                }
            }
        }
        Ok(())
    }

    /// What is said of an event, and the notice of it where somebody is told.
    fn said(&mut self, said: Said, edition: &Edition) -> anyhow::Result<(String, Option<String>)> {
        let name = said.name().replace('.', "-");
        self.shown.insert(format!("event-{name}"));
        let event = match said {
            Said::Record(record) => return Ok((self.words.record(&record), None)),
            Said::Event(event) => event,
            Said::Unreadable(problem) => bail!("a sample cannot be read: {problem}"),
        };
        let dated = Dated {
            effective_on: "2026-11-23".parse()?,
            event,
        };
        let authority = Some(edition.authority.name());
        let notice = format!("notice-{name}");
        let is_told = self.words.has(&notice) && !dated.event.is_imported();
        let told = is_told.then(|| self.words.notice(&dated, authority));
        if is_told {
            self.shown.insert(notice);
        }
        Ok((self.words.event(&dated, authority), told))
    }

    /// The messages of some kinds that no event has shown, with what stands in them.
    fn frames(&mut self, heading: &str, kinds: &[&str], ids: &[String]) -> anyhow::Result<()> {
        self.heading(heading)?;
        let ids = ids.iter().filter(|id| {
            let kind = id.split('-').next().unwrap_or_default();
            kinds.contains(&kind)
        });
        for id in ids {
            if self.shown.insert(id.clone()) {
                let said = self.example(id);
                writeln!(self.text, "- {}", said.trim())?;
            }
        }
        Ok(())
    }

    fn example(&self, id: &str) -> String {
        let words = &self.words;
        let day = words.both_days("2026-11-23".parse().unwrap_or(Date::MIN));
        let value = match id {
            "notice-from" => "وزارت ارتباطات و فناوری اطلاعات",
            "notice-licence" => "43-10000002",
            "notice-file" => "F-1",
            "notice-province" => "تهران",
            "notice-day" => day.as_str(),
            "notice-reference" => "01a20f51-970b-72c7-a013-42216fa9465c/11",
            _ => "مریم رضایی",
        };
        let (name, who) = match id {
            "known-at-anchor" | "notice-nameless" => (ID, ID),
            _ => ("مریم رضایی", "desk-4"),
        };
        let arguments = [
            ("agency", "پست بانک"),
            ("article", "آیین‌نامهٔ ۱۳۸۹، مدت پروانه: سه سال، قابل تمدید"),
            ("as", "دارندهٔ پروانه"),
            ("authority", "وزارت ارتباطات و فناوری اطلاعات"),
            ("basis", "آیین‌نامه"),
            ("by", "دارندهٔ پروانه"),
            ("clock", "۱۲:۳۰:۰۰"),
            ("command", "ثبت مدرک در پروندهٔ درخواست"),
            ("count", "۱۲"),
            ("day", "۱۴۰۵/۰۹/۰۲"),
            ("decision", "تمدید"),
            ("desk", "دبیرخانهٔ کارگروه استانی"),
            ("edition", "pishkhan/1389"),
            ("event", "پروانه تعلیق شد"),
            ("id", who),
            ("kind", "استعلام"),
            ("machine", "تمدید"),
            ("means", "refused"),
            ("name", name),
            ("number", "43-10000002"),
            ("option", "--all"),
            ("papers", "استعلام مالیاتی، استعلام بانکی"),
            ("position", "۱۲۰۴"),
            ("post", "مدیر"),
            ("proposed_by", "رئیس دبیرخانه"),
            ("province", "تهران"),
            ("reason", "نتیجهٔ بازرسی محل"),
            ("reference", "01a20f51-970b-72c7-a013-42216fa9465c/11"),
            ("rests_on", "صورت‌جلسهٔ ۱۲ آبان"),
            ("role", "دبیرخانهٔ کارگروه استانی"),
            ("secretariat", "دبیرخانهٔ کارگروه استانی"),
            ("standing", "معتبر"),
            ("text", "پروانهٔ شما تعلیق شد."),
            ("time", "۱۴۰۵/۰۹/۰۲، ساعت ۱۲:۳۰:۰۰"),
            ("value", value),
            ("who", "دارندهٔ پروانه"),
        ];
        words.say(id, &arguments)
    }

    /// What the words of charts are called: a line a machine.
    fn charts(&mut self, ids: &[String]) -> anyhow::Result<()> {
        self.heading("نمودارها")?;
        let mut lists: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for id in ids {
            let Some((kind @ ("state" | "name" | "machine" | "chart"), rest)) = id.split_once('-')
            else {
                continue;
            };
            let of = match kind {
                "state" | "name" => rest.split('-').next().unwrap_or_default(),
                _ => "",
            };
            self.shown.insert(id.clone());
            lists.entry((of, kind)).or_default().push(self.example(id));
        }
        for ((of, kind), names) in lists {
            let heading = match kind {
                "state" => format!("وضعیت‌های {}", self.words.say(&format!("machine-{of}"), &[])),
                "name" => format!(
                    "رویدادهای {}",
                    self.words.say(&format!("machine-{of}"), &[])
                ),
                "machine" => "فرایندها".to_owned(),
                _ => "نوشته‌های نمودار".to_owned(),
            };
            writeln!(self.text, "- {heading}: {}", names.join(" / "))?;
        }
        Ok(())
    }

    /// What the calendar and the machines say, what articles and authorities are called, and our own rules.
    fn articles(&mut self, root: &Path) -> anyhow::Result<()> {
        let articles = fs::read_to_string(root.join("crates/parvaneh/words/articles.fa.toml"))?;
        let articles: BTreeMap<String, String> = toml::from_str(&articles)?;
        self.heading("عبارت‌های سامانه")?;
        for own in OwnWords::ALL {
            writeln!(self.text, "- {}", own.persian())?;
        }
        self.heading("مستندات")?;
        let ours = OwnRule::ALL.iter().map(|rule| rule.persian().to_owned());
        let names: BTreeSet<String> = articles.into_values().chain(ours).collect();
        for name in names {
            writeln!(self.text, "- {name}")?;
        }
        Ok(())
    }
}

/// Says in Persian what people write.
fn in_persian(document: &mut Value) {
    match document {
        Value::Object(fields) => {
            for (key, value) in fields {
                let written = WRITTEN.iter().find(|(it, _)| it == key);
                match (written, &value) {
                    (Some((_, text)), Value::String(_)) => *value = json!(text),
                    _ if key == "missing" => *value = json!(["اجاره‌نامه", "premises_report"]),
                    _ => in_persian(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(in_persian),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
