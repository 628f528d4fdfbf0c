//! Writing a whole register to a file that another database can take in, with its whole history.

use std::io::{self, Write};

use parvaneh_store::{Connection, Register};

use super::register_file::{Checksum, EndLine, FORMAT, Header, RegisterLine, VERSION};
use crate::{Engine, EngineError};

pub use super::register_file::Counts;

/// How many rows are held at once.
const PAGE: usize = 1000;

/// Why a register could not be written down.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The register failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The lines could not be written.
    #[error("writing the export failed; what is there has no last line and will be refused")]
    Write(#[source] io::Error),
}

impl From<parvaneh_store::StoreError> for ExportError {
    fn from(error: parvaneh_store::StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl Engine {
    /// Writes the register as it is at this moment, while others go on writing to it; how many
    /// rows of each kind. A thousand rows are in memory at once, however many there are.
    /// `progress` is called with the number of rows that were written.
    ///
    /// The lines are flushed. Without the last one they are no register.
    pub async fn export(
        &self,
        out: &mut impl Write,
        mut progress: impl FnMut(u64),
    ) -> Result<Counts, ExportError> {
        let mut lines = RegisterWriter {
            out,
            sum: Checksum::default(),
            written: 0,
        };
        let mut counts = Counts::default();
        let register = self.store.begin_read().await?;
        lines.write(&Header {
            format: FORMAT.to_owned(),
            v: VERSION,
            register: Some(register.register_id().await?),
        })?;
        lines
            .histories(&register, &mut counts, &mut progress)
            .await?;
        lines.beside(&register, &mut counts, &mut progress).await?;
        let sha256 = lines.sum.now();
        lines.write(&RegisterLine::End(EndLine { counts, sha256 }))?;
        lines.out.flush().map_err(ExportError::Write)?;
        Ok(counts)
    }
}

struct RegisterWriter<'a, W> {
    out: &'a mut W,
    sum: Checksum,
    written: u64,
}

impl<W: Write> RegisterWriter<'_, W> {
    /// Dossiers, who is in them and what happened to them.
    async fn histories<C: Connection>(
        &mut self,
        register: &Register<C>,
        counts: &mut Counts,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), ExportError> {
        let mut after = None;
        loop {
            let page = register.parties_after(after, PAGE).await?;
            let Some((last, _)) = page.last() else { break };
            after = Some(*last);
            counts.parties += page.len() as u64;
            for (_, row) in page {
                self.write(&RegisterLine::Party(row.into()))?;
            }
            progress(self.written);
        }
        let mut after = None;
        loop {
            let page = register.party_events_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.position);
            counts.party_events += page.len() as u64;
            for row in page {
                self.write(&RegisterLine::PartyEvent(row.into()))?;
            }
            progress(self.written);
        }
        let mut after = None;
        loop {
            let page = register.dossiers_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.seq);
            counts.dossiers += page.len() as u64;
            for row in page {
                self.write(&RegisterLine::Dossier(row.into()))?;
            }
            progress(self.written);
        }
        let mut after = None;
        loop {
            let page = register.events_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.position);
            counts.events += page.len() as u64;
            for row in page {
                self.write(&RegisterLine::Event(row.into()))?;
            }
            progress(self.written);
        }
        Ok(())
    }

    /// What is kept beside the journal.
    async fn beside<C: Connection>(
        &mut self,
        register: &Register<C>,
        counts: &mut Counts,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), ExportError> {
        let mut after = i64::MIN;
        loop {
            let page = register.asked_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.position;
            counts.asked += page.len() as u64;
            for row in page {
                self.write(&RegisterLine::Asked(row.into()))?;
            }
            progress(self.written);
        }
        let mut after = None;
        loop {
            let page = register.answers_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            counts.answers += page.len() as u64;
            for row in page {
                self.write(&RegisterLine::Answer(row.into()))?;
            }
            progress(self.written);
        }
        let mut after = None;
        loop {
            let page = register.proposals_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            counts.proposals += page.len() as u64;
            for row in page {
                self.write(&RegisterLine::Proposal(row.into()))?;
            }
            progress(self.written);
        }
        // One a night: a century of them is no burden.
        for row in register.anchors().await? {
            counts.anchors += 1;
            self.write(&RegisterLine::Anchor(row.into()))?;
        }
        for row in register.editions().await? {
            counts.editions += 1;
            self.write(&RegisterLine::Edition(row.into()))?;
        }
        Ok(())
    }

    fn write(&mut self, line: &impl serde::Serialize) -> Result<(), ExportError> {
        let mut text = serde_json::to_vec(line).map_err(EngineError::Encode)?;
        text.push(b'\n');
        self.sum.add(&text);
        self.written += 1;
        self.out.write_all(&text).map_err(ExportError::Write)
    }
}
