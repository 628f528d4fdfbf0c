//! Where two JSON values differ, whatever their fields are.

use serde::Serialize;
use serde_json::Value;

/// Something that is not the same under A and under B. The field names are a contract.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// What: `term.renewal_due`, `standing`, `renewal`.
    pub kind: String,
    /// Under A; null where there is no such thing.
    pub a: Value,
    /// Under B.
    pub b: Value,
}

impl Difference {
    pub(super) fn new(kind: &str, a: Value, b: Value) -> Self {
        Self {
            kind: kind.to_owned(),
            a,
            b,
        }
    }
}

/// Every difference between two values, named by its place. The edition that judges always differs,
/// and is not counted. Of two different states only the names are given.
pub(super) fn differences(a: &Value, b: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", a, b, &mut found);
    found
}

fn compare(place: &str, a: &Value, b: &Value, found: &mut Vec<Difference>) {
    if a == b {
        return;
    }
    match (state(a), state(b)) {
        (Some((one, a)), Some((other, b))) if one == other => {
            return compare(place, &a, &b, found);
        }
        (None, None) => {}
        (one, other) => {
            let name = |state: Option<(String, _)>, value: &Value| match state {
                Some((name, _)) => name.into(),
                None => value.clone(),
            };
            found.push(Difference::new(place, name(one, a), name(other, b)));
            return;
        }
    }
    let (Some(one), Some(other)) = (a.as_object(), b.as_object()) else {
        found.push(Difference::new(place, a.clone(), b.clone()));
        return;
    };
    let mut fields: Vec<&String> = one.keys().chain(other.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    for field in fields.into_iter().filter(|field| *field != "edition") {
        let within = match place {
            "" => field.clone(),
            place => format!("{place}.{field}"),
        };
        let value = |fields: &serde_json::Map<String, Value>| {
            fields.get(field).cloned().unwrap_or(Value::Null)
        };
        compare(&within, &value(one), &value(other), found);
    }
}

/// The name of a state of a machine, as serde tags it, and what is in it. A matter that stands at a step
/// is named by the step, and what both hold is taken together.
pub(super) fn state(value: &Value) -> Option<(String, Value)> {
    let (name, within) = tagged(value)?;
    let Some(step) = within.get("step") else {
        return Some((name.to_owned(), within.clone()));
    };
    let (name, of_step) = tagged(step)?;
    let mut fields = within.as_object().cloned().unwrap_or_default();
    fields.remove("step");
    fields.extend(of_step.as_object().cloned().unwrap_or_default());
    Some((name.to_owned(), Value::Object(fields)))
}

fn tagged(value: &Value) -> Option<(&str, &Value)> {
    let named = |name: &str| name.starts_with(|letter: char| letter.is_ascii_uppercase());
    match value {
        Value::String(name) if named(name) => Some((name, &Value::Null)),
        Value::Object(fields) if fields.len() == 1 => {
            let (name, within) = fields.iter().next()?;
            named(name).then_some((name, within))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(a: &Value, b: &Value) -> Vec<String> {
        let differences = differences(a, b).into_iter();
        differences
            .map(|Difference { kind, a, b }| format!("{kind}: {a} {b}"))
            .collect()
    }

    #[test]
    fn what_is_the_same_is_no_difference() {
        let value = json!({"renewal": {"Filed": {"on": "2026-01-01"}}, "edition": "a"});
        assert_eq!(lines(&value, &value), [""; 0]);
        let mut other = value.clone();
        other["edition"] = json!("b");
        assert_eq!(lines(&value, &other), [""; 0]);
    }

    #[test]
    fn a_place_names_its_difference() {
        let a = json!({"renewal": {"Incomplete": {"cure_by": 1, "on": 2}}, "ahead": {"x": 1}});
        let b = json!({"renewal": {"Incomplete": {"cure_by": 3, "on": 2}}, "ahead": {"y": [1]}});
        let lines = lines(&a, &b);
        assert_eq!(
            lines,
            [
                "ahead.x: 1 null",
                "ahead.y: null [1]",
                "renewal.cure_by: 1 3"
            ]
        );
    }

    #[test]
    fn a_matter_is_named_by_its_step() {
        let at =
            |step: Value| json!({"renewal": {"Requested": {"request": {"on": 2}, "step": step}}});
        let incomplete = at(json!({"Incomplete": {"cure_by": 1}}));
        assert_eq!(
            lines(&incomplete, &at(json!({"Incomplete": {"cure_by": 3}}))),
            ["renewal.cure_by: 1 3"]
        );
        assert_eq!(
            lines(&incomplete, &at(json!("Refused"))),
            [r#"renewal: "Incomplete" "Refused""#]
        );
    }

    #[test]
    fn another_state_is_one_difference() {
        let filed = json!({"renewal": {"Filed": {"on": 2, "by": 3}}});
        let withdrawn = json!({"renewal": "DeemedWithdrawn"});
        assert_eq!(
            lines(&filed, &withdrawn),
            [r#"renewal: "Filed" "DeemedWithdrawn""#]
        );
        let none = json!({});
        assert_eq!(lines(&filed, &none), [r#"renewal: "Filed" null"#]);
    }
}
