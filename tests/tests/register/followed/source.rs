//! A source register that changes, and what is known of it by those who have only seen its files.
//!
//! What is known is painted: each term has a status for each day. Nothing here is read or decided by the importer.

use parvaneh_tests::seeded::chance;

/// So many days are looked at, from the first one on.
pub(super) const DAYS: i64 = 45;

/// So many days before it are painted as well, on which what changes later may have come about.
const BEFORE: i64 = 20;

/// The days that a source may change on.
pub(super) const MONTH: i64 = 30;

/// What a source can say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// A row a licence, which gives the latest term; since when a status is true it does not say.
    Licences,
    /// A row a term, with the day of its status.
    Terms,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Status {
    InForce,
    Suspended,
    Revoked,
    Surrendered,
}

impl Status {
    pub(super) fn is_an_end(self) -> bool {
        matches!(self, Self::Revoked | Self::Surrendered)
    }

    /// As files have it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::InForce => "active",
            Self::Suspended => "suspended",
            Self::Revoked => "revoked",
            Self::Surrendered => "surrendered",
        }
    }
}

/// A row; days are counted from the first one that is looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Row {
    pub(super) from: i64,
    pub(super) through: i64,
    pub(super) status: Status,
    pub(super) since: Option<i64>,
    pub(super) filed: Option<i64>,
}

/// What is known of a term.
#[derive(Clone, Debug)]
struct Term {
    row: Row,
    /// From which day on it is known.
    opened: i64,
    /// By days.
    painted: Vec<Status>,
    /// From when to when a request stood.
    filed: Option<(i64, Option<i64>)>,
}

/// A licence: what the source has of it, and what is known.
#[derive(Clone, Debug)]
pub(super) struct Licence {
    pub(super) number: String,
    pub(super) rows: Vec<Row>,
    known: Vec<Term>,
    /// Whether anything ever was.
    was_known: bool,
    /// Whether something was done in the register itself: from then on nothing is learnt.
    pub(super) is_touched: bool,
}

fn begins(day: i64) -> usize {
    usize::try_from((day + BEFORE).clamp(0, DAYS + BEFORE)).expect("a day that is looked at")
}

impl Term {
    fn first(row: Row, kind: Kind, today: i64) -> Self {
        let opened = row.from.min(today);
        let mut term = Self {
            row,
            opened,
            painted: vec![Status::InForce; begins(DAYS)],
            filed: row.filed.map(|on| (on, None)),
        };
        // A licence stands as it is stated from the day on which the term is known.
        let earliest = match kind {
            Kind::Licences => opened,
            Kind::Terms => row.from,
        };
        term.paint(row.since.unwrap_or(earliest).max(earliest), row.status);
        term
    }

    fn paint(&mut self, from: i64, status: Status) {
        self.painted[begins(from)..].fill(status);
    }

    fn last(&self) -> Status {
        self.painted[begins(DAYS) - 1]
    }

    /// The first day of the last status.
    fn run(&self, before: i64) -> i64 {
        let status = self.painted[begins(before) - 1];
        let mut day = begins(before);
        while 0 < day && self.painted[day - 1] == status {
            day -= 1;
        }
        i64::try_from(day).expect("a day") - BEFORE
    }

    /// Whether it was in force from the beginning, up to a day.
    fn is_first(&self, before: i64) -> bool {
        let first = &self.painted[..begins(before)];
        first.iter().all(|status| *status == Status::InForce)
    }

    /// As if the status that ends before a day had not been.
    fn wipe(&mut self, from: i64, before: i64) {
        let was = match begins(from) {
            0 => Status::InForce,
            day => self.painted[day - 1],
        };
        self.painted[begins(from)..begins(before)].fill(was);
    }

    fn learn(&mut self, row: Row, today: i64, last_in_force: i64) {
        if row.through < self.row.through && row.since.is_none() {
            // What has no day came about while the term ran.
            let last = self.last();
            self.paint(row.through, last);
        }
        self.learn_request(row, today);
        self.learn_status(row, last_in_force);
        self.row = row;
    }

    fn learn_request(&mut self, row: Row, today: i64) {
        let stands = self.filed.filter(|(_, until)| until.is_none());
        self.filed = match (row.filed, stands) {
            (Some(on), _) => Some((on, None)),
            (None, Some((on, _))) => Some((on, Some(today))),
            (None, None) => self.filed,
        };
    }

    fn learn_status(&mut self, row: Row, last_in_force: i64) {
        let was_last = self.last();
        let mut ended = None;
        if was_last.is_an_end() && was_last != row.status {
            let from = self.run(DAYS);
            self.wipe(from, DAYS);
            ended = Some(from);
        }
        let Some(since) = row.since else {
            if self.last() != row.status {
                let unused = ended.filter(|_| row.status != Status::InForce);
                // Without that end it would have ended with its request.
                let until = self.filed.and_then(|(_, until)| until);
                let ended_with = until.filter(|until| self.row.through < *until);
                let unused = unused.map(|from| match ended_with {
                    Some(until) if until <= from => until - 1,
                    Some(_) | None => from,
                });
                let from = unused.unwrap_or(last_in_force.max(self.run(DAYS)));
                self.paint(from, row.status);
            }
            return;
        };
        if row.status == self.last() && self.run(DAYS) != since && !self.is_first(DAYS) {
            self.wipe(self.run(DAYS), DAYS);
        }
        self.paint(since, row.status);
        // It was not so before that day.
        if self.painted[begins(since) - 1] == row.status && !self.is_first(since) {
            let from = self.run(since);
            self.wipe(from, since);
        }
    }
}

impl Licence {
    pub(super) fn new(number: String, row: Row) -> Self {
        Self {
            number,
            rows: vec![row],
            known: Vec::new(),
            was_known: false,
            is_touched: false,
        }
    }

    /// What was stated last, in the order of terms.
    pub(super) fn stated(&self) -> Vec<Row> {
        self.known.iter().map(|term| term.row).collect()
    }

    /// Its rows are read on a day.
    pub(super) fn learn(&mut self, kind: Kind, today: i64) {
        if self.is_touched {
            return;
        }
        for row in self.rows.clone() {
            let last_in_force = (self.last_in_force(row, today)).min(today);
            let at = match kind {
                Kind::Licences => self
                    .known
                    .iter()
                    .rposition(|term| row.from <= term.row.through),
                Kind::Terms => self.known.iter().position(|term| term.row.from == row.from),
            };
            match at {
                Some(at) if self.known[at].row == row => {}
                Some(at) => self.known[at].learn(row, today, last_in_force),
                None => self.known.push(Term::first(row, kind, today)),
            }
        }
        if kind == Kind::Terms {
            self.known
                .retain(|term| self.rows.iter().any(|row| row.from == term.row.from));
        }
        self.known.sort_by_key(|term| term.row.from);
        self.was_known |= !self.known.is_empty();
    }

    fn last_in_force(&self, row: Row, today: i64) -> i64 {
        let is_the_same = self
            .known
            .last()
            .is_some_and(|term| (term.row.from, term.row.through) == (row.from, row.through));
        // Without an end that came while the term ran it would have ended with the term.
        let ended_within = |term: &Term| term.last().is_an_end() && term.run(DAYS) <= row.through;
        if !is_the_same || self.known.last().is_some_and(ended_within) {
            return row.through;
        }
        let is_over = |day: &i64| self.standing(*day) != Some("expired");
        (0..=today).rev().find(is_over).unwrap_or(row.through)
    }

    /// What it is worth on a day, by what is known; none where nothing ever was.
    pub(super) fn standing(&self, day: i64) -> Option<&'static str> {
        if !self.was_known {
            return None;
        }
        let opened: Vec<&Term> = self
            .known
            .iter()
            .filter(|term| term.opened <= day)
            .collect();
        let (Some(first), Some(latest)) = (opened.first(), opened.last()) else {
            return Some("not_issued");
        };
        let status = latest.painted[begins(day)];
        let is_covered = opened
            .iter()
            .any(|term| (term.row.from..=term.row.through).contains(&day));
        let stands =
            |(on, until): (i64, Option<i64>)| on <= day && until.is_none_or(|until| day < until);
        let is_pending = latest.filed.is_some_and(stands);
        Some(match status {
            Status::Revoked => "revoked",
            Status::Surrendered => "surrendered",
            Status::InForce | Status::Suspended if day < first.row.from => "not_issued",
            Status::InForce | Status::Suspended if !is_covered && !is_pending => "expired",
            Status::Suspended => "suspended",
            Status::InForce if is_covered => "in_force",
            Status::InForce => "in_force_pending_renewal",
        })
    }
}

/// Throws of one source.
pub(super) struct Throws {
    pub(super) seed: u64,
    pub(super) count: u32,
}

impl Throws {
    /// A number from the first up to the last.
    pub(super) fn within(&mut self, first: i64, last: i64) -> i64 {
        self.count += 1;
        #[expect(clippy::cast_possible_truncation, reason = "the numbers are small")]
        #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
        let thrown = (chance(self.seed, self.count) * (last - first + 1) as f64) as i64;
        first + thrown.min(last - first)
    }

    pub(super) fn happens(&mut self, in_a_hundred: i64) -> bool {
        self.within(1, 100) <= in_a_hundred
    }
}

/// A source of a few licences.
pub(super) struct Source {
    pub(super) kind: Kind,
    pub(super) licences: Vec<Licence>,
}

impl Source {
    pub(super) fn new(kind: Kind, throws: &mut Throws) -> Self {
        let mut source = Self {
            kind,
            licences: Vec::new(),
        };
        for _ in 0..8 {
            source.adds(throws, 0);
        }
        source
    }

    fn adds(&mut self, throws: &mut Throws, today: i64) {
        let number = format!("17-{}", self.licences.len() + 1);
        let mut row = Row {
            from: throws.within(-900, -400),
            through: throws
                .within(today + 1, 900)
                .min(throws.within(today + 1, 80)),
            status: Status::InForce,
            since: None,
            filed: None,
        };
        if throws.happens(20) {
            row.status = Status::Suspended;
            row.since =
                (self.kind == Kind::Terms).then(|| throws.within(-300, today).max(1 - BEFORE));
        }
        if self.kind == Kind::Licences && throws.happens(40) {
            row.filed = Some(throws.within(-200, -150));
        }
        self.licences.push(Licence::new(number, row));
    }

    /// What happens on a day.
    pub(super) fn goes_on(&mut self, throws: &mut Throws, today: i64) {
        for at in 0..self.licences.len() {
            if throws.happens(20) {
                let kind = self.kind;
                change(&mut self.licences[at], kind, throws, today);
            }
        }
        if throws.happens(10) {
            self.adds(throws, today);
        }
    }

    pub(super) fn learn(&mut self, today: i64) {
        for licence in &mut self.licences {
            licence.learn(self.kind, today);
        }
    }
}

const STATUS: [Status; 4] = [
    Status::InForce,
    Status::Suspended,
    Status::Revoked,
    Status::Surrendered,
];

/// A licence that the source had lost is there again.
fn comes_back(licence: &mut Licence, kind: Kind, throws: &mut Throws, today: i64) {
    licence.rows = licence.stated();
    if licence.rows.is_empty() {
        licence.rows.push(Row {
            from: throws.within(-900, -400),
            through: throws.within(today + 1, 80),
            status: Status::InForce,
            since: None,
            filed: None,
        });
    }
    if kind == Kind::Licences {
        licence.rows = licence.rows.pop().into_iter().collect();
    }
}

/// Something that changes at the source.
fn change(licence: &mut Licence, kind: Kind, throws: &mut Throws, today: i64) {
    let known_through = licence.stated().last().map(|row| row.through);
    let Some(row) = licence.rows.last_mut() else {
        return comes_back(licence, kind, throws, today);
    };
    // A term that overlaps the one that is known is rejected, and `verify` names a gap between them.
    let may_follow = known_through.is_none_or(|known| known == row.through);
    let is_of_today = kind == Kind::Terms;
    let is_over = row.through < today && row.filed.is_none();
    let (earliest, latest) = (
        row.since.unwrap_or(row.from).max(row.from),
        row.through.min(today),
    );
    match throws.within(0, 9) {
        // Where a day is told, it is one of the term.
        0..=3 if is_of_today && (is_over || today < row.from) => {}
        0..=3 => {
            let at = usize::try_from(throws.within(0, 3)).expect("one of four");
            let taken_back = row.status.is_an_end();
            if STATUS[at] != row.status {
                row.status = STATUS[at];
                let is_told = is_of_today && !(taken_back && row.status == Status::InForce);
                row.since = is_told.then_some(latest);
            }
        }
        4 if is_of_today && row.since.is_some() && earliest <= latest => {
            row.since = Some(throws.within(latest - 3, latest).max(1 - BEFORE));
        }
        4 | 5 if row.filed.is_none() => {
            let least = match is_of_today {
                true => row.since.unwrap_or(0).max(row.from + 1).max(2),
                false => (row.from + 1).max(2),
            };
            row.through = throws.within(least, least.max(60));
        }
        6 if !is_of_today => {
            row.filed = match row.filed {
                Some(_) => None,
                None if row.from < -300 => Some(throws.within(-200, -150)),
                None => None,
            };
        }
        7 if row.from < today && row.through < DAYS && (is_of_today || may_follow) => {
            let from = row.through + 1;
            let keeps_its_status = !is_of_today && throws.happens(50);
            let next = Row {
                from,
                through: from + throws.within(1, 900),
                status: if keeps_its_status {
                    row.status
                } else {
                    Status::InForce
                },
                since: None,
                filed: None,
            };
            match kind {
                Kind::Licences => *row = next,
                Kind::Terms => licence.rows.push(next),
            }
        }
        8 => licence.rows.clear(),
        _ => {}
    }
}
