"""What files say becomes published briefs, by the same verbs as on the desk."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from briefs.actions import begin_brief, publish_brief, save_brief, submit_brief
from briefs.models import Brief
from countries.models import Country, Theme
from indicators.models import Edition
from rmt.models import User


def load_briefs(
    briefs: Sequence[dict[str, Any]],
    *,
    edition: Edition,
    author_of: Callable[[Country | None, Theme | None], User],
    reviewer: User,
    now: datetime,
) -> dict[str, list[str]]:
    """Publish each of `briefs` (`read_briefs`) that is not held yet, its figures read as of `edition`.

    What is held is left alone, whatever became of it. Returns, by slug, why one could not be published; then nothing
    of it is held.
    """
    held = set(Brief.objects.values_list("slug", flat=True))
    refused = {}
    for brief in briefs:
        if brief["slug"] in held:
            continue
        country = Country.objects.filter(iso3=brief.get("country")).first()
        theme = Theme.objects.filter(slug=brief.get("theme")).first()
        try:
            _publish(brief, edition, country, theme, author_of(country, theme), reviewer, now)
        except ValidationError as problem:
            refused[brief["slug"]] = problem.messages
    return refused


@transaction.atomic
def _publish(
    said: dict[str, Any],
    edition: Edition,
    country: Country | None,
    theme: Theme | None,
    author: User,
    reviewer: User,
    now: datetime,
) -> None:
    brief = begin_brief(
        kind=said["kind"],
        country=country,
        theme=theme,
        language=said["language"],
        title=said["title"],
        slug=said["slug"],
        translation_of=Brief.objects.filter(slug=said.get("translation_of")).first(),
        is_historical=True,
        edition=edition,
        by=author,
    )
    changes = {name: said[name] for name in ("summary", "parts", "principles", "source")}
    brief = save_brief(brief=brief, changes=changes, version=brief.version, by=author)
    brief = submit_brief(brief=brief, version=brief.version, by=author)
    publish_brief(brief=brief, version=brief.version, by=reviewer, now=now)
