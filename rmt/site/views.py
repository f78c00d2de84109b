"""The home page, the pages about RMT, and whether the service is well."""

from datetime import date, datetime, timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from countries.pages.country_list import MAP_PARAMS
from rmt.caching import public_page
from rmt.forms import LONGEST_CONDITION
from rmt.mail import overdue
from rmt.models import Heartbeat
from rmt.site.claims import claims_page
from rmt.site.home import home_page
from rmt.site.how_counted import how_counted_page
from rmt.site.search import LONGEST_SUGGESTED, search_page, suggestions_for

A_WORKER_LIVES = timedelta(minutes=1)


@require_safe
@public_page(params=MAP_PARAMS)
def home(request: HttpRequest, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """Who is better protected, where, and what changed."""
    page = home_page(as_of=as_of, today=timezone.localdate(), asked=asked)
    return render(request, "site/home.html", {"page": page})


@require_safe
@public_page(params=("q", "kind", "page"), longest=LONGEST_CONDITION)
def search(request: HttpRequest, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """What can be found by some words today; a past day is one link to today's page (ledger rule 3)."""
    page = search_page({} if as_of else asked)
    return render(request, "site/search.html", {"page": page, "day": as_of})


@require_safe
@public_page(params=("q",), longest=LONGEST_SUGGESTED, content_type="application/json")
def suggestions(request: HttpRequest, *, as_of: date | None, asked: dict[str, str]) -> HttpResponse:
    """The best of what can be found by what was typed so far, for the list below the field; the same for everyone."""
    return JsonResponse({"suggestions": suggestions_for(asked.get("q", ""))})


@require_safe
@public_page
def claims(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """Every number published before, beside what is held here."""
    page = claims_page(as_of=as_of, today=timezone.localdate())
    return render(request, "site/claims.html", {"page": page})


@require_safe
@public_page
def how_counted(request: HttpRequest, *, as_of: date | None) -> HttpResponse:
    """The definitions of the figures, as the code has them; the same page on every day."""
    return render(request, "site/about/how_counted.html", {"page": how_counted_page(today=timezone.localdate())})


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; the database is not asked."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration; else 503 and a word that says what is missing.

    Where no worker lives, or one lives and sends nothing, pages are served as well as ever and only mail waits: 200,
    with a warning on a line of its own. Answering 503 would have every web host taken out for it.
    """
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse("migrations", status=503, content_type="text/plain")
    return HttpResponse("\n".join(["ok", *_warnings(now=timezone.now())]), content_type="text/plain")


def _warnings(*, now: datetime) -> list[str]:
    last = Heartbeat.objects.filter(name="worker").values_list("at", flat=True).first()
    seen = f"the last one was seen at {last:%Y-%m-%d %H:%M} UTC" if last else "none was ever seen"
    lives = last and last > now - A_WORKER_LIVES
    warnings = [] if lives else [f"warning: no worker lives, {seen}. Mail waits. Start manage.py db_worker."]
    if late := overdue(now=now).count():
        warnings.append(f"warning: mail that should have left over ten minutes ago: {late}. Read the log of db_worker.")
    return warnings


def nothing_here(request: HttpRequest) -> HttpResponse:
    """404, for an address that a library names and RMT does not offer."""
    raise Http404
