"""The page on how results are counted: the docstrings of the code that counts, and the targets with their history."""

import doctest
import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from indicators import figures
from indicators.figures import PHASE_2, Period
from indicators.models import Target
from indicators.pages.public import amount_text
from indicators.wording import WHY_NOT_COUNTED, qualified
from rmt.text import span


@dataclass(frozen=True)
class Definition:
    """One function of the figures, explained by its own docstring."""

    name: str
    title: str
    paragraphs: Sequence[str]
    example: str


@dataclass(frozen=True)
class Chapter:
    slug: str
    title: str
    about: str
    definitions: Sequence[Definition]


@dataclass(frozen=True)
class TargetRow:
    what: str
    window: str
    value: str
    state: str
    is_in_use: bool
    source: str
    reason: str


@dataclass(frozen=True)
class HowCountedPage:
    chapters: Sequence[Chapter]
    reasons: Sequence[str]
    targets: Sequence[TargetRow]
    priority: int

    @property
    def trail(self) -> list[tuple[str, str]]:
        return [(_("About"), reverse("about"))]


# Module, anchor and title. An anchor is never the name of a function: those are anchors too.
CHAPTERS = (
    ("steps", "countries-and-steps", gettext_lazy("Countries and steps")),
    ("people", "counting-people", gettext_lazy("People")),
    ("records", "records-and-sums", gettext_lazy("Records, and what is summed as reported")),
    ("dimensions", "who-they-are", gettext_lazy("Who the people are")),
    ("precision", "how-exact", gettext_lazy("How exact a figure is")),
    ("entries", "periods-and-days", gettext_lazy("Periods and days")),
    ("comparison", "published-before", gettext_lazy("Figures published before")),
)
RULE = re.compile(r"\s*\((?:a view, )?rules? [\d, and]+\)")


def how_counted_page() -> HowCountedPage:
    """The definitions, from the docstrings of the code that counts, and the targets with their history."""
    targets = Target.objects.filter(country=None).select_related("indicator").order_by("window_start", "id")
    return HowCountedPage(
        chapters=[
            _chapter(import_module(f"indicators.figures.{name}"), slug, str(text)) for name, slug, text in CHAPTERS
        ],
        reasons=[str(text) for text in WHY_NOT_COUNTED.values()],
        targets=[_target_row(target) for target in targets],
        priority=Country.objects.priority_on(PHASE_2.start).count(),
    )


def _chapter(module: ModuleType, slug: str, title: str) -> Chapter:
    about = without_rule((module.__doc__ or "").strip())
    return Chapter(slug, title, about, [_definition(function) for function in _explained(module)])


def _explained(module: ModuleType) -> list[Callable]:
    """The public functions of a module, in the order of its text."""
    functions = [f for name, f in vars(module).items() if inspect.isfunction(f) and name in figures.__all__]
    return [f for f in functions if f.__module__ == module.__name__ and f.__doc__]


def _definition(function: Callable) -> Definition:
    text = inspect.getdoc(function) or ""
    examples = doctest.DocTestParser().get_examples(text)
    prose = text.split(">>>")[0].strip()
    return Definition(
        name=function.__name__,
        title=function.__name__.replace("_", " ").capitalize(),
        paragraphs=[without_rule(" ".join(p.split())) for p in prose.split("\n\n")],
        example="\n".join(f"{_prompted(e.source)}{e.want}".rstrip() for e in examples),
    )


def _prompted(source: str) -> str:
    first, *more = source.splitlines()
    return "".join(f"{line}\n" for line in [f">>> {first}", *(f"... {line}" for line in more)])


def without_rule(text: str) -> str:
    """A docstring's sentence without the number of the rule that it keeps.

    >>> without_rule("Persons added, each counted once (rule 9).")
    'Persons added, each counted once.'
    """
    return RULE.sub("", text).replace("`", "")


def _target_row(target: Target) -> TargetRow:
    window = Period(target.window_start, target.window_end)
    return TargetRow(
        what=str(target.indicator or target.get_headline_display()),
        window=span(window.start, window.last),
        value=qualified(target.qualifier, amount_text(target)),
        state=target.get_state_display(),
        is_in_use=target.state == Target.State.IN_USE,
        source=target.source,
        reason=target.reason,
    )
