//! A licence that the scenario begins with, as another register states it.

use std::collections::BTreeMap;

use parvaneh::core::party::PartyKind;
use parvaneh::import::Import;
use parvaneh::profile::{Columns, Profile, RowIs, StatusWord};

use crate::error::{TestkitError, chain};
use crate::scenario::Scenario;

/// What a scenario may add to what a licence needs.
const MAY_BE_STATED: [&str; 6] = [
    "holder_kind",
    "issued_on",
    "renewal_filed_on",
    "status",
    "status_on",
    "valid_through",
];

impl Scenario {
    /// Takes in a licence with a term from `from` on, as another register would state it, in the
    /// scenario's province. Who holds it goes by the name `holder`; another licence has another
    /// holder, who goes by that name from then on. A number that was stated before gets one more term.
    ///
    /// `stated` are `name=value`, of what a register may say besides: `status` (`in_force`, which
    /// it is unless said otherwise, `suspended`, `revoked`, `surrendered`) and `status_on`,
    /// `valid_through`, `issued_on`, `renewal_filed_on`, and `holder_kind` (`legal`, unless said
    /// otherwise, or `natural`).
    pub fn licensed(
        &mut self,
        number: &str,
        kind: &str,
        from: &str,
        stated: &[&str],
    ) -> Result<&mut Self, TestkitError> {
        let today = self.today()?;
        let holder = format!("holder of {number}");
        let province = match self.province() {
            "" => "-",
            province => province,
        };
        let mut row = BTreeMap::from([
            ("number", number),
            ("office_kind", kind),
            ("province", province),
            ("holder_name", &holder),
            ("holder_kind", PartyKind::Legal.word()),
            ("valid_from", from),
            ("valid_through", ""),
            ("status", "in_force"),
        ]);
        for statement in stated {
            let known = statement.split_once('=').and_then(|(name, value)| {
                let name = MAY_BE_STATED.iter().find(|known| **known == name)?;
                Some((*name, value))
            });
            let (name, value) = known.ok_or_else(|| {
                TestkitError::meaning(format!(
                    "{statement:?} is no name=value that a register states of a licence; the \
                     names are {}",
                    MAY_BE_STATED.join(", ")
                ))
            })?;
            row.insert(name, value);
        }
        let profile = profile(&self.regime().name, &row);
        let quoted = |field: &str| format!("\"{}\"", field.replace('"', "\"\""));
        let names: Vec<String> = row.keys().map(|name| quoted(name)).collect();
        let fields: Vec<String> = row.values().map(|field| quoted(field)).collect();
        let folder = tempfile::tempdir().map_err(TestkitError::Place)?;
        let file = folder.path().join("licensed.csv");
        let text = format!("{}\n{}\n", names.join(","), fields.join(","));
        std::fs::write(&file, text).map_err(TestkitError::Place)?;

        let failed = |error: &dyn std::error::Error| TestkitError::meaning(chain(error));
        let import = Import::open(profile, &file, None).map_err(|error| failed(&error))?;
        let mut rejected = None;
        let imported = self.engine().import(
            import,
            |rejection| {
                let (column, value) = (&rejection.column, &rejection.value);
                rejected = Some(format!("{column} {value:?}: {}", rejection.reason));
            },
            |_| {},
        );
        self.block_on(imported).map_err(|error| failed(&error))?;
        if let Some(problem) = rejected {
            return Err(TestkitError::Meaning(problem));
        }
        let shown = self.block_on(self.engine().show(number, None))?;
        if let Some(holder) = shown.view.holder() {
            self.knows(holder, "holder");
            self.holds(holder, number);
        }
        let events = self.events(number)?;
        self.tells(
            today,
            &format!("{number}: another register states"),
            &events,
        );
        Ok(self)
    }
}

/// A profile whose columns have the names of what stands in them.
fn profile(regime: &str, row: &BTreeMap<&str, &str>) -> Profile {
    let column = |name: &str| name.to_owned();
    let where_stated = |name: &str| row.contains_key(name).then(|| name.to_owned());
    let statuses = [
        ("in_force", StatusWord::InForce),
        ("suspended", StatusWord::Suspended),
        ("revoked", StatusWord::Revoked),
        ("surrendered", StatusWord::Surrendered),
    ];
    let kinds = [PartyKind::Natural, PartyKind::Legal];
    let columns = Columns {
        number: vec![column("number")],
        office_kind: Some(column("office_kind")),
        province: where_stated("province"),
        holder_kind: where_stated("holder_kind"),
        holder_name: column("holder_name"),
        holder_id: None,
        issued_on: where_stated("issued_on"),
        valid_from: column("valid_from"),
        valid_through: Some(column("valid_through")),
        status: Some(column("status")),
        status_on: where_stated("status_on"),
        renewal_filed_on: where_stated("renewal_filed_on"),
    };
    Profile {
        name: regime.to_owned(),
        status: statuses
            .map(|(word, status)| (word.to_owned(), status))
            .into(),
        holder_kind: kinds.map(|kind| (kind.word().to_owned(), kind)).into(),
        ..Profile::of(regime, RowIs::Term, columns)
    }
}
