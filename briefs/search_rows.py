"""Published briefs and stories as they can be found by words."""

import json
from collections.abc import Iterator

from briefs.documents import from_json, text_of
from briefs.models import Brief, Issue
from countries.names import names_of
from rmt import search
from rmt.models import SearchEntry
from rmt.search import Kind, search_row


def brief_rows() -> Iterator[SearchEntry]:
    """Every brief that is published now, as its issue says it: a draft is never here."""
    for issue in Issue.objects.briefs_on(None).defer(None):
        if issue.brief:
            yield _row(issue, issue.brief)


def index_issue(issue: Issue, brief: Brief) -> None:
    """Find a brief as this issue says it."""
    search.write(lambda: [_row(issue, brief)])


def forget_brief(slug: str) -> None:
    """Find a brief no more."""
    search.forget(Kind.BRIEF, slug)


def _row(issue: Issue, brief: Brief) -> SearchEntry:
    country, theme = brief.country, brief.theme
    about = [*(names_of(country) if country else []), theme.name_en if theme else ""]
    return search_row(
        Kind.BRIEF,
        brief.slug,
        issue.title,
        f"/briefs/{brief.slug}/",
        called=[issue.title],
        words=[*about, *text_of(from_json(json.loads(issue.content)))],
        language=issue.language,
        detail=f"{brief.get_kind_display().capitalize()} · {country.name_en if country else about[-1]}",
        day=issue.recorded_at.date(),
    )
