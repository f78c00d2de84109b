"""What partners give to a project; published results that it supported are restated with it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.results.support import restate_support
from projects.actions import AT_ONCE, batched, plain, remember, remember_many, values_of
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


@transaction.atomic
def record_fundings(
    rows: Sequence[tuple[Project, Mapping[str, Any]]], *, by: User
) -> list[tuple[int, int, dict[str, Any] | None]]:
    """Many rows, as `record_funding` does: project, id of the row, and what it held before, `None` for a new one.

    A row that is written twice is named once, with what it held before the first time.
    Raises ValidationError for the first that breaks a rule.
    """
    found: dict[int, tuple[int, int, dict[str, Any] | None]] = {}
    for some in batched(rows):
        for project_id, funding_id, before in _record_some(some, by=by):
            found.setdefault(funding_id, (project_id, funding_id, before))
    return list(found.values())


def _record_some(
    rows: Sequence[tuple[Project, Mapping[str, Any]]], *, by: User
) -> list[tuple[int, int, dict[str, Any] | None]]:
    held: dict[int, list[Funding]] = {}
    for line in Funding.objects.filter(project__in={project.pk for project, _row in rows}):
        held.setdefault(line.project_id, []).append(line)
    written: dict[int, tuple[Funding, dict[str, Any] | None]] = {}  # by `id()`: a new row has no key yet
    lines = []
    bare = (*AMOUNTS, "year")
    for project, row in rows:
        there = held.setdefault(project.pk, [])
        funding = next((f for f in there if all(getattr(f, n) == row.get(n) for n in KEY)), None) or next(
            (f for f in there if f.partner == row["partner"] and all(getattr(f, n) is None for n in bare)), None
        )
        before = {name: plain(getattr(funding, name)) for name in COLUMNS} if funding else None
        if funding is None:
            funding = Funding(project=project)
            there.append(funding)
        for name, value in row.items():
            setattr(funding, name, value)
        if problems := _problems(funding):
            raise ValidationError(problems)
        funding.clean_fields(exclude={"project", "partner"})
        after = {name: plain(getattr(funding, name)) for name in COLUMNS}
        if before != after:
            lines.append((project, "funding", [before or {}, after]))
        written.setdefault(id(funding), (funding, before))
    Funding.objects.bulk_create([funding for funding, before in written.values() if before is None])
    Funding.objects.bulk_update([funding for funding, before in written.values() if before is not None], COLUMNS)
    remember_many(lines, by=by, is_renamed=False)
    _restate([project for project, _row in rows], by=by)
    return [(funding.project_id, funding.pk, before) for funding, before in written.values()]


@transaction.atomic
def take_fundings_back(rows: Sequence[tuple[Funding, Mapping[str, Any] | None]], *, reason: str, by: User) -> None:
    """Put rows of money back to what they held before, and drop those that were new; the history says why."""
    lines = []
    for funding, before in rows:
        now = values_of(funding, COLUMNS)
        after = {"dropped": reason} if before is None else before
        lines.append((funding.project, "funding", [now, after]))
        for name, value in (before or {}).items():
            field: Any = Funding._meta.get_field(name.removesuffix("_id"))
            setattr(funding, name, field.to_python(value))
    for some in batched([funding.pk for funding, before in rows if before is None]):
        Funding.objects.filter(pk__in=some).delete()
    Funding.objects.bulk_update(
        [funding for funding, before in rows if before is not None], COLUMNS, batch_size=AT_ONCE
    )
    remember_many(lines, by=by, is_renamed=False)
    _restate([funding.project for funding, _before in rows], by=by)


def _restate(projects: Iterable[Project], *, by: User) -> None:
    for some in batched({project.pk for project in projects}):
        restate_support(Project.objects.filter(pk__in=some), by=by)


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
