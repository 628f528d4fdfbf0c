//! What became of the rows of a batch.

use std::collections::{HashMap, HashSet};

use super::Imported;
use super::difference::{Difference, Differing, What};
use super::holders::Named;
use super::plausible::Doubt;
use super::subject::Subject;

/// What became of a batch, by the places of its rows.
#[derive(Default)]
pub(super) struct Written {
    /// Why rows are not believed.
    pub(super) doubts: Vec<(usize, Doubt)>,
    /// What rows state otherwise.
    pub(super) differences: Vec<(usize, Difference)>,
    pub(super) counts: Counts,
    /// The dossiers that the rows are about, by their numbers.
    pub(super) subjects: HashMap<String, Subject>,
    /// The keys of those that were made.
    pub(super) created: Vec<i64>,
    /// The places of the newest events of the holders that rows have named as the register does.
    pub(super) named: HashSet<i64>,
}

/// How many rows came to what.
#[derive(Default)]
pub(super) struct Counts {
    unchanged: u64,
    /// Rows whose holder has another name, which stands.
    other_names: u64,
    /// Rows by which their holder has another name from now on.
    corrected: u64,
    new: u64,
    acts: u64,
    revised: u64,
    conflicts: u64,
}

impl Written {
    pub(super) fn doubt(&mut self, at: usize, doubt: Doubt) {
        self.doubts.push((at, doubt));
    }

    /// Notes a row that a person settles; both names of its holder, where it has another one.
    pub(super) fn conflicts_with(
        &mut self,
        at: usize,
        mut conflict: Difference,
        name: Option<Differing>,
    ) {
        let is_said = |name: &Differing| {
            let mut columns = conflict.columns.iter();
            columns.any(|said| said.column == name.column)
        };
        let name = name.filter(|name| !is_said(name));
        conflict.columns.extend(name);
        self.counts.count(What::Conflict);
        self.differences.push((at, conflict));
    }
}

impl Counts {
    pub(super) fn count_unchanged(&mut self) {
        self.unchanged += 1;
    }

    /// Counts how a row names its holder.
    pub(super) fn name(&mut self, named: Named) {
        match named {
            Named::AsKnown => {}
            Named::Corrected(_) => self.corrected += 1,
            Named::Otherwise(_) | Named::Settled(_) => self.other_names += 1,
        }
    }

    /// Counts a row. What is gone is no row, and what is skipped is counted by its word.
    pub(super) fn count(&mut self, what: What) {
        match what {
            What::New => self.new += 1,
            What::Act => self.acts += 1,
            What::Revised => self.revised += 1,
            What::Conflict => self.conflicts += 1,
            What::Gone | What::Withdrawn | What::Kept | What::Skipped => {}
        }
    }

    pub(super) fn add_to(&self, imported: &mut Imported) {
        imported.unchanged += self.unchanged;
        imported.other_names += self.other_names;
        imported.corrected += self.corrected;
        imported.new += self.new;
        imported.acts += self.acts;
        imported.revised += self.revised;
        imported.conflicts += self.conflicts;
    }
}
