//! What an engineer of another system tests with: a scenario in, a readable transcript out, on a
//! register of its own and on days of one's own choosing.
//!
//! ```
//! use parvaneh_testkit::{Database, Scenario};
//!
//! let mut scenario = Scenario::under("pishkhan/1389", &Database::Sqlite)?;
//! scenario
//!     .on("1402-07-15")?
//!     .licensed("17-1", "urban", "1402-07-15", &[])?
//!     .on("1405-04-14")?
//!     .send("17-1", "holder", "renewal.file", &[])?
//!     .accepted()?
//!     .on("1405-07-15")?
//!     .night()?
//!     .stands("17-1")?;
//! assert!(scenario.transcript().contains("standing: in_force_pending_renewal"));
//! # Ok::<(), parvaneh_testkit::TestkitError>(())
//! ```
//!
//! The same in a text file is a [`script`]. Everything goes through the engine that a host embeds
//! and a real database: nothing is imitated but the clock. `docs/testing.md` shows the tests of
//! another system, whole.

mod arguments;
mod database;
mod error;
mod external_licence;
mod revising;
pub mod golden;
mod scenario;
pub mod script;
mod standing;
mod transcript;

pub use arguments::Reading;
pub use database::Database;
pub use error::TestkitError;
pub use scenario::Scenario;

/// Makes two tests of each function, `sqlite::<name>` and `postgres::<name>`. The function takes
/// a [`&Database`](Database), and its result is the test's.
///
/// The second needs [`Database::postgres`], and fails without it; `cargo test sqlite::` runs the
/// others.
#[macro_export]
macro_rules! on_both {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[test]
                fn $test() -> impl ::std::process::Termination {
                    super::$test(&$crate::Database::Sqlite)
                }
            )+
        }
        mod postgres {
            $(
                #[test]
                fn $test() -> impl ::std::process::Termination {
                    let database = $crate::Database::postgres();
                    super::$test(&database.unwrap_or_else(|missing| panic!("{missing}")))
                }
            )+
        }
    };
}

/// The README, whose Rust is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
