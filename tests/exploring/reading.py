"""What tests read of the explorer and of its files."""

import csv
import io
from datetime import date
from decimal import Decimal

from django.test import Client

from indicators.figures import Entry, StandingOn

NOT_KNOWN = "not-known"


def export(client: Client, query: str = "") -> str:
    """The comma-separated file of a question."""
    response = client.get(f"/results/export.csv{query}")
    assert response.status_code == 200, response
    return b"".join(response.streaming_content).decode()


def workbook_bytes(client: Client, query: str = "") -> bytes:
    response = client.get(f"/results/export.xlsx{query}")
    assert response.status_code == 200, response
    return b"".join(response.streaming_content)


def rows_of(text: str) -> list[dict[str, str]]:
    """The results of a file, below its titles."""
    titles, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    return [dict(zip(titles, row, strict=True)) for row in rows]


def notes_of(client: Client, query: str = "") -> dict[str, str]:
    """What the notes beside a file say of it, name by name."""
    text = client.get(f"/results/export.txt{query}").content.decode()
    return dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)


def entries_from_export(csv_text: str) -> list[Entry]:
    """The entries that figures read, from a file alone: the door through which anybody can check a figure."""
    return [_entry(row) for row in rows_of(csv_text)]


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        key=row["uuid"],
        indicator=row["indicator"],
        first=date.fromisoformat(row["achieved_first"]),
        last=date.fromisoformat(row["achieved_last"]),
        number=int(row["number"]),
        country=row["country_iso3"] or None,
        step=_whole(row["step"]),
        unit=row["unit"] or None,
        value=_decimal(row["value"]),
        baseline_first=_day(row["baseline_first"]),
        baseline_last=_day(row["baseline_last"]),
        counted_from=_day(row["counted_from_first"]),
        first_cover=row["first_cover"] or None,
        baseline_value=_decimal(row["baseline_value"]),
        increase=_decimal(row["increase_stated"]),
        pool=row["group_of_people"] or None,
        instrument=row["instrument_uuid"] or None,
        basis=row["coverage_basis"] or None,
        duration=row["duration"] or None,
        months=_whole(row["months"]),
        qualifier=row["qualifier"] or None,
        target_year=_whole(row["target_year"]),
        pb_output=row["pb_output"] or None,
        source=row["source"],
        tags=tuple(sorted(tuple(text.split(" ")) for text in _several(row["themes"]))),
        parts=tuple(sorted(_parts(row))),
        standings=tuple(_standing(text) for text in _several(row["standings"])),
    )


def _parts(row: dict[str, str]) -> list[tuple[str, Decimal]]:
    """The groups that are shown; what is withheld or not known is no part."""
    found = {key: text for key, text in row.items() if ":" in key and not key.endswith(NOT_KNOWN)}
    return [(key, Decimal(text)) for key, text in found.items() if text[:1].isdigit()]


def _standing(text: str) -> StandingOn:
    kind, day = text.split(" ")
    return StandingOn(kind, date.fromisoformat(day))


def _several(text: str) -> list[str]:
    return text.split("; ") if text else []


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
