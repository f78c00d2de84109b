"""The files of a chart, each at an address of its own below that of its page: SVG, PNG, CSV, and where they come from.

`/countries/togo/charts/sdg.svg?as_of=2026-03-01` is the chart `sdg` of `/countries/togo/?as_of=2026-03-01`: the page is
made, and the chart is taken from it. So a file says what its page says, for every filter and day, and costs what the
page costs; it is stored as pages are.
"""

import copy
import csv
import html
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indicators.ledger import latest_seal
from indicators.models import Seal
from rmt.caching import page_view, public_page
from rmt.charts import Chart, svg_of
from rmt.files import BOM, about_every_file, csv_text, draw_png
from rmt.site.sharing.cited import cited, cited_address
from rmt.site.sharing.pictures import kept_picture
from rmt.text import demonstration

DRAWING = Path(__file__).with_name("chart.typ")
PIXELS = 144  # an inch: 1200 pixels across
MOST_ROWS = 250
"""A picture of more rows than that is not drawn; they are in the table and in the CSV."""
TITLE = re.compile("<title>(.*?)</title>", re.DOTALL)
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "svg": "image/svg+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


class PageRequest(HttpRequest):
    """The request for the page of a chart, and what making the page leaves with it."""

    asked_for: Mapping[str, str | date]
    charts: dict[str, Chart]
    seal: Seal | None


@require_safe
def chart_file(request: HttpRequest, page: str, chart: str, kind: str) -> HttpResponse:
    """One file of one chart of a public page; 404 if there is no such page, or no such chart on it now."""
    path = request.path_info.removesuffix(f"charts/{chart}.{kind}")
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404 from None
    made = page_view(match.func)
    if made is None:
        raise Http404
    asking = cast(PageRequest, copy.copy(request))
    asking.path = request.path.removesuffix(f"charts/{chart}.{kind}")
    asking.path_info, asking.resolver_match = path, match

    def view(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        asking.asked_for = cast(PageRequest, request).asked_for
        asking.charts = {}  # `chart_files` fills it
        rendered = made.view(asking, *args, **kwargs)
        found = asking.charts.get(chart)
        if found is None or (kind in ("png", "svg") and len(found.rows) > MOST_ROWS):
            raise Http404
        named = replace(found, title=full_title(found, rendered))
        return HttpResponse(file_of(named, kind, Origin(asking)), content_type=KINDS[kind])

    answer = public_page(params=made.params, longest=made.longest, content_type=KINDS[kind])(view)
    response = answer(request, *match.args, **match.kwargs)
    if response.status_code == 200:  # stored bytes have no name
        asking.asked_for = cast(PageRequest, request).asked_for
        name_it(response, Origin(asking), chart, kind)
    return response


def full_title(chart: Chart, page: HttpResponse) -> str:
    """The title of a chart with that of its page before it: alone it does not say of what it is."""
    found = TITLE.search(page.content.decode())
    own, _dot, site = html.unescape(found[1]).strip().rpartition(" · ") if found else ("", "", "")
    return f"{own}: {chart.title}" if own and site else str(chart.title)


class Origin:
    """Where a chart comes from, in words: the page as it was asked, its day, its seal, its licence."""

    def __init__(self, asking: PageRequest) -> None:
        asked = asking.asked_for
        day = asked.get("as_of")
        self.as_of = day if isinstance(day, date) else None
        self.day = self.as_of or timezone.localdate()
        self.asked = {name: value for name, value in asked.items() if name != "as_of"}
        self.page, self.query = asking.path, urlencode(asked)
        self.address = cited_address(asking.path, urlencode(self.asked), on=self.day)
        if not hasattr(asking, "seal"):  # the page that was made has asked, to be cited
            asking.seal = latest_seal(self.as_of)
        self.seal = asking.seal

    def lines(self, chart: Chart) -> list[str]:
        """What stands below the picture, and in the notes of the CSV."""
        return [
            (_("Drawn from: %(cited)s") if chart.source else _("Source: %(cited)s"))
            % {"cited": cited(chart.title, self.address, day=self.day, seal=self.seal)},
            _("Governments run and pay for these schemes; the programme supported them."),
            *(f"{name}: {text}" for name, text in about_every_file(figures_of=chart.source)),
        ]


def name_it(response: HttpResponse, origin: Origin, chart: str, kind: str) -> None:
    """A name that says what it is, of which day, and under which seal (rule 4); a CSV says where its notes are."""
    seal = origin.seal.short if origin.seal else ""
    words = ["demonstration" if settings.DEMO else "", *origin.page.strip("/").split("/"), chart]
    name = "-".join(filter(None, [*words, origin.day.isoformat(), seal]))
    saved = "attachment" if kind == "csv" else "inline"
    response["Content-Disposition"] = f'{saved}; filename="{name}.{kind}"'
    if kind == "csv":
        notes = f"{settings.SITE_URL}{origin.page}charts/{chart}.txt?{origin.query}".rstrip("?")
        response["Link"] = f'<{notes}>; rel="describedby"; type="text/plain"'


def file_of(chart: Chart, kind: str, origin: Origin) -> bytes | str:
    """What is in the file."""
    if kind == "csv":
        return csv_of(chart)
    if kind == "txt":
        return notes_of(chart, origin)
    svg = svg_of(chart, above=demonstration(), below=origin.lines(chart), language=get_language() or "en")
    if kind == "svg":
        return svg
    # What anybody can ask for is not worth its room in the store: only the picture of the plain page is kept.
    is_plain = not origin.asked and origin.as_of is None
    return kept_picture({"svg": svg}, draw) if is_plain else draw({"svg": svg})


def draw(content: Mapping[str, str]) -> bytes:
    """The very SVG that readers may take, as a PNG. A palette would save 100 kB and take 1.5 s for each."""
    return draw_png(DRAWING, content, ppi=PIXELS)


def csv_of(chart: Chart) -> str:
    """The table of a chart: header first, nothing above or below it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([csv_text(str(name)) for name in chart.header])
    writer.writerows([csv_text(cell) for cell in row] for row in chart.rows)
    return BOM + written.getvalue()


def notes_of(chart: Chart, origin: Origin) -> str:
    """What belongs to the CSV and must not stand in it."""
    source = _("Source: %(cited)s") % {"cited": chart.source} if chart.source else ""
    lines = [chart.title, chart.description, source, *origin.lines(chart), chart.note]
    if origin.seal:
        lines.append(origin.seal.line)
    return "\n".join([*map(str, filter(None, lines)), ""])
