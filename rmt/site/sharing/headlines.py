"""The headline figures of a country, a theme, a partner or the site, in few words: for pictures and for cards."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from countries.pages.people import worth_telling
from countries.pages.steps import TITLES
from indicators import figures
from indicators.figures import SINCE_2016, Entry
from indicators.pages.published import Past, Window, windows
from indicators.wording import may_be_fewer, quantity_text

MOST_LINES = 3
BETTER = "better"
IMPACT = frozenset({figures.LEGAL, figures.EFFECTIVE, figures.ADEQUATE, figures.COMPREHENSIVE})
MORE = {
    figures.EFFECTIVE: gettext_lazy("more people covered in practice"),
    figures.LEGAL: gettext_lazy("more people entitled by law"),
    BETTER: gettext_lazy("people with better or wider benefits"),
}
FEWER = MORE | {
    figures.EFFECTIVE: gettext_lazy("people covered in practice"),
    figures.LEGAL: gettext_lazy("people entitled by law"),
}
"""Where there are, or may be, fewer: the figure says so itself."""


def headlines_of(entries: Iterable[Entry], *, today: date) -> dict[str, Any]:
    """Institutional changes since 2016 by step, and people phase by phase, as they stand today.

    They are never added up (rule 10). Each step has its `count` of changes, and how many were `lost` since.
    """
    found = list(entries)
    listed = windows(Past(None), on=today)
    day = listed[-1].day
    steps = []
    for number, title in TITLES.items():
        taken = figures.changes(found, period=SINCE_2016, step=number)
        lost = len(figures.lost(taken, period=SINCE_2016, day=day))
        lost_text = _("%(count)s since reported lost") % {"count": lost} if lost else ""
        steps.append({"number": number, "title": str(title), "count": len(taken), "lost": lost, "lost_text": lost_text})
    changes = len(figures.changes(found, period=SINCE_2016))
    changes_text = ngettext(
        "%(count)s institutional change since 2016", "%(count)s institutional changes since 2016", changes
    )
    lines = list(lines_of_people(found, listed))[:MOST_LINES]
    return {
        "changes": changes,
        "changes_text": changes_text % {"count": changes},
        "steps": steps,
        "lines": lines,
        "is_empty": not changes and not lines,
    }


def lines_of_people(entries: Sequence[Entry], listed: Sequence[Window]) -> Iterator[dict[str, str]]:
    """Figures of people in words, with what each counts, the last phase first."""
    about_people = [e for e in entries if e.indicator in IMPACT]
    for window in reversed(worth_telling(about_people, listed)):
        period, day = window.period, window.day
        for code in MORE:
            if code == BETTER:
                found = figures.better_protected(entries, period=period, day=day).quantity
            else:
                found = figures.people(entries, indicator=code, period=period, day=day).quantity
            if found is not None:
                label = (FEWER if may_be_fewer(found) else MORE)[code]
                yield {"text": quantity_text(found) or "", "label": f"{label}, {window.years}"}
