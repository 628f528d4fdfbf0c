//! To work with the law as data: regimes and their editions, how another register's rows are read,
//! and what would come out differently under another edition.

pub mod comparison;
pub mod frozen;
pub mod profile;
pub mod workflows;
