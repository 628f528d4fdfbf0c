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
standing-interim = ادارهٔ موقت توسط وراث

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
command-principled_approval-stay = توقف موافقت اصولی به سبب قوهٔ قاهره
command-principled_approval-confirm_premises = تأیید آمادگی محل
command-principled_approval-present = معرفی متقاضی به مرجع صدور
command-principled_approval-return = بازگرداندن پرونده با ذکر دلیل
command-principled_approval-refuse = خودداری از صدور
command-principled_approval-withdraw = انصراف از موافقت اصولی
command-principled_approval-cancel = لغو موافقت اصولی
command-licence-correct = اصلاح انقضا یا لغو نادرست
command-licence-lapse = ثبت فوت یا انحلال دارنده
command-licence-give_notice = اطلاع وارث
command-licence-record = ثبت مدرک پروانه
command-licence-request_relocation = درخواست جابه‌جایی
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
command-transfer-pass = گذر از مرحلهٔ انتقال
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
command-enforcement-uphold = تأیید تصمیم
command-enforcement-overturn = نقض تصمیم
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
event-call-drafted = پیش‌نویس فراخوان { $draft-seats } دفتر در { $draft-district }، از { $draft-opens_on } تا { $draft-closes_on }
event-call-capacity_approved = کارگروه ظرفیت را تصویب کرد
event-call-published = فراخوان منتشر شد
event-call-opened = فراخوان گشوده شد
event-call-extended = فراخوان تمدید مهلت شد
event-call-closed = فراخوان بسته شد؛ فهرست ذخیره تا { $reserve_through } معتبر است
event-call-ranked = متقاضیان رتبه‌بندی شدند
event-call-concluded = فراخوان خاتمه یافت
event-call-reserve_list_ended = فهرست ذخیره پایان یافت
event-call-cancelled = فراخوان لغو شد: { $reason }
event-application-filed = درخواست دفتری در { $filing-office-province } ثبت شد
event-application-recorded = { $paper-name } در پرونده ثبت شد، { $paper-favourable ->
    [yes] موافق
   *[no] مخالف
}
event-application-deficiency_noted = نقص درخواست اعلام شد، مهلت رفع نقص تا { $cure_by }: { $missing }
event-application-cured = نقص درخواست رفع شد
event-application-advanced = درخواست به مرحلهٔ بعد رفت
event-application-qualified = صلاحیت متقاضی احراز شد
event-application-reserved = متقاضی در فهرست ذخیره قرار گرفت
event-application-rejected = درخواست رد شد: { $unmet }
event-application-objected = متقاضی اعتراض کرد: { $grounds }
event-application-objection_upheld = اعتراض وارد دانسته شد: { $reason }
event-application-objection_dismissed = اعتراض رد شد: { $reason }
event-application-objection_elapsed = مهلت اعتراض گذشت
event-application-withdrawn = متقاضی از درخواست انصراف داد
event-application-lapsed = درخواست بی‌اثر شد، { $because ->
    [not_cured] چون نقص آن رفع نشد
    [approval_ended] با پایان موافقت اصولی
    [licence_ended] با پایان پروانه
   *[reserve_list_ended] با پایان فهرست ذخیره
}
event-principled_approval-issued = موافقت اصولی تا { $through } صادر شد
event-principled_approval-extended = موافقت اصولی تا { $through } تمدید شد
event-principled_approval-stayed = موافقت اصولی به سبب قوهٔ قاهره متوقف ماند
event-principled_approval-premises_confirmed = آمادگی محل تأیید شد
event-principled_approval-presented = متقاضی واجد شرایط به مرجع صدور معرفی شد
event-principled_approval-returned = مرجع صدور پرونده را بازگرداند: { $reason }
event-principled_approval-refused = مرجع صدور از صدور پروانه خودداری کرد: { $reason }
event-principled_approval-fulfilled = موافقت اصولی با صدور پروانه به انجام رسید
event-principled_approval-lapsed = موافقت اصولی بی‌اثر شد؛ واپسین روز آن { $through } بود
event-principled_approval-withdrawn = متقاضی از موافقت اصولی انصراف داد
event-principled_approval-cancelled = موافقت اصولی لغو شد: { $reason }
event-licence-recorded = { $paper-name } در پرونده ثبت شد، { $paper-favourable ->
    [yes] موافق
   *[no] مخالف
}
event-licence-reinstated = پروانه به موجب { $decision } برقرار شد: { $reason }
event-licence-lapsed = پروانه با { $end-cause ->
    [death] فوت
   *[dissolution] انحلال
} دارندهٔ آن در { $end-occurred_on } زائل شد
event-licence-notice_elapsed = وراث تا { $through } اطلاع ندادند
event-licence-interim_begun = وراث دفتر را موقتاً تا { $until } اداره می‌کنند
event-licence-interim_ended = مهلت وراث تا { $until } بی انتقال پایان یافت
event-licence-relocation_requested = جابه‌جایی به { $to-town } درخواست شد
event-licence-relocation_refused = با جابه‌جایی موافقت نشد: { $reason }
event-licence-relocated = دفتر در { $to-town } جابه‌جا شد
event-licence-closure_permitted = تعطیلی موقت دفتر از { $days-from } تا { $days-through } مجاز شد
event-licence-closure_ended = تعطیلی مجاز در { $through } پایان یافت
event-licence-reopened = دفتر بازگشایی شد
event-licence-counter_permitted = باجهٔ موقت در { $at-town } از { $days-from } تا { $days-through } مجاز شد
event-renewal-recorded = { $paper-name } در پرونده ثبت شد، { $paper-favourable ->
    [yes] موافق
   *[no] مخالف
}
event-transfer-filed = انتقال پروانه درخواست شد
event-transfer-recorded = { $paper-name } در پرونده ثبت شد، { $paper-favourable ->
    [yes] موافق
   *[no] مخالف
}
event-transfer-deficiency_noted = نقص درخواست انتقال اعلام شد، مهلت رفع نقص تا { $cure_by }: { $missing }
event-transfer-cured = نقص درخواست انتقال رفع شد
event-transfer-cure_elapsed = نقص درخواست انتقال تا { $cure_by } رفع نشد
event-transfer-review_begun = بررسی درخواست انتقال آغاز شد
event-transfer-stage_passed = مرحله‌ای از انتقال گذشت: { $stage }
event-transfer-confirmed = کارگروه انتقال را تأیید کرد
event-transfer-refused = با انتقال موافقت نشد: { $unmet }
event-transfer-registered = پروانه با مدت باقی‌مانده تا { $through } به دارندهٔ تازه انتقال یافت
event-transfer-withdrawn = از درخواست انتقال انصراف داده شد
event-transfer-abandoned = انتقال رها شد؛ تا { $open_through } امکان تکمیل داشت
event-transfer-ended_with_licence = انتقال با پایان پروانه پایان یافت
event-enforcement-reported = تخلف { $violation } گزارش شد: { $facts }
event-enforcement-dismissed = پرونده مختومه شد: { $reason }
event-enforcement-notice_served = اخطاریه در { $served_on } ابلاغ شد؛ مهلت دفاع تا { $defend_by }
event-enforcement-defended = دفاعیهٔ دارنده شنیده شد
event-enforcement-hearing_elapsed = مهلت دفاع تا { $defend_by } بی دفاعیه گذشت
event-enforcement-sanctioned = اعمال مقررات برای تخلف { $violation }، نوبت { $occurrence }: { $reason }
event-enforcement-revocation_proposed = لغو پروانه برای تخلف { $violation }، نوبت { $occurrence }، پیشنهاد شد: { $reason }
event-enforcement-revoked = لغو پروانه تصویب شد: { $reason }؛ مهلت اعتراض تا { $objection_by }
event-enforcement-urgently_suspended = تعلیق فوری پروانه تا { $through }: { $reason }
event-enforcement-urgent_suspension_confirmed = تعلیق فوری تا { $through } تأیید شد: { $reason }
event-enforcement-remedy_verified = رفع تخلف { $violation } تأیید شد
event-enforcement-objected = دارنده اعتراض کرد: { $reason }
event-enforcement-upheld = تصمیم تأیید شد: { $reason }
event-enforcement-overturned = تصمیم به موجب { $decision } نقض شد: { $reason }
event-enforcement-closed = پرونده بسته شد، { $because ->
    [licence_ended] با پایان پروانه
   *[objection_elapsed] با پایان مهلت اعتراض
}
event-appointment-proposed = کسی پیشنهاد شد به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
}
event-appointment-approved = فرد پیشنهادی تأیید شد به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
}
event-appointment-rejected = فرد پیشنهادی رد شد: { $reason }
event-appointment-begun = فرد تأییدشده آغاز به کار کرد به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
}
event-appointment-ended = انتصاب پایان یافت: { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
}
event-appointment-vacancy_elapsed = تا { $propose_by } کسی پیشنهاد نشد به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
}
event-appointment-mismatch_recorded = مجری و دارندهٔ پروانه یکی نیستند: { $facts }؛ مهلت تعیین تکلیف تا { $settle_by }
event-appointment-mismatch_settled = مغایرت مجری و دارنده تعیین تکلیف شد، { $how ->
    [resumed] دارنده خود دفتر را اداره می‌کند
    [approved_as_deputy] مجری به جانشینی تأیید شد
   *[transfer_filed] انتقال درخواست شد
}
event-appointment-mismatch_elapsed = مغایرت مجری و دارنده تا { $settle_by } تعیین تکلیف نشد
event-contract-drafted = پیش‌نویس قرارداد با { $agency } تهیه شد
event-contract-approved = کارگروه قرارداد با { $agency } را تأیید کرد
event-contract-signed = قرارداد با { $agency } امضا شد
event-contract-suspended = قرارداد با { $agency } با تعلیق پروانه معلق شد
event-contract-resumed = قرارداد با { $agency } از سر گرفته شد
event-contract-ended = قرارداد با { $agency } با پایان پروانه پایان یافت
event-contract-terminated = قرارداد با { $agency } فسخ شد: { $reason }

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
code-not_confirmed = کارگروه تمدید را تأیید نکرده است
code-violation_unremedied = تخلفی رفع‌نشده مانده است
code-office_inactive = دفتر فعال نیست
code-case_open = پروندهٔ تخلفی باز است
code-violation_unknown = جدول تخلفات چنین تخلفی ندارد
code-notice_not_served = اخطاریه‌ای ابلاغ نشده است
code-sanction_not_in_table = جدول برای این نوبت از تخلف تصمیم دیگری دارد
code-measure_too_long = تصمیم بیش از آنچه ویرایش اجازه می‌دهد به درازا می‌کشد
code-day_out_of_order = روزی که گفته شده نمی‌تواند درست باشد
code-own_proposal = پیشنهاددهندهٔ لغو دربارهٔ آن تصمیم نمی‌گیرد
code-urgent_once = هر پرونده یک تعلیق فوری دارد که اگر تأیید نشود بی‌اثر می‌شود
code-nothing_to_correct = پروانه نه منقضی شده، نه زائل و نه لغو
code-ends_all_the_same = با این اصلاح هم پروانه پایان یافته بود
code-resolution_missing = این ویرایش تصمیم را با مصوبهٔ کارگروه می‌خواهد
code-person_not_appointed = این فرد در این مرحلهٔ انتصاب نیست
code-mismatch_unsettled = آنچه برای تعیین تکلیف گفته شده چنین نیست
code-other_history = فراخوان و پرونده تاریخچه‌های جدا دارند
code-reason_missing = تصمیم دلیل خود را نمی‌گوید
code-other_office = پرونده از آنِ یک دفتر است و این دفتر دیگری است
code-call_unknown = چنین فراخوانی نیست
code-call_elsewhere = فراخوان برای استان دیگری است
code-call_reversed = فراخوان پیش از گشوده شدن بسته نمی‌شود
code-call_not_open = فراخوان باز نیست
code-call_not_closed = فراخوان بسته نشده و هنوز جایی از آن داده نمی‌شود
code-call_over = فراخوان پایان یافته و جایی از آن داده نمی‌شود
code-no_seats = فراخوان دست‌کم یک جا دارد
code-notice_too_short = فاصلهٔ انتشار تا گشوده شدن فراخوان کوتاه است
code-extended_before = پیش‌تر یک بار تمدید شده است
code-extension_unfit = واپسین روز تازه در محدودهٔ خود نیست
code-no_seat_left = جایی از فراخوان نمانده است
code-seats_left = هنوز جایی از فراخوان مانده است
code-deficiency_listed = نقص‌ها یک بار اعلام شده‌اند و دوباره اعلام نمی‌شوند
code-not_qualified = صلاحیت متقاضی احراز نشده است
code-act_incomplete = در فرمان صدور گفته نشده برای کدام دفتر و به نام چه کسی
code-act_overstated = فرمان صدور آنچه را درخواست معین کرده دوباره گفته است
code-holds_already = انتقال‌گیرنده خود دارندهٔ پروانه است
code-transfer_late = آنچه از مدت مانده برای انتقال کم است
code-held_too_short = دارنده هنوز به اندازهٔ لازم پروانه را در دست نداشته است
code-term_over = چیزی از مدت اعتبار نمانده است
code-notice_late = اطلاع وراث دیر است
code-other_town = پروانه به شهر دیگری جابه‌جا نمی‌شود
code-closed_too_long = دفتر این همه تعطیل نمی‌ماند
code-counter_too_long = باجه‌های موقت در یک سال بیش از اندازه می‌شوند
code-contract_not_approved = کارگروه قرارداد را تأیید نکرده است
