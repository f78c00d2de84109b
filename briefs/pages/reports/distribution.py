"""To whom reports go: groups, their members, and the log of what was sent."""

import csv

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from briefs.actions import add_member, keep_group
from briefs.models import DistributionGroup
from briefs.pages.reports.forms import GroupForm, MemberForm
from briefs.pages.reports.selectors import log_of_sendings
from rmt.files import BOM, csv_text
from rmt.forms import SignedIn, ask_first, is_confirmed, managers_only

ROWS = 50
READING, WRITING, SENDING = ["GET", "HEAD"], ["GET", "HEAD", "POST"], ["POST"]


def _trail(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    way: list[tuple[str, str | None]] = [(_("My desk"), reverse("desk")), (_("Reports"), reverse("desk_reports"))]
    return [*way, (_("Distribution"), reverse("distribution") if more else None), *more]


@managers_only
@require_http_methods(WRITING)
def distribution(request: SignedIn) -> HttpResponse:
    """The groups, and a new one."""
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = keep_group(name=form.cleaned_data["name"])
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            return redirect("distribution_group", slug=made.slug)
    groups = DistributionGroup.objects.annotate(size=Count("members"))
    return render(request, "briefs/reports/desk/groups.html", {"groups": groups, "form": form, "trail": _trail()})


@managers_only
@require_http_methods(WRITING)
def distribution_group(request: SignedIn, slug: str) -> HttpResponse:
    """The members of a group, and a new one."""
    group = get_object_or_404(DistributionGroup, slug=slug)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_member(group=group, **form.cleaned_data)
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": form.cleaned_data["name"]})
            return redirect("distribution_group", slug=slug)
    return _group_page(request, group, form, GroupForm(initial={"name": group.name}))


def _group_page(request: SignedIn, group: DistributionGroup, form: MemberForm, name_form: GroupForm) -> HttpResponse:
    context = {"group": group, "members": group.members.all(), "form": form, "name_form": name_form}
    context["trail"] = _trail((group.name, None))
    return render(request, "briefs/reports/desk/group.html", context)


@managers_only
@require_http_methods(SENDING)
def rename_group(request: SignedIn, slug: str) -> HttpResponse:
    """Give a group another name; its address stays."""
    group = get_object_or_404(DistributionGroup, slug=slug)
    form = GroupForm(request.POST)
    if form.is_valid():
        try:
            keep_group(group=group, name=form.cleaned_data["name"])
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            messages.success(request, _("Saved."))
            return redirect("distribution_group", slug=slug)
    group.refresh_from_db()
    return _group_page(request, group, MemberForm(), form)


@managers_only
@require_http_methods(SENDING)
def remove_member(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """Take somebody out of a group: their address is deleted at once (rule 21)."""
    member = get_object_or_404(DistributionGroup, slug=slug).members.filter(pk=pk).first()
    if member is None:
        return redirect("distribution_group", slug=slug)
    if not is_confirmed(request, pk):
        return ask_first(
            request,
            _("Take %(name)s out of the group?") % {"name": member},
            confirms=pk,
            button=_("Take out"),
            back=reverse("distribution_group", args=[slug]),
            consequences=[_("Their address is deleted. The log of what was sent stays: it has no address.")],
        )
    member.delete()
    messages.success(request, _("Taken out: %(name)s.") % {"name": member.name})
    return redirect("distribution_group", slug=slug)


@managers_only
@require_http_methods(READING)
def sendings(request: SignedIn) -> HttpResponse:
    """What was sent to whom, the latest first."""
    page = Paginator(log_of_sendings(), ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "trail": _trail((_("What was sent"), None))}
    return render(request, "briefs/reports/desk/sendings.html", context)


@managers_only
@require_http_methods(READING)
def sendings_csv(request: SignedIn) -> HttpResponse:
    """The same, whole, as a file for spreadsheets."""
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sendings.csv"'
    writer = csv.writer(response)
    writer.writerow(["sent_at", "report", "version", "group", "organization", "domain", "by"])
    for row in log_of_sendings().iterator():
        about = (row.issue.title, row.issue.number, row.group.name, row.organization, row.domain, str(row.by))
        writer.writerow([row.at.isoformat(timespec="minutes"), *(csv_text(str(value)) for value in about)])
    return response
