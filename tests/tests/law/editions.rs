//! Workflows are read whole or refused: the real folder with one thing broken at a time.
//!
//! Every refusal is one sentence with file, line and key; the sentences are in the snapshots.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use parvaneh::Workflows;
use parvaneh::core::edition::EditionId;
use parvaneh::workflows::WorkflowError;
use parvaneh_tests::law::day;
use tempfile::TempDir;

const RULES_1389: &str = "pishkhan/1389.toml";
const RULES_1400: &str = "pishkhan/1400.toml";
const CHICAGO: &str = "chicago/2012.toml";
const IN_FORCE: &str = "pishkhan/regime.toml";
const HOLIDAYS: &str = "holidays/iran.toml";
const PROFILE: &str = "imports/pishkhan.toml";

/// The repository's own workflows.
fn real() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows")
}

/// A copy of the workflows, to be broken.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let copy = Self(tempfile::tempdir().expect("a folder can be made"));
        for sub in ["chicago", "holidays", "imports", "pacific", "pishkhan"] {
            fs::create_dir(copy.path(sub)).expect("a folder can be made");
            for entry in fs::read_dir(real().join(sub)).expect("the folder is there") {
                let entry = entry.expect("the folder can be read");
                fs::copy(entry.path(), copy.path(sub).join(entry.file_name()))
                    .expect("a file can be copied");
            }
        }
        copy
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).expect("the file can be read")
    }

    fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(file), text).expect("the file can be written");
    }

    /// Writes `after` for `before`, which must be there.
    fn replace(&self, file: &str, before: &str, after: &str) {
        let text = self.text(file);
        assert!(text.contains(before), "{file} has no {before:?}");
        self.write(file, text.replacen(before, after, 1));
    }

    fn load(&self) -> Result<Workflows, WorkflowError> {
        Workflows::load(self.0.path())
    }

    /// The sentences with which the folder is refused, a line each, without the folder's own name.
    fn refusal(&self) -> String {
        let error = self.load().expect_err("the folder is broken");
        let folder = self.0.path().display().to_string();
        error.to_string().replace(&folder, "workflows")
    }
}

/// What became of the folder with one thing broken at a time, a line each.
#[derive(Default)]
struct Refusals {
    transcript: String,
}

impl Refusals {
    /// With `after` written for `before` in one file, the folder is refused: because of the key
    /// `key`, on the line on which `at` stands, or `after` begins where `at` is empty. What else does not
    /// fit then is said as well.
    fn refuses(mut self, file: &str, before: &str, after: &str, at: &str, key: &str) -> Self {
        let copy = Copy::new();
        copy.replace(file, before, after);
        let text = copy.text(file);
        let at = if at.is_empty() { after } else { at };
        let above = text.find(at).expect("the text is in the file");
        let line = text[..above].matches('\n').count() + 1;
        let sentences = copy.refusal();
        let place = format!("workflows/{file}:{line}: {key}");
        assert!(
            sentences.lines().any(|line| line.starts_with(&place)),
            "{sentences}\nof which one should begin with {place}"
        );
        let _ = writeln!(self.transcript, "{sentences}");
        self
    }
}

#[test]
fn the_folder_and_the_binary_hold_the_same() {
    let embedded = Workflows::embedded().unwrap();
    let read = Workflows::load(&real()).unwrap();
    let editions = |workflows: &Workflows| workflows.editions().cloned().collect::<Vec<_>>();
    assert_eq!(editions(&embedded), editions(&read));
    let names = |workflows: &Workflows| {
        let regimes = workflows.regime_names().map(str::to_owned);
        let profiles = workflows.profile_names().map(str::to_owned);
        regimes.chain(profiles).collect::<Vec<_>>()
    };
    assert_eq!(
        names(&embedded),
        [
            "chicago",
            "pacific",
            "pishkhan",
            "chicago",
            "los_angeles",
            "pishkhan",
            "san_francisco",
            "vancouver"
        ]
    );
    assert_eq!(names(&embedded), names(&read));
}

/// An unknown key, or a missing number.
#[test]
fn an_edition_is_complete_and_holds_nothing_else() {
    let cure = r#"cure = { value = "P10D", basis = "D", article = "no source found on the cure of a deficiency" }"#;
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            "[renewal]\n",
            "[renewal]\ngrace = \"P3M\"\n",
            "grace",
            "renewal.grace: ",
        )
        .refuses(
            RULES_1389,
            "[enforcement]\n",
            "[appeals]\n[enforcement]\n",
            "[appeals]",
            "appeals: ",
        )
        .refuses(
            RULES_1389,
            cure,
            "# No time to cure.",
            "[renewal]",
            "renewal: missing field `cure`",
        )
        .refuses(
            RULES_1389,
            "title = ",
            "# title = ",
            "# The 1389 regulation",
            "missing field `title`",
        )
        .refuses(
            CHICAGO,
            "[licence]\n",
            "[concession]\n",
            "",
            "concession: unknown field",
        );
    assert_snapshot!(refusals.transcript);
}

/// A value without its article or basis, of the wrong kind, or there twice.
#[test]
fn a_value_says_what_it_is_and_where_it_is_written() {
    let cure = r#"cure = { value = "P10D", basis = "D", article = "no source found on the cure of a deficiency" }"#;
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            cure,
            "cure = { value = \"P10D\", article = \"nowhere\" }",
            "",
            "renewal.cure: missing field `basis`",
        )
        .refuses(
            RULES_1389,
            cure,
            "cure = { value = \"P10D\", basis = \"D\", article = \" \" }",
            "",
            "renewal.cure.article: ",
        )
        .refuses(
            RULES_1389,
            cure,
            "cure = { value = \"P10D\", basis = \"X\", article = \"nowhere\" }",
            "",
            "renewal.cure.basis: ",
        )
        .refuses(
            RULES_1389,
            cure,
            "cure = { value = 10, basis = \"D\", article = \"nowhere\" }",
            "",
            "renewal.cure.value: ",
        )
        .refuses(
            RULES_1389,
            "value = \"continue\"",
            "value = \"perhaps\"",
            "",
            "licence.pending_at_expiry.value: ",
        )
        .refuses(
            RULES_1389,
            "quorum = { value = 2",
            "quorum = { value = -2",
            "",
            "working_group.quorum.value: ",
        )
        .refuses(RULES_1389, cure, "cure = 1\ncure = 2", "cure = 2", "cure: ")
        .refuses(RULES_1389, cure, "cure = P10D", "", "");
    assert_snapshot!(refusals.transcript);
}

/// A period that is negative, of no length, or no period.
#[test]
fn a_period_has_a_length() {
    let term = "term = { value = \"P3Y\"";
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            term,
            "term = { value = \"-P3Y\"",
            "",
            "licence.term.value: ",
        )
        .refuses(
            RULES_1389,
            term,
            "term = { value = \"P-3Y\"",
            "",
            "licence.term.value: ",
        )
        .refuses(
            RULES_1389,
            term,
            "term = { value = \"three years\"",
            "",
            "licence.term.value: ",
        )
        .refuses(
            RULES_1389,
            term,
            "term = { value = \"P0Y\"",
            "",
            "licence.term.value: ",
        )
        .refuses(
            RULES_1389,
            "lead = { value = \"P3M\"",
            "lead = { value = \"P0D\"",
            "",
            "renewal.lead.value: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// A ladder that does not come nearer, or a deadline that is not there.
#[test]
fn reminders_come_nearer() {
    let reminders = "value = [\"P3M\", \"P1M\", \"P7D\"]";
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            reminders,
            "value = [\"P1M\", \"P3M\", \"P7D\"]",
            "",
            "renewal.reminders.value: ",
        )
        .refuses(
            RULES_1389,
            reminders,
            "value = [\"P3M\", \"P3M\"]",
            "",
            "renewal.reminders.value: ",
        )
        // Thirty days before a day and a month before it can be the same day, or change places.
        .refuses(
            RULES_1389,
            reminders,
            "value = [\"P31D\", \"P1M\"]",
            "",
            "renewal.reminders.value: ",
        )
        .refuses(
            RULES_1389,
            reminders,
            "value = [\"P361D\", \"P12M\"]",
            "",
            "renewal.reminders.value: ",
        )
        .refuses(
            CHICAGO,
            "after_end = ",
            "reminders = { value = [\"P1M\"], basis = \"D\", article = \"nowhere\" }\nafter_end = ",
            "",
            "renewal.reminders.value: ",
        )
        .refuses(
            CHICAGO,
            "after_end = ",
            "late = { value = \"deemed_withdrawal\", basis = \"D\", article = \"nowhere\" }\nafter_end = ",
            "",
            "renewal.late: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// Nothing to license, or a resolution of nobody.
#[test]
fn an_edition_does_not_contradict_itself() {
    let refusals = Refusals::default()
        .refuses(
            CHICAGO,
            "value = [{ kind = \"*\", natural_persons = true }]",
            "value = []",
            "value = []\n\n[renewal]",
            "licence.office_kinds.value: ",
        )
        .refuses(
            RULES_1389,
            "{ kind = \"rural\"",
            "{ kind = \"urban\"",
            "value = [\n",
            "licence.office_kinds.value: ",
        )
        .refuses(
            CHICAGO,
            "confirmation = { value = \"not_needed\"",
            "confirmation = { value = \"needed\"",
            "",
            "renewal.confirmation.value: ",
        )
        .refuses(
            CHICAGO,
            "principled_approval = { value = \"not_needed\"",
            "principled_approval = { value = \"needed\"",
            "",
            "licence.principled_approval.value: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// A step between call and licence that nobody could ever take.
#[test]
fn every_step_to_a_licence_can_be_taken() {
    let session = "    { stage = \"session\" },\n";
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            "publisher = { value = \"secretariat\"",
            "publisher = { value = \"inspector\"",
            "",
            "call.publisher.value: ",
        )
        .refuses(
            RULES_1389,
            "people_per_office = { value = 20000",
            "people_per_office = { value = 0",
            "",
            "call.people_per_office.value: ",
        )
        .refuses(
            RULES_1389,
            "returned = { value = \"P10D\"",
            "returned = { value = \"P0D\"",
            "",
            "principled_approval.returned.value: ",
        )
        .refuses(
            RULES_1389,
            session,
            "",
            "value = [\n    { stage",
            "application.stages.value: ",
        )
        .refuses(
            RULES_1389,
            session,
            "    { stage = \"session\", needs = [\"diploma\"] },\n",
            "value = [\n    { stage",
            "application.stages.value: ",
        )
        .refuses(
            RULES_1389,
            "bank = { value = { kind = \"clearance\", from = \"secretariat\"",
            "bank = { value = { kind = \"clearance\", from = \"service_agency\"",
            "value = [\n    { stage",
            "application.stages.value: ",
        )
        .refuses(
            RULES_1389,
            "premises = { value = [\"equipment_report\"]",
            "premises = { value = [\"lease\"]",
            "",
            "principled_approval.premises.value: ",
        )
        .refuses(
            RULES_1389,
            "principled_approval = { value = \"needed\"",
            "principled_approval = { value = \"not_needed\"",
            "",
            "licence.principled_approval.value: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// A ladder that comes down or goes on after revocation, a case that can never open, a post that can
/// never be filled.
#[test]
fn a_case_and_a_post_can_be_had() {
    let hours = "HOURS = { value = [\"notice\", \"written_warning\", \"service_cutoff\"]";
    let key = "enforcement.cases.violations.HOURS.value: ";
    let operator = "operator = { value = { approved_by = \"working_group\" }";
    let manager = "manager = { value = { approved_by = \"secretariat\" }";
    let refusals = Refusals::default()
        .refuses(RULES_1389, hours, "HOURS = { value = []", "", key)
        .refuses(
            RULES_1389,
            hours,
            "HOURS = { value = [\"written_warning\", \"notice\"]",
            "",
            key,
        )
        .refuses(
            RULES_1389,
            hours,
            "HOURS = { value = [\"revocation\", \"revocation\"]",
            "",
            key,
        )
        .refuses(
            RULES_1389,
            hours,
            "HOURS = { value = [\"fine\"]",
            "",
            "enforcement.cases.violations.HOURS.value",
        )
        .refuses(
            RULES_1389,
            "urgent_suspension = { value = \"P10D\"",
            "urgent_suspension = { value = \"P0D\"",
            "",
            "enforcement.cases.urgent_suspension.value: ",
        )
        .refuses(
            RULES_1389,
            "mismatch_leads_to = { value = \"HANDED_OVER\"",
            "mismatch_leads_to = { value = \"GIVEN_AWAY\"",
            "",
            "appointment.mismatch_leads_to.value: ",
        )
        .refuses(
            RULES_1389,
            operator,
            "operator = { value = { approved_by = \"inspector\" }",
            "",
            "appointment.posts.operator.value: ",
        )
        .refuses(
            RULES_1389,
            manager,
            "manager = { value = { approved_by = \"secretariat\", required_in = [\"mobile\"] }",
            "",
            "appointment.posts.manager.value: ",
        )
        .refuses(
            RULES_1389,
            manager,
            "caretaker = { value = { approved_by = \"secretariat\" }",
            "",
            "appointment.posts.caretaker: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// A quorum that cannot be had, and seats that cannot sit.
#[test]
fn a_quorum_can_be_had() {
    let seats = "value = [\"governor_general\", \"ministry\", \"trade_association\"]";
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            "quorum = { value = 2",
            "quorum = { value = 0",
            "",
            "working_group.quorum.value: ",
        )
        .refuses(
            RULES_1389,
            "quorum = { value = 2",
            "quorum = { value = 4",
            "",
            "working_group.quorum.value: ",
        )
        .refuses(
            RULES_1389,
            seats,
            "value = [\"governor_general\", \"ministry\", \"ministry\"]",
            "",
            "working_group.voting_seats.value: ",
        )
        .refuses(
            RULES_1389,
            "indispensable_seats = { value = [\"governor_general\"]",
            "indispensable_seats = { value = [\"mayor\"]",
            "",
            "working_group.indispensable_seats.value: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// A step that can never be taken, and a holder who never asked to be one.
#[test]
fn every_step_of_a_transfer_can_be_taken() {
    let procedure = "value = [\n    { stage = \"transferee_check\"";
    let key = "transfer.stages.value: ";
    let settlement = "{ stage = \"settlement\", needs = [\"settlement_agencies\", \"settlement_tax\", \"settlement_insurance\"] },";
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            "\"transfer_joint_request\", ",
            "",
            procedure,
            key,
        )
        .refuses(RULES_1389, settlement, "", procedure, key)
        .refuses(
            RULES_1389,
            settlement,
            "{ stage = \"settlement\" }, { stage = \"settlement\" },",
            procedure,
            key,
        )
        .refuses(
            RULES_1389,
            "needs = [\"settlement_agencies\"",
            "needs = [\"settlement_agency\"",
            procedure,
            key,
        )
        .refuses(
            RULES_1400,
            "{ stage = \"session\", needs = [\"transfer_joint_request\"",
            "{ stage = \"session\", needs = [\"transfer_joint_request\", \"transferee_tax\"",
            "value = [\n    { stage = \"session\", needs = [\"transfer",
            key,
        )
        .refuses(
            RULES_1389,
            "abandoned_after = { value = \"P6M\"",
            "abandoned_after = { value = \"P0M\"",
            "",
            "transfer.abandoned_after.value: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// What follows a death, what an office may do, and what it is bound by.
#[test]
fn papers_and_periods_around_an_office_can_be_had() {
    let contract = "[contract]\napproval = { value = \"needed\", basis = \"D\", article = \"no source found\" }\n\n[renewal]\n";
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            "needs = { value = [\"interim_manager_qualified\"]",
            "needs = { value = [\"diploma\"]",
            "",
            "succession.needs.value: ",
        )
        .refuses(
            RULES_1389,
            "inheritance_certificate = { value = { kind = \"certificate\"",
            "inheritance_certificate = { value = { kind = \"document\"",
            "",
            "papers.inheritance_certificate.value: ",
        )
        .refuses(
            RULES_1389,
            "notice = { value = \"P30D\"",
            "notice = { value = \"P0D\"",
            "",
            "succession.notice.value: ",
        )
        .refuses(
            RULES_1389,
            "relocation = { value = [\"relocation_premises_report\"",
            "relocation = { value = [\"photographs\"",
            "",
            "premises.relocation.value: ",
        )
        .refuses(
            RULES_1389,
            "closure = { value = \"P30D\"",
            "closure = { value = \"P0D\"",
            "",
            "premises.closure.value: ",
        )
        .refuses(
            RULES_1389,
            "needs = { value = [], basis = \"D\", article = \"no source found on the papers of a renewal\"",
            "needs = { value = [\"fee_receipt\"], basis = \"D\", article = \"no source found on the papers of a renewal\"",
            "",
            "renewal.needs.value: ",
        )
        .refuses(
            CHICAGO,
            "[renewal]\n",
            contract,
            "approval = { value = \"needed\"",
            "contract.approval.value: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// A deadline before the term begins, a time that outlasts another one, a majority that no session can have.
#[test]
fn numbers_fit_one_another() {
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            "lead = { value = \"P3M\"",
            "lead = { value = \"P3Y\"",
            "",
            "renewal.lead.value: ",
        )
        .refuses(
            RULES_1389,
            "value = [\"P3M\", \"P1M\", \"P7D\"]",
            "value = [\"P33M\", \"P1M\", \"P7D\"]",
            "",
            "renewal.reminders.value: ",
        )
        .refuses(
            RULES_1389,
            "value = [\"P3M\", \"P1M\", \"P7D\"]",
            "value = [\"P3M\", \"P0D\"]",
            "",
            "renewal.reminders.value: ",
        )
        .refuses(
            RULES_1389,
            "late_decision = { value = \"P30D\"",
            "late_decision = { value = \"P3Y\"",
            "",
            "renewal.late_decision.value: ",
        )
        .refuses(
            RULES_1389,
            "abandoned_after = { value = \"P6M\"",
            "abandoned_after = { value = \"P10D\"",
            "cure = { value = \"P10D\", basis = \"D\", article = \"no source found on the cure of a deficiency\" }\nconfirmation = { basis = \"R\"",
            "transfer.cure.value: ",
        )
        .refuses(
            RULES_1400,
            "\"کرمان\" = \"P6M1D\"",
            "\"کرمان\" = \"P3Y\"",
            "lead = { value = { \"البرز\"",
            "transfer.lead.value: ",
        )
        .refuses(
            RULES_1400,
            "\"کرمان\" = \"P6M1D\"",
            "\"کرمانج\" = \"P6M1D\"",
            "lead = { value = { \"البرز\"",
            "transfer.lead.value.کرمانج: ",
        )
        .refuses(
            RULES_1389,
            "counter = { value = \"P1M\"",
            "counter = { value = \"P1Y\"",
            "",
            "premises.counter.value: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// More seats that must be there than a quorum has, and a party who would put the register right.
#[test]
fn who_is_named_can_be_there() {
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            "indispensable_seats = { value = [\"governor_general\"]",
            "indispensable_seats = { value = [\"governor_general\", \"ministry\", \"trade_association\"]",
            "",
            "working_group.indispensable_seats.value: ",
        )
        .refuses(
            RULES_1389,
            "revised_by = { value = [\"authority\"]",
            "revised_by = { value = [\"holder\"]",
            "",
            "entry.revised_by.value: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// A rule that is never asked, a paper that no step needs, a policy that needs somebody who is not there.
#[test]
fn a_value_that_decides_nothing_is_refused() {
    let vacancy =
        "vacancy = { value = \"P60D\", basis = \"D\", article = \"nowhere\" }\nmismatch = ";
    let group = "[working_group]\nvoting_seats = { value = [\"mayor\"], basis = \"D\", article = \"nowhere\" }\nquorum = { value = 1, basis = \"D\", article = \"nowhere\" }\nindispensable_seats = { value = [], basis = \"D\", article = \"nowhere\" }\nmajority = { value = \"of_votes\", basis = \"D\", article = \"nowhere\" }\n\n[renewal]\n";
    let lead = "lead = { value = \"P3M\", basis = \"D\", article = \"nowhere\" }\nafter_end = ";
    let hearing = "[enforcement]\nhearing = { value = \"P15D\", basis = \"D\", article = \"nowhere\" }\n\n[renewal]\n";
    let late = "late = { value = \"deemed_withdrawal\", basis = \"D\", article = \"nowhere\" }\nafter_end = ";
    let counting = "month_counting = { value = \"calendar_months\", basis = \"D\", article = \"nowhere\" }\nafter_end = ";
    let refusals = Refusals::default()
        .refuses(RULES_1389, "mismatch = ", vacancy, "", "appointment.vacancy: ")
        .refuses(
            RULES_1400,
            "vacancy = { value = \"P60D\", basis = \"D\", article = \"no source found on how long a post may be vacant\" }",
            "",
            "[appointment]",
            "appointment: ",
        )
        .refuses(CHICAGO, "[renewal]\n", group, "", "working_group: ")
        .refuses(CHICAGO, "[renewal]\n", hearing, "hearing = ", "enforcement.hearing: ")
        .refuses(CHICAGO, "after_end = ", late, "", "renewal.late: ")
        .refuses(CHICAGO, "after_end = ", counting, "", "renewal.month_counting: ")
        .refuses(CHICAGO, "after_end = ", lead, "[renewal]", "renewal: ")
        .refuses(
            RULES_1389,
            "premises = { value = [\"equipment_report\"]",
            "premises = { value = []",
            "equipment_report = ",
            "papers.equipment_report.value: ",
        )
        .refuses(
            RULES_1389,
            "HOURS = { value = [\"notice\", \"written_warning\", \"service_cutoff\"]",
            "HOURS = { value = [\"notice\", \"notice\"]",
            "",
            "enforcement.cases.violations.HOURS.value: ",
        )
        .refuses(
            CHICAGO,
            "value = [{ kind = \"*\", natural_persons = true }]",
            "value = [{ kind = \"*\", natural_persons = true }, { kind = \"bar\", natural_persons = false }]",
            "",
            "licence.office_kinds.value: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// What is wrong is said at once, of every file, in the order of files and lines.
#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let copy = Copy::new();
    copy.replace(
        RULES_1389,
        "term = { value = \"P3Y\"",
        "term = { value = \"P0Y\"",
    );
    copy.replace(RULES_1389, "quorum = { value = 2", "quorum = { value = 4");
    copy.replace(
        RULES_1389,
        "closure = { value = \"P30D\"",
        "closure = { value = \"P0D\"",
    );
    copy.replace(
        RULES_1400,
        "returned = { value = \"P10D\"",
        "returned = { value = 10",
    );
    copy.replace(IN_FORCE, "from = \"1389-03-06\"", "from = \"1389-13-06\"");
    copy.replace(PROFILE, "active = \"in_force\"", "active = \"expired\"");
    copy.replace(HOLIDAYS, "on = \"1404-02-04\"", "on = \"1404-02-34\"");
    assert_snapshot!(copy.refusal());
}

/// A file of holidays is believed as it stands, so that it is read whole or refused; an edition names one
/// that is there.
#[test]
fn a_file_of_holidays_can_be_relied_on() {
    let persia =
        "holidays = { value = \"persia\", basis = \"D\", article = \"nowhere\" }\n\n[entry]\n";
    let refusals = Refusals::default()
        .refuses(
            HOLIDAYS,
            "weekly = [\"friday\"]",
            "weekly = [\"freeday\"]",
            "",
            "weekly: ",
        )
        .refuses(
            HOLIDAYS,
            "weekly = [\"friday\"]",
            "weekly = [\"friday\", \"fri\"]",
            "",
            "weekly: ",
        )
        .refuses(
            HOLIDAYS,
            "on = \"1404-01-02\"",
            "on = \"1404-01-01\"",
            "{ on = \"1404-01-01\", name = \"عید نوروز و",
            "years.days.on: ",
        )
        .refuses(
            HOLIDAYS,
            "{ on = \"1404-01-01\"",
            "{ on = \"1403-12-30\"",
            "",
            "years.days.on: ",
        )
        .refuses(
            HOLIDAYS,
            "from = \"1405-01-01\"",
            "from = \"1404-12-29\"",
            "",
            "years.from: ",
        )
        .refuses(
            HOLIDAYS,
            "through = \"1405-12-29\"",
            "through = \"1404-12-29\"",
            "through = \"1404-12-29\"\nsource = \"official calendar of 1405",
            "years.through: ",
        )
        .refuses(
            HOLIDAYS,
            "name = \"روز طبیعت\"",
            "name = \" \"",
            "",
            "years.days.name: ",
        )
        .refuses(RULES_1389, "[entry]\n", persia, "", "holidays.value: ");
    assert_snapshot!(refusals.transcript);
}

/// A day of the file, and of the week, is a holiday; a week without one, or of nothing else, is none.
#[test]
fn days_of_a_file_are_holidays() {
    let iran = "holidays = { value = \"iran\", basis = \"D\", article = \"nowhere\" }\n\n[entry]\n";
    let copy = Copy::new();
    copy.replace(RULES_1389, "[entry]\n", iran);
    let read = copy.load().unwrap();
    let edition = read
        .edition(&EditionId("pishkhan/1389".to_owned()))
        .unwrap();
    assert_eq!(edition.working_day(day("1405-08-22")), day("1405-08-23"));
    assert_eq!(edition.working_day(day("1405-01-01")), day("1405-01-05"));
    assert_eq!(edition.working_day(day("1405-12-29")), day("1406-01-01"));
    for weekly in [
        "[]",
        "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]",
    ] {
        let days = format!("source = \"nowhere\"\nweekly = {weekly}\n");
        copy.write(HOLIDAYS, days);
        assert!(copy.refusal().contains("holidays.value: "), "{weekly}");
    }
}

/// An edition that has holidays says what their file says: other days make it another edition.
#[test]
fn holidays_are_part_of_an_edition() {
    let copy = Copy::new();
    let iran = "holidays = { value = \"iran\", basis = \"D\", article = \"nowhere\" }\n\n[entry]\n";
    copy.replace(RULES_1389, "[entry]\n", iran);
    let contents = || {
        let read = copy.load().unwrap();
        ["pishkhan/1389", "pishkhan/1400"].map(|id| {
            let content = read.content(&EditionId(id.to_owned()));
            content.unwrap().sha256
        })
    };
    let before = contents();
    copy.replace(HOLIDAYS, "on = \"1405-06-08\"", "on = \"1405-06-09\"");
    let after = contents();
    assert_ne!(before[0], after[0]);
    assert_eq!(before[1], after[1], "1400 has none");
}

/// A reminder is recorded under its number, which is a byte.
#[test]
fn a_ladder_has_no_more_than_255_rungs() {
    let ladder = |rungs: u32| {
        let spans: Vec<String> = (1..=rungs)
            .rev()
            .map(|days| format!("\"P{days}D\""))
            .collect();
        let copy = Copy::new();
        let before = "value = [\"P3M\", \"P1M\", \"P7D\"]";
        copy.replace(
            RULES_1389,
            before,
            &format!("value = [{}]", spans.join(", ")),
        );
        copy
    };
    assert_snapshot!(ladder(256).refusal());
    ladder(255).load().unwrap();
}

/// An edition is what its place says, and the days of a regime begin in one time zone.
#[test]
fn an_edition_fits_its_place() {
    let refusals = Refusals::default()
        .refuses(
            RULES_1389,
            "id = \"pishkhan/1389\"",
            "id = \"pishkhan/1390\"",
            "",
            "id: ",
        )
        .refuses(
            RULES_1389,
            "legal_time_zone = \"Asia/Tehran\"",
            "legal_time_zone = \"Asia/Teheran\"",
            "",
            "legal_time_zone: ",
        )
        .refuses(
            RULES_1400,
            "legal_time_zone = \"Asia/Tehran\"",
            "legal_time_zone = \"Asia/Baku\"",
            "",
            "legal_time_zone: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// Every day has one edition: none overlap, and none leave a gap.
#[test]
fn editions_follow_one_another() {
    let entry = "edition = \"1389\"\nfrom = \"1389-03-06\"";
    let refusals = Refusals::default()
        .refuses(IN_FORCE, entry, "edition = \"1389\"\nfrom = \"1389-03-06\"\n\n[[in_force]]\nedition = \"1400\"\nfrom = \"1400-01-22\"", "from = \"1400-01-22\"", "in_force.from: ")
        .refuses(IN_FORCE, entry, "edition = \"1389\"\nfrom = \"1389-03-06\"\nthrough = \"1400-01-22\"\n\n[[in_force]]\nedition = \"1400\"\nfrom = \"1400-01-22\"", "from = \"1400-01-22\"", "in_force.from: ")
        .refuses(IN_FORCE, entry, "edition = \"1389\"\nfrom = \"1389-03-06\"\nthrough = \"1400-01-20\"\n\n[[in_force]]\nedition = \"1400\"\nfrom = \"1400-01-22\"", "from = \"1400-01-22\"", "in_force.from: ")
        .refuses(IN_FORCE, entry, "edition = \"1389\"\nfrom = \"1389-03-06\"\nthrough = \"1389-03-05\"", "through = \"1389-03-05\"", "in_force.through: ")
        .refuses(IN_FORCE, entry, "edition = \"1389\"\nfrom = \"1389-03-06\"\nthrough = \"1400-01-21\"", "through = \"1400-01-21\"", "in_force.through: ")
        .refuses(IN_FORCE, entry, "edition = \"1389\"\nfrom = \"1389-13-06\"", "from = \"1389-13-06\"", "in_force.from: ")
        .refuses(IN_FORCE, entry, "edition = \"1390\"\nfrom = \"1389-03-06\"", "edition = \"1390\"", "in_force.edition: ")
        .refuses(IN_FORCE, entry, "edition = \"1389\"", "[[in_force]]", "in_force: missing field `from`")
        .refuses(IN_FORCE, entry, "edition = \"1389\"\nfrom = \"1389-03-06\"\nuntil = \"1400-01-21\"", "until = ", "in_force.until: ")
        .refuses(IN_FORCE, "[[in_force]]\nedition = \"1389\"\nfrom = \"1389-03-06\"", "in_force = []", "", "in_force: ")
        .refuses(IN_FORCE, "regime = \"pishkhan\"", "regime = \"chicago\"", "", "regime: ")
    ;
    assert_snapshot!(refusals.transcript);
}

/// Editions that do tile judge each day by its own.
#[test]
fn a_second_edition_begins_the_day_after_the_first_ends() {
    let copy = Copy::new();
    copy.replace(
        IN_FORCE,
        "from = \"1389-03-06\"",
        "from = \"1389-03-06\"\nthrough = \"1400-01-21\"\n\n[[in_force]]\nedition = \"1400\"\nfrom = \"1400-01-22\"",
    );
    let workflows = copy.load().unwrap();
    let regime = workflows.regime("pishkhan").unwrap();
    for (on, edition) in [
        ("1380-01-01", "pishkhan/1389"),
        ("1400-01-21", "pishkhan/1389"),
        ("1400-01-22", "pishkhan/1400"),
        ("1450-01-01", "pishkhan/1400"),
    ] {
        assert_eq!(regime.in_force_on(day(on)).id.0, edition, "on {on}");
    }
    let adopted = EditionId("pishkhan/1399".to_owned());
    assert_snapshot!(
        workflows.adopt(&adopted).unwrap_err().to_string(),
        @"no edition is called pishkhan/1399; there are chicago/2012, pacific/2000, pishkhan/1389, pishkhan/1400"
    );
}

/// A profile names a regime there is, and holds what a profile holds.
#[test]
fn a_profile_can_be_relied_on() {
    let refusals = Refusals::default()
        .refuses(
            PROFILE,
            "regime = \"pishkhan\"",
            "regime = \"pishkhaan\"",
            "",
            "regime: ",
        )
        .refuses(
            PROFILE,
            "row = \"licence\"",
            "row = \"licence\"\ndelimiter = \";\"",
            "delimiter",
            "delimiter: ",
        )
        .refuses(
            PROFILE,
            "status = \"status\"",
            "status = \"status\"\nfax = \"fax\"",
            "fax",
            "columns.fax: ",
        )
        .refuses(
            PROFILE,
            "number = \"licence_number\"\n",
            "",
            "[columns]",
            "columns: missing field `number`",
        )
        .refuses(
            PROFILE,
            "active = \"in_force\"",
            "active = \"expired\"",
            "",
            "status.active: ",
        )
        .refuses(
            PROFILE,
            "dates = \"year_month_day\"",
            "dates = \"day_of_year\"",
            "",
            "dates: ",
        );
    assert_snapshot!(refusals.transcript);
}

/// Columns and words that go together, and each thing said once.
#[test]
fn a_profile_does_not_contradict_itself() {
    let refusals = Refusals::default()
        .refuses(
            PROFILE,
            "province = \"province\"\n",
            "",
            "# A ministry's legacy export",
            "province: ",
        )
        .refuses(
            PROFILE,
            "row = \"licence\"",
            "row = \"licence\"\nprovince = \"قم\"",
            "province = \"قم\"",
            "province: ",
        )
        .refuses(
            PROFILE,
            "[holder_kind]\nnatural = \"natural\"\nlegal = \"legal\"",
            "[holder_kind]",
            "",
            "holder_kind: ",
        )
        .refuses(
            "imports/chicago.toml",
            "[status]",
            "[holder_kind]\nnatural = \"natural\"\n\n[status]",
            "[holder_kind]",
            "holder_kind: ",
        )
        .refuses(
            "imports/chicago.toml",
            "AAI = \"in_force\"\nAAC = \"surrendered\"\nREV = \"revoked\"",
            "",
            "[status]",
            "status: ",
        );
    assert_snapshot!(refusals.transcript);
    let copy = Copy::new();
    copy.replace(PROFILE, "province = \"province\"\n", "");
    copy.replace(PROFILE, "row = ", "province = \"Chicago\"\nrow = ");
    assert_snapshot!(
        copy.refusal(),
        @r#"workflows/imports/pishkhan.toml:4: province: the regime "pishkhan" has no such province"#
    );
}

/// What belongs nowhere, or cannot be read, is not left out in silence.
#[test]
fn a_folder_is_read_whole() {
    let mut transcript = String::new();
    let mut refused = |copy: &Copy| {
        let _ = writeln!(transcript, "{}", copy.refusal());
    };
    let copy = Copy::new();
    fs::create_dir(copy.path("taxi")).unwrap();
    copy.write(
        "taxi/1404.toml",
        copy.text(RULES_1389).replace("pishkhan/1389", "taxi/1404"),
    );
    refused(&copy);

    let copy = Copy::new();
    fs::remove_file(copy.path(IN_FORCE)).unwrap();
    refused(&copy);

    let copy = Copy::new();
    copy.write("1404.toml", copy.text(RULES_1389));
    refused(&copy);

    let copy = Copy::new();
    fs::remove_file(copy.path(RULES_1389)).unwrap();
    refused(&copy);

    // The third line, in Windows-1256.
    let copy = Copy::new();
    let text = copy.text(RULES_1389);
    let mut bytes = text.into_bytes();
    let third = bytes.iter().position(|byte| *byte == b'R').unwrap();
    bytes.insert(third, 0xC7);
    copy.write(RULES_1389, bytes);
    refused(&copy);

    let copy = Copy::new();
    copy.write(RULES_1389, "");
    refused(&copy);

    let copy = Copy::new();
    fs::remove_file(copy.path(RULES_1389)).unwrap();
    fs::create_dir(copy.path(RULES_1389)).unwrap();
    refused(&copy);

    let copy = Copy::new();
    for sub in ["chicago", "holidays", "imports", "pacific", "pishkhan"] {
        fs::remove_dir_all(copy.path(sub)).unwrap();
    }
    refused(&copy);

    let copy = Copy::new();
    fs::remove_dir_all(copy.0.path()).unwrap();
    refused(&copy);
    assert_snapshot!(transcript);
}

/// Notes, charts and what an editor leaves behind are nobody's rules.
#[test]
fn other_files_are_left_alone() {
    let copy = Copy::new();
    copy.write("README.md", "# Ours");
    copy.write("pishkhan/1389.toml~", "what an editor left");
    copy.write("pishkhan/notes.txt", "see 1400");
    fs::create_dir(copy.path("charts")).unwrap();
    copy.write("charts/licence.mmd", "stateDiagram-v2");
    fs::create_dir(copy.path("pishkhan/drafts")).unwrap();
    assert_eq!(copy.load().unwrap().editions().count(), 4);
}
