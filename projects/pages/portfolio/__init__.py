"""What a partner's money supported: its page, its workbook, its digest."""

from projects.pages.portfolio.digests import send_digests

__all__ = ["send_digests", "views"]
