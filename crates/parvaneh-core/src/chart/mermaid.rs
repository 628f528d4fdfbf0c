//! The chart as a Mermaid state diagram, in text, with a table of its events in comments beneath.

use std::fmt::Write;

use super::{Chart, Hand, Names};

impl Chart {
    /// The chart as a Mermaid state diagram. Before what the calendar makes happen stands a clock,
    /// before what another register states a double arrow.
    pub fn mermaid(&self, names: &dyn Names) -> String {
        let mut chart = format!(
            "%% {} under {}. ⏱: by the calendar. ⇉: stated by another register.\n\
             stateDiagram-v2\n",
            names.machine(self.machine),
            self.edition
        );
        for state in self.states() {
            let name = names.state(self.machine, state);
            let _ = writeln!(chart, "    state \"{name}\" as {}", identifier(state));
        }
        let _ = writeln!(chart, "    [*] --> {}", identifier(self.start));
        for line in self.lines() {
            let (from, to) = (identifier(line.from), identifier(line.to));
            let events = line.arrows.iter().map(|arrow| {
                let mark = match arrow.hand() {
                    Hand::Person => "",
                    Hand::Calendar => "⏱ ",
                    Hand::Register => "⇉ ",
                };
                format!("{mark}{}", escaped(&names.event(arrow.event)))
            });
            let label = events.collect::<Vec<_>>().join("<br/>");
            let _ = writeln!(chart, "    {from} --> {to} : {label}");
        }
        for end in &self.ends {
            let _ = writeln!(chart, "    {} --> [*]", identifier(end));
        }
        chart.push_str(
            "%%\n%% What each event rests on. R: the regulation, F: another public source, D: a default of \
             ours.\n",
        );
        for (arrow, rests_on) in self.events() {
            let (event, by) = (names.event(arrow.event), names.by(arrow));
            let cited = rests_on
                .iter()
                .map(|it| format!("[{}, {:?}]", it.article, it.basis));
            let cited = cited.collect::<Vec<_>>().join(" ");
            let _ = writeln!(chart, "%% {event}; {by}; {cited}");
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
