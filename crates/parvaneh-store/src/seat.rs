//! Which dossier holds a seat in which call, or asks for one: a cache, so that those who do can be
//! found and counted.

use sea_orm::{ConnectionTrait, Value};

use crate::{Append, ROWS_A_STATEMENT, Register, StoreError, placeholders};

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

impl<C: ConnectionTrait> Register<C> {
    /// The dossiers of a regime that hold a seat in the call of this number or ask for one, as far as
    /// has been recorded, in the order of their keys.
    pub async fn in_call(&self, regime: &str, call: &str) -> Result<Vec<i64>, StoreError> {
        let what = "counting seats";
        let sql = "SELECT seat.dossier FROM seat JOIN dossier ON dossier.seq = seat.dossier \
                   WHERE seat.call = ? AND dossier.regime = ? ORDER BY seat.dossier";
        let rows = self
            .all(sql, vec![call.into(), regime.into()], what)
            .await?;
        let keys = rows.iter().map(|row| row.try_get_by_index(0));
        keys.collect::<Result<_, _>>().map_err(StoreError::of(what))
    }

    /// A new dossier answers the call of this number.
    pub async fn answers_call(&self, dossier: i64, call: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO seat (dossier, call) VALUES (?, ?)";
        let values = vec![dossier.into(), call.into()];
        self.execute(sql, values, "answering a call").await?;
        Ok(())
    }

    /// Takes and frees the seats that a batch of events takes and frees.
    pub(crate) async fn move_seats(&self, batch: &[&Append]) -> Result<(), StoreError> {
        let moved: Vec<&Append> = batch
            .iter()
            .copied()
            .filter(|append| append.seat != Seat::Stays)
            .collect();
        for chunk in moved.chunks(ROWS_A_STATEMENT) {
            let keys: Vec<i64> = chunk.iter().map(|append| append.dossier).collect();
            let (among, values) = self.among("dossier", &keys);
            let sql = format!("DELETE FROM seat WHERE {among}");
            self.execute(&sql, values, "freeing seats").await?;
            let mut taken: Vec<Value> = Vec::new();
            for append in chunk {
                if let Seat::Taken(call) = &append.seat {
                    taken.push(append.dossier.into());
                    taken.push(call.as_str().into());
                }
            }
            if !taken.is_empty() {
                let rows = placeholders(taken.len() / 2, 2);
                let sql = format!("INSERT INTO seat (dossier, call) VALUES {rows}");
                self.execute(&sql, taken, "taking seats").await?;
            }
        }
        Ok(())
    }
}
