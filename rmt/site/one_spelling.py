"""Addresses of countries, themes, indicators, partners and projects are in small letters: `/countries/togo/`."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language

from countries.models import Country, Theme
from indicators.models import Indicator
from projects.models import Partner, Project

# What stands below each of these addresses under a name: the page, its PDF, its picture, its feed.
NAMED: Mapping[str, Callable[[str], QuerySet]] = {
    "countries/": lambda slug: Country.objects.filter(slug=slug),
    "themes/": lambda slug: Theme.objects.filter(slug=slug),
    "indicators/": lambda code: Indicator.objects.filter(code=code.upper()),
    "partners/": lambda slug: Partner.objects.filter(slug=slug),
    "projects/": lambda slug: Project.objects.filter(slug=slug, taken_back_at=None),
}


class OneSpellingMiddleware:
    """`/countries/Togo/` leads to `/countries/togo/` for good, on the same day (`?as_of=`) and in the same language.

    What is not there under the name in small letters stays 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable, _args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or request.method not in ("GET", "HEAD"):
            return None
        rows = NAMED.get(match.route.partition("<")[0].removeprefix(f"{get_language()}/"))
        part = next((part for part in ("slug", "code") if part in kwargs), None)
        if rows is None or part is None:
            return None
        name = kwargs[part].lower()
        if kwargs[part] == name or not rows(name).exists():
            return None
        query = request.META.get("QUERY_STRING", "")
        captured = match.captured_kwargs  # type: ignore[attr-defined]  # Django has it, its stubs do not
        url = reverse(match.view_name, kwargs={**captured, part: name})
        return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)
