//! Steps of a life in words, as many on one day as belong together.

/// A call for one office in Tehran in the whole of Tir 1402, up to its capacity.
pub(crate) const CALL: &str = "
    secretariat call.draft number=C-7 province=تهران district=شمیران seats=1 \
        opens_on=1402-04-01 closes_on=1402-04-31
    working_group call.approve_capacity resolution=carried seats=1 population=50000";
/// It is published, as under 1389.
pub(crate) const PUBLISHED: &str = "secretariat call.publish";
/// An answer to it.
pub(crate) const FILED: &str = "applicant:sara application.file call=C-7 office.kind=rural \
    office.province=تهران applicant=@sara applicant_kind=natural";
/// The application is complete.
pub(crate) const REVIEWED: &str = "secretariat application.begin_review";
/// What the working group and the secretariat want to see.
pub(crate) const CLEARANCES: &str = "
    secretariat application.record paper.name=criminal_record paper.favourable=true
    secretariat application.record paper.name=addiction paper.favourable=true
    secretariat application.record paper.name=tax paper.favourable=true
    secretariat application.record paper.name=bank paper.favourable=true
    secretariat application.record paper.name=social_insurance paper.favourable=true
    secretariat application.record paper.name=police_premises paper.favourable=true
    technical_committee application.record paper.name=premises_report paper.favourable=true";
/// What 1400 wants to see besides.
pub(crate) const VETTED: &str =
    "secretariat application.record paper.name=vetting paper.favourable=true";
/// Every clearance is there.
pub(crate) const CLEARED: &str = "secretariat application.conclude_clearance";
/// The applicant is qualified.
pub(crate) const VOTED: &str = "working_group application.qualify resolution=carried";
/// And approved in principle.
pub(crate) const APPROVED: &str = "working_group principled_approval.issue resolution=carried";
/// The premises are ready, and the file lies before the authority.
pub(crate) const PRESENTED: &str = "
    technical_committee application.record paper.name=equipment_report paper.favourable=true
    technical_committee principled_approval.confirm_premises
    secretariat principled_approval.present";
/// Whoever will run the office is approved, as 1400 wants it.
pub(crate) const POSTS: &str = "
    applicant appointment.propose post=manager person=@nasrin
    secretariat appointment.approve post=manager
    applicant appointment.propose post=deputy person=@kaveh
    secretariat appointment.approve post=deputy";

/// A renewal is filed and under review.
pub(crate) const RENEWAL_FILED: &str = "
    holder renewal.file
    secretariat renewal.begin_review findings.office_active=true findings.unremedied_violations=0";
/// The working group confirms it.
pub(crate) const CONFIRMED: &str = "working_group renewal.confirm resolution=carried";
/// The authority grants it.
pub(crate) const GRANTED: &str = "authority renewal.grant";

/// A transfer to Omid is filed and under review.
pub(crate) const TRANSFER_FILED: &str = "
    holder transfer.file transferee=@omid transferee_kind=natural
    secretariat transfer.begin_review";
/// The first paper of a transfer.
pub(crate) const JOINT_REQUEST: &str =
    "transferee transfer.record paper.name=transfer_joint_request paper.favourable=true";
/// Every stage of a transfer under 1389 but the last.
pub(crate) const PASSED: &str = "
    transferee transfer.record paper.name=transfer_joint_request paper.favourable=true
    secretariat transfer.record paper.name=transferee_vetting paper.favourable=true
    secretariat transfer.record paper.name=transferee_criminal_record paper.favourable=true
    secretariat transfer.record paper.name=transferee_addiction paper.favourable=true
    secretariat transfer.record paper.name=transferee_tax paper.favourable=true
    secretariat transfer.record paper.name=transferee_bank paper.favourable=true
    secretariat transfer.record paper.name=transferee_insurance paper.favourable=true
    secretariat transfer.pass
    secretariat transfer.record paper.name=settlement_agencies paper.favourable=true
    secretariat transfer.record paper.name=settlement_tax paper.favourable=true
    secretariat transfer.record paper.name=settlement_insurance paper.favourable=true
    secretariat transfer.pass";
/// The working group's confirmation and the authority's act.
pub(crate) const REGISTERED: &str = "
    working_group transfer.confirm resolution=carried
    authority transfer.register";

/// The holder's death is recorded, and a manager for the interim qualifies; `{}` is the day.
pub(crate) const DIED: &str = "
    secretariat licence.lapse cause=death occurred_on={} proof=P-4711
    secretariat licence.record paper.name=interim_manager_qualified paper.favourable=true paper.names='[\"@parviz\"]'
    secretariat licence.record paper.name=inheritance_certificate paper.favourable=true paper.of=@holder paper.names='[\"@zahra\"]'";

/// Sanctions, as an argument.
pub(crate) const NOTICE: &str = "sanction=notice";
/// See [`NOTICE`].
pub(crate) const UNTIL_CURED: &str = "sanction.suspension={}";

/// A violation is reported, and the holder heard on the day of the report.
pub(crate) fn heard(violation: &str) -> String {
    format!(
        "inspector enforcement.report violation={violation} facts=seen
         secretariat enforcement.serve_notice
         holder enforcement.defend"
    )
}

/// A whole case up to a sanction of the committee, on one day.
pub(crate) fn sanctioned(violation: &str, sanction: &str) -> String {
    let heard = heard(violation);
    format!("{heard}\n enforcement_committee enforcement.sanction reason=proven {sanction}")
}

/// A whole case up to the revocation, on one day.
pub(crate) const REVOKED: &str = "
    inspector enforcement.report violation=RELOCATED_WITHOUT_CONSENT facts=seen
    secretariat enforcement.serve_notice
    holder enforcement.defend
    enforcement_committee enforcement.propose_revocation reason=proven
    authority enforcement.revoke reason=proven";

/// The violation is seen to be remedied, and the suspension for it lifted.
pub(crate) fn remedied(violation: &str) -> String {
    format!(
        "inspector enforcement.verify_remedy violation={violation}
         enforcement_committee enforcement.lift_suspension reason=remedied"
    )
}

/// The review body takes a decision back.
pub(crate) const OVERTURNED: &str = "appeal_body enforcement.overturn decision=R-7 reason=stated";
