"""A sentence to quote of a country: every figure in it stands on the page as well."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country
from countries.pages.people import PeopleBlock, PeopleLine
from countries.pages.steps import Step
from indicators import figures
from indicators.figures import SINCE_2016, Entry
from indicators.wording import is_decline, quantity_text, size_of
from rmt.text import grouped


def quote_of(country: Country, counted: Sequence[Entry], steps: Sequence[Step], blocks: Sequence[PeopleBlock]) -> str:
    """A sentence to quote: what changed, and for how many; every figure in it stands on the page as well."""
    if not counted:
        return ""
    changes = figures.changes(counted, period=SINCE_2016)
    number = len(changes)
    said = [
        ngettext("%(count)s institutional change", "%(count)s institutional changes", number)
        % {"count": grouped(number)}
        + (f" ({_steps_in_words(steps)})" if number else "")
    ]
    phrases = {
        "i2": _("%(number)s more people entitled by law (%(years)s)"),
        "i3": _("%(number)s more people covered in practice (%(years)s)"),
        "i4": _("%(number)s people with better or wider benefits (%(years)s)"),
    }
    fewer = phrases | {
        "i2": _("%(number)s fewer people entitled by law (%(years)s)"),
        "i3": _("%(number)s fewer people covered in practice (%(years)s)"),
    }
    said += [
        (fewer if is_decline(line.found.quantity) else phrases)[line.code] % _said_of(line, block)
        for block in [b for b in blocks if b.is_of_all_years] or blocks
        for line in block.headlines
        if line.found is not None and line.found.quantity is not None
    ]
    return _("%(country)s, since 2016: %(said)s.") % {"country": country, "said": "; ".join(said)}


def _said_of(line: PeopleLine, block: PeopleBlock) -> dict[str, str]:
    """The number of a line and its years; a decline without its sign, where the words say "fewer"."""
    quantity = line.found.quantity if line.found else None
    number = line.text
    if quantity is not None and is_decline(quantity) and line.code in ("i2", "i3"):
        number = quantity_text(size_of(quantity)) or number
    return {"number": number, "years": block.years}


def _steps_in_words(steps: Sequence[Step]) -> str:
    named = {
        1: lambda n: ngettext("%(n)s strategy or policy", "%(n)s strategies or policies", n),
        2: lambda n: ngettext("%(n)s law or scheme", "%(n)s laws or schemes", n),
        3: lambda n: ngettext("%(n)s improvement of operations", "%(n)s improvements of operations", n),
    }
    said = [named[s.number](s.count) % {"n": grouped(s.count)} for s in steps if s.count]
    lost = sum(s.lost_count for s in steps)
    if lost:
        said.append(ngettext("%(n)s since lost", "%(n)s since lost", lost) % {"n": grouped(lost)})
    return ", ".join(said)
