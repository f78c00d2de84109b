"""What stands beside the entry of a result while it is typed: how it was read, what follows, what may be wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.forms import BoundField
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from countries.models import Country, Theme
from indicators.models import Result
from indicators.pages.entry.entry import ResultEntry
from indicators.pages.entry.groups import Grid
from indicators.pages.published import Past, windows
from indicators.pages.transition import DeskResultLine, badge_of, level_of
from indicators.permissions import can_write_update
from indicators.results import Days, Twin, possible_duplicates
from indicators.rounds import today_in
from indicators.tagging import suggested_themes
from indicators.wording import number_text
from rmt.forms import NumberField, written
from rmt.text import day as day_text
from rmt.text import span

LEDE_WORDS = 45


@dataclass(frozen=True)
class Now:
    """Help for whoever types an entry; none of it keeps anybody from saving."""

    readings: list[str]
    problems: list[str]
    sum_in_words: str
    asks_figures: bool
    grids: list[Grid]
    twins: list[Twin]
    suggested: list[Theme]
    is_taken: bool
    card: DeskResultLine | None
    is_not_come: bool
    may_plan: bool
    asks_why: bool | None
    """Whether readers are to be told why a published figure changes, and are not yet; `None` if none is published."""

    @property
    def slugs(self) -> str:
        """The suggested themes as one value, so that they are taken together."""
        return " ".join(theme.slug for theme in self.suggested)


def today_of(country: Country | None) -> date:
    """The day that it is in the capital of the country; for the world, in UTC."""
    return today_in(country, now=timezone.now()) if country else timezone.localdate()


def now_of(entry: ResultEntry) -> Now:
    """The help for an entry as it is now."""
    form, days = entry.form, entry.form.answer("achieved")
    is_not_come = bool(days) and days[0] > today_of(entry.country)
    suggested, is_taken = _suggested(entry)
    return Now(
        readings=list(_readings(_numbers(entry))),
        problems=[*_unreadable(_numbers(entry)), *_unlikely(entry, days)],
        sum_in_words=form.sum_in_words,
        asks_figures="value" in form.fields,
        grids=form.grids if "value" in form.fields else [],
        twins=_twins(entry, days),
        suggested=suggested,
        is_taken=is_taken,
        card=_card(entry, days),
        is_not_come=is_not_come,
        may_plan=is_not_come and _may_plan(entry),
        asks_why=form.asks_why and not form.answer("restated_because") if "restated_because" in form.fields else None,
    )


def _may_plan(entry: ResultEntry) -> bool:
    return entry.country is not None and can_write_update(entry.user, entry.country)


def _numbers(entry: ResultEntry) -> list[BoundField]:
    """The numbers that somebody typed, in the order of the form."""
    form = entry.form
    if not form.is_bound:
        return []
    return [form[name] for name, field in form.fields.items() if isinstance(field, NumberField) and form[name].data]


def _readings(numbers: Iterable[BoundField]) -> Iterable[str]:
    """How each number was read (rule 17), where it is written otherwise here."""
    for bound in numbers:
        read = bound.form.cleaned_data.get(bound.name)
        if read is not None and str(bound.data).strip() != written(read):
            words = {"label": bound.label, "typed": bound.data, "read": written(read)}
            yield _("%(label)s You wrote %(typed)s: read as %(read)s.") % words


def _unreadable(numbers: Iterable[BoundField]) -> Iterable[str]:
    for bound in numbers:
        yield from (f"{bound.label} {message}" for message in bound.errors)


def _unlikely(entry: ResultEntry, days: Days | None) -> Iterable[str]:
    """What can be read but is probably not meant."""
    form = entry.form
    value, before, baseline = (form.answer(name) for name in ("value", "baseline_value", "baseline"))
    if value is not None and before is not None and value < before:
        yield _("There are fewer after the change than before it. Check both figures.")
    if baseline and days:
        yield from _of_the_baseline(baseline, days)
    for grid in form.grids:
        if grid.is_above:
            words = {"dimension": grid.dimension.name_en, "known": _text(grid.known), "total": _text(grid.total)}
            yield _("%(dimension)s: the groups add up to %(known)s, more than the increase of %(total)s.") % words


def _text(number: Decimal | None) -> str:
    return number_text(number or Decimal(0))


def _of_the_baseline(baseline: Days, days: Days) -> Iterable[str]:
    """What follows from the day of the baseline for the figures in which the increase can count (rule 8)."""
    if baseline[0] > days[1]:
        yield _("The baseline is later than the result.")
        return
    listed = windows(Past(None), on=days[1])
    window = next((window for window in listed if days[0] in window.period and days[1] in window.period), None)
    eve = timedelta(days=1)
    if window and min(baseline[1], days[1]) < window.period.start - eve:
        words = {"window": window.label, "day": day_text(window.period.start - eve)}
        yield (
            _(
                "The increase is shown, but not counted in “%(window)s”: that needs a baseline of %(day)s or later, or "
                "an earlier published figure on the same law or scheme."
            )
            % words
        )


def _twins(entry: ResultEntry, days: Days | None) -> list[Twin]:
    return possible_duplicates(
        user=entry.user,
        country=entry.country,
        indicator=entry.indicator,
        title=entry.form.answer("title"),
        instrument=entry.form.named_instrument() if entry.country else None,
        days=days,
        besides=entry.result,
    )


def _suggested(entry: ResultEntry) -> tuple[list[Theme], bool]:
    """Themes that are probably meant and not ticked yet; those that were just taken stay as they are."""
    form = entry.form
    taken = entry.data.get("take_themes", "").split() if entry.data is not None else []
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    if taken:
        return [themes[slug] for slug in taken if slug in themes], True
    instrument = form.named_instrument() if entry.country else None
    texts = [form.answer("title"), form.answer("outcome"), instrument.title if instrument else None]
    texts.append(form.answer("new_instrument_title"))
    own = entry.indicator.theme.slug if entry.indicator and entry.indicator.theme else None
    ticked = {getattr(theme, "pk", theme) for theme in form.answer("themes") or ()}
    return [themes[slug] for slug in suggested_themes(texts, of_indicator=own) if themes[slug].pk not in ticked], False


def _card(entry: ResultEntry, days: Days | None) -> DeskResultLine | None:
    """The result as readers would see it in a list; `None` before it has a title."""
    title, indicator = entry.form.answer("title"), entry.indicator
    if not title or indicator is None:
        return None
    shown = Result(indicator=indicator, level=indicator.level)
    lede = entry.form.answer("outcome") or entry.form.answer("contribution") or ""
    return DeskResultLine(
        url="#id_title",
        title=title,
        level=level_of(shown),
        badge=badge_of(shown),
        date_text=" · ".join([str(entry.country or _("The world")), span(*days) if days else _("date not known")]),
        lede=Truncator(lede).words(LEDE_WORDS),
        tags=tuple(_theme_names(entry.form.answer("themes"))),
    )


def _theme_names(themes: Any) -> Iterable[str]:
    found = Theme.objects.filter(pk__in=[getattr(theme, "pk", theme) for theme in themes or ()])
    return [theme.name for theme in found]
