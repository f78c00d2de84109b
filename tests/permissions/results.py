"""Who may use which address of a result in which state: the table that `tests/permissions` proves.

The result is an impact in Togo, entered and sent by `focal_togo`, tagged for the health lead, with a file.
"""

from typing import Any

from django.core.files.base import ContentFile
from django.urls import reverse

from indicators import permissions
from indicators.models import Result
from indicators.results import EvidenceItem, actions
from tests import factories
from tests.cast import Cast
from tests.permissions.addresses import COUNTRY_TEAM, LEADS, MANAGERS, PEOPLE

LETTERS = {
    "T": COUNTRY_TEAM,
    "S": {"focal_togo"},  # who entered and sent it
    "M": MANAGERS,
    "L": LEADS,
    "R": {"specialist_africa"},  # of the region
    "E": {"evaluator"},
}

# Who may, by letter; everybody else is refused: 403 for who knows of it (the first line), 404 for who does not.
TABLE = """
address           by  asks               draft  discarded  submitted  validated  withdrawn

                      visible_to         TE     TE         TMLRE      TMLRE      TMLRE

desk_result       get visible_to         TE     TE         TMLRE      TMLRE      TMLRE
desk_evidence     get visible_to         TE     TE         TMLRE      TMLRE      TMLRE
result_history    get visible_to         TE     TE         TMLRE      TMLRE      TMLRE
standing_result   get can_read_standing  TE     TE         TMLRE      TMLRE      TMLRE
reported          get can_read_reported  TE     TE         TME        TME        TME
result_projects   get can_link_project   T      -          TM         TM         TM
replies           get can_ask_reply      -      -          -          TM         -
edit_result       get can_edit           T      -          -          -          -
submit_result     post can_submit        T      -          -          -          -
restore_result    post can_edit          T      -          -          -          -
discard_result    post can_discard       S      -          -          -          -
recall_result     post can_recall        -      -          S          -          -
validate_result   post can_validate      -      -          M          -          -
return_result     post can_review        -      -          M          -          -
comment_result    post can_comment       -      -          TMLR       -          -
recommend_result  post can_recommend     -      -          R          -          -
tag_result        post can_decide_tag    -      -          L          L          L
pool_result       post can_pool          -      -          M          M          M
reopen_result     post can_reopen        -      -          -          T          T
removals          get can_propose_removal - -        -          M          M
withdraw_result   post can_withdraw      -      -          -          M          -
"""
(_address, _by, _asks, *STATES), (_sees, *_knows), *_rows = [line.split() for line in TABLE.splitlines() if line]

Cell = dict[str, set[str]]  # state → people


def people(letters: str) -> set[str]:
    return set().union(*(LETTERS[letter] for letter in letters.strip("-")))


def cells(line: list[str]) -> Cell:
    return dict(zip(STATES, map(people, line), strict=True))


KNOW = cells(_knows)
MAY = {address: cells(line) for address, _by, _asks, *line in _rows}
METHODS = {address: by for address, by, *_rest in _rows}
PREDICATES = {address: asks for address, _by, asks, *_rest in _rows}
# The page on which a step is asked for: none, or for more people than may take it.
WITHOUT_A_PAGE = {"submit_result", "recall_result", "reopen_result", "restore_result", "tag_result"}
READ_BY_MORE = {"validate_result": people("MLRE")}


def expected(address: str, state: str) -> dict[str, str]:
    """What each person gets at an address, over HTTP: "ok", "403", "404" or "sign in"."""
    return answers(KNOW[state], MAY[address][state])


def answers(know: set[str], may: set[str]) -> dict[str, str]:
    found = {p: "ok" if p in may else "403" if p in know else "404" for p in PEOPLE}
    return found | {"visitor": "sign in"}


def read(address: str) -> dict[str, str]:
    """What each person gets who asks for the page by GET, in the telling state of the address."""
    state = telling(address)
    if address in WITHOUT_A_PAGE:
        return dict.fromkeys(PEOPLE, "405") | {"visitor": "sign in"}
    return answers(KNOW[state], READ_BY_MORE.get(address, MAY[address][state]))


def telling(address: str) -> str:
    """The state in which most people may use the address."""
    return max(STATES, key=lambda state: len(MAY[address][state]))


def may(address: str, user, result: Result) -> bool:
    """What the predicate of an address says; `visible_to` has been asked before."""
    asks = PREDICATES[address]
    if asks == "visible_to":
        return True
    return getattr(permissions, asks)(user, result.tags.get() if asks == "can_decide_tag" else result)


def result_in(state: str, cast: Cast) -> Result:
    file = EvidenceItem(title="Law", file=ContentFile(b"text", name="law.txt"), file_name="law.txt", sha256="0" * 64)
    about = {"indicator": "I3", "by": cast.focal_togo, "themes": ["social-health-protection"], "evidence": [file]}
    if state == "draft":
        return factories.draft(**about)
    if state == "discarded":
        result = factories.draft(**about)
        return actions.discard_result(result=result, version=result.version, by=cast.focal_togo)
    if state == "submitted":
        return factories.submit(**about)
    result = factories.validated(**about)
    if state == "withdrawn":
        factories.withdraw(result)
    return factories.fresh(result)


def place_of(address: str, result: Result) -> str:
    extra = {
        "desk_evidence": lambda: {"evidence": result.evidence.get().uuid},
        "tag_result": lambda: {"slug": result.tags.get().theme.slug if result.tags.exists() else "financing"},
    }.get(address, dict)()
    return reverse(address, kwargs={"uuid": result.uuid, **extra})


def typed(result: Result) -> dict[str, Any]:
    return {"version": result.version, "state": "confirmed"}
