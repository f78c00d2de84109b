"""A list of projects written whole or not at all: what its money supported is restated with it."""

from collections.abc import Mapping
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.results.project_money import record_funding
from projects import actions
from projects.actions import Links, partners_by_name
from projects.imports import Columns, ImportPreview, PlannedRow, Table, forget, plan, remember, table_of
from projects.models import Partner, UploadedList
from rmt.models import User


@transaction.atomic
def run_import(
    table: Table,
    *,
    columns: Columns,
    by: User,
    currency: str | None = None,
    answers: Mapping[str, str] | None = None,
    expected: str | None = None,
) -> ImportPreview:
    """Write the list by the actions of the page, in one transaction, and remember the mapping; what was done.

    Raises ValidationError, with every problem, if a row is not understood, a question is open, or if what would
    happen is no longer what was previewed (`expected`): then nothing is written.
    """
    preview = plan(table, columns=columns, currency=currency, answers=answers)
    if expected is not None and preview.fingerprint != expected:
        message = _("Something changed since the preview. Look at it again before you import.")
        raise ValidationError(message, code="changed")
    if not preview.is_ready:
        open_questions = [_("Say which partner “%(text)s” is.") % {"text": q.text} for q in preview.questions]
        raise ValidationError([*map(str, preview.problems), *open_questions] or [_("There is nothing to import.")])
    partners = _make_partners(preview, table.name, by=by)
    for entry in preview.entries:
        _write(entry, table.name, partners, by=by)
    remember(headers=table.headers, columns=columns, currency=currency, by=by)
    return preview


def _make_partners(preview: ImportPreview, name: str, *, by: User) -> dict[str, Partner]:
    source = _("Project list “%(name)s”") % {"name": name}
    for text in preview.new_partners.values():
        actions.create_partner(name=text, source=source, by=by)
    known = partners_by_name()
    for key, meant in preview.spellings.items():
        actions.add_alias(partner=known[meant], text=preview.spelled[key], source=source, by=by)
    return partners_by_name()


def _write(entry: PlannedRow, name: str, partners: Mapping[str, Partner], *, by: User) -> None:
    source = _("Project list “%(name)s”") % {"name": name}
    project = entry.project
    if project is None:
        project = actions.create_project(fields={"source": source, **entry.fields}, links=entry.links, by=by)
    elif any(change.field != "partners" for change in entry.differences):
        links = _changed_links(entry)
        project = actions.change_project(
            project=project, version=project.version, fields=entry.fields, links=links, by=by
        )
    for key in entry.partners:
        record_funding(project=project, fields={"partner": partners[key], "source": source}, by=by)


def _changed_links(entry: PlannedRow) -> Links:
    """Only the links that differ: shares that are held stay where the list gives none."""
    changed = {change.field for change in entry.differences}
    kept = {name: None for name in ("countries", "themes", "purposes") if name not in changed}
    return replace(entry.links, **kept)


@transaction.atomic
def write_upload(listed: UploadedList, *, expected: str, by: User) -> ImportPreview:
    """Write the list as it was previewed, and let go of the file. Raises as `run_import`, and UploadedList.DoesNotExist
    if it was written meanwhile."""
    listed = UploadedList.objects.select_for_update().get(pk=listed.pk)
    preview = run_import(
        table_of(listed),
        columns=listed.columns or {},
        currency=listed.currency,
        answers=listed.answers,
        expected=expected,
        by=by,
    )
    forget(listed)
    return preview
