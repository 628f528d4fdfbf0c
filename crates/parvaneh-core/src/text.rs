//! What a text in an event is, as its schema says: somebody's own words, or what things are called.
//! The one stays in the register, the other may be published.

/// What somebody wrote, the number of a paper about a person, where somebody is, or who proposed
/// something. Nothing checks that no name stands there, so that it is withheld.
#[derive(schemars::JsonSchema)]
#[schemars(inline, extend("x-withheld" = true))]
pub struct FreeText(#[expect(dead_code, reason = "only its schema is used")] String);

/// What a regime, an edition or another register calls a thing: a paper, a number, a province, the id
/// under which an agency acts. It may be published.
#[derive(schemars::JsonSchema)]
#[schemars(inline, extend("x-withheld" = false))]
pub struct Label(#[expect(dead_code, reason = "only its schema is used")] String);
