"""What the desk shows of a project, of two rows that may be one, and of links that are missing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Contribution, Result
from indicators.permissions import can_link_project
from projects.definitions import is_active
from projects.figures import Aligned, Due, aligned, output_state
from projects.models import Funding, Output, Partner, Project, ProjectChange
from projects.pages.desk.forms import ProjectForm
from projects.permissions import can_edit_projects, can_map_indicators, can_record_output
from projects.wording import OUTPUT_KINDS, OUTPUT_STATES, money_text
from rmt.models import User
from rmt.text import day as day_text
from rmt.text import grouped

SUGGESTIONS = 20
FOUND = 25
HISTORY = 20
AMOUNTS = ("planned", "received", "spent")

WHAT = {
    "created": gettext_lazy("Recorded"),
    "changed": gettext_lazy("Changed"),
    "merged": gettext_lazy("Another project became part of it"),
    "output": gettext_lazy("Output"),
    "funding": gettext_lazy("Money"),
    "document": gettext_lazy("Document"),
    "alias": gettext_lazy("Another name"),
}


@dataclass(frozen=True)
class OutputLine:
    """An output, and where it stands on the day."""

    output: Output
    text: str
    kind: str


@dataclass(frozen=True)
class FundingLine:
    """A row of money, in words."""

    row: Funding
    who: str
    planned: str | None
    received: str | None
    spent: str | None


@dataclass(frozen=True)
class Event:
    """A line of history, as the component `history` reads it."""

    what: str
    when: str
    who: str
    comment: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class ProjectOnDesk:
    """A project with what belongs to it, and what the person may do."""

    said: list[dict[str, Any]]
    is_active: bool
    outputs: list[OutputLine]
    money: list[FundingLine]
    aligned: Aligned
    history: list[Event]
    can_edit: bool
    can_record: bool
    can_map: bool


def project_on_desk(project: Project, *, user: User, today: date) -> ProjectOnDesk:
    """Everything that its page on the desk says, on a day."""
    return ProjectOnDesk(
        said=list(_said(project)),
        is_active=Project.objects.filter(is_active(today), pk=project.pk).exists(),
        outputs=[_output(output, today) for output in project.outputs.all()],
        money=[_funding(row) for row in project.fundings.select_related("partner")],
        aligned=alignment(project),
        history=[_event(change) for change in project.changes.select_related("by")[:HISTORY]],
        can_edit=can_edit_projects(user),
        can_record=can_record_output(user, project),
        can_map=can_map_indicators(user, project),
    )


def alignment(project: Project) -> Aligned:
    """How many of its own indicators have one of ours."""
    return aligned(list(project.own_indicators.values_list("indicator__code", "share")))


def _said(project: Project) -> Iterable[dict[str, Any]]:
    labels = {name: field.label for name, field in ProjectForm.base_fields.items()}
    for name in ("symbol", "iati_id", "description", "status", "gender_marker", "disability_marker"):
        shown = getattr(project, f"get_{name}_display", None)
        yield {"label": labels[name], "value": shown() if shown else getattr(project, name)}
    for name in ("budget", "spent"):
        yield {"label": labels[name], "value": money_text(getattr(project, name), project.currency)}
    countries = [_share(str(row.country), row.share) for row in project.shares.select_related("country")]
    yield {"label": _("Countries"), "value": ", ".join(countries) or None}
    yield {"label": labels["themes"], "value": ", ".join(str(theme) for theme in project.themes.all()) or None}
    purposes = [_share(str(row.code), row.share) for row in project.purposes.all()]
    yield {"label": _("Purpose codes"), "value": ", ".join(purposes) or None}
    yield {"label": labels["source"], "value": project.source}


def _share(name: str, share: Any) -> str:
    return name if share is None else _("%(name)s %(share)s %%") % {"name": name, "share": grouped(share)}


def _output(output: Output, today: date) -> OutputLine:
    state = output_state(Due(output.due_last, output.delivered), day=today)
    return OutputLine(output, str(OUTPUT_STATES[state]), OUTPUT_KINDS[state])


def _funding(row: Funding) -> FundingLine:
    who = str(row.partner or row.get_resource_display())
    return FundingLine(row, who, *(money_text(getattr(row, name), row.currency) for name in AMOUNTS))


def _event(change: ProjectChange) -> Event:
    comment = ""
    if change.what == "changed":
        comment = ", ".join(dict.fromkeys(label_of(name) for name in json_of(change)))
    return Event(str(WHAT.get(change.what, change.what)), day_text(change.at), str(change.by), comment)


def json_of(change: ProjectChange) -> Any:
    """What a line of history says changed."""
    return json.loads(change.changes)


def label_of(name: str) -> str:
    """What people call a column of a project."""
    shown = {"start_first": "start", "start_last": "start", "end_first": "end", "end_last": "end"}.get(name, name)
    own = {"countries": _("Countries"), "purposes": _("Purpose codes")}
    return own.get(name) or str(ProjectForm.base_fields[shown].label)


@dataclass(frozen=True)
class Difference:
    """One field in two versions, as the component `versions` reads it."""

    label: str
    before: str
    after: str
    changed: bool = True


def differences(now: dict[str, Any], typed: dict[str, Any]) -> list[Difference]:
    """What differs between the record as it is now and as somebody typed it."""
    return [
        Difference(_label_in_full(name), _in_words(now[name]), _in_words(typed[name]))
        for name in now
        if now[name] != typed[name]
    ]


def _label_in_full(name: str) -> str:
    if name.endswith("_first"):
        return _("%(label)s, first possible day") % {"label": label_of(name)}
    if name.endswith("_last"):
        return _("%(label)s, last possible day") % {"label": label_of(name)}
    return label_of(name)


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {share} %" if share else key for key, share in sorted(value.items())) or "–"
    if isinstance(value, list):
        return ", ".join(value) or "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value is None else str(value)


@dataclass(frozen=True)
class Moving:
    """What goes over from one row to the other if they are made one: a name, and how many or which."""

    label: str
    count: int
    which: list[str]


def moving(gone: Partner | Project) -> list[Moving]:
    """What belongs to `gone` and would belong to the one that is kept."""
    if isinstance(gone, Partner):
        money = [f"{row.project}, {row.year or '–'}" for row in gone.fundings.select_related("project")]
        people = [str(row.user) for row in gone.representatives.select_related("user")]
        spellings = [alias.text for alias in gone.aliases.all()]
        indicators = [row.wording for row in gone.own_indicators.all()]
        return _moving(
            (_("Money"), money), (_("Representatives"), people), (_("Spellings"), spellings),
            (_("Their indicators"), indicators),
        )  # fmt: skip
    results = [_result_text(row.result) for row in gone.contributions.select_related("result")]
    return _moving(
        (_("Results; published ones are restated with the project that is kept"), results),
        (_("Money"), [f"{row.partner or row.resource}, {row.year or '–'}" for row in _money(gone)]),
        (_("Outputs"), [str(output) for output in gone.outputs.all()]),
        (_("Documents"), [document.title for document in gone.documents.all()]),
        (_("Its own indicators"), [row.wording for row in gone.own_indicators.all()]),
        (_("Staff"), [str(row.user) for row in gone.staff.select_related("user")]),
        (_("Countries and themes"), [str(row) for row in (*gone.countries.all(), *gone.themes.all())]),
        (_("Other titles and symbols"), [alias.text for alias in gone.aliases.all()]),
    )


def _money(project: Project) -> QuerySet[Funding]:
    return project.fundings.select_related("partner")


def _moving(*parts: tuple[str, list[str]]) -> list[Moving]:
    return [Moving(label, len(which), which) for label, which in parts]


def _result_text(result: Result) -> str:
    return f"No. {result.number}" if result.number else str(_("a draft"))


@dataclass(frozen=True)
class ProjectsOfResult:
    """What the page of a result's projects shows."""

    linked: list[Contribution]
    suggested: list[Project]
    found: list[Project] | None


def projects_of(result: Result, *, words: str = "") -> ProjectsOfResult:
    """The projects of a result, those that may be, and those that were searched for (`None`: nothing was)."""
    found = None
    if words:
        others = Project.objects.current().said_to_contain(words).exclude(contributions__result=result)
        found = list(others.with_labels()[:FOUND])
    return ProjectsOfResult(
        linked=list(result.contributions.select_related("project", "by")),
        suggested=list(Project.objects.suggested_for(result).with_labels()[:SUGGESTIONS]),
        found=found,
    )


@dataclass(frozen=True)
class ResultsOfProject:
    """What the page of a project's results shows: only results that the person may know of."""

    linked: list[Contribution]
    suggested: list[Result]
    found: list[Result] | None
    not_shown: int
    may: set[int]


def results_of(project: Project, *, user: User, words: str = "") -> ResultsOfProject:
    """The results of a project, those that may be, and those that were searched for; `may`: which the person links."""
    visible = Result.objects.visible_to(user)
    contributions = project.contributions.exclude(result__status="discarded")
    linked = list(
        contributions.filter(result__in=visible).select_related(
            "result__country", "result__indicator", "result__author"
        )
    )
    suggested = _linkable(visible.suggested_for(project).for_desk(), user)[:SUGGESTIONS]
    found = None
    if words:
        others = visible.exclude(status="discarded").exclude(contributions__project=project)
        found = _linkable(others.said_to_contain(words).for_desk(), user)[:FOUND]
    return ResultsOfProject(
        linked=linked,
        suggested=suggested,
        found=found,
        not_shown=contributions.count() - len(linked),
        may={row.result_id for row in linked if can_link_project(user, row.result)},
    )


def _linkable(results: QuerySet[Result], user: User) -> list[Result]:
    """The first of them that the person may link: one read, however many there are."""
    return [result for result in results[: 4 * FOUND] if can_link_project(user, result)]
