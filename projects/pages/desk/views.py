"""Projects on the desk: the list, a project, and what belongs to it, each changed by one action."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Result
from indicators.results import project_money
from projects.actions import record_of
from projects.models import Project
from projects.pages.desk.forms import (
    DocumentForm,
    FundingForm,
    OutputForm,
    ProjectAliasForm,
    ProjectEntry,
    ReasonToRemoveForm,
)
from projects.pages.desk.selectors import differences, project_on_desk
from projects.pages.public import ProjectFilter
from projects.permissions import can_edit_projects, can_list_projects, can_open_desk_of, can_record_output
from rmt.forms import DeskForm, SignedIn, carried_on, desk_page, read_only
from rmt.models import User
from rmt.roles import roles_of

ROWS = 50
Trail = list[tuple[str, str | None]]


def for_managers(request: SignedIn) -> None:
    """Refuse everybody who may not edit projects, partners and money."""
    if not can_edit_projects(request.user):
        raise PermissionDenied


def project_for(request: SignedIn, slug: str, can: Callable[[User, Project], bool]) -> Project:
    """The project at an address, for whoever `can`; projects are public, so who may not gets 403, never 404."""
    project = get_object_or_404(Project.objects.current(), slug=slug)
    if not can(request.user, project):
        raise PermissionDenied
    return project


def trail_of(project: Project | None, here: str | None = None) -> Trail:
    """The way to a page below the list of projects."""
    trail: Trail = [(_("My desk"), reverse("desk")), (_("Projects"), reverse("desk_projects"))]
    if project is not None:
        trail.append((str(project), reverse("desk_project", args=[project.slug]) if here else None))
    return [*trail, (here, None)] if here else trail


def saved(form: DeskForm, save: Callable[[], object]) -> bool:
    """Whether what was typed could be saved; what the action refuses is shown in the form."""
    if not form.is_valid():
        return False
    try:
        save()
    except ValidationError as broken:
        form.add_broken_rules(broken)
        return False
    return True


def ask(request: SignedIn, form: DeskForm, *, heading: str, trail: Trail, back: str, **more: Any) -> HttpResponse:
    """The page of a small form."""
    context = {"form": form, "heading": heading, "trail": trail, "back": back, **more}
    return render(request, "projects/desk/form.html", context)


@read_only
def projects(request: SignedIn) -> HttpResponse:
    """All projects for managers and evaluators, their own for project staff, with counts of results."""
    if not can_list_projects(request.user):
        raise PermissionDenied
    roles = roles_of(request.user)
    listed = Project.objects.current()
    if not (roles.is_manager or roles.is_evaluator):
        listed = listed.filter(pk__in=roles.projects)
    filters = ProjectFilter(request.GET, day=timezone.localdate(), queryset=listed)
    found = filters.found.with_labels().with_result_counts(Result.objects.visible_to(request.user))
    query = carried_on(request.GET, filters.filters)
    context = {
        "filters": filters,
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "query": query,
        "is_narrowed": bool(query),
        "can_edit": can_edit_projects(request.user),
        "trail": [(_("My desk"), reverse("desk")), (_("Projects"), None)],
    }
    return render(request, "projects/desk/projects.html", context)


@read_only
def project(request: SignedIn, slug: str) -> HttpResponse:
    """A project with all that is recorded; one that was merged leads to the one that it became part of."""
    found = get_object_or_404(Project.objects.select_related("merged_into"), slug=slug, taken_back_at=None)
    if found.merged_into:
        return redirect("desk_project", found.merged_into.slug)
    if not can_open_desk_of(request.user, found):
        raise PermissionDenied
    shown = project_on_desk(found, user=request.user, today=timezone.localdate())
    return render(request, "projects/desk/project.html", {"project": found, "shown": shown, "trail": trail_of(found)})


@desk_page()
def new_project(request: SignedIn) -> HttpResponse:
    """Record a project that is not here yet."""
    for_managers(request)
    entry = ProjectEntry(request.POST if request.method == "POST" else None, user=request.user)
    return _edit(request, entry)


@desk_page()
def edit_project(request: SignedIn, slug: str) -> HttpResponse:
    """Correct what the record says; if somebody else did meanwhile, both versions are shown side by side."""
    for_managers(request)
    found = get_object_or_404(Project.objects.current(), slug=slug)
    entry = ProjectEntry(request.POST if request.method == "POST" else None, user=request.user, project=found)
    return _edit(request, entry)


def _edit(request: SignedIn, entry: ProjectEntry) -> HttpResponse:
    if request.method == "POST" and entry.is_valid():
        try:
            project = entry.save()
        except ValidationError as broken:
            if entry.project is not None and getattr(broken, "code", None) == "changed":
                return _show_conflict(request, entry, Project.objects.get(pk=entry.project.pk))
            entry.add_broken_rules(broken)
        else:
            messages.success(request, _("Saved."))
            wants_rows = request.POST.get("do") == "rows"
            return redirect("edit_project" if wants_rows else "desk_project", project.slug)
    return _show(request, entry)


def _show(request: SignedIn, entry: ProjectEntry, *, status: int = 200, **more: Any) -> HttpResponse:
    heading = _("Edit a project") if entry.project else _("Add a project")
    context = {"entry": entry, "form": entry.form, "project": entry.project, "heading": heading}
    context |= {"trail": trail_of(entry.project, heading), **more}
    return render(request, "projects/desk/edit.html", context, status=status)


def _show_conflict(request: SignedIn, entry: ProjectEntry, current: Project) -> HttpResponse:
    """Both versions, field by field; the person's own text stays in the form, now over the current version."""
    if current.merged_into_id:
        messages.info(request, _("Somebody made this project a part of another one meanwhile. Nothing was changed."))
        return redirect("desk_project", current.slug)
    try:
        rows = differences(record_of(current), entry.record_if_saved(current))
    except ValidationError as broken:
        entry.add_broken_rules(broken)
        rows = []
    entry.go_on_from(current)
    last = current.changes.select_related("by").first()
    return _show(request, entry, status=409, is_conflict=True, rows=rows, last=last)


def _record(
    request: SignedIn, project: Project, form_class: Any, *, heading: str, row: Any = None, **more: Any
) -> HttpResponse:
    """Add a row that belongs to a project, or change one."""
    form = form_class(request.POST if request.method == "POST" else None, project=project, row=row)
    back = reverse("desk_project", args=[project.slug])
    if request.method == "POST" and saved(form, lambda: form.save(request.user)):
        messages.success(request, _("Saved."))
        return redirect(back)
    return ask(request, form, heading=heading, trail=trail_of(project, heading), back=back, of=project, **more)


@desk_page()
def new_output(request: SignedIn, slug: str) -> HttpResponse:
    """Something that the project is to deliver."""
    found = project_for(request, slug, can_record_output)
    return _record(request, found, OutputForm, heading=_("Add an output"))


@desk_page()
def edit_output(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """Another due date, or the day on which it was delivered."""
    found = project_for(request, slug, can_record_output)
    return _record(request, found, OutputForm, heading=_("Edit an output"), row=get_object_or_404(found.outputs, pk=pk))


@desk_page()
def new_funding(request: SignedIn, slug: str) -> HttpResponse:
    """Who gives what to the project, in a year."""
    for_managers(request)
    found = get_object_or_404(Project.objects.current(), slug=slug)
    return _record(request, found, FundingForm, heading=_("Add money"))


@desk_page()
def edit_funding(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """Correct a row of money."""
    for_managers(request)
    found = get_object_or_404(Project.objects.current(), slug=slug)
    row = get_object_or_404(found.fundings, pk=pk)
    remove = reverse("drop_funding", args=[found.slug, row.pk])
    return _record(request, found, FundingForm, heading=_("Edit money"), row=row, remove=remove)


@desk_page()
def drop_funding(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """Take back a row of money that was recorded by mistake."""
    for_managers(request)
    found = get_object_or_404(Project.objects.current(), slug=slug)
    row = get_object_or_404(found.fundings.select_related("partner", "project"), pk=pk)
    form = ReasonToRemoveForm(request.POST if request.method == "POST" else None)
    back = reverse("desk_project", args=[found.slug])
    if request.method == "POST" and saved(
        form, lambda: project_money.drop_funding(funding=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Removed. The history of the project keeps it."))
        return redirect(back)
    heading = _("Remove this row of money?")
    more = {"lede": str(row), "verb": _("Remove it"), "kind": "danger"}
    return ask(request, form, heading=heading, trail=trail_of(found, heading), back=back, **more)


@desk_page()
def new_document(request: SignedIn, slug: str) -> HttpResponse:
    """A page about the project."""
    for_managers(request)
    found = get_object_or_404(Project.objects.current(), slug=slug)
    return _record(request, found, DocumentForm, heading=_("Add a document"))


@desk_page()
def new_project_alias(request: SignedIn, slug: str) -> HttpResponse:
    """Another title or symbol under which lists know the project."""
    for_managers(request)
    found = get_object_or_404(Project.objects.current(), slug=slug)
    return _record(request, found, ProjectAliasForm, heading=_("Add another name"))
