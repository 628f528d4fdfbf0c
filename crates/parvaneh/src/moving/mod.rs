//! To move a whole register: export it to a file, import that file into another database, copy a
//! register in use, and put a copy back.

pub mod atomic_file;
pub mod backup;
pub mod export;
pub mod import_register;
pub(crate) mod register_file;
mod register_reader;
