//! An edition in which every rule is cited by its own key and claims to be the regulation's: whatever then
//! is cited says by itself from which key it is drawn, and what is ours shows by not being there.

use anyhow::Context;
use parvaneh_core::edition::Edition;
use serde::Serialize;
use serde_json::Value;

/// The same rules, each cited as its key, as in `renewal.lead`, with the strongest basis there is.
pub fn keyed(edition: &Edition) -> anyhow::Result<Edition> {
    let mut whole = serde_json::to_value(edition).context("an edition is fields")?;
    cite_by_key("", &mut whole);
    serde_json::from_value(whole).context("the same fields are an edition")
}

fn cite_by_key(key: &str, value: &mut Value) {
    let Value::Object(fields) = value else {
        return;
    };
    if fields.contains_key("article") && fields.contains_key("basis") {
        fields.insert("article".to_owned(), key.into());
        fields.insert("basis".to_owned(), "R".into());
        return;
    }
    for (name, field) in fields {
        let key = match key {
            "" => name.clone(),
            key => format!("{key}.{name}"),
        };
        cite_by_key(&key, field);
    }
}

/// The tables of an edition in which each line has a key of its own and means the same as the others.
const TABLES: [&str; 3] = [
    "appointment.posts",
    "enforcement.cases.violations",
    "papers",
];

/// The key without the line of a table, as `papers` for `papers.tax`.
pub fn table_of(key: &str) -> &str {
    let table = TABLES.into_iter().find(|table| {
        key.strip_prefix(table)
            .is_some_and(|line| line.starts_with('.'))
    });
    table.unwrap_or(key)
}

/// Every rule of an edition or of a general act, by its key: its article and its basis.
pub fn rules(of: &impl Serialize) -> anyhow::Result<Vec<Stated>> {
    let whole = serde_json::to_value(of).context("what has rules is fields")?;
    let mut rules = Vec::new();
    collect("", &whole, &mut rules);
    Ok(rules)
}

/// A rule of an edition.
#[derive(Clone, Debug)]
pub struct Stated {
    /// Its key.
    pub key: String,
    /// Where it is written, in words.
    pub article: String,
    /// What it rests on: R, F or D.
    pub basis: String,
}

fn collect(key: &str, value: &Value, rules: &mut Vec<Stated>) {
    let Value::Object(fields) = value else {
        return;
    };
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    if let (Some(article), Some(basis)) = (text("article"), text("basis")) {
        rules.push(Stated {
            key: key.to_owned(),
            article: article.to_owned(),
            basis: basis.to_owned(),
        });
        return;
    }
    for (name, field) in fields {
        match key {
            "" => collect(name, field, rules),
            key => collect(&format!("{key}.{name}"), field, rules),
        }
    }
}
