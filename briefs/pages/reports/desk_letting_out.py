"""Letting a report out: previews by link, publication, and sending it to a group."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.actions import (
    ReportConflict,
    check_publication,
    issue_to_send,
    make_preview,
    newest_issue,
    publish_report,
    revoke_preview,
    send_report,
)
from briefs.building import is_behind
from briefs.models import DistributionGroup, Issue, Report
from briefs.pages.reports.desk import issues_of, report_kept_by, trail_to
from briefs.pages.reports.forms import PreviewForm, PublishForm, SendForm
from rmt.forms import SignedIn, ask_first, desk_page, is_confirmed, post_only
from rmt.records import end_of
from rmt.text import moment


@desk_page()
def report_previews(request: SignedIn, uuid: UUID) -> HttpResponse:
    """The preview links of a report, and a new one: its address is shown once, on the page that answers."""
    found = report_kept_by(request, uuid)
    now = timezone.now()
    form = PreviewForm(request.POST if request.method == "POST" else None, now=now)
    link, reader = "", ""
    if form.is_valid():
        reader = form.cleaned_data["reader"]
        try:
            token = make_preview(
                report=found,
                reader=reader,
                expires_at=end_of(form.cleaned_data["expires_on"]),
                by=request.user,
                now=now,
            )
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            link = settings.SITE_URL + reverse("report_preview", args=[token])
            request.typed_is_saved = True
            form = PreviewForm(now=now)
    context = {
        "report": found,
        "form": form,
        "link": link,
        "reader": reader,
        "now": now,
        "previews": found.previews.select_related("by"),
        "is_built": newest_issue(found) is not None,
        "trail": trail_to(found, (_("Previews"), None)),
    }
    return render(request, "briefs/reports/desk/previews.html", context)


@post_only
def close_preview(request: SignedIn, uuid: UUID, pk: int) -> HttpResponse:
    """Close a preview link at once."""
    found = report_kept_by(request, uuid)
    preview = get_object_or_404(found.previews, pk=pk)
    revoke_preview(preview=preview, by=request.user, now=timezone.now())
    messages.success(request, _("The link for %(reader)s is closed.") % {"reader": preview.reader})
    return redirect("report_previews", uuid=uuid)


@desk_page()
def publish_built_report(request: SignedIn, uuid: UUID, number: int) -> HttpResponse:
    """Publish what was built, now or from a moment on; asked first, for nothing public goes away again."""
    found = report_kept_by(request, uuid)
    if found.kind not in Report.LET_OUT_KINDS:
        raise Http404
    issue = get_object_or_404(issues_of(found).select_related("edition"), number=number)
    zone = ZoneInfo(request.user.time_zone or "UTC")
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at, now = form.moment(zone), timezone.now()
        try:
            check_publication(report=found, issue=issue, public_from=at, now=now)
            if not is_confirmed(request, f"{issue.number} {at or 'now'}"):
                return ask_first(
                    request,
                    _("Give this report to the partner?") if found.is_for_partner else _("Publish this report?"),
                    confirms=f"{issue.number} {at or 'now'}",
                    button=_("Give it to the partner") if found.is_for_partner else _("Publish it"),
                    back=reverse("desk_report", args=[uuid]),
                    consequences=_consequences(found, issue, moment(at) if at else ""),
                    is_danger=False,
                )
            publish_report(report=found, issue=issue, public_from=at, by=request.user, now=now)
        except ValidationError as broken:
            if hasattr(broken, "error_dict") and "public_from" in broken.error_dict:
                broken = ValidationError({"day": broken.error_dict["public_from"]})
            form.add_broken_rules(broken)
        except ReportConflict:
            messages.error(request, _("Somebody else changed the report meanwhile. Look at it, and choose again."))
            return redirect("desk_report", uuid=uuid)
        else:
            messages.success(request, _done(found, moment(at) if at else ""))
            return redirect("desk_report", uuid=uuid)
    here = _("Give it to the partner") if found.is_for_partner else _("Publish")
    trail = trail_to(found, (here, None))
    context = {"report": found, "issue": issue, "form": form, "zone": zone.key, "trail": trail}
    return render(request, "briefs/reports/desk/publish.html", context)


def _done(found: Report, when: str) -> str:
    if found.is_for_partner:
        return _("The partner gets it on %(when)s.") % {"when": when} if when else _("The partner has it.")
    return _("Public from %(when)s.") % {"when": when} if when else _("Published.")


def _consequences(found: Report, issue: Issue, when: str) -> list[str]:
    number = issue.number
    behind = [_("Paragraphs were changed since it was built. They are not in it.")] if is_behind(issue, found) else []
    if found.is_for_partner:
        first = _("The partner’s representatives can read version %(number)s from %(when)s.") if when else ""
        return [
            *behind,
            (first or _("The partner’s representatives can read version %(number)s at once."))
            % {"number": number, "when": when},
            _("They find it beside their portfolio. It stands on no public page."),
            _("What they have got stays with them, and a later version can stand in its place."),
        ]
    first = _("Version %(number)s is for everybody to read from %(when)s.") if when else ""
    return [
        *behind,
        (first or _("Version %(number)s is for everybody to read at once.")) % {"number": number, "when": when},
        _("Its address: %(address)s") % {"address": settings.SITE_URL + found.get_absolute_url()},
        _("What is public stays so, and a later version can stand in its place."),
    ]


@desk_page()
def send_built_report(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Send a report to a group: a link to what is public, or else a preview for each of its members."""
    found = report_kept_by(request, uuid)
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        group = form.cleaned_data["group"]
        now = timezone.now()
        try:
            issue_to_send(report=found, group=group, now=now)
            if not is_confirmed(request, f"{group.slug} {group.members.count()}"):
                return _asked_before_sending(request, found, group)
            count = send_report(report=found, group=group, by=request.user, now=now)
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            words = ngettext("%(count)s mail is on its way.", "%(count)s mails are on their way.", count)
            messages.success(request, words % {"count": count})
            return redirect("desk_report", uuid=uuid)
    context = {"report": found, "form": form, "trail": trail_to(found, (_("Send it"), None))}
    return render(request, "briefs/reports/desk/send.html", context)


def _asked_before_sending(request: SignedIn, found: Report, group: DistributionGroup) -> HttpResponse:
    members = list(group.members.all())
    words = ngettext(
        "Send it to the %(count)s member of %(group)s?", "Send it to the %(count)s members of %(group)s?", len(members)
    )
    return ask_first(
        request,
        words % {"count": len(members), "group": group.name},
        confirms=f"{group.slug} {len(members)}",
        button=_("Send it"),
        back=reverse("desk_report", args=[found.uuid]),
        consequences=[
            _("Each gets one mail, in English: a link to the public page, or a preview of their own."),
            _("A group gets each version once. The log keeps organization and domain."),
        ],
        named_as=_("To"),
        named=[f"{member.name}, {member.organization}" for member in members],
        is_danger=False,
    )
