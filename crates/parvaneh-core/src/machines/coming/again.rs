//! The law, asked once more on the day from which an act is to hold.

use super::Act;
use crate::calendar::Date;
use crate::law::OwnRule;
use crate::machines::licence::{self, Hearing, Measure};
use crate::machines::{self, Context, premises, transfer};
use crate::refusal::{Code, Refusal};
use crate::state::Dossier;
use crate::text::FreeText;

/// The act itself, as its own machine would have it happen today; refused where it can no longer be done.
pub(super) fn asked_again(
    dossier: &Dossier,
    act: &Act,
    context: &Context<'_>,
) -> Result<machines::Event, Refusal> {
    licence::in_force(dossier)?;
    Ok(match act {
        Act::Surrender { holder } => {
            if licence::gives_up(dossier) != Some(*holder) {
                return Err(Refusal::new(Code::NotTheHolder, OwnRule::WhoMayAct));
            }
            licence::no_open_case(dossier, context)?;
            surrendered().into()
        }
        Act::Suspension {
            reason,
            notice_served_on,
            heard_on,
            through,
        } => {
            is_not_over(*through, context.today)?;
            suspended(reason, *notice_served_on, *heard_on).into()
        }
        Act::Revocation {
            reason,
            notice_served_on,
            heard_on,
        } => revoked(reason, *notice_served_on, *heard_on).into(),
        Act::Registration { holder } => {
            let registration = transfer::registration(dossier, context)?;
            let transferee = dossier.transfer.open_request().map(|of| of.transferee);
            if transferee != Some(*holder) {
                return Err(Refusal::new(Code::NotTheParty, OwnRule::ActsOnWhatWasAsked));
            }
            registration.into()
        }
        Act::Relocation { to, resolution } => {
            premises::may_move(dossier, to, context)?;
            let (to, resolution) = (to.clone(), resolution.clone());
            premises::Event::Relocated { to, resolution }.into()
        }
    })
}

/// Refuses a suspension that waited until nothing was left of it.
fn is_not_over(through: Option<Date>, today: Date) -> Result<(), Refusal> {
    match through.filter(|through| *through < today) {
        Some(through) => {
            Err(Refusal::new(Code::DayOutOfOrder, OwnRule::AskedOnceMore)
                .because("through", through))
        }
        None => Ok(()),
    }
}

/// Whether a measure waits for it to be known whether the licence will stand again: an heir may give notice,
/// or the decision by which it was taken away may fall.
pub(super) fn waits(dossier: &Dossier, act: &Act) -> bool {
    match act {
        Act::Suspension { .. } | Act::Revocation { .. } => {
            dossier.licence.awaits_notice() || dossier.revocation_may_fall()
        }
        Act::Surrender { .. } | Act::Registration { .. } | Act::Relocation { .. } => false,
    }
}

/// Whether what an act was decided on is there still: the holder who gives up, the request that is granted.
pub(super) fn has_its_ground(dossier: &Dossier, act: &Act) -> bool {
    match act {
        Act::Surrender { holder } => licence::gives_up(dossier) == Some(*holder),
        Act::Registration { holder } => {
            let request = dossier.transfer.open_request();
            request.is_some_and(|request| request.transferee == *holder)
        }
        Act::Relocation { to, .. } => {
            let asked_for = dossier.permits.relocation.as_ref();
            asked_for.is_some_and(|asked_for| asked_for.to == *to)
        }
        Act::Suspension { .. } | Act::Revocation { .. } => true,
    }
}

fn surrendered() -> licence::Event {
    licence::Event::Surrendered { imported: None }
}

fn suspended(reason: &FreeText, served_on: Date, heard_on: Option<Date>) -> licence::Event {
    licence::Event::Suspended {
        measure: Some(measure(reason, served_on, heard_on)),
        imported: None,
    }
}

fn revoked(reason: &FreeText, served_on: Date, heard_on: Option<Date>) -> licence::Event {
    licence::Event::Revoked {
        measure: Some(measure(reason, served_on, heard_on)),
        imported: None,
    }
}

fn measure(reason: &FreeText, notice_served_on: Date, heard_on: Option<Date>) -> Measure {
    Measure {
        reason: reason.clone(),
        hearing: Hearing {
            notice_served_on,
            heard_on,
        },
    }
}

/// Whether the event is what the act was to bring about: on its day or, where somebody did it sooner,
/// before.
pub(crate) fn is_done_by(act: &Act, event: &machines::Event) -> bool {
    match (act, event) {
        (Act::Surrender { .. }, machines::Event::Licence(event)) => *event == surrendered(),
        (
            Act::Suspension {
                reason,
                notice_served_on,
                heard_on,
                ..
            },
            machines::Event::Licence(event),
        ) => *event == suspended(reason, *notice_served_on, *heard_on),
        (
            Act::Revocation {
                reason,
                notice_served_on,
                heard_on,
            },
            machines::Event::Licence(event),
        ) => *event == revoked(reason, *notice_served_on, *heard_on),
        (
            Act::Registration { holder },
            machines::Event::Transfer(transfer::Event::Registered { holder: new, .. }),
        ) => new == holder,
        (
            Act::Relocation { to, .. },
            machines::Event::Premises(premises::Event::Relocated { to: moved, .. }),
        ) => moved == to,
        (_, _) => false,
    }
}
