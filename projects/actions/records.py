"""What a project's record says, as text, and the line of history for each change of it."""

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import slugify

from projects.models import Project, ProjectChange
from projects.search_rows import index_project, index_projects
from rmt.models import SiteVersion, User

TEXT = ("symbol", "iati_id", "title", "description", "status", "currency", "source")
DAYS = ("start_first", "start_last", "end_first", "end_last")
AMOUNTS = ("budget", "spent")
MARKERS = ("is_flagship", "gender_marker", "disability_marker")
FIELDS = (*TEXT, *DAYS, *AMOUNTS, *MARKERS)

# Addresses of the desk that begin as those of projects do: no project may have such a slug.
RESERVED = {"new", "partners", "gaps", "merge", "unlinked"}

AT_ONCE = 500  # rows that go to the database together

Record = dict[str, Any]


def record_of(project: Project) -> Record:
    """Everything that the record says, ready to be compared and written down."""
    return {
        **{name: plain(getattr(project, name)) for name in FIELDS},
        "countries": {row.country.iso3: plain(row.share) for row in project.shares.all()},
        "themes": sorted(theme.slug for theme in project.themes.all()),
        "purposes": {str(row.code): plain(row.share) for row in project.purposes.all()},
    }


def plain(value: Any) -> Any:
    """A value as JSON has it: days and decimals as text, decimals without needless zeros.

    >>> plain(Decimal("60.00")), plain(None)
    ('60', None)
    """
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return value.isoformat() if hasattr(value, "isoformat") else value


def remember(project: Project, what: str, changes: Any, *, by: User) -> None:
    """Write the line of history, and say that something public changed."""
    ProjectChange.objects.create(project=project, what=what, changes=as_json(changes), by=by, at=timezone.now())
    SiteVersion.bump()
    index_project(project)


def remember_many(lines: Sequence[tuple[Project, str, Any]], *, by: User, is_renamed: bool = True) -> None:
    """The same for many projects at once; each is found by its names of now, if they may have changed."""
    now = timezone.now()
    ProjectChange.objects.bulk_create(
        (
            ProjectChange(project=project, what=what, changes=as_json(changes), by=by, at=now)
            for project, what, changes in lines
        ),
        batch_size=AT_ONCE,
    )
    SiteVersion.bump()
    if is_renamed:
        index_projects({project.pk for project, _what, _changes in lines})


def as_json(changes: Any) -> str:
    """What changed, as the history holds it."""
    return json.dumps(changes, ensure_ascii=False, sort_keys=True, default=plain)


def values_of(row: models.Model, names: Iterable[str]) -> Record:
    """Some columns of a row, as JSON has them; empty for a row that is not saved yet."""
    return {name: plain(getattr(row, name)) for name in names} if row.pk else {}


def free_slug(model: type[models.Model], text: str) -> str:
    """An address for a name: at most 50 signs, and nobody else's."""
    base = slug_base(model, text)
    taken = set(model._default_manager.filter(slug__startswith=base[:44]).values_list("slug", flat=True)) | RESERVED
    return next(slug for slug in slugs_from(base) if slug not in taken)


def slug_base(model: type[models.Model], text: str) -> str:
    return slugify(text)[:50].strip("-") or model._meta.model_name or "row"


def slugs_from(base: str, first: int = 2) -> Iterator[str]:
    """The address, then the same with a number behind it."""
    yield base
    yield from (f"{base[:44].strip('-')}-{n}" for n in itertools.count(first))
