//! What a licence is worth on a scenario's day, as it is known or as it was known at a time.

use parvaneh::EngineError;
use parvaneh::known_at::{AsOf, KnownAt, NoKnownAt, NotKnown};

use crate::error::TestkitError;
use crate::scenario::Scenario;

impl Scenario {
    /// From here on, until it moves to another day, [`Scenario::stands`] answers with what was known at
    /// a time: a day, whose end is meant, or what else [`KnownAt`] can be read from.
    pub fn known_at(&mut self, time: &str) -> Result<&mut Self, TestkitError> {
        self.known_at = Some(known_at(time)?);
        Ok(self)
    }

    /// What the licence is worth on the scenario's day, from history alone.
    pub fn stands(&mut self, number: &str) -> Result<&mut Self, TestkitError> {
        self.stands_as_known(number, self.known_at.clone())
    }

    /// The same, as it was known at a time: [`Scenario::known_at`].
    pub fn stands_as_known_at(
        &mut self,
        number: &str,
        time: &str,
    ) -> Result<&mut Self, TestkitError> {
        self.stands_as_known(number, Some(known_at(time)?))
    }

    fn stands_as_known(
        &mut self,
        number: &str,
        known_at: Option<KnownAt>,
    ) -> Result<&mut Self, TestkitError> {
        let today = self.clock_day()?;
        let known = match &known_at {
            None => String::new(),
            Some(KnownAt::Day(day)) => {
                format!(", as known at the end of {}", self.transcript.day(*day))
            }
            Some(time) => format!(", as known at {time}"),
        };
        let as_of = AsOf {
            on: Some(today),
            known_at,
        };
        let shown = match self.block_on(self.engine().show(number, as_of)) {
            Err(EngineError::NotKnown(NotKnown::NotThere { .. })) => {
                let line = format!("{number}: not in the register{known}");
                self.transcript.line(today, &line);
                return Ok(self);
            }
            shown => shown?,
        };
        let line = format!("{number}: standing: {}{known}", shown.view.standing);
        self.transcript.line(today, &line);
        Ok(self)
    }
}

fn known_at(time: &str) -> Result<KnownAt, TestkitError> {
    time.parse()
        .map_err(|error: NoKnownAt| TestkitError::meaning(error.to_string()))
}
