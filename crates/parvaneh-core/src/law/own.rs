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
    CallsApart = "calls_apart": "a call is a history of its own", "سوابق فراخوان از پرونده جداست";
    DaysOfACall = "days_of_a_call": "a call is answered from the day it opens through the day it closes", "ثبت‌نام در فراخوان از روز آغاز تا پایان آخرین روز مهلت آن ممکن است";
    CallExtendedOnce = "call_extended_once": "a call is extended once, before it closes, by no more than its own length", "مهلت فراخوان فقط یک بار، پیش از پایان آن و حداکثر به اندازهٔ مدت اولیه تمدید می‌شود";
    CallForSomebody = "call_for_somebody": "a call has at least one seat", "ظرفیت هر فراخوان حداقل یک دفتر است";
    CallOfItsProvince = "call_of_its_province": "a call is for its own province", "هر فراخوان به استان خود اختصاص دارد";
    EditionOfTheDraft = "edition_of_the_draft": "a call is judged by the edition of its draft", "فراخوان تابع مقررات حاکم در روز تهیهٔ پیش‌نویس آن است";
    CaseEndsWithLicence = "case_ends_with_licence": "a case ends with the licence that it is about", "پروندهٔ تخلف با پروانه‌ای که دربارهٔ آن است پایان می‌یابد";
    DecisionSaysWhy = "decision_says_why": "a decision says why", "ذکر دلیل تصمیم الزامی است";
    IssuedOnce = "issued_once": "a dossier has one licence, which is issued once and before all else", "در هر پرونده یک پروانه، فقط یک بار و پیش از هر اقدام دیگر صادر می‌شود";
    MayBeSurrendered = "may_be_surrendered": "a holder may give the licence up", "دارنده می‌تواند از پروانه انصراف دهد";
    EndsWithItsHolder = "ends_with_its_holder": "a licence ends with its holder", "با فوت یا انحلال دارنده، پروانه بی‌اعتبار می‌شود";
    StaysWhileCaseOpen = "stays_while_case_open": "a licence is neither given up nor passed on while a case is open", "تا زمانی که پروندهٔ تخلف در جریان رسیدگی است انصراف و انتقال ممکن نیست";
    PassesToSomebodyElse = "passes_to_somebody_else": "a licence passes to somebody else", "پروانه به شخصی دیگر منتقل می‌شود";
    EditionOfTheFiling = "edition_of_the_filing": "a matter is judged by the edition of its filing", "هر موضوع تابع مقررات حاکم در روز ثبت درخواست آن است";
    SessionsAndSeats = "sessions_and_seats": "a session has been held, a seat votes once, one person sits in one seat, and a mandate is valid on the day" formerly "a session has been held, a seat votes once, and its mandate is valid on the day", "جلسه برگزار شده، هر کرسی یک رأی دارد، هر شخص فقط در یک کرسی حضور دارد و حکم نمایندگی در آن روز معتبر است";
    ResolutionOfTheMatter = "resolution_of_the_matter": "a resolution decides the matter and the motion that it names, in a session held once the matter was before the working group", "مصوبه دربارهٔ همان موضوع و همان پیشنهادی است که در آن ذکر شده و جلسهٔ آن پس از طرح موضوع در کارگروه برگزار شده است";
    SuspendedNotUsed = "suspended_not_used": "a suspended licence is not used", "استفاده از پروانهٔ معلق مجاز نیست";
    ViolationOfTheTable = "violation_of_the_table": "a violation is one of the edition's table", "تخلف محدود به موارد جدول تخلفات است";
    AnnulledPutRight = "annulled_put_right": "what was decided and later annulled is put right by an act of its own day, with its own authority and reason" formerly "a wrong end is corrected by an event of its own, with its own authority and reason", "تصمیمی که بعداً باطل شده است با اقدامی مستقل، با مرجع، دلیل و تاریخ خود، جبران می‌شود";
    DeciderTakesBack = "decider_takes_back": "who decided what holds from a later day may take it back before that day", "هر مرجع یا شخصی که تصمیمی برای تاریخ بعد گرفته است می‌تواند پیش از آن تاریخ آن را پس بگیرد";
    AskedOnceMore = "asked_once_more": "what holds from a later day is asked of the law once more on that day", "تصمیمی که از تاریخ بعد اجرا می‌شود در همان تاریخ بار دیگر با مقررات تطبیق داده می‌شود";
    AgencysOwnContracts = "agencys_own_contracts": "an agency acts on its own contracts", "هر دستگاه دربارهٔ قراردادهای خود اقدام می‌کند";
    ProceduresOfTheEdition = "procedures_of_the_edition": "an edition has the procedures that it describes", "فقط رویه‌های پیش‌بینی‌شده در مقررات حاکم قابل اجراست";
    HeirFollowsRecordedEnd = "heir_follows_recorded_end": "an heir follows a holder whose death or dissolution is on record", "قائم‌مقامی وارث مستلزم ثبت فوت یا انحلال دارنده است";
    KindsOfTheEdition = "kinds_of_the_edition": "only kinds of office that the edition names are licensed", "پروانه فقط برای انواع دفتر پیش‌بینی‌شده در مقررات حاکم صادر می‌شود";
    PostsOfTheEdition = "posts_of_the_edition": "an office has the posts of the edition", "سمت‌های دفتر همان سمت‌های پیش‌بینی‌شده در مقررات حاکم است";
    GeneralActs = "general_acts": "a general act of the regime holds from its day on in every licence that has not ended by then", "مصوبهٔ عام از تاریخ اجرای خود در همهٔ پروانه‌هایی که تا آن تاریخ پایان نیافته‌اند اعمال می‌شود";
    OtherRegisterBelieved = "other_register_believed": "another register states it, and is believed", "اعلام سامانهٔ ثبت دیگر پذیرفته شده است";
    OneOpenMatter = "one_open_matter": "at most one open matter of each kind", "از هر نوع موضوع حداکثر یکی در جریان رسیدگی است";
    OneDossierAnOffice = "one_dossier_an_office": "each office has a dossier of its own", "هر دفتر یک پروندهٔ مستقل دارد";
    ForceMajeure = "force_majeure": "force majeure puts off the end of an approval", "در صورت قوهٔ قاهره، مهلت موافقت اصولی افزایش می‌یابد";
    ApprovedForThePost = "approved_for_the_post": "whoever is named for a post is approved before holding it", "تصدی سمت مستلزم تأیید قبلی فرد معرفی‌شده است";
    AppointedWillingly = "appointed_willingly": "nobody is appointed against their will", "انتصاب مستلزم رضایت فرد است";
    OfficeAndHolderOfTheApplication = "office_and_holder_of_the_application": "office and holder are those of the application, or of the act where there is none", "دفتر و دارنده همان است که در درخواست، و در نبود درخواست، در اقدام صدور ذکر شده است";
    CancelledOnceHeard = "cancelled_once_heard": "an approval is cancelled once its holder was heard or let the time pass", "لغو موافقت اصولی مستلزم استماع دفاعیات یا انقضای مهلت دفاع است";
    LesserSanction = "lesser_sanction": "the authority may impose a lesser sanction than the revocation that is proposed", "مرجع صدور می‌تواند به جای لغو پیشنهادی ضمانت اجرای سبک‌تری تعیین کند";
    LiftedOnceRemedied = "lifted_once_remedied": "a suspension that is a sanction is lifted once what it was imposed for is remedied", "رفع تعلیقی که ضمانت اجرای تخلف است مستلزم رفع آن تخلف است";
    LiftsWhatStands = "lifts_what_stands": "only a suspension that stands can be lifted", "فقط تعلیق جاری قابل رفع است";
    PapersOfTheEdition = "papers_of_the_edition": "only papers that the edition names are put on file", "فقط مدارک پیش‌بینی‌شده در مقررات حاکم در پرونده ثبت می‌شود";
    CertificateForWhomItNames = "certificate_for_whom_it_names": "a certificate names those it is for, and serves nobody else", "گواهی فقط برای اشخاصی معتبر است که در آن نام برده شده‌اند";
    PastRecordedFuturePermitted = "past_recorded_future_permitted": "only what has happened is recorded, and what is permitted lies ahead", "فقط رویداد واقع‌شده ثبت می‌شود و اجازه فقط برای آینده داده می‌شود";
    ActsOnWhatWasAsked = "acts_on_what_was_asked": "only what was asked for or permitted can be acted on", "اقدام فقط بر اساس درخواست یا اجازهٔ ثبت‌شده ممکن است";
    RemediesWhatWasProven = "remedies_what_was_proven": "only what was proven can be remedied", "رفع تخلف فقط دربارهٔ تخلف احرازشده ممکن است";
    WhenSeatsAreGiven = "when_seats_are_given": "seats are given between a call's closing and its end", "ظرفیت فراخوان از پایان مهلت تا خاتمهٔ آن تخصیص داده می‌شود";
    StepsOfACall = "steps_of_a_call": "the steps of a call follow one another", "مراحل فراخوان به ترتیب طی می‌شود";
    StepsOfACase = "steps_of_a_case": "the steps of a case follow one another", "مراحل پروندهٔ تخلف به ترتیب طی می‌شود";
    StepsOfAContract = "steps_of_a_contract": "the steps of a contract follow one another", "مراحل قرارداد به ترتیب طی می‌شود";
    StepsOfAnApproval = "steps_of_an_approval": "the steps of a principled approval follow one another", "مراحل موافقت اصولی به ترتیب طی می‌شود";
    StepsOfARenewal = "steps_of_a_renewal": "the steps of a renewal follow one another", "مراحل تمدید به ترتیب طی می‌شود";
    StepsOfATransfer = "steps_of_a_transfer": "the steps of a transfer follow one another", "مراحل انتقال به ترتیب طی می‌شود";
    StepsOfAnApplication = "steps_of_an_application": "the steps of an application follow one another", "مراحل درخواست به ترتیب طی می‌شود";
    StepsOfAnAppointment = "steps_of_an_appointment": "the steps of an appointment follow one another", "مراحل انتصاب به ترتیب طی می‌شود";
    RankedOnceDecided = "ranked_once_decided": "those who answered a call are ranked once each application is decided", "متقاضیان فراخوان پس از تصمیم دربارهٔ همهٔ درخواست‌ها رتبه‌بندی می‌شوند";
    FactHasItsOwnDay = "fact_has_its_own_day": "a fact has its own day, whenever it is entered", "تاریخ هر رویداد مستقل از زمان ثبت آن است";
    EnteredByADesk = "entered_by_a_desk": "a desk that enters what another did says what shows it", "کارمندی که اقدام دیگری را ثبت می‌کند مدرک آن را ذکر می‌کند";
    LaterActsStand = "later_acts_stand": "what was decided later stands until a revision says otherwise", "تصمیم‌های بعدی تا زمان بازنگری به قوت خود باقی است";
    VoidUntilRevised = "void_until_revised": "a dossier whose opening was withdrawn takes nothing but a revision", "در پرونده‌ای که افتتاح آن باطل شده است فقط بازنگری ممکن است";
    CallsAsTheyWere = "calls_as_they_were": "an act of an earlier day meets the call as it was on that day", "اقدام با تاریخ مقدم بر اساس وضعیت فراخوان در همان تاریخ بررسی می‌شود";
    HangsOnTheLicence = "hangs_on_the_licence": "what hangs on the licence stands and falls with it", "امور وابسته به پروانه تابع وضعیت پروانه است";
    EndedIsNotRevived = "ended_is_not_revived": "what has ended is not revived; a reinstatement needs its own authority" formerly "what has ended is not revived; a correction needs its own authority", "پروانهٔ پایان‌یافته احیا نمی‌شود؛ اعادهٔ اعتبار آن مستلزم تصمیم مرجع صالح است";
    NoticeInThisMatter = "notice_in_this_matter": "a measure rests on a notice that was served in this matter, after it began", "هر اقدام مستلزم اخطاریه‌ای است که در همین امر و پس از آغاز آن ابلاغ شده باشد";
    NotProvenNotPunished = "not_proven_not_punished": "what is not proven is not punished", "تخلف احرازنشده ضمانت اجرا ندارد";
    RestOfTheTermPasses = "rest_of_the_term_passes": "what passes to the new holder is the rest of the term", "فقط باقی‌ماندهٔ مدت اعتبار به دارندهٔ جدید منتقل می‌شود";
    ApplicationAnswersACall = "application_answers_a_call": "where the edition knows calls, an application answers one", "در صورت پیش‌بینی فراخوان در مقررات حاکم، درخواست در پاسخ به فراخوان ثبت می‌شود";
    MayBeTakenBack = "may_be_taken_back": "who asked may take the request back", "درخواست‌کننده می‌تواند از درخواست خود انصراف دهد";
    BoundMayEndContract = "bound_may_end_contract": "who is bound by a contract may end it and says why", "هر طرف قرارداد می‌تواند با ذکر دلیل آن را فسخ کند";
    WhoMayAct = "who_may_act": "who may act, and nobody in their own matter", "صلاحیت اقدام‌کننده و منع تصمیم دربارهٔ امر مربوط به خود";
    ProposerDoesNotDecide = "proposer_does_not_decide": "who proposes a revocation does not decide it", "پیشنهاددهندهٔ لغو پروانه دربارهٔ آن تصمیم نمی‌گیرد";
    HeirIsSomebodyElse = "heir_is_somebody_else": "an heir is another person than the holder", "وارث باید شخصی غیر از دارندهٔ پروانه باشد";
    TwoPostsTwoPersons = "two_posts_two_persons": "manager and deputy are two natural persons", "مدیر و جانشین دو شخص حقیقی متفاوت‌اند";
    PremisesRecordedFirst = "premises_recorded_first": "an office moves from premises that are on record", "جابه‌جایی دفتر مستلزم ثبت نشانی فعلی آن است";
    StandsOnceBothSigned = "stands_once_both_signed": "a contract stands when both have signed", "قرارداد با امضای هر دو طرف معتبر می‌شود";
    RenewalsDoNotStack = "renewals_do_not_stack": "a request is for the term after the latest one: it is filed once that one runs, and granted on a later day than it", "درخواست تمدید برای دورهٔ پس از آخرین دوره است: پس از آغاز آن دوره ثبت و در روزی پس از اعطای آن اعطا می‌شود";
}

impl From<OwnRule> for Citation {
    fn from(rule: OwnRule) -> Self {
        Self {
            article: rule.english().to_owned(),
            basis: Basis::D,
        }
    }
}
