"""A published result in the words of other systems: text ready to paste, so that nobody writes it twice.

Plain functions over what the statement in force says. Nothing is attributed to the programme or to a partner alone,
and no partner's share is worked out (rule 15).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import ReportedIn, Result
from rmt.models import User


@dataclass(frozen=True, slots=True)
class Reportable:
    """The statement in force of a result, in words; what it leaves out is empty."""

    number: int
    title: str
    country: str
    indicator: str
    year: int
    when: str
    value: str
    outcome: str
    contribution: str
    cpo: str
    pb_output: str
    others: Sequence[tuple[str, str]]
    constituents: Sequence[str]
    projects: Sequence[str]
    partners: Sequence[str]
    evidence: Sequence[tuple[str, str]]
    standing: str
    url: str


def iris(result: Reportable) -> str:
    """For IRIS: country programme outcome, output of the programme and budget, the result, what was contributed, by
    whom it was discussed."""
    return _lines(
        (_("Country programme outcome"), result.cpo or _("not given")),
        (_("Output of the programme and budget"), result.pb_output or _("not given")),
        (_("Result"), f"{_ended(result.title)} {result.country}, {result.when}."),
        (_("What changed"), result.outcome),
        (_("Contribution of the programme"), result.contribution),
        (_("Role of constituents"), "; ".join(result.constituents) or _("no consultation was recorded")),
        (_("Means of verification"), _evidence(result)),
        (_("Reference"), result.url),
    )


def un_info(result: Reportable) -> str:
    """For UN INFO: output, year, indicator, value, narrative, partners."""
    return _lines(
        (_("Output"), result.title),
        (_("Year"), str(result.year)),
        (_("Indicator"), result.indicator),
        (_("Value"), result.value or _("no figure: a change is counted as one")),
        (_("Narrative"), " ".join(filter(None, [result.outcome, result.contribution]))),
        (_("Implementing and other partners"), "; ".join(who for who, _what in result.others) or _("none recorded")),
        (_("Funding partners of the projects"), "; ".join(result.partners) or _("none recorded")),
        (_("Source"), result.url),
    )


def donor(result: Reportable) -> str:
    """For a report to a partner: one paragraph with the date, who contributed what, and the evidence."""
    parts = [
        _("%(country)s, %(when)s: %(title)s") % {
            "country": result.country, "when": result.when, "title": _ended(result.title)
        },
        _ended(_("Reported: %(value)s") % {"value": result.value}) if result.value else "",
        result.outcome,
        _("The programme contributed: %(text)s") % {"text": _ended(result.contribution)} if result.contribution else "",
        _("Others contributed: %(text)s") % {"text": _ended(_others(result))} if result.others else "",
        _funders(result),
        _ended(result.standing),
        _("Evidence: %(text)s.") % {"text": _evidence(result)} if result.evidence else "",
        _("This is a change in a country that the programme supported; it is not attributed to the programme or to one "
          "partner alone, and is not divided between partners."),
        _("Results Monitoring Tool, result No. %(number)s: %(url)s") % {"number": result.number, "url": result.url},
    ]  # fmt: skip
    return " ".join(filter(None, parts))


FORMATS: dict[str, Callable[[Reportable], str]] = {"iris": iris, "un-info": un_info, "donor-report": donor}
"""By the code of the system (`ReportedIn.System`)."""


def _lines(*pairs: tuple[str, str]) -> str:
    return "\n".join(f"{label}: {value}" for label, value in pairs if value)


def _ended(text: str) -> str:
    """A sentence with its full stop.

    >>> _ended("Law adopted"), _ended("Law adopted."), _ended("")
    ('Law adopted.', 'Law adopted.', '')
    """
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."


def _others(result: Reportable) -> str:
    return "; ".join(f"{who} ({what.strip().rstrip('.')})" if what else who for who, what in result.others)


def _evidence(result: Reportable) -> str:
    return "; ".join(f"{title} ({url})" for title, url in result.evidence)


def _funders(result: Reportable) -> str:
    if not result.projects:
        return ""
    words = {"projects": "; ".join(result.projects), "partners": ", ".join(result.partners)}
    if not result.partners:
        return _("It was supported by %(projects)s.") % words
    return _("It was supported by %(projects)s, funded by %(partners)s.") % words


@transaction.atomic
def record_reported(*, result: Result, system: str, reference: str, day: date, by: User) -> ReportedIn:
    """Record that a result was copied into another system or report. Raises ValidationError, keyed by field."""
    if day > timezone.localdate():
        raise ValidationError({"day": _("This day has not come yet. Choose the day on which it was reported.")})
    where = {"result": result, "system": system, "reference": reference.strip(), "day": day}
    if ReportedIn.objects.filter(**where).exists():
        raise ValidationError({"reference": _("This was recorded for that day already.")})
    return ReportedIn.objects.create(**where, by=by, at=timezone.now())


@transaction.atomic
def take_back_reported(*, reported: ReportedIn) -> None:
    """Take a record of where a result was reported off the list: it was made by mistake."""
    reported.delete()
