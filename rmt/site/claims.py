"""Numbers that were published before, beside what is held here, with the difference in words (rule 16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.pages.steps import TITLES
from indicators import figures
from indicators.figures import ROUNDED, Entry, Period, Quantity
from indicators.ledger import everything
from indicators.models import Claim, Headline
from indicators.pages.public import amount_text, own_figure
from indicators.pages.published import Past, past_of
from indicators.templatetags.quantities import as_data
from indicators.wording import gap_text, number_text
from projects import definitions
from projects.figures import Counts
from projects.models import Project
from rmt.text import grouped, span

PERSONS, COUNTRIES, CHANGES = "persons", "countries", "changes"
FLAGSHIP_PROJECTS = "flagship-projects"


@dataclass(frozen=True)
class ClaimRow:
    """A published number beside what the entries support, with the difference in words (rule 16)."""

    window: str
    what: str
    published: str
    ours: str
    difference: str
    source: str
    note: str
    href: str


def claims_page(*, as_of: date | None, today: date) -> dict[str, Any]:
    """Every published number beside ours. None of them is in the ledger, so a past day only links to today's page."""
    past, day = past_of(as_of), as_of or today
    found = everything(as_of)
    counts = Project.objects.current().counts(today) if as_of is None else None
    return {
        "past": past,
        "counts": counts,
        "projects": claims_of_projects(counts) if counts else [],
        "claims": [claim_row(claim, found, past, day) for claim in claims_of_change()] if as_of is None else [],
        "flagship_meaning": str(definitions.FLAGSHIP),
        "active_meaning": str(definitions.ACTIVE),
    }


def claims_of_projects(counts: Counts) -> list[dict[str, Any]]:
    """The published numbers of projects, as recorded, each beside ours by the definition that comes nearest to it."""
    rows = []
    for claim in Claim.objects.filter(headline=Headline.PROJECTS).order_by("id"):
        is_flagship = claim.unit == FLAGSHIP_PROJECTS
        ours = counts.flagship if is_flagship else counts.all
        more = ours - int(claim.value)
        difference = _("the same number is held here")
        if more < 0:
            difference = ngettext("%(n)s fewer is held here", "%(n)s fewer are held here", -more)
        elif more > 0:
            difference = ngettext("%(n)s more is held here", "%(n)s more are held here", more)
        rows.append(
            {
                "published": grouped(claim.value),
                "counted": claim.note,
                "what": _("flagship projects") if is_flagship else _("all projects"),
                "ours": ours,
                "href": reverse("projects") + ("?flagship=yes" if is_flagship else ""),
                "difference": difference % {"n": number_text(abs(more))},
                "window": span(claim.window_start, Period(claim.window_start, claim.window_end).last),
                "source": claim.source,
            }
        )
    return rows


def claims_of_change() -> list[Claim]:
    """Every number published of changes and people, phase by phase: people, countries, changes."""
    units = [PERSONS, COUNTRIES, CHANGES]
    claims = Claim.objects.exclude(headline=Headline.PROJECTS).select_related("indicator")
    return sorted(claims, key=lambda c: (c.window_start, units.index(c.unit), c.indicator_id or 10**9, c.window_end))


def claim_row(claim: Claim, found: Sequence[Entry], past: Past, on: date) -> ClaimRow:
    """A claim beside our figure of the same subject, window and unit, with a link to the page of its indicator."""
    ours = own_figure(claim, found, on=on)
    difference = gap_text(ours, Quantity.of(claim.value, ROUNDED if claim.unit == PERSONS else ""))
    if claim.headline == Headline.PEOPLE:
        difference = _("never added here: the same people pass from law to practice")
    address = reverse("indicator", args=[claim.indicator.code.lower()]) if claim.indicator else reverse("indicators")
    return ClaimRow(
        window=span(claim.window_start, Period(claim.window_start, claim.window_end).last),
        what=_subject(claim),
        published=amount_text(claim),
        ours=as_data(ours) or (_("not added up") if claim.headline == Headline.PEOPLE else _("not known")),
        difference=difference,
        source=claim.source,
        note="" if claim.note.startswith("published as") else claim.note,
        href=past.at(address),
    )


def _subject(claim: Claim) -> str:
    steps: dict[str | None, str] = {
        code: f"{_('Step')} {step} · {TITLES[step]}" for code, step in figures.STEP_INDICATORS.items()
    }
    words: dict[str | None, str] = {
        figures.LEGAL: _("More people entitled by law"),
        figures.EFFECTIVE: _("More people covered in practice"),
        Headline.BETTER: _("People with better or wider benefits"),
        Headline.CHANGES: _("All three steps"),
        **steps,
    }
    key = claim.indicator.code if claim.indicator else claim.headline
    return words.get(key) or str(claim.indicator or claim.get_headline_display())
