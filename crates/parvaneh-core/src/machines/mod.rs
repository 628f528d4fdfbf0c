//! The machines of a dossier, one folder each, with the same files in each: `mod.rs` has the drawing,
//! what a command leads to (`decide`), what the calendar makes true (`due`), what an event changes
//! (`evolve`) and, where there is any, what another machine's event changes (`follow`); `messages.rs`
//! has the commands and events, and the table of what is known of each; `arrows.rs` has what may follow
//! what, and a sample of each message.
//!
//! Here they are listed: the table of machines, and the messages of all of them together. A machine
//! reads all of a dossier and changes its own part.

pub mod application;
pub mod appointment;
pub mod call;
pub mod coming;
mod context;
pub mod contract;
mod drawing;
pub mod enforcement;
pub mod licence;
pub mod mismatch;
pub mod premises;
pub mod principled_approval;
pub mod renewal;
mod result;
pub(crate) mod sample;
pub(crate) mod silence;
pub mod specimen;
mod table;
pub mod transfer;
mod wire;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::actor::Role;
use crate::calendar::Date;
use crate::edition::Edition;
use crate::paper::Paper;
use crate::refusal::Citation;
use crate::resolution::Question;

pub(crate) use context::not_at_this_step;
pub use context::{CallView, Context};
pub use drawing::Drawing;
pub use result::Recipient;
pub use silence::Silence;
pub(crate) use wire::Tagged;

pub use table::{Day, Kind, Number, Row, Step, Told, Who};

/// The version of the form in which events are written down. A form is never changed under the same
/// version.
pub const EVENT_VERSION: u64 = 1;

/// The messages of one machine. What is derived would forget which of them refuse further fields.
#[cfg(feature = "schema")]
pub(crate) fn of_machine<T: schemars::JsonSchema>(
    machine: &str,
    generator: &mut schemars::SchemaGenerator,
) -> schemars::Schema {
    let message = generator.subschema_for::<T>();
    schemars::json_schema!({
        "type": "object",
        "properties": { "machine": { "const": machine } },
        "required": ["machine"],
        "$ref": message.get("$ref"),
    })
}

macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident = $machine:ident named $wire:literal,)*) => {
        /// One of the dossier's machines.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum Machine {
            $($(#[$doc])* $name,)*
        }

        /// A command to one of the dossier's machines.
        #[derive(Clone, Debug, Eq, PartialEq, Serialize)]
        #[serde(tag = "machine")]
        pub enum Command {
            $($(#[$doc])* #[serde(rename = $wire)] $name($machine::Command),)*
        }

        /// An event of one of the dossier's machines.
        #[derive(Clone, Debug, Eq, PartialEq, Serialize)]
        #[serde(tag = "machine")]
        pub enum Event {
            $($(#[$doc])* #[serde(rename = $wire)] $name($machine::Event),)*
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for Command {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                "Command".into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "oneOf": [
                    $(of_machine::<$machine::Command>($wire, generator),)*
                ] })
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for Event {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                "Event".into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "oneOf": [
                    $(of_machine::<$machine::Event>($wire, generator),)*
                ] })
            }
        }

        impl<'de> Deserialize<'de> for Command {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut tagged = Tagged::read(deserializer, "internally tagged enum Command")?;
                let machine = tagged.machine();
                $(if machine == $wire {
                    tagged.say_as_today($machine::Command::FORMER_WORDS);
                })*
                if let Some(word) = tagged.word() {
                    $(if machine == $wire && $machine::Command::WORDS.contains(&word) {
                        return tagged.into_message().map(Self::$name);
                    })*
                    tagged.refuse_unknown(word, &[$(($wire, $machine::Command::WORDS),)*])?;
                }
                // The first machine of the name says what is wrong.
                $(if machine == $wire {
                    return tagged.into_message().map(Self::$name);
                })*
                Err(D::Error::custom("no machine has this name"))
            }
        }

        impl<'de> Deserialize<'de> for Event {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Tagged::read(deserializer, "internally tagged enum Event").and_then(Self::of)
            }
        }

        impl Event {
            /// The event of a message of which the machine's name is known.
            pub(crate) fn of<E: Error>(tagged: Tagged) -> Result<Self, E> {
                let machine = tagged.machine();
                if let Some(word) = tagged.word() {
                    $(if machine == $wire && $machine::Event::WORDS.contains(&word) {
                        return tagged.into_message().map(Self::$name);
                    })*
                    tagged.refuse_unknown(word, &[$(($wire, $machine::Event::WORDS),)*])?;
                }
                // The first machine of the name says what is wrong.
                $(if machine == $wire {
                    return tagged.into_message().map(Self::$name);
                })*
                Err(E::custom("no machine has this name"))
            }
        }

        impl Command {
            /// `<machine>.<type>`.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$name(command) => command.name(),)* }
            }

            /// The names of every type of command, in the order of a life.
            pub fn names() -> Vec<String> {
                let mut names = Vec::new();
                $(names.extend($machine::Command::WORDS.iter().map(|word| format!("{}.{word}", $wire)));)*
                names
            }

            /// The types that were once sent under another word: the machine's name, that word and
            /// today's.
            pub fn renamed() -> Vec<(&'static str, &'static str, &'static str)> {
                let mut renamed = Vec::new();
                $(renamed.extend($machine::Command::FORMER_WORDS.iter().map(|(former, today)| {
                    ($wire, *former, *today)
                }));)*
                renamed
            }

            /// Which machine it is to.
            pub fn machine(&self) -> Machine {
                match self { $(Self::$name(_) => Machine::$name,)* }
            }

            /// What a resolution for it decides; none where it takes none.
            pub fn question(&self) -> Option<Question> {
                match self { $(Self::$name(command) => command.question(),)* }
            }

            /// Who may ask for it: one of these roles.
            pub fn by(&self) -> &'static [Role] {
                match self { $(Self::$name(command) => command.by(),)* }
            }
        }

        impl Event {
            /// `<machine>.<type>`, as reports count it and charts name it.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$name(event) => event.name(),)* }
            }

            /// Which machine it is of.
            pub fn machine(&self) -> Machine {
                match self { $(Self::$name(_) => Machine::$name,)* }
            }

            /// Who makes it happen: the roles of which one must act, or the calendar.
            pub fn by(&self) -> &'static [Role] {
                match self { $(Self::$name(event) => event.by(),)* }
            }

            /// Whether somebody is told of it.
            pub fn told(&self) -> Told {
                match self { $(Self::$name(event) => event.row().told,)* }
            }

            /// The words of the numbers of a quarter's report in which it counts.
            pub fn counted(&self) -> Vec<&'static str> {
                match self {
                    $(Self::$name(event) => {
                        let numbers = event.row().counted.iter();
                        numbers.filter(|it| (it.takes)(event)).map(|it| it.what).collect()
                    })*
                }
            }

            /// The rule of `edition` that it rests on.
            pub fn rests_on(&self, edition: &Edition) -> Citation {
                match self { $(Self::$name(event) => event.rests_on(edition),)* }
            }

            /// The days that events of its type state by other rules than the one they rest on.
            pub fn days(&self) -> &'static [Day] {
                match self { $(Self::$name(event) => event.row().days,)* }
            }
        }

        /// What is known of every type of event, in the order of a life.
        pub fn kinds() -> Vec<Kind> {
            let mut kinds = Vec::new();
            $(kinds.extend($machine::Event::ROWS.iter().map(Row::kind));)*
            kinds
        }

        /// The days that events of a type state by other rules than the one they rest on.
        pub fn days_of(name: &str) -> &'static [Day] {
            $(if let Some(row) = $machine::Event::ROWS.iter().find(|row| row.name == name) {
                return row.days;
            })*
            &[]
        }

        /// The steps whose days a quarter's report counts, in its order.
        pub fn steps() -> impl Iterator<Item = &'static Step> {
            let all: &[&'static [Step]] = &[$($machine::STEPS,)*];
            all.to_vec().into_iter().flatten()
        }

        $(
            impl From<$machine::Command> for Command {
                fn from(command: $machine::Command) -> Self {
                    Self::$name(command)
                }
            }

            impl From<$machine::Event> for Event {
                fn from(event: $machine::Event) -> Self {
                    Self::$name(event)
                }
            }
        )*
    };
}

messages! {
    /// Of a call for applicants, which is a history of its own.
    Call = call named "call",
    /// Of the application.
    Application = application named "application",
    /// Of the principled approval.
    PrincipledApproval = principled_approval named "principled_approval",
    /// Of the licence.
    Licence = licence named "licence",
    /// Of its premises, named as the licence's.
    Premises = premises named "licence",
    /// Of its renewal.
    Renewal = renewal named "renewal",
    /// Of its transfer.
    Transfer = transfer named "transfer",
    /// Of violations and what follows from them.
    Enforcement = enforcement named "enforcement",
    /// Of an operator, manager or deputy.
    Appointment = appointment named "appointment",
    /// Of an office that somebody else runs than its holder, named as the appointments.
    Mismatch = mismatch named "appointment",
    /// Of a contract with a service agency.
    Contract = contract named "contract",
    /// Of what holds from a later day.
    Coming = coming named "coming",
}

impl Command {
    /// The paper that it puts on file, where it puts one there.
    pub fn paper(&self) -> Option<&Paper> {
        match self {
            Self::Application(application::Command::Record { paper })
            | Self::Premises(premises::Command::Record { paper })
            | Self::Renewal(renewal::Command::Record { paper })
            | Self::Transfer(transfer::Command::Record { paper }) => Some(paper),
            Self::Application(_)
            | Self::Premises(_)
            | Self::Renewal(_)
            | Self::Transfer(_)
            | Self::Call(_)
            | Self::PrincipledApproval(_)
            | Self::Licence(_)
            | Self::Enforcement(_)
            | Self::Appointment(_)
            | Self::Mismatch(_)
            | Self::Contract(_)
            | Self::Coming(_) => None,
        }
    }
}

impl Event {
    /// Whether another register stated it.
    pub fn is_imported(&self) -> bool {
        matches!(self, Self::Licence(event) if event.is_imported())
            || matches!(self, Self::Renewal(event) if event.is_imported())
    }

    /// Whether another register stated it, and no day on which it came about.
    pub fn is_of_no_known_day(&self) -> bool {
        matches!(self, Self::Licence(event) if event.is_of_no_known_day())
            || matches!(self, Self::Renewal(event) if event.is_of_no_known_day())
    }
}

/// An event and the civil date on which it is true in law.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dated {
    /// The civil date, ISO Gregorian, in the regime's zone.
    pub effective_on: Date,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}
