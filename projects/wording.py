"""Projects and money in words: what readers see of an amount, a share or a state."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.figures import Amount, OutputState
from projects.models import Project
from rmt.text import grouped, span

OUTPUT_STATES = {
    OutputState.DELIVERED: gettext_lazy("delivered"),
    OutputState.DELIVERED_LATE: gettext_lazy("delivered late"),
    OutputState.LATE: gettext_lazy("late"),
    OutputState.DUE: gettext_lazy("due"),
    OutputState.NO_DATE: gettext_lazy("due on a day that is not recorded"),
}
OUTPUT_KINDS = {
    OutputState.DELIVERED: "success",
    OutputState.DELIVERED_LATE: "success",
    OutputState.LATE: "error",
    OutputState.DUE: "due",
    OutputState.NO_DATE: "",
}


def money_text(value: Decimal | None, currency: str | None) -> str | None:
    """An amount in its currency; `None` if it is not known.

    >>> money_text(Decimal("1999980.00"), "USD"), money_text(Decimal(500), "CHF")
    ('US$\\xa01\\u202f999\\u202f980', 'CHF\\xa0500')
    """
    if value is None:
        return None
    sign = "US$" if currency == "USD" else currency or ""
    return f"{sign}\u00a0{grouped(value)}".strip()


def amount_text(amount: Amount) -> str | None:
    """A sum: US dollars, then every other currency by itself; `None` if nothing is known.

    >>> amount_text(Amount(Decimal(100), 1, 2, (("CHF", Decimal(500)),)))
    'US$\\xa0100; CHF\\xa0500'
    """
    texts = [money_text(amount.value, "USD")]
    texts += [money_text(value, currency) for currency, value in amount.others]
    return "; ".join(text for text in texts if text) or None


def yes_no_text(value: bool | None) -> str:
    """Yes, no, or that the source does not say."""
    if value is None:
        return _("its source does not say")
    return _("yes") if value else _("no")


def when_text(project: Project) -> str:
    """From when until when, as exactly as it is known; empty if neither is."""
    words = {
        "start": span(project.start_first, project.start_last),
        "end": span(project.end_first, project.end_last),
    }
    match project.start_first is not None, project.end_last is not None:
        case True, True:
            return words["start"] if words["start"] == words["end"] else _("%(start)s to %(end)s") % words
        case True, False:
            return _("since %(start)s; end not known") % words
        case False, True:
            return _("until %(end)s; start not known") % words
    return ""
