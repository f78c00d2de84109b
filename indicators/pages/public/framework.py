"""The framework: its indicators by level, and what one of them means in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Framework, Indicator, Level, PBOutput, Publication
from indicators.pages.published import Past, past_of
from indicators.wording import unit_text
from rmt.text import STEPS, level_number

ADDS_UP = {
    "records": gettext_lazy("Each record counts, in the period in which it happened."),
    "countries": gettext_lazy(
        "Two measures that are never mixed: changes (records), and countries, each once for each step and phase."
    ),
    "series": gettext_lazy(
        "Figures on one law or scheme are a series: its increase is the last value minus the one before it. "
        "Groups and countries are then added."
    ),
}
SUMS = gettext_lazy("The figures of the results are added, in one unit.")
LEVELS_IN_WORDS = {
    Level.DELIVERABLE: gettext_lazy(
        "Products of the programme's support that constituents approved, completed or use."
    ),
    Level.RESULT: gettext_lazy("Changes in a country, in three steps. Steps repeat, run in parallel, and can be lost."),
    Level.IMPACT: gettext_lazy(
        "More people protected, or better. Each kind of coverage is an indicator; they are never added up."
    ),
}


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator in the list, with how many results of it are published."""

    indicator: Indicator
    url: str
    collected_by: str
    step: str
    taken_from: str
    results: int | None


@dataclass(frozen=True)
class LevelGroup:
    number: int
    name: str
    about: str
    lines: tuple[IndicatorLine, ...]


@dataclass(frozen=True)
class FrameworkPage:
    framework: Framework | None
    past: Past
    levels: tuple[LevelGroup, ...]


@dataclass(frozen=True)
class Fact:
    """A line of the definition, for the component `facts`."""

    label: str
    value: str
    source: str = ""
    href: str = ""


@dataclass(frozen=True)
class Link:
    """Another indicator that this one has to do with, and how."""

    label: str
    text: str
    url: str


def framework_page(*, as_of: date | None) -> FrameworkPage:
    """Every indicator, under its level."""
    past = past_of(as_of)
    published = Publication.objects.as_of(as_of).order_by().values_list("indicator_id").annotate(results=Count("pk"))
    results = dict(published)
    indicators = list(Indicator.objects.select_related("framework", "theme").prefetch_related("view_of"))
    lines = [_line(indicator, results, past) for indicator in indicators]
    return FrameworkPage(
        framework=indicators[0].framework if indicators else None,
        past=past,
        levels=tuple(
            LevelGroup(
                level_number(level),
                str(level.label),
                str(LEVELS_IN_WORDS[level]),
                tuple(line for line in lines if line.indicator.level == level),
            )
            for level in Level
        ),
    )


def _line(indicator: Indicator, results: dict[int, int], past: Past) -> IndicatorLine:
    sources = list(indicator.view_of.all())
    return IndicatorLine(
        indicator=indicator,
        url=past.at(indicator.get_absolute_url()),
        collected_by=collected_by(indicator, sources),
        step=str(STEPS[indicator.step]) if indicator.step else "",
        taken_from=", ".join(s.code for s in sources),
        results=None if sources else results.get(indicator.pk, 0),
    )


def collected_by(indicator: Indicator, sources: Iterable[Indicator]) -> str:
    """Who enters results of it; nobody does for a view."""
    if indicator.collected_by:
        return str(indicator.get_collected_by_display())
    return _("nobody: taken from %(codes)s") % {"codes": ", ".join(s.code for s in sources)}


def definition(indicator: Indicator, sources: Iterable[Indicator], past: Past) -> list[Fact]:
    """What an indicator means, line by line."""
    dimensions = ", ".join(d.name_en[:1].lower() + d.name_en[1:] for d in indicator.dimensions.all())
    facts = [
        Fact(_("Level"), str(indicator.get_level_display())),
        *([Fact(_("Step"), str(STEPS[indicator.step]))] if indicator.step else []),
        Fact(_("Unit"), _units(indicator)),
        Fact(_("How it adds up"), str(SUMS if indicator.measure in ("sum", "money") else ADDS_UP[indicator.adds_up])),
        Fact(_("Divided by"), dimensions or _("nothing")),
        Fact(_("Entered by"), collected_by(indicator, sources)),
        *([Fact(_("Theme"), indicator.theme.name)] if indicator.theme else []),
        *([Fact(_("Sustainable Development Goals"), indicator.sdg)] if indicator.sdg else []),
        *_pb_output(indicator),
        Fact(_("Framework"), indicator.framework.name, source=indicator.framework.source),
    ]
    if view := view_text(indicator, sources):
        facts.insert(0, Fact(_("A view"), view))
    return facts


def links_of(indicator: Indicator, sources: Iterable[Indicator], past: Past) -> list[Link]:
    """What it is taken from, the views of it, what it replaced, and what replaced it: one query."""
    replaced = [indicator.replaces] if indicator.replaces else []
    others = list(Indicator.objects.filter(Q(view_of=indicator) | Q(replaces=indicator)).distinct())
    found = [
        *((_("Taken from"), other) for other in sources),
        *((_("Seen through"), other) for other in others if other.replaces_id != indicator.pk),
        *((_("Replaces"), other) for other in replaced),
        *((_("Replaced by"), other) for other in others if other.replaces_id == indicator.pk),
    ]
    return [Link(label, f"{other.code} · {other.name_en}", past.at(other.get_absolute_url())) for label, other in found]


def _units(indicator: Indicator) -> str:
    usual, *others = [unit_text(unit) for unit in indicator.units]
    if not others:
        return usual
    return _("%(usual)s; also shown, but never added: %(others)s") % {"usual": usual, "others": ", ".join(others)}


def view_text(indicator: Indicator, sources: Iterable[Indicator]) -> str:
    """What a view counts of what was entered once (rule 11); empty for an indicator of its own."""
    codes = _(" and ").join(s.code for s in sources)
    if not codes:
        return ""
    if indicator.view_category:
        of = _("those of %(codes)s of the category “%(category)s”") % {
            "codes": codes,
            "category": f"{indicator.view_category.dimension}: {indicator.view_category}",
        }
    else:
        of = _("results of %(codes)s whose theme “%(theme)s” is confirmed by its lead") % {
            "codes": codes,
            "theme": indicator.view_tag.name if indicator.view_tag else "",
        }
    return _("It counts what was entered once: %(of)s. Nothing is entered for it, and nothing is counted twice.") % {
        "of": of
    }


def _pb_output(indicator: Indicator) -> list[Fact]:
    """The output indicator of the programme and budget that results usually belong to, in its last wording."""
    if not indicator.usual_pb_output:
        return []
    found = PBOutput.objects.filter(code=indicator.usual_pb_output).order_by("-start").first()
    name = found.name_en if found and found.wording_known else ""
    value = f"{indicator.usual_pb_output} {name}".strip()
    return [Fact(_("Usual output of the programme and budget"), value, source=found.biennium if found else "")]
