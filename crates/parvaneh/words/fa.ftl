### نام کدها و رویدادها به فارسی. `words.rs` می‌گوید پیام‌ها چگونه نام می‌گیرند.

## اعتبار

standing-not_issued = صادر نشده
standing-in_force = معتبر
standing-in_force_pending_renewal = معتبر تا تصمیم دربارهٔ تمدید
standing-suspended = معلق
standing-expired = منقضی
standing-revoked = لغوشده
standing-surrendered = انصراف داده‌شده
standing-lapsed = زائل‌شده

## سمت‌ها

role-applicant = متقاضی
role-holder = دارندهٔ پروانه
role-transferee = انتقال‌گیرنده
role-heir = وارث
role-operator = مجری
role-manager = مدیر
role-secretariat = دبیرخانه
role-technical_committee = کمیتهٔ فنی
role-inspector = بازرس
role-service_agency = دستگاه خدمات‌دهنده
role-enforcement_committee = کمیتهٔ رسیدگی به تخلفات
role-working_group = کارگروه
role-authority = مرجع صدور
role-appeal_body = مرجع رسیدگی به اعتراض
role-court = دادگاه
role-calendar = گذشت زمان

## مبنای حکم

basis-R = آیین‌نامه
basis-F = منبع عمومی دیگر
basis-D = پیش‌فرض سامانه؛ قانون نیست

## قالب توضیح

or = { " یا " }
explain-heading = { $number } در { $day }: { $standing }
explain-step = { $day }: { $event }
explain-step-unrecorded = { $day }: { $event } (به حکم تقویم؛ هنوز هیچ شبی آن را ثبت نکرده است)
explain-by-and-rests-on = توسط { $by }؛ { $article } [{ $basis }]
explain-rests-on = { $article } [{ $basis }]
explain-standing = از این پس { $standing }
explain-next = اگر کسی کاری نکند، سپس: { $event }

## فهرست کارهای ممکن

actions-command = فرمان
actions-verdict = پاسخ
actions-earliest = از
actions-may = مجاز
actions-already-so = پیش‌تر چنین شده است

## فرمان‌ها

command-licence-issue = صدور پروانه
command-licence-suspend = تعلیق پروانه
command-licence-lift_suspension = رفع تعلیق
command-licence-revoke = لغو پروانه
command-licence-surrender = انصراف از پروانه
command-renewal-file = درخواست تمدید
command-renewal-note_deficiency = اعلام نقص درخواست تمدید
command-renewal-cure = رفع نقص درخواست تمدید
command-renewal-begin_review = ارجاع درخواست تمدید به کارگروه
command-renewal-excuse_lateness = پذیرش عذر تأخیر درخواست تمدید
command-renewal-confirm = تأیید تمدید
command-renewal-refuse = رد تمدید
command-renewal-grant = تمدید پروانه
command-renewal-withdraw = انصراف از درخواست تمدید

## رویدادها

event-licence-opened = دفتر ثبت دیگری مدت اعتباری از { $term-from } تا { $term-through } اعلام کرده است
event-licence-issued = پروانه از { $term-from } تا { $term-through } صادر شد
event-licence-suspended = پروانه تعلیق شد
event-licence-suspension_lifted = از پروانه رفع تعلیق شد
event-licence-revoked = پروانه لغو شد
event-licence-surrendered = دارنده از پروانه انصراف داد
event-licence-continued = مدت اعتبار در { $through } پایان یافت؛ پروانه تا تصمیم دربارهٔ تمدید معتبر می‌ماند
event-licence-expired = پروانه با پایان مدت اعتبار در { $through } منقضی شد
event-renewal-reminder_due = یادآوری شمارهٔ { $rung } برای واپسین روز درخواست تمدید، { $renewal_due }
event-renewal-deadline_passed = واپسین روز درخواست تمدید، { $renewal_due }، بدون درخواست گذشت
event-renewal-filed = تمدید درخواست شد، { $request-timeliness ->
    [late] خارج از مهلت
   *[timely] در مهلت
}
event-renewal-deficiency_noted = نقص درخواست تمدید اعلام شد، مهلت رفع نقص تا { $cure_by }: { $missing }
event-renewal-cured = نقص درخواست تمدید رفع شد
event-renewal-cure_elapsed = نقص درخواست تمدید تا { $cure_by } رفع نشد
event-renewal-review_begun = درخواست تمدید به کارگروه ارجاع شد
event-renewal-lateness_excused = عذر تأخیر درخواست تمدید پذیرفته شد: { $reason }
event-renewal-confirmed = کارگروه تمدید را تأیید کرد
event-renewal-refused = تمدید رد شد: { $reason }
event-renewal-granted = پروانه از { $term-from } تا { $term-through } تمدید شد
event-renewal-withdrawn = درخواست تمدید پس گرفته شد

## چرا فرمانی رد می‌شود

code-role_may_not = این سمت اجازهٔ این کار را ندارد
code-other_province = پرونده از استان دیگری است
code-not_the_holder = این کار تنها از دارندهٔ پروانه برمی‌آید
code-not_the_party = این کار تنها از خود طرف پرونده برمی‌آید
code-own_matter = هیچ‌کس دربارهٔ کار خود تصمیم نمی‌گیرد
code-dated_before_history = در پرونده رویدادی با تاریخ دیرتر هست
code-procedure_not_known = این ویرایش چنین روالی ندارد
code-not_at_this_step = کار در این مرحله نیست
code-matter_open = کاری از همین گونه باز است
code-paper_unknown = این ویرایش چنین مدرکی نمی‌شناسد
code-paper_missing = مدرکی که این مرحله می‌خواهد در پرونده نیست
code-paper_unfavourable = پاسخ مدرکی که این مرحله می‌خواهد منفی است
code-paper_outdated = اعتبار مدرکی که این مرحله می‌خواهد گذشته است
code-not_issued = پروانه‌ای صادر نشده است
code-already_issued = پروانه پیش‌تر صادر شده است
code-licence_ended = پروانه پایان یافته است
code-suspended = پروانه معلق است
code-not_suspended = پروانه معلق نیست
code-hearing_open = فرصت دفاع نه به کار رفته و نه گذشته است
code-office_kind_unknown = این ویرایش چنین گونه دفتری نمی‌شناسد
code-natural_person_excluded = این گونه دفتر تنها از آن اشخاص حقوقی است
code-approval_missing = صدور به احراز صلاحیت و موافقت اصولی کارگروه نیاز دارد
code-resolution_not_carried = مصوبه رأی نیاورده است
code-request_open = درخواست تمدیدی باز است
code-no_request = درخواست تمدیدی در این مرحله نیست
code-deadline_missed = درخواست نکردن در مهلت انصراف دارنده به شمار می‌آید
code-excuse_not_known = این ویرایش عذر تأخیر نمی‌پذیرد
code-confirmation_not_known = این ویرایش تأیید کارگروه نمی‌شناسد
code-not_confirmed = کارگروه تمدید را تأیید نکرده است
code-violation_unremedied = تخلفی رفع‌نشده مانده است
code-office_inactive = دفتر فعال نیست
