//! The files of the repository, for tests that read what is written in them.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder that everything is in.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().expect("the tests are a member").to_owned()
}

/// Every file under a folder with this extension, by its path from the root, with its text. There
/// is one at least.
pub fn texts(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                let name = path.strip_prefix(root()).expect("it is under the root");
                let text = fs::read_to_string(&path).expect("the file is text");
                found.push((name.display().to_string(), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} has no .{extension}");
    found
}
