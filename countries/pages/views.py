"""Pages of countries and themes."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.models import Country, Theme
from countries.pages.country.page import country_page
from countries.pages.country.paper import country_paper
from countries.pages.country_list import countries_csv, country_list_page
from countries.pages.theme import theme_list_page, theme_page
from rmt.caching import day_asked_for, public_page, values_asked_for

PDF = "application/pdf"
LIST_PARAMS = ("sort", "region", "phase")


@require_safe
@public_page(params=LIST_PARAMS)
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
    asked = values_asked_for(request, LIST_PARAMS)
    page = country_list_page(as_of=as_of, today=today, asked=asked)
    response = HttpResponse(countries_csv(page, day=as_of or today), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="countries-{as_of or today}.csv"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


@require_safe
@public_page(params=("biennium",))
def country(request: HttpRequest, slug: str, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """One country: what changed, for whom, and where it stands."""
    found = get_object_or_404(Country.objects.select_related("region"), slug=slug)
    page = country_page(found, as_of=as_of, today=timezone.localdate(), biennium=asked.get("biennium", ""))
    return render(request, "countries/country/country.html", {"page": page})


@require_safe
@public_page(content_type=PDF)
def country_pdf(request: HttpRequest, slug: str, *, as_of: date | None) -> HttpResponse:
    """The same page on paper, two to four sheets of A4."""
    found = get_object_or_404(Country.objects.select_related("region"), slug=slug)
    today = timezone.localdate()
    page = country_page(found, as_of=as_of, today=today)
    return HttpResponse(country_paper(page, day=as_of or today), content_type=PDF)


@require_safe
@public_page
def theme_list(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """The sixteen themes, in their two groups."""
    return render(request, "countries/theme/themes.html", {"page": theme_list_page(as_of=as_of)})


@require_safe
@public_page
def theme(request: HttpRequest, slug: str, *, as_of: date | None) -> HttpResponse:
    """One theme: the results that its lead confirmed."""
    found = get_object_or_404(Theme, slug=slug)
    page = theme_page(found, as_of=as_of, today=timezone.localdate())
    return render(request, "countries/theme/theme.html", {"page": page})
