//! Which dossier holds a seat in which call, or asks for one, and which ever did: a cache, so that they
//! can be found and counted.

use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::append::PlacedEntry;
use crate::batch::with_rows;
use crate::dialect::Cells;
use crate::statement::ROWS_A_STATEMENT;
use crate::{Register, StoreError};

/// What events mean for a dossier's place in a call.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Seat {
    /// It has the one it had, or none.
    #[default]
    Stays,
    /// It holds a seat in the call of this number, or asks for one.
    Taken(String),
    /// It gives up the one it had.
    Freed,
}

/// A dossier, and a call that it has to do with.
#[derive(Clone, Debug, Eq, FromQueryResult, Ord, PartialEq, PartialOrd)]
pub struct InCall {
    /// The dossier's internal key.
    pub dossier: i64,
    /// The call's number.
    pub call: String,
}

impl<C: ConnectionTrait> Register<C> {
    /// The dossiers of a regime that hold a seat in the call of this number or ask for one, as far as
    /// has been recorded, in the order of their keys.
    pub async fn in_call(&self, regime: &str, call: &str) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT seat.dossier AS value FROM parvaneh_seat AS seat \
                   JOIN parvaneh_dossier AS dossier ON dossier.seq = seat.dossier \
                   WHERE seat.call = $1 AND dossier.regime = $2 ORDER BY seat.dossier";
        let values = vec![call.into(), regime.into()];
        self.values(sql, values, "counting seats").await
    }

    /// The dossiers of a regime that ever answered the call of this number, also where nothing came of it
    /// or a revision has withdrawn it, in the order of their keys.
    pub async fn answered(&self, regime: &str, call: &str) -> Result<Vec<i64>, StoreError> {
        let sql = "SELECT answered.dossier AS value FROM parvaneh_answered AS answered \
                   JOIN parvaneh_dossier AS dossier ON dossier.seq = answered.dossier \
                   WHERE answered.call = $1 AND dossier.regime = $2 ORDER BY answered.dossier";
        let values = vec![call.into(), regime.into()];
        self.values(sql, values, "finding who answered a call")
            .await
    }

    /// The calls in which these dossiers hold a seat or ask for one.
    pub async fn seats_of(&self, dossiers: &[i64]) -> Result<Vec<InCall>, StoreError> {
        self.in_calls("seat", dossiers).await
    }

    /// The calls that these dossiers ever answered.
    pub async fn answered_by(&self, dossiers: &[i64]) -> Result<Vec<InCall>, StoreError> {
        self.in_calls("answered", dossiers).await
    }

    async fn in_calls(&self, table: &str, dossiers: &[i64]) -> Result<Vec<InCall>, StoreError> {
        let keys = vec![("key", Cells::Key(dossiers.to_vec()))];
        let sql = format!(
            "SELECT dossier, call FROM parvaneh_{table} AS {table} JOIN new ON new.key = {table}.dossier"
        );
        let (sql, values) = with_rows(self.dialect(), keys, &sql);
        self.rows(sql, values, "reading who is in which call").await
    }

    /// Notes which calls new entries answer.
    pub(crate) async fn note_answers(&self, placed: &[PlacedEntry<'_>]) -> Result<(), StoreError> {
        for placed in placed {
            let Some(call) = &placed.entry.answers else {
                continue;
            };
            let sql = "INSERT INTO parvaneh_answered (call, dossier) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            let values = vec![call.as_str().into(), placed.dossier.into()];
            self.execute(sql, values, "answering a call").await?;
        }
        Ok(())
    }

    /// A new dossier answers the call of this number.
    pub async fn answers_call(&self, dossier: i64, call: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO parvaneh_seat (dossier, call) VALUES ($1, $2)";
        let values = vec![dossier.into(), call.into()];
        self.execute(sql, values, "answering a call").await?;
        Ok(())
    }

    /// Takes and frees the seats that a batch of events takes and frees.
    pub(crate) async fn move_seats<'a>(
        &self,
        seats: impl Iterator<Item = (i64, &'a Seat)>,
    ) -> Result<(), StoreError> {
        let moved: Vec<(i64, &Seat)> = seats.filter(|(_, seat)| **seat != Seat::Stays).collect();
        for chunk in moved.chunks(ROWS_A_STATEMENT) {
            let keys = Cells::Key(chunk.iter().map(|(dossier, _)| *dossier).collect());
            let free = "DELETE FROM parvaneh_seat WHERE dossier IN (SELECT dossier FROM new)";
            self.with_rows(vec![("dossier", keys)], free, "freeing seats")
                .await?;
            let taken = chunk.iter().filter_map(|(dossier, seat)| match seat {
                Seat::Taken(call) => Some((*dossier, call.as_str())),
                Seat::Freed | Seat::Stays => None,
            });
            let (dossiers, calls): (Vec<i64>, Vec<&str>) = taken.unzip();
            if !dossiers.is_empty() {
                let columns = vec![
                    ("dossier", Cells::Key(dossiers)),
                    ("call", Cells::Text(calls)),
                ];
                self.insert("seat", columns, "taking seats").await?;
            }
        }
        Ok(())
    }
}
