//! How a message is read: `{"machine": …, "type": …}` and its fields.
//!
//! Two machines may write under one name, which is a contract: premises under `licence`, a mismatch under
//! `appointment`. So the words of both tags are read before it is known what the fields are.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};

/// A message of which the machine's name is known, and its other fields.
pub(crate) struct Tagged {
    machine: Name,
    fields: Vec<(String, Field)>,
}

/// The names of machines on the wire.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(variant_identifier, rename_all = "snake_case")]
enum Name {
    Call,
    Application,
    PrincipledApproval,
    Licence,
    Renewal,
    Transfer,
    Enforcement,
    Appointment,
    Contract,
    Coming,
    Dossier,
}

impl Tagged {
    /// Reads a message; `expected` is what stands in an error where it is none.
    pub(crate) fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        expected: &'static str,
    ) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TaggedVisitor { expected })
    }

    /// The machine's name.
    pub(crate) fn machine(&self) -> &'static str {
        match self.machine {
            Name::Call => "call",
            Name::Application => "application",
            Name::PrincipledApproval => "principled_approval",
            Name::Licence => "licence",
            Name::Renewal => "renewal",
            Name::Transfer => "transfer",
            Name::Enforcement => "enforcement",
            Name::Appointment => "appointment",
            Name::Contract => "contract",
            Name::Coming => "coming",
            Name::Dossier => "dossier",
        }
    }

    /// The word of its `type`, where one stands there.
    pub(crate) fn word(&self) -> Option<&str> {
        let found = self.fields.iter().find(|(name, _)| name == "type");
        match found {
            Some((_, Field::Text(word))) => Some(word),
            Some(_) | None => None,
        }
    }

    /// Names its `type` by today's word where it was sent under a former one: `renamed` has both.
    pub(super) fn say_as_today(&mut self, renamed: &[(&str, &str)]) {
        for (name, field) in &mut self.fields {
            if name == "type"
                && let Field::Text(word) = field
                && let Some((_, today)) = renamed.iter().find(|(former, _)| former == word)
            {
                *word = (*today).to_owned();
            }
        }
    }

    /// The message, as its machine reads it.
    pub(crate) fn into_message<T: DeserializeOwned, E: Error>(self) -> Result<T, E> {
        T::deserialize(MapDeserializer::new(self.fields.into_iter()))
    }

    /// Refuses a type that none of several machines of that name has; one alone says so itself. `known`
    /// are each machine's name and types.
    pub(crate) fn refuse_unknown<E: Error>(
        &self,
        word: &str,
        known: &[(&str, &[&str])],
    ) -> Result<(), E> {
        let own = known.iter().filter(|(name, _)| *name == self.machine());
        if own.clone().count() == 1 {
            return Ok(());
        }
        let words = own.flat_map(|(_, words)| words.iter().map(|it| format!("`{it}`")));
        let words = words.collect::<Vec<_>>().join(", ");
        let problem = format!("unknown variant `{word}`, expected one of {words}");
        Err(E::custom(problem))
    }
}

struct TaggedVisitor {
    expected: &'static str,
}

impl<'de> Visitor<'de> for TaggedVisitor {
    type Value = Tagged;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut machine = None;
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if name != "machine" {
                fields.push((name, map.next_value()?));
            } else if machine.replace(map.next_value()?).is_some() {
                return Err(A::Error::duplicate_field("machine"));
            }
        }
        match machine {
            Some(machine) => Ok(Tagged { machine, fields }),
            None => Err(A::Error::missing_field("machine")),
        }
    }
}

/// What stands in a field, before anybody knows what it means.
enum Field {
    Null,
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Text(String),
    List(Vec<Field>),
    Fields(Vec<(String, Field)>),
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

struct FieldVisitor;

impl<'de> Visitor<'de> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Field, E> {
        Ok(Field::Null)
    }

    fn visit_none<E>(self) -> Result<Field, E> {
        Ok(Field::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Field, D::Error> {
        Field::deserialize(deserializer)
    }

    fn visit_bool<E>(self, it: bool) -> Result<Field, E> {
        Ok(Field::Bool(it))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Field, E> {
        Ok(Field::Unsigned(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Field, E> {
        Ok(Field::Signed(it))
    }

    fn visit_f64<E>(self, it: f64) -> Result<Field, E> {
        Ok(Field::Float(it))
    }

    fn visit_str<E>(self, it: &str) -> Result<Field, E> {
        Ok(Field::Text(it.to_owned()))
    }

    fn visit_string<E>(self, it: String) -> Result<Field, E> {
        Ok(Field::Text(it))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Field, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Field::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Field::Fields(fields))
    }
}

impl<'de, E: Error> IntoDeserializer<'de, E> for Field {
    type Deserializer = FieldReader<E>;

    fn into_deserializer(self) -> FieldReader<E> {
        FieldReader {
            field: self,
            error: PhantomData,
        }
    }
}

/// Reads a field that was kept.
struct FieldReader<E> {
    field: Field,
    error: PhantomData<E>,
}

impl<'de, E: Error> Deserializer<'de> for FieldReader<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.field {
            Field::Null => visitor.visit_unit(),
            Field::Bool(it) => visitor.visit_bool(it),
            Field::Unsigned(it) => visitor.visit_u64(it),
            Field::Signed(it) => visitor.visit_i64(it),
            Field::Float(it) => visitor.visit_f64(it),
            Field::Text(it) => visitor.visit_string(it),
            Field::List(it) => visitor.visit_seq(SeqDeserializer::new(it.into_iter())),
            Field::Fields(it) => visitor.visit_map(MapDeserializer::new(it.into_iter())),
        }
    }

    // The machines' enums are tagged, and read all fields as they are before they choose a variant.
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
