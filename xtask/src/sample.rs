//! Registers of any size, in the shape of the ministry's export.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// The day of the night that is measured.
pub(crate) const NIGHT: &str = "1405-09-02";
/// The night before it.
pub(crate) const EVE: &str = "1405-09-01";

/// Writes `licences` rows, of which `due` have a term that ends with the eve, spread evenly; the
/// others have nothing due near it.
pub(crate) fn write(path: &Path, licences: usize, due: usize) -> anyhow::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(
        file,
        "licence_number,office_kind,province,county,holder_kind,holder_name,holder_national_id,\
         issued_on,valid_from,valid_through,status,renewal_filed_on"
    )?;
    let every = licences.checked_div(due).unwrap_or(usize::MAX);
    for at in 0..licences {
        let is_due = due != 0 && at % every == 0 && at / every < due;
        let day = 1 + at % 29;
        let (from, through) = if is_due {
            ("1402-09-02".to_owned(), EVE.to_owned())
        } else {
            (format!("1404/06/{day:02}"), String::new())
        };
        writeln!(
            file,
            "{},urban,تهران,مرکز,natural,نام {at},{},{from},{from},{through},active,",
            number(at),
            national_id(at)
        )?;
    }
    file.flush()?;
    Ok(())
}

/// Writes a command a licence of [`write`]: its holder files for renewal.
pub(crate) fn write_renewals(path: &Path, licences: usize) -> anyhow::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for at in 0..licences {
        writeln!(
            file,
            r#"{{"id":"01900000-0000-7000-8000-{at:012}","number":"{}","actor":{{"id":"{}","role":"holder"}},"command":{{"machine":"renewal","type":"file"}}}}"#,
            number(at),
            national_id(at)
        )?;
    }
    file.flush()?;
    Ok(())
}

fn number(at: usize) -> String {
    format!("{:02}-{}", 10 + at % 90, 10_000_000 + at)
}

/// A national id whose checksum holds and that begins as no real person's does.
fn national_id(at: usize) -> String {
    let nine = format!("99{:07}", at % 10_000_000);
    let sum: u32 = (2..=10)
        .rev()
        .zip(nine.bytes())
        .map(|(weight, digit)| weight * u32::from(digit - b'0'))
        .sum();
    let rest = sum % 11;
    format!("{nine}{}", if rest < 2 { rest } else { 11 - rest })
}
