"""The Markdown that authors may write: CommonMark with tables, footnotes and references, without HTML and code."""

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin

from briefs.figures_in_text.references import REFERENCE

NOT_READ = ["code", "fence", "backticks", "lheading", "html_block", "html_inline"]
"""What would surprise: an indented or quoted text is no code, and a line below words makes no heading of them."""


def reference(state: StateInline, silent: bool) -> bool:
    """The rule of the parser for `[[…]]`: a token of its own, with what stands inside."""
    found = REFERENCE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("reference", "", 0).content = " ".join(found[1].split())
    state.pos = found.end()
    return True


def made_parser() -> MarkdownIt:
    """The parser; it takes any address, since whoever reads its tokens refuses some, and says so."""
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.use(footnote_plugin)
    parser.enable("table").disable(NOT_READ)
    parser.inline.ruler.before("link", "reference", reference)
    # The library's manual has this method replaced on the instance; mypy takes every method for fixed.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # see the line above
    return parser


PARSER = made_parser()
