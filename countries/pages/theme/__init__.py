"""The pages of themes."""

from countries.pages.theme.support import gap_row

__all__ = ["gap_row", "views"]
