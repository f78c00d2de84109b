"""The verbs of a report in preparation: planned, its edition chosen, chapters given out, paragraphs written."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from briefs.figures_in_text import reading_of, written
from briefs.models import Chapter, OwnParagraph, Report, ReportEvent
from briefs.writing import CHAPTERS, LANGUAGES, language_for
from indicators.models import Edition
from rmt.mail import letter, post
from rmt.models import User
from rmt.text import clean_line, clean_text, day

Kind = ReportEvent.Kind

LONGEST_PARAGRAPH = 5_000
SHORT_PARAGRAPH = 80  # signs by which the history calls a paragraph


class ReportConflict(Exception):
    """Somebody else changed the same thing of a report since it was read. Nothing was written."""


@transaction.atomic
def plan_report(
    *,
    kind: str,
    slug: str,
    language: str,
    title: str,
    period_start: date,
    period_end: date,
    asked: Mapping[str, Any] | None = None,
    by: User,
    now: datetime,
) -> Report:
    """A report in preparation on what happened in [period_start, period_end), with the chapters of its kind.

    Raises ValidationError, keyed by field, if the days are not in order, there is one already, or reports are not
    written in that language yet.
    """
    refuse_other_languages(language)
    if period_end <= period_start:
        raise ValidationError({"period_end": _("The last day lies before the first.")})
    if Report.objects.filter(kind=kind, slug=slug, language=language).exists():
        raise ValidationError(_("There is such a report in this language already: open it in the list."))
    report = Report.objects.create(
        kind=kind,
        slug=slug,
        language=language,
        title=title,
        period_start=period_start,
        period_end=period_end,
        asked=dict(asked or {}),
        by=by,
        at=now,
    )
    Chapter.objects.bulk_create(Chapter(report=report, code=code) for code, _title in CHAPTERS.get(kind, ()))
    note(report, Kind.PLANNED, by=by, at=now)
    return report


def can_be_renamed(report: Report) -> bool:
    """Whether a report may get another title: nobody outside has heard of it, and it is not being built."""
    let_out = (Kind.PUBLISHED, Kind.SENT, Kind.PREVIEW)
    is_known = report.events.filter(kind__in=let_out).exists()
    return not is_known and not report.buildings.filter(ended_at=None).exists()


@transaction.atomic
def rename_report(*, report: Report, title: str, by: User, now: datetime) -> None:
    """Give a report another title; its address stays, and so does what was built.

    Raises ValidationError, for `title`, once it was let out or while it is being built; ReportConflict if somebody
    changed it since it was read.
    """
    title = clean_line(title)
    if not title:
        raise ValidationError({"title": _("Say what it is called.")})
    if not can_be_renamed(report):
        raise ValidationError({"title": _("It was let out under this title, or is being built: the title stays.")})
    if not Report.objects.filter(pk=report.pk, version=report.version).update(title=title, version=F("version") + 1):
        raise ReportConflict
    note(report, Kind.RENAMED, text=title, by=by, at=now)


def refuse_other_languages(language: str) -> None:
    """Raises ValidationError, for `language`, unless reports are written in it."""
    if language not in LANGUAGES:
        raise ValidationError({"language": _("Reports are written in English so far.")})


@transaction.atomic
def choose_edition(*, report: Report, edition: Edition, by: User) -> Report:
    """Say from which edition a report is built; what was built from another stays as it is.

    Raises ReportConflict if somebody changed the report since it was read, ValidationError while it is being built.
    """
    if report.buildings.filter(ended_at=None).exists():
        raise ValidationError({"edition": _("It is being built. Choose another edition when that is done.")})
    found = Report.objects.filter(pk=report.pk, version=report.version)
    if not found.update(edition=edition, version=F("version") + 1):
        raise ReportConflict
    note(report, Kind.EDITION, text=edition.code, by=by)
    return found.model.objects.get(pk=report.pk)


@transaction.atomic
def assign_chapter(*, chapter: Chapter, to: User | None, due: date | None, by: User, now: datetime) -> Chapter:
    """Give a chapter to somebody, until a day, and tell them by mail; `None` takes it from whoever had it.

    A day that has passed may stay as it was. Raises ValidationError, keyed by field, if a new one has passed, the
    person has no account that works, or there is nobody for the day.
    """
    if to is not None and not to.is_active:
        raise ValidationError({"to": _("This person's account is closed.")})
    if due is not None and to is None:
        raise ValidationError({"to": _("Say who sees to it by that day.")})
    held = Chapter.objects.select_for_update(of=("self",)).select_related("report").get(pk=chapter.pk)
    if due is not None and due != held.due and due < now.date():
        raise ValidationError({"due": _("This day has passed. Choose today or a later day.")})
    is_new = to is not None and (to.pk, due) != (held.assigned_to_id, held.due)
    held.assigned_to, held.due = to, due
    held.save(update_fields=["assigned_to", "due"])
    note(held.report, Kind.ASSIGNED, text=f"{title_of(held)}: {to or _('nobody')}", by=by, at=now)
    if is_new and to is not None and to != by:
        with override(language_for(to)):
            post(_letter_to_assignee(held, to, by))
    return held


def _letter_to_assignee(chapter: Chapter, to: User, by: User):
    url = settings.SITE_URL + reverse("report_chapter", args=[chapter.report.uuid, chapter.code])
    context = {"chapter": chapter, "title": title_of(chapter), "report": chapter.report, "by": by, "url": url}
    subject = _("A chapter for you: %(title)s") % {"title": title_of(chapter)}
    if chapter.due:
        subject = _("A chapter for you by %(day)s: %(title)s") % {"title": title_of(chapter), "day": day(chapter.due)}
    return letter("briefs/mail/chapter", to=to.email, subject=subject, context=context)


def title_of(chapter: Chapter) -> str:
    """What a chapter is called, in the language of the reader."""
    titles = {code: str(title) for code, title in CHAPTERS.get(chapter.report.kind, ())}
    return titles.get(chapter.code, chapter.code)


@transaction.atomic
def finish_chapter(*, chapter: Chapter, is_done: bool = True, by: User, now: datetime) -> Chapter:
    """Say that a chapter is done, or that it is not after all."""
    held = Chapter.objects.select_for_update(of=("self",)).select_related("report").get(pk=chapter.pk)
    if (held.done_at is not None) == is_done:
        return held
    held.done_at, held.done_by = (now, by) if is_done else (None, None)
    held.save(update_fields=["done_at", "done_by"])
    note(held.report, Kind.CHAPTER_DONE if is_done else Kind.CHAPTER_OPEN, text=title_of(held), by=by, at=now)
    return held


@transaction.atomic
def write_paragraph(
    *, chapter: Chapter, key: str, text: str, generated: str, read: int | None, by: User
) -> OwnParagraph | None:
    """Put a text of one's own in the place of a generated paragraph, or with an empty one take the generated one back.

    `generated` is what stood there, so that it can be said when its figures have moved; `read` is the number of the
    paragraph that was open when the page was read. Raises ReportConflict if it is another by now; ValidationError, for
    `text`, if it is too long or refers to what is not there.
    """
    report = Report.objects.select_for_update(of=("self",)).select_related("edition").get(pk=chapter.report_id)
    open_ones = OwnParagraph.objects.filter(report=report, key=key, superseded_at=None)
    before = open_ones.first()
    if (before.pk if before else None) != read:
        raise ReportConflict
    text = clean_text(text).strip()
    if len(text) > LONGEST_PARAGRAPH:
        words = _("A paragraph has at most %(most)s signs; this one has %(count)s.")
        raise ValidationError({"text": words % {"most": LONGEST_PARAGRAPH, "count": len(text)}})
    if not text and (before is None or not before.text):
        return None
    if text and report.edition and (problems := written(text, reading=reading_of(report.edition), key=key).problems):
        raise ValidationError({"text": list(problems)})
    now = timezone.now()
    open_ones.supersede(at=now)
    about = f"{title_of(chapter)}: “{Truncator(generated).chars(SHORT_PARAGRAPH)}”"
    note(report, Kind.WRITTEN if text else Kind.TAKEN_BACK, text=about, by=by, at=now)
    return OwnParagraph.objects.create(report=report, key=key, text=text, generated=generated, by=by, recorded_at=now)


def note(report: Report, kind: str, *, text: str = "", by: User, at: datetime | None = None, **about: Any) -> None:
    """Write down what happened to a report."""
    ReportEvent.objects.create(report=report, kind=kind, text=text, by=by, at=at or timezone.now(), **about)
