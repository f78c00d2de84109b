"""The pages of practice itself: the course, its printed sheet, whom one practises as, and a fresh start."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from rmt.site.practice import personas, seed
from rmt.site.practice.course import STEPS, course_of
from rmt.site.practice.desks import PracticeDesk, current
from rmt.site.practice.session import forget_pages


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def course(request: HttpRequest) -> HttpResponse:
    """The course with its ticks; from the real desk, the way into practice."""
    desk = current()
    if desk is None:
        return redirect(f"/practice{reverse('course')}")
    return render(request, "site/practice/course.html", {"course": course_of(desk, personas.chosen(request.session))})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def course_sheet(request: HttpRequest) -> HttpResponse:
    """The course on one sheet of paper, without links and ticks."""
    total = sum(step.minutes for step in STEPS)
    return render(request, "site/practice/sheet.html", {"steps": STEPS, "total": total})


@login_required
@require_POST
def practise_as(request: HttpRequest) -> HttpResponse:
    """Be somebody else in practice, and go on where that was asked: `next`, else that person's desk."""
    _desk_or_404()
    wanted = request.POST.get("as")
    if wanted not in {persona.key for persona in personas.ON_OFFER}:
        raise Http404
    request.session[personas.CHOICE] = wanted
    following = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(following, allowed_hosts=None) and following.startswith(reverse("home"))
    return redirect(following if is_ours else reverse("desk"))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice_again(request: HttpRequest) -> HttpResponse:
    """Asks once, then a fresh desk: whatever was practised is gone."""
    desk = _desk_or_404()
    if request.method != "POST":
        return render(request, "site/practice/again.html")
    desk.start_again(seed.ready())
    forget_pages(request.session)
    messages.success(request, _("Your practice desk is fresh again."))
    return redirect("course")


def _desk_or_404() -> PracticeDesk:
    """The practice desk; on the real site, 404."""
    desk = current()
    if desk is None:
        raise Http404
    return desk
