"""What the page of search shows: what was found, by kind, or words that help to find something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rmt import search
from rmt.models import SearchEntry
from rmt.search import Found
from rmt.text import grouped

EACH = 6
ROWS = 50

EXAMPLES = (_("Togo"), _("Côte d’Ivoire"), _("maternity"), _("old-age pensions"), "I3", _("No. 1"))


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best of it, how much there is, and where all of it is."""

    kind: str
    title: str
    found: Sequence[Found]
    count: int
    url: str

    @property
    def has_more(self) -> bool:
        return self.count > len(self.found)


@dataclass(frozen=True)
class SearchPage:
    """`query` is as it was typed; `page` is there if one kind was asked for."""

    query: str
    total: int
    groups: Sequence[Group]
    kind: str
    page: Page | None
    tries: Sequence[tuple[str, str]]

    @property
    def kind_title(self) -> str:
        return str(SearchEntry.Kind(self.kind).label) if self.kind else ""

    @property
    def all_url(self) -> str:
        return address(self.query)

    @property
    def rest(self) -> str:
        return urlencode({"q": self.query, "kind": self.kind})


def address(query: str, **more: str) -> str:
    """Where the search for some words is."""
    return f"{reverse('search')}?{urlencode({'q': query, **more})}"


def search_page(asked: Mapping[str, str]) -> SearchPage:
    """What is found by the words that were asked for: three queries, however much there is."""
    query = asked.get("q", "")
    kind = asked["kind"] if asked.get("kind") in SearchEntry.Kind.values else ""
    counts = search.count(query)
    total = counts.get(kind, 0) if kind else sum(counts.values())
    return SearchPage(
        query=query,
        total=total,
        groups=[] if kind else _groups(query, counts),
        kind=kind,
        page=_page(query, kind, asked.get("page")) if kind else None,
        tries=_tries(query) if not total else [],
    )


def _groups(query: str, counts: Mapping[str, int]) -> list[Group]:
    return [
        Group(kind, str(SearchEntry.Kind(kind).label), found, counts[kind], address(query, kind=kind))
        for kind, found in search.find_by_kind(query, EACH).items()
    ]


def _page(query: str, kind: str, number: str | None) -> Page:
    return Paginator(search.ranked(query, kind), ROWS).get_page(number)


def _tries(query: str) -> list[tuple[str, str]]:
    """The words that find something alone, as links; without any, examples."""
    alone = [(_with_count(word, number), address(word)) for word, number in search.words_that_find(query)]
    return alone or [(str(example), address(str(example))) for example in EXAMPLES]


def _with_count(word: str, number: int) -> str:
    words = ngettext("%(word)s: %(number)s found", "%(word)s: %(number)s found", number)
    return words % {"word": word, "number": grouped(number)}
