"""What the public pages of briefs show: issues as they were built, and the ways between them."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

from briefs import building
from briefs.models import Brief, BriefEvent, Issue
from briefs.pages.public.filters import BriefFilter
from briefs.writing import cited
from indicators.models import Seal

ROWS = 50
END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý«“])")
LONGEST_LEAD = 60
"""Words of a first sentence in the list."""
CATALOGUES = ("en", "fr")
"""Languages in which there are words for what stands around a brief."""


def brief_list_page(asked: Mapping[str, str], *, as_of: date | None) -> dict[str, Any]:
    """The briefs that were public on a day and fit, and how much of the plan they are: nine queries."""
    conditions = {name: value for name, value in asked.items() if name != "page"}
    public = Issue.objects.briefs_on(as_of)
    filters = BriefFilter(conditions or None, queryset=public)
    page = Paginator(filters.found, ROWS).get_page(asked.get("page"))
    page.object_list = lines_of(list(page.object_list))
    return {
        "filters": filters,
        "page": page,
        "query": urlencode(conditions),
        "is_narrowed": bool(conditions),
        "progress": public.progress(),
        "day": as_of,
    }


class BriefLine(NamedTuple):
    """A published brief in the list: its issue, and the first sentence of its summary."""

    issue: Issue
    lead: str


def lines_of(issues: Sequence[Issue]) -> list[BriefLine]:
    """Some issues, each with the first sentence of what it says; one query."""
    contents = dict(Issue.objects.filter(pk__in=[issue.pk for issue in issues]).values_list("pk", "content"))
    return [BriefLine(issue, first_sentence(contents[issue.pk])) for issue in issues]


def first_sentence(content: str) -> str:
    """The first sentence of the lead of a stored document; nothing, if it has none."""
    for block in json.loads(content)["blocks"]:
        if block.get("role") == "lead":
            text = "".join(run["text"] for run in block["words"])
            return Truncator(END_OF_SENTENCE.split(text, maxsplit=1)[0]).words(LONGEST_LEAD)
    return ""


def issue_on(brief: Brief, as_of: date | None) -> Issue | None:
    """The issue that readers get of a brief as of a day: where it may not be served any more, what came out instead."""
    found = Issue.objects.as_of(as_of).filter(brief=brief).select_related("edition").first()
    return found and served(found)


def served(issue: Issue) -> Issue | None:
    """The issue, or what was issued instead because something had to be hidden (rule 12); `None` while that is due."""
    if building.is_served(issue):
        return issue
    instead = building.newest_of(issue)
    return instead if instead is not None and building.is_served(instead) else None


def brief_page(brief: Brief, issue: Issue, *, as_of: date | None = None, is_version: bool = False) -> dict[str, Any]:
    """An issue of a brief with everything that stands around its text: about seven queries.

    `said_in` is the language in which that is said: that of the text, if the site has its words.
    """
    seal = Seal.objects.filter(edition=issue.edition).first()
    address = reverse("brief", args=[brief.slug])
    version = reverse("brief_version", args=[brief.slug, issue.number])
    numbered = [brief.slug, issue.number]
    return {
        "trail": [(_("Briefs"), reverse("briefs")), (issue.title, None)],
        "brief": brief,
        "issue": issue,
        "is_pilot": json.loads(issue.inputs)["is_pilot"],  # the working copy may say otherwise by now
        "is_version": is_version,
        "is_latest": issue.superseded_at is None,
        "day": as_of,
        "url": version if is_version else address,
        "latest_url": address,
        "pdf": reverse("brief_version_file", args=[*numbered, "pdf"]),
        "docx": reverse("brief_version_file", args=[*numbered, "docx"]),
        "seal": seal,
        "subjects": [subject for subject in (brief.country, brief.theme) if subject],
        "language": get_language_info(issue.language),
        "languages": also_in(brief),
        "versions": brief.issues.order_by("-number").only("number", "recorded_at", "cause", "reason", "superseded_at"),
        "said_in": issue.language if issue.language in CATALOGUES else get_language(),
        "citation": citation_of(issue),
    }


def citation_of(issue: Issue) -> str:
    """How to cite an issue, in the words of its text, with the address of this version for good."""
    address = building.address_of_version(issue.slug, issue.number)
    with override(issue.language):
        return cited(issue.title, edition=issue.edition, address=address)


def also_in(brief: Brief) -> list[dict[str, str]]:
    """The same text in other languages, as far as it is public: code, name and title, with its address."""
    root = brief.translation_of_id or brief.pk
    family = Issue.objects.briefs_on(None).exclude(brief=brief)
    same: QuerySet[Issue] = family.filter(brief__translation_of=root) | family.filter(brief=root)
    return [
        {
            "code": found.language,
            "name": get_language_info(found.language)["name_translated"],
            "title": found.title,
            "url": found.brief.get_absolute_url(),
        }
        for found in same
        if found.brief
    ]


def withdrawal_of(brief: Brief) -> BriefEvent | None:
    """Why a brief that was public is not any more."""
    return brief.events.filter(kind=BriefEvent.Kind.WITHDRAWN).last()
