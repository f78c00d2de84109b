"""The page of one project, as it is recorded today; of results, only what is published."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.models import Publication
from indicators.pages.published import Past, listed, themes_by_slug
from projects import definitions
from projects.models import Funding, Output, Project
from projects.pages.public.money import money_block
from projects.wording import money_text, yes_no_text
from rmt.text import grouped, span

MOST_LISTED = 200


def project_page(project: Project, *, today: date) -> dict[str, Any]:
    """What is recorded of `project`: about fifteen queries, however much there is."""
    own = Project.objects.filter(pk=project.pk)
    is_active = own.active(today).exists()
    is_not_known = not is_active and own.filter(definitions.is_not_known_active(today)).exists()
    fundings = list(project.fundings.select_related("partner"))
    outputs = list(project.outputs.all())
    supported = Publication.objects.as_of(None).supported_by_project(project)
    themes, listing = themes_by_slug(), supported.with_labels().by_achievement()[:MOST_LISTED]
    results = listed(listing, themes=themes, past=Past(None), with_country=True)
    found = supported.count()
    return {
        "trail": [(_("Projects"), reverse("projects")), (project.symbol or project.title, None)],
        "project": project,
        "is_active": is_active,
        "has_ended": project.end_last is not None and project.end_last < today,
        "facts": _facts(project, None if is_not_known else is_active),
        "countries": [
            (
                str(share.country),
                share.country.get_absolute_url(),
                _("%(share)s per cent") % {"share": grouped(share.share)} if share.share is not None else "",
            )
            for share in project.shares.select_related("country")
        ],
        "themes": list(project.themes.all()),
        "partners": sorted({f.partner for f in fundings if f.partner}, key=lambda p: p.name),
        "modalities": _modalities(fundings),
        "money": _money(project, fundings),
        "outputs": [_output(output, today) for output in outputs],
        "delivered": sum(1 for output in outputs if output.delivered and output.delivered <= today),
        "documents": list(project.documents.all()),
        "aliases": [a.text for a in project.aliases.all() if a.text not in (project.title, project.symbol)],
        "results": results,
        "found": found,
        "results_text": ngettext("%(n)s published result", "%(n)s published results", found) % {"n": grouped(found)},
        "not_listed": found > len(results),
    }


def _facts(project: Project, is_active: bool | None) -> list[dict[str, Any]]:
    """The record as the component `facts` reads it; `None` is not known."""
    purposes = [
        f"{p.code} ({grouped(p.share)} %)" if p.share is not None else str(p.code) for p in project.purposes.all()
    ]
    facts: list[dict[str, Any]] = [
        {"label": _("Symbol"), "value": project.symbol},
        {"label": _("IATI identifier"), "value": project.iati_id},
        {
            "label": _("Begins"),
            "value": span(project.start_first, project.start_last) if project.start_first else None,
        },
        {"label": _("Ends"), "value": span(project.end_first, project.end_last) if project.end_last else None},
        {"label": _("Status"), "value": project.get_status_display() if project.status else None},
        {
            "label": _("Active today"),
            "value": None if is_active is None else yes_no_text(is_active),
            "source": definitions.ACTIVE,
        },
        {"label": _("Flagship"), "value": yes_no_text(project.is_flagship), "source": definitions.FLAGSHIP},
        {"label": _("Budget"), "value": money_text(project.budget, project.currency)},
        {"label": _("Spent so far"), "value": money_text(project.spent, project.currency)},
    ]
    if project.gender_marker is not None:
        facts.append({"label": _("Gender equality marker"), "value": project.get_gender_marker_display()})
    if project.disability_marker is not None:
        facts.append({"label": _("Disability marker"), "value": project.get_disability_marker_display()})
    if purposes:
        facts.append({"label": _("Purpose codes (OECD)"), "value": ", ".join(purposes)})
    return [*facts, {"label": _("Source of this record"), "value": project.source}]


def _modalities(fundings: Sequence[Funding]) -> list[str]:
    """How each partner gives its money, where it is recorded; each way once."""
    texts = [
        f"{funding.partner or funding.get_resource_display()}: {funding.get_modality_display()}"
        for funding in fundings
        if funding.modality
    ]
    return list(dict.fromkeys(texts))


def _money(project: Project, fundings: Sequence[Funding]) -> dict[str, Any]:
    partners = {f.partner.slug: f.partner for f in fundings if f.partner}

    def named(slug: str | None) -> tuple[str, str]:
        if slug is None:
            return _("The organization's own resources"), ""
        return partners[slug].name, partners[slug].get_absolute_url()

    rows = project.fundings.all().as_money()
    return money_block(rows, by="partner", named=named, rates=[f.usd_rate_source for f in fundings])


def _output(output: Output, today: date) -> dict[str, Any]:
    """An output with its days; whether it was late is nothing for the public (rule 19)."""
    return {
        "title": output.title,
        "code": output.code,
        "due": span(output.due_first, output.due_last) if output.due_last else "",
        "delivered": output.delivered if output.delivered and output.delivered <= today else None,
    }
