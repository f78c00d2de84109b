"""Styles and lists of a Word file: whoever edits it changes one style, and not each paragraph."""

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from briefs.documents.word.xml import w

FONT = "Noto Sans"
INK, MUTED, BLUE, LINE = "1B1340", "5B5775", "1E2DBE", "DFE0EA"
TEAL, SUN, AMBER = "05A3A3", "FFCD2D", "6D5200"
BULLETS, NUMBERS = 90, 91  # our two definitions of lists; the template has fewer than fifty
DEPTHS = 9  # as many levels as a list of Word has
SIGNS = "•–▪"
# Name of the style, what it rests on, size in points, colour, bold, room before and after in points, and the rest of
# its paragraphs in WordprocessingML: lines at their side or below, a ground, a tab at the right edge.
RIGHT = '<w:tabs><w:tab w:val="clear" w:pos="4320"/><w:tab w:val="clear" w:pos="8640"/>{}</w:tabs>'
EDGE = RIGHT.format('<w:tab w:val="right" w:pos="9638"/>')
DOTS = RIGHT.format('<w:tab w:val="right" w:leader="dot" w:pos="9638"/>')
GROUND = '<w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
SIDE = '<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{}"/></w:pBdr>'
STYLES: tuple[tuple[str, str, float, str, bool, float, float, str], ...] = (
    ("Normal", "", 9.5, INK, False, 0, 6, ""),
    ("Title", "Normal", 24, INK, True, 0, 4, ""),
    ("Subtitle", "Normal", 13, MUTED, False, 0, 4, ""),
    ("Heading 1", "Normal", 17, INK, True, 16, 6, ""),
    ("Heading 2", "Normal", 13, INK, True, 13, 4, ""),
    ("Heading 3", "Normal", 11, INK, True, 10, 3, ""),
    ("Caption", "Normal", 9, INK, True, 8, 4, ""),
    ("Quote", "Normal", 10.5, INK, False, 6, 6, SIDE.format(TEAL)),
    ("List Bullet", "Normal", 9.5, INK, False, 0, 3, ""),
    ("List Number", "Normal", 9.5, INK, False, 0, 3, ""),
    ("Header", "Normal", 8, MUTED, False, 0, 2, EDGE),
    ("Footer", "Normal", 7.5, MUTED, False, 0, 2, EDGE),
    ("Lead", "Normal", 12, INK, False, 0, 8, ""),
    ("Moved", "Normal", 9.5, INK, False, 0, 6, SIDE.format(AMBER)),
    ("Gap", "Normal", 4, INK, False, 0, 0, ""),
    ("Small", "Normal", 8, MUTED, False, 0, 4, ""),
    ("Warning", "Normal", 9, INK, True, 0, 4, GROUND.format(SUN)),
    ("Cell", "Normal", 8.5, INK, False, 0, 0, ""),
    ("Cell Header", "Cell", 8.5, MUTED, True, 0, 0, ""),
    ("Cell Title", "Cell", 8.5, INK, True, 0, 0, ""),
    ("Narrow Cell", "Cell", 7, INK, False, 0, 0, ""),
    ("Narrow Cell Header", "Cell", 7, MUTED, True, 0, 0, ""),
    ("Narrow Cell Title", "Cell", 7, INK, True, 0, 0, ""),
    ("Tile Value", "Normal", 16, INK, True, 4, 0, ""),
    ("Contents Heading", "Normal", 17, INK, True, 12, 8, ""),
    ("toc 1", "Normal", 10, INK, True, 6, 2, DOTS),
    ("toc 2", "Normal", 10, INK, False, 0, 2, f'{DOTS}<w:ind w:left="360"/>'),
    ("footnote text", "Normal", 8, MUTED, False, 0, 2, ""),
)
TABLE_STYLE = f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="RecordTable">
<w:name w:val="Record Table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
<w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders>
<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="50" w:type="dxa"/>
<w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"""


def add_styles(file: WordFile, language: str) -> None:
    """The look of a document, in the styles that word processors know by name, and a few of our own."""
    for name, base, size, colour, is_bold, before, after, more in STYLES:
        style = file.styles[name] if name in file.styles else file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        for part in ("pPr", "rPr"):
            for old in style.element.findall(qn(f"w:{part}")):
                style.element.remove(old)
        style.element.append(parse_xml(f"<w:pPr {nsdecls('w')}>{more}</w:pPr>"))
        style.element.append(w("rPr", w("rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT)))
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), is_bold, RGBColor.from_string(colour)
        if base:
            style.base_style = file.styles[base]
        room = style.paragraph_format
        room.space_before, room.space_after, room.line_spacing = Pt(before), Pt(after), 1.08
        if name.startswith("Heading"):
            room.keep_with_next = True
            style.element.pPr.append(w("outlineLvl", val=int(name[-1]) - 1))
    for name, colour in (("Hyperlink", BLUE), ("footnote reference", MUTED)):
        style = file.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string(colour)
        style.font.superscript = name != "Hyperlink" or None
        style.font.underline = name == "Hyperlink" or None
    file.styles.element.append(parse_xml(TABLE_STYLE))
    for default in file.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), language)


def add_lists(file: WordFile) -> None:
    """Two definitions of lists, of bullets and of numbers, each as deep as Word allows."""
    lists = file.part.numbering_part.element
    first = lists.find(qn("w:num"))
    for number, kind in ((BULLETS, "bullet"), (NUMBERS, "decimal")):
        levels = [
            w(
                "lvl",
                w("start", val=1),
                w("numFmt", val=kind),
                w("lvlText", val=SIGNS[depth % 3] if kind == "bullet" else f"%{depth + 1}."),
                w("lvlJc", val="left"),
                w("pPr", w("ind", left=360 * (depth + 1), hanging=360)),
                ilvl=depth,
            )
            for depth in range(DEPTHS)
        ]
        first.addprevious(w("abstractNum", w("multiLevelType", val="multilevel"), *levels, abstractNumId=number))
    add_list(file, BULLETS, BULLETS)


def add_list(file: WordFile, definition: int, number: int) -> None:
    """A list of its own, which begins at one."""
    start = w("lvlOverride", w("startOverride", val=1), ilvl=0)
    file.part.numbering_part.element.append(
        w("num", w("abstractNumId", val=definition), start if definition == NUMBERS else None, numId=number)
    )
