"""The board of a round as a file: exactly the rows that the page shows."""

import csv
import io

from django.conf import settings
from django.utils.translation import gettext as _

from indicators.models import Round
from indicators.pages.rounds.selectors import Board
from rmt.files import BOM, csv_text


def board_csv(reporting_round: Round, shown: Board) -> str:
    """Comma-separated, UTF-8 with its mark, so that a spreadsheet opens it as it is."""
    file = io.StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([
        _("Round"), _("Region"), _("Country"), _("ISO3"), _("State"), _("First sent on"), _("In time or late"),
        _("Open until, if returned"), _("Answered"), _("Expected"), _("Results sent"), _("Focal points"),
        _("Last reminder"), _("Address"),
    ])  # fmt: skip
    for region in shown.regions:
        for row in region["rows"]:
            values = (
                reporting_round.code, region["name"], row.country.name, row.country.iso3, row.word, row.sent_on,
                row.punctuality, row.open_until, row.answered, row.expected, row.results,
                "; ".join(str(user) for user in row.people), row.reminded.date() if row.reminded else None,
                f"{settings.SITE_URL}{row.url}",
            )  # fmt: skip
            writer.writerow([csv_text(value) for value in values])
    return BOM + file.getvalue()
