//! `docs/law/citations.md`: the key of an edition, or the rule of ours, from which each event, each day in it
//! and each refusal is drawn. Asked of the core with editions whose rules are cited by their keys.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use parvaneh_core::chart;
use parvaneh_core::edition::Edition;
use parvaneh_core::law::OwnRule;
use parvaneh_core::machines;
use parvaneh_core::refusal::{Citation, Code};
use xtask::keyed::{Stated, keyed, rules, table_of};

/// What is ours stands beside no key.
const OURS: &str = "D";

/// The rules of an edition, and what rests on them.
pub(super) struct Asked {
    name: String,
    /// The bases of each key; of a table, those of its lines.
    bases: BTreeMap<String, BTreeSet<String>>,
    /// By the event's name, and the field of a day in it: the keys, and the own rules by their words.
    drawn: BTreeMap<(&'static str, &'static str), BTreeSet<Drawn>>,
}

/// From what something is drawn.
#[derive(Clone, Eq, Ord, PartialEq, PartialOrd)]
enum Drawn {
    Key(String),
    Ours(&'static str),
}

impl Asked {
    pub(super) fn of(edition: &Edition) -> anyhow::Result<Self> {
        let by_key = keyed(edition)?;
        let mut bases: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for Stated { key, basis, .. } in rules(edition)? {
            bases
                .entry(table_of(&key).to_owned())
                .or_default()
                .insert(basis);
        }
        let mut drawn: BTreeMap<_, BTreeSet<Drawn>> = BTreeMap::new();
        for arrow in chart::of(&by_key).flat_map(|chart| chart.arrows) {
            let cited = arrow.rests_on.iter().map(Drawn::of);
            let cited = cited.collect::<anyhow::Result<Vec<_>>>()?;
            drawn.entry((arrow.event, "")).or_default().extend(cited);
            for day in machines::days_of(arrow.event) {
                if let Some(cited) = (day.rests_on)(&by_key) {
                    let drawn = drawn.entry((arrow.event, day.field)).or_default();
                    drawn.insert(Drawn::of(&cited)?);
                }
            }
        }
        Ok(Self {
            name: edition.id.0.clone(),
            bases,
            drawn,
        })
    }

    /// The bases of what is drawn from there; none where the edition has no such key.
    fn basis(&self, drawn: &Drawn) -> String {
        match drawn {
            Drawn::Ours(_) => OURS.to_owned(),
            Drawn::Key(key) => {
                let bases = self.bases.get(key).into_iter().flatten();
                bases.cloned().collect::<Vec<_>>().join(", ")
            }
        }
    }
}

impl Drawn {
    fn of(citation: &Citation) -> anyhow::Result<Self> {
        let said = OwnRule::ALL
            .iter()
            .find(|rule| rule.english() == citation.article);
        match said {
            Some(rule) => Ok(Self::Ours(rule.id())),
            None if citation.article.contains(' ') => {
                bail!("{:?} is neither a key nor a rule of ours", citation.article)
            }
            None => Ok(Self::Key(table_of(&citation.article).to_owned())),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Key(key) => format!("`{key}`"),
            Self::Ours(id) => format!("ours: [`{id}`](own-rules.md)"),
        }
    }
}

pub(super) fn page(editions: &[Asked]) -> String {
    let mut page = String::from(
        "<!-- Written by `cargo xtask law`, by asking the core: change the messages of a machine, or \
         refusal.rs, not this file. -->\n\n# What is cited for what\n\n\
         A key of the edition is cited with the article and the basis that the edition gives it: the pages \
         of the editions have them, and [sources](sources.md) says what each is drawn from. A rule of ours \
         is cited by its own words and is a D in every edition; no article stands over it.\n\n\
         ## Events\n\nA day in an event that another rule reckons than the one the event rests on has a line \
         of its own.\n\n",
    );
    let names: Vec<&str> = editions.iter().map(|asked| asked.name.as_str()).collect();
    let columns = "|---".repeat(names.len());
    page += &format!(
        "| event | drawn from | {} |\n|---|---{columns}|\n",
        names.join(" | ")
    );
    let mut said = BTreeSet::new();
    for kind in machines::kinds() {
        if !said.insert(kind.name) {
            continue;
        }
        let lines = editions.iter().flat_map(|asked| asked.drawn.keys());
        let of_it: BTreeSet<_> = lines.filter(|(event, _)| *event == kind.name).collect();
        for line in of_it {
            let drawn = editions.iter().filter_map(|asked| asked.drawn.get(line));
            let drawn: BTreeSet<&Drawn> = drawn.flatten().collect();
            for from in drawn {
                let what = match line {
                    (event, "") => format!("`{event}`"),
                    (event, day) => format!("`{event}`, its `{day}`"),
                };
                let bases = editions.iter().map(|asked| {
                    let is_drawn = asked.drawn.get(line).is_some_and(|all| all.contains(from));
                    match is_drawn {
                        true => asked.basis(from),
                        false => String::new(),
                    }
                });
                let bases: Vec<String> = bases.collect();
                page += &format!("| {what} | {} | {} |\n", from.text(), bases.join(" | "));
            }
        }
    }
    page += &refusals(editions);
    page
}

fn refusals(editions: &[Asked]) -> String {
    let names: Vec<&str> = editions.iter().map(|asked| asked.name.as_str()).collect();
    let columns = "|---".repeat(names.len());
    let mut text = format!(
        "\n## Refusals\n\nWhat is refused for these reasons may rest on these keys. What is refused for any \
         other reason rests on a rule of ours.\n\n| code | reason | may rest on | {} |\n|---|---|---{columns}|\n",
        names.join(" | ")
    );
    let of_editions = Code::ALL.iter().filter(|code| !code.under().is_empty());
    for code in of_editions {
        for key in code.under() {
            let from = Drawn::Key((*key).to_owned());
            let bases: Vec<String> = editions.iter().map(|asked| asked.basis(&from)).collect();
            let (word, sentence, from) = (code.word(), code.sentence(), from.text());
            text += &format!(
                "| `{word}` | {sentence} | {from} | {} |\n",
                bases.join(" | ")
            );
        }
    }
    let ours = Code::ALL.iter().filter(|code| code.under().is_empty());
    let ours: Vec<String> = ours.map(|code| format!("`{}`", code.word())).collect();
    text + &format!("\nOf rules of ours alone: {}.\n", ours.join(", "))
}
