"""What an import would change, in words: one line for each field, as it is recorded and as the list has it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, Theme
from projects.imports import PlannedRow
from projects.models import Project
from rmt.text import grouped, span

LABELS = {
    "title": gettext_lazy("title"),
    "symbol": gettext_lazy("symbol"),
    "iati_id": gettext_lazy("IATI identifier"),
    "description": gettext_lazy("description"),
    "start": gettext_lazy("begins"),
    "end": gettext_lazy("ends"),
    "status": gettext_lazy("status"),
    "is_flagship": gettext_lazy("part of the Flagship Programme"),
    "gender_marker": gettext_lazy("gender marker"),
    "disability_marker": gettext_lazy("disability marker"),
    "budget": gettext_lazy("budget"),
    "spent": gettext_lazy("spent so far"),
    "currency": gettext_lazy("currency"),
    "countries": gettext_lazy("countries"),
    "themes": gettext_lazy("thematic areas"),
    "purposes": gettext_lazy("purpose codes"),
    "partners": gettext_lazy("partners, added"),
    "money": gettext_lazy("money of partners, planned / spent"),
}
PARTS_OF_DATES = {f"{name}_{part}": name for name in ("start", "end") for part in ("first", "last")}


def names_of_codes() -> dict[str, dict[str, str]]:
    """The names that stand for codes of countries and thematic areas, read once for a page."""
    return {
        "countries": {c.iso3: str(c) for c in Country.objects.all()},
        "themes": {t.slug: str(t) for t in Theme.objects.all()},
        "purposes": {},
    }


def lines_of(entry: PlannedRow, names: Mapping[str, Mapping[str, str]]) -> list[dict[str, str | None]]:
    """What would change in one project, in words; for a new one, everything that the list says."""
    lines: dict[str, dict[str, str | None]] = {}
    for difference in entry.differences:
        name = PARTS_OF_DATES.get(difference.field, difference.field)
        if name in ("start", "end"):
            before = _days_text(name, lambda part: getattr(entry.project, part, None))
            after = _days_text(name, entry.fields.get)
        else:
            before, after = _text(name, difference.before, names), _text(name, difference.after, names)
        lines[name] = {"label": str(LABELS.get(name, name)), "before": before, "after": after}
    return list(lines.values())


def _days_text(name: str, part: Callable[[str], Any]) -> str | None:
    first, last = part(f"{name}_first"), part(f"{name}_last")
    return span(first, last) if first else None


def _text(name: str, value: Any, names: Mapping[str, Mapping[str, str]]) -> str | None:
    """The value of a field; `None` where nothing is known."""
    if value in (None, "", {}, []):
        return None
    match name:
        case "budget" | "spent":
            return grouped(Decimal(value))
        case "status":
            return str(Project.Status(value).label)
        case "is_flagship":
            return _("yes") if value else _("no")
        case "gender_marker" | "disability_marker":
            return str(Project.Marker(value).label)
        case "countries" | "purposes":
            texts = [(names[name].get(code, code), share) for code, share in value.items()]
            return "; ".join(f"{text} ({grouped(Decimal(share))} %)" if share else text for text, share in texts)
        case "themes":
            return "; ".join(names[name].get(slug, slug) for slug in value)
        case "partners" | "money":
            return "; ".join(value)
    return str(value)
