"""Money in lines to print: planned, received and spent, each "not known" where it is, nothing shared out (rule 15)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from projects.figures import Kind, Money, money_by, total
from projects.wording import amount_text

KINDS: tuple[Kind, ...] = ("planned", "received", "spent")


def money_block(
    rows: Sequence[Money], *, by: str, named: Callable[[Any], tuple[str, str]], rates: Iterable[str | None]
) -> dict[str, Any]:
    """Lines of money by "partner" or "project" and year; `named` gives the name and address of one.

    Their total where there are several lines, and where the rates of exchange come from. `None` is not known.
    """
    lines = []
    for sums in money_by(rows, by, "year"):
        key, year = sums.key
        name, url = named(key)
        amounts: dict[str, str | None] = {kind: amount_text(getattr(sums, kind)) for kind in KINDS}
        lines.append({"name": name, "url": url, "year": str(year or ""), **amounts})
    totals: dict[str, str | None] = {kind: amount_text(total(rows, kind)) for kind in KINDS}
    has_total = len(lines) > 1 and any(totals.values())
    return {
        "lines": sorted(lines, key=lambda line: (line["name"].casefold(), line["year"] == "", line["year"])),
        "total": {"name": _("In all"), **totals} if has_total else None,
        "is_known": any(line[kind] for line in lines for kind in KINDS),
        "rates": sorted({rate for rate in rates if rate}),
        "is_pooled": any(row.modality == 1 for row in rows),
        "has_gaps": has_total and any(None in (row.planned, row.received, row.spent) for row in rows),
    }
