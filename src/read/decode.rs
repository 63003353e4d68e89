//! From a [`Node`] to a record, by way of the record's serde implementation.
//!
//! A lone value is a list of one, any scalar can be a text, and the places that [`spanned`] asks for are given.
//! What cannot be read becomes a [`Fault`]; [`Attempts`] then reads the record without it.

use std::slice;
use std::str::FromStr;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer, UsizeDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;

use super::attempts::{Attempts, Types, address};
use super::fault::Fault;
use super::node::{Entry, Node, Value};
use crate::case::spanned;

/// Records that may be written as a single text: which of their fields it is.
const SHORTHANDS: &[(&str, &str)] = &[("AllowRecord", "rule")];

/// Records whose fields are called otherwise in messages.
const FIELDS_CALLED: &[(&str, &str)] = &[
    ("RuleLevels", "rule"),
    ("ConfigRecord", "section"),
    ("Thresholds", "rule with thresholds"),
    ("ThresholdRecord", "threshold"),
];

/// What a record type is called in messages: `claim` for `ClaimRecord`.
fn kind(name: &str) -> String {
    name.trim_end_matches("Record").to_lowercase()
}

/// How a value is written in a document that tells texts from other values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Within,
    Without,
}

/// The deserializer of one node.
#[derive(Clone, Copy)]
pub struct Reader<'n> {
    node: &'n Node<'n>,
    /// The field it is the value of, for messages.
    field: &'n str,
    /// The id of the record, where the node is a record under a key.
    name: Option<&'n str>,
    attempts: &'n Attempts<'n>,
}

impl<'n> Reader<'n> {
    /// For a record; `name` is its id, if that is a key.
    pub fn new(node: &'n Node<'n>, name: Option<&'n str>, attempts: &'n Attempts<'n>) -> Self {
        Reader {
            node,
            field: "",
            name,
            attempts,
        }
    }

    fn within(self, node: &'n Node<'n>, field: &'n str) -> Self {
        Reader {
            node,
            field,
            name: None,
            ..self
        }
    }

    fn scalar(self, what: &str) -> Result<&'n str, Fault> {
        match &self.node.value {
            Value::Scalar(scalar) => Ok(&scalar.text),
            Value::Empty => Err(Fault::expected(what, self.field, "nothing")
                .help("quote the text if it contains a comma")),
            _ => Err(Fault::expected(what, self.field, self.node.describe())),
        }
    }

    /// The same, where a kind of value is asked for that stands with or without quotes.
    fn scalar_of(self, what: &str, quotes: Quotes) -> Result<&'n str, Fault> {
        let text = self.scalar(what)?;
        let is_quoted = matches!(&self.node.value, Value::Scalar(scalar) if scalar.quoted);
        let wrong = |found: String| Fault::expected(what, self.field, &found);
        let is_value = || text.parse::<f64>().is_ok() || text.parse::<bool>().is_ok();
        match (self.attempts.types, quotes, is_quoted) {
            (Types::Strict, Quotes::Without, true) if is_value() => {
                Err(wrong(format!("the text `{text}`")).help("leave the quotes out"))
            }
            (Types::Strict, Quotes::Without, true) => Err(wrong(format!("`{text}`"))),
            (Types::Strict, Quotes::Within, false) => {
                Err(wrong(format!("`{text}`")).help("put it in quotes"))
            }
            _ => Ok(text),
        }
    }

    fn number<T: FromStr>(self, what: &str, fits: fn(&T) -> bool) -> Result<T, Fault> {
        let text = self.scalar_of(what, Quotes::Without)?;
        text.parse()
            .ok()
            .filter(fits)
            .ok_or_else(|| Fault::expected(what, self.field, &format!("`{text}`")))
    }

    fn fields(self, fields: Vec<&'n Entry<'n>>) -> Fields<'n> {
        Fields {
            fields: fields.into_iter(),
            value: None,
            record: self,
        }
    }

    /// Reads the value, and blames this node for a fault unless one inside it is to blame.
    ///
    /// # Errors
    /// The first thing in it that cannot be read.
    pub fn read<T: DeserializeSeed<'n>>(self, seed: T) -> Result<T::Value, Fault> {
        let blame = |fault: Fault| fault.at(address(self.node), &self.node.range);
        seed.deserialize(self).map_err(blame)
    }

    fn record<V: Visitor<'n>>(
        self,
        name: &'static str,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let shorthand = SHORTHANDS.iter().find(|(record, _)| *record == name);
        match (&self.node.value, shorthand) {
            (Value::Map(entries), _) => {
                let called = FIELDS_CALLED.iter().find(|(record, _)| *record == name);
                let called = called.map_or("field", |&(_, called)| called);
                let fields = self.fields(self.attempts.fields(entries, known, called));
                visitor
                    .visit_map(fields)
                    .map_err(|fault| self.without(name, entries, fault))
            }
            (Value::Scalar(_), Some((_, field))) => visitor.visit_map(Shorthand {
                field: Some(field),
                value: self,
            }),
            _ => Err(Fault::expected(
                &format!("a map of {} fields", kind(name)),
                self.name.unwrap_or(self.field),
                self.node.describe(),
            )
            .help(format!(
                "write `{{ {}: … }}`",
                known.iter().find(|&&field| field != "id").unwrap_or(&"id")
            ))),
        }
    }

    /// Says of a fault about a missing field which record misses it.
    fn without(self, name: &'static str, entries: &[Entry<'_>], fault: Fault) -> Fault {
        let (Some(field), None) = (fault.missing, fault.to_blame()) else {
            return fault;
        };
        let id = self.name.map_or(String::new(), |id| format!(" `{id}`"));
        let kind = kind(name);
        let mut aside = entries
            .iter()
            .filter(|entry| self.attempts.is_aside(&entry.value));
        Fault::new(format!("{kind}{id} without `{field}`"))
            .help(format!(
                "add `{field}: …`; without it the {kind} is left out"
            ))
            .following(aside.any(|entry| entry.key.text == field))
    }
}

impl<'n> Deserializer<'n> for Reader<'n> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.node.value {
            Value::Empty => visitor.visit_unit(),
            Value::Scalar(scalar) => visitor.visit_str(&scalar.text),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Map(entries) => visitor.visit_map(self.fields(entries.iter().collect())),
        }
    }

    fn deserialize_bool<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Fault> {
        const WHAT: &str = "`true` or `false`";
        match self.scalar_of(WHAT, Quotes::Without)? {
            "true" | "True" | "TRUE" => visitor.visit_bool(true),
            "false" | "False" | "FALSE" => visitor.visit_bool(false),
            text => Err(Fault::expected(WHAT, self.field, &format!("`{text}`"))),
        }
    }

    fn deserialize_u8<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_u8(self.number("a whole number of at most 255", |_| true)?)
    }

    fn deserialize_u32<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_u32(self.number("a whole number", |_| true)?)
    }

    fn deserialize_f64<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_f64(self.number("a number", |number: &f64| number.is_finite())?)
    }

    fn deserialize_str<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_str(self.scalar_of("a single text", Quotes::Within)?)
    }

    fn deserialize_string<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'n>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    /// A lone value is a list of one.
    fn deserialize_seq<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Fault> {
        let items = match &self.node.value {
            Value::List(items) => items.as_slice(),
            _ => slice::from_ref(self.node),
        };
        visitor.visit_seq(Items {
            items: items.iter(),
            list: self,
        })
    }

    fn deserialize_struct<V: Visitor<'n>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match name {
            spanned::NAME => visitor.visit_map(SpannedFields {
                next: 0,
                value: self,
            }),
            name => self.record(name, fields, visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'n>>(
        self,
        name: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let word = self.scalar("one word")?;
        if words.contains(&word) {
            return visitor.visit_enum(Word(word));
        }
        let what = match self.field {
            "" => kind(name),
            field => field.to_owned(),
        };
        Err(match self.attempts.types {
            Types::Lenient => Fault::unknown_word(&what, word, words),
            // There the field is a switch, no kind of thing.
            Types::Strict => Fault::wrong_word(&what, word, words),
        })
    }

    forward_to_deserialize_any! {
        <W: Visitor<'n>>
        i8 i16 i32 i64 i128 u16 u64 u128 f32 char bytes byte_buf unit unit_struct
        tuple tuple_struct map identifier ignored_any
    }
}

/// The items of a list that are not set aside.
struct Items<'n> {
    items: slice::Iter<'n, Node<'n>>,
    list: Reader<'n>,
}

impl<'n> SeqAccess<'n> for Items<'n> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'n>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let list = self.list;
        self.items
            .find(|item| !list.attempts.is_aside(item))
            .map(|item| list.within(item, list.field).read(seed))
            .transpose()
    }
}

/// The entries of a map as the fields of a record.
struct Fields<'n> {
    fields: std::vec::IntoIter<&'n Entry<'n>>,
    value: Option<&'n Entry<'n>>,
    record: Reader<'n>,
}

impl<'n> MapAccess<'n> for Fields<'n> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'n>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.value = self.fields.next();
        self.value
            .map(|entry| seed.deserialize(StrDeserializer::new(&entry.key.text)))
            .transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'n>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        let entry = self
            .value
            .ok_or_else(|| Fault::custom("a value without a key"))?;
        let value = self.record.within(&entry.value, &entry.key.text);
        value.read(seed)
    }
}

/// A lone value as the one field of a record.
struct Shorthand<'n> {
    field: Option<&'static str>,
    value: Reader<'n>,
}

impl<'n> MapAccess<'n> for Shorthand<'n> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'n>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.field
            .take()
            .map(|field| seed.deserialize(BorrowedStrDeserializer::new(field)))
            .transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'n>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self.value)
    }
}

/// A node as the three fields of [`spanned::Spanned`].
struct SpannedFields<'n> {
    next: usize,
    value: Reader<'n>,
}

impl<'n> MapAccess<'n> for SpannedFields<'n> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'n>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        spanned::FIELDS
            .get(self.next)
            .map(|name| seed.deserialize(BorrowedStrDeserializer::new(name)))
            .transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'n>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        self.next += 1;
        let range = &self.value.node.range;
        match self.next {
            1 => seed.deserialize(UsizeDeserializer::new(range.start)),
            2 => seed.deserialize(UsizeDeserializer::new(range.end)),
            _ => seed.deserialize(self.value),
        }
    }
}

/// A word that is the name of a unit variant.
struct Word<'n>(&'n str);

impl<'n> EnumAccess<'n> for Word<'n> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'n>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        let variant = seed.deserialize(BorrowedStrDeserializer::new(self.0))?;
        Ok((variant, self))
    }
}

impl<'n> VariantAccess<'n> for Word<'n> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'n>>(self, _: T) -> Result<T::Value, Fault> {
        Err(Fault::custom("a word holds no value"))
    }

    fn tuple_variant<V: Visitor<'n>>(self, _: usize, _: V) -> Result<V::Value, Fault> {
        Err(Fault::custom("a word holds no value"))
    }

    fn struct_variant<V: Visitor<'n>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Fault> {
        Err(Fault::custom("a word holds no value"))
    }
}
