//! The tables of `docs/law/README.md`: each rule with the one place where it stands, and each key with the
//! one rule that it feeds, out of `xtask/law/rules.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, bail};
use parvaneh_core::edition::Edition;
use parvaneh_core::law::OwnRule;
use serde::Deserialize;
use xtask::keyed::{rules, table_of};

/// Where the rules stand.
pub(super) const FILE: &str = "xtask/law/rules.toml";
/// Between these lines the page is written by the chore.
const BEGIN: &str = "<!-- Written by `cargo xtask law` from xtask/law/rules.toml. -->";
const END: &str = "<!-- The rest is written by hand. -->";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    rule: Vec<Rule>,
}

/// A rule of the law that is applied here, and its one place.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// The subject that it belongs to.
    of: String,
    /// What it says.
    says: String,
    /// R, F or D; several where that differs by edition, or for parts of it.
    basis: String,
    /// The keys of an edition that feed it.
    #[serde(default)]
    keys: Vec<String>,
    /// The rules of ours that are cited for it.
    #[serde(default)]
    own: Vec<String>,
    /// The file in which it is applied.
    code: String,
}

/// The page with its tables.
pub(super) fn page(
    page: &str,
    text: &str,
    editions: &[Edition],
    root: &Path,
) -> anyhow::Result<String> {
    let Rules { rule: all } = toml::from_str(text).context(FILE)?;
    let feeds = checked(&all, editions, root)?;
    let (before, rest) = page
        .split_once(BEGIN)
        .context("docs/law/README.md has no table")?;
    let (_, after) = rest
        .split_once(END)
        .context("the table of docs/law/README.md has no end")?;
    let mut table = String::from(
        "\n\n### Each rule, and its place\n\n| of | rule | basis | set by | cited as | applied in |\n\
         |---|---|---|---|---|---|\n",
    );
    let names = |words: &[String]| {
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        words.join(", ")
    };
    for rule in &all {
        let Rule {
            of,
            says,
            basis,
            keys,
            own,
            code,
        } = rule;
        let name = code.rsplit("/src/").next().unwrap_or(code);
        table += &format!(
            "| {of} | {says} | {basis} | {} | {} | [{name}](../../{code}) |\n",
            names(keys),
            names(own)
        );
    }
    table +=
        "\n### Each key of an edition, and the rule that it feeds\n\n| key | rule |\n|---|---|\n";
    for (key, says) in feeds {
        table += &format!("| `{key}` | {says} |\n");
    }
    Ok(format!("{before}{BEGIN}{table}\n{END}{after}"))
}

/// What each key feeds. Refused where a key feeds none or two, or a rule names what is not there.
fn checked<'r>(
    all: &'r [Rule],
    editions: &[Edition],
    root: &Path,
) -> anyhow::Result<BTreeMap<&'r str, &'r str>> {
    let mut feeds = BTreeMap::new();
    let mut cited = BTreeSet::new();
    for rule in all {
        for key in &rule.keys {
            if let Some(other) = feeds.insert(key.as_str(), rule.says.as_str()) {
                bail!("{FILE}: {key} feeds {other:?} and {:?}", rule.says);
            }
        }
        for own in &rule.own {
            if !OwnRule::ALL.iter().any(|known| known.id() == own) {
                bail!("{FILE}: no rule of ours has the id {own:?}");
            }
            cited.insert(own.as_str());
        }
        if !root.join(&rule.code).is_file() {
            bail!("{FILE}: there is no {}", rule.code);
        }
    }
    if let Some(rule) = OwnRule::ALL.iter().find(|rule| !cited.contains(rule.id())) {
        bail!(
            "{FILE}: say to which rule {:?} of law/own.rs belongs",
            rule.id()
        );
    }
    let mut known = BTreeSet::new();
    for edition in editions {
        let stated = rules(edition)?.into_iter();
        known.extend(stated.map(|rule| table_of(&rule.key).to_owned()));
    }
    if let Some(key) = known.iter().find(|key| !feeds.contains_key(key.as_str())) {
        bail!("{FILE}: say which rule the key {key} feeds");
    }
    // Keys that only a register's own edition has.
    let optional = ["holidays", "transfer.holding"];
    let is_optional = |key: &str| key.starts_with("silence.") || optional.contains(&key);
    let unknown = feeds
        .keys()
        .find(|key| !known.contains(**key) && !is_optional(key));
    match unknown {
        Some(key) => bail!("{FILE}: no edition has the key {key}"),
        None => Ok(feeds),
    }
}
