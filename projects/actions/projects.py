"""Projects: what their record says, where they work, what they deliver."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, Theme
from projects.actions.records import (
    AT_ONCE,
    FIELDS,
    RESERVED,
    TEXT,
    Record,
    free_slug,
    plain,
    record_of,
    remember,
    remember_many,
    slug_base,
    slugs_from,
    values_of,
)
from projects.models import NOBODYS_SYMBOL, Document, Output, Project, ProjectAlias, ProjectCountry, PurposeCode
from projects.search_rows import batched
from rmt import search
from rmt.models import User
from rmt.text import key_of

HUNDRED = Decimal(100)
UNIQUE = {"symbol": gettext_lazy("symbol"), "iati_id": gettext_lazy("IATI identifier")}
REASON = "reason"  # beside the fields, in a line of history
PROJECT_THEME: Any = Project.themes.through


@dataclass(frozen=True)
class Links:
    """What a project is linked to, whole: saving replaces what was there; `None` leaves it as it is."""

    countries: Mapping[Country, Decimal | None] | None = None
    themes: Iterable[Theme] | None = None
    purposes: Mapping[int, Decimal | None] | None = None


NO_LINKS = Links()


def tidy(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as columns: one space between words, blank text is NULL, a symbol in capitals."""
    row = dict(fields)
    for name in set(TEXT) & row.keys():
        value = row[name]
        if isinstance(value, str):
            value = value.strip() if name in ("description", "source") else " ".join(value.split())
        row[name] = value or None
    for name in ("symbol", "currency"):
        if row.get(name):
            row[name] = row[name].upper()
    return row


def problems_of_project(row: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the columns of a project, by field; the page and the import ask the same."""
    problems = {}
    start, end = row.get("start_first"), row.get("end_last")
    if not row.get("title"):
        problems["title"] = _("Give the project a title.")
    if row.get("symbol") == NOBODYS_SYMBOL:
        problems["symbol"] = _("%(symbol)s stands for a missing symbol: leave it empty.") % {"symbol": NOBODYS_SYMBOL}
    if start and end and end < start:
        problems["end"] = _("The project ends (%(end)s) before it begins (%(start)s).") % {"end": end, "start": start}
    if row.get("budget") is not None and row["budget"] < 0:
        problems["budget"] = _("A budget is not below zero.")
    has_amount = row.get("budget") is not None or row.get("spent") is not None
    if has_amount and not row.get("currency"):
        problems["currency"] = _("Say in which currency the amounts are, such as USD.")
    if not has_amount and row.get("currency"):
        problems["currency"] = _("A currency without an amount says nothing: leave it empty.")
    return problems


def problems_of_links(links: Links) -> dict[str, str]:
    """What is wrong with the shares of countries and purposes: above 100 per cent in all, or none or less."""
    problems = {}
    for name in ("countries", "purposes"):
        shares = [share for share in (getattr(links, name) or {}).values() if share is not None]
        if any(not 0 < share <= HUNDRED for share in shares):
            problems[name] = _("A share is above 0 and at most 100 per cent.")
        elif any(share != round(share, 2) for share in shares):
            problems[name] = _("A share has at most two decimals.")
        elif sum(shares) > HUNDRED:
            problems[name] = _("The shares add up to %(sum)s per cent: more than 100.") % {"sum": sum(shares)}
    return problems


@transaction.atomic
def create_project(*, fields: Mapping[str, Any], by: User, links: Links = NO_LINKS, slug: str | None = None) -> Project:
    """A new project. Raises ValidationError, keyed by field."""
    row = tidy(fields)
    project = Project(slug=slug or free_slug(Project, row.get("title") or ""), **row)
    _save(project, links)
    remember(project, "created", {n: v for n, v in record_of(project).items() if v}, by=by)
    return project


@transaction.atomic
def change_project(
    *, project: Project, version: int, fields: Mapping[str, Any], by: User, links: Links = NO_LINKS
) -> Project:
    """Change what the record says; fields that are not given stay. Nothing is written if nothing differs.

    Raises ValidationError, keyed by field, or if somebody else changed the project since `version` was read.
    """
    claimed = Project.objects.current().filter(pk=project.pk, version=version)
    if not claimed.update(version=F("version") + 1):
        raise ValidationError(_("Somebody else changed this project meanwhile. Reload it."), code="changed")
    project = Project.objects.get(pk=project.pk)
    before = record_of(project)
    for name, value in tidy(fields).items():
        setattr(project, name, value)
    _save(project, links)
    after = record_of(project)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        remember(project, "changed", changes, by=by)
    return project


@transaction.atomic
def create_projects(new: Sequence[tuple[Mapping[str, Any], Links]], *, by: User) -> list[Project]:
    """Many new projects at once, in the order given. Raises ValidationError for the first that breaks a rule."""
    taken = set(Project.objects.values_list("slug", flat=True)) | RESERVED
    held = held_by()
    last: dict[str, Iterator[str]] = {}  # for each beginning of an address, the addresses that are left
    projects = []
    for fields, links in new:
        row = tidy(fields)
        base = slug_base(Project, row.get("title") or "")
        slug = next(slug for slug in last.setdefault(base, slugs_from(base)) if slug not in taken)
        project = Project(slug=slug, **row)
        _refuse_broken(project, links)
        project.clean_fields(exclude={"merged_into"})
        _refuse_held(project, held)
        taken.add(slug)
        projects.append(project)
    for some in batched(list(zip(projects, (links for _fields, links in new), strict=True))):
        Project.objects.bulk_create([project for project, _links in some])
        _link_many(some)
        lines = []
        for project, links in some:
            record = {name: plain(getattr(project, name)) for name in FIELDS} | recorded_links(links)
            lines.append((project, "created", {name: value for name, value in record.items() if value}))
        remember_many(lines, by=by)
    return projects


@transaction.atomic
def change_projects(
    changes: Sequence[tuple[Project, Mapping[str, Any], Links]], *, by: User, reason: str = ""
) -> list[Record]:
    """Change what the records of many projects say, as `change_project` does; what differed, before: one for each.

    The history keeps the reason, if there is one.

    Raises ValidationError for the first that breaks a rule, or if one changed since it was read.
    """
    befores = []
    held = held_by()
    for some in batched(changes):
        lines = []
        read = {project.pk: project.version for project, _fields, _links in some}
        locked = Project.objects.current().select_for_update().filter(pk__in=read).order_by("pk")
        if dict(locked.values_list("pk", "version")) != read:
            raise ValidationError(_("Somebody else changed a project meanwhile. Look again."), code="changed")
        for project, fields, links in some:
            before = record_of(project)
            for name, value in tidy(fields).items():
                setattr(project, name, value)
            _refuse_broken(project, links)
            project.clean_fields(exclude={"merged_into"})
            _refuse_held(project, held)
            project.version += 1
            after = before | {name: plain(getattr(project, name)) for name in FIELDS} | recorded_links(links)
            differing = [name for name in after if before[name] != after[name]]
            befores.append({name: before[name] for name in differing})
            changed = {name: [before[name], after[name]] for name in differing}
            lines.append((project, "changed", changed | ({REASON: reason} if changed and reason else {})))
        Project.objects.bulk_update([project for project, *_rest in some], [*FIELDS, "version"])
        _link_many([(project, links) for project, _fields, links in some])
        remember_many([line for line in lines if line[2]], by=by)
    return befores


def held_by() -> dict[str, dict[str, str]]:
    """Which project has each symbol and each IATI identifier: its slug. Those merged into another have theirs, too."""
    rows = Project.objects.order_by()
    return {name: dict(rows.exclude(**{name: None}).values_list(name, "slug")) for name in UNIQUE}


def _refuse_held(project: Project, held: dict[str, dict[str, str]]) -> None:
    """Refuse a symbol or an IATI identifier of another project, and note those that this one takes."""
    for name in UNIQUE:
        value = getattr(project, name)
        if value and held[name].setdefault(value, project.slug) != project.slug:
            message = _("%(project)s: another project has the %(name)s “%(value)s” already.")
            told = {"project": project, "name": UNIQUE[name], "value": value}
            raise ValidationError(message % told, code="unique")


def recorded_links(links: Links) -> Record:
    """The links as `record_of` has them; those that are left as they are are left out."""
    record: Record = {}
    if links.countries is not None:
        record["countries"] = {country.iso3: plain(share) for country, share in links.countries.items()}
    if links.themes is not None:
        record["themes"] = sorted(theme.slug for theme in links.themes)
    if links.purposes is not None:
        record["purposes"] = {str(code): plain(share) for code, share in links.purposes.items()}
    return record


def _link_many(linked: Sequence[tuple[Project, Links]]) -> None:
    """Put links in the place of those that are there, for many projects."""
    for model, name in ((ProjectCountry, "countries"), (PurposeCode, "purposes"), (PROJECT_THEME, "themes")):
        some = [(project, getattr(links, name)) for project, links in linked if getattr(links, name) is not None]
        rows: list[Any] = []
        for project, given in some:
            match name:
                case "countries":
                    rows += [ProjectCountry(project=project, country=c, share=share) for c, share in given.items()]
                case "purposes":
                    rows += [PurposeCode(project=project, code=code, share=share) for code, share in given.items()]
                case "themes":
                    rows += [PROJECT_THEME(project_id=project.pk, theme_id=theme.pk) for theme in set(given)]
        for projects in batched([project.pk for project, _given in some]):
            model._default_manager.filter(project__in=projects).delete()
        model._default_manager.bulk_create(rows, batch_size=AT_ONCE)


@transaction.atomic
def withdraw_projects(projects: Sequence[Project], *, reason: str, by: User) -> None:
    """Take projects back that came with an import: their rows stay for the history, and are found nowhere.

    Symbol, IATI identifier and address are free again.
    """
    records = ((project, {n: v for n, v in record_of(project).items() if v}) for project in projects)
    lines = [(project, "taken back", {**record, REASON: reason}) for project, record in records]
    _link_many([(project, Links(countries={}, themes=[], purposes={})) for project in projects])
    search.forget(search.Kind.PROJECT, *(project.slug for project in projects))
    slug = Concat(Value("taken-back-"), Cast("pk", CharField()))
    for some in batched([project.pk for project in projects]):
        Project.objects.filter(pk__in=some).update(
            slug=slug, symbol=None, iati_id=None, taken_back_at=timezone.now(), version=F("version") + 1
        )
    remember_many(lines, by=by, is_renamed=False)


def _refuse_broken(project: Project, links: Links) -> None:
    problems = problems_of_project({name: getattr(project, name) for name in FIELDS}) | problems_of_links(links)
    if problems:
        raise ValidationError(problems)


def _save(project: Project, links: Links) -> None:
    _refuse_broken(project, links)
    project.full_clean()
    project.save()
    if links.countries is not None:
        project.shares.exclude(country__in=links.countries).delete()
        for country, share in links.countries.items():
            ProjectCountry.objects.update_or_create(project=project, country=country, defaults={"share": share})
    if links.themes is not None:
        project.themes.set(links.themes)
    if links.purposes is not None:
        project.purposes.exclude(code__in=links.purposes).delete()
        for code, share in links.purposes.items():
            PurposeCode.objects.update_or_create(project=project, code=code, defaults={"share": share})


OUTPUT_FIELDS = ("code", "title", "due_first", "due_last", "delivered", "source")


@transaction.atomic
def record_output(*, project: Project, fields: Mapping[str, Any], by: User, output: Output | None = None) -> Output:
    """A new output of a project, or one as it is now: another due date, or the day on which it was delivered."""
    output = output or Output(project=project)
    before = values_of(output, OUTPUT_FIELDS)
    for name, value in fields.items():
        setattr(output, name, (value.strip() or None) if isinstance(value, str) else value)
    output.full_clean()
    output.save()
    after = values_of(output, OUTPUT_FIELDS)
    if before != after:
        remember(project, "output", [before, after], by=by)
    return output


def deliver_output(*, output: Output, day: date, by: User, today: date) -> Output:
    """Say on which day an output was delivered. Raises ValidationError, keyed by field, for a day to come."""
    if day > today:
        raise ValidationError({"delivered": _("This day has not come yet.")})
    return record_output(project=output.project, fields={"delivered": day}, by=by, output=output)


@transaction.atomic
def add_document(*, project: Project, title: str, url: str, by: User) -> Document:
    """A page about the project."""
    document = Document(project=project, title=title.strip(), url=url.strip())
    document.full_clean()
    document.save()
    remember(project, "document", {"title": document.title, "url": document.url}, by=by)
    return document


@transaction.atomic
def add_project_alias(*, project: Project, text: str, by: User) -> ProjectAlias:
    """Another title or symbol under which lists know a project; one that is known already is left as it is."""
    text = " ".join(text.split())
    if not key_of(text):
        raise ValidationError({"text": _("“%(text)s” is not a name.") % {"text": text}})
    alias, is_new = ProjectAlias.objects.get_or_create(project=project, key=key_of(text), defaults={"text": text})
    if is_new:
        remember(project, "alias", {"text": text}, by=by)
    return alias
