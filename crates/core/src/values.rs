//! The cleaned values of one row or one student, by target. Every normal form (`domain.md` §0) is text.

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Target;

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Values([Option<Box<str>>; Target::COUNT]);

impl Values {
    pub fn get(&self, target: Target) -> Option<&str> {
        self.0[target as usize].as_deref()
    }

    /// An empty text is no value.
    pub fn set(&mut self, target: Target, value: Option<impl Into<Box<str>>>) {
        self.0[target as usize] = value.map(Into::<Box<str>>::into).filter(|text| !text.is_empty());
    }

    pub fn take(&mut self, target: Target) -> Option<Box<str>> {
        self.0[target as usize].take()
    }

    pub fn has(&self, target: Target) -> bool {
        self.0[target as usize].is_some()
    }

    /// Those that have a value, in the order of [`Target::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Target, &str)> {
        Target::ALL.into_iter().filter_map(|target| Some((target, self.get(target)?)))
    }
}

impl<'a> FromIterator<(Target, &'a str)> for Values {
    fn from_iter<I: IntoIterator<Item = (Target, &'a str)>>(pairs: I) -> Self {
        let mut values = Self::default();
        for (target, text) in pairs {
            values.set(target, Some(text));
        }
        values
    }
}

/// A JSON object of the values that exist.
impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (target, text) in self.iter() {
            map.serialize_entry(target.name(), text)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Values;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of texts by target")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
                let mut values = Values::default();
                while let Some((target, text)) = map.next_entry::<Target, Option<Box<str>>>()? {
                    values.set(target, text);
                }
                Ok(values)
            }
        }
        deserializer.deserialize_map(Object)
    }
}
