"""What an import would change, in words: one line for each field, as it is held and as the list has it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, Theme
from projects.imports import Entry
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
}
PARTS_OF_DATES = {f"{name}_{part}": name for name in ("start", "end") for part in ("first", "last")}


@dataclass(frozen=True, slots=True)
class Line:
    """One field: its name, and what stands there before and after; `None` where nothing is known."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """The names that stand for codes."""

    countries: Mapping[str, str]
    themes: Mapping[str, str]

    def lines(self, entry: Entry) -> list[Line]:
        """What would change in one project; for a new one, everything that the list says."""
        found: dict[str, Line] = {}
        for change in entry.changes:
            name = PARTS_OF_DATES.get(change.field, change.field)
            if name in ("start", "end"):
                before, after = self._dates(entry, name)
            else:
                before, after = self._text(name, change.before), self._text(name, change.after)
            found[name] = Line(str(LABELS.get(name, name)), before, after)
        return list(found.values())

    def _dates(self, entry: Entry, name: str) -> tuple[str | None, str | None]:
        def said(of: Callable[[str], Any]) -> str | None:
            first = of(f"{name}_first")
            return span(first, of(f"{name}_last")) if first else None

        project = entry.project
        return said(lambda part: getattr(project, part, None)), said(lambda part: entry.fields.get(part))

    def _text(self, name: str, value: Any) -> str | None:
        if value in (None, "", {}, []):
            return None
        return self._readers().get(name, str)(value)

    def _readers(self) -> Mapping[str, Callable[[Any], str]]:
        return {
            "budget": lambda text: grouped(Decimal(text)),
            "spent": lambda text: grouped(Decimal(text)),
            "status": lambda value: str(Project.Status(value).label),
            "is_flagship": lambda value: _("yes") if value else _("no"),
            "gender_marker": lambda value: str(Project.Marker(value).label),
            "disability_marker": lambda value: str(Project.Marker(value).label),
            "countries": lambda shares: _with_shares(shares, self.countries),
            "purposes": lambda shares: _with_shares(shares, {}),
            "themes": lambda slugs: "; ".join(self.themes.get(slug, slug) for slug in slugs),
            "partners": "; ".join,
        }


def words() -> Words:
    """The names of countries and thematic areas, read once for a page."""
    return Words({c.iso3: str(c) for c in Country.objects.all()}, {t.slug: str(t) for t in Theme.objects.all()})


def _with_shares(shares: Mapping[str, str | None], names: Mapping[str, str]) -> str:
    said: Iterable[str] = (
        f"{names.get(code, code)} ({grouped(Decimal(share))} %)" if share else names.get(code, code)
        for code, share in shares.items()
    )
    return "; ".join(said)
