"""The public pages of a result and of an indicator."""

from indicators.pages.public.replies import replies_page
from indicators.pages.public.result import Content, Payload, content_of, shown_statement
from indicators.pages.public.targets import amount_text, own_figure

__all__ = [
    "Content",
    "Payload",
    "amount_text",
    "content_of",
    "own_figure",
    "replies_page",
    "shown_statement",
    "views",
]
