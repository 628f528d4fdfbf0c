//! How long each step of a matter took. Which steps there are stands beside each machine's events.
//!
//! A step runs from the event that opens it to the first of those that close it. It counts in the
//! quarter in which it is closed, however long ago it was opened. A day is a civil day: what is
//! closed on the day on which it was opened took none.

use std::collections::BTreeMap;

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Dated;
use parvaneh_core::machines;
use serde::Serialize;

/// How long the steps that came to an end in the quarter took.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepDays {
    /// The event that opened them.
    pub from: &'static str,
    /// The event that closed them.
    pub to: &'static str,
    /// How many there were.
    pub count: usize,
    /// The mean, in days, to one decimal; none where there was no such step.
    pub mean_days: Option<f64>,
    /// The 90th percentile by nearest rank, in days: the smallest number of days within which nine
    /// tenths of them, or more, were done.
    pub p90_days: Option<i64>,
}

/// Every step that has come to an end so far: for each pair of events, how many took how many days.
#[derive(Default)]
pub(super) struct Steps(BTreeMap<(usize, usize), BTreeMap<i64, usize>>);

impl Steps {
    /// Counts the steps of one dossier that end on a day from `from` on; `life` is in the order of
    /// its days.
    pub(super) fn add(&mut self, life: &[Dated], from: Date) {
        for (at, step) in machines::steps().enumerate() {
            let mut open: BTreeMap<Option<String>, Date> = BTreeMap::new();
            for dated in life {
                let name = dated.event.name();
                let closes = step.closes.iter().position(|closes| *closes == name);
                if closes.is_none() && name != step.opens {
                    continue;
                }
                let matter = step.apart_by.and_then(|apart_by| apart_by(&dated.event));
                let Some(closes) = closes else {
                    open.insert(matter, dated.effective_on);
                    continue;
                };
                let Some(opened) = open.remove(&matter) else {
                    continue;
                };
                if from <= dated.effective_on {
                    let days = dated.effective_on.days_since(opened);
                    let took = self.0.entry((at, closes)).or_default();
                    *took.entry(days).or_default() += 1;
                }
            }
        }
    }

    pub(super) fn into_report(self) -> Vec<StepDays> {
        let mut report = Vec::new();
        for (at, step) in machines::steps().enumerate() {
            for (closes, to) in step.closes.iter().enumerate() {
                let took = self.0.get(&(at, closes));
                let took = took.into_iter().flatten();
                let took: Vec<(i64, usize)> = took.map(|(days, count)| (*days, *count)).collect();
                report.push(StepDays {
                    from: step.opens,
                    to,
                    count: took.iter().map(|(_, count)| count).sum(),
                    mean_days: mean(&took),
                    p90_days: nearest_rank(&took, 90),
                });
            }
        }
        report
    }
}

/// To one decimal, half up. `took` says how many took how many days.
fn mean(took: &[(i64, usize)]) -> Option<f64> {
    let count: usize = took.iter().map(|(_, count)| count).sum();
    let count = i64::try_from(count).ok().filter(|count| 0 < *count)?;
    let days: i64 = took
        .iter()
        .map(|(days, count)| days * i64::try_from(*count).unwrap_or(0))
        .sum();
    let tenths = (20 * days + count).div_euclid(2 * count);
    Some(f64::from(i32::try_from(tenths).unwrap_or(i32::MAX)) / 10.0)
}

/// The smallest value that so many of a hundred, or more, do not exceed.
fn nearest_rank(took: &[(i64, usize)], percent: usize) -> Option<i64> {
    let count: usize = took.iter().map(|(_, count)| count).sum();
    let rank = (count * percent).div_ceil(100);
    let mut counted = 0;
    took.iter()
        .find(|(_, count)| {
            counted += count;
            rank <= counted
        })
        .map(|(days, _)| *days)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tenth of ten is no longer within nine tenths of them; of eleven the tenth is.
    #[test]
    fn the_percentile_is_one_of_the_values() {
        let each = |count: i64| (1..=count).map(|days| (days, 1)).collect::<Vec<_>>();
        assert_eq!(nearest_rank(&each(1), 90), Some(1));
        assert_eq!(nearest_rank(&each(2), 90), Some(2));
        assert_eq!(nearest_rank(&each(10), 90), Some(9));
        assert_eq!(nearest_rank(&each(11), 90), Some(10));
        assert_eq!(nearest_rank(&[(3, 90), (40, 10)], 90), Some(3));
        assert_eq!(nearest_rank(&[(3, 89), (40, 11)], 90), Some(40));
        assert_eq!(nearest_rank(&[], 90), None);
    }

    #[test]
    fn the_mean_is_rounded_half_up() {
        assert_eq!(mean(&[(1, 1), (2, 1)]), Some(1.5));
        assert_eq!(mean(&[(1, 2), (2, 1)]), Some(1.3));
        assert_eq!(mean(&[(0, 3), (1, 1)]), Some(0.3));
        assert_eq!(mean(&[(0, 19), (1, 1)]), Some(0.1));
        assert_eq!(mean(&[]), None);
    }

    /// A pair of events that stood in two steps would be reported twice.
    #[test]
    fn every_pair_of_events_is_one_step() {
        let pairs = machines::steps().flat_map(|step| {
            let closes = step.closes.iter();
            closes.map(|closes| (step.opens, *closes))
        });
        let mut pairs: Vec<_> = pairs.collect();
        let all = pairs.len();
        pairs.sort_unstable();
        pairs.dedup();
        assert_eq!(pairs.len(), all);
    }
}
