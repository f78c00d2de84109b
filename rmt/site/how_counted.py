"""The page on how results are counted: the docstrings of the code that counts, and the targets with their history."""

import doctest
import inspect
import re
from collections.abc import Callable
from datetime import date
from importlib import import_module
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country
from indicators import figures
from indicators.figures import Period
from indicators.models import Target
from indicators.pages.public import amount_text
from indicators.wording import WHY_NOT_COUNTED, qualified
from rmt.text import span

# What a chapter is about says the docstring of the first name; its functions are those of the modules, in their order.
# An anchor is never the name of a function: those are anchors too.
CHAPTERS = (
    ("steps", ["steps"], "countries-and-steps", gettext_lazy("Countries and territories, and their steps")),
    ("people", ["people", "clashes"], "counting-people", gettext_lazy("People")),
    ("records", ["records"], "records-and-sums", gettext_lazy("Records, and what is summed as reported")),
    ("dimensions", ["small_groups", "dimensions"], "who-they-are", gettext_lazy("Who the people are")),
    ("precision", ["precision"], "how-exact", gettext_lazy("How exact a figure is")),
    ("entries", ["entries"], "periods-and-days", gettext_lazy("Periods and days")),
    ("comparison", ["comparison"], "published-before", gettext_lazy("Figures published before")),
)
RULE = re.compile(r"\s*\((?:a view, )?rules? [\d, and]+\)")


def how_counted_page(*, today: date) -> dict[str, Any]:
    """The definitions, from the docstrings of the code that counts, and the targets with their history."""
    chapters = []
    for about, names, slug, title in CHAPTERS:
        explained = []
        for name in names:
            module = import_module(f"indicators.figures.{name}")
            functions = [f for name, f in vars(module).items() if inspect.isfunction(f) and name in figures.__all__]
            explained += [f for f in functions if f.__module__ == module.__name__ and f.__doc__]
        chapters.append(
            {
                "slug": slug,
                "title": title,
                "about": without_rule((import_module(f"indicators.figures.{about}").__doc__ or "").strip()),
                "definitions": [definition(function) for function in explained],
            }
        )
    return {
        "trail": [(_("About"), reverse("about"))],
        "chapters": chapters,
        "reasons": WHY_NOT_COUNTED.values(),
        "targets": target_rows(),
        "priority": Country.objects.priority_on(today).count(),
    }


def definition(function: Callable) -> dict[str, Any]:
    """One function of the figures, explained by its own docstring; its examples as Python prints them."""
    text = inspect.getdoc(function) or ""
    prose = text.split(">>>")[0].strip()
    examples = []
    for example in doctest.DocTestParser().get_examples(text):
        first, *more = example.source.splitlines()
        lines = [f">>> {first}", *(f"... {line}" for line in more), example.want]
        examples.append("\n".join(lines).rstrip())
    title = function.__name__.replace("_", " ").capitalize()
    return {
        "name": function.__name__,
        "title": title.replace("Countries", "Countries and territories"),  # rule 7
        "paragraphs": [without_rule(" ".join(p.split())) for p in prose.split("\n\n")],
        "example": "\n".join(examples),
    }


def without_rule(text: str) -> str:
    """A docstring's sentence without the number of the rule that it keeps.

    >>> without_rule("Persons added, each counted once (rule 9).")
    'Persons added, each counted once.'
    """
    return RULE.sub("", text).replace("`", "")


def target_rows() -> list[dict[str, Any]]:
    """Every target of the whole programme, also those that are not in use, with its source and the reason."""
    rows = []
    for target in Target.objects.filter(country=None).select_related("indicator").order_by("window_start", "id"):
        window = Period(target.window_start, target.window_end)
        rows.append(
            {
                "what": str(target.indicator or target.get_headline_display()),
                "window": span(window.start, window.last),
                "value": qualified(target.qualifier, amount_text(target)),
                "state": target.get_state_display(),
                "is_in_use": target.state == Target.State.IN_USE,
                "source": target.source,
                "reason": target.reason,
            }
        )
    return rows
