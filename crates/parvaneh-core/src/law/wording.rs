//! What a machine or the calendar says of itself, beside what people say: a reason, or what was found.

use serde::{Deserialize, Serialize};

use crate::text::{FreeText, Reason};

macro_rules! own_words {
    ($($name:ident = $id:literal: $english:literal, $persian:literal;)*) => {
        /// Words of ours, by their id. The one table of them, in both languages.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum OwnWords {
            $(#[doc = $english] #[serde(rename = $id)] $name,)*
        }

        impl OwnWords {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Their stable id.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What they say in English. Events were once stored with these words themselves.
            pub fn english(self) -> &'static str {
                match self { $(Self::$name => $english,)* }
            }

            /// What they say in Persian.
            pub fn persian(self) -> &'static str {
                match self { $(Self::$name => $persian,)* }
            }
        }
    };
}

own_words! {
    CaseDecided = "case_decided": "the case was decided", "دربارهٔ پروندهٔ تخلف تصمیم گرفته شد";
    CaseDismissed = "case_dismissed": "the case was dismissed", "پروندهٔ تخلف مختومه شد";
    CaseOver = "case_over": "the case that it belongs to was decided or is over", "رسیدگی به پروندهٔ تخلفی که تعلیق به سبب آن بود پایان یافت";
    UrgentLapsed = "urgent_lapsed": "the urgent suspension lapsed: it was not confirmed in time", "تعلیق فوری در مهلت تأیید نشد";
    ConfirmedLapsed = "confirmed_lapsed": "the urgent suspension lapsed: the case was not decided in time", "دربارهٔ پروندهٔ تخلف در مهلت تعلیق فوری تصمیم گرفته نشد";
    SuspensionOver = "suspension_over": "the time of the suspension is over", "مدت تعلیق پایان یافت";
    OtherRegister = "other_register": "another register states that the licence is suspended no longer", "سامانهٔ ثبت دیگر اعلام کرده است که پروانه دیگر معلق نیست";
    MismatchUnsettled = "mismatch_unsettled": "who runs the office was not settled in time", "تکلیف ادارهٔ دفتر در مهلت روشن نشد";
}

/// What an event says in words: somebody's, which nobody translates, or ours.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("x-withheld" = true)))]
#[serde(untagged)]
pub enum Wording {
    /// What somebody wrote.
    Theirs(FreeText),
    /// What a machine or the calendar says.
    Ours {
        /// Which words.
        ours: OwnWords,
    },
}

impl Wording {
    /// As it is read from a row of a time when our words were stored as text.
    pub(crate) fn once_stored_as_text(self) -> Self {
        let Self::Theirs(text) = &self else {
            return self;
        };
        let mut all = OwnWords::ALL.iter();
        match all.find(|own| *text == *own.english()) {
            Some(own) => (*own).into(),
            None => self,
        }
    }
}

impl From<OwnWords> for Wording {
    fn from(ours: OwnWords) -> Self {
        Self::Ours { ours }
    }
}

impl From<FreeText> for Wording {
    fn from(text: FreeText) -> Self {
        Self::Theirs(text)
    }
}

impl From<&Reason> for Wording {
    fn from(reason: &Reason) -> Self {
        Self::Theirs(reason.into())
    }
}
