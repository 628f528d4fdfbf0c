//! What a seat of a call is worth: whether one is left for an application that answers it.

use super::Case;
use crate::calendar::Date;
use crate::edition::CallRules;
use crate::law::OwnRule;
use crate::machines::Context;
use crate::refusal::{Code, Refusal};

/// The seats of a call that has closed.
pub(super) struct Seats<'a> {
    /// How many there are.
    pub(super) all: u32,
    /// How many other dossiers hold.
    pub(super) taken: u32,
    /// The last day of the reserve list.
    pub(super) reserve_through: Date,
    /// The edition's rules on calls.
    pub(super) rules: &'a CallRules,
}

/// Refuses where the application answers a call that has no seat left.
pub(super) fn one_is_left(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    match seats(case, context)? {
        Some(seats) if seats.all <= seats.taken => {
            Err(Refusal::new(Code::NoSeatLeft, &seats.rules.reserve_list)
                .because("seats", seats.all)
                .because("seats_taken", seats.taken))
        }
        Some(_) | None => Ok(()),
    }
}

/// The seats of the call that the application answers, which are given once it has closed: to those
/// on its reserve list also after it is concluded. None where the application answers no call.
pub(super) fn seats<'a>(case: &Case, context: &Context<'a>) -> Result<Option<Seats<'a>>, Refusal> {
    let Some(number) = &case.matter.call else {
        return Ok(None);
    };
    let rules = context.knows(&context.edition.call, "call")?;
    let (answered, call) = context.answered(number)?;
    let over = answered.call.has_ended() && !case.step.is_reserve();
    if let (Some(reserve_through), false) = (answered.call.reserve_through(), over) {
        return Ok(Some(Seats {
            all: call.seats,
            taken: answered.seats_taken,
            reserve_through,
            rules,
        }));
    }
    let refusal = |code| {
        Refusal::new(code, OwnRule::WhenSeatsAreGiven)
            .because("call", number)
            .because("stands_at", answered.call.name())
    };
    Err(if answered.call.has_ended() {
        refusal(Code::CallOver)
    } else {
        let closes_on = call.closes_on;
        refusal(Code::CallNotClosed)
            .because("closes_on", closes_on)
            .until(closes_on.day_after().unwrap_or(closes_on))
    })
}
