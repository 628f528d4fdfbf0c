//! The day on which a matter comes before the working group: the one place that says so for each
//! machine. No session decides a matter before that day (D).

use super::Event;
use crate::calendar::Date;
use crate::machines::{
    application, appointment, call, coming, contract, licence, premises, principled_approval,
    renewal, transfer,
};
use crate::resolution::Matter;
use crate::state::Dossier;

/// Puts on the agenda what the event, which happened on the day `on`, brings before the working group.
pub(super) fn follow(dossier: &mut Dossier, event: &Event, on: Date) {
    match event {
        Event::Call(event) => of_a_call(dossier, event, on),
        Event::Application(event) => of_an_application(dossier, event, on),
        // Its extension and its stay.
        Event::PrincipledApproval(principled_approval::Event::Issued { .. }) => {
            dossier.agenda.put(Matter::PrincipledApproval, on);
        }
        Event::Renewal(event) => of_a_renewal(dossier, event, on),
        Event::Licence(licence::Event::Reinstated { request, .. }) => {
            if let Some(request) = request {
                dossier.agenda.put(Matter::Renewal, request.filed_on);
            }
        }
        Event::Transfer(event) => of_a_transfer(dossier, event, on),
        Event::Premises(premises::Event::RelocationRequested { .. }) => {
            dossier.agenda.put(Matter::Relocation, on);
        }
        // A resolution of which nothing came is used up: the request is before the working group anew.
        Event::Coming(
            coming::Event::TakenBack {
                what: coming::Kind::Relocation,
                ..
            }
            | coming::Event::CameToNothing {
                what: coming::Kind::Relocation,
                ..
            },
        ) => dossier.agenda.put(Matter::Relocation, on),
        Event::Appointment(appointment::Event::Proposed { post, .. }) => {
            dossier.agenda.put((*post).into(), on);
        }
        Event::Contract(contract::Event::Drafted { agency, .. }) => {
            dossier.agenda.put(Matter::Contract(agency.clone()), on);
        }
        Event::PrincipledApproval(_)
        | Event::Licence(_)
        | Event::Premises(_)
        | Event::Enforcement(_)
        | Event::Appointment(_)
        | Event::Mismatch(_)
        | Event::Contract(_)
        | Event::Coming(_) => {}
    }
}

/// A call comes up with its draft, and the ranking of who answered it once nobody can answer any more.
fn of_a_call(dossier: &mut Dossier, event: &call::Event, on: Date) {
    if matches!(event, call::Event::Drafted { .. }) {
        dossier.agenda.put(Matter::Call, on);
    }
    if matches!(event, call::Event::Closed { .. }) {
        dossier.agenda.put(Matter::Ranking, on);
    }
}

/// With its filing, its cure, its way to the session, or an objection that was upheld. The session that
/// qualifies may give the approval as well.
fn of_an_application(dossier: &mut Dossier, event: &application::Event, on: Date) {
    let comes_up = matches!(
        event,
        application::Event::Filed { .. }
            | application::Event::Cured
            | application::Event::ObjectionUpheld { .. }
            | application::Event::ObjectionUpheldBySilence { .. }
            | application::Event::Advanced {
                to: application::Stage::Session,
                ..
            }
    );
    if comes_up {
        dossier.agenda.put(Matter::Application, on);
        dossier.agenda.put(Matter::PrincipledApproval, on);
    }
}

/// With its filing, on the day that the request states; one that was wanting with its cure.
fn of_a_renewal(dossier: &mut Dossier, event: &renewal::Event, on: Date) {
    if let renewal::Event::Filed { request, .. } = event {
        dossier.agenda.put(Matter::Renewal, request.filed_on);
    }
    if matches!(event, renewal::Event::Cured) {
        dossier.agenda.put(Matter::Renewal, on);
    }
}

/// With its filing, its cure, or its way to the session.
fn of_a_transfer(dossier: &mut Dossier, event: &transfer::Event, on: Date) {
    let session = transfer::Stage::Session;
    let comes_up = match event {
        transfer::Event::Filed { .. } | transfer::Event::Cured => true,
        transfer::Event::ReviewBegun { stage } => *stage == session,
        transfer::Event::StagePassed { to, .. } => *to == Some(session),
        transfer::Event::DeficiencyNoted { .. }
        | transfer::Event::CureElapsed { .. }
        | transfer::Event::Recorded { .. }
        | transfer::Event::Confirmed { .. }
        | transfer::Event::Refused { .. }
        | transfer::Event::RefusedBySilence { .. }
        | transfer::Event::Registered { .. }
        | transfer::Event::RegisteredBySilence { .. }
        | transfer::Event::Withdrawn
        | transfer::Event::Abandoned { .. }
        | transfer::Event::EndedWithLicence => false,
    };
    if comes_up {
        dossier.agenda.put(Matter::Transfer, on);
    }
}
