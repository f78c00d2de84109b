"""Atom feeds: what was published, corrected or withdrawn last; one entry for each result, its latest version."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.models import Publication
from rmt.files import NOT_IN_XML
from rmt.site.sharing.head import absolute
from rmt.site.sharing.subjects import Subject
from rmt.text import span

LATEST = 50
SUMMARY_WORDS = 60
BEGAN = datetime(2016, 1, 1, tzinfo=UTC)  # a feed must say when it changed, also one in which nothing stands yet


class Feed(Atom1Feed):
    """Atom, with a date of its own while it is empty."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=BEGAN)


def feed_of(subject: Subject) -> bytes:
    """The feed of a subject, the latest first. A withdrawn result says that it was, and why; nothing of its content."""
    site = _("Results Monitoring Tool")
    feed = Feed(
        title=f"{subject.name} · {site}",
        link=absolute(subject.url),
        description=_("Results as they are published, corrected and withdrawn"),
        language=get_language(),
        author_name=site,
        author_link=settings.SITE_URL,
        feed_url=absolute(subject.feed_url),
        feed_guid=tag_uri(subject.feed_url.strip("/").removesuffix("feed.atom").rstrip("/") or "everything"),
    )
    for item in _items(_latest(subject)):
        feed.add_item(**item)
    return feed.writeString("utf-8").encode()


def _latest(subject: Subject) -> Iterable[Publication]:
    in_force = subject.publications.filter(superseded_at=None).select_related("country", "indicator")
    return in_force.order_by("-recorded_at", "-seq")[:LATEST]


def _items(publications: Iterable[Publication]) -> Iterable[Mapping[str, Any]]:
    for row in publications:
        is_withdrawal = row.kind == Publication.Kind.WITHDRAWAL
        said = _withdrawn(row) if is_withdrawal else _published(row)
        yield {
            **said,
            "title": readable(said["title"]),
            "description": readable(said["description"]),
            "link": absolute(row.get_absolute_url()),
            "unique_id": tag_uri(f"results/{row.number}/{row.version}"),
            "pubdate": row.recorded_at,
            "updateddate": row.recorded_at,
        }


def readable(text: str) -> str:
    """The text without the signs that XML cannot hold, such as Word's soft break: one would take the feed down."""
    return NOT_IN_XML.sub(" ", text)


def _published(row: Publication) -> dict[str, Any]:
    outcome = json.loads(row.payload)["outcome"] or ""
    happened = span(row.achieved_first, row.achieved_last)
    return {
        "title": f"{row.country or _('Global')}: {row.title}",
        "description": f"{happened}. {Truncator(outcome).words(SUMMARY_WORDS)}".strip(),
        "categories": [row.indicator.get_level_display()],
    }


def _withdrawn(row: Publication) -> dict[str, Any]:
    return {
        "title": _("Withdrawn: result No. %(number)s") % {"number": row.number},
        "description": _("This result was withdrawn. Reason: %(reason)s") % {"reason": row.reason},
        "categories": [_("withdrawal")],
    }


def tag_uri(what: str) -> str:
    """A name that stays when addresses change (RFC 4151).

    >>> tag_uri("results/12/3").startswith("tag:") and tag_uri("results/12/3").endswith(",2026:results/12/3")
    True
    """
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{what}"
