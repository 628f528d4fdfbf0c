//! Whether the database has what the steps of the schema make, and nothing that works on it unseen.

use parvaneh_store::{Register, SchemaDifference, Transaction};

use super::verify::{Finding, Verification};
use crate::EngineError;
use crate::number::spelled;

impl Verification {
    /// Adds what is found of the schema; tables of others are worth a note.
    pub(super) async fn schema(&mut self, tx: &Register<Transaction>) -> Result<(), EngineError> {
        for difference in tx.schema_differences(spelled).await? {
            let (among, code, message) = match difference {
                SchemaDifference::Differs(what) => (
                    &mut self.findings,
                    "schema_differs",
                    format!("{what} is not as the steps of the schema make it, or is gone"),
                ),
                SchemaDifference::Foreign(what) => (
                    &mut self.findings,
                    "schema_foreign",
                    format!(
                        "{what} works on a table of the register, and no step of the schema made it"
                    ),
                ),
                SchemaDifference::Beside(what) => (
                    &mut self.notes,
                    SCHEMA_BESIDE,
                    format!("{what} lies beside the register, and no step of the schema made it"),
                ),
                SchemaDifference::NotCompared => (
                    &mut self.notes,
                    "schema_not_compared",
                    "the schema was not compared with its steps: this program was built without SQLite, which makes \
                     them for that; build the crate parvaneh with its feature \"sqlite\""
                        .to_owned(),
                ),
            };
            among.push(Finding {
                number: "schema".to_owned(),
                code,
                message,
            });
        }
        Ok(())
    }
}

/// A table or a view of somebody else.
pub(crate) const SCHEMA_BESIDE: &str = "schema_beside";
