"""The rules are written down once, in docs/design.md; code cites them, tests hold them, links lead to them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DESIGN = ROOT / "docs" / "design.md"
CODE = ("briefs", "countries", "indicators", "projects", "rmt", "static", "templates", "tests")
CITING = {".py", ".html", ".css", ".js"}

# "rule 9", "rules 9 and 10", "rules 16, 18", "rules 6 to 10", "rules 6–10", RULE_15; also across the end of a line.
CITATION = re.compile(r"\brules?[\s_]+(\d+(?:(?:\s*(?:,|–|-|\band\b|\bor\b|\bto\b)\s*)+\d+)*)", re.IGNORECASE)
SPAN = re.compile(r"(\d+)\s*(?:–|-|to)\s*(\d+)")
RULE = re.compile(r'^<a id="rule-(\d+)"></a>\s*\n+### Rule (\d+) · (.+)\n', re.MULTILINE)
NOT_BUILT = "Not built yet:"

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE_SPAN = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"\]\(([^()\s]+(?:\([^()\s]*\))?)\)")
ANCHOR = re.compile(r'<a id="([^"]+)">')
HEADING = re.compile(r"^#+\s+(.+?)\s*$", re.MULTILINE)


def rules_cited(text: str) -> set[int]:
    """The numbers of the rules that a text names.

    >>> sorted(rules_cited("(rule 9), rules 6 to 8 and 12; Rules 16, 18"))
    [6, 7, 8, 9, 12, 16, 18]
    """
    found: set[int] = set()
    for numbers in CITATION.findall(text):
        for first, last in SPAN.findall(numbers):
            found |= set(range(int(first), int(last) + 1))
        found |= {int(number) for number in re.findall(r"\d+", numbers)}
    return found


def files_that_cite(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in CITING and path != Path(__file__).resolve():
                yield path


def rules_written() -> dict[int, str]:
    """What docs/design.md says under each rule, by its number."""
    text = DESIGN.read_text()
    found = list(RULE.finditer(text))
    sections = re.compile(r'^(?:## |<a id="rule-)', re.MULTILINE)
    written = {}
    for rule in found:
        following = sections.search(text, rule.end())
        written[int(rule[1])] = text[rule.end() : following.start() if following else len(text)].strip()
    return written


def built() -> set[int]:
    """The rules of which something exists: the others begin with "Not built yet:"."""
    return {number for number, text in rules_written().items() if not text.startswith(NOT_BUILT)}


def documents() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def without_code(text: str) -> str:
    return CODE_SPAN.sub("", FENCE.sub("", text))


def slug(heading: str) -> str:
    """The anchor that a heading gets where Markdown is shown.

    >>> slug("Rule 9 · Pools and `series`")
    'rule-9--pools-and-series'
    """
    kept = re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower())
    return kept.replace(" ", "-")


def anchors_of(path: Path) -> set[str]:
    text = FENCE.sub("", path.read_text())
    return {*ANCHOR.findall(text), *(slug(heading) for heading in HEADING.findall(text))}


def links_of(path: Path) -> list[str]:
    """The relative links of a document, pictures included."""
    links = LINK.findall(without_code(path.read_text()))
    return [link for link in links if not re.match(r"[a-z]+:", link)]


def is_broken(link: str, *, on: Path) -> bool:
    address, _hash, anchor = link.partition("#")
    target = (on.parent / address).resolve() if address else on
    if not target.exists():
        return True
    return bool(anchor) and target.suffix == ".md" and anchor not in anchors_of(target)


def test_the_rules_are_numbered_without_a_gap_and_each_has_its_anchor():
    pairs = [(anchor, heading) for anchor, heading, _title in RULE.findall(DESIGN.read_text())]
    assert pairs == [(str(number), str(number)) for number in range(1, 23)]


def test_each_rule_that_is_cited_is_written_down():
    written = set(rules_written())
    unknown = {
        str(path.relative_to(ROOT)): sorted(missing)
        for path in files_that_cite(*CODE)
        if (missing := rules_cited(path.read_text()) - written)
    }
    assert unknown == {}


def test_each_rule_that_is_built_is_held_by_a_test_that_names_it():
    cited = set().union(*(rules_cited(path.read_text()) for path in files_that_cite("tests")))
    assert sorted(built() - cited) == []


def test_what_is_not_built_is_said():
    """One plain sentence, so that nobody looks in the code for what is only meant."""
    for number, text in rules_written().items():
        assert text, number
        if number not in built():
            assert text.count("\n\n") == 0, number


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    assert [link for link in links_of(document) if is_broken(link, on=document)] == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("(rule 9)", {9}),
        ("Rules 10, 11 and 16:", {10, 11, 16}),
        ("rules 6 to 8", {6, 7, 8}),
        ("rules 6–8 and 12", {6, 7, 8, 12}),
        ("by the\nrule 13", {13}),
        ("definitions.RULE_15", {15}),
        ("two rules, 12 lines", set()),
    ],
)
def test_a_citation_is_read(text, numbers):
    assert rules_cited(text) == numbers
