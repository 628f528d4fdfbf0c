//! `parvaneh actions`: what may be done with a dossier on a day and by whom, what will be possible and from
//! when, and what stands in the way of the rest.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use parvaneh::core::actions::{Action, Verdict};
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::calendar::Date;
use parvaneh::core::calendar::solar_hijri;
use parvaneh::core::refusal::Refusal;
use parvaneh::number::ByNumber;
use parvaneh::show::Shown;
use parvaneh::words::Language;
use parvaneh::words::Words;
use serde::Serialize;

use crate::args::{Format, Global, date, role};
use crate::commands::list::is_known;
use crate::commands::show::AwaitedAnswer;
use crate::output::{self, line, table};

#[derive(clap::Args)]
pub(crate) struct ActionsArgs {
    /// The licence number, or the number of the file or call, however it is written, or the dossier's id
    number: String,
    /// The regime; needed only where dossiers of several regimes have the number
    #[arg(long, value_name = "REGIME")]
    regime: Option<String>,
    /// In what capacity, as in secretariat or holder [default: each that may]
    #[arg(long = "as", value_parser = role, value_name = "ROLE")]
    role: Option<Role>,
    /// Who: a party id for the roles of parties [default: whoever plays the role]
    #[arg(long, value_name = "ID", requires = "role")]
    id: Option<String>,
    /// The province whose dossiers the actor may touch [default: any]
    #[arg(long)]
    province: Option<String>,
    /// On this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    on: Option<Date>,
    /// Also what may not be done, and why not; for programs it is always there
    #[arg(long)]
    all: bool,
    /// In these words: en or fa
    #[arg(long, default_value = "en", env = "PARVANEH_LANGUAGE")]
    language: Language,
}

/// What would come of a command, and who would give it.
struct Tried {
    role: Role,
    action: Action,
}

pub(crate) async fn run(global: &Global, args: &ActionsArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let which = ByNumber {
        number: &args.number,
        regime: args.regime.as_deref(),
    };
    let shown = engine.show(which, args.on).await?;
    let regime = engine.workflows().regime(&shown.regime);
    if let (Some(province), Some(regime)) = (&args.province, regime) {
        is_known(province, &[regime])?;
    }
    let roles = match &args.role {
        Some(role) => std::slice::from_ref(role),
        None => Role::ALL,
    };
    let mut tried = Vec::new();
    for role in roles {
        let party = || shown.view.dossier.party(*role);
        let id = args.id.clone().or_else(|| Some(party()?.to_string()));
        let actor = Actor {
            id: id.unwrap_or_else(|| role.word().to_owned()),
            role: *role,
            province: args.province.clone(),
            on_behalf_of: None,
        };
        let actions = engine.actions(which, &actor, args.on).await?;
        // Of everybody, only what somebody in that capacity may ask for at all.
        let asks = |action: &Action| args.role.is_some() || action.command.by().contains(role);
        let actions = actions.into_iter().filter(asks);
        tried.extend(actions.map(|action| Tried {
            role: *role,
            action,
        }));
    }
    engine.close().await?;
    let words = Words::of(args.language);
    match global.format {
        Format::Json => as_json(&tried, &shown, &words)?,
        Format::Table | Format::Csv => as_text(&tried, &shown, args.all, &words)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A command to the dossier, or a decision that is owed in it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub(crate) enum ActionLine<'a> {
    /// A command, and what would come of it.
    Command(ActionAnswer<'a>),
    /// What comes of a decision that is owed against a stated period, if nobody decides. Such lines come after
    /// the commands.
    Waiting {
        /// Which decision, by whom and by when, and what silence means.
        waiting: AwaitedAnswer,
    },
}

/// A command to the dossier, and what would come of it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct ActionAnswer<'a> {
    /// `<machine>.<command>`.
    command: &'static str,
    /// In what capacity it would be given.
    by: Role,
    /// The paper that it puts on file; null where it puts none there.
    paper: Option<&'a str>,
    /// The same in the language that was asked for.
    in_words: String,
    /// What would come of it.
    #[serde(flatten)]
    verdict: VerdictAnswer<'a>,
}

/// Whether a command may be given.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "verdict", rename_all = "snake_case")]
enum VerdictAnswer<'a> {
    /// It may.
    May,
    /// It asks for what is so already.
    AlreadySo,
    /// It would be refused.
    Refused {
        /// The refusal.
        refusal: &'a Refusal,
        /// The first day on which it would be done, if nobody does anything until then; none where waiting
        /// does not help.
        earliest: Option<Date>,
        /// The same day in Solar Hijri.
        earliest_sh: Option<String>,
    },
}

fn as_json(tried: &[Tried], shown: &Shown, words: &Words) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for Tried { role, action } in tried {
        let verdict = match &action.verdict {
            Verdict::May => VerdictAnswer::May,
            Verdict::AlreadySo => VerdictAnswer::AlreadySo,
            Verdict::Refused { refusal, earliest } => VerdictAnswer::Refused {
                refusal,
                earliest: *earliest,
                earliest_sh: earliest.map(solar_hijri),
            },
        };
        let answer = ActionAnswer {
            command: action.command.name(),
            by: *role,
            paper: action.command.paper().map(|paper| paper.name.as_str()),
            in_words: words.command(&action.command),
            verdict,
        };
        output::sorted_json(&mut out, &ActionLine::Command(answer))?;
    }
    for foretold in &shown.waiting {
        let waiting = AwaitedAnswer::new(foretold);
        output::sorted_json(&mut out, &ActionLine::Waiting { waiting })?;
    }
    Ok(())
}

/// Now, then later, then never.
fn as_text(tried: &[Tried], shown: &Shown, all: bool, words: &Words) -> anyhow::Result<()> {
    let mut now = Lines::default();
    let mut later: BTreeMap<Date, Lines> = BTreeMap::new();
    let mut never = Lines::default();
    for it in tried {
        match &it.action.verdict {
            Verdict::May => now.add(it, ""),
            Verdict::AlreadySo => never.add(it, &words.say("actions-already-so", &[])),
            Verdict::Refused { refusal, earliest } => match earliest {
                Some(day) => later.entry(*day).or_default().add(it, ""),
                None => never.add(it, &words.code(refusal.code)),
            },
        }
    }
    let mut out = std::io::stdout().lock();
    let (what, by) = ("actions-command", "actions-by");
    let heading = words.say("actions-now", &[("day", &words.day(shown.view.on))]);
    let rows = now.rows(words).map(|[what, by, _]| vec![what, by]);
    part(&mut out, &heading, &[what, by], rows, words)?;
    for foretold in &shown.waiting {
        line(&mut out, "")?;
        line(&mut out, words.awaited(foretold, None))?;
    }
    let days = later.iter().flat_map(|(day, lines)| {
        let day = words.day(*day);
        lines
            .rows(words)
            .map(move |[what, by, _]| vec![day.clone(), what, by])
    });
    let heading = words.say("actions-later", &[]);
    let columns = ["actions-earliest", what, by];
    line(&mut out, "")?;
    part(&mut out, &heading, &columns, days, words)?;
    line(&mut out, "")?;
    if !all {
        let count = words.digits(&never.rows(words).count().to_string());
        let arguments = [("count", count.as_str()), ("option", "--all")];
        line(&mut out, words.say("actions-others", &arguments))?;
        return Ok(());
    }
    let heading = words.say("actions-rest", &[]);
    let rows = never.rows(words).map(Vec::from);
    part(
        &mut out,
        &heading,
        &[what, by, "actions-why-not"],
        rows,
        words,
    )
}

/// A heading, and the lines under it.
fn part(
    out: &mut impl Write,
    heading: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
    words: &Words,
) -> anyhow::Result<()> {
    line(out, heading)?;
    line(out, "")?;
    let columns: Vec<String> = columns.iter().map(|id| words.say(id, &[])).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut lines = table(&columns);
    for row in rows {
        lines.add_row(row);
    }
    match lines.is_empty() {
        true => line(out, words.say("actions-nothing", &[])),
        false => output::rows(out, &lines),
    }
}

/// Commands of which the same is to be said, a line each: whoever would give it, and of papers of one kind
/// their names.
#[derive(Default)]
struct Lines<'a>(Vec<Line<'a>>);

struct Line<'a> {
    action: &'a Action,
    papers: Vec<&'a str>,
    roles: Vec<Role>,
    said: String,
}

impl<'a> Lines<'a> {
    fn add(&mut self, tried: &'a Tried, said: &str) {
        let Tried { role, action } = tried;
        let paper = action.command.paper().map(|paper| paper.name.as_str());
        let (name, kind) = (action.command.name(), action.paper);
        let same = self.0.iter_mut().find(|line| {
            let has_papers = !line.papers.is_empty();
            let command = &line.action.command;
            paper.is_some() == has_papers
                && (command.name(), line.action.paper) == (name, kind)
                && line.said == said
                // Who may put one paper on file may not put another.
                && (paper.is_none() || line.roles == [*role])
        });
        let line = match same {
            Some(line) => line,
            None => {
                self.0.push(Line {
                    action,
                    papers: Vec::new(),
                    roles: Vec::new(),
                    said: said.to_owned(),
                });
                let last = self.0.len() - 1;
                &mut self.0[last]
            }
        };
        line.papers
            .extend(paper.filter(|it| !line.papers.contains(it)));
        if !line.roles.contains(role) {
            line.roles.push(*role);
        }
    }

    /// What, by whom, and what is said of it.
    fn rows(&self, words: &Words) -> impl Iterator<Item = [String; 3]> {
        self.0.iter().map(|line| {
            let roles = line.roles.iter().map(|role| words.role(*role, None));
            let by = roles.collect::<Vec<_>>().join(&words.say("or", &[]));
            [line.what(words), by, line.said.clone()]
        })
    }
}

impl Line<'_> {
    fn what(&self, words: &Words) -> String {
        let command = words.command(&self.action.command);
        let Some(kind) = self.action.paper else {
            return command;
        };
        let kind = words.say(&format!("paper_kind-{}", kind.word()), &[]);
        let papers = self.papers.iter().map(|name| words.name("paper", name));
        let papers = papers.collect::<Vec<_>>().join(&words.say("and-also", &[]));
        let arguments = [
            ("command", command.as_str()),
            ("kind", kind.as_str()),
            ("papers", papers.as_str()),
        ];
        words.say("actions-papers", &arguments)
    }
}
