//! What is found, kept as far as somebody would read it: of each kind the first, and how many there are.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

/// How many findings of one kind are kept. Where one thing is wrong with every dossier, the first of them say
/// what it is.
pub(super) const KEPT: usize = 1000;

/// Something in the register that cannot be true.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The licence number.
    pub number: String,
    /// A stable word for the kind of contradiction.
    pub code: &'static str,
    /// What contradicts what.
    pub message: String,
}

impl Finding {
    /// Whether it contradicts nothing that is recorded, but a person has to decide: numbers from before
    /// they had one spelling.
    pub(crate) fn awaits_a_person(&self) -> bool {
        matches!(self.code, NUMBER_SHARED | NUMBER_MISSING)
    }

    /// Whether it is about what the register keeps of its own work, and no history hangs on it.
    pub(crate) fn is_of_the_work(&self) -> bool {
        let of_the_work = [
            "sink_differs",
            "run_differs",
            "trace_unreadable",
            "proposal_differs",
        ];
        let is_a_stray = self.code == "stray" && matches!(&*self.number, "dead_letter" | "trace");
        is_a_stray || of_the_work.contains(&self.code)
    }

    fn kind(&self) -> Kind {
        Kind {
            code: self.code,
            stays: self.awaits_a_person() || self.is_of_the_work(),
        }
    }
}

/// Several dossiers have one number.
pub(super) const NUMBER_SHARED: &str = "number_shared";

/// Nothing can be seen of a dossier's number.
pub(super) const NUMBER_MISSING: &str = "number_missing";

/// Findings that are counted together.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Kind {
    code: &'static str,
    /// Whether a register is put back with it.
    stays: bool,
}

/// What was found, in the order in which it was: of each code the first thousand, and how many there are.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    counts: BTreeMap<Kind, usize>,
}

impl Findings {
    /// Takes one, or counts it where there are many of its kind.
    pub(crate) fn push(&mut self, finding: Finding) {
        let count = self.counts.entry(finding.kind()).or_default();
        *count += 1;
        if *count <= KEPT {
            self.kept.push(finding);
        }
    }

    /// Those that are kept, in the order in which they were found.
    pub fn kept(&self) -> &[Finding] {
        &self.kept
    }

    /// How many there are, with those that are not kept.
    pub fn count(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many there are of each code beside those that are kept.
    pub fn more(&self) -> BTreeMap<&'static str, usize> {
        let mut more = BTreeMap::new();
        for (kind, count) in &self.counts {
            if KEPT < *count {
                *more.entry(kind.code).or_default() += count - KEPT;
            }
        }
        more
    }

    /// Those with which a register is put back all the same, and the others.
    pub(crate) fn divided(self) -> (Self, Self) {
        let of = |stays: bool| Self {
            kept: Vec::new(),
            counts: self
                .counts
                .iter()
                .filter(|(kind, _)| kind.stays == stays)
                .map(|(kind, count)| (*kind, *count))
                .collect(),
        };
        let (mut staying, mut others) = (of(true), of(false));
        for finding in self.kept {
            let among = match finding.kind().stays {
                true => &mut staying,
                false => &mut others,
            };
            among.kept.push(finding);
        }
        (staying, others)
    }

    /// Without those that a person has to decide.
    pub(crate) fn without_undecided(mut self) -> Self {
        let undecided = self.kept.extract_if(.., |it| it.awaits_a_person());
        for finding in undecided {
            self.counts.remove(&finding.kind());
        }
        self
    }
}

impl Extend<Finding> for Findings {
    fn extend<T: IntoIterator<Item = Finding>>(&mut self, findings: T) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

/// As the list of those that are kept.
impl Serialize for Findings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.kept.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(number: usize, code: &'static str) -> Finding {
        Finding {
            number: number.to_string(),
            code,
            message: String::new(),
        }
    }

    /// A single finding of another kind is not lost among the many.
    #[test]
    fn many_of_a_kind_are_counted_and_do_not_hide_another() {
        let mut found = Findings::default();
        found.extend((0..3 * KEPT).map(|at| finding(at, "sink_differs")));
        found.push(finding(1, "chain_broken"));
        found.extend((0..KEPT + 1).map(|at| finding(at, NUMBER_SHARED)));
        assert_eq!(found.count(), 4 * KEPT + 2);
        assert_eq!(found.kept().len(), 2 * KEPT + 1);
        let more = [(NUMBER_SHARED, 1), ("sink_differs", 2 * KEPT)];
        assert_eq!(found.more(), BTreeMap::from(more));
        let (staying, others) = found.clone().divided();
        assert_eq!(staying.count(), 4 * KEPT + 1);
        assert_eq!((others.count(), others.kept()[0].code), (1, "chain_broken"));
        assert_eq!(found.without_undecided().count(), 3 * KEPT + 1);
    }
}
