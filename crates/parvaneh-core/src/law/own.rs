//! The rules that stand in no text: rules of order, the same in every edition, each a default of
//! ours (D). An edition's rules are data and stand in its TOML; these are few and stand here.

use crate::edition::Basis;
use crate::refusal::Citation;

macro_rules! own_rules {
    ($(
        $name:ident = $id:literal: $english:literal $(formerly $earlier:literal)?, $persian:literal;
    )*) => {
        /// A rule of ours, by its id. The one table of their words, in both languages.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum OwnRule {
            $(#[doc = $english] $name,)*
        }

        impl OwnRule {
            /// Every rule of ours.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its stable id.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What it says in English. Stored refusals and published events cite it by these words.
            pub fn english(self) -> &'static str {
                match self { $(Self::$name => $english,)* }
            }

            /// What it said in English before; stored refusals may still cite it so.
            pub fn formerly(self) -> Option<&'static str> {
                let earlier: &[&'static str] = match self { $(Self::$name => &[$($earlier)?],)* };
                earlier.first().copied()
            }

            /// What it says in Persian.
            pub fn persian(self) -> &'static str {
                match self { $(Self::$name => $persian,)* }
            }
        }
    };
}

own_rules! {
    CallsApart = "calls_apart": "a call is a history of its own", "فراخوان تاریخچه‌ای جدا دارد";
    DaysOfACall = "days_of_a_call": "a call is answered from the day it opens through the day it closes", "به فراخوان از روز گشایش تا پایان روز بسته شدن پاسخ داده می‌شود";
    CallExtendedOnce = "call_extended_once": "a call is extended once, before it closes, by no more than its own length", "فراخوان تنها یک بار، پیش از بسته شدن، و نه بیش از درازای خود تمدید می‌شود";
    CallForSomebody = "call_for_somebody": "a call has at least one seat", "هر فراخوان دست‌کم یک جا دارد";
    CallOfItsProvince = "call_of_its_province": "a call is for its own province", "فراخوان برای استان خود است";
    EditionOfTheDraft = "edition_of_the_draft": "a call is judged by the edition of its draft", "فراخوان تابع ویرایش روز پیش‌نویس آن است";
    CaseEndsWithLicence = "case_ends_with_licence": "a case ends with the licence that it is about", "پروندهٔ تخلف با پروانه‌ای که دربارهٔ آن است پایان می‌یابد";
    DecisionSaysWhy = "decision_says_why": "a decision says why", "تصمیم دلیل خود را می‌گوید";
    IssuedOnce = "issued_once": "a dossier has one licence, which is issued once and before all else", "هر پرونده یک پروانه دارد که یک بار و پیش از هر چیز دیگر صادر می‌شود";
    MayBeSurrendered = "may_be_surrendered": "a holder may give the licence up", "دارنده می‌تواند از پروانه انصراف دهد";
    EndsWithItsHolder = "ends_with_its_holder": "a licence ends with its holder", "پروانه با دارندهٔ خود پایان می‌یابد";
    StaysWhileCaseOpen = "stays_while_case_open": "a licence is neither given up nor passed on while a case is open", "تا پروندهٔ تخلفی باز است انصراف و انتقال نمی‌شود";
    PassesToSomebodyElse = "passes_to_somebody_else": "a licence passes to somebody else", "پروانه به شخصی دیگر منتقل می‌شود";
    EditionOfTheFiling = "edition_of_the_filing": "a matter is judged by the edition of its filing", "هر امر تابع ویرایش روز ثبت درخواست آن است";
    SessionsAndSeats = "sessions_and_seats": "a session has been held, a seat votes once, and its mandate is valid on the day", "جلسه برگزار شده، هر کرسی یک رأی دارد و حکم نمایندگی در آن روز معتبر است";
    SuspendedNotUsed = "suspended_not_used": "a suspended licence is not used", "پروانهٔ معلق به کار نمی‌رود";
    ViolationOfTheTable = "violation_of_the_table": "a violation is one of the edition's table", "تخلف آن است که در جدول ویرایش آمده باشد";
    AnnulledPutRight = "annulled_put_right": "what was decided and later annulled is put right by an act of its own day, with its own authority and reason" formerly "a wrong end is corrected by an event of its own, with its own authority and reason", "آنچه تصمیم گرفته شده و سپس باطل شده با اقدامی در روز خود، با مرجع و دلیل خود، جبران می‌شود";
    AgencysOwnContracts = "agencys_own_contracts": "an agency acts on its own contracts", "هر دستگاه دربارهٔ قراردادهای خود اقدام می‌کند";
    ProceduresOfTheEdition = "procedures_of_the_edition": "an edition has the procedures that it describes", "هر ویرایش همان رویه‌هایی را دارد که شرح می‌دهد";
    HeirFollowsRecordedEnd = "heir_follows_recorded_end": "an heir follows a holder whose death or dissolution is on record", "وارث جای دارنده‌ای را می‌گیرد که فوت یا انحلال او ثبت شده باشد";
    KindsOfTheEdition = "kinds_of_the_edition": "only kinds of office that the edition names are licensed", "پروانه تنها برای انواع دفتری صادر می‌شود که ویرایش نام برده است";
    PostsOfTheEdition = "posts_of_the_edition": "an office has the posts of the edition", "دفتر همان سمت‌های ویرایش را دارد";
    OtherRegisterBelieved = "other_register_believed": "another register states it, and is believed", "دفتر ثبت دیگری چنین گفته و پذیرفته شده است";
    OneOpenMatter = "one_open_matter": "at most one open matter of each kind", "از هر گونه امر دست‌بالا یکی باز است";
    OneDossierAnOffice = "one_dossier_an_office": "each office has a dossier of its own", "هر دفتر پروندهٔ خود را دارد";
    ForceMajeure = "force_majeure": "force majeure puts off the end of an approval", "قوهٔ قاهره پایان موافقت را عقب می‌اندازد";
    ApprovedForThePost = "approved_for_the_post": "whoever is named for a post is approved before holding it", "کسی که برای سمتی معرفی می‌شود پیش از تصدی آن تأیید می‌شود";
    AppointedWillingly = "appointed_willingly": "nobody is appointed against their will", "کسی برخلاف ارادهٔ خود منصوب نمی‌شود";
    OfficeAndHolderOfTheApplication = "office_and_holder_of_the_application": "office and holder are those of the application, or of the act where there is none", "دفتر و دارنده همان‌های درخواست‌اند، و اگر درخواستی نیست همان‌های فرمان صدور";
    CancelledOnceHeard = "cancelled_once_heard": "an approval is cancelled once its holder was heard or let the time pass", "موافقت پس از شنیدن دفاع دارندهٔ آن یا گذشت مهلت دفاع لغو می‌شود";
    LesserSanction = "lesser_sanction": "the authority may impose a lesser sanction than the revocation that is proposed", "مرجع صدور می‌تواند به جای لغو پیشنهادشده مجازاتی سبک‌تر تعیین کند";
    LiftedOnceRemedied = "lifted_once_remedied": "a suspension that is a sanction is lifted once what it was imposed for is remedied", "تعلیقی که مجازات است پس از رفع تخلفی که موجب آن بوده رفع می‌شود";
    LiftsWhatStands = "lifts_what_stands": "only a suspension that stands can be lifted", "تنها تعلیقی که برقرار است رفع می‌شود";
    PapersOfTheEdition = "papers_of_the_edition": "only papers that the edition names are put on file", "تنها مدارکی که ویرایش نام برده در پرونده گذاشته می‌شود";
    PastRecordedFuturePermitted = "past_recorded_future_permitted": "only what has happened is recorded, and what is permitted lies ahead", "تنها آنچه رخ داده ثبت می‌شود و آنچه اجازه داده می‌شود در پیش است";
    ActsOnWhatWasAsked = "acts_on_what_was_asked": "only what was asked for or permitted can be acted on", "تنها بر پایهٔ آنچه درخواست یا اجازه داده شده اقدام می‌شود";
    RemediesWhatWasProven = "remedies_what_was_proven": "only what was proven can be remedied", "تنها آنچه ثابت شده رفع می‌شود";
    WhenSeatsAreGiven = "when_seats_are_given": "seats are given between a call's closing and its end", "جاها از بسته شدن فراخوان تا پایان آن داده می‌شوند";
    StepsOfACall = "steps_of_a_call": "the steps of a call follow one another", "گام‌های فراخوان از پی هم می‌آیند";
    StepsOfACase = "steps_of_a_case": "the steps of a case follow one another", "گام‌های پروندهٔ تخلف از پی هم می‌آیند";
    StepsOfAContract = "steps_of_a_contract": "the steps of a contract follow one another", "گام‌های قرارداد از پی هم می‌آیند";
    StepsOfAnApproval = "steps_of_an_approval": "the steps of a principled approval follow one another", "گام‌های موافقت اصولی از پی هم می‌آیند";
    StepsOfARenewal = "steps_of_a_renewal": "the steps of a renewal follow one another", "گام‌های تمدید از پی هم می‌آیند";
    StepsOfATransfer = "steps_of_a_transfer": "the steps of a transfer follow one another", "گام‌های انتقال از پی هم می‌آیند";
    StepsOfAnApplication = "steps_of_an_application": "the steps of an application follow one another", "گام‌های درخواست از پی هم می‌آیند";
    StepsOfAnAppointment = "steps_of_an_appointment": "the steps of an appointment follow one another", "گام‌های انتصاب از پی هم می‌آیند";
    RankedOnceDecided = "ranked_once_decided": "those who answered a call are ranked once each application is decided", "پاسخ‌دهندگان به فراخوان پس از تصمیم دربارهٔ همهٔ درخواست‌ها رتبه‌بندی می‌شوند";
    FactHasItsOwnDay = "fact_has_its_own_day": "a fact has its own day, whenever it is entered", "هر رویداد روز خود را دارد، هر وقت که ثبت شود";
    EnteredByADesk = "entered_by_a_desk": "a desk that enters what another did says what shows it", "میزی که کار دیگری را ثبت می‌کند مدرک آن را می‌نویسد";
    LaterActsStand = "later_acts_stand": "what was decided later stands until a revision says otherwise", "آنچه پس از آن تصمیم گرفته شده می‌ماند تا بازنگری چیز دیگری بگوید";
    VoidUntilRevised = "void_until_revised": "a dossier whose opening was withdrawn takes nothing but a revision", "پرونده‌ای که آغازش پس گرفته شده جز بازنگری چیزی نمی‌پذیرد";
    CallsAsTheyWere = "calls_as_they_were": "an act of an earlier day meets the call as it was on that day", "کاری که روزی پیش‌تر انجام شده با فراخوان آن روز سنجیده می‌شود";
    HangsOnTheLicence = "hangs_on_the_licence": "what hangs on the licence stands and falls with it", "آنچه به پروانه وابسته است با آن می‌ماند و با آن پایان می‌یابد";
    EndedIsNotRevived = "ended_is_not_revived": "what has ended is not revived; a reinstatement needs its own authority" formerly "what has ended is not revived; a correction needs its own authority", "آنچه پایان یافته زنده نمی‌شود؛ بازگرداندن پروانه مرجع خود را می‌خواهد";
    NotProvenNotPunished = "not_proven_not_punished": "what is not proven is not punished", "آنچه ثابت نشده مجازات ندارد";
    RestOfTheTermPasses = "rest_of_the_term_passes": "what passes to the new holder is the rest of the term", "آنچه به دارندهٔ تازه می‌رسد باقی‌ماندهٔ مدت است";
    ApplicationAnswersACall = "application_answers_a_call": "where the edition knows calls, an application answers one", "جایی که ویرایش فراخوان می‌شناسد، درخواست پاسخ به یکی از آن‌هاست";
    MayBeTakenBack = "may_be_taken_back": "who asked may take the request back", "هر که درخواست کرده می‌تواند آن را پس بگیرد";
    BoundMayEndContract = "bound_may_end_contract": "who is bound by a contract may end it and says why", "طرف قرارداد می‌تواند با ذکر دلیل به آن پایان دهد";
    WhoMayAct = "who_may_act": "who may act, and nobody in their own matter", "چه کسی می‌تواند اقدام کند، و هیچ‌کس در کار خود";
    ProposerDoesNotDecide = "proposer_does_not_decide": "who proposes a revocation does not decide it", "پیشنهاددهندهٔ لغو دربارهٔ آن تصمیم نمی‌گیرد";
}

impl From<OwnRule> for Citation {
    fn from(rule: OwnRule) -> Self {
        Self {
            article: rule.english().to_owned(),
            basis: Basis::D,
        }
    }
}
