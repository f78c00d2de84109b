"""A list between the steps of its import: stored for its owner alone, read again at each step, gone at the end."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.imports.lists import read_list
from projects.imports.mapping import Columns
from projects.imports.planning import plan
from projects.imports.preview import ImportPreview
from projects.imports.reading import ListRefused, Table
from projects.models import UploadedList
from rmt.models import User

DAYS_STORED = 7


def keep(content: bytes, *, name: str, by: User) -> UploadedList:
    """Keep a list for the next steps. Raises ListRefused if it is no list."""
    _read(content, name=name, sheet=None)
    listed = UploadedList(owner=by, name=name, at=timezone.now())
    listed.file.save("list", ContentFile(content), save=False)
    listed.save()
    return listed


def forget_left_behind(*, now: datetime) -> int:
    """Delete lists that nobody went on with; returns how many (rule 21)."""
    left = list(UploadedList.objects.filter(at__lt=now - timedelta(days=DAYS_STORED)))
    for listed in left:
        forget(listed)
    return len(left)


def table_of(listed: UploadedList) -> Table:
    """The list, on the sheet that was chosen. Raises ListRefused, and FileNotFoundError if the file is gone."""
    with listed.file.open("rb") as file:
        return _read(file.read(), name=listed.name, sheet=listed.sheet)


def _read(content: bytes, *, name: str, sheet: str | None) -> Table:
    table = read_list(content, name=name, sheet=sheet)
    if not table.headers:
        raise ListRefused(
            _("There is no list in this file: no row looks like headers. Name the columns in the first row.")
        )
    if not table.rows and len(table.sheets) < 2:  # else another sheet may hold the list
        raise ListRefused(_("There are headers in this file, and no project below them."))
    return table


def choose_columns(listed: UploadedList, columns: Columns, *, currency: str | None) -> None:
    """Say what each column holds, and forget the answers that were about the columns as they were."""
    if columns != listed.columns:
        listed.choices = {name: value for name, value in listed.choices.items() if name != "cells"}
        listed.answers = {k: v for k, v in listed.answers.items() if not k.startswith(("numbers:", "days:"))}
    listed.columns, listed.currency = dict(columns), currency
    listed.save(update_fields=["columns", "currency", "answers", "choices"])


def choose_sheet(listed: UploadedList, sheet: str) -> None:
    """Read another sheet, and forget the columns and answers. Raises ListRefused if there is no list on it."""
    listed.sheet, listed.columns, listed.answers, listed.choices = sheet, None, {}, {}
    table_of(listed)
    listed.save(update_fields=["sheet", "columns", "answers", "choices"])


def preview_of(listed: UploadedList, table: Table) -> ImportPreview:
    """What would happen. Raises ValidationError if the columns cannot be used."""
    return plan(
        table,
        columns=listed.columns or {},
        currency=listed.currency,
        answers=listed.answers,
        choices=listed.choices,
    )


@transaction.atomic
def forget(listed: UploadedList) -> None:
    """Remove a list and its file."""
    storage, path = listed.file.storage, str(listed.file.name)
    listed.delete()
    transaction.on_commit(lambda: storage.delete(path))
