//! `parvaneh actions`: what somebody may do with a dossier on a day, and what stands in the way.

use std::process::ExitCode;

use parvaneh::core::actions::{Action, Verdict};
use parvaneh::core::actor::Actor;
use parvaneh::core::actor::Role;
use parvaneh::core::calendar::Date;
use parvaneh::core::calendar::solar_hijri;
use parvaneh::core::refusal::Refusal;
use parvaneh::words::Language;
use parvaneh::words::Words;
use serde::Serialize;

use crate::args::{Format, Global, date};
use crate::output::{self, line, table};

#[derive(clap::Args)]
pub(crate) struct ActionsArgs {
    /// The licence number, or the number of the file or call
    number: String,
    /// In what capacity, as in secretariat or holder
    #[arg(long = "as", value_parser = role, value_name = "ROLE")]
    role: Role,
    /// Who: a party id for the roles of parties [default: whoever plays the role]
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The province whose dossiers the actor may touch [default: any]
    #[arg(long)]
    province: Option<String>,
    /// On this day [default: today in the legal time zone]
    #[arg(long, value_parser = date, value_name = "DATE")]
    on: Option<Date>,
    /// In these words: en or fa
    #[arg(long, default_value = "en", env = "PARVANEH_LANGUAGE")]
    language: Language,
}

pub(crate) async fn run(global: &Global, args: &ActionsArgs) -> anyhow::Result<ExitCode> {
    let engine = output::open(global).await?;
    let id = match &args.id {
        Some(id) => id.clone(),
        None => {
            let shown = engine.show(&args.number, args.on).await?;
            let party = shown.view.dossier.party(args.role);
            party.map_or_else(|| args.role.word().to_owned(), |party| party.to_string())
        }
    };
    let actor = Actor {
        id,
        role: args.role,
        province: args.province.clone(),
        on_behalf_of: None,
    };
    let actions = engine.actions(&args.number, &actor, args.on).await?;
    engine.close().await?;
    let words = Words::of(args.language);
    match global.format {
        Format::Json => as_json(&actions, &words)?,
        Format::Table | Format::Csv => as_table(&actions, &words)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// A command to the dossier, and what would come of it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct ActionAnswer<'a> {
    /// `<machine>.<command>`.
    command: &'static str,
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
        /// The first day on which it would not be refused for this reason, where one is known.
        earliest: Option<Date>,
        /// The same day in Solar Hijri.
        earliest_sh: Option<String>,
    },
}

fn as_json(actions: &[Action], words: &Words) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for action in actions {
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
            in_words: words.command(&action.command),
            verdict,
        };
        output::sorted_json(&mut out, &answer)?;
    }
    Ok(())
}

fn as_table(actions: &[Action], words: &Words) -> anyhow::Result<()> {
    let headings = ["actions-command", "actions-verdict", "actions-earliest"];
    let headings = headings.map(|id| words.say(id, &[]));
    let mut rows = table(&headings.each_ref().map(String::as_str));
    for action in actions {
        let command = words.command(&action.command);
        let (verdict, earliest) = match &action.verdict {
            Verdict::May => (words.say("actions-may", &[]), String::new()),
            Verdict::AlreadySo => (words.say("actions-already-so", &[]), String::new()),
            Verdict::Refused { refusal, earliest } => {
                let day = earliest.map_or_else(String::new, |day| words.day(day));
                (words.code(refusal.code), day)
            }
        };
        rows.add_row([command, verdict, earliest]);
    }
    line(&mut std::io::stdout().lock(), rows)
}

fn role(text: &str) -> Result<Role, String> {
    let found = Role::ALL.iter().find(|role| role.word() == text);
    found.copied().ok_or_else(|| {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        format!("no role is called {text:?}; there are {}", words.join(", "))
    })
}
