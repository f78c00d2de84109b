"""The verbs that change a result: one transaction each, the version checked in the UPDATE (rule 5), one
review event.

Pages, imports and commands all enter here. Who may is asked in `permissions`; that nobody validates what they
entered or sent is a rule of the record itself, so this module enforces it as well (docs/design.md, "Workflow").
"""

import json
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Branch, Country, Instrument, Theme
from indicators import ledger
from indicators.ledger import canonical, payload_of
from indicators.models import (
    NULLABLE_TEXT,
    Category,
    Consultation,
    Evidence,
    Indicator,
    OtherContribution,
    Part,
    Pool,
    Result,
    ReviewEvent,
    Revision,
    Round,
    Standing,
    Tag,
    ValueStatus,
)
from indicators.results.clashes import clashes_of
from indicators.results.instruments import follow_adoption
from indicators.results.ratifications import record_ratification, refuse_second_report
from indicators.results.requirements import contradictions, missing, restated_figures
from indicators.results.standing import standing_problems
from indicators.rounds import round_for
from indicators.wording import clash_message
from rmt.models import User

OF_HISTORICAL_ENTRIES = ("source_kind", "source_first", "source_last", "remark", "remark_source")
"""What is said of an entry while nobody has reviewed it: from what it was taken, and what we remark on that."""

Status = Result.Status
Kind = ReviewEvent.Kind


class EditConflict(Exception):
    """Somebody else changed the result since it was read. Nothing was written."""

    def __init__(self, current: Result) -> None:
        super().__init__(_("Somebody else changed this result while you were working on it."))
        self.current = current


@dataclass(frozen=True)
class EvidenceItem:
    """A page or file to keep with a result; `uuid` names one that is kept already."""

    title: str
    url: str | None = None
    file: Any = None
    file_name: str | None = None
    sha256: str | None = None
    audience: str = Evidence.Audience.REVIEWERS
    uuid: UUID | None = None


@dataclass(frozen=True)
class Children:
    """What belongs to a result, whole: saving replaces what was there."""

    parts: Mapping[Category, Decimal | None] = field(default_factory=dict)
    themes: Iterable[Theme] = ()
    bases: Mapping[Theme, str] = field(default_factory=dict)
    evidence: Iterable[EvidenceItem] = ()
    others: Iterable[Mapping[str, Any]] = ()
    consultations: Iterable[Mapping[str, Any]] = ()
    follows: Iterable[Result] = ()


@transaction.atomic
def start_result(
    *,
    indicator: Indicator | None,
    country: Country | None,
    by: User,
    fields: Mapping[str, Any] | None = None,
    children: Children | None = None,
    historical: bool = False,
) -> Result:
    """A new draft of `by`; `historical` is for `load_reference` alone."""
    result = Result(
        indicator=indicator,
        country=country,
        author=by,
        origin=Result.Origin.HISTORICAL if historical else Result.Origin.ENTERED,
        **_row(fields or {}),
    )
    _refuse_another_subject(result, before=None)
    _follow_indicator(result)
    result.save()
    _replace_children(result, children or Children(), by=by)
    _remember(result, by=by)
    _event(result, Kind.CREATED, by=by)
    return result


@transaction.atomic
def save_result(*, result: Result, version: int, fields: Mapping[str, Any], children: Children, by: User) -> Result:
    """Write what was typed over the draft that `by` read as `version`.

    Raises EditConflict if it is no longer that version, ValidationError if it is no longer a draft, or if it would
    become a result of another country or kind although it was published.
    """
    result = _claim(result, version=version, statuses=[Status.DRAFT])
    before = copy(result)
    for name, value in _row(fields).items():
        setattr(result, name, value)
    _refuse_another_subject(result, before=before)
    _follow_indicator(result)
    result.save()
    _replace_children(result, children, by=by)
    _remember(result, by=by)
    return result


def _refuse_another_subject(result: Result, *, before: Result | None) -> None:
    """Raises ValidationError, keyed by field, if a draft would leave what it was published about, or its pool.

    What was published stays about its country and its kind: what was decided of it (the pool, the themes, whether it
    still stands) was decided about that. Another change is another result. An instrument is of its own country.
    """
    problems = {}
    if before is not None and before.number is not None:
        if result.country_id != before.country_id:
            problems["country"] = _("It was published about another country. Withdraw it, and enter a new result.")
        if result.indicator_id != before.indicator_id:
            problems["indicator"] = _("It was published as another kind of result. Withdraw it, and enter a new one.")
    pool = result.pool
    if pool and (pool.country_id, pool.indicator_id) != (result.country_id, result.indicator_id):
        problems.setdefault("indicator", _("A manager placed its people in a pool of another country or indicator."))
    if pool and pool.unit != (result.unit or ""):
        problems["unit"] = _("A manager placed it in a pool that is counted in another unit. Ask for it to leave it.")
    if result.instrument and result.instrument.country_id != result.country_id:
        problems["instrument"] = _("This is a law, strategy or scheme of another country.")
    if problems:
        raise ValidationError(problems)


def _follow_indicator(result: Result) -> None:
    """The level is the indicator's, and so is whether a value applies at all."""
    result.level = result.indicator.level if result.indicator else None
    if result.indicator and not result.indicator.has_value and result.value is None:
        result.value_status = ValueStatus.NOT_APPLICABLE


def _row(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as columns: blank text is NULL, and the status of the value follows from it."""
    row = {
        name: (value.strip() or None) if isinstance(value, str) and name in NULLABLE_TEXT else value
        for name, value in fields.items()
    }
    if "value" in row:
        reported = row["value"] is not None
        row.setdefault("value_status", ValueStatus.REPORTED if reported else ValueStatus.NOT_REPORTED)
    return row


@transaction.atomic
def submit_result(*, result: Result, version: int, by: User, today: date, historical: bool = False) -> Result:
    """Send a draft for review; with no open round it belongs to the next.

    A person's first submitted edit of a historical record makes it an entered one: then all fields are needed, and
    what was said of it as a historical entry goes.
    Raises ValidationError, keyed by field, with what is missing; EditConflict if the draft changed meanwhile.
    """
    result = _claim(result, version=version, statuses=[Status.DRAFT])
    problems = contradictions(result, today=today) if historical else missing(result, today=today)
    if problems:
        raise ValidationError(problems)
    if not historical:
        if result.is_historical:
            for name in OF_HISTORICAL_ENTRIES:
                setattr(result, name, None)
        result.origin = Result.Origin.ENTERED
        result.reported_in = round_of_sending(result, today=today)
    result.status = Status.SUBMITTED
    result.submitted_by, result.submitted_at = by, timezone.now()
    result.return_open_until = None
    result.save()
    _event(result, Kind.SUBMITTED, by=by, comment=(result.restated_because or "") if restated_figures(result) else "")
    return result


def round_of_sending(result: Result, *, today: date) -> Round | None:
    """The round that a result belongs to when it is sent.

    It stays in the round that it is in if it was published before, if that round is still open, or if it was returned
    with more time and that time has not run out. Otherwise it goes to the open round, or to the next.
    """
    own = result.reported_in
    is_returned_in_time = result.return_open_until is not None and today <= result.return_open_until
    is_published = result.number is not None
    if own is not None and (is_published or is_returned_in_time or own.state == Round.State.OPEN):
        return own
    return round_for(today)


@transaction.atomic
def recall_result(*, result: Result, version: int, by: User) -> Result:
    """Take back what `by` sent and nobody decided yet."""
    result = _claim(result, version=version, statuses=[Status.SUBMITTED])
    result.status = Status.DRAFT
    result.save()
    _event(result, Kind.RECALLED, by=by)
    return result


@transaction.atomic
def return_result(*, result: Result, version: int, comment: str, open_until: date, by: User, today: date) -> Result:
    """Give a submitted result back with a comment, open until a day even in a closed round."""
    problems = {}
    if not comment.strip():
        problems["comment"] = _("Say what should be changed.")
    if open_until < today:
        problems["open_until"] = _("Choose a day that has not passed.")
    if problems:
        raise ValidationError(problems)
    result = _claim(result, version=version, statuses=[Status.SUBMITTED])
    result.status, result.return_open_until = Status.DRAFT, open_until
    result.save()
    _event(result, Kind.RETURNED, by=by, comment=comment)
    return result


@transaction.atomic
def validate_result(
    *, result: Result, version: int, by: User, today: date, not_before: date | None = None, comment: str = ""
) -> Result:
    """Validate a submitted result and publish it: at once, or on the day of an embargo.

    Raises ValidationError if `by` entered, changed or sent it, if it clashes with what is published, or if an
    embargo has no reason.
    """
    if by.pk in entered_by(result):
        raise ValidationError(_("You entered or sent this result: somebody else validates it."))
    if not_before is not None and not_before > today and not comment.strip():
        raise ValidationError({"comment": _("Say why it is to be published later.")})
    ledger.lock()  # of two that clash, validated at the same time, the second sees the first
    result = _claim(result, version=version, statuses=[Status.SUBMITTED])
    open_clashes = clashes_of(result)
    if open_clashes:
        raise ValidationError([clash_message(clash) for clash in open_clashes])
    refuse_second_report(result)
    result.status, result.validated_by, result.publish_not_before = Status.VALIDATED, by, not_before
    result.save()
    _event(result, Kind.VALIDATED, by=by, comment=comment)
    if not_before is None or not_before <= today:
        _publish(result, by=by)
    return result


@transaction.atomic
def publish_due(*, today: date) -> list[Result]:
    """Publish the validated results whose embargo has ended; what is public already is left alone.

    One that clashes with what was published or changed meanwhile stays back: it goes on being due, and managers are
    told (rule 9).
    """
    ledger.lock()
    waiting = Result.objects.due_for_publication(today).select_related("validated_by")
    due = list(waiting.select_for_update(of=("self",)).order_by("pk"))  # a second run waits, and finds nothing
    published = []
    for result in due:
        if not result.validated_by:  # never: a constraint holds it; this tells the type checker
            continue
        try:
            with transaction.atomic():
                _publish(result, by=result.validated_by)
        except ValidationError:
            continue
        published.append(result)
    return published


def _publish(result: Result, *, by: User) -> None:
    """Publish it with the reason that was given, if a figure is restated: the reason is used up."""
    refuse_second_report(result)
    before = ledger.in_force(result)
    follow_adoption(result.instrument_id, by=by, publishing=result)
    reason = result.restated_because if restated_figures(result) else None
    record_ratification(ledger.publish(result=result, by=by, reason=reason))
    if before and before.instrument_id != result.instrument_id:
        follow_adoption(before.instrument_id, by=by)
    Result.objects.filter(pk=result.pk).update(publish_not_before=None, restated_because=None)
    _event(result, Kind.PUBLISHED, by=by)


@transaction.atomic
def reopen_result(*, result: Result, version: int, by: User) -> Result:
    """Open a validated or withdrawn result for editing; what is published stays as it is."""
    result = _claim(result, version=version, statuses=[Status.VALIDATED, Status.WITHDRAWN])
    result.status, result.validated_by, result.submitted_by = Status.DRAFT, None, None
    result.save()
    _event(result, Kind.REOPENED, by=by)
    return result


@transaction.atomic
def withdraw_result(*, result: Result, version: int, reason: str, by: User) -> Result:
    """Take `result` off the public pages; the ledger keeps every version, and the reason.

    Raises ValidationError, keyed by field, if the reason is blank or nothing is published.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the reason is published with the record.")})
    ledger.lock()
    result = _claim(result, version=version, statuses=list(Status))
    withdrawal = ledger.withdraw(result=result, reason=reason.strip(), by=by)
    record_ratification(withdrawal)
    follow_adoption(withdrawal.instrument_id, by=by)
    if result.status == Status.VALIDATED:
        result.status = Status.WITHDRAWN
        result.save()
    _event(result, Kind.WITHDRAWN, by=by, comment=reason)
    return result


@transaction.atomic
def discard_result(*, result: Result, version: int, by: User) -> Result:
    """Put a draft aside that was never published; its history is kept."""
    if result.number is not None:
        raise ValidationError(_("This result was published once: withdraw it instead, with a reason."))
    result = _claim(result, version=version, statuses=[Status.DRAFT])
    result.status = Status.DISCARDED
    result.save()
    _event(result, Kind.DISCARDED, by=by)
    return result


@transaction.atomic
def decide_tag(*, result: Result, theme: Theme, state: str, by: User, reason: str = "") -> Tag:
    """Confirm or reject that a result is about a theme; a published one is restated with it.

    The other themes of what is published stay as they are, whatever a draft of the result proposes meanwhile.
    """
    tag = result.tags.select_for_update().filter(theme=theme).first()
    if tag is not None and tag.state == state:
        return tag
    was_rejected = tag is not None and tag.state == Tag.State.REJECTED
    tag, _created = Tag.objects.update_or_create(
        result=result, theme=theme, defaults={"state": state, "by": by, "at": timezone.now()}
    )
    _event(result, Kind.TAGGED, by=by, comment=". ".join(filter(None, [f"{theme.slug}: {state}", reason.strip()])))
    is_back = was_rejected and result.publications.filter(tags__theme=theme).exists()
    restate_themes(result, {theme.slug: state}, by=by, is_back=is_back, reason=reason.strip())
    return tag


def restate_themes(
    result: Result, decided: Mapping[str, str], *, by: User, is_back: bool = False, reason: str = ""
) -> None:
    """Restate what is published with what was decided of its themes; a rejected theme is dropped.

    A theme that only an open edit proposes waits until that edit is validated. `is_back` says that the theme was
    published once, before it was rejected.
    """
    statement = ledger.in_force(result)
    published = {tag["theme"]: tag for tag in json.loads(statement.payload)["tags"]} if statement else {}
    if is_back or result.status == Status.VALIDATED or published.keys() & decided.keys():
        now = published | {slug: {**published.get(slug, {"theme": slug}), "state": decided[slug]} for slug in decided}
        themes = Theme.objects.filter(slug__in=now).order_by("order").values_list("slug", flat=True)
        tags = [now[slug] for slug in themes if now[slug]["state"] != Tag.State.REJECTED]
        ledger.restate(result=result, by=by, reason=reason, tags=tags)


@transaction.atomic
def replace_passage(*, result: Result, field: str, words: str, by: User, whatever_it_says: bool = False) -> Result:
    """Put some words in the place of a passage that was published, so that no edit brings it back.

    A working copy that says something else there by now stays as it is, unless it is to be replaced `whatever_it_says`.
    """
    own = payload_of(result).get(field)
    said = {canonical({field: json.loads(row.payload).get(field)}) for row in result.publications.all()}
    if not own or not (whatever_it_says or canonical({field: own}) in said):
        return result
    current = _claim(result, version=result.version, statuses=Status)
    if field == "others":
        current.others.all().delete()
        current.others.create(who=words)
    else:
        setattr(current, field, words)
        current.save(update_fields=[field])
    _remember(current, by=by)
    return current


@transaction.atomic
def record_standing(*, result: Result, kind: str, day: date, reason: str, by: User) -> Standing:
    """Record that a step still stands, was lost or was restored on a day; a published one is restated with it.

    Raises ValidationError, keyed by field, if the day has not come, if there is no reason, or if it contradicts what
    was recorded for earlier days (restored without a loss, confirmed while it is lost).
    """
    if problems := standing_problems(result, kind=kind, day=day, reason=reason):
        raise ValidationError(problems)
    standing = Standing(result=result, kind=kind, day=day, reason=reason.strip(), by=by, recorded_at=timezone.now())
    standing.save()
    _event(result, Kind.STANDING, by=by, comment=f"{kind}, {day.isoformat()}: {reason}")
    ledger.restate(result=result, by=by, reason=standing.reason, standings=payload_of(result)["standings"])
    return standing


@transaction.atomic
def add_earlier(*, result: Result, earlier: Result, by: User) -> None:
    """Record that `earlier` led to `result`; a published one is restated with it."""
    result.follows.add(earlier)
    _event(result, Kind.LINKED, by=by, comment=earlier.title or "")
    ledger.restate(result=result, by=by, follows=payload_of(result)["follows"])


@transaction.atomic
def place_in_pool(*, result: Result, version: int, name: str, reason: str, by: User) -> Pool:
    """Say that the people of a figure are other people than those of the country's other figures, and why."""
    if not name.strip() or not reason.strip():
        raise ValidationError({"reason": _("Name the pool, and say why these are other people.")})
    pool, _created = Pool.objects.get_or_create(
        country=result.country,
        indicator=result.indicator,
        unit=result.unit or "",
        name=name.strip(),
        defaults={"reason": reason.strip()},
    )
    _move(result, pool, version=version, by=by, why=f"{pool.name}: {pool.reason}", reason=pool.reason)
    return pool


@transaction.atomic
def leave_pool(*, result: Result, version: int, by: User) -> None:
    """Say again that nothing is known about who the people of a figure are: the "unspecified" pool."""
    _move(result, None, version=version, by=by, why=_("unspecified"))


def _move(result: Result, pool: Pool | None, *, version: int, by: User, why: str, reason: str = "") -> None:
    ledger.lock()
    current = _claim(result, version=version, statuses=[status for status in Status if status != Status.DISCARDED])
    current.pool = pool
    current.save()
    _event(current, Kind.POOLED, by=by, comment=why)
    try:
        ledger.restate(result=current, by=by, reason=reason, pool=payload_of(current)["pool"])
    except ledger.ClashesWithPublished as clash:
        raise ValidationError({"reason": clash.messages}) from clash
    result.refresh_from_db(fields=["pool", "version"])


def entered_by(result: Result) -> set[int]:
    """Ids of who entered, sent, or changed it since it was last validated: nobody of these validates it."""
    as_validated = Result.objects.filter(pk=result.pk).alias(validated=Result.objects.last_validated_version())
    changed = as_validated.filter(revisions__version__gt=F("validated")).values_list("revisions__by", flat=True)
    return {pk for pk in (result.author_id, result.submitted_by_id, *changed) if pk is not None}


def _claim(result: Result, *, version: int, statuses: Iterable[str]) -> Result:
    """The result, one version on, if it is still the one that was read; one UPDATE decides between two people."""
    allowed = list(statuses)
    claimed = Result.objects.filter(pk=result.pk, version=version, status__in=allowed).update(version=F("version") + 1)
    current = Result.objects.select_related("country", "indicator").get(pk=result.pk)
    if claimed:
        return current
    if current.version != version:
        raise EditConflict(current)
    message = _("This result is now “%(status)s”: this can no longer be done. Reload the page to see where it stands.")
    raise ValidationError(message % {"status": current.get_status_display()})


def _remember(result: Result, *, by: User) -> None:
    Revision.objects.create(
        result=result, version=result.version, payload=canonical(payload_of(result)), by=by, at=timezone.now()
    )


def _event(result: Result, kind: str, *, by: User, comment: str = "", at: datetime | None = None) -> None:
    result.review_events.create(kind=kind, comment=comment, version=result.version, by=by, at=at or timezone.now())


def _replace_children(result: Result, children: Children, *, by: User) -> None:
    result.parts.all().delete()
    Part.objects.bulk_create(
        Part(
            result=result,
            category=category,
            value=value,
            value_status=ValueStatus.REPORTED if value is not None else ValueStatus.NOT_REPORTED,
        )
        for category, value in children.parts.items()
    )
    result.others.all().delete()
    OtherContribution.objects.bulk_create(OtherContribution(result=result, **other) for other in children.others)
    result.consultations.all().delete()
    Consultation.objects.bulk_create(Consultation(result=result, **row) for row in children.consultations)
    result.follows.set(children.follows)
    _replace_themes(result, list(children.themes), bases=children.bases, by=by)
    _replace_evidence(result, list(children.evidence))


def _replace_themes(result: Result, themes: list[Theme], *, bases: Mapping[Theme, str], by: User) -> None:
    """Proposals follow the form; what a lead decided stays."""
    result.tags.filter(state=Tag.State.PROPOSED).exclude(theme__in=themes).delete()
    tagged = set(result.tags.values_list("theme", flat=True))
    now = timezone.now()
    Tag.objects.bulk_create(
        Tag(result=result, theme=theme, basis=bases.get(theme, ""), by=by, at=now)
        for theme in dict.fromkeys(themes)
        if theme.pk not in tagged
    )


def _replace_evidence(result: Result, items: list[EvidenceItem]) -> None:
    """Evidence that is no longer named leaves the working copy; its row stays, for what was published with it.

    A row of no result can be named as well: a file that was sent with a form that could not be saved at once.
    """
    kept = {item.uuid for item in items if item.uuid}
    result.evidence.exclude(uuid__in=kept).update(result=None)
    for item in items:
        if item.uuid:
            free = Evidence.objects.filter(Q(result=result) | Q(result=None), uuid=item.uuid)
            free.update(result=result, title=item.title, audience=item.audience)
            continue
        Evidence.objects.create(
            result=result,
            title=item.title,
            url=item.url,
            file=item.file,
            file_name=item.file_name,
            sha256=item.sha256,
            audience=item.audience,
        )


def name_instrument(
    *, country: Country, title: str, kind: str, branches: Iterable[str] = (), **facts: Any
) -> Instrument:
    """The instrument of a country by its title, made with these facts and branches (by their codes) if it is new."""
    instrument, created = Instrument.objects.get_or_create(
        country=country, title=title.strip(), defaults={"kind": kind, **facts}
    )
    if created and branches:
        instrument.branches.set(Branch.objects.filter(code__in=branches))
    return instrument
