//! What the sources say about messages and what is in them: the names and first paragraphs of their
//! documentation.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::Context;
use syn::{Attribute, Expr, Fields, Item, Lit, Meta};

/// Where the shapes of commands and events are declared, and that of what others read of an event.
const SOURCES: [&str; 3] = [
    "crates/parvaneh-core/src",
    "crates/parvaneh/src/commands/request.rs",
    "crates/parvaneh-events/src/event.rs",
];

/// What is said of a type, or of one kind of message.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    /// A kind of message is named `<machine>.<type>`, a type by its own name, after its machine
    /// where it belongs to one.
    pub(super) name: String,
    pub(super) text: Option<String>,
    /// Its fields or words in their order, and what is said of each.
    pub(super) members: Vec<(String, Option<String>)>,
}

impl Comment {
    /// What is said of a field.
    pub(super) fn of(&self, member: &str) -> Option<&str> {
        let mut found = self.members.iter().filter(|(name, _)| name == member);
        found.next().and_then(|(_, text)| text.as_deref())
    }
}

/// Everything that is said.
#[derive(Debug, Default)]
pub(super) struct Comments {
    commands: Vec<Comment>,
    events: Vec<Comment>,
    types: Vec<Comment>,
}

impl Comments {
    /// Reads the sources under `root`.
    pub(super) fn read(root: &Path) -> anyhow::Result<Self> {
        let mut comments = Self::default();
        for source in SOURCES {
            comments.visit(&root.join(source), None)?;
        }
        let messages = comments.commands.iter().chain(&comments.events);
        let machines: BTreeSet<String> = messages.map(|it| home(&it.name).to_owned()).collect();
        for comment in &mut comments.types {
            if let Some((home, name)) = comment.name.split_once('.')
                && !machines.contains(home)
            {
                comment.name = name.to_owned();
            }
        }
        Ok(comments)
    }

    /// What is said of a kind of message: `kind` is `command` or `event`.
    pub(super) fn message(&self, kind: &str, name: &str) -> Option<&Comment> {
        let messages = match kind {
            "command" => &self.commands,
            _ => &self.events,
        };
        messages.iter().find(|comment| comment.name == name)
    }

    /// What is said of a type, and of its fields by their names.
    pub(super) fn of_type(&self, name: &str) -> Option<&Comment> {
        self.types.iter().find(|comment| comment.name == name)
    }

    /// The type that has these fields or words and no others, where there is one such type.
    pub(super) fn of(&self, members: &BTreeSet<&str>) -> Option<&Comment> {
        let mut like_it = self.types.iter().filter(|comment| {
            let own = comment.members.iter().map(|(name, _)| name.as_str());
            own.collect::<BTreeSet<_>>() == *members
        });
        like_it.next().filter(|_| like_it.next().is_none())
    }

    /// `home`: the first folder or file under the root of the sources.
    fn visit(&mut self, path: &Path, home: Option<&str>) -> anyhow::Result<()> {
        let failed = || format!("reading {} failed", path.display());
        if path.is_dir() {
            let mut entries = fs::read_dir(path)
                .and_then(|entries| entries.collect::<Result<Vec<_>, _>>())
                .with_context(failed)?;
            entries.sort_by_key(fs::DirEntry::path);
            for entry in entries {
                let path = entry.path();
                let stem = path.file_stem().map(|stem| stem.to_string_lossy());
                self.visit(&path, home.or(stem.as_deref()))?;
            }
            return Ok(());
        }
        let text = fs::read_to_string(path).with_context(failed)?;
        for item in syn::parse_file(&text).with_context(failed)?.items {
            self.take(item, home.unwrap_or_default());
        }
        Ok(())
    }

    fn take(&mut self, item: Item, home: &str) {
        match item {
            Item::Struct(item) if is_read(&item.attrs) => {
                let members = members(&item.fields);
                self.types.push(Comment {
                    name: format!("{home}.{}", item.ident),
                    text: paragraph(&item.attrs),
                    members,
                });
            }
            Item::Enum(item) if is_read(&item.attrs) => {
                let kinds = item.variants.iter().map(|variant| Comment {
                    name: format!("{home}.{}", snake_case(&variant.ident.to_string())),
                    text: paragraph(&variant.attrs),
                    members: members(&variant.fields),
                });
                match item.ident.to_string().as_str() {
                    "Command" => self.commands.extend(kinds),
                    "Event" => self.events.extend(kinds),
                    name => {
                        let words = item.variants.iter().map(|variant| {
                            let word = snake_case(&variant.ident.to_string());
                            (word, paragraph(&variant.attrs))
                        });
                        self.types.push(Comment {
                            name: format!("{home}.{name}"),
                            text: paragraph(&item.attrs),
                            members: words.collect(),
                        });
                    }
                }
            }
            _ => {}
        }
    }
}

fn home(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// Whether it is read from documents.
fn is_read(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let Meta::List(list) = &attribute.meta else {
            return false;
        };
        list.path.is_ident("derive") && list.tokens.to_string().contains("Deserialize")
    })
}

fn members(fields: &Fields) -> Vec<(String, Option<String>)> {
    let named = fields.iter().filter_map(|field| {
        let name = field.ident.as_ref()?.to_string();
        Some((name, paragraph(&field.attrs)))
    });
    named.collect()
}

/// The first paragraph of the documentation, on one line.
fn paragraph(attributes: &[Attribute]) -> Option<String> {
    let lines = attributes.iter().filter_map(|attribute| {
        let Meta::NameValue(pair) = &attribute.meta else {
            return None;
        };
        match &pair.value {
            Expr::Lit(literal) if pair.path.is_ident("doc") => match &literal.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        }
    });
    let lines: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
