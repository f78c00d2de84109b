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
from rmt.files import BOM, csv_text


def countries_csv(page: CountryListPage, *, day: date) -> str:
    """Comma-separated, UTF-8 with its mark, so that a spreadsheet opens it as it is; no cell is a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_headers())
    for row in page.rows:
        writer.writerow([csv_text(value) for value in _values(row, day)])
    return BOM + file.getvalue()


def _headers() -> Sequence[str]:
    return (
        _("As of"), _("Country"), _("ISO3"), _("Region"), _("Priority country in phase"), _("Step 1, strategy"),
        _("Step 2, law or scheme"), _("Step 3, operations"), _("Furthest step held"),
        _("More people covered in practice since 2016, at least"), _("at most"), _("in words"),
        _("Last published"), _("Latest round that was due"), _("Update sent"), _("Address"),
    )  # fmt: skip


def _values(row: ListedCountry, day: date) -> Iterable[Any]:
    states = {"in-force": _("taken, not reported lost"), "lost": _("since lost"), "": _("none")}
    low, high = row.bounds
    is_sent = _("yes") if row.is_sent else _("no")
    return (
        day, row.name, row.country.iso3, row.country.region.name, " ".join(row.phases),
        *(states[state] for state in row.steps.states), row.steps.furthest or "", low, high,
        strip_tags(row.people) or _("not reported"), row.updated, str(row.due or ""), is_sent if row.due else "",
        f"{settings.SITE_URL}{row.url}",
    )  # fmt: skip
