"""Partners, projects and money: what was given and where it works; nothing is split or attributed (rule 15)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Run, Words, words
from briefs.writing.frozen import money_of
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span
from indicators.wording import percent_text
from projects import definitions
from projects.figures import Money, money_by, total
from projects.wording import amount_text
from rmt.text import day as day_text
from rmt.text import grouped

MOST_PROJECTS = 40


def write(sheet: Sheet, reading: Any, inputs: Mapping[str, Any], span: Span) -> None:
    """Which projects were active and which of them report, who gave money in the period, and for which projects."""
    _projects_in_words(sheet, inputs, span)
    _money(sheet, inputs, span)
    _projects(sheet, inputs, span)


def _projects_in_words(sheet: Sheet, inputs: Mapping[str, Any], span: Span) -> None:
    counts = inputs["projects"]["counts"]
    if not counts["all"]:
        sheet.say("projects", words(_("No project is recorded.")))
        return
    said = [
        words(
            ngettext(
                "%(all)s project is recorded here. Active on %(day)s: %(active)s; named as part of the Flagship "
                "Programme: %(flagship)s.",
                "%(all)s projects are recorded here. Active on %(day)s: %(active)s; named as part of the Flagship "
                "Programme: %(flagship)s.",
                counts["all"],
            )
            % {
                "all": grouped(counts["all"]),
                "active": grouped(counts["active"]),
                "flagship": grouped(counts["flagship"]),
                "day": day_text(date.fromisoformat(inputs["projects"]["day"])),
            }
        ),
        share_that_reports(inputs, span),
    ]
    sheet.say("projects", *said, words(str(definitions.RULE_15)))
    sheet.small(words(f"{definitions.ACTIVE} {definitions.FLAGSHIP}"))


def share_that_reports(inputs: Mapping[str, Any], span: Span) -> Words:
    """How many of the active projects a published result of the period names: a share of the record, not of work."""
    active = [row for row in inputs["projects"]["rows"] if row["is_active"]]
    named = [row for row in active if row["results"]]
    if not active:
        return ()
    text = ngettext(
        "A published result of %(period)s names %(named)s of the %(active)s active project (%(share)s).",
        "Published results of %(period)s name %(named)s of the %(active)s active projects (%(share)s).",
        len(active),
    )
    values = {
        "period": span.of,
        "named": grouped(len(named)),
        "active": grouped(len(active)),
        "share": percent_text(Decimal(len(named)) * 100 / len(active)),
    }
    return words(text % values)


def _money(sheet: Sheet, inputs: Mapping[str, Any], span: Span) -> None:
    """Money by partner, of the years of the period; rows without a year, or with none of its amounts, are named."""
    sheet.heading(_("Money"), 2, "money")
    every = money_of(inputs["money"])
    years = range(span.period.start.year, span.period.last.year + 1)
    rows = [row for row in every if row.year in years]
    undated = [row for row in every if row.year is None]
    if not rows:
        text = _("No money is recorded for %(period)s year by year.")
        sheet.say("money", words(text % {"period": span.of}), _undated_text(undated))
        return
    partners = {row.partner for row in rows if row.partner}
    names = inputs["partners"]
    said = ngettext(
        "The money of %(partners)s partner is recorded for %(period)s: %(amounts)s.",
        "The money of %(partners)s partners is recorded for %(period)s: %(amounts)s.",
        len(partners),
    )
    if not partners:
        said = _("Money without a named partner is recorded for %(period)s: %(amounts)s.")
    values = {"partners": grouped(len(partners)), "period": span.of, "amounts": _amounts(rows)}
    sheet.say("money", words(said % values), _undated_text(undated))
    lines = []
    for line in money_by(rows, "partner"):
        slug = line.key[0]
        own = [row for row in rows if row.partner == slug]
        name = names.get(str(slug), {}).get("name") if slug else _("partner not named")
        lines.append(
            [
                name or str(slug),
                grouped(len({row.project for row in own})),
                *(amount_text(amount) or "–" for amount in (line.planned, line.received, line.spent)),
            ]
        )
    sheet.table(
        _("Money by partner, %(period)s") % {"period": span.of},
        [_("Partner"), _("Projects"), _("Planned"), _("Received"), _("Spent")],
        lines,
        numeric=(1, 2, 3, 4),
        id="table-money",
    )
    sheet.small(
        words(
            _(
                "Amounts stand in US dollars where the currency is that or a rate is recorded, and otherwise in their "
                "own currency; currencies are not added to each other. “–” means that no amount is recorded, which is "
                "not zero."
            )
        )
    )


def _amounts(rows: Sequence[Money]) -> str:
    labels = {"planned": _("%(amount)s planned"), "received": _("%(amount)s received"), "spent": _("%(amount)s spent")}
    texts = []
    for kind, label in labels.items():
        text = amount_text(total(rows, kind))  # type: ignore[arg-type]
        if text:
            texts.append(label % {"amount": text})
    return ", ".join(texts) or _("no amounts")


def _undated_text(undated: Sequence[Money]) -> Words:
    if not undated:
        return ()
    text = ngettext(
        "%(count)s more row of funding is about a whole project and names no year, so it is in none of these sums.",
        "%(count)s more rows of funding are about whole projects and name no year, so they are in none of these sums.",
        len(undated),
    )
    return words(text % {"count": grouped(len(undated))})


def _projects(sheet: Sheet, inputs: Mapping[str, Any], span: Span) -> None:
    """The projects that a published result of the period names."""
    rows = [row for row in inputs["projects"]["rows"] if row["results"]]
    sheet.heading(_("Projects that results name"), 2, "projects")
    if not rows:
        text = _("No published result of %(period)s names a project.")
        sheet.say("named-projects", words(text % {"period": span.of}))
        return
    rows = sorted(rows, key=lambda row: row["title"])
    sheet.table(
        _("Projects that published results of %(period)s name") % {"period": span.of},
        [_("Project"), _("Countries and territories"), _("Partners"), _("Results")],
        [
            [
                (Run(row["title"], href=row["href"]),),
                ", ".join(row["countries"]) or "–",
                ", ".join(row["partners"]) or _("not named"),
                grouped(row["results"]),
            ]
            for row in rows[:MOST_PROJECTS]
        ],
        numeric=(3,),
        id="table-projects",
    )
    if len(rows) > MOST_PROJECTS:
        text = ngettext(
            "%(count)s more project is named and not listed here.",
            "%(count)s more projects are named and not listed here.",
            len(rows) - MOST_PROJECTS,
        )
        sheet.small(words(text % {"count": grouped(len(rows) - MOST_PROJECTS)}))
