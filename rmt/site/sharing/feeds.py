"""Atom feeds: what was published, corrected or withdrawn last; one entry for each result, its latest version."""

import json
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from briefs.building import is_served
from briefs.models import Issue
from briefs.pages.reports import PublicReport, public_reports
from indicators.ledger import latest_seal, reason_for_readers
from indicators.models import Publication, Result
from indicators.pages.published import taken_from_of
from rmt.files import NOT_IN_XML
from rmt.site.sharing.head import absolute
from rmt.site.sharing.subjects import SharedSubject
from rmt.text import demonstration, isolated, span

LATEST = 50
SUMMARY_WORDS = 60
BEGAN = datetime(2016, 1, 1, tzinfo=UTC)  # a feed must say when it changed, even an empty one


class Feed(Atom1Feed):
    """Atom, with a date of its own while it is empty."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=BEGAN)


def feed_of(subject: SharedSubject) -> bytes:
    """The feed of a subject, the latest first. A withdrawn result says that it was, and why; nothing of its content."""
    site, seal = _("Results Monitoring Tool"), latest_seal(None)
    about = _("Results and briefs as they are published, corrected and withdrawn")
    demo = demonstration()
    feed = Feed(
        title=readable(" · ".join(filter(None, [subject.name, site, demo]))),
        link=absolute(subject.url),
        description=about,
        subtitle=f"{about}. {seal.line}" if seal else about,
        language=get_language(),
        author_name=site,
        author_link=settings.SITE_URL,
        feed_copyright=f"{settings.RECORD_LICENCE}: {settings.RECORD_LICENCE_URL}",
        feed_url=absolute(subject.feed_url),
        feed_guid=tag_uri(subject.feed_url.strip("/").removesuffix("feed.atom").rstrip("/") or "everything"),
    )
    in_force = subject.publications.filter(superseded_at=None).select_related("country", "indicator")
    for publication in in_force.order_by("origin", "-recorded_at", "-seq")[:LATEST]:
        feed.add_item(**entry_of_the_feed(publication))
    for issue in subject.briefs:
        feed.add_item(**brief_of_the_feed(issue))
    for public in public_reports(timezone.now())[:LATEST] if subject.has_reports else []:
        if is_served(public.issue):
            feed.add_item(**report_of_the_feed(public))
    return feed.writeString("utf-8").encode()


def entry_of_the_feed(publication: Publication) -> dict[str, Any]:
    if publication.kind == Publication.Kind.WITHDRAWAL:
        title = _("Withdrawn: result No. %(number)s") % {"number": publication.number}
        reason = isolated(reason_for_readers(publication))
        description = _("This result was withdrawn. Reason: %(reason)s") % {"reason": reason}
        category = _("withdrawal")
    else:
        title = f"{publication.country or _('Global')}: {isolated(publication.title)}"
        payload = json.loads(publication.payload)
        outcome = isolated(Truncator(payload["outcome"] or "").words(SUMMARY_WORDS))
        when = span(publication.achieved_first, publication.achieved_last)
        description = ". ".join(filter(None, [when, isolated(taken_from_of(payload)), outcome]))
        category = publication.indicator.get_level_display()
    return {
        "title": readable(title),
        "description": readable(description),
        "categories": [category],
        "link": absolute(publication.get_absolute_url()),
        "unique_id": tag_uri(f"results/{publication.number}/{publication.version}"),
        "pubdate": moment_of(publication),
        "updateddate": moment_of(publication),
    }


def brief_of_the_feed(issue: Issue) -> dict[str, Any]:
    """A published brief or story, by its latest version."""
    kind = issue.brief.get_kind_display() if issue.brief else ""
    link = absolute(reverse("brief", args=[issue.slug]))
    return {
        "title": readable(isolated(issue.title)),
        "description": readable(f"{kind.capitalize()}, {issue.edition.code}"),
        "categories": [kind],
        "link": link,
        "unique_id": tag_uri(f"briefs/{issue.slug}/{issue.number}"),
        "pubdate": issue.recorded_at,
        "updateddate": issue.recorded_at,
    }


def report_of_the_feed(public: PublicReport) -> dict[str, Any]:
    """A report that is public, since when it is."""
    kind, issue = public.report.get_kind_display(), public.issue
    return {
        "title": readable(isolated(issue.title)),
        "description": readable(f"{kind.capitalize()}, {issue.edition.code}"),
        "categories": [kind],
        "link": absolute(public.url),
        "unique_id": tag_uri(f"reports/{issue.kind}/{issue.slug}/{issue.language}/{issue.number}"),
        "pubdate": public.since,
        "updateddate": max(public.since, issue.recorded_at),
    }


def moment_of(publication: Publication) -> datetime:
    """When it was published or withdrawn here; of a historical entry the day of its source, else that of the change.

    An entry must say when it changed: the day of its loading would be news where there is none (rule 15).
    """
    is_historical = publication.origin == Result.Origin.HISTORICAL
    if not is_historical or publication.kind == Publication.Kind.WITHDRAWAL:
        return publication.recorded_at
    return datetime.combine(publication.source_last or publication.achieved_last, time.min, tzinfo=UTC)


def readable(text: str) -> str:
    """The text without signs that XML cannot hold, such as Word's soft break: one of them would break the feed."""
    return NOT_IN_XML.sub(" ", text)


def tag_uri(what: str) -> str:
    """A name that stays when addresses change (RFC 4151).

    >>> tag_uri("results/12/3").startswith("tag:") and tag_uri("results/12/3").endswith(",2026:results/12/3")
    True
    """
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{what}"
