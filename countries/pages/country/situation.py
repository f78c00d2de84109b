"""Where a country stands: coverage by SDG 1.3.1, branches anchored in law, instruments and their lag, its situation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Instrument
from countries.pages.country.data import Held, Row, day_of, name_of
from countries.pages.country.facts import COVERED, Aim, Fact, Statistics, aims_of, convention_facts
from countries.pages.country.published import Told
from indicators import figures
from rmt.charts import Point
from rmt.text import day as day_text
from rmt.text import span

MOST_INSTRUMENTS = 8


@dataclass(frozen=True)
class Situation:
    """The country in its own words, with the day on which it was written."""

    situation: str
    priorities: str
    opportunities: str
    written: str


@dataclass(frozen=True)
class BranchLine:
    """A branch of social security; `text` says since when it is anchored in law, or that this is not recorded."""

    name: str
    text: str
    source: str
    is_anchored: bool | None


@dataclass(frozen=True)
class InstrumentLine:
    """A law, decree, strategy or scheme: adopted, in force, and when it first covered people."""

    title: str
    kind: str
    adopted: str
    in_force: str
    covered: str
    url: str


@dataclass(frozen=True)
class Stands:
    """Where a country stands, each fact with its source."""

    facts: Sequence[Fact]
    points: Sequence[Point]
    conventions: Sequence[Fact]
    branches: Sequence[BranchLine]
    situation: Situation | None
    aims: Sequence[Aim]
    instruments: Sequence[InstrumentLine]

    @property
    def has_branches(self) -> bool:
        """Whether anything is recorded of its branches."""
        return any(branch.is_anchored is not None for branch in self.branches)


def stands_of(held: Held, statistics: Statistics, results: Iterable[Told], *, until: date) -> Stands:
    """Where the country stood on a day, as it was held then."""
    return Stands(
        facts=statistics.facts(until=until),
        points=statistics.points(COVERED, until=until),
        conventions=convention_facts(held),
        branches=_branches(held),
        situation=_situation(held.profile),
        aims=aims_of(held),
        instruments=_instruments(held, results),
    )


def _situation(row: Row | None) -> Situation | None:
    texts = {name: row[name].strip() for name in ("situation", "priorities", "opportunities")} if row else {}
    if row is None or not any(texts.values()):
        return None
    return Situation(**texts, written=day_text(day_of(row["recorded_at"])))


def _branches(held: Held) -> list[BranchLine]:
    recorded = {row["code"]: row for row in held.coverage}
    return [_branch(name_of(row), recorded.get(row["code"])) for row in held.branches]


def _branch(name: str, row: Row | None) -> BranchLine:
    if row is None:
        return BranchLine(name, _("not recorded"), "", None)
    if not row["is_anchored"]:
        return BranchLine(name, _("not anchored in law"), row["source"], is_anchored=False)
    since = _("anchored in law since %(year)s") % {"year": row["year"]} if row["year"] else _("anchored in law")
    return BranchLine(name, since, row["source"], is_anchored=True)


def _instruments(held: Held, results: Iterable[Told]) -> list[InstrumentLine]:
    """Those that are dated or that a result rests on, the last adopted first."""
    first: dict[str, Told] = {}
    used: dict[str, Told] = {}
    for one in sorted(results, key=lambda each: figures.in_order(each.entry)):
        if one.entry.instrument:
            used.setdefault(one.entry.instrument, one)
            if one.entry.indicator == figures.EFFECTIVE:
                first.setdefault(one.entry.instrument, one)
    wanted = [row for row in held.instruments if row["adopted_last"] or str(UUID(row["uuid"])) in used]
    wanted.sort(key=lambda row: row["adopted_last"] or "", reverse=True)
    return [_instrument(row, used, first.get(str(UUID(row["uuid"])))) for row in wanted[:MOST_INSTRUMENTS]]


def _instrument(row: Row, used: Mapping[str, Told], covered: Told | None) -> InstrumentLine:
    adopted = day_of(row["adopted_last"])
    result = covered or used.get(str(UUID(row["uuid"])))
    return InstrumentLine(
        title=row["title"],
        kind=str(Instrument.Kind(row["kind"]).label),
        adopted=span(day_of(row["adopted_first"]), adopted) if adopted else _("not recorded"),
        in_force=_in_force(row),
        covered=_covered(adopted, covered),
        url=result.url if result else "",
    )


def _in_force(row: Row) -> str:
    for name, words in (("repealed", _("repealed %(day)s")), ("suspended", _("suspended %(day)s"))):
        if row[name]:
            return words % {"day": day_text(day_of(row[name]))}
    return day_text(day_of(row["in_force"])) if row["in_force"] else _("not recorded")


def _covered(adopted: date | None, covered: Told | None) -> str:
    """When people were first reported to be covered, and how long after its adoption."""
    if covered is None:
        return _("none published")
    years = covered.entry.last.year - adopted.year if adopted else -1
    if years < 0:
        return covered.date_text
    if years == 0:
        return _("%(when)s, within the year of its adoption") % {"when": covered.date_text}
    lag = ngettext("%(n)s year after its adoption", "%(n)s years after its adoption", years) % {"n": years}
    return f"{covered.date_text}, {lag}"
