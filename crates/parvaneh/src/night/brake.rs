//! The brake: more licences than the operator allows do not expire in one night.

use std::fmt;
use std::str::FromStr;

use parvaneh_core::calendar::Date;
use uuid::Uuid;

use super::dry_run::dry_run;
use super::error::SweepError;
use super::order::Sweep;
use super::report::Report;
use super::tally::Tally;
use crate::Engine;
use crate::lease::Renewal;

/// How many licences something may happen to in one run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AtMost {
    /// This many.
    Count(usize),
    /// This percentage of all of which it is asked.
    Percent(f64),
}

impl FromStr for AtMost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is neither a number of licences nor a percentage like 2%");
        match text.strip_suffix('%') {
            Some(number) => match number.trim().parse::<f64>() {
                Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(Self::Percent(percent)),
                Ok(_) | Err(_) => Err(wrong()),
            },
            None => text.trim().parse().map(Self::Count).map_err(|_| wrong()),
        }
    }
}

impl fmt::Display for AtMost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(most) => write!(f, "{most}"),
            Self::Percent(most) => write!(f, "{most}%"),
        }
    }
}

impl AtMost {
    pub(crate) fn allows(self, licences: usize, dossiers: usize) -> bool {
        match self {
            Self::Count(most) => licences <= most,
            #[expect(
                clippy::cast_precision_loss,
                reason = "registers hold fewer than 2^53 dossiers"
            )]
            // Few percentages are exact as binary fractions: the tolerance of a millionth of a licence
            // lets 0.57% of 10,000 allow 57.
            Self::Percent(most) => licences as f64 <= most / 100.0 * dossiers as f64 + 1e-6,
        }
    }
}

impl Engine {
    /// Counts what would expire, and refuses before anything is written. A night counts under its lease, so that
    /// no other one settles meanwhile what it counts.
    pub(super) async fn brake(
        &self,
        sweep: &Sweep,
        (run, as_of): (Uuid, Date),
        most: AtMost,
        lease: Option<&mut Renewal>,
    ) -> Result<(), SweepError> {
        let mut planned = Report::new(run, as_of, String::new(), true);
        planned.due = self.store.count_due(as_of.into()).await?;
        dry_run(sweep, Tally::of(self, &mut planned, |_, _| {}), lease).await?;
        let expiring = planned.events.get("licence.expired").copied().unwrap_or(0);
        let expiring = expiring.saturating_sub(planned.expired_before);
        let dossiers = self.store.count_dossiers().await?;
        if most.allows(expiring, dossiers) {
            return Ok(());
        }
        Err(SweepError::Brake {
            expiring,
            dossiers,
            allowed: most.to_string(),
        })
    }
}
