//! How far the journal is whole, though transactions that write to it go on.

use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::{Register, StoreError, journal};

/// The end of the journal as one moment shows it.
#[derive(Clone, Copy, Debug, Default, Eq, FromQueryResult, PartialEq)]
pub struct JournalEnd {
    newest: i64,
    /// Every transaction before this one is over.
    oldest_open: i64,
    /// No transaction had this number or a later one when `newest` was read; none where the fence
    /// had no use for it.
    next: Option<i64>,
}

impl JournalEnd {
    /// The position of the newest event that is seen; 0 where there is none.
    pub fn newest(&self) -> i64 {
        self.newest
    }
}

/// How far the journal is whole: no event up to there is still to come.
///
/// Positions are given out before transactions end, so that an earlier one may be written after a
/// later one. What a moment shows as the newest position is the end of the whole journal as soon as
/// every transaction that was open at that moment is over: a transaction has its own number before
/// it takes a position. `docs/decisions/nothing-is-skipped.md` says why it is done so.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fence {
    whole: i64,
    /// A position, and the transaction before which all have to be over.
    awaited: Option<(i64, i64)>,
}

impl Fence {
    /// What is whole now that the journal's end looks like this.
    pub fn pass(&mut self, end: JournalEnd) -> i64 {
        if let Some((position, before)) = self.awaited
            && before <= end.oldest_open
        {
            self.whole = position;
            self.awaited = None;
        }
        if let Some(next) = end.next
            && self.whole < end.newest
        {
            if next <= end.oldest_open {
                self.whole = end.newest;
                self.awaited = None;
            } else if self.awaited.is_none() {
                self.awaited = Some((end.newest, next));
            }
        }
        self.whole
    }

    /// The position beyond which there is something to find out about.
    fn beyond(&self) -> i64 {
        match self.awaited {
            Some(_) => i64::MAX,
            None => self.whole,
        }
    }

    /// Whether there is more that will be whole when open transactions are over.
    pub fn awaits(&self) -> bool {
        self.awaited.is_some()
    }
}

impl<C: ConnectionTrait> Register<C> {
    /// The journal's end as it is seen now, with the positions that the fence compares.
    pub async fn journal_end(&self, fence: &Fence) -> Result<JournalEnd, StoreError> {
        let (sql, values) = self.dialect().journal_end(fence.beyond());
        let rows = self.rows(sql, values, journal::READING).await?;
        Ok(rows.into_iter().next().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(newest: i64, oldest_open: i64, next: i64) -> JournalEnd {
        JournalEnd {
            newest,
            oldest_open,
            next: Some(next),
        }
    }

    #[test]
    fn what_is_seen_while_nobody_writes_is_whole() {
        assert_eq!(Fence::default().pass(end(7, 20, 20)), 7);
    }

    /// Transaction 20 has taken position 5 and not ended, while 21 has written 6.
    #[test]
    fn an_early_position_that_is_written_late_is_waited_for() {
        let mut fence = Fence::default();
        assert_eq!(fence.pass(end(4, 20, 20)), 4);
        assert_eq!(fence.pass(end(6, 20, 22)), 4);
        assert!(fence.awaits());
        assert_eq!(fence.pass(end(9, 20, 25)), 4);
        assert_eq!(fence.pass(end(9, 23, 25)), 6, "all before 22 are over");
        assert_eq!(fence.pass(end(9, 25, 25)), 9);
        assert!(!fence.awaits());
    }

    /// Nothing is asked for while something is awaited, nor where nothing is new.
    #[test]
    fn a_number_is_asked_for_where_it_is_of_use() {
        let mut fence = Fence::default();
        assert_eq!(fence.beyond(), 0);
        fence.pass(end(4, 20, 20));
        assert_eq!(fence.beyond(), 4);
        fence.pass(end(6, 20, 22));
        assert_eq!(fence.beyond(), i64::MAX);
        let unasked = |newest, oldest_open| JournalEnd {
            newest,
            oldest_open,
            next: None,
        };
        assert_eq!(fence.pass(unasked(9, 21)), 4);
        assert_eq!(fence.pass(unasked(9, 30)), 6);
        assert_eq!(fence.beyond(), 6);
        assert_eq!(fence.pass(unasked(6, 30)), 6);
    }
}
