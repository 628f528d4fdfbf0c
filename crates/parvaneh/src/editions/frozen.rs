//! An edition that has judged anything here is frozen: the register keeps the hash of its content, and
//! refuses other content under its id.
//!
//! What is noted is read when a register is opened, and remembered: a command under an edition that
//! is noted costs no statement.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use parvaneh_core::dossier::Event;
use parvaneh_core::edition::{Decree, EditionId};
use parvaneh_core::licence;
use parvaneh_core::text::Label;
use parvaneh_store::{Connection, EditionRow, Register};
use serde::Serialize;

use crate::encoding::in_hexadecimal;
use crate::workflows::{Content, DECREE, Workflows, noted_as, noted_as_recorded, without_recorded};
use crate::{Engine, EngineError};

/// An edition whose content is not what a register has judged by. The field names are a contract.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[error("{}", self.said())]
pub struct OtherContent {
    /// The edition.
    pub edition: EditionId,
    /// The file that describes it now.
    pub file: String,
    /// The SHA-256 of the content that it judged by, in hexadecimal digits.
    pub judged: String,
    /// The SHA-256 of the content that it has now.
    pub now: String,
}

impl OtherContent {
    fn said(&self) -> String {
        let Self {
            edition,
            file,
            judged,
            now,
        } = self;
        if edition.0.contains(DECREE) {
            return format!(
                "{file} does not have the general act {edition} that is recorded in this register: \
                 the SHA-256 of its content is {now}, and {judged} was noted; put the former content back: \
                 an act that was recorded is not changed, and what corrects it is another act"
            );
        }
        format!(
            "{file} is not the edition {edition} that this register has judged by: the SHA-256 of its \
             content is {now}, and {judged} was noted; put the former content back and write what is new as \
             another edition, in force from a later day, or, where it came with another version of this \
             program, see what it changes with `parvaneh migrate --dry-run` and take it with \
             `parvaneh migrate --accept-edition {edition}`"
        )
    }
}

/// What an engine knows of the editions that are noted in its register.
#[derive(Debug, Default)]
pub(crate) struct Frozen {
    /// Those that are noted with the content that they have here.
    noted: RwLock<BTreeSet<EditionId>>,
    /// Whether one was noted by a transaction of which nobody has looked whether it was committed.
    is_open: AtomicBool,
}

impl Frozen {
    fn has(&self, edition: &EditionId) -> bool {
        let noted = self.noted.read().unwrap_or_else(PoisonError::into_inner);
        noted.contains(edition)
    }

    fn keep(&self, edition: EditionId) {
        let mut noted = self.noted.write().unwrap_or_else(PoisonError::into_inner);
        noted.insert(edition);
    }
}

impl Engine {
    /// Fails where an edition has other content than it judged by here.
    pub(crate) async fn editions_are_as_they_were(&self) -> Result<(), EngineError> {
        let other = self.other_contents().await?;
        other.into_iter().next().map_or(Ok(()), |first| {
            Err(EngineError::EditionChanged(Box::new(first)))
        })
    }

    /// The editions that have other content than they judged by here, in the order of their ids.
    pub(crate) async fn other_contents(&self) -> Result<Vec<OtherContent>, EngineError> {
        let mut other = Vec::new();
        for row in self.store.editions().await? {
            match against(&row, &self.workflows) {
                // A general act may be noted twice.
                Some(differs) if other.contains(&differs) => {}
                Some(differs) => other.push(differs),
                None => self.frozen.keep(EditionId(row.id)),
            }
        }
        Ok(other)
    }

    /// Fails where an edition has other content than it judged by before. Nothing is noted: what is
    /// refused under an edition leaves it as it is.
    pub(crate) async fn may_judge<C: Connection>(
        &self,
        tx: &Register<C>,
        edition: &EditionId,
    ) -> Result<(), EngineError> {
        if self.frozen.has(edition) {
            return Ok(());
        }
        let noted = tx.edition(&edition.0).await?;
        let other = noted.and_then(|noted| against(&noted, &self.workflows));
        other.map_or(Ok(()), |other| {
            Err(EngineError::EditionChanged(Box::new(other)))
        })
    }

    /// Notes within a transaction that something is written in it that an edition judged; fails where it
    /// has other content than it judged by before.
    pub(crate) async fn judges<C: Connection>(
        &self,
        tx: &Register<C>,
        edition: &EditionId,
    ) -> Result<(), EngineError> {
        if self.frozen.has(edition) {
            return Ok(());
        }
        let Some(content) = self.workflows.content(edition) else {
            return Ok(());
        };
        let row = self.noted_now(edition, content);
        let noted = tx.note_edition(&row).await?;
        let other = noted.and_then(|noted| against(&noted, &self.workflows));
        if let Some(other) = other {
            return Err(EngineError::EditionChanged(Box::new(other)));
        }
        self.frozen.is_open.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Notes within a transaction general acts of a regime that are recorded in it: what is recorded before any
    /// night has gone through the register is frozen as well.
    pub(crate) async fn records<C: Connection>(
        &self,
        tx: &Register<C>,
        regime: &str,
        decrees: &[Label],
    ) -> Result<(), EngineError> {
        for decree in decrees {
            if !self.frozen.has(&noted_as(regime, decree)) {
                self.judges(tx, &noted_as_recorded(regime, decree)).await?;
            }
        }
        Ok(())
    }

    /// The general acts that the register has not gone through yet, by the names under which it notes them.
    pub(crate) fn new_decrees(&self) -> Vec<(EditionId, &Decree)> {
        let decrees = self.workflows.decrees();
        decrees.filter(|(id, _)| !self.frozen.has(id)).collect()
    }

    /// Notes that the register was gone through for a general act: from now on that is what it is.
    pub(crate) async fn note_decree(&self, id: &EditionId) -> Result<(), EngineError> {
        let Some(content) = self.workflows.content(id) else {
            return Ok(());
        };
        let row = self.noted_now(id, content);
        let noted = self.store.note_edition(&row).await?;
        let other = noted.and_then(|noted| against(&noted, &self.workflows));
        match other {
            Some(other) => Err(EngineError::EditionChanged(Box::new(other))),
            None => {
                self.frozen.keep(id.clone());
                Ok(())
            }
        }
    }

    /// Remembers what a transaction has noted that was committed.
    pub(crate) async fn has_judged(&self) -> Result<(), EngineError> {
        if self.frozen.is_open.swap(false, Ordering::Relaxed) {
            self.other_contents().await?;
        }
        Ok(())
    }

    /// Notes every edition that the register's history names and that is not noted: of a register that
    /// is older than these notes.
    pub(crate) async fn note_who_has_judged(&self) -> Result<(), EngineError> {
        let noted = self.store.editions().await?;
        for edition in self.workflows.editions() {
            let id = &edition.id;
            let Some(content) = self.workflows.content(id) else {
                continue;
            };
            let is_noted = noted.iter().any(|row| row.id == id.0);
            if !is_noted && self.store.names_edition(&id.0).await? {
                let row = self.noted_now(id, content);
                self.store.note_edition(&row).await?;
            }
        }
        Ok(())
    }

    fn noted_now(&self, edition: &EditionId, content: &Content) -> EditionRow {
        EditionRow {
            id: edition.0.clone(),
            sha256: content.sha256.to_vec(),
            judged_at: self.time().timestamp_millis(),
            accepted_at: None,
        }
    }
}

/// The general acts that events record.
pub(crate) fn decrees_in<'e>(events: impl Iterator<Item = &'e Event>) -> Vec<Label> {
    let decrees = events.filter_map(|event| match event {
        Event::Licence(licence::Event::Extended { decree, .. }) => Some(decree.clone()),
        _ => None,
    });
    decrees.collect()
}

/// What is not the same about an edition or a general act that was noted; none where it is, or where an
/// edition or the whole regime is not there. A general act does not go while its regime stays.
pub(crate) fn against(noted: &EditionRow, workflows: &Workflows) -> Option<OtherContent> {
    let edition = EditionId(without_recorded(&noted.id).to_owned());
    let Some(content) = workflows.content(&edition) else {
        let (regime, _) = noted.id.split_once(DECREE)?;
        workflows.regime(regime)?;
        return Some(OtherContent {
            file: format!("workflows/{regime}/regime.toml"),
            judged: in_hexadecimal(&noted.content()),
            now: "that of nothing".to_owned(),
            edition,
        });
    };
    (content.sha256 != noted.content()).then(|| OtherContent {
        edition,
        file: content.file.clone(),
        judged: in_hexadecimal(&noted.content()),
        now: in_hexadecimal(&content.sha256),
    })
}
