"""The comparison for readers, and the same with results for people who are signed in."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from rmt.caching import public_page, values_asked_for
from rmt.site.compare.selectors import ASKED, comparison

LONGEST = 60


@require_safe
@public_page(params=ASKED, longest=LONGEST)
def compare(request: HttpRequest, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """Countries and territories, themes, regions, or one country on two days; never countries by results (rule 19)."""
    page = comparison(asked, as_of=as_of, today=timezone.localdate())
    return render(request, "site/compare/compare.html", {"page": page})


@require_safe
@login_required
@never_cache
def desk_compare(request: HttpRequest) -> HttpResponse:
    """The same with the results published of each country: for whoever is signed in, and stored for nobody."""
    asked = values_asked_for(request, ASKED, longest=LONGEST)
    page = comparison({**asked, "what": "countries"}, as_of=None, today=timezone.localdate(), with_results=True)
    return render(request, "site/compare/desk.html", {"page": page})
