"""What an author writes becomes blocks of a document, and whatever is wrong with it is said with its line."""

import pytest

from briefs.documents import Block, Drawing, Heading, Items, Note, Paragraph, Picture, Run, Table
from briefs.figures_in_text import Resolved, markdown, written

PICTURE = Picture("briefs/pictures/a.jpg", "A midwife", "ILO", "CC BY 4.0")
CHART = Drawing("steps", "Steps", "Three steps", "<svg/>", ("Step",), (("1",),))
COVERED = Resolved(
    words=(Run("about 2.5 million", figure="covered-tgo", note="evidence-covered-tgo"),),
    notes=(Note("evidence-covered-tgo", (Run("No. 46, version 3"),)),),
    figures={"covered-tgo": "about 2.5 million"},
)
KNOWN = {"figure covered country=TGO": COVERED, "chart steps country=TGO": Resolved(blocks=(CHART,))}


@pytest.fixture(autouse=True)
def _references(monkeypatch):
    def resolve(reference, _reading):
        return KNOWN.get(reference) or Resolved(problem=f"“{reference}” is not known.")

    monkeypatch.setattr(markdown, "resolve", resolve)


def read(text: str, **more):
    return written(text, reading=None, key="causes", pictures={"a1": PICTURE}, **more)


def shape(block: Block) -> tuple:
    match block:
        case Heading():
            return "heading", block.level, block.text
        case Paragraph():
            return (block.role or "paragraph"), "".join(run.text for run in block.words)
        case Items():
            return "items", [(depth, "".join(run.text for run in words)) for depth, words in block.items]
    return (type(block).__name__,)


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("One line\nand the next", [("paragraph", "One line and the next")]),
        ("Before\n-----\nafter", [("paragraph", "Before"), ("paragraph", "after")]),
        ("    pasted with an indent", [("paragraph", "pasted with an indent")]),
        ("> one\n>\n> two", [("quote", "one"), ("quote", "two")]),
        ("> ## said", [("quote", "said")]),
        ("- a\n  - b\n\n    more b\n\n  more a\n- c", [("items", [(0, "a more a"), (1, "b more b"), (0, "c")])]),
        ("1. a\n2. b\n\n- c", [("items", [(0, "a"), (0, "b")]), ("items", [(0, "c")])]),
        ("-\n-\n", []),
        ("before\n[[picture a1]]\nafter", [("paragraph", "before"), ("Picture",), ("paragraph", "after")]),
        ("[[chart steps country=TGO]]\n[[picture a1]]", [("Drawing",), ("Picture",)]),
        ("5 < 6 & a `b` ~~c~~ \\*d\\*", [("paragraph", "5 < 6 & a `b` ~~c~~ *d*")]),
    ],
)
def test_each_kind_of_text_is_a_block(text, shapes):
    found = read(text)
    assert ([shape(block) for block in found.blocks], found.problems) == (shapes, ())


def test_headings_come_below_that_of_their_part_and_have_an_anchor_each():
    text = "# A law\n\n### In force\n\n# A law"
    assert [shape(block) for block in read(text).blocks] == [
        ("heading", 2, "A law"), ("heading", 3, "In force"), ("heading", 2, "A law")
    ]  # fmt: skip
    assert [shape(block)[1] for block in read(text, under=2).blocks] == [3, 3, 3], "no deeper than documents go"
    assert [block.id for block in read(text).blocks] == ["causes-a-law", "causes-in-force", "causes-a-law-2"]


def test_words_are_bold_or_lead_somewhere_across_lines_and_around_figures():
    (paragraph,) = read("**bold\n[[figure covered country=TGO]] and *[both](https://ilo.org/a)***").blocks
    assert [(run.text, run.bold, run.italic, run.href) for run in paragraph.words if run.text.strip()] == [
        ("bold", True, False, ""),
        ("about 2.5 million", True, False, ""),
        (" and ", True, False, ""),
        ("both", True, True, "https://ilo.org/a"),
    ]


def test_notes_of_authors_and_of_figures_stand_in_one_order():
    found = read("First.[^x] Then [[figure covered country=TGO]], then^[*here*] and again.[^x]\n\n[^x]: A\n    source.")
    keys = [run.note for run in found.blocks[0].words if run.note]
    assert keys == ["causes-note-1", "evidence-covered-tgo", "causes-note-2", "causes-note-1"]
    assert [note.key for note in found.notes] == list(dict.fromkeys(keys))
    assert "".join(run.text for run in found.notes[0].words) == "A source."
    assert found.figures == {"covered-tgo": "about 2.5 million"}


def test_a_figure_in_a_note_has_no_note_of_its_own():
    found = read("A.[^x]\n\n[^x]: [[figure covered country=TGO]]")
    assert [(run.text, run.note) for run in found.notes[0].words] == [("about 2.5 million", "")]


def test_a_table_has_a_caption_and_knows_its_numbers():
    rows = "| Year | People |\n|---|--:|\n| 2020 | [[figure covered country=TGO]] |"
    for text, caption in [(f"Tableau : Assurés\n\n{rows}", "Assurés"), (f"# By year\n\n{rows}", "By year")]:
        table = read(text).blocks[-1]
        assert isinstance(table, Table)
        assert (table.caption, table.header, table.numeric) == (caption, ("Year", "People"), (1,))
        assert table.rows[0][1] == COVERED.words
    assert not [block for block in read(f"Table: Insured\n\n{rows}").blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a\n\nb\nc [[nothing]]", 4, "“nothing” is not known"),
        ("a [[picture b2]]", 1, "no picture “b2”"),
        ("a [[picture a1]] b", 1, "stands alone on its line"),
        ("- [[chart steps country=TGO]]", 1, "stands alone on its line"),
        ("a\nb[^9]", 2, "[^9] has no text"),
        ("\n\na [b](ilo.org)", 1, "“ilo.org” is no address"),
        ("| a |\n|---|\n| [[nothing]] |", 3, "“nothing” is not known"),
        ("> " * 7 + "a", 1, "more than six deep"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, line, said):
    (problem,) = read(text).problems
    assert problem.startswith(f"Line {line}: ")
    assert said in problem
