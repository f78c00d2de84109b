"""Results and money as tables of a report."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Words, words
from briefs.figures_in_text import EditionReading, Figure
from briefs.writing.phrases import country_name, last_first, title_of
from briefs.writing.sheet import Sheet, plain
from indicators.figures import Entry
from indicators.wording import kind_text, number_text, reported_text
from projects.figures import Kind, Money
from projects.models import Funding
from projects.wording import money_text
from rmt.text import LEVELS, STEPS, grouped, isolated, level_number, span

KINDS: tuple[Kind, ...] = ("planned", "received", "spent")
BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[\s,](?=\d{3})")


def put_results(
    sheet: Sheet,
    entries: Iterable[Entry],
    *,
    caption: str,
    most: int | None = None,
    is_of_one_country: bool = False,
    beside: Mapping[str, str] | None = None,
    heading: str = "",
) -> None:
    """A table of some results, the last achieved first, each linked to its version; none, if there are none.

    Below it, how many are not listed and how many were not reviewed here (rule 15). `beside` is one more column by
    the keys of the entries, below its `heading`.
    """
    reading: EditionReading = sheet.reading
    found = last_first(entries)
    shown = found if most is None else found[:most]
    place = [] if is_of_one_country else [_("Where")]
    header = (_("Result"), *place, _("What it is"), _("When"), *([heading] if beside is not None else []))
    rows = []
    for entry in shown:
        more = [isolated(beside.get(entry.key, ""))] if beside is not None else []
        when = span(entry.first, entry.last)
        place = [] if is_of_one_country else [country_name(reading, entry)]
        rows.append((linked(reading, entry), *place, kind(reading, entry), when, *more))
    sheet.table(caption, header, rows)
    sheet.small(words(_left_out(len(found), len(shown))), words(taken_from_sources(reading, shown)))


def _left_out(found: int, shown: int) -> str:
    if found == shown:
        return ""
    count = {"shown": grouped(shown), "all": grouped(found)}
    return _("The newest %(shown)s of %(all)s are listed; all of them stand in the record.") % count


def taken_from_sources(reading: EditionReading, entries: Sequence[Entry]) -> str:
    """How many of some results were not reviewed here (rule 15); empty if all were."""
    taken = len([entry for entry in entries if reading.published[entry.key].is_historical])
    if taken and taken == len(entries):
        return _("What is listed was taken from published sources and not reviewed here.")
    text = ngettext(
        "%(taken)s of these was taken from a published source and not reviewed here.",
        "%(taken)s of these were taken from published sources and not reviewed here.",
        taken,
    )
    return text % {"taken": grouped(taken)} if taken else ""


def put_headlines(sheet: Sheet, pairs: Iterable[tuple[Figure, Figure]], years: str) -> None:
    """Headlines, each of some years, as a column is headed, and since 2016, line by line; they are never added up."""
    lines = []
    for of_years, since in pairs:
        label = f"{since.label[:1].upper()}{since.label[1:]}"
        text = _("%(label)s. %(years)s: %(of_years)s; since 2016: %(since)s.")
        lines.append(sheet.sentence(text, label=label, of_years=of_years, years=years, since=since))
    sheet.items(lines)


def linked(reading: EditionReading, entry: Entry) -> Words:
    """The title of a result, which leads to the version of the edition, and its figure if it has one that the title
    does not say already.
    """
    title = title_of(reading, entry)
    has_figure = entry.value is not None or entry.increase is not None
    is_told = entry.baseline_value is None and _says(plain(title), entry)
    return words(*title, f" ({reported_text(entry)})" if has_figure and not is_told else "")


def _says(title: str, entry: Entry) -> bool:
    """Whether a title has the number of its result, however its thousands are set apart."""
    amount = entry.value if entry.value is not None else entry.increase
    if amount is None:
        return False
    digits = BETWEEN_THOUSANDS.sub("", number_text(abs(amount)))
    return re.search(rf"(?<![\d.,]){re.escape(digits)}(?![\d.,]*\d)", BETWEEN_THOUSANDS.sub("", title)) is not None


def kind(reading: EditionReading, entry: Entry) -> str:
    """What sort of result it is: "Law or scheme", "Impact · Legal coverage"."""
    if entry.step:
        return str(STEPS[entry.step])
    level = level_number(reading.indicators[entry.indicator].level)
    return kind_text(entry.indicator, str(LEVELS[level]))


# Money: frozen with the inputs of a report, and printed from there


def frozen_money(fundings) -> list[dict[str, Any]]:
    """Rows of money as plain JSON, with the names that a report prints; `None` is not recorded."""
    rows = fundings.select_related("project", "partner").order_by("project__title", "year", "currency", "pk")
    return [
        {
            "project": row.project.slug,
            "title": row.project.title,
            "partner": row.partner.slug if row.partner else None,
            "name": row.partner.name if row.partner else str(Funding.Source(row.resource).label),
            "year": row.year,
            "currency": row.currency,
            **{kind: None if getattr(row, kind) is None else str(getattr(row, kind)) for kind in KINDS},
            "rate": None if row.usd_rate is None else str(row.usd_rate),
            "rate_source": row.usd_rate_source,
            "modality": row.modality,
        }
        for row in rows
    ]


def money_of(row: Mapping[str, Any]) -> Money:
    """A frozen row as `projects.figures` reads it."""

    def number(name: str) -> Decimal | None:
        return None if row[name] is None else Decimal(row[name])

    return Money(
        row["partner"],
        row["project"],
        row["year"],
        row["currency"],
        number("planned"),
        number("received"),
        number("spent"),
        number("rate"),
        modality=row["modality"],
    )


def put_money(sheet: Sheet, rows: Sequence[Mapping[str, Any]], *, caption: str, is_of_one: bool = False) -> None:
    """Money by project and year, in its own currency and in US dollars where a rate is known; nothing added (rule 15).

    `is_of_one`: all of it is of one partner, whom the table does not name line by line.
    """
    if not rows:
        sheet.say("", words(_("No money is recorded in our sources. What is not recorded is not zero.")))
        return
    header = [_("Project"), *([] if is_of_one else [_("Partner")]), _("Year"), _("Planned"), _("Received"), _("Spent")]
    lines = []
    for row in rows:
        names = [isolated(row["title"]), *([] if is_of_one else [isolated(row["name"])])]
        year = str(row["year"]) if row["year"] else _("whole project")
        lines.append((*names, year, *(amount_in_words(money_of(row), one) for one in KINDS)))
    rates = sorted({row["rate_source"] for row in rows if row["rate_source"]})
    note = _("Rates of exchange: %(sources)s.") % {"sources": "; ".join(rates)} if rates else ""
    first = len(header) - len(KINDS)
    sheet.table(caption, header, lines, numeric=range(first, len(header)), note=note)
    sheet.small(words(_("Amounts stand in the currency in which they are recorded. What is not recorded is not zero.")))


def amount_in_words(money: Money, kind: Kind) -> str:
    """One amount in its own currency, and in US dollars where the rate is known; or that it is not recorded."""
    own = money_text(getattr(money, kind), money.currency)
    in_usd = money_text(money.usd(kind), "USD") if money.currency != "USD" else None
    if own is None:
        return _("not recorded")
    return f"{own} ({in_usd})" if in_usd else own
