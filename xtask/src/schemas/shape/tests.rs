//! Readers of every make, and what is found by asking them.

use insta::assert_snapshot;
use serde::{Deserialize, de::DeserializeOwned};

use super::*;

fn read<T: DeserializeOwned>(document: &Value) -> Result<(), String> {
    let read = serde_json::from_value::<T>(document.clone());
    read.map(drop).map_err(|refusal| refusal.to_string())
}

/// What is drawn of `T` from these samples.
fn shape<T: DeserializeOwned>(samples: &[Value]) -> anyhow::Result<Shape> {
    let mut named = Named::default();
    samples.iter().for_each(|sample| named.add(sample));
    let places = samples.iter().map(|sample| Place::whole(sample, read::<T>));
    named.shape(&places.collect::<Vec<_>>())
}

fn failure<T: DeserializeOwned>(samples: &[Value]) -> String {
    shape::<T>(samples)
        .expect_err("it cannot be drawn")
        .to_string()
}

fn record(fields: &[(&str, Shape, bool)], strangers: Strangers) -> Shape {
    let fields = fields.iter().map(|(name, shape, is_required)| {
        let (shape, is_required) = (shape.clone(), *is_required);
        ((*name).to_owned(), Field { shape, is_required })
    });
    Shape::Record(Record {
        fields: fields.collect(),
        strangers,
    })
}

fn nullable(shape: Shape) -> Shape {
    Shape::Nullable(Box::new(shape))
}

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn numbers_have_the_bounds_of_their_types() {
    let integer = |least: i128, greatest: i128| Shape::Integer { least, greatest };
    let drawn = |shape: anyhow::Result<Shape>| shape.unwrap();
    assert_eq!(drawn(shape::<u8>(&[json!(7)])), integer(0, 255));
    assert_eq!(drawn(shape::<i16>(&[json!(-7)])), integer(-32_768, 32_767));
    let (least, greatest) = (i128::from(i64::MIN), i128::from(u64::MAX));
    assert_eq!(drawn(shape::<u64>(&[json!(0)])), integer(0, greatest));
    let signed = integer(least, i128::from(i64::MAX));
    assert_eq!(drawn(shape::<i64>(&[json!(0)])), signed);
    assert_eq!(drawn(shape::<f64>(&[json!(1)])), Shape::Number);
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "it is only read")]
enum Sanction {
    Notice,
    Cutoff { through: u8 },
    Fine(Vec<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is only read")]
struct Case {
    sanction: Sanction,
    #[serde(default)]
    earlier: Option<Sanction>,
    by_county: BTreeMap<String, u8>,
}

/// A word that has something under it borrows it from wherever it stands under the same name.
#[test]
fn words_may_have_something_under_them() {
    let case = |sanction: Value| json!({ "sanction": sanction, "by_county": { "مرکز": 1 } });
    let samples = [
        case(json!("notice")),
        case(json!({ "cutoff": { "through": 3 } })),
        case(json!({ "fine": ["late"] })),
    ];
    let byte = Shape::Integer {
        least: 0,
        greatest: 255,
    };
    let under = |word, shape| record(&[(word, shape, true)], Strangers::Refused);
    let fine = Shape::List {
        items: Box::new(Shape::Text),
        may_be_empty: true,
    };
    let sanction = Shape::OneOf(vec![
        Shape::Words(texts(&["notice"])),
        under(
            "cutoff",
            record(&[("through", byte.clone(), true)], Strangers::PassedOver),
        ),
        under("fine", fine),
    ]);
    let drawn = record(
        &[
            ("by_county", Shape::Map(Box::new(byte)), true),
            ("earlier", nullable(sanction.clone()), false),
            ("sanction", sanction, true),
        ],
        Strangers::Refused,
    );
    assert_eq!(shape::<Case>(&samples).unwrap(), drawn);
    assert_snapshot!(
        failure::<Case>(&samples[..2]),
        @r#"no sample has "fine" in /sanction of {"by_county":{"مرکز":1},"sanction":"notice"}: add one"#
    );
}

#[derive(Deserialize)]
#[serde(tag = "machine", rename_all = "snake_case")]
#[expect(dead_code, reason = "it is only read")]
enum Message {
    Call(Call),
    Licence(Licence),
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Call {}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[expect(dead_code, reason = "it is only read")]
enum Licence {
    Opened {
        number: String,
        #[serde(default)]
        note: Option<String>,
    },
    Noted {
        note: String,
    },
    Ended,
}

/// A field that no sample of a message has is found where another message has one of its name. A
/// machine to which nothing can be said yet is left out.
#[test]
fn messages_are_told_apart_by_machine_and_type() {
    let opened = json!({ "machine": "licence", "type": "opened", "number": "17-1" });
    let noted = json!({ "machine": "licence", "type": "noted", "note": "lost" });
    let ended = json!({ "machine": "licence", "type": "ended" });
    let tagged = |word: &str, fields: &[(&str, Shape, bool)]| {
        let constant = |word: &str| Shape::Constant(word.to_owned());
        let tags = [
            ("machine", constant("licence"), true),
            ("type", constant(word), true),
        ];
        record(&[&tags[..], fields].concat(), Strangers::PassedOver)
    };
    let note = |shape, is_required| ("note", shape, is_required);
    let number = ("number", Shape::Text, true);
    let drawn = Shape::OneOf(vec![
        tagged("opened", &[note(nullable(Shape::Text), false), number]),
        tagged("noted", &[note(Shape::Text, true)]),
        tagged("ended", &[]),
    ]);
    let samples = [opened, noted, ended];
    assert_eq!(shape::<Message>(&samples).unwrap(), drawn);
    assert_snapshot!(failure::<Message>(&samples[..2]), @r#"no sample has the type "ended": add one"#);
}

/// A text that is refused for a reason that has no place in a schema is not passed off as any text.
#[test]
fn what_is_not_understood_is_not_drawn() {
    assert_snapshot!(
        failure::<char>(&[json!("x")]),
        @r#"not every text may stand in "x", and why is not known here: invalid value: string "no such word", expected a character"#
    );
    assert_snapshot!(
        failure::<Vec<Option<()>>>(&[json!([])]),
        @"no sample shows what may stand in []: add one"
    );
}
