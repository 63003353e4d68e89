//! Values that remember where they were written.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, Range};

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

/// The struct name by which a deserializer recognises that a span is wanted.
pub const NAME: &str = "$claimgraph::Spanned";
/// The fields of that struct: first byte, byte after the last, value.
pub const FIELDS: &[&str] = &["$start", "$end", "$value"];

/// A value and the bytes of its file that it was read from.
#[derive(Clone, Debug, Default)]
pub struct Spanned<T> {
    /// Byte range in the file; empty for a value that was not read.
    pub range: Range<usize>,
    /// The value itself.
    pub value: T,
}

impl<T> Spanned<T> {
    /// A value that was not read from anywhere.
    pub fn unread(value: T) -> Self {
        Spanned { range: 0..0, value }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    /// Equality of the values: where something was written does not change what it says.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Serialize> Serialize for Spanned<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SpannedVisitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
            type Value = Spanned<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut next = |name: &'static str| {
                    map.next_key::<&str>()?
                        .ok_or_else(|| de::Error::missing_field(name))
                };
                next(FIELDS[0])?;
                let start: usize = map.next_value()?;
                map.next_key::<&str>()?;
                let end: usize = map.next_value()?;
                map.next_key::<&str>()?;
                let value = map.next_value()?;
                Ok(Spanned {
                    range: start..end,
                    value,
                })
            }
        }

        deserializer.deserialize_struct(NAME, FIELDS, SpannedVisitor(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> std::borrow::Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}
