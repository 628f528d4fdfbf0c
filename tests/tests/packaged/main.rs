//! What somebody has of our packages: the host that `docs/embedding.md` makes from an empty folder is built from them,
//! outside the workspace, tested and run.
//!
//! What is built stays under the target folder, so that only what has changed is built again.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use parvaneh_tests::repository::root;
use serde_json::Value;
use tempfile::TempDir;

/// Runs it, which must succeed, and gives what it printed.
fn printed(command: &mut Command) -> String {
    let output = command.output().expect("it runs");
    let printed = String::from_utf8(output.stdout).expect("it speaks UTF-8");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}:\n{printed}{errors}");
    printed
}

/// Cargo as whoever is outside calls it, and without asking any registry.
fn cargo(args: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    // What cargo tells this test of its own package would make build scripts run again.
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
    command.args(args).arg("--offline").current_dir(folder);
    command
}

/// The members that are for others, by name.
fn published() -> Vec<String> {
    let asked = ["metadata", "--no-deps", "--format-version", "1"];
    let metadata = printed(&mut cargo(&asked, &root()));
    let metadata: Value = serde_json::from_str(&metadata).expect("the metadata are JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    let public = packages
        .iter()
        .filter(|package| package["publish"].is_null());
    public
        .map(|package| package["name"].as_str().expect("a name").to_owned())
        .collect()
}

/// Writes what is not there yet: a file that stays as it is keeps its time, and is not built again.
fn write(file: &Path, text: &[u8]) {
    if fs::read(file).is_ok_and(|there| there == text) {
        return;
    }
    fs::create_dir_all(file.parent().expect("it is in a folder")).expect("there is room");
    fs::write(file, text).expect("there is room");
}

fn write_all(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("it was unpacked") {
        let path = entry.expect("it can be read").path();
        let to = to.join(path.file_name().expect("it has a name"));
        match path.is_dir() {
            true => write_all(&path, &to),
            false => write(&to, &fs::read(&path).expect("it can be read")),
        }
    }
}

/// Packages the members and unpacks them side by side; the folder of each.
fn unpacked(members: &[String], outside: &Path) -> Vec<(String, PathBuf)> {
    let packed = outside.join("packed");
    let mut package = cargo(&["package", "--no-verify", "--allow-dirty"], &root());
    package.arg("--target-dir").arg(&packed);
    for member in members {
        package.args(["--package", member]);
    }
    printed(&mut package);
    let fresh = TempDir::new().expect("there is room");
    let unpack = |member: &String| {
        let name = format!("{member}-{}", env!("CARGO_PKG_VERSION"));
        let file = packed.join("package").join(format!("{name}.crate"));
        let mut tar = Command::new("tar");
        printed(tar.arg("xzf").arg(file).arg("-C").arg(fresh.path()));
        let folder = outside.join("packages").join(&name);
        write_all(&fresh.path().join(&name), &folder);
        (member.clone(), folder)
    };
    members.iter().map(unpack).collect()
}

/// The files that a page shows, each by the name after the language of its block.
fn shown(page: &str) -> Vec<(&str, String)> {
    let mut files = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some((_, name)) = info.split_once(' ') {
            files.push((name, body.join("\n") + "\n"));
        }
    }
    files
}

#[test]
fn a_host_is_built_from_the_packages_as_the_page_says() {
    let members = published();
    assert_eq!(members.len(), 7, "{members:?}");
    let outside = Path::new(env!("CARGO_TARGET_TMPDIR")).join("outside");
    let host = outside.join("host");
    let page = fs::read_to_string(root().join("docs/embedding.md")).expect("it is there");
    let files = shown(&page);
    for (name, text) in &files {
        write(&host.join(name), text.as_bytes());
    }
    // The packages are in no registry yet, and the versions of all others are those that we have tried.
    let patches: String = unpacked(&members, &outside)
        .iter()
        .map(|(name, folder)| format!("{name} = {{ path = {folder:?} }}\n"))
        .collect();
    let config = format!("[patch.crates-io]\n{patches}");
    write(&host.join(".cargo/config.toml"), config.as_bytes());
    fs::copy(root().join("Cargo.lock"), host.join("Cargo.lock")).expect("there is room");

    let built = outside.join("built");
    let mut test = cargo(&["test", "--quiet"], &host);
    test.env("CARGO_TARGET_DIR", &built)
        .env("CARGO_PROFILE_DEV_DEBUG", "false");
    printed(&mut test);

    let folder = TempDir::new().expect("there is room");
    let mut desk = Command::new(built.join("debug/desk"));
    let said = printed(desk.current_dir(folder.path()));
    let promised = files.iter().find(|(name, _)| *name == "printed.txt");
    let (_, promised) = promised.expect("the page says what it prints");
    assert_eq!(&said, promised);
}
