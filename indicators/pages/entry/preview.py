"""A result as its public page would show it, before anybody published or even saved it."""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from indicators.ledger import canonical, for_the_public, hidden_with
from indicators.models import Publication
from indicators.pages.entry.entry import ResultEntry
from indicators.pages.public import Content, content_of
from indicators.pages.published import Past


def preview_of(entry: ResultEntry, *, today: date) -> Content | None:
    """The page that the entry would become, from the payload that saving it would give; nothing is written.

    `None` without a date, a title or a kind: there is no page to show yet.
    """
    payload = for_the_public(entry.payload_if_saved(entry.result))
    if not (payload["title"] and payload["achieved_last"] and payload["indicator"]):
        return None
    statement = Publication(
        payload=canonical(payload),
        number=payload["number"] or 0,
        version=1,
        recorded_at=timezone.now(),
        country=entry.country,
        indicator=entry.indicator,
        title=payload["title"],
        achieved_first=date.fromisoformat(payload["achieved_first"]),
        achieved_last=date.fromisoformat(payload["achieved_last"]),
    )
    content = content_of(statement, Past(None), on=today, hidden=hidden_with(payload))
    # Links as they are; a file is not public yet, so its line leads to the form.
    evidence = [
        {"title": item["title"], "href": item["url"] or "#id_evidence", "is_file": not item["url"]}
        for item in payload["evidence"]
    ]
    return replace(content, evidence=evidence)
