//! Ids and names as registers write them.

use parvaneh::core::calendar::{DateOrder, parse};
use parvaneh::core::number;
use parvaneh::core::party::{
    IdError, LegalEntityId, Name, NationalId, PartyId, PartyKind, identifiers_meant, normalise,
};

#[test]
fn national_ids() {
    for text in ["9995648067", "۹۹۹۵۶۴۸۰۶۷", " ٩٩٩٥٦٤٨٠٦٧ "] {
        assert_eq!(NationalId::parse(text).unwrap().as_str(), "9995648067");
    }
    // The check digit is the rest where that is 0 or 1, and else what is wanting to 11.
    for text in [
        "9994148850",
        "9999666371",
        "9993742449",
        "9994298488",
        "9995345951",
    ] {
        assert_eq!(NationalId::parse(text).unwrap().as_str(), text);
    }
    assert_eq!(NationalId::parse("9995648068"), Err(IdError::Checksum));
    assert_eq!(
        NationalId::parse("9995648067").map(|id| id.as_str().len()),
        Ok(10)
    );
    // A person has this one, though most programs refuse it.
    assert!(NationalId::parse("1111111111").is_ok());
    for digit in [0, 2, 3, 4, 5, 6, 7, 8, 9] {
        let repeated = digit.to_string().repeat(10);
        assert_eq!(NationalId::parse(&repeated), Err(IdError::Repeated));
    }
    for text in ["", "999564806", "99956480670", "99956x8067", "9995 648067"] {
        assert_eq!(
            NationalId::parse(text),
            Err(IdError::Digits { wanted: 10 }),
            "{text:?}"
        );
    }
}

/// However it is written, it is that person's, and never that of a company whose id it would be with a zero
/// before it.
#[test]
fn an_identifier_means_one_kind_of_person() {
    let kinds = |text: &str| -> Vec<PartyKind> {
        let meant = identifiers_meant(text).into_iter();
        meant.map(|(kind, _)| kind).collect()
    };
    let person = [PartyKind::Natural, PartyKind::Unstated];
    for text in ["9995648067", "999-564806-7", "national:۹۹۹۵۶۴۸۰۶۷"] {
        assert_eq!(kinds(text), person, "{text}");
    }
    assert_eq!(identifiers_meant("123456789")[0].1, "0123456789");
    let both = (1_000_000_000_u64..)
        .map(|number| number.to_string())
        .find(|text| {
            NationalId::parse(text).is_ok() && LegalEntityId::parse(&format!("0{text}")).is_ok()
        });
    let both = both.expect("there is one");
    assert_eq!(kinds(&both), person);
    assert_eq!(kinds(&format!("0{both}")), [PartyKind::Legal]);
}

/// One changed digit, or two neighbours exchanged, never passes.
#[test]
fn a_slip_of_the_pen_is_noticed() {
    let id = "9995648067";
    for at in 0..10 {
        for digit in '0'..='9' {
            let mut slip: Vec<char> = id.chars().collect();
            if slip[at] == digit {
                continue;
            }
            slip[at] = digit;
            let slip: String = slip.into_iter().collect();
            assert!(NationalId::parse(&slip).is_err(), "{slip}");
        }
    }
}

#[test]
fn legal_entity_ids() {
    assert_eq!(
        LegalEntityId::parse("۹۹۲۲۵۶۹۶۲۶۷").unwrap().as_str(),
        "99225696267"
    );
    assert_eq!(LegalEntityId::parse("11111111111"), Err(IdError::Repeated));
    assert_eq!(LegalEntityId::parse("99225696268"), Err(IdError::Checksum));
    assert_eq!(
        LegalEntityId::parse("9922569626"),
        Err(IdError::Digits { wanted: 11 })
    );
}

/// What looks the same is one name; what was given is kept.
#[test]
fn names_in_one_spelling() {
    let given = " علي\u{200c}رضا   كاظمى\u{200f} ";
    let name = Name::parse(given).unwrap();
    assert_eq!(name.normalised, "علی رضا کاظمی");
    assert_eq!(name.as_given, given);
    assert_eq!(normalise("آذربايجان\u{a0}غربي"), "آذربایجان غربی");
    assert!(Name::parse(" \u{200c}\u{feff} ").is_err());
}

/// Whichever of these marks stand in it, it is the same name, the same number and the same day.
#[test]
fn nobody_sees_these_marks() {
    let marks = "\u{ad}\u{34f}\u{61c}\u{640}\u{180e}\u{200b}\u{200d}\u{200e}\u{200f}\u{202a}\u{202e}\u{2060}\
                 \u{2066}\u{2069}\u{fe00}\u{fe0f}\u{feff}\u{e0001}";
    let day = parse("1405/09/02", DateOrder::YearMonthDay).unwrap();
    for mark in marks.chars() {
        let within = |text: &str| format!("{mark}{}{mark}{}{mark}", &text[..2], &text[2..]);
        assert_eq!(normalise(&within("علی")), "علی", "{mark:?}");
        assert_eq!(number::normalise(&within("17-1")), "17-1", "{mark:?}");
        let beside = format!("{mark}1405/09/02{mark}");
        assert_eq!(parse(&beside, DateOrder::YearMonthDay), Ok(day), "{mark:?}");
    }
}

/// As text where a person may read it, as sixteen bytes where nobody does.
#[test]
fn party_ids() {
    let text = "01a20be0-1f88-7367-a7e7-a6806ddf9a44";
    let id: PartyId = text.parse().unwrap();
    assert_eq!(id.to_string(), text);
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("{text:?}"));
    for wrong in [
        "",
        "01a20be01f887367a7e7a6806ddf9a44",
        "01a20be0-1f88-7367-a7e7-a6806ddf9a4g",
    ] {
        assert!(wrong.parse::<PartyId>().is_err(), "{wrong:?}");
    }
}
