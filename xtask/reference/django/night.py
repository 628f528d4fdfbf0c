"""The nightly job with Django, django-fsm-2 and django-fsm-log, 500 a commit.

`night.py make LICENCES DUE` makes the register; `night.py run` finds what is due, checks it, moves
it and writes a row of its log and of an outbox, and prints how many seconds that took: the start
of Python and Django is not counted."""
import datetime
import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

import django

django.setup()

from django.core.management import call_command
from django.db import transaction
from register.models import Licence, Outbox

NIGHT = datetime.date(2026, 11, 23)
LATER = datetime.date(2027, 11, 23)


def make(licences, due):
    call_command("migrate", run_syncdb=True, verbosity=0)
    every = licences // due
    for first in range(0, licences, 10_000):
        Licence.objects.bulk_create(
            Licence(number=str(at), due_on=NIGHT if at % every == 0 else LATER)
            for at in range(first, min(first + 10_000, licences))
        )


def run():
    started = time.perf_counter()
    while True:
        with transaction.atomic():
            due = Licence.objects.select_for_update().filter(due_on__lte=NIGHT)
            batch = list(due.order_by("due_on", "id")[:500])
            for licence in batch:
                licence.as_of = NIGHT
                licence.expire()
                licence.save()
                Outbox.objects.create(licence=licence, event="licence.expired")
        if not batch:
            break
    print(time.perf_counter() - started)


match sys.argv[1:]:
    case ["make", licences, due]:
        make(int(licences), int(due))
    case ["run"]:
        run()
