//! What the documentation shows of a file is the file's text, and of the example it shows every file.
//!
//! A fenced block that shows one names it after the language: ` ```rust docs/examples/… `. Several of
//! one file are its parts in order, with an empty line between two.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("the tests are a member").to_owned()
}

/// What a chapter shows of each file, by the file's name.
fn shown(chapter: &str) -> BTreeMap<String, Vec<String>> {
    let mut shown: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut lines = (1..).zip(chapter.lines());
    while let Some((at, line)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines
            .by_ref()
            .map(|(_, line)| line)
            .take_while(|line| *line != "```")
            .collect();
        match info.split_once(' ') {
            Some((_, file)) => shown
                .entry(file.to_owned())
                .or_default()
                .push(body.join("\n")),
            None => assert_eq!(info, "console", "line {at}: of which file is this a part?"),
        }
    }
    shown
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

#[test]
fn the_chapter_on_testing_shows_the_example_as_it_is() {
    let chapter = fs::read_to_string(root().join("docs/testing.md")).expect("the chapter is there");
    let shown = shown(&chapter);
    for (name, parts) in &shown {
        let text = fs::read_to_string(root().join(name)).expect("what is shown is there");
        let parts = parts.join("\n\n");
        for (at, (kept, told)) in (1..).zip(text.lines().zip(parts.lines())) {
            assert_eq!(kept, told, "{name}:{at} is not what docs/testing.md shows");
        }
        let (kept, told) = (text.lines().count(), parts.lines().count());
        assert_eq!(
            kept, told,
            "docs/testing.md does not show {name} to its end"
        );
    }
    let mut example = Vec::new();
    files(&root().join("docs/examples/host"), &mut example);
    for file in example {
        let name = file.strip_prefix(root()).expect("it is under the root");
        let name = name.display().to_string();
        // The transcripts of scripts follow from what is shown.
        let follows = name.ends_with(".transcript") && name.contains("/scenarios/");
        assert!(
            follows || shown.contains_key(&name),
            "docs/testing.md does not show {name}"
        );
    }
}
