//! What can go wrong with a register, as opposed to what the law refuses.

use std::error::Error;
use std::path::PathBuf;

use parvaneh_core::calendar::Date;
use parvaneh_core::dossier::Defect;
use parvaneh_core::edition::EditionId;
use parvaneh_core::number::NumberError;
use parvaneh_store::{Address, SchemaState, StoreError};
use uuid::Uuid;

use crate::bounds::TooLarge;
use crate::frozen::OtherContent;
use crate::known_at::NotKnown;
use crate::lease::GoingOn;
use crate::workflows::WorkflowError;

/// What went wrong, as opposed to what the law refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nothing can be said of what was known at a time.
    #[error(transparent)]
    NotKnown(#[from] NotKnown),
    /// The workflows could not be read.
    #[error(transparent)]
    Workflow(#[from] WorkflowError),
    /// An edition has other content than it judged by.
    #[error(transparent)]
    EditionChanged(Box<OtherContent>),
    /// What is recorded would be derived otherwise under an edition's other content.
    #[error(
        "the new content of {edition} cannot be taken: under it {first} would be derived otherwise, \
         and so would {others} more; write it as another edition, in force from a later day"
    )]
    WouldDeriveOtherwise {
        /// The edition.
        edition: EditionId,
        /// The first dossier, and what of it.
        first: String,
        /// How many others.
        others: usize,
    },
    /// Under an edition's other content something that another version recorded comes out otherwise, and
    /// nobody can say whether that is because of the content.
    #[error(
        "the new content of {edition} was not taken: of what another version of this program derived by \
         its own rules, {} dossiers would come out otherwise, the first of them {first}; look at them in \
         `parvaneh migrate --dry-run`, and where they differ for those rules, say so with \
         `--derived-otherwise {}`", others + 1, others + 1
    )]
    MayDeriveOtherwise {
        /// The edition.
        edition: EditionId,
        /// The first dossier.
        first: String,
        /// How many others.
        others: usize,
    },
    /// The database holds no register yet.
    #[error("{url} holds no register yet; make one with `parvaneh migrate` or `parvaneh import`")]
    NoRegister {
        /// Where.
        url: Address,
    },
    /// The database's schema is behind.
    #[error("the register at {url} has an older schema; bring it up with `parvaneh migrate`")]
    SchemaOlder {
        /// Where.
        url: Address,
    },
    /// The database's schema is ahead.
    #[error(
        "the register at {url} has a newer schema ({unknown}); use the parvaneh that migrated it"
    )]
    SchemaNewer {
        /// Where.
        url: Address,
        /// The steps this program does not know.
        unknown: String,
    },
    /// An import of a whole register was cut off.
    #[error(
        "the register at {url} is unfinished: an import into it was cut off or is going on; run \
         `parvaneh import --profile parvaneh` again"
    )]
    Unfinished {
        /// Where.
        url: Address,
    },
    /// A whole register is being imported at this moment.
    #[error("the register at {1} is being made: {0}; try again when it has ended")]
    BeingImported(GoingOn, Address),
    /// No dossier of that number.
    #[error("no licence in the register has the number {0}")]
    NoSuchLicence(String),
    /// The number exists under more than one regime.
    #[error(
        "the number {number} exists under {regimes}; say which regime is meant, by --regime or by the \
         field \"regime\""
    )]
    Ambiguous {
        /// The number.
        number: String,
        /// The regimes, with commas.
        regimes: String,
    },
    /// Several dossiers of one regime have the number, from before it was known for one.
    #[error(
        "the number {number} is the number of several dossiers: {dossiers}; name one by its id, and decide \
         whose it is: a revision that withdraws the opening of the others leaves it to one"
    )]
    NumberShared {
        /// The number.
        number: String,
        /// The dossiers, each by its id and its number as it was given.
        dossiers: String,
    },
    /// It is larger than what enters may be.
    #[error("it is too large: {0}")]
    TooLarge(TooLarge),
    /// A text that is no number.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// A command that opens a dossier names another number in its act than in its address.
    #[error("the command is about {number}, and its act names {issued}; name one number in both")]
    NumbersDiffer {
        /// The command's.
        number: String,
        /// The act's.
        issued: String,
    },
    /// A licence number that another dossier has.
    #[error("the number {0} is another dossier's; issue the licence under a number of its own")]
    NumberTaken(String),
    /// A party that a command brings into a dossier, and that the register does not have.
    #[error("the register has no party {0}; register it first, by a line with \"party\" in it")]
    NoSuchParty(Uuid),
    /// A party that cannot be registered as it is described, or cannot be changed so.
    #[error("a party cannot be registered or changed: {0}")]
    Party(String),
    /// Anchors that the register cannot be held against.
    #[error(
        "the anchors are not of use: {0}; name a file that `parvaneh anchor export` made of this register"
    )]
    Anchors(String),
    /// A text that cannot be blanked, or that is none.
    #[error("{0}")]
    Text(String),
    /// A province that the regime does not know.
    #[error("{regime} knows no province {province:?}; spell it as the regime does")]
    NoSuchProvince {
        /// The province.
        province: String,
        /// The regime.
        regime: String,
    },
    /// A regime nobody has described.
    #[error("no regime is called {0:?}; there are {1}")]
    NoSuchRegime(String, String),
    /// A day that has not come.
    #[error("{day} is in the future: in {zone} it is {today}")]
    Future {
        /// The day asked for.
        day: Date,
        /// The legal today.
        today: Date,
        /// Where.
        zone: String,
    },
    /// The same command id with another body.
    #[error("command {0} was answered before with another body; use a new id")]
    IdReused(Uuid),
    /// A command that names one in whose place it comes, and there is none such.
    #[error(
        "no such command to {1} was refused under {0}: \"again\" names the same command, of the same day"
    )]
    NotRefused(Uuid, String),
    /// A history that contradicts itself.
    #[error("the history of {number} is damaged")]
    Damaged {
        /// Whose.
        number: String,
        /// How.
        #[source]
        defect: Defect,
    },
    /// A stored form that cannot be read.
    #[error("the dossier of {number} cannot be read: {problem}")]
    Unreadable {
        /// Whose.
        number: String,
        /// How.
        problem: String,
    },
    /// An event or answer could not be encoded.
    #[error("a record could not be encoded")]
    Encode(#[source] serde_json::Error),
    /// A snapshot could not be encoded.
    #[error("a snapshot could not be encoded")]
    Snapshot(#[source] Box<dyn Error + Send + Sync>),
    /// Other writers, or a database that went away, kept this command from its answer.
    #[error("the command to {number} was tried as often as is allowed; send it again, with its id")]
    Contended {
        /// Which licence.
        number: String,
        /// What came in its way last.
        #[source]
        source: StoreError,
    },
    /// A worker of a night or an import ended before its time.
    #[error("a worker broke off; what it had written stands, run it again")]
    Worker(#[source] tokio::task::JoinError),
    /// A file could not be read or written.
    #[error("{what} {path} failed")]
    File {
        /// What was attempted.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl EngineError {
    /// What kind of error it is, in a word that stays the same.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(StoreError::Busy { .. }) => "locked",
            Self::Store(StoreError::Unreadable { .. }) | Self::Unreadable { .. } => "unreadable",
            Self::Store(_) => "register",
            Self::NotKnown(_) => "not_known",
            Self::Workflow(_) => "workflow",
            Self::EditionChanged(_) => "edition_changed",
            Self::WouldDeriveOtherwise { .. } => "would_derive_otherwise",
            Self::MayDeriveOtherwise { .. } => "may_derive_otherwise",
            Self::NoRegister { .. } => "no_register",
            Self::SchemaOlder { .. } => "schema_older",
            Self::SchemaNewer { .. } => "schema_newer",
            Self::Unfinished { .. } => "unfinished",
            Self::BeingImported(..) => "being_imported",
            Self::NoSuchLicence(_) => "no_such_licence",
            Self::Ambiguous { .. } => "ambiguous",
            Self::NumberShared { .. } => "number_shared",
            Self::TooLarge(_) => "too_large",
            Self::Number(_) => "no_number",
            Self::NumbersDiffer { .. } => "numbers_differ",
            Self::NumberTaken(_) => "number_taken",
            Self::NoSuchParty(_) => "no_such_party",
            Self::Party(_) => "party",
            Self::Anchors(_) => "anchors",
            Self::Text(_) => "text",
            Self::NoSuchProvince { .. } => "no_such_province",
            Self::NoSuchRegime(..) => "no_such_regime",
            Self::Future { .. } => "future",
            Self::IdReused(_) => "id_reused",
            Self::NotRefused(..) => "not_refused",
            Self::Damaged { .. } => "damaged",
            Self::Encode(_) | Self::Snapshot(_) => "encoding",
            Self::Contended { .. } => "contended",
            Self::Worker(_) => "worker",
            Self::File { .. } => "file",
        }
    }

    /// Of a register whose schema is not this program's.
    pub(crate) fn unfit(state: SchemaState, url: Address) -> Self {
        match state {
            SchemaState::Empty | SchemaState::Current => Self::NoRegister { url },
            SchemaState::Older { .. } => Self::SchemaOlder { url },
            SchemaState::Newer { unknown } => Self::SchemaNewer {
                url,
                unknown: unknown.join(", "),
            },
            SchemaState::Unfinished => Self::Unfinished { url },
        }
    }

    /// Of the dossier of that number, whose history contradicts itself.
    pub(crate) fn damaged(number: &str) -> impl Fn(Defect) -> Self + '_ {
        |defect| Self::Damaged {
            number: number.to_owned(),
            defect,
        }
    }

    /// Of the dossier of that number, of which a stored form cannot be read.
    pub(crate) fn unreadable(number: &str) -> impl Fn(String) -> Self + '_ {
        |problem| Self::Unreadable {
            number: number.to_owned(),
            problem,
        }
    }
}
