"""What stands side by side: rows of cells, one cell for each country, theme, region or day that was chosen.

Countries and territories are compared by official statistics, ratifications and what was adopted; by what the programme
recorded of them only for people who are signed in (rule 19).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, CountryPriority, Region, Theme
from indicators import figures
from indicators.figures import Entry
from indicators.ledger import everything
from indicators.models import Indicator
from indicators.pages.published import Past, past_of
from rmt.charts import Bar, Chart, draw_table
from rmt.site.compare.countries import adopted, ratified, statistics
from rmt.site.compare.days import Day, changed_between, days_asked_for
from rmt.site.compare.rows import Cell, Part, Row, figures_of

COUNTRIES, THEMES, REGIONS, DAYS = "countries", "themes", "regions", "days"
WHAT = {
    COUNTRIES: gettext_lazy("Countries and territories"),
    THEMES: gettext_lazy("Themes"),
    REGIONS: gettext_lazy("Regions"),
    DAYS: gettext_lazy("One country or territory on two days"),
}
PLACES = ("one", "two", "three", "four")
ASKED = ("what", *PLACES, "country", "before", "after")


class Comparison(NamedTuple):
    """Columns, and the rows below them in parts; `options` is what can be chosen, `problem` what cannot be read."""

    what: str
    past: Past
    asked: Mapping[str, str]
    options: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]] = ()
    parts: Sequence[Part] = ()
    changes: Sequence[Mapping[str, Any]] | None = None
    not_listed: bool = False
    problem: str = ""
    address: str = "compare"

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """What can be compared, each with its address, and whether it is this."""
        day = {"as_of": self.past.day.isoformat()} if self.past.day else {}
        start = reverse(self.address)
        return [
            (str(text), f"{start}?{urlencode({'what': what, **day})}", what == self.what) for what, text in WHAT.items()
        ]

    @property
    def places(self) -> list[tuple[str, str, str]]:
        """The fields of the form: name, label, chosen."""
        labels = (_("First"), _("Second"), _("Third"), _("Fourth"))
        return [(name, label, self.asked.get(name, "")) for name, label in zip(PLACES, labels, strict=True)]

    @property
    def laid_out(self) -> list[tuple[str, list[tuple[Row, list[tuple[str, str, Cell]]]]]]:
        """The parts, each row with its cells beside the name and address of their columns."""
        return [
            (
                part.title,
                [
                    (row, [(*column, cell) for column, cell in zip(self.columns, row.cells, strict=True)])
                    for row in part.rows
                ],
            )
            for part in self.parts
        ]

    @property
    def title(self) -> str:
        """What is compared with what."""
        names = [name for name, _href in self.columns]
        if len(names) == 1:
            return _("%(name)s, with nothing beside it yet") % {"name": names[0]}
        return _("%(names)s side by side") % {"names": ", ".join(names)}

    @property
    def chart(self) -> Chart:
        """The same as files: a picture as it stands here, and a line for each cell in the CSV."""
        header = [_("About"), _("What"), _("Of"), _("Says"), _("Number"), _("Year"), _("Source")]
        lines = [
            [title, row.label, name, cell.plain, cell.value, cell.year and str(cell.year), row.source]
            for title, rows in self.laid_out
            for row, cells in rows
            for name, _href, cell in cells
        ]
        names = ["", *(name for name, _href in self.columns)]
        across = [[row.label, *(cell.plain for cell in row.cells)] for part in self.parts for row in part.rows]
        draw = partial(draw_table, header=names, rows=across)
        return Chart("comparison", self.title, "", header, lines, draw, table_href="#comparison")

    @property
    def covered(self) -> tuple[list[Bar], str]:
        """How many are covered by at least one benefit, as bars, and the source; none where nothing is known."""
        if self.what != COUNTRIES or not self.parts or not self.parts[0].rows:
            return [], ""
        row = self.parts[0].rows[0]
        bars = [
            Bar(name, cell.text, None if cell.value is None else Decimal(cell.value), href=href)
            for (name, href), cell in zip(self.columns, row.cells, strict=True)
        ]
        return bars if any(bar.low is not None for bar in bars) else [], row.source


def comparison(asked: Mapping[str, str], *, as_of: date | None, today: date, with_results: bool = False) -> Comparison:
    """What was asked, side by side; what is not known is not asked."""
    past, day = past_of(as_of), as_of or today
    what = asked.get("what", COUNTRIES)
    if what == DAYS:
        return _days(asked, past, today=day)
    every = everything(as_of)
    if what == THEMES:
        return _themes(asked, every, past, day)
    if what == REGIONS:
        return _regions(asked, every, past, day)
    return _countries(asked, every, past, day, with_results=with_results)


def _chosen(asked: Mapping[str, str], known: Mapping[str, Any]) -> list[Any]:
    """What was chosen, each once and in the order of the form."""
    names = dict.fromkeys(asked[name] for name in PLACES if asked.get(name) in known)
    return [known[name] for name in names]


def _listed(every: Sequence[Entry], past: Past) -> dict[str, Country]:
    """The countries that have a page with something on it, by slug."""
    priority = CountryPriority.objects.as_of(past.day).values("country")
    reported = {entry.country for entry in every if entry.country}
    found = Country.objects.filter(Q(pk__in=priority) | Q(iso3__in=reported)).order_by("name_en")
    return {country.slug: country for country in found}


def _countries(
    asked: Mapping[str, str], every: Sequence[Entry], past: Past, day: date, *, with_results: bool
) -> Comparison:
    known = _listed(every, past)
    chosen: list[Country] = _chosen(asked, known)
    parts = []
    if chosen:
        parts = [
            Part(_("Official statistics"), statistics(chosen, past, day)),
            Part(_("Conventions"), ratified(chosen, past)),
            Part(_("What was adopted since 2016"), adopted(chosen, every, past, day)),
        ]
        if with_results:
            own = [[entry for entry in every if entry.country == country.iso3] for country in chosen]
            links = [{"country": country.slug} for country in chosen]
            parts.append(Part(_("Results published here since 2016"), figures_of(own, links, _levels(), past, day)))
    return Comparison(
        what=COUNTRIES,
        past=past,
        asked=asked,
        options=[(slug, country.name) for slug, country in known.items()],
        columns=[(country.name, past.at(country.get_absolute_url())) for country in chosen],
        parts=parts,
        address="desk_compare" if with_results else "compare",
    )


def _themes(asked: Mapping[str, str], every: Sequence[Entry], past: Past, day: date) -> Comparison:
    known = {theme.slug: theme for theme in Theme.objects.order_by("order")}
    chosen: list[Theme] = _chosen(asked, known)
    own = [figures.with_confirmed_tag(every, theme=theme.slug) for theme in chosen]
    rows = figures_of(own, [{"theme": theme.slug} for theme in chosen], _levels(), past, day) if chosen else []
    return Comparison(
        what=THEMES,
        past=past,
        asked=asked,
        options=[(slug, str(theme)) for slug, theme in known.items()],
        columns=[(str(theme), past.at(theme.get_absolute_url())) for theme in chosen],
        parts=[Part(_("Results confirmed for the theme, since 2016"), rows)] if rows else [],
    )


def _regions(asked: Mapping[str, str], every: Sequence[Entry], past: Past, day: date) -> Comparison:
    known = {region.code: region for region in Region.objects.all()}
    chosen: list[Region] = _chosen(asked, known)
    rows: list[Row] = []
    if chosen:
        region_of = dict(Country.objects.values_list("iso3", "region__code"))
        own = [[e for e in every if e.country and region_of[e.country] == region.code] for region in chosen]
        rows = figures_of(own, [{"region": region.code} for region in chosen], _levels(), past, day)
    return Comparison(
        what=REGIONS,
        past=past,
        asked=asked,
        options=[(code, region.name) for code, region in known.items()],
        columns=[(r.name, past.at(reverse("countries")).split("?")[0] + f"?{urlencode(_of(r, past))}") for r in chosen],
        parts=[Part(_("Results published here since 2016"), rows)] if rows else [],
    )


def _of(region: Region, past: Past) -> dict[str, str]:
    return {"region": region.code, **({"as_of": past.day.isoformat()} if past.day else {})}


def _days(asked: Mapping[str, str], past: Past, *, today: date) -> Comparison:
    """One country at the end of two days, and what was published, replaced or withdrawn between them."""
    known = _listed(everything(past.day), past)
    country = known.get(asked.get("country", ""))
    found = Comparison(DAYS, past, asked, [(slug, one.name) for slug, one in known.items()])
    try:
        before, after = days_asked_for(asked, today=today)
    except ValueError as problem:
        return found._replace(problem=str(problem))
    found = found._replace(asked={**asked, "before": before.iso, "after": after.iso})
    if country is None:
        return found
    rows = _on_two_days(country, before, after)
    changes, not_listed = changed_between(country, before.day, after.day, today=today)
    return found._replace(
        columns=[
            (_("%(country)s on %(day)s") % {"country": country, "day": one.text}, one.page(country))
            for one in (before, after)
        ],
        parts=[Part(_("Results published here since 2016"), rows)],
        changes=changes,
        not_listed=not_listed,
    )


def _on_two_days(country: Country, before: Day, after: Day) -> list[Row]:
    levels = _levels()
    link = {"country": country.slug}
    both = []
    for one in (before, after):
        own = [entry for entry in everything(one.past.day) if entry.country == country.iso3]
        rows = figures_of([own], [link], levels, one.past, one.day)
        if one.past.before_first:
            rows = [row._replace(cells=[Cell(_("nothing was published yet"))]) for row in rows]
        both.append(rows)
    return [Row(first.label, [first.cells[0], last.cells[0]]) for first, last in zip(*both, strict=True)]


def _levels() -> dict[str, str]:
    return dict(Indicator.objects.values_list("code", "level"))


__all__ = ["ASKED", "Cell", "Comparison", "comparison"]
