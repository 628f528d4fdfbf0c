//! The project's own chores: `cargo xtask test`, `prove`, `bench`, `charts`, `law` and
//! `schemas`.

mod test;
mod prove;
mod bench;
mod charts;
mod law;
mod schemas;
mod picture;
mod sample;
mod sentences;
mod stages;

use std::path::Path;

use anyhow::{Context, bail};

use stages::cargo;

fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    match words.next().as_deref() {
        Some("test") => test::run(),
        Some("prove") => prove::run(words.next().as_deref()),
        Some("bench") => bench::run(words.next().as_deref(), words.next().as_deref()),
        Some("charts") => write(&charts::charts(root())?),
        Some("law") => write(&law::pages(root())?),
        Some("schemas") => write(&schemas::schemas(root())?),
        Some(other) => {
            bail!(
                "there is no chore {other:?}; there are test, prove, bench, charts, law and schemas"
            )
        }
        None => bail!("name a chore: test, prove, bench, charts, law or schemas"),
    }
}

/// A file that a chore writes, and a test compares with what the chore would write today.
struct Written {
    /// From the root of the repository.
    path: String,
    text: String,
}

fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}

fn write(files: &[Written]) -> anyhow::Result<()> {
    for Written { path, text } in files {
        let path = root().join(path);
        let failed = || format!("writing {} failed", path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(failed)?;
        }
        std::fs::write(&path, text).with_context(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn is_fresh(files: &[Written], chore: &str) {
        for Written { path, text } in files {
            let there = std::fs::read_to_string(root().join(path)).unwrap_or_default();
            assert!(there == *text, "{path} is stale: run `cargo xtask {chore}`");
        }
    }

    /// Every machine of every edition has its chart, in text and as a picture, and nothing else does.
    #[test]
    fn the_charts_are_those_of_the_machines() {
        let charts = charts::charts(root()).unwrap();
        is_fresh(&charts, "charts");
        let written: BTreeSet<String> = charts.into_iter().map(|chart| chart.path).collect();
        let mut there = BTreeSet::new();
        for folder in names(Path::new("workflows/charts")) {
            there.extend(names(Path::new(&folder)));
        }
        assert_eq!(there, written, "a chart without a machine is to be removed");
    }

    /// What a folder holds, from the root of the repository.
    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(root().join(folder)).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name());
        names
            .map(|name| folder.join(name).to_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn the_schemas_are_those_of_the_readers() {
        is_fresh(&schemas::schemas(root()).unwrap(), "schemas");
    }

    /// Every edition has its page, every page its edition, and they say the same.
    #[test]
    fn the_pages_of_law_are_those_of_the_editions() {
        let pages = law::pages(root()).unwrap();
        is_fresh(&pages, "law");
        let written: BTreeSet<String> = pages.into_iter().map(|page| page.path).collect();
        let there: BTreeSet<String> = names(Path::new("docs/law")).into_iter().collect();
        assert_eq!(there, written, "a page without an edition is to be removed");
    }
}
