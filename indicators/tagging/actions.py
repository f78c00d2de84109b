"""The verbs of a lead's queue: several tags at once, another theme instead, and taking a decision back.

Each is one transaction; what is published is restated with it (`indicators.results`, `decide_tag`).
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Theme
from indicators.models import ReviewEvent, Tag
from indicators.results import decide_tag, restate_themes
from rmt.models import User


@transaction.atomic
def decide_tags(*, tags: Iterable[Tag], state: str, by: User, reason: str = "") -> list[Tag]:
    """Confirm or reject several tags that wait. Returns the tags as they were, for undoing it.

    One refused refuses all, each named: raises ValidationError if somebody decided one of them meanwhile.
    """
    waiting = _locked(tags)
    problems = [_decided_meanwhile(tag) for tag in waiting if tag.state != Tag.State.PROPOSED]
    if problems:
        raise ValidationError(problems)
    for tag in waiting:
        decide_tag(result=tag.result, theme=tag.theme, state=state, by=by, reason=reason)
    return waiting


@transaction.atomic
def change_tag(*, tag: Tag, instead: Theme, by: User) -> Tag:
    """Reject a proposed theme and propose another one in its place; the new tag, which the other lead decides.

    Raises ValidationError if somebody decided it meanwhile, or if the result carries the other theme already.
    """
    [waiting] = _locked([tag])
    result = waiting.result
    if waiting.state != Tag.State.PROPOSED:
        raise ValidationError(_decided_meanwhile(waiting))
    if result.tags.filter(theme=instead).exists():
        message = _("“%(theme)s” was proposed for this result already. Choose another theme, or reject this one.")
        raise ValidationError({"instead": message % {"theme": instead}})
    now = timezone.now()
    Tag.objects.filter(pk=waiting.pk).update(state=Tag.State.REJECTED, by=by, at=now)
    proposed = Tag.objects.create(result=result, theme=instead, by=by, at=now)
    decided = {waiting.theme.slug: Tag.State.REJECTED.value, instead.slug: Tag.State.PROPOSED.value}
    result.review_events.create(
        kind=ReviewEvent.Kind.TAGGED,
        comment="; ".join(f"{slug}: {state}" for slug, state in decided.items()),
        version=result.version,
        by=by,
        at=now,
    )
    restate_themes(result, decided, by=by)
    return proposed


@transaction.atomic
def take_back_decision(*, before: Iterable[Tag], by: User, proposed: Tag | None = None) -> None:
    """Let tags that `by` decided wait again, as they were `before`; a tag `proposed` in their place is removed.

    Raises ValidationError if somebody decided one of them meanwhile.
    """
    was = {tag.pk: tag for tag in before}
    decided = _locked(was.values())
    others = _locked([proposed]) if proposed else []
    changed = [tag for tag in decided if tag.by_id != by.pk or tag.state == Tag.State.PROPOSED]
    changed += [tag for tag in others if tag.state != Tag.State.PROPOSED]
    if changed:
        raise ValidationError([_decided_meanwhile(tag) for tag in changed])
    for tag in others:
        tag.delete()
        restate_themes(tag.result, {tag.theme.slug: Tag.State.REJECTED.value}, by=by)
    for tag in decided:
        decide_tag(result=tag.result, theme=tag.theme, state=Tag.State.PROPOSED, by=by)
        Tag.objects.filter(pk=tag.pk).update(by=was[tag.pk].by_id, at=was[tag.pk].at)


def _locked(tags: Iterable[Tag]) -> list[Tag]:
    rows = Tag.objects.filter(pk__in=[tag.pk for tag in tags]).select_related("result", "theme", "by").order_by("pk")
    return list(rows.select_for_update(of=("self",)))


def title_of(tag: Tag) -> str:
    """The title as readers have it; the working copy's only if nothing is published."""
    published = tag.result.publications.as_of(None).first()
    return published.title if published else str(tag.result)


def _decided_meanwhile(tag: Tag) -> str:
    words = {"title": title_of(tag), "theme": tag.theme, "state": tag.get_state_display(), "who": tag.by}
    return _("“%(title)s”, %(theme)s: it is now “%(state)s”, by %(who)s.") % words
