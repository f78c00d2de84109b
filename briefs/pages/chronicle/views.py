"""All that was said on a country, for its team, managers and evaluators: page by page, as a file, as a document."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs import permissions
from briefs.actions import ask_for_chronicle
from briefs.building import is_served
from briefs.pages.chronicle.exports import chronicle_csv
from briefs.pages.chronicle.forms import ChronicleFilter
from briefs.writing import chronicle_of
from countries.models import Country
from rmt.forms import SignedIn, carried_on, post_only, read_only
from rmt.roles import roles_of

ROWS = 50
PARAMS = ("q", "kind")


@read_only
def countries(request: SignedIn) -> HttpResponse:
    """The countries of which the person may read all that was said."""
    if not permissions.can_read_chronicles(request.user):
        raise PermissionDenied
    roles = roles_of(request.user)
    reads_all = roles.is_manager or roles.is_evaluator
    found = Country.objects.all() if reads_all else Country.objects.filter(pk__in=roles.countries)
    return render(request, "briefs/chronicle/countries.html", {"countries": sorted(found, key=str)})


@read_only
def country(request: SignedIn, slug: str) -> HttpResponse:
    """Every figure and text published on a country, the last first, narrowed as asked."""
    found = _country(request, slug)
    entries = chronicle_of(found, until=timezone.now(), is_served=is_served)
    form = ChronicleFilter(request.GET, kinds=(entry.kind for entry in entries))
    page = Paginator(form.narrowed(entries), ROWS).get_page(request.GET.get("page"))
    query = carried_on(request.GET, PARAMS)
    context = {
        "country": found,
        "form": form,
        "page": page,
        "query": query,
        "is_narrowed": bool(query),
        "count": len(entries),
    }
    return render(request, "briefs/chronicle/country.html", context)


@read_only
def export(request: SignedIn, slug: str) -> HttpResponse:
    """The same as a file, narrowed as the page is."""
    found = _country(request, slug)
    now = timezone.now()
    entries = chronicle_of(found, until=now, is_served=is_served)
    form = ChronicleFilter(request.GET, kinds=(entry.kind for entry in entries))
    content = chronicle_csv(found, form.narrowed(entries))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}-said-{timezone.localdate(now)}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@post_only
def document(request: SignedIn, slug: str) -> HttpResponse:
    """Ask the worker for the same as a document, up to the latest edition."""
    found = _country(request, slug)
    try:
        report = ask_for_chronicle(country=found, by=request.user, now=timezone.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("country_said", found.slug)
    messages.success(request, _("It is being built. You get a mail when it is there."))
    return redirect("report_building", report.uuid)


def _country(request: SignedIn, slug: str) -> Country:
    """A country of which the person may read all that was said; countries are no secret, so else it is 403."""
    found: Country = get_object_or_404(Country, slug=slug)
    if not permissions.can_read_chronicle(request.user, found):
        raise PermissionDenied
    return found
