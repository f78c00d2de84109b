"""Money in lines to print: planned, received and spent, each "not known" where it is, nothing shared out (rule 15)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from projects.figures import Line, Money, money_by, total
from projects.wording import amount_text


@dataclass(frozen=True)
class MoneyLine:
    """The money of one name in one year; `None` is not known."""

    name: str
    url: str
    year: str
    planned: str | None
    received: str | None
    spent: str | None


@dataclass(frozen=True)
class MoneyBlock:
    """Lines of money, their totals where there are several, and where the rates of exchange come from."""

    lines: Sequence[MoneyLine]
    total: MoneyLine | None
    rates: Sequence[str]
    is_pooled: bool
    has_gaps: bool

    @property
    def is_known(self) -> bool:
        """Whether any amount is known."""
        return any(line.planned or line.received or line.spent for line in self.lines)


def money_block(
    rows: Sequence[Money], *, by: str, named: Callable[[Any], tuple[str, str]], rates: Iterable[str | None]
) -> MoneyBlock:
    """The rows by "partner" or "project" and year; `named` gives the name and address of one."""
    lines = [_line(line, *named(line.key[0])) for line in money_by(rows, by, "year")]
    whole = MoneyLine(
        _("In all"), "", "", *(amount_text(total(rows, kind)) for kind in ("planned", "received", "spent"))
    )
    has_total = len(lines) > 1 and bool(whole.planned or whole.received or whole.spent)
    return MoneyBlock(
        lines=sorted(lines, key=lambda line: (line.name.casefold(), line.year == "", line.year)),
        total=whole if has_total else None,
        rates=sorted({rate for rate in rates if rate}),
        is_pooled=any(row.modality == 1 for row in rows),
        has_gaps=has_total and any(None in (row.planned, row.received, row.spent) for row in rows),
    )


def _line(line: Line, name: str, url: str) -> MoneyLine:
    year = line.key[1]
    return MoneyLine(
        name,
        url,
        str(year) if year else "",
        *(amount_text(amount) for amount in (line.planned, line.received, line.spent)),
    )
