//! The table that each machine has of its messages: what is known of an event or a command beside its
//! fields. A new message is a row here and a variant of its enum.

use crate::actor::Role;
use crate::edition::Edition;
use crate::law::OwnRule;
use crate::machines;
use crate::refusal::Citation;

/// Who makes happen what nobody does.
pub(crate) const CALENDAR: &[Role] = &[Role::Calendar];

/// What is known of a type of event.
#[derive(Debug)]
pub struct Row<E: 'static> {
    /// `<machine>.<type>`, as stored, published and counted.
    pub name: &'static str,
    /// Who makes it happen: the roles of which one must act, or the calendar.
    pub by: &'static [Role],
    /// The rule of an edition that an event of this type rests on.
    pub rests_on: fn(&E, &Edition) -> Citation,
    /// The days in it that are reckoned by other rules than that one.
    pub days: &'static [Day],
    /// Whether somebody is told, and why or why not.
    pub told: Told,
    /// The numbers of a quarter's report in which it counts.
    pub counted: &'static [Number<E>],
}

impl<E> Row<E> {
    /// The same, whatever the machine.
    pub(crate) fn kind(&self) -> Kind {
        Kind {
            name: self.name,
            by: self.by,
            told: self.told,
            counted: self.counted.iter().map(|number| number.what).collect(),
        }
    }
}

/// A day that an event states, and the rule by which it is reckoned: an event rests on one rule, and the
/// days in it may follow from others.
#[derive(Debug)]
pub struct Day {
    /// The field of the event.
    pub field: &'static str,
    /// The rule of an edition by which it is reckoned; none where the edition has none.
    pub rests_on: fn(&Edition) -> Option<Citation>,
}

/// What is known of a type of event, whatever its machine.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Kind {
    /// `<machine>.<type>`.
    pub name: &'static str,
    /// Who makes it happen.
    pub by: &'static [Role],
    /// Whether somebody is told.
    pub told: Told,
    /// The words of the numbers of a quarter's report in which it may count.
    pub counted: Vec<&'static str>,
}

/// A number of a quarter's report, beside the event that it counts.
#[derive(Debug)]
pub struct Number<E: 'static> {
    /// The word under which it is reported: that of the event, or one for some of its events.
    pub what: &'static str,
    /// Which of the events count.
    pub takes: fn(&E) -> bool,
}

/// A step of a matter whose days a quarter's report counts, beside the event that opens it.
#[derive(Debug)]
pub struct Step {
    /// The name of the event that opens it; a later one of the same type opens it anew.
    pub opens: &'static str,
    /// The names of those that close it, each of which is reported by itself.
    pub closes: &'static [&'static str],
    /// What tells apart matters of this kind where a dossier may have several.
    pub apart_by: Option<fn(&machines::Event) -> Option<String>>,
}

impl Step {
    /// A step of a matter of which a dossier has one at a time.
    pub(crate) const fn new(opens: &'static str, closes: &'static [&'static str]) -> Self {
        Self {
            opens,
            closes,
            apart_by: None,
        }
    }
}

/// Whether somebody is told of an event of a type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Told {
    /// Nobody is, for this reason.
    Nobody(&'static str),
    /// Somebody is, for this reason.
    Somebody(Who, &'static str),
}

/// Who is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Who {
    /// Who applied.
    Applicant,
    /// Who holds the licence; the heir while an heir runs the office.
    Holder,
    /// The heirs of a holder who died; the holder that was dissolved.
    Heirs,
    /// The holder, and whoever the licence is to pass to.
    Parties,
    /// Whoever the licence was to pass to.
    Transferee,
    /// The holder, and whoever the post is about.
    HolderAndPerson,
    /// Whoever the post is about.
    Person,
    /// The holder, whoever the post is about, and the body that decided nothing.
    HolderPersonAndBody,
    /// Who decided what was to come, and the holder.
    DeciderAndHolder,
    /// Who applied, and the body that decided nothing.
    ApplicantAndBody,
    /// Who holds the licence, and the body that decided nothing.
    HolderAndBody,
    /// The holder, whoever the licence is to pass to, and the body that decided nothing.
    PartiesAndBody,
}

impl Told {
    /// Whoever would be told has done it.
    pub(crate) const OWN_ACT: Self = Self::Nobody("whoever would be told has done it");
    /// A paper was put on file.
    pub(crate) const ON_FILE: Self = Self::Nobody("a paper on file decides nothing");
    /// A step among the offices.
    pub(crate) const STEP: Self =
        Self::Nobody("a step among the offices; what comes of it is told");
    /// A call is for everybody.
    pub(crate) const OF_A_CALL: Self = Self::Nobody(
        "a call is announced to everybody, and its applicants have dossiers of their own",
    );
    /// What follows the licence.
    pub(crate) const WITH_LICENCE: Self =
        Self::Nobody("it follows the licence, whose own event is told; the agency reads events");

    /// A decision about the person.
    pub(crate) const fn decision(who: Who) -> Self {
        Self::Somebody(who, "a decision about the person")
    }

    /// A day runs against the person.
    pub(crate) const fn day(who: Who) -> Self {
        Self::Somebody(who, "a day runs against the person")
    }

    /// What the person had is over.
    pub(crate) const fn ended(who: Who) -> Self {
        Self::Somebody(who, "what the person had is over")
    }
}

/// A rule of a procedure; where the edition does not know it, that one has none but those it names.
pub(crate) fn rule_of<R>(procedure: &Option<R>, rule: impl Fn(&R) -> Citation) -> Citation {
    match procedure {
        Some(rules) => rule(rules),
        None => OwnRule::ProceduresOfTheEdition.into(),
    }
}

/// The rule by which the days of a term are reckoned.
pub(crate) fn by_the_term(edition: &Edition) -> Option<Citation> {
    Some((&edition.licence.term).into())
}

/// The rule by which the last timely day of a term is reckoned.
pub(crate) fn by_the_lead(edition: &Edition) -> Option<Citation> {
    edition.renewal.lead.as_ref().map(Citation::from)
}

/// Writes the table of a machine's events: `name`, `by`, `rests_on`, `told` and `counted` of each
/// variant, in the order of a life. The compiler finds a variant without a row.
///
/// `counted every` counts each event under the event's own word; `counted ["word" where …]` those that a
/// condition takes; `counted no` none. `days` has, after what the event rests on, the days in it that are
/// reckoned by other rules.
macro_rules! events {
    ($event:ty, $machine:literal; $(
        $variant:ident = $word:literal: by $by:expr, told $told:expr, counted $counted:tt,
            rests on $rests_on:expr $(, days { $($field:literal by $day:expr),* $(,)? })?;
    )*) => {
        impl $event {
            /// What is known of each type, in the order of a life.
            pub const ROWS: &'static [$crate::machines::Row<$event>] = &[$(
                $crate::machines::Row {
                    name: concat!($machine, ".", $word),
                    by: $by,
                    rests_on: $rests_on,
                    days: &[$($($crate::machines::Day {
                        field: $field,
                        rests_on: $day,
                    },)*)?],
                    told: $told,
                    counted: $crate::machines::table::counted!($event, $word, $counted),
                },
            )*];

            /// The word of each type, as stored.
            pub(crate) const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The row of its type.
            pub fn row(&self) -> &'static $crate::machines::Row<$event> {
                #[derive(Clone, Copy)]
                enum At { $($variant,)* }
                let at = match self { $(Self::$variant { .. } => At::$variant,)* };
                &Self::ROWS[at as usize]
            }

            /// `<machine>.<type>`.
            pub fn name(&self) -> &'static str {
                self.row().name
            }

            /// Who makes it happen: one of these roles, or the calendar.
            pub fn by(&self) -> &'static [$crate::actor::Role] {
                self.row().by
            }

            /// The rule of `edition` that it rests on.
            pub fn rests_on(&self, edition: &$crate::edition::Edition) -> $crate::refusal::Citation {
                (self.row().rests_on)(self, edition)
            }
        }
    };
}

/// The numbers of one row of [`events`].
macro_rules! counted {
    ($event:ty, $word:literal, no) => {
        &[]
    };
    ($event:ty, $word:literal, every) => {
        &[$crate::machines::Number {
            what: $word,
            takes: |_| true,
        }]
    };
    ($event:ty, $word:literal, [$($what:literal where $takes:expr),*]) => {
        &[$($crate::machines::Number {
            what: $what,
            takes: $takes,
        },)*]
    };
}

/// Writes the table of a machine's commands: `name` and `by` of each variant, and after `as` the power of
/// the authority that it uses. A type that was once sent under another word is still read under it, and
/// written under today's: `formerly` has that word. What takes a resolution `moves` something: the question
/// that the working group answers.
macro_rules! commands {
    ($command:ty, $machine:literal; $(
        $variant:ident = $word:literal $(formerly $former:literal)?: by $by:expr
            $(, as $power:ident)? $(, moves $moves:expr)?;
    )*) => {
        impl $command {
            /// The word of each type, as sent.
            pub(crate) const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The words under which types were once sent, each before today's.
            pub(crate) const FORMER_WORDS: &'static [(&'static str, &'static str)] =
                &[$($(($former, $word),)?)*];

            /// `<machine>.<type>`.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant { .. } => concat!($machine, ".", $word),)* }
            }

            /// What a resolution for it decides; none where it takes none.
            pub fn question(&self) -> Option<$crate::resolution::Question> {
                type Of = fn(&$command) -> $crate::resolution::Question;
                let moves: &[Of] = match self { $(Self::$variant { .. } => &[$($moves)?],)* };
                moves.first().map(|of| of(self))
            }

            /// Who may ask for it: one of these roles.
            pub fn by(&self) -> &'static [$crate::actor::Role] {
                match self { $(Self::$variant { .. } => $by,)* }
            }

            /// The power of the authority that it uses, where the law names one.
            pub(crate) fn power(&self) -> Option<$crate::edition::Power> {
                let powers: &[$crate::edition::Power] = match self {
                    $(Self::$variant { .. } => &[$($crate::edition::Power::$power)?],)*
                };
                powers.first().copied()
            }
        }
    };
}

pub(crate) use {commands, counted, events};
