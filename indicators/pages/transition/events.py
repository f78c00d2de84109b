"""What happened to a result, in words: one line of a history for each event."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Theme
from indicators.ledger import label_of
from indicators.models import Contribution, Result, ReviewEvent, Standing, Tag
from indicators.review import Advice
from projects.models import Project
from rmt.text import day, moment

Kind = ReviewEvent.Kind

# How actions write decisions down: `decide_tag`, `change_tag`, `record_standing`, `link_project`, `move_contributions`.
TAG_DECIDED = re.compile(r"[\w-]+: \w+")
STANDING_SAID = re.compile(r"(\w+), (\d{4}-\d\d-\d\d): (.+)", re.DOTALL)
LINK_MADE = re.compile(r"([\w-]+): ([\w-]+|–)")
LINK_MOVED = re.compile(r"([\w-]+) \([\w-]+\) → ([\w-]+)")

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


@dataclass(frozen=True, slots=True)
class EventNames:
    """Themes and projects by their slugs."""

    themes: Mapping[str, str]
    projects: Mapping[str, str]


def history_of(result: Result) -> list[Happened]:
    """Every step that was taken with a result, the latest first."""
    events = result.review_events.select_related("by").order_by("-at", "-pk")
    names = names_in_events()
    return [Happened(what_of(event), moment(event.at), who_of(event), words_of(event, names)) for event in events]


def names_in_events() -> EventNames:
    """The names behind the slugs that events are stored with: two queries."""
    return EventNames(
        themes={theme.slug: str(theme) for theme in Theme.objects.all()},
        projects=dict(Project.objects.values_list("slug", "title")),
    )


def what_of(event: ReviewEvent) -> str:
    """The step that was taken, as a line begins."""
    advice, _why = advised(event)
    return str(ADVICE[advice]) if advice else first_up(event.get_kind_display())


def who_of(event: ReviewEvent) -> str:
    """Who took it: a person with an account, or the name that a signed link carried."""
    return str(event.by) if event.by else event.who


def words_of(event: ReviewEvent, names: EventNames) -> str:
    """The comment that came with it, in words: some are stored with codes."""
    text = event.comment
    if event.kind == Kind.RECOMMENDED:
        return advised(event)[1]
    if event.kind == Kind.RESTORED and text.isdecimal():
        return _("Version %(number)s") % {"number": text}
    if event.kind == Kind.TAGGED:
        decided, _point, reason = text.partition(". ")
        if all(TAG_DECIDED.fullmatch(one) for one in decided.split("; ")):
            pairs = [one.split(": ") for one in decided.split("; ")]
            told = [f"{names.themes.get(slug, slug)}: {label_of(Tag.State, state)}" for slug, state in pairs]
            return ". ".join(filter(None, ["; ".join(told), reason]))
    if event.kind == Kind.STANDING and (found := STANDING_SAID.fullmatch(text)):
        kind, since, reason = found.groups()
        return f"{first_up(label_of(Standing.Kind, kind) or kind)}, {day(date.fromisoformat(since))}: {reason}"
    if event.kind == Kind.LINKED and (found := LINK_MADE.fullmatch(text)):
        slug, role = found.groups()
        words = {"project": names.projects.get(slug, slug), "role": label_of(Contribution.Role, role)}
        said = _("Linked project: %(project)s, %(role)s") if role != "–" else _("Project no longer linked: %(project)s")
        return said % words
    if event.kind == Kind.LINKED and (found := LINK_MOVED.fullmatch(text)):
        gone, kept = (names.projects.get(slug, slug) for slug in found.groups())
        return _("“%(gone)s” is now a part of “%(kept)s”") % {"gone": gone, "kept": kept}
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
