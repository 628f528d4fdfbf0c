//! Which dossier holds a seat in which call: a cache, so that a call's seats can be counted.

use sea_orm::{ConnectionTrait, Value};

use crate::{Append, ROWS_A_STATEMENT, Register, StoreError, placeholders};

/// What events mean for a dossier's seat.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Seat {
    /// It holds the one it held, or none.
    #[default]
    Stays,
    /// It takes one in the call of this number.
    Taken(String),
    /// It gives up the one it held.
    Freed,
}

impl<C: ConnectionTrait> Register<C> {
    /// The dossiers of a regime that hold a seat in the call of this number, as far as has been
    /// recorded, in the order of their keys.
    pub async fn seat_holders(&self, regime: &str, call: &str) -> Result<Vec<i64>, StoreError> {
        let what = "counting seats";
        let sql = "SELECT seat.dossier FROM seat JOIN dossier ON dossier.seq = seat.dossier \
                   WHERE seat.call = ? AND dossier.regime = ? ORDER BY seat.dossier";
        let rows = self
            .all(sql, vec![call.into(), regime.into()], what)
            .await?;
        let keys = rows.iter().map(|row| row.try_get_by_index(0));
        keys.collect::<Result<_, _>>().map_err(StoreError::of(what))
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
