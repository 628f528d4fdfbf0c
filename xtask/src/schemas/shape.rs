//! The shape of a document, found by asking its reader.
//!
//! Samples say what can stand where. What else can, what must, and what may not is asked: a place
//! of a sample is changed, and the reader takes it or says why not. Where its answer fits no shape
//! that is known here, drawing fails and names the place.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{bail, ensure};
use serde_json::{Value, json};

use super::place::{NONSENSE, Place, expected, is_of_a_stranger, words};

/// The fields by which kinds of messages are told apart, the outer first.
const TAGS: [&str; 2] = ["machine", "type"];

/// A name that no field has.
const STRANGER: &str = "no such field";

/// What may stand in a place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    /// This text.
    Constant(String),
    /// Any text.
    Text,
    /// One of these texts.
    Words(Vec<String>),
    /// A civil date.
    Date,
    /// A UUID.
    Uuid,
    /// The `traceparent` of W3C Trace Context.
    Trace,
    /// True or false.
    Boolean,
    /// A whole number, both bounds inclusive.
    Integer { least: i128, greatest: i128 },
    /// Any number.
    Number,
    /// A list.
    List {
        items: Box<Self>,
        may_be_empty: bool,
    },
    /// Any names, each with a value of this shape.
    Map(Box<Self>),
    /// Fields with names of their own.
    Record(Record),
    /// One of several.
    OneOf(Vec<Self>),
    /// That or nothing.
    Nullable(Box<Self>),
}

/// Fields with names of their own.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Record {
    pub(super) fields: BTreeMap<String, Field>,
    pub(super) strangers: Strangers,
}

/// One of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Field {
    pub(super) shape: Shape,
    pub(super) is_required: bool,
}

/// What becomes of fields with other names.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Strangers {
    /// They are passed over.
    PassedOver,
    /// They are refused unless they are null.
    Null,
    /// They are refused.
    Refused,
}

/// What stands under each name, anywhere in any sample.
///
/// A field that no sample of a message fills borrows its value here: the same name means the same
/// thing everywhere, and the reader is asked whether it does.
#[derive(Debug, Default)]
pub(super) struct Named(BTreeMap<String, Vec<Value>>);

impl Named {
    /// Takes in what stands in `value`.
    pub(super) fn add(&mut self, value: &Value) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let values = self.0.entry(name.clone()).or_default();
                    if !is_hollow(value) && !values.contains(value) {
                        values.push(value.clone());
                    }
                    self.add(value);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn under(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.0.get(name).into_iter().flatten()
    }

    /// What may stand in all of these places.
    pub(super) fn shape(&self, places: &[Place]) -> anyhow::Result<Shape> {
        let [first, ..] = places else {
            bail!("there are no samples");
        };
        let filled = places.iter().filter(|place| !is_hollow(place.value()));
        let mut filled: Vec<Place> = filled.cloned().collect();
        if filled.is_empty() {
            filled.push(self.borrow(first)?);
        }
        let shape = self.of_filled(&filled)?;
        Ok(match first.takes(Value::Null) {
            true => Shape::Nullable(Box::new(shape)),
            false => shape,
        })
    }

    /// The place with something in it: what stands under its name elsewhere, or whatever it takes.
    fn borrow(&self, place: &Place) -> anyhow::Result<Place> {
        let refusal = place.with(json!(NONSENSE)).refusal();
        let words = refusal.as_deref().and_then(words).unwrap_or_default();
        let plain = [
            json!(NONSENSE),
            json!(LEAP_DAY),
            json!(ID),
            json!(1),
            json!(true),
        ];
        let plain = plain.into_iter().chain(words.into_iter().map(Value::from));
        let plain = plain.map(|value| match place.value() {
            Value::Array(_) => json!([value]),
            _ => value,
        });
        let mut values = self.under(place.name()).cloned().chain(plain);
        match values.find(|value| place.takes(value.clone())) {
            Some(value) => Ok(place.with(value)),
            None => bail!("no sample shows what may stand in {place}: add one"),
        }
    }

    fn of_filled(&self, places: &[Place]) -> anyhow::Result<Shape> {
        let first = &places[0];
        match first.value() {
            Value::Null => bail!("nothing stands in {first}"),
            Value::Bool(_) => Ok(Shape::Boolean),
            Value::Number(_) => Ok(number(first)),
            Value::Array(_) => Ok(Shape::List {
                items: Box::new(
                    self.shape(&places.iter().flat_map(Place::items).collect::<Vec<_>>())?,
                ),
                may_be_empty: first.takes(json!([])),
            }),
            Value::String(_) | Value::Object(_) => {
                let refusal = first.with(json!(NONSENSE)).refusal();
                match (refusal.as_deref().and_then(words), first.value()) {
                    (Some(words), _) => self.enumeration(places, words),
                    (None, Value::Object(_)) => self.object(places, &[]),
                    (None, _) => text(first, refusal),
                }
            }
        }
    }

    /// Words, or words that each have something under them.
    fn enumeration(&self, places: &[Place], words: Vec<String>) -> anyhow::Result<Shape> {
        let first = &places[0];
        let (plain, holders): (Vec<String>, Vec<String>) = words
            .into_iter()
            .partition(|word| first.takes(word.as_str()));
        let mut shapes = Vec::new();
        for word in holders {
            let own = places
                .iter()
                .filter(|place| place.value().get(&word).is_some());
            let known = self
                .under(&word)
                .map(|value| json!({ word.as_str(): value }));
            let borrowed = known.map(|value| first.with(value));
            let borrowed = borrowed.filter(|place| place.refusal().is_none());
            let holding = own.cloned().chain(borrowed).map(|place| place.at(&word));
            let holding: Vec<Place> = holding.collect();
            ensure!(
                !holding.is_empty(),
                "no sample has {word:?} in {first}: add one"
            );
            let field = Field {
                shape: self.shape(&holding)?,
                is_required: true,
            };
            shapes.push(Shape::Record(Record {
                fields: BTreeMap::from([(word, field)]),
                strangers: Strangers::Refused,
            }));
        }
        Ok(match (plain.is_empty(), shapes.is_empty()) {
            (_, true) => Shape::Words(plain),
            (true, false) => Shape::OneOf(shapes),
            (false, false) => {
                shapes.insert(0, Shape::Words(plain));
                Shape::OneOf(shapes)
            }
        })
    }

    /// `told`: the tags by which these places were told from others.
    fn object(&self, places: &[Place], told: &[&str]) -> anyhow::Result<Shape> {
        let first = &places[0];
        for tag in TAGS.iter().filter(|tag| !told.contains(tag)) {
            if first.value()[tag].is_string() {
                let refusal = first.at(tag).with(json!(NONSENSE)).refusal();
                if let Some(words) = refusal.as_deref().and_then(words) {
                    return self.tagged(places, words, &[told, &[tag]].concat());
                }
            }
        }
        match strangers(first)? {
            Some(strangers) => self.record(places, told, strangers),
            None => {
                let values: Vec<Place> = places.iter().flat_map(Place::children).collect();
                Ok(Shape::Map(Box::new(self.shape(&values)?)))
            }
        }
    }

    /// One shape for each word of the last tag of `told`.
    fn tagged(&self, places: &[Place], words: Vec<String>, told: &[&str]) -> anyhow::Result<Shape> {
        let tag = told[told.len() - 1];
        let mut shapes = Vec::new();
        for word in words {
            let group = places.iter().filter(|place| place.value()[tag] == *word);
            let group: Vec<Place> = group.cloned().collect();
            if group.is_empty() {
                // A machine to which nothing can be said yet.
                let refusal = places[0].with_field(tag, json!(word)).refusal();
                let is_mute = refusal.is_some_and(|it| it.contains("there are no variants"));
                ensure!(is_mute, "no sample has the {tag} {word:?}: add one");
                continue;
            }
            match self.object(&group, told)? {
                Shape::OneOf(several) => shapes.extend(several),
                one => shapes.push(one),
            }
        }
        Ok(Shape::OneOf(shapes))
    }

    fn record(
        &self,
        places: &[Place],
        told: &[&str],
        strangers: Strangers,
    ) -> anyhow::Result<Shape> {
        let first = &places[0];
        let mut fields = BTreeMap::new();
        let shown: BTreeSet<&String> = places.iter().flat_map(Place::fields).collect();
        for &name in &shown {
            let (has_it, lacks_it): (Vec<&Place>, Vec<&Place>) = places
                .iter()
                .partition(|place| place.value().get(name).is_some());
            let is_required = has_it.iter().any(|it| it.without(name).refusal().is_some());
            ensure!(
                !is_required || lacks_it.is_empty(),
                "{name:?} must be in {} and is not in {}: there are two shapes in one place",
                has_it[0],
                lacks_it[0],
            );
            let shape = match first.value()[name].as_str() {
                Some(word) if told.contains(&name.as_str()) => Shape::Constant(word.to_owned()),
                _ => self.shape(&has_it.iter().map(|it| it.at(name)).collect::<Vec<_>>())?,
            };
            fields.insert(name.clone(), Field { shape, is_required });
        }
        for name in self.hidden(first, &shown) {
            let place = first.with_field(&name, Value::Null).at(&name);
            let shape = self.shape(&[place])?;
            let is_required = false;
            fields.insert(name, Field { shape, is_required });
        }
        Ok(Shape::Record(Record { fields, strangers }))
    }

    /// Fields that are read here though no sample has them: those that the reader lists, and those
    /// of every name there is whose value matters to it.
    fn hidden(&self, place: &Place, shown: &BTreeSet<&String>) -> BTreeSet<String> {
        let refusal = place.with_field(STRANGER, Value::Null).refusal();
        let listed = refusal
            .map(|refusal| expected(&refusal))
            .unwrap_or_default();
        let names = self.0.keys().cloned().chain(listed);
        let matters = |name: &String| {
            let refusal = place.with_field(name, json!(1.5)).refusal();
            refusal.is_some_and(|refusal| !is_of_a_stranger(&refusal))
        };
        names
            .filter(|name| !shown.contains(name))
            .filter(matters)
            .collect()
    }
}

/// A day that one year has and the next has not.
const LEAP_DAY: &str = "2020-02-29";

const NO_LEAP_DAY: &str = "2021-02-29";

const ID: &str = "01a20f51-970b-72c7-a013-42216fa9465c";

const TRACE: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// Whether a value does not show what may stand in its place.
fn is_hollow(value: &Value) -> bool {
    value.is_null() || *value == json!([])
}

fn text(place: &Place, refusal: Option<String>) -> anyhow::Result<Shape> {
    let Some(refusal) = refusal else {
        return Ok(Shape::Text);
    };
    if place.takes(LEAP_DAY) && !place.takes(NO_LEAP_DAY) {
        return Ok(Shape::Date);
    }
    if place.takes(ID) {
        return Ok(Shape::Uuid);
    }
    if place.takes(TRACE) && !place.takes(TRACE.to_uppercase()) {
        return Ok(Shape::Trace);
    }
    bail!("not every text may stand in {place}, and why is not known here: {refusal}")
}

fn number(place: &Place) -> Shape {
    let value = place.value();
    let whole = value.as_i64().map(i128::from);
    match whole.or(value.as_u64().map(i128::from)) {
        Some(sample) if !place.takes(0.5) => Shape::Integer {
            least: edge(place, sample, i128::from(i64::MIN)),
            greatest: edge(place, sample, i128::from(u64::MAX)),
        },
        Some(_) | None => Shape::Number,
    }
}

/// The last number that is taken on the way from one that is to `far`.
fn edge(place: &Place, mut taken: i128, far: i128) -> i128 {
    let takes = |number: i128| match (i64::try_from(number), u64::try_from(number)) {
        (Ok(number), _) => place.takes(number),
        (Err(_), Ok(number)) => place.takes(number),
        (Err(_), Err(_)) => false,
    };
    if takes(far) {
        return far;
    }
    let mut refused = far;
    while 1 < (refused - taken).abs() {
        let middle = taken + (refused - taken) / 2;
        match takes(middle) {
            true => taken = middle,
            false => refused = middle,
        }
    }
    taken
}

/// What becomes of a field that nobody knows; none where every name is as good as any other.
fn strangers(place: &Place) -> anyhow::Result<Option<Strangers>> {
    let refusal = |value: Value| place.with_field(STRANGER, value).refusal();
    let mut residents = place.children().map(|child| child.value().clone());
    let resident = residents.find(|value| !value.is_null());
    if resident.is_some_and(|value| refusal(value).is_none()) {
        let values = [json!(NONSENSE), json!(1.5), json!({ STRANGER: 1.5 })];
        return Ok(
            match values.into_iter().any(|value| refusal(value).is_some()) {
                true => None,
                false => Some(Strangers::PassedOver),
            },
        );
    }
    Ok(Some(match (refusal(Value::Null), refusal(json!(1.5))) {
        (None, None) => Strangers::PassedOver,
        (None, Some(_)) => Strangers::Null,
        (Some(why), _) if is_of_a_stranger(&why) => Strangers::Refused,
        (Some(why), _) => bail!("not every name may stand in {place}: {why}"),
    }))
}

#[cfg(test)]
mod tests;
