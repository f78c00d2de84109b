"""Builds rows and files for the tests of projects; what the application makes by an action is made by that action."""

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl

from countries.models import Country
from indicators.models import Publication
from indicators.results.project_lists import run_import
from projects import actions, imports
from projects.actions import Links
from projects.imports import ImportPreview, Table
from projects.models import FundingGap, Partner, Project
from rmt.models import User

LONG_AGO = date(2021, 1, 1)


def countries(*codes: str) -> dict[Country, Decimal | None]:
    return {Country.objects.get(iso3=code): None for code in codes}


def project(by: User, title: str = "A project of the tests", **fields: Any) -> Project:
    links = Links(countries=countries(*fields.pop("countries", [])))
    return actions.create_project(fields={"title": title, **fields}, links=links, by=by)


def partner(by: User, name: str = "A partner of the tests") -> Partner:
    return actions.create_partner(name=name, by=by)


def gap(by: User, title: str = "A gap of the tests") -> FundingGap:
    fields = {"title": title, "country": Country.objects.get(iso3="TGO"), "amount": Decimal(1), "buys": "Something"}
    return actions.open_gap(fields=fields, by=by)


def published(iso3: str | None = None) -> Publication:
    """A publication of phase I."""
    found = Publication.objects.as_of(None)
    return (found.filter(country__iso3=iso3) if iso3 else found).order_by("seq")[0]


def csv_table(*lines: str, encoding: str = "utf-8", name: str = "list.csv") -> Table:
    return imports.read_list("\n".join(lines).encode(encoding), name=name)


def workbook(rows: Iterable[Iterable[Any]], *, merge: Iterable[str] = (), hidden: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for cells in merge:
        sheet.merge_cells(cells)
    if hidden:
        book.create_sheet(hidden).sheet_state = "hidden"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def preview(table: Table, **options: Any) -> ImportPreview:
    return imports.plan(table, columns=options.pop("columns", None) or imports.suggest(table.headers), **options)


def imported(table: Table, *, by: User, **options: Any) -> ImportPreview:
    columns = options.pop("columns", None) or imports.suggest(table.headers)
    return run_import(table, columns=columns, by=by, **options)
