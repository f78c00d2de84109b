"""The pages of themes."""

from countries.pages.theme.page import theme_list_page, theme_page
from countries.pages.theme.support import Gap

__all__ = ["Gap", "theme_list_page", "theme_page"]
