//! What a body owes a decision on, and for how long it has been waited for.

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{Edition, EditionId, Means};

macro_rules! decisions {
    ($($(#[$doc:meta])* $name:ident = $word:literal,)*) => {
        /// A decision that a body owes whoever asked for it.
        #[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum Decision {
            $($(#[$doc])* $name,)*
        }

        impl Decision {
            /// Every decision there is, in the order of a life.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word of the stored form.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

decisions! {
    /// On an application: the working group's.
    Application = "application",
    /// On an objection to its rejection: the appeal body's.
    Objection = "objection",
    /// On the licence whose file lies before the authority.
    Issue = "issue",
    /// On a renewal, from its filing to the authority's act.
    Renewal = "renewal",
    /// On a transfer, until the working group has confirmed it.
    Transfer = "transfer",
    /// On a transfer that is confirmed: the authority makes the transferee the holder.
    Registration = "registration",
    /// On a move of the office: the working group's.
    Relocation = "relocation",
    /// On an objection to what was decided in a case: the appeal body's.
    Review = "review",
}

impl std::fmt::Display for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

/// How long each decision that is owed has been waited for. In the order of the decisions.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Clocks(Vec<Clock>);

/// How long a decision has been waited for.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    decision: Decision,
    /// The day of the request.
    pub since: Date,
    /// The first day from which its time counts: before it nobody could decide at all.
    begins: Date,
    /// For how many days since then, all together, nobody could decide.
    rested: i64,
    /// The day from which nobody can; none where somebody can.
    resting: Option<Date>,
}

/// What comes of a decision that is owed, if nobody decides.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Foretold {
    /// Which decision.
    pub decision: Decision,
    /// The day of the request.
    pub since: Date,
    /// Who owes it.
    pub owed_by: Role,
    /// The last day of the period that the edition states.
    pub decide_by: Date,
    /// What it means that nobody has decided by then.
    pub means: Means,
    /// The edition that judges the request.
    pub edition: EditionId,
}

impl Clocks {
    /// The clock of a decision; none where none is owed.
    pub fn of(&self, decision: Decision) -> Option<&Clock> {
        self.0.iter().find(|clock| clock.decision == decision)
    }

    /// Nobody waits for it any more, or somebody begins to anew.
    pub(crate) fn stop(&mut self, decision: Decision) {
        self.0.retain(|clock| clock.decision != decision);
    }

    /// The decision is owed on the day `on`, and its time rests where nobody can decide.
    pub(crate) fn goes(&mut self, decision: Decision, rests: bool, on: Date) {
        let at = self.0.partition_point(|clock| clock.decision < decision);
        if self.of(decision).is_none() {
            let clock = Clock {
                decision,
                since: on,
                begins: on,
                rested: 0,
                resting: None,
            };
            self.0.insert(at, clock);
        }
        let clock = &mut self.0[at];
        match (clock.resting, rests) {
            (None, true) => clock.resting = Some(on),
            (Some(from), false) => {
                clock.resting = None;
                clock.add(from, on);
            }
            (None, false) | (Some(_), true) => {}
        }
    }

    /// Nobody could decide from the day `from` until the day before `to`.
    pub(crate) fn rested(&mut self, decision: Decision, from: Date, to: Date) {
        let clock = self.0.iter_mut().find(|clock| clock.decision == decision);
        if let Some(clock) = clock.filter(|clock| clock.resting.is_none()) {
            clock.add(from, to);
        }
    }

    /// Nobody can decide before the day `on`, which has not passed: its time counts from then on.
    pub(crate) fn begins(&mut self, decision: Decision, on: Date) {
        let clock = self.0.iter_mut().find(|clock| clock.decision == decision);
        if let Some(clock) = clock.filter(|clock| clock.begins < on) {
            clock.begins = on;
            clock.rested = 0;
        }
    }
}

impl Clock {
    /// It rested from the day `from` until the day before `to`, as far as it ran.
    fn add(&mut self, from: Date, to: Date) {
        self.rested += Ord::max(0, to.days_since(Ord::max(from, self.begins)));
    }

    /// Whether the time rests.
    pub fn rests(&self) -> bool {
        self.resting.is_some()
    }

    /// The last day of the period that an edition states; none where it states none. Of one that rests, as
    /// far as it has rested.
    pub fn decide_by(&self, edition: &Edition) -> Option<Date> {
        let period = edition.silence.period(self.decision)?.value;
        let day = edition.calendar.clamped(self.begins, period);
        Some(edition.working_day(day.moved_by(self.rested)))
    }
}
