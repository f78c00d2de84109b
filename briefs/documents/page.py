"""The page of a document: its article as HTML, made of escaped parts, and let through one strict list at the end."""

from collections.abc import Callable, Iterable
from functools import partial

from django.utils import translation
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from briefs.documents.allowed import allowed, own_ids
from briefs.documents.blocks import (
    Block,
    Break,
    Document,
    Drawing,
    Heading,
    Items,
    Paragraph,
    Picture,
    Run,
    Table,
    Tiles,
    Words,
)
from briefs.documents.numbering import (
    Numbering,
    below,
    caption_of,
    cells_of,
    credit_of,
    edition_line,
    lines_of,
    notes_in_order,
    numbering,
    runs_of,
    safe_href,
)

PictureUrl = Callable[[str], str]
NOTHING = SafeString()
MARK = (  # after a sign without width, so that it never begins a line
    '\u2060<sup class="document__mark"><a id="noteref-{}-{}" href="#note-{}" role="doc-noteref" '
    'aria-label="{}">[{}]</a></sup>'
)


def page_of(document: Document, *, picture_url: PictureUrl = lambda file: "") -> SafeString:
    """The article of a document as HTML that can be put into a page, below the page's `h1`, which is the title.

    Its chapters begin at `h2`; each heading, table and drawing has an id. `picture_url` gives the address of a picture
    by its name in the storage; a picture without one is left out, its words stay. It needs `document.css` alone.
    """
    with translation.override(document.language):
        numbers = numbering(document)
        html = format_html(
            '<div class="document" lang="{}">{}{}{}{}{}{}</div>',
            document.language,
            _paragraph("document__warning", document.warning),
            _paragraph("document__subtitle", document.subtitle),
            _joined("ul", "document__facts", "<li>{}</li>", document.facts),
            _contents(document, numbers),
            _blocks(document, numbers, picture_url),
            _end(document, numbers),
        )
    return SafeString(allowed(html))


def _paragraph(name: str, text: str) -> SafeString:
    return format_html('<p class="{}" dir="auto">{}</p>', name, text) if text else NOTHING


def _joined(tag: str, name: str, line: str, texts: Iterable[object]) -> SafeString:
    inside = format_html_join("", line, ((text,) for text in texts))
    return format_html('<{} class="{}">{}</{}>', SafeString(tag), name, inside, SafeString(tag)) if inside else NOTHING


def _contents(document: Document, numbers: Numbering) -> SafeString:
    chapters = [
        (numbers.ids[place], block.text)
        for place, block in enumerate(document.blocks)
        if isinstance(block, Heading) and block.level == 1
    ]
    if not document.has_contents or not chapters:
        return NOTHING
    return format_html(
        '<nav class="document__contents" aria-labelledby="contents"><h2 id="contents" class="document__aside">{}</h2>'
        "<ol>{}</ol></nav>",
        _("Contents"),
        format_html_join("", '<li><a href="#{}">{}</a></li>', chapters),
    )


def _blocks(document: Document, numbers: Numbering, picture_url: PictureUrl) -> SafeString:
    marks: dict[int, int] = {}
    words = partial(words_of, numbers=numbers, marks=marks)
    made = (_block(block, place, words, numbers, picture_url) for place, block in enumerate(document.blocks))
    return format_html_join("\n", "{}", ((block,) for block in made))


def words_of(line: Words, *, numbers: Numbering, marks: dict[int, int]) -> SafeString:
    """A line of runs; `marks` counts how often each note was named, so that its notes lead back to each place."""
    return format_html_join("", "{}", ((_run(run, numbers, marks),) for run in line))


def _run(run: Run, numbers: Numbering, marks: dict[int, int]) -> SafeString:
    made = SafeString(escape(run.text).replace("\n", "<br>"))
    if run.figure:
        made = format_html('<span class="document__number">{}</span>', made)
    if run.bold:
        made = format_html("<strong>{}</strong>", made)
    if run.italic:
        made = format_html("<em>{}</em>", made)
    if run.language:
        made = format_html('<span lang="{}">{}</span>', run.language, made)
    if href := safe_href(run.href):
        made = format_html('<a href="{}">{}</a>', href, made)
    if number := numbers.notes.get(run.note):
        marks[number] = marks.get(number, 0) + 1
        made += format_html(
            MARK,
            number, marks[number], number, _("Note %(number)s") % {"number": number}, number,
        )  # fmt: skip
    return made


def _block(
    block: Block, place: int, words: Callable[[Words], SafeString], numbers: Numbering, picture_url: PictureUrl
) -> SafeString:
    match block:
        case Heading():
            tag = SafeString(f"h{numbers.levels[place] + 1}")
            return format_html('<{} id="{}">{}</{}>', tag, numbers.ids[place], block.text, tag)
        case Paragraph(role="quote"):
            return format_html(
                '<blockquote class="document__quote" dir="auto"><p>{}</p></blockquote>', words(block.words)
            )
        case Paragraph():
            name = f"document__text document__text--{block.role}" if block.role else "document__text"
            return format_html('<p class="{}" dir="auto">{}</p>', name, words(block.words))
        case Items():
            return _list([(depth, words(line)) for depth, line in lines_of(block)], block.is_ordered)
        case Tiles():
            return _tiles(block, words)
        case Table():
            caption = caption_of(block, numbers.numbers[place])
            rows = [[words(cell) for cell in row] for row in cells_of(block)]
            table = _table(caption, block.header, rows, numeric=block.numeric, note=below(block))
            return format_html('<div class="document__table" id="{}">{}</div>', numbers.ids[place], table)
        case Drawing():
            return _drawing(block, numbers.ids[place], caption_of(block, numbers.numbers[place]))
        case Picture():
            return _picture(block, picture_url(block.file))
        case Break():
            return NOTHING


def _list(items: list[tuple[int, SafeString]], is_ordered: bool) -> SafeString:
    """Lists in lists."""
    tag = "ol" if is_ordered else "ul"
    parts, depth = [], -1
    for wanted, line in items:
        if wanted > depth:
            parts.append(f"<{tag}><li>")
        else:
            parts.append(f"</li></{tag}>" * (depth - wanted) + "</li><li>")
        depth = wanted
        parts.append(f'<span dir="auto">{line}</span>')
    parts.append(f"</li></{tag}>" * (depth + 1))
    return SafeString("".join(parts))


def _note_of(note: str) -> SafeString:
    return format_html('<dd class="figure__note" dir="auto">{}</dd>', note) if note else NOTHING


def _tiles(block: Tiles, words: Callable[[Words], SafeString]) -> SafeString:
    tiles = (
        (tile.label, words(tile.value), _note_of(tile.note))
        for tile in block.tiles
    )  # fmt: skip
    inside = format_html_join(
        "",
        '<div class="figure document__tile"><dt class="figure__label">{}</dt><dd class="figure__value">{}</dd>{}</div>',
        tiles,
    )
    return format_html('<dl class="figures document__tiles">{}</dl>', inside)


def _table(
    caption: str,
    header: Iterable[str],
    rows: list[list[SafeString]],
    *,
    numeric: Iterable[int] = (),
    note: str = "",
) -> SafeString:
    """A table as the component of the site prints it; a number stands at the end of its cell."""
    are_numbers = set(numeric)

    def cell(column: int, text: SafeString) -> SafeString:
        if column == 0:
            return format_html('<th scope="row" dir="auto">{}</th>', text)
        return format_html('<td class="number">{}</td>' if column in are_numbers else '<td dir="auto">{}</td>', text)

    titles = format_html_join(
        "",
        '<th scope="col"{}>{}</th>',
        ((SafeString(' class="number"') if column in are_numbers else "", name) for column, name in enumerate(header)),
    )
    body = format_html_join(
        "",
        "<tr>{}</tr>",
        ((format_html_join("", "{}", ((cell(*pair),) for pair in enumerate(row))),) for row in rows),
    )
    return format_html(
        '<div class="table" role="region" aria-label="{}" tabindex="0"><table>'
        '<caption><span class="table__caption" dir="auto">{}</span></caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>{}</div>",
        caption, caption, titles, body, _paragraph("table__note", note),
    )  # fmt: skip


def _drawing(block: Drawing, id: str, caption: str) -> SafeString:
    rows = [[format_html("{}", cell) for cell in row] for row in block.rows]
    return format_html(
        '<figure class="document__drawing" id="{}"><figcaption class="document__caption" dir="auto">{}</figcaption>'
        '<div class="document__canvas" role="region" aria-label="{}" tabindex="0">{}</div>{}'
        '<details class="chart__numbers"><summary>{}</summary>{}</details></figure>',
        id, caption, caption, SafeString(own_ids(block.svg, id)),
        _paragraph("document__source", below(block)),
        _("The same numbers as a table"), _table(block.title, block.header, rows),
    )  # fmt: skip


def _picture(block: Picture, src: str) -> SafeString:
    size = format_html(' width="{}" height="{}"', block.width, block.height) if block.width and block.height else ""
    image = format_html('<img src="{}" alt="{}"{} loading="lazy">', src, block.alt, size) if src else NOTHING
    credit = credit_of(block)
    return format_html(
        '<figure class="document__picture">{}'
        '<figcaption class="document__caption" dir="auto">{}{}</figcaption></figure>',
        image,
        format_html("{} ", block.caption) if block.caption else NOTHING,
        format_html('<span class="document__credit">{}</span>', credit) if credit else NOTHING,
    )


def _end(document: Document, numbers: Numbering) -> SafeString:
    """Notes with ways back, then how to cite, the edition and its seal."""
    seals = [line for line in (edition_line(document), document.seal) if line]
    lines = format_html_join("", '<p dir="auto">{}</p>', ((line,) for line in document.colophon))
    lines += format_html_join("", '<p class="document__seal" dir="auto">{}</p>', ((line,) for line in seals))
    colophon = format_html('<div class="document__colophon">{}</div>', lines) if lines else NOTHING
    return format_html("{}{}", _notes(document, numbers), colophon)


def _notes(document: Document, numbers: Numbering) -> SafeString:
    if not numbers.notes:
        return NOTHING
    times: dict[str, int] = {}
    for block in document.blocks:
        for run in runs_of(block):
            times[run.note] = times.get(run.note, 0) + 1
    return format_html(
        '<section class="document__notes" role="doc-endnotes" aria-labelledby="notes">'
        '<h2 id="notes">{}</h2><ol>{}</ol></section>',
        _("Notes"),
        format_html_join(
            "",
            '<li id="note-{}"><span dir="auto">{}</span>{}</li>',
            (
                (
                    numbers.notes[note.key],
                    format_html_join("", "{}", ((_run(run, Numbering({}, {}, {}, {}), {}),) for run in note.words)),
                    _ways_back(numbers.notes[note.key], times[note.key]),
                )
                for note in notes_in_order(document, numbers)
            ),
        ),
    )


def _ways_back(number: int, times: int) -> SafeString:
    label = _("Back to the text, place %(place)s of note %(number)s")
    places = [(number, place, label % {"place": place, "number": number}) for place in range(1, times + 1)]
    link = ' <a class="document__back" href="#noteref-{}-{}" role="doc-backlink" aria-label="{}">↩</a>'
    return format_html_join("", link, places)
