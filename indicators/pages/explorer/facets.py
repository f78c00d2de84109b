"""By what published results can be narrowed: each facet, where its values are, and how many results have each.

Every facet is counted with all other conditions applied, in `narrowing`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from countries.models import Branch, Country, Instrument, Region, Theme
from indicators.figures import LOST, STEP_INDICATORS
from indicators.models import Indicator, Level, PublishedStanding, Round
from indicators.pages.explorer.index import Bits, Statements
from projects.models import Funding, Partner, Project
from rmt.text import STEPS

NOWHERE = "global"
NOT_A_VALUE = "unknown"
LEFT_OUT = "left-out"  # stands in an address for values of a list that was too long
"""Replaces, in an address, a value that cannot be one: it matches nothing."""
IN_FORCE = "in-force"
STANDINGS = {IN_FORCE: gettext_lazy("In force"), LOST: gettext_lazy("Lost since")}
LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True)
class Facet:
    """One list of choices: `key` is the path to the value, `names` to what it is called, `place` to its order.

    Only what is `in_ledger` narrows a past day: the rest has no past (ledger, rule 3).
    """

    name: str
    title: Any
    key: str
    names: Sequence[str] = ()
    place: str = ""
    only: dict[str, Any] = field(default_factory=dict)
    source: Any = None
    source_key: str = ""
    word: Callable[[str], str] = str
    in_ledger: bool = True
    shows_counts: bool = True


def named(path: str) -> tuple[str, ...]:
    """The names of something in the languages that it has."""
    return tuple(f"{path}name_{language}" for language in LANGUAGES)


def _round_word(code: str) -> str:
    year, _dash, half = code.partition("-")
    return f"{_('January–June') if half == '1' else _('July–December')} {year}"


FACETS = (
    Facet("region", gettext_lazy("Region"), "country__region__code", named("country__region__"),
          "country__region__order", source=Region, source_key="code"),
    Facet("country", gettext_lazy("Country"), "country__slug", named("country__"), source=Country, source_key="slug",
          shows_counts=False),  # results of countries are never counted side by side (rule 19)
    Facet("level", gettext_lazy("Level"), "indicator__level", word=lambda key: str(Level(key).label), source=Level),
    Facet("step", gettext_lazy("Step"), "indicator__step", word=lambda key: str(STEPS[int(key)]), source=STEPS),
    Facet("indicator", gettext_lazy("Indicator"), "indicator__code", ("indicator__name_en",), "indicator__order",
          source=Indicator, source_key="code", word=str.upper),
    Facet("theme", gettext_lazy("Theme"), "tags__theme__slug", named("tags__theme__"), "tags__theme__order",
          only={"tags__state": "confirmed"}, source=Theme, source_key="slug"),
    Facet("branch", gettext_lazy("Branch of social security"), "instrument__branches__code",
          named("instrument__branches__"), "instrument__branches__order", source=Branch, source_key="code",
          in_ledger=False),
    Facet("partner", gettext_lazy("Partner"), "contributions__project__fundings__partner__slug",
          ("contributions__project__fundings__partner__name",), source=Partner, source_key="slug", in_ledger=False),
    Facet("project", gettext_lazy("Project"), "contributions__project__slug", ("contributions__project__title",),
          source=Project, source_key="slug", in_ledger=False),
    Facet("sdg", gettext_lazy("Sustainable Development Goal"), "indicator__sdg",
          word=lambda key: _("Goal and target %(number)s") % {"number": key}, source=Indicator, source_key="sdg"),
    Facet("round", gettext_lazy("Reported in"), "round__code", source=Round, source_key="code", word=_round_word),
    Facet("standing", gettext_lazy("Standing"), "standing", word=lambda key: str(STANDINGS[key]),
          source=STANDINGS),
)  # fmt: skip
BY_NAME = {facet.name: facet for facet in FACETS}


@dataclass(frozen=True)
class FacetChoice:
    """A value of a facet, and how many results have it; `None` is not counted."""

    value: str
    label: str
    count: int | None
    chosen: bool
    place: int = 0

    @property
    def is_known(self) -> bool:
        return bool(self.label)


def with_standing(publications: QuerySet, *, on: date) -> QuerySet:
    """Each with `standing`: whether a step was in force on a day; empty for what is no step (rule 7)."""
    standings = PublishedStanding.objects.filter(publication=OuterRef("pk"), day__lte=on).order_by("-day", "-pk")
    last = Subquery(standings.values("kind")[:1], output_field=CharField())
    return publications.alias(last_kind=last).annotate(
        standing=Case(
            When(last_kind=LOST, then=Value(LOST)),
            When(indicator__code__in=STEP_INDICATORS, then=Value(IN_FORCE)),
            default=Value(""),
            output_field=CharField(),
        )
    )


class FacetValue(NamedTuple):
    """A value of a facet: what it is called in three languages, its place among the others, and what has it."""

    names: Sequence[str]
    place: int
    bits: Bits


def values_of(held: Statements, *, on: date) -> dict[str, dict[str, FacetValue]]:
    """By facet, each value that something published may have: four queries, whatever was published."""
    found: dict[str, dict[str, FacetValue]] = {facet.name: {} for facet in FACETS}
    branches = held.branches(list(Instrument.branches.through.objects.values_list("instrument_id", "branch_id")))
    projects: dict[int, Bits] = defaultdict(int)
    for project, partner in Funding.objects.order_by().values_list("project_id", "partner_id").distinct():
        projects[partner] |= held.values["project"].get(project, 0)
    sets = held.values | {"branch": branches, "partner": projects}
    regions: dict[int, Bits] = defaultdict(int)
    named_rows = list(_named_rows())
    for name, pk, _key, *_names, _place, region in named_rows:
        if name == "country":
            regions[region] |= sets["country"].get(pk, 0)
    for name, pk, key, *names, place, _region in named_rows:
        bits = (regions if name == "region" else sets[name]).get(pk, 0)
        found[name][key] = FacetValue(names, place, bits)
    steps = 0
    columns = ("pk", "code", "name_en", "order", "level", "step", "sdg")
    for pk, code, name, place, level, step, sdg in Indicator.objects.order_by().values_list(*columns):
        bits = sets["indicator"].get(pk, 0)
        found["indicator"][code] = FacetValue([name], place, bits)
        for facet, value in (("level", level), ("step", step), ("sdg", sdg)):
            if value:
                before = found[facet].get(str(value))
                found[facet][str(value)] = FacetValue((), 0, bits | (before.bits if before else 0))
        steps |= bits if code in STEP_INDICATORS else 0
    lost = held.lost(on=on)
    found["standing"] = {IN_FORCE: FacetValue((), 0, steps & ~lost), LOST: FacetValue((), 0, lost)}
    return found


def _named_rows() -> QuerySet:
    """Facet, key, code, names in three languages, place and region of everything that has a row of its own."""
    parts = []
    for facet in (BY_NAME[name] for name in ("region", "country", "theme", "branch", "partner", "project", "round")):
        names: list[Cast | Value] = [Cast(F(path.rpartition("__")[2]), CharField()) for path in facet.names]
        names += [Value("", output_field=CharField())] * (len(LANGUAGES) - len(names))
        number = Value(0, output_field=IntegerField())
        rows = facet.source.objects.order_by().annotate(
            facet_name=Value(facet.name, output_field=CharField()),
            facet_key=Cast(F(facet.source_key), CharField()),
            facet_en=names[0],
            facet_fr=names[1],
            facet_es=names[2],
            facet_place=F(facet.place.rpartition("__")[2]) if facet.place else number,
            facet_region=F("region") if facet.name == "country" else number,
        )
        columns = ("facet_key", "facet_en", "facet_fr", "facet_es", "facet_place", "facet_region")
        parts.append(rows.values_list("facet_name", "pk", *columns))
    first, *others = parts
    return first.union(*others, all=True)


def choices_of(facet: Facet, rows: Iterable[tuple], chosen: Sequence[str]) -> list[FacetChoice]:
    """The choices of a facet: every value that some result has, and what is chosen, whether or not one has it."""
    shown = {
        key.lower(): FacetChoice(key.lower(), label_of(facet, key, names), n, key.lower() in chosen, place)
        for key, *names, place, n in rows
        if key
    }
    missing = [value for value in chosen if value not in shown]
    labels = labels_of(facet, missing) if missing else {}
    if facet.source_key:  # the others are short
        labels[LEFT_OUT] = _("the rest of a long list is left out")
    found = [*shown.values(), *(FacetChoice(value, labels.get(value, ""), 0, True) for value in missing)]
    return sorted(found, key=lambda choice: _order(facet, choice))


def _order(facet: Facet, choice: FacetChoice) -> tuple:
    """What is chosen, then as its source has it; rounds by the last, what has no order by the number of results."""
    first = not choice.chosen
    if facet.name == "round":
        return first, *(-int(part) for part in choice.value.split("-") if part.isdigit())
    if facet.name in ("partner", "project"):
        return first, -(choice.count or 0), choice.label
    if facet.name == "level" and choice.is_known:
        return first, Level.values.index(choice.value)
    return first, choice.place, choice.label


def label_of(facet: Facet, key: str, names: Sequence[str]) -> str:
    """What a value is called in the reader's language; in English where that is not known."""
    language = (get_language() or "en")[:2]
    by_language = dict(zip(LANGUAGES, names, strict=False))
    name = by_language.get(language) or by_language.get("en") or ""
    if facet.name == "indicator" and name:
        return f"{key} · {name}"
    return name or facet.word(key)


def known_among(chosen: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """Of the values that are chosen of each facet those that are a value of it, whether or not a result has it."""
    known: dict[str, set[str]] = {name: set() for name in chosen}
    rows = []
    for name, codes in chosen.items():
        facet = BY_NAME[name]
        if not facet.source_key:
            known[name] = {str(key) for key in (Level.values if facet.source is Level else facet.source)}
            continue
        name_of_facet = Value(name, output_field=CharField())
        some = facet.source.objects.order_by().annotate(facet_name=name_of_facet)
        some = some.annotate(facet_key=Cast(F(facet.source_key), CharField()))
        both = {*codes, *(code.upper() for code in codes)}
        rows.append(some.filter(facet_key__in=both).values_list("facet_name", "facet_key"))
    for name, key in rows[0].union(*rows[1:], all=True) if rows else ():
        known[name].add(key.lower())
    return {name: {*keys, NOWHERE} if name == "country" else keys for name, keys in known.items()}


def labels_of(facet: Facet, values: Sequence[str]) -> dict[str, str]:
    """The names of values that no result has; what is not among them is unknown here."""
    if facet.name == "country" and NOWHERE in values:
        return {NOWHERE: _("Global")} | labels_of(facet, [v for v in values if v != NOWHERE])
    if not facet.source_key:
        known = {str(key) for key in (Level.values if facet.source is Level else facet.source)}
        return {value: facet.word(value) for value in values if value in known}
    paths = [path.rpartition("__")[2] for path in facet.names]
    rows = facet.source.objects.filter(**{f"{facet.source_key}__in": [*values, *(v.upper() for v in values)]})
    return {key.lower(): label_of(facet, key, names) for key, *names in rows.values_list(facet.source_key, *paths)}
