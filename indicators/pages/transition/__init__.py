"""What every page of one result on the desk shares: its state, its events, what a person may do next."""

from indicators.pages.transition.comments import (
    Recommendation,
    asked_of_fields,
    recommendations_among,
    thread_of,
    with_boxes,
)
from indicators.pages.transition.desk_result import Line, line_of, result_on_desk
from indicators.pages.transition.events import Happened, moment, what_of
from indicators.pages.transition.forms import (
    DAYS_TO_MEND,
    CommentForm,
    DayInput,
    PoolForm,
    RecommendForm,
    ReturnForm,
    ValidateForm,
    WithdrawForm,
)
from indicators.pages.transition.selectors import badge_of, level_of, review_of
from indicators.pages.transition.timeline import timeline_of
from indicators.pages.transition.views import done, page, taken, transition, visible_result

__all__ = [
    "DAYS_TO_MEND",
    "CommentForm",
    "DayInput",
    "Happened",
    "Line",
    "PoolForm",
    "RecommendForm",
    "Recommendation",
    "ReturnForm",
    "ValidateForm",
    "WithdrawForm",
    "asked_of_fields",
    "badge_of",
    "done",
    "level_of",
    "line_of",
    "moment",
    "page",
    "recommendations_among",
    "result_on_desk",
    "review_of",
    "taken",
    "thread_of",
    "timeline_of",
    "transition",
    "visible_result",
    "what_of",
    "with_boxes",
]
