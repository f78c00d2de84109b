"""Pages about RMT: the same on every day."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators.ledger import PROMISES, Found, latest_seals
from rmt.caching import public_page
from rmt.site.about.glossary import GLOSSARY
from rmt.site.about.pages import PAGES, page_named
from rmt.site.about.privacy import what_is_kept
from rmt.site.about.roles import ROLES
from rmt.site.about.sources import SOURCES

LATEST_SEALS = 60


@require_safe
@public_page
def about(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """What RMT is, and the way to each page about it."""
    return render(request, "site/about/about.html", {"links": PAGES})


@require_safe
@public_page
def theory_of_change(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """From support to protection, and what can break on the way."""
    return render(request, "site/about/theory_of_change.html", {"page": page_named("theory_of_change")})


@require_safe
@public_page
def glossary(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """Every word of the programme, with an anchor."""
    return render(request, "site/about/glossary.html", {"page": page_named("glossary"), "chapters": GLOSSARY})


@require_safe
@public_page
def who_sees_what(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """Who may see and do what, and why."""
    return render(request, "site/about/who_sees_what.html", {"page": page_named("who_sees_what"), "roles": ROLES})


@require_safe
@public_page
def corrections(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """How a figure is corrected, and where that is recorded."""
    return render(request, "site/about/corrections.html", {"page": page_named("corrections")})


@require_safe
@public_page
def record(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """What a seal is, the latest of them, and what a check with and without them finds; the same list as its test."""
    seals = list(latest_seals(as_of)[:LATEST_SEALS])
    context = {
        "page": page_named("record"),
        "seals": seals,
        "whole": seals[0].whole if seals else "",
        "is_mailed": bool(settings.SEAL_MAILTO),
        "promises": [(kind.label, [p.what for p in PROMISES if p.found == kind]) for kind in Found],
    }
    return render(request, "site/about/record.html", context)


@require_safe
@public_page
def licence(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """What can be downloaded, and whose it is."""
    context = {"page": page_named("licence"), "sources": SOURCES, "site_url": settings.SITE_URL}
    return render(request, "site/about/licence.html", context)


@require_safe
@public_page
def accessibility(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """What was tested, what is missing, how to complain."""
    context = {"page": page_named("accessibility"), "contact": settings.CONTACT}
    return render(request, "site/about/accessibility.html", context)


@require_safe
@public_page
def privacy(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """What is kept of people, why, who sees it, how long."""
    context = {"page": page_named("privacy"), "kept": what_is_kept(), "contact": settings.CONTACT}
    return render(request, "site/about/privacy.html", context)


@require_safe
@public_page
def contact(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """Whom to ask."""
    context = {"page": page_named("contact"), "contact": settings.CONTACT}
    return render(request, "site/about/contact.html", context)
