"""The list of countries, and the same as a file."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.pages.country_list.exports import countries_csv, countries_notes
from countries.pages.country_list.selectors import CountryListPage, country_list_page
from indicators.ledger import latest_seal
from rmt.caching import day_asked_for, public_page, values_asked_for
from rmt.forms import LONGEST_CONDITION

PARAMS = ("sort", "region", "phase")


@require_safe
@public_page(params=PARAMS, longest=LONGEST_CONDITION)
def country_list(request: HttpRequest, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """Every priority country and every other one with a published result, narrowed and sorted as asked."""
    page = country_list_page(as_of=as_of, today=timezone.localdate(), asked=asked)
    return render(request, "countries/country_list/countries.html", {"page": page})


@require_safe
def country_list_csv(request: HttpRequest) -> HttpResponse:
    """The rows that the list shows for the same query string, comma-separated."""

    def answer(page: CountryListPage, day: date) -> HttpResponse:
        response = HttpResponse(countries_csv(page, day=day), content_type="text/csv; charset=utf-8")
        response["Link"] = f'<{settings.SITE_URL}{page.notes_url}>; rel="describedby"; type="text/plain"'
        return response

    return _file(request, "csv", answer)


@require_safe
def country_list_txt(request: HttpRequest) -> HttpResponse:
    """The notes beside that file."""

    def answer(page: CountryListPage, day: date) -> HttpResponse:
        return HttpResponse(countries_notes(page, day=day), content_type="text/plain; charset=utf-8")

    return _file(request, "txt", answer)


def _file(request: HttpRequest, ending: str, answer: Callable[[CountryListPage, date], HttpResponse]) -> HttpResponse:
    today, text = timezone.localdate(), request.GET.get("as_of", "")
    try:
        as_of = day_asked_for(text, today=today)
    except ValueError:
        return render(request, "not_a_day.html", {"text": text}, status=404)
    page = country_list_page(as_of=as_of, today=today, asked=values_asked_for(request, PARAMS))
    response, seal = answer(page, as_of or today), latest_seal(as_of)
    words = ["demonstration" if settings.DEMO else "", "countries", str(as_of or today), seal.short if seal else ""]
    response["Content-Disposition"] = f'attachment; filename="{"-".join(filter(None, words))}.{ending}"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
