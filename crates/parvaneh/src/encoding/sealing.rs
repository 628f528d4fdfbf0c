//! A serialiser that takes free texts out of what it writes: the hash of each stands in its place, and the
//! text is given apart. All else goes to another serialiser as it is.

use std::cell::RefCell;

use parvaneh_core::text::{BLANKED_HASH, FREE_TEXT, HASHED};
use parvaneh_store::ClearText;
use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::{in_hexadecimal, with_a_salt};

/// Where the texts are put that were taken out.
type Taken = RefCell<Vec<ClearText>>;

/// A value that is written without its free texts.
pub(super) struct Sealing<'a, T: ?Sized>(pub(super) &'a T, pub(super) &'a Taken);

impl<T: Serialize + ?Sized> Serialize for Sealing<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Taking { to, taken: self.1 })
    }
}

/// Writes to `to`, and what is begun there.
struct Taking<'a, S> {
    to: S,
    taken: &'a Taken,
}

/// What a free text is.
enum Written {
    Clear(String),
    /// By its hash.
    Blanked(String),
}

/// Of a text that was blanked, people read something else than a form has that nobody reads: its hash. Refused
/// where a text has a character that PostgreSQL does not keep.
fn text_of<T: Serialize + ?Sized>(text: &T) -> Result<Written, String> {
    let problem = |error: &dyn std::fmt::Display| error.to_string();
    let bytes = postcard::to_extend(text, Vec::new()).map_err(|error| problem(&error))?;
    let marked: String = postcard::from_bytes(&bytes).map_err(|error| problem(&error))?;
    let read = serde_json::to_value(text).map_err(|error| problem(&error))?;
    if read != marked.as_str() {
        let hash = marked.strip_prefix(BLANKED_HASH).unwrap_or(&marked);
        return Ok(Written::Blanked(hash.to_owned()));
    }
    match marked.contains('\0') {
        true => Err("a text has the character NUL in it; leave that out".to_owned()),
        false => Ok(Written::Clear(marked)),
    }
}

/// Writes scalars as they are.
macro_rules! as_they_are {
    ($($method:ident: $kind:ty,)*) => {
        $(fn $method(self, value: $kind) -> Result<S::Ok, S::Error> {
            self.to.$method(value)
        })*
    };
}

/// Begins what has parts.
macro_rules! begun {
    ($($method:ident($($name:ident: $kind:ty),*): $compound:ident,)*) => {
        $(fn $method(self, $($name: $kind),*) -> Result<Self::$compound, S::Error> {
            let to = self.to.$method($($name),*)?;
            Ok(Taking { to, taken: self.taken })
        })*
    };
}

/// Writes the parts of what has some.
macro_rules! parts {
    ($($compound:ident: $method:ident($($name:ident: $kind:ty),*),)*) => {
        $(impl<S: $compound> $compound for Taking<'_, S> {
            type Ok = S::Ok;
            type Error = S::Error;

            fn $method<T: Serialize + ?Sized>(
                &mut self,
                $($name: $kind,)*
                value: &T,
            ) -> Result<(), S::Error> {
                self.to.$method($($name,)* &Sealing(value, self.taken))
            }

            fn end(self) -> Result<S::Ok, S::Error> {
                self.to.end()
            }
        })*
    };
}

impl<'a, S: Serializer> Serializer for Taking<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Taking<'a, S::SerializeSeq>;
    type SerializeTuple = Taking<'a, S::SerializeTuple>;
    type SerializeTupleStruct = Taking<'a, S::SerializeTupleStruct>;
    type SerializeTupleVariant = Taking<'a, S::SerializeTupleVariant>;
    type SerializeMap = Taking<'a, S::SerializeMap>;
    type SerializeStruct = Taking<'a, S::SerializeStruct>;
    type SerializeStructVariant = Taking<'a, S::SerializeStructVariant>;

    as_they_are! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
        serialize_char: char,
        serialize_str: &str,
        serialize_bytes: &[u8],
        serialize_unit_struct: &'static str,
    }

    begun! {
        serialize_seq(length: Option<usize>): SerializeSeq,
        serialize_tuple(length: usize): SerializeTuple,
        serialize_tuple_struct(name: &'static str, length: usize): SerializeTupleStruct,
        serialize_tuple_variant(name: &'static str, at: u32, variant: &'static str, length: usize):
            SerializeTupleVariant,
        serialize_map(length: Option<usize>): SerializeMap,
        serialize_struct(name: &'static str, length: usize): SerializeStruct,
        serialize_struct_variant(name: &'static str, at: u32, variant: &'static str, length: usize):
            SerializeStructVariant,
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.to.serialize_none()
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.to.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.to.serialize_unit_variant(name, at, variant)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.to.serialize_some(&Sealing(value, self.taken))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        if name != FREE_TEXT {
            let value = Sealing(value, self.taken);
            return self.to.serialize_newtype_struct(name, &value);
        }
        let mut map = self.to.serialize_map(Some(1))?;
        let text = match text_of(value).map_err(S::Error::custom)? {
            Written::Clear(text) => text,
            Written::Blanked(hash) => {
                map.serialize_entry(HASHED, &hash)?;
                return map.end();
            }
        };
        let text = with_a_salt(text);
        map.serialize_entry(HASHED, &in_hexadecimal(&text.hash))?;
        self.taken.borrow_mut().push(text);
        map.end()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        at: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let value = Sealing(value, self.taken);
        self.to.serialize_newtype_variant(name, at, variant, &value)
    }

    fn collect_str<T: std::fmt::Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.to.collect_str(value)
    }

    fn is_human_readable(&self) -> bool {
        self.to.is_human_readable()
    }
}

parts! {
    SerializeSeq: serialize_element(),
    SerializeTuple: serialize_element(),
    SerializeTupleStruct: serialize_field(),
    SerializeTupleVariant: serialize_field(),
    SerializeStruct: serialize_field(name: &'static str),
    SerializeStructVariant: serialize_field(name: &'static str),
}

impl<S: SerializeMap> SerializeMap for Taking<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), S::Error> {
        self.to.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.to.serialize_value(&Sealing(value, self.taken))
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.to.end()
    }
}
