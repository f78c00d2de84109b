"""The portfolio as a workbook."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import openpyxl
from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from indicators.ledger import latest_seal
from projects.definitions import RULE_15
from projects.models import Funding
from projects.pages.portfolio.selectors import Portfolio, PortfolioPart, Supported
from rmt.files import about_every_file, bold_cell, cell
from rmt.text import day

Rows = Iterable[Sequence[Any]]


def portfolio_workbook(page: Portfolio, *, made: datetime) -> bytes:
    """A partner's portfolio as its page shows it, sheet by sheet; the first says what it is, of when, and rule 15."""
    book = openpyxl.Workbook(write_only=True)
    _sheet(book, _("About"), None, _about(page, made), widths=(28, 100))
    _part(book, page, page.own)
    if page.pool:
        _part(book, page, page.pool, prefix=_("Pool"))
    _sheet(book, _("Money"), _money_headers(), (_money_row(f) for f in page.money), widths=(60, 10, 30, 30))
    own = (_("Their number"), _("Partner's indicator"), _("Our indicator"), _("Our figure since 2016"), _("Note"))
    _sheet(book, _("Indicators"), own, _indicator_rows(page), widths=(14, 60, 50, 40, 60))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _about(page: Portfolio, made: datetime) -> Rows:
    yield from about_every_file()
    yield _("What this is"), _("What projects funded by %(partner)s supported") % {"partner": page.partner}
    yield (
        _("As of"),
        _("%(day)s, %(time)s UTC: what was published then")
        % {
            "day": day(made.date()),
            "time": f"{made:%H:%M}",
        },
    )
    yield _("How to read it"), str(RULE_15)
    yield _("What is in it"), _("Only published results. Drafts, and changes that wait for review, are not.")
    if page.pool:
        yield (
            _("Pooled funds"),
            _(
                "Money in the pool carries no name. The sheets “Pool” show what the pool supported as a whole, whoever "
                "paid into it; a result of a project that the partner funds as well is in both."
            ),
        )
    if page.since:
        yield _("New since"), _("%(day)s, your visit before this one") % {"day": day(page.since.date())}
    if seal := latest_seal(None):
        yield _("Seal"), seal.line
    yield _("Where it comes from"), settings.SITE_URL


def _part(book: openpyxl.Workbook, page: Portfolio, part: PortfolioPart, *, prefix: str = "") -> None:
    """Three sheets: projects, the results that they supported, and the figures over these."""

    def named(title: str) -> str:
        return f"{prefix} · {title}" if prefix else title

    projects = (_("Project"), _("Other funders"), _("Countries and territories"), _("Published results"))
    supported = [
        (p.project.title, "; ".join(p.co_funders), "; ".join(p.countries), len(p.results)) for p in part.projects
    ]
    _sheet(book, named(_("Projects")), projects, supported, widths=(70, 50, 50, 10))
    results = (
        _("No."), _("Result"), _("Country"), _("What it is"), _("When"), _("First day"), _("Last day"), _("Outcome"),
        _("Projects"), _("New"), _("Address"),
    )  # fmt: skip
    titles = {p.project.slug: p.project.title for p in part.projects}
    rows = (_result_row(r, titles) for r in part.results)
    _sheet(book, named(_("Results")), results, rows, widths=(8, 70, 24, 40, 24, 12, 12, 70, 60, 8, 50))
    exact = [f"{w}, {bound}" for w in page.windows for bound in (_("exact, at least"), _("exact, at most"))]
    figures = (
        (
            line.label,
            *(text for text, _quantity in line.cells),
            *(bound for _text, q in line.cells for bound in ((q.low, q.at_most) if q else (None, None))),
        )
        for line in part.figures
    )
    _sheet(book, named(_("Figures")), (_("Figure"), *page.windows, *exact), figures, widths=(50, *[28] * 9))


def _result_row(row: Supported, titles: dict[str, str]) -> Sequence[Any]:
    shown = row.listed
    projects = "; ".join(titles[slug] for slug in row.projects if slug in titles)
    return (
        shown.number, shown.title, shown.country, shown.badge.removeprefix(f"{shown.country} · "), shown.date_text,
        shown.entry.first, shown.entry.last, shown.lede, projects, _("new") if row.is_new else None,
        f"{settings.SITE_URL}{shown.url}",
    )  # fmt: skip


def _money_headers() -> Sequence[str]:
    return (
        _("Project"), _("Year"), _("Kind of resources"), _("Modality"), _("Currency"), _("Planned"), _("Received"),
        _("Spent"), _("US dollars for one unit"), _("Source of the rate"),
    )  # fmt: skip


def _money_row(row: Funding) -> Sequence[Any]:
    return (
        row.project.title, row.year or _("whole project"), row.get_resource_display() if row.resource else None,
        row.get_modality_display() if row.modality else None, row.currency, row.planned, row.received, row.spent,
        row.usd_rate, row.usd_rate_source,
    )  # fmt: skip


def _indicator_rows(page: Portfolio) -> Rows:
    for row, figure in page.indicators:
        ours = f"{row.indicator.code} {row.indicator.name_en}" if row.indicator else _("no match")
        yield row.code, row.wording, ours, figure, row.note


def _sheet(
    book: openpyxl.Workbook, title: str, headers: Sequence[str] | None, rows: Rows, *, widths: Sequence[int] = ()
) -> None:
    """One sheet; with headers, they stay in sight and filter."""
    sheet = book.create_sheet(title[:31])
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if headers:
        sheet.freeze_panes = "A2"
        sheet.append([bold_cell(sheet, header) for header in headers])
    for first, *others in rows:
        start = bold_cell(sheet, first) if headers is None else cell(sheet, first)
        sheet.append([start, *(cell(sheet, value, wraps=headers is None) for value in others)])
