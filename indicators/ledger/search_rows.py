"""Indicators and published results as they can be found by words."""

import json
from collections.abc import Iterator

from django.urls import reverse

from countries.models import Theme
from countries.names import names_of
from indicators.models import Indicator, Publication
from indicators.wording import kind_text
from rmt import search
from rmt.models import SearchEntry
from rmt.search import Kind, search_row
from rmt.text import span


def indicator_rows() -> Iterator[SearchEntry]:
    """Every indicator by its name, its code and what it counts."""
    yield from (_indicator(indicator) for indicator in Indicator.objects.select_related("theme"))


def result_rows() -> Iterator[SearchEntry]:
    """Every result that is published now, as its statement says it: a draft is never here."""
    themes = _names_of_themes()
    published = Publication.objects.as_of(None).with_labels()
    yield from (_result(publication, themes) for publication in published.iterator(chunk_size=500))


def results_in_force() -> int:
    """How many results are published now."""
    return Publication.objects.as_of(None).count()


def index_publication(publication: Publication) -> None:
    """Find a result as this publication says it; a withdrawal is found no more."""
    if publication.kind == Publication.Kind.STATEMENT:
        search.write(lambda: [_result(publication, _names_of_themes())])
    else:
        search.forget(Kind.RESULT, str(publication.number))


def _names_of_themes() -> dict[str, str]:
    return dict(Theme.objects.values_list("slug", "name_en"))


def _indicator(indicator: Indicator) -> SearchEntry:
    level = indicator.get_level_display()
    return search_row(
        Kind.INDICATOR,
        indicator.code,
        indicator.name_en,
        indicator.get_absolute_url(),
        called=[indicator.name_en, indicator.code],
        words=[level, kind_text(indicator.code, ""), indicator.what_counts, f"SDG {indicator.sdg}"],
        detail=f"{indicator.code} · {level}",
    )


def _result(publication: Publication, themes: dict[str, str]) -> SearchEntry:
    payload = json.loads(publication.payload)
    country, indicator, number = publication.country, publication.indicator, publication.number
    when = span(publication.achieved_first, publication.achieved_last)
    return search_row(
        Kind.RESULT,
        str(number),
        publication.title,
        reverse("result", args=[number]),
        called=[publication.title, str(number), f"No. {number}", f"Result {number}"],
        words=[
            *(names_of(country) if country else ["Global"]),
            country.iso3 if country else "",
            when,
            indicator.code,
            payload["outcome"] or "",
            payload["instrument"]["title"] if payload["instrument"] else "",
        ],
        in_english=[indicator.name_en, *(themes[tag["theme"]] for tag in payload["tags"] if tag["theme"] in themes)],
        language=payload["language"] or "en",
        detail=f"{country.name_en if country else 'Global'} · {when} · No. {number}",
        day=publication.achieved_last,
    )
