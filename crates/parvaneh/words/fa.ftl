### نام کدها و رویدادها به فارسی. `words.rs` می‌گوید پیام‌ها چگونه نام می‌گیرند.

## اعتبار

standing-not_issued = صادر نشده
standing-in_force = معتبر
standing-in_force_pending_renewal = معتبر تا تصمیم دربارهٔ تمدید
standing-suspended = معلق
standing-expired = منقضی
standing-revoked = لغوشده
standing-surrendered = پایان‌یافته با انصراف دارنده
standing-lapsed = بی‌اعتبار به سبب فوت یا انحلال دارنده
standing-interim = تحت ادارهٔ موقت

## سمت‌ها

role-applicant = متقاضی
role-holder = دارندهٔ پروانه
role-transferee = انتقال‌گیرنده
role-heir = وارث یا مدیر تصفیه
role-operator = مجری
role-manager = مدیر
role-secretariat = دبیرخانهٔ کارگروه استانی
role-technical_committee = کمیتهٔ فنی کارگروه استانی
role-inspector = بازرس
role-service_agency = دستگاه خدمات‌دهنده
role-enforcement_committee = کمیتهٔ رسیدگی به تخلفات
role-working_group = کارگروه استانی دفاتر پیشخوان خدمات دولت
role-authority = { $authority }
role-appeal_body = مرجع رسیدگی به اعتراض
role-court = دیوان عدالت اداری
role-calendar = سامانه، با فرا رسیدن موعد

who = { $role } (شناسهٔ { $id })
who-entered-by = { $who }، ثبت توسط { $desk }
authority-of-some-edition = مرجع صدور پروانه

## مبنای حکم

basis-R = آیین‌نامه
basis-F = منبع عمومی دیگر
basis-D = پیش‌فرض سامانه؛ قانون نیست

## نام فرایندها، وضعیت‌ها و رویدادها

machine-call = فراخوان
machine-application = درخواست
machine-principled_approval = موافقت اصولی
machine-licence = پروانه
machine-renewal = تمدید
machine-premises = محل دفتر
machine-transfer = انتقال
machine-contract = قرارداد
machine-enforcement = رسیدگی به تخلف
machine-appointment = انتصاب
machine-mismatch = مغایرت مجری و دارنده
machine-coming = تصمیم‌های با تاریخ اجرای بعدی

state-application-None = بدون درخواست
state-application-Submitted = ثبت‌شده
state-application-Incomplete = ناقص
state-application-Withdrawn = انصراف
state-application-UnderClearance = در حال استعلام
state-application-Lapsed = بی‌اعتبار
state-application-Rejected = ردشده
state-application-ForSession = در نوبت جلسه
state-application-Rejected-objected = ردشده، در اعتراض
state-application-Rejected-final = ردشده، قطعی
state-application-Qualified = واجد صلاحیت
state-application-Reserve = ذخیره
state-appointment-Vacant = بلاتصدی
state-appointment-Proposed = پیشنهادشده
state-appointment-Approved = تأییدشده
state-appointment-Rejected = ردشده
state-appointment-Ended = پایان‌یافته
state-appointment-Active = مشغول به کار
state-call-None = بدون فراخوان
state-call-Draft = پیش‌نویس
state-call-CapacityApproved = ظرفیت تصویب‌شده
state-call-Cancelled = لغوشده
state-call-Published = منتشرشده
state-call-Open = در مهلت ثبت‌نام
state-call-Closed = پایان مهلت
state-call-Ranked = رتبه‌بندی‌شده
state-call-Concluded = خاتمه‌یافته
state-contract-None = بدون قرارداد
state-contract-Drafted = پیش‌نویس
state-contract-Approved = تأییدشده
state-contract-Ended = خاتمه‌یافته
state-contract-Signed = امضاشده
state-contract-SignedByAgency = امضای دستگاه
state-contract-SignedByHolder = امضای دارنده
state-contract-Suspended = معلق
state-enforcement-None = بدون پرونده
state-enforcement-Reported = گزارش‌شده
state-enforcement-Dismissed = مختومه
state-enforcement-NoticeServed = اخطاریه ابلاغ‌شده
state-enforcement-Closed = بسته‌شده
state-enforcement-Heard = دفاع شنیده‌شده
state-enforcement-Sanctioned = دارای ضمانت اجرا
state-enforcement-RevocationProposed = لغو پیشنهادشده
state-enforcement-UnderReview = در رسیدگی به اعتراض
state-enforcement-Revoked = لغوشده
state-licence-NotIssued = صادرنشده
state-licence-Active = معتبر
state-licence-Active-continued = معتبر تا تصمیم
state-licence-Expired = منقضی
state-licence-Suspended = معلق
state-licence-Revoked = لغوشده
state-licence-Surrendered = انصراف
state-licence-Lapsed-open = بی‌اعتبار، در مهلت درخواست ادارهٔ موقت
state-licence-Suspended-continued = معلق تا تصمیم
state-licence-Lapsed = بی‌اعتبار
state-licence-Interim = ادارهٔ موقت
state-licence-Interim-continued = ادارهٔ موقت تا تصمیم
state-licence-Interim-suspended = ادارهٔ موقت، معلق
state-licence-Interim-suspended-continued = ادارهٔ موقت، معلق تا تصمیم
state-mismatch-NoMismatch = بدون مغایرت
state-mismatch-OperatorMismatch = مغایرت مجری و دارنده
state-mismatch-OperatorMismatch-elapsed = مغایرت، پایان مهلت
state-mismatch-OperatorMismatch-held = مغایرت، مهلت متوقف
state-coming-NothingToCome = موردی در پیش نیست
state-coming-ToCome = در پیش
state-premises-Open = دایر
state-premises-Open-relocating = دایر، در جابه‌جایی
state-premises-Closed = تعطیل موقت
state-premises-Closed-relocating = تعطیل، در جابه‌جایی
state-principled_approval-None = بدون موافقت
state-principled_approval-Issued = صادرشده
state-principled_approval-Extended = تمدیدشده
state-principled_approval-PremisesReady = محل آماده
state-principled_approval-Cancelled = لغوشده
state-principled_approval-Lapsed = بی‌اعتبار
state-principled_approval-Withdrawn = انصراف
state-principled_approval-Presented = معرفی‌شده
state-principled_approval-Fulfilled = منتهی به صدور
state-renewal-NotFiled = بدون درخواست
state-renewal-DeadlinePassed = پایان مهلت
state-renewal-OutOfTime = خارج از مهلت
state-renewal-Filed = ثبت‌شده
state-renewal-Withdrawn = انصراف
state-renewal-Incomplete = ناقص
state-renewal-UnderReview = در بررسی
state-renewal-Refused = ردشده
state-renewal-Confirmed = تأییدشده
state-renewal-Granted = تمدیدشده
state-renewal-DeemedWithdrawn = در حکم انصراف
state-transfer-None = بدون درخواست
state-transfer-Filed = ثبت‌شده
state-transfer-Incomplete = ناقص
state-transfer-Withdrawn = انصراف
state-transfer-Abandoned = بلااقدام
state-transfer-TransfereeCheck = بررسی گیرنده
state-transfer-Refused = ردشده
state-transfer-Settlement = تسویه‌حساب
state-transfer-UnderReview = در بررسی
state-transfer-Confirmed = تأییدشده
state-transfer-Registered = ثبت انتقال

name-application-filed = ثبت درخواست
name-application-deficiency_noted = اعلام نقص
name-application-withdrawn = انصراف
name-application-advanced = مرحلهٔ بعد
name-application-recorded = ثبت مدرک
name-application-cured = رفع نقص
name-application-lapsed = بی‌اعتبار شدن
name-application-rejected = رد
name-application-rejected_by_silence = رد به سبب سکوت
name-application-objected = اعتراض
name-application-objection_elapsed = پایان مهلت اعتراض
name-application-qualified = احراز صلاحیت
name-application-reserved = ذخیره
name-application-objection_upheld = پذیرش اعتراض
name-application-objection_upheld_by_silence = پذیرش اعتراض به سبب سکوت
name-application-objection_dismissed = رد اعتراض
name-application-objection_dismissed_by_silence = رد اعتراض به سبب سکوت
name-appointment-proposed = پیشنهاد
name-appointment-approved = تأیید
name-appointment-approved_by_silence = تأیید به سبب سکوت
name-appointment-rejected = رد
name-appointment-rejected_by_silence = رد به سبب سکوت
name-appointment-lapsed = پایان با پروانه
name-appointment-begun = آغاز به کار
name-appointment-ended = پایان تصدی
name-appointment-vacancy_elapsed = پایان مهلت معرفی
name-appointment-mismatch_recorded = ثبت مغایرت
name-appointment-mismatch_settled = تعیین تکلیف
name-appointment-mismatch_held = توقف مهلت
name-appointment-mismatch_runs_on = ادامهٔ مهلت
name-appointment-mismatch_elapsed = پایان مهلت تعیین تکلیف
name-coming-decided = تصمیم با تاریخ بعد
name-coming-taken_back = پس گرفته شده
name-coming-came_to_nothing = منتفی شده
name-call-drafted = تهیهٔ پیش‌نویس
name-call-capacity_approved = تصویب ظرفیت
name-call-cancelled = لغو
name-call-published = انتشار
name-call-opened = آغاز ثبت‌نام
name-call-extended = تمدید مهلت
name-call-closed = پایان مهلت
name-call-ranked = رتبه‌بندی
name-call-reserve_list_ended = پایان فهرست ذخیره
name-call-concluded = خاتمه
name-contract-drafted = تهیهٔ پیش‌نویس
name-contract-approved = تأیید
name-contract-approved_by_silence = تأیید به سبب سکوت
name-contract-terminated = فسخ
name-contract-ended = خاتمه با پروانه
name-contract-signed = امضا
name-contract-one_signed = امضای یک طرف
name-contract-suspended = تعلیق
name-contract-resumed = از سرگیری
name-enforcement-reported = گزارش تخلف
name-enforcement-dismissed = مختومه شدن
name-enforcement-notice_served = ابلاغ اخطاریه
name-enforcement-urgently_suspended = تعلیق فوری
name-enforcement-urgent_suspension_confirmed = تأیید تعلیق فوری
name-enforcement-remedy_verified = تأیید رفع تخلف
name-enforcement-closed = بسته شدن
name-enforcement-defended = ارائهٔ دفاعیه
name-enforcement-hearing_elapsed = پایان مهلت دفاع
name-enforcement-overturned = نقض تصمیم
name-enforcement-sanctioned = تعیین ضمانت اجرا
name-enforcement-revocation_proposed = پیشنهاد لغو
name-enforcement-objected = اعتراض
name-enforcement-revoked = تصویب لغو
name-enforcement-upheld = تأیید تصمیم
name-enforcement-upheld_by_silence = تأیید تصمیم به سبب سکوت
name-licence-issued = صدور
name-licence-opened = اعلام سامانهٔ دیگر
name-licence-continued = ادامه تا تصمیم
name-licence-extended = اعمال مصوبهٔ عام
name-licence-expired = انقضا
name-licence-suspended = تعلیق
name-licence-revoked = لغو
name-licence-surrendered = انصراف
name-licence-lapsed = فوت یا انحلال
name-licence-reinstated = اعادهٔ اعتبار
name-licence-suspension_lifted = رفع تعلیق
name-licence-notice_elapsed = پایان مهلت درخواست ادارهٔ موقت
name-licence-interim_begun = آغاز ادارهٔ موقت
name-licence-recorded = ثبت مدرک
name-licence-premises_recorded = ثبت نشانی
name-licence-interim_ended = پایان ادارهٔ موقت
name-licence-relocation_requested = درخواست جابه‌جایی
name-licence-closure_permitted = اجازهٔ تعطیلی
name-licence-counter_permitted = اجازهٔ باجهٔ موقت
name-licence-relocated = جابه‌جایی
name-licence-relocated_by_silence = جابه‌جایی به سبب سکوت
name-licence-relocation_refused = رد جابه‌جایی
name-licence-relocation_refused_by_silence = رد جابه‌جایی به سبب سکوت
name-licence-reopened = بازگشایی
name-licence-closure_ended = پایان تعطیلی
name-principled_approval-issued = صدور
name-principled_approval-extended = تمدید
name-principled_approval-stayed = حفظ اعتبار
name-principled_approval-premises_confirmed = تأیید محل
name-principled_approval-notice_served = ابلاغ اخطاریه
name-principled_approval-defended = ارائهٔ دفاعیه
name-principled_approval-cancelled = لغو
name-principled_approval-lapsed = بی‌اعتبار شدن
name-principled_approval-withdrawn = انصراف
name-principled_approval-presented = معرفی
name-principled_approval-returned = برگشت پرونده
name-principled_approval-refused = خودداری از صدور
name-principled_approval-refused_by_silence = خودداری از صدور به سبب سکوت
name-principled_approval-fulfilled = صدور پروانه
name-renewal-reminder_due = یادآوری
name-renewal-deadline_passed = پایان مهلت
name-renewal-filed = ثبت درخواست
name-renewal-lateness_excused = پذیرش عذر
name-renewal-withdrawn = انصراف
name-renewal-deficiency_noted = اعلام نقص
name-renewal-recorded = ثبت مدرک
name-renewal-review_begun = ارجاع به کارگروه
name-renewal-cured = رفع نقص
name-renewal-cure_elapsed = پایان مهلت رفع نقص
name-renewal-refused = رد
name-renewal-refused_by_silence = رد به سبب سکوت
name-renewal-confirmed = تأیید
name-renewal-granted = تمدید
name-renewal-time_given = اعطای مهلت
name-transfer-filed = ثبت درخواست
name-transfer-deficiency_noted = اعلام نقص
name-transfer-recorded = ثبت مدرک
name-transfer-withdrawn = انصراف
name-transfer-abandoned = بلااقدام ماندن
name-transfer-ended_with_licence = پایان با پروانه
name-transfer-review_begun = آغاز بررسی
name-transfer-cured = رفع نقص
name-transfer-cure_elapsed = پایان مهلت رفع نقص
name-transfer-refused = رد
name-transfer-refused_by_silence = رد به سبب سکوت
name-transfer-stage_passed = تکمیل مرحله
name-transfer-confirmed = تأیید
name-transfer-registered = ثبت انتقال
name-transfer-registered_by_silence = ثبت انتقال به سبب سکوت

## نمودارها

chart-title = { $machine } در { $edition }
chart-by-people = اشخاص
chart-by-calendar = گذشت زمان
chart-by-register = سامانهٔ دیگر
chart-legend = کادر دوخطی: پایان. درون کادر: رویدادی که وضعیت را تغییر نمی‌دهد.
chart-from = از
chart-to = به
chart-event = رویداد
chart-by = اقدام‌کننده
chart-rests-on = مستند

## نام آنچه با کد خوانده می‌شود

post-operator = مجری
post-manager = مدیر
post-deputy = جانشین

stage-clearance = استعلام‌ها
stage-session = جلسهٔ کارگروه استانی
stage-transferee_check = بررسی انتقال‌گیرنده
stage-settlement = تسویه‌حساب

seat-governor_general = استاندار یا نمایندهٔ تام‌الاختیار او
seat-ministry = نمایندهٔ وزارت ارتباطات و فناوری اطلاعات
seat-trade_association = نمایندهٔ تشکل صنفی دفاتر
seat-ict_director_general = مدیرکل ارتباطات و فناوری اطلاعات
seat-management_and_planning = رئیس سازمان مدیریت و برنامه‌ریزی
seat-governorate_it = مسئول فناوری اطلاعات استانداری

violation-RELOCATED_WITHOUT_CONSENT = جابه‌جایی دفتر بدون موافقت دبیرخانه
violation-INACTIVE = غیرفعال بودن دفتر
violation-CLOSED_WITHOUT_PERMISSION = تعطیلی دفتر بدون مجوز
violation-HOLDER_ABSENT = عدم حضور دارندهٔ پروانه در دفتر
violation-SIGN_OR_EQUIPMENT = عدم رعایت ضوابط تابلو یا تجهیزات
violation-TARIFF_EXCEEDED = دریافت وجه بیش از تعرفه
violation-TARIFF_NOT_POSTED = نصب نکردن جدول تعرفه‌ها
violation-UNAPPROVED_SEAL = استفاده از مهر تأییدنشده
violation-OUTSIDE_LICENCE_SERVICES = ارائهٔ خدمات خارج از موضوع پروانه
violation-NEVER_STARTED = راه‌اندازی نکردن دفتر
violation-HANDED_OVER = واگذاری دفتر به غیر
violation-DOCUMENT_OR_SECRECY = عدم حفاظت از اسناد یا افشای اطلاعات
violation-OBSTRUCTING_INSPECTION = ممانعت از بازرسی
violation-HOURS = عدم رعایت ساعات کار
violation-NO_INSTRUCTION_COPY = نبود نسخهٔ دستورالعمل‌ها در دفتر
violation-DECORUM = عدم رعایت شئون اداری

paper-criminal_record = استعلام سوءپیشینه
paper-addiction = استعلام عدم اعتیاد
paper-tax = استعلام مالیاتی
paper-bank = استعلام بانکی
paper-social_insurance = استعلام تأمین اجتماعی
paper-police_premises = استعلام ادارهٔ اماکن پلیس
paper-premises_report = گزارش کمیتهٔ فنی دربارهٔ محل
paper-equipment_report = گزارش کمیتهٔ فنی دربارهٔ آمادگی محل و تجهیزات
paper-vetting = استعلام حراست دربارهٔ متقاضی
paper-holder_vetting = استعلام حراست دربارهٔ دارندهٔ پروانه
paper-inheritance_certificate = گواهی انحصار وراثت
paper-liquidator_appointment = آگهی انتصاب مدیر تصفیه
paper-power_of_attorney = وکالت‌نامه
paper-written_request = درخواست کتبی
paper-written_consent = رضایت‌نامهٔ کتبی
paper-hearing_minutes = صورت‌جلسهٔ استماع دفاع
paper-transfer_joint_request = درخواست مشترک انتقال
paper-transferee_vetting = استعلام حراست دربارهٔ انتقال‌گیرنده
paper-transferee_criminal_record = استعلام سوءپیشینهٔ انتقال‌گیرنده
paper-transferee_addiction = استعلام عدم اعتیاد انتقال‌گیرنده
paper-transferee_tax = استعلام مالیاتی انتقال‌گیرنده
paper-transferee_bank = استعلام بانکی انتقال‌گیرنده
paper-transferee_insurance = استعلام تأمین اجتماعی انتقال‌گیرنده
paper-settlement_agencies = مفاصاحساب دستگاه‌های خدمات‌دهنده
paper-settlement_tax = مفاصاحساب مالیاتی
paper-settlement_insurance = مفاصاحساب بیمه
paper-relocation_premises_report = گزارش کمیتهٔ فنی دربارهٔ محل جدید
paper-relocation_police_premises = استعلام ادارهٔ اماکن پلیس دربارهٔ محل جدید
paper-interim_manager_qualified = گواهی صلاحیت مدیر موقت

## قالب توضیح

or = { " یا " }
and-also = { "، " }
day-and-time = { $day }، ساعت { $clock }
explain-heading = شمارهٔ { $number } در تاریخ { $day }: { $standing }
explain-step = در تاریخ { $day }: { $event }
explain-step-unrecorded = در تاریخ { $day }: { $event } (به سبب فرا رسیدن موعد؛ هنوز در پردازش شبانه ثبت نشده است)
explain-by-and-rests-on = اقدام‌کننده: { $by }؛ مستند: { $article } [{ $basis }]
explain-rests-on = مستند: { $article } [{ $basis }]
explain-standing = وضعیت از این تاریخ: { $standing }
explain-entered = در تاریخ { $day } توسط { $by } ثبت شده است
explain-came-with = با بازنگری تاریخ { $day } ثبت شده است
explain-restated = پیش از بازنگری تاریخ { $day } نیز ثبت بوده و پس از آن تغییری نکرده است
explain-revised-late = بازنگری در تاریخ { $day } توسط { $by }: اقدامی پس از تاریخ خود ثبت شد و موارد پس از آن تاریخ از نو ثبت شد.
explain-revised-decree = بازنگری در تاریخ { $day } توسط { $by }: مصوبهٔ عامی که از تاریخی پیش از آن اجرا می‌شود در سامانه ثبت شد.
explain-revised-anew = بازنگری در تاریخ { $day } توسط { $by }: سامانهٔ مبدأ آنچه را خود اعلام کرده بود به گونهٔ دیگری اعلام کرد.
explain-revised-decided = بازنگری در تاریخ { $day } توسط { $by }: { $reason }. مستند: { $rests_on }.
explain-revised-proposed = بازنگری در تاریخ { $day } توسط { $by }، به پیشنهاد { $proposed_by }: { $reason }. مستند: { $rests_on }.
explain-stood-before = پیش از بازنگری چنین ثبت بود: در تاریخ { $day }: { $event }
known-at-day = بر اساس اطلاعات ثبت‌شده تا پایان { $day }
known-at-time = بر اساس اطلاعات ثبت‌شده تا { $time }
known-at-position = بر اساس اطلاعات ثبت‌شده تا ردیف { $position } از سوابق سامانه
known-at-anchor = بر اساس اطلاعات ثبت‌شده تا نقطهٔ تثبیت { $name }
explain-next = در صورت عدم اقدام، رویداد بعدی: { $event }
explain-coming = در پیش: { $event }

## فهرست کارهای ممکن

actions-now = اقدامات ممکن در { $day }:
actions-later = اقداماتی که، اگر تا آن روز اقدامی نشود، ممکن خواهد شد:
actions-rest = اقداماتی که ممکن نیست:
actions-nothing = هیچ
actions-others = { $count } اقدام دیگر ممکن نیست؛ دلایل با { $option } نمایش داده می‌شود.
actions-command = اقدام
actions-by = توسط
actions-why-not = دلیل
actions-earliest = از تاریخ
actions-already-so = پیش‌تر انجام شده است
actions-papers = از نوع { $kind }، { $command }: { $papers }
decision-application = درخواست
decision-objection = اعتراض به رد درخواست
decision-issue = صدور پروانه
decision-renewal = تمدید
decision-transfer = انتقال
decision-registration = ثبت انتقال
decision-relocation = جابه‌جایی دفتر
decision-review = اعتراض در پروندهٔ تخلف
decision-appointment = فرد پیشنهادی برای سمت { $post }
decision-contract = قرارداد با { $agency }
decision-awaited = { $means ->
    [granted] اگر { $role } تا پایان { $day } دربارهٔ { $decision } تصمیم نگیرد، سکوت در نبود مانع دیگر به منزلهٔ موافقت است
    [refused] اگر { $role } تا پایان { $day } دربارهٔ { $decision } تصمیم نگیرد، سکوت به منزلهٔ مخالفت است
   *[none] مهلت تصمیم { $role } دربارهٔ { $decision } تا پایان { $day } است و گذشتن آن اثری ندارد
}
paper_kind-document = سند
paper_kind-clearance = استعلام
paper_kind-report = گزارش
paper_kind-certificate = گواهی

## فرمان‌ها

command-licence-issue = صدور پروانه
command-licence-surrender = انصراف از پروانه
command-renewal-file = درخواست تمدید
command-renewal-note_deficiency = اعلام نقص درخواست تمدید
command-renewal-cure = رفع نقص درخواست تمدید
command-renewal-begin_review = ارجاع درخواست تمدید به کارگروه استانی
command-renewal-excuse_lateness = پذیرش عذر تأخیر درخواست تمدید
command-renewal-confirm = تأیید تمدید
command-renewal-refuse = رد تمدید
command-renewal-grant = تمدید پروانه
command-renewal-withdraw = انصراف از درخواست تمدید
command-call-draft = تهیهٔ پیش‌نویس فراخوان
command-call-approve_capacity = تصویب ظرفیت فراخوان
command-call-publish = انتشار فراخوان
command-call-extend = تمدید مهلت فراخوان
command-call-rank = رتبه‌بندی متقاضیان
command-call-conclude = خاتمهٔ فراخوان
command-call-cancel = لغو فراخوان
command-application-file = ثبت درخواست
command-application-record = ثبت مدرک درخواست
command-application-note_deficiency = اعلام نقص درخواست
command-application-cure = رفع نقص درخواست
command-application-begin_review = آغاز بررسی درخواست
command-application-conclude_clearance = پایان استعلام‌ها
command-application-qualify = احراز صلاحیت متقاضی
command-application-reserve = قرار دادن متقاضی در فهرست ذخیره
command-application-reject = رد درخواست
command-application-object = اعتراض به رد درخواست
command-application-uphold_objection = وارد دانستن اعتراض
command-application-dismiss_objection = رد اعتراض
command-application-withdraw = انصراف از درخواست
command-principled_approval-issue = صدور موافقت اصولی
command-principled_approval-extend = تمدید موافقت اصولی
command-principled_approval-stay = حفظ اعتبار موافقت اصولی به سبب قوهٔ قاهره
command-principled_approval-confirm_premises = تأیید آمادگی محل
command-principled_approval-present = معرفی متقاضی به مرجع صدور پروانه
command-principled_approval-return = بازگرداندن پرونده با ذکر دلیل
command-principled_approval-refuse = خودداری از صدور پروانه
command-principled_approval-withdraw = انصراف از موافقت اصولی
command-principled_approval-serve_notice = ابلاغ اخطاریهٔ لغو موافقت اصولی
command-principled_approval-defend = ارائهٔ دفاعیه دربارهٔ لغو موافقت اصولی
command-principled_approval-cancel = لغو موافقت اصولی
command-licence-reinstate = اعادهٔ اعتبار پروانه
command-licence-lapse = ثبت فوت یا انحلال دارنده
command-licence-give_notice = درخواست ادارهٔ موقت
command-licence-record = ثبت مدرک پروانه
command-licence-request_relocation = درخواست جابه‌جایی
command-licence-record_premises = ثبت نشانی دفتر
command-licence-relocate = موافقت با جابه‌جایی
command-licence-refuse_relocation = رد جابه‌جایی
command-licence-permit_closure = اجازهٔ تعطیلی موقت
command-licence-reopen = بازگشایی دفتر
command-licence-permit_counter = اجازهٔ باجهٔ موقت
command-renewal-record = ثبت مدرک تمدید
command-transfer-file = درخواست انتقال
command-transfer-record = ثبت مدرک انتقال
command-transfer-note_deficiency = اعلام نقص درخواست انتقال
command-transfer-cure = رفع نقص درخواست انتقال
command-transfer-begin_review = آغاز بررسی انتقال
command-transfer-pass = تکمیل مرحلهٔ انتقال
command-transfer-confirm = تأیید انتقال
command-transfer-refuse = رد انتقال
command-transfer-register = ثبت انتقال
command-transfer-withdraw = انصراف از درخواست انتقال
command-enforcement-report = گزارش تخلف
command-enforcement-dismiss = مختومه کردن پرونده
command-enforcement-serve_notice = ابلاغ اخطاریه
command-enforcement-defend = ارائهٔ دفاعیه
command-enforcement-sanction = اعمال مقررات
command-enforcement-propose_revocation = پیشنهاد لغو پروانه
command-enforcement-revoke = لغو پروانه
command-enforcement-urgently_suspend = تعلیق فوری پروانه
command-enforcement-confirm_urgent_suspension = تأیید تعلیق فوری
command-enforcement-lift_suspension = رفع تعلیق
command-enforcement-verify_remedy = تأیید رفع تخلف
command-enforcement-object = اعتراض به تصمیم
command-enforcement-uphold = تأیید تصمیم مورد اعتراض
command-enforcement-overturn = نقض تصمیم مورد اعتراض
command-appointment-propose = پیشنهاد انتصاب
command-appointment-approve = تأیید فرد پیشنهادی
command-appointment-reject = رد فرد پیشنهادی
command-appointment-consent = اعلام رضایت و آغاز به کار
command-appointment-end = پایان انتصاب
command-appointment-record_mismatch = ثبت مغایرت مجری و دارنده
command-appointment-settle = تعیین تکلیف مغایرت مجری و دارنده
command-contract-draft = تهیهٔ پیش‌نویس قرارداد
command-contract-approve = تأیید قرارداد
command-contract-sign = امضای قرارداد
command-contract-terminate = فسخ قرارداد
command-coming-take_back = پس گرفتن تصمیمی که از تاریخ بعد اجرا می‌شود

## رویدادها

event-licence-opened = سامانهٔ دیگری مدت اعتبار پروانه را از { $term-from } تا { $term-through } اعلام کرده است
event-licence-issued = پروانه از { $term-from } تا { $term-through } صادر شد
event-licence-suspended = پروانه تعلیق شد
event-licence-suspension_lifted = تعلیق پروانه رفع شد
event-licence-revoked = پروانه لغو شد
event-licence-surrendered = دارنده از پروانه انصراف داد
event-licence-continued = مدت اعتبار در { $through } پایان یافت؛ پروانه { $until ->
    [none] تا تصمیم دربارهٔ تمدید معتبر است
   *[other] تا پایان { $until }، آخرین مهلت درخواست تمدید، معتبر است
}
event-licence-extended = به موجب مصوبهٔ عام { $made_on }، { $through ->
    [none] { "" }
   *[other] مدت اعتبار تا پایان { $through } است
}{ $renewal_due ->
    [none] { "" }
   *[other] { $through ->
        [none] { "" }
       *[other] { " و " }
    }آخرین مهلت درخواست تمدید { $renewal_due } است
}
event-licence-expired = پروانه با پایان مدت اعتبار در { $through } منقضی شد
event-renewal-reminder_due = یادآوری شمارهٔ { $rung } دربارهٔ آخرین مهلت درخواست تمدید، { $renewal_due }
event-renewal-deadline_passed = آخرین مهلت درخواست تمدید، { $renewal_due }، بدون ثبت درخواست به پایان رسید
event-renewal-filed = تمدید درخواست شد، { $request-timeliness ->
    [late] خارج از مهلت
   *[timely] در مهلت
}
event-renewal-deficiency_noted = نقص درخواست تمدید اعلام شد: { $missing }؛ آخرین مهلت رفع نقص { $cure_by }
event-renewal-cured = نقص درخواست تمدید رفع شد
event-renewal-cure_elapsed = نقص درخواست تمدید تا پایان { $cure_by } رفع نشد
event-renewal-review_begun = درخواست تمدید به کارگروه استانی ارجاع شد
event-renewal-lateness_excused = { $after ->
    [none] عذر تأخیر درخواست تمدید پذیرفته شد: { $reason }
   *[other] درخواست تمدید پس از پایان مدت اعتبار در { $after } پذیرفته شد: { $reason }
}
event-renewal-confirmed = کارگروه استانی تمدید را تأیید کرد
event-renewal-refused = تمدید رد شد: { $reason }
event-renewal-refused_by_silence = تمدید رد شد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-renewal-granted = پروانه از { $term-from } تا { $term-through } تمدید شد
event-renewal-time_given = درخواست تمدید بعدی در مهلت مقرر ممکن نبود؛ آخرین مهلت درخواست { $until }
event-renewal-withdrawn = از درخواست تمدید انصراف داده شد
event-call-drafted = پیش‌نویس فراخوان { $draft-seats } دفتر در { $draft-district }، از { $draft-opens_on } تا { $draft-closes_on }، تهیه شد
event-call-capacity_approved = کارگروه استانی ظرفیت را تصویب کرد
event-call-published = فراخوان منتشر شد
event-call-opened = مهلت ثبت‌نام فراخوان آغاز شد
event-call-extended = مهلت فراخوان تمدید شد
event-call-closed = مهلت فراخوان پایان یافت؛ فهرست ذخیره تا { $reserve_through } معتبر است
event-call-ranked = متقاضیان رتبه‌بندی شدند
event-call-concluded = فراخوان خاتمه یافت
event-call-reserve_list_ended = اعتبار فهرست ذخیره پایان یافت
event-call-cancelled = فراخوان لغو شد: { $reason }
event-application-filed = درخواست پروانهٔ دفتر در استان { $filing-office-province } ثبت شد
event-application-recorded = مدرک «{ $paper-name }» در پرونده ثبت شد، نتیجه: { $paper-favourable ->
    [yes] مثبت
   *[no] منفی
}
event-application-deficiency_noted = نقص درخواست اعلام شد: { $missing }؛ آخرین مهلت رفع نقص { $cure_by }
event-application-cured = نقص درخواست رفع شد
event-application-advanced = درخواست به مرحلهٔ «{ $to }» رسید
event-application-qualified = صلاحیت متقاضی احراز شد
event-application-reserved = متقاضی در فهرست ذخیره قرار گرفت
event-application-rejected = درخواست رد شد: { $unmet }
event-application-rejected_by_silence = درخواست رد شد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت؛ آخرین مهلت اعتراض { $objection_by }
event-application-objected = متقاضی اعتراض کرد: { $grounds }
event-application-objection_upheld = اعتراض وارد تشخیص داده شد: { $reason }
event-application-objection_upheld_by_silence = اعتراض وارد تلقی شد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-application-objection_dismissed = اعتراض رد شد: { $reason }
event-application-objection_dismissed_by_silence = اعتراض رد شد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-application-objection_elapsed = مهلت اعتراض پایان یافت
event-application-withdrawn = متقاضی از درخواست انصراف داد
event-application-lapsed = درخواست بی‌اعتبار شد، { $because ->
    [not_cured] چون نقص آن رفع نشد
    [approval_ended] با پایان موافقت اصولی
    [licence_ended] با پایان پروانه
   *[reserve_list_ended] با پایان فهرست ذخیره
}
event-principled_approval-issued = موافقت اصولی تا { $through } صادر شد
event-principled_approval-extended = موافقت اصولی تا { $through } تمدید شد
event-principled_approval-stayed = اعتبار موافقت اصولی به سبب قوهٔ قاهره تا { $through } حفظ شد
event-principled_approval-premises_confirmed = آمادگی محل تأیید شد
event-principled_approval-presented = متقاضی واجد شرایط به { $authority } معرفی شد
event-principled_approval-returned = { $authority } پرونده را برگشت داد: { $reason }
event-principled_approval-refused = { $authority } از صدور پروانه خودداری کرد: { $reason }
event-principled_approval-refused_by_silence = پروانه صادر نشد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-principled_approval-fulfilled = با صدور پروانه، موافقت اصولی خاتمه یافت
event-principled_approval-lapsed = موافقت اصولی بی‌اعتبار شد؛ آخرین روز اعتبار آن { $through } بود
event-principled_approval-withdrawn = متقاضی از موافقت اصولی انصراف داد
event-principled_approval-notice_served = اخطاریهٔ لغو موافقت اصولی در { $served_on } ابلاغ شد؛ آخرین مهلت ارائهٔ دفاعیه { $defend_by }
event-principled_approval-defended = دفاعیهٔ متقاضی استماع شد
event-principled_approval-cancelled = موافقت اصولی لغو شد: { $measure-reason }
event-licence-recorded = مدرک «{ $paper-name }» در پرونده ثبت شد، نتیجه: { $paper-favourable ->
    [yes] مثبت
   *[no] منفی
}
event-licence-premises_recorded = نشانی دفتر در { $at-town } ثبت شد
event-licence-reinstated = اعتبار پروانه به موجب { $decision } اعاده شد: { $reason }
event-licence-lapsed = پروانه با { $end-cause ->
    [death] فوت
   *[dissolution] انحلال
} دارندهٔ آن در { $end-occurred_on } بی‌اعتبار شد
event-licence-notice_elapsed = تا پایان { $through } هیچ‌کس درخواست ادارهٔ موقت نداد
event-licence-interim_begun = ادارهٔ موقت دفتر آغاز شد و تا پایان { $until } ادامه دارد
event-licence-interim_ended = مهلت ادارهٔ موقت در { $until } بدون انتقال پروانه پایان یافت
event-licence-relocation_requested = جابه‌جایی دفتر به { $to-town } درخواست شد
event-licence-relocation_refused = با جابه‌جایی موافقت نشد: { $reason }
event-licence-relocation_refused_by_silence = با جابه‌جایی موافقت نشد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-licence-relocated = با جابه‌جایی دفتر در { $to-town } موافقت شد
event-licence-relocated_by_silence = دفتر در { $to-town } جابه‌جا شد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-licence-closure_permitted = تعطیلی موقت دفتر از { $days-from } تا { $days-through } مجاز شد
event-licence-closure_ended = مهلت تعطیلی مجاز در { $through } پایان یافت
event-licence-reopened = دفتر بازگشایی شد
event-licence-counter_permitted = باجهٔ موقت در { $at-town } از { $days-from } تا { $days-through } مجاز شد
event-renewal-recorded = مدرک «{ $paper-name }» در پرونده ثبت شد، نتیجه: { $paper-favourable ->
    [yes] مثبت
   *[no] منفی
}
event-transfer-filed = انتقال پروانه درخواست شد
event-transfer-recorded = مدرک «{ $paper-name }» در پرونده ثبت شد، نتیجه: { $paper-favourable ->
    [yes] مثبت
   *[no] منفی
}
event-transfer-deficiency_noted = نقص درخواست انتقال اعلام شد: { $missing }؛ آخرین مهلت رفع نقص { $cure_by }
event-transfer-cured = نقص درخواست انتقال رفع شد
event-transfer-cure_elapsed = نقص درخواست انتقال تا پایان { $cure_by } رفع نشد
event-transfer-review_begun = بررسی درخواست انتقال آغاز شد
event-transfer-stage_passed = مرحلهٔ «{ $stage }» از انتقال تکمیل شد
event-transfer-confirmed = کارگروه استانی انتقال را تأیید کرد
event-transfer-refused = با انتقال موافقت نشد: { $unmet }
event-transfer-refused_by_silence = با انتقال موافقت نشد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-transfer-registered = پروانه با مدت باقی‌مانده تا { $through } به دارندهٔ جدید انتقال یافت
event-transfer-registered_by_silence = پروانه با مدت باقی‌مانده تا { $through } به دارندهٔ جدید انتقال یافت، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-transfer-withdrawn = از درخواست انتقال انصراف داده شد
event-transfer-abandoned = درخواست انتقال بلااقدام ماند؛ آخرین مهلت تکمیل آن { $open_through } بود
event-transfer-ended_with_licence = با پایان پروانه، درخواست انتقال نیز خاتمه یافت
event-enforcement-reported = تخلف «{ $violation }» گزارش شد: { $facts }
event-enforcement-dismissed = پرونده مختومه شد: { $reason }
event-enforcement-notice_served = اخطاریه در { $served_on } ابلاغ شد؛ آخرین مهلت ارائهٔ دفاعیه { $defend_by }
event-enforcement-defended = دفاعیهٔ دارندهٔ پروانه استماع شد
event-enforcement-hearing_elapsed = مهلت ارائهٔ دفاعیه در { $defend_by } بدون دفاعیه پایان یافت
event-enforcement-sanctioned = به سبب تخلف «{ $violation }»، نوبت { $occurrence }، این تصمیم گرفته شد: { $sanction ->
    [notice] تذکر
    [written_warning] اخطار کتبی
    [service_cutoff] قطع سرویس تا پایان { $sanction-service_cutoff-through }
   *[suspension] تعلیق پروانه{ $sanction-suspension-from ->
        [none] { "" }
       *[day] { " " }از { $sanction-suspension-from }
    }{ $sanction-suspension-through ->
        [none] { " " }تا رفع تخلف
       *[day] { " " }تا پایان { $sanction-suspension-through }
    }
}؛ دلیل: { $reason }
event-enforcement-revocation_proposed = لغو پروانه به سبب تخلف «{ $violation }»، نوبت { $occurrence }، پیشنهاد شد: { $reason }
event-enforcement-revoked = لغو پروانه به سبب تخلف «{ $violation }» تصویب شد: { $reason }؛ آخرین مهلت اعتراض { $objection_by }
event-enforcement-urgently_suspended = پروانه تا پایان { $through } فوراً تعلیق شد: { $reason }
event-enforcement-urgent_suspension_confirmed = تعلیق فوری پروانه حداکثر تا پایان { $through } تأیید شد: { $reason }
event-enforcement-remedy_verified = رفع تخلف «{ $violation }» تأیید شد
event-enforcement-objected = دارندهٔ پروانه اعتراض کرد: { $reason }
event-enforcement-upheld = تصمیم تأیید شد: { $reason }{ $court_by ->
    [none] { "" }
   *[day] ؛ تا پایان { $court_by } می‌توان در دیوان عدالت اداری طرح شکایت کرد
}
event-enforcement-upheld_by_silence = تصمیم تأیید شد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت؛ آخرین مهلت شکایت به دیوان عدالت اداری { $court_by }
event-enforcement-overturned = تصمیم به موجب { $decision } نقض شد: { $reason }
event-enforcement-closed = پرونده مختومه شد، { $because ->
    [licence_ended] با پایان پروانه
   *[objection_elapsed] با پایان مهلت اعتراض
}
event-appointment-proposed = فردی برای سمت { $post } پیشنهاد شد
event-appointment-approved = فرد پیشنهادی برای سمت { $post } تأیید شد
event-appointment-approved_by_silence = فرد پیشنهادی برای سمت { $post } تأیید شد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-appointment-rejected = فرد پیشنهادی برای سمت { $post } رد شد: { $reason }
event-appointment-rejected_by_silence = فرد پیشنهادی برای سمت { $post } رد شد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-appointment-begun = فرد تأییدشده در سمت { $post } آغاز به کار کرد
event-appointment-ended = تصدی سمت { $post } پایان یافت
event-appointment-lapsed = تصدی سمت { $post } با پایان پروانه یا درخواست آن پایان یافت
event-appointment-vacancy_elapsed = تا پایان { $propose_by } کسی برای سمت { $post } پیشنهاد نشد
event-appointment-mismatch_recorded = دفتر را شخصی غیر از دارندهٔ پروانه اداره می‌کند: { $facts }؛ آخرین مهلت تعیین تکلیف { $settle_by }
event-appointment-mismatch_settled = مغایرت مجری و دارنده تعیین تکلیف شد، { $how ->
    [resumed] دارنده خود دفتر را اداره می‌کند
    [approved_as_deputy] مجری به عنوان جانشین تأیید شد
    [approved] اداره‌کنندهٔ دفتر برای این کار تأیید شد
    [passed_on] پروانه به اداره‌کنندهٔ دفتر منتقل شد
    [interim] اداره‌کنندهٔ دفتر در دورهٔ موقت آن را اداره می‌کند
   *[transfer_filed] انتقال درخواست شد
}
event-appointment-mismatch_held = انتقال پروانه به اداره‌کنندهٔ دفتر درخواست شده و مهلت تعیین تکلیف متوقف است
event-appointment-mismatch_runs_on = انتقال پروانه به اداره‌کنندهٔ دفتر به نتیجه نرسید؛ آخرین مهلت تعیین تکلیف { $settle_by }
event-appointment-mismatch_elapsed = مغایرت مجری و دارندهٔ پروانه تا پایان { $settle_by } تعیین تکلیف نشد
event-contract-drafted = پیش‌نویس قرارداد با { $agency } تهیه شد
event-contract-approved = کارگروه استانی قرارداد با { $agency } را تأیید کرد
event-contract-approved_by_silence = قرارداد با { $agency } تأیید شد، به سبب سکوت: { $silence-owed_by } دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود تا پایان { $silence-decide_by } تصمیم نگرفت
event-contract-one_signed = قرارداد با { $agency } را { $by ->
    [agency] دستگاه
   *[holder] دارنده
} امضا کرد؛ با امضای هر دو طرف معتبر می‌شود
event-contract-signed = قرارداد با { $agency } امضا شد
event-contract-suspended = قرارداد با { $agency } معلق شد، چون پروانه فعلاً اجازهٔ ارائهٔ خدمت نمی‌دهد
event-contract-resumed = قرارداد با { $agency } از سر گرفته شد
event-contract-ended = با پایان پروانه، قرارداد با { $agency } خاتمه یافت
event-contract-terminated = قرارداد با { $agency } فسخ شد: { $reason }
event-coming-decided = { $act ->
    [surrender] انصراف از پروانه اعلام شد
    [suspension] تعلیق پروانه تصویب شد
    [revocation] لغو پروانه تصویب شد
    [registration] ثبت انتقال تصویب شد
   *[relocation] جابه‌جایی دفتر تصویب شد
} و از تاریخ { $from } اجرا می‌شود
event-coming-taken_back = { $what ->
    [surrender] انصراف از پروانه
    [suspension] تعلیق پروانه
    [revocation] لغو پروانه
    [registration] ثبت انتقال
   *[relocation] جابه‌جایی دفتر
} که از تاریخ { $from } اجرا می‌شد پس گرفته شد: { $reason }
event-coming-came_to_nothing = { $what ->
    [surrender] انصراف از پروانه
    [suspension] تعلیق پروانه
    [revocation] لغو پروانه
    [registration] ثبت انتقال
   *[relocation] جابه‌جایی دفتر
} که از تاریخ { $from } اجرا می‌شد منتفی شد: { $refusal }

## آنچه دربارهٔ خود سابقه گفته می‌شود

event-dossier-already_so = پیش‌تر نیز چنین بود
event-dossier-revised = بازنگری سوابق: { $because ->
    [entered_late] اقدامی پس از اقدامات با تاریخ مؤخر ثبت شد
    [stated_anew] سامانهٔ مبدأ آنچه را خود اعلام کرده بود به گونهٔ دیگری اعلام کرد
   *[other] { $because-decree-decree ->
        [none] آنچه نادرست ثبت شده بود به استناد { $because-decided-rests_on } اصلاح شد: { $because-decided-reason }
       *[decree] مصوبهٔ عامی که از تاریخی پیش از آن اجرا می‌شود در سامانه ثبت شد
    }
}؛ موارد پس از ردیف { $keeps } از نو ثبت شد
event-dossier-blanked = متن‌هایی که اشخاص نوشته بودند حذف شد: { $because }

## چرا فرمانی رد می‌شود

code-role_may_not = این سمت اجازهٔ این کار را ندارد
code-other_province = پرونده از استان دیگری است
code-not_the_holder = این اقدام فقط از سوی دارندهٔ پروانه ممکن است
code-not_the_party = این اقدام فقط از سوی طرف پرونده ممکن است
code-own_matter = هیچ‌کس دربارهٔ امر مربوط به خود تصمیم نمی‌گیرد
code-dated_before_history = در پرونده رویدادی با تاریخ مؤخر ثبت شده است
code-entered_too_late = مهلت ثبت اقدام آن تاریخ گذشته است؛ ثبت آن فقط با بازنگری ممکن است
code-evidence_missing = کارمندی که اقدام دیگری را ثبت می‌کند مدرک آن را ذکر نکرده است
code-party_paper_missing = مدرکی که نشان دهد شخص خود اقدام کرده است ذکر نشده است
code-later_act_stands_against = این ثبت اقدامات با تاریخ مؤخر را تغییر می‌دهد؛ بازنگری باید هر یک از آن‌ها را ذکر کند
code-dossier_void = افتتاح پرونده باطل شده است؛ تغییر آن فقط با بازنگری ممکن است
code-call_moved_on = فراخوان پس از آن تاریخ مراحل بعدی را گذرانده است و آنچه به دیگران ابلاغ شده تغییر می‌کند
code-procedure_not_known = مقررات حاکم چنین رویه‌ای ندارد
code-not_at_this_step = موضوع در این مرحله نیست
code-matter_open = موضوعی از همین نوع در جریان رسیدگی است
code-paper_unknown = مقررات حاکم چنین مدرکی را پیش‌بینی نکرده است
code-paper_missing = مدرک لازم برای این مرحله در پرونده نیست
code-paper_unfavourable = پاسخ مدرک لازم برای این مرحله منفی است
code-paper_outdated = اعتبار مدرک لازم برای این مرحله پایان یافته است
code-paper_names_nobody = در گواهی باید نام اشخاصی که برای آنان صادر شده است ذکر شود
code-paper_for_others = گواهی برای اشخاص دیگری صادر شده است
code-not_issued = پروانه‌ای صادر نشده است
code-already_issued = پروانه پیش‌تر صادر شده است
code-licence_ended = اعتبار پروانه پایان یافته است
code-suspended = پروانه معلق است
code-not_suspended = پروانه معلق نیست
code-hearing_open = مهلت دفاع پایان نیافته و دفاعیه نیز ارائه نشده است
code-office_kind_unknown = مقررات حاکم چنین نوع دفتری ندارد
code-natural_person_excluded = پروانهٔ این نوع دفتر فقط به اشخاص حقوقی داده می‌شود
code-holder_unidentified = شناسهٔ شخصی که پروانه به نام او خواهد بود ثبت نشده است
code-post_for_natural_persons = این سمت به شخص حقیقی اختصاص دارد
code-one_person_two_posts = مدیر و جانشین باید دو شخص متفاوت باشند
code-approval_missing = صدور پروانه مستلزم احراز صلاحیت و موافقت اصولی کارگروه استانی است
code-appointment_missing = برای یکی از سمت‌های الزامی دفتر کسی تأیید نشده است
code-resolution_not_carried = مصوبه رأی نیاورده است
code-term_not_begun = آخرین دورهٔ اعتبار آغاز نشده است و درخواست برای دورهٔ پس از آن است
code-term_just_granted = آخرین دورهٔ اعتبار در همین روز اعطا شده است و دورهٔ پس از آن در همان روز اعطا نمی‌شود
code-request_open = درخواست تمدید دیگری در جریان رسیدگی است
code-no_request = درخواست تمدیدی در این مرحله نیست
code-deadline_missed = عدم درخواست در مهلت مقرر به منزلهٔ انصراف دارندهٔ پروانه است
code-excuse_not_known = مقررات حاکم پذیرش عذر تأخیر را پیش‌بینی نکرده است
code-not_confirmed = کارگروه استانی تمدید را تأیید نکرده است
code-violation_unremedied = تخلف رفع‌نشده وجود دارد
code-office_inactive = دفتر فعال نیست
code-case_open = پروندهٔ تخلف در جریان رسیدگی است
code-violation_unknown = جدول تخلفات چنین تخلفی ندارد
code-notice_not_served = اخطاریه‌ای ابلاغ نشده است
code-sanction_not_in_table = ضمانت اجرای مقرر در جدول تخلفات برای این نوبت متفاوت است
code-measure_too_long = مدت این تصمیم از حداکثر مقرر بیشتر است
code-day_out_of_order = تاریخ اعلام‌شده نمی‌تواند صحیح باشد
code-own_proposal = پیشنهاددهندهٔ لغو پروانه دربارهٔ آن تصمیم نمی‌گیرد
code-urgent_once = تعلیق فوری در هر پرونده فقط یک بار ممکن است و در صورت عدم تأیید بی‌اعتبار می‌شود
code-nothing_to_correct = پروانه منقضی، بی‌اعتبار یا لغو نشده است
code-ends_all_the_same = با فرض صحت آنچه گفته شده نیز اعتبار پروانه پایان یافته بود
code-resolution_missing = مقررات حاکم این تصمیم را منوط به مصوبهٔ کارگروه استانی کرده است
code-person_not_appointed = این فرد در این مرحلهٔ انتصاب نیست
code-no_mismatch = اداره‌کنندهٔ دفتر، دارندهٔ پروانه یا فرد تأییدشده برای ادارهٔ دفتر است
code-mismatch_unsettled = آنچه برای تعیین تکلیف اعلام شده محقق نشده است
code-other_history = فراخوان و پرونده سوابق جداگانه دارند
code-resolution_of_other_matter = مصوبه دربارهٔ موضوع یا پیشنهاد دیگری است
code-session_before_matter = جلسه پیش از طرح موضوع در کارگروه استانی برگزار شده است
code-reason_missing = دلیل تصمیم ذکر نشده است
code-other_office = هر پرونده به یک دفتر تعلق دارد و این دفتر دیگری است
code-call_unknown = چنین فراخوانی ثبت نشده است
code-call_elsewhere = فراخوان برای استان دیگری است
code-call_reversed = تاریخ پایان فراخوان پیش از آغاز آن است
code-call_not_open = فراخوان در مهلت ثبت‌نام نیست
code-call_not_closed = مهلت فراخوان پایان نیافته و هنوز ظرفیتی از آن تخصیص داده نمی‌شود
code-call_over = فراخوان خاتمه یافته و ظرفیتی از آن تخصیص داده نمی‌شود
code-no_seats = ظرفیت فراخوان حداقل یک دفتر است
code-notice_too_short = فاصلهٔ انتشار تا آغاز فراخوان کمتر از حداقل مقرر است
code-extended_before = پیش‌تر یک بار تمدید شده است
code-extension_unfit = مهلت جدید در محدودهٔ مجاز نیست
code-no_seat_left = ظرفیت فراخوان تکمیل است
code-seats_left = ظرفیت فراخوان هنوز تکمیل نشده است
code-answers_undecided = دربارهٔ درخواست‌های ثبت‌شده در فراخوان هنوز تصمیم گرفته نشده است
code-deficiency_listed = نقص درخواست یک بار اعلام شده است و دوباره اعلام نمی‌شود
code-not_qualified = صلاحیت متقاضی احراز نشده است
code-act_incomplete = در اقدام صدور، دفتر یا دارندهٔ پروانه ذکر نشده است
code-act_overstated = در اقدام صدور، آنچه درخواست معین کرده دوباره ذکر شده است
code-holds_already = انتقال‌گیرنده خود دارندهٔ پروانه است
code-transfer_late = مدت باقی‌ماندهٔ پروانه برای انتقال کافی نیست
code-held_too_short = حداقل مدت دارا بودن پروانه برای انتقال نگذشته است
code-term_over = مدت اعتبار پایان یافته است
code-heir_is_the_holder = وارث یا مدیر تصفیه باید شخصی غیر از دارندهٔ پروانه باشد
code-notice_late = درخواست ادارهٔ موقت خارج از مهلت است
code-other_town = جابه‌جایی پروانه به شهر دیگر ممکن نیست
code-town_unknown = نشانی فعلی دفتر ثبت نشده است و پیش از جابه‌جایی ثبت می‌شود
code-premises_known = نشانی دفتر ثبت شده است و فقط با جابه‌جایی تغییر می‌کند
code-closed_too_long = مدت تعطیلی از حداکثر مقرر بیشتر است
code-counter_too_long = مجموع مدت باجه‌های موقت در یک سال از حداکثر مقرر بیشتر است
code-contract_not_approved = کارگروه استانی قرارداد را تأیید نکرده است

## ابلاغ‌ها: آنچه به شخص گفته می‌شود و معنای آن برای او

notice-head = ابلاغ
notice-from = از: { $value }
notice-from-working-group = { $secretariat }، استان { $province }
notice-to = به: { $value }
notice-to-as = به: { $value }، { $as }
notice-as-former_holder = دارندهٔ پیشین پروانه
notice-as-new_holder = دارندهٔ جدید پروانه
notice-as-heir = وارث دارندهٔ پروانه
notice-as-liquidator = مدیر تصفیهٔ دارندهٔ پروانه
notice-as-proposed = فرد پیشنهادی برای سمت { $post }
notice-licence = پروانه: { $value }
notice-file = پرونده: { $value }
notice-to-province = { $value }، استان { $province }
notice-result = مستند ابلاغ نتیجه به کارگروه استانی: { $article } [{ $basis }]
notice-result-said = نتیجه: { $text }.
notice-province = استان: { $value }
notice-day = تاریخ: { $value }
notice-rests-on = مستند: { $article } [{ $basis }]
notice-day-rests-on = مستند { $day }: { $article } [{ $basis }]
day-term = مدت اعتبار
day-renewal_due = آخرین مهلت درخواست تمدید
day-objection_by = آخرین مهلت اعتراض
day-court_by = آخرین مهلت مراجعه به دیوان عدالت اداری
day-silence = آخرین مهلت تصمیم
day-through = آخرین روز
day-propose_by = آخرین مهلت معرفی فرد دیگر
day-notice_through = آخرین مهلت درخواست ادارهٔ موقت
notice-reference = شناسه: { $value }
notice-heirs = وراث { $name }
notice-nameless = شخص { $id }
notice-withdrawn = آنچه در ابلاغ { $reference } دربارهٔ تاریخ { $day } به شما اعلام شد دیگر معتبر نیست: اطلاعات ثبت‌شده اصلاح شده است. متن آن ابلاغ این بود: «{ $text }»
notice-application-deficiency_noted = درخواست شما ناقص است. موارد نقص: { $missing }. آخرین مهلت رفع نقص { $cure_by } است؛ پس از آن درخواست بی‌اعتبار می‌شود.
notice-application-qualified = صلاحیت شما احراز شد.
notice-application-reserved = ظرفیت فراخوان تکمیل است و شما تا { $through } در فهرست ذخیره هستید. در صورت آزاد شدن ظرفیت تا آن تاریخ به شما اطلاع داده می‌شود.
notice-application-rejected = درخواست شما رد شد: { $unmet }. آخرین مهلت اعتراض { $objection_by } است.
notice-application-rejected_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ رد درخواست است. آخرین مهلت اعتراض متقاضی { $objection_by } است.
notice-application-objection_upheld = اعتراض شما وارد تشخیص داده شد: { $reason }. کارگروه استانی دوباره دربارهٔ درخواست شما تصمیم می‌گیرد.
notice-application-objection_upheld_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ وارد بودن اعتراض است. کارگروه استانی دوباره دربارهٔ درخواست تصمیم می‌گیرد.
notice-application-objection_dismissed = اعتراض شما رد شد: { $reason }. تصمیم رد درخواست به قوت خود باقی است.
notice-application-objection_dismissed_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ رد اعتراض است. تصمیم رد درخواست به قوت خود باقی است.
notice-application-objection_elapsed = مهلت اعتراض پایان یافت. تصمیم رد درخواست به قوت خود باقی است.
notice-application-lapsed = درخواست شما بی‌اعتبار شد، { $because ->
    [not_cured] چون نقص آن در مهلت رفع نشد
    [approval_ended] چون اعتبار موافقت اصولی بدون صدور پروانه پایان یافت
   *[reserve_list_ended] چون تا پایان اعتبار فهرست ذخیره ظرفیتی آزاد نشد
}.
notice-principled_approval-issued = موافقت اصولی شما صادر شد و تا پایان { $through } معتبر است. محل و تجهیزات باید حداکثر تا آن تاریخ آماده باشد؛ پس از آن موافقت اصولی بی‌اعتبار می‌شود.
notice-principled_approval-extended = موافقت اصولی شما تمدید شد و تا پایان { $through } معتبر است.
notice-principled_approval-stayed = به سبب قوهٔ قاهره، موافقت اصولی شما تا پایان { $through } معتبر می‌ماند: { $reason }.
notice-principled_approval-returned = { $authority } پروندهٔ شما را برگشت داد: { $reason }. موافقت اصولی تا پایان { $through } معتبر است.
notice-principled_approval-refused = { $authority } از صدور پروانه خودداری کرد: { $reason }.
notice-principled_approval-refused_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ خودداری از صدور پروانه است.
notice-principled_approval-notice_served = لغو موافقت اصولی شما در دست بررسی است. اخطاریه در { $served_on } ابلاغ شد. آخرین مهلت ارائهٔ دفاعیه { $defend_by } است؛ پس از آن بدون دفاعیهٔ شما تصمیم گرفته می‌شود.
notice-principled_approval-cancelled = موافقت اصولی شما لغو شد: { $measure-reason }.
notice-principled_approval-lapsed = موافقت اصولی شما بی‌اعتبار شد؛ آخرین روز اعتبار آن { $through } بود.
notice-licence-issued = پروانهٔ شما صادر شد. اعتبار آن از { $term-from } تا پایان { $term-through } است.{ $renewal_due ->
    [none] { "" }
   *[day] { " " }آخرین مهلت درخواست تمدید { $renewal_due } است.
}
notice-licence-suspended = پروانهٔ شما تعلیق شد. تا رفع تعلیق، دفتر مجاز به ارائهٔ خدمت به مردم نیست.{ $measure-reason ->
    [none] { "" }
   *[reason] { " " }دلیل: { $measure-reason }.
}
notice-licence-suspension_lifted = تعلیق پروانهٔ شما رفع شد: { $reason }. دفتر می‌تواند تا پایان اعتبار پروانه خدمت ارائه دهد.
notice-licence-suspension_lifted-ended = تعلیق پروانه رفع شد: { $reason }. پروانه همچنان بی‌اعتبار است و دفتر مجاز به ارائهٔ خدمت به مردم نیست.
notice-licence-revoked = پروانهٔ شما لغو شد. دفتر مجاز به ارائهٔ خدمت به مردم نیست.{ $measure-reason ->
    [none] { "" }
   *[reason] { " " }دلیل: { $measure-reason }.
}
notice-licence-reinstated = اعتبار پروانهٔ شما به موجب { $decision } اعاده شد: { $reason }. مدت اعتبار آن از { $term-from } تا پایان { $term-through } است.
notice-licence-continued = مدت اعتبار پروانهٔ شما در { $through } پایان یافت. { $until ->
    [none] پروانه تا تصمیم دربارهٔ درخواست تمدید شما معتبر است.
   *[other] آخرین مهلت درخواست تمدید { $until } است و پروانه تا پایان آن روز معتبر است.
}
notice-licence-extended = مصوبهٔ عام { $made_on } شامل پروانهٔ شما می‌شود.{ $through ->
    [none] { "" }
   *[other] { " " }مدت اعتبار آن از این پس تا پایان { $through } است.
}{ $renewal_due ->
    [none] { "" }
   *[other] { " " }آخرین مهلت درخواست تمدید از این پس { $renewal_due } است.
}
notice-licence-expired = پروانهٔ شما منقضی شد. آخرین روز اعتبار آن { $through } بود. دفتر مجاز به ارائهٔ خدمت به مردم نیست.
notice-licence-lapsed = پروانه با { $end-cause ->
    [death] فوت
   *[dissolution] انحلال
} دارندهٔ آن در { $end-occurred_on } بی‌اعتبار شد.{ $notice_through ->
    [none] { "" }
   *[day] { " " }{ $end-cause ->
        [death] وارثی
       *[dissolution] مدیر تصفیه‌ای
    } که متقاضی ادارهٔ موقت دفتر است باید حداکثر تا پایان { $notice_through } مراتب را اعلام کند.
}
notice-licence-notice_elapsed = تا پایان { $through } هیچ‌کس درخواست ادارهٔ موقت نداد. اعتبار پروانه پایان یافته است.
notice-licence-interim_begun = ادارهٔ موقت دفتر تا پایان { $until } مجاز است. پروانه باید حداکثر تا آن تاریخ به دارندهٔ جدید انتقال یابد.
notice-licence-interim_ended = مهلت ادارهٔ موقت دفتر در { $until } پایان یافت و پروانه به دارندهٔ جدید انتقال نیافت. دفتر مجاز به ارائهٔ خدمت به مردم نیست.
notice-licence-relocated = با جابه‌جایی دفتر در { $to-town } موافقت شد: { $to-address }.
notice-licence-relocated_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ موافقت است. دفتر می‌تواند در { $to-town } جابه‌جا شود: { $to-address }.
notice-licence-relocation_refused = با جابه‌جایی دفتر موافقت نشد: { $reason }.
notice-licence-relocation_refused_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ مخالفت است. دفتر نمی‌تواند جابه‌جا شود.
notice-licence-closure_permitted = تعطیلی موقت دفتر از { $days-from } تا پایان { $days-through } مجاز است.
notice-licence-closure_ended = مهلت تعطیلی مجاز دفتر در { $through } پایان یافت. دفتر باید دایر باشد.
notice-licence-counter_permitted = استقرار باجهٔ موقت در { $at-town }، { $at-address }، از { $days-from } تا پایان { $days-through } مجاز است.
notice-renewal-reminder_due = آخرین مهلت درخواست تمدید پروانهٔ شما { $renewal_due } است. این یادآوری شمارهٔ { $rung } است.
notice-renewal-deadline_passed = آخرین مهلت درخواست تمدید، { $renewal_due }، بدون ثبت درخواست پایان یافت. { $policy ->
    [deemed_withdrawal] عدم درخواست به منزلهٔ انصراف شماست و پروانه با پایان مدت اعتبار منقضی می‌شود.
   *[refuse_or_excuse] درخواست از این پس خارج از مهلت است و فقط در صورت پذیرش عذر تأخیر توسط کارگروه استانی پذیرفته می‌شود.
}
notice-renewal-deficiency_noted = درخواست تمدید شما ناقص است. موارد نقص: { $missing }. آخرین مهلت رفع نقص { $cure_by } است.
notice-renewal-cure_elapsed = نقص درخواست تمدید شما تا پایان { $cure_by } رفع نشد. درخواست ناقص مانده است.
notice-renewal-lateness_excused = { $after ->
    [none] عذر تأخیر درخواست تمدید شما پذیرفته شد: { $reason }.
   *[other] درخواست تمدید شما پس از پایان مدت اعتبار در { $after } پذیرفته شد: { $reason }. پروانه تا زمان تمدید معتبر نیست.
}
notice-renewal-refused = تمدید پروانهٔ شما رد شد: { $reason }.
notice-renewal-refused_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ رد تمدید پروانه است.
notice-renewal-granted = پروانهٔ شما تمدید شد. مدت اعتبار بعدی از { $term-from } تا پایان { $term-through } است.{ $renewal_due ->
    [none] { "" }
   *[day] { " " }آخرین مهلت درخواست تمدید بعدی { $renewal_due } است.
}
notice-renewal-time_given = درخواست تمدید بعدی پروانهٔ شما در مهلت مقرر ممکن نبود. آخرین مهلت درخواست تمدید { $until } است.
notice-transfer-deficiency_noted = درخواست انتقال پروانه ناقص است. موارد نقص: { $missing }. آخرین مهلت رفع نقص { $cure_by } است.
notice-transfer-cure_elapsed = نقص درخواست انتقال تا پایان { $cure_by } رفع نشد. رسیدگی به درخواست خاتمه یافت.
notice-transfer-confirmed = کارگروه استانی انتقال پروانه را تأیید کرد. تا ثبت انتقال، پروانه متعلق به دارندهٔ کنونی است.
notice-transfer-refused = با انتقال پروانه موافقت نشد: { $unmet }.
notice-transfer-refused_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ رد انتقال پروانه است.
notice-transfer-registered = پروانه با مدت باقی‌مانده، تا پایان { $through }، به دارندهٔ جدید انتقال یافت.
notice-transfer-registered_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ ثبت انتقال است. پروانه با مدت باقی‌مانده، تا پایان { $through }، به دارندهٔ جدید انتقال یافت.
notice-transfer-withdrawn = یکی از دو طرف از درخواست انتقال پروانه انصراف داد.
notice-transfer-abandoned = درخواست انتقال پروانه بلااقدام ماند و خاتمه یافت؛ آخرین مهلت تکمیل آن { $open_through } بود.
notice-transfer-ended_with_licence = رسیدگی به درخواست انتقال خاتمه یافت، چون اعتبار پروانه پایان یافته است.
notice-enforcement-dismissed = پروندهٔ تخلف مختومه شد: { $reason }.
notice-enforcement-notice_served = پروندهٔ تخلفی دربارهٔ دفتر شما در جریان رسیدگی است. اخطاریه در { $served_on } ابلاغ شد. آخرین مهلت ارائهٔ دفاعیه { $defend_by } است؛ پس از آن بدون دفاعیهٔ شما تصمیم گرفته می‌شود.
notice-enforcement-hearing_elapsed = مهلت ارائهٔ دفاعیهٔ شما در { $defend_by } پایان یافت. دربارهٔ پرونده بدون دفاعیهٔ شما تصمیم گرفته می‌شود.
notice-enforcement-sanctioned = به سبب تخلف «{ $violation }»، نوبت { $occurrence }، این تصمیم گرفته شد: { $sanction ->
    [notice] تذکر
    [written_warning] اخطار کتبی
    [service_cutoff] قطع سرویس تا پایان { $sanction-service_cutoff-through }
   *[suspension] تعلیق پروانه{ $sanction-suspension-from ->
        [none] { "" }
       *[day] { " " }از { $sanction-suspension-from }
    }{ $sanction-suspension-through ->
        [none] { " " }تا رفع تخلف
       *[day] { " " }تا پایان { $sanction-suspension-through }
    }
}. دلیل: { $reason }. آخرین مهلت اعتراض { $objection_by } است.
notice-enforcement-revoked = به سبب تخلف «{ $violation }»، نوبت { $occurrence }، لغو پروانهٔ شما تصویب شد. دلیل: { $reason }. آخرین مهلت اعتراض { $objection_by } است و تا پایان { $court_by } می‌توان در دیوان عدالت اداری طرح شکایت کرد.
notice-enforcement-urgently_suspended = پروانهٔ شما پیش از استماع دفاعیه، فوراً و تا پایان { $through } تعلیق شد: { $reason }. تعلیق در آن تاریخ پایان می‌یابد مگر آنکه تأیید شود.
notice-enforcement-urgent_suspension_confirmed = تعلیق فوری پروانهٔ شما تأیید شد: { $reason }. تعلیق تا تصمیم دربارهٔ پرونده و حداکثر تا پایان { $through } ادامه دارد.
notice-enforcement-remedy_verified = رفع تخلف «{ $violation }» تأیید شد.
notice-enforcement-upheld = تصمیم دربارهٔ پروندهٔ شما تأیید شد: { $reason }.{ $court_by ->
    [none] { "" }
   *[day] { " " }تا پایان { $court_by } می‌توان در دیوان عدالت اداری طرح شکایت کرد.
}
notice-enforcement-upheld_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ تأیید تصمیم دربارهٔ پرونده است. تا پایان { $court_by } می‌توان در دیوان عدالت اداری طرح شکایت کرد.
notice-enforcement-overturned = تصمیم دربارهٔ پروندهٔ شما به موجب { $decision } نقض شد: { $reason }.
notice-enforcement-closed = پرونده مختومه شد، { $because ->
    [licence_ended] چون پروانه پایان یافته است
   *[objection_elapsed] چون مهلت اعتراض گذشته است
}.
notice-appointment-approved = فرد پیشنهادی برای سمت { $post } تأیید شد و با اعلام رضایت آغاز به کار می‌کند.
notice-appointment-approved_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ تأیید فرد پیشنهادی برای سمت { $post } است و او با اعلام رضایت آغاز به کار می‌کند.
notice-appointment-rejected = فرد پیشنهادی برای سمت { $post } رد شد: { $reason }.{ $propose_by ->
    [none] { "" }
   *[day] { " " }آخرین مهلت پیشنهاد فرد دیگر { $propose_by } است.
}
notice-appointment-rejected_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ رد فرد پیشنهادی برای سمت { $post } است.{ $propose_by ->
    [none] { "" }
   *[day] { " " }آخرین مهلت پیشنهاد فرد دیگر { $propose_by } است.
}
notice-appointment-begun = فرد تأییدشده در سمت { $post } آغاز به کار کرد.
notice-appointment-ended = تصدی سمت { $post } پایان یافت.{ $propose_by ->
    [none] { "" }
   *[day] { " " }آخرین مهلت پیشنهاد جایگزین { $propose_by } است.
}
notice-appointment-lapsed = تصدی شما در سمت { $post } پایان یافت، چون پروانهٔ دفتر یا درخواست آن خاتمه یافته است.
notice-appointment-vacancy_elapsed = تا پایان { $propose_by } کسی برای سمت { $post } پیشنهاد نشد.
notice-appointment-mismatch_recorded = دفتر را شخصی غیر از دارندهٔ پروانه اداره می‌کند: { $facts }. آخرین مهلت تعیین تکلیف { $settle_by } است؛ در غیر این صورت پروندهٔ تخلف تشکیل می‌شود.
notice-appointment-mismatch_settled = مغایرت مجری و دارندهٔ پروانه تعیین تکلیف شد، { $how ->
    [resumed] دارنده خود دفتر را اداره می‌کند
    [approved_as_deputy] مجری به عنوان جانشین تأیید شد
    [approved] اداره‌کنندهٔ دفتر برای این کار تأیید شد
    [passed_on] پروانه به اداره‌کنندهٔ دفتر منتقل شد
    [interim] اداره‌کنندهٔ دفتر در دورهٔ موقت آن را اداره می‌کند
   *[transfer_filed] انتقال درخواست شد
}.
notice-appointment-mismatch_runs_on = انتقال پروانه به اداره‌کنندهٔ دفتر به نتیجه نرسید. آخرین مهلت تعیین تکلیف مغایرت مجری و دارندهٔ پروانه { $settle_by } است؛ در غیر این صورت پروندهٔ تخلف تشکیل می‌شود.
notice-appointment-mismatch_elapsed = مغایرت مجری و دارندهٔ پروانه تا پایان { $settle_by } تعیین تکلیف نشد. ممکن است پروندهٔ تخلف تشکیل شود.
notice-contract-approved = کارگروه استانی قرارداد با { $agency } را تأیید کرد.
notice-contract-approved_by_silence = مهلت تصمیم دربارهٔ آنچه در تاریخ { $silence-since } درخواست شده بود در پایان { $silence-decide_by } گذشت و { $silence-owed_by } تصمیم نگرفت. به موجب مقررهٔ زیر این سکوت به منزلهٔ تأیید قرارداد با { $agency } است.
notice-contract-one_signed = قرارداد با { $agency } را { $by ->
    [agency] دستگاه
   *[holder] دارنده
} امضا کرد. قرارداد با امضای هر دو طرف معتبر می‌شود.
notice-contract-signed = قرارداد با { $agency } به امضای هر دو طرف رسید و معتبر است.
notice-contract-terminated = قرارداد با { $agency } فسخ شد: { $reason }.
notice-coming-decided = { $act ->
    [surrender] انصراف از پروانه اعلام شد
    [suspension] تعلیق پروانه تصویب شد
    [revocation] لغو پروانه تصویب شد
    [registration] ثبت انتقال تصویب شد
   *[relocation] جابه‌جایی دفتر تصویب شد
} و از تاریخ { $from } اجرا می‌شود. تا آن تاریخ وضعیت تغییری نمی‌کند.
notice-coming-taken_back = { $what ->
    [surrender] انصراف از پروانه
    [suspension] تعلیق پروانه
    [revocation] لغو پروانه
    [registration] ثبت انتقال
   *[relocation] جابه‌جایی دفتر
} که از تاریخ { $from } اجرا می‌شد پس گرفته شد. دلیل: { $reason }.
notice-coming-came_to_nothing = { $what ->
    [surrender] انصراف از پروانه
    [suspension] تعلیق پروانه
    [revocation] لغو پروانه
    [registration] ثبت انتقال
   *[relocation] جابه‌جایی دفتر
} که از تاریخ { $from } اجرا می‌شد منتفی شد. دلیل: { $refusal }.
