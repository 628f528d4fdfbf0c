//! From a call for applicants to a licence, as transcripts. Each says in its first line which rule
//! it shows.

use insta::assert_snapshot;
use parvaneh::core::actor::{Actor, Role};
use parvaneh::core::application::{Command as A, Filing, Stage};
use parvaneh::core::call::{Command as C, Draft};
use parvaneh::core::dossier::Command;
use parvaneh::core::licence::{Command as L, Hearing, Issue, Measure};
use parvaneh::core::party::{PartyId, PartyKind};
use parvaneh::core::principled_approval::Command as P;
use parvaneh::core::renewal::Command as R;
use parvaneh::core::resolution::{Choice, Resolution};
use parvaneh::core::text::FreeText;
use parvaneh_tests::scenario::{
    HOLDER, Scenario, application, approval, call, day, licence, recorded, renewal,
};

/// Who applies beside the holder of every other scenario.
const OTHER: PartyId = PartyId([8; 16]);

const UNDER_1389: &str = "pishkhan/1389";
const UNDER_1400: &str = "pishkhan/1400";

fn issue(act: Issue) -> Command {
    licence(L::Issue(Box::new(act)))
}

fn reason() -> FreeText {
    "the premises are too small".into()
}

fn measure(served: &str, heard: Option<&str>) -> Measure {
    Measure {
        reason: reason(),
        hearing: Hearing {
            notice_served_on: day(served),
            heard_on: heard.map(day),
        },
    }
}

/// A call for one office, open from 1 to 31 Tir 1402, as every scenario here answers it.
fn summer_call(edition: &str, seats: u32) -> Scenario {
    Scenario::published_call(edition, "1402-04-01", "1402-04-31", seats)
}

/// A dossier on the first day of the call, with none of its seats taken.
fn applicant(edition: &str, seats: u32) -> Scenario {
    Scenario::under(edition, "1402-04-01").answering(&summer_call(edition, seats), 0)
}

/// An application that was filed and is being looked at once the call has closed.
fn filed(edition: &str) -> Scenario {
    let scenario = applicant(edition, 1);
    let filing = scenario.filing();
    scenario.files(filing).on("1402-05-10")
}

/// The transcript of what `scenario` does from here on.
fn from_here(scenario: &Scenario, more: impl FnOnce(Scenario) -> Scenario) -> String {
    let before = scenario.clone().end();
    let whole = more(scenario.clone()).end();
    let (under, _) = whole.split_once('\n').expect("a first line");
    format!("{under}\n{}", &whole[before.len()..])
}

fn resolved(scenario: &Scenario, command: impl FnOnce(Resolution) -> A) -> Command {
    application(command(scenario.carried("31")))
}

/// Under 1400 the vote comes first: whoever is cleared first has the seat, the other one goes on the
/// list, and the list ends a year after the call closed.
#[test]
fn the_last_seat_under_1400() {
    let one = summer_call(UNDER_1400, 1);
    let scenario = filed(UNDER_1400)
        .reviewed()
        .records(&["premises_report"])
        .voted()
        .answering(&one, 1)
        .records_for(Stage::Clearance)
        .cleared();
    let reserve = resolved(&scenario, |resolution| A::Reserve { resolution });
    let scenario = scenario.asks(Role::WorkingGroup, reserve);
    let freed = from_here(&scenario, |scenario| {
        scenario.on("1402-09-01").answering(&one, 0).voted()
    });
    let ended = from_here(&scenario, |scenario| {
        scenario
            .on("1403-04-31")
            .night()
            .on("1403-05-01")
            .answering(&one, 0)
            .voted()
            .asks(Role::Applicant, application(A::Withdraw))
    });
    let early = from_here(
        &filed(UNDER_1400)
            .reviewed()
            .records(&["premises_report"])
            .answering(&one, 1),
        |scenario| {
            let reserve = resolved(&scenario, |resolution| A::Reserve { resolution });
            scenario
                .voted()
                .asks(Role::WorkingGroup, reserve)
                .answering(&one, 0)
                .voted()
        },
    );
    assert_snapshot!([scenario.end(), freed, ended, early].join("\n"));
}

/// Nobody is put on the list while seats are left; none is given before the call has closed, nor
/// once it is over.
#[test]
fn when_seats_are_given() {
    let ready = |edition: &str| {
        let scenario = applicant(edition, 1);
        let filing = scenario.filing();
        let scenario = scenario.files(filing).reviewed();
        scenario.records_for(Stage::Clearance).cleared()
    };
    let scenario = ready(UNDER_1389);
    let open = from_here(&scenario, |scenario| {
        let reserve = resolved(&scenario, |resolution| A::Reserve { resolution });
        scenario
            .voted()
            .asks(Role::WorkingGroup, reserve)
            .on("1402-05-01")
            .voted()
    });
    let left = from_here(&scenario.clone().on("1402-05-01"), |scenario| {
        let reserve = resolved(&scenario, |resolution| A::Reserve { resolution });
        scenario.asks(Role::WorkingGroup, reserve)
    });
    let one = summer_call(UNDER_1389, 1).on("1402-04-20");
    let resolution = one.carried("32");
    let reason = reason();
    let cancelled = one.asks(Role::WorkingGroup, call(C::Cancel { resolution, reason }));
    let over = from_here(&scenario.on("1402-05-01"), |scenario| {
        scenario.answering(&cancelled, 0).voted()
    });
    assert_snapshot!([open, left, cancelled.end(), over].join("\n"));
}

/// A tie does not carry, the chair must be there, the recused are not counted, an applicant who sits
/// on the working group stands aside, and another province is another province.
#[test]
fn who_qualifies_an_applicant() {
    let mut scenario = filed(UNDER_1389).reviewed();
    scenario = scenario.records_for(Stage::Clearance).cleared();
    let (chair, ministry, trade) = ("governor_general", "ministry", "trade_association");
    let whole = from_here(&scenario, |mut scenario| {
        let tie = scenario.votes(
            "33",
            &[(trade, Choice::Recused), (ministry, Choice::Against)],
        );
        let chair_away = scenario.votes("33", &[(chair, Choice::Recused)]);
        let mut own = scenario.carried("33");
        own.votes[2].person = HOLDER.to_string();
        for resolution in [tie, chair_away, own.clone()] {
            let qualify = application(A::Qualify { resolution });
            scenario = scenario.asks(Role::WorkingGroup, qualify);
        }
        own.votes[2].choice = Choice::Recused;
        let member = |id: &str, province: Option<&str>| Actor {
            id: id.to_owned(),
            role: Role::WorkingGroup,
            province: province.map(str::to_owned),
            on_behalf_of: None,
        };
        let qualify = || {
            application(A::Qualify {
                resolution: own.clone(),
            })
        };
        scenario
            .actor_asks(&member("desk of Qom", Some("قم")), qualify())
            .actor_asks(&member(&HOLDER.to_string(), None), qualify())
            .asks(Role::Secretariat, qualify())
            .asks(Role::WorkingGroup, qualify())
    });
    assert_snapshot!(whole);
}

/// What is missing is listed once, and supplied in ten days, or the application lapses; then another
/// may be filed. An applicant acts for nobody else.
#[test]
fn deficiency_and_lapse() {
    let scenario = applicant(UNDER_1389, 1);
    let filing = scenario.filing();
    let missing = vec!["lease".into()];
    let note = || {
        application(A::NoteDeficiency {
            missing: missing.clone(),
        })
    };
    let stranger = Actor {
        id: OTHER.to_string(),
        role: Role::Applicant,
        province: None,
        on_behalf_of: None,
    };
    let scenario = scenario
        .files(filing.clone())
        .asks(Role::Secretariat, note())
        .actor_asks(&stranger, application(A::Cure))
        .on("1402-04-11")
        .asks(Role::Applicant, application(A::Cure))
        .asks(Role::Secretariat, note())
        .asks(Role::Applicant, application(A::Withdraw))
        .asks(Role::Applicant, application(A::Withdraw))
        .files(filing.clone())
        .asks(Role::Secretariat, note())
        .files(filing.clone())
        .on("1402-04-22")
        .asks(Role::Applicant, application(A::Cure))
        .asks(
            Role::Secretariat,
            application(A::File(Box::new(filing.clone()))),
        )
        .asks(Role::Applicant, application(A::BeginReview))
        .on("1402-04-28")
        .files(filing);
    assert_snapshot!(scenario.end());
}

/// A rejection names the unmet condition; an objection within twenty days sends it back to the
/// working group or leaves it final, and only then another application may be filed.
#[test]
fn rejection_and_objection() {
    let scenario = filed(UNDER_1389).reviewed();
    let scenario = scenario.records_for(Stage::Clearance).cleared();
    let reject = |unmet: &str| {
        let unmet = unmet.to_owned();
        resolved(&scenario, |resolution| A::Reject {
            resolution,
            unmet: unmet.into(),
        })
    };
    let rejected = from_here(&scenario, |scenario| {
        scenario
            .asks(Role::WorkingGroup, reject(" "))
            .asks(Role::WorkingGroup, reject("premises of at least 50 m²"))
    });
    let scenario = scenario
        .clone()
        .asks(Role::WorkingGroup, reject("premises of at least 50 m²"));
    let filing = scenario.filing();
    let object = || {
        application(A::Object {
            grounds: "the report measured one room".into(),
        })
    };
    let uphold = |reason: &str| {
        application(A::UpholdObjection {
            reason: reason.into(),
        })
    };
    let upheld = from_here(&scenario, |scenario| {
        scenario
            .asks(Role::AppealBody, uphold("two rooms"))
            .files(filing.clone())
            .on("1402-05-30")
            .asks(Role::Applicant, object())
            .on("1402-06-10")
            .files(filing.clone())
            .asks(Role::AppealBody, uphold(""))
            .asks(Role::Applicant, uphold("two rooms"))
            .asks(Role::AppealBody, uphold("two rooms"))
            .voted()
    });
    let dismissed = from_here(&scenario, |scenario| {
        let dismiss = || application(A::DismissObjection { reason: reason() });
        let one = Scenario::published_call(UNDER_1389, "1402-06-01", "1402-06-31", 1);
        scenario
            .asks(Role::Applicant, object())
            .asks(Role::AppealBody, dismiss())
            .asks(Role::AppealBody, dismiss())
            .asks(Role::Applicant, application(A::Withdraw))
            .on("1402-06-02")
            .answering(&one, 0)
            .files(filing.clone())
    });
    let elapsed = from_here(&scenario, |scenario| {
        scenario
            .on("1402-05-31")
            .asks(Role::Applicant, object())
            .night()
    });
    let meanwhile = from_here(&scenario, |scenario| {
        scenario
            .asks(Role::Applicant, object())
            .asks(Role::Applicant, application(A::Withdraw))
    });
    assert_snapshot!([rejected, upheld, dismissed, elapsed, meanwhile].join("\n"));
}

/// Who may apply for which office, where, and in answer to what.
#[test]
fn what_can_be_filed() {
    let files = |edition: &str, kind: &str, of: PartyKind| {
        let scenario = applicant(edition, 1);
        let mut filing = scenario.filing();
        filing.office.kind = kind.into();
        filing.applicant_kind = of;
        scenario.files(filing).end()
    };
    let one = summer_call(UNDER_1389, 1);
    let answered = |change: &dyn Fn(&mut Filing)| {
        let scenario = Scenario::under(UNDER_1389, "1402-03-30").answering(&one, 0);
        let mut filing = scenario.filing();
        change(&mut filing);
        let province = filing.office.province.to_string();
        let file = || application(A::File(Box::new(filing.clone())));
        let secretariat = Actor {
            id: "desk".to_owned(),
            role: Role::Secretariat,
            province: Some(province),
            on_behalf_of: Some(HOLDER.to_string()),
        };
        let scenario = scenario.actor_asks(&secretariat, file()).on("1402-05-01");
        scenario.actor_asks(&secretariat, file()).end()
    };
    let transcripts = [
        files(UNDER_1389, "urban", PartyKind::Natural),
        files(UNDER_1389, "mobile", PartyKind::Legal),
        files(UNDER_1400, "urban", PartyKind::Natural),
        files(UNDER_1400, "urban", PartyKind::Legal),
        files(UNDER_1400, "rural", PartyKind::Natural),
        answered(&|_| {}),
        answered(&|filing| filing.call = None),
        answered(&|filing| filing.call = Some("1402-8".into())),
        answered(&|filing| filing.office.province = "قم".into()),
        Scenario::under("chicago/2012", "2013-02-16")
            .files(one.filing())
            .end(),
    ];
    assert_snapshot!(transcripts.join("\n"));
}

/// A stage is left with its papers, each from whoever gives it, in favour and in date.
#[test]
fn papers_of_an_application() {
    let scenario = filed(UNDER_1389)
        .asks(Role::Secretariat, recorded("diploma", true))
        .reviewed()
        .asks(Role::Applicant, recorded("tax", true))
        .asks(Role::Secretariat, recorded("tax", false))
        .cleared()
        .records(&["criminal_record", "addiction", "bank", "social_insurance"])
        .records(&["police_premises", "premises_report"])
        .cleared()
        .records(&["tax"])
        .cleared()
        .on("1402-11-11")
        .voted()
        .records(&["criminal_record", "addiction", "tax", "bank"])
        .records(&["social_insurance", "police_premises"])
        .voted()
        .on("1403-05-12")
        .approved_in_principle()
        .equipped()
        .laid_before_the_authority();
    assert_snapshot!(scenario.end());
}

/// A principled approval follows qualification, is extended once, and lapses the day after its end;
/// the application goes with it, and the seat is free.
#[test]
fn an_approval_extended_and_lapsed() {
    let scenario = filed(UNDER_1389)
        .approved_in_principle()
        .qualified()
        .approved_in_principle()
        .approved_in_principle();
    let extend = |scenario: &Scenario| {
        approval(P::Extend {
            resolution: scenario.carried("34"),
        })
    };
    let whole = from_here(&scenario, |scenario| {
        let scenario = scenario.on("1402-11-10");
        let command = extend(&scenario);
        let scenario = scenario
            .asks(Role::WorkingGroup, command.clone())
            .asks(Role::WorkingGroup, command)
            .asks(Role::Applicant, application(A::Withdraw))
            .on("1403-02-10")
            .night()
            .on("1403-02-11");
        let command = extend(&scenario);
        scenario
            .asks(Role::WorkingGroup, command)
            .approved_in_principle()
    });
    assert_snapshot!([scenario.end(), whole].join("\n"));
}

/// Force majeure puts the end off, to a day; premises that are ready stop the clock.
#[test]
fn an_approval_stayed() {
    let scenario = filed(UNDER_1389)
        .qualified()
        .approved_in_principle()
        .on("1402-11-01");
    let stay = |scenario: &Scenario, reason: &str, through: &str| {
        approval(P::Stay {
            resolution: scenario.carried("35"),
            reason: reason.into(),
            through: day(through),
        })
    };
    let stayed = from_here(&scenario, |scenario| {
        let short = stay(&scenario, "the flood of Dey", "1402-11-10");
        let unsaid = stay(&scenario, "", "1403-03-01");
        let good = stay(&scenario, "the flood of Dey", "1403-03-01");
        scenario
            .asks(Role::WorkingGroup, short)
            .asks(Role::WorkingGroup, unsaid)
            .asks(Role::WorkingGroup, good)
            .on("1403-03-01")
            .night()
            .on("1403-03-02")
            .night()
    });
    let ready = from_here(&scenario, |scenario| {
        let stay = stay(&scenario, "the flood of Dey", "1403-03-01");
        let confirm = || approval(P::ConfirmPremises);
        scenario
            .asks(Role::Inspector, confirm())
            .records(&["equipment_report"])
            .asks(Role::Inspector, confirm())
            .asks(Role::WorkingGroup, stay)
            .on("1403-05-01")
            .night()
    });
    assert_snapshot!([stayed, ready].join("\n"));
}

/// The authority returns a file with reasons to where it stood, with ten days at least to mend it;
/// or refuses it, and then all is over.
#[test]
fn an_approval_returned_or_refused() {
    let scenario = filed(UNDER_1389)
        .qualified()
        .approved_in_principle()
        .on("1402-10-01")
        .equipped()
        .laid_before_the_authority();
    let give_back = |reason: &str| {
        approval(P::Return {
            reason: reason.into(),
        })
    };
    let in_time = from_here(&scenario, |scenario| {
        scenario
            .asks(Role::Secretariat, give_back("no ramp"))
            .asks(Role::Authority, give_back(""))
            .asks(Role::Authority, give_back("no ramp"))
            .asks(Role::Authority, give_back("no ramp"))
            .equipped()
            .laid_before_the_authority()
    });
    let too_late = from_here(&scenario, |scenario| {
        scenario
            .on("1402-12-01")
            .asks(Role::Authority, give_back("no ramp"))
            .on("1402-12-12")
            .night()
    });
    let extended = filed(UNDER_1389).qualified().approved_in_principle();
    let resolution = extended.carried("34");
    let extended = extended
        .asks(Role::WorkingGroup, approval(P::Extend { resolution }))
        .equipped()
        .laid_before_the_authority();
    let extended = from_here(&extended, |scenario| {
        scenario.asks(Role::Authority, give_back("no ramp"))
    });
    let refused = from_here(&scenario, |scenario| {
        let act = scenario.act_of_issue();
        scenario
            .asks(Role::Authority, approval(P::Refuse { reason: reason() }))
            .asks(Role::Authority, issue(act))
    });
    assert_snapshot!([in_time, too_late, extended, refused].join("\n"));
}

/// The working group takes an approval back after a hearing; the applicant gives it back at will.
#[test]
fn an_approval_cancelled_or_withdrawn() {
    let scenario = filed(UNDER_1389)
        .qualified()
        .approved_in_principle()
        .on("1402-06-20");
    let cancelled = from_here(&scenario, |scenario| {
        let cancel = |served: &str, heard: Option<&str>| {
            approval(P::Cancel {
                resolution: scenario.carried("36"),
                measure: measure(served, heard),
            })
        };
        scenario
            .clone()
            .asks(Role::WorkingGroup, cancel("1402-06-10", None))
            .asks(Role::WorkingGroup, cancel("1402-06-10", Some("1402-06-18")))
            .asks(Role::WorkingGroup, cancel("1402-06-10", Some("1402-06-18")))
    });
    let withdrawn = from_here(&scenario, |scenario| {
        scenario
            .asks(Role::Applicant, approval(P::Withdraw))
            .asks(Role::Applicant, approval(P::Withdraw))
            .asks(Role::Authority, approval(P::Withdraw))
    });
    assert_snapshot!([cancelled, withdrawn].join("\n"));
}

/// No licence without qualification, principled approval, premises and presentation, whatever the
/// order; and the act says nothing that the application has settled.
#[test]
fn issue_is_refused_at_every_missing_step() {
    let refused = |edition: &str| {
        let issued = |scenario: Scenario| {
            let act = scenario.act_of_issue();
            scenario.asks(Role::Authority, issue(act))
        };
        let scenario = Scenario::under(edition, "1402-04-01");
        let filing = scenario.filing();
        let scenario = issued(scenario).answering(&summer_call(edition, 1), 0);
        let scenario = issued(scenario.files(filing)).on("1402-05-10");
        let scenario = issued(issued(scenario.qualified()).approved_in_principle());
        let scenario = issued(scenario.records(&["equipment_report"]));
        let confirm = approval(P::ConfirmPremises);
        let scenario = issued(scenario.asks(Role::TechnicalCommittee, confirm));
        let scenario = scenario.laid_before_the_authority();
        let again = Issue {
            holder: Some(OTHER),
            ..scenario.act_of_issue()
        };
        let scenario = issued(scenario.asks(Role::Authority, issue(again)));
        scenario.stands().end()
    };
    let direct = Scenario::under("chicago/2012", "2013-02-16");
    let silent = Issue {
        office: None,
        ..direct.act_of_issue()
    };
    let direct = direct.asks(Role::Authority, issue(silent));
    assert_snapshot!([refused(UNDER_1389), refused(UNDER_1400), direct.end()].join("\n"));
}

/// A licence keeps its seat until it ends; the applicant is then a holder, and applies no more.
#[test]
fn a_seat_is_kept_by_the_licence() {
    let scenario = Scenario::licensed(UNDER_1389, "1402-07-15");
    assert_eq!(scenario.dossier.seat(), Some("1402-7"));
    assert_eq!(scenario.dossier.answers_to(), None);
    let filing = scenario.filing();
    let scenario = scenario
        .asks(Role::Secretariat, application(A::File(Box::new(filing))))
        .asks(Role::Applicant, application(A::Withdraw))
        .asks(Role::Holder, licence(L::Surrender));
    assert_eq!(scenario.dossier.seat(), None);
    assert_snapshot!(scenario.end());
}

/// A call is published in time by whoever the edition says, extended once, ranked after it closed,
/// and concluded when its seats are filled or its reserve list ends.
#[test]
fn the_life_of_a_call() {
    let draft = |seats, opens_on: &str, closes_on: &str| {
        call(C::Draft(Box::new(Draft {
            number: "1402-7".into(),
            province: "تهران".into(),
            district: "شمیران".into(),
            seats,
            opens_on: day(opens_on),
            closes_on: day(closes_on),
        })))
    };
    let resolved =
        |scenario: &Scenario, command: &dyn Fn(_) -> C| call(command(scenario.carried("1")));
    let extend = |scenario: &Scenario, closes_on: &str| {
        resolved(scenario, &|resolution| C::Extend {
            resolution,
            closes_on: day(closes_on),
        })
    };
    let rank = |scenario: &Scenario| resolved(scenario, &|resolution| C::Rank { resolution });
    let capacity = |scenario: &Scenario, seats| {
        resolved(scenario, &|resolution| C::ApproveCapacity {
            resolution,
            seats,
            population: 50_000,
        })
    };
    let scenario = Scenario::under(UNDER_1389, "1402-03-10")
        .asks(Role::Secretariat, draft(0, "1402-04-01", "1402-04-31"))
        .asks(Role::Secretariat, draft(2, "1402-04-31", "1402-04-01"))
        .asks(Role::Secretariat, draft(2, "1402-04-01", "1402-04-31"))
        .asks(Role::Secretariat, draft(2, "1402-04-01", "1402-04-31"));
    let (none, five) = (capacity(&scenario, 0), capacity(&scenario, 5));
    let scenario = scenario
        .asks(Role::Secretariat, call(C::Publish))
        .asks(Role::WorkingGroup, none)
        .asks(Role::WorkingGroup, five)
        .asks(Role::Authority, call(C::Publish))
        .on("1402-03-18")
        .asks(Role::Secretariat, call(C::Publish))
        .on("1402-03-16")
        .asks(Role::Secretariat, call(C::Publish))
        .on("1402-04-20");
    let (early, too_long, whole) = (
        extend(&scenario, "1402-04-31"),
        extend(&scenario, "1402-06-01"),
        extend(&scenario, "1402-05-31"),
    );
    let scenario = scenario
        .asks(Role::WorkingGroup, early)
        .asks(Role::WorkingGroup, too_long)
        .asks(Role::WorkingGroup, whole);
    let (again, ranked) = (extend(&scenario, "1402-06-01"), rank(&scenario));
    let scenario = scenario
        .asks(Role::WorkingGroup, again)
        .asks(Role::WorkingGroup, ranked)
        .on("1402-06-01");
    let ranked = rank(&scenario);
    let scenario = scenario
        .asks(Role::Secretariat, call(C::Conclude))
        .asks(Role::WorkingGroup, ranked);
    let answering = scenario.clone();
    let scenario = scenario
        .answering(&answering, 4)
        .asks(Role::Secretariat, call(C::Conclude))
        .on("1403-05-31")
        .night()
        .on("1403-06-01")
        .night();
    assert_snapshot!(scenario.end());
}

/// A call is called off before it is ranked, with reasons; not after. One that nobody ranks ends
/// with its reserve list.
#[test]
fn a_call_cancelled() {
    let cancel = |scenario: &Scenario, reason: &str| {
        call(C::Cancel {
            resolution: scenario.carried("2"),
            reason: reason.into(),
        })
    };
    let scenario = summer_call(UNDER_1400, 1);
    let unranked = from_here(&scenario, |scenario| {
        scenario.on("1403-04-31").night().on("1403-05-01").night()
    });
    let scenario = scenario.on("1402-05-01");
    let cancelled = from_here(&scenario, |scenario| {
        let (unsaid, said) = (
            cancel(&scenario, ""),
            cancel(&scenario, "no premises there"),
        );
        scenario
            .asks(Role::WorkingGroup, unsaid)
            .asks(Role::WorkingGroup, said.clone())
            .asks(Role::WorkingGroup, said)
    });
    let ranked = from_here(&scenario, |scenario| {
        let resolution = scenario.carried("3");
        let said = cancel(&scenario, "no premises there");
        scenario
            .asks(Role::WorkingGroup, call(C::Rank { resolution }))
            .asks(Role::WorkingGroup, said)
    });
    assert_snapshot!([scenario.end(), unranked, cancelled, ranked].join("\n"));
}

/// A call shares its history with no office, and belongs to its province.
#[test]
fn histories_apart() {
    let one = summer_call(UNDER_1389, 1);
    let filing = one.filing();
    let mut desk_of_qom = Actor {
        id: "desk of Qom".to_owned(),
        role: Role::Secretariat,
        province: Some("قم".to_owned()),
        on_behalf_of: None,
    };
    let of_a_call = from_here(&one, |scenario| {
        let scenario = scenario
            .on("1402-04-02")
            .files(filing)
            .asks(Role::Secretariat, renewal(R::File))
            .actor_asks(&desk_of_qom, call(C::Conclude));
        desk_of_qom.province = None;
        scenario.actor_asks(&desk_of_qom, call(C::Conclude))
    });
    let of_an_office = from_here(&filed(UNDER_1389), |scenario| {
        scenario.asks(Role::Secretariat, call(C::Publish))
    });
    let chicago = Scenario::under("chicago/2012", "2013-02-16")
        .asks(Role::Secretariat, call(C::Publish))
        .asks(Role::Secretariat, approval(P::Present));
    assert_snapshot!([of_a_call, of_an_office, chicago.end()].join("\n"));
}

/// Where the edition knows no calls, an application can be filed on any day and needs no seat.
#[test]
fn an_edition_without_calls() {
    let scenario = Scenario::under(UNDER_1389, "1402-04-01").without_calls();
    let mut answering = scenario.filing();
    answering.call = Some("1402-7".into());
    let filing = scenario.filing();
    let scenario = scenario.files(answering).files(filing).reviewed();
    let scenario = scenario.records_for(Stage::Clearance).cleared();
    let reserve = resolved(&scenario, |resolution| A::Reserve { resolution });
    let scenario = scenario.asks(Role::WorkingGroup, reserve).voted();
    assert_eq!(scenario.dossier.seat(), None);
    assert_snapshot!(scenario.end());
}
