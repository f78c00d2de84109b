"""What was learned: what countries say of a period, stories, and the lessons of briefs, each with its source."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs.documents import Run, words
from briefs.writing.sheet import Sheet
from briefs.writing.spans import Span
from rmt.text import grouped

MOST_NOTES = 40


def write(sheet: Sheet, inputs: Mapping[str, Any], span: Span) -> None:
    """Lessons of briefs, what countries tell beside their figures, stories, and the briefs that are published."""
    briefs, notes, stories = inputs["briefs"], inputs["notes"], inputs["stories"]
    learned = [brief for brief in briefs if brief["lessons"]]
    if not (learned or notes or stories):
        sheet.say("lessons", words(_("No lesson is recorded for %(period)s.") % {"period": span.of}))
    elif learned:
        text = _(
            "The lessons stand as published briefs have them, on countries, territories and themes with a result of "
            "%(period)s."
        )
        sheet.say("lessons", words(text % {"period": span.of}))
    for brief in learned:
        sheet.heading(brief["title"], 2, f"lessons-{brief['slug']}")
        for lesson in brief["lessons"]:
            if isinstance(lesson, str):
                sheet.say("", words(lesson))
            else:
                sheet.items(words(text) for text in lesson)
        sheet.small(words(_("From the brief "), Run(brief["title"], href=brief["href"]), "."))
    _notes(sheet, inputs, span)
    if stories:
        sheet.heading(_("Stories"), 2, "stories")
        text = _(
            "Stories of countries and territories with a result of %(period)s; each tells the whole way, also of other "
            "years."
        )
        sheet.say("stories", words(text % {"period": span.of}))
        for story in stories:
            more = Run(_("Read on, with the sources"), href=story["href"])
            sheet.say("", words(Run(f"{story['country']}. ", bold=True), story["text"], " ", more))
    _briefs(sheet, inputs, span)


def _notes(sheet: Sheet, inputs: Mapping[str, Any], span: Span) -> None:
    notes = inputs["notes"]
    if not notes:
        return
    sheet.heading(_("What is told beside the figures"), 2, "notes")
    text = _("What sources and countries tell beside the figures, in their own words. Nothing is counted from it.")
    sheet.say("notes", words(text))
    rows = []
    for note in notes[:MOST_NOTES]:
        told = " ".join(filter(None, [note["text"], note["doubt"]]))
        source = f" ({note['source']})" if note["source"] else ""
        when = f", {note['period']}" if note["period"] else ""
        rows.append(words(Run(f"{note['country']}{when}: ", bold=True), told, source))
    sheet.items(rows)
    if len(notes) > MOST_NOTES:
        more = len(notes) - MOST_NOTES
        text = ngettext(
            "%(count)s more note stands on the page of its country or territory.",
            "%(count)s more notes stand on the pages of their countries and territories.",
            more,
        )
        sheet.small(words(text % {"count": grouped(more)}))


def _briefs(sheet: Sheet, inputs: Mapping[str, Any], span: Span) -> None:
    sheet.heading(_("Briefs and stories published"), 2, "briefs")
    briefs = inputs["briefs"]
    if not briefs:
        text = _("No brief is published on a country, territory or theme with a result of %(period)s.")
        sheet.say("briefs", words(text % {"period": span.of}))
        return
    text = ngettext(
        "%(count)s brief or story is published on what has a result of %(period)s:",
        "%(count)s briefs and stories are published on countries, territories and themes with a result of %(period)s:",
        len(briefs),
    )
    sheet.say("briefs", words(text % {"count": grouped(len(briefs)), "period": span.of}))
    sheet.items(words(f"{brief['kind']}: ", Run(brief["title"], href=brief["href"])) for brief in briefs)
