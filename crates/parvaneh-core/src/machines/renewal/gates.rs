//! What bars the confirmation and the grant of a renewal, where the edition says so.

use crate::edition::Gate;
use crate::machines::Context;
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;
use crate::state::renewal::Findings;

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
