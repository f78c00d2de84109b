"""What the page of search shows: what was found, by kind, or words that help to find something."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rmt import search
from rmt.models import SearchEntry
from rmt.text import grouped

EACH = 6
SUGGESTED = 8
LONGEST_SUGGESTED = 80
ROWS = 50

EXAMPLES = (_("Togo"), _("Côte d’Ivoire"), _("maternity"), _("old-age pensions"), "I3", _("No. 1"))


def address(query: str, **more: str) -> str:
    """Where the search for some words is."""
    return f"{reverse('search')}?{urlencode({'q': query, **more})}"


def title_of(kind: str) -> str:
    """What things of a kind are called; reports stand with briefs."""
    return str(_("Briefs, stories and reports") if kind == SearchEntry.Kind.BRIEF else SearchEntry.Kind(kind).label)


def search_page(asked: Mapping[str, str]) -> dict[str, Any]:
    """What the words that were asked for find, in five queries, however much there is.

    Either the best of each kind, as `groups`, or a `page` of the kind that was asked for.
    """
    query = asked.get("q", "")
    kind = asked["kind"] if asked.get("kind") in SearchEntry.Kind.values else ""
    counts = search.count(query)
    total = counts.get(kind, 0) if kind else sum(counts.values())
    meant = "" if counts else search.meant(query)
    return {
        "query": query,
        "total": total,
        "groups": [] if kind else groups_of(query, counts),
        "kind": kind,
        "kind_title": title_of(kind) if kind else "",
        "page": Paginator(search.ranked(query, kind), ROWS).get_page(asked.get("page")) if kind else None,
        "meant": meant,
        "meant_url": address(meant),
        "tries": words_to_try(query) if not (total or meant) else [],
        "all_url": address(query),
        "rest": urlencode({"q": query, "kind": kind}),
    }


def suggestions_for(query: str) -> list[dict[str, str]]:
    """At most eight things that a question begins to name, the best first; none before two signs are typed."""
    found = search.find(query, SUGGESTED) if len(query.strip()) > 1 else []
    return [
        {"title": each.title, "detail": each.detail, "kind": title_of(each.kind), "url": each.url} for each in found
    ]


def groups_of(query: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The best of each kind, how much of it there is, and where all of it is."""
    return [
        {
            "kind": kind,
            "title": title_of(kind),
            "found": found,
            "count": counts[kind],
            "has_more": counts[kind] > len(found),
            "url": address(query, kind=kind),
        }
        for kind, found in search.find_by_kind(query, EACH).items()
    ]


def words_to_try(query: str) -> list[tuple[str, str]]:
    """The words that find something alone, as links; without any, examples."""
    alone = []
    for word, number in search.words_that_find(query):
        text = ngettext("%(word)s: %(number)s found", "%(word)s: %(number)s found", number)
        alone.append((text % {"word": word, "number": grouped(number)}, address(word)))
    return alone or [(str(example), address(str(example))) for example in EXAMPLES]
