//! The first line of a file beside the columns of a profile.

use std::collections::BTreeMap;
use std::path::Path;

use csv::ByteRecord;
use parvaneh_core::party::normalise;

use super::ImportError;
use crate::profile::{Column, Profile};

/// Where in a row the columns of a profile stand.
pub(super) struct Header {
    /// How many fields a row has.
    pub(super) width: usize,
    places: BTreeMap<Column, Vec<usize>>,
    /// Columns that the profile needs and the file has not, by the profile's names.
    missing: Vec<String>,
    /// Columns that the profile can do without and the file has not.
    pub(super) left_out: Vec<String>,
    /// Names that more than one column of the file has.
    doubled: Vec<String>,
}

impl Header {
    pub(super) fn of(profile: &Profile, first: &ByteRecord) -> Self {
        let mut header = Self {
            width: first.len(),
            places: BTreeMap::new(),
            missing: Vec::new(),
            left_out: Vec::new(),
            doubled: Vec::new(),
        };
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        for (at, name) in first.iter().enumerate() {
            let given = String::from_utf8_lossy(name).trim().to_owned();
            let name = normalise(&given);
            // A column without a name is nobody's.
            if !name.is_empty() && by_name.insert(name, at).is_some() {
                header.doubled.push(given);
            }
        }
        for column in Column::ALL {
            for name in profile.columns.names(column) {
                match by_name.get(&normalise(name)) {
                    Some(at) => header.places.entry(column).or_default().push(*at),
                    None if profile.may_be_missing.contains(&column) => {
                        header.left_out.push(name.clone());
                    }
                    None => header.missing.push(name.clone()),
                }
            }
        }
        header
    }

    /// Refuses a file that has not the columns that the profile needs, or two of one name.
    pub(super) fn fits(&self, profile: &Profile, path: &Path) -> Result<(), ImportError> {
        let listed = |names: &[String]| {
            let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
            names.join(", ")
        };
        if !self.missing.is_empty() {
            return Err(ImportError::Columns {
                path: path.to_owned(),
                profile: profile.name.clone(),
                columns: listed(&self.missing),
            });
        }
        match self.doubled.is_empty() {
            true => Ok(()),
            false => Err(ImportError::Doubled {
                path: path.to_owned(),
                columns: listed(&self.doubled),
            }),
        }
    }

    /// How many of the profile's columns the file has not.
    pub(super) fn lacks(&self) -> (usize, usize) {
        (self.missing.len(), self.left_out.len())
    }

    /// Where in a row the parts of this stand: none where the file has no such column.
    pub(super) fn places(&self, column: Column) -> &[usize] {
        self.places
            .get(&column)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }
}
