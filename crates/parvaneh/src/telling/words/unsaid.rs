//! A sentence about a decision that says no reason. Events from before reasons had to be given may have an
//! empty one; what is said of them has no part that would give it.

/// Stands in a sentence for a reason that is empty, until that part is left out.
pub(super) const UNSAID: &str = "\u{fffc}";

/// The fields of events that say why.
pub(super) const REASONS: [&str; 4] = ["grounds", "measure-reason", "reason", "unmet"];

/// What names a reason in a sentence of its own.
const LABELS: [&str; 3] = ["The reason", "دلیل", "علت"];

/// The text without what would introduce a reason that is not there.
pub(super) fn left_out(text: String) -> String {
    let Some((before, after)) = text.split_once(UNSAID) else {
        return text;
    };
    // In Persian what is put into a sentence is isolated.
    let before = before.trim_end_matches('\u{2068}');
    let after = after.trim_start_matches('\u{2069}');
    let before = before.trim_end().trim_end_matches(':');
    let alone = LABELS.iter().find_map(|label| before.strip_suffix(label));
    match alone {
        Some(before) => {
            let after = after.trim_start_matches('.');
            format!("{}{after}", before.trim_end())
        }
        None => format!("{before}{after}"),
    }
}
