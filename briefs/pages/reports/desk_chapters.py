"""A chapter of a report on the desk: who sees to it, its paragraphs, and one written by hand."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from briefs.actions import ReportConflict, assign_chapter, finish_chapter, title_of, write_paragraph
from briefs.models import Chapter, Report
from briefs.pages.editor.selectors import tools_as_of
from briefs.pages.reports.desk import report_kept_by, report_known_to, trail_to
from briefs.pages.reports.forms import ChapterForm, ParagraphForm
from briefs.pages.reports.selectors import ParagraphLine, code_of_period, own_as_read, paragraphs_of, typed_in
from briefs.permissions import can_keep_reports, can_write_chapter
from rmt.forms import SignedIn, desk_page, post_only, read_only


def _chapter(found: Report, code: str) -> Chapter:
    return get_object_or_404(found.chapters.select_related("report", "assigned_to", "done_by"), code=code)


@read_only
def report_chapter(request: SignedIn, uuid: UUID, code: str) -> HttpResponse:
    """The paragraphs of a chapter as they are generated, those written by hand, who sees to it, whether it is done."""
    found = report_known_to(request, uuid)
    chapter = _chapter(found, code)
    return _page(request, found, chapter, ChapterForm(initial={"to": chapter.assigned_to, "due": chapter.due}))


def _page(request: SignedIn, found: Report, chapter: Chapter, form: ChapterForm) -> HttpResponse:
    title = title_of(chapter)
    paragraphs = _paragraphs(found, chapter.code)
    context = {
        "report": found,
        "chapter": chapter,
        "title": title,
        "paragraphs": paragraphs,
        "numbers": typed_in(found, (line for line, _article in paragraphs)),
        "form": form,
        "can_keep": can_keep_reports(request.user),
        "can_write": can_write_chapter(request.user, chapter),
        "trail": trail_to(found, (title, None)),
    }
    return render(request, "briefs/reports/desk/chapter.html", context)


def _paragraphs(found: Report, code: str) -> list[tuple[ParagraphLine, str]]:
    """The paragraphs of a chapter, each with what was written by hand as it reads; none before an edition is chosen."""
    if found.edition is None:
        return []
    lines = paragraphs_of(found, now=timezone.now()).get(code, [])
    return [(line, own_as_read(line, found.edition, found.language)) for line in lines]


@post_only
def assign_report_chapter(request: SignedIn, uuid: UUID, code: str) -> HttpResponse:
    """Give a chapter to somebody, who is told by mail."""
    found = report_kept_by(request, uuid)
    chapter = _chapter(found, code)
    form = ChapterForm(request.POST)
    if form.is_valid():
        try:
            assign_chapter(chapter=chapter, **form.cleaned_data, by=request.user, now=timezone.now())
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            messages.success(request, _("Saved."))
            return redirect("report_chapter", uuid=uuid, code=code)
    return _page(request, found, chapter, form)


@post_only
def finish_report_chapter(request: SignedIn, uuid: UUID, code: str) -> HttpResponse:
    """Say that a chapter is done, or open it again."""
    found = report_known_to(request, uuid)
    chapter = _chapter(found, code)
    if not can_write_chapter(request.user, chapter):
        raise PermissionDenied
    is_done = request.POST.get("done") == "yes"
    finish_chapter(chapter=chapter, is_done=is_done, by=request.user, now=timezone.now())
    messages.success(request, _("The chapter is done.") if is_done else _("The chapter is open again."))
    return redirect("report_chapter", uuid=uuid, code=code)


@desk_page()
def report_paragraph(request: SignedIn, uuid: UUID, code: str, key: str) -> HttpResponse:
    """Write a paragraph by hand in the place of the generated one, or take the generated one back."""
    found = report_known_to(request, uuid)
    chapter = _chapter(found, code)
    if not can_write_chapter(request.user, chapter):
        raise PermissionDenied
    line = _paragraph(found, code, key)
    own, period = line.own, code_of_period(found)
    initial = {"text": own.text if own else "", "read": own.pk if own else None}
    form = ParagraphForm(
        request.POST if request.method == "POST" else None, initial=initial, edition=found.edition, period=period
    )
    changed = False
    if form.is_valid():
        try:
            write_paragraph(chapter=chapter, key=key, generated=line.generated, by=request.user, **form.cleaned_data)
        except ReportConflict:
            changed = True
            form = ParagraphForm(
                {**request.POST.dict(), "read": own.pk if own else ""}, edition=found.edition, period=period
            )
        except ValidationError as broken:
            form.add_broken_rules(broken)
        else:
            is_back = not form.cleaned_data["text"].strip()
            said = _("Saved. The report says it once it is built again.")
            messages.success(request, _("The generated paragraph stands there again.") if is_back else said)
            return redirect("report_chapter", uuid=uuid, code=code)
    title = title_of(chapter)
    chapter_url = reverse("report_chapter", args=[uuid, code])
    context = {"report": found, "chapter": chapter, "line": line, "form": form, "changed": changed}
    context |= tools_as_of(found.edition, period=period)
    context["trail"] = trail_to(found, (title, chapter_url), (_("A paragraph"), None))
    return render(request, "briefs/reports/desk/paragraph.html", context, status=409 if changed else 200)


def _paragraph(found: Report, code: str, key: str) -> ParagraphLine:
    if found.edition is None:
        raise Http404
    lines = paragraphs_of(found, now=timezone.now()).get(code, [])
    line = next((one for one in lines if one.key == key), None)
    if line is None:
        raise Http404
    return line
