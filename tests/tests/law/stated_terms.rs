//! Terms that another register states: which can be true, which are the same, in any order.

use parvaneh::core::calendar::Date;
use parvaneh::core::dossier::{self, Dated, Event};
use parvaneh::core::edition::Edition;
use parvaneh::core::opening::{self, Fault, Opening, Status};
use parvaneh::core::renewal::{self, Timeliness};
use parvaneh_tests::law::{day, edition, party, stated};

fn under_1389() -> Edition {
    edition("pishkhan/1389")
}

/// What another register states of a term of three years from `from`.
fn opening(from: &str, status: Status, status_on: Option<&str>, filed_on: Option<&str>) -> Opening {
    Opening {
        status,
        status_on: status_on.map(day),
        renewal_filed_on: filed_on.map(day),
        ..stated(from)
    }
}

fn opened(opening: &Opening) -> Vec<Dated> {
    opening::events(opening, &under_1389(), Date::MAX).expect("no fault")
}

/// A request that another register states is no older than the term, and in time through the last
/// timely day.
#[test]
fn a_request_that_another_register_states() {
    let filed = |on: &str| {
        let opening = opening("1402-07-15", Status::InForce, None, Some(on));
        let events = opening::events(&opening, &under_1389(), Date::MAX)?;
        let filed = events.iter().find_map(|dated| {
            let Event::Renewal(renewal::Event::Filed { request, .. }) = &dated.event else {
                return None;
            };
            Some(request.timeliness)
        });
        Ok(filed.expect("a request"))
    };
    let from = day("1402-07-15");
    let filed_on = |on| Err(Fault::FiledBeforeTheTerm { from, filed_on: on });
    assert_eq!(filed("1402-07-14"), filed_on(day("1402-07-14")));
    assert_eq!(filed("1402-07-15"), Ok(Timeliness::Timely));
    assert_eq!(filed("1405-04-14"), Ok(Timeliness::Timely));
    assert_eq!(filed("1405-04-15"), Ok(Timeliness::Late));
}

/// A row that is read again is the same row, whatever edition would judge it now; one that states
/// another fact or another day is not.
#[test]
fn rows_that_are_read_again() {
    let row = |status, on, filed_on| opening("1402-07-15", status, on, filed_on);
    let revoked_on = |on| row(Status::Revoked, Some(on), None);
    let recorded = opened(&revoked_on("1403-02-01"));
    let is_there = |events: &[Dated]| opening::already_recorded(&recorded, events);
    assert!(is_there(&recorded));
    let mut later = under_1389();
    later.id.0 = "pishkhan/later".to_owned();
    later.renewal.lead = None;
    let again = opening::events(&revoked_on("1403-02-01"), &later, Date::MAX).expect("no fault");
    assert_ne!(again, recorded);
    assert!(is_there(&again));
    assert!(!is_there(&opened(&revoked_on("1403-02-02"))));
    let suspended = row(Status::Suspended, Some("1403-02-01"), None);
    assert!(!is_there(&opened(&suspended)));
    let mut of_another = revoked_on("1403-02-01");
    of_another.holder = party("omid");
    assert!(!is_there(&opened(&of_another)));
    let filed_on = |on| opened(&row(Status::InForce, None, Some(on)));
    let recorded = filed_on("1405-04-01");
    assert!(opening::already_recorded(
        &recorded,
        &filed_on("1405-04-01")
    ));
    assert!(!opening::already_recorded(
        &recorded,
        &filed_on("1405-04-02")
    ));
}

/// A later term begins without a request for its renewal; an earlier one that is read afterwards
/// leaves that of the latest as it is.
#[test]
fn terms_in_any_order() {
    let term = |from, filed_on| opened(&opening(from, Status::InForce, None, filed_on));
    let after = |first: Vec<Dated>, second: Vec<Dated>| {
        dossier::replay(first.iter().chain(&second)).expect("no defect")
    };
    let earlier = term("1399-07-15", Some("1402-04-01"));
    let in_order = after(earlier.clone(), term("1402-07-15", None));
    assert_eq!(in_order.terms.len(), 2);
    assert_eq!(in_order.renewal, renewal::State::default());
    let latest = term("1402-07-15", Some("1405-04-01"));
    let reversed = after(latest, term("1399-07-15", None));
    assert_eq!(reversed.terms.len(), 2);
    let request = reversed.renewal.open_request().expect("a request");
    assert_eq!(request.filed_on, day("1405-04-01"));
    let alone = after(earlier, Vec::new());
    assert!(alone.renewal.open_request().is_some());
}
