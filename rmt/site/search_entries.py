"""What can be found, as rows of the search table: each with its names, its other words and its address."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import override

from countries.models import Country, Theme
from countries.names import names_of
from indicators.models import Indicator, Publication
from indicators.wording import kind_text
from projects.models import Partner, Project
from rmt.models import SearchEntry
from rmt.site.about.glossary import GLOSSARY
from rmt.site.about.pages import PAGES
from rmt.text import key_of, span

Kind = SearchEntry.Kind
NAMED = (Kind.COUNTRY, Kind.THEME, Kind.INDICATOR, Kind.PAGE, Kind.PARTNER, Kind.PROJECT)
WEIGHTS = {kind: place for place, kind in enumerate((*NAMED, Kind.RESULT), 1)}
LONGEST = 300

OTHER_PAGES = (  # name of the address, title, words
    ("countries", "Countries", "list map regions priority countries"),
    ("themes", "Themes", "thematic areas"),
    ("indicators", "Indicators", "framework targets definitions"),
    ("projects", "Projects", "list flagship"),
    ("partners", "Partners", "donors funding"),
    ("claims", "What was published before", "claims published numbers phase I"),
    ("about", "About", "results monitoring tool RMT"),
)


def named_entries() -> Iterator[SearchEntry]:
    """Everything but results; in English, whoever writes."""
    with override("en"):
        yield from (_country(country) for country in Country.objects.select_related("region"))
        yield from (_theme(theme) for theme in Theme.objects.all())
        yield from (_indicator(indicator) for indicator in Indicator.objects.select_related("theme"))
        yield from _pages()
        yield from (partner_entry(p) for p in Partner.objects.current().prefetch_related("aliases"))
        yield from (project_entry(p) for p in Project.objects.current().prefetch_related("aliases", "countries"))


def result_entries() -> Iterator[SearchEntry]:
    """Every result that is published now."""
    themes = {theme.slug: theme.name_en for theme in Theme.objects.all()}
    published = Publication.objects.as_of(None).with_labels()
    with override("en"):
        yield from (_result(publication, themes) for publication in published.iterator(chunk_size=500))


def entry_of_publication(publication: Publication) -> SearchEntry:
    """A result by its number, its title, its country, and what the statement says."""
    with override("en"):
        return _result(publication, dict(Theme.objects.values_list("slug", "name_en")))


def _result(publication: Publication, themes: dict[str, str]) -> SearchEntry:
    said = json.loads(publication.payload)
    country, indicator, number = publication.country, publication.indicator, publication.number
    when = span(_day(publication.achieved_first), _day(publication.achieved_last))
    return _entry(
        Kind.RESULT, str(number), publication.title, reverse("result", args=[number]),
        called=[publication.title, str(number), f"No. {number}", f"Result {number}"],
        words=[
            *(names_of(country) if country else ["Global"]), country.iso3 if country else "", when,
            indicator.code, indicator.name_en, said["outcome"] or "",
            said["instrument"]["title"] if said["instrument"] else "",
            *(themes[tag["theme"]] for tag in said["tags"] if tag["theme"] in themes),
        ],
        detail=f"{country.name_en if country else 'Global'} · {when} · No. {number}",
        day=_day(publication.achieved_last),
    )  # fmt: skip


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _country(country: Country) -> SearchEntry:
    return _entry(
        Kind.COUNTRY, country.iso3, country.name_en, country.get_absolute_url(),
        called=[*names_of(country), country.iso2, country.iso3],
        words=[country.region.name_en],
        names={"fr": country.name_fr, "es": country.name_es},
        detail=country.region.name_en,
    )  # fmt: skip


def _theme(theme: Theme) -> SearchEntry:
    return _entry(
        Kind.THEME, theme.slug, theme.name_en, theme.get_absolute_url(),
        called=[theme.name_en, theme.name_fr, theme.name_es],
        words=[str(Theme.Group(theme.group).label)],
        names={"fr": theme.name_fr, "es": theme.name_es},
        detail=str(Theme.Group(theme.group).label),
    )  # fmt: skip


def _indicator(indicator: Indicator) -> SearchEntry:
    level = indicator.get_level_display()
    return _entry(
        Kind.INDICATOR, indicator.code, indicator.name_en, indicator.get_absolute_url(),
        called=[indicator.name_en, indicator.code],
        words=[level, kind_text(indicator.code, ""), indicator.what_counts, f"SDG {indicator.sdg}"],
        detail=f"{indicator.code} · {level}",
    )  # fmt: skip


def _pages() -> Iterator[SearchEntry]:
    about = [(link.name, str(link.title), str(link.about)) for link in PAGES]
    for name, title, words in (*OTHER_PAGES, *about):
        yield _entry(Kind.PAGE, name, title, reverse(name), called=[title], words=[words])
    for chapter in GLOSSARY:
        for term in chapter.terms:
            name = str(term.name)
            title = name[:1].upper() + name[1:]
            yield _entry(
                Kind.PAGE, f"glossary-{term.anchor}", title, term.url,
                called=[name, term.key], words=[], detail="Glossary",
            )  # fmt: skip


def partner_entry(partner: Partner) -> SearchEntry:
    """A partner by its name and every spelling that means it."""
    return _entry(
        Kind.PARTNER, partner.slug, partner.name, partner.get_absolute_url(),
        called=[partner.name, *(alias.text for alias in partner.aliases.all())],
        words=[partner.iati_id or "", str(partner.get_kind_display() or "")],
        detail=str(partner.get_kind_display() or ""),
    )  # fmt: skip


def project_entry(project: Project) -> SearchEntry:
    """A project by its title, its symbol, its other names and where it works."""
    countries = list(project.countries.all())
    where = [country.name_en for country in countries[:3]]
    return _entry(
        Kind.PROJECT, project.slug, project.title, project.get_absolute_url(),
        called=[project.title, project.symbol or "", *(alias.text for alias in project.aliases.all())],
        words=[project.iati_id or "", *(name for country in countries for name in names_of(country))],
        detail=" · ".join(filter(None, [project.symbol, ", ".join(where) + (" …" if len(countries) > 3 else "")])),
        day=project.start_first,
    )  # fmt: skip


_key = lru_cache(maxsize=4096)(key_of)  # names of countries, themes and indicators come again and again


def _entry(
    kind: str, key: str, title: str, path: str, *, called: Iterable[str], words: Iterable[str], detail: str = "",
    names: dict[str, str] | None = None, day: date | None = None,
) -> SearchEntry:  # fmt: skip
    names_found = list(dict.fromkeys(filter(None, map(_key, called))))
    called_text = f" | {' | '.join(names_found)} | "
    others = dict.fromkeys(word for text in words for word in _key(text).split())
    path = "/" + path.removeprefix(get_script_prefix())  # where the site stands is added when it is found
    return SearchEntry(
        kind=kind, key=key, title=title[:LONGEST], path=path[:LONGEST], detail=detail[:LONGEST],
        names={language: name for language, name in (names or {}).items() if name}, called=called_text,
        text=f"{called_text}{' '.join(others)} ", weight=WEIGHTS[Kind(kind)], day=day,
    )  # fmt: skip
