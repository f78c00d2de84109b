"""The publication history of a result: each version with its day, its kind, and what it changed, in words."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.fields import FIELDS
from indicators.ledger import Hidden, differences, hidden_groups, shown_payload
from indicators.models import Edition, Publication
from indicators.wording import number_text
from rmt.records import end_of
from rmt.text import as_day, day

NOUNS = {field.name: field.noun for field in FIELDS if field.noun} | {
    "consultations": gettext_lazy("consultations"),
    "country": gettext_lazy("country"),
    "evidence": gettext_lazy("evidence"),
    "follows": gettext_lazy("what it followed from"),
    "indicator": gettext_lazy("indicator"),
    "instrument": gettext_lazy("law, strategy or scheme"),
    "others": gettext_lazy("what others did"),
    "partners": gettext_lazy("who funded the projects"),
    "parts": gettext_lazy("who the people are"),
    "pb_output": gettext_lazy("output of the programme and budget"),
    "pool": gettext_lazy("pool of people"),
    "projects": gettext_lazy("the projects that supported it"),
    "round": gettext_lazy("reporting round"),
    "standings": gettext_lazy("whether it still stands"),
    "tags": gettext_lazy("themes"),
}


# Totals, which are never hidden (rule 12): a restatement shows what they were.
FIGURES = ("value", "baseline_value", "increase")


def editions_by(day: date | None) -> list[Edition]:
    """The editions pinned by the end of a day, in order; `None` is now."""
    pinned = Edition.objects.order_by("seq")
    return list(pinned if day is None else pinned.filter(pinned_at__lt=end_of(day)))


def events(
    versions: Sequence[Publication], *, url: str, on: date, editions: Sequence[Edition] = ()
) -> list[dict[str, Any]]:
    """What was published of a result, for the component `history`: the last version first.

    After a withdrawal the page shows nothing of its content. A version that was in force at the end of an earlier day
    than `on` leads to the page as it was then.
    """
    withdrawn = versions[-1].kind == Publication.Kind.WITHDRAWAL
    hidden = hidden_groups()
    found: list[dict[str, Any]] = []
    for before, version in zip([None, *versions], versions, strict=False):
        published = as_day(version.recorded_at)
        is_statement = version.kind == Publication.Kind.STATEMENT
        if not is_statement:
            what, comment = _("Version %(n)s: withdrawn"), version.reason or ""
        else:
            what = _("Version %(n)s: published")
            comment = "" if withdrawn else _changed_text(before, version, hidden)
        outlived_its_day = version.superseded_at is None or as_day(version.superseded_at) > published
        can_be_seen = is_statement and not withdrawn and outlived_its_day and published < on
        restated = _restated_text(before, version, editions)
        event = {
            "what": what % {"n": version.version},
            "when": day(published),
            "who": "",
            "comment": " ".join(filter(None, [comment, restated])),
            "current": False,
            "href": f"{url}?as_of={published.isoformat()}" if can_be_seen else "",
        }
        found.append(event)
    found[-1] |= {"current": True, "href": ""}
    return found[::-1]


def _restated_text(before: Publication | None, version: Publication, editions: Sequence[Edition]) -> str:
    """The last edition that has the version before, which this one corrects or withdraws; empty if none has."""
    codes = [e.code for e in editions if before is not None and before.seq <= e.seq < version.seq]
    return _("Restated after edition %(code)s.") % {"code": codes[-1]} if codes else ""


def _changed_text(before: Publication | None, version: Publication, hidden: Hidden) -> str:
    """Which fields a version changed; values only of totals: small groups stay hidden in the history too (rule 12)."""
    if before is None:
        return ""
    old, new = shown_payload(before, hidden), shown_payload(version, hidden)
    changed = changed_fields(old, new)
    if not changed:
        return _("Published again, unchanged.")
    return _("Changed: %(fields)s.") % {"fields": ", ".join(changed)} + _figures_text(old, new)


def _figures_text(before: dict, after: dict) -> str:
    """What the totals were before, and are now."""
    words = _(" %(what)s: %(before)s before, %(after)s now.")
    return "".join(
        words % {"what": str(NOUNS[key]).capitalize(), "before": _number(old), "after": _number(new)}
        for key, old, new in differences(before, after)
        if key in FIGURES
    )


def _number(text: str | None) -> str:
    return _("nothing") if text is None else number_text(Decimal(text))


def changed_fields(before: dict, after: dict) -> list[str]:
    """The fields in which two statements differ, as readers call them."""
    names = [str(NOUNS[key]) for key, *_values in differences(before, after) if key in NOUNS]
    return list(dict.fromkeys(names))
