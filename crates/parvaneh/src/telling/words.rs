//! What codes and events are called in Persian and in English, from the catalogues in `words/`.
//!
//! The core knows codes and parameters; nothing but the words here differs between languages. A
//! message is `<kind>-<word>`, as in `standing-in_force`, `code-own_matter` (in Persian alone),
//! `event-renewal-filed`, `notice-renewal-granted`; an event's fields are the arguments of its
//! messages, those within others joined by a hyphen, as in `$term-through`. What an event names by a
//! code has its name under the kind of code, as in `violation-HANDED_OVER`; a code that only a
//! register's own edition knows is shown as it is. Articles and authorities are named in English by
//! editions, and what they are called in Persian is in a catalogue of their own; a rule of ours has
//! its words in both languages in the core.
//!
//! In Persian whatever is put into a message is isolated (U+2068, U+2069): a number or a foreign word
//! would otherwise be read in another order than it was written.

mod unsaid;

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::SecondsFormat;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use parvaneh_core::actor::Role;
use parvaneh_core::calendar::{Date, solar_hijri};
use parvaneh_core::dossier::{Command, Dated};
use parvaneh_core::edition::Basis;
use parvaneh_core::law::{OwnRule, OwnWords};
use parvaneh_core::refusal::Code;
use parvaneh_core::standing::Standing;
use parvaneh_core::state::silence::{Awaited, Foretold};
use parvaneh_core::text::{BLANKED, Reason};
use parvaneh_core::timeline::Record;
use serde::Serialize;
use serde_json::Value;
use unic_langid::LanguageIdentifier;

use crate::known_at::KnownAt;

use unsaid::{REASONS, UNSAID, left_out};

/// A language that the catalogues know.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Language {
    /// `en`
    English,
    /// `fa`
    Persian,
}

impl Language {
    /// Every language there is.
    pub const ALL: [Self; 2] = [Self::English, Self::Persian];

    /// `en` or `fa`.
    pub fn word(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Persian => "fa",
        }
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL
            .into_iter()
            .find(|language| language.word() == text);
        found.ok_or_else(|| format!("no words are known in {text:?}; there are en and fa"))
    }
}

/// Arguments that an event may lack, and which are then `none`: Fluent breaks a message off at an
/// argument that is missing.
const OPTIONAL: [&str; 11] = [
    "after",
    "because-decree-decree",
    "court_by",
    "measure-reason",
    "notice_through",
    "propose_by",
    "renewal_due",
    "sanction-suspension-from",
    "sanction-suspension-through",
    "through",
    "until",
];

/// What names things by a code, and the kind of code.
const CODED: [(&str, &str); 8] = [
    ("leads_to", "violation"),
    ("missing", "paper"),
    ("paper-name", "paper"),
    ("post", "post"),
    ("stage", "stage"),
    ("to", "stage"),
    ("unmet", "paper"),
    ("violation", "violation"),
];

/// What is left where an argument, or a variant of a message, says nothing.
const NOTHING_ISOLATED: &str = "\u{2068}\u{2069}";

const PERSIAN_ARTICLES: &str = include_str!("../../words/articles.fa.toml");

/// The words of one language.
pub struct Words {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// What articles and authorities are called, by what editions and the core call them.
    articles: BTreeMap<String, String>,
}

impl Words {
    /// The catalogue of that language.
    pub fn of(language: Language) -> Self {
        let text = match language {
            Language::English => include_str!("../../words/en.ftl"),
            Language::Persian => include_str!("../../words/fa.ftl"),
        };
        let id: LanguageIdentifier = language.word().parse().unwrap_or_default();
        // A catalogue with a fault keeps its sound messages; a test finds every fault there is.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(sound, _)| sound);
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(language == Language::Persian);
        bundle.add_resource_overriding(resource);
        // A fault in it is found by a test, as with the messages.
        let articles = match language {
            Language::English => BTreeMap::new(),
            Language::Persian => {
                let mut articles: BTreeMap<String, String> =
                    toml::from_str(PERSIAN_ARTICLES).unwrap_or_default();
                for rule in OwnRule::ALL {
                    let said = [Some(rule.english()), rule.formerly()]
                        .into_iter()
                        .flatten();
                    articles.extend(said.map(|words| (words.into(), rule.persian().into())));
                }
                articles
            }
        };
        Self {
            language,
            bundle,
            articles,
        }
    }

    /// Whether there is a message of that name.
    pub fn has(&self, id: &str) -> bool {
        let message = self.bundle.get_message(id);
        message.is_some_and(|message| message.value().is_some())
    }

    /// The message of that name with its arguments; the name itself where there is none.
    pub fn say(&self, id: &str, arguments: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in arguments {
            args.set(*name, *value);
        }
        self.message(id, &args)
    }

    fn message(&self, id: &str, args: &FluentArgs<'_>) -> String {
        let message = self.bundle.get_message(id);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            return id.to_owned();
        };
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut faults);
        text.replace(NOTHING_ISOLATED, "")
    }

    /// A civil date: in Persian Solar Hijri alone, in English with the Gregorian date beside it.
    pub fn day(&self, day: Date) -> String {
        match self.language {
            Language::English => format!("{} ({day})", solar_hijri(day)),
            Language::Persian => self.digits(&solar_hijri(day).replace('-', "/")),
        }
    }

    /// A civil date in both calendars.
    pub fn both_days(&self, day: Date) -> String {
        match self.language {
            Language::English => self.day(day),
            Language::Persian => {
                let gregorian = self.digits(&day.to_string().replace('-', "/"));
                format!("{} ({gregorian} م)", self.day(day))
            }
        }
    }

    /// When something was known.
    pub fn known_at(&self, at: &KnownAt) -> String {
        let root = |root: &[u8]| -> String {
            let digits = root.iter().map(|byte| format!("{byte:02x}"));
            digits.collect()
        };
        let (id, name, value) = match at {
            KnownAt::Day(day) => ("known-at-day", "day", self.day(*day)),
            KnownAt::Local(moment) => {
                let day = self.day(Date::at(moment.and_utc()));
                let clock = self.digits(&moment.time().to_string());
                let time = [("day", day.as_str()), ("clock", clock.as_str())];
                ("known-at-time", "time", self.say("day-and-time", &time))
            }
            KnownAt::Instant(instant) => {
                let instant = instant.to_rfc3339_opts(SecondsFormat::AutoSi, true);
                ("known-at-time", "time", instant)
            }
            KnownAt::Position(position) => {
                let position = self.digits(&position.to_string());
                ("known-at-position", "position", position)
            }
            KnownAt::AnchorOfRun(run) => ("known-at-anchor", "name", run.to_string()),
            KnownAt::AnchorOfRoot(bytes) => ("known-at-anchor", "name", root(bytes)),
        };
        self.say(id, &[(name, value.as_str())])
    }

    /// Numbers in the language's own digits.
    pub fn digits(&self, text: &str) -> String {
        match self.language {
            Language::English => text.to_owned(),
            Language::Persian => text.chars().map(persian).collect(),
        }
    }

    /// What a licence is worth.
    pub fn standing(&self, standing: Standing) -> String {
        self.say(&format!("standing-{}", standing.word()), &[])
    }

    /// Who acts. `authority`: as in [`Self::authority`].
    pub fn role(&self, role: Role, authority: Option<&str>) -> String {
        let authority = self.authority(authority);
        let arguments = [("authority", authority.as_str())];
        self.say(&format!("role-{}", role.word()), &arguments)
    }

    /// The body that issues licences, by what its edition calls it; none where it is not known which
    /// edition that is.
    pub fn authority(&self, authority: Option<&str>) -> String {
        match authority {
            Some(authority) => self.article(authority).to_owned(),
            None => self.say("authority-of-some-edition", &[]),
        }
    }

    /// What a code is called, as `HANDED_OVER` of the kind `violation`; the code itself where it has no
    /// name.
    pub fn name(&self, kind: &str, code: &str) -> String {
        let id = format!("{kind}-{code}");
        match self.has(&id) {
            true => self.say(&id, &[]),
            false => code.to_owned(),
        }
    }

    /// What comes of a decision that is owed, if nobody decides. `authority`: as in [`Self::authority`].
    pub fn awaited(&self, foretold: &Foretold, authority: Option<&str>) -> String {
        let role = self.role(foretold.owed_by, authority);
        let about = match &foretold.awaited {
            Awaited::Appointment(post) => self.name("post", post.word()),
            other => other.about().unwrap_or_default().to_owned(),
        };
        // A sentence has one of the two.
        let about = [("post", about.as_str()), ("agency", about.as_str())];
        let decision = foretold.awaited.decision().word();
        let decision = self.say(&format!("decision-{decision}"), &about);
        let day = self.day(foretold.decide_by);
        let arguments = [
            ("role", role.as_str()),
            ("decision", decision.as_str()),
            ("day", day.as_str()),
            ("means", foretold.means.word()),
        ];
        self.say("decision-awaited", &arguments)
    }

    /// Why something is refused. The English sentence is the core's, where the code stands.
    pub fn code(&self, code: Code) -> String {
        match self.language {
            Language::English => code.sentence().to_owned(),
            Language::Persian => self.say(&format!("code-{}", code.word()), &[]),
        }
    }

    /// A place in the law; as the edition says it where the catalogue has no other name for it, as
    /// for those of a register's own edition.
    pub fn article<'a>(&'a self, article: &'a str) -> &'a str {
        self.articles.get(article).map_or(article, String::as_str)
    }

    /// What a rule rests on.
    pub fn basis(&self, basis: Basis) -> String {
        self.say(&format!("basis-{basis:?}"), &[])
    }

    /// What is asked, as an infinitive.
    pub fn command(&self, command: &Command) -> String {
        self.say(&id("command", command.name()), &[])
    }

    /// What happened, with the facts of it. `authority`: as in [`Self::authority`].
    pub fn event(&self, dated: &Dated, authority: Option<&str>) -> String {
        let id = id("event", dated.event.name());
        self.sentence(&id, &dated.event, authority, Self::day)
    }

    /// What a row says of the history itself.
    pub fn record(&self, record: &Record) -> String {
        self.sentence(&id("event", record.name()), record, None, Self::day)
    }

    /// What a person is told of an event, with dates in both calendars. `authority`: as in
    /// [`Self::authority`].
    pub fn notice(&self, dated: &Dated, authority: Option<&str>) -> String {
        let id = id("notice", dated.event.name());
        self.sentence(&id, &dated.event, authority, Self::both_days)
    }

    /// The same where the licence is not in force: what is said otherwise then, with `-ended` in its name.
    pub fn notice_after_the_end(&self, dated: &Dated, authority: Option<&str>) -> String {
        let ended = format!("{}-ended", id("notice", dated.event.name()));
        match self.has(&ended) {
            true => self.sentence(&ended, &dated.event, authority, Self::both_days),
            false => self.notice(dated, authority),
        }
    }

    /// Words of ours.
    pub fn own(&self, own: OwnWords) -> &'static str {
        match self.language {
            Language::English => own.english(),
            Language::Persian => own.persian(),
        }
    }

    /// What somebody is told of an event who is no party to it, in a sentence with dates in both calendars.
    /// `authority`: as in [`Self::authority`].
    pub fn result(&self, dated: &Dated, authority: Option<&str>) -> String {
        let id = id("event", dated.event.name());
        let said = self.sentence(&id, &dated.event, authority, Self::both_days);
        self.say("notice-result-said", &[("text", &said)])
    }

    /// The message `id` with the fields of `said`.
    fn sentence(
        &self,
        id: &str,
        said: &impl Serialize,
        authority: Option<&str>,
        write: fn(&Self, Date) -> String,
    ) -> String {
        let mut args = FluentArgs::new();
        args.set("authority", self.authority(authority));
        for name in OPTIONAL {
            args.set(name, "none");
        }
        if let Ok(Value::Object(fields)) = serde_json::to_value(said) {
            self.arguments("", &fields, authority, write, &mut args);
        }
        let text = left_out(self.message(id, &args));
        text.trim_end().to_owned()
    }

    /// `authority`: as in [`Self::authority`]; `write`: how a day is written.
    fn arguments(
        &self,
        within: &str,
        fields: &serde_json::Map<String, Value>,
        authority: Option<&str>,
        write: fn(&Self, Date) -> String,
        args: &mut FluentArgs<'_>,
    ) {
        for (name, value) in fields {
            let name = format!("{within}{name}");
            let coded = CODED.iter().find(|(coded, _)| *coded == name);
            let named = |text: &str| match coded {
                Some((_, kind)) => self.name(kind, text),
                None => text.to_owned(),
            };
            match value {
                Value::Object(fields) if let Some(own) = own_words(fields) => {
                    args.set(name, self.own(own));
                }
                Value::Object(fields) => {
                    // An enum variant with fields is named by its tag.
                    if let [word] = fields.keys().collect::<Vec<_>>()[..] {
                        args.set(name.clone(), word.clone());
                    }
                    self.arguments(&format!("{name}-"), fields, authority, write, args);
                }
                // Whose silence it was.
                Value::String(word) if name == "silence-owed_by" => {
                    let role = Role::ALL.iter().find(|role| role.word() == word);
                    let said =
                        role.map_or_else(|| word.clone(), |role| self.role(*role, authority));
                    args.set(name, said);
                }
                // What stood in the way, by the code of the refusal.
                Value::String(word) if name == "refusal" => {
                    let code = Code::ALL.iter().find(|code| code.word() == word);
                    let said = code.map_or_else(|| word.clone(), |code| self.code(*code));
                    args.set(name, said);
                }
                Value::String(text) => {
                    let text = match text.parse::<Date>() {
                        Ok(day) => write(self, day),
                        Err(_) if says_nothing(&name, text) => UNSAID.to_owned(),
                        Err(_) => named(text),
                    };
                    args.set(name, text);
                }
                Value::Number(number) => args.set(name, self.digits(&number.to_string())),
                Value::Bool(holds) => args.set(name, if *holds { "yes" } else { "no" }),
                Value::Array(values) => {
                    let words: Vec<String> =
                        values.iter().filter_map(Value::as_str).map(named).collect();
                    args.set(name, words.join(&self.say("and-also", &[])));
                }
                Value::Null => {}
            }
        }
    }
}

/// The words of ours that stand in the place of somebody's.
fn own_words(fields: &serde_json::Map<String, Value>) -> Option<OwnWords> {
    serde_json::from_value(fields.get("ours")?.clone()).ok()
}

/// Whether it is a reason that says nothing.
fn says_nothing(name: &str, text: &str) -> bool {
    text != BLANKED && REASONS.contains(&name) && Reason::new(text).is_err()
}

/// `event-renewal-filed`, of `renewal.filed`.
fn id(kind: &str, name: &str) -> String {
    format!("{kind}-{}", name.replace('.', "-"))
}

fn persian(letter: char) -> char {
    match letter.to_digit(10) {
        Some(digit) => char::from_u32(u32::from('۰') + digit).unwrap_or(letter),
        None => letter,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;
    use insta::assert_snapshot;
    use parvaneh_core::timeline::Said;

    use super::*;
    use crate::{Workflows, encoding};

    /// One line for every form that was ever stored.
    const EVENTS: &str = include_str!("../../../../tests/data/events.jsonl");

    const CATALOGUES: [&str; 2] = [
        include_str!("../../words/en.ftl"),
        include_str!("../../words/fa.ftl"),
    ];

    /// Every article of an edition, at whatever key.
    fn articles(of: &Value, found: &mut BTreeSet<String>) {
        match of {
            Value::Object(fields) => {
                if let Some(Value::String(article)) = fields.get("article") {
                    found.insert(article.clone());
                }
                fields.values().for_each(|field| articles(field, found));
            }
            Value::Array(values) => values.iter().for_each(|value| articles(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Whatever an edition rests on, and whatever an event could be explained by, has a name in
    /// Persian; and no name is of what nothing rests on.
    #[test]
    fn every_article_has_its_name_in_persian() {
        let named: BTreeMap<String, String> = toml::from_str(PERSIAN_ARTICLES).expect("a table");
        let workflows = Workflows::embedded().expect("the editions load");
        let mut cited = BTreeSet::new();
        for edition in workflows.editions() {
            let whole = serde_json::to_value(edition).expect("an edition is fields");
            articles(&whole, &mut cited);
            cited.insert(edition.authority.name().to_owned());
            for said in EVENTS.lines().map(stored) {
                cited.extend(said.event().map(|event| event.rests_on(edition).article));
            }
        }
        for (_, decree) in workflows.decrees() {
            let whole = serde_json::to_value(decree).expect("a general act is fields");
            articles(&whole, &mut cited);
        }
        for rule in OwnRule::ALL {
            cited.remove(rule.english());
        }
        let missing: Vec<_> = cited.iter().filter(|it| !named.contains_key(*it)).collect();
        assert!(
            missing.is_empty(),
            "without a name in Persian: {missing:#?}"
        );
        let unused: Vec<&String> = named.keys().filter(|it| !cited.contains(*it)).collect();
        assert!(unused.is_empty(), "nothing rests on {unused:#?}");
        let ours = OwnRule::ALL.iter().map(|rule| rule.persian());
        for name in named.values().map(String::as_str).chain(ours) {
            let latin = name.replace("5 USC 558(c)", "");
            assert!(
                !latin.contains(|it: char| it.is_ascii_alphanumeric()),
                "{name}"
            );
        }
    }

    fn stored(line: &str) -> Said {
        let (said, _) = encoding::said(1, line).expect("a stored row");
        said
    }

    /// An event that was stored with an empty reason is told without one, in whole sentences.
    #[test]
    fn an_empty_reason_is_not_introduced() {
        fn emptied(value: &mut Value) -> bool {
            let Value::Object(fields) = value else {
                return false;
            };
            let mut any = false;
            for (name, value) in fields {
                if matches!(&**name, "reason" | "unmet" | "grounds") && value.is_string() {
                    *value = Value::from(" ");
                    any = true;
                } else if name != "resolution" {
                    any |= emptied(value);
                }
            }
            any
        }
        let mut told = 0;
        for line in EVENTS.lines() {
            let mut event: Value = serde_json::from_str(line).expect("an event");
            if !emptied(&mut event) {
                continue;
            }
            let Said::Event(event) = stored(&event.to_string()) else {
                continue;
            };
            let effective_on = "2026-11-23".parse().expect("a day");
            let dated = Dated {
                effective_on,
                event,
            };
            for language in Language::ALL {
                let words = Words::of(language);
                for text in [words.event(&dated, None), words.notice(&dated, None)] {
                    let broken = [
                        ":.",
                        ": .",
                        ": ؛",
                        "..",
                        " .",
                        " ;",
                        " ؛",
                        "؛.",
                        UNSAID,
                        "دلیل",
                        "The reason",
                    ];
                    let found = broken.iter().find(|it| text.contains(**it));
                    let cut = text.trim_end().ends_with([':', ';', '؛']).then_some(&":");
                    assert_eq!(found.or(cut), None, "{text}");
                    told += 1;
                }
            }
        }
        assert!(80 < told, "{told}");
    }

    #[test]
    fn the_catalogues_can_be_read() {
        for text in CATALOGUES {
            if let Err((_, faults)) = FluentResource::try_new(text.to_owned()) {
                panic!("{faults:?}");
            }
        }
    }

    /// What is said of the history itself, to be read before it is kept.
    #[test]
    fn a_revision_is_told_in_words() {
        let mut text = String::new();
        for language in Language::ALL {
            let words = Words::of(language);
            for said in EVENTS.lines().map(stored) {
                if let Said::Record(record) = said {
                    text.push_str(&format!("{}\n", words.record(&record)));
                }
            }
        }
        let without_isolates = text.replace(['\u{2068}', '\u{2069}'], "");
        assert_snapshot!(without_isolates.trim_end(), @r"
        it was so already
        an act was entered after others of a later day; what came after entry no. 3 is stated anew
        what was recorded wrongly was put right, after minutes of 3 November: entered under another number; what came after entry no. 0 is stated anew
        the register had learnt of a general act that holds from an earlier day; what came after entry no. 1 is stated anew
        texts that somebody wrote were blanked: به درخواست شخص
        پیش‌تر نیز چنین بود
        بازنگری سوابق: اقدامی پس از اقدامات با تاریخ مؤخر ثبت شد؛ موارد پس از ردیف ۳ از نو ثبت شد
        بازنگری سوابق: آنچه نادرست ثبت شده بود به استناد minutes of 3 November اصلاح شد: entered under another number؛ موارد پس از ردیف ۰ از نو ثبت شد
        بازنگری سوابق: مصوبهٔ عامی که از تاریخی پیش از آن اجرا می‌شود در سامانه ثبت شد؛ موارد پس از ردیف ۱ از نو ثبت شد
        متن‌هایی که اشخاص نوشته بودند حذف شد: به درخواست شخص
        ");
    }

    /// Both say the same things, and leave nothing out that could have to be said.
    #[test]
    fn nothing_is_without_its_words() {
        let mut ids: Vec<String> = Vec::new();
        ids.extend(Role::ALL.iter().map(|role| format!("role-{}", role.word())));
        let standings = Standing::ALL.iter();
        ids.extend(standings.map(|standing| format!("standing-{}", standing.word())));
        for line in EVENTS.lines() {
            ids.push(id("event", stored(line).name()));
        }
        for language in Language::ALL {
            let words = Words::of(language);
            let missing: BTreeSet<&String> = ids.iter().filter(|id| !words.has(id)).collect();
            assert!(missing.is_empty(), "{language:?} lacks {missing:#?}");
        }
        let persian = Words::of(Language::Persian);
        let codes = Code::ALL.iter().map(|code| format!("code-{}", code.word()));
        let missing: Vec<String> = codes.filter(|id| !persian.has(id)).collect();
        assert!(
            missing.is_empty(),
            "the Persian catalogue lacks {missing:#?}"
        );
        let messages = CATALOGUES.map(|text| -> BTreeSet<&str> {
            let lines = text.lines().filter(|line| !line.starts_with([' ', '#']));
            let ids = lines.filter_map(|line| Some(line.split_once(" =")?.0));
            ids.filter(|id| !id.starts_with("code-")).collect()
        });
        let [english, persian] = messages;
        let differ: Vec<_> = english.symmetric_difference(&persian).collect();
        assert!(
            differ.is_empty(),
            "one language has it, the other not: {differ:?}"
        );
    }
}
