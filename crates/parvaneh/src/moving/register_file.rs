//! The file of a whole register, which an export writes and an import reads: JSON Lines, of which
//! `docs/backup.md` shows one of each.
//!
//! ```text
//! {"format":"parvaneh-register","v":5,"register":"…"}
//! {"party":{…}}      in the order in which they were added
//! {"party_event":{…}} by position: what happened to them
//! {"dossier":{…}}    by key
//! {"event":{…}}      by position: the journal, from its first event to its last
//! {"asked":{…}}      by position: what was asked in the act that begins there
//! {"answer":{…}}     by id
//! {"proposal":{…}}   by id
//! {"anchor":{…}}     by how many events they cover
//! {"edition":{…}}    by id: the editions that have judged, and the hash of what each said
//! {"end":{…}}        how many there were of each, and the SHA-256 of every line above
//! ```
//!
//! The same register makes the same file, byte for byte, whatever database it is in. Snapshots are
//! not in it: they are a cache, and are made again by replaying the journal.
//!
//! Earlier formats are read, and no longer written. Before format 5 what was asked stood in no chain. Before format 4 parties had no histories: theirs begin with
//! the import. Format 1 has neither what was asked, nor proposals, nor
//! editions. Format 2 has hashes of editions that were made otherwise: they are counted and left, and the
//! register notes anew which editions have judged.

use chrono::NaiveDate;
use parvaneh_store::{
    AnswerRow, AskedRow, ClearText, DossierRow, EditionRow, JournalRow, PartyEventRow, PartyRow,
    ProposalRow,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What the first line says the file is.
pub(crate) const FORMAT: &str = "parvaneh-register";

/// The version of the format that is written.
pub(crate) const VERSION: u64 = 5;

/// The version in which what was asked has no salt.
pub(crate) const WITHOUT_SALTS: u64 = 4;

/// The version whose editions are hashed otherwise.
pub(crate) const HASHED_OTHERWISE: u64 = 2;

/// The version that had neither what was asked nor proposals.
pub(crate) const WITHOUT_ASKED: u64 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) format: String,
    pub(crate) v: u64,
    /// The register's id, which its events name; none in a file from before registers had one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) register: Option<Uuid>,
}

/// Any line after the first. A new kind of row is a new kind of line here.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RegisterLine {
    Party(PartyLine),
    PartyEvent(PartyEventLine),
    Dossier(DossierLine),
    Event(EventLine),
    Asked(AskedLine),
    Answer(AnswerLine),
    Proposal(ProposalLine),
    Anchor(AnchorLine),
    Edition(EditionLine),
    End(EndLine),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartyLine {
    id: Uuid,
    kind: String,
    name: Option<String>,
    name_as_given: Option<String>,
    identifier: Option<String>,
    #[serde(default, with = "salt", skip_serializing_if = "Option::is_none")]
    salt: Option<[u8; 16]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    merged_into: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<i64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartyEventLine {
    position: i64,
    party: Uuid,
    version: i64,
    previous: Option<i64>,
    recorded_at: i64,
    actor: String,
    event: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    texts: Vec<TextLine>,
    #[serde(with = "hex")]
    hash: [u8; 32],
}

/// A text beside a row that has its hash.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextLine {
    #[serde(with = "hex")]
    salt: [u8; 16],
    text: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DossierLine {
    key: i64,
    id: Uuid,
    regime: String,
    number: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file_number: Option<String>,
    province: String,
    office_kind: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventLine {
    position: i64,
    dossier: i64,
    version: i64,
    previous: Option<i64>,
    effective_on: NaiveDate,
    recorded_at: i64,
    actor: String,
    event: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    texts: Vec<TextLine>,
    #[serde(with = "hex")]
    hash: [u8; 32],
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskedLine {
    position: i64,
    /// None where it was blanked.
    text: Option<String>,
    #[serde(default, with = "salt", skip_serializing_if = "Option::is_none")]
    salt: Option<[u8; 16]>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalLine {
    id: Uuid,
    revision: String,
    proposed_by: String,
    proposed_at: i64,
    decided_by: Option<String>,
    decided_at: Option<i64>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerLine {
    id: Uuid,
    #[serde(with = "hex")]
    body_hash: [u8; 32],
    answer: String,
    recorded_at: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnchorLine {
    events: i64,
    position: i64,
    run: Uuid,
    as_of: NaiveDate,
    recorded_at: i64,
    #[serde(with = "hex")]
    root: [u8; 32],
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EditionLine {
    id: String,
    #[serde(with = "hex")]
    sha256: [u8; 32],
    judged_at: i64,
    accepted_at: Option<i64>,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndLine {
    #[serde(flatten)]
    pub(crate) counts: Counts,
    #[serde(with = "hex")]
    pub(crate) sha256: [u8; 32],
}

/// How many rows of each kind are in a register, or in a file of one.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// Parties.
    pub parties: u64,
    /// Events of parties.
    #[serde(default)]
    pub party_events: u64,
    /// Dossiers.
    pub dossiers: u64,
    /// Events of the journal.
    pub events: u64,
    /// Acts of which what was asked is kept.
    #[serde(default)]
    pub asked: u64,
    /// Answers already given to commands.
    pub answers: u64,
    /// Revisions that one person proposed.
    #[serde(default)]
    pub proposals: u64,
    /// Anchors that nights have left.
    pub anchors: u64,
    /// Editions that have judged.
    #[serde(default)]
    pub editions: u64,
}

/// The SHA-256 of the lines so far, each with its line feed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checksum(Sha256);

impl Checksum {
    pub(crate) fn add(&mut self, line: &[u8]) {
        self.0.update(line);
    }

    pub(crate) fn now(&self) -> [u8; 32] {
        self.0.clone().finalize().into()
    }
}

impl From<PartyRow> for PartyLine {
    fn from(row: PartyRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            name: row.name,
            name_as_given: row.name_as_given,
            identifier: row.identifier,
            salt: row.salt,
            merged_into: row.merged_into,
            last: row.last,
        }
    }
}

impl From<PartyEventRow> for PartyEventLine {
    fn from(row: PartyEventRow) -> Self {
        Self {
            position: row.position,
            party: row.party,
            version: row.version,
            previous: row.previous,
            recorded_at: row.recorded_at,
            actor: row.actor.to_string(),
            event: row.event,
            texts: row.texts.into_iter().map(TextLine::from).collect(),
            hash: row.hash,
        }
    }
}

impl From<PartyEventLine> for PartyEventRow {
    fn from(line: PartyEventLine) -> Self {
        Self {
            position: line.position,
            party: line.party,
            version: line.version,
            previous: line.previous,
            recorded_at: line.recorded_at,
            actor: line.actor.into(),
            event: line.event,
            texts: line.texts.into_iter().map(ClearText::from).collect(),
            hash: line.hash,
        }
    }
}

impl From<ClearText> for TextLine {
    fn from(text: ClearText) -> Self {
        Self {
            salt: text.salt,
            text: text.text,
        }
    }
}

impl From<TextLine> for ClearText {
    fn from(line: TextLine) -> Self {
        Self::new(line.text, line.salt)
    }
}

impl From<PartyLine> for PartyRow {
    fn from(line: PartyLine) -> Self {
        Self {
            id: line.id,
            kind: line.kind,
            name: line.name,
            name_as_given: line.name_as_given,
            identifier: line.identifier,
            salt: line.salt,
            merged_into: line.merged_into,
            last: line.last,
        }
    }
}

impl From<DossierRow> for DossierLine {
    fn from(row: DossierRow) -> Self {
        Self {
            key: row.seq,
            id: row.id,
            regime: row.regime,
            number: row.number,
            file_number: row.file_number,
            province: row.province,
            office_kind: row.office_kind,
        }
    }
}

impl From<DossierLine> for DossierRow {
    fn from(line: DossierLine) -> Self {
        Self {
            seq: line.key,
            id: line.id,
            regime: line.regime,
            number: line.number,
            file_number: line.file_number,
            province: line.province,
            office_kind: line.office_kind,
        }
    }
}

impl From<JournalRow> for EventLine {
    fn from(row: JournalRow) -> Self {
        Self {
            position: row.position,
            dossier: row.dossier,
            version: row.version,
            previous: row.previous,
            effective_on: row.effective_on,
            recorded_at: row.recorded_at,
            actor: row.actor,
            event: row.event,
            texts: row.texts.into_iter().map(TextLine::from).collect(),
            hash: row.hash,
        }
    }
}

impl From<EventLine> for JournalRow {
    fn from(line: EventLine) -> Self {
        Self {
            position: line.position,
            dossier: line.dossier,
            version: line.version,
            previous: line.previous,
            effective_on: line.effective_on,
            recorded_at: line.recorded_at,
            actor: line.actor,
            event: line.event,
            texts: line.texts.into_iter().map(ClearText::from).collect(),
            hash: line.hash,
        }
    }
}

impl From<AskedRow> for AskedLine {
    fn from(row: AskedRow) -> Self {
        Self {
            position: row.position,
            salt: row.salt.and_then(|salt| salt.try_into().ok()),
            text: row.text,
        }
    }
}

impl From<AskedLine> for AskedRow {
    fn from(line: AskedLine) -> Self {
        Self {
            position: line.position,
            text: line.text,
            salt: line.salt.map(Vec::from),
        }
    }
}

impl From<ProposalRow> for ProposalLine {
    fn from(row: ProposalRow) -> Self {
        Self {
            id: row.id,
            revision: row.revision,
            proposed_by: row.proposed_by,
            proposed_at: row.proposed_at,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
        }
    }
}

impl From<ProposalLine> for ProposalRow {
    fn from(line: ProposalLine) -> Self {
        Self {
            id: line.id,
            revision: line.revision,
            proposed_by: line.proposed_by,
            proposed_at: line.proposed_at,
            decided_by: line.decided_by,
            decided_at: line.decided_at,
        }
    }
}

impl From<AnswerRow> for AnswerLine {
    fn from(row: AnswerRow) -> Self {
        Self {
            id: row.id,
            body_hash: row.body_hash,
            answer: row.answer,
            recorded_at: row.recorded_at,
        }
    }
}

impl From<AnswerLine> for AnswerRow {
    fn from(line: AnswerLine) -> Self {
        Self {
            id: line.id,
            body_hash: line.body_hash,
            answer: line.answer,
            recorded_at: line.recorded_at,
        }
    }
}

impl From<parvaneh_store::Anchor> for AnchorLine {
    fn from(row: parvaneh_store::Anchor) -> Self {
        Self {
            events: row.events,
            position: row.position,
            run: row.run,
            as_of: row.as_of,
            recorded_at: row.recorded_at,
            root: row.root,
        }
    }
}

impl From<AnchorLine> for parvaneh_store::Anchor {
    fn from(line: AnchorLine) -> Self {
        Self {
            events: line.events,
            position: line.position,
            run: line.run,
            as_of: line.as_of,
            recorded_at: line.recorded_at,
            root: line.root,
        }
    }
}

impl From<EditionRow> for EditionLine {
    fn from(row: EditionRow) -> Self {
        Self {
            sha256: row.content(),
            id: row.id,
            judged_at: row.judged_at,
            accepted_at: row.accepted_at,
        }
    }
}

impl From<EditionLine> for EditionRow {
    fn from(line: EditionLine) -> Self {
        Self {
            id: line.id,
            sha256: line.sha256.to_vec(),
            judged_at: line.judged_at,
            accepted_at: line.accepted_at,
        }
    }
}

/// Bytes as twice as many small hexadecimal digits.
pub(crate) mod hex {
    use std::fmt::Write;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer, const N: usize>(
        bytes: &[u8; N],
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(2 * N);
        for byte in bytes {
            let _ = write!(text, "{byte:02x}");
        }
        to.serialize_str(&text)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(from)?;
        let digits = text.as_bytes();
        let small = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        if digits.len() != 2 * N || !digits.iter().all(small) {
            let wanted = 2 * N;
            let problem = format_args!("it has {wanted} digits, 0 to 9 and a to f").to_string();
            return Err(D::Error::custom(problem));
        }
        let mut bytes = [0; N];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = str::from_utf8(pair).map_err(D::Error::custom)?;
            *byte = u8::from_str_radix(pair, 16).map_err(D::Error::custom)?;
        }
        Ok(bytes)
    }
}

/// The same of a salt that may not be there.
mod salt {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Salt(#[serde(with = "super::hex")] [u8; 16]);

    pub(super) fn serialize<S: Serializer>(
        salt: &Option<[u8; 16]>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        salt.map(Salt).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<[u8; 16]>, D::Error> {
        let salt = Option::<Salt>::deserialize(from)?;
        Ok(salt.map(|Salt(bytes)| bytes))
    }
}
