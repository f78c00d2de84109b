"""The list of countries as a file: exactly the rows that the page shows."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from countries.pages.country_list.selectors import CountryListPage, ListedCountry
from indicators.ledger import latest_seal
from rmt.files import BOM, about_every_file, csv_text, notes_text
from rmt.text import day as day_text
from rmt.text import grouped


def countries_csv(page: CountryListPage, *, day: date) -> str:
    """Comma-separated, UTF-8 with its mark, so that a spreadsheet opens it as it is; no cell is a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_headers())
    for row in page.rows:
        writer.writerow([csv_text(value) for value in _values(row, day)])
    return BOM + file.getvalue()


def countries_notes(page: CountryListPage, *, day: date) -> str:
    """The notes beside the file: what it is, of which day, and what its columns hold."""
    seal = latest_seal(page.past.day)
    about = [
        *about_every_file(),
        (_("What this is"), _("Steps taken and people covered since 2016, by country and territory; no ranking")),
        (_("Rows in this file"), grouped(len(page.rows))),
        (_("As of"), _("%(day)s, UTC") % {"day": day_text(day)}),
        (_("Question"), settings.SITE_URL + page.url("countries")),
        (_("Seal"), seal.line if seal else _("none was taken yet")),
        (_("How to read it"), _("Governments run and pay for these schemes; the programme supported them.")),
    ]
    return notes_text(about, zip(_headers(), _meanings(), strict=True))


def _meanings() -> Sequence[str]:
    step = _("taken and not reported lost, since lost, or none recorded; something may have happened all the same")
    bound = _("persons by indicator I3; empty where nothing was reported")
    return (
        _("the day of this file, UTC"), _("its name"), _("its code by ISO 3166"), _("region of the ILO"),
        _("the phases in which it was a priority country"), step, step, step,
        _("the furthest of the three steps that is not reported lost"), bound, bound,
        _("the same in words"), _("its page"),
    )  # fmt: skip


def _headers() -> Sequence[str]:
    return (
        _("As of"), _("Country"), _("ISO3"), _("Region"), _("Priority country in phase"), _("Step 1, strategy"),
        _("Step 2, law or scheme"), _("Step 3, operations"), _("Furthest step held"),
        _("More people covered in practice since 2016, at least"), _("at most"), _("in words"),
        _("Address"),
    )  # fmt: skip


def _values(row: ListedCountry, day: date) -> Iterable[Any]:
    states = {"in-force": _("taken, not reported lost"), "lost": _("since lost"), "": _("none recorded")}
    low, high = row.bounds
    return (
        day, row.name, row.country.iso3, row.country.region.name, " ".join(row.phases),
        *(states[state] for state in row.steps.states), row.steps.furthest or "", low, high,
        strip_tags(row.people) or _("not reported"),
        f"{settings.SITE_URL}{row.url}",
    )  # fmt: skip
