"""Pictures, feeds and cards of what is published, and what search engines ask for."""

from collections.abc import Callable, Mapping
from datetime import date

from csp.decorators import csp_replace
from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from countries.models import Country, Theme
from projects.models import Partner
from rmt.caching import public_file, public_page
from rmt.site.sharing import subjects
from rmt.site.sharing.feeds import feed_of
from rmt.site.sharing.head import absolute
from rmt.site.sharing.headlines import headlines_of
from rmt.site.sharing.pictures import picture_of
from rmt.site.sharing.sitemap import places
from rmt.site.sharing.subjects import SharedSubject

PNG, ATOM = "image/png", "application/atom+xml; charset=utf-8"
SHARED: Mapping[str, tuple[type[Model], Callable[..., SharedSubject]]] = {
    "country": (Country, subjects.shared_country),
    "theme": (Theme, subjects.shared_theme),
    "partner": (Partner, subjects.shared_partner),
}


# Pictures and feeds: of everything, or of one country, theme or partner


@require_safe
@public_file(PNG)
def card(request: HttpRequest, of: str, slug: str = "") -> HttpResponse:
    """The picture of what is shared."""
    return _file("card", of, slug, lambda subject: picture_of(subject, today=timezone.localdate()), PNG)


@require_safe
@public_file(ATOM)
def feed(request: HttpRequest, of: str, slug: str = "") -> HttpResponse:
    """What was published or withdrawn last of what is shared."""
    return _file("feed", of, slug, feed_of, ATOM)


def _file(what: str, of: str, slug: str, make: Callable[[SharedSubject], bytes], content_type: str) -> HttpResponse:
    """The file of a subject; for a partner that was merged into another, a redirect to that one's."""
    if of == "site":
        return HttpResponse(make(subjects.everything_published()), content_type=content_type)
    model, subject_of = SHARED[of]
    row = get_object_or_404(model, slug=slug)
    if isinstance(row, Partner) and row.merged_into:
        return HttpResponsePermanentRedirect(reverse(f"partner_{what}", args=[row.merged_into.slug]))
    return HttpResponse(make(subject_of(row)), content_type=content_type)


# The card for other sites: the only page that a frame may show


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
def embed(request: HttpRequest, slug: str, *, as_of: date | None) -> HttpResponse:
    """The headline figures of one country, for a frame on any page; as they are today."""
    country = get_object_or_404(Country, slug=slug)
    if as_of:
        return HttpResponsePermanentRedirect(reverse("country_embed", args=[slug]))
    subject = subjects.shared_country(country)
    headlines = headlines_of(subject.entries, today=timezone.localdate())
    context = {"country": country, "subject": subject, "headlines": headlines, "url": absolute(subject.url)}
    return render(request, "countries/country/embed.html", context)


# For search engines


@require_safe
@public_file("application/xml; charset=utf-8")
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page."""
    return render(request, "site/sitemap.xml", {"places": places()}, content_type="application/xml; charset=utf-8")


@require_safe
@public_file("text/plain; charset=utf-8")
def robots(request: HttpRequest) -> HttpResponse:
    """What robots need not read: what is behind a sign-in, and the same pages again, day by day or in any order."""
    return render(request, "site/robots.txt", {"site_url": settings.SITE_URL}, content_type="text/plain; charset=utf-8")
