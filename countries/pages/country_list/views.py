"""The list of countries, and the same as a file."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.pages.country_list.exports import countries_csv
from countries.pages.country_list.selectors import country_list_page
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
    today, text = timezone.localdate(), request.GET.get("as_of", "")
    try:
        as_of = day_asked_for(text, today=today)
    except ValueError:
        return render(request, "not_a_day.html", {"text": text}, status=404)
    page = country_list_page(as_of=as_of, today=today, asked=values_asked_for(request, PARAMS))
    response = HttpResponse(countries_csv(page, day=as_of or today), content_type="text/csv; charset=utf-8")
    seal = latest_seal(as_of)
    name = f"countries-{as_of or today}" + (f"-{seal.short}" if seal else "")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response
