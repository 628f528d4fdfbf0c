//! Marks that stand in a text and that nobody sees: what two people read as one name, number or day is one,
//! whichever of them stand in it.

/// Marks of direction, joiners, soft hyphens, selectors of a variant, tatweel. The zero-width non-joiner is not
/// among them: it parts two letters, and that can be seen.
pub(crate) fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{640}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'
            | '\u{200d}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}
