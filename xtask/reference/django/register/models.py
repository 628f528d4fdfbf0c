"""A licence as django-fsm-2 would have it, and what is to be told to others."""
from django.db import models
from django_fsm import FSMField, transition


def has_ended(licence):
    return licence.due_on <= licence.as_of


class Licence(models.Model):
    number = models.TextField(unique=True)
    state = FSMField(default="in_force", protected=True)
    due_on = models.DateField(null=True, db_index=True)

    @transition(field=state, source="in_force", target="expired", conditions=[has_ended])
    def expire(self):
        self.due_on = None


class Outbox(models.Model):
    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, db_index=False)
    event = models.TextField()
