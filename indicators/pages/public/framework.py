"""The framework: its indicators by level, and what one of them means in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Indicator, Level, PBOutput, Publication
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


def framework_page(*, as_of: date | None) -> dict[str, Any]:
    """Every indicator under its level, with how many results of it are published; nothing is entered for a view."""
    past = past_of(as_of)
    published = Publication.objects.as_of(as_of).order_by().values_list("indicator_id").annotate(results=Count("pk"))
    results = dict(published)
    indicators = list(Indicator.objects.select_related("framework", "theme").prefetch_related("view_of"))
    lines: dict[str, list[dict[str, Any]]] = {level: [] for level in Level}
    for indicator in indicators:
        sources = list(indicator.view_of.all())
        line = {
            "indicator": indicator,
            "url": past.at(indicator.get_absolute_url()),
            "step": STEPS[indicator.step] if indicator.step else "",
            "taken_from": ", ".join(source.code for source in sources),
            "collected_by": collected_by(indicator, sources),
            "results": results.get(indicator.pk, 0),
        }
        lines[indicator.level].append(line)
    return {
        "framework": indicators[0].framework if indicators else None,
        "past": past,
        "levels": [
            {
                "number": level_number(level),
                "name": level.label,
                "about": LEVELS_IN_WORDS[level],
                "lines": lines[level],
            }
            for level in Level
        ],
    }


def collected_by(indicator: Indicator, sources: Iterable[Indicator]) -> str:
    """Who enters results of it; nobody does for a view."""
    if indicator.collected_by:
        return str(indicator.get_collected_by_display())
    return _("nobody: taken from %(codes)s") % {"codes": ", ".join(s.code for s in sources)}


def definition(indicator: Indicator, sources: Iterable[Indicator]) -> list[dict[str, Any]]:
    """What an indicator means, line by line, for the component `facts`."""
    dimensions = ", ".join(d.name_en[:1].lower() + d.name_en[1:] for d in indicator.dimensions.all())
    adds_up = SUMS if indicator.measure in ("sum", "money") else ADDS_UP[indicator.adds_up]
    facts: list[dict[str, Any]] = []
    if view := view_text(indicator, sources):
        facts.append({"label": _("A view"), "value": view})
    facts.append({"label": _("Level"), "value": indicator.get_level_display()})
    if indicator.step:
        facts.append({"label": _("Step"), "value": STEPS[indicator.step]})
    facts += [
        {"label": _("Unit"), "value": _units_text(indicator)},
        {"label": _("How it adds up"), "value": adds_up},
        {"label": _("Divided by"), "value": dimensions or _("nothing")},
        {"label": _("Entered by"), "value": collected_by(indicator, sources)},
    ]
    if indicator.theme:
        facts.append({"label": _("Theme"), "value": indicator.theme.name})
    if indicator.sdg:
        facts.append({"label": _("Sustainable Development Goals"), "value": indicator.sdg})
    if indicator.usual_pb_output:
        output = PBOutput.objects.filter(code=indicator.usual_pb_output).order_by("-start").first()  # its last wording
        name = output.name_en if output and output.wording_known else ""
        fact = {
            "label": _("Usual output of the programme and budget"),
            "value": f"{indicator.usual_pb_output} {name}".strip(),
            "source": output.biennium if output else "",
        }
        facts.append(fact)
    framework = indicator.framework
    return [*facts, {"label": _("Framework"), "value": framework.name, "source": framework.source}]


def links_of(indicator: Indicator, sources: Iterable[Indicator], past: Past) -> list[tuple[str, str, str]]:
    """What it is taken from, the views of it, what it replaced, and what replaced it, each with its address.

    One query.
    """
    others = list(Indicator.objects.filter(Q(view_of=indicator) | Q(replaces=indicator)).distinct())
    found = [(_("Taken from"), other) for other in sources]
    found += [(_("Seen through"), other) for other in others if other.replaces_id != indicator.pk]
    if indicator.replaces:
        found.append((_("Replaces"), indicator.replaces))
    found += [(_("Replaced by"), other) for other in others if other.replaces_id == indicator.pk]
    return [(label, f"{other.code} · {other.name_en}", past.at(other.get_absolute_url())) for label, other in found]


def _units_text(indicator: Indicator) -> str:
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
