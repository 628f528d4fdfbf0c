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
explain-entered = در { $day } توسط { $by } وارد شده است
explain-came-with = با بازنگری { $day } آمده است
explain-restated = پیش از بازنگری { $day } بود و پس از آن نیز هست
explain-revised-late = بازنگری در { $day } توسط { $by }: اقدامی پس از روز خود وارد شد و آنچه پس از آن روز بود از نو نوشته شد.
explain-revised-decided = بازنگری در { $day } توسط { $by }: { $reason }. مستند آن: { $rests_on }.
explain-revised-proposed = بازنگری در { $day } توسط { $by }، به پیشنهاد { $proposed_by }: { $reason }. مستند آن: { $rests_on }.
explain-stood-before = پیش از آن چنین بود: { $day }: { $event }
known-at-day = چنان‌که در پایان { $day } دانسته بود
known-at-time = چنان‌که در { $time } دانسته بود
known-at-position = چنان‌که در جایگاه { $position } دفتر دانسته بود
known-at-anchor = چنان‌که در لنگر { $name } دانسته بود
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
command-licence-reinstate = بازگرداندن پروانه
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
event-licence-continued = مدت اعتبار در { $through } پایان یافت؛ پروانه { $until ->
    [none] تا تصمیم دربارهٔ تمدید معتبر می‌ماند
   *[other] تا { $until }، آخرین مهلت درخواست تمدید، معتبر می‌ماند
}
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
event-renewal-lateness_excused = { $after ->
    [none] عذر تأخیر درخواست تمدید پذیرفته شد: { $reason }
   *[other] درخواست تمدید پس از پایان مدت اعتبار در { $after } پذیرفته شد: { $reason }
}
event-renewal-confirmed = کارگروه تمدید را تأیید کرد
event-renewal-refused = تمدید رد شد: { $reason }
event-renewal-granted = پروانه از { $term-from } تا { $term-through } تمدید شد
event-renewal-withdrawn = درخواست تمدید پس گرفته شد
event-renewal-time_given = تصمیم هنگامی گرفته شد که مهلت درخواست تمدید بعدی گذشته بود؛ آخرین مهلت درخواست { $until } است
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
event-enforcement-upheld = تصمیم تأیید شد: { $reason }{ $court_by ->
    [none] { "" }
   *[day] ؛ تا پایان { $court_by } می‌توان به دادگاه رجوع کرد
}
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
event-appointment-lapsed = انتصاب با پایان پروانه یا درخواست آن پایان یافت: { $post ->
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

## آنچه دربارهٔ خود سابقه گفته می‌شود

event-dossier-already_so = پیش‌تر هم چنین بود
event-dossier-revised = { $because ->
    [entered_late] کاری پس از کارهای روزهای بعد ثبت شد
   *[decided] آنچه نادرست ثبت شده بود به استناد { $because-decided-rests_on } اصلاح شد: { $because-decided-reason }
}؛ آنچه پس از ردیف { $keeps } آمده بود از نو ثبت شد

## چرا فرمانی رد می‌شود

code-role_may_not = این سمت اجازهٔ این کار را ندارد
code-other_province = پرونده از استان دیگری است
code-not_the_holder = این کار تنها از دارندهٔ پروانه برمی‌آید
code-not_the_party = این کار تنها از خود طرف پرونده برمی‌آید
code-own_matter = هیچ‌کس دربارهٔ کار خود تصمیم نمی‌گیرد
code-dated_before_history = در پرونده رویدادی با تاریخ دیرتر هست
code-entered_too_late = برای ثبت کاری از آن روز دیر است؛ تنها بازنگری می‌تواند
code-evidence_missing = میزی که کار دیگری را ثبت می‌کند مدرک آن را ننوشته است
code-later_act_stands_against = کاری با تاریخ دیرتر دیگرگون می‌شود؛ بازنگری باید هر یک از آن‌ها را نام ببرد
code-dossier_void = آغاز پرونده پس گرفته شده؛ تنها بازنگری می‌تواند آن را تغییر دهد
code-call_moved_on = فراخوان پس از آن روز پیش رفته است و آنچه به دیگران گفته شده تغییر می‌کند
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
code-appointment_missing = برای سمتی که دفتر باید داشته باشد کسی تأیید نشده است
code-resolution_not_carried = مصوبه رأی نیاورده است
code-term_not_begun = آخرین دوره آغاز نشده است و درخواست برای دورهٔ پس از آن است
code-term_just_granted = آخرین دوره در همین روز اعطا شده است و دورهٔ پس از آن در همان روز داده نمی‌شود
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
code-ends_all_the_same = با آنچه گفته شده هم پروانه پایان یافته بود
code-resolution_missing = این ویرایش تصمیم را با مصوبهٔ کارگروه می‌خواهد
code-person_not_appointed = این فرد در این مرحلهٔ انتصاب نیست
code-no_mismatch = آنکه دفتر را اداره می‌کند دارندهٔ پروانه یا جانشین تأییدشدهٔ آن است
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
code-answers_undecided = دربارهٔ درخواست‌هایی که به فراخوان داده شده هنوز تصمیم گرفته نشده است
code-deficiency_listed = نقص‌ها یک بار اعلام شده‌اند و دوباره اعلام نمی‌شوند
code-not_qualified = صلاحیت متقاضی احراز نشده است
code-act_incomplete = در فرمان صدور گفته نشده برای کدام دفتر و به نام چه کسی
code-act_overstated = فرمان صدور آنچه را درخواست معین کرده دوباره گفته است
code-holds_already = انتقال‌گیرنده خود دارندهٔ پروانه است
code-transfer_late = آنچه از مدت مانده برای انتقال کم است
code-held_too_short = دارنده هنوز به اندازهٔ لازم پروانه را در دست نداشته است
code-term_over = چیزی از مدت اعتبار نمانده است
code-heir_is_the_holder = کسی وارث خود نیست
code-notice_late = اطلاع وراث دیر است
code-other_town = پروانه به شهر دیگری جابه‌جا نمی‌شود
code-closed_too_long = دفتر این همه تعطیل نمی‌ماند
code-counter_too_long = باجه‌های موقت در یک سال بیش از اندازه می‌شوند
code-contract_not_approved = کارگروه قرارداد را تأیید نکرده است

## ابلاغ‌ها: آنچه به شخص گفته می‌شود و معنای آن برای او

notice-head = ابلاغ
notice-to = به: { $value }
notice-licence = پروانه: { $value }
notice-file = پرونده: { $value }
notice-province = استان: { $value }
notice-day = روز: { $value }
notice-rests-on = مستند: { $article } [{ $basis }]
notice-reference = شناسه: { $value }
notice-heirs = وراث { $name }
notice-nameless = شخص { $id }
notice-withdrawn = آنچه در ابلاغ { $reference } دربارهٔ { $day } به شما گفته شد دیگر برقرار نیست: ثبت آن اصلاح شد. متن آن ابلاغ این بود: «{ $text }»
notice-application-deficiency_noted = درخواست شما این‌ها را کم دارد: { $missing }. واپسین روز رفع نقص { $cure_by } است؛ پس از آن درخواست بی‌اثر می‌شود.
notice-application-qualified = صلاحیت شما احراز شد.
notice-application-reserved = جای خالی در فراخوان نمانده بود و شما تا { $through } در فهرست ذخیره هستید. اگر تا آن روز جایی خالی شود به شما گفته می‌شود.
notice-application-rejected = درخواست شما رد شد: { $unmet }. واپسین روز اعتراض { $objection_by } است.
notice-application-objection_upheld = اعتراض شما وارد دانسته شد: { $reason }. کارگروه دوباره دربارهٔ درخواست شما تصمیم می‌گیرد.
notice-application-objection_dismissed = اعتراض شما رد شد: { $reason }. تصمیم رد درخواست پابرجاست.
notice-application-objection_elapsed = مهلت اعتراض گذشت. تصمیم رد درخواست پابرجاست.
notice-application-lapsed = درخواست شما بی‌اثر شد، { $because ->
    [not_cured] چون نقص آن در مهلت رفع نشد
    [approval_ended] چون موافقت اصولی بی صدور پروانه پایان یافت
   *[reserve_list_ended] چون تا پایان اعتبار فهرست ذخیره جایی خالی نشد
}.
notice-principled_approval-issued = موافقت اصولی شما صادر شد و واپسین روز آن { $through } است. محل و تجهیزات باید تا آن روز آماده باشد؛ پس از آن موافقت اصولی بی‌اثر می‌شود.
notice-principled_approval-extended = موافقت اصولی شما تمدید شد و واپسین روز آن { $through } است.
notice-principled_approval-stayed = موافقت اصولی شما تا { $through } بی‌اثر نمی‌شود: { $reason }.
notice-principled_approval-returned = مرجع صدور پروندهٔ شما را بازگرداند: { $reason }. واپسین روز موافقت اصولی { $through } است.
notice-principled_approval-refused = مرجع صدور از صدور پروانه خودداری کرد: { $reason }.
notice-principled_approval-cancelled = موافقت اصولی شما لغو شد: { $measure-reason }.
notice-principled_approval-lapsed = موافقت اصولی شما بی‌اثر شد؛ واپسین روز آن { $through } بود.
notice-licence-issued = پروانهٔ شما صادر شد. اعتبار آن از { $term-from } تا پایان { $term-through } است. { $renewal_due ->
    [none] { "" }
   *[day] واپسین روز درخواست تمدید { $renewal_due } است.
}
notice-licence-suspended = پروانهٔ شما تعلیق شد. تا رفع تعلیق، دفتر نباید به مردم خدمت دهد.{ $measure-reason ->
    [none] { "" }
   *[reason] { " " }دلیل: { $measure-reason }.
}
notice-licence-suspension_lifted = از پروانهٔ شما رفع تعلیق شد: { $reason }. دفتر تا پایان اعتبار پروانه می‌تواند باز خدمت دهد.
notice-licence-revoked = پروانهٔ شما لغو شد. دفتر دیگر نباید به مردم خدمت دهد.{ $measure-reason ->
    [none] { "" }
   *[reason] { " " }دلیل: { $measure-reason }.
}
notice-licence-reinstated = پروانهٔ شما به موجب { $decision } برقرار شد: { $reason }. اعتبار آن از { $term-from } تا پایان { $term-through } است.
notice-licence-continued = مدت اعتبار پروانهٔ شما در { $through } پایان یافت. { $until ->
    [none] پروانه تا تصمیم دربارهٔ تمدیدی که درخواست کرده‌اید معتبر می‌ماند.
   *[other] آخرین مهلت درخواست تمدید { $until } است و پروانه تا آن روز معتبر می‌ماند.
}
notice-licence-expired = پروانهٔ شما منقضی شد. واپسین روز اعتبار آن { $through } بود. دفتر دیگر نباید به مردم خدمت دهد.
notice-licence-lapsed = پروانه با { $end-cause ->
    [death] فوت
   *[dissolution] انحلال
} دارندهٔ آن در { $end-occurred_on } زائل شد.{ $notice_through ->
    [none] { "" }
   *[day] { " " }وارثی که می‌خواهد دفتر را موقتاً اداره کند باید تا پایان { $notice_through } اطلاع دهد.
}
notice-licence-notice_elapsed = تا { $through } هیچ وارثی اطلاع نداد. پروانه پایان یافته است.
notice-licence-interim_begun = وراث دفتر را موقتاً تا پایان { $until } اداره می‌کنند. تا آن روز پروانه باید به دارندهٔ تازه انتقال یابد.
notice-licence-interim_ended = مهلت وراث در { $until } پایان یافت و پروانه به دارندهٔ تازه انتقال نیافت. دفتر دیگر نباید به مردم خدمت دهد.
notice-licence-relocated = با جابه‌جایی دفتر در { $to-town } موافقت شد: { $to-address }.
notice-licence-relocation_refused = با جابه‌جایی دفتر موافقت نشد: { $reason }.
notice-licence-closure_permitted = تعطیلی موقت دفتر از { $days-from } تا پایان { $days-through } مجاز است.
notice-licence-closure_ended = تعطیلی مجاز دفتر در { $through } پایان یافت. دفتر باید باز باشد.
notice-licence-counter_permitted = باجهٔ موقت در { $at-town }، { $at-address }، از { $days-from } تا پایان { $days-through } مجاز است.
notice-renewal-reminder_due = واپسین روز درخواست تمدید پروانهٔ شما { $renewal_due } است. این یادآوری شمارهٔ { $rung } است.
notice-renewal-deadline_passed = واپسین روز درخواست تمدید، { $renewal_due }، بی درخواست گذشت. { $policy ->
    [deemed_withdrawal] این به منزلهٔ انصراف شماست و پروانه با پایان مدت اعتبار پایان می‌یابد.
   *[refuse_or_excuse] درخواست از این پس خارج از مهلت است و تنها با پذیرش عذر از سوی کارگروه پذیرفته می‌شود.
}
notice-renewal-deficiency_noted = درخواست تمدید شما این‌ها را کم دارد: { $missing }. واپسین روز رفع نقص { $cure_by } است.
notice-renewal-cure_elapsed = نقص درخواست تمدید شما تا { $cure_by } رفع نشد. درخواست کامل نیست.
notice-renewal-lateness_excused = { $after ->
    [none] عذر تأخیر درخواست تمدید شما پذیرفته شد: { $reason }.
   *[other] درخواست تمدید شما پس از پایان مدت اعتبار در { $after } پذیرفته شد: { $reason }. پروانه تا زمان تمدید معتبر نیست.
}
notice-renewal-time_given = تصمیم دربارهٔ پروانهٔ شما هنگامی گرفته شد که مهلت درخواست تمدید بعدی گذشته بود. آخرین مهلت درخواست تمدید { $until } است.
notice-renewal-refused = تمدید پروانهٔ شما رد شد: { $reason }.
notice-renewal-granted = پروانهٔ شما تمدید شد. مدت بعدی از { $term-from } تا پایان { $term-through } است. { $renewal_due ->
    [none] { "" }
   *[day] واپسین روز درخواست تمدید بعدی { $renewal_due } است.
}
notice-transfer-deficiency_noted = درخواست انتقال پروانه این‌ها را کم دارد: { $missing }. واپسین روز رفع نقص { $cure_by } است.
notice-transfer-cure_elapsed = نقص درخواست انتقال تا { $cure_by } رفع نشد. درخواست پایان یافت.
notice-transfer-confirmed = کارگروه انتقال پروانه را تأیید کرد. تا ثبت انتقال، پروانه از آنِ دارندهٔ کنونی است.
notice-transfer-refused = با انتقال پروانه موافقت نشد: { $unmet }.
notice-transfer-registered = پروانه با مدت باقی‌مانده، تا پایان { $through }، به دارندهٔ تازه انتقال یافت.
notice-transfer-withdrawn = یکی از دو طرف از درخواست انتقال پروانه انصراف داد.
notice-transfer-abandoned = انتقال پروانه رها شد؛ تا { $open_through } امکان تکمیل داشت.
notice-transfer-ended_with_licence = انتقال پایان یافت، چون پروانه پایان یافته است.
notice-enforcement-dismissed = پرونده مختومه شد: { $reason }.
notice-enforcement-notice_served = پرونده‌ای دربارهٔ دفتر شما باز است. اخطاریه در { $served_on } ابلاغ شد. واپسین روز دفاع { $defend_by } است؛ پس از آن بی دفاع شما تصمیم گرفته می‌شود.
notice-enforcement-hearing_elapsed = مهلت دفاع شما تا { $defend_by } بود و گذشت. دربارهٔ پرونده بی دفاع شما تصمیم گرفته می‌شود.
notice-enforcement-sanctioned = برای تخلف { $violation }، نوبت { $occurrence }، این تصمیم گرفته شد: { $sanction ->
    [notice] تذکر
    [written_warning] اخطار کتبی
    [service_cutoff] قطع سرویس تا پایان { $sanction-service_cutoff-through }
   *[suspension] تعلیق پروانه{ $sanction-suspension-through ->
        [none] { " " }تا رفع تخلف
       *[day] { " " }تا پایان { $sanction-suspension-through }
    }
}. دلیل: { $reason }. واپسین روز اعتراض { $objection_by } است.
notice-enforcement-revoked = برای تخلف { $violation }، نوبت { $occurrence }، لغو پروانه تصویب شد. دلیل: { $reason }. واپسین روز اعتراض { $objection_by } است و تا پایان { $court_by } می‌توان به دادگاه رجوع کرد.
notice-enforcement-urgently_suspended = پروانهٔ شما پیش از دفاع، فوراً تا پایان { $through } تعلیق شد: { $reason }. تعلیق در آن روز پایان می‌یابد مگر آنکه تأیید شود.
notice-enforcement-urgent_suspension_confirmed = تعلیق فوری پروانهٔ شما تأیید شد: { $reason }. تعلیق تا تصمیم دربارهٔ پرونده و حداکثر تا پایان { $through } می‌ماند.
notice-enforcement-remedy_verified = رفع تخلف { $violation } تأیید شد.
notice-enforcement-upheld = تصمیم دربارهٔ پروندهٔ شما تأیید شد: { $reason }.{ $court_by ->
    [none] { "" }
   *[day] { " " }تا پایان { $court_by } می‌توان به دادگاه رجوع کرد.
}
notice-enforcement-overturned = تصمیم دربارهٔ پروندهٔ شما به موجب { $decision } نقض شد: { $reason }.
notice-enforcement-closed = پرونده بسته شد، { $because ->
    [licence_ended] چون پروانه پایان یافته است
   *[objection_elapsed] چون مهلت اعتراض گذشته است
}.
notice-appointment-approved = فرد پیشنهادی به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
} تأیید شد و با اعلام رضایت آغاز به کار می‌کند.
notice-appointment-rejected = فرد پیشنهادی به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
} رد شد: { $reason }.{ $propose_by ->
    [none] { "" }
   *[day] { " " }واپسین روز پیشنهاد فرد دیگر { $propose_by } است.
}
notice-appointment-begun = فرد تأییدشده به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
} آغاز به کار کرد.
notice-appointment-ended = انتصاب به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
} پایان یافت.{ $propose_by ->
    [none] { "" }
   *[day] { " " }واپسین روز پیشنهاد جانشین او { $propose_by } است.
}
notice-appointment-lapsed = انتصاب شما به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
} پایان یافت، چون پروانهٔ دفتر یا درخواست آن پایان یافته است.
notice-appointment-vacancy_elapsed = تا { $propose_by } کسی پیشنهاد نشد به عنوان { $post ->
    [operator] مجری
    [manager] مدیر
   *[deputy] جانشین
}.
notice-appointment-mismatch_recorded = کسی جز دارندهٔ پروانه دفتر را اداره می‌کند: { $facts }. واپسین روز تعیین تکلیف { $settle_by } است؛ وگرنه پرونده‌ای باز می‌شود.
notice-appointment-mismatch_settled = مغایرت مجری و دارندهٔ پروانه تعیین تکلیف شد، { $how ->
    [resumed] دارنده خود دفتر را اداره می‌کند
    [approved_as_deputy] مجری به جانشینی تأیید شد
   *[transfer_filed] انتقال درخواست شد
}.
notice-appointment-mismatch_elapsed = مغایرت مجری و دارندهٔ پروانه تا { $settle_by } تعیین تکلیف نشد. ممکن است پرونده‌ای باز شود.
notice-contract-approved = کارگروه قرارداد با { $agency } را تأیید کرد.
notice-contract-signed = { $agency } قرارداد را امضا کرد.
notice-contract-terminated = قرارداد با { $agency } فسخ شد: { $reason }.
