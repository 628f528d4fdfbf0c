//! Texts in commands and events, by what may become of them: what somebody typed stays in the
//! register, what things are called may be published.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// A type of text: stored as the bare text, and read wherever a `&str` is.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident, withheld: $withheld:literal) => {
        $(#[$doc])*
        #[derive(Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(
            feature = "schema",
            derive(schemars::JsonSchema),
            schemars(inline, extend("x-withheld" = $withheld))
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.0 == text
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.0 == *text
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

text! {
    /// What somebody wrote, the number of a paper about a person, where somebody is, or who proposed
    /// something. Nothing checks that no name stands there, so that it is withheld.
    FreeText, withheld: true
}

text! {
    /// What a regime, an edition or another register calls a thing: a paper, a number, a province, the id
    /// under which an agency acts. It may be published.
    Label, withheld: false
}
