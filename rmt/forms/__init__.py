"""What people type: fields that read numbers and days as people write them, forms of the desk, autosave."""

from rmt.forms.desk_form import DeskForm
from rmt.forms.drafts import TypedNotSaved, drafts_of, typed_on
from rmt.forms.fields import NO_SUCH_CHOICE, Days, NumberField, PartialDateField, YearField, fits_triplet
from rmt.forms.formsets import BLANK_ROWS, MOST_ROWS, FormRow, FormRows
from rmt.forms.numbers import parse_number, written
from rmt.forms.places import LONGEST_PLACE, MOST_PLACES, WhereField
from rmt.forms.questions import ask_first, is_confirmed
from rmt.forms.requests import LONGEST_CONDITION, SignedIn, carried_on, desk_page, managers_only, post_only, read_only
from rmt.forms.sent_once import KEPT_FOR as SENT_FORMS_KEPT_FOR
from rmt.forms.sent_once import KEY as FORM_KEY
from rmt.forms.signed_out import asks_a_script, is_from_here, is_sent_to_the_desk, send_again, what_was_typed

__all__ = [
    "BLANK_ROWS",
    "FORM_KEY",
    "LONGEST_CONDITION",
    "LONGEST_PLACE",
    "MOST_PLACES",
    "MOST_ROWS",
    "NO_SUCH_CHOICE",
    "SENT_FORMS_KEPT_FOR",
    "Days",
    "DeskForm",
    "FormRow",
    "FormRows",
    "NumberField",
    "PartialDateField",
    "SignedIn",
    "TypedNotSaved",
    "WhereField",
    "YearField",
    "ask_first",
    "asks_a_script",
    "carried_on",
    "desk_page",
    "draft_views",
    "drafts",
    "drafts_of",
    "fits_triplet",
    "is_confirmed",
    "is_from_here",
    "is_sent_to_the_desk",
    "managers_only",
    "parse_number",
    "post_only",
    "read_only",
    "send_again",
    "sent_once",
    "typed_on",
    "what_was_typed",
    "written",
]
