//! Anchors: what a night leaves behind, to be kept outside the register.

use chrono::NaiveDate;
use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_store::{Anchor, Roots};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::moving::register_file::hex;
use crate::verify::Finding;
use crate::{Engine, EngineError};

/// An anchor as it is exported: one JSON object a line.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExportedAnchor {
    /// How many events the root covers, from the first one on.
    pub events: i64,
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

impl From<&Anchor> for ExportedAnchor {
    fn from(anchor: &Anchor) -> Self {
        Self {
            events: anchor.events,
            root: anchor.root,
            run: anchor.run,
            as_of: Date::nearest_to(anchor.as_of),
            as_of_sh: solar_hijri(Date::nearest_to(anchor.as_of)),
            recorded_at: anchor.recorded_at,
        }
    }
}

impl Engine {
    /// Every anchor, oldest first.
    pub async fn anchors(&self) -> Result<Vec<ExportedAnchor>, EngineError> {
        let anchors = self.store.anchors().await?;
        Ok(anchors.iter().map(ExportedAnchor::from).collect())
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

    /// Compares the journal with roots that were computed from it earlier: events that were removed or
    /// rewritten show, also at its end. `known` are anchors that were kept outside the register. The
    /// register's own are compared too, which proves less: whoever can change the journal can change
    /// them.
    pub(crate) async fn against_anchors(
        &self,
        known: &[ExportedAnchor],
    ) -> Result<Vec<Finding>, EngineError> {
        let own = self.anchors().await?;
        let mut steps: Vec<&ExportedAnchor> = own.iter().chain(known).collect();
        steps.sort_by_key(|anchor| anchor.events);
        let mut findings = Vec::new();
        let mut roots = Roots::empty();
        for step in steps {
            if roots.events() < step.events {
                roots = self.store.read_on(roots, step.events, i64::MAX).await?;
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
            } else {
                continue;
            };
            findings.push(Finding {
                number: "journal".to_owned(),
                code: "anchor_differs",
                message,
            });
            break;
        }
        Ok(findings)
    }
}
