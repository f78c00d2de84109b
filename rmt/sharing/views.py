"""Pictures, feeds and cards of what is published, and what search engines ask for."""

from datetime import date

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from countries.models import Country, Theme
from projects.models import Partner
from rmt.http import public_file, public_page
from rmt.sharing import subjects
from rmt.sharing.feeds import feed_of
from rmt.sharing.head import absolute
from rmt.sharing.headlines import headlines_of
from rmt.sharing.pictures import picture_of
from rmt.sharing.sitemap import places
from rmt.sharing.subjects import Subject

PNG, ATOM = "image/png", "application/atom+xml; charset=utf-8"


# Pictures


@require_safe
@public_file(PNG)
def site_card(request: HttpRequest) -> HttpResponse:
    """The picture of the site."""
    return _picture(subjects.everything_published())


@require_safe
@public_file(PNG)
def country_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of one country."""
    return _picture(subjects.of_country(get_object_or_404(Country, slug=slug)))


@require_safe
@public_file(PNG)
def theme_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of one theme."""
    return _picture(subjects.of_theme(get_object_or_404(Theme, slug=slug)))


@require_safe
@public_file(PNG)
def partner_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture of one partner; that of one that was merged is that of the one that was kept."""
    found = _partner(slug)
    if found.merged_into:
        return HttpResponsePermanentRedirect(reverse("partner_card", args=[found.merged_into.slug]))
    return _picture(subjects.of_partner(found))


def _picture(subject: Subject) -> HttpResponse:
    return HttpResponse(picture_of(subject, today=timezone.localdate()), content_type=PNG)


# Feeds


@require_safe
@public_file(ATOM)
def feed(request: HttpRequest) -> HttpResponse:
    """Everything that was published or withdrawn last."""
    return _feed(subjects.everything_published())


@require_safe
@public_file(ATOM)
def country_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of one country."""
    return _feed(subjects.of_country(get_object_or_404(Country, slug=slug)))


@require_safe
@public_file(ATOM)
def theme_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of one theme: what its lead confirmed."""
    return _feed(subjects.of_theme(get_object_or_404(Theme, slug=slug)))


@require_safe
@public_file(ATOM)
def partner_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of one partner: what names a project that it funds."""
    found = _partner(slug)
    if found.merged_into:
        return HttpResponsePermanentRedirect(reverse("partner_feed", args=[found.merged_into.slug]))
    return _feed(subjects.of_partner(found))


def _feed(subject: Subject) -> HttpResponse:
    return HttpResponse(feed_of(subject), content_type=ATOM)


def _partner(slug: str) -> Partner:
    found: Partner = get_object_or_404(Partner.objects.select_related("merged_into"), slug=slug)
    return found


# The card for other sites: the only page that may stand in a frame


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@public_page
def embed(request: HttpRequest, slug: str, *, as_of: date | None) -> HttpResponse:
    """The headline figures of one country, for a frame on any page; as they are today."""
    country = get_object_or_404(Country, slug=slug)
    if as_of:
        return HttpResponsePermanentRedirect(reverse("country_embed", args=[slug]))
    subject = subjects.of_country(country)
    headlines = headlines_of(subject.entries, today=timezone.localdate())
    context = {"country": country, "subject": subject, "headlines": headlines, "url": absolute(subject.url)}
    return render(request, "countries/embed.html", context)


# For search engines


@require_safe
@public_file("application/xml; charset=utf-8")
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page."""
    return render(request, "sitemap.xml", {"places": places()}, content_type="application/xml; charset=utf-8")


@require_safe
@public_file("text/plain; charset=utf-8")
def robots(request: HttpRequest) -> HttpResponse:
    """What robots need not read: what is behind a sign-in, and the same pages again, day by day or in any order."""
    return render(request, "robots.txt", {"site_url": settings.SITE_URL}, content_type="text/plain; charset=utf-8")
