//! What is written about the law says what the code does.

use std::fs;

use parvaneh::core::calendar::{Calendar, Lead, MonthCounting, Span, solar_hijri};
use parvaneh_tests::law::day;
use parvaneh_tests::repository::{root, texts};

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect("the file is in the repository")
}

/// The last timely days that `docs/law/README.md` states for the two ways to count months.
#[test]
fn the_table_of_last_timely_days_is_computed() {
    let readme = text("docs/law/README.md");
    let rows: Vec<Vec<&str>> = readme
        .lines()
        .filter(|line| line.starts_with("| 14"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), 9);
    let due = |through: &str, counting| {
        let lead = Lead {
            span: Span {
                years: 0,
                months: 3,
                days: 0,
            },
            counting,
            calendar: Calendar::SolarHijri,
        };
        lead.last_timely_day(day(through))
    };
    for row in rows {
        let [through, months, thirty, difference] = row[..] else {
            panic!("a row has four cells: {row:?}");
        };
        let (through, _) = through.split_once(',').unwrap();
        let by_months = due(through, MonthCounting::CalendarMonths);
        let by_thirty = due(through, MonthCounting::ThirtyDayMonths);
        assert_eq!(solar_hijri(by_months), months, "through {through}");
        assert_eq!(solar_hijri(by_thirty), thirty, "through {through}");
        let days = by_thirty.days_since(by_months);
        let words = match days {
            0 => "the same day".to_owned(),
            1 => "1 day later".to_owned(),
            -1 => "1 day earlier".to_owned(),
            _ => format!("{days} days later"),
        };
        assert_eq!(words, difference, "through {through}");
    }
}

/// Whatever a refusal cites can be read about in `docs/law/`.
#[test]
fn every_article_that_a_refusal_cites_is_on_a_page() {
    let all = |folder, extension| -> String {
        let texts = texts(folder, extension).into_iter();
        texts.map(|(_, text)| text).collect()
    };
    // What an edition of the tests says stands on no page.
    let pages = all("docs/law", "md") + &all("tests/data/quays", "toml");
    let snapshots = all("tests/tests", "snap");
    let transcripts = all("tests/scenarios", "transcript");
    let in_a_sentence = snapshots.lines().filter_map(|line| {
        let refused = line.contains("refused, ").then_some(line)?;
        let (_, citation) = refused.strip_suffix(']')?.rsplit_once(" [")?;
        Some(citation.rsplit_once(", ")?.0)
    });
    let in_a_line = transcripts.lines().filter_map(|line| {
        let citation = line.trim_start().strip_prefix("by ")?;
        Some(citation.strip_suffix(']')?.rsplit_once(" [")?.0)
    });
    let mut cited = 0;
    for article in in_a_sentence.chain(in_a_line) {
        assert!(
            pages.contains(article),
            "no page of docs/law says {article:?}"
        );
        cited += 1;
    }
    assert!(200 < cited, "the transcripts hold {cited} refusals");
}
