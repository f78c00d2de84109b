"""The preview of a text that is being written."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from briefs.actions import latest_edition
from briefs.models import Brief
from briefs.pages.editor.selectors import preview_of
from briefs.permissions import can_write_texts
from indicators.models import Edition
from rmt.forms import SignedIn, post_only
from rmt.text import clean_text


@post_only
def preview_brief_text(request: SignedIn) -> HttpResponse:
    """How a text will read, as of the edition of its brief (`?brief=`), of another (`?edition=`), else of the latest.

    The text is `text`, or the field that the button names: without a script, the whole form is sent. Nothing is saved.
    """
    if not can_write_texts(request.user):
        raise PermissionDenied
    brief, edition = _about(request)
    text = clean_text(request.POST.get("text", request.POST.get(request.POST.get("preview", ""), "")))
    context = preview_of(text, brief=brief, edition=edition)
    is_fragment = request.POST.get("as") == "fragment"
    return render(request, f"briefs/editor/{'preview' if is_fragment else 'preview_page'}.html", context)


def _about(request: SignedIn) -> tuple[Brief | None, Edition | None]:
    brief, edition = None, None
    if asked := request.GET.get("brief"):
        try:
            brief = get_object_or_404(Brief.objects.visible_to(request.user), uuid=UUID(asked))
        except ValueError as no_uuid:
            raise Http404 from no_uuid
    if code := request.GET.get("edition"):
        edition = get_object_or_404(Edition, code=code)
    return brief, edition or (brief and brief.edition) or latest_edition()
