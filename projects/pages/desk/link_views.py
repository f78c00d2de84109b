"""Which projects supported which results, from either side; and a project's own indicators."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from indicators.models import Contribution, Result
from indicators.permissions import can_link_project
from indicators.results import support as contributions
from projects.models import Project
from projects.pages.desk.forms import IndicatorForm, LinkForm
from projects.pages.desk.logframes import logframe
from projects.pages.desk.selectors import alignment, projects_of, results_of
from projects.pages.desk.views import ROWS, ask, for_managers, project_for, saved, trail_of
from projects.permissions import can_map_indicators, can_open_desk_of
from rmt.files import XLSX
from rmt.forms import SignedIn, desk_page, post_only, read_only
from rmt.text import clean_line


@desk_page()
def projects_of_result(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Say which projects supported a result: those suggested, those searched for."""
    result = get_object_or_404(Result.objects.visible_to(request.user).for_desk(), uuid=uuid)
    if not can_link_project(request.user, result):
        raise PermissionDenied
    if request.method == "POST":
        project = get_object_or_404(Project.objects.current(), slug=clean_line(request.POST.get("project", "")))
        return _link(request, result, project, back=request.path)
    words = _words(request)
    trail = [
        (_("My desk"), reverse("desk")),
        (_("Results"), reverse("desk_results")),
        (str(result), result.get_absolute_url()),
        (_("Projects"), None),
    ]
    shown = projects_of(result, words=words)
    context = {
        "result": result,
        "shown": shown,
        "text": words,
        "trail": trail,
        "roles_of_link": Contribution.Role.choices,
    }
    return render(request, "projects/desk/projects_of_result.html", context)


@desk_page()
def results_of_project(request: SignedIn, slug: str) -> HttpResponse:
    """Say which results a project supported."""
    project = project_for(request, slug, can_open_desk_of)
    if request.method == "POST":
        result = get_object_or_404(Result.objects.visible_to(request.user), uuid=_uuid(request.POST.get("result", "")))
        if not can_link_project(request.user, result):
            raise PermissionDenied
        return _link(request, result, project, back=request.path)
    words = _words(request)
    context = {
        "project": project,
        "shown": results_of(project, user=request.user, words=words),
        "text": words,
        "trail": trail_of(project, _("Results")),
        "roles_of_link": Contribution.Role.choices,
    }
    return render(request, "projects/desk/results_of_project.html", context)


def _words(request: SignedIn) -> str:
    return clean_line(request.GET.get("q", ""))[:200]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _link(request: SignedIn, result: Result, project: Project, *, back: str) -> HttpResponse:
    form = LinkForm(request.POST)
    if not form.is_valid():
        raise BadRequest("do is link or unlink; role is one of the list")
    names = {"project": project, "result": result}
    if form.cleaned_data["do"] == "unlink":
        if result.contributions.filter(project=project).exists():  # else somebody was faster: it is gone as asked
            contributions.unlink_project(result=result, project=project, by=request.user)
        messages.success(request, _("%(project)s is no longer linked to “%(result)s”.") % names)
    else:
        contributions.link_project(result=result, project=project, by=request.user, role=form.cleaned_data["role"])
        messages.success(request, _("%(project)s is linked to “%(result)s”.") % names)
    return redirect(back)


@read_only
def unlinked(request: SignedIn) -> HttpResponse:
    """Results that name no project, and projects that no published result names."""
    for_managers(request)
    results = Result.objects.visible_to(request.user).without_project().for_desk().order_by("-submitted_at", "pk")
    projects = Project.objects.current().without_result().with_labels()
    shows_projects = request.GET.get("show") == "projects"
    context = {
        "shows_projects": shows_projects,
        "results_count": results.count(),
        "projects_count": projects.count(),
        "page": Paginator(projects if shows_projects else results, ROWS).get_page(request.GET.get("page")),
        "trail": [*trail_of(None), (_("Links that are missing"), None)],
    }
    return render(request, "projects/desk/unlinked.html", context)


@read_only
def indicators(request: SignedIn, slug: str) -> HttpResponse:
    """A project's own indicators, and ours for each."""
    project = project_for(request, slug, can_open_desk_of)
    context = {
        "project": project,
        "rows": project.own_indicators.select_related("indicator"),
        "aligned": alignment(project),
        "can_map": can_map_indicators(request.user, project),
        "trail": trail_of(project, _("Its own indicators")),
    }
    return render(request, "projects/desk/indicators.html", context)


@desk_page()
def new_project_indicator(request: SignedIn, slug: str) -> HttpResponse:
    """An indicator of the project's framework, and ours for it."""
    return _map(request, project_for(request, slug, can_map_indicators), None)


@desk_page()
def edit_project_indicator(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """Another one of ours, or none."""
    project = project_for(request, slug, can_map_indicators)
    return _map(request, project, pk)


def _map(request: SignedIn, project: Project, pk: int | None) -> HttpResponse:
    row = get_object_or_404(project.own_indicators, pk=pk) if pk else None
    form = IndicatorForm(request.POST if request.method == "POST" else None, project=project, row=row)
    back = reverse("project_indicators", args=[project.slug])

    def save() -> None:
        typed = form.cleaned_data
        more = {name: typed[name] for name in ("wording", "code", "note", "share")}
        contributions.map_indicator(owner=project, indicator=typed["ours"], by=request.user, **more)

    if request.method == "POST" and saved(form, save):
        messages.success(request, _("Saved."))
        return redirect(back)
    heading = _("Edit an indicator of the project") if row else _("Add an indicator of the project")
    trail = [*trail_of(project, heading)[:-1], (_("Its own indicators"), back), (heading, None)]
    remove = reverse("drop_project_indicator", args=[project.slug, row.pk]) if row else ""
    return ask(request, form, heading=heading, trail=trail, back=back, of=project, remove_now=remove)


@post_only
def drop_project_indicator(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """Take an indicator off the list that was recorded by mistake."""
    project = project_for(request, slug, can_map_indicators)
    contributions.unmap_indicator(row=get_object_or_404(project.own_indicators, pk=pk), by=request.user)
    messages.success(request, _("Removed."))
    return redirect("project_indicators", project.slug)


@read_only
def logframe_of_project(request: SignedIn, slug: str) -> HttpResponse:
    """A workbook for planning: our indicators, with the project's own ones beside them."""
    project = project_for(request, slug, can_open_desk_of)
    response = HttpResponse(logframe(project), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="logframe-{project.slug}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
