"""The report for a partner: what its money helped to change, in years, and nothing that is its alone (rule 15)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from briefs.documents import Document, Run, words
from briefs.figures_in_text import Asked, EditionReading, Figure, figure_of
from briefs.models import OwnParagraph, Report
from briefs.writing.lists import frozen_money, put_headlines, put_money, put_results
from briefs.writing.method import finished
from briefs.writing.public import (
    frozen_briefs,
    frozen_projects,
    put_briefs,
    put_projects,
    supported_in,
    through,
)
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span, span_of
from indicators import figures
from indicators.figures import Entry
from projects import definitions
from projects.models import Funding, Partner, Project
from rmt.text import countries_in_words, grouped, isolated
from rmt.text import day as day_text

CHAPTERS: tuple[tuple[str, Any], ...] = ()
PEOPLE = ("entitled", "covered", "better")


def inputs_of(report: Report, reading: EditionReading, now: datetime) -> dict[str, Any]:
    """The partner, its projects and money as recorded now, and which results of the edition they supported."""
    partner = Partner.objects.select_related("merged_into").get(slug=report.asked["partner"])
    partner = partner.merged_into or partner
    funded = Project.objects.current().funded_by(partner)
    supported = supported_in(reading.edition, funded)
    pays_into_pool = Funding.objects.of_current().pooled().filter(partner=partner).exists()
    years = Q(year=None) | Q(year__gte=report.period_start.year, year__lt=report.period_end.year)
    countries = {entry.country for entry in reading.entries if entry.key in supported and entry.country}
    return {
        "read_on": now.date().isoformat(),
        "partner": {"slug": partner.slug, "name": partner.name},
        "projects": frozen_projects(funded),
        "supported": supported,
        "pool": supported_in(reading.edition, Project.objects.in_pool()) if pays_into_pool else None,
        "money": frozen_money(Funding.objects.of_current().filter(years, partner=partner)),
        "briefs": frozen_briefs(country__iso3__in=sorted(countries)),
    }


def document_of(
    report: Report,
    reading: EditionReading,
    inputs: Mapping[str, Any],
    own: Mapping[str, OwnParagraph],
    *,
    warning: str = "",
) -> Document:
    """The report in its language: results and countries, projects with who else funds them, money, the pool."""
    with override(report.language):
        years = span_of(report, reading)
        sheet = Sheet(own, reading)
        supported = [entry for entry in reading.entries if entry.key in inputs["supported"]]
        _in_short(sheet, inputs, supported, years)
        _people(sheet, inputs, supported, years)
        _results(sheet, inputs, supported, years)
        _projects(sheet, inputs)
        sheet.heading(_("Its money, by project and year"), 1, "money")
        caption = _("Money of %(partner)s, as recorded") % {"partner": isolated(inputs["partner"]["name"])}
        put_money(sheet, inputs["money"], caption=caption, is_of_one=True)
        _pool(sheet, inputs, years)
        if inputs["briefs"]:
            sheet.heading(_("Briefs on these countries and territories"), 1, "briefs")
            put_briefs(sheet, inputs["briefs"])
        _method(sheet)
        said = {"edition": reading.edition.code, "day": day_text(reading.day)}
        return finished(
            sheet,
            report,
            reading,
            path=reverse("partner", args=[inputs["partner"]["slug"]]),
            subtitle=years.label,
            facts=(
                _("Results as of edition %(edition)s, pinned on %(day)s.") % said,
                _("Projects and money as recorded on %(day)s.") % {"day": _day(inputs["read_on"])},
            ),
            warning=warning,
        )


def _day(text: str) -> str:
    return day_text(date.fromisoformat(text))


def _in_short(sheet: Sheet, inputs: Mapping[str, Any], supported: Sequence[Entry], years: Span) -> None:
    """How many results name its projects, in how many countries, and what that does not say."""
    partner = isolated(inputs["partner"]["name"])
    sheet.heading(_("In short"), 1, "in-short")
    happened = [entry for entry in supported if figures.is_within(entry, years.period)]
    places = len({entry.country for entry in happened if entry.country})
    said = {
        "partner": partner,
        "years": years.of,
        "count": grouped(len(happened)),
        "where": countries_in_words(places),
        "projects": grouped(len(inputs["projects"])),
    }
    if not happened:
        text = _("No published result of %(years)s names a project that %(partner)s funds, alone or with others.")
    elif places:
        text = ngettext(
            "%(count)s published result of %(years)s, %(where)s, names a project that %(partner)s funds, alone or with "
            "others.",
            "%(count)s published results of %(years)s, %(where)s, name a project that %(partner)s funds, alone or with "
            "others.",
            len(happened),
        )
    else:
        text = ngettext(
            "%(count)s published result of %(years)s names a project that %(partner)s funds, alone or with others.",
            "%(count)s published results of %(years)s name a project that %(partner)s funds, alone or with others.",
            len(happened),
        )
    sheet.say("in-short", words(text % said))
    sheet.say("rule-15", words(str(definitions.RULE_15)), role="lead")
    changes = _figure(sheet, inputs, supported, "changes", years)
    if changes and not changes.missing:
        text = _("Among the results of these years: %(changes)s.")
        changes_ = sheet.sentence("%(figure)s %(label)s", figure=changes, label=changes.label)
        sheet.say("changes", sheet.sentence(text, changes=changes_), words(*changes.cautions[:1]))


def _figure(
    sheet: Sheet, inputs: Mapping[str, Any], own: Sequence[Entry], what: str, years: Span | None
) -> Figure | None:
    """A figure over the results that the partner's projects supported; its key says so, and so does its address."""
    reading: EditionReading = sheet.reading
    asked = Asked(what, period=years.code) if years else Asked(what)
    figure = figure_of(replace(reading, entries=own), asked)
    if figure is None:
        return None
    slug = inputs["partner"]["slug"]
    href = f"{figure.href}{'&' if '?' in figure.href else '?'}partner={slug}"
    return replace(figure, key=f"{figure.key}-{slug}", href=href)


def _people(sheet: Sheet, inputs: Mapping[str, Any], supported: Sequence[Entry], years: Span) -> None:
    """People in the countries where these projects work: one figure each, of these years and since 2016."""
    sheet.heading(_("For people, in the countries and territories that these projects support"), 1, "people")
    sheet.say(
        "people",
        words(
            _(
                "The figures of the published results that name a project of this partner, counted as on every other "
                "page, and never added up across partners."
            )
        ),
    )
    found = [[_figure(sheet, inputs, supported, what, one) for one in (years, None)] for what in PEOPLE]
    pairs = [(of_years, since) for of_years, since in found if of_years and since]
    put_headlines(sheet, pairs, years.label)
    sheet.small(words(_("Governments run and pay for these schemes; the programme supported them.")))


def _results(sheet: Sheet, inputs: Mapping[str, Any], supported: Sequence[Entry], years: Span) -> None:
    """What changed, country by country, and through which projects."""
    reading: EditionReading = sheet.reading
    sheet.heading(_("What changed, and through which projects"), 1, "results")
    titles = {one["slug"]: one["title"] for one in inputs["projects"]}
    beside = through(inputs["supported"], titles)
    happened = [entry for entry in supported if figures.is_within(entry, years.period)]
    if not happened:
        sheet.say("no-results", words(_("Nothing that was published happened in these years.")))

    def name(entry: Entry) -> str:
        return str(reading.countries[entry.country]) if entry.country else ""

    for country, some in groupby(sorted(happened, key=lambda entry: (name(entry) == "", name(entry))), key=name):
        title = country or _("Global")
        sheet.heading(title, 2, "")
        caption = _("%(country)s: results that name a project of the partner") % {"country": title}
        put_results(sheet, some, caption=caption, is_of_one_country=True, beside=beside, heading=_("Through"))


def _projects(sheet: Sheet, inputs: Mapping[str, Any]) -> None:
    sheet.heading(_("Projects and who else funds them"), 1, "projects")
    if not inputs["projects"]:
        sheet.say("no-projects", words(_("No project of this partner is recorded.")))
    caption = _("Projects that the partner funds, alone or with others")
    put_projects(sheet, inputs["projects"], caption=caption, without=inputs["partner"]["slug"])


def _pool(sheet: Sheet, inputs: Mapping[str, Any], years: Span) -> None:
    """What the pooled funds supported as a whole, for a partner that pays into them: nobody can say whose money."""
    if inputs["pool"] is None:
        return
    reading: EditionReading = sheet.reading
    sheet.heading(_("Through the pooled funds"), 1, "pool")
    said = {"partner": isolated(inputs["partner"]["name"])}
    text = _(
        "%(partner)s pays into the pooled funds of the programme (modality 1). Money in the pool carries no name: "
        "nobody can say whose money supported which result. So this is what the pool supported as a whole, whoever "
        "paid into it."
    )
    more = _("A result of a project that stands above and is paid from the pool is in both parts. Do not add the two.")
    sheet.say("pool", words(text % said), words(more))
    own = [e for e in reading.entries if e.key in inputs["pool"] and figures.is_within(e, years.period)]
    put_results(sheet, own, caption=_("Results that the pool supported"))


def _method(sheet: Sheet) -> None:
    sheet.heading(_("How to read this"), 1, "method")
    sheet.say(
        "method",
        words(_("Every figure is counted from published results and leads to them.")),
        words(
            _(
                "A project is named beside a result because it supported it, never because it brought it about alone; "
                "people are counted once, whoever helped."
            )
        ),
        words(Run(_("How results are counted"), href=reverse("how_counted")), "."),
    )
