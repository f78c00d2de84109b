"""The public pages of a result and of an indicator."""

from indicators.pages.public.replies import replies_page, reply_text
from indicators.pages.public.result import Content, Payload, content_of, shown_statement
from indicators.wording import amount_text, is_window, own_figure, recorded_text, share_text

__all__ = [
    "Content",
    "Payload",
    "amount_text",
    "content_of",
    "is_window",
    "own_figure",
    "recorded_text",
    "replies_page",
    "reply_text",
    "share_text",
    "shown_statement",
    "views",
]
