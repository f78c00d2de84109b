"""What happened to a result, in words: one line of a history for each event."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Theme
from indicators.ledger import label_of
from indicators.models import Result, ReviewEvent, Standing, Tag
from indicators.review import Advice
from rmt.text import day, moment

Kind = ReviewEvent.Kind

ADVICE = {
    Advice.PUBLISH: gettext_lazy("Recommended to publish"),
    Advice.RETURN: gettext_lazy("Recommended to return"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of a history, as the component prints it."""

    what: str
    when: str
    who: str
    comment: str = ""
    href: str = ""
    current: bool = False


def history_of(result: Result) -> list[Happened]:
    """Every step that was taken with a result, the latest first."""
    events = result.review_events.select_related("by").order_by("-at", "-pk")
    themes = theme_names()
    return [Happened(what_of(event), moment(event.at), who_of(event), words_of(event, themes)) for event in events]


def theme_names() -> dict[str, str]:
    """The names of the themes, by slug."""
    return {theme.slug: str(theme) for theme in Theme.objects.all()}


def what_of(event: ReviewEvent) -> str:
    """The step that was taken, as a line begins."""
    advice, _why = advised(event)
    return str(ADVICE[advice]) if advice else first_up(event.get_kind_display())


def who_of(event: ReviewEvent) -> str:
    """Who took it: a person with an account, or the name that a signed link carried."""
    return str(event.by) if event.by else event.who


def words_of(event: ReviewEvent, themes: dict[str, str]) -> str:
    """The comment that came with it, in words: some are stored with codes."""
    text = event.comment
    if event.kind == Kind.RECOMMENDED:
        return advised(event)[1]
    if event.kind == Kind.RESTORED and text.isdecimal():
        return _("Version %(number)s") % {"number": text}
    if event.kind == Kind.TAGGED and (found := re.fullmatch(r"([\w-]+): ([\w-]+)(?:\. (.+))?", text, re.DOTALL)):
        theme, state, reason = found.groups()
        return ". ".join(filter(None, [f"{themes.get(theme, theme)}: {label_of(Tag.State, state)}", reason]))
    if event.kind == Kind.STANDING and (found := re.fullmatch(r"(\w+), (\d{4}-\d\d-\d\d): (.+)", text, re.DOTALL)):
        kind, since, reason = found.groups()
        return f"{first_up(label_of(Standing.Kind, kind) or kind)}, {day(date.fromisoformat(since))}: {reason}"
    return text


def advised(event: ReviewEvent) -> tuple[Advice | None, str]:
    """What a recommendation says, and why; `None` for any other event."""
    advice, _colon, why = event.comment.partition(":")
    if event.kind != Kind.RECOMMENDED or advice not in Advice.values:
        return None, event.comment
    return Advice(advice), why.strip()


def first_up(text: str) -> str:
    """The same, as a sentence begins."""
    return text[:1].upper() + text[1:]
