### What codes and events are called in English. `words.rs` says how messages are named.

## Standings

standing-not_issued = not issued
standing-in_force = in force
standing-in_force_pending_renewal = in force until the renewal is decided
standing-suspended = suspended
standing-expired = expired
standing-revoked = revoked
standing-surrendered = surrendered
standing-lapsed = lapsed
standing-interim = run for the time being

## Roles

role-applicant = the applicant
role-holder = the holder
role-transferee = the transferee
role-heir = the heir or the liquidator
role-operator = the operator
role-manager = the manager
role-secretariat = the secretariat
role-technical_committee = the technical committee
role-inspector = an inspector
role-service_agency = a service agency
role-enforcement_committee = the enforcement committee
role-working_group = the working group
role-authority = the authority
role-appeal_body = the appeal body
role-court = a court
role-calendar = the calendar

who = { $role } { $id }
who-entered-by = { $who }, entered by { $desk }
authority-of-some-edition = the authority

## What a rule rests on

basis-R = the regulation
basis-F = another public source
basis-D = a default of ours; not law

## The names of machines, states and events

machine-call = call for applicants
machine-application = application
machine-principled_approval = principled approval
machine-licence = licence
machine-renewal = renewal
machine-premises = premises
machine-transfer = transfer
machine-contract = service contract
machine-enforcement = enforcement
machine-appointment = appointment
machine-mismatch = operator and holder differ
machine-coming = what is to come

state-application-None = none
state-application-Submitted = submitted
state-application-Incomplete = incomplete
state-application-Withdrawn = withdrawn
state-application-UnderClearance = under clearance
state-application-Lapsed = lapsed
state-application-Rejected = rejected
state-application-ForSession = for session
state-application-Rejected-objected = rejected, objected
state-application-Rejected-final = rejected, final
state-application-Qualified = qualified
state-application-Reserve = reserve
state-appointment-Vacant = vacant
state-appointment-Proposed = proposed
state-appointment-Approved = approved
state-appointment-Rejected = rejected
state-appointment-Ended = ended
state-appointment-Active = active
state-call-None = none
state-call-Draft = draft
state-call-CapacityApproved = capacity approved
state-call-Cancelled = cancelled
state-call-Published = published
state-call-Open = open
state-call-Closed = closed
state-call-Ranked = ranked
state-call-Concluded = concluded
state-contract-None = none
state-contract-Drafted = drafted
state-contract-Approved = approved
state-contract-Ended = ended
state-contract-Signed = signed
state-contract-SignedByAgency = signed by the agency
state-contract-SignedByHolder = signed by the holder
state-contract-Suspended = suspended
state-enforcement-None = none
state-enforcement-Reported = reported
state-enforcement-Dismissed = dismissed
state-enforcement-NoticeServed = notice served
state-enforcement-Closed = closed
state-enforcement-Heard = heard
state-enforcement-Sanctioned = sanctioned
state-enforcement-RevocationProposed = revocation proposed
state-enforcement-UnderReview = under review
state-enforcement-Revoked = revoked
state-licence-NotIssued = not issued
state-licence-Active = active
state-licence-Active-continued = active, continued
state-licence-Expired = expired
state-licence-Suspended = suspended
state-licence-Revoked = revoked
state-licence-Surrendered = surrendered
state-licence-Lapsed-open = lapsed, open
state-licence-Suspended-continued = suspended, continued
state-licence-Lapsed = lapsed
state-licence-Interim = interim
state-licence-Interim-continued = interim, continued
state-licence-Interim-suspended = interim, suspended
state-licence-Interim-suspended-continued = interim, suspended, continued
state-mismatch-NoMismatch = no mismatch
state-mismatch-OperatorMismatch = operator mismatch
state-mismatch-OperatorMismatch-elapsed = operator mismatch, elapsed
state-mismatch-OperatorMismatch-held = operator mismatch, held
state-coming-NothingToCome = nothing to come
state-coming-ToCome = to come
state-premises-Open = open
state-premises-Open-relocating = open, relocating
state-premises-Closed = closed
state-premises-Closed-relocating = closed, relocating
state-principled_approval-None = none
state-principled_approval-Issued = issued
state-principled_approval-Extended = extended
state-principled_approval-PremisesReady = premises ready
state-principled_approval-Cancelled = cancelled
state-principled_approval-Lapsed = lapsed
state-principled_approval-Withdrawn = withdrawn
state-principled_approval-Presented = presented
state-principled_approval-Fulfilled = fulfilled
state-renewal-NotFiled = not filed
state-renewal-DeadlinePassed = deadline passed
state-renewal-OutOfTime = out of time
state-renewal-Filed = filed
state-renewal-Withdrawn = withdrawn
state-renewal-Incomplete = incomplete
state-renewal-UnderReview = under review
state-renewal-Refused = refused
state-renewal-Confirmed = confirmed
state-renewal-Granted = granted
state-renewal-DeemedWithdrawn = deemed withdrawn
state-transfer-None = none
state-transfer-Filed = filed
state-transfer-Incomplete = incomplete
state-transfer-Withdrawn = withdrawn
state-transfer-Abandoned = abandoned
state-transfer-TransfereeCheck = transferee check
state-transfer-Refused = refused
state-transfer-Settlement = settlement
state-transfer-UnderReview = under review
state-transfer-Confirmed = confirmed
state-transfer-Registered = registered

name-application-filed = filed
name-application-deficiency_noted = deficiency noted
name-application-withdrawn = withdrawn
name-application-advanced = advanced
name-application-recorded = recorded
name-application-cured = cured
name-application-lapsed = lapsed
name-application-rejected = rejected
name-application-rejected_by_silence = rejected by silence
name-application-objected = objected
name-application-objection_elapsed = objection elapsed
name-application-qualified = qualified
name-application-reserved = reserved
name-application-objection_upheld = objection upheld
name-application-objection_upheld_by_silence = objection upheld by silence
name-application-objection_dismissed = objection dismissed
name-application-objection_dismissed_by_silence = objection dismissed by silence
name-appointment-proposed = proposed
name-appointment-approved = approved
name-appointment-approved_by_silence = approved by silence
name-appointment-rejected = rejected
name-appointment-rejected_by_silence = rejected by silence
name-appointment-lapsed = lapsed
name-appointment-begun = begun
name-appointment-ended = ended
name-appointment-vacancy_elapsed = vacancy elapsed
name-appointment-mismatch_recorded = mismatch recorded
name-appointment-mismatch_settled = mismatch settled
name-appointment-mismatch_held = time held
name-appointment-mismatch_runs_on = time runs on
name-appointment-mismatch_elapsed = mismatch elapsed
name-coming-decided = decided for a later day
name-coming-taken_back = taken back
name-coming-came_to_nothing = came to nothing
name-call-drafted = drafted
name-call-capacity_approved = capacity approved
name-call-cancelled = cancelled
name-call-published = published
name-call-opened = opened
name-call-extended = extended
name-call-closed = closed
name-call-ranked = ranked
name-call-reserve_list_ended = reserve list ended
name-call-concluded = concluded
name-contract-drafted = drafted
name-contract-approved = approved
name-contract-approved_by_silence = approved by silence
name-contract-terminated = terminated
name-contract-ended = ended
name-contract-signed = signed
name-contract-one_signed = one signed
name-contract-suspended = suspended
name-contract-resumed = resumed
name-enforcement-reported = reported
name-enforcement-dismissed = dismissed
name-enforcement-notice_served = notice served
name-enforcement-urgently_suspended = urgently suspended
name-enforcement-urgent_suspension_confirmed = urgent suspension confirmed
name-enforcement-remedy_verified = remedy verified
name-enforcement-closed = closed
name-enforcement-defended = defended
name-enforcement-hearing_elapsed = hearing elapsed
name-enforcement-overturned = overturned
name-enforcement-sanctioned = sanctioned
name-enforcement-revocation_proposed = revocation proposed
name-enforcement-objected = objected
name-enforcement-revoked = revoked
name-enforcement-upheld = upheld
name-enforcement-upheld_by_silence = upheld by silence
name-licence-issued = issued
name-licence-opened = opened
name-licence-continued = continued
name-licence-extended = moved by a general act
name-licence-expired = expired
name-licence-suspended = suspended
name-licence-revoked = revoked
name-licence-surrendered = surrendered
name-licence-lapsed = lapsed
name-licence-reinstated = reinstated
name-licence-suspension_lifted = suspension lifted
name-licence-notice_elapsed = notice elapsed
name-licence-interim_begun = interim begun
name-licence-recorded = recorded
name-licence-premises_recorded = premises recorded
name-licence-interim_ended = interim ended
name-licence-relocation_requested = relocation requested
name-licence-closure_permitted = closure permitted
name-licence-counter_permitted = counter permitted
name-licence-relocated = relocated
name-licence-relocated_by_silence = relocated by silence
name-licence-relocation_refused = relocation refused
name-licence-relocation_refused_by_silence = relocation refused by silence
name-licence-reopened = reopened
name-licence-closure_ended = closure ended
name-principled_approval-issued = issued
name-principled_approval-extended = extended
name-principled_approval-stayed = stayed
name-principled_approval-premises_confirmed = premises confirmed
name-principled_approval-notice_served = notice served
name-principled_approval-defended = defended
name-principled_approval-cancelled = cancelled
name-principled_approval-lapsed = lapsed
name-principled_approval-withdrawn = withdrawn
name-principled_approval-presented = presented
name-principled_approval-returned = returned
name-principled_approval-refused = refused
name-principled_approval-refused_by_silence = refused by silence
name-principled_approval-fulfilled = fulfilled
name-renewal-reminder_due = reminder due
name-renewal-deadline_passed = deadline passed
name-renewal-filed = filed
name-renewal-lateness_excused = lateness excused
name-renewal-withdrawn = withdrawn
name-renewal-deficiency_noted = deficiency noted
name-renewal-recorded = recorded
name-renewal-review_begun = review begun
name-renewal-cured = cured
name-renewal-cure_elapsed = cure elapsed
name-renewal-refused = refused
name-renewal-refused_by_silence = refused by silence
name-renewal-confirmed = confirmed
name-renewal-granted = granted
name-renewal-time_given = time given
name-transfer-filed = filed
name-transfer-deficiency_noted = deficiency noted
name-transfer-recorded = recorded
name-transfer-withdrawn = withdrawn
name-transfer-abandoned = abandoned
name-transfer-ended_with_licence = ended with licence
name-transfer-review_begun = review begun
name-transfer-cured = cured
name-transfer-cure_elapsed = cure elapsed
name-transfer-refused = refused
name-transfer-refused_by_silence = refused by silence
name-transfer-stage_passed = stage passed
name-transfer-confirmed = confirmed
name-transfer-registered = registered
name-transfer-registered_by_silence = registered by silence

## Charts

chart-title = { $machine } under { $edition }
chart-by-people = people
chart-by-calendar = the calendar
chart-by-register = another register
chart-legend = Double frame: an end. Within a frame: what leaves the state as it is. R: the regulation; F: another public source; D: a default of ours.
chart-from = from
chart-to = to
chart-event = event
chart-by = by
chart-rests-on = rests on

## The names of what has a code

post-operator = operator
post-manager = manager
post-deputy = deputy

stage-clearance = clearance
stage-session = session of the working group
stage-transferee_check = check of the transferee
stage-settlement = settlement

seat-governor_general = governor-general or plenipotentiary
seat-ministry = representative of the Ministry
seat-trade_association = representative of the trade association
seat-ict_director_general = director-general of ICT
seat-management_and_planning = head of management and planning
seat-governorate_it = head of the governorate's IT

violation-RELOCATED_WITHOUT_CONSENT = moving the office without consent
violation-INACTIVE = leaving the office inactive
violation-CLOSED_WITHOUT_PERMISSION = closing without permission
violation-HOLDER_ABSENT = the holder's absence from the office
violation-SIGN_OR_EQUIPMENT = sign or equipment other than required
violation-TARIFF_EXCEEDED = charging more than the tariff
violation-TARIFF_NOT_POSTED = not posting the tariff
violation-UNAPPROVED_SEAL = using an unapproved seal
violation-OUTSIDE_LICENCE_SERVICES = services outside the licence
violation-NEVER_STARTED = never taking the office into use
violation-HANDED_OVER = handing the office over
violation-DOCUMENT_OR_SECRECY = not keeping documents or secrecy
violation-OBSTRUCTING_INSPECTION = obstructing an inspection
violation-HOURS = not keeping the hours
violation-NO_INSTRUCTION_COPY = having no copy of the instructions
violation-DECORUM = not keeping decorum

paper-criminal_record = inquiry on criminal record
paper-addiction = inquiry on addiction
paper-tax = inquiry on tax
paper-bank = inquiry at the bank
paper-social_insurance = inquiry on social insurance
paper-police_premises = inquiry at the police premises office
paper-premises_report = technical committee's report on the premises
paper-equipment_report = technical committee's report that premises and equipment are ready
paper-vetting = vetting of the applicant
paper-holder_vetting = vetting of the holder
paper-inheritance_certificate = certificate of inheritance
paper-liquidator_appointment = appointment of the liquidator
paper-power_of_attorney = power of attorney
paper-written_request = written request
paper-written_consent = written consent
paper-hearing_minutes = minutes of the hearing
paper-transfer_joint_request = joint request for transfer
paper-transferee_vetting = security vetting of the transferee
paper-transferee_criminal_record = inquiry on the transferee's criminal record
paper-transferee_addiction = inquiry on addiction of the transferee
paper-transferee_tax = inquiry on the transferee's tax
paper-transferee_bank = inquiry on the transferee at the bank
paper-transferee_insurance = inquiry on the transferee's social insurance
paper-settlement_agencies = settlement certificates of the service agencies
paper-settlement_tax = settlement certificate of tax
paper-settlement_insurance = settlement certificate of insurance
paper-relocation_premises_report = technical committee's report on the new premises
paper-relocation_police_premises = inquiry at the police premises office on the new premises
paper-interim_manager_qualified = certificate that the interim manager qualifies

## The frame of an explanation

or = { " or " }
and-also = { ", " }
day-and-time = { $day } { $clock }
explain-heading = { $number } on { $day }: { $standing }
explain-step = { $day }: { $event }
explain-step-unrecorded = { $day }: { $event } (by the calendar; no night has recorded it yet)
explain-by-and-rests-on = by { $by }; { $article } [{ $basis }]
explain-rests-on = { $article } [{ $basis }]
explain-standing = from then on { $standing }
explain-entered = entered on { $day } by { $by }
explain-came-with = came with the revision of { $day }
explain-restated = stood before the revision of { $day }, and stands after it
explain-revised-late = Revised on { $day } by { $by }: an act was entered after its day, and what came after it was told anew.
explain-revised-decree = Revised on { $day } by { $by }: the register had learnt of the general act { $decree }, which holds from an earlier day.
explain-revised-anew = Revised on { $day } by { $by }: another register states otherwise what it had stated itself.
explain-revised-decided = Revised on { $day } by { $by }: { $reason }. It rests on { $rests_on }.
explain-revised-proposed = Revised on { $day } by { $by }, as { $proposed_by } had proposed: { $reason }. It rests on { $rests_on }.
explain-stood-before = before that there stood: { $day }: { $event }
known-at-day = As known at the end of { $day }
known-at-time = As known at { $time }
known-at-position = As known at position { $position } of the journal
known-at-anchor = As known at the anchor { $name }
explain-next = Next, if nobody does anything: { $event }
explain-coming = To come: { $event }

## The list of what may be done

actions-now = What may be done on { $day }:
actions-later = What will be possible, if nobody does anything until then:
actions-rest = What may not be done:
actions-nothing = nothing
actions-others = { $count } others may not be done; { $option } says why.
actions-command = what
actions-by = by
actions-why-not = why not
actions-earliest = from
actions-already-so = it is already so
actions-papers = { $command } ({ $kind }): { $papers }
decision-application = on the application
decision-objection = on the objection to the rejection
decision-issue = on the issue of the licence
decision-renewal = on the renewal
decision-transfer = on the transfer
decision-registration = on the registration of the transfer
decision-relocation = on the move of the office
decision-review = on the objection in the case
decision-appointment = on the person proposed as { $post }
decision-contract = on the contract with { $agency }
decision-awaited = { $means ->
    [granted] If { $role } has not decided { $decision } by { $day }, the last day, silence grants it, once nothing else stands in the way
    [refused] If { $role } has not decided { $decision } by { $day }, the last day, silence refuses it
   *[none] By { $day }, the last day, { $role } is to decide { $decision }; that the day passes means nothing
}
paper_kind-document = a document
paper_kind-clearance = a clearance
paper_kind-report = a report
paper_kind-certificate = a certificate

## Commands

command-licence-issue = issue the licence
command-licence-surrender = give the licence up
command-renewal-file = request renewal
command-renewal-note_deficiency = list what the request for renewal lacks
command-renewal-cure = supply what the request for renewal lacked
command-renewal-begin_review = lay the request for renewal before the working group
command-renewal-excuse_lateness = excuse a late request for renewal
command-renewal-confirm = confirm the renewal
command-renewal-refuse = refuse the renewal
command-renewal-grant = renew the licence
command-renewal-withdraw = take the request for renewal back
command-call-draft = draft a call
command-call-approve_capacity = approve the capacity of the call
command-call-publish = publish the call
command-call-extend = extend the call
command-call-rank = rank the applicants
command-call-conclude = conclude the call
command-call-cancel = cancel the call
command-application-file = file an application
command-application-record = put a paper on the application's file
command-application-note_deficiency = list what the application lacks
command-application-cure = supply what the application lacked
command-application-begin_review = begin to look into the application
command-application-conclude_clearance = conclude the clearance inquiries
command-application-qualify = find the applicant qualified
command-application-reserve = put the applicant on the reserve list
command-application-reject = reject the application
command-application-object = object to the rejection
command-application-uphold_objection = uphold the objection
command-application-dismiss_objection = dismiss the objection
command-application-withdraw = take the application back
command-principled_approval-issue = give principled approval
command-principled_approval-extend = extend principled approval
command-principled_approval-stay = stay principled approval for force majeure
command-principled_approval-confirm_premises = confirm the premises
command-principled_approval-present = present the applicant to the authority
command-principled_approval-return = return the file with reasons
command-principled_approval-refuse = refuse to issue
command-principled_approval-withdraw = give principled approval up
command-principled_approval-serve_notice = serve notice that principled approval may be cancelled
command-principled_approval-defend = be heard on the cancellation of principled approval
command-principled_approval-cancel = cancel principled approval
command-licence-reinstate = reinstate the licence
command-licence-lapse = record the holder's death or dissolution
command-licence-give_notice = give notice as an heir or a liquidator
command-licence-record = put a paper on the licence's file
command-licence-request_relocation = request a move
command-licence-record_premises = record where the office is
command-licence-relocate = let the office move
command-licence-refuse_relocation = refuse the move
command-licence-permit_closure = permit a temporary closure
command-licence-reopen = reopen the office
command-licence-permit_counter = permit a temporary counter
command-renewal-record = put a paper on the renewal's file
command-transfer-file = request transfer
command-transfer-record = put a paper on the transfer's file
command-transfer-note_deficiency = list what the request for transfer lacks
command-transfer-cure = supply what the request for transfer lacked
command-transfer-begin_review = begin to look into the transfer
command-transfer-pass = pass a stage of the transfer
command-transfer-confirm = confirm the transfer
command-transfer-refuse = refuse the transfer
command-transfer-register = register the transfer
command-transfer-withdraw = take the request for transfer back
command-enforcement-report = report a violation
command-enforcement-dismiss = dismiss the case
command-enforcement-serve_notice = serve notice
command-enforcement-defend = be heard
command-enforcement-sanction = impose a sanction
command-enforcement-propose_revocation = propose revocation
command-enforcement-revoke = revoke the licence
command-enforcement-urgently_suspend = suspend the licence at once
command-enforcement-confirm_urgent_suspension = confirm the urgent suspension
command-enforcement-lift_suspension = lift the suspension
command-enforcement-verify_remedy = see that a violation is remedied
command-enforcement-object = object to the decision
command-enforcement-uphold = uphold the decision
command-enforcement-overturn = overturn the decision
command-appointment-propose = propose somebody for a post
command-appointment-approve = approve the person proposed
command-appointment-reject = reject the person proposed
command-appointment-consent = consent and begin
command-appointment-end = end an appointment
command-appointment-record_mismatch = record that operator and holder differ
command-appointment-settle = settle that operator and holder differ
command-contract-draft = draft a contract with a service agency
command-contract-approve = approve the contract
command-contract-sign = sign the contract
command-contract-terminate = terminate the contract
command-coming-take_back = take back what was decided for a later day

## Events

event-licence-opened = another register states a term from { $term-from } through { $term-through }
event-licence-issued = the licence was issued, from { $term-from } through { $term-through }
event-licence-suspended = the licence was suspended
event-licence-suspension_lifted = the suspension was lifted
event-licence-revoked = the licence was revoked
event-licence-surrendered = the licence was given up
event-licence-continued = the term ended on { $through }; the licence goes on { $until ->
    [none] until the renewal is decided
   *[other] until { $until }, the last day to request renewal
}
event-licence-extended = by the general act of { $made_on }, { $through ->
    [none] { "" }
   *[other] the term runs through { $through }
}{ $renewal_due ->
    [none] { "" }
   *[other] { $through ->
        [none] { "" }
       *[other] { " and " }
    }the last day to request renewal is { $renewal_due }
}
event-licence-expired = the licence ended with its term, which ran through { $through }
event-renewal-reminder_due = reminder no. { $rung } of the last day to request renewal, { $renewal_due }
event-renewal-deadline_passed = the last day to request renewal, { $renewal_due }, passed without a request
event-renewal-filed = renewal was requested, { $request-timeliness ->
    [late] late
   *[timely] in time
}
event-renewal-deficiency_noted = the request for renewal was found wanting, to be cured by { $cure_by }: { $missing }
event-renewal-cured = what the request for renewal lacked was supplied
event-renewal-cure_elapsed = what the request for renewal lacked was not supplied by { $cure_by }
event-renewal-review_begun = the request for renewal was laid before the working group
event-renewal-lateness_excused = { $after ->
    [none] the late request for renewal was excused: { $reason }
   *[other] the request for renewal was accepted after the term had ended on { $after }: { $reason }
}
event-renewal-confirmed = the working group confirmed the renewal
event-renewal-refused = the renewal was refused: { $reason }
event-renewal-refused_by_silence = the renewal was refused by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-renewal-granted = the licence was renewed, from { $term-from } through { $term-through }
event-renewal-withdrawn = the request for renewal was taken back
event-renewal-time_given = the next renewal could not be requested in time, and can be requested until { $until }
event-call-drafted = a call for { $draft-seats } offices in { $draft-district } was drafted, open from { $draft-opens_on } through { $draft-closes_on }
event-call-capacity_approved = the working group approved the capacity
event-call-published = the call was published
event-call-opened = the call opened
event-call-extended = the call was extended
event-call-closed = the call closed; its reserve list is valid through { $reserve_through }
event-call-ranked = the applicants were ranked
event-call-concluded = the call was concluded
event-call-reserve_list_ended = the reserve list ended
event-call-cancelled = the call was cancelled: { $reason }
event-application-filed = an application was filed for an office in { $filing-office-province }
event-application-recorded = { $paper-name } was put on file, { $paper-favourable ->
    [yes] in favour
   *[no] against
}
event-application-deficiency_noted = the application was found wanting, to be cured by { $cure_by }: { $missing }
event-application-cured = what the application lacked was supplied
event-application-advanced = the application went on to the next stage
event-application-qualified = the applicant was found qualified
event-application-reserved = the applicant was put on the reserve list
event-application-rejected = the application was rejected: { $unmet }
event-application-rejected_by_silence = the application was rejected by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided; the applicant can object through { $objection_by }
event-application-objected = the applicant objected: { $grounds }
event-application-objection_upheld = the objection was upheld: { $reason }
event-application-objection_upheld_by_silence = the objection was upheld by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-application-objection_dismissed = the objection was dismissed: { $reason }
event-application-objection_dismissed_by_silence = the objection was dismissed by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-application-objection_elapsed = the time to object passed
event-application-withdrawn = the application was taken back
event-application-lapsed = the application lapsed, { $because ->
    [not_cured] because what it lacked was not supplied
    [approval_ended] with its principled approval
    [licence_ended] with the licence
   *[reserve_list_ended] with the reserve list
}
event-principled_approval-issued = principled approval was given, through { $through }
event-principled_approval-extended = principled approval was extended, through { $through }
event-principled_approval-stayed = principled approval was stayed for force majeure
event-principled_approval-premises_confirmed = the premises were confirmed
event-principled_approval-presented = the qualified applicant was presented to the authority
event-principled_approval-returned = the authority returned the file: { $reason }
event-principled_approval-refused = the authority refused to issue: { $reason }
event-principled_approval-refused_by_silence = the issue of the licence was refused by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-principled_approval-fulfilled = principled approval was fulfilled by issue
event-principled_approval-lapsed = principled approval lapsed; its last day was { $through }
event-principled_approval-withdrawn = principled approval was given up
event-principled_approval-notice_served = notice was served on { $served_on } that principled approval may be cancelled; the applicant can be heard through { $defend_by }
event-principled_approval-defended = the applicant was heard
event-principled_approval-cancelled = principled approval was cancelled: { $measure-reason }
event-licence-recorded = { $paper-name } was put on file, { $paper-favourable ->
    [yes] in favour
   *[no] against
}
event-licence-premises_recorded = the office was recorded to be in { $at-town }
event-licence-reinstated = the licence was reinstated by { $decision }: { $reason }
event-licence-lapsed = the licence lapsed by { $end-cause ->
    [death] the death
   *[dissolution] the dissolution
} of its holder on { $end-occurred_on }
event-licence-notice_elapsed = nobody asked to run the office for the time being by { $through }
event-licence-interim_begun = the office is run for the time being, through { $until }
event-licence-interim_ended = the time for which the office was run, through { $until }, ended without a transfer
event-licence-relocation_requested = a move to { $to-town } was requested
event-licence-relocation_refused = the move was refused: { $reason }
event-licence-relocation_refused_by_silence = the move was refused by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-licence-relocated = the office moved within { $to-town }
event-licence-relocated_by_silence = the office moved within { $to-town } by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-licence-closure_permitted = the office may be closed from { $days-from } through { $days-through }
event-licence-closure_ended = the permitted closure ended on { $through }
event-licence-reopened = the office reopened
event-licence-counter_permitted = a temporary counter may stand in { $at-town } from { $days-from } through { $days-through }
event-renewal-recorded = { $paper-name } was put on file, { $paper-favourable ->
    [yes] in favour
   *[no] against
}
event-transfer-filed = transfer of the licence was requested
event-transfer-recorded = { $paper-name } was put on file, { $paper-favourable ->
    [yes] in favour
   *[no] against
}
event-transfer-deficiency_noted = the request for transfer was found wanting, to be cured by { $cure_by }: { $missing }
event-transfer-cured = what the request for transfer lacked was supplied
event-transfer-cure_elapsed = what the request for transfer lacked was not supplied by { $cure_by }
event-transfer-review_begun = the request for transfer is being looked into
event-transfer-stage_passed = a stage of the transfer was passed: { $stage }
event-transfer-confirmed = the working group confirmed the transfer
event-transfer-refused = the transfer was refused: { $unmet }
event-transfer-refused_by_silence = the transfer was refused by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-transfer-registered = the licence passed to its new holder, with the term that runs through { $through }
event-transfer-registered_by_silence = the licence passed to its new holder, with the term that runs through { $through }, by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-transfer-withdrawn = the request for transfer was taken back
event-transfer-abandoned = the transfer was abandoned; it could be completed through { $open_through }
event-transfer-ended_with_licence = the transfer ended with the licence
event-enforcement-reported = a violation was reported, { $violation }: { $facts }
event-enforcement-dismissed = the case was dismissed: { $reason }
event-enforcement-notice_served = notice was served on { $served_on }; the holder can be heard through { $defend_by }
event-enforcement-defended = the holder was heard
event-enforcement-hearing_elapsed = the holder could be heard through { $defend_by }, and let the time pass
event-enforcement-sanctioned = for a violation, { $violation }, occurrence { $occurrence }, a sanction was decided, { $sanction ->
    [notice] a notice
    [written_warning] a written warning
    [service_cutoff] services are cut off through { $sanction-service_cutoff-through }
   *[suspension] suspension of the licence{ $sanction-suspension-from ->
        [none] { "" }
       *[day] { "" } from { $sanction-suspension-from }
    }{ $sanction-suspension-through ->
        [none] { "" }, until the violation is remedied
       *[day] { "" } through { $sanction-suspension-through }
    }
}: { $reason }
event-enforcement-revocation_proposed = revocation was proposed for a violation, { $violation }, occurrence { $occurrence }: { $reason }
event-enforcement-revoked = revocation was decided: { $reason }; the holder can object through { $objection_by }
event-enforcement-urgently_suspended = the licence is to be suspended at once, through { $through }: { $reason }
event-enforcement-urgent_suspension_confirmed = the urgent suspension was confirmed, through { $through }: { $reason }
event-enforcement-remedy_verified = a violation was seen to be remedied, { $violation }
event-enforcement-objected = the holder objected: { $reason }
event-enforcement-upheld = the decision was upheld: { $reason }{ $court_by ->
    [none] { "" }
   *[day] ; a court can be asked through { $court_by }
}
event-enforcement-upheld_by_silence = the decision was upheld by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided; a court can be asked through { $court_by }
event-enforcement-overturned = the decision was overturned by { $decision }: { $reason }
event-enforcement-closed = the case closed, { $because ->
    [licence_ended] with the licence
   *[objection_elapsed] after the time to object
}
event-appointment-proposed = somebody was proposed as { $post }
event-appointment-approved = the person proposed was approved as { $post }
event-appointment-approved_by_silence = the person proposed was approved as { $post } by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-appointment-rejected = the person proposed was rejected: { $reason }
event-appointment-rejected_by_silence = the person proposed was rejected as { $post } by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-appointment-begun = the person approved began as { $post }
event-appointment-ended = the appointment ended of the { $post }
event-appointment-lapsed = the appointment ended with the licence, or the application for it, of the { $post }
event-appointment-vacancy_elapsed = nobody was proposed by { $propose_by } as { $post }
event-appointment-mismatch_recorded = operator and holder differ: { $facts }; to be settled by { $settle_by }
event-appointment-mismatch_settled = that operator and holder differed was settled, { $how ->
    [resumed] the holder runs the office again
    [approved_as_deputy] the operator was approved as deputy
    [approved] whoever runs the office was approved for that
    [passed_on] the licence passed to whoever runs the office
    [interim] whoever runs the office goes on with it in the interim
   *[transfer_filed] transfer was requested
}
event-appointment-mismatch_held = the licence is asked to pass to whoever runs the office, and the time to settle that does not run
event-appointment-mismatch_runs_on = that the licence passes to whoever runs the office came to nothing; to be settled by { $settle_by }
event-appointment-mismatch_elapsed = that operator and holder differ was not settled by { $settle_by }
event-contract-drafted = a contract with { $agency } was drafted
event-contract-approved = the working group approved the contract with { $agency }
event-contract-approved_by_silence = the contract with { $agency } was approved by silence: what was asked for on { $silence-since } was to be decided by { $silence-decide_by }, and { $silence-owed_by } had not decided
event-contract-one_signed = the contract with { $agency } was signed { $by ->
    [agency] by the agency
   *[holder] by the holder
}; it stands once both have signed
event-contract-signed = the contract with { $agency } was signed
event-contract-suspended = the contract with { $agency } is suspended, for the licence gives no leave to serve
event-contract-resumed = the contract with { $agency } goes on
event-contract-ended = the contract with { $agency } ended with the licence
event-contract-terminated = the contract with { $agency } was terminated: { $reason }
event-coming-decided = { $act ->
    [surrender] the surrender was stated
    [suspension] the suspension was decided
    [revocation] the revocation was decided
    [registration] the registration of the transfer was decided
   *[relocation] the relocation was decided
} and holds from { $from }
event-coming-taken_back = { $what ->
    [surrender] the surrender
    [suspension] the suspension
    [revocation] the revocation
    [registration] the registration of the transfer
   *[relocation] the relocation
} that was to hold from { $from } was taken back: { $reason }
event-coming-came_to_nothing = { $what ->
    [surrender] the surrender
    [suspension] the suspension
    [revocation] the revocation
    [registration] the registration of the transfer
   *[relocation] the relocation
} that was to hold from { $from } came to nothing: { $refusal }

## What is said of the history itself

event-dossier-already_so = it was so already
event-dossier-revised = { $because ->
    [entered_late] an act was entered after others of a later day
    [stated_anew] another register states otherwise what it had stated itself
   *[other] { $because-decree-decree ->
        [none] what was recorded wrongly was put right, after { $because-decided-rests_on }: { $because-decided-reason }
       *[decree] the register had learnt of a general act that holds from an earlier day
    }
}; what came after entry no. { $keeps } is stated anew
event-dossier-blanked = texts that somebody wrote were blanked: { $because }

## Notices: what a person is told, with what it means for them

notice-head = Notice
notice-from = From: { $value }
notice-from-working-group = { $secretariat }, { $province }
notice-to = To: { $value }
notice-to-as = To: { $value }, { $as }
notice-as-former_holder = the former holder
notice-as-new_holder = the new holder
notice-as-heir = the heir of the holder
notice-as-liquidator = the liquidator of the holder
notice-as-proposed = proposed as { $post }
notice-licence = Licence: { $value }
notice-file = File: { $value }
notice-to-province = { $value }, { $province }
notice-result = The working group is sent the result by: { $article } [{ $basis }]
notice-result-said = The result: { $text }.
notice-province = Province: { $value }
notice-day = Day: { $value }
notice-rests-on = It rests on: { $article } [{ $basis }]
notice-day-rests-on = On { $day }: { $article } [{ $basis }]
day-term = the term
day-renewal_due = the last day to request renewal
day-objection_by = the last day to object
day-court_by = the last day to ask a court
day-silence = the last day to decide
day-through = the last day
day-propose_by = the last day to propose another
day-notice_through = the last day for the notice
notice-reference = Reference: { $value }
notice-heirs = the heirs of { $name }
notice-nameless = the party { $id }
notice-withdrawn = What notice { $reference } told you of { $day } does not stand any more: the register was put right. The notice said: “{ $text }”
notice-application-deficiency_noted = Your application lacks: { $missing }. Supply it by { $cure_by }, the last day; after that the application lapses.
notice-application-qualified = You were found qualified.
notice-application-reserved = No seat of the call was left, and you are on the reserve list through { $through }. If a seat becomes free until then, you are told.
notice-application-rejected = Your application was rejected: { $unmet }. You may object through { $objection_by }, the last day.
notice-application-rejected_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as a rejection of the application. The applicant may object through { $objection_by }, the last day.
notice-application-objection_upheld = Your objection was upheld: { $reason }. The working group decides on your application again.
notice-application-objection_upheld_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as upholding the objection. The working group decides on the application again.
notice-application-objection_dismissed = Your objection was dismissed: { $reason }. The rejection stands.
notice-application-objection_dismissed_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as dismissing the objection. The rejection stands.
notice-application-objection_elapsed = The time to object has passed. The rejection stands.
notice-application-lapsed = Your application has lapsed, { $because ->
    [not_cured] because what it lacked was not supplied in time
    [approval_ended] because the principled approval ended without a licence
   *[reserve_list_ended] because no seat became free while the reserve list was valid
}.
notice-principled_approval-issued = You have principled approval through { $through }, the last day. Premises and equipment are to be ready by then; after that the approval lapses.
notice-principled_approval-extended = Your principled approval was extended through { $through }, the last day.
notice-principled_approval-stayed = Your principled approval does not lapse through { $through }, the last day: { $reason }.
notice-principled_approval-returned = The authority sent your file back: { $reason }. The principled approval runs through { $through }, the last day.
notice-principled_approval-refused = The authority refused to issue the licence: { $reason }.
notice-principled_approval-refused_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as a refusal to issue the licence.
notice-principled_approval-notice_served = Your principled approval may be cancelled. Notice was served on { $served_on }. You can be heard through { $defend_by }, the last day; after that it is decided without you.
notice-principled_approval-cancelled = Your principled approval was cancelled: { $measure-reason }.
notice-principled_approval-lapsed = Your principled approval has lapsed; its last day was { $through }.
notice-licence-issued = Your licence was issued. It is valid from { $term-from } through { $term-through }, the last day. { $renewal_due ->
    [none] { "" }
   *[day] Renewal is to be requested by { $renewal_due }, the last day.
}
notice-licence-suspended = Your licence is suspended. Until the suspension is lifted the office may not serve the public.{ $measure-reason ->
    [none] { "" }
   *[reason] { " " }The reason: { $measure-reason }.
}
notice-licence-suspension_lifted = The suspension of your licence was lifted: { $reason }. The office may serve the public again while the licence is valid.
notice-licence-suspension_lifted-ended = The suspension of the licence was lifted: { $reason }. The licence has lapsed all the same, and the office may not serve the public.
notice-licence-revoked = Your licence was revoked. The office may not serve the public any more.{ $measure-reason ->
    [none] { "" }
   *[reason] { " " }The reason: { $measure-reason }.
}
notice-licence-reinstated = Your licence was reinstated by the decision { $decision }: { $reason }. It is valid from { $term-from } through { $term-through }, the last day.
notice-licence-continued = The term of your licence ended on { $through }. { $until ->
    [none] The licence stays valid until the renewal that you requested is decided.
   *[other] You can request renewal until { $until }, the last day, and the licence stays valid until then.
}
notice-licence-extended = A general act of { $made_on } applies to your licence.{ $through ->
    [none] { "" }
   *[other] { " " }It is valid through { $through }, the last day of its term from now on.
}{ $renewal_due ->
    [none] { "" }
   *[other] { " " }The last day to request renewal is { $renewal_due } from now on.
}
notice-licence-expired = Your licence has expired. The last day of its term was { $through }. The office may not serve the public any more.
notice-licence-lapsed = The licence lapsed by the { $end-cause ->
    [death] death
   *[dissolution] dissolution
} of its holder on { $end-occurred_on }.{ $notice_through ->
    [none] { "" }
   *[day] { " " }{ $end-cause ->
        [death] An heir
       *[dissolution] A liquidator
    } who wants to run the office for the time being is to give notice by { $notice_through }, the last day.
}
notice-licence-notice_elapsed = Nobody asked to run the office for the time being by { $through }. The licence has ended.
notice-licence-interim_begun = The office may be run for the time being, through { $until }, the last day. By then the licence is to pass to a new holder.
notice-licence-interim_ended = The time for which the office was run ended on { $until } and the licence has not passed to a new holder. The office may not serve the public any more.
notice-licence-relocated = The office may move within { $to-town }: { $to-address }.
notice-licence-relocated_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as consent. The office may move within { $to-town }: { $to-address }.
notice-licence-relocation_refused = The office may not move: { $reason }.
notice-licence-relocation_refused_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as a refusal. The office may not move.
notice-licence-closure_permitted = The office may be closed from { $days-from } through { $days-through }, the last day.
notice-licence-closure_ended = The permitted closure of the office ended on { $through }. The office is to be open.
notice-licence-counter_permitted = A temporary counter may stand in { $at-town }, { $at-address }, from { $days-from } through { $days-through }, the last day.
notice-renewal-reminder_due = Renewal of your licence is to be requested by { $renewal_due }, the last day. This is reminder no. { $rung }.
notice-renewal-deadline_passed = The last day to request renewal, { $renewal_due }, has passed without a request. { $policy ->
    [deemed_withdrawal] This counts as your withdrawal; the licence ends with its term.
   *[refuse_or_excuse] A request is now late, and is accepted only where the working group excuses it.
}
notice-renewal-deficiency_noted = Your request for renewal lacks: { $missing }. Supply it by { $cure_by }, the last day.
notice-renewal-cure_elapsed = What your request for renewal lacked was not supplied by { $cure_by }. The request is not complete.
notice-renewal-lateness_excused = { $after ->
    [none] Your late request for renewal was excused: { $reason }.
   *[other] Your request for renewal was accepted after the term had ended on { $after }: { $reason }. The licence is not valid until it is renewed.
}
notice-renewal-time_given = You could not request the next renewal of your licence in time. You can request it until { $until }, the last day.
notice-renewal-refused = Renewal of your licence was refused: { $reason }.
notice-renewal-refused_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as a refusal of the renewal.
notice-renewal-granted = Your licence was renewed. The next term runs from { $term-from } through { $term-through }, the last day. { $renewal_due ->
    [none] { "" }
   *[day] The renewal after it is to be requested by { $renewal_due }, the last day.
}
notice-transfer-deficiency_noted = The request for transfer of the licence lacks: { $missing }. Supply it by { $cure_by }, the last day.
notice-transfer-cure_elapsed = What the request for transfer lacked was not supplied by { $cure_by }. The request has ended.
notice-transfer-confirmed = The working group confirmed the transfer of the licence. Until it is registered the licence stays with its holder.
notice-transfer-refused = Transfer of the licence was refused: { $unmet }.
notice-transfer-refused_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as a refusal of the transfer.
notice-transfer-registered = The licence has passed to its new holder, with the rest of the term, through { $through }, the last day.
notice-transfer-registered_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as the registration of the transfer. The licence has passed to its new holder, with the rest of the term, through { $through }, the last day.
notice-transfer-withdrawn = The request for transfer of the licence was taken back by one of its parties.
notice-transfer-abandoned = The transfer of the licence was abandoned: it could be completed through { $open_through }.
notice-transfer-ended_with_licence = The transfer has ended, because the licence has ended.
notice-enforcement-dismissed = The case was dismissed: { $reason }.
notice-enforcement-notice_served = A case is open about your office. Notice was served on { $served_on }. You can be heard through { $defend_by }, the last day; after that it is decided without you.
notice-enforcement-hearing_elapsed = You could be heard through { $defend_by }, and the time has passed. The case is decided without you.
notice-enforcement-sanctioned = For a violation, { $violation }, occurrence { $occurrence }, a sanction was decided, { $sanction ->
    [notice] a notice
    [written_warning] a written warning
    [service_cutoff] services are cut off through { $sanction-service_cutoff-through }
   *[suspension] suspension of the licence{ $sanction-suspension-from ->
        [none] { "" }
       *[day] { "" } from { $sanction-suspension-from }
    }{ $sanction-suspension-through ->
        [none] { "" }, until the violation is remedied
       *[day] { "" } through { $sanction-suspension-through }
    }
}. The reason: { $reason }. You may object through { $objection_by }, the last day.
notice-enforcement-revoked = For a violation, { $violation }, occurrence { $occurrence }, revocation of the licence was decided. The reason: { $reason }. You may object through { $objection_by }, the last day; a court can be asked through { $court_by }.
notice-enforcement-urgently_suspended = Your licence is suspended at once, through { $through }, before you could be heard: { $reason }. The suspension ends on that day unless it is confirmed.
notice-enforcement-urgent_suspension_confirmed = The urgent suspension of your licence was confirmed: { $reason }. It lasts until the case is decided, at the latest through { $through }.
notice-enforcement-remedy_verified = A violation was seen to be remedied, { $violation }.
notice-enforcement-upheld = The decision in your case was upheld: { $reason }.{ $court_by ->
    [none] { "" }
   *[day] { " " }A court can be asked through { $court_by }, the last day.
}
notice-enforcement-upheld_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as upholding the decision in the case. A court can be asked through { $court_by }.
notice-enforcement-overturned = The decision in your case was overturned by { $decision }: { $reason }.
notice-enforcement-closed = The case is closed, { $because ->
    [licence_ended] because the licence has ended
   *[objection_elapsed] because the time to object has passed
}.
notice-appointment-approved = The person who was proposed was approved as { $post } and holds the post upon accepting it.
notice-appointment-approved_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as approval of the person who was proposed as { $post }, who holds the post upon accepting it.
notice-appointment-rejected = The person who was proposed as { $post } was rejected: { $reason }.{ $propose_by ->
    [none] { "" }
   *[day] { " " }Another person is to be proposed by { $propose_by }, the last day.
}
notice-appointment-rejected_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as a rejection of the person who was proposed as { $post }.{ $propose_by ->
    [none] { "" }
   *[day] { " " }Somebody else is to be proposed by { $propose_by }, the last day.
}
notice-appointment-begun = The person who was approved has accepted the post of { $post }.
notice-appointment-ended = The appointment as { $post } has ended.{ $propose_by ->
    [none] { "" }
   *[day] { " " }A successor is to be proposed by { $propose_by }, the last day.
}
notice-appointment-lapsed = Your appointment as { $post } has ended, because the office's licence, or the application for it, has ended.
notice-appointment-vacancy_elapsed = Nobody was proposed by { $propose_by } as { $post }.
notice-appointment-mismatch_recorded = Somebody else runs the office than the holder of its licence: { $facts }. This is to be settled by { $settle_by }, the last day; otherwise a case opens.
notice-appointment-mismatch_settled = That somebody else ran the office than the holder of its licence is settled, { $how ->
    [resumed] the holder runs it again
    [approved_as_deputy] the operator was approved as deputy
    [approved] whoever runs the office was approved for that
    [passed_on] the licence passed to whoever runs the office
    [interim] whoever runs the office goes on with it in the interim
   *[transfer_filed] transfer was requested
}.
notice-appointment-mismatch_runs_on = The transfer of the licence to whoever runs the office came to nothing. That somebody else runs it than the holder of its licence is to be settled by { $settle_by }, the last day; otherwise a case opens.
notice-appointment-mismatch_elapsed = That somebody else runs the office than the holder of its licence was not settled by { $settle_by }. A case may open.
notice-contract-approved = The working group approved the contract with { $agency }.
notice-contract-approved_by_silence = What was asked for on { $silence-since } was to be decided by { $silence-decide_by }, the last day, and { $silence-owed_by } had not decided. By the rule below that counts as approval of the contract with { $agency }.
notice-contract-one_signed = The contract with { $agency } was signed { $by ->
    [agency] by the agency
   *[holder] by the holder
}. It stands once both have signed.
notice-contract-signed = The contract with { $agency } was signed by both, and stands.
notice-contract-terminated = The contract with { $agency } was terminated: { $reason }.
notice-coming-decided = From { $from } this holds: { $act ->
    [surrender] the surrender
    [suspension] the suspension
    [revocation] the revocation
    [registration] the registration of the transfer
   *[relocation] the relocation
}. Until then everything stands as it stood.
notice-coming-taken_back = What was to hold from { $from } does not come, { $what ->
    [surrender] the surrender
    [suspension] the suspension
    [revocation] the revocation
    [registration] the registration of the transfer
   *[relocation] the relocation
} was taken back. The reason: { $reason }.
notice-coming-came_to_nothing = What was to hold from { $from } does not come: { $what ->
    [surrender] the surrender
    [suspension] the suspension
    [revocation] the revocation
    [registration] the registration of the transfer
   *[relocation] the relocation
} could no longer be done on that day, because { $refusal }.
