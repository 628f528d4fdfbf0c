//! Whether the database has what the steps of the schema make, and nothing that works on it unseen.

use parvaneh_store::SchemaDifference;

use super::verify::{Finding, Verification};
use crate::number::spelled;
use crate::{Engine, EngineError};

impl Engine {
    /// Adds what is found of the schema; tables of others are worth a note.
    pub(super) async fn verify_schema(
        &self,
        verification: &mut Verification,
    ) -> Result<(), EngineError> {
        for difference in self.store.schema_differences(spelled).await? {
            let (among, code, message) = match difference {
                SchemaDifference::Differs(what) => (
                    &mut verification.findings,
                    "schema_differs",
                    format!("{what} is not as the steps of the schema make it, or is gone"),
                ),
                SchemaDifference::Foreign(what) => (
                    &mut verification.findings,
                    "schema_foreign",
                    format!(
                        "{what} works on a table of the register, and no step of the schema made it"
                    ),
                ),
                SchemaDifference::Beside(what) => (
                    &mut verification.notes,
                    SCHEMA_BESIDE,
                    format!("{what} lies beside the register, and no step of the schema made it"),
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
