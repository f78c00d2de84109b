"""The results of the explorer as files: exactly what it shows, with all that the figures are worked out from.

A workbook says what it is, of when and from which question, and what each column holds. A CSV begins with its titles,
so that any program reads it; the same words stand in the notes beside it. Groups of 1 to 9 people are hidden in every
file, whatever it is narrowed to (rule 12), and text is text, whatever it begins with.
"""

import csv
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from indicators import figures
from indicators.figures import Breakdown, Entry
from indicators.ledger import NOTHING, entry_of, everything, hidden_groups, without_hidden
from indicators.models import Category, Indicator, ValueStatus
from indicators.pages.explorer.columns import BESIDE, COLUMNS, ExportedResult
from rmt.files import BOM, Sheet, csv_text, write_workbook

CHUNK = 500
PEOPLE = (figures.PERSON, figures.PARTICIPATION)
NOT_KNOWN = "not-known"
WITHHELD = "withheld"


def published(found: QuerySet, *, as_of: date | None, on: date) -> Iterator[ExportedResult]:
    """The publications in their order, a few hundred at a time; what is hidden does not depend on what is asked."""
    hidden = hidden_groups()
    siblings: dict[tuple[str | None, str], list[Entry]] = defaultdict(list)
    for entry in everything(as_of):
        siblings[entry.country, entry.indicator].append(entry)
    for values in found.values_list(*BESIDE).iterator(chunk_size=CHUNK):
        row = dict(zip(BESIDE, values, strict=True))
        payload = json.loads(row.pop("payload"))
        payload = without_hidden(payload, hidden.get(payload["uuid"], NOTHING), version=row["version"])
        entry = entry_of(payload, step=row["indicator__step"])
        is_people = row["indicator__measure"] == Indicator.Measure.PERSONS
        divides = is_people or entry.unit in PEOPLE
        series = siblings[entry.country, entry.indicator] if is_people else []
        yield ExportedResult(
            payload=payload,
            entry=entry,
            row=row,
            day=on,
            divided=divided(entry, series, is_people=is_people) if divides and payload["parts"] else {},
            kinds={} if divides else dict(entry.parts),
        )


def divided(entry: Entry, siblings: Sequence[Entry], *, is_people: bool) -> dict[str, Breakdown]:
    """Who the people of a result are, one dimension at a time, with small groups hidden, as its page shows them."""
    before = figures.level_before(entry, [e for e in siblings if figures.in_one_series(e, entry)])
    added = figures.added_by(entry, before=before) if is_people else None
    return figures.breakdowns(entry, total=added.low if added else entry.value, dimensions=())


def categories() -> list[tuple[str, str, str]]:
    """Every group by which figures are divided: key, dimension, name; each dimension ends with "not known"."""
    found: list[tuple[str, str, str]] = []
    before = None
    for category in Category.objects.select_related("dimension").order_by("dimension__order", "order"):
        if before and before != category.dimension:
            found.append((f"{before.code}:{NOT_KNOWN}", before.name_en, _("not known")))
        found.append((category.key, category.dimension.name_en, category.name_en))
        before = category.dimension
    return [*found, (f"{before.code}:{NOT_KNOWN}", before.name_en, _("not known"))] if before else found


def parts_of(shown: ExportedResult) -> dict[str, Decimal | str]:
    """The parts of a result by their keys; a hidden one says so, what is left is "not known"."""
    parts: dict[str, Decimal | str] = dict(shown.kinds)
    for name, found in shown.divided.items():
        for group in found.cells:
            parts[f"{name}:{group.category}"] = WITHHELD if group.value is None else group.value
        parts[f"{name}:{NOT_KNOWN}"] = found.not_known
    for part in shown.payload["parts"]:
        if part["value"] is None:
            parts[part["category"]] = str(ValueStatus(part["status"]).label)
    return parts


def csv_rows(rows: Iterable[ExportedResult]) -> Iterator[str]:
    """Lines of a comma-separated file: the titles, then the results."""
    writer = csv.writer(_Echo())
    keys = [key for key, _dimension, _name in categories()]
    yield BOM + writer.writerow([*(column.title for column in COLUMNS), *keys])
    for shown in rows:
        parts = parts_of(shown)
        values = [*(column.value(shown) for column in COLUMNS), *(parts.get(key) for key in keys)]
        yield writer.writerow([csv_text(value) for value in values])


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def workbook(rows: Iterable[ExportedResult], about: Iterable[tuple[str, str]]) -> IO[bytes]:
    """Four sheets: what the file is, the results, the groups of people, and what each column holds."""
    parts: list[Sequence[Any]] = []
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
    titles = [column.title for column in COLUMNS]
    sheets = [
        Sheet(_("About"), (), list(about), widths=(28, 100)),
        Sheet(_("Results"), titles, _with_parts(rows, parts), widths=(8, 8, 12, 12, 12, 70)),
        Sheet(_("Parts"), ("number", "uuid", "dimension", "group", "value", "status"), parts, widths=(8, 12, 18, 30)),
        Sheet(_("Columns"), (_("Column"), _("What it holds")), explained(), widths=(24, 100)),
    ]
    write_workbook(file, sheets)
    file.seek(0)
    return file


def _with_parts(rows: Iterable[ExportedResult], parts: list[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows of the results; the groups of people of each go to `parts` on the way."""
    names = {key: (dimension, name) for key, dimension, name in categories()}
    for shown in rows:
        yield [column.value(shown) for column in COLUMNS]
        for key, value in parts_of(shown).items():
            number = value if isinstance(value, Decimal) else None
            status = str(ValueStatus.REPORTED.label) if number is not None else value
            parts.append((shown.entry.number, shown.entry.key, *names.get(key, (key, "")), number, status))


def explained() -> list[tuple[str, str]]:
    """Every column of the files and what it holds."""
    parts = _("People by %(example)s, …: a number, or “withheld” for 1 to 9 people; with “not-known” for the rest")
    return [(c.title, str(c.meaning)) for c in COLUMNS] + [
        ("sex:women …", parts % {"example": _("sex, age, disability")})
    ]
