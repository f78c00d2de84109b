"""A list of projects written whole or not at all, and taken back: what its money supported is restated with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country, Theme
from indicators.results.project_money import record_fundings, take_fundings_back
from projects import actions
from projects.actions import AT_ONCE, Links, partners_by_name
from projects.imports import (
    Choices,
    Columns,
    ImportPreview,
    PlannedRow,
    Table,
    forget,
    plan,
    reasons_of,
    remember,
    table_of,
)
from projects.models import (
    Funding,
    ImportedProject,
    Partner,
    Project,
    ProjectChange,
    ProjectImport,
    UploadedList,
)
from rmt import search
from rmt.models import User


@transaction.atomic
def run_import(
    table: Table,
    *,
    columns: Columns,
    by: User,
    currency: str | None = None,
    answers: Mapping[str, str] | None = None,
    choices: Choices | None = None,
    expected: str | None = None,
) -> ImportPreview:
    """Write the list in one transaction, and remember the mapping; what was done, and `made`, the row that says so.

    Raises ValidationError, with every problem, if a row is not understood, a question is open, or if what would
    happen is no longer what was previewed (`expected`): then nothing is written.
    """
    preview = plan(table, columns=columns, currency=currency, answers=answers, choices=choices)
    if expected is not None and preview.fingerprint != expected:
        message = _("Something changed since the preview. Look at it again before you import.")
        raise ValidationError(message, code="changed")
    if not preview.is_ready:
        open_questions = [_("Say which partner “%(text)s” is.") % {"text": q.text} for q in preview.questions]
        open_questions += [q.text for q in preview.open_about_columns]
        raise ValidationError([*map(str, preview.problems), *open_questions] or [_("There is nothing to import.")])
    preview.made = _write(preview, reasons_of(preview, table), by=by)
    remember(headers=table.headers, columns=columns, currency=currency, by=by)
    return preview


def _write(preview: ImportPreview, left_out: Sequence[tuple[int, str, str]], *, by: User) -> ProjectImport:
    source = _("Project list “%(name)s”") % {"name": preview.name}
    since = _last_change()
    made = ProjectImport(name=preview.name, by=by, at=timezone.now(), counts=preview.counts, left_out=left_out)
    made.partners, made.spellings = _make_partners(preview, source, by=by)
    partners = partners_by_name()
    new = [({"source": source, **entry.fields}, entry.links) for entry in preview.new]
    changed = [e for e in preview.changed if any(d.field not in ("partners", "money") for d in e.differences)]
    befores = actions.change_projects(
        [(entry.project, entry.fields, _changed_links(entry)) for entry in changed if entry.project], by=by
    )
    before_of = dict(zip((entry.row for entry in changed), befores, strict=True))
    created = actions.create_projects(new, by=by)
    written = dict(zip((entry.row for entry in preview.new), created, strict=True))
    written |= {entry.row: entry.project for entry in preview.changed if entry.project}
    money = [
        (written[entry.row], {**row, "partner": partners[row["partner"]], "source": source})
        for entry in preview.entries
        for row in (*({"partner": key} for key in entry.partners), *entry.money)
    ]
    money_of: dict[int, list[tuple[int, dict[str, Any] | None]]] = {}
    for project_id, funding_id, before in record_fundings(money, by=by):
        money_of.setdefault(project_id, []).append((funding_id, before))
    made.last_change = _last_change()
    made.changes = _changes_since(since, [project.pk for project in written.values()], by=by)
    made.save()
    ImportedProject.objects.bulk_create(
        (
            ImportedProject(
                of=made,
                project=written[entry.row],
                rows=entry.rows,
                is_new=entry.project is None,
                before=before_of.get(entry.row, {}),
                money=money_of.get(written[entry.row].pk, []),
            )
            for entry in preview.entries
            if entry.row in written
        ),
        batch_size=AT_ONCE,
    )
    return made


def _last_change() -> int:
    return ProjectChange.objects.aggregate(last=Max("pk"))["last"] or 0


def _changes_since(since: int, projects: Collection[int], *, by: User) -> list[int]:
    """The lines of history that somebody wrote about some projects since one of them, in this transaction."""
    written = ProjectChange.objects.filter(pk__gt=since, by=by).order_by("pk").values_list("pk", "project")
    wanted = set(projects)
    return [pk for pk, project in written if project in wanted]


def _make_partners(preview: ImportPreview, source: str, *, by: User) -> tuple[list[int], list[int]]:
    """Partners and spellings that only the list names; the ids of both."""
    partners = [actions.create_partner(name=text, source=source, by=by) for text in preview.new_partners.values()]
    known = partners_by_name()
    spellings = [
        actions.add_alias(partner=known[meant], text=preview.spelled[key], source=source, by=by)
        for key, meant in preview.spellings.items()
    ]
    return [partner.pk for partner in partners], [spelling.pk for spelling in spellings]


def _changed_links(entry: PlannedRow) -> Links:
    """Only the links that differ: shares that are held stay where the list gives none."""
    changed = {change.field for change in entry.differences}
    kept = {name: None for name in ("countries", "themes", "purposes") if name not in changed}
    return replace(entry.links, **kept)


def write_upload(listed: UploadedList, *, expected: str, by: User) -> ImportPreview:
    """Write the list as it was previewed, and let go of the file. Raises as `run_import`, and UploadedList.DoesNotExist
    if it was written meanwhile."""
    table = table_of(listed)  # before anything is locked: it takes a while
    with transaction.atomic():
        listed = UploadedList.objects.select_for_update().get(pk=listed.pk)
        preview = run_import(
            table,
            columns=listed.columns or {},
            currency=listed.currency,
            answers=listed.answers,
            choices=listed.choices,
            expected=expected,
            by=by,
        )
        forget(listed)
    return preview


# Taken back


def what_rests_on(made: ProjectImport) -> list[tuple[Project, str]]:
    """Why an import cannot be taken back: each project on which something rests that came later, and what it is."""
    touched = Project.objects.filter(imported__of=made)
    new = touched.filter(imported__of=made, imported__is_new=True)
    found = [(p, _("a result is linked to it")) for p in new.filter(contributions__isnull=False).distinct()]
    undone = ProjectImport.objects.filter(taken_back_at__isnull=False, last_change__gt=made.last_change)
    ignored = {pk for changes in undone.values_list("changes", flat=True) for pk in changes}
    lines = ProjectChange.objects.filter(project__in=touched.order_by().values("pk"), pk__gt=made.last_change)
    later = {project for pk, project in lines.values_list("pk", "project") if pk not in ignored}
    found += [(p, _("it was changed later")) for some in actions.batched(later) for p in touched.filter(pk__in=some)]
    found += [(p, _("it is part of another project now")) for p in touched.filter(merged_into__isnull=False)]
    for name, why in (
        ("staff", _("somebody works in it")),
        ("own_indicators", _("indicators of its own are recorded")),
        ("published_contributions", _("a published result named it")),
    ):
        found += [(p, why) for p in new.filter(**{f"{name}__isnull": False}).distinct()]
    return found


@transaction.atomic
def take_back_import(made: ProjectImport, *, reason: str, by: User) -> None:
    """Take back what an import made, and put back what it changed; the history of each project says so, and why.

    Partners that only it named go, unless something else names them meanwhile. Raises ValidationError, naming each
    project on which something rests, if a former symbol is another project's by now, or if it was taken back already.
    """
    made = ProjectImport.objects.select_for_update().get(pk=made.pk)
    if made.taken_back_at:
        raise ValidationError(_("This import was taken back already."))
    touched = Project.objects.filter(pk__in=made.projects.order_by().values("project"))
    locked = list(touched.select_for_update().order_by("pk").values_list("pk", flat=True))
    if resting := what_rests_on(made):
        raise ValidationError([f"{project}: {why}." for project, why in resting])
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the history of the projects keeps it.")})
    since = _last_change()
    rows = made.projects.prefetch_related(
        "project__shares__country", "project__themes", "project__purposes"
    ).select_related("project")
    told = {"name": made.name, "reason": reason.strip()}
    why = _("the import of “%(name)s” was taken back: %(reason)s") % told
    _put_money_back(rows, reason=why, by=by)
    actions.withdraw_projects([row.project for row in rows if row.is_new], reason=why, by=by)
    _put_records_back(rows, reason=why, by=by)
    actions.drop_aliases(made.spellings)
    for partner in Partner.objects.filter(pk__in=made.partners):
        _drop_unused(partner)
    made.changes += _changes_since(since, locked, by=by)
    made.taken_back_at, made.taken_back_by, made.taken_back_because = timezone.now(), by, reason.strip()
    made.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_because", "changes"])


def _put_money_back(rows: QuerySet[ImportedProject], *, reason: str, by: User) -> None:
    before_of: dict[int, Any] = {}
    for row in rows:
        for pk, before in row.money:
            before_of.setdefault(pk, before)
    fundings: dict[int, Funding] = {}
    for some in actions.batched(before_of):
        fundings |= Funding.objects.select_related("project").in_bulk(some)
    take_fundings_back([(funding, before_of[pk]) for pk, funding in fundings.items()], reason=reason, by=by)


def _put_records_back(rows: QuerySet[ImportedProject], *, reason: str, by: User) -> None:
    countries = {country.iso3: country for country in Country.objects.all()}
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    changes = []
    columns: dict[str, Any] = {field.name: field for field in Project._meta.fields}
    for row in rows:
        before = dict(row.before)
        links = Links(
            countries=_shares(before.pop("countries", None), countries),
            themes=[themes[slug] for slug in before.pop("themes")] if "themes" in before else None,
            purposes=_shares(before.pop("purposes", None), None),
        )
        fields = {name: columns[name].to_python(value) for name, value in before.items()}
        if row.before and not row.is_new:
            changes.append((row.project, fields, links))
    actions.change_projects(changes, reason=reason, by=by)


def _shares(record: Mapping[str, str | None] | None, named: Mapping[str, Country] | None) -> dict[Any, Any] | None:
    """Countries or purposes with their shares, as links have them, from what the history holds."""
    if record is None:
        return None
    return {named[key] if named else int(key): share and Decimal(share) for key, share in record.items()}


def _drop_unused(partner: Partner) -> None:
    try:
        with transaction.atomic():
            partner.aliases.all().delete()
            partner.delete()
    except ProtectedError:
        return  # another project is funded by it, or somebody speaks for it: it stays
    search.forget(search.Kind.PARTNER, partner.slug)
