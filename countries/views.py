"""Pages of countries and themes."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries import selectors
from countries.models import Country, Theme
from rmt.http import public_page


@require_safe
@public_page
def country_list(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """Every priority country and every other one with a published result."""
    page = selectors.country_list_page(as_of=as_of, today=timezone.localdate())
    return render(request, "countries/countries.html", {"page": page})


@require_safe
@public_page
def country(request: HttpRequest, slug: str, *, as_of: date | None) -> HttpResponse:
    """One country: what changed, for whom, and where it stands."""
    found = get_object_or_404(Country.objects.select_related("region").prefetch_related("priorities"), slug=slug)
    page = selectors.country_page(found, as_of=as_of, today=timezone.localdate())
    return render(request, "countries/country.html", {"page": page})


@require_safe
@public_page
def theme_list(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """The sixteen themes, in their two groups."""
    return render(request, "countries/themes.html", {"page": selectors.theme_list_page(as_of=as_of)})


@require_safe
@public_page
def theme(request: HttpRequest, slug: str, *, as_of: date | None) -> HttpResponse:
    """One theme: the results that its lead confirmed."""
    found = get_object_or_404(Theme, slug=slug)
    page = selectors.theme_page(found, as_of=as_of, today=timezone.localdate())
    return render(request, "countries/theme.html", {"page": page})
