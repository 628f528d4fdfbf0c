//! Where a case stands, and what may follow what.

use serde::{Deserialize, Serialize};

use super::Event;
use super::file::{File, Suspension};
use crate::calendar::Date;
use crate::edition::Rung;

/// Where the office's case stands, with the committee's file.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum State {
    /// No violation was ever reported.
    #[default]
    None,
    /// A violation was reported.
    Reported(Box<File>),
    /// The case was dropped.
    Dismissed(Box<File>),
    /// The holder knows of the charge and can be heard.
    NoticeServed {
        /// The file.
        file: Box<File>,
        /// The day of service.
        #[serde(with = "crate::calendar::stored")]
        served_on: Date,
        /// The last day on which the holder can be heard.
        #[serde(with = "crate::calendar::stored")]
        defend_by: Date,
    },
    /// The opportunity to be heard was used, or has elapsed.
    Heard {
        /// The file.
        file: Box<File>,
        /// The day of service.
        #[serde(with = "crate::calendar::stored")]
        served_on: Date,
        /// The day on which the holder was heard; none if the holder let the time pass.
        #[serde(with = "crate::calendar::stored::optional")]
        heard_on: Option<Date>,
    },
    /// A sanction was imposed, and can be objected to.
    Sanctioned {
        /// The file.
        file: Box<File>,
        /// The last day on which the holder can object.
        #[serde(with = "crate::calendar::stored")]
        objection_by: Date,
    },
    /// The committee has proposed revocation; the authority has not decided.
    RevocationProposed {
        /// The file.
        file: Box<File>,
        /// The day of service.
        #[serde(with = "crate::calendar::stored")]
        served_on: Date,
        /// The day on which the holder was heard; none if the holder let the time pass.
        #[serde(with = "crate::calendar::stored::optional")]
        heard_on: Option<Date>,
        /// The how manyeth violation of its kind it is.
        occurrence: u32,
        /// The actor who proposed it.
        proposed_by: String,
    },
    /// The authority has revoked, and that can be objected to.
    Revoked {
        /// The file.
        file: Box<File>,
        /// The last day on which the holder can object.
        #[serde(with = "crate::calendar::stored")]
        objection_by: Date,
    },
    /// The holder has objected to the last finding of the file.
    UnderReview(Box<File>),
    /// The case is over.
    Closed(Box<File>),
}

/// What may follow what: the arrows of the chart. None: the event cannot follow the state.
pub fn next(state: &State, event: &Event, on: Date) -> Option<State> {
    before_the_decision(state, event, on)
        .or_else(|| decision_and_after(state, event, on))
        .or_else(|| noted_on_file(state, event))
}

fn before_the_decision(state: &State, event: &Event, on: Date) -> Option<State> {
    use State as S;
    match (event, state) {
        (
            Event::Reported {
                violation, edition, ..
            },
            S::None | S::Dismissed(_) | S::Closed(_),
        ) => Some(S::Reported(Box::new(File::open(
            violation,
            on,
            edition,
            state.file(),
        )))),
        (
            Event::Dismissed { .. },
            S::Reported(file)
            | S::NoticeServed { file, .. }
            | S::Heard { file, .. }
            | S::RevocationProposed { file, .. },
        ) => Some(S::Dismissed(file.clone())),
        (
            Event::NoticeServed {
                served_on,
                defend_by,
            },
            S::Reported(file),
        ) => Some(S::NoticeServed {
            file: file.clone(),
            served_on: *served_on,
            defend_by: *defend_by,
        }),
        (
            Event::Defended | Event::HearingElapsed { .. },
            S::NoticeServed {
                file, served_on, ..
            },
        ) => Some(S::Heard {
            file: file.clone(),
            served_on: *served_on,
            heard_on: (*event == Event::Defended).then_some(on),
        }),
        (_, _) => None,
    }
}

fn decision_and_after(state: &State, event: &Event, on: Date) -> Option<State> {
    use State as S;
    match (event, state) {
        (
            Event::Sanctioned {
                occurrence,
                sanction,
                objection_by,
                ..
            },
            S::Heard { file, .. } | S::RevocationProposed { file, .. },
        ) => Some(S::Sanctioned {
            file: Box::new(file.sanctioned(*occurrence, on, sanction)),
            objection_by: *objection_by,
        }),
        (
            Event::RevocationProposed {
                occurrence,
                proposed_by,
                ..
            },
            S::Heard {
                file,
                served_on,
                heard_on,
            },
        ) => Some(S::RevocationProposed {
            file: file.clone(),
            served_on: *served_on,
            heard_on: *heard_on,
            occurrence: *occurrence,
            proposed_by: proposed_by.clone(),
        }),
        (
            Event::Revoked {
                occurrence,
                objection_by,
                ..
            },
            S::RevocationProposed { file, .. },
        ) => Some(S::Revoked {
            file: Box::new(file.proving(*occurrence, on, Rung::Revocation)),
            objection_by: *objection_by,
        }),
        (Event::Objected { .. }, S::Sanctioned { file, .. } | S::Revoked { file, .. }) => {
            Some(S::UnderReview(file.clone()))
        }
        (Event::Upheld { .. }, S::UnderReview(file)) => Some(S::Closed(file.clone())),
        (
            Event::Overturned { .. },
            S::UnderReview(file) | S::Revoked { file, .. } | S::Closed(file),
        ) => Some(S::Closed(Box::new(file.without_the_last()))),
        (
            Event::Closed { .. },
            S::Reported(file)
            | S::NoticeServed { file, .. }
            | S::Heard { file, .. }
            | S::Sanctioned { file, .. }
            | S::RevocationProposed { file, .. }
            | S::Revoked { file, .. },
        ) => Some(S::Closed(file.clone())),
        (_, _) => None,
    }
}

/// What changes the file and not the step.
fn noted_on_file(state: &State, event: &Event) -> Option<State> {
    match (event, state.open_case()) {
        (Event::UrgentlySuspended { through, .. }, Some(_)) => {
            let through = *through;
            state.with(|file| {
                file.urgent = true;
                file.suspension = Some(Suspension::Urgent { through });
            })
        }
        (Event::UrgentSuspensionConfirmed { through, .. }, Some(_)) => {
            let through = *through;
            state.with(|file| file.suspension = Some(Suspension::Confirmed { through }))
        }
        (Event::RemedyVerified { violation }, _) => state.with(|file| file.remedy(violation)),
        (_, _) => None,
    }
}

impl State {
    /// The committee's file; none where no violation was ever reported.
    pub fn file(&self) -> Option<&File> {
        match self {
            Self::None => None,
            Self::Reported(file)
            | Self::Dismissed(file)
            | Self::NoticeServed { file, .. }
            | Self::Heard { file, .. }
            | Self::Sanctioned { file, .. }
            | Self::RevocationProposed { file, .. }
            | Self::Revoked { file, .. }
            | Self::UnderReview(file)
            | Self::Closed(file) => Some(file),
        }
    }

    pub(super) fn file_mut(&mut self) -> Option<&mut File> {
        match self {
            Self::None => None,
            Self::Reported(file)
            | Self::Dismissed(file)
            | Self::NoticeServed { file, .. }
            | Self::Heard { file, .. }
            | Self::Sanctioned { file, .. }
            | Self::RevocationProposed { file, .. }
            | Self::Revoked { file, .. }
            | Self::UnderReview(file)
            | Self::Closed(file) => Some(file),
        }
    }

    /// The same step with another file; none where there is no file.
    fn with(&self, change: impl FnOnce(&mut File)) -> Option<Self> {
        let mut state = self.clone();
        change(state.file_mut()?);
        Some(state)
    }

    /// The file of a case that is neither dropped nor over.
    pub fn open_case(&self) -> Option<&File> {
        match self {
            Self::None | Self::Dismissed(_) | Self::Closed(_) => None,
            Self::Reported(file)
            | Self::NoticeServed { file, .. }
            | Self::Heard { file, .. }
            | Self::Sanctioned { file, .. }
            | Self::RevocationProposed { file, .. }
            | Self::Revoked { file, .. }
            | Self::UnderReview(file) => Some(file),
        }
    }

    /// The last day on which the decision can be objected to, where there is one.
    pub fn objection_by(&self) -> Option<Date> {
        match self {
            Self::Sanctioned { objection_by, .. } | Self::Revoked { objection_by, .. } => {
                Some(*objection_by)
            }
            Self::None
            | Self::Reported(_)
            | Self::Dismissed(_)
            | Self::NoticeServed { .. }
            | Self::Heard { .. }
            | Self::RevocationProposed { .. }
            | Self::UnderReview(_)
            | Self::Closed(_) => None,
        }
    }

    /// The suspension that the file has led to, where the licence is suspended.
    pub fn suspension(&self) -> Option<&Suspension> {
        self.file()?.suspension.as_ref()
    }

    /// How many proven violations nobody has seen to be remedied.
    pub fn unremedied(&self) -> u32 {
        let count = self.file().map_or(0, |file| file.unremedied().count());
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The licence can be used again: no suspension is left on file.
    pub(crate) fn released(&mut self) {
        if let Some(file) = self.file_mut() {
            file.suspension = None;
        }
    }

    /// The state's name, as charts and refusals give it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Reported(_) => "Reported",
            Self::Dismissed(_) => "Dismissed",
            Self::NoticeServed { .. } => "NoticeServed",
            Self::Heard { .. } => "Heard",
            Self::Sanctioned { .. } => "Sanctioned",
            Self::RevocationProposed { .. } => "RevocationProposed",
            Self::Revoked { .. } => "Revoked",
            Self::UnderReview(_) => "UnderReview",
            Self::Closed(_) => "Closed",
        }
    }
}
