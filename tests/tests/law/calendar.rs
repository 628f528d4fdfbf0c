//! The calendar, against an independent implementation and against the law's own examples.

use chrono::NaiveDate;
use parvaneh::core::calendar::{
    Calendar, Date, DateOrder, Lead, MonthCounting, Span, Term, parse, solar_hijri,
};
use proptest::prelude::*;

fn sh(text: &str) -> Date {
    parse(text, DateOrder::YearMonthDay).unwrap()
}

fn span(text: &str) -> Span {
    text.parse().unwrap()
}

/// 1 Farvardin of each year, made by another library.
fn new_years() -> Vec<(i32, NaiveDate)> {
    include_str!("../../data/farvardin-1.csv")
        .lines()
        .skip(2)
        .map(|line| {
            let (year, day) = line.split_once(',').unwrap();
            (year.parse().unwrap(), day.parse().unwrap())
        })
        .collect()
}

#[test]
fn every_day_of_two_centuries() {
    let mut days = 0;
    for pair in new_years().windows(2) {
        let ((year, first), (_, next)) = (pair[0], pair[1]);
        let esfand = u8::try_from((next - first).num_days() - 336).unwrap();
        assert!(
            esfand == 29 || esfand == 30,
            "Esfand {year} has {esfand} days"
        );
        let mut day = Date::try_from(first).unwrap();
        for month in 1..=12 {
            let length = match month {
                1..=6 => 31,
                7..=11 => 30,
                _ => esfand,
            };
            for number in 1..=length {
                let named = Calendar::SolarHijri.year_month_day(day);
                assert_eq!(
                    (named.year, named.month, named.day),
                    (year, month, number),
                    "{day}"
                );
                assert_eq!(Calendar::SolarHijri.date(year, month, number), Ok(day));
                day = day.moved_by(1);
                days += 1;
            }
            assert!(Calendar::SolarHijri.date(year, month, length + 1).is_err());
        }
        assert_eq!(day, Date::nearest_to(next));
    }
    assert_eq!(days, 73_414);
}

/// The official leap years about now; five-year gaps and all.
#[test]
fn leap_years() {
    let leap: Vec<i32> = (1390..=1450)
        .filter(|year| Calendar::SolarHijri.date(*year, 12, 30).is_ok())
        .collect();
    assert_eq!(
        leap,
        [
            1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441, 1445,
            1449
        ]
    );
}

/// Terms run through the eve of the anniversary, which rolls forward where the day is lacking.
#[test]
fn terms_of_three_years() {
    for (from, through) in [
        ("1402-07-15", "1405-07-14"),
        ("1403-12-30", "1406-12-29"),
        ("1406-01-01", "1408-12-30"),
        ("1402-06-31", "1405-06-30"),
    ] {
        let term = Term::starting(sh(from), span("P3Y"), Calendar::SolarHijri);
        assert_eq!(solar_hijri(term.through), through, "from {from}");
    }
    let leap_day = "2024-02-29".parse().unwrap();
    let term = Term::starting(leap_day, span("P2Y"), Calendar::Gregorian);
    assert_eq!(term.through, "2026-02-28".parse().unwrap());
}

/// The last timely day, in calendar months and in months of thirty days.
#[test]
fn last_timely_days() {
    for (through, months, thirty_days) in [
        ("1405-07-14", "1405-04-14", "1405-04-17"),
        // 31 Shahrivar and three months is clamped to 30 Azar, and so still timely.
        ("1405-09-30", "1405-06-31", "1405-06-31"),
        ("1405-09-29", "1405-06-29", "1405-06-30"),
        ("1405-12-29", "1405-09-30", "1405-09-29"),
        ("1408-12-30", "1408-09-30", "1408-09-30"),
        ("1405-03-31", "1404-12-29", "1405-01-03"),
    ] {
        for (counting, wanted) in [
            (MonthCounting::CalendarMonths, months),
            (MonthCounting::ThirtyDayMonths, thirty_days),
        ] {
            let lead = Lead {
                span: span("P3M"),
                counting,
                calendar: Calendar::SolarHijri,
            };
            let due = lead.last_timely_day(sh(through));
            assert_eq!(solar_hijri(due), wanted, "through {through}, {counting:?}");
        }
    }
}

#[test]
fn dates_as_registers_write_them() {
    let day = "2026-04-27".parse().unwrap();
    for text in [
        "1405/02/07",
        "1405-2-7",
        "۱۴۰۵/۰۲/۰۷",
        "١٤٠٥/٠٢/٠٧",
        " 1405.02.07 ",
        "\u{200f}1405/02/07\u{200e}",
        "2026-04-27",
        "۲۰۲۶/۴/۲۷",
    ] {
        assert_eq!(parse(text, DateOrder::YearMonthDay), Ok(day), "{text:?}");
    }
    assert_eq!(parse("04/27/2026", DateOrder::MonthDayYear), Ok(day));
}

/// What is no date is named, with what is wrong with it.
#[test]
fn what_is_no_date() {
    for (text, message) in [
        (
            "1405/12/30",
            "month 12 of 1405 has 29 days, there is no day 30",
        ),
        ("1405/13/01", "1405 has no month 13"),
        ("1405/00/01", "1405 has no month 0"),
        (
            "1405/07/00",
            "month 7 of 1405 has 30 days, there is no day 0",
        ),
        (
            "2026-02-29",
            "month 2 of 2026 has 28 days, there is no day 29",
        ),
        (
            "05/02/07",
            "\"05/02/07\" is no date; write year-month-day, as in 1405-09-02 or 2026-11-23",
        ),
        (
            "tomorrow",
            "\"tomorrow\" is no date; write year-month-day, as in 1405-09-02 or 2026-11-23",
        ),
        (
            "",
            "\"\" is no date; write year-month-day, as in 1405-09-02 or 2026-11-23",
        ),
        (
            "1405/+2/07",
            "\"1405/+2/07\" is no date; write year-month-day, as in 1405-09-02 or 2026-11-23",
        ),
    ] {
        let error = parse(text, DateOrder::YearMonthDay).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn periods() {
    for (text, years, months, days) in [
        ("P3Y", 3, 0, 0),
        ("P1Y6M", 1, 6, 0),
        ("P10D", 0, 0, 10),
        ("P2W", 0, 0, 14),
    ] {
        assert_eq!(
            span(text),
            Span {
                years,
                months,
                days
            }
        );
    }
    for longest in ["P1000Y", "P12000M", "P400000D"] {
        assert_eq!(span(longest).to_string(), longest);
    }
    for text in [
        "P1001Y", "P12001M", "P400001D", "", "P", "3Y", "P3", "PY", "P3M1Y", "P3Y3Y", "P99999Y",
        "PT3H", "P۳Y",
    ] {
        assert!(text.parse::<Span>().is_err(), "{text:?}");
    }
    let negative = "-P3M".parse::<Span>().unwrap_err();
    assert_eq!(
        negative.to_string(),
        "a period cannot be negative: \"-P3M\""
    );
}

#[test]
fn a_month_is_no_fixed_number_of_days() {
    let longer = |one: &str, other: &str| span(one).is_surely_longer_than(&span(other));
    for (one, other) in [
        ("P3M", "P1M"),
        ("P1M", "P7D"),
        ("P1M", "P27D"),
        ("P12M", "P364D"),
        ("P2Y", "P23M"),
        ("P13M", "P1Y"),
    ] {
        assert!(longer(one, other), "{one} and {other}");
        assert!(!longer(other, one), "{other} and {one}");
    }
    for (one, other) in [
        ("P1M", "P30D"),
        ("P31D", "P1M"),
        ("P1Y", "P12M"),
        ("P361D", "P12M"),
    ] {
        assert!(!longer(one, other), "{one} and {other}");
    }
    assert!(longer("P32D", "P1M") && longer("P11M", "P10M") && longer("P367D", "P1Y"));
}

/// Thirty days for each month and twelve months for each year, and the days beside them.
#[test]
fn months_of_thirty_days() {
    let lead = |text: &str| Lead {
        span: span(text),
        counting: MonthCounting::ThirtyDayMonths,
        calendar: Calendar::SolarHijri,
    };
    let from = sh("1405-01-01");
    for (text, days) in [("P1M", 30), ("P1M5D", 35), ("P1Y", 360), ("P2Y1M3D", 753)] {
        let reached = lead(text).reaches(from);
        assert_eq!(reached.days_since(from), days, "{text}");
    }
}

/// A day that two terms share makes them overlap, at either end.
#[test]
fn terms_that_overlap() {
    let term = |from: &str, through: &str| Term {
        from: sh(from),
        through: sh(through),
    };
    let one = term("1405-02-01", "1405-02-31");
    for (from, through, shared) in [
        ("1405-01-01", "1405-01-31", false),
        ("1405-01-01", "1405-02-01", true),
        ("1405-02-10", "1405-02-20", true),
        ("1405-02-31", "1405-03-31", true),
        ("1405-03-01", "1405-03-31", false),
        ("1404-01-01", "1406-01-01", true),
    ] {
        let other = term(from, through);
        assert_eq!(one.overlaps(&other), shared, "{from} to {through}");
        assert_eq!(other.overlaps(&one), shared, "{from} to {through}");
    }
}

/// A day lies between 1300-01-01 and 1500-12-29 AP, whichever calendar it is written in; every other one is
/// refused where it enters, with what was written (law.md, §2.13).
#[test]
fn days_that_no_register_can_have() {
    let read = |text| parse(text, DateOrder::YearMonthDay);
    for (first, last) in [("1300-01-01", "1500-12-29"), ("1921-03-21", "2122-03-20")] {
        assert_eq!(read(first), Ok(Date::MIN));
        assert_eq!(read(last), Ok(Date::MAX));
    }
    for text in [
        "1299/12/29",
        "1501/01/01",
        "1040/07/15",
        "1078/10/11",
        "1000-01-01",
        "1699-12-29",
        "1700-01-01",
        "1921-03-20",
        "2122-03-21",
        "9999-12-31",
        "0999-01-01",
        "۱۰۴۰/۰۷/۱۵",
        "0000-01-01",
    ] {
        let error = read(text).expect_err(text).to_string();
        assert!(error.contains(&format!("{text:?} is outside")), "{error}");
    }
    let american = parse("07/15/1840", DateOrder::MonthDayYear).expect_err("too early");
    assert!(
        american
            .to_string()
            .contains("1921-03-21 through 2122-03-20"),
        "{american}"
    );
}

/// What is stored is ISO Gregorian and read as nothing else.
#[test]
fn what_is_stored_is_read_in_one_way() {
    assert_eq!("2026-11-23".parse(), Ok(sh("1405-09-02")));
    for text in [
        "1405-09-02",
        "1661-10-06",
        "2026/11/23",
        "2026-1-23",
        " 2026-11-23",
        "٢٠٢٦-11-23",
        "+2026-11-23",
    ] {
        assert!(text.parse::<Date>().is_err(), "{text}");
        assert!(
            serde_json::from_value::<Date>(text.into()).is_err(),
            "{text}"
        );
    }
}

/// However far a span reaches, it ends with the last day of all, and begins with the first.
#[test]
fn spans_past_the_ends() {
    for calendar in [Calendar::SolarHijri, Calendar::Gregorian] {
        for text in ["P3Y", "P1000Y", "P12000M", "P400000D"] {
            assert_eq!(calendar.clamped(Date::MAX, span(text)), Date::MAX);
            assert_eq!(calendar.anniversary(Date::MAX, span(text)), Date::MAX);
            assert_eq!(calendar.clamped_before(Date::MIN, span(text)), Date::MIN);
        }
        let counting = MonthCounting::CalendarMonths;
        let lead = Lead {
            span: span("P3M"),
            counting,
            calendar,
        };
        assert_eq!(lead.last_timely_day(Date::MIN), Date::MIN);
        // 30 Azar and three months are 29 Esfand, which the month ends with; 20 December and three are 20 March.
        let last = match calendar {
            Calendar::SolarHijri => sh("1500-09-30"),
            Calendar::Gregorian => "2121-12-20".parse().unwrap(),
        };
        assert_eq!(lead.last_timely_day(Date::MAX), last);
    }
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..73_414_i64).prop_map(|at| Date::MIN.moved_by(at))
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    prop_oneof![Just(Calendar::SolarHijri), Just(Calendar::Gregorian)]
}

proptest! {
    #[test]
    fn terms_tile(from in any_day(), calendar in any_calendar(), years in 1..6_u32) {
        let length = Span { years, months: 0, days: 0 };
        let term = Term::starting(from, length, calendar);
        let next = Term::starting(term.next_from(), length, calendar);
        prop_assert_eq!(next.from, term.through.moved_by(1));
        prop_assert!(!term.overlaps(&next));
        prop_assert!(term.contains(term.from) && term.contains(term.through));
        prop_assert!(!term.contains(next.from));
    }

    #[test]
    fn the_last_timely_day_is_the_last(
        through in any_day(),
        calendar in any_calendar(),
        (years, months, days) in (0..3_u32, 1..14_u32, 0..40_u32),
        thirty in any::<bool>(),
    ) {
        let counting = match thirty {
            true => MonthCounting::ThirtyDayMonths,
            false => MonthCounting::CalendarMonths,
        };
        let lead = Lead { span: Span { years, months, days }, counting, calendar };
        let due = lead.last_timely_day(through);
        // Of the first terms of all, the last timely day was before any that a register can have.
        prop_assume!(Date::MIN < due);
        prop_assert!(lead.reaches(due) <= through);
        for later in 1..40 {
            let reached = lead.reaches(due.moved_by(later));
            prop_assert!(through < reached || reached == Date::MAX);
        }
    }

    /// A reminder that is surely longer before a day falls on an earlier day, in any month.
    #[test]
    fn what_is_surely_longer_reaches_further_back(
        day in any_day(),
        calendar in any_calendar(),
        (months, days) in (0..30_u32, 0..100_u32),
        (other_months, other_days) in (0..30_u32, 0..100_u32),
    ) {
        let span = Span { years: 0, months, days };
        let other = Span { years: 0, months: other_months, days: other_days };
        if span.is_surely_longer_than(&other) {
            let (back, other_back) =
                (calendar.clamped_before(day, span), calendar.clamped_before(day, other));
            let is_earlier = back < other_back || back == Date::MIN;
            prop_assert!(is_earlier, "{span} before {day} is {back}, {other} is {other_back}");
            prop_assert!(!other.is_surely_longer_than(&span));
        }
    }

    #[test]
    fn what_is_written_is_read(day in any_day()) {
        let text = solar_hijri(day);
        prop_assert_eq!(parse(&text, DateOrder::YearMonthDay), Ok(day));
        let persian: String = text
            .chars()
            .map(|letter| letter.to_digit(10).map_or(letter, |digit| {
                char::from_u32('۰' as u32 + digit).unwrap()
            }))
            .collect();
        prop_assert_eq!(parse(&persian, DateOrder::YearMonthDay), Ok(day));
    }

    #[test]
    fn no_text_is_a_panic(text in ".{0,12}") {
        let _ = parse(&text, DateOrder::YearMonthDay);
        let _ = parse(&text, DateOrder::MonthDayYear);
        let _ = text.parse::<Span>();
    }
}
