"""How the portfolio writes money."""

from django import template

from projects.models import Funding
from projects.wording import money_text

register = template.Library()


@register.filter
def amounts(row: Funding) -> list[str | None]:
    """Planned, received and spent, in the currency in which they are recorded; `None` is not recorded."""
    return [money_text(value, row.currency) for value in (row.planned, row.received, row.spent)]
