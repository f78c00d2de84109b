"""All that was said on a country as a file: the rows that the page shows, all of them."""

import csv
import io
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from briefs.writing import ChronicleEntry
from countries.models import Country
from rmt.files import BOM, csv_text


def chronicle_csv(country: Country, entries: Sequence[ChronicleEntry]) -> str:
    """Comma-separated, UTF-8 with its mark, so that a spreadsheet opens it as it is; no cell is a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        [
            _("Country"),
            _("Public since"),
            _("Kind"),
            _("What"),
            _("What it says"),
            _("Reason"),
            _("Source"),
            _("Address"),
        ]
    )
    for entry in entries:
        href = f"{settings.SITE_URL}{entry.href}" if entry.href else ""
        values = (country, entry.day, entry.kind, entry.title, entry.text, entry.reason, entry.source, href)
        writer.writerow([csv_text(value) for value in values])
    return BOM + file.getvalue()
