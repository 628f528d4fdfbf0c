//! For which days an office may be closed, or have a counter elsewhere.

use crate::calendar::{Calendar, Date, Term};
use crate::edition::PremisesRules;
use crate::law::OwnRule;
use crate::machines::Context;
use crate::refusal::{Code, Refusal};

/// From today on, for no longer than one permission allows.
pub(super) fn of_a_closure(
    through: Date,
    rules: &PremisesRules,
    context: &Context<'_>,
) -> Result<Term, Refusal> {
    let longest = Term::starting(context.today, rules.closure.value, context.edition.calendar);
    match Term::new(context.today, through) {
        Ok(days) if through <= longest.through => Ok(days),
        Ok(_) => Err(Refusal::new(Code::ClosedTooLong, &rules.closure)
            .because("through", through)
            .because("latest", longest.through)),
        Err(_) => Err(in_the_past(through, context)),
    }
}

/// Days ahead, of which no year has more than a month with those of `others`, counted from the day on
/// which they begin.
pub(super) fn of_a_counter(
    days: Term,
    others: &[Term],
    rules: &PremisesRules,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    if days.from < context.today || days.through < days.from {
        return Err(in_the_past(Ord::min(days.from, days.through), context));
    }
    let calendar = context.edition.calendar;
    let allowed = Term::starting(days.from, rules.counter.value, calendar).days();
    let mut year = year_of(days.from, calendar);
    while year.from <= days.through {
        let counters = others.iter().chain([&days]);
        let standing: i64 = counters.map(|counter| shared(counter, &year)).sum();
        if allowed < standing {
            return Err(Refusal::new(Code::CounterTooLong, &rules.counter)
                .because("year", calendar.year_month_day(year.from).year)
                .because("days", standing)
                .because("allowed", allowed)
                .until(year.next_from()));
        }
        year = year_of(year.next_from(), calendar);
    }
    Ok(())
}

fn in_the_past(day: Date, context: &Context<'_>) -> Refusal {
    Refusal::new(Code::DayOutOfOrder, OwnRule::PastRecordedFuturePermitted)
        .because("day", day)
        .because("today", context.today)
}

/// The year of the calendar in which `day` falls.
fn year_of(day: Date, calendar: Calendar) -> Term {
    let year = calendar.year_month_day(day).year;
    let first = |year| calendar.date(year, 1, 1).unwrap_or(day);
    Term {
        from: first(year),
        through: first(year + 1).day_before().unwrap_or(day),
    }
}

/// How many days belong to both.
fn shared(one: &Term, other: &Term) -> i64 {
    let from = Ord::max(one.from, other.from);
    let through = Ord::min(one.through, other.through);
    Term::new(from, through).map_or(0, |days| days.days())
}
