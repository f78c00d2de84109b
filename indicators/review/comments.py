"""Comments on a result that waits, on a field or on the whole, and recommendations.

None of it changes the result or its version; a return and a validation take the comments on fields with them.
"""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Comment, Result, ReviewEvent
from indicators.results import EditConflict, actions
from rmt.models import User


class Advice(models.TextChoices):
    """What a regional specialist recommends."""

    PUBLISH = "publish", gettext_lazy("Recommend to publish")
    RETURN = "return", gettext_lazy("Recommend to return")


@transaction.atomic
def comment_on(*, result: Result, version: int, texts: Mapping[str, str], by: User) -> list[Comment]:
    """Comment on the whole of a submitted result (keyed "") and on its fields; a blank text is no comment.

    Raises ValidationError if every text is blank or it no longer waits; EditConflict if it changed since it was read.
    """
    written = {field: text.strip() for field, text in texts.items() if text.strip()}
    if not written:
        raise ValidationError({"text": _("Write what you want to say.")})
    return _save(_as_read(result, version), written, by=by)


@transaction.atomic
def recommend(*, result: Result, version: int, advice: str, comment: str, by: User) -> ReviewEvent:
    """Say to the managers what a regional specialist would do; a recommendation to return says why."""
    if advice not in Advice.values:
        raise ValidationError({"advice": _("Choose one.")})
    if advice == Advice.RETURN and not comment.strip():
        raise ValidationError({"comment": _("Say what should be changed.")})
    current = _as_read(result, version)
    text = f"{advice}: {comment.strip()}"
    return current.review_events.create(
        kind=ReviewEvent.Kind.RECOMMENDED, comment=text, version=version, by=by, at=timezone.now()
    )


@transaction.atomic
def return_with_comments(
    *, result: Result, version: int, comment: str, open_until: date, on_fields: Mapping[str, str], by: User, today: date
) -> Result:
    """Return a result with a comment on the whole and with comments on fields."""
    _save_on_fields(result, version, on_fields, by=by)
    return actions.return_result(
        result=result, version=version, comment=comment, open_until=open_until, by=by, today=today
    )


@transaction.atomic
def validate_with_comments(
    *,
    result: Result,
    version: int,
    on_fields: Mapping[str, str],
    by: User,
    today: date,
    not_before: date | None = None,
    comment: str = "",
) -> Result:
    """Validate a result; comments beside its fields stay on the desk."""
    _save_on_fields(result, version, on_fields, by=by)
    return actions.validate_result(
        result=result, version=version, by=by, today=today, not_before=not_before, comment=comment
    )


def _save_on_fields(result: Result, version: int, on_fields: Mapping[str, str], *, by: User) -> None:
    written = {field: text.strip() for field, text in on_fields.items() if text.strip()}
    if written:
        _save(_as_read(result, version), written, by=by)


def _as_read(result: Result, version: int) -> Result:
    """The submitted result, locked, as it was read."""
    current = Result.objects.select_for_update(of=("self",)).get(pk=result.pk)
    if current.version != version:
        raise EditConflict(current)
    if current.status != Result.Status.SUBMITTED:
        message = _("This result is now “%(status)s”: nothing can be said about it here any more.")
        raise ValidationError(message % {"status": current.get_status_display()})
    return current


def _save(result: Result, texts: Mapping[str, str], *, by: User) -> list[Comment]:
    now = timezone.now()
    rows = [Comment(field=field, text=text, version=result.version, by=by, at=now) for field, text in texts.items()]
    result.comments.add(*rows, bulk=False)
    return rows
