//! What the words of a chart are called, in both languages at once.

use parvaneh_core::chart::{Arrow, Names};

use crate::words::{Language, Words};

/// The names of machines, states and events in English and Persian, with a dot between them.
pub struct BothLanguages {
    english: Words,
    persian: Words,
}

impl Default for BothLanguages {
    fn default() -> Self {
        Self {
            english: Words::of(Language::English),
            persian: Words::of(Language::Persian),
        }
    }
}

impl BothLanguages {
    /// What stands between the two languages.
    pub const BETWEEN: &str = " · ";

    /// A message without arguments.
    pub fn say(&self, id: &str) -> String {
        let (english, persian) = (self.english.say(id, &[]), self.persian.say(id, &[]));
        format!("{english}{}{persian}", Self::BETWEEN)
    }
}

impl Names for BothLanguages {
    fn machine(&self, machine: &str) -> String {
        self.say(&format!("machine-{machine}"))
    }

    fn state(&self, machine: &str, state: &str) -> String {
        self.say(&format!("state-{machine}-{}", state.replace(", ", "-")))
    }

    fn event(&self, event: &str) -> String {
        self.say(&format!("name-{}", event.replace('.', "-")))
    }

    /// In English: the articles beside it are.
    fn by(&self, arrow: &Arrow) -> String {
        let roles = arrow.by.iter().map(|role| self.english.role(*role, None));
        let roles: Vec<String> = roles.collect();
        match roles.is_empty() {
            true => self.english.say("chart-by-register", &[]),
            false => roles.join(", "),
        }
    }
}
