"""What was said about a result, on its fields and on the whole, for whoever mends it and whoever decides."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _

from indicators.ledger import SAYS, Said
from indicators.models import Comment, Result, ReviewEvent
from indicators.pages.transition.events import ADVICE, advised, moment
from rmt.models import User

GROUPS = "parts"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as it is printed: on what, what was said, by whom, when."""

    on: str
    text: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A line of what a version says, with what was said about it and a box to say more."""

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
    """What was said of each field since the result was last sent, by the name of the field in the entry form.

    Groups of people are said under "parts"; what was said of the whole is not among them. Empty before it was sent.
    """
    found: dict[str, list[Comment]] = defaultdict(list)
    if result.submitted_at is None:
        return found
    for comment in result.comments.filter(at__gte=result.submitted_at).exclude(field="").select_related("by"):
        found[comment.field].append(comment)
    return dict(found)


@dataclass(frozen=True, slots=True)
class AskedOfField:
    """What was said of one field: its name in the entry form, what people call it, and the comments."""

    field: str
    label: str
    comments: list[Comment]


def asked_of_fields(result: Result) -> list[AskedOfField]:
    """What was said of the fields since the result was last sent, for whoever mends it."""
    labels = fields_named()
    return [AskedOfField(name, labels.get(name, name), said) for name, said in comments_by_field(result).items()]


def fields_named() -> dict[str, str]:
    """What people call each field that can be commented on."""
    return {key: str(label) for key, label, _words in SAYS} | {GROUPS: _("Groups of people")}


def thread_of(result: Result) -> list[Remark]:
    """Everything that was ever said about a result, the latest last."""
    labels = fields_named()
    rows = result.comments.select_related("by")
    return [Remark(labels.get(row.field, row.field), row.text, str(row.by), moment(row.at)) for row in rows]


def with_boxes(lines: Iterable[Said], *, result: Result, form: BaseForm | None) -> list[SaidLine]:
    """What a version says, each field once with its comments and, where the reader may write, a box for one."""
    comments = comments_by_field(result)
    boxes = {name: form[name] for name in form.fields} if form else {}
    return [
        SaidLine(line.label, line.value, comments.pop(line.key, []), boxes.pop(f"on_{line.key}", None))
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
