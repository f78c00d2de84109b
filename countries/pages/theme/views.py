"""Pages of themes."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.models import Theme
from countries.pages.theme.selectors import theme_list_page, theme_page
from rmt.caching import public_page


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
