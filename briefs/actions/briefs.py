"""The verbs that change briefs and stories: one transaction each, the version checked in the UPDATE (rule 5).

Who may is asked in `permissions`; that nobody publishes what they wrote or sent is a rule of the record itself, so it
is held here as well (docs/design.md, "Workflow").
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from briefs.models import Brief, BriefEvent
from briefs.writing import ANSWERS, PRINCIPLES, content_of, parts_of, pieces_of
from countries.models import Country, Theme
from indicators.ledger import canonical
from indicators.models import Edition
from rmt.models import User

Kind = BriefEvent.Kind
Status = Brief.Status
LONGEST_SUMMARY, LONGEST_PART, LONGEST_SOURCE, LONGEST_LINE = 1_000, 30_000, 5_000, 300
CHANGED_BY_SAVING = {"title", "summary", "source", "parts", "principles", "is_pilot"}


class BriefConflict(Exception):
    """Somebody else changed the same pieces of a brief since it was read. Nothing was written."""

    def __init__(self, current: Brief, pieces: Collection[str] = ()) -> None:
        super().__init__(_("Somebody else changed this brief while you were working on it."))
        self.current, self.pieces = current, pieces


@transaction.atomic
def begin_brief(
    *,
    kind: str,
    country: Country | None = None,
    theme: Theme | None = None,
    language: str = User.Language.ENGLISH,
    title: str,
    by: User,
    is_historical: bool = False,
    slug: str | None = None,
    translation_of: Brief | None = None,
    is_pilot: bool = False,
    edition: Edition | None = None,
) -> Brief:
    """A new brief on a country or a theme, or a story; its figures are read as of `edition`, or else the latest.

    Raises ValidationError keyed by field.
    """
    problems = problems_of_a_beginning(kind, country, theme, language, title, translation_of)
    if problems:
        raise ValidationError(problems)
    brief = Brief(
        kind=kind,
        country=country,
        theme=theme,
        language=language,
        title=title.strip(),
        is_historical=is_historical,
        is_pilot=is_pilot,
        translation_of=translation_of,
        edition=edition or latest_edition(),
        author=by,
    )
    brief.slug = _free_slug(slug or _slug_of(brief), language)
    brief.save()
    remember(brief, Kind.CREATED, by=by)
    return brief


def problems_of_a_beginning(
    kind: str, country: Country | None, theme: Theme | None, language: str, title: str, translation_of: Brief | None
) -> dict[str, str]:
    """Why a brief cannot begin like this, keyed by field; empty if it can."""
    problems = {}
    if kind == Brief.Kind.COUNTRY and country is None:
        problems["country"] = _("Choose the country or territory.")
    elif kind == Brief.Kind.COUNTRY and theme is not None:
        problems["theme"] = _("A country brief is about one country or territory, and no theme.")
    if kind == Brief.Kind.THEME and theme is None:
        problems["theme"] = _("Choose the theme.")
    elif kind == Brief.Kind.THEME and country is not None:
        problems["country"] = _("A theme brief is about one theme, and no country.")
    if kind == Brief.Kind.STORY and country is None and theme is None:
        problems["country"] = _("Say on which country or theme the story is.")
    if not title.strip():
        problems["title"] = _("Give it a title.")
    if translation_of is not None and not problems.keys() & {"country", "theme"}:
        problems |= _problems_of_a_translation(translation_of, kind, country, theme, language)
    return problems


def _problems_of_a_translation(
    original: Brief, kind: str, country: Country | None, theme: Theme | None, language: str
) -> dict[str, str]:
    """A translation is of the same kind, on the same, and the only one of its language beside the original."""
    if original.translation_of_id is not None:
        return {"translation_of": _("This is a translation itself. Choose the text that it translates.")}
    if (original.kind, original.country, original.theme) != (kind, country, theme):
        return {"translation_of": _("A translation is of the same kind, on the same country or theme.")}
    if original.language == language:
        return {"language": _("A translation is in another language than the text that it translates.")}
    if original.translations.filter(language=language).exists():
        return {"language": _("There is a translation into this language already.")}
    return {}


def _slug_of(brief: Brief) -> str:
    if brief.kind == Brief.Kind.COUNTRY and brief.country:
        return brief.country.slug
    if brief.kind == Brief.Kind.THEME and brief.theme:
        return brief.theme.slug
    return slugify(brief.title)[:70] or "story"


def _free_slug(wanted: str, language: str) -> str:
    """The address that is wanted, with the language or a number behind it where another brief has it."""
    taken = set(Brief.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    named = [wanted, f"{wanted}-{language}", *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in named if slug not in taken)


def latest_edition() -> Edition | None:
    """The edition that was pinned last; `None` before the first."""
    return Edition.objects.order_by("pinned_at", "pk").last()


@transaction.atomic
def save_brief(*, brief: Brief, changes: Mapping[str, Any], version: int, by: User) -> Brief:
    """Write changes over the draft that was read as `version`; what others changed meanwhile elsewhere stays.

    `changes` has the keys of `content_of`; of "parts" and "principles" only those that are changed. Raises
    BriefConflict naming the pieces that somebody else changed too, or all if it is no draft any more; ValidationError
    keyed by field.
    """
    current = Brief.objects.select_for_update(of=("self",)).select_related("edition").get(pk=brief.pk)
    _refuse_malformed(current, changes)
    mine, base, theirs = pieces_of(changes), read_as(current, version), pieces_of(content_of(current))
    changed = {piece: value for piece, value in mine.items() if value not in (base.get(piece), theirs.get(piece))}
    clashing = [piece for piece in changed if theirs.get(piece) != base.get(piece)]
    if clashing or current.status != Status.DRAFT:
        raise BriefConflict(current, clashing or list(changed))
    if not changed:
        return current
    current = claim(current, version=current.version, statuses=[Status.DRAFT])
    for piece, value in changed.items():
        group, _dot, name = piece.partition(".")
        if name:
            getattr(current, group)[name] = value
        else:
            setattr(current, group, value)
    current.save()
    remember(current, Kind.EDITED, by=by)
    return current


def read_as(brief: Brief, version: int) -> dict[str, Any]:
    """The pieces of a brief as they stood in a version that somebody read."""
    read = brief.revisions.filter(version__lte=version).last() or brief.revisions.earliest("version")
    return pieces_of(json.loads(read.content))


def _refuse_malformed(brief: Brief, changes: Mapping[str, Any]) -> None:
    problems: dict[str, str] = {}
    long = _("This is too long: at most %(most)d characters fit.")
    for name, most in (("title", 200), ("summary", LONGEST_SUMMARY), ("source", LONGEST_SOURCE)):
        if len(changes.get(name, "")) > most:
            problems[name] = long % {"most": most}
    if not changes.get("title", "-").strip():
        problems["title"] = _("Give it a title.")
    for name, text in changes.get("parts", {}).items():
        if len(text) > LONGEST_PART:
            problems[name] = long % {"most": LONGEST_PART}
    for code, said in changes.get("principles", {}).items():
        if len(said.get("line", "")) > LONGEST_LINE:
            problems[code] = long % {"most": LONGEST_LINE}
    asked = {*parts_of(brief.kind), *PRINCIPLES}
    answers = {said.get("answer", "") for said in changes.get("principles", {}).values()}
    named = {*changes.get("parts", {}), *changes.get("principles", {})}
    if not (named <= asked and answers <= {"", *ANSWERS} and changes.keys() <= CHANGED_BY_SAVING):
        problems["__all__"] = _("This is nothing that a brief of this kind is asked.")
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def move_to_edition(*, brief: Brief, edition: Edition, version: int, by: User) -> Brief:
    """The draft with its figures read as of a newer edition."""
    if brief.edition is not None and edition.pinned_at <= brief.edition.pinned_at:
        raise ValidationError({"edition": _("Choose an edition that is newer than that of the brief.")})
    current = claim(brief, version=version, statuses=[Status.DRAFT])
    current.edition = edition
    current.save()
    remember(current, Kind.MOVED, by=by, text=edition.code)
    return current


# What every verb shares


def claim(brief: Brief, *, version: int, statuses: Iterable[str]) -> Brief:
    """The brief, one version on, if it is still the one that was read; one UPDATE decides between two people.

    Raises BriefConflict if somebody changed it meanwhile, ValidationError if the step is not possible.
    """
    asked = Brief.objects.filter(pk=brief.pk, version=version, status__in=list(statuses))
    claimed = asked.update(version=F("version") + 1)
    current = Brief.objects.select_related("edition", "country", "theme").get(pk=brief.pk)
    if claimed:
        return current
    if current.version != version:
        raise BriefConflict(current)
    message = _("This brief is now “%(status)s”: this can no longer be done. Reload the page to see where it stands.")
    raise ValidationError(message % {"status": current.get_status_display()})


def remember(brief: Brief, kind: str, *, by: User, text: str = "", at: datetime | None = None) -> None:
    """Store what the brief says in this version, and how it came to it; `at` is now if it is left out."""
    at = at or timezone.now()
    brief.revisions.create(version=brief.version, content=canonical(content_of(brief)), by=by, at=at)
    brief.events.create(kind=kind, text=text, version=brief.version, by=by, at=at)
