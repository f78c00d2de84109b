"""An issue: a document with its page, its PDF and its Word file, stored together and served from there (rule 4)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from briefs import documents, figures_in_text
from briefs.documents import Document
from briefs.models import Brief, Issue, IssueRemoval
from indicators.ledger import canonical, state_of_the_record
from indicators.models import Edition
from rmt.models import SiteVersion, User
from rmt.text import demonstration

FOLDER = "briefs/issues"
KEPT_WITHOUT_A_ROW = timedelta(days=1)


def issue(
    document: Document,
    *,
    kind: str,
    slug: str,
    language: str,
    edition: Edition,
    inputs: Mapping[str, Any],
    hidden: str,
    cause: str,
    reason: str = "",
    by: User,
    brief: Brief | None = None,
    and_then: Callable[[Issue], None] | None = None,
) -> Issue:
    """The next issue of a series, with its files; the one that was open is superseded.

    Its `digest` is the SHA-256 of its content and its page, one line after the other. All is stored or nothing is:
    the files are made before anything is written, which takes a while, and go again if the row cannot be. `and_then`
    is what belongs to the same transaction: it gets the issue.
    """
    document = saying_what_it_is(document)
    content = canonical(documents.to_json(document))
    html = documents.page_of(document, picture_url=partial(picture_url, slug))
    files = {"pdf": documents.pdf_of(document), "docx": documents.word_of(document)}
    made = Issue(
        kind=kind,
        slug=slug,
        language=language,
        title=document.title,
        brief=brief,
        edition=edition,
        cause=cause,
        reason=reason,
        content=content,
        inputs=canonical(dict(inputs)),
        hidden=hidden,
        html=html,
        digest=digest_of(content, html),
        by=by,
        recorded_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            _store(made, files)
            if and_then is not None:
                and_then(made)
    except BaseException:
        for name in files:
            if (file := getattr(made, name)) and default_storage.exists(file.name):
                default_storage.delete(file.name)
        raise
    return made


def saying_what_it_is(document: Document) -> Document:
    """The document as it leaves the site: that of a demonstration says so on every sheet."""
    with override(document.language):
        demo = demonstration()
    if not demo or demo in document.warning:
        return document
    return replace(document, warning=f"{demo}. {document.warning}".strip())


def _store(made: Issue, files: Mapping[str, bytes]) -> None:
    """Save the row with its number, after the one before it; the files come first, because the row names them."""
    series = Issue.objects.filter(kind=made.kind, slug=made.slug, language=made.language).order_by("-number")
    before = series.select_for_update().first()
    made.number = before.number + 1 if before else 1
    for name, content in files.items():
        setattr(made, f"{name}_sha256", hashlib.sha256(content).hexdigest())
        path = f"{FOLDER}/{made.kind}-{made.slug}-{made.language}-v{made.number}.{name}"
        setattr(made, name, default_storage.save(path, ContentFile(content)))
    series.supersede(at=made.recorded_at)
    made.save()
    SiteVersion.bump()


def picture_url(slug: str, file: str) -> str:
    """Where readers get a picture of a brief: its file is named after its UUID."""
    return reverse("brief_picture", args=[slug, PurePath(file).stem])


def address_of_version(slug: str, number: int) -> str:
    """Where a version of a brief is read for good, as it is cited."""
    return settings.SITE_URL + reverse("brief_version", args=[slug, number])


def next_number(*, kind: str, slug: str, language: str) -> int:
    """The number that the next issue of a series gets."""
    last = Issue.objects.filter(kind=kind, slug=slug, language=language).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def digest_of(content: str, html: str) -> str:
    """The digest of an issue: SHA-256 of its content and its page."""
    return hashlib.sha256(f"{content}\n{html}".encode()).hexdigest()


def document_of(issue: Issue) -> Document:
    """The document that an issue holds, for whoever prints it once more: a preview, for example."""
    return documents.from_json(json.loads(issue.content))


def series_of(issue: Issue) -> QuerySet[Issue]:
    """All issues of the same brief or report in the same language, the first one first."""
    return Issue.objects.filter(kind=issue.kind, slug=issue.slug, language=issue.language).order_by("number")


def is_served(issue: Issue) -> bool:
    """Whether readers may still have an issue and its files.

    Not once more is withheld of the results of its edition than was when it was built, and not once a later issue of
    its series came out because something had to be hidden (rule 12): past days and versions included. Nor once two
    managers removed it (rule 2).
    """
    if removal_of(issue) or series_of(issue).filter(number__gt=issue.number, cause=Issue.Cause.HIDDEN).exists():
        return False
    return hidden_now(issue.edition) == issue.hidden


def removal_of(issue: Issue) -> IssueRemoval | None:
    """The removal by which nobody is served an issue any more; `None` if there is none."""
    of_series = IssueRemoval.objects.filter(kind=issue.kind, slug=issue.slug, language=issue.language)
    return of_series.filter(last_number__gte=issue.number).last()


def hidden_now(edition: Edition) -> str:
    """The digest of what is withheld now of the results of an edition, worked out once a publication or removal."""
    return _hidden_at(edition, state_of_the_record())


@lru_cache(maxsize=50)
def _hidden_at(edition: Edition, _state: tuple[str, tuple[int, datetime] | None]) -> str:
    return figures_in_text.hidden_in(edition)


def remove_files_of_no_issue(*, now: datetime) -> int:
    """Delete files that no issue names: a worker was killed, or its transaction failed, a day ago or more; how many."""
    if not default_storage.exists(FOLDER):
        return 0
    named = {name for row in Issue.objects.values_list("pdf", "docx") for name in row}
    removed = 0
    for name in default_storage.listdir(FOLDER)[1]:
        path = str(PurePath(FOLDER, name))
        if path not in named and default_storage.get_modified_time(path) < now - KEPT_WITHOUT_A_ROW:
            default_storage.delete(path)
            removed += 1
    return removed
