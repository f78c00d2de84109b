"""Reports on the desk: the list, a new one, and one of them with its edition, its chapters and what was built."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.actions import ReportConflict, choose_edition, plan_report, rename_report
from briefs.building import STEPS, ask_for_building
from briefs.models import Report
from briefs.pages.reports.forms import EditionChoiceForm, TitleForm
from briefs.pages.reports.planning import FORMS
from briefs.pages.reports.selectors import issues_of, report_on_desk, reports_on_desk
from briefs.pages.stored_files import FOR_ONE_READER, issue_file
from briefs.permissions import can_keep_reports, can_read_reports
from rmt.forms import SignedIn, desk_page, post_only, read_only


def report_known_to(request: SignedIn, uuid: UUID) -> Report:
    """The report, if the person may know of it; 404 if not."""
    visible = Report.objects.visible_to(request.user).select_related("edition", "public_issue", "by")
    return get_object_or_404(visible, uuid=uuid)


def report_kept_by(request: SignedIn, uuid: UUID) -> Report:
    """The same, for what managers alone may do: 403 for whoever only reads it."""
    found = report_known_to(request, uuid)
    if not can_keep_reports(request.user):
        raise PermissionDenied
    return found


def trail_to(report: Report, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way from the desk to a report, or to a page below it."""
    is_pack = report.kind == Report.Kind.PACK
    above = (_("Packs for meetings"), reverse("packs")) if is_pack else (_("Reports"), reverse("desk_reports"))
    way: list[tuple[str, str | None]] = [(_("My desk"), reverse("desk")), above]
    return [*way, (report.title, reverse("desk_report", args=[report.uuid]) if more else None), *more]


@read_only
def desk_reports(request: SignedIn) -> HttpResponse:
    """Every report that the person may know of."""
    if not can_read_reports(request.user):
        raise PermissionDenied
    context = {
        "rows": reports_on_desk(request.user, now=timezone.now()),
        "can_keep": can_keep_reports(request.user),
        "trail": [(_("My desk"), reverse("desk")), (_("Reports"), None)],
    }
    return render(request, "briefs/reports/desk/list.html", context)


@desk_page()
def new_report(request: SignedIn) -> HttpResponse:
    """Plan a report: first its kind, then what that kind asks."""
    if not can_keep_reports(request.user):
        raise PermissionDenied
    kind = request.GET.get("kind", "")
    context = {
        "kinds": [(code, Report.Kind(code).label) for code in FORMS],
        "trail": [
            (_("My desk"), reverse("desk")),
            (_("Reports"), reverse("desk_reports")),
            (_("Plan a report"), None),
        ],
    }
    if kind not in FORMS:
        return render(request, "briefs/reports/desk/kinds.html", context)
    form = FORMS[kind](request.POST if request.method == "POST" else None)
    if form.is_valid():
        about = form.planned()
        same = Report.objects.filter(kind=kind, slug=about["slug"], language=about["language"])
        try:
            if taken := same.first():
                return render(request, "briefs/reports/desk/new.html", context | {"form": form, "taken": taken})
            planned = plan_report(kind=kind, **about, by=request.user, now=timezone.now())
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            messages.success(request, _("The report is planned. Choose the edition that it is built from."))
            return redirect("desk_report", uuid=planned.uuid)
    context |= {"form": form, "kind": Report.Kind(kind).label}
    return render(request, "briefs/reports/desk/new.html", context)


@read_only
def desk_report(request: SignedIn, uuid: UUID) -> HttpResponse:
    """One report: where it stands, its chapters, what was built and what became of it."""
    found = report_known_to(request, uuid)
    return _page(request, found, EditionChoiceForm(initial={"edition": found.edition}))


def _page(request: SignedIn, found: Report, form: EditionChoiceForm, *, status: int = 200) -> HttpResponse:
    context = report_on_desk(found, user=request.user, now=timezone.now())
    context |= {"form": form, "trail": trail_to(found)}
    return render(request, "briefs/reports/desk/report.html", context, status=status)


@post_only
def report_edition(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Say from which edition the report is built."""
    found = report_kept_by(request, uuid)
    form = EditionChoiceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        choose_edition(report=found, edition=form.cleaned_data["edition"], by=request.user)
    except ValidationError as broken:
        form.add_broken_rules(broken)
        return _page(request, found, form)
    except ReportConflict:
        messages.error(request, _("Somebody else changed the report meanwhile. Look at it, and choose again."))
    else:
        words = _("The report will be built from edition %(code)s.")
        messages.success(request, words % {"code": form.cleaned_data["edition"].code})
    return redirect("desk_report", uuid=uuid)


@desk_page()
def report_title(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Give a report that was planned by mistake, or badly, another title."""
    found = report_kept_by(request, uuid)
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": found.title})
    if form.is_valid():
        try:
            rename_report(report=found, title=form.cleaned_data["title"], by=request.user, now=timezone.now())
        except ValidationError as broken:
            form.add_broken_rules(broken)
        except ReportConflict:
            messages.error(request, _("Somebody else changed the report meanwhile. Look at it, and choose again."))
            return redirect("desk_report", uuid=uuid)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk_report", uuid=uuid)
    context = {"report": found, "form": form, "trail": trail_to(found, (_("Title"), None))}
    return render(request, "briefs/reports/desk/title.html", context)


@post_only
def build_report(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Have the worker build the report."""
    found = report_kept_by(request, uuid)
    try:
        ask_for_building(found, request.user)
    except ValidationError as broken:
        messages.error(request, " ".join(broken.messages))
        return redirect("desk_report", uuid=uuid)
    return redirect("report_building", uuid=uuid)


@read_only
def report_building(request: SignedIn, uuid: UUID) -> HttpResponse:
    """How far the building is: with a script the page asks again by itself, without one it has a link."""
    found = report_known_to(request, uuid)
    building = found.buildings.select_related("issue", "asked_by").first()
    if building is None:
        raise Http404
    context = {"report": found, "building": building, "trail": trail_to(found, (_("Building"), None))}
    context["step"] = STEPS.get(building.step, "")
    is_part = request.htmx and not request.htmx.history_restore_request
    template = "briefs/reports/desk/_building.html" if is_part else "briefs/reports/desk/building.html"
    response = render(request, template, context)
    if is_part and building.ended_at:
        response["HX-Refresh"] = "true"
    response["Vary"] = "HX-Request"
    return response


@read_only
def desk_issue(request: SignedIn, uuid: UUID, number: int) -> HttpResponse:
    """What was built, as readers will get it."""
    found = report_known_to(request, uuid)
    issue = get_object_or_404(issues_of(found).select_related("edition"), number=number)
    trail = trail_to(found, (_("Version %(number)s") % {"number": number}, None))
    context = {"report": found, "issue": issue, "trail": trail}
    return render(request, "briefs/reports/desk/issue.html", context)


@read_only
def desk_issue_file(request: SignedIn, uuid: UUID, number: int, ending: str) -> HttpResponseBase:
    """The PDF or Word file of what was built, for those who work on it."""
    issue = get_object_or_404(issues_of(report_known_to(request, uuid)), number=number)
    return issue_file(issue, ending, cache=FOR_ONE_READER)
