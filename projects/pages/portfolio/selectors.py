"""What a partner's money supports, as published: read by its representatives, in mail digests and in the export.

Everything here comes from statements in force; working copies are never read.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.building import is_served
from briefs.models import Issue, Report
from indicators import figures
from indicators.figures import Entry
from indicators.ledger import seen_through
from indicators.models import Indicator, LedgerHead, PartnerIndicator, Publication, PublishedContribution
from indicators.pages.published import Past, PublishedResult, Window, listed, themes_by_slug, windows
from indicators.querysets import PublicationQuerySet
from indicators.wording import number_text, people_text, unit_text
from projects.models import Funding, Partner, PortfolioVisit, Project
from rmt.text import countries_in_words

NOW = Past(None)


@dataclass(frozen=True)
class Supported:
    """A published result with the projects that supported it; `is_new` since the visit or digest before."""

    listed: PublishedResult
    projects: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True)
class PortfolioProject:
    """A project of the partner: who funds it too, where it works, and what it supported, as published."""

    project: Project
    co_funders: tuple[str, ...]
    countries: tuple[str, ...]
    results: tuple[Supported, ...]


@dataclass(frozen=True)
class FigureLine:
    """One figure, in words and exactly, in each window; `None` where nothing was counted."""

    label: str
    cells: tuple[tuple[str, figures.Quantity | None], ...]


@dataclass(frozen=True)
class PortfolioPart:
    """Some projects with all that they supported: each result once in `results` and in the figures."""

    projects: tuple[PortfolioProject, ...]
    results: tuple[Supported, ...]
    figures: tuple[FigureLine, ...]

    @property
    def new(self) -> list[Supported]:
        """What is marked as new."""
        return [r for r in self.results if r.is_new]

    @property
    def with_results(self) -> list[PortfolioProject]:
        """Projects that a published result names."""
        return [p for p in self.projects if p.results]

    @property
    def without_results(self) -> list[PortfolioProject]:
        """Projects that none names yet."""
        return [p for p in self.projects if not p.results]

    @property
    def countries(self) -> list[tuple[str, str]]:
        """The countries with a result, each once, by name."""
        return sorted({(r.listed.country, r.listed.country_url) for r in self.results if r.listed.country_url})


@dataclass(frozen=True)
class Portfolio:
    """The page of a partner, with its money as it is recorded: by project and year, what is of a whole project last.

    `pool` is what the pooled funds supported, for a partner that pays into them. `indicators` are those of the
    partner's own framework, each with our figure over the same results.
    """

    partner: Partner
    on: date
    since: datetime | None
    windows: tuple[str, ...]
    own: PortfolioPart
    pool: PortfolioPart | None
    money: tuple[Funding, ...]
    indicators: tuple[tuple[PartnerIndicator, str | None], ...]

    @property
    def new(self) -> list[Supported]:
        """What is new, each result once, whichever part it is in."""
        known = {r.listed.number for r in self.own.results}
        through_pool = self.pool.new if self.pool else []
        return self.own.new + [r for r in through_pool if r.listed.number not in known]


def reports_for(partner: Partner, *, now: datetime) -> list[tuple[Report, Issue]]:
    """The reports that were given to a partner and may be read, the latest period first; each by its last issue."""
    reports = Report.objects.of_partner(partner).order_by("-period_end", "-period_start", "title")
    given = ((report, report.issue_at(now)) for report in reports)
    return [(report, issue) for report, issue in given if issue is not None and is_served(issue)]


def ledger_seq() -> int:
    """The last number of the ledger: all that was published so far."""
    return LedgerHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0


def portfolio_of(partner: Partner, *, on: date, visit: PortfolioVisit | None = None) -> Portfolio:
    """Everything that the page and the export show: some two dozen queries, however many results there are.

    What was published after the reader's visit before this one is new; without a visit, nothing is.
    """
    funded = Project.objects.funded_by(partner)
    since = visit.before_seq if visit else None
    own = _part(partner, funded, _supported(partner), on=on, since=since, named=partner)
    pool = None
    if pays_into_pool(partner):
        pool = _part(partner, Project.objects.in_pool(), _in_force().supported_by_pool(), on=on, since=since)
    fundings = Funding.objects.of_current().filter(partner=partner).select_related("project")
    return Portfolio(
        partner=partner,
        on=on,
        since=visit.before_at if visit else None,
        windows=tuple(window.label for window in windows(Past(None), on=on)),
        own=own,
        pool=pool,
        money=tuple(sorted(fundings, key=lambda f: (f.project.title, f.year is None, f.year or 0, f.currency or ""))),
        indicators=tuple(own_indicators(partner, [r.listed.entry for r in own.results], on=on)),
    )


def new_results(partner: Partner, *, after: int) -> list[Supported]:
    """The results that became public as supported by the partner, or by its pool, after a number of the ledger."""
    found = _results(Project.objects.funded_by(partner), _supported(partner), since=after, named=partner)
    if pays_into_pool(partner):
        through_pool = _results(Project.objects.in_pool(), _in_force().supported_by_pool(), since=after)
        known = {r.listed.number for r in found}
        found += [r for r in through_pool if r.listed.number not in known]
    return [r for r in found if r.is_new]


def pays_into_pool(partner: Partner) -> bool:
    """Whether any money of the partner is pooled (modality 1)."""
    return Funding.objects.of_current().pooled().filter(partner=partner).exists()


def own_indicators(
    partner: Partner, entries: Sequence[Entry], *, on: date
) -> Iterable[tuple[PartnerIndicator, str | None]]:
    """The partner's own indicators, each with our figure over the `entries` since 2016; `None` without a match."""
    related = ("indicator__theme", "indicator__view_tag", "indicator__view_category__dimension")
    rows = partner.own_indicators.select_related(*related)
    since_2016 = windows(Past(None), on=on)[-1]
    for row in rows.prefetch_related("indicator__view_of"):
        yield row, indicator_text(row.indicator, entries, since_2016) if row.indicator else None


def indicator_text(indicator: Indicator, entries: Sequence[Entry], window: Window) -> str:
    """The figure of one of our indicators over some results, in words; of a view of several, each by itself."""
    seen = seen_through(indicator, entries)
    if indicator.code in figures.STEP_INDICATORS:
        changes = figures.changes(seen, period=window.period, step=indicator.step)
        countries = figures.countries(seen, period=window.period, step=indicator.step)
        what = ngettext("%(count)s change", "%(count)s changes", len(changes)) % {"count": len(changes)}
        where = countries_in_words(len(countries))
        return f"{what}, {where}"
    if indicator.measure == Indicator.Measure.PERSONS:
        sources = [source.code for source in indicator.view_of.all()]
        found = [
            figures.people(seen, indicator=code, period=window.period, day=window.day)
            for code in sources or [indicator.code]
        ]
        texts = [people_text(some) for some in found]
        return "; ".join(f"{c}: {t}" for c, t in zip(sources, texts, strict=True)) if len(sources) > 1 else texts[0]
    if indicator.has_value:
        summed = figures.sums(seen, indicator=indicator.code, unit=indicator.unit, period=window.period)
        unit = unit_text(indicator.unit)
        return f"{people_text(summed)} {unit}" if summed.quantity else people_text(summed)
    return number_text(len(figures.reported_in_period(seen, window.period)))


def figure_lines(results: Iterable[PublishedResult], *, on: date) -> tuple[FigureLine, ...]:
    """The headlines over some results, window by window; people entitled and people covered are never added up."""
    results = list(results)
    entries = [r.entry for r in results]
    deliverables = [r.entry for r in results if r.level == 1]
    spans = windows(Past(None), on=on)
    counts = (
        (_("Institutional changes"), lambda w: len(figures.changes(entries, period=w.period))),
        (
            _("Countries and territories with an institutional change"),
            lambda w: len(figures.countries(entries, period=w.period)),
        ),
        (_("Deliverables"), lambda w: len(figures.reported_in_period(deliverables, w.period))),
    )
    people = (
        (_("People entitled by law, more than before"), figures.LEGAL),
        (_("People covered in practice, more than before"), figures.EFFECTIVE),
    )
    lines = []
    for label, count in counts:
        numbers = [count(w) for w in spans]
        lines.append(FigureLine(label, tuple((number_text(n), figures.Quantity.of(n)) for n in numbers)))
    lines += [
        _people_line(label, [figures.people(entries, indicator=code, period=w.period, day=w.day) for w in spans])
        for label, code in people
    ]
    better = [figures.better_protected(entries, period=w.period, day=w.day) for w in spans]
    return (*lines, _people_line(_("People with better or wider benefits"), better))


def _people_line(label: str, found: Sequence[figures.People]) -> FigureLine:
    return FigureLine(label, tuple((people_text(people), people.quantity) for people in found))


def _in_force() -> PublicationQuerySet:
    return Publication.objects.as_of(None)


def _supported(partner: Partner) -> PublicationQuerySet:
    return _in_force().supported_by(partner)


def _part(
    partner: Partner,
    projects,
    publications: PublicationQuerySet,
    *,
    on: date,
    since: int | None,
    named: Partner | None = None,
) -> PortfolioPart:
    results = _results(projects, publications, since=since, named=named)
    funders = Prefetch("fundings", Funding.objects.select_related("partner"))
    shown = projects.current().prefetch_related("shares__country", funders).order_by("title")
    return PortfolioPart(
        projects=tuple(_project_part(partner, project, results) for project in shown),
        results=tuple(results),
        figures=figure_lines([r.listed for r in results], on=on),
    )


def _project_part(partner: Partner, project: Project, results: Sequence[Supported]) -> PortfolioProject:
    others = {f.partner.name for f in project.fundings.all() if f.partner and f.partner_id != partner.pk}
    own = {str(f.get_resource_display()) for f in project.fundings.all() if f.partner is None}
    return PortfolioProject(
        project=project,
        co_funders=(*sorted(others), *sorted(own)),
        countries=tuple(str(share.country) for share in project.shares.all()),
        results=tuple(r for r in results if project.slug in r.projects),
    )


def _results(
    projects, publications: PublicationQuerySet, *, since: int | None, named: Partner | None = None
) -> list[Supported]:
    """Each publication once, the last achieved first, with those of `projects` that it names.

    With `named`, a result is new until a publication names that partner.
    """
    themes = themes_by_slug()
    slugs = _projects_named(projects, publications)
    seen = _seen(projects, since, named)
    found = list(publications.with_labels().by_achievement())
    return [
        Supported(
            result,
            tuple(slugs.get(p.pk, ())),
            is_new=since is not None and p.result_id not in seen,
        )
        for p, result in zip(found, listed(found, themes=themes, past=NOW, with_country=True), strict=True)
    ]


def _projects_named(projects, publications: PublicationQuerySet) -> Mapping[int, list[str]]:
    """The slugs of the projects that each publication names."""
    rows = PublishedContribution.objects.filter(
        publication__in=publications.order_by().values("pk"), project__in=projects.order_by().values("pk")
    )
    found: dict[int, list[str]] = {}
    for pk, slug in rows.values_list("publication_id", "project__slug").order_by("project__title"):
        found.setdefault(pk, []).append(slug)
    return found


def _seen(projects, since: int | None, partner: Partner | None) -> frozenset[int]:
    """The results that were already public as supported by one of `projects` at a number of the ledger.

    With a partner, only those that named it (or what was merged into it) then: money that came later is news.
    """
    if since is None:
        return frozenset()
    named_before = PublishedContribution.objects.filter(
        publication__kind="statement", publication__seq__lte=since, project__in=projects.order_by().values("pk")
    )
    if partner is None:
        return frozenset(named_before.values_list("publication__result_id", flat=True))
    slugs = {partner.slug, *Partner.objects.filter(merged_into=partner).values_list("slug", flat=True)}
    return frozenset(
        result
        for result, payload in named_before.values_list("publication__result_id", "publication__payload")
        if slugs & {funder["slug"] for funder in json.loads(payload).get("partners", [])}
    )
