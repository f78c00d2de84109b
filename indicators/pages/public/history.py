"""The publication history of a result: each version with its day, its address, what it changed and why."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.ledger import Change, changes_between, hidden_groups, reason_for_readers, shown_payload
from indicators.models import Edition, Publication
from indicators.pages.published import Past, how_published, taken_from_of
from rmt.records import end_of
from rmt.text import as_day, day, isolated


def versions_of(number: int, *, as_of: date | None) -> list[Publication]:
    """Every version of a result that was published by the end of a day, in order; `None` is now."""
    found = Publication.objects.filter(number=number).select_related("country", "indicator")
    return list((found if as_of is None else found.filter(recorded_at__lt=end_of(as_of))).order_by("seq"))


def editions_by(day: date | None) -> list[Edition]:
    """The editions pinned by the end of a day, in order; `None` is now."""
    pinned = Edition.objects.order_by("seq")
    return list(pinned if day is None else pinned.filter(pinned_at__lt=end_of(day)))


def events(versions: Sequence[Publication], *, past: Past, editions: Sequence[Edition] = ()) -> list[dict[str, Any]]:
    """What was published of a result, for the component `history`: the last version first.

    After a withdrawal the history says nothing of the content: each version can be read at its own address.
    """
    withdrawn = versions[-1].kind == Publication.Kind.WITHDRAWAL
    changes: Sequence[list[Change]] = [[] for _version in versions]
    if not withdrawn:
        hidden = hidden_groups()
        changes = changes_between([shown_payload(version, hidden) for version in versions], as_of=past.day)
    found: list[dict[str, Any]] = []
    for before, version, changed in zip([None, *versions], versions, changes, strict=False):
        is_withdrawal = version.kind == Publication.Kind.WITHDRAWAL
        what = _("Version %(n)s: withdrawn") % {"n": version.version} if is_withdrawal else how_published(version)
        lines = [change.line for change in changed]
        if before is not None and not (lines or withdrawn or is_withdrawal):
            lines = [_("Published again, unchanged.")]
        why = why_text(version, changed) if is_withdrawal or not withdrawn else ""
        found.append(
            {
                "what": what,
                "when": day(as_day(version.recorded_at)),
                "who": "",
                "changes": lines,
                "comment": "\n".join(filter(None, [why, restated_text(before, version, editions)])),
                "current": False,
                "href": past.at(version_url(version)),
            }
        )
    found[-1] |= {"current": True}
    return found[::-1]


def why_text(version: Publication, changed: Sequence[Change] = ()) -> str:
    """The public reason of a version; empty if it gives none, or if what it changed says the same."""
    reason = reason_for_readers(version)
    if not reason or any(reason in change.after for change in changed):
        return ""
    return reason if version.kind == Publication.Kind.WITHDRAWAL else _("Why: %(reason)s") % {"reason": reason}


def restated_text(before: Publication | None, version: Publication, editions: Sequence[Edition]) -> str:
    """The last edition that has the version before, which this one corrects or withdraws; empty if none has."""
    codes = [e.code for e in editions if before is not None and before.seq <= e.seq < version.seq]
    return _("Restated after edition %(code)s.") % {"code": codes[-1]} if codes else ""


def version_url(version: Publication) -> str:
    """The address of a version, for good."""
    return reverse("result_version", args=[version.number, version.version])


def citation_of(version: Publication, *, title: str) -> str:
    """How to cite a version: by its own address, where it can be read whatever is published later."""
    is_withdrawal = version.kind == Publication.Kind.WITHDRAWAL
    said = ". ".join(filter(None, [isolated(title), isolated(taken_from_of(json.loads(version.payload)))]))
    return _("Results Monitoring Tool, result No. %(number)s, version %(version)s of %(day)s: %(title)s. %(url)s") % {
        "number": version.number,
        "version": version.version,
        "day": day(as_day(version.recorded_at)),
        "title": _("withdrawal") if is_withdrawal else said,
        "url": settings.SITE_URL + version_url(version),
    }
