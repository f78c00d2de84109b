"""Comments on a result, on its fields and on the whole, for whoever mends it and whoever decides."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

from indicators.ledger import LINES, PayloadLine
from indicators.models import Comment, Result, ReviewEvent
from indicators.pages.transition.events import ADVICE, advised
from rmt.models import User
from rmt.text import moment

GROUPS = "parts"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field of a version in words, with the comments on it and, where the reader may write one, a box."""

    label: str
    value: str | None
    comments: list[Comment] = field(default_factory=list)
    box: BoundField | None = None


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What a regional specialist would do with a result that waits, and why."""

    text: str
    kind: str
    why: str
    who: User | None
    when: str


def comments_by_field(result: Result) -> dict[str, list[Comment]]:
    """The comments on each field since the result was last sent, by the field's name in the entry form.

    Groups of people are one field, "parts". Comments on the whole are left out.
    """
    found: dict[str, list[Comment]] = defaultdict(list)
    if result.submitted_at is None:
        return found
    for comment in result.comments.filter(at__gte=result.submitted_at).exclude(field="").select_related("by"):
        found[comment.field].append(comment)
    return dict(found)


def labelled_comments(result: Result) -> list[tuple[str, str, list[Comment]]]:
    """Each field with comments since the result was last sent: its name, what people call it, the comments."""
    labels = field_labels()
    return [(name, labels.get(name, name), comments) for name, comments in comments_by_field(result).items()]


def field_labels() -> dict[str, str]:
    """What people call each field that can be commented on."""
    return {key: str(label) for key, label, _words in LINES} | {GROUPS: _("Groups of people")}


def thread_of(result: Result) -> list[tuple[str, Comment]]:
    """Every comment on a result, the latest last, each with the label of its field ("" for the whole)."""
    labels = field_labels()
    return [(labels.get(row.field, row.field), row) for row in result.comments.select_related("by")]


def with_boxes(lines: Iterable[PayloadLine], *, result: Result, form: BaseForm | None) -> list[FieldLine]:
    """What a version says, each field once with its comments and, where the reader may write one, a box."""
    comments = comments_by_field(result)
    boxes = {name: form[name] for name in form.fields} if form else {}
    return [
        FieldLine(line.label, line.value, comments.pop(line.key, []), boxes.pop(f"on_{line.key}", None))
        for line in lines
    ]


def recommendations_among(results: Iterable[Result]) -> dict[int, list[Recommendation]]:
    """What specialists recommend of results that wait, the latest first, by id; one query."""
    sent = {row.pk: row.submitted_at for row in results}
    events = ReviewEvent.objects.filter(result__in=sent, kind=ReviewEvent.Kind.RECOMMENDED).select_related("by")
    found: dict[int, list[Recommendation]] = defaultdict(list)
    for event in events.order_by("-at", "-pk"):
        advice, why = advised(event)
        since = sent[event.result_id] if event.result_id else None
        if advice is None or event.result_id is None or (since is not None and event.at < since):
            continue
        kind = "success" if advice == advice.PUBLISH else "error"
        found[event.result_id].append(Recommendation(str(ADVICE[advice]), kind, why, event.by, moment(event.at)))
    return found
