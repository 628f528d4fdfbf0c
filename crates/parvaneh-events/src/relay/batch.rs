//! Events that were read together: those to give to the sink, and those that have to wait.

use std::collections::HashSet;

use parvaneh_store::Parked;

use crate::{CloudEvent, Placed};

/// Why an event is set aside that the sink was not asked about.
const BEHIND: &str = "waits behind an earlier event of its dossier";

pub(super) struct Batch {
    /// The position of the last of all.
    end: i64,
    /// Where each event to give stands, and the key of its dossier.
    places: Vec<(i64, i64)>,
    events: Vec<CloudEvent>,
    /// What the sink is not asked about.
    waiting: Vec<Parked>,
    /// Where rows stand that name no dossier.
    astray: Vec<i64>,
}

/// How far a sink has come with a batch.
pub(super) struct Reached {
    /// The position.
    pub(super) position: i64,
    /// What is to be set aside up to there.
    pub(super) parked: Vec<Parked>,
    /// How many rows up to there cannot even be that, as they name no dossier.
    pub(super) astray: usize,
}

impl Batch {
    /// The events of `blocked` dossiers have to wait. One that cannot be published is set aside, and those of
    /// its dossier wait behind it.
    pub(super) fn new(read: Vec<Placed>, blocked: &HashSet<i64>) -> Self {
        let mut blocked = blocked.clone();
        let mut batch = Self {
            end: read.last().map_or(0, |last| last.position),
            places: Vec::with_capacity(read.len()),
            events: Vec::with_capacity(read.len()),
            waiting: Vec::new(),
            astray: Vec::new(),
        };
        for Placed {
            position,
            key,
            event,
        } in read
        {
            let Some(key) = key else {
                batch.astray.push(position);
                continue;
            };
            let (reason, attempts) = match event {
                _ if blocked.contains(&key) => (BEHIND.to_owned(), 0),
                Ok(event) => {
                    batch.places.push((position, key));
                    batch.events.push(event);
                    continue;
                }
                Err(unreadable) => (unreadable.to_string(), 1),
            };
            blocked.insert(key);
            batch.waiting.push(Parked {
                position,
                dossier: key,
                reason,
                attempts,
            });
        }
        batch
    }

    pub(super) fn to_give(&self) -> &[CloudEvent] {
        &self.events
    }

    /// How far the sink has come that took the first `taken`, and what is to be set aside. Where it
    /// will not take the next one, `refused` says why, and how often it was tried.
    pub(super) fn reached(self, taken: usize, refused: Option<(String, u32)>) -> Reached {
        let (reached, dead) = match (self.places.get(taken).copied(), refused) {
            (None, _) => (self.end, None),
            (Some((position, _)), None) => (position - 1, None),
            (Some((position, dossier)), Some((reason, attempts))) => {
                let dead = Parked {
                    position,
                    dossier,
                    reason,
                    attempts,
                };
                (position, Some(dead))
            }
        };
        let waiting = self.waiting.into_iter();
        let mut parked: Vec<_> = waiting.filter(|it| it.position <= reached).collect();
        parked.extend(dead);
        let astray = self.astray.iter().filter(|it| **it <= reached).count();
        Reached {
            position: reached,
            parked,
            astray,
        }
    }
}
