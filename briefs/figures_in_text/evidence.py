"""The note to a figure: what it counts and where, the results that it was counted from, and what belongs beside it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from briefs.documents import Note, Run, Words, words
from briefs.figures_in_text.catalogue import Figure, capital
from rmt.text import grouped

MOST_NAMED = 8
"""A note names so many results; of more it leads to the list."""


def note_of(figure: Figure) -> Note:
    """The note that leads from a figure to its evidence."""
    return Note(figure.key, evidence_of(figure))


def about(figure: Figure) -> str:
    """What a figure counts, where and when: "More people covered in practice, Togo, phase II, 2021–2025"."""
    return ", ".join(filter(None, [capital(figure.label), figure.where, figure.when]))


def evidence_of(figure: Figure) -> Words:
    """What a note says: "More people covered in practice, Togo, phase II: No. 46 (version 3). …"."""
    runs: list[str | Run] = [_("%(what)s: %(text)s") % {"what": about(figure), "text": ""}]
    if not figure.results:
        runs.append(Run(_("in the list of results"), href=figure.href))
    elif len(figure.results) > MOST_NAMED:
        count = _("%(count)s results") % {"count": grouped(len(figure.results))}
        runs.append(Run(count, href=figure.href))
    else:
        for place, (number, version) in enumerate(figure.results):
            text = _("No. %(number)s (version %(version)s)") % {"number": number, "version": version}
            runs += [", " if place else "", Run(text, href=reverse("result_version", args=[number, version]))]
    return words(*runs, ".", *(f" {caution}" for caution in figure.cautions))
