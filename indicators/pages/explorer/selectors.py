"""The results explorer: published results, narrowed, counted and shown in four ways, now or as of a past day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.models import Indicator, Publication
from indicators.pages.explorer.charts import Drawn, drawn
from indicators.pages.explorer.facets import BY_NAME, FACETS, Choice, Facet, choices_of, counted
from indicators.pages.explorer.filters import ResultFilter
from indicators.pages.published import (
    SHOWN_AS,
    SORTS,
    VIEWS,
    Past,
    PublishedResult,
    Question,
    listed,
    past_of,
    results_url,
    themes_by_slug,
)
from indicators.querysets import PublicationQuerySet
from indicators.wording import KINDS, reported_text
from rmt.records import end_of
from rmt.text import STEPS, as_day, grouped

__all__ = ["ExplorerPage", "explorer_page", "in_order", "question_of", "results_url"]

ROWS = 50
MOST_CHOICES = 30
LONG = ("partner", "project")
DEFAULT_SORT = "-date"
ORDERS = {
    "date": ("achieved_last", "achieved_first"),
    "country": ("country__name_en",),
    "indicator": ("indicator__order",),
    "figure": ("value",),
}
COLUMNS = {
    "date": gettext_lazy("When"),
    "country": gettext_lazy("Country"),
    "indicator": gettext_lazy("Indicator"),
    "figure": gettext_lazy("What it reports"),
}
VIEW_WORDS = {
    "list": gettext_lazy("List"),
    "table": gettext_lazy("Table"),
    "timeline": gettext_lazy("Timeline"),
    "map": gettext_lazy("Map"),
}


@dataclass(frozen=True)
class Chip:
    """One condition that is chosen, and the address without it."""

    text: str
    url: str
    is_known: bool = True


@dataclass(frozen=True)
class Group:
    """One facet as the form shows it; `more` is how many values are left out."""

    facet: Facet
    choices: Sequence[Choice]
    more: int

    @property
    def is_open(self) -> bool:
        return any(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class Column:
    """A column of the table: its title, the address that sorts by it, and how it is sorted now."""

    title: str
    url: str
    sorted: str


@dataclass(frozen=True)
class View:
    name: str
    text: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Row:
    """A result in the table; `figure` is what it reports."""

    result: PublishedResult
    indicator: str
    indicator_url: str
    figure: str


@dataclass(frozen=True)
class ExplorerPage:
    """Everything that the explorer shows."""

    question: Question
    filters: ResultFilter
    past: Past
    groups: Sequence[Group]
    chips: Sequence[Chip]
    count: int
    page: Page | None
    rows: Sequence[Row]
    drawn: Drawn | None
    updated: date | None
    round: str

    @property
    def trail(self) -> list[tuple[str, str | None]]:
        return [(_("Home"), reverse("home")), (_("Results"), None)]

    @property
    def url(self) -> str:
        """The address of this question, without the page of the list."""
        return self.question.url()

    @property
    def today_url(self) -> str:
        return self.question.url(as_of=None)

    @property
    def clear_url(self) -> str:
        """No condition, shown the same way on the same day."""
        return results_url(view=self.question.view, sort=self.question.sort, as_of=self.question.as_of)

    @property
    def csv_url(self) -> str:
        return self.question.url(name="results_csv", view=None)

    @property
    def xlsx_url(self) -> str:
        return self.question.url(name="results_xlsx", view=None)

    @property
    def query(self) -> str:
        """What links to other pages of the list carry on."""
        return self.url.partition("?")[2]

    @property
    def views(self) -> list[View]:
        now = self.question.view
        return [View(name, str(VIEW_WORDS[name]), self.question.url(view=name), name == now) for name in VIEWS]

    @property
    def columns(self) -> list[Column]:
        return [self._column(name) for name in SORTS]

    def _column(self, name: str) -> Column:
        now = self.question.sort
        order = {name: "ascending", f"-{name}": "descending"}.get(now, "")
        following = f"-{name}" if now == name or (name in ("date", "figure") and not order) else name
        return Column(str(COLUMNS[name]), self.question.url(sort=following), order)

    @cached_property
    def count_text(self) -> str:
        """How many results fit: "312 results"."""
        number = {"number": grouped(self.count)}
        return ngettext("%(number)s result", "%(number)s results", self.count) % number

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chips)

    @property
    def unknown(self) -> list[str]:
        """Facets with a value that is not known here, so that nothing matches it."""
        return [group.facet.title for group in self.groups if any(not c.is_known for c in group.choices)]

    @property
    def not_kept(self) -> list[str]:
        """Facets that are asked of a past day and that the ledger does not keep by day."""
        if not self.past.day:
            return []
        return [str(f.title) for f in FACETS if f.name in self.question.asked and not f.kept and f.name != "project"]


def question_of(asked: Mapping[str, str], *, as_of: date | None, on: date) -> tuple[Question, ResultFilter]:
    """What an address asks; how to show it falls back to what goes without saying."""
    filters = ResultFilter({k: v for k, v in asked.items() if k not in SHOWN_AS}, as_of=as_of, on=on)
    view, sort = asked.get("view", ""), asked.get("sort", "")
    question = Question(
        asked=filters.asked,
        view=view if view in VIEWS else VIEWS[0],
        sort=sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT,
        page=asked.get("page", "1"),
        as_of=as_of,
    )
    return question, filters


def in_order(publications: PublicationQuerySet, sort: str) -> PublicationQuerySet:
    """Sorted by a column; what it does not say comes last, and equals stand by date, the last first."""
    expressions = [F(path) for path in ORDERS[sort.removeprefix("-")]]
    first = [e.desc(nulls_last=True) if sort.startswith("-") else e.asc(nulls_last=True) for e in expressions]
    return publications.order_by(*first, "-achieved_last", "-achieved_first", "number")


def explorer_page(asked: Mapping[str, str], *, as_of: date | None, today: date) -> ExplorerPage:
    """The results that fit, and how many there are of each sort: eight queries, however many results there are."""
    on = as_of or today
    past = past_of(as_of)
    question, filters = question_of(asked, as_of=as_of, on=on)
    groups = _groups(question, filters, on=on)
    found = filters.found
    listing = question.view in ("list", "table")
    page = Paginator(in_order(found, question.sort).with_labels(), ROWS).get_page(question.page) if listing else None
    updated, code = _last_published(past)
    return ExplorerPage(
        question=question,
        filters=filters,
        past=past,
        groups=[_shortened(group) for group in groups],
        chips=_chips(question, groups),
        count=page.paginator.count if page else found.count(),
        page=page,
        rows=_rows(page, past) if page else (),
        drawn=None if listing else drawn(found, question, on=on),
        updated=updated,
        round=BY_NAME["round"].word(code) if code else "",
    )


def _groups(question: Question, filters: ResultFilter, *, on: date) -> list[Group]:
    """Every facet with what can be chosen of it; a past day has those that the ledger keeps."""
    offered = [f for f in FACETS if f.kept or not question.as_of]
    rows = counted([(facet, filters.without(facet.name)) for facet in offered], on=on)
    shown = [f for f in FACETS if f in offered or f.name in question.asked]
    groups = []
    for facet in shown:
        chosen = question.asked.get(facet.name, ())
        if facet not in offered:
            groups.append(Group(facet, [Choice(value, value, None, True) for value in chosen], more=0))
        elif chosen or rows.get(facet.name):
            groups.append(Group(facet, choices_of(facet, rows[facet.name], chosen), more=0))
    return groups


def _shortened(group: Group) -> Group:
    """Of a long list those with most results, and what is chosen."""
    if group.facet.name not in LONG or len(group.choices) <= MOST_CHOICES:
        return group
    kept = [c for number, c in enumerate(group.choices) if number < MOST_CHOICES or c.chosen]
    return replace(group, choices=kept, more=len(group.choices) - len(kept))


def _chips(question: Question, groups: Sequence[Group]) -> list[Chip]:
    """What is chosen, each to be taken away by itself."""
    chips = [
        Chip(
            f"{group.facet.title}: {choice.label or _('not known here')}",
            question.without(group.facet.name, choice.value),
            choice.is_known,
        )
        for group in groups
        for choice in group.choices
        if choice.chosen
    ]
    words = {
        "text": _("Words: %(value)s"),
        "year_from": _("From %(value)s"),
        "year_to": _("To %(value)s"),
    }
    asked = question.asked
    gone: dict[str, Any] = dict.fromkeys(words)
    return chips + [
        Chip(text % {"value": asked[name]}, question.url(**{name: gone[name]}))
        for name, text in words.items()
        if name in asked
    ]


def _rows(page: Page, past: Past) -> list[Row]:
    themes = themes_by_slug()
    rows = []
    for publication in page:
        result = listed(publication, themes=themes, past=past, with_country=True)
        indicator = publication.indicator
        rows.append(
            Row(
                result=result,
                indicator=_indicator_text(indicator),
                indicator_url=past.at(indicator.get_absolute_url()),
                figure=reported_text(result.entry) if indicator.has_value else "",
            )
        )
    return rows


def _indicator_text(indicator: Indicator) -> str:
    """The code, and in a few words what it counts."""
    words = STEPS[indicator.step] if indicator.step else KINDS.get(indicator.code, indicator.name_en)
    return f"{indicator.code} · {words}"


def _last_published(past: Past) -> tuple[date | None, str]:
    """The day on which something was last published or withdrawn, and the latest round that something is of."""
    written = Publication.objects.all()
    if past.day is not None:
        written = written.filter(recorded_at__lt=end_of(past.day))
    found = written.aggregate(moment=Max("recorded_at"), code=Max("round__code", filter=Q(kind="statement")))
    return (as_day(found["moment"]) if found["moment"] else None), found["code"] or ""
