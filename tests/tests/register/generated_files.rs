//! Thousands of small files with random faults, each written from rows that are known before: what must come of
//! a row is known from how it was written, and not from how it is read.

use std::collections::BTreeMap;

use parvaneh::import::{Import, Imported};
use parvaneh::profile::{Profile, StatusWord};
use parvaneh::text_file::Encoding;
use parvaneh::{Engine, Workflows};
use parvaneh_tests::proof::times;
use parvaneh_tests::seeded::{chance, seed};
use parvaneh_tests::{Binary, Kind, on_both};

const HEADER: [&str; 12] = [
    "licence_number",
    "office_kind",
    "province",
    "county",
    "holder_kind",
    "holder_name",
    "holder_national_id",
    "issued_on",
    "valid_from",
    "valid_through",
    "status",
    "renewal_filed_on",
];

/// Stands for something that is no letter in the encoding.
const NO_LETTER: char = '\u{e000}';

/// Letters whose bytes in Windows-1256 are known below.
const LETTERS: [(char, u8); 11] = [
    ('ا', 0xc7),
    ('ب', 0xc8),
    ('ت', 0xca),
    ('د', 0xcf),
    ('ر', 0xd1),
    ('ز', 0xd2),
    ('س', 0xd3),
    ('ش', 0xd4),
    ('م', 0xe3),
    ('ن', 0xe4),
    ('ه', 0xe5),
];

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fault {
    None,
    NoLetter,
    Nul,
    TooFew,
    TooMany,
    StrayQuote,
    NoSuchDay,
    EndsBefore,
    UnknownStatus,
    UnknownProvince,
    NoNumber,
    Twice,
    Skipped,
}

const FAULTS: [Fault; 12] = [
    Fault::NoLetter,
    Fault::Nul,
    Fault::TooFew,
    Fault::TooMany,
    Fault::StrayQuote,
    Fault::NoSuchDay,
    Fault::EndsBefore,
    Fault::UnknownStatus,
    Fault::UnknownProvince,
    Fault::NoNumber,
    Fault::Twice,
    Fault::Skipped,
];

impl Fault {
    /// The column at fault; none where the row is accepted or skipped.
    fn column(self) -> Option<&'static str> {
        match self {
            Self::None | Self::Skipped => None,
            Self::NoLetter | Self::Nul => Some("holder_name"),
            Self::TooFew | Self::TooMany | Self::StrayQuote | Self::NoNumber | Self::Twice => {
                Some("licence_number")
            }
            Self::NoSuchDay => Some("valid_from"),
            Self::EndsBefore => Some("valid_through"),
            Self::UnknownStatus => Some("status"),
            Self::UnknownProvince => Some("province"),
        }
    }
}

/// Throws of one file.
struct Throws {
    seed: u64,
    count: u32,
}

impl Throws {
    /// A number below `below`.
    fn one_of(&mut self, below: usize) -> usize {
        self.count += 1;
        let thrown = (chance(self.seed, self.count) * below as f64) as usize;
        Ord::min(thrown, below - 1)
    }

    fn happens(&mut self, in_a_hundred: usize) -> bool {
        self.one_of(100) < in_a_hundred
    }
}

/// A file, and what must come of it.
struct File {
    bytes: Vec<u8>,
    encoding: Encoding,
    is_stated: bool,
    separator: char,
    /// Line and column of each rejected row.
    rejected: Vec<(u64, String)>,
    skipped: u64,
    blank: u64,
    rows: u64,
    /// Number and last day of each accepted row.
    accepted: BTreeMap<String, String>,
}

fn national_id(person: usize) -> String {
    let digits = format!("99{person:07}");
    let sum: u32 = (2..=10_u32)
        .rev()
        .zip(digits.bytes())
        .map(|(weight, digit)| weight * u32::from(digit - b'0'))
        .sum();
    let rest = sum % 11;
    format!("{digits}{}", if rest < 2 { rest } else { 11 - rest })
}

/// What stands in the fields of a row, by its fault.
fn fields(throws: &mut Throws, number: &str, person: usize, fault: Fault) -> (Vec<String>, String) {
    let mut letter = || LETTERS[throws.one_of(LETTERS.len())].0;
    let mut name: String = (0..4).map(|_| letter()).collect();
    match fault {
        Fault::NoLetter => name.insert(name.len() / 2, NO_LETTER),
        Fault::Nul => name.push('\0'),
        _ => {}
    }
    let month = 1 + throws.one_of(12);
    let day = 1 + throws.one_of(28);
    let through = format!("2026-{month:02}-{day:02}");
    let written = match throws.one_of(3) {
        0 => through.clone(),
        1 => format!("2026/{month}/{day}"),
        _ => format!(" 2026.{month:02}.{day}"),
    };
    let from = if fault == Fault::NoSuchDay {
        "1402/12/31"
    } else {
        "2024-01-01"
    };
    let written = if fault == Fault::EndsBefore {
        "2023-12-31".to_owned()
    } else {
        written
    };
    let number = if fault == Fault::NoNumber {
        " "
    } else {
        number
    };
    let status = match fault {
        Fault::UnknownStatus => "perhaps",
        Fault::Skipped => "requested",
        _ => "active",
    };
    let province = if fault == Fault::UnknownProvince {
        "برمس"
    } else {
        "تهران"
    };
    let fields = [
        number,
        "urban",
        province,
        "",
        "natural",
        &name,
        &national_id(person),
        "",
        from,
        &written,
        status,
        "",
    ];
    let mut fields: Vec<String> = fields.map(str::to_owned).into();
    match fault {
        Fault::TooFew => drop(fields.pop()),
        Fault::TooMany => fields.push("more".to_owned()),
        _ => {}
    }
    (fields, through)
}

/// A row as text. One that may be quoted may have a line break, a separator or a quotation mark in its name.
fn row(
    throws: &mut Throws,
    mut fields: Vec<String>,
    separator: char,
    fault: Fault,
    may_quote: bool,
) -> String {
    let odd = [
        String::new(),
        format!("{separator}"),
        "\"".to_owned(),
        "\n".to_owned(),
    ];
    if may_quote && fault == Fault::None {
        fields[5].push_str(&odd[throws.one_of(odd.len())]);
        fields[5].push('ا');
    }
    if fault == Fault::StrayQuote {
        fields[5].insert(0, '"');
        return fields.join(&separator.to_string());
    }
    let quoted = fields.iter().map(|field| {
        let must = field.contains([separator, '"', '\n']);
        match must || may_quote && throws.happens(10) {
            true => format!("\"{}\"", field.replace('"', "\"\"")),
            false => field.clone(),
        }
    });
    quoted.collect::<Vec<_>>().join(&separator.to_string())
}

fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
    let unit = |unit: u16| match encoding {
        Encoding::Utf16Be => unit.to_be_bytes(),
        Encoding::Utf8 | Encoding::Utf16Le | Encoding::Windows1256 => unit.to_le_bytes(),
    };
    let letter = |letter: char| -> Vec<u8> {
        match (encoding, letter) {
            (Encoding::Utf8, NO_LETTER) => vec![0xe3],
            (Encoding::Utf8, letter) => letter.to_string().into_bytes(),
            (Encoding::Utf16Le | Encoding::Utf16Be, NO_LETTER) => unit(0xd801).into(),
            (Encoding::Utf16Le | Encoding::Utf16Be, letter) => letter
                .encode_utf16(&mut [0; 2])
                .iter()
                .flat_map(|it| unit(*it))
                .collect(),
            (Encoding::Windows1256, letter) => {
                let known = LETTERS.iter().find(|(known, _)| *known == letter);
                vec![known.map_or_else(|| u8::try_from(letter).expect("a Latin letter"), |it| it.1)]
            }
        }
    };
    text.chars().flat_map(letter).collect()
}

/// A file that is being written.
struct Writing {
    throws: Throws,
    /// Which file of the run.
    at: usize,
    text: String,
    /// How many line ends are written.
    line: u64,
    ends: &'static [&'static str],
    may_quote: bool,
    no_letters: u64,
    made: File,
}

impl Writing {
    fn begun(seed: u64, at: usize) -> Self {
        let seed = seed.wrapping_add(at as u64 * 7919);
        let mut throws = Throws { seed, count: 0 };
        let encoding = Encoding::ALL[throws.one_of(4)];
        let separator = [',', ';', '\t', '|'][throws.one_of(4)];
        let ends: [&[&str]; 4] = [&["\n"], &["\r\n"], &["\r"], &["\n", "\r\n", "\r"]];
        let ends = ends[throws.one_of(4)];
        let has_mark = encoding != Encoding::Windows1256 && throws.happens(50);
        let mut text = if has_mark { "\u{feff}" } else { "" }.to_owned();
        let says_separator = throws.happens(10);
        if says_separator {
            text.push_str(&format!("sep={separator}\n"));
        }
        text.push_str(&HEADER.join(&separator.to_string()));
        Self {
            at,
            text,
            line: u64::from(says_separator),
            ends,
            may_quote: true,
            no_letters: 0,
            made: File {
                bytes: Vec::new(),
                encoding,
                is_stated: encoding == Encoding::Windows1256 || throws.happens(20),
                separator,
                rejected: Vec::new(),
                skipped: 0,
                blank: 0,
                rows: 0,
                accepted: BTreeMap::new(),
            },
            throws,
        }
    }

    fn end_line(&mut self) {
        self.text
            .push_str(self.ends[self.throws.one_of(self.ends.len())]);
        self.line += 1;
        // A line feed behind a carriage return is the same end of a line.
        if self.throws.happens(15) {
            let end = if self.text.ends_with('\r') {
                '\r'
            } else {
                '\n'
            };
            self.text.push(end);
            self.line += 1;
            self.made.blank += 1;
        }
    }

    /// A fault that a row can have here, as far as it is known what comes of it.
    fn fault(&mut self) -> Fault {
        if !self.throws.happens(40) {
            return Fault::None;
        }
        match FAULTS[self.throws.one_of(12)] {
            Fault::NoLetter if self.made.encoding == Encoding::Windows1256 => Fault::None,
            Fault::Twice if self.made.accepted.is_empty() => Fault::None,
            // What is quoted further below would close it.
            Fault::StrayQuote if !self.may_quote => Fault::None,
            fault => fault,
        }
    }

    fn row(&mut self, nth: usize) {
        let fault = self.fault();
        self.no_letters += u64::from(fault == Fault::NoLetter);
        self.may_quote &= fault != Fault::StrayQuote;
        let before = self.made.accepted.keys().next().cloned();
        let own = format!("{}-{nth}", self.at);
        let number = before.filter(|_| fault == Fault::Twice).unwrap_or(own);
        let person = self.at * 10 + nth;
        let (fields, through) = fields(&mut self.throws, &number, person, fault);
        let separator = self.made.separator;
        let written = row(&mut self.throws, fields, separator, fault, self.may_quote);
        self.made.rows += 1;
        match (fault.column(), fault) {
            (Some(column), _) => self.made.rejected.push((self.line + 1, column.to_owned())),
            (None, Fault::Skipped) => self.made.skipped += 1,
            (None, _) => {
                self.made.accepted.insert(number, through);
            }
        }
        self.line += written.matches('\n').count() as u64;
        self.text.push_str(&written);
    }
}

fn file(seed: u64, at: usize) -> File {
    let mut writing = Writing::begun(seed, at);
    for nth in 0..1 + writing.throws.one_of(8) {
        writing.end_line();
        writing.row(nth);
    }
    if writing.throws.happens(70) {
        writing.end_line();
    }
    let Writing {
        text,
        no_letters,
        mut made,
        ..
    } = writing;
    // Where most rows are no letters of UTF-8, the file is in another encoding.
    made.is_stated |= made.rows <= 2 * no_letters;
    made.bytes = encoded(&text, made.encoding);
    made
}

async fn import(engine: &Engine, profile: Profile, path: &str) -> (Imported, Vec<(u64, String)>) {
    let rejects = format!("{path}.rejects");
    let import = Import::open(profile, path.as_ref(), Some(rejects.as_ref())).expect("it opens");
    let mut rejected = Vec::new();
    let note = |rejection: &parvaneh::import::Rejection| {
        rejected.push((rejection.line, rejection.column.clone()));
    };
    let imported = engine
        .import(import, note, |_| {})
        .await
        .expect("it is imported");
    (imported, rejected)
}

async fn try_files(register: &Binary, seed: u64, count: usize) -> BTreeMap<String, String> {
    let workflows = || Workflows::embedded().expect("the workflows load");
    Engine::migrate(&register.url(), workflows())
        .await
        .expect("the tables can be made");
    let noon = "2026-01-02T08:00:00Z".parse().expect("an instant");
    let engine = Engine::open(&register.url(), workflows())
        .await
        .expect("the register opens");
    let engine = engine.with_clock(move || noon);
    let profile = workflows().profile("pishkhan").expect("a profile").clone();
    let mut accepted = BTreeMap::new();
    for at in 0..count {
        let file = file(seed, at);
        let path = register.write("input.csv", &file.bytes);
        let mut profile = profile.clone();
        profile
            .status
            .insert("requested".to_owned(), StatusWord::Skipped);
        profile.encoding = file.is_stated.then_some(file.encoding);
        let (imported, rejected) = import(&engine, profile.clone(), &path).await;
        let told = format!(
            "file {at} of PARVANEH_SEED={seed}: {:?}",
            String::from_utf8_lossy(&file.bytes)
        );
        assert_eq!(rejected, file.rejected, "{told}");
        let sums = [
            imported.rows,
            imported.accepted,
            imported.rejected,
            imported.skipped,
        ];
        let wanted = [
            file.rows,
            file.accepted.len() as u64,
            rejected.len() as u64,
            file.skipped,
        ];
        assert_eq!(sums, wanted, "{told}");
        assert_eq!(
            imported.rows,
            imported.accepted + imported.rejected + imported.skipped,
            "{told}"
        );
        assert_eq!(imported.bytes, file.bytes.len() as u64, "{told}");
        assert_eq!(imported.blank_lines, file.blank, "{told}");
        assert_eq!(imported.encoding, file.encoding, "{told}");
        assert_eq!(imported.separator, file.separator.to_string(), "{told}");
        // What was rejected is rejected again, for the same columns; one that came twice is there already.
        let (again, rejected) = import(&engine, profile, &format!("{path}.rejects")).await;
        let columns =
            |rejected: &[(u64, String)]| rejected.iter().map(|it| it.1.clone()).collect::<Vec<_>>();
        assert_eq!(columns(&rejected), columns(&file.rejected), "{told}");
        assert_eq!(
            [again.rows, again.rejected],
            [rejected.len() as u64; 2],
            "{told}"
        );
        accepted.extend(file.accepted);
    }
    engine.close().await.expect("it closes");
    accepted
}

/// The register holds what was written without fault, and nothing else.
fn what_comes_of_a_row_is_known_before(kind: Kind) {
    let register = Binary::fresh_on(kind);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let count = times(match kind {
        Kind::Sqlite => 1200,
        Kind::Postgres => 300,
    });
    let accepted = try_files(&register, seed(), usize::try_from(count).expect("a count"));
    let accepted = runtime.expect("it runs").block_on(accepted);
    let listed = register.list("2024-06-01").into_iter();
    let listed: BTreeMap<String, String> = listed
        .map(|(number, office)| {
            assert_eq!(office.standing, "in_force", "{number}");
            (number, office.through.as_str().expect("a day").to_owned())
        })
        .collect();
    assert_eq!(listed, accepted);
    register.verify_clean();
}

on_both! {
    what_comes_of_a_row_is_known_before,
}
