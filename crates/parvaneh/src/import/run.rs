//! A file from its first row to its last, batch by batch.

use std::sync::Arc;

use parvaneh_store::{Lease, Register, Transaction};
use uuid::Uuid;

use super::ahead::{Ahead, Next, Reading, Rows};
use super::batch::Writing;
use super::difference::{Difference, What};
use super::fields::Known;
use super::follow::Follow;
use super::records::Record;
use super::row::{Read, Rejection};
use super::{Import, ImportError, Imported, ReadFile};
use crate::again::again;
use crate::lease::{IMPORT, LeaseGuard, Renewal, Renewing};
use crate::{Engine, EngineError};

/// What a file is to the register.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum How {
    /// Rows, each of which states its licence or its term.
    AsStated,
    /// All that its source has.
    Followed(Follow),
}

impl How {
    /// How it is followed; none where it is not.
    pub(super) fn follow(self) -> Option<Follow> {
        match self {
            Self::AsStated => None,
            Self::Followed(follow) => Some(follow),
        }
    }
}

/// What is found while a file is read.
#[derive(Clone, Copy, Debug)]
pub enum Found<'a> {
    /// A row that is not believed.
    Rejected(&'a Rejection),
    /// What the file and the register have otherwise, where the register is followed.
    Differs(&'a Difference),
    /// So many bytes were read.
    Read(u64),
}

/// A transaction that writes, and the instant at which it joined those that do.
pub(super) type Begun = (Register<Transaction>, Option<i64>);

/// The rows that share a transaction.
struct Batch<'a> {
    records: &'a [Record],
    read: Vec<Result<Read, Rejection>>,
    known: &'a Known,
    how: How,
}

/// What became of a batch, by the places of its rows.
struct Taken {
    rejected: Vec<(usize, Rejection)>,
    differences: Vec<(usize, Difference)>,
}

/// Says what became of a batch, and writes down the rows that were rejected.
fn tell(
    taken: Taken,
    records: &[Record],
    import: &mut ReadFile,
    found: &mut impl FnMut(Found<'_>),
) -> Result<(), ImportError> {
    for (at, mut difference) in taken.differences {
        difference.line = Some(records[at].line);
        found(Found::Differs(&difference));
    }
    for (at, rejection) in &taken.rejected {
        found(Found::Rejected(rejection));
        if let Some(rejects) = &mut import.rejects {
            rejects.write(&records[*at], rejection)?;
        }
    }
    if let Some(rejects) = &mut import.rejects {
        rejects.flush()?;
    }
    Ok(())
}

impl Engine {
    /// Takes in the rows of a file that fit what is there, and says what it finds: under a lease, so that no night
    /// and no other import goes on meanwhile.
    pub(super) async fn take_in(
        &self,
        import: Import,
        how: How,
        found: impl FnMut(Found<'_>),
    ) -> Result<Imported, ImportError> {
        // A dry run is one transaction, so that each row meets those before it. It is given up in the end, and needs
        // no lease.
        if let Some(follow) = how.follow()
            && follow.dry_run
        {
            let trial = self.begin().await?;
            return self
                .take_in_all(import, how, Some(&trial), &mut None, found)
                .await;
        }
        let (run, held) = self.take_lease_of_import(&import.file).await?;
        let lease = Renewal::of(run);
        // The next rows may be waited for longer than a lease lasts, as those of a pipe are.
        let renewing =
            (import.file.others == Lease::Respect).then(|| Renewing::of(&self.store, run));
        let imported = self
            .take_in_all(import, how, None, &mut Some(lease), found)
            .await;
        drop(renewing);
        let withdrawn = again(async || Ok(self.store.withdraw_run(run).await?)).await;
        held.given_back();
        // What went wrong says more than whatever may come of giving back the lease, which lapses by itself.
        let imported = imported?;
        withdrawn?;
        Ok(imported)
    }

    async fn take_lease_of_import(
        &self,
        import: &ReadFile,
    ) -> Result<(Uuid, LeaseGuard), ImportError> {
        let regime = self.regime(&import.reader.profile.regime)?;
        let as_of = regime.day_of(self.now(&self.store).await?);
        let run = Uuid::now_v7();
        let others = import.others;
        let begun = again(async || self.begin_run(run, IMPORT, as_of, others).await);
        match begun.await? {
            Ok(held) => Ok((run, held)),
            Err(other) => Err(ImportError::Running(other)),
        }
    }

    /// Renews the lease of an import if it is time to; an error where it is lost.
    pub(super) async fn keep_lease_of_import(
        &self,
        lease: &mut Option<Renewal>,
    ) -> Result<(), ImportError> {
        if let Some(lease) = lease
            && !lease.renew(&self.store).await?
        {
            return Err(ImportError::LeaseLost);
        }
        Ok(())
    }

    async fn take_in_all(
        &self,
        import: Import,
        how: How,
        trial: Option<&Begun>,
        lease: &mut Option<Renewal>,
        mut found: impl FnMut(Found<'_>),
    ) -> Result<Imported, ImportError> {
        let Import {
            records,
            file: mut import,
        } = import;
        let mut imported = import.begun();
        let regime = self.regime(&import.reader.profile.regime)?;
        let reading = Reading {
            reader: import.reader.clone(),
            known: Arc::new(Known::of(regime, how.follow().is_some())),
        };
        let newest = self.store.newest_position().await;
        import.seen.begin(newest.map_err(EngineError::from)?);
        let known = reading.known.clone();
        let mut ahead = Ahead::of(records, reading);
        let records = loop {
            let Rows {
                records,
                read,
                bytes,
            } = match ahead.next().await {
                Next::Rows(rows) => rows,
                Next::End(records) => break *records,
                Next::Broken(line, source) => {
                    let path = import.path;
                    return Err(ImportError::Broken { path, line, source });
                }
            };
            self.keep_lease_of_import(lease).await?;
            let batch = Batch {
                records: &records,
                read,
                known: &known,
                how,
            };
            let taken = match trial {
                Some(begun) => {
                    self.take_in_batch(begun, &mut import, batch, &mut imported)
                        .await?
                }
                None => {
                    let begun = self.begin().await?;
                    let taken = self.take_in_batch(&begun, &mut import, batch, &mut imported);
                    let taken = taken.await?;
                    begun.0.commit().await.map_err(EngineError::from)?;
                    self.has_judged().await?;
                    taken
                }
            };
            tell(taken, &records, &mut import, &mut found)?;
            found(Found::Read(bytes));
        };
        if let Some(rejects) = import.rejects.take() {
            rejects.finish()?;
        }
        let mut imported = import.ended(&records, imported)?;
        if let Some(follow) = how.follow() {
            let source = (&import, trial);
            self.settle_gone(source, follow, lease, &mut imported, &mut found)
                .await?;
        }
        Ok(imported)
    }

    pub(super) async fn begin(&self) -> Result<Begun, EngineError> {
        Ok(self.store.begin_write_at().await?)
    }

    /// Takes in the rows of a batch.
    async fn take_in_batch(
        &self,
        (tx, joined): &Begun,
        import: &mut ReadFile,
        Batch {
            records,
            read,
            known,
            how,
        }: Batch<'_>,
        imported: &mut Imported,
    ) -> Result<Taken, EngineError> {
        let mut good = Vec::with_capacity(records.len());
        let mut rejected = Vec::new();
        let mut skipped = Vec::new();
        for (at, read) in read.into_iter().enumerate() {
            match read {
                Ok(Read::Row(row)) => good.push((at, *row)),
                Ok(Read::Skipped(word)) => {
                    skipped.push((at, word.clone()));
                    imported.skipped += 1;
                    *imported.skipped_words.entry(word).or_default() += 1;
                }
                Err(rejection) => rejected.push((at, rejection)),
            }
        }
        let writing = Writing {
            tx,
            recorded_at: self.instant(*joined),
            profile: &import.reader.profile,
            how,
        };
        let written = self.write_batch(&writing, good, &import.seen).await?;
        rejected.extend(written.doubts.into_iter().map(|(at, doubt)| {
            let rejection = import.reader.rejected(&records[at], known, doubt);
            (at, rejection)
        }));
        rejected.sort_by_key(|(at, _)| *at);
        let mut spared = Vec::new();
        let mut differences = written.differences;
        if how.follow().is_some() {
            let number = |at: usize| import.reader.normalised_number(&records[at], known);
            let rejected = rejected.iter().map(|(at, _)| *at);
            let not_taken = rejected.chain(skipped.iter().map(|(at, _)| *at));
            let numbers: Vec<_> = not_taken.map(number).collect();
            let named = self.named(&writing, &numbers).await?;
            import.seen.is_unsure |= numbers.contains(&None);
            for (at, word) in &skipped {
                let number = number(*at).filter(|own| named.iter().any(|(it, _)| it == own));
                let skipped = number.map(|number| skipped_row(number, word));
                differences.extend(skipped.map(|skipped| (*at, skipped)));
            }
            spared = named.into_iter().map(|(_, key)| key).collect();
        }
        import
            .seen
            .take(written.subjects.values(), &written.created);
        import.seen.spare(&spared);
        import.seen.name(written.named);
        imported.rows += records.len() as u64;
        imported.rejected += rejected.len() as u64;
        written.counts.add_to(imported);
        Ok(Taken {
            rejected,
            differences,
        })
    }
}

/// A row of a licence that is there, whose status says nothing of it.
fn skipped_row(number: String, word: &str) -> Difference {
    Difference {
        line: None,
        number,
        what: What::Skipped,
        columns: Vec::new(),
        records: Vec::new(),
        because: Some(format!("its status is {word:?}, which the profile skips")),
    }
}
