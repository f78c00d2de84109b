"""What an export says of itself: where it comes from, of which day, of which state of the ledger, and its licence."""

import re
from datetime import date

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _

from indicators.ledger import latest_seal
from indicators.models import Edition, Publication
from indicators.pages.published import Question
from rmt.files import about_every_file
from rmt.records import end_of
from rmt.text import day, grouped

RULE_15 = (
    "Figures show change in countries that the programme supported; nothing is attributed to the programme or to a "
    "partner alone, divided between partners or added up across them."
)


def about_the_file(question: Question, *, count: int, today: date) -> list[tuple[str, str]]:
    """The first sheet of a workbook, and the notes beside a CSV: name and text of each line."""
    written, pinned = Publication.objects.all(), Edition.objects.all()
    if question.as_of:
        moment = end_of(question.as_of)
        written, pinned = written.filter(recorded_at__lt=moment), pinned.filter(pinned_at__lt=moment)
    seq = written.aggregate(last=Max("seq"))["last"] or 0
    edition = pinned.order_by("-seq").first()
    seal = latest_seal(question.as_of)
    return [
        *about_every_file(),
        (_("What this is"), _("Published results of the programme Building Social Protection Floors for All")),
        (_("Results in this file"), grouped(count)),
        (_("Question"), f"{settings.SITE_URL}{question.url(view=None)}"),
        (_("As of"), _as_of(question, today)),
        (_("Ledger"), _("up to No. %(seq)s") % {"seq": seq}),
        (_("Seal"), seal.line if seal else _("none was taken yet")),
        (_("Last edition before"), f"{edition.code} (No. {edition.seq})" if edition else _("none")),
        (_("What the columns hold"), f"{settings.SITE_URL}{question.url(view=None)}#columns"),
        (
            _("Small groups"),
            _("Parts of 1 to 9 people, and what would tell them, are withheld in all versions and count as not known."),
        ),
        (_("How to read it"), _(RULE_15)),
    ]


def _as_of(question: Question, today: date) -> str:
    if question.as_of:
        return _("%(day)s: what was published by the end of that day, UTC") % {"day": day(question.as_of)}
    return _("%(day)s: what is published now") % {"day": day(today)}


def file_name(question: Question, ending: str, *, on: date) -> str:
    """A name that says what is in the file, with the seal that a CSV keeps in its name (rule 4).

    rmt-results-togo-i3-2026-11-22-seal-2026-11-22-3f2a5bc91d02.csv
    """
    chosen = [value for values in question.asked.values() if isinstance(values, list) for value in values]
    words = "-".join(re.sub(r"[^a-z0-9]+", "-", value) for value in chosen)[:60].strip("-")
    moment = f"as-of-{on.isoformat()}" if question.as_of else on.isoformat()
    seal = latest_seal(question.as_of)
    parts = ["demonstration" if settings.DEMO else "", "rmt-results", words, moment, seal.short if seal else ""]
    return "-".join(filter(None, parts)) + f".{ending}"
