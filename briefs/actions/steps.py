"""What happens to a brief on its way to readers: comments, sending, returning, publishing, a new version, the end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from briefs import building, figures_in_text
from briefs.actions.briefs import Kind, Status, claim, latest_edition, remember
from briefs.actions.told import tell_it_came_back, tell_it_is_published
from briefs.models import Brief, BriefEvent, Issue
from briefs.search_rows import forget_brief, index_issue
from briefs.writing import brief_document, content_of, missing_in, parts_of, texts_of
from indicators.models import Edition
from rmt.models import SiteVersion, User

WRITING = (Kind.CREATED, Kind.EDITED, Kind.MOVED)


@transaction.atomic
def comment_brief(*, brief: Brief, texts: Mapping[str, str], by: User) -> list[BriefEvent]:
    """Comment on the whole of a brief (keyed "") and on its parts; a blank text is no comment. Its version stays."""
    written = {part: text.strip() for part, text in texts.items() if text.strip()}
    if not written:
        raise ValidationError({"text": _("Write what you want to say.")})
    if not written.keys() <= {"", "title", "summary", "source", "principles", *parts_of(brief.kind)}:
        raise ValidationError({"text": _("There is no such part.")})
    current = Brief.objects.get(pk=brief.pk)
    about = {"kind": Kind.COMMENTED, "version": current.version, "by": by, "at": timezone.now()}
    return [current.events.create(part=part, text=text, **about) for part, text in written.items()]


@transaction.atomic
def submit_brief(*, brief: Brief, version: int, by: User) -> Brief:
    """Send a draft for review. Raises ValidationError keyed by field, naming all that is missing or cannot be read."""
    problems = missing_in(brief)
    if problems:
        raise ValidationError(problems)
    current = claim(brief, version=version, statuses=[Status.DRAFT])
    current.status, current.submitted_by, current.submitted_at = Status.SUBMITTED, by, timezone.now()
    current.save()
    remember(current, Kind.SUBMITTED, by=by)
    return current


@transaction.atomic
def recall_brief(*, brief: Brief, version: int, by: User) -> Brief:
    """Take back what was sent and not decided yet."""
    current = claim(brief, version=version, statuses=[Status.SUBMITTED])
    current.status = Status.DRAFT
    current.save()
    remember(current, Kind.RECALLED, by=by)
    return current


@transaction.atomic
def return_brief(*, brief: Brief, version: int, comment: str, by: User) -> Brief:
    """Give a brief back to its authors, with what should be changed, and mail it to them."""
    if not comment.strip():
        raise ValidationError({"comment": _("Say what should be changed.")})
    current = claim(brief, version=version, statuses=[Status.SUBMITTED])
    current.status = Status.DRAFT
    current.save()
    remember(current, Kind.RETURNED, by=by, text=comment.strip())
    tell_it_came_back(current, comment=comment.strip(), by=by)
    return current


def wrote_into_it(brief: Brief, user: User) -> bool:
    """Whether `user` began or sent the brief, or wrote into it since it was last published."""
    if user.pk in (brief.author_id, brief.submitted_by_id):
        return True
    written = brief.events.filter(kind__in=WRITING, by=user)
    published = brief.events.filter(kind=Kind.PUBLISHED).last()
    return (written.filter(version__gt=published.version) if published else written).exists()


@transaction.atomic
def publish_brief(*, brief: Brief, version: int, by: User, now: datetime) -> Issue:
    """Publish what was sent, as an issue with page and files, built from the edition of the brief; tell its authors.

    Raises ValidationError if `by` wrote or sent it, if no edition is pinned yet, or if its text cannot be read.
    """
    if wrote_into_it(brief, by):
        raise ValidationError(_("Nobody publishes what they wrote or sent: another programme manager does."))
    current = claim(brief, version=version, statuses=[Status.SUBMITTED])
    current.edition = current.edition or latest_edition()
    if current.edition is None:
        raise ValidationError({"edition": _("No edition is pinned yet: its figures cannot be read as of a day.")})
    problems = missing_in(current)
    if problems:
        raise ValidationError(problems)
    current.status = Status.PUBLISHED
    current.save()
    remember(current, Kind.PUBLISHED, by=by, at=now)
    issued = _issue_of(current, current.edition, by=by)
    tell_it_is_published(issued, current, by=by)
    return issued


def _issue_of(brief: Brief, edition: Edition, *, by: User) -> Issue:
    content: dict[str, Any] = content_of(brief)
    reading = figures_in_text.reading_of(edition)
    content["names"] = figures_in_text.names_in(texts_of(content, kind=brief.kind).values(), reading)
    with translation.override(brief.language):
        number = building.next_number(kind=brief.kind, slug=brief.slug, language=brief.language)
        address = building.address_of_version(brief.slug, number)
        document = brief_document(content, brief=brief, reading=reading, address=address)
        issued = building.issue(
            document,
            kind=brief.kind,
            slug=brief.slug,
            language=brief.language,
            edition=edition,
            inputs=content,
            hidden=reading.hidden,
            cause=Issue.Cause.NEWER if brief.issues.exists() else Issue.Cause.FIRST,
            by=by,
            brief=brief,
        )
    index_issue(issued, brief)
    SiteVersion.bump()
    return issued


@transaction.atomic
def reopen_brief(*, brief: Brief, version: int, by: User) -> Brief:
    """Open the working copy for a new version; what is published stays until that is published in its turn."""
    current = claim(brief, version=version, statuses=[Status.PUBLISHED, Status.WITHDRAWN])
    current.status = Status.DRAFT
    current.save()
    remember(current, Kind.REOPENED, by=by)
    return current


@transaction.atomic
def withdraw_brief(*, brief: Brief, version: int, reason: str, by: User, now: datetime) -> Brief:
    """Take a brief off the public pages; its versions keep their addresses, and the reason stands on them.

    Raises ValidationError if the reason is blank or nothing is published.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the reason is published.")})
    if not Issue.objects.as_of(None).filter(brief=brief).exists():
        raise ValidationError(_("Nothing of it is published."))
    current = claim(brief, version=version, statuses=Status.values)
    Issue.objects.filter(brief=current).supersede(at=now)
    current.status = Status.WITHDRAWN
    current.save()
    remember(current, Kind.WITHDRAWN, by=by, text=reason.strip(), at=now)
    forget_brief(current.slug)
    SiteVersion.bump()
    return current
