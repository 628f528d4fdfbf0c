//! A text that others wrote, in whatever encoding and with whatever line ends: every byte of it is in a
//! line, in the mark before the first one or in the end of one.

mod cell;
mod decoded;
mod encoding;
mod lines;

pub use cell::{defused, defused_text, restored};
pub use encoding::Encoding;
pub use lines::{Line, Lines};
