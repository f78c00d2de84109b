"""The results explorer: published results, narrowed, counted and shown in four ways, now or as of a past day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, overload

from django.core.paginator import Page, Paginator
from django.db.models import Case, DecimalField, F, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from countries.models import Country
from indicators.figures import FIGURE
from indicators.ledger import hidden_groups
from indicators.models import SMALL_TOTAL, Indicator, Publication
from indicators.pages.explorer.charts import chart_of
from indicators.pages.explorer.facets import BY_NAME, FACETS, LEFT_OUT, Facet, FacetChoice, choices_of
from indicators.pages.explorer.filters import ResultFilter
from indicators.pages.explorer.index import FEW, either
from indicators.pages.explorer.narrowing import Narrowed
from indicators.pages.published import (
    SHOWN_AS,
    SORTS,
    VIEWS,
    WRITTEN_HERE,
    LastUpdate,
    Past,
    Question,
    last_update,
    listed,
    past_of,
    results_url,
    themes_by_slug,
)
from indicators.querysets import PublicationQuerySet
from indicators.wording import KINDS, reported_text
from rmt.records import end_of
from rmt.text import STEPS, grouped

__all__ = ["ExplorerPage", "explorer_page", "in_order", "question_of", "results_url"]

ROWS = 20
MOST_CHOICES = 30
MOST_CHIPS = 12
LONG = ("partner", "project")
DEFAULT_SORT = "-date"
ORDERS = {
    "date": ("achieved_last", "achieved_first"),
    "country": ("country__name_en",),
    "indicator": ("indicator__order",),
    "figure": ("value",),
}
SORTED_BY: dict[str, type[Country] | type[Indicator]] = {"country": Country, "indicator": Indicator}
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
class FacetGroup:
    """One facet as the form shows it; `more` is how many values are left out."""

    facet: Facet
    choices: Sequence[FacetChoice]
    more: int = 0

    @property
    def is_open(self) -> bool:
        return any(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class ExplorerPage:
    """Everything that the explorer shows: `rows` of a list or table, else a `chart`."""

    question: Question
    filters: ResultFilter
    past: Past
    groups: Sequence[FacetGroup]
    chips: Sequence[Mapping[str, Any]]
    count: int
    page: Page | None
    rows: Sequence[Mapping[str, Any]]
    chart: Mapping[str, Any]
    updated: LastUpdate
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
    def notes_url(self) -> str:
        return self.question.url(name="results_txt", view=None)

    @property
    def xlsx_url(self) -> str:
        return self.question.url(name="results_xlsx", view=None)

    @property
    def query(self) -> str:
        """What links to other pages of the list carry on."""
        return self.url.partition("?")[2]

    @property
    def views(self) -> list[dict[str, Any]]:
        """The ways to look at what is found, each with its address."""
        return [
            {
                "name": name,
                "text": VIEW_WORDS[name],
                "url": self.question.url(view=name),
                "is_current": name == self.question.view,
            }
            for name in VIEWS
        ]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The columns of the table: title, how it is sorted now, and the address that sorts by it, or the other way."""
        now = self.question.sort
        columns = []
        for name in SORTS:
            order = {name: "ascending", f"-{name}": "descending"}.get(now, "")
            following = f"-{name}" if now == name or (name in ("date", "figure") and not order) else name
            columns.append({"title": COLUMNS[name], "url": self.question.url(sort=following), "sorted": order})
        return columns

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
    def not_in_ledger(self) -> list[str]:
        """Facets that are asked of a past day, although the ledger does not keep them by day."""
        if not self.past.day:
            return []
        asked = [f for f in FACETS if f.name in self.question.asked and f.name != "project"]
        return [str(f.title) for f in asked if not f.in_ledger]


def question_of(asked: Mapping[str, str], *, as_of: date | None, on: date) -> tuple[Question, ResultFilter]:
    """What an address asks; a way to show it that is not known falls back to the usual one."""
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
    """Sorted by a column, without a value last; what is equal is sorted by date, the last first.

    A figure that is withheld is without a value: its place among the others would tell it (rule 12).
    """
    column = sort.removeprefix("-")
    expressions: list[F | Case] = [F(path) for path in ORDERS[column]]
    if column == "figure":
        some = Publication.objects.filter(SMALL_TOTAL).order_by().values("result")
        small = [uuid for uuid, withheld in hidden_groups(some).items() if FIGURE in withheld.groups]
        is_withheld = When(SMALL_TOTAL & Q(result__uuid__in=small), then=None)
        expressions = [Case(is_withheld, default=F("value"), output_field=DecimalField())]
    first = [e.desc(nulls_last=True) if sort.startswith("-") else e.asc(nulls_last=True) for e in expressions]
    return publications.order_by(*first, "-achieved_last", "-achieved_first", "number")


def explorer_page(asked: Mapping[str, str], *, as_of: date | None, today: date) -> ExplorerPage:
    """The results that fit, and how many there are of each sort: as many queries, however many results there are."""
    past = past_of(as_of)
    question, filters = question_of(asked, as_of=as_of, on=as_of or today)
    narrowed = Narrowed(filters)
    groups = _groups(question, narrowed)
    listing = question.view in ("list", "table")
    page = Paginator(Listed(narrowed, question.sort), ROWS).get_page(question.page) if listing else None
    written = narrowed.held.written(as_of)
    code = max((code for code, value in narrowed.values["round"].items() if value.bits & written), default="")
    return ExplorerPage(
        question=question,
        filters=filters,
        past=past,
        groups=[_shortened(group) for group in groups],
        chips=_chips(question, groups),
        count=narrowed.found.bit_count(),
        page=page,
        rows=_rows(page, past) if page else (),
        chart={} if listing else chart_of(narrowed, question),
        updated=_last_published(past),
        round=BY_NAME["round"].word(code) if code else "",
    )


class Listed(Sequence[Publication]):
    """What is found as a list, sorted: a page of it reads only its own rows."""

    def __init__(self, narrowed: Narrowed, sort: str) -> None:
        self.narrowed, self.sort = narrowed, sort

    def __len__(self) -> int:
        return self.narrowed.found.bit_count()

    @overload
    def __getitem__(self, some: int) -> Publication: ...

    @overload
    def __getitem__(self, some: slice) -> list[Publication]: ...

    def __getitem__(self, some: int | slice) -> Publication | list[Publication]:
        if isinstance(some, int):
            return self[some : some + 1][0]
        column, held, found = self.sort.removeprefix("-"), self.narrowed.held, self.narrowed.found
        start, stop, _step = some.indices(len(self))
        if self.sort == DEFAULT_SORT:
            keys = [held.keys[place] for place in islice(held.latest_first(found), start, stop)]
        elif column in SORTED_BY:
            ids = SORTED_BY[column].objects.order_by(*(path.rpartition("__")[2] for path in ORDERS[column]))
            sets = [held.values[column].get(pk, 0) & found for pk in ids.values_list("pk", flat=True)]
            groups = [*(reversed(sets) if self.sort.startswith("-") else sets), found & ~either(sets)]
            keys = []
            for group in groups:
                size = group.bit_count()
                if start < size and stop > 0:
                    keys += [held.keys[place] for place in islice(held.latest_first(group), max(start, 0), stop)]
                start, stop = start - size, stop - size
        else:
            fitting = Publication.objects.filter(pk__in=self.narrowed.keys()) if len(self) <= FEW else None
            publications = self.narrowed.filters.found if fitting is None else fitting
            keys = list(in_order(publications, self.sort).values_list("pk", flat=True)[start:stop])
        rows = Publication.objects.with_labels().in_bulk(keys)
        return [rows[key] for key in keys]


def _groups(question: Question, narrowed: Narrowed) -> list[FacetGroup]:
    """Every facet with its choices; of a past day, only those that are in the ledger."""
    offered = [f for f in FACETS if f.in_ledger or not question.as_of]
    rows = {facet.name: narrowed.counted(facet.name) for facet in offered}
    shown = [f for f in FACETS if f in offered or f.name in question.asked]
    groups = []
    for facet in shown:
        chosen = question.asked.get(facet.name, ())
        if facet not in offered:
            groups.append(FacetGroup(facet, [FacetChoice(value, value, None, True) for value in chosen]))
        elif chosen or rows.get(facet.name):
            groups.append(FacetGroup(facet, choices_of(facet, rows[facet.name], chosen)))
    return groups


def _shortened(group: FacetGroup) -> FacetGroup:
    """Of a long list those with most results, and what is chosen."""
    if group.facet.name not in LONG or len(group.choices) <= MOST_CHOICES:
        return group
    shown = [c for number, c in enumerate(group.choices) if number < MOST_CHOICES or c.chosen]
    return replace(group, choices=shown, more=len(group.choices) - len(shown))


def _chips(question: Question, groups: Sequence[FacetGroup]) -> list[dict[str, Any]]:
    """Each condition that is chosen, with the address without it; of many values one for each facet."""
    chips = []
    is_long = sum(choice.chosen for group in groups for choice in group.choices) > MOST_CHIPS
    for group in groups:
        chosen = [choice for choice in group.choices if choice.chosen]
        if is_long and len(chosen) > 1:
            values = [choice for choice in chosen if choice.value != LEFT_OUT]
            number = {"title": group.facet.title, "number": len(values)}
            text = ngettext("%(title)s: %(number)s value", "%(title)s: %(number)s values", len(values)) % number
            text += "".join(f"; {choice.label}" for choice in chosen if choice.value == LEFT_OUT)
            without: dict[str, Any] = {group.facet.name: None}
            chips.append({"text": text, "url": question.url(**without), "is_known": True})
            continue
        for choice in chosen:
            text = (
                f"{group.facet.title}: {choice.label or _('“%(value)s” is not known here') % {'value': choice.value}}"
            )
            url = question.without(group.facet.name, choice.value)
            chips.append({"text": text, "url": url, "is_known": choice.is_known})
    words = {"q": _("Words: %(value)s"), "year_from": _("From %(value)s"), "year_to": _("To %(value)s")}
    for name, text in words.items():
        if name in question.asked:
            gone: dict[str, Any] = {name: None}
            chips.append(
                {"text": text % {"value": question.asked[name]}, "url": question.url(**gone), "is_known": True}
            )
    return chips


def _rows(page: Page, past: Past) -> list[dict[str, Any]]:
    """The results of a page of the list; `indicator` is its code and in a few words what it counts."""
    results = listed(page, themes=themes_by_slug(), past=past, with_country=True)
    rows = []
    for publication, result in zip(page, results, strict=True):
        indicator = publication.indicator
        words = STEPS[indicator.step] if indicator.step else KINDS.get(indicator.code, indicator.name_en)
        row = {
            "result": result,
            "indicator": f"{indicator.code} · {words}",
            "indicator_url": past.at(indicator.get_absolute_url()),
            "figure": reported_text(result.entry) if indicator.has_value else "",
        }
        rows.append(row)
    return rows


def _last_published(past: Past) -> LastUpdate:
    """The last day on which something was published or withdrawn here; how old the sources are, if nothing was."""
    publications = Publication.objects.all()
    if past.day is not None:
        publications = publications.filter(recorded_at__lt=end_of(past.day))
    here = publications.filter(WRITTEN_HERE).order_by("-recorded_at")
    moment = here.values_list("recorded_at", flat=True).first()
    return LastUpdate(moment) if moment else last_update(publications)
