"""How the figures of a report are counted, what they rest on, how to cite it, and under which licence."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Document, Run, words
from briefs.models import Report
from briefs.writing.counts import of_records
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span
from indicators import figures
from indicators.models import Seal
from indicators.wording import WHY_NOT_COUNTED
from rmt.text import day as day_text
from rmt.text import grouped, with_address

MOST_SOURCES = 30


def write(sheet: Sheet, reading: Any, span: Span) -> None:
    """The rules in plain words, and the sources of the results of the period."""
    for text in (
        _(
            "Every figure is counted from the published results of edition %(edition)s, as it was pinned on %(day)s. "
            "A note beside each leads to the results behind it, in the version that was read; in tables the figure "
            "itself is the link."
        ),
        _(
            "A result belongs to the period in which it happened, whenever it was reported. A date that is known to "
            "the year lies in a period if the whole year does."
        ),
        _(
            "Institutional changes count records; countries and territories count once for each step and period. What "
            "was adopted stays in the figure when it is lost later, and the loss is named beside it."
        ),
        _(
            "More people means the value less the baseline, or the increase that a source states, and only if its span "
            "lies inside the period. Groups that may overlap give two bounds. Figures of people by law, in practice "
            "and with better benefits are never added up."
        ),
        _(
            "“About” and “over” are those of the sources; a sum is rounded to the largest step of its parts. Zero, not "
            "reported, not known and withheld are different things and are printed as such."
        ),
        _(
            "Governments run and pay for schemes. The programme supported them, together with others: no figure is "
            "claimed for the programme or for one partner alone."
        ),
    ):
        sheet.say("", words(text % {"edition": reading.edition.code, "day": day_text(reading.day)}))
    sheet.say(
        "",
        words(
            _("All definitions stand on the page "),
            Run(_("How results are counted"), href=reverse("how_counted")),
            ".",
        ),
    )
    _not_counted(sheet, reading, span)
    _sources(sheet, reading, span)


def _not_counted(sheet: Sheet, reading: Any, span: Span) -> None:
    """Why figures of people that were published stand in no sum, and of how many results."""
    reasons: Counter[Any] = Counter()
    for code in (figures.LEGAL, figures.EFFECTIVE, figures.ADEQUATE, figures.COMPREHENSIVE):
        found = figures.people(reading.entries, indicator=code, period=span.period, day=span.day)
        reasons.update(reason for _entry, reason in found.apart)
    sheet.table(
        _("Published figures of people of %(period)s that are in no sum") % {"period": span.of},
        [_("Why"), _("Results")],
        [[str(WHY_NOT_COUNTED[reason]), grouped(count)] for reason, count in reasons.most_common()],
        numeric=(1,),
        id="table-not-counted",
    )


def _sources(sheet: Sheet, reading: Any, span: Span) -> None:
    inside = figures.reported_in_period(reading.entries, span.period)
    sheet.heading(_("What it rests on"), 2, "sources")
    if not inside:
        sheet.say("sources", words(_("No result is recorded for %(period)s.") % {"period": span.of}))
        return
    taken = [entry for entry in inside if reading.published[entry.key].is_historical]
    text = ngettext(
        "This report rests on %(count)s result of %(period)s.",
        "This report rests on %(count)s results of %(period)s.",
        len(inside),
    )
    figure = of_records(reading, "results", inside, _("results"), span)
    sentences = [sheet.sentence(text, count=figure, period=span.of)]
    if len(taken) == len(inside):
        text = ngettext(
            "It was taken from a published source and not reviewed here.",
            "All of them were taken from published sources, and none was reviewed here.",
            len(inside),
        )
        sentences.append(words(text))
    elif taken:
        text = ngettext(
            "%(count)s of them was taken from a published source and not reviewed here; the others were entered by "
            "country teams and validated by somebody else.",
            "%(count)s of them were taken from published sources and not reviewed here; the others were entered by "
            "country teams and validated by somebody else.",
            len(taken),
        )
        sentences.append(words(text % {"count": grouped(len(taken))}))
    else:
        text = ngettext(
            "A country team entered it, and somebody else validated it.",
            "Country teams entered them, and somebody else validated each.",
            len(inside),
        )
        sentences.append(words(text))
    sheet.say("sources", *sentences)
    cited = Counter(with_address(entry.source)[0] for entry in inside if entry.source)
    shown = cited.most_common(MOST_SOURCES)
    sheet.table(
        _("Sources of the results of %(period)s") % {"period": span.of},
        [_("Source"), _("Results")],
        [[source, grouped(count)] for source, count in sorted(shown, key=lambda row: (-row[1], row[0]))],
        numeric=(1,),
        id="table-sources",
    )
    if len(cited) > MOST_SOURCES:
        more = len(cited) - MOST_SOURCES
        text = ngettext(
            "%(count)s more source stands with its result.", "%(count)s more sources stand with their results.", more
        )
        sheet.small(words(text % {"count": grouped(more)}))


def seal_of(reading: Any) -> str:
    """The line of the edition's seal; empty where none was taken."""
    seal = Seal.objects.filter(edition=reading.edition).first()
    return seal.line if seal else ""


def colophon_of(report: Report, reading: Any, address: str) -> tuple[str, ...]:
    """How to cite the report, its licence, and what proves that its figures were not changed."""
    cited = _("%(title)s. Results Monitoring Tool, edition %(edition)s, %(day)s. %(address)s") % {
        "title": report.title,
        "edition": reading.edition.code,
        "day": day_text(reading.day),
        "address": address,
    }
    return (
        _("How to cite: %(cited)s") % {"cited": cited},
        _(
            "Texts and figures of the programme may be used under %(licence)s (%(address)s); data from others keep "
            "their own licence."
        )
        % {"licence": settings.RECORD_LICENCE, "address": settings.RECORD_LICENCE_URL},
        _("Whoever keeps the seal can prove that no figure was changed since: %(address)s")
        % {"address": settings.SITE_URL + reverse("record")},
    )


def finished(
    sheet: Sheet,
    report: Report,
    reading: Any,
    *,
    path: str,
    facts: tuple[str, ...],
    subtitle: str = "",
    remark: str = "",
    has_contents: bool = True,
    warning: str = "",
) -> Document:
    """What stands on a sheet as the document of a report: with its edition and seal, and how to cite it.

    `path` is where it is read, or what it is about; `remark` stands before the way to cite it.
    """
    address = settings.SITE_URL + path
    return Document(
        kind=report.kind,
        title=report.title,
        subtitle=subtitle,
        language=report.language,
        edition=reading.edition.code,
        seal=seal_of(reading),
        day=reading.day.isoformat(),
        address=address,
        facts=facts,
        blocks=tuple(sheet.blocks),
        notes=tuple(sheet.notes.values()),
        has_contents=has_contents,
        colophon=(*[remark][: bool(remark)], *colophon_of(report, reading, address)),
        warning=warning,
        figures=sheet.figures,
    )
