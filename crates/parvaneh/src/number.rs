//! The one place that says which dossier a number means, and whose a number is that several dossiers have.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use parvaneh_core::dossier::Command;
use parvaneh_core::number::{self, Number};
use parvaneh_store::{Connection, DossierRow, Of, Register, SharerRow};
use serde::Serialize;
use uuid::Uuid;

use crate::{Engine, EngineError, encoding};

/// How many dossiers are read at once.
const PAGE: usize = 1000;

/// A dossier by its number, however that is written, or by its id.
#[derive(Clone, Copy, Debug)]
pub struct ByNumber<'a> {
    /// The number of the licence, of the file or of the call; or the dossier's id, a UUID.
    pub number: &'a str,
    /// The regime; needed only where dossiers of several regimes have the number.
    pub regime: Option<&'a str>,
}

impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for ByNumber<'a> {
    fn from(number: &'a T) -> Self {
        Self {
            number: number.as_ref(),
            regime: None,
        }
    }
}

/// By what a dossier is known, though not all of it can be read.
pub(crate) async fn known_as<C: Connection>(register: &Register<C>, key: i64) -> String {
    let number = register.number_of(key).await.ok().flatten();
    number.unwrap_or_else(|| format!("dossier {key}"))
}

/// Dossiers that have one number, of which a person has to say whose it is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SharedNumber {
    /// The regime of all of them.
    pub regime: String,
    /// The number in its one spelling.
    pub number: String,
    /// The dossiers that are not void, in the order of the register.
    pub dossiers: Vec<Sharer>,
}

/// A dossier whose number another one has as well.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sharer {
    /// Its id, by which it is found.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub id: Uuid,
    /// Its number as it was given.
    pub number: String,
    /// The number of its file as it was given, where it had one before its licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
}

/// A dossier whose number would be refused today, so that it is found by its id alone.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Numberless {
    /// Its regime.
    pub regime: String,
    /// Its id.
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "uuid")))]
    pub id: Uuid,
    /// What it has for a number.
    pub number: String,
    /// Why that is none.
    pub why: String,
}

impl From<&DossierRow> for Sharer {
    fn from(row: &DossierRow) -> Self {
        Self {
            id: row.id,
            number: row.number.clone(),
            file_number: row.file_number.clone(),
        }
    }
}

/// How the store is told to spell numbers.
pub(crate) fn spelled(number: &str) -> String {
    number::normalise(number).into_owned()
}

impl Engine {
    /// The dossier that is meant; none where there is none. Refused where it can be several: of several
    /// regimes, or of one from before its number was known for another's.
    pub(crate) async fn dossier_of<C: Connection>(
        &self,
        register: &Register<C>,
        which: ByNumber<'_>,
    ) -> Result<Option<DossierRow>, EngineError> {
        let ByNumber { number, regime } = which;
        if let Ok(id) = number.trim().parse::<Uuid>()
            && let Some(row) = register.dossier_by_id(id).await?
        {
            let is_of_it = regime.is_none_or(|regime| regime == row.regime);
            return Ok(Some(row).filter(|_| is_of_it));
        }
        let normalised = Number::parse(number)?.normalised;
        let found = register.find(regime, &normalised).await?;
        let (Some(first), Some(last)) = (found.first(), found.last()) else {
            if let Some(regime) = regime {
                self.regime(regime)?;
            }
            return Ok(None);
        };
        if first.regime != last.regime {
            let mut regimes: Vec<&str> = found.iter().map(|row| row.regime.as_str()).collect();
            regimes.dedup();
            return Err(EngineError::Ambiguous {
                number: number.to_owned(),
                regimes: regimes.join(", "),
            });
        }
        match found.len() {
            1 => Ok(found.into_iter().next()),
            _ => Err(shared(number, &found)),
        }
    }

    /// The id of the dossier that is meant, for whoever reads the register without the engine.
    pub async fn id_of(&self, which: impl Into<ByNumber<'_>>) -> Result<Uuid, EngineError> {
        let row = self.known_dossier(&self.store, which.into()).await?;
        Ok(row.id)
    }

    /// The same; there is one.
    pub(crate) async fn known_dossier<C: Connection>(
        &self,
        register: &Register<C>,
        which: ByNumber<'_>,
    ) -> Result<DossierRow, EngineError> {
        let found = self.dossier_of(register, which).await?;
        found.ok_or_else(|| EngineError::NoSuchLicence(which.number.to_owned()))
    }

    /// The dossier of a call that events name, as they name it: where several share the number, the one that has
    /// it in that spelling.
    pub(crate) async fn call_rows<C: Connection>(
        &self,
        register: &Register<C>,
        regime: &str,
        call: &str,
    ) -> Result<Vec<DossierRow>, EngineError> {
        let mut found = register
            .find(Some(regime), &number::normalise(call))
            .await?;
        if found.iter().any(|row| row.number == call) {
            found.retain(|row| row.number == call);
        }
        Ok(found)
    }

    /// A command in which a number that the register has is written as it has it: that of the dossier
    /// which the command is about, and that of the call which it answers. Events so name one number in one
    /// way. `row`: the dossier; none where the command opens it.
    pub(crate) async fn in_known_numbers<'c, C: Connection>(
        &self,
        register: &Register<C>,
        regime: &str,
        row: Option<&DossierRow>,
        command: &'c Command,
    ) -> Result<Cow<'c, Command>, EngineError> {
        let mut named = Cow::Borrowed(command);
        if let Some(own) = command.own_number() {
            let given = Number::parse(own)?;
            let known = row.filter(|row| number::normalise(&row.number) == given.normalised);
            let known = known.map_or(given.as_given, |row| row.number.clone());
            if known != own {
                named = Cow::Owned(named.into_owned().with_own_number(&known));
            }
        }
        if let Some(call) = command.answers_to() {
            let given = Number::parse(call)?;
            let found = register.find(Some(regime), &given.normalised).await?;
            if 1 < found.len() {
                return Err(shared(call, &found));
            }
            let known = found
                .first()
                .map_or(given.as_given, |row| row.number.clone());
            if known != call {
                named = Cow::Owned(named.into_owned().in_answer_to(&known));
            }
        }
        Ok(named)
    }

    /// The numbers that dossiers share, of which a person has to say whose they are.
    pub(crate) async fn undecided_numbers<C: Connection>(
        &self,
        register: &Register<C>,
    ) -> Result<Vec<SharedNumber>, EngineError> {
        let mut shared = Vec::new();
        for (of, rows) in self.sharing(register).await? {
            let live = self.not_void(register, rows).await?;
            if 1 < live.len() {
                shared.push(of.with(&live));
            }
        }
        Ok(shared)
    }

    /// Gives each number that dossiers shared to the one of them that is not void, where there is one such, also
    /// from one that has it and is void by now. The others are found by their ids from then on.
    pub(crate) async fn decide_numbers<C: Connection>(
        &self,
        register: &Register<C>,
    ) -> Result<(), EngineError> {
        for (of, rows) in self.sharing(register).await? {
            let live = self.not_void(register, rows).await?;
            let [row] = live.as_slice() else { continue };
            if let Some(owner) = self.owner(register, &of).await? {
                if self.is_live(register, &owner).await? {
                    continue;
                }
                let own = of.of(&owner);
                register.give_up_number(&of.sharer(&owner), &own).await?;
            }
            register.own_number(&of.sharer(row), &of.of(row)).await?;
        }
        Ok(())
    }

    async fn is_live<C: Connection>(
        &self,
        register: &Register<C>,
        row: &DossierRow,
    ) -> Result<bool, EngineError> {
        let live = self.not_void(register, vec![row.clone()]).await?;
        Ok(!live.is_empty())
    }

    /// Fails where a dossier that was void, and is void no longer, would have a number that is another's
    /// by now.
    pub(crate) async fn takes_no_number<C: Connection>(
        &self,
        register: &Register<C>,
        row: &DossierRow,
    ) -> Result<(), EngineError> {
        for number in [Some(&row.number), row.file_number.as_ref()]
            .into_iter()
            .flatten()
        {
            let found = register
                .find(Some(&row.regime), &number::normalise(number))
                .await?;
            if let [owner] = found.as_slice()
                && owner.seq != row.seq
                && self.is_live(register, owner).await?
            {
                return Err(EngineError::NumberTaken(number.clone()));
            }
        }
        Ok(())
    }

    /// The dossier that has a number for its own.
    async fn owner<C: Connection>(
        &self,
        register: &Register<C>,
        of: &Whose,
    ) -> Result<Option<DossierRow>, EngineError> {
        let mut found = register.find_many(&of.regime, &[&of.number]).await?;
        Ok(found.pop())
    }

    /// The dossiers of each number that is shared.
    async fn sharing<C: Connection>(
        &self,
        register: &Register<C>,
    ) -> Result<Vec<(Whose, Vec<DossierRow>)>, EngineError> {
        let sharers = register.sharers().await?;
        let mut sharing = Vec::new();
        for of in sharers.chunk_by(|one, other| {
            (&one.regime, &one.normalised) == (&other.regime, &other.normalised)
        }) {
            let Some(first) = of.first() else { continue };
            let whose = Whose {
                regime: first.regime.clone(),
                number: first.normalised.clone(),
            };
            let rows = register.sharing(&whose.regime, &whose.number).await?;
            sharing.push((whose, rows));
        }
        Ok(sharing)
    }

    /// Those of these dossiers that are not void, by their journals. One that cannot be read counts among them.
    async fn not_void<C: Connection>(
        &self,
        register: &Register<C>,
        mut rows: Vec<DossierRow>,
    ) -> Result<Vec<DossierRow>, EngineError> {
        let keys: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let mut histories = encoding::by_dossier(register.histories(&keys).await?);
        rows.retain(|row| {
            let journal = histories.remove(&row.seq).unwrap_or_default();
            let rows = encoding::rows(&journal, self.zone_of(&row.regime));
            let dossier = rows.ok().and_then(|rows| encoding::replay(&rows).ok());
            dossier.is_none_or(|dossier| !dossier.is_void())
        });
        Ok(rows)
    }

    /// The dossiers that are not void and whose numbers would be refused today: nothing can be seen of them, or they are too long.
    pub(crate) async fn numberless<C: Connection>(
        &self,
        register: &Register<C>,
    ) -> Result<Vec<Numberless>, EngineError> {
        let (mut numberless, mut after) = (Vec::new(), None);
        loop {
            let page = register.dossiers_after(after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(numberless);
            };
            after = Some(last.seq);
            let none = page.into_iter();
            let none = none.filter(|row| Number::parse(&row.number).is_err());
            let live = self.not_void(register, none.collect()).await?;
            numberless.extend(live.into_iter().filter_map(|row| {
                let fault = Number::parse(&row.number).err()?;
                Some(Numberless {
                    regime: row.regime,
                    id: row.id,
                    number: row.number,
                    why: fault.to_string(),
                })
            }));
        }
    }

    /// The numbers of a register from before numbers had one spelling that its dossiers would share.
    ///
    /// The register is walked twice: once for which numbers come again, by their hashes, and once for whose
    /// they are.
    pub(crate) async fn numbers_to_be_shared<C: Connection>(
        &self,
        register: &Register<C>,
    ) -> Result<Vec<SharedNumber>, EngineError> {
        let hasher = RandomState::new();
        let hash = |regime: &str, number: &str| hasher.hash_one((regime, number));
        let (mut once, mut again) = (HashSet::new(), HashSet::new());
        each_number(register, |row, number| {
            let hash = hash(&row.regime, number);
            if !once.insert(hash) {
                again.insert(hash);
            }
        })
        .await?;
        let mut sharing: BTreeMap<(String, String), Vec<DossierRow>> = BTreeMap::new();
        if !again.is_empty() {
            each_number(register, |row, number| {
                if again.contains(&hash(&row.regime, number)) {
                    let of = (row.regime.clone(), number.to_owned());
                    sharing.entry(of).or_default().push(row.clone());
                }
            })
            .await?;
        }
        let mut shared = Vec::new();
        for ((regime, number), rows) in sharing {
            let live = self.not_void(register, rows).await?;
            if 1 < live.len() {
                shared.push(Whose { regime, number }.with(&live));
            }
        }
        Ok(shared)
    }
}

/// A number that several dossiers of a regime have.
struct Whose {
    regime: String,
    number: String,
}

impl Whose {
    /// Which of a dossier's numbers it is.
    fn of(&self, row: &DossierRow) -> Vec<Of> {
        let is_it = |number: &str| number::normalise(number) == self.number;
        let licence = is_it(&row.number).then_some(Of::Licence);
        let file = row.file_number.as_deref().is_some_and(is_it);
        licence
            .into_iter()
            .chain(file.then_some(Of::File))
            .collect()
    }

    fn sharer(&self, row: &DossierRow) -> SharerRow {
        SharerRow {
            regime: self.regime.clone(),
            normalised: self.number.clone(),
            dossier: row.seq,
        }
    }

    fn with(self, rows: &[DossierRow]) -> SharedNumber {
        SharedNumber {
            regime: self.regime,
            number: self.number,
            dossiers: rows.iter().map(Sharer::from).collect(),
        }
    }
}

/// The refusal of a number that several dossiers of one regime have.
pub(crate) fn shared(number: &str, rows: &[DossierRow]) -> EngineError {
    EngineError::NumberShared {
        number: number.to_owned(),
        dossiers: named(rows.iter().map(Sharer::from)),
    }
}

/// Dossiers by their numbers as they were given, and by their ids.
pub(crate) fn named(dossiers: impl IntoIterator<Item = Sharer>) -> String {
    let named = dossiers
        .into_iter()
        .map(|it| format!("{} ({:?})", it.id, it.number));
    named.collect::<Vec<_>>().join(" and ")
}

/// Calls `each` with every dossier and each number of it in its one spelling, each number once a dossier.
async fn each_number<C: Connection>(
    register: &Register<C>,
    mut each: impl FnMut(&DossierRow, &str),
) -> Result<(), EngineError> {
    let mut after = None;
    loop {
        let page = register.dossiers_after(after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.seq);
        for row in &page {
            let number = number::normalise(&row.number);
            let file = row.file_number.as_deref().map(number::normalise);
            let file = file.filter(|file| *file != number);
            for number in [Some(number), file].into_iter().flatten() {
                if !number.is_empty() {
                    each(row, &number);
                }
            }
        }
    }
}
