//! The sources of the core, for the tests that read them with `syn`.

use parvaneh_tests::repository::texts;
use syn::Attribute;

const CORE: &str = "crates/parvaneh-core/src";

/// Every file by its path from the core's `src`, with its text.
pub(super) fn files() -> Vec<(String, String)> {
    let files = texts(CORE, "rs").into_iter().map(|(file, text)| {
        let own = file.strip_prefix(CORE).expect("it is of the core");
        (own.trim_start_matches('/').to_owned(), text)
    });
    files.collect()
}

/// Whether something is there for tests alone.
pub(super) fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is = |attribute: &Attribute| {
        let word = attribute.parse_args::<syn::Ident>();
        attribute.path().is_ident("cfg") && word.is_ok_and(|word| word == "test")
    };
    attributes.iter().any(is)
}
