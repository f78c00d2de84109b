"""What the desk shows of a project, of two rows that may be one, and of links that are missing."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Result
from indicators.permissions import can_link_project
from projects.actions import REASON
from projects.definitions import is_active
from projects.figures import Aligned, aligned, output_state
from projects.models import Partner, Project, ProjectChange
from projects.pages.desk.forms import ProjectForm
from projects.permissions import can_edit_projects, can_record_output
from projects.wording import OUTPUT_KINDS, OUTPUT_STATES, money_text
from rmt.models import User
from rmt.text import day as day_text
from rmt.text import grouped, isolated

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
    "taken back": gettext_lazy("The import was taken back"),
}


def project_on_desk(project: Project, *, user: User, today: date) -> dict[str, Any]:
    """Everything that its page on the desk shows, on a day, and what the person may do."""
    outputs = []
    for output in project.outputs.all():
        state = output_state(output.due_last, output.delivered, day=today)
        outputs.append((output, OUTPUT_STATES[state], OUTPUT_KINDS[state]))
    money = []
    for row in project.fundings.select_related("partner"):
        amounts = {name: money_text(getattr(row, name), row.currency) for name in AMOUNTS}
        money.append({"row": row, "who": str(row.partner or row.get_resource_display()), **amounts})
    return {
        "facts": _facts(project),
        "is_active": Project.objects.filter(is_active(today), pk=project.pk).exists(),
        "outputs": outputs,
        "money": money,
        "aligned": alignment(project),
        "history": [_event(change) for change in project.changes.select_related("by")[:HISTORY]],
        "can_edit": can_edit_projects(user),
        "can_record": can_record_output(user, project),
    }


def alignment(project: Project) -> Aligned:
    """How many of its own indicators have one of ours."""
    return aligned(list(project.own_indicators.values_list("indicator__code", "share")))


def _facts(project: Project) -> list[dict[str, Any]]:
    """What is recorded, field by field; `None` is not recorded."""
    labels = {name: field.label for name, field in ProjectForm.base_fields.items()}
    facts = []
    for name in ("symbol", "iati_id", "description", "status", "gender_marker", "disability_marker"):
        shown = getattr(project, f"get_{name}_display", None)
        facts.append({"label": labels[name], "value": shown() if shown else getattr(project, name)})
    for name in ("budget", "spent"):
        facts.append({"label": labels[name], "value": money_text(getattr(project, name), project.currency)})
    countries = [_share_text(str(row.country), row.share) for row in project.shares.select_related("country")]
    purposes = [_share_text(str(row.code), row.share) for row in project.purposes.all()]
    return [
        *facts,
        {"label": _("Countries"), "value": ", ".join(countries) or None},
        {"label": labels["themes"], "value": ", ".join(str(theme) for theme in project.themes.all()) or None},
        {"label": _("Purpose codes"), "value": ", ".join(purposes) or None},
        {"label": labels["source"], "value": project.source},
    ]


def _share_text(name: str, share: Any) -> str:
    return name if share is None else _("%(name)s %(share)s %%") % {"name": name, "share": grouped(share)}


def _event(change: ProjectChange) -> dict[str, Any]:
    """A line of history, for the component `history`."""
    comment = ""
    if change.what == "changed":
        changes = json.loads(change.changes)
        reason = changes.pop(REASON, "")
        comment = ", ".join(dict.fromkeys(label_of(name) for name in changes))
        comment += f" ({reason})" if reason else ""
    what = str(WHAT.get(change.what, change.what))
    return {
        "what": what,
        "when": day_text(change.at),
        "who": str(change.by),
        "comment": comment,
        "href": "",
        "current": False,
    }


def label_of(name: str) -> str:
    """What people call a column of a project."""
    shown = {"start_first": "start", "start_last": "start", "end_first": "end", "end_last": "end"}.get(name, name)
    own = {"countries": _("Countries"), "purposes": _("Purpose codes")}
    return own.get(name) or str(ProjectForm.base_fields[shown].label)


@dataclass(frozen=True)
class RecordDifference:
    """One field in two versions, as the component `versions` reads it."""

    label: str
    before: str
    after: str
    changed: bool = True


def differences(now: dict[str, Any], typed: dict[str, Any]) -> list[RecordDifference]:
    """What differs between the record as it is now and as somebody typed it."""
    return [
        RecordDifference(_label_in_full(name), _in_words(now[name]), _in_words(typed[name]))
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


def moving(gone: Partner | Project) -> list[tuple[str, list[str]]]:
    """What belongs to `gone` and goes over to the other if the two are made one: a name, and which rows."""
    if isinstance(gone, Partner):
        return [
            (
                _("Money"),
                [f"{isolated(str(row.project))}, {row.year or '–'}" for row in gone.fundings.select_related("project")],
            ),
            (_("Representatives"), [str(row.user) for row in gone.representatives.select_related("user")]),
            (_("Spellings"), [alias.text for alias in gone.aliases.all()]),
            (_("Their indicators"), [row.wording for row in gone.own_indicators.all()]),
        ]
    linked = [row.result for row in gone.contributions.select_related("result")]
    results = [f"No. {result.number}" if result.number else _("a draft") for result in linked]
    money = [
        f"{isolated(str(row.partner or row.resource))}, {row.year or '–'}"
        for row in gone.fundings.select_related("partner")
    ]
    return [
        (_("Results; published ones are restated with the project that is kept"), results),
        (_("Money"), money),
        (_("Outputs"), [str(output) for output in gone.outputs.all()]),
        (_("Documents"), [document.title for document in gone.documents.all()]),
        (_("Its own indicators"), [row.wording for row in gone.own_indicators.all()]),
        (_("Staff"), [str(row.user) for row in gone.staff.select_related("user")]),
        (_("Countries and themes"), [str(row) for row in (*gone.countries.all(), *gone.themes.all())]),
        (_("Other titles and symbols"), [alias.text for alias in gone.aliases.all()]),
    ]


def projects_of(result: Result, *, words: str = "") -> dict[str, Any]:
    """The projects of a result, those that may be, and those that were searched for (`None`: nothing was)."""
    found = None
    if words:
        others = Project.objects.current().matching(words).exclude(contributions__result=result)
        found = list(others.with_labels()[:FOUND])
    return {
        "linked": list(result.contributions.select_related("project", "by")),
        "suggested": list(Project.objects.suggested_for(result).with_labels()[:SUGGESTIONS]),
        "found": found,
    }


def results_of(project: Project, *, user: User, words: str = "") -> dict[str, Any]:
    """The results of a project that the person may know of, those that may be, and those that were searched for.

    `not_shown` counts the others; `may` has the results whose links the person may change.
    """
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
    return {
        "linked": linked,
        "suggested": suggested,
        "found": found,
        "not_shown": contributions.count() - len(linked),
        "may": {row.result_id for row in linked if can_link_project(user, row.result)},
    }


def _linkable(results: QuerySet[Result], user: User) -> list[Result]:
    """The first of them that the person may link: one read, however many there are."""
    return [result for result in results[: 4 * FOUND] if can_link_project(user, result)]
