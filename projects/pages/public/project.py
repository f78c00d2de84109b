"""The page of one project, as it is recorded today; of results, only what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Theme
from indicators.models import Publication
from indicators.pages.published import FactRow, Past, PublishedResult, listed, themes_by_slug
from indicators.querysets import PublicationQuerySet
from projects import definitions
from projects.figures import Due, Outputs, output_state, outputs_on
from projects.models import Document, Funding, Output, Partner, Project
from projects.pages.public.money import MoneyBlock, money_block
from projects.wording import OUTPUT_KINDS, OUTPUT_STATES, money_text, yes_no_text
from rmt.text import grouped, span

MOST_LISTED = 200


@dataclass(frozen=True)
class OutputLine:
    title: str
    code: str
    due: str
    delivered: date | None
    state: str
    kind: str


@dataclass(frozen=True)
class ProjectPage:
    """Everything that the page of a project shows."""

    project: Project
    is_active: bool
    facts: Sequence[FactRow]
    countries: Sequence[tuple[str, str, str]]
    themes: Sequence[Theme]
    partners: Sequence[Partner]
    modalities: Sequence[str]
    money: MoneyBlock
    outputs: Sequence[OutputLine]
    outputs_count: Outputs
    documents: Sequence[Document]
    aliases: Sequence[str]
    results: Sequence[PublishedResult]
    found: int

    @property
    def trail(self) -> list[tuple[str, str | None]]:
        return [(_("Projects"), reverse("projects")), (self.project.symbol or self.project.title, None)]

    @property
    def results_text(self) -> str:
        return ngettext("%(n)s published result", "%(n)s published results", self.found) % {"n": grouped(self.found)}

    @property
    def not_listed(self) -> bool:
        return self.found > len(self.results)


def project_page(project: Project, *, today: date) -> ProjectPage:
    """What is recorded of `project`: about fifteen queries, however much there is."""
    is_active = Project.objects.filter(pk=project.pk).active(today).exists()
    fundings = list(project.fundings.select_related("partner"))
    outputs = list(project.outputs.all())
    supported = Publication.objects.as_of(None).supported_by_project(project)
    return ProjectPage(
        project=project,
        is_active=is_active,
        facts=_facts(project, is_active),
        countries=[
            (str(s.country), s.country.get_absolute_url(), _("%(share)s per cent") % {"share": grouped(s.share)})
            if s.share is not None
            else (str(s.country), s.country.get_absolute_url(), "")
            for s in project.shares.select_related("country")
        ],
        themes=list(project.themes.all()),
        partners=sorted({f.partner for f in fundings if f.partner}, key=lambda p: p.name),
        modalities=_modalities(fundings),
        money=_money(project, fundings),
        outputs=[_output(output, today) for output in outputs],
        outputs_count=outputs_on([Due(o.due_last, o.delivered) for o in outputs], day=today),
        documents=list(project.documents.all()),
        aliases=[a.text for a in project.aliases.all() if a.text not in (project.title, project.symbol)],
        results=_results(supported),
        found=supported.count(),
    )


def _results(supported: PublicationQuerySet) -> list[PublishedResult]:
    themes = themes_by_slug()
    some = supported.with_labels().by_achievement()[:MOST_LISTED]
    return [listed(p, themes=themes, past=Past(None), with_country=True) for p in some]


def _facts(project: Project, is_active: bool) -> list[FactRow]:
    markers = {
        _("Gender equality marker"): project.get_gender_marker_display(),
        _("Disability marker"): project.get_disability_marker_display(),
    }
    purposes = ", ".join(
        f"{p.code} ({grouped(p.share)} %)" if p.share is not None else str(p.code) for p in project.purposes.all()
    )
    return [
        FactRow(_("Symbol"), project.symbol),
        FactRow(_("IATI identifier"), project.iati_id),
        FactRow(_("Begins"), span(project.start_first, project.start_last) if project.start_first else None),
        FactRow(_("Ends"), span(project.end_first, project.end_last) if project.end_last else None),
        FactRow(_("Status"), str(project.get_status_display()) if project.status else None),
        FactRow(_("Active today"), yes_no_text(is_active), str(definitions.ACTIVE)),
        FactRow(_("Flagship"), yes_no_text(project.is_flagship), str(definitions.FLAGSHIP)),
        FactRow(_("Budget"), money_text(project.budget, project.currency)),
        FactRow(_("Spent so far"), money_text(project.spent, project.currency)),
        *(FactRow(label, str(value)) for label, value in markers.items() if value is not None),
        *([FactRow(_("Purpose codes (OECD)"), purposes)] if purposes else []),
        FactRow(_("Source of this record"), project.source),
    ]


def _modalities(fundings: Sequence[Funding]) -> list[str]:
    """How each partner gives its money, where it is recorded."""
    said = {
        f"{funding.partner or funding.get_resource_display()}: {funding.get_modality_display()}": None
        for funding in fundings
        if funding.modality
    }
    return list(said)


def _money(project: Project, fundings: Sequence[Funding]) -> MoneyBlock:
    partners = {f.partner.slug: f.partner for f in fundings if f.partner}

    def named(slug: str | None) -> tuple[str, str]:
        if slug is None:
            return _("The organization's own resources"), ""
        return partners[slug].name, partners[slug].get_absolute_url()

    rows = project.fundings.all().as_money()
    return money_block(rows, by="partner", named=named, rates=[f.usd_rate_source for f in fundings])


def _output(output: Output, today: date) -> OutputLine:
    state = output_state(Due(output.due_last, output.delivered), day=today)
    return OutputLine(
        title=output.title,
        code=output.code or "",
        due=span(output.due_first, output.due_last) if output.due_last else "",
        delivered=output.delivered if output.delivered and output.delivered <= today else None,
        state=str(OUTPUT_STATES[state]),
        kind=OUTPUT_KINDS[state],
    )
