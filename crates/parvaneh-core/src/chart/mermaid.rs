//! The chart as a Mermaid state diagram, in text.

use std::fmt::Write;

use super::Chart;

impl Chart {
    /// The chart as a Mermaid state diagram.
    pub fn mermaid(&self) -> String {
        let mut chart = format!(
            "%% {} under {}. R: the regulation, F: another public source, D: a default of ours.\n\
             stateDiagram-v2\n",
            self.machine, self.edition
        );
        for state in self.states() {
            let _ = writeln!(chart, "    state \"{state}\" as {}", identifier(state));
        }
        let _ = writeln!(chart, "    [*] --> {}", identifier(self.start));
        for arrow in &self.arrows {
            let (from, to) = (identifier(arrow.from), identifier(arrow.to));
            let label = escaped(&self.label(arrow).join("<br/>"));
            let _ = writeln!(chart, "    {from} --> {to} : {label}");
        }
        for end in &self.ends {
            let _ = writeln!(chart, "    {} --> [*]", identifier(end));
        }
        chart
    }
}

fn identifier(state: &str) -> String {
    state.replace(", ", "_")
}

/// A colon or a semicolon would end the label, and a number sign would begin an entity.
fn escaped(label: &str) -> String {
    let mut escaped = String::new();
    for letter in label.chars() {
        match letter {
            '#' => escaped.push_str("#35;"),
            ':' => escaped.push_str("#58;"),
            ';' => escaped.push_str("#59;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
