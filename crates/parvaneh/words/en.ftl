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

## Roles

role-applicant = the applicant
role-holder = the holder
role-transferee = the transferee
role-heir = the heir
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

## What a rule rests on

basis-R = the regulation
basis-F = another public source
basis-D = a default of ours; not law

## The frame of an explanation

or = { " or " }
explain-heading = { $number } on { $day }: { $standing }
explain-step = { $day }: { $event }
explain-step-unrecorded = { $day }: { $event } (by the calendar; no night has recorded it yet)
explain-by-and-rests-on = by { $by }; { $article } [{ $basis }]
explain-rests-on = { $article } [{ $basis }]
explain-standing = from then on { $standing }
explain-next = Next, if nobody does anything: { $event }

## The list of what may be done

actions-command = command
actions-verdict = verdict
actions-earliest = from
actions-may = may
actions-already-so = it is already so

## Commands

command-licence-issue = issue the licence
command-licence-suspend = suspend the licence
command-licence-lift_suspension = lift the suspension
command-licence-revoke = revoke the licence
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

## Events

event-licence-opened = another register states a term from { $term-from } through { $term-through }
event-licence-issued = the licence was issued, from { $term-from } through { $term-through }
event-licence-suspended = the licence was suspended
event-licence-suspension_lifted = the suspension was lifted
event-licence-revoked = the licence was revoked
event-licence-surrendered = the licence was given up
event-licence-continued = the term ended on { $through }; the licence goes on until the renewal is decided
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
event-renewal-lateness_excused = the late request for renewal was excused: { $reason }
event-renewal-confirmed = the working group confirmed the renewal
event-renewal-refused = the renewal was refused: { $reason }
event-renewal-granted = the licence was renewed, from { $term-from } through { $term-through }
event-renewal-withdrawn = the request for renewal was taken back

## Why a command is refused

code-role_may_not = this role may not do this
code-other_province = the dossier belongs to another province
code-not_the_holder = only the holder of this licence may do this
code-not_the_party = only the party itself may do this
code-own_matter = nobody decides their own matter
code-dated_before_history = the dossier already has an event of a later day
code-procedure_not_known = the edition knows no such procedure
code-not_at_this_step = the matter does not stand at this step
code-matter_open = a matter of this kind is already open
code-paper_unknown = the edition names no such paper
code-paper_missing = a paper that the step needs is not on file
code-paper_unfavourable = a paper that the step needs answers against
code-paper_outdated = a paper that the step needs is out of date
code-not_issued = no licence has been issued
code-already_issued = a licence has been issued before
code-licence_ended = the licence has ended
code-suspended = the licence is suspended
code-not_suspended = the licence is not suspended
code-hearing_open = the opportunity to be heard is neither used nor elapsed
code-office_kind_unknown = the edition does not know this kind of office
code-natural_person_excluded = this kind of office is for legal persons only
code-approval_missing = issue needs the working group's qualification and principled approval
code-resolution_not_carried = the resolution does not carry
code-request_open = a renewal request is already open
code-no_request = no renewal request stands at this step
code-deadline_missed = not filing in time counts as the holder's withdrawal
code-excuse_not_known = the edition excuses no late request
code-confirmation_not_known = the edition knows no confirmation by a working group
code-not_confirmed = the working group has not confirmed the renewal
code-violation_unremedied = a violation stands unremedied
code-office_inactive = the office is not active
