"""An earlier version of a draft brought back: the inverse of `payload_of`, for everything that a draft says.

What others decided about a result stays as it is: its number, its round, its pool, confirmed and rejected
themes, what was said of its standing, the projects that supported it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Convention, Country, Instrument, Theme
from indicators.fields import FIELDS
from indicators.ledger import Payload, payload_of, shown_revision
from indicators.models import Category, Evidence, Indicator, PBOutput, Result, ReviewEvent, Revision, Tag
from indicators.results import actions
from indicators.results.actions import Children, EvidenceItem
from rmt.models import User

DECIDED_BY_OTHERS = frozenset(
    {"schema", "uuid", "number", "round", "pool", "standings", "projects", "partners"}
    | {field.name for field in FIELDS if not field.is_drafted}
)
"""What a payload says that is not the draft's to say."""

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Earlier:
    """An earlier version, ready to be saved; `gone` names what it referred to and no longer exists."""

    fields: dict[str, Any]
    children: Children
    gone: list[str]


@transaction.atomic
def restore_revision(*, result: Result, version: int, revision: Revision, by: User) -> tuple[Result, list[str]]:
    """Write what `revision` says over the draft that `by` read as `version`, as a new revision.

    Returns the draft, and the names of what could not be brought back. A passage that was removed does not come back.
    Raises EditConflict if it is no longer that version, ValidationError if it is no draft any more.
    """
    earlier = read_back(shown_revision(revision, result.removals.exclude(field=None), now=payload_of(result)), result)
    result = actions.save_result(
        result=result, version=version, fields=earlier.fields, children=earlier.children, by=by
    )
    result.review_events.create(
        kind=ReviewEvent.Kind.RESTORED, comment=f"{revision.version}", version=result.version, by=by, at=timezone.now()
    )
    return result, earlier.gone


def read_back(payload: Payload, result: Result) -> Earlier:
    """What a payload of `result` says, as columns and children."""
    gone: list[str] = []
    return Earlier(_fields(payload, gone), _children(payload, result, gone), gone)


def _fields(payload: Payload, gone: list[str]) -> dict[str, Any]:
    return {
        **{field.name: field.type.read(payload.get(field.name)) for field in FIELDS if field.is_drafted},
        "country": _one(Country, "iso3", payload.get("country"), gone),
        "indicator": _one(Indicator, "code", payload.get("indicator"), gone),
        "pb_output": _output(payload.get("pb_output"), gone),
        "instrument": _instrument(payload.get("instrument"), gone),
        "convention": _one(Convention, "number", payload.get("convention"), gone),
    }


def _one(model: type[Row], key: str, value: str | None, gone: list[str]) -> Row | None:
    """The row that a key names; a key that names none any more is said to be gone."""
    if value is None:
        return None
    found = model._default_manager.filter(**{key: value}).first()
    if found is None:
        gone.append(str(value))
    return found


def _output(key: str | None, gone: list[str]) -> PBOutput | None:
    biennium, _space, code = (key or "").partition(" ")
    found = PBOutput.objects.filter(biennium=biennium, code=code).first()
    if key and found is None:
        gone.append(key)
    return found


def _instrument(row: Payload | None, gone: list[str]) -> Instrument | None:
    found = Instrument.objects.filter(uuid=row["uuid"]).first() if row else None
    if row and found is None:
        gone.append(row["title"])
    return found


def _children(payload: Payload, result: Result, gone: list[str]) -> Children:
    return Children(
        parts=_parts(payload.get("parts", []), gone),
        themes=_themes(payload.get("tags", []), result, gone),
        evidence=_evidence(payload.get("evidence", []), result, gone),
        others=[{"who": row["who"], "what": row["what"] or ""} for row in payload.get("others", [])],
        consultations=[_consultation(row) for row in payload.get("consultations", [])],
        follows=_known(Result.objects.all(), "uuid", payload.get("follows", []), gone, _an_earlier_result),
    )


def _an_earlier_result(_uuid: str) -> str:
    return _("an earlier result")


def _parts(rows: list[Payload], gone: list[str]) -> dict[Category, Decimal | None]:
    known = {category.key: category for category in Category.objects.select_related("dimension")}
    gone += [row["category"] for row in rows if row["category"] not in known]
    return {
        known[row["category"]]: Decimal(row["value"]) if row["value"] is not None else None
        for row in rows
        if row["category"] in known
    }


def _themes(rows: list[Payload], result: Result, gone: list[str]) -> list[Theme]:
    """Themes that were proposed then; one that its lead rejected since stays rejected."""
    themes = _known(Theme.objects.all(), "slug", [row["theme"] for row in rows], gone, str)
    rejected = set(result.tags.filter(state=Tag.State.REJECTED).values_list("theme_id", flat=True))
    gone += [_("%(theme)s (rejected since)") % {"theme": theme} for theme in themes if theme.pk in rejected]
    return [theme for theme in themes if theme.pk not in rejected]


def _evidence(rows: list[Payload], result: Result, gone: list[str]) -> list[EvidenceItem]:
    """Pages and files as they were kept; a page whose row is gone is kept anew, a file without one is gone."""
    free = Evidence.objects.filter(Q(result=result) | Q(result=None))
    kept = {str(uuid): uuid for uuid in free.filter(uuid__in=[r["uuid"] for r in rows]).values_list("uuid", flat=True)}
    gone += [row["title"] for row in rows if row["uuid"] not in kept and not row["url"]]
    return [
        EvidenceItem(title=row["title"], url=row["url"], audience=row["audience"], uuid=kept.get(row["uuid"]))
        for row in rows
        if row["uuid"] in kept or row["url"]
    ]


def _consultation(row: Payload) -> Payload:
    when = date.fromisoformat(row["when"]) if row["when"] else None
    return {name: row[name] for name in ("group", "who", "endorsed", "why_not")} | {"when": when}


def _known(
    rows: models.QuerySet[Row], key: str, wanted: Iterable[str], gone: list[str], name: Callable[[str], str]
) -> list[Row]:
    """The rows that some keys name, in their order; what names none any more is said to be gone."""
    keys = list(wanted)
    found = {str(getattr(row, key)): row for row in rows.filter(**{f"{key}__in": keys})}
    gone += [name(missing) for missing in keys if missing not in found]
    return [found[one] for one in keys if one in found]
