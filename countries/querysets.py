"""Countries as they are asked for."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q


class CountryQuerySet(models.QuerySet):
    def priority_between(self, first: date, before: date):
        """Priority countries at some time in [first, before): whom the world expects to report (rule 19).

        `CountryPriority.meets` asks the same of a row that was read already.
        """
        goes_on = Q(priorities__end=None) | Q(priorities__end__gt=first)
        held = Q(priorities__superseded_at=None)
        return self.filter(goes_on, held, priorities__start__lt=before).distinct()

    def priority_on(self, day: date):
        """Priority countries on a day (rule 19)."""
        return self.priority_between(day, day + timedelta(days=1))
