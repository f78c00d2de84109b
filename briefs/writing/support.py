"""Partners, projects and money: what was given and where it works; nothing is split or attributed (rule 15)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Run, Words, words
from briefs.writing.frozen import money_of
from briefs.writing.sheet import NOTHING, Sheet
from briefs.writing.spans import Span
from indicators.wording import percent_text
from projects import definitions
from projects.figures import Kind, Money, money_by, total
from projects.wording import amount_text
from rmt.text import day as day_text
from rmt.text import grouped

MOST_PROJECTS = 40


def write(sheet: Sheet, inputs: Mapping[str, Any], span: Span) -> None:
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
        "%(named)s of the %(active)s projects active on %(day)s is named by published results of %(period)s "
        "(%(share)s).",
        "%(named)s of the %(active)s projects active on %(day)s are named by published results of %(period)s "
        "(%(share)s).",
        len(named),
    )
    if not named:
        text = ngettext(
            "The one project active on %(day)s is named by no published result of %(period)s.",
            "None of the %(active)s projects active on %(day)s is named by a published result of %(period)s.",
            len(active),
        )
    values = {
        "period": span.of,
        "day": day_text(date.fromisoformat(inputs["projects"]["day"])),
        "named": grouped(len(named)),
        "active": grouped(len(active)),
        "share": percent_text(Decimal(len(named)) * 100 / len(active)),
    }
    return words(text % values)


def _money(sheet: Sheet, inputs: Mapping[str, Any], span: Span) -> None:
    """Money by partner, of the years of the period; then what is recorded for whole projects and without a year."""
    sheet.heading(_("Money"), 2, "money")
    every = money_of(inputs["money"])
    years = range(span.period.start.year, span.period.last.year + 1)
    rows = [row for row in every if row.year in years]
    partners = {row.partner for row in rows if row.partner}
    if not rows:
        text = _("No money is recorded for %(period)s year by year.")
    elif partners:
        text = ngettext(
            "The money of %(partners)s partner is recorded for %(period)s: %(amounts)s.",
            "The money of %(partners)s partners is recorded for %(period)s: %(amounts)s.",
            len(partners),
        )
    else:
        text = _("Money without a named partner is recorded for %(period)s: %(amounts)s.")
    values = {"partners": grouped(len(partners)), "period": span.of, "amounts": _amounts(rows)}
    sheet.say("money", words(text % values))
    _by_partner(sheet, inputs, rows, _("Money by partner, %(period)s") % {"period": span.of}, id="table-money")
    shown = {row["slug"] for row in inputs["projects"]["rows"] if row["is_active"] or row["results"]}
    undated = [row for row in every if row.year is None and row.project in shown]
    _undated(sheet, inputs, undated)
    if not any(_has_amount(row) for row in [*rows, *undated]):
        return
    text = _(
        "Amounts stand in US dollars where the currency is that or a rate is recorded, and otherwise in their own "
        "currency; currencies are not added to each other. “–” means that no amount is recorded, which is not zero."
    )
    sheet.small(words(text))


def _amounts(rows: Sequence[Money]) -> str:
    labels: dict[Kind, str] = {
        "planned": _("%(amount)s planned"),
        "received": _("%(amount)s received"),
        "spent": _("%(amount)s spent"),
    }
    texts = []
    for kind, label in labels.items():
        text = amount_text(total(rows, kind))
        if text:
            texts.append(label % {"amount": text})
    return ", ".join(texts) or _("no amounts")


def _undated(sheet: Sheet, inputs: Mapping[str, Any], rows: Sequence[Money]) -> None:
    """Money that is recorded for whole projects without a year: of those that were active, or that results name."""
    if not rows:
        return
    has_amounts = any(_has_amount(row) for row in rows)
    text = ngettext(
        "Of %(count)s project that was active on the last day, or that results name, partners are recorded for the "
        "whole project and not year by year.",
        "Of %(count)s projects that were active on the last day, or that results name, partners are recorded for the "
        "whole project and not year by year.",
        len({row.project for row in rows}),
    )
    more = _("What is known of amounts is in no sum of a period.") if has_amounts else _("No amount is recorded.")
    caption = (
        _("Money of whole projects, without a year, by partner") if has_amounts else _("Partners of whole projects")
    )
    said = words(text % {"count": grouped(len({row.project for row in rows}))})
    sheet.say("money-of-projects", said, words(more))
    _by_partner(sheet, inputs, rows, caption, id="table-whole-projects")


def _has_amount(row: Money) -> bool:
    return any(amount is not None for amount in (row.planned, row.received, row.spent))


def _by_partner(sheet: Sheet, inputs: Mapping[str, Any], rows: Sequence[Money], caption: str, *, id: str) -> None:
    """Partner by partner, the number of projects and each kind of amount; nothing is split (rule 15)."""
    names = inputs["partners"]
    kinds = {"planned": _("Planned"), "received": _("Received"), "spent": _("Spent")}
    shown = {kind: label for kind, label in kinds.items() if any(getattr(row, kind) is not None for row in rows)}
    lines = []
    for line in money_by(rows, "partner"):
        slug = str(line.key[0] or "")
        projects = {row.project for row in rows if (row.partner or "") == slug}
        amounts = [amount_text(getattr(line, kind)) or NOTHING for kind in shown]
        lines.append([names.get(slug, {}).get("name") or _("partner not named"), grouped(len(projects)), *amounts])
    header = [_("Partner"), _("Projects"), *shown.values()]
    sheet.table(caption, header, lines, numeric=tuple(range(1, len(header))), id=id)


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
