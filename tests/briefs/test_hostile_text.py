"""Text that means harm is refused, or is harmless words: whatever is pasted, no address and no element of its own."""

import time

import pytest

from briefs.documents import Document, Paragraph, Run, page_of
from briefs.figures_in_text import LONGEST_PART, Resolved, markdown, written

DEEP = LONGEST_PART // 2


@pytest.fixture(autouse=True)
def _references(monkeypatch):
    monkeypatch.setattr(markdown, "resolve", lambda reference, _reading: Resolved(words=(Run(reference),)))


def runs(text: str) -> list[Run]:
    return [run for block in written(text, reading=None).blocks if isinstance(block, Paragraph) for run in block.words]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#115;cript:alert(1)", "&#x6A;avascript:alert(1)",
        "javascript&colon;alert(1)", "\\javascript:alert(1)", "vbscript:x", "data:text/html,<script>", "file:///etc/passwd",
        "data:image/png;base64,AAAA", "//evil.example/", "https:evil", "https://ilo.org@evil.example/",
        "https://ilo.org\\@evil.example", "ftp://x/y", "#here", "mailto:", "intent://x", "http:///x",
    ],
)  # fmt: skip
def test_a_link_leads_to_the_web_to_a_page_of_ours_or_to_mail(address):
    for text in (f"[a]({address})", f"[a](<{address}>)", f"[a][b]\n\n[b]: {address}", f"<{address}>"):
        assert not any(run.href for run in runs(text))


@pytest.mark.parametrize(
    "address", ["https://ilo.org/a?b=c#d", "http://ilo.org", "/countries/togo/", "mailto:a@ilo.org"]
)
def test_such_links_are_kept(address):
    assert [run.href for run in runs(f"[a]({address})")] == [address]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)>",
        "<iframe src=https://x>\n\n</iframe>",
        "<svg/onload=x>",
    ],
)
def test_html_is_words_and_the_author_is_told(text):
    found = written(text, reading=None)
    assert "".join(run.text for block in found.blocks for run in block.words).replace(" ", "") == text.replace(
        " ", ""
    ).replace("\n\n", "")
    assert "texts take no HTML" in found.problems[0]


def test_on_a_page_nothing_of_it_is_an_element_or_an_address():
    """Whatever gets past the text meets the strict list of the page (nh3)."""
    evil = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](data:x) <javascript:alert(1)>\n\n"
    text = f"# {evil}{evil}- {evil}> {evil}| {evil.strip()} |\n|---|\n| {evil.strip()} |\n\na[^1]\n\n[^1]: {evil}"
    found = written(text, reading=None)
    document = Document("brief", "", "en", "2026-1", "", "", "", found.blocks, found.notes)
    html = page_of(document)
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 6
    assert not [sign for sign in ("<img", "<script", 'href="javascript', 'href="data', ' onerror="') if sign in html]


def test_pictures_come_from_the_brief_alone():
    found = written("![tracker](https://evil.example/x.gif) ![x](data:image/png;base64,AA)", reading=None)
    assert [type(block) for block in found.blocks] == [Paragraph]
    assert not any(run.href for run in found.blocks[0].words)
    assert len(found.problems) == 1


def test_signs_that_turn_a_line_around_are_gone():
    assert [run.text for run in runs("a\u202etxt.exe\u2066\u0000b")] == ["atxt.exeb"]


def test_too_much_is_refused_before_it_is_read():
    for text, said in [
        ("x" * 5_000_000, "60\u202f000"),
        ("x" * (LONGEST_PART + 1), "60\u202f000"),
        ("[[a]] " * 501, "500"),
    ]:
        found = written(text, reading=None)
        assert (found.blocks, len(found.problems)) == ((), 1)
        assert said in found.problems[0]


@pytest.mark.parametrize("text", ["> " * DEEP, "*" * LONGEST_PART, "^[" * DEEP, "|a" * 20_000 + "\n" + "|-" * 10_000])
def test_no_text_takes_long_or_breaks_the_reader(text):
    """Deep nesting and what makes readers of Markdown slow: seconds at most, where minutes would stop the site."""
    began = time.process_time()
    written(text[:LONGEST_PART], reading=None)
    assert time.process_time() - began < 20
