"""The document of a brief: its parts, the principles, its sources, with figures read as of its edition."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefs import figures_in_text
from briefs.documents import Block, Document, Heading, Paragraph, Picture, Table, words
from briefs.figures_in_text import EditionReading, Written
from briefs.models import Brief
from briefs.writing.content import content_of, parts_of
from briefs.writing.questions import ANSWERS, PRINCIPLES, STORY, TITLES
from indicators.models import Edition, Seal
from rmt.text import as_day
from rmt.text import day as day_text


def brief_document(
    content: Mapping[str, Any], *, brief: Brief, reading: EditionReading, address: str, warning: str = ""
) -> Document:
    """A brief as one document, in the language that is active: `content` is what it says (`content_of`), `reading` the
    edition as of which its figures are read, `address` where readers find it. Of `brief` only what never changes is
    read: kind, country, theme, pictures.
    """
    if "names" in content:  # of what it names outside the ledger, as it was when it was first built
        reading = reading.with_names(content["names"])
    texts = list(_texts(content, brief=brief, reading=reading))
    blocks: list[Block] = []
    for name, written in texts:
        if name in content["parts"] and name != STORY:
            blocks.append(Heading(str(TITLES[name]), 1, name))
        elif name == "source" and written.blocks:
            blocks += [*_principles(content), Heading(_("Sources"), 1, "sources")]
        blocks += [_as_lead(block) for block in written.blocks] if name == "summary" else written.blocks
    if not content["source"].strip():
        blocks += _principles(content)
    seal = Seal.objects.filter(edition=reading.edition).first()
    return Document(
        kind=brief.kind,
        title=content["title"],
        language=content["language"],
        edition=reading.edition.code,
        seal=seal.line if seal else "",
        day=reading.day.isoformat(),
        address=address,
        blocks=tuple(blocks),
        notes=tuple(note for _name, written in texts for note in written.notes),
        subtitle=str(brief.country or brief.theme),
        facts=tuple(_facts(content, brief=brief, reading=reading)),
        colophon=tuple(_colophon(content, address=address, reading=reading)),
        warning=warning,
        figures={key: text for _name, written in texts for key, text in written.figures.items()},
    )


def missing_in(brief: Brief, content: Mapping[str, Any] | None = None) -> dict[str, list[str] | str]:
    """What stands in the way of sending a brief, keyed by field: what is empty, and what in its texts cannot be read.

    `content` is what it would say, where that is not stored yet. One that is drawn from published sources may leave
    parts and principles empty, and says so.
    """
    content = content or content_of(brief)
    problems: dict[str, list[str] | str] = {}
    needed = {"title": content["title"], "summary": content["summary"], "source": content["source"]}
    if not brief.is_historical:
        needed |= content["parts"]
    for name, text in needed.items():
        if not text.strip():
            problems[name] = _("This is still empty.")
    if not any(text.strip() for text in content["parts"].values()):
        problems.setdefault(next(iter(content["parts"])), _("This is still empty."))
    open_ones = sum(not said["answer"] for said in content["principles"].values())
    if open_ones and not brief.is_historical:
        words = ngettext(
            "One principle is not answered yet; “no evidence” is an answer.",
            "%(count)d principles are not answered yet; “no evidence” is an answer.",
            open_ones,
        )
        problems["principles"] = words % {"count": open_ones}
    if brief.edition is not None:
        reading = figures_in_text.reading_of(brief.edition)
        for name, written in _texts(content, brief=brief, reading=reading):
            if written.problems:
                problems[name] = [str(problem) for problem in written.problems]
    return problems


def texts_of(content: Mapping[str, Any], *, kind: str) -> dict[str, str]:
    """The texts of a brief that can hold figures, by the name of their field, in the order in which they are read."""
    parts = {name: content["parts"].get(name, "") for name in parts_of(kind)}
    return {"summary": content["summary"], **parts, "source": _as_list(content["source"])}


def _as_list(sources: str) -> str:
    """Sources one a line as a list, which they are not to Markdown; as they are where the author made one."""
    lines = sources.splitlines()
    if any(line.lstrip().startswith(("-", "*", "+", "1.", "[^")) for line in lines):
        return sources
    return "\n".join(f"- {line}" if line.strip() else line for line in lines)


def pictures_of(brief: Brief) -> dict[str, Picture]:
    """The pictures that a text can refer to, by their uuid."""
    return {
        str(row.uuid): Picture(
            str(row.file.name), row.alt, row.credit, row.licence, row.caption, width=row.width, height=row.height
        )
        for row in brief.pictures.all()
    }


def _texts(content: Mapping[str, Any], *, brief: Brief, reading: EditionReading) -> Iterator[tuple[str, Written]]:
    pictures = pictures_of(brief)
    for name, text in texts_of(content, kind=brief.kind).items():
        if text.strip():
            yield name, figures_in_text.written(text, reading=reading, key=name, pictures=pictures)


def _as_lead(block: Block) -> Block:
    return replace(block, role="lead") if isinstance(block, Paragraph) else block


def _principles(content: Mapping[str, Any]) -> Iterator[Block]:
    """What is known of each principle of the Recommendation, where anything was answered."""
    said = content["principles"]
    rows = [
        (words(str(label)), words(str(ANSWERS[said[code]["answer"]])), words(said[code]["line"] or "–"))
        for code, label in PRINCIPLES.items()
        if said.get(code, {}).get("answer")
    ]
    if rows:
        yield Heading(_("The principles of Recommendation No. 202"), 1, "principles")
        header = (_("Principle"), _("Found"), _("In a line"))
        yield Table(_("How far each principle is respected, as the authors see it"), header, tuple(rows))


def _facts(content: Mapping[str, Any], *, brief: Brief, reading: EditionReading) -> Iterator[str]:
    yield str(brief.get_kind_display()).capitalize()
    if brief.country and brief.theme:
        yield str(brief.theme)
    if content["is_pilot"]:
        yield _("Pilot")
    if content["is_historical"]:
        yield _("Drawn from published sources, not reviewed here")
    yield _("Figures as of edition %(code)s, %(day)s") % {"code": reading.edition.code, "day": day_text(reading.day)}


def _colophon(content: Mapping[str, Any], *, address: str, reading: EditionReading) -> Iterator[str]:
    yield _(
        "Governments run and pay for schemes; the programme supported them. No figure is claimed for the programme or "
        "for one partner alone."
    )
    yield _(
        "The figures of this text are read from the record as it was in edition %(code)s, and the notes lead to the "
        "results behind them. Numbers without a note were typed by the authors."
    ) % {"code": reading.edition.code}
    yield _("Cite as: %(citation)s") % {"citation": cited(content["title"], edition=reading.edition, address=address)}
    yield f"{settings.RECORD_LICENCE}, {settings.RECORD_LICENCE_URL}"


def cited(title: str, *, edition: Edition, address: str) -> str:
    """How to cite a brief, in the language that is active: the text itself and the page around it say the same."""
    return _("Results Monitoring Tool: %(title)s, edition %(code)s, %(day)s. %(url)s") % {
        "title": title,
        "code": edition.code,
        "day": day_text(as_day(edition.pinned_at)),
        "url": address,
    }
