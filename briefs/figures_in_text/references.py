"""What a reference in a text says: `[[figure covered country=TGO]]`, `[[result 46]]`, `[[chart steps]]`."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from briefs.documents import Block, Note, Run, Words
from briefs.figures_in_text.asking import CODES, RESULT, SINCE, Asked, code_of, is_known, window_of
from briefs.figures_in_text.blocks import CHARTS, MAPS, TABLES
from briefs.figures_in_text.catalogue import figure_of
from briefs.figures_in_text.evidence import about, note_of
from briefs.figures_in_text.reading import EditionReading

REFERENCE = re.compile(r"\[\[([^\[\]\n]{1,300})\]\]")
SCOPE = ("country", "region", "theme", "period")
IN_WORDS = "words"
"""`as=words`: the figure with what it counts, so that a decline reads as one whatever stands around it."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """What stands in the place of a reference: words in a line, or blocks where it stands alone on one.

    The runs of a figure carry its key and that of the note on its evidence; `notes` and `figures` hold both. With a
    `problem`, in plain words, `words` are at most the name that was typed.
    """

    words: Words = ()
    blocks: tuple[Block, ...] = ()
    notes: tuple[Note, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    label: str = ""
    """What the reference is about, in the words of a list."""
    version: int = 0
    """Which version of a result is named."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in a text: its kind, what it names, and its options; with line and column, from 1."""

    text: str
    kind: str
    name: str
    options: Mapping[str, str]
    line: int = 1
    column: int = 1


class NotUnderstood(Exception):
    """A reference that says nothing; the message says why, for whoever typed it."""


def references_in(text: str) -> Iterator[Reference]:
    """Every reference of a text, in its order.

    >>> [(r.kind, r.name, dict(r.options), r.line, r.column) for r in references_in("So [[figure laws country=TGO]]")]
    [('figure', 'laws', {'country': 'TGO'}, 1, 4)]
    """
    for line, content in enumerate(text.splitlines(), 1):
        for found in REFERENCE.finditer(content):
            yield read_reference(found[1], line=line, column=found.start() + 1)


def of_all_years(text: str) -> list[str]:
    """The references of a text to figures without a period, which count since 2016.

    >>> of_all_years("[[figure laws]] of [[figure laws period=year-2024]], [[figure result 46]], [[result 46]]")
    ['[[figure laws]]']
    """
    figures = (one for one in references_in(text) if one.kind == "figure" and not one.name.startswith("result"))
    return [f"[[{one.text}]]" for one in figures if not {"period", "result"} & set(one.options)]


def read_reference(text: str, *, line: int = 1, column: int = 1) -> Reference:
    """The parts of a reference, without its brackets; what has no `=` is its name."""
    kind, *rest = text.split() or [""]
    options = dict(part.split("=", 1) for part in rest if "=" in part)
    name = " ".join(part for part in rest if "=" not in part)
    return Reference(" ".join(text.split()), kind.lower(), name, options, line, column)


def resolve(reference: str, reading: EditionReading) -> Resolved:
    """What a reference (without its brackets) says as of an edition; never raises for what an author typed."""
    read = read_reference(reference)
    answer = ANSWERS.get(read.kind)
    try:
        if answer is None:
            words = _("“%(reference)s” is no reference that is known here. They begin with one of: %(kinds)s.")
            raise NotUnderstood(words % {"reference": read.text, "kinds": ", ".join(ANSWERS)})
        return answer(read, reading)
    except NotUnderstood as why:
        return Resolved(words=(Run(read.name),) if read.kind in LINKS and read.name else (), problem=str(why))


def asked_in(reference: Reference, reading: EditionReading, *, what: str = "", more: Sequence[str] = ()) -> Asked:
    """The question of a reference: what is typed as a slug or in small letters is meant as well.

    Raises NotUnderstood for an option that there is not, and for a country, region, theme or period that the edition
    does not know.
    """
    options = reference.options
    if unknown := sorted(set(options) - {*SCOPE, *more}):
        words = _("“%(option)s” is no option of “%(reference)s”. There are: %(options)s.")
        names = ", ".join((*SCOPE, *more))
        raise NotUnderstood(words % {"option": unknown[0], "reference": reference.text, "options": names})
    country = options.get("country", "")
    asked = Asked(
        what,
        country=_iso3(country, reading) if country else "",
        region=options.get("region", "").lower(),
        theme=options.get("theme", "").lower(),
        period=_period(options.get("period", SINCE)),
    )
    if not is_known(reading, asked):
        is_region = asked.region and asked.region not in reading.regions
        words = _("There is no region “%(name)s”.") if is_region else _("There is no theme “%(name)s”.")
        raise NotUnderstood(words % {"name": asked.region if is_region else asked.theme})
    if window_of(reading, asked.period) is None:
        words = _(
            "Edition %(edition)s knows no period “%(period)s”. Write since-2016, phase-1, year-2024 or years-2021-2025."
        )
        raise NotUnderstood(words % {"edition": reading.edition, "period": asked.period})
    return asked


def _iso3(name: str, reading: EditionReading) -> str:
    if name.upper() in reading.countries:
        return name.upper()
    found = [iso3 for iso3, country in reading.countries.items() if country.slug == name.lower()]
    if not found:
        words = _("There is no country or territory “%(name)s”. Write its three letters, such as TGO.")
        raise NotUnderstood(words % {"name": name})
    return found[0]


def _period(name: str) -> str:
    """A period as figures name it: "phase-II" is "phase-2"."""
    kind, _dash, phase = name.lower().partition("-")
    return code_of(phase.upper()) if kind == "phase" else name.lower()


def _figure(reference: Reference, reading: EditionReading) -> Resolved:
    """A figure in a line, with the note to its evidence."""
    name = reference.name.split() or [""]
    if name[0] == RESULT:
        number = _number(reference.options.get(RESULT, name[-1]), reading)
        asked = Asked(RESULT, result=number)
    elif name[0] in CODES and len(name) == 1:
        asked = asked_in(reference, reading, what=name[0], more=("as",))
    else:
        words = _("There is no figure “%(name)s”. There are: %(names)s.")
        raise NotUnderstood(words % {"name": reference.name, "names": ", ".join((*CODES, RESULT))})
    figure = figure_of(reading, asked)
    if figure is None:
        raise NotUnderstood(_("Edition %(edition)s has no such figure.") % {"edition": reading.edition})
    notes = (note_of(figure),) if figure.results else ()
    note = figure.key if notes else ""
    runs: Words = (Run(figure.text, figure=figure.key, note=note),)
    if reference.options.get("as") == IN_WORDS and figure.words != figure.text:
        before, after = figure.words.split(figure.text, 1)
        whole = (Run(before), Run(figure.text, figure=figure.key), Run(after, note=note))
        runs = tuple(run for run in whole if run.text)
        if not after:
            runs = (*runs[:-1], Run(figure.text, figure=figure.key, note=note))
    return Resolved(words=runs, notes=notes, figures={figure.key: figure.text}, label=about(figure))


def _number(text: str, reading: EditionReading) -> int:
    """The public number of a result that the edition has."""
    digits = text.removeprefix("No.").strip()
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else 0
    if number not in reading.by_number:
        words = _("No. %(number)s is not among the results of edition %(edition)s.")
        raise NotUnderstood(words % {"number": text, "edition": reading.edition})
    return number


def _result(reference: Reference, reading: EditionReading) -> Resolved:
    """A result by its title, as the edition has it."""
    entry = reading.by_number[_number(reference.name, reading)]
    published = reading.published[entry.key]
    words = (Run(published.title, href=published.url, language=published.language),)
    label = _("Result No. %(number)s") % {"number": published.number}
    return Resolved(words=words, label=label, version=published.version)


def _country(reference: Reference, reading: EditionReading) -> Resolved:
    country = reading.countries[_iso3(reference.name, reading)]
    return Resolved(words=(Run(str(country), href=country.get_absolute_url()),))


def _theme(reference: Reference, reading: EditionReading) -> Resolved:
    theme = reading.themes.get(reference.name.lower())
    if theme is None:
        raise NotUnderstood(_("There is no theme “%(name)s”.") % {"name": reference.name})
    return Resolved(words=(Run(str(theme), href=theme.get_absolute_url()),))


def _indicator(reference: Reference, reading: EditionReading) -> Resolved:
    indicator = reading.indicators.get(reference.name.upper())
    if indicator is None:
        raise NotUnderstood(_("There is no indicator “%(name)s”.") % {"name": reference.name})
    return Resolved(words=(Run(str(indicator), href=indicator.get_absolute_url()),))


def _elsewhere(reference: Reference, reading: EditionReading) -> Resolved:
    """A project or a brief, which no edition holds: as it is called now, or was when the document was first made."""
    named = f"{reference.kind} {reference.name.lower()}"
    found = reading.names.get(named) or reading.addresses.get(named)
    if found is None:
        missing = {
            "project": _("There is no project “%(name)s”. Write the last part of the address of its page."),
            "brief": _("No brief “%(name)s” is published. Write the last part of its address."),
        }
        raise NotUnderstood(missing[reference.kind] % {"name": reference.name})
    title, href = found
    return Resolved(words=(Run(title, href=href),))


def _block(reference: Reference, reading: EditionReading) -> Resolved:
    """A chart, a table or a map, which stands by itself."""
    drawn = {"chart": CHARTS, "table": TABLES, "map": MAPS}[reference.kind]
    if reference.name not in drawn:
        words = _("There is no %(kind)s “%(name)s”. There are: %(names)s.")
        raise NotUnderstood(words % {"kind": reference.kind, "name": reference.name, "names": ", ".join(drawn)})
    what = reference.options.get("what", "")
    if what and what not in CODES:
        words = _("There is no figure “%(name)s”. There are: %(names)s.")
        raise NotUnderstood(words % {"name": what, "names": ", ".join(CODES)})
    asked = asked_in(reference, reading, what=what, more=("what",) if reference.name == "results" else ())
    blocks, figures = drawn[reference.name](reading, asked)
    titles = [str(getattr(block, "title", "") or getattr(block, "caption", "")) for block in blocks]
    return Resolved(blocks=tuple(blocks), figures={figure.key: figure.text for figure in figures}, label=titles[0])


ANSWERS: Mapping[str, Callable[[Reference, EditionReading], Resolved]] = {
    "figure": _figure,
    "result": _result,
    "country": _country,
    "theme": _theme,
    "indicator": _indicator,
    "project": _elsewhere,
    "brief": _elsewhere,
    "chart": _block,
    "table": _block,
    "map": _block,
}
LINKS = ("result", "country", "theme", "indicator", "project", "brief")


def names_in(texts: Iterable[str], reading: EditionReading) -> dict[str, list[str]]:
    """Titles and addresses of the projects and briefs that some texts name, as plain data.

    Kept with what is built, so that `reading.with_names` says the same of them a year later (rule 4).
    """
    named = {f"{ref.kind} {ref.name.lower()}" for text in texts for ref in references_in(text)}
    return {name: list(reading.addresses[name]) for name in sorted(named) if name in reading.addresses}
