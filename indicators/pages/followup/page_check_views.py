"""Page checks: whoever answers for a public page says that they read it and that it is right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from countries.models import Country, Theme
from indicators import permissions
from indicators.followup import record_page_check
from indicators.pages.followup.page_check_selectors import checks_of
from rmt.forms import SignedIn
from rmt.text import clean_line


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: SignedIn) -> HttpResponse:
    """The public pages of this person; each can be said to be right, as read today."""
    if not permissions.can_check_pages(request.user):
        raise PermissionDenied
    today = timezone.localdate()
    if request.method == "POST":
        page = _named(request.POST.get("page", ""))
        if not permissions.can_check_page(request.user, page):
            raise PermissionDenied
        record_page_check(page=page, by=request.user, day=today)
        messages.success(request, _("Recorded: the page of %(page)s says that it was checked today.") % {"page": page})
        return redirect("checks")
    trail = [(_("My desk"), reverse("desk")), (_("Is your page right?"), None)]
    context = {"page": checks_of(request.user, today=today), "trail": trail}
    return render(request, "indicators/followup/checks/checks.html", context)


def _named(key: str) -> Country | Theme:
    """The page that the form names, as `country:togo` or `theme:financing`; 404 if there is none."""
    kind, _colon, slug = clean_line(key).partition(":")
    if kind == "country":
        return get_object_or_404(Country, slug=slug)
    if kind == "theme":
        return get_object_or_404(Theme, slug=slug)
    raise Http404
