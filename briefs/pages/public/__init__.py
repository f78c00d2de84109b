"""The public pages of briefs."""

from briefs.pages.public.selectors import brief_list_page

__all__ = ["brief_list_page", "views"]
