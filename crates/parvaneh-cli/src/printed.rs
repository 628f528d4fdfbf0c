//! What the program prints as JSON, for whoever writes schemas.

use parvaneh::anchor::ExportedAnchor;
use parvaneh::backup::Restored;
use parvaneh::comparison::{Comparison, Differing};
use parvaneh::export::Counts;
use parvaneh::import::{Difference, Imported};
use parvaneh::late::LateEntry;
use parvaneh::list::Listed;
use parvaneh::parties::{Blanked, Erased, PartyView, Registered};
use parvaneh::quarterly::Quarterly;
use parvaneh::revise::Plan;
use parvaneh::verify::Verification;
use parvaneh::worklist::Work;
use parvaneh::{Answer, MigrationPreview, Report};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use crate::commands::actions::ActionLine;
use crate::commands::backup::BackedUp;
use crate::commands::editions::EditionAnswer;
use crate::commands::explain::ExplainAnswer;
use crate::commands::letters::{Dropped, Letter, Retried};
use crate::commands::migrate::StatusLine;
use crate::commands::party::Merged;
use crate::commands::show::ShowAnswer;
use crate::commands::sinks::Sink;
use crate::commands::submit::Failed;

/// A kind of object that the program prints.
#[derive(Debug)]
pub struct Printed {
    /// Its name among the others: `list`, `answer`.
    pub kind: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Which command prints it.
    pub by: &'static str,
    /// What it looks like.
    pub schema: Schema,
}

/// Every kind that the program prints, but for published events.
pub fn printed() -> Vec<Printed> {
    let of_commands = [
        of::<Answer>(
            "answer",
            "Answer",
            "What became of a command, a line of `submit`.",
        ),
        of::<Registered>(
            "registered",
            "Registered party",
            "What became of a line of `submit` with a party, and what `party correct` prints.",
        ),
        of::<Plan>(
            "plan",
            "Plan of a revision",
            "What a revision comes to, or has come to: `revise`.",
        ),
        of::<Failed>(
            "failed",
            "Failed line",
            "A line of `submit` in the place of an answer, where there is none.",
        ),
    ];
    let mut printed = Vec::from(of_commands);
    printed.extend(of_licences());
    printed.extend(of_registers());
    printed.extend(of_editions());
    printed.extend(of_sinks());
    printed.extend(of_parties());
    printed
}

fn of_licences() -> [Printed; 6] {
    [
        of::<Work>(
            "worklist",
            "Something that waits for somebody to act",
            "A line of `worklist --format json`.",
        ),
        of::<Listed>(
            "list",
            "Licence on a day",
            "A line of `list --format json`.",
        ),
        of::<ShowAnswer<'_>>(
            "show",
            "Licence with its history",
            "What `show --format json` prints.",
        ),
        of::<ExplainAnswer<'_>>(
            "explain",
            "Derivation of a standing",
            "What `explain --format json` prints.",
        ),
        of::<ActionLine<'_>>(
            "actions",
            "Command and whether it may be given, or decision that is owed",
            "A line of `actions --format json`.",
        ),
        of::<LateEntry>(
            "late",
            "Act entered late, or revision",
            "A line of `late --format json`.",
        ),
    ]
}

fn of_registers() -> [Printed; 11] {
    [
        of::<Report>(
            "nightly",
            "Report of a night",
            "What `nightly --format json` prints.",
        ),
        of::<Imported>(
            "import",
            "Import",
            "What `import --format json` prints; with `--follow`, its last line.",
        ),
        of::<Difference>(
            "difference",
            "Difference of a register that is followed",
            "A line of `import --follow --format json`, one for each difference that a person settles; with \
             `--dry-run` for each.",
        ),
        of::<Counts>(
            "counts",
            "Rows of a register",
            "What `export` and `import` of a whole register print with `--format json`.",
        ),
        of::<Verification>(
            "verify",
            "Verification",
            "What `verify --format json` prints.",
        ),
        of::<ExportedAnchor>("anchor", "Anchor", "A line of `anchor export`."),
        of::<BackedUp>("backup", "Backup", "What `backup --format json` prints."),
        of::<Restored>(
            "restore",
            "Restored register",
            "What `restore --format json` prints.",
        ),
        of::<StatusLine<'_>>(
            "migrate",
            "Step of the register's tables",
            "A line of `migrate --status --format json`.",
        ),
        of::<MigrationPreview>(
            "migration",
            "What a migration would take",
            "What `migrate --dry-run --format json` prints.",
        ),
        of::<Quarterly>(
            "quarterly",
            "Quarter",
            "What `report quarterly --format json` prints.",
        ),
    ]
}

fn of_editions() -> [Printed; 3] {
    [
        of::<EditionAnswer<'_>>(
            "editions",
            "Edition",
            "A line of `editions list --format json`.",
        ),
        of::<Differing>(
            "differing",
            "Dossier under two editions",
            "A line of `editions diff --format json`, one for each dossier that differs.",
        ),
        of::<Comparison>(
            "comparison",
            "Two editions",
            "The last line of `editions diff --format json`.",
        ),
    ]
}

fn of_parties() -> [Printed; 4] {
    [
        of::<PartyView>(
            "party_shown",
            "Party",
            "What `party show --format json` prints.",
        ),
        of::<Merged>("merged", "Merged party", "What `party merge` prints."),
        of::<Erased>(
            "erased",
            "Erased party",
            "What `party erase --format json` prints.",
        ),
        of::<Blanked>(
            "blanked",
            "Blanked texts",
            "What `blank --format json` prints.",
        ),
    ]
}

fn of_sinks() -> [Printed; 4] {
    [
        of::<Sink>("sinks", "Sink", "A line of `sinks --format json`."),
        of::<Letter<'_>>(
            "letters",
            "Dead letter",
            "A line of `letters list --format json`.",
        ),
        of::<Retried>(
            "retried",
            "Dead letter to be tried again",
            "What `letters retry --format json` prints.",
        ),
        of::<Dropped>(
            "dropped",
            "Dropped dead letter",
            "What `letters drop --format json` prints.",
        ),
    ]
}

/// What `T` is written as.
fn of<T: JsonSchema>(kind: &'static str, title: &'static str, by: &'static str) -> Printed {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<T>();
    Printed {
        kind,
        title,
        by,
        schema,
    }
}
