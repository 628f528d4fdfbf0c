//! What a body owes a decision on, and for how long it has been waited for.

use serde::{Deserialize, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::{Edition, EditionId, Means};
use crate::state::appointment::Post;
use crate::text::Label;

macro_rules! decisions {
    ($($(#[$doc:meta])* $name:ident $(of $which:ty)? = $word:literal,)*) => {
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

        /// What a decision is owed on. Of most decisions one is owed at a time; of the others it says which.
        #[derive(Clone, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
        pub enum Awaited {
            $($(#[$doc])* $name $(($which))?,)*
        }

        impl Awaited {
            /// Which decision it is.
            pub fn decision(&self) -> Decision {
                match self { $(Self::$name { .. } => Decision::$name,)* }
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
    /// On whoever is proposed for a post, of each post by itself: whoever the edition has approve them.
    Appointment of Post = "appointment",
    /// On a contract, of each agency by itself: the working group's.
    Contract of Label = "contract",
}

impl Awaited {
    /// The word of the post, or the agency's id; none where one is open at a time.
    pub fn about(&self) -> Option<&str> {
        match self {
            Self::Appointment(post) => Some(post.word()),
            Self::Contract(agency) => Some(agency.as_str()),
            Self::Application
            | Self::Objection
            | Self::Issue
            | Self::Renewal
            | Self::Transfer
            | Self::Registration
            | Self::Relocation
            | Self::Review => None,
        }
    }
}

impl std::fmt::Display for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

/// How long each decision that is owed has been waited for. In the order of the requests.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Clocks(Vec<Clock>);

/// How long a decision has been waited for.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    awaited: Awaited,
    /// The day of the request.
    pub since: Date,
    /// The first day from which its time counts: before it nobody could decide at all.
    begins: Date,
    /// While nobody could decide.
    barred: Pause,
    /// While somebody could, but for the licence's suspension: it is a pause where the edition says so.
    suspended: Pause,
}

/// The days in which nobody could decide.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
struct Pause {
    /// How many they were, all together.
    days: i64,
    /// The day from which it goes on; none where it does not.
    since: Option<Date>,
}

/// Whether somebody can decide.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Can {
    /// Somebody can.
    Decide,
    /// Somebody can where the edition lets it be decided while the licence is suspended.
    DecideOfASuspended,
    /// Nobody can.
    NotDecide,
}

/// What comes of a decision that is owed, if nobody decides.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Foretold {
    /// On which request.
    pub awaited: Awaited,
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
    /// The clock of a request; none where no decision is owed on it.
    pub fn of(&self, awaited: &Awaited) -> Option<&Clock> {
        self.0.iter().find(|clock| clock.awaited == *awaited)
    }

    /// Nobody waits for it any more, or somebody begins to anew.
    pub(crate) fn stop(&mut self, awaited: &Awaited) {
        self.0.retain(|clock| clock.awaited != *awaited);
    }

    /// On these a decision is owed on the day `on`, and on nothing else. The time of each rests where nobody
    /// can decide.
    pub(crate) fn go(&mut self, owed: &[(Awaited, Can)], on: Date) {
        let is_owed = |clock: &Clock| owed.iter().any(|(awaited, _)| clock.awaited == *awaited);
        self.0.retain(is_owed);
        for (awaited, can) in owed {
            self.goes(awaited, *can, on);
        }
    }

    fn goes(&mut self, awaited: &Awaited, can: Can, on: Date) {
        let at = self.0.partition_point(|clock| clock.awaited < *awaited);
        if self.of(awaited).is_none() {
            let clock = Clock {
                awaited: awaited.clone(),
                since: on,
                begins: on,
                barred: Pause::default(),
                suspended: Pause::default(),
            };
            self.0.insert(at, clock);
        }
        let clock = &mut self.0[at];
        let begins = clock.begins;
        clock.barred.goes_on(can == Can::NotDecide, begins, on);
        let suspended = can == Can::DecideOfASuspended;
        clock.suspended.goes_on(suspended, begins, on);
    }

    /// Nobody could decide from the day `from` until the day before `to`.
    pub(crate) fn rested(&mut self, awaited: &Awaited, from: Date, to: Date) {
        let clock = self.0.iter_mut().find(|clock| clock.awaited == *awaited);
        if let Some(clock) = clock.filter(|clock| clock.barred.since.is_none()) {
            clock.barred.add(from, clock.begins, to);
        }
    }

    /// Nobody can decide before the day `on`, which has not passed: its time counts from then on.
    pub(crate) fn begins(&mut self, awaited: &Awaited, on: Date) {
        let clock = self.0.iter_mut().find(|clock| clock.awaited == *awaited);
        if let Some(clock) = clock.filter(|clock| clock.begins < on) {
            clock.begins = on;
            clock.barred.days = 0;
            clock.suspended.days = 0;
        }
    }
}

impl Pause {
    /// From the day `on` it goes on, or does not.
    fn goes_on(&mut self, goes_on: bool, begins: Date, on: Date) {
        match (self.since, goes_on) {
            (None, true) => self.since = Some(on),
            (Some(from), false) => {
                self.since = None;
                self.add(from, begins, on);
            }
            (None, false) | (Some(_), true) => {}
        }
    }

    /// It was from the day `from` until the day before `to`, as far as the time had begun.
    fn add(&mut self, from: Date, begins: Date, to: Date) {
        self.days += Ord::max(0, to.days_since(Ord::max(from, begins)));
    }
}

impl Clock {
    /// Whether the time rests.
    pub fn rests(&self, edition: &Edition) -> bool {
        let pauses = self.pauses(edition);
        pauses.iter().any(|pause| pause.since.is_some())
    }

    /// The last day of the period that an edition states; none where it states none. Of one that rests, as
    /// far as it has rested.
    pub fn decide_by(&self, edition: &Edition) -> Option<Date> {
        let period = edition.silence.period(self.awaited.decision())?.value;
        let day = edition.calendar.clamped(self.begins, period);
        let rested: i64 = self.pauses(edition).iter().map(|pause| pause.days).sum();
        Some(edition.working_day(day.moved_by(rested)))
    }

    /// Those that an edition has.
    fn pauses(&self, edition: &Edition) -> [Pause; 2] {
        let suspended = match edition.bars_registration_of_a_suspended() {
            true => self.suspended,
            false => Pause::default(),
        };
        [self.barred, suspended]
    }
}
