//! A register that is followed: its file is all of it, and what it states otherwise since the last time is recorded
//! as what it is.

use super::run::{Found, How};
use super::{Import, ImportError, Imported};
use crate::Engine;
use crate::sweep::AtMost;

/// How another register is followed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Follow {
    /// Say what differs, and write nothing.
    pub dry_run: bool,
    /// The brake: take nothing back if more licences than this have rows that are gone, a percentage being one of
    /// those that the source has stated. None lets all pass.
    pub max_gone: Option<AtMost>,
}

impl Engine {
    /// Follows the register whose file this is, and says of each row what the file and the register have otherwise.
    /// A dry run writes nothing but the rejects.
    pub async fn follow(
        &self,
        import: Import,
        follow: Follow,
        found: impl FnMut(Found<'_>),
    ) -> Result<Imported, ImportError> {
        if import.file.seen.were_rejected() {
            return Err(ImportError::NotWhole {
                path: import.file.path,
            });
        }
        self.take_in(import, How::Followed(follow), found).await
    }
}
