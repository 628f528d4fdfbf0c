//! `docs/law/`: a page an edition, written from the file that the engine reads.

mod cited;
mod places;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use parvaneh::Workflows;
use parvaneh::words::{Language, Words};
use parvaneh_core::calendar::{self, DateOrder, Span, solar_hijri};
use parvaneh_core::edition::Decree;
use parvaneh_core::law::OwnRule;
use toml::de::{DeTable, DeValue};

use crate::{Written, sentences};

/// What the words of the editions mean, by key. A word that is not here cannot be written.
const WORDS: &[(&str, &str, &str)] = &[
    ("calendar", "solar_hijri", "Solar Hijri"),
    ("calendar", "gregorian", "Gregorian"),
    (
        "licence.pending_at_expiry",
        "continue",
        "in force until the decision",
    ),
    (
        "licence.pending_at_expiry",
        "expire",
        "expired, as without a request",
    ),
    ("entry.revised_by", "authority", "the authority"),
    ("entry.second_person", "needed", "needed"),
    ("entry.second_person", "not_needed", "not needed"),
    ("licence.principled_approval", "needed", "needed"),
    ("licence.principled_approval", "not_needed", "not needed"),
    ("licence.identified_holder", "needed", "needed"),
    ("licence.identified_holder", "not_needed", "not needed"),
    (
        "renewal.month_counting",
        "calendar_months",
        "months of the calendar",
    ),
    (
        "renewal.month_counting",
        "thirty_day_months",
        "thirty days a month",
    ),
    (
        "renewal.late",
        "refuse_or_excuse",
        "out of time, unless the working group accepts force majeure",
    ),
    (
        "renewal.late",
        "deemed_withdrawal",
        "not filing in time is the holder's withdrawal",
    ),
    (
        "renewal.after_end",
        "refused",
        "what has expired is not renewed",
    ),
    (
        "renewal.after_end",
        "by_resolution",
        "accepted by the working group; the licence stays expired until it is renewed",
    ),
    ("renewal.confirmation", "needed", "needed"),
    ("renewal.confirmation", "not_needed", "not needed"),
    (
        "renewal.gates",
        "not_suspended",
        "the licence is not suspended",
    ),
    (
        "renewal.gates",
        "no_unremedied_violation",
        "no violation stands unremedied",
    ),
    ("renewal.gates", "office_active", "the office is active"),
    ("transfer.not_suspended", "needed", "needed"),
    ("transfer.not_suspended", "not_needed", "not needed"),
    (
        "working_group.majority",
        "of_votes",
        "more votes for than against",
    ),
    (
        "working_group.majority",
        "of_seats",
        "more than half of all voting seats",
    ),
    ("working_group.results", "issue", "issue"),
    ("working_group.results", "renewal", "renewal"),
    ("working_group.results", "revocation", "revocation"),
    ("working_group.further_results", "suspension", "suspension"),
    ("working_group.further_results", "transfer", "transfer"),
    (
        "working_group.further_results",
        "reinstatement",
        "reinstatement",
    ),
    ("call.publisher", "secretariat", "the secretariat"),
    ("call.publisher", "authority", "the authority"),
    ("contract.approval", "needed", "needed"),
    ("contract.approval", "not_needed", "not needed"),
    ("enforcement.cases.violations", "notice", "notice"),
    (
        "enforcement.cases.violations",
        "written_warning",
        "written warning",
    ),
    (
        "enforcement.cases.violations",
        "service_cutoff",
        "service cut-off",
    ),
    ("enforcement.cases.violations", "suspension", "suspension"),
    ("enforcement.cases.violations", "revocation", "revocation"),
    ("appointment.posts", "working_group", "the working group"),
    ("appointment.posts", "secretariat", "the secretariat"),
    ("appointment.runs_office", "operator", "operator"),
    ("appointment.runs_office", "manager", "manager"),
    ("appointment.runs_office", "deputy", "deputy"),
];

/// Keys whose words are names of papers.
const PAPERS: &[&str] = &[
    "entry.party_papers",
    "premises.relocation",
    "succession.heir",
    "succession.liquidator",
    "principled_approval.premises",
    "principled_approval.presentation",
];

/// Keys with a span of time for each province that has a practice of its own.
const BY_PROVINCE: &[&str] = &["transfer.lead", "transfer.holding"];

/// Every page, from the workflows under `root`.
pub(crate) fn pages(root: &Path) -> anyhow::Result<Vec<Written>> {
    let mut pages = Vec::new();
    for file in editions(root)? {
        let text = fs::read_to_string(&file)?;
        let in_force = fs::read_to_string(file.with_file_name("regime.toml"))?;
        let name = file.strip_prefix(root)?.display().to_string();
        let (id, page) =
            page(&name, &text, &in_force).with_context(|| format!("{name} has no page"))?;
        pages.push(Written {
            path: format!("docs/law/{}.md", id.replace('/', "-")),
            text: page,
        });
    }
    pages.push(Written {
        path: "docs/law/own-rules.md".to_owned(),
        text: own_rules(),
    });
    pages.push(sentences::page(root)?);
    pages.extend(of_all(root)?);
    Ok(pages)
}

/// The pages about all editions together.
fn of_all(root: &Path) -> anyhow::Result<Vec<Written>> {
    let editions = crate::charts::editions(root)?;
    let asked = editions.iter().map(cited::Asked::of);
    let asked = asked.collect::<anyhow::Result<Vec<_>>>()?;
    let text = |path: &str| fs::read_to_string(root.join(path)).context(path.to_owned());
    let readme = "docs/law/README.md";
    Ok(vec![
        Written {
            path: "docs/law/citations.md".to_owned(),
            text: cited::page(&asked),
        },
        Written {
            path: "docs/law/sources.md".to_owned(),
            text: sources::page(&text(sources::FILE)?, &editions, &acts(root)?)?,
        },
        Written {
            path: readme.to_owned(),
            text: places::page(&text(readme)?, &text(places::FILE)?, &editions, root)?,
        },
    ])
}

/// The general acts, each with its regime.
fn acts(root: &Path) -> anyhow::Result<Vec<(String, Decree)>> {
    let workflows = Workflows::load(&root.join("workflows"))?;
    let regimes = workflows
        .regime_names()
        .filter_map(|name| workflows.regime(name));
    let acts = regimes.flat_map(|regime| {
        let acts = regime.decrees().cloned();
        acts.map(|act| (regime.name.clone(), act))
    });
    Ok(acts.collect())
}

/// The rules that are ours, with their words in both languages.
fn own_rules() -> String {
    let mut page = String::from(
        "<!-- Written by `cargo xtask law` from crates/parvaneh-core/src/law/own.rs: change that file, \
         not this one. -->\n\n# Rules of order\n\n\
         They are the same in every edition, set by no number, and all defaults of ours (D).\n\n\
         | id | rule | in Persian |\n|---|---|---|\n",
    );
    for rule in OwnRule::ALL {
        let (id, english, persian) = (rule.id(), rule.english(), rule.persian());
        page.push_str(&format!("| `{id}` | {english} | {persian} |\n"));
    }
    page
}

/// The file of every edition under `root`, in order.
pub(crate) fn editions(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = files(&root.join("workflows"))?;
    files.retain(|file| {
        let regime_file = file.with_file_name("regime.toml");
        *file != regime_file && regime_file.exists()
    });
    Ok(files)
}

/// Every TOML file of every folder in `folder`, in order.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for sub in fs::read_dir(folder)? {
        let sub = sub?.path();
        if sub.is_dir() {
            for file in fs::read_dir(sub)? {
                files.push(file?.path());
            }
        }
    }
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "toml")
    });
    files.sort();
    Ok(files)
}

/// An edition's id and its page.
fn page(name: &str, text: &str, regime: &str) -> anyhow::Result<(String, String)> {
    let document = DeTable::parse(text)?.into_inner();
    let stated = |key: &str| -> anyhow::Result<&str> {
        document
            .get(key)
            .and_then(|value| value.get_ref().as_str())
            .ok_or_else(|| anyhow!("no {key}"))
    };
    let id = stated("id")?;
    let mut rules = Vec::new();
    collect("", &document, &mut rules);
    rules.sort_by_key(|rule| rule.at);

    let mut page = format!(
        "<!-- Written by `cargo xtask law` from {name}: change that file, not this one. -->\n\n\
         # {id}\n\n**{}.** {}\n\n",
        stated("title")?,
        comment_from(text.lines()).unwrap_or_default(),
    );
    page.push_str(&format!(
        "- {}\n- Years and months are those of the {} calendar.\n- A day begins and ends in {}.\n\n",
        judges(id, regime)?,
        in_words("calendar", stated("calendar")?)?,
        stated("legal_time_zone")?,
    ));
    page.push_str(
        "**R**: stated by the regulation, as the project's source document reports it, or by that document\n\
         itself where the article says so. **F**: found in another public source. **D**: a default of ours,\n\
         because no source was found; it is not law.\n\n\
         | key | value | basis | article |\n|---|---|---|---|\n",
    );
    let mut notes = String::new();
    for rule in &rules {
        let row = [
            format!("`{}`", rule.key),
            match rule.value {
                Some(value) => value_in_words(&rule.key, value)?,
                None => "a place, and no number".to_owned(),
            },
            rule.basis.to_owned(),
            rule.article.to_owned(),
        ];
        let row = row.map(|cell| cell.replace('|', "\\|"));
        page.push_str(&format!("| {} |\n", row.join(" | ")));
        if let Some(note) = comment_above(text, rule.at) {
            notes.push_str(&format!("- `{}`: {note}\n", rule.key));
        }
    }
    if !notes.is_empty() {
        page.push_str(&format!("\n## Notes\n\n{notes}"));
    }
    Ok((id.to_owned(), page))
}

/// A value, what it rests on, and where in the file it stands.
struct Rule<'a> {
    key: String,
    at: usize,
    /// None where it is a place and sets no number.
    value: Option<&'a DeValue<'a>>,
    basis: &'a str,
    article: &'a str,
}

fn collect<'a>(path: &str, table: &'a DeTable<'a>, rules: &mut Vec<Rule<'a>>) {
    for (name, value) in table.iter() {
        let DeValue::Table(inner) = value.get_ref() else {
            continue;
        };
        let key = match path {
            "" => name.get_ref().to_string(),
            path => format!("{path}.{}", name.get_ref()),
        };
        let text = |key: &str| inner.get(key).and_then(|value| value.get_ref().as_str());
        match (text("basis"), text("article")) {
            (Some(basis), Some(article)) => rules.push(Rule {
                key,
                at: name.span().start,
                value: inner.get("value").map(|value| value.get_ref()),
                basis,
                article,
            }),
            _ => collect(&key, inner, rules),
        }
    }
}

/// Which matters the edition judges, by the regime's own file.
fn judges(id: &str, regime: &str) -> anyhow::Result<String> {
    let regime: toml::Table = toml::from_str(regime)?;
    let entries = regime.get("in_force").and_then(toml::Value::as_array);
    let mut stretches = Vec::new();
    for entry in entries.into_iter().flatten() {
        let text = |key: &str| entry.get(key).and_then(toml::Value::as_str);
        if text("edition").is_none_or(|edition| !id.ends_with(&format!("/{edition}"))) {
            continue;
        }
        let day = |key: &str| -> anyhow::Result<Option<String>> {
            let Some(text) = text(key) else {
                return Ok(None);
            };
            let day = calendar::parse(text, DateOrder::YearMonthDay)?;
            Ok(Some(format!("{} ({day})", solar_hijri(day))))
        };
        let from = day("from")?.ok_or_else(|| anyhow!("no from"))?;
        stretches.push(match day("through")? {
            None => format!("from {from} on"),
            Some(through) => format!("from {from} through {through}"),
        });
    }
    Ok(match stretches.is_empty() {
        true => format!(
            "Carried, and in force in no register unless it says so: `--edition {id}`, or its regime.toml."
        ),
        false => format!("In force {}.", stretches.join(", and ")),
    })
}

fn value_in_words(key: &str, value: &DeValue<'_>) -> anyhow::Result<String> {
    match value {
        DeValue::String(text) => in_words(key, text),
        DeValue::Integer(number) => Ok(number.to_string()),
        DeValue::Array(values) if values.is_empty() => Ok("none".to_owned()),
        DeValue::Array(values) => {
            let words: Vec<String> = values
                .iter()
                .map(|value| match value.get_ref() {
                    DeValue::Table(stage) if key.ends_with(".stages") => a_stage(stage),
                    DeValue::Table(kind) => office_kind(kind),
                    other => value_in_words(key, other),
                })
                .collect::<Result<_, _>>()?;
            Ok(words.join(", "))
        }
        DeValue::Table(table) if key.starts_with("papers.") => a_paper(table),
        DeValue::Table(rule) if key.starts_with("appointment.posts.") => post(key, rule),
        DeValue::Table(spans) if BY_PROVINCE.contains(&key) => by_province(spans),
        _ => bail!("{key} has a value that is neither text nor number"),
    }
}

/// How long in which province; in no other.
fn by_province(spans: &DeTable<'_>) -> anyhow::Result<String> {
    let mut words = Vec::new();
    for (province, span) in spans.iter() {
        let span = span.get_ref().as_str();
        let span = span.context("a province has no span of time")?;
        let span = span_in_words(span.parse()?);
        words.push(format!("{span} in {}", province.get_ref()));
    }
    Ok(words.join(", "))
}

/// Which paper it is, from whom, and how long it holds.
fn a_paper(rule: &DeTable<'_>) -> anyhow::Result<String> {
    let text = |key: &str| rule.get(key).and_then(|value| value.get_ref().as_str());
    let kind = text("kind").context("a paper has no kind")?;
    let from = text("from").context("a paper is from nobody")?;
    let mut words = format!("{kind}, put on file by the {}", from.replace('_', " "));
    if let Some(span) = text("valid_for") {
        words += &format!(", good for {}", span_in_words(span.parse()?));
    }
    if let Some(stage) = text("asked_after") {
        words += &format!(", asked for after {}", stage.replace('_', " "));
    }
    Ok(words)
}

/// A stage, and the papers without which it is not left.
fn a_stage(rule: &DeTable<'_>) -> anyhow::Result<String> {
    let stage = rule.get("stage").and_then(|stage| stage.get_ref().as_str());
    let stage = stage.context("a stage has no name")?.replace('_', " ");
    let needs = rule
        .get("needs")
        .and_then(|needs| needs.get_ref().as_array());
    let needs = needs.into_iter().flatten();
    let needs: Vec<String> = needs
        .filter_map(|paper| paper.get_ref().as_str())
        .map(|paper| paper.replace('_', " "))
        .collect();
    Ok(match needs.is_empty() {
        true => stage,
        false => format!("{stage} ({})", needs.join(", ")),
    })
}

fn office_kind(rule: &DeTable<'_>) -> anyhow::Result<String> {
    let kind = rule.get("kind").and_then(|kind| kind.get_ref().as_str());
    let natural = rule
        .get("natural_persons")
        .and_then(|natural| natural.get_ref().as_bool());
    let kind = match kind.context("an office kind has no name")? {
        "*" => "any",
        kind => kind,
    };
    Ok(match natural.context("an office kind does not say who")? {
        true => format!("{kind} (natural and legal persons)"),
        false => format!("{kind} (legal persons only)"),
    })
}

fn post(key: &str, rule: &DeTable<'_>) -> anyhow::Result<String> {
    let approver = rule.get("approved_by").map(|by| by.get_ref());
    let mut words = match approver {
        Some(DeValue::String(by)) => format!("approved by {}", in_words(key, by)?),
        _ => bail!("{key} does not say who approves"),
    };
    if let Some(DeValue::Array(kinds)) = rule.get("required_in").map(|kinds| kinds.get_ref()) {
        let kinds = kinds.iter().filter_map(|kind| kind.get_ref().as_str());
        let kinds = kinds.collect::<Vec<_>>().join(" or ");
        words.push_str(&format!("; must be filled in an office that is {kinds}"));
    }
    Ok(words)
}

fn in_words(key: &str, text: &str) -> anyhow::Result<String> {
    if ["authority", "appointment.mismatch_leads_to", "holidays"].contains(&key) {
        return Ok(text.to_owned());
    }
    if key.ends_with(".needs") || PAPERS.contains(&key) {
        return Ok(text.replace('_', " "));
    }
    // The rows of a table have keys of their own and words in common.
    let tables = ["enforcement.cases.violations", "appointment.posts"];
    let table = tables.iter().find(|table| key.starts_with(*table));
    let key = table.copied().unwrap_or(key);
    if key.ends_with("_seats") {
        let seat = Words::of(Language::English).name("seat", text);
        return Ok(seat.replace('_', " "));
    }
    if let Ok(span) = text.parse::<Span>() {
        return Ok(span_in_words(span));
    }
    WORDS
        .iter()
        .find(|(of, word, _)| *of == key && *word == text)
        .map(|(_, _, words)| (*words).to_owned())
        .ok_or_else(|| anyhow!("{key} is {text:?}: say what that means in xtask/src/law.rs"))
}

fn span_in_words(span: Span) -> String {
    let parts = [
        (span.years, "year"),
        (span.months, "month"),
        (span.days, "day"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(number, _)| *number != 0)
        .map(|(number, unit)| match number {
            1 => format!("1 {unit}"),
            _ => format!("{number} {unit}s"),
        })
        .collect();
    parts.join(" and ")
}

/// The comment directly above the line on which the byte `at` stands.
fn comment_above(text: &str, at: usize) -> Option<String> {
    let above = &text[..text[..at].rfind('\n').map_or(0, |end| end + 1)];
    let lines = above.lines().rev().take_while(|line| line.starts_with('#'));
    let mut lines: Vec<&str> = lines.collect();
    lines.reverse();
    comment_from(lines.into_iter())
}

/// The comment that `lines` begin with, as paragraphs.
fn comment_from<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let lines: Vec<&str> = lines
        .map_while(|line| line.strip_prefix('#'))
        .map(str::trim)
        .collect();
    let text = lines.join("\n");
    let paragraphs: Vec<String> = text
        .split("\n\n")
        .map(|paragraph| paragraph.replace('\n', " "))
        .collect();
    let text = paragraphs.join("\n\n");
    (!text.is_empty()).then_some(text)
}
