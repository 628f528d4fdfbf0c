//! Where the rules of two editions differ, whatever sections they have.

use parvaneh_core::edition::Edition;
use serde::Serialize;
use serde_json::Value;

use crate::EngineError;

/// A rule whose value differs. The field names are a contract.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleDifference {
    /// The key, with dots, as in the edition's file.
    pub key: String,
    /// What A says; null where it says nothing.
    pub a: Option<RuleSide>,
    /// What B says.
    pub b: Option<RuleSide>,
}

/// What one edition says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleSide {
    /// The value.
    pub value: Value,
    /// The place in the regulation, in words; none for what needs none, such as the calendar.
    pub article: Option<String>,
    /// What it rests on: R, F or D.
    pub basis: Option<String>,
}

/// Every rule that has another value in `b` than in `a`, by key. Where the values are the same, it
/// is no matter that they rest on other texts.
pub fn differing(a: &Edition, b: &Edition) -> Result<Vec<RuleDifference>, EngineError> {
    let value = |edition| serde_json::to_value(edition).map_err(EngineError::Encode);
    let mut found = Vec::new();
    compare("", &value(a)?, &value(b)?, &mut found);
    Ok(found)
}

/// What an edition is called, and no rule.
const NAMES: [&str; 2] = ["id", "title"];

fn compare(key: &str, a: &Value, b: &Value, found: &mut Vec<RuleDifference>) {
    if a == b {
        return;
    }
    let is_rule = |it: &Value| it.get("article").is_some() && it.get("basis").is_some();
    let within = match [a, b].map(|it| it.as_object().filter(|_| !is_rule(it))) {
        [Some(a), Some(b)] => Some((a.clone(), b.clone())),
        // A section that only one of them has is listed rule by rule.
        [Some(a), None] if b.is_null() => Some((a.clone(), serde_json::Map::new())),
        [None, Some(b)] if a.is_null() => Some((serde_json::Map::new(), b.clone())),
        _ => None,
    };
    let Some((one, other)) = within else {
        let (a, b) = (side(a), side(b));
        let value = |side: &Option<RuleSide>| side.as_ref().map(|side| side.value.clone());
        if value(&a) != value(&b) {
            let key = key.to_owned();
            found.push(RuleDifference { key, a, b });
        }
        return;
    };
    let mut fields: Vec<&String> = one.keys().chain(other.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    for field in fields {
        let within = match key {
            "" if NAMES.contains(&field.as_str()) => continue,
            "" => field.clone(),
            key => format!("{key}.{field}"),
        };
        let value = |fields: &serde_json::Map<String, Value>| {
            fields.get(field).cloned().unwrap_or(Value::Null)
        };
        compare(&within, &value(&one), &value(&other), found);
    }
}

fn side(value: &Value) -> Option<RuleSide> {
    let word = |field: &str| value.get(field)?.as_str().map(str::to_owned);
    match value {
        Value::Null => None,
        rule if word("article").is_some() => Some(RuleSide {
            value: rule["value"].clone(),
            article: word("article"),
            basis: word("basis"),
        }),
        plain => Some(RuleSide {
            value: plain.clone(),
            article: None,
            basis: None,
        }),
    }
}
