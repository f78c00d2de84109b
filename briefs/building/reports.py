"""Reports are built by the worker: asked for, step by step, once, and again if a worker was killed (rule 4)."""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django_tasks import task

from briefs import figures_in_text, writing
from briefs.building.issues import issue
from briefs.documents import Document
from briefs.models import Building, Issue, Report, ReportEvent
from briefs.search_rows import index_reports
from indicators.models import Edition
from rmt.mail import letter, post
from rmt.models import SiteVersion, User

logger = structlog.get_logger(__name__)

State = Building.State

LOST_AFTER = timedelta(minutes=5)
"""A worker says after each step that it is alive; the longest, the files, takes less than one minute."""

STEPS = {
    "reading": gettext_lazy("Reading the edition"),
    "gathering": gettext_lazy("Gathering projects, money and updates"),
    "writing": gettext_lazy("Writing the text"),
    "setting": gettext_lazy("Making the page, the PDF and the Word file"),
}


class AnotherWorkerHasIt(Exception):
    """The building was taken over by another worker, because this one was silent for too long."""


def ask_for_building(report: Report, by: User) -> Building:
    """Have the worker build a report; if it is being built already, that building.

    Raises ValidationError, for `edition`, if no edition was chosen yet.
    """
    edition_of(report)
    with transaction.atomic():
        Report.objects.select_for_update().get(pk=report.pk)  # two who ask at once wait for one building
        building = report.buildings.filter(ended_at=None).first()
        if building is None:
            now = timezone.now()
            building = Building.objects.create(report=report, steps=len(STEPS), asked_by=by, asked_at=now)
            build.enqueue(building.pk)
    return building


def edition_of(report: Report) -> Edition:
    """The edition from which a report is built. Raises ValidationError, for `edition`, if none was chosen yet."""
    if report.edition is None:
        raise ValidationError({"edition": _("Choose the edition that it is built from first.")})
    return report.edition


@task()
def build(pk: int) -> None:
    """Build a report that was asked for, unless that is done or another worker is at it; mail whoever asked.

    What fails leaves nothing behind but one plain line. Can be called any number of times.
    """
    building = _taken(pk, now=timezone.now())
    if building is None:
        return
    try:
        _build(building)
    except AnotherWorkerHasIt:
        return
    except Exception as error:
        logger.exception("report.not_built", building=str(building.uuid))
        _end(building, failure=in_one_line(error))


def in_one_line(error: Exception) -> str:
    """What went wrong, for whoever asked: a broken rule in its words, anything else by its kind."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    words = _("Something went wrong that should not (%(kind)s). Whoever keeps this site finds the details in its log.")
    return words % {"kind": type(error).__name__}


def _taken(pk: int, *, now: datetime) -> Building | None:
    """The building, now this worker's; `None` if it has ended or another worker was heard of lately."""
    is_free = Q(state=State.WAITING) | Q(seen_at__lte=now - LOST_AFTER)
    free = Building.objects.filter(is_free, pk=pk, ended_at=None)
    if not free.update(state=State.RUNNING, seen_at=now, done=0, step=""):
        return None
    return Building.objects.select_related("report__edition", "asked_by").get(pk=pk)


def _build(building: Building) -> None:
    report, edition = building.report, edition_of(building.report)
    with override(report.language):
        _begin(building, "reading")
        reading = figures_in_text.reading_of(edition)
        _begin(building, "gathering")
        own = own_of(report)
        names = figures_in_text.names_in([said["text"] for said in own.values()], reading)
        inputs = {**writing.inputs_of(report, reading, timezone.now()), "own": own, "names": names}
        _begin(building, "writing")
        document = writing.report_document(report, reading, inputs, own_paragraphs_of(report))
        _begin(building, "setting")
        series = Issue.objects.filter(kind=report.kind, slug=report.slug, language=report.language)
        issue(
            document,
            kind=report.kind,
            slug=report.slug,
            language=report.language,
            edition=edition,
            inputs=inputs,
            hidden=reading.hidden,
            cause=Issue.Cause.NEWER if series.exists() else Issue.Cause.FIRST,
            by=building.asked_by,
            and_then=partial(_end, building),
        )


def own_paragraphs_of(report: Report) -> dict[str, Any]:
    """What was written by hand in the place of generated paragraphs, by the key of each."""
    return {row.key: row for row in report.own_paragraphs.filter(superseded_at=None).exclude(text="")}


def own_of(report: Report) -> dict[str, dict[str, str]]:
    """The same as plain JSON, to be stored with an issue: one issued anew years later has the same paragraphs."""
    own = own_paragraphs_of(report).items()
    return {key: {"text": row.text, "generated": row.generated} for key, row in own}


def is_behind(issue: Issue, report: Report) -> bool:
    """Whether paragraphs of a report were written, changed or taken back since an issue of it was built."""
    return bool(json.loads(issue.inputs).get("own", {}) != own_of(report))


def draft_of(report: Report, *, now: datetime, with_own: bool = True) -> Document:
    """What a report says if it were built now, with its own paragraphs or as it is generated; nothing is stored.

    Raises ValidationError, for `edition`, if no edition was chosen yet.
    """
    edition = edition_of(report)
    with override(report.language):
        reading = figures_in_text.reading_of(edition)
        inputs = writing.inputs_of(report, reading, now)
        return writing.report_document(report, reading, inputs, own_paragraphs_of(report) if with_own else {})


def _begin(building: Building, step: str) -> None:
    """Say which step begins, and that the worker lives. Raises AnotherWorkerHasIt if it was thought dead."""
    now = timezone.now()
    done = list(STEPS).index(step)
    if not _mine(building).update(step=step, done=done, seen_at=now):
        raise AnotherWorkerHasIt
    building.seen_at = now


def _mine(building: Building):
    return Building.objects.filter(pk=building.pk, ended_at=None, seen_at=building.seen_at)


@transaction.atomic
def _end(building: Building, made: Issue | None = None, *, failure: str = "") -> None:
    """Note what came of it, and mail whoever asked. Raises AnotherWorkerHasIt, so that nothing is stored twice."""
    now = timezone.now()
    state = State.DONE if made else State.FAILED
    done = {"done": len(STEPS), "step": ""} if made else {}
    if not _mine(building).update(state=state, issue=made, failure=failure, ended_at=now, seen_at=now, **done):
        if made:
            raise AnotherWorkerHasIt
        return
    kind = "built" if made else "failed"
    text = f"v{made.number}" if made else failure
    ReportEvent.objects.create(report=building.report, kind=kind, text=text, by=building.asked_by, at=now)
    _mail(building, kind, failure)


def _mail(building: Building, kind: str, failure: str) -> None:
    user: User = building.asked_by
    if not user.is_active:
        return
    with override(writing.language_for(user)):
        subject = _("Built: %(report)s") if kind == "built" else _("Not built: %(report)s")
        context = {
            "report": building.report,
            "failure": failure,
            "url": settings.SITE_URL + reverse("desk_report", args=[building.report.uuid]),
        }
        mail = letter(
            f"briefs/mail/{kind}", to=user.email, subject=subject % {"report": building.report.title}, context=context
        )
        post(mail)


def queue_lost_buildings(*, now: datetime) -> int:
    """Queue again what waits, and what a worker began and was not heard of since; how many.

    What was heard of lately is queued for the moment at which it would be lost: a worker that is started again right
    after it was killed needs not wait for the hour.
    """
    open_ones = Building.objects.filter(ended_at=None)
    for building in open_ones:
        lost_at = (building.seen_at or now) + LOST_AFTER
        if building.state == State.WAITING or lost_at <= now:
            build.enqueue(building.pk)
        else:
            build.using(run_after=lost_at).enqueue(building.pk)
    return len(open_ones)


@transaction.atomic
def moments_passed(*, since: datetime, now: datetime) -> int:
    """How many reports became public between two moments; if any did, stored pages are made anew."""
    published = ReportEvent.objects.publications().filter(public_from__gt=since, public_from__lte=now).count()
    if published:
        index_reports()
        SiteVersion.bump()
    return published
