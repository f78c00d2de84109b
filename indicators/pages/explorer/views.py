"""The results explorer and its exports: public, the same for everyone."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from indicators.pages.explorer.exports import csv_rows, explained, published, workbook
from indicators.pages.explorer.filters import LONGEST_LIST, ResultFilter
from indicators.pages.explorer.notes import about_the_file, file_name
from indicators.pages.explorer.selectors import explorer_page, in_order, question_of
from indicators.pages.published import SEVERAL, SHOWN_AS, SINGLE, query_of
from rmt.caching import LONGEST_VALUE, asks_with_q, day_asked_for, public_page
from rmt.files import XLSX, notes_text

ASKED = (*SEVERAL, *SINGLE, *SHOWN_AS)
View = Callable[..., HttpResponseBase]


def one_address(view: View) -> View:
    """Each question has one address: any other way to ask it leads there, as a form does that was sent."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        query = canonical(request)
        asked = [(name, value) for name, values in request.GET.lists() for value in values]
        if asked != parse_qsl(query):
            return redirect(f"{request.path}?{query}" if query else request.path)
        return view(request, *args, **kwargs)

    return answer


def canonical(request: HttpRequest) -> str:
    """The query string of what is asked; a value that cannot be one is "unknown", and nothing else is carried on."""
    filters = ResultFilter(request.GET, on=timezone.localdate())
    filters.form.is_valid()
    asked: dict[str, Any] = {name: " ".join(request.GET.get(name, "").split()) for name in (*SINGLE, "as_of")}
    asked |= {name: value for name, value in filters.form.cleaned_data.items() if value not in (None, "", [])}
    asked |= {name: value for name in SHOWN_AS if (value := request.GET.get(name, "")).lstrip("-").isalnum()}
    return query_of(
        {name: value if isinstance(value, list) else str(value)[:LONGEST_VALUE] for name, value in asked.items()}
    )


@require_safe
@asks_with_q
@one_address
@public_page(params=ASKED, longest=LONGEST_LIST)
def results(request: HttpRequest, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """Published results, narrowed as the address says."""
    page = explorer_page(asked, as_of=as_of, today=timezone.localdate())
    return render(request, "indicators/explorer/explorer.html", {"page": page, "columns": explained()})


@require_safe
@asks_with_q
def results_csv(request: HttpRequest) -> HttpResponseBase:
    """The results that the explorer shows for the same query string, comma-separated, as they are read."""

    def answer(rows, _about) -> HttpResponseBase:
        return StreamingHttpResponse(csv_rows(rows), content_type="text/csv; charset=utf-8")

    response = _file(request, "csv", answer)
    notes = f"{reverse('results_txt')}?{canonical(request)}".rstrip("?")
    response["Link"] = f'<{settings.SITE_URL}{notes}>; rel="describedby"; type="text/plain"'
    return response


@require_safe
@asks_with_q
def results_txt(request: HttpRequest) -> HttpResponseBase:
    """The notes beside the CSV of the same query string: what it is, of which day, and what its columns hold."""

    def answer(_rows, about) -> HttpResponseBase:
        return HttpResponse(notes_text(about, explained()), content_type="text/plain; charset=utf-8")

    return _file(request, "txt", answer)


@require_safe
@asks_with_q
def results_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook."""

    def answer(rows, about) -> HttpResponseBase:
        return FileResponse(workbook(rows, about), content_type=XLSX)

    return _file(request, "xlsx", answer)


def _file(request: HttpRequest, ending: str, answer: Callable[..., HttpResponseBase]) -> HttpResponseBase:
    """An export; what the explorer cannot read leads to its page, which says what to do."""
    today = timezone.localdate()
    try:
        as_of = day_asked_for(request.GET.get("as_of", ""), today=today)
    except ValueError:
        return render(request, "not_a_day.html", {"text": request.GET["as_of"]}, status=404)
    on = as_of or today
    asked = {name: ",".join(request.GET.getlist(name)) for name in ASKED if name in request.GET}
    question, filters = question_of(asked, as_of=as_of, on=on)
    if not filters.form.is_valid():
        return redirect(f"{request.path.rpartition('/')[0]}/?{canonical(request)}")
    rows = published(in_order(filters.found, question.sort), as_of=as_of, on=on)
    response = answer(rows, about_the_file(question, count=filters.found.count(), today=today))
    response["Content-Disposition"] = f'attachment; filename="{file_name(question, ending, on=on)}"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    response["X-Content-Type-Options"] = "nosniff"
    return response
