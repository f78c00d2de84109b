"""Who the people are: by sex, age, disability …, with the share that is known; and views of them (rules 11 and 12)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from briefs.documents import Words, words
from briefs.writing.counts import asked, of_people, of_quantity, of_records
from briefs.writing.headlines import PEOPLE, people_of
from briefs.writing.phrases import listed
from briefs.writing.sheet import Sheet, plain
from briefs.writing.spans import Span, side_by_side
from indicators import figures
from indicators.figures import Breakdown, Entry, Quantity
from indicators.ledger import seen_through
from indicators.models import Dimension, Indicator
from indicators.wording import percent_text

DISABILITY, SEX = "disability", "sex"


def write(sheet: Sheet, reading: Any, inputs: Mapping[str, Any], span: Span) -> None:
    """Each headline of people divided, one dimension at a time; then persons with disabilities and climate."""
    names = inputs["dimensions"]
    has_people = False
    for what in PEOPLE:
        people = people_of(reading, what, span)
        if people.counted:
            has_people = True
            _divided(sheet, reading, span, what, people.counted, names)
    if not has_people:
        text = _("No figure of people is counted for %(period)s, so nothing can be said of who they are.")
        sheet.say("who", words(text % {"period": span.of}))
    _views(sheet, reading, span)


def divided(entries: Sequence[Entry], every: Sequence[Entry], dimensions: Sequence[str]) -> dict[str, Breakdown]:
    """Some results in one breakdown a dimension, as the page of a country divides them."""
    series: dict[tuple[Any, ...], list[Entry]] = defaultdict(list)
    for entry in every:
        series[figures.series_key(entry)].append(entry)
    pairs = [(entry, figures.people_divided(entry, series[figures.series_key(entry)])) for entry in entries]
    return figures.divided_together(pairs, dimensions=dimensions)


def _divided(
    sheet: Sheet, reading: Any, span: Span, what: str, counted: Sequence[Entry], names: Mapping[str, Any]
) -> None:
    figure = asked(reading, what, span)
    sheet.heading(_("Who they are: %(what)s") % {"what": figure.label}, 2, f"who-{what}")
    found = divided(counted, reading.entries, list(names))
    known = {name: breakdown.share_known for name, breakdown in found.items()}
    if not any(known.values()):
        text = _("Who they are is not known: no source divides these figures, or its groups are too small to be shown.")
        sheet.say(f"who-{what}", words(text))
        return
    sheet.say(f"who-{what}", _known_text(names, known), *_shares(found))
    rows = []
    for name, breakdown in found.items():
        if not breakdown.share_known:
            continue
        for cell in breakdown.cells:
            if cell.value is not None:
                label = names[name]["categories"].get(cell.category, cell.category)
                rows.append(
                    _row(reading, span, what, counted, f"{names[name]['name']}: {label}", name, cell, breakdown)
                )
        rows.append(
            [
                _("%(dimension)s: not known") % {"dimension": names[name]["name"]},
                _quantity_figure(reading, span, f"who-{what}-{name}-not-known", breakdown.not_known, counted),
                percent_text(breakdown.not_known * 100 / breakdown.total),
            ]
        )
    sheet.table(
        _("%(what)s by group, %(period)s") % {"what": figure.label.capitalize(), "period": span.of},
        [_("Group"), _("People"), _("Share")],
        rows,
        numeric=(1, 2),
        id=f"table-who-{what}",
    )
    sheet.small(
        words(
            _(
                "Each dimension divides the same people by itself. What is withheld because a group is small counts "
                "as not known."
            )
        )
    )


def _row(
    reading: Any, span: Span, what: str, counted: Sequence[Entry], label: str, name: str, cell: Any, whole: Breakdown
) -> list[Any]:
    key = f"who-{what}-{name}-{cell.category}"
    figure = _quantity_figure(reading, span, key, cell.value, counted)
    return [label, figure, percent_text(cell.value * 100 / whole.total)]


def _quantity_figure(reading: Any, span: Span, key: str, amount: Decimal, counted: Sequence[Entry]) -> Any:
    codes = sorted({entry.indicator for entry in counted})
    return of_quantity(reading, key, Quantity.of(amount), counted, key, span, indicator=codes)


def _known_text(names: Mapping[str, Any], known: Mapping[str, Decimal | None]) -> Words:
    """For how many it is known: by sex and disability always, by the others where anything is."""
    parts = []
    for name in names:
        label = names[name]["name"].lower()
        if share := known.get(name):
            parts.append(_("by %(dimension)s for %(share)s") % {"dimension": label, "share": percent_text(share)})
        elif name in (SEX, DISABILITY):
            parts.append(_("by %(dimension)s for nobody") % {"dimension": label})
    return words(_("Who they are is known %(parts)s.") % {"parts": plain(listed([words(part) for part in parts]))})


def _shares(found: Mapping[str, Breakdown]) -> list[Words]:
    """How many are known to be women, and to live with a disability: of all of them, never of those known."""
    sentences = []
    for name, category, template in (
        (SEX, "women", _("Of all of them, %(share)s are known to be women.")),
        (DISABILITY, "yes", _("Of all of them, %(share)s are known to live with a disability.")),
    ):
        breakdown = found.get(name)
        value = next((c.value for c in breakdown.cells if c.category == category), None) if breakdown else None
        if breakdown and value:
            sentences.append(words(template % {"share": percent_text(value * 100 / breakdown.total)}))
    return sentences


def _views(sheet: Sheet, reading: Any, span: Span) -> None:
    """What was entered once, seen through a part or a theme (rule 11)."""
    spans = side_by_side(span, reading)
    rows = []
    for indicator in views_of(reading):
        codes = [source.code for source in indicator.view_of.all()] or [indicator.code]
        seen = seen_through(indicator, [e for e in reading.entries if e.indicator in codes])
        for code in codes:
            cells = [_view_cell(reading, indicator, code, seen, one) for one in spans]
            name = f"{indicator.name_en} ({code})" if len(codes) > 1 else indicator.name_en
            if any(cell.results for cell in cells):
                rows.append([name, *cells])
    sheet.heading(_("Persons with disabilities, climate, and other views"), 2, "views")
    if not rows:
        text = _("Nothing is recorded yet of persons with disabilities or of climate that could be counted by itself.")
        sheet.say("views", words(text))
        return
    sheet.say(
        "views",
        words(
            _(
                "These lines count nothing anew: each sees results that were entered once through one group of people, "
                "or through a theme that its lead confirmed."
            )
        ),
    )
    sheet.table(_("Views of what was entered once"), [_("View"), *(one.label for one in spans)], rows, id="table-views")


def views_of(reading: Any) -> list[Indicator]:
    """The indicators that see what others report."""
    pks = [i.pk for i in reading.indicators.values() if i.view_tag_id or i.view_category_id]
    related = Indicator.objects.filter(pk__in=pks).select_related("view_tag", "view_category__dimension")
    return list(related.prefetch_related("view_of"))


def _view_cell(reading: Any, indicator: Indicator, code: str, seen: Sequence[Entry], one: Span) -> Any:
    key = f"view-{indicator.code.lower()}-{code.lower()}"
    if indicator.measure == Indicator.Measure.PERSONS:
        people = figures.people(seen, indicator=code, period=one.period, day=one.day)
        return of_people(reading, key, people, indicator.name_en, one, indicator=code)
    own = [e for e in figures.reported_in_period(seen, one.period) if e.indicator == code]
    return of_records(reading, key, own, indicator.name_en, one, indicator=code)


def frozen_dimensions() -> dict[str, Any]:
    """The dimensions of people with their categories, in their order, as plain JSON."""
    return {
        dimension.code: {
            "name": dimension.name_en,
            "categories": {category.code: category.name_en for category in dimension.categories.all()},
        }
        for dimension in Dimension.objects.prefetch_related("categories")
        if dimension.code not in figures.OF_RECORDS
    }
