//! What bars the confirmation and the grant of a renewal, where the edition says so.

use serde::{Deserialize, Serialize};

use crate::dossier::{Context, Dossier};
use crate::edition::Gate;
use crate::refusal::{Code, Refusal};

/// What the secretariat found about the office when it laid the request before the working group.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Findings {
    /// Whether the office serves the public.
    pub office_active: bool,
    /// How many violations stand unremedied.
    pub unremedied_violations: u32,
}

/// Refuses where a gate of the edition is shut.
pub(crate) fn pass(
    dossier: &Dossier,
    findings: Findings,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let rule = &context.edition.renewal.gates;
    for gate in &rule.value {
        match gate {
            Gate::NotSuspended => {
                if dossier.licence.is_suspended() {
                    return Err(Refusal::new(Code::Suspended, rule));
                }
            }
            Gate::NoUnremediedViolation => {
                let on_record = dossier.enforcement.unremedied();
                let unremedied = Ord::max(findings.unremedied_violations, on_record);
                if 0 < unremedied {
                    return Err(Refusal::new(Code::ViolationUnremedied, rule)
                        .because("unremedied", unremedied));
                }
            }
            Gate::OfficeActive => {
                if !findings.office_active {
                    return Err(Refusal::new(Code::OfficeInactive, rule));
                }
            }
        }
    }
    Ok(())
}
