//! A vote of the working group, as a value.
//!
//! A resolution that does not carry is a refusal with its reason, not an error.

mod question;

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use crate::calendar::{Date, Term};
use crate::edition::{Majority, WorkingGroupRules};
use crate::party::{PartyId, person_meant};
use crate::text::FreeText;

pub use question::{Matter, Motion, Question};

/// What a session decided, with every vote, as it is laid before the register.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Resolution {
    /// The session's number in the working group's own books.
    pub session: FreeText,
    /// The civil date of the session.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::written")]
    pub on: Date,
    /// The matter that it decides.
    pub matter: Matter,
    /// What was moved.
    pub motion: Motion,
    /// One a seat; seats without a vote may be listed and never count.
    pub votes: Vec<Vote>,
}

/// A resolution as an event keeps it: its matter and motion are what the event says.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SessionVote {
    /// The session's number in the working group's own books.
    pub session: FreeText,
    /// The civil date of the session.
    #[cfg_attr(feature = "schema", schemars(with = "Date"))]
    #[serde(with = "crate::calendar::written")]
    pub on: Date,
    /// One a seat; seats without a vote may be listed and never count.
    pub votes: Vec<Vote>,
}

/// One seat's vote.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("x-withheld" = true)))]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// The seat, in the edition's words.
    pub seat: String,
    /// Who sat in it, under an id that is no personal data.
    pub person: String,
    /// The days, both inclusive, for which the person holds the seat.
    #[cfg_attr(feature = "schema", schemars(with = "Term"))]
    #[serde(with = "crate::calendar::written::term")]
    pub mandate: Term,
    /// What they chose.
    pub choice: Choice,
    /// Why, where they said so.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A text leaves out the reason that nobody gave. A snapshot has no names in it, and each field its
/// place.
impl Serialize for Vote {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let is_left_out = self.reason.is_none() && serializer.is_human_readable();
        let fields = if is_left_out { 4 } else { 5 };
        let mut vote = serializer.serialize_struct("Vote", fields)?;
        vote.serialize_field("seat", &self.seat)?;
        vote.serialize_field("person", &self.person)?;
        vote.serialize_field("mandate", &self.mandate)?;
        vote.serialize_field("choice", &self.choice)?;
        match is_left_out {
            true => vote.skip_field("reason")?,
            false => vote.serialize_field("reason", &self.reason)?,
        }
        vote.end()
    }
}

/// What a vote says.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// For the motion.
    For,
    /// Against it.
    Against,
    /// Present, and neither.
    Abstained,
    /// Stood aside because of an interest; not counted as present.
    Recused,
}

/// Why a resolution does not carry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Failure {
    /// The session is later than the day on which it is relied on.
    NotYetHeld,
    /// A seat voted twice.
    SeatTwice(String),
    /// One person sat in two seats.
    PersonTwice {
        /// In this one,
        seat: String,
        /// and in that one before.
        other: String,
    },
    /// The person's mandate does not cover the day of the session.
    NoMandate(String),
    /// The person votes on their own matter and did not stand aside.
    Interested(String),
    /// Too few voting seats voted.
    NoQuorum {
        /// How many voted.
        present: u32,
        /// How many must.
        needed: u32,
    },
    /// A seat without which there is no quorum did not vote.
    SeatMissing(String),
    /// No majority; a tie does not carry.
    NoMajority {
        /// Votes for.
        votes_for: u32,
        /// Votes against.
        votes_against: u32,
    },
}

impl From<&Resolution> for SessionVote {
    fn from(resolution: &Resolution) -> Self {
        Self {
            session: resolution.session.clone(),
            on: resolution.on,
            votes: resolution.votes.clone(),
        }
    }
}

impl Vote {
    /// Who sat in the seat, in one spelling for all the ways to write an id.
    fn sitting(&self) -> String {
        person_meant(&self.person)
    }
}

impl Resolution {
    /// What it decides.
    pub fn question(&self) -> Question {
        Question::new(self.matter.clone(), self.motion)
    }

    /// Whether the motion carries among the voting seats of `rules`, relied on on the day `today`.
    ///
    /// Votes of other seats are invited members' and never count (R). `interested` are the
    /// parties whose matter it is.
    pub fn carries(
        &self,
        rules: &WorkingGroupRules,
        interested: &[PartyId],
        today: Date,
    ) -> Result<(), Failure> {
        if today < self.on {
            return Err(Failure::NotYetHeld);
        }
        let voting = &rules.voting_seats.value;
        self.seats_people_once(voting)?;
        let mut present: Vec<&Vote> = Vec::new();
        let (mut votes_for, mut votes_against) = (0_u32, 0_u32);
        for vote in self.votes.iter().filter(|vote| voting.contains(&vote.seat)) {
            if !vote.mandate.contains(self.on) {
                return Err(Failure::NoMandate(vote.seat.clone()));
            }
            if present.iter().any(|earlier| earlier.seat == vote.seat) {
                return Err(Failure::SeatTwice(vote.seat.clone()));
            }
            match vote.choice {
                Choice::Recused => continue,
                Choice::For => votes_for += 1,
                Choice::Against => votes_against += 1,
                Choice::Abstained => {}
            }
            let person = vote.person.parse::<PartyId>();
            if person.is_ok_and(|person| interested.contains(&person)) {
                return Err(Failure::Interested(vote.seat.clone()));
            }
            present.push(vote);
        }
        let seats = u32::try_from(present.len()).unwrap_or(u32::MAX);
        if seats < rules.quorum.value {
            return Err(Failure::NoQuorum {
                present: seats,
                needed: rules.quorum.value,
            });
        }
        for seat in &rules.indispensable_seats.value {
            if !present.iter().any(|vote| vote.seat == *seat) {
                return Err(Failure::SeatMissing(seat.clone()));
            }
        }
        let carried = match rules.majority.value {
            Majority::OfVotes => votes_against < votes_for,
            Majority::OfSeats => voting.len() < usize::try_from(votes_for).unwrap_or(0) * 2,
        };
        if !carried {
            return Err(Failure::NoMajority {
                votes_for,
                votes_against,
            });
        }
        Ok(())
    }
}

impl Resolution {
    /// One person sits in one voting seat, also where they stand aside in one of two.
    fn seats_people_once(&self, voting: &[String]) -> Result<(), Failure> {
        let mut sitting: Vec<(String, &str)> = Vec::new();
        for vote in self.votes.iter().filter(|vote| voting.contains(&vote.seat)) {
            let person = vote.sitting();
            let found = sitting.iter().find(|(other, _)| *other == person);
            match found {
                Some((_, other)) if *other != vote.seat => {
                    return Err(Failure::PersonTwice {
                        seat: vote.seat.clone(),
                        other: (*other).to_owned(),
                    });
                }
                Some(_) | None => sitting.push((person, &vote.seat)),
            }
        }
        Ok(())
    }

    /// Each vote of a voting seat, as a refusal states it: `seat: choice`.
    pub fn tally(&self, rules: &WorkingGroupRules) -> String {
        let voting = &rules.voting_seats.value;
        let votes = self.votes.iter().filter(|vote| voting.contains(&vote.seat));
        let votes = votes.map(|vote| format!("{} {}", vote.seat, vote.choice.word()));
        votes.collect::<Vec<_>>().join(", ")
    }
}

impl Choice {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Abstained => "abstained",
            Self::Recused => "recused",
        }
    }
}

impl Failure {
    /// The rule that failed, as a stable word.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotYetHeld => "held",
            Self::SeatTwice(_) => "one_vote_a_seat",
            Self::PersonTwice { .. } => "one_seat_a_person",
            Self::NoMandate(_) => "mandate",
            Self::Interested(_) => "interest",
            Self::NoQuorum { .. } => "quorum",
            Self::SeatMissing(_) => "indispensable_seat",
            Self::NoMajority { .. } => "majority",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotYetHeld => f.write_str("the session is yet to be held"),
            Self::SeatTwice(seat) => write!(f, "seat {seat} voted twice"),
            Self::PersonTwice { seat, other } => {
                write!(f, "one person sat in seat {other} and in seat {seat}")
            }
            Self::NoMandate(seat) => write!(f, "seat {seat} had no mandate on the day"),
            Self::Interested(seat) => write!(f, "seat {seat} voted on its own matter"),
            Self::NoQuorum { present, needed } => {
                write!(f, "{present} voting seats voted, {needed} are needed")
            }
            Self::SeatMissing(seat) => write!(f, "seat {seat} did not vote"),
            Self::NoMajority {
                votes_for,
                votes_against,
            } => write!(f, "{votes_for} for, {votes_against} against"),
        }
    }
}
