"""What people type: fields that read numbers and days as people write them, forms of the desk, autosave."""

from rmt.forms.drafts import TypedNotSaved, drafts_of, typed_on
from rmt.forms.fields import Days, NumberField, PartialDateField, YearField, fits_triplet
from rmt.forms.forms import DeskForm
from rmt.forms.formsets import BLANK_ROWS, MOST_ROWS, Row, Rows
from rmt.forms.numbers import parse_number, written
from rmt.forms.places import LONGEST_PLACE, MOST_PLACES, WhereField
from rmt.forms.requests import SignedIn
from rmt.forms.signed_out import is_from_here, is_sent_to_the_desk, send_again

__all__ = [
    "BLANK_ROWS",
    "LONGEST_PLACE",
    "MOST_PLACES",
    "MOST_ROWS",
    "Days",
    "DeskForm",
    "NumberField",
    "PartialDateField",
    "Row",
    "Rows",
    "SignedIn",
    "TypedNotSaved",
    "WhereField",
    "YearField",
    "draft_views",
    "drafts",
    "drafts_of",
    "fits_triplet",
    "is_from_here",
    "is_sent_to_the_desk",
    "parse_number",
    "send_again",
    "typed_on",
    "written",
]
