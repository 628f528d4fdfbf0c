//! The scripts of `tests/scenarios`, each played on SQLite and on PostgreSQL: a test a script and
//! database.
//!
//! Beside `<name>.txt` is `<name>.transcript`, which it must lead to, on both.
//! `INSTA_UPDATE=always` writes it, to be read before it is kept. The list stands here and is not
//! gathered by a macro of another crate or a build script: such a list misses a new file until
//! something is built again, or has everything built again when a transcript changes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use parvaneh_testkit::{Database, TestkitError, script};
use parvaneh_tests::server;

/// Makes a test on each database of every script named, by the machine whose folder it is in, and
/// `LISTED` of all of them.
macro_rules! scripts {
    ($($machine:ident { $($script:ident,)+ })+) => {
        $(
            mod $machine {
                mod sqlite {
                    $(
                        #[test]
                        fn $script() {
                            super::super::on_sqlite(stringify!($machine), stringify!($script));
                        }
                    )+
                }
                mod postgres {
                    $(
                        #[test]
                        fn $script() {
                            super::super::on_postgres(stringify!($machine), stringify!($script));
                        }
                    )+
                }
            }
        )+

        const LISTED: &[(&str, &str)] =
            &[$($((stringify!($machine), stringify!($script)),)+)+];
    };
}

scripts! {
    coming {
        a_late_act_before_the_day,
        a_measure_taken_back,
        a_measure_that_waits,
        a_relocation_from_a_later_day,
        a_revocation_from_a_later_day,
        a_revocation_that_falls_before_its_day,
        a_session_that_is_used_up,
        a_suspension_beside_an_urgent_one,
        a_surrender_before_its_day,
        a_surrender_from_a_later_day,
        a_surrender_that_comes_to_nothing,
        a_suspension_from_a_later_day,
        a_transfer_registered_from_a_later_day,
        an_urgent_suspension_when_a_sanction_comes,
    }
    call {
        a_call_called_off_behind_others,
        a_vote_of_before_the_request,
        a_call_that_has_gone_on,
        a_licence_keeps_its_seat,
        a_revoked_licence_keeps_its_seat,
        a_seat_while_an_heir_may_follow,
        a_seat_while_a_revocation_is_reviewed,
        cleared_after_the_last_seat,
        from_the_list_once_cleared,
        steps_of_a_call,
        the_last_seat_under_1389,
        the_last_seat_under_1400,
        the_life_of_a_call,
        the_reserve_list_ends,
        when_seats_are_given,
        who_asks_for_a_seat_does_not_give_it,
        who_holds_no_seat_any_more,
    }
    application {
        a_rejection_and_an_objection,
        a_rejection_nobody_objects_to,
        an_application_in_another_dossier,
        an_application_that_nobody_cures,
        an_application_with_a_deficiency,
        one_application_at_a_time,
        papers_of_an_application,
        sessions_of_an_application,
        vetting_under_1400,
        what_can_be_applied_for,
        who_qualifies_an_applicant,
        who_the_applicant_is,
        an_application_that_nobody_decides,
        an_objection_that_nobody_decides,
    }
    principled_approval {
        an_older_notice_cancels_nothing,
        an_approval_cancelled,
        an_approval_extended_and_stayed,
        an_approval_given_back,
        an_approval_returned,
        an_approval_returned_late,
        an_approval_that_lapses,
        an_extended_approval_returned,
        steps_of_an_approval,
    }
    licence {
        a_certificate_of_somebody_else,
        a_general_act,
        a_death_before_the_deadline,
        a_reinstatement_keeps_the_later_day,
        a_revocation_quashed_by_a_court,
        a_rural_office_under_1400,
        an_interim_after_an_annulled_revocation,
        an_interim_and_the_term,
        an_interim_that_ends_early,
        an_interim_that_runs_out,
        an_issue_in_a_city,
        days_of_a_reinstatement,
        days_of_an_issue,
        a_death_recorded_after_the_end,
        death_and_a_contract,
        death_and_a_suspension,
        death_and_a_third_person,
        death_and_an_heir,
        death_and_no_heir,
        death_while_a_renewal_is_pending,
        death_without_notice,
        issue_needs_every_step,
        next_term_already_known,
        nothing_to_lift_nor_to_reinstate,
        notice_on_the_thirtieth_day,
        reinstatement_after_a_wrong_expiry,
        surrender,
        the_record_of_a_death_was_wrong,
        time_for_an_heir,
        who_gives_notice,
        who_is_an_heir,
    }
    premises {
        closures_and_the_term,
        counters_after_an_end_that_was_annulled,
        counters_of_a_year,
        premises_on_record,
        relocation,
        relocation_step_by_step,
        temporary_closure_and_counter,
        a_move_that_nobody_decides,
        a_move_refused_by_silence,
    }
    renewal {
        a_city_without_deadline,
        a_cure_that_ends_on_a_holiday,
        a_grant_after_the_next_deadline,
        a_request_withdrawn_early,
        deficiency_and_cure,
        gates_of_1400,
        incomplete_at_expiry,
        keyed_late_after_a_draft,
        keyed_late_after_a_refusal,
        keyed_three_days_late,
        late_request_in_another_register_excused,
        late_request_in_another_register_not_excused,
        no_gates_under_1389,
        one_list_of_what_is_missing,
        one_violation_bars_renewal,
        pending_at_expiry_and_granted,
        pending_at_expiry_and_refused,
        renewal_late_and_not_excused,
        renewal_on_the_last_timely_day,
        renewal_one_day_late_and_excused,
        renewal_one_day_late_is_withdrawal,
        renewals_do_not_stack,
        time_after_an_end_that_was_annulled,
        vetting_under_1400,
        a_renewal_that_nobody_decides,
    }
    transfer {
        a_renewal_passes_with_the_licence,
        a_transfer_ends_with_the_licence,
        a_transfer_refused,
        a_transfer_that_comes_to_nothing,
        an_open_case_bars_the_last_stage,
        barred_by_a_suspension_and_an_open_case,
        deadlines_of_a_transfer,
        nothing_passes_of_a_term_that_is_over,
        papers_of_a_transfer,
        sessions_of_a_transfer,
        transfer_under_1389_the_working_group_last,
        transfer_under_1400_the_working_group_first,
        what_must_remain_in_a_province,
        who_asks_for_a_transfer,
        who_the_transferee_is,
        a_transfer_that_nobody_decides,
        no_silence_while_suspended,
        registered_by_silence,
    }
    contract {
        a_contract_is_approved_and_signed,
        a_contract_that_nobody_decides,
        both_sign_a_contract,
        contracts_end,
        contracts_follow_the_licence,
    }
    enforcement {
        a_proposal_through_others,
        a_proposer_who_became_a_party,
        a_second_danger_on_a_suspended_licence,
        a_time_that_passed_after_a_death,
        a_hearing_that_ends_on_a_holiday,
        a_decided_case_yields_no_measure,
        a_decision_falls_alone,
        a_sanction_that_falls_after_the_end,
        an_office_never_taken_into_use,
        urgent_suspension_ends_with_its_case,
        urgent_suspension_of_another_violation,
        a_case_ends_with_the_licence,
        a_case_from_report_to_dismissal,
        a_notice_entered_a_month_later,
        hand_over_found_by_an_inspector,
        occurrences_within_a_year,
        revocation_needs_a_hearing,
        revocation_nobody_objects_to,
        revocation_overturned_after_a_deadline,
        revocation_overturned_on_review,
        revocation_quashed_after_the_end,
        revocation_upheld_on_review,
        suspension_across_expiry,
        suspension_with_an_end_or_until_cured,
        the_ladder_of_sanctions,
        urgent_suspension_and_its_case,
        urgent_suspension_confirmed,
        urgent_suspension_lapses,
        who_proposes_does_not_decide,
        a_review_that_nobody_decides,
    }
    appointment {
        a_manager_by_consent,
        a_post_refused_by_silence,
        a_post_that_nobody_decides,
        a_vacancy_rests_without_a_holder,
        an_operator_under_1389,
        appointments_end_with_the_licence,
        manager_and_deputy_are_two_persons,
        manager_and_deputy_under_1400,
        posts_that_fell_with_the_licence,
    }
    mismatch {
        a_transfer_on_the_last_day,
        a_transfer_to_somebody_else,
        a_transfer_to_whoever_runs_it,
        an_interim_manager_runs_it,
        mismatch_and_an_open_case,
        mismatch_nobody_settles,
        mismatch_the_holder_resumes,
        mismatch_the_operator_becomes_deputy,
        mismatch_the_operator_becomes_deputy_under_1400,
        the_licence_passes_to_whoever_runs_it,
        the_time_rests_without_a_holder,
        transfers_one_after_another,
        whoever_may_run_an_office,
    }
    dossier {
        a_call_is_no_office,
        a_clock_ten_years_fast,
        a_grant_to_the_wrong_licence,
        a_later_act_stands_against,
        a_night_after_a_long_silence,
        a_number_once_given_stays,
        one_number_however_written,
        a_request_for_another_office,
        a_restored_act_takes_no_second_seat,
        a_revision_grants_no_term,
        a_seat_moves_to_another_dossier,
        a_register_that_states_anew,
        a_surrender_on_the_wrong_number,
        time_for_what_a_mistake_cost,
        time_that_nobody_uses,
        a_term_stated_after_an_act_of_ours,
        a_vote_on_ones_own_file,
        a_whole_life_under_1389,
        a_whole_life_under_1400,
        acts_that_are_not_there,
        an_end_typed_wrongly,
        an_opening_that_never_was,
        another_province,
        entered_by_a_desk,
        entered_too_late,
        histories_apart,
        known_before_a_late_entry,
        missed_nights,
        nights_made_up_for,
        nobody_speaks_for_the_other_side,
        procedures_that_a_city_does_not_know,
        received_before_a_holiday,
        reasons_that_say_nothing,
        resolutions_that_do_not_carry,
        sessions_that_do_not_count,
        two_weeks_without_a_night,
        what_a_resolution_decides,
        what_the_register_cannot_do,
        who_may_act,
    }
}

fn on_sqlite(machine: &str, script: &str) {
    check(machine, script, &Database::Sqlite);
}

fn on_postgres(machine: &str, script: &str) {
    check(machine, script, &Database::Postgres(server()));
}

fn check(machine: &str, script: &str, database: &Database) {
    let file = folder().join(machine).join(file_name(script));
    if let Err(error) = script::check(&file, database) {
        panic!("{}", in_lines(&error));
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn file_name(script: &str) -> String {
    format!("{}.txt", script.replace('_', "-"))
}

/// An error with its causes, a line each.
fn in_lines(error: &TestkitError) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        text = format!("{text}\n  {source}");
        cause = source.source();
    }
    text
}

/// A script that is in no list would never be played. What is in `given` is played by others.
#[test]
fn every_script_is_listed() {
    let mut there = BTreeSet::new();
    for machine in names(&folder()) {
        if machine == "given" {
            continue;
        }
        let files = names(&folder().join(&machine));
        let scripts = files.into_iter().filter(|name| name.ends_with(".txt"));
        there.extend(scripts.map(|name| format!("{machine}/{name}")));
    }
    let listed = LISTED.iter();
    let listed = listed.map(|(machine, script)| format!("{machine}/{}", file_name(script)));
    assert_eq!(
        listed.collect::<BTreeSet<_>>(),
        there,
        "list the script in tests/tests/law/scripts.rs, under its machine"
    );
}

/// What a folder holds.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder is there");
    let names = entries.map(|entry| entry.expect("it can be read").file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .collect()
}
