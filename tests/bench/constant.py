"""A view that sends 40 kB and does nothing: what every page is measured against."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path

BODY = b"x" * 40_000


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("constant/", constant)]


def only_these_addresses(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable:
    """A middleware: the addresses of this module instead of the site's."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        request.urlconf = __name__  # type: ignore[attr-defined]  # Django reads it, its stubs do not know it
        return get_response(request)

    return answer
