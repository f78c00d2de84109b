"""The files of briefs and reports, served as they were stored."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from briefs.models import Issue

TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}
FOR_EVERYBODY = "public, max-age=0, must-revalidate"
FOR_ONE_READER = "private, no-store"


def issue_file(issue: Issue, ending: str, *, cache: str = FOR_EVERYBODY) -> FileResponse:
    """The PDF or the Word file of an issue; 404 if it is not there, or is asked for in another format."""
    if ending not in TYPES:
        raise Http404
    name = f"{issue.kind}-{issue.slug}-{issue.language}-v{issue.number}.{ending}"
    sha256 = issue.pdf_sha256 if ending == "pdf" else issue.docx_sha256
    return stored_file(getattr(issue, ending), TYPES[ending], name, sha256, cache=cache)


def stored_file(
    stored: FieldFile, content_type: str, name: str, sha256: str, *, cache: str = FOR_EVERYBODY
) -> FileResponse:
    """A stored file, as what it is and nothing else; 404 if it is not there."""
    try:
        file = stored.open("rb")
    except (OSError, ValueError):
        raise Http404 from None
    response = FileResponse(file, filename=name, content_type=content_type, as_attachment=name.endswith(".docx"))
    response["ETag"] = f'"{sha256}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = cache
    return response
