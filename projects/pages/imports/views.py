"""The import of a project list: a file, its columns, a preview, then all of it or nothing. For managers."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries.models import Country, Theme
from indicators.results import take_back_import, what_rests_on, write_upload
from projects.imports import (
    DAYS_STORED,
    ImportPreview,
    ListRefused,
    Table,
    answer,
    ask_again,
    choose_columns,
    choose_sheet,
    forget,
    keep,
    leave_out,
    mapping_for,
    preview_of,
    reasons_of,
    suggest,
    table_of,
    write_rows,
)
from projects.models import Partner, ProjectImport, UploadedList
from projects.pages.imports.differences import lines_of, names_of_codes
from projects.pages.imports.forms import (
    ColumnsForm,
    GroupsForm,
    ListForm,
    QuestionsForm,
    SheetForm,
    TakeBackForm,
    answers_in,
    ways_in,
)
from rmt.files import XLSX, clean_name
from rmt.forms import SignedIn, ask_first, is_confirmed, managers_only
from rmt.text import grouped, isolated

ROWS = 50
DONE = 20
KINDS = ("refused", "changed", "new", "unchanged")


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: SignedIn) -> HttpResponse:
    """Choose a file; or go on with one."""
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            listed = keep(file.read(), name=clean_name(file.name), by=request.user)
        except ListRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("import_columns", listed.uuid)
    begun = UploadedList.objects.filter(owner=request.user)
    context = {
        "form": form,
        "begun": begun,
        "done": ProjectImport.objects.select_related("by")[:DONE],
        "days": DAYS_STORED,
        "trail": [*_way(), (_("Import a list"), None)],
    }
    return render(request, "projects/imports/start.html", context)


def _own(request: SignedIn, uuid: UUID) -> UploadedList:
    """A list of the person who asks; one of somebody else is as if it were not there."""
    return get_object_or_404(UploadedList, uuid=uuid, owner=request.user)


def _table(listed: UploadedList) -> Table:
    try:
        return table_of(listed)
    except (FileNotFoundError, ListRefused):  # removed from the disk, or no longer read as it was
        raise Http404 from None


def _way() -> list[tuple[str, str | None]]:
    return [(_("My desk"), reverse("desk")), (_("Projects"), reverse("desk_projects"))]


def _trail(listed: UploadedList) -> list[tuple[str, str | None]]:
    return [*_way(), (_("Import a list"), reverse("imports")), (listed.name, None)]


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Say what each column holds: suggested, or as somebody chose for the same headers before."""
    listed = _own(request, uuid)
    table = _table(listed)
    sheets, wanted = SheetForm(table=table), request.POST.get("do")
    if request.method == "POST" and wanted == "sheet":
        sheets = SheetForm(request.POST, table=table)
        if _is_read(listed, sheets):
            return redirect("import_columns", listed.uuid)
        listed.refresh_from_db()
    form = _columns_form(request.POST if wanted == "columns" else None, listed, table)
    if form.is_valid():
        choose_columns(listed, form.cleaned_data["columns"], currency=form.cleaned_data["currency"])
        return redirect("import_preview", listed.uuid)
    context = {"listed": listed, "table": table, "form": form, "sheets": sheets, "trail": _trail(listed)}
    return render(request, "projects/imports/columns.html", context | {"remembered": mapping_for(table.headers)})


def _is_read(listed: UploadedList, form: SheetForm) -> bool:
    if not form.is_valid():
        return False
    try:
        choose_sheet(listed, form.cleaned_data["sheet"])
    except ListRefused as refused:
        form.add_error("sheet", str(refused))
    return form.is_valid()


def _columns_form(sent: Any, listed: UploadedList, table: Table) -> ColumnsForm:
    remembered = mapping_for(table.headers)
    columns = suggest(table.headers) if listed.columns is None else listed.columns
    currency = remembered.currency if remembered and listed.columns is None else listed.currency
    return ColumnsForm(sent, table=table, columns=columns, currency=currency)


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedIn, uuid: UUID) -> HttpResponse:
    """What would happen to each row; nothing is written until somebody says yes to exactly this."""
    listed = _own(request, uuid)
    if listed.columns is None:
        return redirect("import_columns", listed.uuid)
    match request.POST.get("do") if request.method == "POST" else None:
        case "write":
            return _write(request, listed)
        case "answer":
            listed.answers |= answers_in(request.POST)
            table, found = _planned(listed)
            if wrong := answer(listed, found, table, ways_in(request.POST)):
                return _show(request, listed, wrong=wrong)
        case "leave out":
            table, found = _planned(listed)
            leave_out(listed, found, table, found.refused_rows)
        case "take in again":
            listed.choices = {**listed.choices, "rows": {}}
            listed.save(update_fields=["choices"])
        case "ask again":
            ask_again(listed)
        case _:
            return _show(request, listed)
    return redirect("import_preview", listed.uuid)


def _planned(listed: UploadedList) -> tuple[Table, ImportPreview]:
    table = _table(listed)
    try:
        return table, preview_of(listed, table)
    except ValidationError:  # columns that this version of ours no longer takes
        raise Http404 from None


def _write(request: SignedIn, listed: UploadedList) -> HttpResponse:
    try:
        done = write_upload(listed, expected=request.POST.get("fingerprint", ""), by=request.user)
    except (UploadedList.DoesNotExist, FileNotFoundError, ListRefused):
        raise Http404 from None
    except ValidationError as refused:
        return _show(request, listed, refused=refused)
    message = _("Imported “%(name)s”: %(new)s new, %(changed)s changed, %(unchanged)s as they were.")
    numbers = {"new": len(done.new), "changed": len(done.changed), "unchanged": len(done.unchanged)}
    messages.success(request, message % {"name": done.name, **numbers})
    return redirect(done.made) if done.made else redirect("imports")


def _show(
    request: SignedIn,
    listed: UploadedList,
    *,
    refused: ValidationError | None = None,
    wrong: Mapping[str, ValidationError] | None = None,
) -> HttpResponse:
    """The preview; after a refusal, why nothing was written, and what would happen now."""
    table = _table(listed)
    try:
        found = preview_of(listed, table)
    except ValidationError:  # columns that this version of ours no longer takes
        return redirect("import_columns", listed.uuid)
    kind = request.GET.get("kind")
    groups = GroupsForm(found.groups(), ways_in(request.POST) if wrong else None, wrong)
    context = {
        "listed": listed,
        "trail": _trail(listed),
        "preview": found,
        "kind": kind if kind in KINDS else None,
        "sections": _sections(found, kind if kind in KINDS else None, request.GET.get("page")),
        "questions": QuestionsForm(found.open_about_columns, found.questions),
        "groups": groups,
        "is_asked": bool(found.open_about_columns or found.questions or groups.groups),
        "countries": Country.objects.order_by("name_en") if _asks_for("countries", groups) else (),
        "themes": Theme.objects.all() if _asks_for("themes", groups) else (),
        "changes_something": bool(found.new or found.changed),
        "refused": refused.messages[:ROWS] if refused else [],
        "left_out": [row for row in reasons_of(found, table) if row[0] in found.left_out],
    }
    return render(request, "projects/imports/preview.html", context, status=409 if refused else 200)


def _asks_for(field: str, form: GroupsForm) -> bool:
    return any(group.example.field == field for group in form.groups)


@managers_only
@require_GET
def rows(request: SignedIn, uuid: UUID) -> HttpResponse:
    """A workbook of the rows that are not understood, of one kind of them, or of those that were left out."""
    listed = _own(request, uuid)
    if listed.columns is None:
        return redirect("import_columns", listed.uuid)
    table, found = _planned(listed)
    kind = request.GET.get("kind")
    wanted = {row for group in found.groups() if group.kind == kind for row in group.rows}
    if not kind:
        wanted = {*found.refused_rows, *found.chosen_out}
    file = io.BytesIO()
    write_rows(file, table, found, wanted)
    disposition = 'attachment; filename="rows-to-mend.xlsx"'
    return HttpResponse(file.getvalue(), content_type=XLSX, headers={"Content-Disposition": disposition})


@managers_only
@require_GET
def imported(request: SignedIn, uuid: UUID) -> HttpResponse:
    """What came of a list: the rows, what they made and changed, and whether it can be taken back."""
    return _show_imported(request, get_object_or_404(ProjectImport, uuid=uuid))


@managers_only
@require_POST
def take_back(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Take back what an import made, and put back what it changed, while nothing rests on it."""
    made = get_object_or_404(ProjectImport, uuid=uuid)
    form = TakeBackForm(request.POST)
    is_said = form.is_valid()
    if not made.taken_back_at and not what_rests_on(made):
        if not is_said:
            return _show_imported(request, made, form=form)
        if not is_confirmed(request, made.uuid):
            return _ask_to_take_back(request, made)
    try:
        take_back_import(made, reason=form.cleaned_data.get("reason", ""), by=request.user)
    except ValidationError as refused:
        return _show_imported(request, made, refused=refused.messages)
    messages.success(request, _("The import of “%(name)s” is taken back.") % {"name": made.name})
    return redirect(made)


def _ask_to_take_back(request: SignedIn, made: ProjectImport) -> HttpResponse:
    new, changed = made.projects.filter(is_new=True).count(), made.projects.filter(is_new=False).count()
    return ask_first(
        request,
        _("Take back the import of “%(name)s”?") % {"name": isolated(made.name)},
        confirms=made.uuid,
        button=_("Take it back"),
        back=made.get_absolute_url(),
        consequences=[
            ngettext("%(count)s project that it made is gone.", "%(count)s projects that it made are gone.", new)
            % {"count": grouped(new)},
            ngettext(
                "%(count)s project that it changed is as it was before.",
                "%(count)s projects that it changed are as they were before.",
                changed,
            )
            % {"count": grouped(changed)},
            _("The money and the partners that came with it go as well."),
            _("The history of each project keeps what was there, and your reason."),
        ],
    )


def _show_imported(
    request: SignedIn, made: ProjectImport, refused: Sequence[str] = (), form: TakeBackForm | None = None
) -> HttpResponse:
    touched = made.projects.select_related("project")
    context = {
        "made": made,
        "counts": made.counts,
        "left_out": made.left_out,
        "trail": [*_way(), (_("Import a list"), reverse("imports")), (made.name, None)],
        "page": Paginator(touched, ROWS).get_page(request.GET.get("page")),
        "new": touched.filter(is_new=True).count(),
        "partners": Partner.objects.filter(pk__in=made.partners),
        "resting": [] if made.taken_back_at else what_rests_on(made)[:ROWS],
        "refused": refused,
        "form": form or TakeBackForm(),
    }
    return render(request, "projects/imports/imported.html", context, status=409 if refused else 200)


def _sections(found: ImportPreview, kind: str | None, number: str | None) -> list[dict[str, Any]]:
    """Every kind of rows with how many there are, and the first of them; or one kind, page by page."""
    names = names_of_codes()
    of_kind: dict[str, list[Any]] = {
        "refused": found.problems,
        "changed": found.changed,
        "new": found.new,
        "unchanged": found.unchanged,
    }
    sections = []
    for name in (kind,) if kind else KINDS:
        page: Page = Paginator(of_kind[name], ROWS).get_page(number if kind else 1)
        rows = list(page)
        if name in ("changed", "new"):
            rows = [(entry, lines_of(entry, names)) for entry in rows]
        count = len(of_kind[name])
        sections.append({"kind": name, "count": count, "page": page, "rows": rows, "has_more": count > ROWS})
    return sections


@managers_only
@require_http_methods(["POST"])
def discard(request: SignedIn, uuid: UUID) -> HttpResponse:
    """Give a list up: it and its file are gone, and nothing was written."""
    listed = _own(request, uuid)
    forget(listed)
    messages.success(request, _("“%(name)s” is removed. Nothing was imported.") % {"name": listed.name})
    return redirect("imports")
