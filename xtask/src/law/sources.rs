//! `docs/law/sources.md`: what each R and each F of an edition is drawn from, out of `xtask/law/sources.toml`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail};
use parvaneh_core::edition::{Decree, Edition};
use serde::Deserialize;
use xtask::keyed::{Stated, rules, table_of};

/// Where the words stand.
pub(super) const FILE: &str = "xtask/law/sources.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    source: Vec<Source>,
}

/// A place that editions cite.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    /// As editions cite it.
    article: String,
    /// What it says there: in its own words, between «», where they were read.
    says: String,
    /// Where that was read.
    read_in: String,
}

/// A rule that is cited so, and of which edition.
struct Cited {
    basis: String,
    keys: BTreeSet<String>,
    editions: BTreeSet<String>,
}

/// `acts` are the general acts, each with its regime.
pub(super) fn page(
    text: &str,
    editions: &[Edition],
    acts: &[(String, Decree)],
) -> anyhow::Result<String> {
    let sources: Sources = toml::from_str(text).context(FILE)?;
    let mut cited: BTreeMap<String, Cited> = BTreeMap::new();
    let of_editions = editions.iter().map(|edition| -> anyhow::Result<_> {
        let rules = rules(edition)?.into_iter();
        let rules = rules.map(|rule| (table_of(&rule.key).to_owned(), rule));
        Ok((edition.id.0.clone(), rules.collect()))
    });
    let of_acts = acts.iter().map(|(regime, act)| -> anyhow::Result<_> {
        let rules = rules(act)?.into_iter();
        let rules = rules.map(|rule| (format!("decree.{}", rule.key), rule));
        Ok((regime.clone(), rules.collect()))
    });
    for stated in of_editions.chain(of_acts) {
        let (name, stated): (String, Vec<(String, Stated)>) = stated?;
        for (key, Stated { article, basis, .. }) in stated {
            if basis == "D" {
                continue;
            }
            let of = cited.entry(article.clone()).or_insert_with(|| Cited {
                basis: basis.clone(),
                keys: BTreeSet::new(),
                editions: BTreeSet::new(),
            });
            if of.basis != basis {
                bail!("{article:?} is cited as {} and as {basis}", of.basis);
            }
            of.keys.insert(format!("`{key}`"));
            of.editions.insert(name.clone());
        }
    }
    let mut page = String::from(
        "<!-- Written by `cargo xtask law` from xtask/law/sources.toml: change that file, not this one. -->\n\n\
         # What the law is drawn from\n\n\
         Every article that an edition cites as stated by the regulation (R) or found in another public \
         source (F), with what was read there. «…» are the words of the source; the rest is a paraphrase. \
         A default of ours (D) is drawn from nothing, and its article begins with what was looked for. Of most \
         public pages an excerpt was read and not the whole.\n\n\
         | article | basis | keys | editions | what it says | read in |\n|---|---|---|---|---|---|\n",
    );
    for Source {
        article,
        says,
        read_in,
    } in &sources.source
    {
        let Some(of) = cited.remove(article) else {
            bail!("{FILE}: no edition cites {article:?} as R or F");
        };
        let list = |words: &BTreeSet<String>| words.iter().cloned().collect::<Vec<_>>().join(", ");
        let row = [
            article.clone(),
            of.basis.clone(),
            list(&of.keys),
            list(&of.editions),
            says.clone(),
            read_in.clone(),
        ];
        let row = row.map(|cell| cell.replace('|', "\\|"));
        page += &format!("| {} |\n", row.join(" | "));
    }
    if let Some((article, of)) = cited.first_key_value() {
        bail!(
            "{article:?} is cited as {}: say in {FILE} what it is drawn from",
            of.basis
        );
    }
    Ok(page)
}
