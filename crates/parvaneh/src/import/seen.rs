//! What an import has come upon so far: a file that states one thing twice contradicts itself, and does
//! not state it anew.

use std::collections::BTreeSet;

use csv::ByteRecord;
use fixedbitset::FixedBitSet;
use parvaneh_core::calendar::Date;

use super::rejects::Rejects;
use super::subject::Subject;

/// What a file has of a dossier that was there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Has {
    /// Everything, as far as can be told.
    All,
    /// Some of its terms.
    Terms,
    /// Nothing.
    Nothing,
}

/// What an import has come upon so far, by the dossiers' keys.
pub(super) struct Seen {
    /// Whether its rows were rejected before: what contradicts another row of its file does not take that
    /// one's place by coming alone.
    were_rejected: bool,
    licences: FixedBitSet,
    /// Those that it has made itself: all that is stated of them is stated by this file.
    created: FixedBitSet,
    /// Terms of the others, by their first days.
    terms: BTreeSet<(i64, Date)>,
    /// Those of which it has rows that were rejected or skipped: what is gone of them cannot be told.
    spared: FixedBitSet,
    /// Whether it has rows that could be any licence's, because their numbers cannot be read.
    pub(super) is_unsure: bool,
    /// The newest position before it began: a holder whose history is newer was named by it.
    since: i64,
    /// The other holders that it has named, by the places of their newest events.
    holders: FixedBitSet,
}

impl Seen {
    /// Nothing yet, of a file with this header.
    pub(super) fn of(header: &ByteRecord) -> Self {
        Self {
            were_rejected: Rejects::wrote(header),
            licences: FixedBitSet::new(),
            created: FixedBitSet::new(),
            terms: BTreeSet::new(),
            spared: FixedBitSet::new(),
            is_unsure: false,
            since: i64::MAX,
            holders: FixedBitSet::new(),
        }
    }

    /// It begins to write after this position.
    pub(super) fn begin(&mut self, since: i64) {
        self.since = since;
    }

    /// Whether it has stated the name of the holder whose newest event is at this position.
    pub(super) fn has_named(&self, last: i64) -> bool {
        let is_in = usize::try_from(last).is_ok_and(|last| self.holders.contains(last));
        self.were_rejected || self.since < last || is_in
    }

    /// Takes over which holders a batch has named.
    pub(super) fn name(&mut self, holders: impl IntoIterator<Item = i64>) {
        for last in holders.into_iter().filter(|last| *last <= self.since) {
            insert(&mut self.holders, last);
        }
    }

    /// Whether the file is one of rejects.
    pub(super) fn were_rejected(&self) -> bool {
        self.were_rejected
    }

    /// Notes dossiers of which rows were rejected or skipped.
    pub(super) fn spare(&mut self, keys: &[i64]) {
        for key in keys {
            insert(&mut self.spared, *key);
        }
    }

    /// What the file has of a dossier that was there.
    pub(super) fn of_dossier(&self, key: i64) -> Has {
        let is_in = |of: &FixedBitSet| usize::try_from(key).is_ok_and(|key| of.contains(key));
        if is_in(&self.spared) || is_in(&self.created) {
            return Has::All;
        }
        match is_in(&self.licences) {
            true => Has::Terms,
            false => Has::Nothing,
        }
    }

    /// Whether the file has stated a term of a dossier that was there.
    pub(super) fn has_term(&self, key: i64, from: Date) -> bool {
        self.terms.contains(&(key, from))
    }

    /// How many of the dossiers that were there the file has rows of.
    pub(super) fn were_there(&self) -> usize {
        let named = self.licences.union(&self.spared);
        named.filter(|key| !self.created.contains(*key)).count()
    }

    /// How many licences the file has stated something of.
    pub(super) fn licences(&self) -> usize {
        self.licences.count_ones(..)
    }

    /// Tells a dossier what the file has stated of it before.
    pub(super) fn tell(&self, key: i64, subject: &mut Subject) {
        let is_in = |of: &FixedBitSet| usize::try_from(key).is_ok_and(|key| of.contains(key));
        subject.seen = is_in(&self.licences);
        subject.stands_as_stated = self.were_rejected || is_in(&self.created);
        let terms = self.terms.range((key, Date::MIN)..=(key, Date::MAX));
        subject.stated_here = terms.map(|(_, from)| *from).collect();
    }

    /// Takes over what a batch has stated, once that is in the register, of the dossiers that were there and
    /// of those that it has made.
    pub(super) fn take<'s>(
        &mut self,
        subjects: impl Iterator<Item = &'s Subject>,
        created: &[i64],
    ) {
        for subject in subjects.filter(|subject| subject.seen) {
            let Some(key) = subject.key else { continue };
            insert(&mut self.licences, key);
            if !subject.stands_as_stated {
                let terms = subject.stated_here.iter();
                self.terms.extend(terms.map(|from| (key, *from)));
            }
        }
        for key in created {
            insert(&mut self.licences, *key);
            insert(&mut self.created, *key);
        }
    }
}

fn insert(keys: &mut FixedBitSet, key: i64) {
    if let Ok(key) = usize::try_from(key) {
        keys.grow_and_insert(key);
    }
}
