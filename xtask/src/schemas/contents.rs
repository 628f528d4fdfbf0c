//! `docs/schemas/README.md`: which schema is that of what.

use parvaneh_cli::Printed;

use crate::Written;

const HEAD: &str = "\
# Schemas

JSON Schema, draft 2020-12, of every message; [Architecture](../ARCHITECTURE.md) says how they come about.
All files here are written by `cargo xtask schemas`, this list too.

| file | of what |
|---|---|
| [command](command.schema.json) | A line that `submit` reads: a command. |
| [party](party.schema.json) | A line that `submit` reads: a party. |
| [revision](revision.schema.json) | What `revise --dry-run` and `revise --propose` read: a revision. |
| [approval](approval.schema.json) | What `revise --approve` reads: the approval of a revision. |
| [event](event.schema.json) | An event as it is stored, and as the text `event` in a line of `export`, of which [Backups](../backup.md) has the format. |
| [cloudevent](cloudevent.schema.json) | A published event: what `relay` sends, and a line of `events tail` and `events replay`. `events schema` prints this file. |
| [asyncapi](asyncapi.json) | Which published event is sent where, as AsyncAPI 3.0. `events schema --asyncapi` prints this file. |
";

/// The page, with a line for each kind that is printed.
pub(super) fn page(printed: &[Printed]) -> Written {
    let lines = printed
        .iter()
        .map(|Printed { kind, by, .. }| format!("| [{kind}]({kind}.schema.json) | {by} |\n"));
    Written {
        path: "docs/schemas/README.md".to_owned(),
        text: HEAD.to_owned() + &lines.collect::<String>(),
    }
}
