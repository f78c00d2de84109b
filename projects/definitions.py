"""What "flagship" and "active" mean, and what money can be said to do: one condition each, with its sentence."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FLAGSHIP = _(
    "A flagship project is one that its source names as part of the Global Flagship Programme. "
    "A project whose source does not say is not counted."
)
ACTIVE = _(
    "A project is active on a day between its first and its last day. Where one of the two is not known, it is active "
    "if its status is “in progress”. A date known to the year counts from 1 January, and until 31 December. "
    "Planned, suspended and cancelled projects are not active. "
    "Where a date and the status are missing, it is not known."
)
RULE_15 = _(
    "Results were achieved in countries that these projects support, together with others. "
    "Nothing is attributed to one partner alone, split between partners or added across them."
)


def is_flagship() -> Q:
    """The condition of `FLAGSHIP`."""
    return Q(is_flagship=True)


def is_active(on: date) -> Q:
    """The condition of `ACTIVE`; `on` is the day asked about."""
    begun = Q(start_first__lte=on) | Q(start_first=None, status="in-progress")
    lasts = Q(end_last__gte=on) | Q(end_last=None, status="in-progress")
    stopped = Q(status__isnull=False, status__in=["planned", "suspended", "cancelled"])
    return begun & lasts & ~stopped


def is_not_known_active(on: date) -> Q:
    """Neither active nor known not to be: no status, and a first or last day missing, while nothing rules it out."""
    may_have_begun = Q(start_first__lte=on) | Q(start_first=None)
    may_last = Q(end_last__gte=on) | Q(end_last=None)
    missing = Q(start_first=None) | Q(end_last=None)
    return Q(status=None) & missing & may_have_begun & may_last
