"""Themes: the results that their leads confirmed, and how many wait to be checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.models import Theme
from countries.selectors.listing import Listed, Past, listed, past_of, themes_by_slug, years_of
from countries.selectors.support import Support, support_of_theme
from indicators import figures
from indicators.entries import entries
from indicators.figures import SINCE_2016
from indicators.models import Indicator, Publication
from indicators.selectors.checks import last_check


@dataclass(frozen=True)
class ThemeLine:
    theme: Theme
    url: str
    confirmed: int
    unchecked: int


@dataclass(frozen=True)
class ThemeListPage:
    past: Past
    groups: Sequence[tuple[str, list[ThemeLine]]]


@dataclass(frozen=True)
class ThemePage:
    """What is published on a theme: confirmed results by year, what is not yet checked, indicators of its own."""

    theme: Theme
    past: Past
    confirmed: Sequence[Listed]
    years: Sequence[tuple[int, list[Listed]]]
    earlier: Sequence[Listed]
    unchecked: Sequence[Listed]
    indicators: Sequence[tuple[Indicator, str]]
    support: Support | None
    checked: str

    @property
    def trail(self) -> list[tuple[str, str]]:
        return [(_("Themes"), self.past.at(reverse("themes")))]

    @property
    def countries(self) -> list[tuple[str, str]]:
        """The countries with a confirmed result, each once, by name."""
        return sorted({(r.country, r.country_url) for r in self.confirmed if r.country_url})


def theme_list_page(*, as_of: date | None) -> ThemeListPage:
    """Every theme in its group, with how many results since 2016 are confirmed and how many wait."""
    past = past_of(as_of)
    counted = figures.reported_in_period(entries(Publication.objects.as_of(as_of)), SINCE_2016)
    lines = [
        ThemeLine(
            theme=theme,
            url=past.at(theme.get_absolute_url()),
            confirmed=len(figures.with_confirmed_tag(counted, theme=theme.slug)),
            unchecked=len(figures.with_unchecked_tag(counted, theme=theme.slug)),
        )
        for theme in Theme.objects.all()
    ]
    by_group = groupby(lines, key=lambda line: line.theme.get_group_display())
    return ThemeListPage(past, [(name, list(some)) for name, some in by_group])


def theme_page(theme: Theme, *, as_of: date | None, today: date) -> ThemePage:
    """The results that carry the theme, confirmed or not yet checked."""
    past, themes = past_of(as_of), themes_by_slug()
    tagged = Publication.objects.as_of(as_of).filter(tags__theme=theme).with_labels().by_achievement()
    results = [listed(p, themes=themes, past=past, with_country=True) for p in tagged]
    confirmed = [r for r in results if r.entry.has_confirmed(theme.slug)]
    counted = [r for r in confirmed if figures.is_within(r.entry, SINCE_2016)]
    own = Indicator.objects.filter(Q(theme=theme) | Q(view_tag=theme))
    return ThemePage(
        theme=theme,
        past=past,
        confirmed=counted,
        years=years_of(counted),
        earlier=[r for r in confirmed if r not in counted],
        unchecked=[r for r in results if figures.with_unchecked_tag([r.entry], theme=theme.slug)],
        indicators=[(indicator, past.at(indicator.get_absolute_url())) for indicator in own],
        support=_support(theme, counted, today) if as_of is None else None,
        checked=last_check(theme=theme) if as_of is None else "",
    )


def _support(theme: Theme, counted: Sequence[Listed], today: date) -> Support:
    return support_of_theme(theme, deliverables=len([r for r in counted if r.level == 1]), today=today)
