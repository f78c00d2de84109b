"""What a partner's representatives get of the reports made for it."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from briefs.building import is_served
from briefs.models import Report
from briefs.pages.stored_files import FOR_ONE_READER, issue_file
from briefs.permissions import can_read_partner_report
from rmt.forms import SignedIn, read_only


@read_only
def portfolio_report(request: SignedIn, uuid: UUID, ending: str) -> FileResponse:
    """The PDF or Word file of a report for a partner, as it was given to it last; 404 for everybody else."""
    report = get_object_or_404(Report.objects.filter(kind=Report.Kind.PARTNER), uuid=uuid)
    if not can_read_partner_report(request.user, report):
        raise Http404
    issue = report.issue_at(timezone.now())
    if issue is None or not is_served(issue):
        raise Http404
    return issue_file(issue, ending, cache=FOR_ONE_READER)
