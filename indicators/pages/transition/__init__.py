"""What every page of one result on the desk shares: its state, its events, what a person may do next."""

from indicators.pages.transition.comments import Recommendation, labelled_comments, recommendations_among, with_boxes
from indicators.pages.transition.desk_result import DeskResultLine, line_of, result_on_desk
from indicators.pages.transition.events import Happened, names_in_events, what_of, words_of
from indicators.pages.transition.forms import (
    DAYS_TO_MEND,
    CommentForm,
    DayInput,
    PoolForm,
    RecommendForm,
    ReturnForm,
    StepForm,
    ValidateForm,
    WithdrawForm,
)
from indicators.pages.transition.selectors import badge_of, level_of, review_of
from indicators.pages.transition.timeline import timeline_of
from indicators.pages.transition.views import StepView, done, visible_result

__all__ = [
    "DAYS_TO_MEND",
    "CommentForm",
    "DayInput",
    "DeskResultLine",
    "Happened",
    "PoolForm",
    "RecommendForm",
    "Recommendation",
    "ReturnForm",
    "StepForm",
    "StepView",
    "ValidateForm",
    "WithdrawForm",
    "badge_of",
    "done",
    "labelled_comments",
    "level_of",
    "line_of",
    "names_in_events",
    "recommendations_among",
    "result_on_desk",
    "review_of",
    "timeline_of",
    "visible_result",
    "what_of",
    "with_boxes",
    "words_of",
]
