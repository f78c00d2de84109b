"""The page of one country, and the same on paper."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.models import Country
from countries.pages.country.page import country_page
from countries.pages.country.paper import country_paper
from rmt.caching import public_page

PDF = "application/pdf"


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
