//! A payments desk: a system of its own beside a register of licences.
//!
//! It holds no rule of licensing. It reads what the register says of a licence, opens a fee for
//! each renewal that was granted, and takes payments only where the licence is worth something.

pub mod notices;

use std::collections::BTreeMap;

use parvaneh::core::calendar::{Date, Term};
use parvaneh::core::dossier::Event;
use parvaneh::core::renewal;
use parvaneh::core::standing::Standing;
use parvaneh::{Engine, EngineError};

/// The desk's books: an account a licence, by its number.
#[derive(Debug, Default)]
pub struct Desk {
    accounts: BTreeMap<String, Account>,
}

/// What the desk knows of one licence.
#[derive(Debug, Default)]
pub struct Account {
    /// What is owed, in the order in which it came to be.
    pub fees: Vec<Fee>,
    /// What the licence was worth on the day on which the desk last read of it.
    pub standing: Option<Standing>,
    /// How many events of its history the desk has read.
    read: usize,
}

/// What a renewal costs its holder.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fee {
    /// The term that was granted.
    pub term: Term,
    /// The civil date of the grant.
    pub opened_on: Date,
}

impl Desk {
    /// Reads what the register says of a licence today. Reading again books nothing again.
    pub async fn read(&mut self, engine: &Engine, number: &str) -> Result<&Account, EngineError> {
        let shown = engine.show(number, None).await?;
        let account = self.accounts.entry(number.to_owned()).or_default();
        for (_, dated) in shown.history.iter().skip(account.read) {
            if let Event::Renewal(renewal::Event::Granted { term, .. }) = &dated.event {
                account.fees.push(Fee {
                    term: *term,
                    opened_on: dated.effective_on,
                });
            }
        }
        account.read = shown.history.len();
        account.standing = Some(shown.view.standing);
        Ok(account)
    }
}

impl Account {
    /// Whether payments are taken: while the licence is in force, also where it outlives its term
    /// because a renewal is pending.
    pub fn is_open(&self) -> bool {
        matches!(
            self.standing,
            Some(Standing::InForce | Standing::InForcePendingRenewal)
        )
    }
}
