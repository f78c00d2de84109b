"""What partners give to a project; published results that it supported are restated with it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.results.support import restate_support
from projects.actions import remember, values_of
from projects.models import Funding, Project
from rmt.models import User

AMOUNTS = ("planned", "received", "spent")
KEY = ("partner", "year", "resource", "currency")
COLUMNS = (
    "partner_id", "year", "resource", "modality", "currency", *AMOUNTS, "usd_rate", "usd_rate_source", "source",
)  # fmt: skip


@transaction.atomic
def record_funding(*, project: Project, fields: Mapping[str, Any], by: User, funding: Funding | None = None) -> Funding:
    """What a partner gives to a project in a year, or to the whole project: a new row, or the one of its kind as it is.

    A row that only said that the partner funds the project takes the first amounts. Raises ValidationError by field.
    """
    row = {name: (v.strip() or None) if isinstance(v, str) else v for name, v in fields.items()}
    funding = funding or _row_of_its_kind(project, row) or Funding(project=project)
    before = values_of(funding, COLUMNS)
    for name, value in row.items():
        setattr(funding, name, value)
    problems = _problems(funding)
    if problems:
        raise ValidationError(problems)
    funding.full_clean()
    funding.save()
    after = values_of(funding, COLUMNS)
    if before != after:
        remember(project, "funding", [before, after], by=by)
        restate_support([project], by=by)
    return funding


def _row_of_its_kind(project: Project, row: Mapping[str, Any]) -> Funding | None:
    found = project.fundings.filter(**{name: row.get(name) for name in KEY}).first()
    if found is not None or row.get("partner") is None:
        return found
    bare = dict.fromkeys((*AMOUNTS, "year"))
    return project.fundings.filter(partner=row["partner"], **bare).first()


def _problems(funding: Funding) -> dict[str, str]:
    problems = {}
    has_amount = any(getattr(funding, name) is not None for name in AMOUNTS)
    if funding.partner is None and funding.resource not in Funding.OWN_RESOURCES:
        problems["partner"] = _("Say who funds it: only the organization's own resources have no partner.")
    if funding.partner is not None and funding.partner.merged_into_id:
        problems["partner"] = _("%(partner)s was merged into another partner.") % {"partner": funding.partner}
    if has_amount != bool(funding.currency):
        problems["currency"] = _("Amounts and their currency go together.")
    if bool(funding.usd_rate) != bool(funding.usd_rate_source):
        problems["usd_rate_source"] = _("A rate and its source go together.")
    if funding.usd_rate and funding.currency in (None, "USD"):
        problems["usd_rate"] = _("A rate belongs to amounts in another currency than US dollars.")
    if funding.planned is not None and funding.planned < 0:
        problems["planned"] = _("A planned amount is not below zero.")
    return problems


@transaction.atomic
def drop_funding(*, funding: Funding, reason: str, by: User) -> None:
    """Take back a row that was recorded by mistake; the project's history keeps it, and why."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the history of the project keeps it.")})
    project, before = funding.project, values_of(funding, COLUMNS)
    funding.delete()
    remember(project, "funding", [before, {"dropped": reason.strip()}], by=by)
    restate_support([project], by=by)
