"""The pack for a meeting: countries, themes and projects, a chapter each, in one document."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from briefs.documents import Document, words
from briefs.figures_in_text import Asked, EditionReading, figure_of
from briefs.models import OwnParagraph, Report
from briefs.writing.lists import frozen_money, put_headlines, put_money, put_results
from briefs.writing.method import finished
from briefs.writing.public import frozen_briefs, frozen_projects, put_briefs, put_projects, supported_in
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span, span_of
from countries.models import POPULATION, CountryPriority, Profile, Ratification, Statistic
from indicators import figures
from indicators.figures import Entry, Period
from indicators.models import Target
from indicators.wording import amount_text, qualified
from projects import definitions
from projects.models import Funding, Project
from rmt.text import day as day_text
from rmt.text import grouped, isolated, span

CHAPTERS: tuple[tuple[str, Any], ...] = ()
HEADLINES = ("changes", "entitled", "covered", "better")
COVERED = "SI_COV_BENFTS"
MOST_RESULTS = 40


def inputs_of(report: Report, reading: EditionReading, now: datetime) -> dict[str, Any]:
    """What stands beside the results of each chapter: facts, aims, projects, money and briefs, as they are now."""
    asked = report.asked
    themes = {
        slug: {"projects": _of_theme(slug), "briefs": frozen_briefs(theme__slug=slug)} for slug in asked["themes"]
    }
    return {
        "read_on": now.date().isoformat(),
        "purpose": asked.get("purpose", ""),
        "countries": {iso3: _of_country(iso3, reading) for iso3 in asked["countries"] if iso3 in reading.countries},
        "themes": {slug: one for slug, one in themes.items() if slug in reading.themes},
        "projects": [found for slug in asked["projects"] if (found := _of_project(slug, reading))],
    }


def _of_country(iso3: str, reading: EditionReading) -> dict[str, Any]:
    here = Project.objects.current().filter(countries__iso3=iso3).distinct()
    of_country = {"country__iso3": iso3}
    profile = Profile.objects.known_at(reading.moment).filter(**of_country).order_by("-recorded_at").first()
    return {
        "facts": [*_priority(iso3, reading), *_statistics(iso3, reading), *_conventions(iso3, reading)],
        "situation": profile.situation if profile else "",
        "situation_source": profile.source if profile else "",
        "aims": [
            {
                "what": str(aim.indicator or aim.get_headline_display()),
                "amount": qualified(aim.qualifier, amount_text(aim)),
                "when": span(aim.window_start, Period(aim.window_start, aim.window_end).last),
                "source": aim.source,
            }
            for aim in Target.objects.filter(state=Target.State.IN_USE, **of_country).select_related("indicator")
        ],
        "projects": frozen_projects(here),
        "money": frozen_money(Funding.objects.of_current().filter(project__in=here.order_by().values("pk"))),
        "briefs": frozen_briefs(**of_country),
    }


def _priority(iso3: str, reading: EditionReading) -> list[dict[str, str]]:
    phases = CountryPriority.objects.known_at(reading.moment).filter(country__iso3=iso3).order_by("start")
    names = ", ".join(phases.values_list("phase", flat=True))
    return [{"label": _("Priority country in phase"), "value": names, "source": ""}] if names else []


def _statistics(iso3: str, reading: EditionReading) -> list[dict[str, str]]:
    """The latest population, and the latest share of people with at least one benefit."""
    found = []
    for code in (POPULATION, COVERED):
        rows = Statistic.objects.known_at(reading.moment).filter(country__iso3=iso3, series__code=code)
        if row := rows.select_related("series").order_by("-year").first():
            value = grouped(row.value.normalize()) + ("" if code == POPULATION else _(" per cent"))
            source = f"{row.source}, {row.vintage}"
            found.append({"label": f"{row.series.name_en}, {row.year}", "value": value, "source": source})
    return found


def _conventions(iso3: str, reading: EditionReading) -> list[dict[str, str]]:
    events = Ratification.objects.known_at(reading.moment).filter(country__iso3=iso3).select_related("convention")
    return [
        {
            "label": str(event.convention),
            "value": f"{event.get_kind_display()}, {span(event.first_day, event.last_day)}",
            "source": event.source,
        }
        for event in events.order_by("first_day")
    ]


def _of_theme(slug: str) -> list[dict[str, Any]]:
    return frozen_projects(Project.objects.current().filter(themes__slug=slug).distinct())


def _of_project(slug: str, reading: EditionReading) -> dict[str, Any] | None:
    project = Project.objects.current().filter(slug=slug)
    if not (found := frozen_projects(project)):
        return None
    return {
        **found[0],
        "supported": list(supported_in(reading.edition, project)),
        "money": frozen_money(Funding.objects.of_current().filter(project__slug=slug)),
    }


def document_of(
    report: Report,
    reading: EditionReading,
    inputs: Mapping[str, Any],
    own: Mapping[str, OwnParagraph],
    *,
    warning: str = "",
) -> Document:
    """The pack in its language: what it is for, then a chapter for each country, theme and project."""
    with override(report.language):
        years = span_of(report, reading)
        sheet = Sheet(own, reading)
        for iso3, one in sorted(inputs["countries"].items(), key=lambda item: str(reading.countries[item[0]])):
            _country(sheet, iso3, one, years)
        for slug, one in inputs["themes"].items():
            _theme(sheet, slug, one, years)
        for one in inputs["projects"]:
            _project(sheet, one, years)
        said = {"edition": reading.edition.code, "day": day_text(reading.day), "years": years.of}
        return finished(
            sheet,
            report,
            reading,
            path="/",
            subtitle=isolated(inputs["purpose"]),
            facts=(
                _("What happened in %(years)s, as of edition %(edition)s, pinned on %(day)s.") % said,
                _("Projects, money and aims as recorded on %(day)s.")
                % {"day": day_text(date.fromisoformat(inputs["read_on"]))},
                _("Governments run and pay for these schemes; the programme supported them."),
            ),
            warning=warning,
        )


def _country(sheet: Sheet, iso3: str, one: Mapping[str, Any], years: Span) -> None:
    """A country in short: where it stands, what changed, what is aimed at, who helps with what money, briefs."""
    country = sheet.reading.countries[iso3]
    _chapter(sheet, str(country), iso3.lower())
    rows = [(fact["label"], fact["value"], isolated(fact["source"])) for fact in one["facts"]]
    header = (_("Fact"), _("Value"), _("Source"))
    sheet.table(_("%(country)s: where it stands") % {"country": country}, header, rows)
    if one["situation"]:
        sheet.say("", words(isolated(one["situation"])))
        sheet.small(
            words(_("Source: %(source)s") % {"source": isolated(one["situation_source"])})
            if one["situation_source"]
            else ()
        )
    _headlines(sheet, years, country=iso3)
    own = [entry for entry in sheet.reading.entries if entry.country == iso3]
    _results(sheet, own, years, str(country), is_of_one_country=True)
    if one["aims"]:
        sheet.heading(_("What is aimed at"), 2)
        aims = [(aim["what"], aim["amount"], aim["when"], isolated(aim["source"])) for aim in one["aims"]]
        caption = _("%(country)s: aims on record") % {"country": country}
        sheet.table(caption, (_("What"), _("Aim"), _("When"), _("Source")), aims)
    _support(sheet, one, str(country))
    _briefs(sheet, one)


def _theme(sheet: Sheet, slug: str, one: Mapping[str, Any], years: Span) -> None:
    theme = sheet.reading.themes[slug]
    _chapter(sheet, str(theme), slug)
    _headlines(sheet, years, theme=slug)
    own = figures.with_confirmed_tag(sheet.reading.entries, theme=slug)
    _results(sheet, own, years, str(theme))
    _support(sheet, one, str(theme))
    _briefs(sheet, one)


def _project(sheet: Sheet, one: Mapping[str, Any], years: Span) -> None:
    _chapter(sheet, one["title"], f"project-{one['slug']}")
    put_projects(sheet, [one], caption=_("The project in short"))
    own = [entry for entry in sheet.reading.entries if entry.key in set(one["supported"])]
    _results(sheet, own, years, one["title"])
    sheet.small(words(str(definitions.RULE_15)))
    put_money(sheet, one["money"], caption=_("Money of the project"))


def _chapter(sheet: Sheet, title: str, id: str) -> None:
    """Each chapter begins on a sheet of its own: packs are taken apart."""
    if sheet.blocks:
        sheet.sheet_break()
    sheet.heading(isolated(title), 1, id)


def _headlines(sheet: Sheet, years: Span, *, country: str = "", theme: str = "") -> None:
    """The headlines of the years and since 2016, never added up."""
    pairs = []
    for what in HEADLINES:
        of_years = figure_of(sheet.reading, Asked(what, country=country, theme=theme, period=years.code))
        since = figure_of(sheet.reading, Asked(what, country=country, theme=theme))
        if of_years and since:
            pairs.append((of_years, since))
    put_headlines(sheet, pairs, years.label)


def _results(sheet: Sheet, own: Sequence[Entry], years: Span, name: str, *, is_of_one_country: bool = False) -> None:
    sheet.heading(_("What changed"), 2)
    happened = [entry for entry in own if figures.is_within(entry, years.period)]
    said = {"name": isolated(name), "years": years.of}
    if not happened:
        sheet.say("", words(_("Nothing has been published that happened in %(years)s.") % said))
        return
    caption = _("%(name)s: results of %(years)s") % said
    put_results(sheet, happened, caption=caption, most=MOST_RESULTS, is_of_one_country=is_of_one_country)


def _support(sheet: Sheet, one: Mapping[str, Any], name: str) -> None:
    sheet.heading(_("Projects and money"), 2)
    if not one["projects"]:
        sheet.say("", words(_("No project is recorded here. That is not to say that none was at work.")))
        return
    said = {"name": isolated(name)}
    put_projects(sheet, one["projects"], caption=_("%(name)s: projects and who funds them") % said)
    if "money" in one:
        put_money(sheet, one["money"], caption=_("%(name)s: money of these projects, whole, as recorded") % said)
        sheet.small(words(str(definitions.RULE_15)))


def _briefs(sheet: Sheet, one: Mapping[str, Any]) -> None:
    if one["briefs"]:
        sheet.heading(_("Briefs and stories"), 2)
        put_briefs(sheet, one["briefs"])
