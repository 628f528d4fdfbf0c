//! Numbers as people write them: one spelling for all the ways to write one, and no more than that.

use parvaneh::core::number::{LONGEST, Number, NumberError, normalise};
use parvaneh_tests::proof::times;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What is one number to a reader is one number.
#[test]
fn one_number_is_written_in_many_ways() {
    for (number, ways) in [
        (
            "17-1",
            &[
                "۱۷-۱",
                "١٧-١",
                "１７－１",
                "17‐1",
                "17‑1",
                "17–1",
                "17—1",
                "17−1",
                "17﹣1",
                "17﹘1",
                " 17-1\u{a0}",
                "17 - 1",
                "\u{200f}17-1",
                "17\u{ad}-1",
                "1\u{200c}7-1",
                "17-1\u{feff}",
                "𝟏𝟕-𝟏",
                "\u{2066}17-1\u{2069}",
                "17\u{2060}-1",
                "17\u{fe0f}-1",
            ][..],
        ),
        ("ک-4", &["ك-4", "ک-۴", "ﻛ-4", "ک\u{640}-4", "ک\u{200d}-4"]),
        ("ی-4", &["ي-4", "ى-4", "ﯼ-4"]),
        ("آ-4", &["\u{627}\u{653}-4", "ﺁ-4"]),
        ("é1", &["e\u{301}1", "é\u{200e}1"]),
        ("ئ", &["ی\u{654}", "ي\u{654}", "\u{626}"]),
        ("هٔ", &["\u{6c0}", "\u{6d5}\u{654}"]),
        (
            "تهران 12",
            &[
                "تهران ۱۲",
                "تهران12",
                "تهران\u{200c}12",
                "تهران\u{a0}\u{a0}12",
            ],
        ),
        ("نیم روز", &["نیم\u{200c}روز", "نيم  روز"]),
        ("12 345", &["12\u{202f}345", "۱۲ ۳۴۵"]),
        ("a/4", &["a∕4", "a／4", "ａ/4"]),
    ] {
        let one = Number::parse(number).unwrap().normalised;
        for way in ways {
            assert_eq!(Number::parse(way).unwrap().normalised, one, "{way:?}");
        }
    }
}

/// Those that a reader tells apart stay apart.
#[test]
fn other_numbers_are_others() {
    let others = [
        "17-1",
        "171",
        "17/1",
        "17.1",
        "17-01",
        "17²",
        "172",
        "a1",
        "A1",
        "ا-4",
        "آ-4",
        "12 345",
        "12345",
        "1 2345",
        "نیمروز",
        "نیم روز",
        "½",
        "1/2",
    ];
    for (at, one) in others.iter().enumerate() {
        for other in &others[at + 1..] {
            assert_ne!(normalise(one), normalise(other), "{one} {other}");
        }
    }
}

/// It stays as it was given, beside its one spelling.
#[test]
fn a_number_stays_as_it_was_given() {
    let number = Number::parse(" ۱۷–۱ ").unwrap();
    assert_eq!((&*number.normalised, &*number.as_given), ("17-1", "۱۷–۱"));
}

#[test]
fn what_is_no_number_is_refused() {
    for nothing in ["", "  ", "\u{200f}", "\u{feff}\u{200c} \u{ad}"] {
        let missing = NumberError::Missing(nothing.to_owned());
        assert_eq!(Number::parse(nothing), Err(missing), "{nothing:?}");
    }
    for text in ["17\t1", "17\n1", "17\0", "17\u{85}1"] {
        let control = NumberError::Control(text.to_owned());
        assert_eq!(Number::parse(text), Err(control), "{text:?}");
    }
    assert!(Number::parse(&"۱".repeat(LONGEST)).is_ok());
    let too_long = Number::parse(&"۱".repeat(LONGEST + 1));
    assert!(matches!(
        too_long,
        Err(NumberError::TooLong { found: 101, .. })
    ));
}

/// A character of a number, and the ways to write it.
const WAYS: [&[&str]; 9] = [
    &["1", "۱", "١", "１", "𝟙"],
    &["4", "۴", "٤", "４", "𝟜"],
    &["0", "۰", "٠", "０"],
    &["-", "‐", "‑", "–", "—", "−", "－", "﹣", " - ", "-\u{a0}"],
    &["/", "／", " / ", "∕"],
    &["ک", "ك", "ﻛ", "ک\u{640}"],
    &["ی", "ي", "ى"],
    &["آ", "\u{627}\u{653}", "ﺁ"],
    &["A", "Ａ", "𝐀"],
];

/// What can be written anywhere and is not seen.
const UNSEEN: [&str; 8] = [
    "", "", "", "\u{200e}", "\u{200f}", "\u{ad}", "\u{2060}", "\u{feff}",
];

/// A number, and a way to write it.
fn written() -> impl Strategy<Value = (String, String)> {
    let character = (
        select(&WAYS[..]),
        any::<prop::sample::Index>(),
        select(&UNSEEN[..]),
    );
    vec(character, 1..12).prop_map(|characters| {
        let number = characters.iter().map(|(ways, _, _)| ways[0]).collect();
        let way = characters
            .iter()
            .map(|(ways, at, unseen)| format!("{}{unseen}", ways[at.index(ways.len())]));
        (number, way.collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(times(2000)))]

    /// However it is written, it is that number.
    #[test]
    fn every_way_to_write_a_number_is_that_number((number, way) in written()) {
        prop_assert_eq!(normalise(&way), normalise(&number));
    }

    /// What is spelled once is spelled so.
    #[test]
    fn one_spelling_is_the_last_one(text in any::<String>()) {
        let once = normalise(&text).into_owned();
        prop_assert_eq!(normalise(&once), once.as_str());
    }

    /// The same of what numbers are made of.
    #[test]
    fn one_spelling_of_a_number_is_the_last_one((_, way) in written(), text in "[\u{600}-\u{6ff}\u{200b}-\u{200f}a ́-]{0,12}") {
        let once = normalise(&format!("{way}{text}")).into_owned();
        prop_assert_eq!(normalise(&once), once.as_str());
    }
}
