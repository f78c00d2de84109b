"""The verbs that change a result and what belongs to it, and what a result needs to be sent."""

from indicators.results.actions import (
    Children,
    EditConflict,
    EvidenceItem,
    decide_tag,
    entered_by,
    record_standing,
    restate_themes,
    save_result,
)
from indicators.results.clashes import clashes_among, clashes_of
from indicators.results.evidence_files import (
    DAYS_UNTIED_FILES_ARE_KEPT,
    CheckedFile,
    check_file,
    remove_untied_files,
)
from indicators.results.instruments import (
    InstrumentChanged,
    accept_proposal,
    change_instrument,
    decline_proposal,
    instruments_known_to,
    proposals_to_decide,
    propose_change,
)
from indicators.results.project_lists import take_back_import, what_rests_on, write_upload
from indicators.results.project_merges import merge_partner, merge_project
from indicators.results.project_money import record_funding
from indicators.results.requirements import RATIFICATIONS, is_global, missing, restated_figures, stated_increase
from indicators.results.restore import read_back, restore_revision
from indicators.results.similar import Days, Twin, possible_duplicates, twins_among
from indicators.results.standing import standing_problems
from indicators.results.support import map_indicator, unmap_indicator
from indicators.results.title_words import plain

__all__ = [
    "DAYS_UNTIED_FILES_ARE_KEPT",
    "RATIFICATIONS",
    "CheckedFile",
    "Children",
    "Days",
    "EditConflict",
    "EvidenceItem",
    "InstrumentChanged",
    "Twin",
    "accept_proposal",
    "actions",
    "change_instrument",
    "check_file",
    "clashes_among",
    "clashes_of",
    "decide_tag",
    "decline_proposal",
    "entered_by",
    "instruments_known_to",
    "is_global",
    "map_indicator",
    "merge_partner",
    "merge_project",
    "missing",
    "plain",
    "possible_duplicates",
    "project_money",
    "proposals_to_decide",
    "propose_change",
    "read_back",
    "record_funding",
    "record_standing",
    "remove_untied_files",
    "restate_themes",
    "restated_figures",
    "restore_revision",
    "save_result",
    "standing_problems",
    "stated_increase",
    "support",
    "take_back_import",
    "twins_among",
    "unmap_indicator",
    "what_rests_on",
    "write_upload",
]
