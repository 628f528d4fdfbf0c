//! Anchors: what a night leaves behind, to be kept outside the register.

use chrono::NaiveDate;
use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_store::{Anchor, Connection, Register, Roots, RunRow, Transaction};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Found;
use super::verify::{Since, Verification};
use super::work::{Runs, add};
use crate::moving::register_file::hex;
use crate::{Engine, EngineError};

/// What every line has that this program prints.
#[cfg(feature = "schema")]
const PRINTED: [&str; 8] = [
    "register",
    "events",
    "position",
    "root",
    "run",
    "as_of",
    "as_of_sh",
    "recorded_at",
];

/// An anchor as it is exported: one JSON object a line.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("required" = PRINTED)))]
#[serde(deny_unknown_fields)]
pub struct ExportedAnchor {
    /// The register's id; none from a program that did not say it.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "uuid")))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<Uuid>,
    /// How many events the root covers, from the first one on.
    pub events: i64,
    /// The position of the last of them; none from a program that did not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// SHA-256, in JSON as 64 small hexadecimal digits.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("pattern" = "^[0-9a-f]{64}$")))]
    #[serde(with = "hex")]
    pub root: [u8; 32],
    /// The run that made it.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub run: Uuid,
    /// The civil date of that run, ISO Gregorian.
    pub as_of: Date,
    /// The same day in Solar Hijri.
    pub as_of_sh: String,
    /// When it was made, in milliseconds since 1970.
    pub recorded_at: i64,
}

impl ExportedAnchor {
    fn of(register: Option<Uuid>, anchor: &Anchor) -> Self {
        Self {
            register,
            events: anchor.events,
            position: Some(anchor.position),
            root: anchor.root,
            run: anchor.run,
            as_of: Date::nearest_to(anchor.as_of),
            as_of_sh: solar_hijri(Date::nearest_to(anchor.as_of)),
            recorded_at: anchor.recorded_at,
        }
    }

    /// Whether both say the same, as far as both say it.
    fn is_the_same(&self, other: &Self) -> bool {
        let is_there = self
            .position
            .is_none_or(|position| other.position == Some(position));
        is_there
            && (self.events, self.root, self.run) == (other.events, other.root, other.run)
            && (self.as_of, self.recorded_at) == (other.as_of, other.recorded_at)
    }
}

impl Engine {
    /// Every anchor, oldest first.
    pub async fn anchors(&self) -> Result<Vec<ExportedAnchor>, EngineError> {
        exported(&self.store).await
    }

    /// Whether the journal holds events that no anchor covers.
    pub(crate) async fn has_unanchored_events(&self) -> Result<bool, EngineError> {
        let newest = self.store.last_anchor().await?;
        let covered = newest.map_or(0, |anchor| anchor.position);
        Ok(covered < self.store.newest_position().await?)
    }

    /// Makes an anchor over everything that the journal holds, unless the newest one covers it; the
    /// latest day on which an event is true that no anchor had covered.
    pub(crate) async fn make_anchor(
        &self,
        run: Uuid,
        as_of: Date,
    ) -> Result<Option<NaiveDate>, EngineError> {
        let (tx, end) = self.store.begin_alone().await?;
        let newest = tx.last_anchor().await?;
        let from = newest.as_ref().map_or_else(Roots::empty, Roots::after);
        if from.position() == end {
            return Ok(None);
        }
        let read = tx.read_on(from, i64::MAX, end).await?;
        tx.add_anchor(&Anchor {
            events: read.events(),
            position: read.position(),
            run,
            as_of: as_of.into(),
            recorded_at: self.now(&tx).await?,
            root: *read.root(),
        })
        .await?;
        tx.commit().await?;
        Ok(read.latest())
    }

    /// Refuses anchors of another register.
    pub(super) async fn are_of_this_register(
        &self,
        anchors: &[ExportedAnchor],
    ) -> Result<(), EngineError> {
        let named: Vec<Uuid> = anchors
            .iter()
            .filter_map(|anchor| anchor.register)
            .collect();
        if named.is_empty() {
            return Ok(());
        }
        // Where the id is gone that is found with the rest.
        let Some(own) = self.store.register_ids().await?.into_iter().next() else {
            return Ok(());
        };
        match named.into_iter().find(|id| *id != own) {
            None => Ok(()),
            Some(other) => Err(EngineError::Anchors(format!(
                "they are of the register {other}, this one is {own}"
            ))),
        }
    }

    /// The position of the last event that an anchor covers, as the anchor says it, or the register's own.
    pub(super) async fn position_of(&self, anchor: &ExportedAnchor) -> Result<i64, EngineError> {
        if let Some(position) = anchor.position {
            return Ok(position);
        }
        let own = self.store.anchors().await?.into_iter();
        let own = own.filter(|own| own.events == anchor.events && own.root == anchor.root);
        let position = own.map(|own| own.position).next();
        position.ok_or_else(|| {
            EngineError::Anchors(format!(
                "the one of {} says no position, and the register does not have it",
                anchor.as_of
            ))
        })
    }

    /// Compares the journal with roots that were computed from it earlier: events that were removed or
    /// rewritten show, also at its end. `known` are anchors that were kept outside the register. The
    /// register's own are compared too, which proves less: whoever can change the journal can change
    /// them. What an anchor covers that something is checked since is not read.
    pub(super) async fn against_anchors(
        &self,
        tx: &Register<Transaction>,
        known: &[ExportedAnchor],
        since: Since,
        runs: &Runs,
        verification: &mut Verification,
    ) -> Result<(), EngineError> {
        let mut own = exported(tx).await?;
        let mut found = Found::new();
        for anchor in &own {
            found.extend(
                runs.get(&anchor.run)
                    .and_then(|run| of_another_run(anchor, run)),
            );
        }
        let all = own.clone();
        own.retain(|anchor| since.events < anchor.events);
        verification.anchors = own.len();
        let mut steps: Vec<&ExportedAnchor> = own.iter().chain(known).collect();
        steps.sort_by_key(|anchor| anchor.events);
        let from = known
            .iter()
            .find(|anchor| 0 < since.events && anchor.events == since.events);
        let mut roots = from.map_or_else(Roots::empty, |anchor| {
            Roots::from(anchor.root, anchor.events, since.position)
        });
        let mut is_as_anchored = true;
        if 0 < since.events {
            let covered = tx.count_up_to(since.position).await?;
            if covered != since.events {
                let message = format!(
                    "the anchor covers {} events, and the register holds {covered} up to there",
                    since.events
                );
                found.push(("anchor_differs", message));
                is_as_anchored = false;
            }
        }
        for step in steps.into_iter().filter(|step| since.events <= step.events) {
            if roots.events() < step.events {
                roots = tx.read_on(roots, step.events, i64::MAX).await?;
            }
            let message = if roots.events() < step.events {
                format!(
                    "the anchor of {} covers {} events, the journal holds {}",
                    step.as_of,
                    step.events,
                    roots.events()
                )
            } else if *roots.root() != step.root {
                format!(
                    "the first {} events are not those that the anchor of {} covers",
                    step.events, step.as_of
                )
            } else if step
                .position
                .is_some_and(|position| position != roots.position())
            {
                format!(
                    "the anchor of {} names another position than that of its last event",
                    step.as_of
                )
            } else {
                continue;
            };
            found.push(("anchor_differs", message));
            is_as_anchored = false;
            break;
        }
        if is_as_anchored {
            let changed = known.iter().find_map(|kept| self::changed(kept, &all));
            found.extend(changed.map(|message| ("anchor_differs", message)));
        }
        add(&mut verification.findings, "journal", found);
        Ok(())
    }
}

async fn exported<C: Connection>(
    register: &Register<C>,
) -> Result<Vec<ExportedAnchor>, EngineError> {
    let anchors = register.anchors().await?;
    let id = register.register_ids().await?.into_iter().next();
    let exported = |anchor| ExportedAnchor::of(id, anchor);
    Ok(anchors.iter().map(exported).collect())
}

/// What is said of an anchor that was kept elsewhere, where the register has it otherwise or not at all.
fn changed(kept: &ExportedAnchor, own: &[ExportedAnchor]) -> Option<String> {
    let registered = own.iter().find(|own| own.events == kept.events);
    let is_the_same = registered.is_some_and(|own| kept.is_the_same(own));
    let message = || {
        format!(
            "the register does not have the anchor of {} as it was kept",
            kept.as_of
        )
    };
    (!is_the_same).then(message)
}

/// An anchor is of the day of its run. A register that was carried has no runs from before that. Instants are not
/// compared: a clock may be set back while a night goes on.
fn of_another_run(anchor: &ExportedAnchor, run: &RunRow) -> Option<(&'static str, String)> {
    let is_of_its_day = run.as_of.map(Date::nearest_to) == Some(anchor.as_of);
    let message = || {
        format!(
            "the run of the anchor of {} is of another day",
            anchor.as_of
        )
    };
    (!is_of_its_day).then(|| ("anchor_differs", message()))
}
