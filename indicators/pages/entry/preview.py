"""A result as its public page would show it, before anybody published or even saved it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from indicators.ledger import canonical, for_the_public
from indicators.models import Publication
from indicators.pages.entry.entry import ResultEntry
from indicators.pages.public import Content, Payload, content_of
from indicators.pages.published import Past


@dataclass(frozen=True)
class Preview:
    """What readers would see; without a date, a title or a kind there is no page to show yet."""

    content: Content | None


def preview_of(entry: ResultEntry, *, today: date) -> Preview:
    """The page that the entry would become, from the payload that saving it would give; nothing is written."""
    said = for_the_public(entry.payload_if_saved(entry.result))
    if not (said["title"] and said["achieved_last"] and said["indicator"]):
        return Preview(None)
    statement = Publication(
        payload=canonical(said),
        number=said["number"] or 0,
        version=1,
        recorded_at=timezone.now(),
        country=entry.country,
        indicator=entry.indicator,
        title=said["title"],
        achieved_first=date.fromisoformat(said["achieved_first"]),
        achieved_last=date.fromisoformat(said["achieved_last"]),
    )
    content = content_of(statement, Past(None), on=today)
    return Preview(replace(content, evidence=_evidence(said)))


def _evidence(said: Payload) -> list[dict[str, Any]]:
    """Links as they are; a file is not public yet, so its line leads to the form."""
    return [
        {"title": item["title"], "href": item["url"] or "#id_evidence", "is_file": not item["url"]}
        for item in said["evidence"]
    ]
