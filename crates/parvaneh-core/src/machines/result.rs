//! Events by which a body decides what the working group is sent the result of.

use super::{Event, enforcement, licence, principled_approval, renewal};
use crate::edition::Decided;

impl Event {
    /// What is decided by it, one way or the other; none where nothing is of which anybody is sent the result.
    pub fn decides(&self) -> Option<Decided> {
        if let Self::Licence(licence::Event::Issued { .. })
        | Self::PrincipledApproval(principled_approval::Event::Refused { .. }) = self
        {
            return Some(Decided::Issue);
        }
        if let Self::Renewal(renewal::Event::Granted { .. } | renewal::Event::Refused { .. }) = self
        {
            return Some(Decided::Renewal);
        }
        if let Self::Licence(licence::Event::Revoked { .. })
        | Self::Enforcement(
            enforcement::Event::Sanctioned { .. } | enforcement::Event::Dismissed { .. },
        ) = self
        {
            return Some(Decided::Revocation);
        }
        None
    }
}
