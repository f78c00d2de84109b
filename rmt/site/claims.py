"""Numbers published before, beside what is held here, with the difference in words (rule 16)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.pages.steps import TITLES
from indicators import figures
from indicators.figures import PHASE_1, ROUNDED, Entry, Period, Quantity
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


@dataclass(frozen=True)
class ProjectClaim:
    """A published number of projects beside ours, by the definition that comes nearest to it."""

    published: str
    counted: str
    what: str
    ours: int
    href: str
    difference: str
    window: str
    source: str


@dataclass(frozen=True)
class ClaimsPage:
    """The published numbers of projects, which only today's page has, then every other one."""

    past: Past
    counts: Counts | None
    projects: Sequence[ProjectClaim]
    claims: Sequence[ClaimRow]

    @property
    def flagship_meaning(self) -> str:
        return str(definitions.FLAGSHIP)

    @property
    def active_meaning(self) -> str:
        return str(definitions.ACTIVE)


def claims_page(*, as_of: date | None, today: date) -> ClaimsPage:
    """Every published number beside ours; none of it is in the ledger, so a past day leaves it to today's page."""
    past, day = past_of(as_of), as_of or today
    found = everything(as_of)
    counts = Project.objects.current().counts(today) if as_of is None else None
    return ClaimsPage(
        past=past,
        counts=counts,
        projects=project_claims(counts) if counts else [],
        claims=[claim_row(claim, found, past, day) for claim in claims_of_change()] if as_of is None else [],
    )


def project_claims(counts: Counts) -> list[ProjectClaim]:
    """The published numbers of projects, in the order in which they are recorded."""
    found = Claim.objects.filter(headline=Headline.PROJECTS).order_by("id")
    return [_project_claim(claim, counts) for claim in found]


def _project_claim(claim: Claim, counts: Counts) -> ProjectClaim:
    is_flagship = claim.unit == FLAGSHIP_PROJECTS
    ours = counts.flagship if is_flagship else counts.all
    return ProjectClaim(
        published=grouped(claim.value),
        counted=claim.note,
        what=_("flagship projects") if is_flagship else _("all projects"),
        ours=ours,
        href=reverse("projects") + ("?flagship=yes" if is_flagship else ""),
        difference=_projects_apart(ours - int(claim.value)),
        window=span(claim.window_start, Period(claim.window_start, claim.window_end).last),
        source=claim.source,
    )


def _projects_apart(more: int) -> str:
    if more == 0:
        return _("the same number is held here")
    number = {"n": number_text(abs(more))}
    if more < 0:
        return ngettext("%(n)s fewer is held here", "%(n)s fewer are held here", -more) % number
    return ngettext("%(n)s more is held here", "%(n)s more are held here", more) % number


def claims_of_phases() -> Iterable[Claim]:
    """Claims over a whole phase, or over a headline; the years between stand on the indicators' own pages."""
    phase_1 = (PHASE_1.start, PHASE_1.end)
    return [c for c in claims_of_change() if c.headline or (c.window_start, c.window_end) == phase_1]


def claims_of_change() -> list[Claim]:
    """Every number published of changes and people, phase by phase: people, countries, changes."""
    claims = Claim.objects.exclude(headline=Headline.PROJECTS).select_related("indicator")
    return sorted(claims, key=_in_order)


def _in_order(claim: Claim) -> tuple[date, int, int, date]:
    return (
        claim.window_start, [PERSONS, COUNTRIES, CHANGES].index(claim.unit), claim.indicator_id or 10**9,
        claim.window_end,
    )  # fmt: skip


def claim_row(claim: Claim, found: Sequence[Entry], past: Past, on: date) -> ClaimRow:
    """A claim beside the figure of the same subject, window and unit; with the page of its indicator."""
    ours = own_figure(claim, found, on=on)
    address = reverse("indicator", args=[claim.indicator.code.lower()]) if claim.indicator else reverse("indicators")
    return ClaimRow(
        window=span(claim.window_start, Period(claim.window_start, claim.window_end).last),
        what=_subject(claim),
        published=amount_text(claim),
        ours=as_data(ours) or _("not known"),
        difference=gap_text(ours, Quantity.of(claim.value, ROUNDED if claim.unit == PERSONS else "")),
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
